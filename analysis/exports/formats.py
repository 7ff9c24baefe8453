"""Which files each format of `samtidig export` has, and what makes them."""

from collections.abc import Callable, Sequence
from functools import partial

from analysis.disclosure.release import Release
from analysis.errors import InputError
from analysis.exports.aggregate import labelled, plain
from analysis.exports.codebook import codebook
from analysis.exports.codes import LANGUAGES, code_lists, codes_csv
from analysis.exports.cubes import contents, cubes, subject
from analysis.exports.datasets import dta, parquet, sav
from analysis.exports.jsonstat import jsonstat
from analysis.exports.px import px
from analysis.exports.workbook import workbook
from analysis.report.tables import Row, rows, tables_csv
from questionnaires.model import Questionnaire

FORMATS = ("csv", "xlsx", "sav", "dta", "parquet", "px", "jsonstat", "ddi")
#: The one that describes the form, and so needs it.
OF_THE_FORM = "ddi"
Makers = dict[str, Callable[[], bytes]]


def makers(release: Release, formats: Sequence[str], form: Questionnaire | None) -> Makers:
    """File name -> what makes its bytes, for *formats* of *release*. Raises InputError if one needs a form."""
    if OF_THE_FORM in formats and form is None:
        raise InputError("the codebook describes the questionnaire; give its folder with --form, or leave ddi out")
    table = list(rows(release))
    made: Makers = {}
    for name in formats:
        made.update(_FILES[name](release, table, form))
    return made


def _csv(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    lists = code_lists(release, table)
    codes: Makers = {f"codes.{language}.csv": partial(codes_csv, lists, language) for language in LANGUAGES}
    return {"tables.csv": partial(tables_csv, release), **codes}


def _xlsx(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    return {
        "tables.xlsx": partial(workbook, release, table, "sv"),
        "tables.en.xlsx": partial(workbook, release, table, "en"),
    }


def _sav(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    return {"tables.sav": lambda: sav(labelled(release, table))}


def _dta(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    return {"tables.dta": lambda: dta(labelled(release, table))}


def _parquet(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    return {"tables.parquet": lambda: parquet(plain(release, table))}


def _px(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    instant = release.wave.window.closes_at
    return {f"{cube.file}.px": partial(px, cube, instant, subject(), contents()) for cube in cubes(release, table)}


def _jsonstat(release: Release, table: Sequence[Row], _: Questionnaire | None) -> Makers:
    wave = release.wave
    facts = {"fingerprint": wave.fingerprint, "study": wave.study, "wave": str(wave.wave)}
    return {
        f"{cube.file}.{language}.json": partial(jsonstat, cube, language, wave.window.closes_at, contents(), facts)
        for cube in cubes(release, table)
        for language in LANGUAGES
    }


def _ddi(release: Release, _: Sequence[Row], form: Questionnaire | None) -> Makers:
    return {} if form is None else {"questionnaire.xml": partial(codebook, release, form)}


_FILES: dict[str, Callable[[Release, Sequence[Row], Questionnaire | None], Makers]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "sav": _sav,
    "dta": _dta,
    "parquet": _parquet,
    "px": _px,
    "jsonstat": _jsonstat,
    "ddi": _ddi,
}
