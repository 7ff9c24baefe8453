"""From files to what the method section takes: forms, answer sets, counts files, releases, ledgers.

Each error is one line that names the file.
"""

from pathlib import Path

from analysis.disclosure.countsfile import MAGIC, CountsFile
from analysis.disclosure.countsfile import from_bytes as from_counts
from analysis.disclosure.ledger import Entry, read_ledger
from analysis.disclosure.release import Release, from_bytes
from analysis.errors import DisclosureError, InputError
from questionnaires.answersets import AnswerSet, read
from questionnaires.errors import AnswerSetError
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan
from questionnaires.reading import read_plan, read_questionnaire


def read_form(folder: Path) -> tuple[Questionnaire, Plan]:
    """The questionnaire and the plan in *folder*. Raises FormError."""
    questionnaire = read_questionnaire(folder / "questionnaire.toml")
    return questionnaire, read_plan(folder / "analysis.toml", questionnaire)


def read_given(path: Path, questionnaire: Questionnaire, plan: Plan) -> AnswerSet | CountsFile:
    """The answer set or the counts file in *path*, told apart by its first line. Raises InputError naming the file."""
    try:
        file = path.read_bytes()
        if file.startswith(MAGIC + b"\n"):
            return from_counts(file, questionnaire, plan)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return read_answer_set(path, questionnaire)


def read_answer_set(path: Path, questionnaire: Questionnaire) -> AnswerSet:
    """The answer set in the file *path*, checked against *questionnaire*. Raises InputError naming the file."""
    try:
        file = path.read_bytes()
        if file.startswith(MAGIC + b"\n"):
            raise InputError(f"{path}: this is a counts file, which has no sheets; give the answer set it was made of")
        return read(file, questionnaire)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except AnswerSetError as error:
        raise InputError(f"{path}: {error}") from error


def read_release(path: Path) -> Release:
    """The release in the file *path*. Raises InputError naming the file."""
    try:
        return from_bytes(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except DisclosureError as error:
        raise InputError(f"{path}: {error}; give the release.json of the earlier wave") from error


def read_ledger_file(path: Path) -> tuple[bytes, tuple[Entry, ...]]:
    """The bytes of the ledger in the file *path*, and its entries; none if there is no such file yet."""
    try:
        file = path.read_bytes() if path.exists() else b""
        return file, read_ledger(file)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
