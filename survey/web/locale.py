"""The words of the interface, and how dates are written, one `Words` a language.

The catalogues are the `.po` files that translators edit (`locales/<language>/LC_MESSAGES/respond.po`): what
is read is what was written, with no compiled copy that can be stale. A key without a wording is an error where it
is used, never a key shown to a respondent. The wording of questions is not here: it is in the manifest.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.pofile import read_po

#: Every instant shown is in this time, and says so.
SWEDEN = ZoneInfo("Europe/Stockholm")

_PACKAGE = Path(__file__).resolve().parents[1]


class Words(msgspec.Struct, frozen=True):
    """One language's catalogue. *locale* writes its dates (`en` is British, since the dates are Swedish)."""

    language: str
    locale: Locale
    messages: Mapping[str, str]

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """How the language is written: left to right, or right to left."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def gettext(self, key: str) -> str:
        """The wording of *key*. Raises KeyError if the catalogue has none."""
        return self.messages[key]

    def day(self, moment: date) -> str:
        """A date without its weekday, day and month kept on one line: "1 april 2021"."""
        return format_date(moment, "long", locale=self.locale).replace(" ", "\N{NO-BREAK SPACE}", 1)

    def period(self, first: date, last: date) -> str:
        """Two dates, both included: "1 april 2021–31 mars 2022"."""
        return self.gettext("period") % {"first": self.day(first), "last": self.day(last)}

    def instant(self, moment: datetime) -> str:
        """An instant in Swedish time, to the minute, with its weekday."""
        local = moment.astimezone(SWEDEN)
        return self.gettext("instant") % {
            "date": format_date(local, "full", locale=self.locale),
            "time": format_time(local, "short", locale=self.locale),
        }


def locales_folder() -> Path:
    """Where the catalogues are: inside `survey` in an installed wheel, beside it in the checkout."""
    inside = _PACKAGE / "locales"
    return inside if inside.is_dir() else _PACKAGE.parent / "locales"


def read_words(language: str, catalogue: Path) -> Words:
    """The catalogue in one `.po` file; its header's `Language` says how dates are written (`en_GB`).

    An entry that is empty or marked fuzzy is left out, so that its use is an error.
    """
    with catalogue.open("rb") as file:
        found = read_po(file)
    messages = {
        str(message.id): str(message.string) for message in found if message.id and message.string and not message.fuzzy
    }
    return Words(language, found.locale or Locale.parse(language), messages)


def respondent_words(folder: Path) -> dict[str, Words]:
    """Language code -> words, for every catalogue in *folder*."""
    return {
        catalogue.parents[1].name: read_words(catalogue.parents[1].name, catalogue)
        for catalogue in sorted(folder.glob("*/LC_MESSAGES/respond.po"))
    }
