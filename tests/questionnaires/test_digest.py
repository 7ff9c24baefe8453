import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.digest import canonical_bytes, digest
from questionnaires.model import Questionnaire
from questionnaires.reading import from_table, read_questionnaire
from tests.questionnaires.forms import SMALL, made, small, spoiled, standard

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcåäö_", max_size=3), inner, max_size=3),
    max_leaves=12,
)


def turned(value: Any) -> Any:
    """The same value, every table's keys in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


@given(JSON)
def test_the_order_of_keys_does_not_count(value: object) -> None:
    assert canonical_bytes(value) == canonical_bytes(turned(value))


@given(JSON)
def test_canonical_bytes_are_those_of_another_writer_of_canonical_json(value: object) -> None:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert json.loads(canonical_bytes(value)) == value
    if "\\u" not in plain.decode() and "\x7f" not in plain.decode():  # control characters have two spellings
        assert canonical_bytes(value) == plain


def test_a_digest_by_hand() -> None:
    assert canonical_bytes({"b": 1, "a": ["å", 0.95, None, True]}) == '{"a":["å",0.95,null,true],"b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


@pytest.mark.parametrize("form", [small(), standard()], ids=["small", "standard"])
def test_a_form_read_back_from_its_canonical_bytes_has_the_same_digest(form: Questionnaire) -> None:
    table = json.loads(canonical_bytes(form))
    assert digest(from_table("canonical", turned(table), Questionnaire)) == digest(form)


def test_comments_spaces_and_the_order_of_keys_in_the_file_do_not_count(tmp_path: Any) -> None:
    path = tmp_path / "questionnaire.toml"
    text = SMALL.read_text(encoding="utf-8")
    text = "# another comment\n" + text.replace('id = "small"\nversion = "1"\n', 'version  =  "1"\nid = "small"\n\n')
    path.write_text(text, encoding="utf-8")
    assert digest(read_questionnaire(path)) == digest(small())
    assert digest(made(turned(spoiled({})))) == digest(small())


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2"},
        {"sections/1/questions/0/text/sv": "Har du under {period} i {duty} varit med om detta? "},
        {"scales/often/options/1/score": 7},
        {"sections/2/questions/0/options/2/text/en": "Rather not say"},
        {"sections/1/questions/1/shown_if/at_least": 2},
        {"indicators/0/base/at_least": 1},
        {"terms/duty/staff/en": "your job"},
    ],
)
def test_every_word_and_every_rule_counts(changes: dict[str, object]) -> None:
    assert digest(made(spoiled(changes))) != digest(small())


def test_a_battery_named_whole_is_its_statements_named_one_by_one() -> None:
    # Both forms ask the same of everyone, so they are the same questionnaire.
    assert digest(made(spoiled({"sections/1/questions/1/shown_if/items": ["C1", "C2"]}))) == digest(small())
