"""The board page in a real browser: who kept a receipt finds it or learns that it is gone; nobody sees who looked.

axe looks at it in tests/browsing.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from survey.assembly import create_app
from survey.ballot import bundle, lists
from survey.ballot.receipts import receipt
from survey.steps.board import counted_path
from survey.steps.close import close, paths
from survey.steps.publish import publish
from survey.steps.tally import read_bundle, tally
from tests.browser import NewPage
from tests.builders import CLOSES, HOLDERS, OPENS, World
from tests.later import without
from tests.survey.web.serving import served
from tests.survey.web.visiting import SV, WAVE
from tests.survey.web.walking import NEXT, SEND, to_the_end

PAGE, FILE = f"{SV}/kvitto", f"/s/{WAVE}/tavla.txt"
FOREIGN = "04HZ-SCFJ-X7CK-3RGZ"
SAID = "#check [role=status]"
LOOK = "#check button"

Shown = tuple[str, str]


class Ended:
    """A wave that is over: *kept* are the receipt and tracker of one whose envelope was counted, *robbed* those of one
    whose envelope somebody took out of the bundle before the trustees had it.
    """

    def __init__(self, world: World, address: str, kept: Shown, robbed: Shown) -> None:
        self.world, self.page, self.kept, self.robbed = world, address + PAGE, kept, robbed


def answer(page: Page, address: str, code: str) -> Shown:
    """One respondent without JavaScript, to the end; the receipt and tracker of the page that thanks, on request."""
    page.goto(address + SV)
    page.fill("#code", code)
    page.click(NEXT)
    to_the_end(page)
    page.click(SEND)
    assert not page.is_visible("[data-slot=receipt]")
    page.click("text=Visa kvitto")
    return page.inner_text("[data-slot=receipt]"), page.inner_text("[data-slot=tracker]")


def rob(world: World, envelope_of: str) -> None:
    """Take the envelope with this receipt out of the bundle and write the board anew, as a dishonest operator would."""
    file, _, board = paths(world.context, WAVE)
    whole = read_bundle(file)
    left = {
        stratum: [one for one in envelopes if receipt(one) != envelope_of]
        for stratum, envelopes in whole.strata.items()
    }
    fewer = bundle.gather(bytes.fromhex(whole.fingerprint), WAVE, whole.envelope_size, left)
    file.write_bytes(bundle.write(fewer))
    board.write_bytes(lists.write(lists.receipts_of(fewer)))


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Ended]:
    folder = tmp_path_factory.mktemp("board")
    world = World(folder, f"sqlite:///{folder}/samtidig.sqlite")
    codes = world.issue()["0580/staff"]
    world.clock.move_to(OPENS)
    with served(create_app(world.settings, world.clock)) as address:
        context = request.getfixturevalue("chromium").new_context(java_script_enabled=False, locale="sv-SE")
        kept, robbed, _ = (answer(context.new_page(), address, code) for code in codes[:3])
        context.close()
        world.clock.move_to(CLOSES)
        manifest = world.define().manifest
        closed = close(world.context, WAVE)
        rob(world, robbed[0])
        keys = [world.keys[holder].hpke for holder in HOLDERS[:2]]
        counted = tally(manifest, read_bundle(closed.bundle), keys, folder / "answers").counted
        publish(world.context, WAVE, counted.read_bytes())
        yield Ended(world, address, kept, robbed)
    world.close()


def look(page: Page, mine: str, tracker: str) -> str:
    """Write both and press the button; what is said."""
    page.fill("#receipt", mine)
    page.fill("#tracker", tracker)
    page.click(LOOK)
    page.wait_for_selector(f"{SAID} h3, .fault:not([hidden])")
    return page.inner_text(SAID)


def test_who_kept_receipt_and_tracker_finds_both_however_they_are_written(over: Ended, new_page: NewPage) -> None:
    page = new_page()
    page.goto(over.page)
    mine, tracker = over.kept
    for wrote in (str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "").replace("0", "o")):
        said = look(page, wrote(mine), wrote(tracker))
        assert "Kvittot finns i listan" in said
        assert "Räknemärket finns i listan" in said
        assert "finns inte" not in said


def test_an_envelope_that_was_taken_away_is_noticed_by_its_receipt(over: Ended, new_page: NewPage) -> None:
    page = new_page()
    page.goto(over.page)
    said = look(page, *over.robbed)
    assert "Kvittot finns inte i listan" in said
    assert "Räknemärket finns inte i listan" in said
    assert "Ett kuvert som saknas är allvarligt" in said


def test_a_foreign_receipt_is_not_found_and_what_changed_places_is_told(over: Ended, new_page: NewPage) -> None:
    page = new_page()
    page.goto(over.page)
    assert "Kvittot finns inte i listan" in look(page, FOREIGN, "")
    assert "Räknemärket" not in page.inner_text(SAID)
    said = look(page, over.kept[1], over.kept[0])
    assert "Det du skrev som kvitto är ett räknemärke" in said
    assert "Det du skrev som räknemärke är ett kvitto" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv ditt kvitto, ditt räknemärke eller båda."),
        ("04HZ-SCFJ-X7CK-3RG", "Det ska vara 16 tecken."),
        ("04HZ-SCFJ-X7CK-3RGZ-0", "Det ska vara 16 tecken."),
        ("04HZ-SCFU-X7CK-3RGZ", "Tecken 8 kan inte stå här."),
    ],
)
def test_what_is_mistyped_is_told_beside_the_field_and_nothing_is_fetched(
    over: Ended, new_page: NewPage, typed: str, said: str
) -> None:
    page = new_page()
    page.goto(over.page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#receipt", typed)
    page.press("#receipt", "Enter")
    assert said in page.inner_text("#receipt-fault")
    assert page.get_attribute("#receipt", "aria-invalid") == "true"
    assert page.locator("#receipt:focus").count() == 1
    assert page.title().startswith("Fel: ")
    assert not any(url.endswith(FILE) for url in asked)
    look(page, over.kept[0], "")
    assert page.get_attribute("#receipt", "aria-invalid") is None
    assert not page.is_visible("#receipt-fault")
    assert "Fel:" not in page.title()


def test_all_that_is_asked_for_is_the_page_and_the_whole_board_and_nothing_stays(
    over: Ended, new_page: NewPage
) -> None:
    page = new_page()
    asked: list[tuple[str, str, str | None]] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    page.on("console", lambda line: complaints.append(line.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(over.page)
    look(page, *over.kept)
    look(page, *over.robbed)
    look(page, FOREIGN, "")
    assert {(method, body) for method, _, body in asked} == {("GET", None)}
    assert all(urlsplit(url).query == urlsplit(url).fragment == "" for _, url, _ in asked)
    places = [
        urlsplit(url).path for _, url, _ in asked if not urlsplit(url).path.startswith(("/static/", f"/s/{WAVE}/fil/"))
    ]
    assert places == [PAGE, FILE]
    assert complaints == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    page.reload()
    assert page.input_value("#receipt") == ""


def test_before_the_trackers_are_published_the_page_says_so_and_later_that_it_is_out_of_date(
    over: Ended, new_page: NewPage
) -> None:
    page = new_page()
    with without(counted_path(over.world.context, WAVE)):
        page.goto(over.page)
        said = look(page, *over.kept)
        assert "Kvittot finns i listan" in said
        assert "Räknemärket går inte att leta efter ännu" in said
        page.reload()
    assert "Listan är en annan än den som sidan berättar om" in look(page, *over.kept)
    page.reload()
    assert "Räknemärket finns i listan" in look(page, *over.kept)


def test_without_a_connection_it_says_so_and_can_be_tried_again(over: Ended, new_page: NewPage) -> None:
    page = new_page()
    page.goto(over.page)
    page.context.set_offline(True)
    assert "Listan gick inte att hämta" in look(page, *over.kept)
    page.context.set_offline(False)
    assert "Kvittot finns i listan" in look(page, *over.kept)


def test_without_javascript_the_list_is_downloaded_and_searched(over: Ended, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto(over.page)
    assert not page.is_visible("#check")
    with page.expect_download() as download:
        page.click("text=Ladda ner listan")
    assert download.value.suggested_filename == f"{WAVE}-tavla.txt"
    board = download.value.path().read_text(encoding="ascii").splitlines()
    assert all(text in board for text in over.kept)
    assert not any(text in board for text in over.robbed)
    page.click("text=Öppna listan i webbläsaren")
    assert over.kept[0] in page.inner_text("body")


def test_by_keyboard_alone(over: Ended, new_page: NewPage) -> None:
    page = new_page(screen="phone")
    page.goto(over.page)
    for field, typed in (("#receipt", over.kept[0]), ("#tracker", over.kept[1])):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator(f"{field}:focus").count():
                break
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector(f"{SAID} h3")
    assert page.locator(f"{SAID} .done").count() == 2
