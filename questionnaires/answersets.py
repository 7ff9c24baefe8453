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
from typing import Literal

import msgspec

from questionnaires.digest import canonical_bytes, digest
from questionnaires.errors import AnswerSetError, SheetError
from questionnaires.items import row_width
from questionnaires.model import Questionnaire, Text
from questionnaires.rows import Rows
from questionnaires.sheets import decode

MAGIC = b"samtidig answer set 1"

_LAST_LINE = len("sha256 ") + 64 + 1

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
    rows: dict[str, Sequence[bytes]]


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
        counted = msgspec.structs.replace(stratum, answered=len(rows.get(stratum.group, ())))
        _check_invited(header.municipality.code, counted)
        strata.append(counted)
    ordered: dict[str, Sequence[bytes]] = {group: tuple(sorted(rows.get(group, ()))) for group in groups}
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


def _check_invited(code: str, stratum: StratumCount) -> None:
    if stratum.answered > stratum.invited:
        raise AnswerSetError(
            f"{code}/{stratum.group}: {stratum.answered} answers from {stratum.invited} invited; "
            "correct the number of invited in the study file, or the answers"
        )


def _checked_end(file: bytes) -> int:
    """Where the last line begins, once it has been found to be the digest of all above it."""
    if not file.startswith(MAGIC + b"\n"):
        raise AnswerSetError("this is no answer set: its first line should be 'samtidig answer set 1'")
    end = len(file) - _LAST_LINE
    if file[end - 1 : end + 7] != b"\nsha256 " or not file.endswith(b"\n"):
        raise AnswerSetError("the answer set is cut off: its last line, sha256, is missing; fetch the file again")
    if hashlib.sha256(memoryview(file)[:end]).hexdigest().encode("ascii") != file[end + 7 : -1]:
        raise AnswerSetError("the answer set has been altered: its digest is wrong; fetch the file again")
    return end


def _header(line: bytes) -> Header:
    try:
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AnswerSetError(f"the answer set's header cannot be read: {error}; fetch the file again") from error
    if canonical_bytes(header) != line or len({stratum.group for stratum in header.strata}) < len(header.strata):
        raise AnswerSetError("the answer set's header is not as samtidig writes it; fetch the file again")
    for stratum in header.strata:
        _check_invited(header.municipality.code, stratum)
    return header


def read(file: bytes, questionnaire: Questionnaire | None = None) -> AnswerSet:
    """The answer set in *file*, checked: digest, order, counts, and with *questionnaire* its digest and row width.

    Raises AnswerSetError. Rows are not decoded one by one here (`verify_rows` does); their width is checked.
    """
    end = _checked_end(file)
    start = max(file.find(b"\n", len(MAGIC) + 1, end), len(MAGIC)) + 1
    header = _header(file[len(MAGIC) + 1 : start - 1])
    if questionnaire is not None:
        _belongs(header, questionnaire)
    width = None if questionnaire is None else row_width(questionnaire)
    found: dict[str, Rows] = {}
    for stratum in sorted(header.strata, key=lambda each: each.group):
        rows = _block(file, start, end, stratum)
        if rows is None or (rows.many and width not in (None, rows.width)):
            raise _unlike(file[start:end], header, width)
        found[stratum.group] = rows
        start += rows.many * rows.stride
    if start != end:
        raise _unlike(file[start:end], header, width)
    return AnswerSet(header, {stratum.group: found[stratum.group] for stratum in header.strata})


def _block(file: bytes, start: int, end: int, stratum: StratumCount) -> Rows | None:
    """The rows of *stratum*, which begin at *start*; None if they are not as many, of one width and in order.

    Lines in order, of which the first and last begin with the group's name, all begin with it.
    """
    name, many = stratum.group.encode() + b" ", stratum.answered
    stride = file.find(b"\n", start, end) - start + 1
    if not many:
        return Rows(file, start, 0, 0, 0)
    block = file[start : start + many * stride]
    lines = block.split(b"\n")
    whole = many > 0 and stride > len(name) and start + many * stride <= end and lines.pop() == b""
    if not whole or len(lines) != many or block[stride - 1 :: stride] != b"\n" * many or lines != sorted(lines):
        return None
    if not lines[0].startswith(name) or not lines[-1].startswith(name):
        return None
    return Rows(file, start + len(name), stride, stride - len(name) - 1, many)


def _unlike(body: bytes, header: Header, width: int | None) -> AnswerSetError:
    """What is wrong with the rows in *body*, the first that are not as samtidig writes them and all after."""
    code, lines = header.municipality.code, body.split(b"\n")[:-1]
    groups = [line.partition(b" ")[0].decode("ascii", "replace") for line in lines]
    known = {stratum.group for stratum in header.strata}
    for name in groups:
        if name not in known:
            return AnswerSetError(
                f"{code}: the answer set has a row of the group {name!r}, which its header does not name; "
                "fetch the file again"
            )
    if lines != sorted(lines):
        return AnswerSetError(
            f"{code}: the answer set's rows are not in sorted order, so samtidig did not write it; fetch the file again"
        )
    for stratum in header.strata:
        own = {
            len(line) - len(stratum.group) - 1
            for line, name in zip(lines, groups, strict=True)
            if name == stratum.group
        }
        if width is not None and own - {width}:
            wrong = min(own - {width})
            return AnswerSetError(
                f"{code}/{stratum.group}: a row of {wrong} symbols, where this questionnaire makes {width}; "
                "use the very questionnaire that was approved"
            )
        if len(own) > 1:
            return AnswerSetError(f"{code}/{stratum.group}: the rows are not all of one width; fetch the file again")
    for stratum in header.strata:
        rows = groups.count(stratum.group)
        if rows != stratum.answered:
            return AnswerSetError(
                f"{code}/{stratum.group}: the answer set's header counts {stratum.answered} answers, but there are "
                f"{rows} rows; fetch the file again"
            )
    return AnswerSetError(f"{code}: the answer set's rows are not as samtidig writes them; fetch the file again")


def _belongs(header: Header, questionnaire: Questionnaire) -> None:
    if header.form.digest != digest(questionnaire):
        raise AnswerSetError(
            f"{header.municipality.code}: the answer set was made with another text of {header.form.id} "
            f"({header.form.version}); use the very questionnaire that was approved"
        )
    strangers = sorted({stratum.group for stratum in header.strata} - set(questionnaire.groups))
    if strangers:
        raise AnswerSetError(
            f"{header.municipality.code}: the answer set has the group {', '.join(strangers)}, which the questionnaire "
            "has not; use the very questionnaire that was approved"
        )


def verify_rows(answers: AnswerSet, questionnaire: Questionnaire) -> None:
    """Decode every row; raises AnswerSetError naming the group and the row's place if one cannot be an answer."""
    for group, rows in answers.rows.items():
        for place, row in enumerate(rows, start=1):
            try:
                decode(questionnaire, group, row)
            except SheetError as error:
                raise AnswerSetError(f"{group}, row {place}: {error}") from error
