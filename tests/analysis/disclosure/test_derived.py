"""What rests on a hidden number is hidden, whoever let it through."""

from typing import Any

import msgspec
import pytest

from analysis.disclosure.derived import check_derived
from analysis.disclosure.release import Estimate, Release, Side, Subset, Superiority, Weighted
from analysis.disclosure.wordings import BreakdownWords, OptionWords, PoolWords, ScaleWords, SplitWords
from analysis.errors import DisclosureError
from tests.analysis.answers import words
from tests.analysis.disclosure.test_publishing import chosen_counts

RELEASE = chosen_counts()
SHOWN = next(each for each in RELEASE.estimates if each.status == "shown")
HIDDEN = next(each for each in RELEASE.estimates if each.suppressed)


def here(like: Estimate, **changes: Any) -> Estimate:
    return msgspec.structs.replace(like, municipality="0580", group="staff", **changes)


def refused(message: str, **changes: Any) -> None:
    with pytest.raises(DisclosureError, match=message):
        check_derived(msgspec.structs.replace(RELEASE, **changes))


def test_a_whole_release_passes() -> None:
    check_derived(RELEASE)


def test_a_pool_over_a_hidden_part_is_refused_and_one_over_others_is_not() -> None:
    pool = msgspec.structs.replace(SHOWN, indicator="i2", municipality=None, group="elected", table="pools", pool="p")
    refused(
        "a total shows what one of its parts hides",
        pooled=(pool,),
        pools=(PoolWords("p", words("Pool"), ("0580", "0581")),),
    )
    away = PoolWords("p", words("Pool"), ("0581",))
    check_derived(msgspec.structs.replace(RELEASE, pooled=(pool,), pools=(away,)))


def test_shares_of_mentions_are_refused_where_a_category_is_hidden() -> None:
    categories = tuple(OptionWords(name, words(name)) for name in ("a", "b"))
    split = SplitWords("who", words("Vem"), "i1", categories)
    mention = here(SHOWN, indicator="who/a", table="splits", denominator="mentions")
    part = here(HIDDEN, indicator="who/b", table="splits", denominator="exposed")
    refused("shares of mentions show a hidden category", splits=(split,), estimates=(mention, part))
    other = msgspec.structs.replace(part, group="elected")
    check_derived(msgspec.structs.replace(RELEASE, comparisons=(), splits=(split,), estimates=(mention, other)))


WEIGHTED = Weighted(
    indicator="i1",
    municipality="0580",
    group="staff",
    status="shown",
    suppressed=False,
    items=("B4",),
    parts=(Subset("B4", "woman"), Subset("B4", "man")),
    share=0.1,
    effective=200.0,
    low=0.05,
    high=0.2,
    other=None,
    collapsed=(),
    level=0.95,
    method="post_stratified",
    target="risk",
    assumption="missing_at_random_within_cells",
)
SEX = BreakdownWords("B4", words("Kön"), tuple(OptionWords(code, words(code)) for code in ("woman", "man")), ("i1",))


@pytest.mark.parametrize("subset", [None, Subset("B4", "man")])
def test_a_weighted_rate_is_refused_where_one_of_its_cells_is_hidden(subset: Subset | None) -> None:
    cell = here(HIDDEN, indicator="i1", subset=subset, table="rates" if subset is None else "breakdowns")
    refused("a weighted rate shows a hidden one", pooled=(), weighted=(WEIGHTED,), breakdowns=(SEX,), estimates=(cell,))
    elsewhere = msgspec.structs.replace(cell, municipality="0581")
    fine: Release = msgspec.structs.replace(
        RELEASE, comparisons=(), pooled=(), weighted=(WEIGHTED,), estimates=(elsewhere,)
    )
    check_derived(fine)


def test_a_comparison_of_scales_is_refused_where_a_step_is_hidden() -> None:
    scale = ScaleWords("H1", words("Klimat"), "agreement", (), ("neither", "agree"), ())
    compared = Superiority(
        family="climate",
        item="H1",
        first=Side("0580", "elected"),
        second=Side("0580", "staff"),
        status="shown",
        suppressed=False,
        probability=0.5,
        low=0.4,
        high=0.6,
        p=1.0,
        p_adjusted=1.0,
        family_size=1,
        level=0.95,
        method="superiority",
        target="risk",
        assumption="missing_at_random_within_stratum",
    )
    step = here(HIDDEN, indicator="H1>=agree", table="distributions")
    refused("a comparison shows a hidden step", scales=(scale,), superiorities=(compared,), estimates=(step,))


def test_a_comparison_of_a_subset_is_refused_where_it_is_hidden() -> None:
    compared = next(each for each in RELEASE.comparisons if not each.suppressed and each.indicator == "i1")
    women = msgspec.structs.replace(compared, first=Side("0580", "staff", Subset("B4", "woman")))
    cell = here(HIDDEN, indicator="i1", subset=Subset("B4", "woman"), table="breakdowns")
    refused("a comparison shows a hidden rate", comparisons=(women,), estimates=(cell,))


def test_a_comparison_of_all_municipalities_is_refused_where_one_is_hidden() -> None:
    compared = next(each for each in RELEASE.comparisons if not each.suppressed)
    pooled = msgspec.structs.replace(
        compared, indicator="i2", first=Side(None, "elected"), second=Side(None, "staff"), left_out=("0580",)
    )
    refused("a comparison shows a hidden rate", comparisons=(pooled,))


def test_a_hidden_row_does_not_tell_where_nobody_answered() -> None:
    told = msgspec.structs.replace(HIDDEN, left_out=("0580",))
    refused("a hidden row tells where nobody answered", pooled=(told,))
