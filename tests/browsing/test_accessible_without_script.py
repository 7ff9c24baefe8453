"""Every page without our script, in every language, on a phone and on a desk, as it is and in forced colours: axe.

axe is itself JavaScript, so it runs here while the script of the page is kept from coming: what is looked at is what
a respondent without JavaScript meets.
"""

from collections.abc import Iterator

import pytest

from tests.axe import TAGS, Axe
from tests.browser import NewPage, Scheme, Screen
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
@pytest.mark.parametrize(("screen", "scheme"), [("phone", "light"), ("desk", "dark")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_fault(
    site: Site, new_page: NewPage, axe: Axe, language: str, screen: Screen, scheme: Scheme
) -> None:
    page = new_page(screen=screen, scheme=scheme)
    page.route("**/static/*.js", lambda route: route.abort())
    walker = Walker(page, site, language, scripted=False, stratum=STAFF if screen == "phone" else ELECTED)
    seen, faults = look(axe, page, whole_way(walker))
    assert faults == []
    assert seen == [*PLACES, *PARTS, *REFUSALS]


def test_every_tag_that_is_asked_for_names_rules(new_page: NewPage, axe: Axe) -> None:
    page = new_page()
    page.goto("about:blank")
    axe.faults(page)
    rules = page.evaluate("tags => tags.map((tag) => axe.getRules([tag]).length)", list(TAGS))
    assert min(rules) > 0, dict(zip(TAGS, rules, strict=True))
