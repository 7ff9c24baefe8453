"""What this program would show, as digests: the script, and the interface's wording in each language.

The study file holds the words of the questions; the words around them, and the script that seals, are the program's
own. Their digests go into the manifest, so that every municipality signs them with the rest, and a program whose own
differ takes no answers to that wave. Nothing here looks at a request.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from questionnaires.digest import canonical_bytes
from survey.study.manifest import SCRIPT, Manifest, pages_of
from survey.web.assets import Assets, read_assets
from survey.web.locale import Words, locales_folder, respondent_words


def page_marks(words: Mapping[str, Words], assets: Assets) -> dict[str, str]:
    """`script` -> SHA-384 of answer.js as a browser is told it, and language -> SHA-256 of its wordings."""
    return {SCRIPT: assets.integrity["answer.js"], **{language: _mark(one) for language, one in words.items()}}


def program_marks(catalogues: Path | None = None) -> dict[str, str]:
    """The marks of this program as it is installed, or worded as in the folder *catalogues*."""
    return page_marks(respondent_words(catalogues or locales_folder()), read_assets())


def differing(manifest: Manifest, marks: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the pages that were signed are others here: `script` and languages, sorted; empty when all agree."""
    here = pages_of(marks, manifest.languages)
    names = sorted(manifest.pages.keys() | here.keys() | {SCRIPT, *manifest.languages})
    return tuple(name for name in names if not here.get(name) or here[name] != manifest.pages.get(name))


def _mark(words: Words) -> str:
    """SHA-256 of every key with its wording, and of how dates are written; the order in the catalogue is no matter."""
    wording = canonical_bytes({"locale": str(words.locale), "messages": dict(words.messages)})
    return "sha256-" + hashlib.sha256(wording).hexdigest()
