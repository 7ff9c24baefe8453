"""Every page without our script, in every language, screen, scheme and in forced colours: axe.

axe is itself JavaScript, so it runs here while the script of the page is kept from coming: what is looked at is what
a respondent without JavaScript meets.
"""

from collections.abc import Iterator

import pytest

from tests.axe import Axe
from tests.browser import NewPage, keep_from
from tests.browsing.looking import look
from tests.browsing.sites import ELECTED, LANGUAGES, STAFF, Site
from tests.browsing.walks import PARTS, PLACES, REFUSALS, Walker, parts, places, refusals


def whole_way(walker: Walker) -> Iterator[str]:
    """All there is."""
    code = walker.site.code(walker.stratum)
    yield from places(walker)
    yield from parts(walker, code)
    yield from refusals(walker, code)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_fault(site: Site, new_page: NewPage, axe: Axe, language: str) -> None:
    page = new_page()
    keep_from(page, "*/static/*.js")
    walker = Walker(page, site, language, scripted=False, stratum=STAFF if language == "en" else ELECTED)
    seen, faults = look(axe, page, whole_way(walker), thoroughly=language == "sv")
    assert faults == []
    assert seen == [*PLACES, *PARTS, *REFUSALS]
