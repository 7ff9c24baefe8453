import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.planning.cli import plan
from tests.analysis.planning.planned import FORM

COUNCILS = ("--frame", "0580/elected=79", "--frame", "0581/elected=85", "--response", "elected=1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(plan, ["--form", str(FORM), *arguments])


def said(done: Result) -> str:
    return " ".join(done.output.replace("│", " ").split())


def test_a_chief_reads_what_79_against_85_can_show() -> None:
    done = run(*COUNCILS, "--rate", "0.25")
    assert done.exit_code == 0, done.output
    assert "0580, förtroendevalda mot 0581, förtroendevalda (79 och 85 svar)." in said(done)
    assert "Är 25 % utsatta i den ena måste den andra ha minst 21 procentenheter mer" in said(done)


def test_the_same_is_said_in_english() -> None:
    done = run(*COUNCILS, "--language", "en", "--rate", "0.25")
    assert "the other must have at least 21 percentage points more" in said(done)


def test_what_will_probably_be_hidden_is_said() -> None:
    assert "0580, förtroendevalda, om 3 % är utsatta: Andelen själv." in said(run(*COUNCILS, "--rate", "0.03"))
    assert "Andelen själv" not in said(run(*COUNCILS, "--rate", "0.5"))


def test_a_table_is_called_what_the_plan_calls_it_and_no_term_is_left_open() -> None:
    done = said(run(*COUNCILS, "--rate", "0.05"))
    assert "Uppdelat efter ”Verksamhetsområde”: " in done
    assert "{" not in done


def test_the_given_shares_stand_among_the_assumptions() -> None:
    done = said(run(*COUNCILS, "--rate", "0.05", "--share", "B4.woman=0.7"))
    assert "Angivna andelar: Vilket är ditt kön? Kvinna: 70 %." in done


def test_on_a_screen_each_family_has_a_heading_and_no_word_is_broken() -> None:
    lines = run(*COUNCILS, "--rate", "0.05").output.splitlines()
    assert "Kommunerna jämförda i samma grupp" in [line.strip() for line in lines]
    assert max(len(line) for line in lines) <= 80
    assert any(line.split()[:1] == ["förtroendevalda"] for line in lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plan") / "out"
    study = FORM.parents[1] / "studies" / "linkoping-norrkoping" / "study.toml"
    done = run("--study", str(study), "--response", "elected=0.6,staff=0.5", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert [Path(line).name for line in done.stdout.split()[-3:]] == ["plan.html", "plan.json", "plan.csv"]
    return out


def test_the_table_holds_what_the_json_holds(folder: Path) -> None:
    found = json.loads((folder / "plan.json").read_bytes())
    rows = list(csv.DictReader(io.StringIO((folder / "plan.csv").read_text(encoding="utf-8"))))
    readings = [(c["family"], r["single"]) for c in found["comparisons"] for r in c["readings"]]
    compared = [(row["id"], row["smallest_single"]) for row in rows if row["part"] == "comparison"]
    assert [(family, float(single)) for family, single in compared] == readings
    hidden = [float(row["chance_hidden"]) for row in rows if row["part"] not in {"rate", "comparison"}]
    assert hidden == [cell["hidden"] for cell in found["cells"]]
    assert len([row for row in rows if row["part"] == "rate"]) == 4 * 2 * 2


def test_the_page_needs_no_network_and_no_script(folder: Path) -> None:
    page = (folder / "plan.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|<img|https?:", page)
    assert "Linköping, förtroendevalda mot Norrköping, förtroendevalda" in page


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    study = FORM.parents[1] / "studies" / "linkoping-norrkoping" / "study.toml"
    run("--study", str(study), "--response", "elected=0.6,staff=0.5", "--out", str(tmp_path))
    for name in ("plan.html", "plan.json", "plan.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--response", "elected=0.6"), "give either --study or --frame"),
        ((*COUNCILS, "--study", "study.toml"), "give either --study or --frame"),
        (("--frame", "0580/elected=79", "--response", "elected=60"), "write 0.6 for 60 %"),
        (("--frame", "0580/elected=79", "--frame", "0580/staff=9", "--response", "elected=1"), "for staff"),
        (("--study", "none.toml", "--response", "elected=0.6"), "mend the path"),
    ],
)
def test_a_fault_is_one_line_with_its_mend(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert words in said(done)


def test_a_folder_that_cannot_be_written_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").mkdir()
    done = run(*COUNCILS, "--out", str(tmp_path))
    assert done.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]
