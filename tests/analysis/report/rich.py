"""A release with everything that a release can hold, put together by hand: three municipalities, one of them tiny.

The numbers are made up, and their intervals are plain Wilson limits; what they show is chosen case by case, so that
every sentence and every figure has something to say.
"""

from functools import lru_cache

import msgspec

from analysis.disclosure.release import Estimate, Municipalities, Reading, Release, Stratum, Subset, Weighted
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
from questionnaires.plans import Reference, Targets
from tests.analysis.report.rich_comparisons import comparisons, superiorities

PLACES = {"0580": "Linköping", "0581": "Norrköping", "0586": "Mjölby"}
INVITED = {("0580", "elected"): 79, ("0580", "staff"): 900, ("0581", "elected"): 85, ("0581", "staff"): 800}
INVITED |= {("0586", "elected"): 31, ("0586", "staff"): 60}
RATES = {
    "undue_influence": ((30, 55), (30, 341), (19, 59), (44, 379), None, (7, 40)),
    "exposed_any": ((40, 55), (120, 341), (35, 59), (140, 379), None, (16, 40)),
    "reported_any": ((18, 40), (50, 120), (14, 35), (61, 140), None, None),
}
LABELS = {
    "undue_influence": "Otillåten påverkan",
    "exposed_any": "Minst en händelse",
    "reported_any": "Berättat för någon",
}
DIFFERING = {
    "reference period": {
        "0580": "2021-04-01 to 2022-02-28",
        "0581": "2022-04-01 to 2023-03-31",
        "0586": "2022-04-01 to 2023-03-31",
    },
    "window": dict.fromkeys(PLACES, "2023-04-25T06:00:00Z to 2023-05-16T06:00:00Z")
    | {"0580": "2023-04-26T06:00:00Z to 2023-05-16T06:00:00Z"},
    "access mode": dict.fromkeys(PLACES, "code_on_paper") | {"0580": "code_by_mail"},
    "thresholds": dict.fromkeys(PLACES, "10 and 5") | {"0581": "12 and 5"},
    "fingerprint": {"0580": "04HM-ASW9-NF6Y", "0581": "1A2B-3C4D-5E6F", "0586": "1A2B-3C4D-5E6F"},
}
KINDS = {
    "groups": "groups_within_municipality",
    "pooled": "groups_pooled",
    "places": "municipalities_within_group",
    "gender": "options_within_stratum",
    "waves": "waves_within_stratum",
    "scales": "scales_between_groups",
}
GENDER = (OptionWords("woman", {"sv": "Kvinna", "en": "Woman"}), OptionWords("man", {"sv": "Man", "en": "Man"}))
AGREE = tuple(
    OptionWords(code, {"sv": sv, "en": en})
    for code, sv, en in (
        ("strongly_disagree", "Stämmer inte alls", "Strongly disagree"),
        ("disagree", "Stämmer ganska dåligt", "Disagree"),
        ("neither", "Varken eller", "Neither agree nor disagree"),
        ("agree", "Stämmer ganska bra", "Agree"),
        ("strongly_agree", "Stämmer helt", "Strongly agree"),
    )
)
TIMES = tuple(
    OptionWords(code, {"sv": sv, "en": en})
    for code, sv, en in (
        ("no", "Nej", "No"),
        ("once", "En gång", "Once"),
        ("two_to_five", "2–5 gånger", "2–5 times"),
        ("six_or_more", "6 gånger eller fler", "6 times or more"),
    )
)


def wilson(exposed: int, answered: int) -> tuple[float, float]:
    """Wilson's limits, for numbers that look like numbers."""
    share, z = exposed / answered, 1.959964
    middle = (share + z * z / (2 * answered)) / (1 + z * z / answered)
    half = z * (share * (1 - share) / answered + z * z / (4 * answered**2)) ** 0.5 / (1 + z * z / answered)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def estimate(name: str, place: str | None, group: str, pair: tuple[int, int] | None, **more: object) -> Estimate:
    """A shown rate of *pair*, or a hidden one for None."""
    invited = INVITED.get((place or "", group), 1600)
    base: dict[str, object] = {"indicator": name, "municipality": place, "group": group, "invited": invited}
    base |= {"level": 0.95, "method": "hypergeometric_mid_p", "target": "population", "assumption": "missing_at_random"}
    numbers: dict[str, object] = dict.fromkeys(
        ("exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high")
    )
    if pair is None:
        return Estimate(**(base | numbers | {"status": "hidden", "suppressed": True} | more))  # type: ignore[arg-type]
    exposed, answered = pair
    low, high = wilson(exposed, answered)
    asked = max(invited, 2 * answered)
    first, last = exposed / asked, (exposed + asked - answered) / asked
    numbers = {"exposed": exposed, "answered": answered, "share": exposed / answered}
    numbers |= {"low": max(low, first), "high": min(high, last), "bounds_low": first, "bounds_high": last}
    numbers |= {"status": "shown", "suppressed": False, "other": Reading("risk", "wilson", max(low - 0.01, 0.0), high)}
    return Estimate(**(base | numbers | more))  # type: ignore[arg-type]


