"""Small real things for tests: a clock that can be moved, key holders, a study of two municipalities in a folder.

Nothing here pretends: keys are real keys, the study goes through the same reading as any other.
"""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from survey.ballot.keyfiles import SecretKeys, random_keys, write_public_keys
from survey.settings import Settings
from survey.steps.approve import approve, sign
from survey.steps.context import Context, open_context
from survey.steps.define import Defined, define
from survey.steps.issue import issue
from survey.web.pagemarks import program_marks
from tests.wordings import Say, with_language

OPENS = datetime(2022, 4, 25, 6, 0, 0, tzinfo=UTC)
CLOSES = datetime(2022, 5, 16, 6, 0, 0, tzinfo=UTC)

SMALL_FORM = Path(__file__).parent / "questionnaires" / "small.toml"

SMALL_PLAN = """
level = 0.95
targets = { rates = "risk", comparisons = "risk" }
indicators = ["undue_influence", "exposed_any"]

[[comparisons]]
id = "elected_staff"
kind = "groups_within_municipality"
label = { sv = "Förtroendevalda och medarbetare", en = "Elected and staff" }
groups = ["elected", "staff"]
indicators = ["undue_influence", "exposed_any"]

[[comparisons]]
id = "municipalities"
kind = "municipalities_within_group"
label = { sv = "Mellan kommunerna", en = "Between the municipalities" }
groups = ["elected", "staff"]
indicators = ["undue_influence", "exposed_any"]
"""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = OPENS - timedelta(days=1)) -> None:
        self.instant = now

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant

    def move_to(self, instant: datetime) -> None:
        """Set it."""
        self.instant = instant


HOLDERS = ("linkoping", "norrkoping", "lansstyrelsen")


ACCESSIBILITY = """
[accessibility]
status = "partial"
assessed = 2022-04-11
published = 2022-04-25
reviewed = 2022-04-25
method = { sv = "Prövad av dem som har byggt den.", en = "Tested by those who built it." }
shortcomings = [
  { reason = "noncompliance", text = { sv = "Ingen har prövat med röst.", en = "Nobody has tried with voice." } },
]
"""


def study_text(questionnaire: str, invited: int = 12, k: int = 2) -> str:
    """The study file of Linköping and Norrköping, with every stratum of *invited* persons."""
    municipalities = "".join(
        f"""
[[municipalities]]
code = "{code}"
name = "{name}"
key = "{holder}.public.json"
sender = {{ sv = "{name}s kommun, säkerhetschefen", en = "The City of {name}, chief of security" }}
contacts = [
  {{ name = {{ sv = "Säkerhetsfunktionen", en = "The security office" }}, phone = "013-20 60 00" }},
]
accessibility = {{ email = "tillganglighet@{holder}.example", phone = "013-20 60 00" }}
theme = {{ colour = "{colour}" }}
strata = [
  {{ group = "elected", invited = {invited}, definition = {{ sv = "ledamöter", en = "members" }} }},
  {{ group = "staff", invited = {invited}, definition = {{ sv = "anställda", en = "employees" }} }},
]
"""
        for code, name, holder, colour in (
            ("0580", "Linköping", HOLDERS[0], "#00548a"),
            ("0581", "Norrköping", HOLDERS[1], "#8a1c3b"),
        )
    )
    return f"""
id = "linkoping-norrkoping"
wave = 1
title = {{ sv = "Enkät", en = "Survey" }}
questionnaire = "{questionnaire}"
languages = ["sv", "en"]
access_mode = "code_on_paper"
exit_url = "https://www.smhi.se/"
opens_at = {OPENS.isoformat()}
closes_at = {CLOSES.isoformat()}
k = {k}
period = {{ first = 2021-04-01, last = 2022-03-31 }}
disclosure = {{ min_answered = 10, min_exposed = 5 }}
{ACCESSIBILITY}{municipalities}
[[trustees]]
name = "Säkerhetschefen i Linköping"
municipality = "0580"
key = "{HOLDERS[0]}.public.json"
[[trustees]]
name = "Säkerhetschefen i Norrköping"
municipality = "0581"
key = "{HOLDERS[1]}.public.json"
[[trustees]]
name = "Länsstyrelsen Östergötland"
key = "{HOLDERS[2]}.public.json"
"""


def worded(toml: str, more: Mapping[str, Say]) -> str:
    """*toml* in the languages *more* too."""
    for language, say in more.items():
        toml = with_language(toml, language, say)
    return toml


class World:
    """A study in *folder*, its key holders, and a context whose clock the test moves.

    *more*: languages beside Swedish and English, and how each says a Swedish text. A *form* given has them already.
    *catalogues*: the folder of the interface's words, if it is not the program's own.
    """

    def __init__(
        self,
        folder: Path,
        database: str,
        invited: int = 12,
        form: Path | None = None,
        more: Mapping[str, Say] = {},
        catalogues: Path | None = None,
    ) -> None:
        self.catalogues = catalogues
        self.folder = folder
        self.keys: dict[str, SecretKeys] = {holder: random_keys(holder) for holder in HOLDERS}
        for holder, secret in self.keys.items():
            (folder / f"{holder}.public.json").write_text(write_public_keys(secret.public), encoding="utf-8")
        if form is None:
            form = folder / "form"
            form.mkdir()
            questions = worded(SMALL_FORM.read_text(encoding="utf-8"), more)
            (form / "questionnaire.toml").write_text(questions, encoding="utf-8")
            (form / "analysis.toml").write_text(worded(SMALL_PLAN, more), encoding="utf-8")
        self.form = form
        self.study_file = folder / "study.toml"
        self.study_file.write_text(worded(study_text(str(form), invited), more), encoding="utf-8")
        self.clock = FakeClock()
        self.settings = Settings(database=database, keys=folder / "keys", bundles=folder / "bundles")
        self.context: Context = open_context(self.settings, self.clock)

    def define(self) -> Defined:
        """Define the study."""
        return define(self.context, self.study_file, program_marks(self.catalogues))

    def approve(self, *codes: str) -> Defined:
        """Define, and let the chiefs of *codes* (both, if none is named) sign."""
        defined = self.define()
        for code, holder in (("0580", HOLDERS[0]), ("0581", HOLDERS[1])):
            if not codes or code in codes:
                approve(self.context, defined.wave, sign(defined.manifest, code, self.keys[holder].sign))
        return defined

    def issue(self) -> dict[str, list[str]]:
        """Define, approve and issue; stratum -> its codes as printed."""
        defined = self.approve()
        issued = issue(self.context, defined.wave, self.folder / "codes")
        found: dict[str, list[str]] = {}
        for municipality, path in issued.files.items():
            with path.open(encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file):
                    found.setdefault(f"{municipality}/{line['group']}", []).append(line["code"])
        return found

    def close(self) -> None:
        """Let go of the database."""
        self.context.close()
