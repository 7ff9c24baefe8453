"""One Jinja environment a language, built when the server starts.

Autoescaped, and a name that a page lacks is an error. A template is given one struct, `page`, and four functions: the
words of its language (`_`), the address of a style sheet or picture (`asset`), and the places that are filled in when
the page is served (`draft`, `receipt`, `tracker` and `checked`; see prepared.py).
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.web.assets import Assets
from survey.web.locale import Words
from survey.web.prepared import DRAFT, RECEIPT, TRACKER, option, place

TEMPLATES = Path(__file__).with_name("templates")

#: (name of the template, its page struct) -> HTML
Render = Callable[[str, object], str]


def environment(words: Words, assets: Assets) -> Environment:
    """The environment of one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        cache_size=-1,
        auto_reload=False,
    )
    made.install_gettext_callables(words.gettext, _no_plural, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "asset": assets.addresses.__getitem__,
        "integrity": assets.integrity.__getitem__,
        "draft": lambda: place(DRAFT),
        "receipt": lambda: place(RECEIPT),
        "tracker": lambda: place(TRACKER),
        "checked": lambda item, code: place(option(item, code)),
    }
    return made


def _no_plural(one: str, many: str, number: int) -> str:
    raise NotImplementedError("no text of the interface has a plural form")


def renderers(words: Mapping[str, Words], assets: Assets) -> dict[str, Render]:
    """Language -> a function that renders a template with its page."""

    def renderer(made: Environment) -> Render:
        return lambda template, page: made.get_template(template).render(page=page)

    return {language: renderer(environment(one, assets)) for language, one in words.items()}
