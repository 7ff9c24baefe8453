import csv
import io

import msgspec

from analysis.disclosure.release import Release
from analysis.report.tables import COLUMNS, tables_csv
from tests.analysis.report import releases


def rows(release: Release) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables_csv(release).decode("utf-8"), newline="")))


def test_every_estimate_and_comparison_has_a_row_with_its_numbers_in_full() -> None:
    release = releases.release()
    found = rows(release)
    assert len(found) == len(release.estimates) + len(release.pooled) + len(release.comparisons)
    for row, estimate in zip(found, release.estimates, strict=False):
        assert (row["table"], row["municipality"], row["group"]) == ("estimate", estimate.municipality, estimate.group)
        for name in ("exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high"):
            number = getattr(estimate, name)
            assert (float(row[name]) if row[name] else None) == number
    last = release.comparisons[-1]
    assert (float(found[-1]["difference"]), float(found[-1]["p_adjusted"])) == (last.difference, last.p_adjusted)
    assert found[-1]["second_municipality_name"] == "Norrköping"


def test_what_is_hidden_is_empty() -> None:
    hidden = [row for row in rows(releases.release()) if row["suppressed"] == "true"]
    assert hidden
    for row in hidden:
        for name in ("exposed", "answered", "share", "difference", "low", "high", "bounds_low", "p", "p_adjusted"):
            assert row[name] == ""


def test_a_text_that_looks_like_a_formula_is_made_harmless() -> None:
    release = releases.release()
    for start in ("=", "+", "-", "@", "\t"):
        label = {"sv": f"{start}HYPERLINK(1)", "en": "plain, with a comma"}
        first = msgspec.structs.replace(release.indicators[0], label=label)
        found = rows(msgspec.structs.replace(release, indicators=(first, *release.indicators[1:])))
        assert found[0]["label_sv"] == f"'{start}HYPERLINK(1)"
        assert found[0]["label_en"] == "plain, with a comma"


def test_swedish_letters_are_utf_8_and_the_columns_stand_first() -> None:
    file = tables_csv(releases.release())
    assert file.decode("utf-8").startswith(",".join(COLUMNS))
    assert "Linköping".encode() in file
