"""The comparisons of the release that `rich` puts together: every kind, with every verdict and every reason."""

from analysis.disclosure.release import Comparison, Homogeneity, Reading, Side, Subset, Superiority

TESTED = {"level": 0.95, "target": "risk", "assumption": "missing_at_random"}
Numbers = tuple[float, float, float, float]
Pair = tuple[Side, Side]

CLEAR, FIRM, BELOW = (0.457, 0.32, 0.58, 0.0001), (0.5, 0.42, 0.58, 0.0001), (-0.12, -0.2, -0.04, 0.01)
UNCLEAR, ALONE = (0.031, -0.004, 0.066, 0.31), (0.09, 0.01, 0.17, 0.12)


def groups(place: str | None) -> Pair:
    """The elected and the staff of a municipality, or of all."""
    return Side(place, "elected"), Side(place, "staff")


def places(group: str) -> Pair:
    """A group of Linköping and of Norrköping."""
    return Side("0580", group), Side("0581", group)


def genders(group: str) -> Pair:
    """Women and men of a group in Linköping."""
    return Side("0580", group, Subset("B4", "woman")), Side("0580", group, Subset("B4", "man"))


def waves(place: str, group: str) -> Pair:
    """This wave and the one before."""
    return Side(place, group), Side(place, group, wave=1)


def compared(family: str, indicator: str, pair: Pair, numbers: Numbers, **more: object) -> Comparison:
    """A shown comparison of (difference, low, high, adjusted p)."""
    difference, low, high, p = numbers
    base: dict[str, object] = {"family": family, "indicator": indicator, "first": pair[0], "second": pair[1]}
    base |= {"status": "shown", "suppressed": False, "difference": difference, "low": low, "high": high, "p": p / 2}
    base |= {"bounds_low": difference - 0.6, "bounds_high": difference + 0.6, "p_adjusted": p, "family_size": 12}
    base |= {"ratio": 2.1, "ratio_low": 1.2, "ratio_high": 3.4, "method": "newcombe", **TESTED}
    return Comparison(**(base | more))  # type: ignore[arg-type]


def unmade(family: str, indicator: str, pair: Pair, status: str, reason: str = "") -> Comparison:
    """A comparison without numbers."""
    base: dict[str, object] = {"family": family, "indicator": indicator, "first": pair[0], "second": pair[1]}
    base |= dict.fromkeys(("difference", "low", "high", "bounds_low", "bounds_high", "p", "p_adjusted"))
    base |= {"status": status, "suppressed": status == "hidden", "family_size": 12, "method": "newcombe"}
    return Comparison(**(base | TESTED | {"reason": reason}))  # type: ignore[arg-type]


def comparisons() -> tuple[Comparison, ...]:
    """All of them."""
    undue, events, told = "undue_influence", "exposed_any", "reported_any"
    narrow = Reading("population", "newcombe_fpc", 0.002, 0.081, p=0.03)
    wide = Reading("population", "newcombe_fpc", -0.18, 0.01, p=0.06)
    differs, unseen = Homogeneity(0.001, 0.01, 0.02), Homogeneity(0.2, 0.036, 0.073)
    unknown = Homogeneity(None, None, None, "one_stratum")
    return (
        compared("groups", undue, groups("0580"), CLEAR, tipping=0.12),
        compared("groups", undue, groups("0581"), UNCLEAR, other=narrow, targets_disagree=True),
        unmade("groups", undue, groups("0586"), "hidden"),
        compared("groups", events, groups("0580"), FIRM, bounds_low=0.1, bounds_high=0.7),
        compared("groups", events, groups("0581"), ALONE),
        unmade("groups", events, groups("0586"), "no_answers"),
        compared("pooled", undue, groups(None), CLEAR, left_out=("0586",), homogeneity=differs),
        compared("pooled", events, groups(None), UNCLEAR, homogeneity=unseen),
        compared("pooled", told, groups(None), UNCLEAR, homogeneity=unknown, ratio=None, ratio_high=None),
        compared("places", undue, places("elected"), ALONE),
        compared("places", undue, places("staff"), BELOW, tipping=0.31, other=wide, targets_disagree=True),
        compared("gender", undue, genders("elected"), CLEAR),
        compared("gender", undue, genders("staff"), UNCLEAR),
        compared("waves", undue, waves("0580", "elected"), BELOW),
        compared("waves", undue, waves("0580", "staff"), UNCLEAR),
        unmade("waves", events, waves("0580", "staff"), "not_applicable", "wording_differs"),
        unmade("waves", events, waves("0581", "staff"), "not_applicable", "not_in_earlier_wave"),
        unmade("waves", events, waves("0586", "staff"), "not_applicable"),
    )


def scaled(item: str, place: str, numbers: Numbers | None, status: str = "shown") -> Superiority:
    """One scale compared, (probability, low, high, adjusted p), or without numbers."""
    found: dict[str, object] = dict(
        zip(("probability", "low", "high", "p_adjusted"), numbers or (None,) * 4, strict=True)
    )
    base: dict[str, object] = {"family": "scales", "item": item, "family_size": 6, "method": "superiority", **TESTED}
    base |= {"first": Side(place, "elected"), "second": Side(place, "staff"), "status": status}
    base |= {"suppressed": status == "hidden", "p": found["p_adjusted"]}
    return Superiority(**(base | found))  # type: ignore[arg-type]


def superiorities() -> tuple[Superiority, ...]:
    """Every verdict of a scale."""
    return (
        scaled("H1", "0580", (0.62, 0.55, 0.69, 0.004)),
        scaled("H1", "0581", (0.38, 0.31, 0.45, 0.004)),
        scaled("H1", "0586", None, "hidden"),
        scaled("C1", "0580", (0.51, 0.44, 0.58, 0.8)),
        scaled("C1", "0581", (0.57, 0.503, 0.63, 0.06)),
        scaled("C1", "0586", None, "no_answers"),
    )
