"""Faults of a plan's pools of municipalities: each is one line with its place and its mend.

The municipalities of a study are not known here, so a pool may name any.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from questionnaires.plans import Pool
from questionnaires.wordings import missing_languages

MUNICIPALITY = re.compile(r"[0-9]{4}")


def pool_problems(pools: Sequence[Pool], languages: tuple[str, ...]) -> Iterator[str]:
    """All faults of *pools*, as "pool id: what is wrong; mend"."""
    for pool in pools:
        place = f"pool {pool.id}"
        yield from missing_languages(f"{place}, label", pool.label, languages)
        if len(set(pool.municipalities)) < 2:
            yield f"{place}: a pool takes municipalities together; name two or more"
        for code, times in Counter(pool.municipalities).items():
            if times > 1:
                yield f"{place}: the municipality {code} is named twice; name it once"
            if not MUNICIPALITY.fullmatch(code):
                yield f"{place}: {code!r} is no municipality's code; write four digits in quotes, as '0580'"
        if pool.only_together:
            yield from _apart(pool, pools)


def _apart(pool: Pool, pools: Sequence[Pool]) -> Iterator[str]:
    """Who is reported only together with some has no numbers for a sum with others."""
    for other in pools:
        for code in pool.municipalities if other.id != pool.id else ():
            if code in other.municipalities:
                yield (
                    f"pool {pool.id}: {code} is reported only together with these, so it cannot stand in the pool "
                    f"{other.id}; take it away there"
                )
