"""The release ledger: what was published before of a study, so that no two releases can be set against each other.

A file of lines, one release each, in canonical JSON: the rules, and for each stratum a digest of its answers and every
number shown. Before the next release it is asked what is known of the *same answers*: the attacker of the new release
knows it too, also where the plan was another, and the thresholds are never lower than they were. What may not follow
it: `analysis.disclosure.following`.

Earlier waves have other answers, which nothing links to these; they are kept and not reckoned with. The file holds
nothing that was not published but digests of answers, and none of a few sheets, which could be tried one by one. It
belongs to whoever publishes, and is not published.
"""

from collections.abc import Iterator, Sequence

import msgspec

from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.quantities import Quantity, quantities
from analysis.disclosure.audit import quantity_of
from analysis.disclosure.countsfile import CountsFile, answers_digest, kept_digest, kept_stratum
from analysis.disclosure.release import Release
from analysis.disclosure.rules import Rules, in_force
from analysis.disclosure.told import Band, Told, aside
from analysis.errors import DisclosureError, InputError
from questionnaires.answersets import AnswerSet, Disclosure, FrameCount, Header, StratumCount
from questionnaires.conditions import Condition
from questionnaires.digest import canonical_bytes, digest
from questionnaires.model import Indicator, Questionnaire
from questionnaires.plans import Plan


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of whom a quantity was, in the conditions of the form, and in which *subset* of a background item."""

    base: Condition
    counts: Condition
    groups: tuple[str, ...]
    subset: tuple[str, str] | None


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shown number: *exposed* of *answered*, about at most *eligible* persons if that was told."""

    exposed: int
    answered: int
    eligible: int | None


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shown weighted rate: the *share*, and the *items* and *collapsed* options that it was weighted by."""

    items: tuple[str, ...]
    collapsed: tuple[tuple[str, ...], ...]
    share: float


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stratum of one release. *answers* is a digest of its rows, *sheets* their number; of too few "" and TOO_FEW.

    *frame*, *invited*: what the study said of all the invited. *shown*, *bands*: by quantity; *weighted*: by indicator.
    """

    municipality: str
    group: str
    sheets: int
    answers: str
    invited: int
    frame: tuple[FrameCount, ...]
    shown: dict[str, Shown]
    bands: dict[str, tuple[float, float]]
    weighted: dict[str, Weights]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One release. *form* is the digest of the questionnaire; *quantities*: what each number in it is about."""

    study: str
    wave: int
    form: str
    rules: Rules
    quantities: dict[str, Definition]
    strata: tuple[Published, ...]


class Known(msgspec.Struct, frozen=True):
    """What is known of the answers at hand: *told* by stratum, and the *extra* quantities that it takes to say it.

    *rules*: the thresholds that these answers were published under.
    """

    told: dict[tuple[str, str], tuple[Told | Band, ...]]
    extra: tuple[Quantity, ...]
    rules: tuple[Rules, ...] = ()

    def under(self, header: Header) -> Header:
        """*header* with thresholds no lower than these answers were published under: what they hid stays hidden."""
        earlier = (Disclosure(each.min_answered, each.min_exposed) for each in self.rules)
        strictest = in_force(header.disclosure, *earlier)
        now = Disclosure(strictest.min_answered, strictest.min_exposed)
        return msgspec.structs.replace(header, disclosure=now) if self.rules else header


NOTHING_KNOWN = Known({}, ())


def read_ledger(file: bytes) -> tuple[Entry, ...]:
    """The entries of a ledger, the oldest first. Raises InputError naming the line that is none."""
    found = []
    for number, line in enumerate(file.splitlines(), start=1):
        try:
            entry = msgspec.json.decode(line, type=Entry)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise InputError(
                f"line {number} is no entry of a release ledger: {error}; fetch the ledger again"
            ) from error
        if canonical_bytes(entry) != line:
            raise InputError(f"line {number} is not as samtidig writes it; fetch the ledger again")
        found.append(entry)
    return tuple(found)


def with_entry(file: bytes, entry: Entry) -> bytes:
    """The ledger with *entry* at its end; unchanged if it has it already."""
    line = canonical_bytes(entry)
    return file if line in file.splitlines() else file + line + b"\n"


def entry_of(
    release: Release, headers: Sequence[Header], digests: dict[tuple[str, str], str], planned: Sequence[Quantity]
) -> Entry:
    """The entry of a finished *release*, whose plan counts the *planned*; *digests* as `digests_of` gives them."""
    defined = {each.id: _definition(each) for each in planned}
    strata = [
        _published(release, header.municipality.code, stratum, digests[header.municipality.code, stratum.group])
        for header in sorted(headers, key=lambda each: each.municipality.code)
        for stratum in header.strata
    ]
    wave = release.wave
    return Entry(wave.study, wave.wave, wave.form.digest, release.rules, defined, tuple(strata))


def _published(release: Release, code: str, stratum: StratumCount, answers: str) -> Published:
    shown: dict[str, Shown] = {}
    bands: dict[str, tuple[float, float]] = {}
    for each in release.estimates:
        name = quantity_of(each)
        if (each.municipality, each.group) == (code, stratum.group) and name is not None:
            if each.band is not None:
                bands[name] = each.band
            elif each.exposed is not None and each.answered is not None:
                shown[name] = Shown(each.exposed, each.answered, each.frame)
    return Published(
        municipality=code,
        group=stratum.group,
        sheets=kept_stratum(stratum, release.rules).answered,
        answers=kept_digest(answers, stratum, release.rules),
        invited=stratum.invited,
        frame=stratum.frame,
        shown=shown,
        bands=bands,
        weighted={
            each.indicator: Weights(each.items, each.collapsed, each.share)
            for each in release.weighted
            if (each.municipality, each.group) == (code, stratum.group) and each.share is not None
        },
    )


def digests_of(given: Sequence[AnswerSet | CountsFile]) -> dict[tuple[str, str], str]:
    """(municipality, group) -> digest of its answers, to compare with; what is kept of it `kept_digest` decides."""
    found: dict[tuple[str, str], str] = {}
    for each in given:
        if isinstance(each, CountsFile):
            found |= {(each.header.municipality.code, group.group): group.answers for group in each.groups}
        else:
            found |= {(each.header.municipality.code, group): answers_digest(rows) for group, rows in each.rows.items()}
    return found


def known(
    entries: Sequence[Entry], given: Sequence[AnswerSet | CountsFile], questionnaire: Questionnaire, plan: Plan
) -> Known:
    """What the *entries* tell of these answers.

    Raises DisclosureError if the wave was published with another form; or with other numbers of answers that are here
    as counts only, for without the sheets nothing can be found out about the two together.
    """
    header = given[0].header
    files = {
        (each.header.municipality.code, group.group): in_force(each.header.disclosure)
        for each in given
        if isinstance(each, CountsFile)
        for group in each.groups
    }
    shown_here = {
        (each.header.municipality.code, group.group): {name for name, one in group.counts.items() if one is not None}
        for each in given
        if isinstance(each, CountsFile)
        for group in each.groups
    }
    ours = {each.id: each for each in quantities(questionnaire, plan)}
    digests = digests_of(given)
    told: dict[tuple[str, str], list[Told | Band]] = {}
    extra: dict[str, Quantity] = {}
    rules: list[Rules] = []
    for entry in of_wave(entries, header.study, header.wave):
        if entry.form != digest(questionnaire):
            raise DisclosureError(
                f"wave {entry.wave} of {entry.study} was published with another text of the form; nothing was published"
            )
        for stratum in entry.strata:
            here = (stratum.municipality, stratum.group)
            if not may_be_same(digests.get(here), stratum.answers):
                continue
            rules.append(entry.rules)
            # Of too few sheets no number was told; and where there are too few now, none will be.
            if stratum.answers and digests[here]:
                if here in shown_here:
                    _check_counts(stratum, entry, shown_here[here], files[here], ours)
                told.setdefault(here, []).extend(_told(stratum, entry, ours, extra))
    found = {here: tuple(dict.fromkeys(each)) for here, each in told.items()}
    return Known(found, tuple(extra.values()), tuple(dict.fromkeys(rules)))


def may_be_same(now: str | None, then: str) -> bool:
    """Whether two digests may be of the same answers; None: there are none now. Of too few sheets any may be."""
    return now is not None and (now == then or not now or not then)


def _check_counts(stratum: Published, entry: Entry, now: set[str], under: Rules, ours: dict[str, Quantity]) -> None:
    """Each of two releases of a stratum was tried by itself; so one of them must tell all that the other does.

    It must be the earlier one if the counts were made *under* lower thresholds.
    """
    looser = under.min_answered < entry.rules.min_answered or under.min_exposed < entry.rules.min_exposed
    same = {name for name in stratum.shown if name in ours and _definition(ours[name]) == entry.quantities[name]}
    if (looser or stratum.shown.keys() - same or not same <= now) and not now <= same:
        raise DisclosureError(
            f"{stratum.municipality}/{stratum.group}: other numbers of the same answers were published before; make "
            "its counts file with the ledger (samtidig counts --ledger)"
        )


def of_wave(entries: Sequence[Entry], study: str, wave: int) -> Iterator[Entry]:
    """The *entries* of one wave of one study."""
    return (entry for entry in entries if (entry.study, entry.wave) == (study, wave))


def _told(
    stratum: Published, entry: Entry, ours: dict[str, Quantity], extra: dict[str, Quantity]
) -> Iterator[Told | Band]:
    """What one stratum of an entry tells, its quantities named as here; those not among *ours* go to *extra*."""
    names = {name: _named(name, made, ours, extra) for name, made in entry.quantities.items()}
    for name, shown in stratum.shown.items():
        subset = entry.quantities[name].subset
        frame = stratum.invited if subset is None else frame_of(stratum.frame, *subset)
        unknown = shown.eligible is None or frame == UNKNOWN
        left = None if unknown else aside(frame, shown.eligible or 0, entry.rules.min_exposed)
        yield Told(names[name], shown.exposed, shown.answered, left)
    yield from (Band(names[name], *band) for name, band in stratum.bands.items())


def _named(name: str, made: Definition, ours: dict[str, Quantity], extra: dict[str, Quantity]) -> str:
    """The id under which the quantity *made* is counted here: its own, unless that means something else by now."""
    if name in ours and _definition(ours[name]) == made:
        return name
    own = f"{name}@{digest(made)[:12]}"
    indicator = Indicator(own, {}, {}, {}, made.base, made.counts, made.groups)
    extra[own] = Quantity(own, "rates", own, indicator, subset=made.subset)
    return own


def _definition(quantity: Quantity) -> Definition:
    indicator = quantity.indicator
    return Definition(indicator.base, indicator.counts, indicator.groups, quantity.subset)
