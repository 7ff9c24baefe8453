"""What this program would show, as digests: the script, the markup, and the interface's wording in each language.

The study file holds the words of the questions; the words around them, the script that seals, and the templates, style
sheets and pictures that pages are made of are the program's own. Their digests go into the manifest, so that every
municipality signs them with the rest, and a program whose own differ takes no answers to that wave. Nothing here looks
at a request.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from questionnaires.digest import canonical_bytes
from survey.study.manifest import MARKUP, SCRIPT, Manifest, pages_of
from survey.web.assets import Assets, read_assets
from survey.web.locale import Words, locales_folder, respondent_words
from survey.web.templating import TEMPLATES

_SCRIPT_FILE = "answer.js"


def page_marks(words: Mapping[str, Words], assets: Assets, templates: Path = TEMPLATES) -> dict[str, str]:
    """`script` -> SHA-384 of answer.js as a browser is told it; `markup` -> SHA-256 over every template and every other
    file that is served; language -> SHA-256 of its wordings.
    """
    return {
        SCRIPT: assets.integrity[_SCRIPT_FILE],
        MARKUP: _markup(assets, templates),
        **{language: _mark(one) for language, one in words.items()},
    }


def program_marks(catalogues: Path | None = None) -> dict[str, str]:
    """The marks of this program as it is installed, or worded as in the folder *catalogues*."""
    return page_marks(respondent_words(catalogues or locales_folder()), read_assets())


def differing(manifest: Manifest, marks: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the pages that were signed are others here: `script`, `markup` and languages, sorted; empty when all
    agree.
    """
    here = pages_of(marks, manifest.languages)
    names = sorted(manifest.pages.keys() | here.keys() | {SCRIPT, MARKUP, *manifest.languages})
    return tuple(name for name in names if not here.get(name) or here[name] != manifest.pages.get(name))


def _markup(assets: Assets, templates: Path) -> str:
    """SHA-256 of every file's name and digest, by name: canonical bytes sort them, so the order on the disk is no
    matter.
    """
    served = {name: mark for name, mark in assets.integrity.items() if name != _SCRIPT_FILE}
    made = {path.relative_to(templates).as_posix(): _sha256(path.read_bytes()) for path in templates.rglob("*.html")}
    return _sha256(canonical_bytes({"static": served, "templates": made}))


def _mark(words: Words) -> str:
    """SHA-256 of every key with its wording, and of how dates are written; the order in the catalogue is no matter."""
    wording = canonical_bytes({"locale": str(words.locale), "messages": dict(words.messages)})
    return _sha256(wording)


def _sha256(content: bytes) -> str:
    return "sha256-" + hashlib.sha256(content).hexdigest()