def _rates() -> list[Estimate]:
    made = []
    for name, pairs in RATES.items():
        for (place, group), pair in zip(INVITED, pairs, strict=True):
            more: dict[str, object] = {}
            if pair is None:
                more["band"] = (0.15, 0.5) if name == "exposed_any" else (0.0, 0.15)
            elif place == "0586":
                more["reliability"] = "uncertain"
            made.append(estimate(name, place, group, pair, **more))
    return made


def _parts() -> list[Estimate]:
    """Breakdowns by gender, the split, and the scales."""
    made = []
    risk: dict[str, object] = {"method": "wilson", "target": "risk", "other": None}
    gender = (((18, 25), (11, 29)), ((22, 240), (8, 98)), ((9, 30), (10, 28)))
    for (place, group), by_gender in zip(INVITED, gender, strict=False):
        for option, whole in zip(GENDER, by_gender, strict=True):
            part = Subset("B4", option.code)
            made.append(estimate("undue_influence", place, group, whole, table="breakdowns", subset=part, **risk))
    shares: tuple[tuple[int, int] | None, ...] = ((9, 30), (14, 30), None)
    for (place, group), part_of in zip(INVITED, (30, 30, 19, 44), strict=False):
        for code, pair in zip(("criminal", "citizen", "internal"), shares, strict=True):
            for denominator, base in (("exposed", part_of), ("answered", 341), ("mentions", 52)):
                numbers = None if pair is None else (min(pair[0], part_of), base)
                more: dict[str, object] = {"table": "splits", "denominator": denominator, **risk}
                if denominator == "mentions" and numbers:
                    more |= {"low": None, "high": None, "bounds_low": None, "bounds_high": None, "method": "none"}
                made.append(estimate(f"behind/{code}", place, group, numbers, **more))
    for place, group in INVITED:
        tiny = place == "0586"
        for options, item, start in ((AGREE[1:], "H1", 52), (TIMES[1:], "C1", 30)):
            for step, cut in enumerate(option.code for option in options):
                hidden = tiny or (place == "0581" and cut == "neither")
                found = None if hidden else (start - 11 * step if item == "H1" else 30 - 13 * step, 59)
                made.append(estimate(f"{item}>={cut}", place, group, found, table="distributions", **risk))
    return made


def both(sv: str, en: str = "") -> dict[str, str]:
    """A text in both languages, the same if only one is given."""
    return {"sv": sv, "en": en or sv}


def _options(codes: tuple[str, ...], texts: tuple[tuple[str, ...], ...]) -> tuple[OptionWords, ...]:
    return tuple(OptionWords(code, both(sv, en)) for code, sv, en in zip(codes, *texts, strict=True))


def _scale(item: str, label: str, measure: str, options: tuple[OptionWords, ...]) -> ScaleWords:
    cuts = tuple(option.code for option in options[1:])
    steps = tuple(option.label for option in options)
    return ScaleWords(item, both(label), measure, options, cuts, steps)  # type: ignore[arg-type]


def _wave() -> Municipalities:
    return Municipalities(
        fingerprint="0123456789abcdef" * 4,
        fingerprint_short="04HM-ASW9-NF6Y",
        study="ostergotland-2023",
        wave=2,
        form=FormMark("otillaten-paverkan", "1.0", "ab" * 32),
        plan_digest="cd" * 32,
        period=Period("2022-04-01", "2023-03-31"),
        window=Window("2023-04-25T06:00:00Z", "2023-05-16T06:00:00Z"),
        access_mode="code_on_paper",
        languages=("sv", "en"),
        places=tuple(Place(code, name) for code, name in PLACES.items()),
        origins={"0580": "tally", "0581": "import", "0586": "tally"},
    )


