"""Every address of the respondent's pages. None holds a code or an answer: those travel in the body alone."""

_ANSWER = "/svara"
_ENVELOPE = "/kuvert"


def entry(wave: str, language: str) -> str:
    """The first page of a wave."""
    return f"/s/{wave}/{language}"


def answer(wave: str, language: str) -> str:
    """Where every form is posted."""
    return f"/s/{wave}/{language}{_ANSWER}"


def statement(wave: str, language: str) -> str:
    """The accessibility statement of a wave."""
    return f"/s/{wave}/{language}/tillganglighet"


def file(wave: str, name: str) -> str:
    """A file of a wave's theme."""
    return f"/s/{wave}/fil/{name}"


def board(wave: str, language: str) -> str:
    """The page where a receipt is looked for."""
    return f"/s/{wave}/{language}/kvitto"


def download(wave: str) -> str:
    """The whole board, as one file."""
    return f"/s/{wave}/tavla.txt"


def leave(wave: str) -> str:
    """The way out, to the neutral page that the study names: one for all, or it would tell the municipality."""
    return f"/lamna/{wave}"


def takes_envelopes(path: str) -> bool:
    """Whether *path* is where a browser that seals by itself sends its envelope."""
    return path.startswith("/s/") and path.endswith(_ENVELOPE)


def methods(path: str) -> str:
    """The methods that *path* takes, as the header `Allow` lists them."""
    return "POST" if path.endswith((_ANSWER, _ENVELOPE)) else "GET, HEAD"
