"""The outlook as files: a page to read and print, JSON and a table for whoever goes on reckoning."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.planning import sentences
from analysis.planning.naming import Names
from analysis.planning.outlook import Outlook, Who
from analysis.planning.tables import Table, tables
from analysis.report.catalogue import Words
from analysis.report.files import write_all
from questionnaires.digest import canonical_bytes

_HERE = Path(__file__).parent
_TEMPLATES = (_HERE / "templates", _HERE.parent / "report" / "templates")  # the second for the style of the report

COLUMNS = (
    "part", "id", "first", "second", "exposed_only", "answers", "answers_second", "tests", "rate", "target",
    "width", "bounds_width", "smallest_single", "smallest_first_step", "chance_hidden",
)  # fmt: skip


class Page(msgspec.Struct, frozen=True):
    """What the template is given."""

    words: Words
    form: str
    assumed: tuple[str, ...]
    strata: tuple[str, ...]
    families: tuple[tuple[str, tuple[str, ...]], ...]
    hidden: tuple[str, ...]
    tables: tuple[Table, ...]


def write_plan(outlook: Outlook, names: Names, folder: Path) -> tuple[Path, ...]:
    """Write plan.html, plan.json and plan.csv into *folder*, all or none. Raises OutputError."""
    makers = {
        "plan.html": lambda: page(outlook, names),
        "plan.json": lambda: canonical_bytes(outlook) + b"\n",
        "plan.csv": lambda: plan_csv(outlook),
    }
    return write_all(makers, folder)


def page(outlook: Outlook, names: Names) -> bytes:
    """The page in the language of *names*: no network, no script."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    content = Page(
        words=names.words,
        form=outlook.form,
        assumed=sentences.assumed(outlook, names),
        strata=tuple(sentences.stratum(each, names) for each in outlook.strata),
        families=tuple(sentences.families(outlook, names).items()),
        hidden=sentences.hidden(outlook, names),
        tables=tables(outlook, names),
    )
    return environment.get_template("plan.html").render(page=content).encode()


def plan_csv(outlook: Outlook) -> bytes:
    """One table, a row a number, rate and target: shares 0-1, codes and no wordings; empty where there is none."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(_rows(outlook))
    return out.getvalue().encode()


def _rows(outlook: Outlook) -> Iterator[dict[str, object]]:
    for each in outlook.strata:
        for r in each.rates:
            shared = {"part": "rate", "first": _code(each.who), "answers": each.answers, "rate": r.rate}
            shared |= {"bounds_width": each.bounds, "chance_hidden": r.hidden}
            yield shared | {"target": "population", "width": r.population}
            yield shared | {"target": "risk", "width": r.risk}
    for pair in outlook.comparisons:
        for found in pair.readings:
            yield {
                "part": "comparison",
                "id": pair.family,
                "first": _code(pair.first),
                "second": _code(pair.second),
                "exposed_only": str(pair.exposed).lower(),
                "answers": pair.answers[0],
                "answers_second": pair.answers[1],
                "tests": pair.tests,
                "rate": pair.rate,
                "target": found.target,
                "width": 2 * found.half_width,
                "smallest_single": found.single,
                "smallest_first_step": found.first_step,
            }
    for cell in outlook.cells:
        shared = {"part": cell.table, "id": cell.id, "first": _code(cell.who), "answers": cell.answers}
        yield shared | {"rate": cell.rate, "target": "risk", "width": cell.width, "chance_hidden": cell.hidden}


def _code(who: Who) -> str:
    """0580/elected, 0580/elected/B4.woman, all/staff, 0580/staff/earlier."""
    parts = [who.municipality or who.name or "all", who.group]
    parts += [f"{who.item}.{who.option}"] if who.option else []
    return "/".join([*parts, "earlier"] if who.earlier else parts)
