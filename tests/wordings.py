"""One more language in a file of wordings, put in where the Swedish stands: for trying languages that no file has."""

import re
from collections.abc import Callable

#: Swedish text -> the same in another language.
Say = Callable[[str], str]

_SWEDISH = re.compile(
    r'^(?P<key>(?:[\w.]+\.)?)sv = "(?P<line>(?:[^"\\]|\\.)*)"$|\bsv = "(?P<inline>(?:[^"\\]|\\.)*)"', re.MULTILINE
)


def with_language(toml: str, language: str, say: Say) -> str:
    """*toml* with each Swedish wording said in *language* too, after it, and the language declared last."""

    def both(found: re.Match[str]) -> str:
        text = found["inline"] if found["line"] is None else found["line"]
        between = ", " if found["line"] is None else f"\n{found['key']}"
        return f'{found[0]}{between}{language} = "{say(text)}"'

    declared = re.sub(r"(?m)^languages = \[(.*)\]$", rf'languages = [\1, "{language}"]', toml, count=1)
    return _SWEDISH.sub(both, declared)
