"""Codes are read in the browser as in Python: the same code, the same place, and for every slip the same words."""

import json
import sys
import unicodedata
from pathlib import Path
from random import Random
from typing import Any

from survey.ballot import codes, crockford
from survey.errors import CodeFault, WrongSymbol
from tests.survey.web.browser.scripts import run_node

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[3] / "reference" / "codes" / "vectors.json").read_text(encoding="utf-8")
)
FINGERPRINT = bytes(range(32))
STRATA = 4


def in_browser(typings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_node("read_codes.mjs", typings)
    return found


def in_python(typed: str) -> dict[str, Any]:
    """What Python makes of a typed code; where nothing is left of it, the fault has a name of its own."""
    if not crockford.normalised(typed):
        return {"reason": "empty", "position": 0}
    try:
        code = codes.read_code(typed)
    except WrongSymbol as fault:
        return {"reason": "symbol", "position": fault.position}
    except CodeFault as fault:
        return {"reason": fault.reason, "position": fault.position or 0}
    place = codes.place_of(code, FINGERPRINT)
    return {"code": code, "place": place} if place < STRATA else {"reason": "unknown", "position": 0}


def typed(*texts: str) -> list[dict[str, Any]]:
    return [{"typed": text, "fingerprint": FINGERPRINT.hex(), "strata": STRATA} for text in texts]


def alike(*texts: str) -> None:
    """Both read each of the texts alike, and a fault never repeats what was typed."""
    found = in_browser(typed(*texts))
    assert [found_one.pop("said", found_one.get("reason")) for found_one in found] == [
        found_one.get("reason") for found_one in found
    ]
    assert dict(zip(texts, found, strict=True)) == {text: in_python(text) for text in texts}


def new_code(random: Random) -> str:
    return codes.new_code(random.randbytes(codes.RANDOM_BYTES), FINGERPRINT, random.randrange(STRATA))


def test_the_browser_reads_the_codes_of_the_vectors() -> None:
    well = [*VECTORS["readings"], *(one | {"typed": one["code"]} for one in VECTORS["codes"])]
    expected = [{"code": one["code"], "place": one["place"]} for one in well]
    assert in_browser(well) == expected


def test_the_browser_meets_the_faults_of_the_vectors() -> None:
    faults = VECTORS["faults"]
    expected = [{"reason": one["reason"], "position": one["position"] or 0, "said": one["reason"]} for one in faults]
    assert in_browser(faults) == expected


def test_every_single_slip_is_located_alike() -> None:
    random = Random(1)
    values = crockford.decoded(new_code(random))
    slips = [
        crockford.encoded([*values[:place], value, *values[place + 1 :]]) for place in range(16) for value in range(32)
    ]
    alike(*slips)


def test_random_codes_of_this_wave_and_others_are_read_alike() -> None:
    random = Random(2)
    others = [codes.new_code(random.randbytes(8), FINGERPRINT, random.randrange(1024)) for _ in range(200)]
    pairs = [new_code(random)[:-3] + "".join(random.choices(crockford.ALPHABET, k=3)) for _ in range(200)]
    alike(*(new_code(random) for _ in range(200)), *others, *pairs)


def test_every_character_there_is_is_dropped_mapped_or_left_alike() -> None:
    # Unassigned ones are left out: the two may know different versions of Unicode.
    known = [one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(one) not in {"Cn", "Cs", "Co"}]
    assert run_node("normalise.mjs", known) == [crockford.normalised(one) for one in known]


def test_blanks_alone_and_endless_texts_are_told_alike() -> None:
    alike("", " ", "\t\u00a0\u3000\x1f", "\u200b", "-", "A" * 201, "\U0001f600" * 200, " " * 201, "A" * 16 + " " * 184)
