"""A changed Swedish text makes its translations old, until they are read again."""

from pathlib import Path

import pytest

from tools import marks

SWEDISH = (
    'msgid ""\nmsgstr "Language: sv\\n"\n\nmsgid "a"\nmsgstr "Ett"\n\n'
    '#, python-format\nmsgid "b"\nmsgstr "%(n)s till"\n'
)
FINNISH = (
    'msgid ""\nmsgstr "Language: fi\\n"\n\n# --- the first ---\n\n#. Said first.\nmsgid "a"\nmsgstr "Yksi"\n\n'
    '#, python-format\nmsgid "b"\nmsgstr ""\n"%(n)s "\n"lisää"\n'
)
FORM = """
languages = ["sv", "fi"]
[title]
sv = "Enkät"
fi = "Kysely"
[terms.duty.staff]
sv = "ditt arbete"
fi = "työsi"
[[sections]]
id = "who"
title = { sv = "Vem", fi = "Kuka" }
[[sections.questions]]
id = "Q"
text = { sv = "Vem?", fi = "Kuka?" }
options = [{ code = "x", text = { sv = "Jag", fi = "Minä" } }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, text in (("sv", SWEDISH), ("fi", FINNISH)):
        path = marks.catalogue(tmp_path, language)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "questionnaire.toml").write_text(FORM, encoding="utf-8")
    (tmp_path / "analysis.toml").write_text('[[pools]]\nid = "all"\nlabel = { sv = "Alla" }\n', encoding="utf-8")
    return tmp_path


def test_a_wording_without_a_mark_is_old_and_one_that_is_marked_is_not(folder: Path) -> None:
    source = marks.catalogue_texts(folder, "sv")
    assert marks.catalogue_languages(folder) == ["fi"]
    assert marks.stale(source, marks.catalogue_marks(folder, "fi")) == ["a", "b"]
    path = marks.catalogue(folder, "fi")
    path.write_text(marks.marked(FINNISH, {"b": marks.digest("%(n)s till")}), encoding="utf-8")
    assert marks.stale(source, marks.catalogue_marks(folder, "fi")) == ["a"]
    assert marks.stale(source | {"b": "%(n)s kvar"}, marks.catalogue_marks(folder, "fi")) == ["a", "b"]


def test_a_mark_is_set_in_its_place_and_set_anew_and_all_else_stays() -> None:
    once = marks.marked(FINNISH, {"a": "00000001", "b": "00000002"})
    assert "#. Said first.\n#. source: 00000001\nmsgid" in once
    assert '#. source: 00000002\n#, python-format\nmsgid "b"' in once
    again = marks.marked(once, {"a": "00000003"})
    assert again == once.replace("00000001", "00000003")
    assert "\n".join(line for line in again.split("\n") if not line.startswith("#. source")) == FINNISH


def test_a_place_of_a_form_is_a_question_or_the_like_with_all_that_stands_there(folder: Path) -> None:
    assert marks.form_languages(folder) == ["fi"]
    assert marks.form_texts(folder, "sv") == {
        "questionnaire.title": "Enkät",
        "questionnaire.terms.duty": "ditt arbete",
        "questionnaire.who": "Vem",
        "questionnaire.Q": "Vem?\nJag",
        "analysis.all": "Alla",
    }
    assert marks.form_texts(folder, "fi").keys() ^ marks.form_texts(folder, "sv").keys() == {"analysis.all"}


def test_the_marks_of_a_form_are_kept_beside_it(folder: Path) -> None:
    source = marks.form_texts(folder, "sv")
    assert marks.form_marks(folder, "fi") == {}
    marks.write_form_marks(folder, {"fi": {place: marks.digest(text) for place, text in source.items()}})
    assert marks.stale(source, marks.form_marks(folder, "fi")) == []
    assert marks.stale(source | {"questionnaire.Q": "Vem?\nDu"}, marks.form_marks(folder, "fi")) == ["questionnaire.Q"]
