from analysis.report.truths import held
from tests.analysis.report import releases


def test_each_shown_rate_is_set_beside_its_truth() -> None:
    truths = {("i1", "0580", "elected"): 0.5, ("i1", "0580", "staff"): 0.2, ("i2", "0580", "elected"): 0.05}
    found = held(releases.release(), truths)
    assert [(each.estimate.indicator, each.estimate.group, each.truth, each.inside) for each in found] == [
        ("i1", "elected", 0.5, True),
        ("i1", "staff", 0.2, False),
    ]
