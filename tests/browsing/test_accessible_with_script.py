"""Every state of the page with our script, in every language, screen, scheme and in forced colours: axe.

One respondent goes the whole way, so that what the script changes in the page is looked at as it stands then.
"""

from collections.abc import Iterator

import pytest

from tests.axe import Axe
from tests.browser import NewPage
from tests.browsing.looking import look
from tests.browsing.scripted import STATES, states
from tests.browsing.sites import ELECTED, LANGUAGES, STAFF, Site
from tests.browsing.walks import PARTS, Walker, parts


def whole_way(walker: Walker) -> Iterator[str]:
    """All there is in one visit."""
    code = walker.site.code(walker.stratum)
    yield from parts(walker, code)
    yield from states(walker, code)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_the_page_has_an_accessibility_fault(
    site: Site, new_page: NewPage, axe: Axe, language: str
) -> None:
    page = new_page()
    walker = Walker(page, site, language, scripted=True, stratum=ELECTED if language == "en" else STAFF)
    seen, faults = look(axe, page, whole_way(walker), thoroughly=language == "sv")
    assert faults == []
    assert seen == [*PARTS, *STATES]
