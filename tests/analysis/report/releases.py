"""Releases for the tests of the report: one with every case in it, made by the whole path from answers."""

from functools import lru_cache

from analysis.disclosure.release import Release
from analysis.run import analyse
from questionnaires.answersets import FrameCount
from tests.analysis import full as every
from tests.analysis.answers import counted, form_of, plan_for, renamed

FORM = form_of(4)
INVITED = {"0580/elected": 79, "0580/staff": 900, "0581/elected": 85, "0581/staff": 800}
#: i1 clear both ways, i2 with hidden numbers, i3 unclear, i4 clear by itself but not in its family
TABLE = {
    "0580/elected": [(30, 55), (3, 55), (12, 50), (19, 55)],
    "0580/staff": [(30, 300), (40, 290), (60, 300), (64, 300)],
    "0581/elected": [(12, 59), (9, 59), (13, 52), (9, 59)],
    "0581/staff": [(150, 280), (35, 280), (62, 280), (84, 280)],
}


@lru_cache
def release(level: float = 0.95, table: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()) -> Release:
    """The release of TABLE, or of *table* with what it changes."""
    cells = {**TABLE, **{stratum: list(pairs) for stratum, pairs in table}}
    plan = plan_for(FORM)
    return analyse(counted(cells, INVITED, FORM, plan), FORM, plan, level)


def with_empty_stratum() -> Release:
    """As `release`, but nobody of Norrköping's staff answered."""
    return release(table=(("0581/staff", ((0, 0),) * 4),))


def with_few_answers() -> Release:
    """As `release`, but only nine of Linköping's elected answered."""
    return release(table=(("0580/elected", ((5, 9), (3, 9), (0, 9), (9, 9))),))


@lru_cache
def full() -> Release:
    """Every table and comparison that a plan can have, of three municipalities, beside an earlier wave."""
    plan = every.plan(every.WAVES)
    frame = {
        stratum: (FrameCount({"B4": "woman"}, invited // 2), FrameCount({"B4": "man"}, invited - invited // 2))
        for stratum, (_, invited) in every.SIZES.items()
    }
    before, now = every.study(plan, seed=3, frame=frame), every.study(plan, seed=1, frame=frame)
    this = [renamed(each, wave=2) for each in now]
    return analyse(this, every.FORM, plan, earlier=analyse(before, every.FORM, plan))


def of_one_municipality() -> Release:
    """Linköping alone."""
    plan = plan_for(FORM)
    table = {stratum: cells for stratum, cells in TABLE.items() if stratum.startswith("0580")}
    return analyse(counted(table, INVITED, FORM, plan), FORM, plan)
