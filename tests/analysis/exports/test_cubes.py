import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.errors import OutputError
from analysis.exports.cubes import Cube, cubes
from tests.analysis.exports import published, reading


def named(release: Release | None = None) -> dict[str, Cube]:
    release = release or published.release()
    return {cube.id: cube for cube in cubes(release, reading.table(release))}


def test_every_row_of_the_table_is_in_exactly_one_cube() -> None:
    release = published.release()
    # Figures from elsewhere are no numbers of the study, and so in none.
    own = [row for row in reading.table(release) if row["record"] != "reference"]
    assert sum(len(cube.cells) for cube in named().values()) == len(own)


def test_shares_are_per_cent_and_differences_percentage_points() -> None:
    found = named()
    rate = dict(zip(figures(found["rates"]), found["rates"].cells["undue_influence", "0580", "elected"], strict=True))
    assert rate["share"] == pytest.approx(100 * 18 / 55, abs=5e-7)
    assert (rate["exposed"], rate["answered"]) == (18, 55)
    compared = found["differences_elected_staff"]
    pair = dict(zip(figures(compared), next(iter(compared.cells.values())), strict=True))
    assert (pair["difference"], pair["p"]) == (-3.14159, 0.3217)
    assert compared.figures[0].unit["sv"] == "procentenheter"


def figures(cube: Cube) -> list[str]:
    return [figure.code for figure in cube.figures]


def test_what_is_not_there_has_its_reason() -> None:
    cells = named()["rates"].cells
    assert cells["undue_influence", "1761", "elected"] == (*("hidden",) * 7, 97)
    silent = dict(zip(figures(named()["rates"]), cells["undue_influence", "0581", "staff"], strict=True))
    assert (silent["share"], silent["answered"], silent["low"]) == ("no_answers", 0, 0.0)
    open_ended = named()["differences_elected_staff"]
    ratio = dict(zip(figures(open_ended), next(iter(open_ended.cells.values())), strict=True))["ratio_high"]
    assert ratio == "not_applicable"


def test_municipalities_pools_and_all_together_are_regions() -> None:
    (region,) = [each for each in named()["rates"].dimensions if each.code == "region"]
    labels = {category.code: category.label["sv"] for category in region.categories}
    assert labels["0580"] == "Linköping"
    assert labels["värmland"] == "Östra Värmland"
    assert labels["total"] == "Samtliga"


def test_two_sides_of_a_comparison_are_told_apart() -> None:
    (pair,) = [each for each in named()["differences_elected_staff"].dimensions if each.code == "pair"]
    labels = {category.code: category.label["sv"] for category in pair.categories}
    assert labels["0580/staff/B4=woman-0580/staff/B4=man"] == (
        "Linköping, Medarbetare, Kön: Kvinna – Linköping, Medarbetare, Kön: Man"
    )


def test_categories_of_the_same_name_get_their_codes() -> None:
    release = published.release()
    twins = tuple(
        msgspec.structs.replace(each, label=published.words("Samma", f"Other {place}"))
        for place, each in enumerate(release.indicators)
    )
    found = named(msgspec.structs.replace(release, indicators=twins))["rates"].dimensions[0]
    assert [category.label["sv"] for category in found.categories] == ["Samma (undue_influence)", "Samma (=threats)"]
    assert [category.label["en"] for category in found.categories] == ["Other 0", "Other 1"]


def test_a_release_with_two_numbers_for_one_place_is_refused() -> None:
    release = published.release()
    with pytest.raises(OutputError, match="two numbers for undue_influence, 0580, elected"):
        named(msgspec.structs.replace(release, estimates=(release.estimates[0], release.estimates[0])))


def test_what_is_not_equivalent_says_so_first() -> None:
    assert named(published.stamped())["rates"].notes[0]["sv"].startswith("Ej likvärdig: ")
    assert named()["rates"].notes[0]["sv"].startswith("Fingeravtryck 04HM-ASRB-CDEF.")


def test_the_name_of_a_file_holds_no_path() -> None:
    release = published.release()
    family = msgspec.structs.replace(release.families[0], id="../../x")
    comparison = msgspec.structs.replace(release.comparisons[0], family="../../x")
    found = named(msgspec.structs.replace(release, families=(family,), comparisons=(comparison,)))
    assert found["differences_../../x"].file == "differences_______x"
