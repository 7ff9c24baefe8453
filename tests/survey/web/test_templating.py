"""Templates: strict, escaped, rendered from a struct alone."""

import re

import pytest
from jinja2 import UndefinedError

from survey.web.assets import read_assets
from survey.web.fields import Boxes, Choice, Line, Radios, Statements
from survey.web.locale import locales_folder, respondent_words
from survey.web.respond.pages import Frame, HomePage, Mistake, RefusalPage, SectionPage, WaveLink
from survey.web.templating import TEMPLATES, renderers

RENDER = renderers(respondent_words(locales_folder()), read_assets())
FRAME = Frame("sv", "Linköping", (), by_post=False, leave="/lamna/x", support=())
YES_NO = (Choice("yes", "Ja <b>", alone=False, aside=False), Choice("no", "Nej", alone=False, aside=True))


def section(*fields: object, errors: tuple[Mistake, ...] = ()) -> str:
    page = SectionPage(FRAME, 2, 9, "Rubrik", "", fields, errors, skips=True, back=True, action="/x")  # type: ignore[arg-type]
    return RENDER["sv"]("respond/section.html", page)


def test_wording_is_escaped() -> None:
    assert "Ja &lt;b&gt;" in section(Radios("B1", "Fråga?", "", YES_NO, scale=False, fault=""))


def test_a_name_that_the_page_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        RENDER["sv"]("respond/section.html", HomePage(FRAME, ()))


def test_a_battery_is_a_group_named_by_its_stem_with_a_fieldset_for_each_statement() -> None:
    html = section(Statements("C", "Har detta hänt?", "", (Line("C1", "hot", ""), Line("C2", "våld", "")), YES_NO))
    assert '<div class="question" role="group" aria-labelledby="C-stem">' in html
    assert html.count("Har detta hänt?") == 1
    assert re.findall(r'<fieldset class="statement" id="(\w+)">\s*<legend>(\w+)</legend>', html) == [
        ("C1", "hot"),
        ("C2", "våld"),
    ]
    assert "<table" not in html


def test_a_hint_and_a_fault_are_what_the_group_is_described_by() -> None:
    html = section(
        Boxes("D1", "Vem?", "Välj flera", YES_NO, "exclusive"), errors=(Mistake("D1", "yes", "Vem?", "exclusive"),)
    )
    assert 'aria-describedby="D1-hint D1-fault"' in html
    assert '<a href="#D1-yes">' in html
    assert "<title>Fel: Del 2 av 9 – Enkät</title>" in html


def test_no_title_says_what_the_survey_is_about() -> None:
    for file in (TEMPLATES / "respond").rglob("*.html"):
        title = re.search(r"{% block title %}(.*?){% endblock %}", file.read_text(encoding="utf-8"), re.DOTALL)
        if title:
            assert "page.title" not in title[1]


@pytest.mark.parametrize("name", sorted(file.stem for file in (TEMPLATES / "respond" / "refusals").iterdir()))
def test_every_refusal_is_worded_in_every_language(name: str) -> None:
    for language, render in RENDER.items():
        page = RefusalPage(FRAME, "instant", "/start", "draft", "/action")
        assert render(f"respond/refusals/{name}.html", page).count("<h1>") == 1, language


def test_the_list_of_waves_links_to_each() -> None:
    wave = WaveLink("Study", "A and B", "then", "later", "/s/x/en", "/s/x/en/tillganglighet")
    html = RENDER["en"]("respond/home.html", HomePage(FRAME, (wave,)))
    assert '<a href="/s/x/en">Study</a>' in html
    assert '<a href="/s/x/en/tillganglighet">Accessibility statement<span class="hidden"> – Study</span></a>' in html


#: What is in a template and is no wording: its own commands, tags, attributes, and the name of a button.
NO_WORDS = re.compile(
    r"{#.*?#}|{% block enter %}\w+|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;|[\w-]+=",
    re.DOTALL,
)


def test_no_template_holds_words_of_its_own() -> None:
    for file in TEMPLATES.rglob("*.html"):
        left = NO_WORDS.sub(" ", file.read_text(encoding="utf-8"))
        assert re.findall(r"[^\W\d_]{2,}", left) == [], file.name
