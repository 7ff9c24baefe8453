"""What a draft holds: who may answer, where in the form they are, and what they have answered so far.

All drafts of a wave are written in the same number of bytes. They keep answers as they were given, faulty or since
routed past, so that going back and forth loses nothing; what is sent is cleaned of both.

    32 bytes seed · 16 bytes code · 2 bytes stratum · 1 byte place · 4 bytes for each item: a bit for each option chosen
"""

import struct
from collections.abc import Mapping, Sequence

import msgspec

from questionnaires.conditions import Answers
from questionnaires.items import items
from questionnaires.model import Questionnaire
from survey.ballot.codes import SYMBOLS
from survey.errors import DraftError

SEED_BYTES = 32


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


class DraftForm:
    """How the drafts of one wave are written: made once from its questionnaire and its strata, in their order."""

    def __init__(self, questionnaire: Questionnaire, strata: Sequence[str]) -> None:
        self._strata = tuple(strata)
        self._place = {item.id: place for place, item in enumerate(items(questionnaire))}
        self._bits = {
            item.id: {code: 1 << place for place, code in enumerate(item.codes())} for item in items(questionnaire)
        }
        self._one = {item: {bit: (code,) for code, bit in bits.items()} for item, bits in self._bits.items()}
        self._nothing = [0] * len(self._place)
        self._layout = struct.Struct(f"<{SEED_BYTES}s{SYMBOLS}sHB{len(self._place)}I")
        self.size = self._layout.size

    def write(self, draft: Draft) -> bytes:
        """*draft* as `size` bytes. A code that its item does not offer is left out."""
        masks = self._nothing.copy()
        for item, codes in draft.answers.items():
            bits = self._bits[item]
            masks[self._place[item]] = bits.get(codes[0], 0) if len(codes) == 1 else _together(bits, codes)
        stratum = self._strata.index(draft.stratum)
        return self._layout.pack(draft.seed, draft.code.encode("ascii"), stratum, draft.place, *masks)

    def read(self, payload: bytes) -> Draft:
        """The draft in *payload*. Raises DraftError if it is none of this wave's."""
        if len(payload) != self.size:
            raise DraftError("a draft does not fit this questionnaire")
        seed, code, stratum, place, *masks = self._layout.unpack(payload)
        if stratum >= len(self._strata):
            raise DraftError("a draft names a stratum that this study does not have")
        answers = {
            item: alone.get(mask) or tuple(code for code, bit in self._bits[item].items() if mask & bit)
            for (item, alone), mask in zip(self._one.items(), masks, strict=True)
            if mask
        }
        return Draft(seed, code.decode("latin-1"), self._strata[stratum], place, answers)


def _together(bits: Mapping[str, int], codes: Sequence[str]) -> int:
    return sum(bits.get(code, 0) for code in set(codes))


def merged(answers: Answers, shown: Sequence[str], posted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """*answers* with those of the page's *shown* items replaced by what was *posted*: also by nothing."""
    kept = {item: chosen for item, chosen in answers.items() if item not in shown}
    return kept | {item: tuple(posted[item]) for item in shown if posted.get(item)}
