"""What a draft holds: who may answer, where in the form they are, and what they have answered so far.

All drafts of a wave are written in the same number of bytes. They keep answers as they were given, faulty or since
routed past, so that going back and forth loses nothing; what is sent is cleaned of both.

    32 bytes seed · 16 bytes code · 1 byte stratum · 1 byte place · the answers, a byte for each symbol
"""

from collections.abc import Mapping, Sequence

import msgspec

from questionnaires.conditions import Answers
from questionnaires.items import LETTERS, Item, items, row_width
from questionnaires.model import Questionnaire
from survey.ballot.codes import SYMBOLS
from survey.errors import DraftError

SEED_BYTES = 32
_HEAD = SEED_BYTES + SYMBOLS + 2
_NOTHING = "."


class Draft(msgspec.Struct, frozen=True):
    """Half a sheet. *place* is the part of the form that its page shows; *seed* makes the sealing repeatable."""

    seed: bytes
    code: str
    stratum: str
    place: int
    answers: dict[str, tuple[str, ...]]

    @property
    def group(self) -> str:
        """The group, `elected` or `staff`."""
        return self.stratum.partition("/")[2]

    @property
    def municipality(self) -> str:
        """The municipality's four digits."""
        return self.stratum.partition("/")[0]


def size(questionnaire: Questionnaire) -> int:
    """Bytes in every draft of a wave with this questionnaire."""
    return _HEAD + row_width(questionnaire)


def write(questionnaire: Questionnaire, strata: Sequence[str], draft: Draft) -> bytes:
    """The draft as bytes. *strata* are the wave's, in the manifest's order."""
    answers = "".join(_symbols(item, draft.answers.get(item.id, ())) for item in items(questionnaire))
    head = draft.seed + draft.code.encode("ascii") + bytes([strata.index(draft.stratum), draft.place])
    return head + answers.encode("ascii")


def read(questionnaire: Questionnaire, strata: Sequence[str], payload: bytes) -> Draft:
    """The draft in *payload*. Raises DraftError if it is none of this questionnaire's."""
    if len(payload) != size(questionnaire) or payload[_HEAD - 2] >= len(strata):
        raise DraftError("a draft does not fit this questionnaire")
    symbols = payload[_HEAD:].decode("latin-1")
    answers = {item.id: chosen for item in items(questionnaire) if (chosen := _chosen(item, symbols))}
    return Draft(
        seed=payload[:SEED_BYTES],
        code=payload[SEED_BYTES : SEED_BYTES + SYMBOLS].decode("latin-1"),
        stratum=strata[payload[_HEAD - 2]],
        place=payload[_HEAD - 1],
        answers=answers,
    )


def _symbols(item: Item, chosen: Sequence[str]) -> str:
    codes = item.codes()
    if item.multiple:
        return "".join("1" if code in chosen else _NOTHING for code in codes)
    return next((LETTERS[place] for place, code in enumerate(codes) if code in chosen), _NOTHING)


def _chosen(item: Item, symbols: str) -> tuple[str, ...]:
    codes = item.codes()
    if item.multiple:
        marks = symbols[item.offset : item.offset + item.width]
        return tuple(code for code, mark in zip(codes, marks, strict=True) if mark == "1")
    place = LETTERS.find(symbols[item.offset])
    return (codes[place],) if 0 <= place < len(codes) else ()


def merged(answers: Answers, shown: Sequence[str], posted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """*answers* with those of the page's *shown* items replaced by what was *posted*: also by nothing."""
    kept = {item: chosen for item, chosen in answers.items() if item not in shown}
    return kept | {item: tuple(posted[item]) for item in shown if posted.get(item)}
