"""What a respondent has to download, as it is served, from the first page to the thanks, in each language."""

import pytest

from tests.browser import NewPage
from tests.browsing.sites import LANGUAGES, STAFF, Site
from tests.browsing.walks import SEND, Walker

#: Bytes of all bodies together as they come over the wire (gzip), and of the script alone.
MOST = 60_000
MOST_SCRIPT = 20_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_fetched_is_light(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(screen="phone")
    sizes: dict[str, int] = {}
    wire = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    wire.on("Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]}))
    wire.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    wire.send("Network.enable")
    walker = Walker(page, site, language, scripted=True, stratum=STAFF)
    walker.enter()
    walker.to_the_end()
    walker.press(SEND)
    page.wait_for_selector("details.receipt")
    page.wait_for_load_state("networkidle")
    fetched = {addresses[number].removeprefix(site.address): size for number, size in sizes.items()}
    scripts = [size for address, size in fetched.items() if address.endswith(".js")]
    assert len(fetched) >= 5, fetched  # page, style sheet, script, mark, and the one POST
    assert 0 < sum(scripts) <= MOST_SCRIPT, fetched
    assert sum(fetched.values()) <= MOST, fetched
