"""From study.toml to a manifest. A fault names file, place and mend.

The questionnaire, the plan, the logos and the public key files lie where the study file says, relative to itself. What
comes out has passed every check, and holds all of them.
"""

from collections.abc import Mapping
from pathlib import Path

from questionnaires.errors import FormError
from questionnaires.reading import from_toml, read_plan, read_questionnaire
from survey.ballot.keyfiles import PublicKeys, read_public_keys
from survey.errors import KeyFileError, StudyError
from survey.study.checks import problems
from survey.study.logos import logo_problems
from survey.study.manifest import Manifest, bind
from survey.study.model import Study

QUESTIONNAIRE_FILE = "questionnaire.toml"
PLAN_FILE = "analysis.toml"


#: Of no program's pages: a wave that is bound so is served by none.
NO_PAGES: Mapping[str, str] = {}


def read_study(file: Path, pages: Mapping[str, str] = NO_PAGES) -> Manifest:
    """The manifest of the study in *file*, bound to a program's *pages*.

    Raises StudyError with every fault found, a line each.
    """
    try:
        study = from_toml(file, Study)
    except FormError as error:
        raise StudyError(str(error)) from error
    return resolve(study, file, pages)


def resolve(study: Study, file: Path, pages: Mapping[str, str] = NO_PAGES) -> Manifest:
    """The manifest of *study*, whose paths are relative to *file*, where it stands. Raises StudyError."""
    try:
        folder = file.parent / study.questionnaire
        questionnaire = read_questionnaire(folder / QUESTIONNAIRE_FILE)
        plan = read_plan(folder / PLAN_FILE, questionnaire)
    except FormError as error:
        raise StudyError(str(error)) from error
    logos, faults = _logos(study, file)
    found = (*problems(study, questionnaire), *faults)
    if found:
        raise StudyError("\n".join(f"{file}: {problem}" for problem in found))
    chiefs = {m.code: _public(file, m.key, f"municipality {m.code}").sign for m in study.municipalities}
    trustees = {t.name: _public(file, t.key, f"trustee {t.name}").hpke for t in study.trustees}
    return bind(study, questionnaire, plan, chiefs, trustees, logos, pages=pages)


def _logos(study: Study, file: Path) -> tuple[dict[str, str], list[str]]:
    """Municipality code -> its logo, and all faults of logos."""
    found: dict[str, str] = {}
    faults: list[str] = []
    for municipality in study.municipalities:
        if not municipality.theme.logo:
            continue
        place = f"municipality {municipality.code}, theme, logo"
        path = file.parent / municipality.theme.logo
        try:
            drawing = path.read_bytes()
        except OSError:
            faults.append(f"{place}: the file {path} cannot be read; mend the path, or leave the logo out")
            continue
        wrong = logo_problems(drawing)
        faults += [f"{place}: {path}: {fault}" for fault in wrong]
        if not wrong:
            found[municipality.code] = drawing.decode("utf-8")
    return found, faults


def _public(file: Path, named: str, place: str) -> PublicKeys:
    path = file.parent / named
    try:
        return read_public_keys(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(
            f"{file}: {place}, key: the public key file {path} cannot be read",
            "let its holder make one with `samtidig keys new` and send you the public half",
        ) from error
    except KeyFileError as error:
        raise StudyError(f"{file}: {place}, key: {path}: {error}") from error
