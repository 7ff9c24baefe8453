"""Municipalities that the plan reports only together: their answers become one answer set before anything is counted.

So that elected representatives of which a council has thirty are told of at all. It was declared before anyone
answered, and none of the members has numbers of its own in any release: whatever holds for a municipality then holds
for the pool. What a member could work out, who knows its own answers, is asked of `others`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import msgspec

from analysis.errors import InputError
from questionnaires.answersets import AnswerSet, FrameCount, Header, Place, StratumCount, assemble
from questionnaires.plans import Plan, Pool


def together(answer_sets: Sequence[AnswerSet], codes: Sequence[str], plan: Plan) -> tuple[AnswerSet, ...]:
    """*answer_sets* with those of each pool that is reported only together made into one.

    *codes* are all municipalities that something was given of. Raises InputError where a member's answers are missing,
    since the pool without it and with it would tell it apart, or where only its counts were given.
    """
    found = {each.header.municipality.code: each for each in answer_sets}
    for pool in plan.pools:
        if pool.only_together and not set(codes).isdisjoint(pool.municipalities):
            missing = [code for code in pool.municipalities if code not in found]
            if missing:
                given = "as an answer set, not as counts" if set(missing) <= set(codes) else "too"
                raise InputError(
                    f"{', '.join(pool.municipalities)} are reported only together (pool {pool.id}): "
                    f"give {', '.join(missing)} {given}"
                )
            found[pool.id] = merged(pool, [found.pop(code) for code in pool.municipalities])
    return tuple(found.values())


def others(answer_sets: Sequence[AnswerSet], plan: Plan) -> tuple[tuple[Pool, AnswerSet], ...]:
    """Of each pool that is reported only together, what is left of it without each of its members.

    That is what the member works out who takes its own answers away.
    """
    found = {each.header.municipality.code: each for each in answer_sets}
    return tuple(
        (pool, merged(pool, [found[code] for code in pool.municipalities if code != member]))
        for pool in plan.pools
        if pool.only_together and set(pool.municipalities) <= found.keys()
        for member in pool.municipalities
    )


def merged(pool: Pool, members: Sequence[AnswerSet]) -> AnswerSet:
    """One answer set of *members*, as if the pool were a municipality with its id for a code.

    A frame count that not every member has is left out: it would be of some of them only.
    """
    headers = [each.header for each in members]
    groups = list(dict.fromkeys(each.group for header in headers for each in header.strata))
    strata = tuple(_stratum(group, headers) for group in groups)
    rows = {group: list(chain.from_iterable(each.rows.get(group, ()) for each in members)) for group in groups}
    imported = any(header.origin == "import" for header in headers)
    header = msgspec.structs.replace(
        headers[0],
        municipality=Place(pool.id, _name(pool.label)),
        strata=strata,
        origin="import" if imported else "tally",
    )
    return assemble(header, rows)


def _stratum(group: str, headers: Sequence[Header]) -> StratumCount:
    parts = [each for header in headers for each in header.strata if each.group == group]
    persons: Counter[tuple[tuple[str, str], ...]] = Counter()
    times: Counter[tuple[tuple[str, str], ...]] = Counter()
    for count in chain.from_iterable(part.frame for part in parts):
        answers = tuple(sorted(count.answers.items()))
        persons[answers] += count.persons
        times[answers] += 1
    whole = {frozenset(item for item, _ in answers) for answers in times} - {
        frozenset(item for item, _ in answers) for answers, number in times.items() if number < len(parts)
    }
    frame = tuple(
        FrameCount(dict(answers), number)
        for answers, number in sorted(persons.items())
        if frozenset(item for item, _ in answers) in whole
    )
    return msgspec.structs.replace(parts[0], invited=sum(part.invited for part in parts), frame=frame)


def _name(label: Mapping[str, str]) -> str:
    """A municipality has one name in all languages; so has a pool that stands for one."""
    return next(iter(label.values()))
