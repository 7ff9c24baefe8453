"""A small form and a plan with every table and comparison there is, and studies that answer it."""

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from questionnaires.answersets import AnswerSet, FrameCount, assemble
from questionnaires.conditions import All, Answer, Answered, IndicatorHolds
from questionnaires.model import (
    FrequencyScale,
    Indicator,
    MultipleChoice,
    Option,
    Questionnaire,
    Scale,
    Section,
    SingleChoice,
)
from questionnaires.plans import (
    Breakdown,
    Category,
    Comparison,
    Distribution,
    Plan,
    Pool,
    Reference,
    Split,
    Targets,
    Weighting,
)
from questionnaires.sheets import encode
from tests.analysis.answers import GROUPS, header, words

_YES_NO = (Option("yes", words("Ja")), Option("no", words("Nej")))
_MET = Answer(("I1",), ("yes",))


def _single(name: str, *codes: str) -> SingleChoice:
    return SingleChoice(id=name, text=words(name), options=tuple(Option(code, words(code)) for code in codes))


def _indicator(name: str, base: All | Answered, item: str) -> Indicator:
    return Indicator(name, words(name), words("säger ja"), words("alla som svarat"), base, Answer((item,), ("yes",)))


FORM = Questionnaire(
    id="full",
    version="1",
    languages=("sv", "en"),
    groups=GROUPS,
    title=words("Hel enkät"),
    scales={
        "often": Scale(
            "frequency",
            tuple(Option(code, words(code), score) for score, code in enumerate(("never", "seldom", "often", "daily"))),
        )
    },
    sections=(
        Section("who", words("Du"), (_single("B4", "woman", "man"), _single("B5", "young", "middle", "old"))),
        Section(
            "events",
            words("Händelser"),
            (
                SingleChoice(id="I1", text=words("I1"), options=_YES_NO),
                SingleChoice(id="I2", text=words("I2"), options=_YES_NO),
                MultipleChoice(
                    id="D1",
                    text=words("Vem"),
                    options=tuple(Option(code, words(code)) for code in ("criminal", "citizen", "colleague")),
                    shown_if=_MET,
                ),
                SingleChoice(id="R1", text=words("R1"), options=_YES_NO, shown_if=_MET),
                FrequencyScale(id="F1", text=words("F1"), scale="often"),
            ),
        ),
    ),
    indicators=(
        _indicator("met", Answered(("I1",)), "I1"),
        _indicator("second", Answered(("I2",)), "I2"),
        _indicator("reported", All((IndicatorHolds("met"), Answered(("R1",)))), "R1"),
    ),
)


def plan(
    *more: Comparison, rates: str = "population", comparisons: str = "risk", weighting: tuple[str, ...] = ("B4",)
) -> Plan:
    """Every table, and each kind of comparison once; *more* stand last."""
    both = ("met", "second")
    return Plan(
        level=0.95,
        targets=Targets(rates, comparisons),  # type: ignore[arg-type]  # the two words there are
        indicators=("met", "second", "reported"),
        comparisons=(
            Comparison("groups", "groups_within_municipality", words("grupper"), GROUPS, both),
            Comparison("pooled", "groups_pooled", words("tillsammans"), GROUPS, both),
            Comparison("places", "municipalities_within_group", words("kommuner"), GROUPS, both, "benjamini_hochberg"),
            Comparison(
                "gender", "options_within_stratum", words("kön"), GROUPS, ("met",), item="B4", options=("woman", "man")
            ),
            Comparison("scales", "scales_between_groups", words("skalor"), GROUPS, scales=("F1",)),
            *more,
        ),
        breakdowns=(Breakdown("B4", both), Breakdown("B5", ("met",))),
        splits=(
            Split(
                "who",
                words("Vem"),
                "met",
                "D1",
                (
                    Category("criminal", words("kriminell"), ("criminal",)),
                    Category("known", words("känd"), ("citizen", "colleague")),
                ),
            ),
        ),
        distributions=(Distribution(("F1",), ("seldom", "often")),),
        weighting=Weighting(weighting, both) if weighting else None,
        references=(Reference("met", "staff", 0.3, words("PTU"), words("alla"), words("2021"), "Brå 2022"),),
        pools=(Pool("east", words("Öst"), ("0580", "0581")),),
    )


WAVES = Comparison("waves", "waves_within_stratum", words("vågor"), GROUPS, ("met", "second"))

#: sheets and invited of each stratum
SIZES = {
    "0580/elected": (200, 300),
    "0580/staff": (500, 900),
    "0581/elected": (180, 180),
    "0581/staff": (400, 1000),
    "1480/elected": (260, 400),
    "1480/staff": (600, 2000),
}


def sheet(draw: np.random.Generator, risk: float, background: float = 0.95) -> dict[str, tuple[str, ...]]:
    """One random sheet; a twentieth of the questions are left out, those of the *background* as often as it says."""
    given: dict[str, tuple[str, ...]] = {}

    def answer(item: str, *codes: str, often: float = 0.95) -> None:
        if draw.random() < often:
            given[item] = codes

    answer("B4", str(draw.choice(["woman", "man"])), often=background)
    answer("B5", str(draw.choice(["young", "middle", "old"])), often=background)
    answer("I1", "yes" if draw.random() < risk else "no")
    answer("I2", "yes" if draw.random() < 0.3 else "no")
    if given.get("I1") == ("yes",):
        some = [code for code in ("criminal", "citizen", "colleague") if draw.random() < 0.5]
        if some:
            answer("D1", *some)
        answer("R1", "yes" if draw.random() < 0.5 else "no")
    answer("F1", str(draw.choice(["never", "seldom", "often", "daily"], p=[0.4, 0.3, 0.2, 0.1])))
    return given


def study(
    made: Plan,
    seed: int = 1,
    sizes: Mapping[str, tuple[int, int]] = SIZES,
    frame: Mapping[str, tuple[FrameCount, ...]] | None = None,
    form: Questionnaire = FORM,
    background: float = 0.95,
) -> list[AnswerSet]:
    """Answer sets of random sheets; *frame* by stratum."""
    draw = np.random.default_rng(seed)
    found = []
    for code in sorted({stratum.partition("/")[0] for stratum in sizes}):
        own = {stratum.partition("/")[2]: size for stratum, size in sizes.items() if stratum.startswith(code)}
        head = header(form, made, code, {group: invited for group, (_, invited) in own.items()})
        known = tuple(replace(each, frame=(frame or {}).get(f"{code}/{each.group}", ())) for each in head.strata)
        head = replace(head, strata=known)
        rows = {
            group: [
                encode(form, group, sheet(draw, 0.4 if group == "elected" else 0.25, background)) for _ in range(sheets)
            ]
            for group, (sheets, _) in own.items()
        }
        found.append(assemble(head, rows))
    return found
