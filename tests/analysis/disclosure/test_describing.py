from analysis.disclosure import describing
from analysis.disclosure.wordings import OptionWords
from questionnaires.model import Questionnaire
from tests.analysis.answers import words
from tests.analysis.full import FORM, plan

PLAN = plan()


def test_a_breakdown_names_its_options_in_the_order_of_the_form() -> None:
    by_sex, by_age = describing.breakdowns(PLAN, FORM)
    assert by_sex.options == (OptionWords("woman", words("woman")), OptionWords("man", words("man")))
    assert (by_age.item, by_age.indicators, len(by_age.options)) == ("B5", ("met",), 3)


def test_the_steps_of_a_scale_are_one_more_than_its_cuts_and_hold_every_option_once() -> None:
    (scale,) = describing.scales(PLAN, FORM)
    assert [each.code for each in scale.options] == ["never", "seldom", "often", "daily"]
    assert [step["sv"] for step in scale.steps] == ["never", "seldom", "often / daily"]
    assert len(scale.steps) == len(scale.cuts) + 1


def test_the_options_of_a_scale_go_from_the_lowest_whatever_the_form_has_first() -> None:
    often = FORM.scales["often"]
    turned = type(often)(often.measure, often.options[::-1])
    form = Questionnaire(
        **{name: getattr(FORM, name) for name in FORM.__struct_fields__} | {"scales": {"often": turned}}
    )
    assert describing.scales(PLAN, form) == describing.scales(PLAN, FORM)


def test_a_pool_is_told_of_by_those_of_its_municipalities_that_are_there() -> None:
    assert describing.pools(PLAN, frozenset({"0580", "0581"}))[0].municipalities == ("0580", "0581")
    assert describing.pools(PLAN, frozenset({"0580", "1480"})) == ()
