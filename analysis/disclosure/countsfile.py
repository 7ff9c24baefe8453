"""The counts file: what a municipality may hand on instead of its answer set, so that no sheet crosses its border.

For each group and each quantity of the plan it holds how many are exposed, of how many, about how many at most; or that
the number is hidden. What is hidden was chosen, and tried by the attacker, where the answers are. A release made from
counts files is the same as one from the answer sets. It is text:

    samtidig counts 1
    {the counts as canonical JSON}
    sha256 <digest of all lines above>

The last line finds a file that was cut off or altered by accident; it is no signature.
"""

import hashlib
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.quantities import Quantity, quantities, subset_id
from analysis.disclosure.audit import quantity_of
from analysis.disclosure.release import Release, Weighted
from analysis.disclosure.rules import Rules, in_force, too_small
from analysis.errors import InputError
from questionnaires.answersets import Header, StratumCount
from questionnaires.digest import canonical_bytes, digest
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan, excluded

MAGIC = b"samtidig counts 1"

#: How many answered is written so in the header of a counts file where it is hidden: somebody did, too few to tell.
TOO_FEW = 1


class Sufficient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shown number: *exposed* of *answered*, about at most *eligible* persons (None if the study does not say)."""

    exposed: int
    answered: int
    eligible: int | None


class GroupCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts of one *group*, in the plan's order: None where hidden; a quantity that is not asked is absent.

    *answers* is a digest of its rows, as in the release ledger; *bands*: what is told of hidden shares all the same.
    """

    group: str
    answers: str
    counts: dict[str, Sufficient | None]
    bands: dict[str, tuple[float, float]]


class CountsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One municipality's counts. In *header* the answers of a group that too few answered are written as TOO_FEW."""

    header: Header
    groups: tuple[GroupCounts, ...]
    weighted: tuple[Weighted, ...] = ()


def answers_digest(rows: Sequence[bytes]) -> str:
    """A digest of one stratum's answers: SHA-256 of its rows in sorted order, as 64 hexadecimal digits."""
    return hashlib.sha256(b"\n".join(sorted(rows))).hexdigest()


def counts_file(header: Header, digests: dict[tuple[str, str], str], release: Release) -> CountsFile:
    """The counts of the municipality of *header*, read off its own *release*, in which what must be hidden is.

    *digests*: (municipality, group) -> digest of its answers.
    """
    code = header.municipality.code
    sheets = {stratum.group: stratum for stratum in header.strata}
    groups = []
    for stratum in release.strata:
        counts: dict[str, Sufficient | None] = {}
        bands: dict[str, tuple[float, float]] = {}
        for each in release.estimates:
            name = quantity_of(each)
            if each.group != stratum.group or name is None:
                continue
            frame = 0 if each.status == "not_applicable" else each.frame
            counts[name] = None if each.suppressed else Sufficient(each.exposed or 0, each.answered or 0, frame)
            if each.band is not None:
                bands[name] = each.band
        answers = kept_digest(digests[code, stratum.group], sheets[stratum.group], release.rules)
        groups.append(GroupCounts(stratum.group, answers, counts, bands))
    told = tuple(kept_stratum(stratum, release.rules) for stratum in header.strata)
    return CountsFile(msgspec.structs.replace(header, strata=told), tuple(groups), release.weighted)


def kept_digest(answers: str, stratum: StratumCount, rules: Rules) -> str:
    """What is kept of the digest of a stratum's *answers*: nothing of few sheets, which could be guessed and tried."""
    return "" if stratum.answered < rules.min_answered else answers


def kept_stratum(stratum: StratumCount, rules: Rules) -> StratumCount:
    """What is kept of how many answered: TOO_FEW where it is hidden."""
    few = 0 < stratum.answered < rules.min_answered
    return msgspec.structs.replace(stratum, answered=TOO_FEW) if few else stratum


def to_bytes(counts: CountsFile) -> bytes:
    """The bytes of the file: the same for the same counts."""
    body = MAGIC + b"\n" + canonical_bytes(counts) + b"\n"
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode("ascii") + b"\n"


def from_bytes(file: bytes, questionnaire: Questionnaire, plan: Plan) -> CountsFile:
    """The counts in *file*, checked against form and plan. Raises InputError naming group, quantity and numbers."""
    lines = file.split(b"\n")
    if len(lines) != 4 or lines[0] != MAGIC or lines[3] or not lines[2].startswith(b"sha256 "):
        raise InputError("this is no whole counts file; fetch it again")
    if hashlib.sha256(b"\n".join(lines[:2]) + b"\n").hexdigest().encode("ascii") != lines[2][7:]:
        raise InputError("the counts file has been altered: its digest is wrong; fetch it again")
    try:
        found = msgspec.json.decode(lines[1], type=CountsFile)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise InputError(f"the counts file cannot be read: {error}; fetch it again") from error
    if canonical_bytes(found) != lines[1]:
        raise InputError("the counts file is not as samtidig writes it; fetch it again")
    if found.header.form.digest != digest(questionnaire):
        raise InputError("the counts were made with another text of the form; use the form that was approved")
    if found.header.plan_digest != digest(plan):
        raise InputError("the counts were made with another plan; use the analysis.toml that was approved with them")
    for fault in _faults(found, questionnaire, plan):
        raise InputError(f"{found.header.municipality.code}/{fault}; ask the municipality for a new counts file")
    return found


