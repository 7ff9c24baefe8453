"""The board of a wave that is over, with our script and without, in every language, screen, scheme and in forced
colours: axe.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.axe import Axe
from tests.browser import NewPage, keep_from
from tests.browsing.boards import ANSWERS, PAGES, Ended, answers, ended_site, pages
from tests.browsing.looking import look
from tests.browsing.sites import LANGUAGES


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Ended]:
    """A wave that is over and counted."""
    with (
        closing(chromium.new_context(java_script_enabled=False)) as context,
        ended_site(tmp_path_factory.mktemp("ended"), context.new_page()) as site,
    ):
        yield site


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_has_no_accessibility_fault(ended: Ended, new_page: NewPage, axe: Axe, language: str) -> None:
    plain = new_page()
    keep_from(plain, "*/static/*.js")
    seen, faults = look(axe, plain, pages(ended, plain, language), thoroughly=language == "sv")
    scripted = new_page()
    more, found = look(axe, scripted, answers(ended, scripted, language), thoroughly=language == "sv")
    assert [*faults, *found] == []
    assert [*seen, *more] == [*PAGES, *ANSWERS]
