"""What Hypothesis draws: answers, sheets and rows of a form, and small forms with random routing."""

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from questionnaires.conditions import All, Answer, Answered, Condition, Either, Not
from questionnaires.items import Item, items
from questionnaires.model import (
    Confirm,
    Missing,
    MultipleChoice,
    Option,
    Question,
    Questionnaire,
    Section,
    SingleChoice,
)
from questionnaires.sheets import encode, is_shown

Chosen = tuple[str, ...]


def answer_to(item: Item) -> SearchStrategy[Chosen]:
    """One answer that the page would take: nothing (unless it must be answered), a code, or several together."""
    each: list[Chosen] = [(code,) for code in item.codes()]
    choices = st.sampled_from(each if item.required else [(), *each])
    beside = [option.code for option in item.options if not option.exclusive]
    if not item.multiple or len(beside) < 2:
        return choices
    several = st.sets(st.sampled_from(beside), min_size=2).map(
        lambda chosen: tuple(code for code in item.codes() if code in chosen)
    )
    return choices | several


@st.composite
def sheets(draw: DrawFn, questionnaire: Questionnaire, group: str) -> dict[str, Chosen]:
    """A clean sheet: the form walked from its beginning, each question that comes up answered or not."""
    sheet: dict[str, Chosen] = {}
    for item in items(questionnaire):
        if is_shown(questionnaire, item, group, sheet):
            chosen = draw(answer_to(item))
            if chosen:
                sheet[item.id] = chosen
    return sheet


def rows(questionnaire: Questionnaire, group: str) -> SearchStrategy[bytes]:
    """The row of a clean sheet."""
    return sheets(questionnaire, group).map(lambda sheet: encode(questionnaire, group, sheet))


def postings(questionnaire: Questionnaire) -> SearchStrategy[Mapping[str, Chosen]]:
    """What a changed page might post: any items, any codes, in any number, whatever the routing."""
    names = [item.id for item in items(questionnaire)]
    codes = sorted({code for item in items(questionnaire) for code in item.codes()})
    chosen = st.lists(st.sampled_from([*codes, "no_such_code"]), max_size=3).map(tuple)
    return st.dictionaries(st.sampled_from([*names, "no_such_item"]), chosen)


# ---- small forms ------------------------------------------------------------------------------------------------

GROUPS = ("elected", "staff")
MISSING: tuple[Missing, ...] = ("", "dont_know")


def _words(text: str) -> dict[str, str]:
    return {"sv": text}


@st.composite
def _options(draw: DrawFn, multiple: bool) -> tuple[Option, ...]:
    codes = "abc"[: draw(st.integers(2, 3))]
    ordinary = tuple(Option(code=code, text=_words(code)) for code in codes[:-1])
    missing = draw(st.sampled_from(MISSING))
    return (*ordinary, Option(code=codes[-1], text=_words(codes[-1]), missing=missing, exclusive=multiple))


@st.composite
def conditions(draw: DrawFn, earlier: tuple[Item, ...], depth: int = 2) -> Condition:
    """A condition over *earlier* items, at most *depth* deep."""
    kinds = ["answer", "answered"] + (["all", "either", "not"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind in {"answer", "answered"}:
        asked = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3, unique_by=lambda item: item.id))
        names = tuple(item.id for item in asked)
        at_least = draw(st.integers(1, len(names)))
        if kind == "answered":
            return Answered(names, at_least)
        shared = sorted(set.intersection(*(set(item.codes()) for item in asked)) or set(asked[0].codes()))
        codes = draw(st.lists(st.sampled_from(shared), min_size=1, unique=True))
        return Answer(names, tuple(codes), at_least)
    if kind == "not":
        return Not(draw(conditions(earlier, depth - 1)))
    parts = tuple(draw(conditions(earlier, depth - 1)) for _ in range(draw(st.integers(1, 3))))
    return All(parts) if kind == "all" else Either(parts)


@st.composite
def small_forms(draw: DrawFn) -> tuple[Questionnaire, Condition]:
    """A form of up to four questions with random routing, perhaps to nowhere; and a condition over all its items."""
    asked: list[Question] = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        earlier = items(_form(asked)) if asked else ()
        shown_if = draw(st.none() | conditions(earlier)) if earlier else None
        groups = draw(st.sampled_from([(), (), ("elected",), ("staff",)]))
        asked.append(_question(draw, f"Q{number}", groups, shown_if))
    form = _form(asked)
    return form, draw(conditions(items(form)))


def _question(draw: DrawFn, name: str, groups: tuple[str, ...], shown_if: Condition | None) -> Question:
    kind = draw(st.sampled_from(["single", "single", "multiple", "confirm"]))
    text = _words(name)
    if kind == "confirm":
        return Confirm(id=name, text=text, label=_words("yes"), groups=groups, shown_if=shown_if)
    if kind == "multiple":
        options = draw(_options(multiple=True))
        return MultipleChoice(id=name, text=text, options=options, groups=groups, shown_if=shown_if)
    options = draw(_options(multiple=False))
    return SingleChoice(id=name, text=text, options=options, groups=groups, shown_if=shown_if)


def _form(asked: list[Question]) -> Questionnaire:
    return Questionnaire(
        id="drawn",
        version="1",
        languages=("sv",),
        groups=GROUPS,
        title=_words("drawn"),
        sections=(Section(id="only", title=_words("only"), questions=tuple(asked)),),
    )


def every_answer(item: Item) -> list[Chosen]:
    """All the answers to *item* that a sheet can hold, the empty one among them unless it is required."""
    if not item.multiple:
        return [*([] if item.required else [()]), *((code,) for code in item.codes())]
    beside = {option.code for option in item.options if not option.exclusive}
    subsets = [tuple(c for n, c in enumerate(item.codes()) if bits >> n & 1) for bits in range(1 << item.width)]
    return [subset for subset in subsets if len(subset) < 2 or beside.issuperset(subset)]


def every_sheet(questionnaire: Questionnaire, group: str) -> list[dict[str, Chosen]]:
    """All the sheets that someone of *group* can hand in: for small forms only."""
    found: list[dict[str, Chosen]] = [{}]
    for item in items(questionnaire):
        grown: list[dict[str, Chosen]] = []
        for sheet in found:
            shown = is_shown(questionnaire, item, group, sheet)
            grown.extend({**sheet, item.id: c} if c else sheet for c in (every_answer(item) if shown else [()]))
        found = grown
    return found
