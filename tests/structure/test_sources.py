"""House rules on the source that no import contract or linter can say: each is a small look at the syntax tree.

The checks are functions of a text, and each is shown a text that breaks it.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("questionnaires", "survey", "analysis", "tests", "bench", "tools")
    for path in (ROOT / folder).rglob("*.py")
)
#: The scripts that are ours; those of others lie in survey/web/browser/vendor, unchanged.
SCRIPTS = sorted(
    path
    for folder in ("survey/web/browser", "tools", "tests")
    for path in (ROOT / folder).rglob("*.*js")
    if path.suffix in {".js", ".mjs"} and "vendor" not in path.parts
)
#: Files that may pass 300 lines, and why.
LONG: dict[str, str] = {}


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of all that is imported, anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stands_on_msgspec_alone(text: str) -> bool:
    """The ground imports itself, the standard library and msgspec."""
    allowed = {"questionnaires", "msgspec", *sys.stdlib_module_names}
    return {name.split(".")[0] for name in imported(ast.parse(text))} <= allowed


def takes_now_as_an_argument(text: str) -> bool:
    """The pure rules may write and read instants, but have no clock to look at."""
    clocks = {"survey.clock.Clock", "survey.clock.SystemClock", "survey.clock"}
    return clocks.isdisjoint(imported(ast.parse(text)))


def keeps_to_the_public_door(text: str) -> bool:
    """The respondents' pages never import the staff's; the import linter will say so once there are any."""
    return not any(name.startswith("survey.web.console") for name in imported(ast.parse(text)))


def opens_no_connection_of_its_own(text: str) -> bool:
    """Only the store talks to a database; the driver is named in its URL, so no contract sees it."""
    return not any(name.split(".")[0] == "psycopg" for name in imported(ast.parse(text)))


def says_what_it_is(text: str) -> bool:
    """The file begins with its docstring."""
    return ast.get_docstring(ast.parse(text)) is not None


def catches_what_it_names(text: str) -> bool:
    """No handler takes every exception there is."""
    wide = {"Exception", "BaseException"}
    handlers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    named = [{name.id for name in ast.walk(h.type) if isinstance(name, ast.Name)} for h in handlers if h.type]
    return len(named) == len(handlers) and all(wide.isdisjoint(names) for names in named)


def declares_no_skip(text: str) -> bool:
    """A test that is not run proves nothing."""
    calls = {ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    return calls.isdisjoint({"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"})


def statements(script: str) -> str:
    """A script without its comments (none of ours has the marks of one inside a string)."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script, flags=re.DOTALL)


def begins_with_a_comment(script: str) -> bool:
    """The file says what it is."""
    return script.startswith("// ")


def makes_nothing_of_text(script: str) -> bool:
    """No text becomes markup or a program: the page's Trusted Types would refuse it, in the browsers that know them."""
    ways = (
        r"innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|DOMParser|srcdoc"
        r"|eval|Function|document\.write(ln)?|import(?=\()"
    )
    return re.search(rf"\b({ways})\b", statements(script)) is None


def keeps_nothing_on_the_device(script: str) -> bool:
    """No storage, no cookie: one module alone may, when the respondent has asked for it."""
    places = r"localStorage|sessionStorage|indexedDB|caches|cookie(Store)?|serviceWorker"
    return re.search(rf"\b({places})\b", statements(script)) is None


RULES: list[tuple[Callable[[str], bool], str, str]] = [
    (stands_on_msgspec_alone, r"questionnaires/", "import numpy"),
    (takes_now_as_an_argument, r"survey/(study|ballot)/", "from survey.clock import SystemClock"),
    (keeps_to_the_public_door, r"survey/web/respond/", "def f():\n    import survey.web.console.pages"),
    (opens_no_connection_of_its_own, r"(survey/(?!store/)|analysis/|questionnaires/)", "import psycopg"),
    (says_what_it_is, r"(questionnaires|survey|analysis|bench)/", "x = 1"),
    (catches_what_it_names, r"", "try:\n    f()\nexcept (ValueError, Exception):\n    pass"),
    (catches_what_it_names, r"", "try:\n    f()\nexcept:\n    pass"),
    (declares_no_skip, r"tests/", "import pytest\npytest.skip('later')"),
    (begins_with_a_comment, r".*js$", "let x = 1;"),
    (makes_nothing_of_text, r"survey/web/browser/", "part.innerHTML = text;"),
    (makes_nothing_of_text, r"survey/web/browser/", "// a\nnew Function('x')"),
    (keeps_nothing_on_the_device, r"survey/web/browser/(?!keep\.js)", "localStorage.setItem('a', 'b');"),
]
SCRIPT_RULES = {begins_with_a_comment, makes_nothing_of_text, keeps_nothing_on_the_device}


@pytest.mark.parametrize(("rule", "where", "offence"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_house_rule_is_kept_and_sees_an_offence(rule: Callable[[str], bool], where: str, offence: str) -> None:
    assert not rule(offence)
    ours = SCRIPTS if rule in SCRIPT_RULES else SOURCES
    ruled = [path for path in ours if re.match(where, path.relative_to(ROOT).as_posix())]
    assert ruled
    assert [path for path in ruled if not rule(path.read_text(encoding="utf-8"))] == []


def test_no_file_is_long_without_a_reason() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES + SCRIPTS
        if path.read_text(encoding="utf-8").count("\n") > 300
    }
    assert found == set(LONG)


def test_every_test_file_mirrors_its_package() -> None:
    rooms = {path.relative_to(ROOT).parent for path in SOURCES + SCRIPTS}
    strangers = [
        room
        for path in (ROOT / "tests").glob("*/**/test_*.py")
        if (room := path.relative_to(ROOT / "tests").parent).parts[0] in {"questionnaires", "survey", "analysis"}
        and room not in rooms
    ]
    assert strangers == []


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_and_no_path_of_one_machine_is_named() -> None:
    # Each pattern is written so that it does not match itself.
    registry = r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian|[-]-index-url|/simple[/]"
    machine = r"/root[/]|/work[/]|/home[/]\w+|/Users[/]\w+|C:\\Users"
    named = re.compile(f"{registry}|{machine}".encode())
    assert [
        f"{path.relative_to(ROOT)}: {found.group().decode()}"
        for path in tracked()
        if (found := named.search(path.read_bytes()))
    ] == []