def _faults(found: CountsFile, questionnaire: Questionnaire, plan: Plan) -> Iterator[str]:
    rules = in_force(found.header.disclosure)
    planned = quantities(questionnaire, plan)
    strata = {stratum.group: stratum for stratum in found.header.strata}
    if [each.group for each in found.groups] != [group for group in questionnaire.groups if group in strata]:
        yield "all: the groups are not those of the header"
        return
    for group in found.groups:
        if bool(group.answers) != (strata[group.group].answered >= rules.min_answered):
            yield f"{group.group}: a digest of too few sheets, or none of enough"
        asked = [each for each in planned if not each.indicator.groups or group.group in each.indicator.groups]
        if set(group.counts) != {each.id for each in asked}:
            yield f"{group.group}: the numbers are not those of the plan"
            continue
        if not {name for name, told in group.counts.items() if told is None} >= set(group.bands):
            yield f"{group.group}: a band is told of a number that is not hidden"
        for quantity in asked:
            told = group.counts[quantity.id]
            wrong = None if told is None else _fault(told, quantity, strata[group.group], rules)
            if wrong:
                yield f"{group.group}, {quantity.id}: {wrong}"
        yield from _sums(group, questionnaire, plan)


def _sums(group: GroupCounts, questionnaire: Questionnaire, plan: Plan) -> Iterator[str]:
    """Where the parts of a breakdown are more than the whole; or not the whole, though the rest is one of them."""
    items = item_index(questionnaire)
    for breakdown in plan.breakdowns:
        codes = breakdown.codes or items[breakdown.item].codes()
        for name in breakdown.indicators:
            ids = [subset_id(name, breakdown.item, code) for code in codes]
            whole = group.counts.get(name)
            asked = [group.counts[each] for each in ids if each in group.counts]
            parts = [part for part in asked if part is not None]
            if whole is None or not parts:
                continue
            left = _outside(whole, parts)
            complete = breakdown.rest is not None and len(parts) == len(codes)
            if min(left) < 0 or (complete and max(left) > 0):
                yield f"{group.group}, {name}: the parts by {breakdown.item} do not sum to the whole"


def _outside(whole: Sufficient, parts: Sequence[Sufficient]) -> tuple[int, int]:
    """How many of the exposed, and of the others, are in none of the *parts*."""
    exposed = whole.exposed - sum(part.exposed for part in parts)
    return exposed, whole.answered - sum(part.answered for part in parts) - exposed


def _may_lack(quantity: Quantity) -> bool:
    """Whether the frame can be unknown though the study has one: those who did not say may be more than it leaves."""
    return quantity.subset is not None and bool(excluded(quantity.subset[1]))


def _fault(told: Sufficient, quantity: Quantity, stratum: StratumCount, rules: Rules) -> str | None:
    exposed, answered = told.exposed, told.answered
    frame = stratum.invited if quantity.subset is None else frame_of(stratum.frame, *quantity.subset)
    eligible = frame if told.eligible is None else told.eligible
    few = TOO_FEW <= stratum.answered < rules.min_answered
    faults = {
        f"{exposed} exposed of {answered} answered": not 0 <= exposed <= answered,
        f"{answered} answered of {stratum.answered} sheets": answered > stratum.answered,
        "the frame is not the study's": (told.eligible is None) != (frame == UNKNOWN) and not _may_lack(quantity),
        f"{answered} answered of {eligible} eligible in a frame of {frame}": not (
            frame == UNKNOWN or answered <= eligible <= frame
        ),
        f"{eligible} eligible of {frame}: too few are told as left out": 0 < frame - eligible < rules.min_exposed,
        f"{exposed} of {answered} is too small to be shown": stratum.answered > 0
        and (few or _is_small(exposed, answered, stratum.answered, rules)),
    }
    return next((fault for fault, found in faults.items() if found), None)


def _is_small(exposed: int, answered: int, sheets: int, rules: Rules) -> bool:
    numbers = np.array([[exposed], [answered], [sheets]], dtype=np.int64)
    return bool(too_small(numbers[0], numbers[1], numbers[2], rules)[0])
