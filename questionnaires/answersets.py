"""The answer set: the one file that passes from the survey to the analysis, a file per municipality.

It holds what a statistician needs and nothing that points to a person: a header, and the rows of the sheets in
sorted order, so that the same answers give the same bytes whatever the order in which they came. It is text:

    samtidig answer set 1
    {header as canonical JSON}
    elected bca.--...
    staff   ...
    sha256 <digest of all lines above>

The last line finds a file that was cut off or altered by accident; it is no signature.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from questionnaires.digest import canonical_bytes, digest
from questionnaires.errors import AnswerSetError, SheetError
from questionnaires.items import row_width
from questionnaires.model import Questionnaire, Text
from questionnaires.sheets import decode

MAGIC = b"samtidig answer set 1"

#: No study may publish about fewer answers, fewer exposed, or fewer not exposed (docs/decisions/0006-thresholds.md).
FLOOR = 5


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality: its four-digit code, as text, and its name."""

    code: str
    name: str


class FormMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which questionnaire was asked: *digest* is the SHA-256 of its canonical bytes, in hexadecimal."""

    id: str
    version: str
    digest: str


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reference period, as fixed dates (`2021-04-01`), both included."""

    first: str
    last: str


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the survey was open: from *opens_at* until just before *closes_at*, UTC, as `2022-04-25T06:00:00Z`."""

    opens_at: str
    closes_at: str


class Disclosure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The thresholds the municipalities agreed on: fewest answers and fewest exposed (or unexposed) to publish."""

    min_answered: int
    min_exposed: int


class FrameCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the invited would give these *answers* (item id -> option's code), as a register knows it."""

    answers: dict[str, str]
    persons: int


class StratumCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One group of the municipality: who counts, how many persons were invited, how many answered.

    *frame*: what is known of the invited beforehand; empty where the study says nothing.
    """

    group: str
    definition: Text
    invited: int
    answered: int
    frame: tuple[FrameCount, ...] = ()


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be known about the answers to analyse them.

    *fingerprint* and *plan_digest* are 64 hex digits. *origin*: from the sealed box, or from coded answers.
    """

    fingerprint: str
    study: str
    wave: int
    municipality: Place
    form: FormMark
    plan_digest: str
    languages: tuple[str, ...]
    period: Period
    window: Window
    access_mode: str
    disclosure: Disclosure
    strata: tuple[StratumCount, ...]
    origin: Literal["tally", "import"] = "tally"


class AnswerSet(msgspec.Struct, frozen=True):
    """One municipality's answers: group -> rows in sorted order, groups in the order of the header's strata."""

    header: Header
    rows: dict[str, tuple[bytes, ...]]


def assemble(header: Header, rows: Mapping[str, Sequence[bytes]]) -> AnswerSet:
    """An answer set of *rows* in any order; the header's `answered` is set from them.

    Raises AnswerSetError when a group has no stratum, or more answers than invited.
    """
    groups = [stratum.group for stratum in header.strata]
    unknown = sorted(set(rows) - set(groups))
    if unknown:
        raise AnswerSetError(f"answers from {', '.join(unknown)}, but the study has only {', '.join(groups)}")
    strata = []
    for stratum in header.strata:
        answered = len(rows.get(stratum.group, ()))
        if answered > stratum.invited:
            raise AnswerSetError(
                f"{header.municipality.code}/{stratum.group}: {answered} answers from {stratum.invited} invited; "
                "correct the number of invited in the study file, or the answers"
            )
        strata.append(msgspec.structs.replace(stratum, answered=answered))
    ordered = {group: tuple(sorted(rows.get(group, ()))) for group in groups}
    return AnswerSet(msgspec.structs.replace(header, strata=tuple(strata)), ordered)


def write(answers: AnswerSet) -> bytes:
    """The bytes of the file: the same for the same answers, in whatever order they came."""
    answers = assemble(answers.header, answers.rows)
    lines = [MAGIC, canonical_bytes(answers.header)]
    for group in sorted(answers.rows):
        name = group.encode("ascii")
        lines.extend(name + b" " + row for row in answers.rows[group])
    body = b"\n".join(lines) + b"\n"
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode("ascii") + b"\n"


def _split(file: bytes) -> list[bytes]:
    if not file.startswith(MAGIC + b"\n"):
        raise AnswerSetError("this is no answer set: its first line should be 'samtidig answer set 1'")
    body, mark, tail = file.rpartition(b"sha256 ")
    if not mark or len(tail) != 65 or not body.endswith(b"\n") or not tail.endswith(b"\n"):
        raise AnswerSetError("the answer set is cut off: its last line, sha256, is missing; fetch the file again")
    if hashlib.sha256(body).hexdigest().encode("ascii") != tail[:-1]:
        raise AnswerSetError("the answer set has been altered: its digest is wrong; fetch the file again")
    return body[:-1].split(b"\n")


def read(file: bytes, questionnaire: Questionnaire | None = None) -> AnswerSet:
    """The answer set in *file*, checked: digest, order, counts, and with *questionnaire* its digest and row width.

    Raises AnswerSetError. Rows are not decoded one by one here (`verify_rows` does); their width is checked.
    """
    lines = _split(file)
    try:
        header = msgspec.json.decode(lines[1], type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, IndexError) as error:
        raise AnswerSetError(f"the answer set's header cannot be read: {error}; fetch the file again") from error
    if canonical_bytes(header) != lines[1] or len({stratum.group for stratum in header.strata}) < len(header.strata):
        raise AnswerSetError("the answer set's header is not as samtidig writes it; fetch the file again")
    rows: dict[str, list[bytes]] = {stratum.group: [] for stratum in header.strata}
    for line in lines[2:]:
        group, _, row = line.partition(b" ")
        name = group.decode("ascii", "replace")
        if name not in rows:
            raise AnswerSetError(f"the answer set has a row of the group {name!r}, which its header does not name")
        rows[name].append(row)
    if any(before > after for before, after in pairwise(lines[2:])):
        raise AnswerSetError("the answer set's rows are not in sorted order; it was not written by samtidig")
    found = assemble(header, rows)
    if found.header != header:
        raise AnswerSetError("the answer set's header counts other answers than its rows; fetch the file again")
    if questionnaire is not None:
        _belongs(found, questionnaire)
    return found


def _belongs(answers: AnswerSet, questionnaire: Questionnaire) -> None:
    if answers.header.form.digest != digest(questionnaire):
        raise AnswerSetError(
            f"the answer set was made with another text of {answers.header.form.id} "
            f"({answers.header.form.version}); use the very questionnaire that was approved"
        )
    strangers = sorted(set(answers.rows) - set(questionnaire.groups))
    if strangers:
        raise AnswerSetError(f"the answer set has the group {', '.join(strangers)}, which the questionnaire has not")
    width = row_width(questionnaire)
    for group, rows in answers.rows.items():
        if any(len(row) != width for row in rows):
            raise AnswerSetError(f"a row of {group} has not the {width} symbols of this questionnaire")


def verify_rows(answers: AnswerSet, questionnaire: Questionnaire) -> None:
    """Decode every row; raises AnswerSetError naming the group and the row's place if one cannot be an answer."""
    for group, rows in answers.rows.items():
        for place, row in enumerate(rows, start=1):
            try:
                decode(questionnaire, group, row)
            except SheetError as error:
                raise AnswerSetError(f"{group}, row {place}: {error}") from error
