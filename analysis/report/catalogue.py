"""The words of the report in one language, from its catalogue, and numbers and dates as that language writes them.

No text for readers stands in Python. A message is asked for by its key; one that the catalogue lacks stops the report,
since a hole in a sentence could turn its meaning.
"""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from analysis.errors import WordingError
from questionnaires.model import Text

#: The report is written in each of these, in this order.
LANGUAGES = ("sv", "en")
_FOLDER = Path(__file__).parent / "locales"
_MANY = 100  # below this many answers a percentage is written without decimals


class Words:
    """One language: `words(key, name=value)` gives its text; the other methods write numbers and dates."""

    def __init__(self, language: str, messages: dict[str, str]) -> None:
        self.language = language
        self._messages = messages
        self._locale = Locale.parse(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of *key* with its `{name}`s filled. Raises WordingError if there is none."""
        text = self._messages.get(key)
        if not text:
            raise WordingError(f"the {self.language} catalogue of the report has no words for {key!r}; add them")
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> str:
        """*key* if the catalogue has words for it, else *otherwise*."""
        return key if key in self._messages else otherwise

    def choice(self, kind: str, name: str) -> str:
        """The words for a declared name, such as a group; the name itself if the catalogue does not know it."""
        return self._messages.get(f"{kind}.{name}") or name

    def of(self, text: Text) -> str:
        """A text of the form in this language, or in the first it has."""
        return text.get(self.language) or next(iter(text.values()))

    def share(self, share: float, answered: int) -> str:
        """A share as a percentage: in whole points below a hundred answers, else with one decimal."""
        digits = "#,##0.0" if answered >= _MANY else "#,##0"
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", digits)
        return format_percent(share, pattern, locale=self._locale)

    def shares(self, low: float, high: float, answered: int) -> str:
        """A range of shares, the percent sign once."""
        digits = "#,##0.0" if answered >= _MANY else "#,##0"
        return f"{format_decimal(100 * low, digits, locale=self._locale)}–{self.share(high, answered)}"

    def points(self, difference: float, decimals: int = 1) -> str:
        """A difference of shares in percentage points, with more than *decimals* if its side of 0 would not show."""
        rounded, digits = _on_its_side(100 * difference, decimals, 0.0)
        return format_decimal(rounded, _pattern(digits), locale=self._locale).replace("-", "−")

    def chance(self, probability: float) -> str:
        """A probability as a whole percentage."""
        return self._percent(100 * probability, 0)

    def chances(self, low: float, high: float) -> str:
        """The limits of a probability: whole percentages, but one that leaves one half out is never written as 50."""
        first, digits = _on_its_side(100 * low, 0, *((50.0,) if low > 0.5 else ()))
        last, more = _on_its_side(100 * high, 0, *((50.0,) if high < 0.5 else ()))
        return f"{format_decimal(first, _pattern(digits), locale=self._locale)}–{self._percent(last, more)}"

    def number(self, number: float, decimals: int = 2) -> str:
        """A plain number, such as a ratio."""
        return format_decimal(number, _pattern(decimals), locale=self._locale)

    def p(self, p: float, level: float) -> str:
        """A p-value with its sign, "= 0.012", "< 0.001": three decimals, or as many as show its side of 1 - *level*."""
        alpha = round(1 - level, 12)  # 1 - 0.95 is a little more than 0.05
        least = 0.001
        while least > alpha > 0:
            least /= 10
        if p < least:
            return f"<\u00a0{format_decimal(least, '0.000#########', locale=self._locale)}"
        rounded, digits = _on_its_side(p, 3, 0.0, alpha)
        return "=\u00a0" + format_decimal(rounded, "0." + "0" * digits, locale=self._locale)

    def level(self, level: float) -> str:
        """A confidence level as a percentage: "95 %"."""
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", "#,##0.###")
        return format_percent(level, pattern, locale=self._locale)

    def counted(self, key: str, number: int) -> str:
        """How many, with the verb and noun of the number: the words of *key*.none, *key*.one or *key*.many."""
        form = {0: "none", 1: "one"}.get(number, "many")
        return self(f"{key}.{form}", number=self.whole(number))

    def whole(self, number: int) -> str:
        """A number of persons."""
        return format_decimal(number, "#,##0", locale=self._locale)

    def day(self, day: str) -> str:
        """A date, given as 2022-03-31."""
        return format_date(date.fromisoformat(day), self("format.day"), locale=self._locale)

    def _percent(self, number: float, digits: int) -> str:
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", _pattern(digits))
        return format_percent(number / 100, pattern, locale=self._locale)

    def instant(self, instant: str, zone: str = "Europe/Stockholm") -> str:
        """An instant, given as 2022-04-25T06:00:00Z, by the clocks of *zone*."""
        moment = datetime.fromisoformat(instant)
        return format_datetime(moment, self("format.instant"), tzinfo=get_timezone(zone), locale=self._locale)


def bare(text: str) -> str:
    """*text* without its full stop, for a place where the sentence goes on."""
    return text.removesuffix(".")


def _pattern(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _on_its_side(number: float, digits: int, *lines: float) -> tuple[float, int]:
    """*number* rounded to *digits* decimals, or to as many as keep it on its side of each of *lines*; and how many."""
    rounded = round(number, digits)
    while any((rounded < line, rounded > line) != (number < line, number > line) for line in lines):
        digits += 1
        rounded = round(number, digits)
    return rounded or 0.0, digits  # never -0.0


@lru_cache
def words(language: str) -> Words:
    """The words of *language*. Raises WordingError if it has no catalogue."""
    path = _FOLDER / language / "LC_MESSAGES" / "report.po"
    if not path.is_file():
        raise WordingError(f"the report has no catalogue for {language!r}; add {path.name} for it")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return Words(language, {str(message.id): str(message.string) for message in catalogue if message.id})
