"""A release by hand with every kind of record in it: shown, hidden, without answers, not applicable, pooled, weighted.

Its numbers are no study's; they are odd on purpose, so that one found again is that one.
"""

from typing import Any

import msgspec

from analysis.disclosure.release import (
    Comparison,
    Estimate,
    Homogeneity,
    Municipalities,
    Reading,
    Release,
    Side,
    Stratum,
    Subset,
    Superiority,
    Weighted,
)
from analysis.disclosure.rules import Rules
from analysis.disclosure.wordings import (
    BreakdownWords,
    Family,
    OptionWords,
    PoolWords,
    ScaleWords,
    SplitWords,
    Wording,
)
from questionnaires.answersets import FormMark, Period, Place, Window
from questionnaires.model import Text
from questionnaires.plans import Reference, Targets


def words(swedish: str, english: str) -> Text:
    """A text in both languages."""
    return {"sv": swedish, "en": english}


WAVE = Municipalities(
    fingerprint="0123456789abcdef" * 4,
    fingerprint_short="04HM-ASRB-CDEF",
    study="östergötland-2022",
    wave=1,
    form=FormMark("otillaten-paverkan", "1.0", "ab" * 32),
    plan_digest="cd" * 32,
    period=Period("2021-04-01", "2022-03-31"),
    window=Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z"),
    access_mode="code_on_paper",
    languages=("sv", "en"),
    places=(Place("0580", "Linköping"), Place("0581", "Norrköping"), Place("1761", "Hammarö")),
    origins={"0580": "tally", "0581": "tally", "1761": "import"},
)
LONG = "Alla som svarat på så många frågor att det går att bedöma, under perioden {period}, i någon av grupperna"
OPTIONS = (OptionWords("seldom", words("Sällan", "Seldom")), OptionWords("often", words("Ofta", "Often")))


def estimate(
    indicator: str, place: str | None, group: str, exposed: int = 13, answered: int = 47, **more: Any
) -> Estimate:
    """A shown estimate; *more* replaces any field."""
    share = exposed / answered
    made = Estimate(
        indicator=indicator,
        municipality=place,
        group=group,
        status="shown",
        suppressed=False,
        invited=97,
        exposed=exposed,
        answered=answered,
        share=share,
        low=share * 0.71,
        high=share * 1.13,
        bounds_low=share / 7,
        bounds_high=0.93,
        level=0.95,
        method="wilson",
        target="risk",
        assumption="missing_at_random_within_stratum",
        other=Reading("population", "hypergeometric", 0.1234567, 0.4321, "ok"),
    )
    return msgspec.structs.replace(made, **more)


def hidden(indicator: str, place: str | None, group: str, **more: Any) -> Estimate:
    """The same, hidden."""
    nothing = dict.fromkeys(
        ("exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high", "frame", "other")
    )
    made = estimate(indicator, place, group)
    return msgspec.structs.replace(made, status="hidden", suppressed=True, **{**nothing, **more})


def silent(indicator: str, place: str | None, group: str, **more: Any) -> Estimate:
    """Nobody answered."""
    made = estimate(indicator, place, group)
    return msgspec.structs.replace(
        made, status="no_answers", exposed=0, answered=0, share=None, low=0.0, high=1.0, bounds_low=0.0,
        bounds_high=1.0, other=None, **more,
    )  # fmt: skip


def difference(family: str, indicator: str, first: Side, second: Side, **more: Any) -> Comparison:
    """A shown comparison; *more* replaces any field."""
    made = Comparison(
        family=family,
        indicator=indicator,
        first=first,
        second=second,
        status="shown",
        suppressed=False,
        difference=-0.0314159,
        low=-0.0921,
        high=0.0271828,
        bounds_low=-0.81,
        bounds_high=0.77,
        p=0.3217,
        p_adjusted=0.6434,
        family_size=4,
        level=0.95,
        method="newcombe",
        target="risk",
        assumption="missing_at_random_within_stratum",
        kind="groups_within_municipality",
        ratio=0.7654,
        ratio_low=0.5,
        ratio_high=None,
        tipping=0.271,
        other=Reading("population", "newcombe_fpc", -0.08, 0.02, "ok", 0.28),
        targets_disagree=True,
    )
    return msgspec.structs.replace(made, **more)


def concealed(comparison: Comparison) -> Comparison:
    """The same comparison, hidden."""
    nothing = dict.fromkeys(
        ("difference", "low", "high", "bounds_low", "bounds_high", "p", "p_adjusted", "ratio", "ratio_low",
         "ratio_high", "tipping", "other", "homogeneity")
    )  # fmt: skip
    return msgspec.structs.replace(comparison, status="hidden", suppressed=True, targets_disagree=False, **nothing)


def _estimates() -> tuple[Estimate, ...]:
    woman, man = Subset("B4", "woman"), Subset("B4", "man")
    return (
        estimate("undue_influence", "0580", "elected", 18, 55),
        estimate("undue_influence", "0580", "staff", 101, 307, frame=901),
        hidden("undue_influence", "1761", "elected", band=(0.0, 0.15)),
        silent("undue_influence", "0581", "staff"),
        estimate("=threats", "0580", "elected", 17, 53, reliability="uncertain"),
        estimate("undue_influence", None, "elected", 31, 114, table="pools", pool="värmland"),
        estimate("undue_influence", None, "elected", 12, 41, table="pools", pool="värmland", subset=woman),
        estimate("who/criminal", None, "elected", 9, 31, table="pools", pool="värmland", denominator="exposed"),
        estimate("C1a>=seldom", None, "elected", 21, 71, table="pools", pool="värmland"),
        estimate("undue_influence", "0580", "elected", 11, 29, table="breakdowns", subset=woman),
        hidden("undue_influence", "0580", "elected", table="breakdowns", subset=man),
        estimate("who/criminal", "0580", "elected", 7, 19, table="splits", denominator="exposed"),
        estimate("who/criminal", "0580", "elected", 7, 23, table="splits", denominator="mentions", method="none",
                 low=None, high=None, bounds_low=None, bounds_high=None, other=None),
        hidden("who/colleague", "0580", "elected", table="splits", denominator="exposed"),
        estimate("C1a>=seldom", "0580", "elected", 19, 43, table="distributions"),
        hidden("C1a>=often", "0580", "elected", table="distributions"),
    )  # fmt: skip


