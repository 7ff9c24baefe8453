"""What a draft holds comes out as it went in, in one length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.items import items
from questionnaires.reading import read_questionnaire
from survey.errors import DraftError
from survey.web.respond.draft import SEED_BYTES, Draft, DraftForm, merged
from tests.builders import SMALL_FORM

FORM = read_questionnaire(SMALL_FORM)
STRATA = ("0580/elected", "0580/staff", "0581/elected", "0581/staff")
DRAFTS = DraftForm(FORM, STRATA)


def some_of(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """One or more of *codes*, in their order."""
    return st.sets(st.sampled_from(codes), min_size=1).map(lambda chosen: tuple(sorted(chosen, key=codes.index)))


#: Any answers at all, faulty and routed past included.
answers = st.fixed_dictionaries({}, optional={item.id: some_of(item.codes()) for item in items(FORM)})
drafts = st.builds(
    Draft,
    seed=st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES),
    code=st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16),
    stratum=st.sampled_from(STRATA),
    place=st.integers(0, 255),
    answers=answers,
)


@given(drafts)
def test_what_was_written_is_read_back(draft: Draft) -> None:
    payload = DRAFTS.write(draft)
    assert len(payload) == DRAFTS.size
    assert DRAFTS.read(payload) == draft


def test_a_draft_knows_whose_it_is() -> None:
    draft = Draft(b"x" * 32, "S6CJ966GY6Z7QSCC", "0581/staff", 0, {})
    assert (draft.municipality, draft.group) == ("0581", "staff")


def test_a_code_that_is_not_offered_is_left_out() -> None:
    draft = Draft(b"x" * 32, "S6CJ966GY6Z7QSCC", "0580/staff", 0, {"C1": ("never",), "D1": ("criminal", "nobody")})
    assert DRAFTS.read(DRAFTS.write(draft)).answers == {"D1": ("criminal",)}


@pytest.mark.parametrize("payload", [b"", b"x" * (DRAFTS.size - 1), b"\xff" * DRAFTS.size])
def test_what_is_no_draft_of_this_wave_is_refused(payload: bytes) -> None:
    with pytest.raises(DraftError):
        DRAFTS.read(payload)


def test_a_page_replaces_its_own_answers_and_no_others() -> None:
    before = {"A1": ("yes",), "C1": ("once",), "C2": ("no",)}
    posted = {"C1": [], "C2": ["more"], "G1": ["agree"]}
    assert merged(before, ["C1", "C2"], posted) == {"A1": ("yes",), "C2": ("more",)}


def test_a_draft_tells_as_many_strata_apart_as_a_code_does() -> None:
    form = DraftForm(FORM, [f"{number:04}/staff" for number in range(1024)])
    for stratum in ("0000/staff", "0256/staff", "1023/staff"):
        draft = Draft(b"x" * 32, "S6CJ966GY6Z7QSCC", stratum, 0, {})
        assert form.read(form.write(draft)) == draft