def _pooled() -> tuple[Estimate, ...]:
    several = {"undue_influence": ((49, 114), (81, 760)), "exposed_any": ((75, 114), (276, 760))}
    made = [
        estimate(name, None, group, pair, left_out=("0586",) if group == "elected" else ())
        for name, pairs in several.items()
        for group, pair in zip(("elected", "staff"), pairs, strict=True)
    ]
    return (*made, estimate("undue_influence", None, "elected", (25, 70), table="pools", pool="small"))


def _stratum(place: str, group: str) -> Stratum:
    few, invited = (place, group) == ("0586", "elected"), INVITED[place, group]
    return Stratum(place, group, both(f"alla {group}"), invited, few, None if few else invited * 6 // 10)


def _weighted(place: str, numbers: tuple[float, float, float, float] | None) -> Weighted:
    found: dict[str, object] = {
        "indicator": "undue_influence",
        "municipality": place,
        "group": "elected",
        "status": "shown" if numbers else "hidden",
        "suppressed": numbers is None,
        "items": ["B4"],
        "parts": [{"item": "B4", "code": option.code} for option in GENDER],
        "other": None,
        "collapsed": [["woman", "man"]] if numbers else [],
        "level": 0.95,
        "method": "post_stratified",
        "target": "population",
        "assumption": "missing_at_random_within_cells",
    }
    found |= dict(zip(("share", "effective", "low", "high"), numbers or (None,) * 4, strict=True))
    return msgspec.convert(found, Weighted)


@lru_cache
def release() -> Release:
    """Everything, in equivalent municipalities."""
    wave = _wave()
    before, opened = Period("2021-04-01", "2022-03-31"), Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z")
    base = both("alla som har svarat", "all who answered")
    said = both("har varit med om det under {period}", "have met it during {period}")
    behind = ("Kriminella", "Andra medborgare, med eller utan ärende hos kommunen", "Inom kommunen")
    return Release(
        format=2,
        title=both("Enkät om otillåten påverkan", "Survey on undue influence"),
        wave=wave,
        rules=Rules(10, 5),
        level=0.95,
        planned_level=0.95,
        targets=Targets("population", "risk"),
        strata=tuple(_stratum(*place) for place in INVITED),
        indicators=tuple(
            Wording(name, both(label), base, {"elected": said, "staff": said}) for name, label in LABELS.items()
        ),
        families=tuple(
            Family(name, kind, both(f"Familjen {name}"), "benjamini_hochberg" if name == "waves" else "holm", 12)
            for name, kind in KINDS.items()
        ),
        estimates=(*_rates(), *_parts()),
        pooled=_pooled(),
        comparisons=comparisons(),
        breakdowns=(BreakdownWords("B4", both("Kön", "Gender"), GENDER, ("undue_influence",)),),
        splits=(
            SplitWords(
                "behind",
                both("Vilka som låg bakom", "Who was behind it"),
                "undue_influence",
                _options(("criminal", "citizen", "internal"), (behind, ("Criminals", "Others", "Within"))),
            ),
        ),
        scales=(
            _scale("H1", "Det finns uppgifter som man är rädd för att hantera", "agreement", AGREE),
            _scale("C1", "Någon har förolämpat dig grovt", "frequency", TIMES),
        ),
        pools=(PoolWords("small", both("Mjölby med grannar", "Mjölby and neighbours"), ("0581", "0586")),),
        references=(
            Reference(
                "undue_influence",
                "elected",
                0.29,
                both("Politikernas trygghetsundersökning", "The politicians’ safety survey"),
                both("förtroendevalda i hela landet", "elected representatives in the whole country"),
                both("2022"),
                "Brå, PTU 2023",
            ),
        ),
        weighted=(_weighted("0580", (0.52, 51.3, 0.4, 0.64)), _weighted("0586", None)),
        superiorities=superiorities(),
        earlier=msgspec.structs.replace(wave, wave=1, period=before, window=opened),
    )


@lru_cache
def not_equivalent() -> Release:
    """The same, but compared in spite of what differs."""
    return msgspec.structs.replace(
        release(), not_equivalent=tuple(DIFFERING), differing=DIFFERING, override="Beslut KS 2023/17"
    )
