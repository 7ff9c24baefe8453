"""Every address of the respondent's pages. None holds a code or an answer: those travel in the body alone."""

_ANSWER = "/svara"


def entry(wave: str, language: str) -> str:
    """The first page of a wave."""
    return f"/s/{wave}/{language}"


def answer(wave: str, language: str) -> str:
    """Where every form is posted."""
    return f"/s/{wave}/{language}{_ANSWER}"


def leave(wave: str, municipality: str) -> str:
    """The way out, to the neutral page that the municipality has named."""
    return f"/lamna/{wave}/{municipality}"


def method(path: str) -> str:
    """The one method that *path* takes."""
    return "POST" if path.endswith(_ANSWER) else "GET"
