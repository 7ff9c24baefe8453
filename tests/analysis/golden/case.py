"""One reference number beside ours. A reader takes the folder of a reference file and yields these."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Case(NamedTuple):
    """*found* is ours, *expected* the reference's. They agree within *absolute* or within *relative* of *expected*."""

    name: str
    found: float | None
    expected: float | None
    absolute: float = 0.0
    relative: float = 0.0


def read_json(folder: Path, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return content


def number(value: Any) -> float | None:
    """A number as the files spell it: also inf and nan as text, and null."""
    return None if value is None else float(value)


def several(
    name: str, found: Iterable[float | None], expected: Iterable[Any], absolute: float = 0.0, relative: float = 0.0
) -> Iterator[Case]:
    for place, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        yield Case(f"{name} {place}", ours, number(theirs), absolute, relative)
