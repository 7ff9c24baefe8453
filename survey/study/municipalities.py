"""The municipalities of Sweden: the four-digit code of each, and its short name.

A study names its municipalities by code; the name is what a reader sees beside it. The list stands in
`municipalities.tsv`: the codes of Statistics Sweden (SCB), unchanged since Heby moved to Uppsala county in 2007.
A code is text: the first nought of "0580" counts, and its first two digits are the county.
Nothing here may guess: a code that is not in the list has no name.
"""

from functools import cache
from importlib.resources import files


@cache
def names() -> dict[str, str]:
    """Code to name, in the order of the codes; one shared dict, to be read and never changed."""
    text = files("survey.study").joinpath("municipalities.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def name_of(code: str) -> str | None:
    """The short name ("Linköping"), or None if no municipality has this code."""
    return names().get(code)
