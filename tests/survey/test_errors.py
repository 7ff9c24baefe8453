import copy
import re
from collections.abc import Iterator

import pytest

from survey import errors
from survey.errors import BallotError, CodeError, CodeFault, EnvelopeError, SamtidigError, WrongPassphrase, WrongSymbol


def tree(root: type[SamtidigError], depth: int = 0) -> Iterator[tuple[int, type[SamtidigError]]]:
    yield depth, root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from tree(child, depth + 1)


def leaves(root: type[SamtidigError]) -> list[type[SamtidigError]]:
    return [kind for _, kind in tree(root) if not kind.__subclasses__()]


def test_the_tree_drawn_at_the_top_is_the_tree() -> None:
    drawn = re.findall(r"^([ │├└─]*)([A-Z]\w+)", (errors.__doc__ or "").partition("Each message")[0], re.MULTILINE)
    branches = [(len(branch) // 4, name) for branch, name in drawn if branch or name == "SamtidigError"]
    assert sorted(branches) == sorted((depth, kind.__name__) for depth, kind in tree(SamtidigError))


def test_a_message_is_the_fault_and_the_mend() -> None:
    assert str(EnvelopeError("this is wrong", "mend it so")) == "this is wrong; mend it so"


@pytest.mark.parametrize("kind", [*leaves(BallotError), *leaves(CodeError)], ids=lambda kind: kind.__name__)
def test_what_the_ballot_refuses_always_has_a_mend(kind: type[SamtidigError]) -> None:
    assert kind.usual_mend


@pytest.mark.parametrize(
    "error",
    [EnvelopeError("a"), EnvelopeError("a", "b"), WrongPassphrase("a"), WrongSymbol(7), CodeFault("foreign", 3)],
)
def test_an_error_survives_the_way_between_processes(error: SamtidigError) -> None:
    again = copy.deepcopy(error)  # by the same way as pickling
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (WrongSymbol(7), "symbol 7 of the code seems wrong; compare it with the letter, symbol by symbol"),
        (CodeFault("foreign", 3), "symbol 3 is none of those a code is written with; compare"),
        (CodeFault("length"), "a code has 16 symbols; compare"),
        (CodeFault("several"), "more than one symbol of the code is wrong; compare"),
    ],
)
def test_a_fault_of_a_code_says_where(error: SamtidigError, words: str) -> None:
    assert str(error).startswith(words)