def release(**more: Any) -> Release:
    """The release; *more* replaces any field."""
    elected, staff = Side("0580", "elected"), Side("0580", "staff")
    other = Side("1761", "elected")
    women, men = (Side("0580", "staff", Subset("B4", code)) for code in ("woman", "man"))
    first = difference("elected_staff", "undue_influence", elected, staff)
    pooled = difference(
        "pooled", "undue_influence", Side(None, "elected"), Side(None, "staff"), kind="groups_pooled",
        left_out=("1761",), homogeneity=Homogeneity(0.0413, 0.22, None, "one_place"), other=None,
    )  # fmt: skip
    weighted = Weighted(
        indicator="undue_influence", municipality="0580", group="staff", status="shown", suppressed=False,
        items=("B4", "B2"), parts=(Subset("B4", "woman"), Subset("B2", "school")),
        share=0.2871, effective=281.37, low=0.2, high=0.37,
        other=Reading("population", "wilson_fpc", 0.21, 0.36), collapsed=(("school", "care"),), level=0.95,
        method="wilson_effective", target="risk", assumption="missing_at_random",
    )  # fmt: skip
    superior = Superiority(
        family="scales", item="C1a", first=elected, second=staff, status="shown", suppressed=False,
        probability=0.5713, low=0.51, high=0.63, p=0.0217, p_adjusted=0.0434, family_size=2, level=0.95,
        method="brunner_munzel", target="risk", assumption="missing_at_random_within_stratum",
    )  # fmt: skip
    made = Release(
        format=2,
        title=words("Otillåten påverkan i Östergötland", "Undue influence in Östergötland"),
        wave=WAVE,
        rules=Rules(10, 5),
        level=0.95,
        planned_level=0.95,
        targets=Targets("risk", "risk"),
        strata=(
            _stratum("0580", words("Ledamöter och ersättare", "Members and substitutes"), 97, 61),
            _stratum("1761", words("Ledamöter", "Members"), 31, None),
        ),
        indicators=(_wording("undue_influence", words("Otillåten påverkan", "Undue influence")),
                    _wording("=threats", words("=HYPERLINK(1)", "Threats; \"quoted\"")),),
        families=(Family("elected_staff", "groups_within_municipality", words("Grupper", "Groups"), "holm", 4),
                  Family("pooled", "groups_pooled", words("Sammanvägt", "Pooled"), "holm", 1),
                  Family("scales", "scales_between_groups", words("Skalor", "Scales"), "holm", 2)),
        estimates=_estimates(),
        pooled=(estimate("undue_influence", None, "elected", 41, 161), hidden("=threats", None, "elected")),
        comparisons=(first, concealed(difference("elected_staff", "=threats", elected, other)), pooled,
                     difference("elected_staff", "undue_influence", women, men, kind="options_within_stratum")),
        breakdowns=(BreakdownWords("B4", words("Kön", "Gender"), (
            OptionWords("woman", words("Kvinna", "Woman")), OptionWords("man", words("Man", "Man"))),
            ("undue_influence",)),),
        splits=(SplitWords("who", words("Vem som låg bakom", "Who was behind it"), "undue_influence", (
            OptionWords("criminal", words("Någon från kriminella miljöer", "Someone from crime")),
            OptionWords("colleague", words("Någon på insidan", "An insider")))),),
        scales=(ScaleWords("C1a", words("Hot på nätet", "Threats online"), "frequency", OPTIONS, ("seldom", "often"),
                           (words("Aldrig", "Never"), words("Sällan", "Seldom"), words("Ofta", "Often"))),),
        pools=(PoolWords("värmland", words("Östra Värmland", "Eastern Värmland"), ("1761", "0581")),),
        references=(_reference(),),
        weighted=(weighted,),
        superiorities=(superior,),
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def stamped() -> Release:
    """The same, of answer sets that were compared although they differed."""
    return release(not_equivalent=("window",), override="Fältperioden förlängdes en vecka")


def _reference() -> Reference:
    return Reference(
        indicator="undue_influence",
        group="elected",
        share=0.3063,
        label=words("Brå, PTU 2021", "Brå, PTU 2021"),
        population=words("förtroendevalda i hela landet", "elected representatives in the whole country"),
        period=words("år 2020", "the year 2020"),
        source="Brå, rapport 2021:16, tabell 3",
    )


def _stratum(place: str, definition: Text, invited: int, answered: int | None) -> Stratum:
    return Stratum(
        municipality=place,
        group="elected",
        definition=definition,
        invited=invited,
        suppressed=answered is None,
        answered=answered,
    )


def _wording(name: str, label: Text) -> Wording:
    finding = {group: words("har mött det", "has met it") for group in ("elected", "staff")}
    return Wording(name, label, words(LONG, "Everybody who answered, {period}"), finding)
