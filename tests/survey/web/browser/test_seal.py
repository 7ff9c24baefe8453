"""Envelopes made in a real browser and envelopes made by Python are of one kind: one tally opens both to the same.

The browser runs the modules as they are built for the page, under the policy of the page.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, Route

from questionnaires import answersets
from questionnaires.items import row_width
from questionnaires.sheets import clean, encode
from survey.ballot import bundle, envelopes, lists, opening, receipts, sharing
from survey.ballot.envelopes import Context
from survey.errors import EnvelopeError, SharesError
from survey.steps.submit import sealing_context
from survey.steps.tally import tally
from survey.study.manifest import Manifest, fingerprint, strata, wave_key
from survey.web.headers import ALWAYS
from tests.builders import World
from tests.survey.ballot import parties
from tests.survey.web.browser.routes import walked
from tests.survey.web.browser.scripts import HERE, ROOT, block_of, build

EACH = 80  # respondents of each of the four strata
STANDARD = ROOT / "questionnaires" / "otillaten-paverkan"
ORIGIN = "https://samtidig.test"

Given = list[tuple[str, dict[str, tuple[str, ...]]]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("seal")
    made = World(folder, f"sqlite:///{folder}/samtidig.sqlite", invited=2 * EACH, form=STANDARD)
    made.define()
    yield made
    made.close()


@pytest.fixture(scope="module")
def manifest(world: World) -> Manifest:
    return world.define().manifest


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("probe")
    build("--out", str(folder), str(HERE / "probe.js"))
    return (folder / "probe.js").read_bytes()


def opened_page(chromium: Browser, script: bytes, block: str, origin: str = ORIGIN, before: str = "") -> Page:
    """A page under the policy of ours, with the block of data, where `probe` is ready; *before* runs first."""
    page = chromium.new_context().new_page()
    html = (
        '<!doctype html><meta charset="utf-8"><title>-</title><script type="module" src="/probe.js"></script>'
        f'<script type="application/json" id="form">{block}</script>'
    )
    policy = {name: value for name, value in ALWAYS.items() if name != "integrity-policy"}

    def serve(route: Route) -> None:
        if route.request.url.endswith("/probe.js"):
            route.fulfill(body=script, content_type="text/javascript", headers=policy)
        else:
            route.fulfill(body=html, content_type="text/html", headers=policy)

    page.route("**/*", serve)
    if before:
        page.add_init_script(before)
    page.goto(origin)
    page.wait_for_function("() => globalThis.probe !== undefined")
    return page


@pytest.fixture(scope="module")
def page(chromium: Browser, script: bytes, world: World, manifest: Manifest) -> Page:
    return opened_page(chromium, script, block_of(world, manifest.questionnaire))


@pytest.fixture(scope="module")
def given(manifest: Manifest) -> Given:
    """Random ways through the standard form, the same each time, with the answers as the page has them: unsorted."""
    random = Random(5)
    form = manifest.questionnaire
    walks = [(s, walked(form, s.partition("/")[2], random)) for s in strata(manifest) for _ in range(EACH)]
    return [(s, {item: tuple(random.sample(codes, len(codes))) for item, codes in walk.items()}) for s, walk in walks]


class Sealed(msgspec.Struct, frozen=True):
    """What one answer became: in the browser (with its receipt and its tracker's text), and in Python."""

    stratum: str
    row: bytes
    sheet: dict[str, tuple[str, ...]]
    envelope: bytes
    receipt: str
    tracker: str
    by_python: bytes


@pytest.fixture(scope="module")
def sealed(page: Page, manifest: Manifest, given: Given) -> list[Sealed]:
    done: list[dict[str, Any]] = page.evaluate("given => probe.answered(given)", given)
    found = []
    for (stratum, answers), one in zip(given, done, strict=True):
        group = stratum.partition("/")[2]
        row = encode(manifest.questionnaire, group, clean(manifest.questionnaire, group, answers).sheet)
        made = envelopes.seal(row, sealing_context(manifest, stratum), envelopes.random_seed())
        sheet = {item: tuple(codes) for item, codes in one["sheet"].items()}
        envelope = bytes.fromhex(one["envelope"])
        found.append(Sealed(stratum, one["row"].encode(), sheet, envelope, one["receipt"], one["tracker"], made))
    return found


def keys(world: World) -> list[Any]:
    return [holder.hpke for holder in world.keys.values()]


def test_the_same_answers_are_the_same_sheet_and_row(sealed: list[Sealed], manifest: Manifest, given: Given) -> None:
    assert len(sealed) >= 300
    assert len({one.row for one in sealed}) > 250
    for one, (stratum, answers) in zip(sealed, given, strict=True):
        group = stratum.partition("/")[2]
        cleaned = clean(manifest.questionnaire, group, answers)
        assert not cleaned.faults
        assert one.sheet == cleaned.sheet
        assert one.row == encode(manifest.questionnaire, group, cleaned.sheet)


def test_one_tally_opens_both_kinds_to_the_same_rows(
    sealed: list[Sealed], manifest: Manifest, world: World, tmp_path: Path
) -> None:
    both = {
        stratum: [e for one in sealed if one.stratum == stratum for e in (one.envelope, one.by_python)]
        for stratum in strata(manifest)
    }
    size = envelopes.envelope_size(envelopes.plaintext_size(row_width(manifest.questionnaire)), len(manifest.trustees))
    box = bundle.gather(fingerprint(manifest), wave_key(manifest), size, both)
    tallied = tally(manifest, box, keys(world)[: manifest.k], tmp_path)
    assert tallied.unreadable == dict.fromkeys(strata(manifest), 0)
    assert tallied.answered == dict.fromkeys(strata(manifest), 2 * EACH)
    counted = Counter(
        (f"{code}/{group}", row)
        for code, path in tallied.files.items()
        for group, rows in answersets.read(path.read_bytes()).rows.items()
        for row in rows
    )
    assert counted == Counter((one.stratum, one.row) for one in sealed for _ in range(2))
    trackers = lists.read(tallied.counted.read_bytes(), "counted").texts
    assert {one.tracker for one in sealed} < set(trackers)
    assert len(trackers) == 2 * len(sealed)


def test_receipts_and_trackers_are_those_of_python(sealed: list[Sealed], manifest: Manifest, world: World) -> None:
    for one in sealed[::10]:
        assert one.receipt == receipts.receipt(one.envelope)
        opened = opening_of(one.envelope, sealing_context(manifest, one.stratum), keys(world)[1:])
        assert (opened.row, receipts.tracker_text(opened.tracker)) == (one.row, one.tracker)


def opening_of(envelope: bytes, context: Context, holders: list[Any]) -> opening.Opened:
    numbers = [opening.trustee_index(context, key) for key in holders]
    shares = [opening.open_share(envelope, number, key, context) for number, key in zip(numbers, holders, strict=True)]
    return opening.open_envelope(envelope, shares, context)


def test_no_two_envelopes_share_anything_random(sealed: list[Sealed], page: Page, given: Given) -> None:
    again: list[dict[str, Any]] = page.evaluate("given => probe.answered(given)", [given[0]] * 3)
    made = [*(one.envelope for one in sealed), *(bytes.fromhex(one["envelope"]) for one in again)]
    parsed = [envelopes.parse(envelope) for envelope in made]
    assert len({one.nonce for one in parsed}) == len(made)
    assert len({one.commitment for one in parsed}) == len(made)
    assert len({part[:65] for one in parsed for part in one.parts}) == sum(len(one.parts) for one in parsed)
    trackers = {one.tracker for one in sealed} | {one["tracker"] for one in again}
    assert len(trackers) == len(made)


def test_every_envelope_of_the_wave_has_one_length(sealed: list[Sealed], manifest: Manifest) -> None:
    size = envelopes.envelope_size(envelopes.plaintext_size(row_width(manifest.questionnaire)), len(manifest.trustees))
    assert {len(envelope) for one in sealed for envelope in (one.envelope, one.by_python)} == {size}
    for one in sealed:
        envelopes.check(one.envelope, len(manifest.trustees), row_width(manifest.questionnaire))


def in_browser(page: Page, context: Context, row: bytes = parties.ROW) -> bytes:
    """An envelope that the browser made of *row* in *context*."""
    given = {
        "row": row.hex(),
        "fingerprint": context.fingerprint.hex(),
        "stratum": context.stratum,
        "k": context.k,
        "trustees": [key.hex() for key in context.trustee_public_keys],
    }
    made: dict[str, str] = page.evaluate("given => probe.sealedIn(given)", given)
    return bytes.fromhex(made["envelope"])


@pytest.mark.parametrize(("k", "n"), [(2, 2), (2, 3), (3, 5), (5, 5), (2, 32), (32, 32)])
def test_k_shares_open_and_one_fewer_give_another_key(page: Page, k: int, n: int) -> None:
    context = parties.context(k, n)
    envelope = in_browser(page, context)
    chosen = tuple(sorted(Random(k * n).sample(range(n), k)))
    assert parties.open_with(envelope, chosen, context).row == parties.ROW
    with pytest.raises(SharesError):
        parties.open_with(envelope, chosen[1:], context)
    shares = [opening.open_share(envelope, number, parties.trustee(number), context) for number in chosen]
    commitment = envelopes.parse(envelope).commitment
    assert envelopes.body_key(sharing.combine(shares))[1] == commitment
    # One fewer give a polynomial of a lower degree, which would do only if the key had been split for fewer than k.
    guess = sharing.combine(shares[1:]) if k > 2 else shares[1][:-1]
    assert envelopes.body_key(guess)[1] != commitment


def test_a_changed_bit_in_any_byte_is_refused(page: Page) -> None:
    context = parties.context()
    envelope = in_browser(page, context)
    random = Random(6)
    for place in range(len(envelope)):
        altered = bytearray(envelope)
        altered[place] ^= 1 << random.randrange(8)
        with pytest.raises((EnvelopeError, SharesError)):
            parties.open_with(bytes(altered), (0, 2), context)


@pytest.mark.parametrize(
    "other",
    [
        parties.context(stratum="0580/staff"),
        parties.context(fingerprint=bytes(32)),
        parties.context(k=3),
        msgspec.structs.replace(parties.context(), trustee_public_keys=parties.context().trustee_public_keys[::-1]),
    ],
    ids=["stratum", "fingerprint", "k", "order of trustees"],
)
def test_an_envelope_opens_in_its_own_context_only(page: Page, other: Context) -> None:
    envelope = in_browser(page, parties.context())
    with pytest.raises((EnvelopeError, SharesError)):
        parties.open_with(envelope, (0, 1, 2), other)


def test_a_browser_that_can_seal_says_so(page: Page) -> None:
    assert page.evaluate("probe.supported()") is True


@pytest.mark.parametrize(
    "lacking",
    [
        "delete Crypto.prototype.subtle",
        "SubtleCrypto.prototype.generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))",
        "SubtleCrypto.prototype.deriveBits = () => Promise.reject(new DOMException('no', 'NotSupportedError'))",
        "SubtleCrypto.prototype.encrypt = () => Promise.reject(new DOMException('no', 'NotSupportedError'))",
        "SubtleCrypto.prototype.digest = () => { throw new Error('broken'); }",
        "Crypto.prototype.getRandomValues = () => { throw new Error('broken'); }",
    ],
)
def test_a_browser_that_lacks_anything_says_so_and_does_not_fail(
    chromium: Browser, script: bytes, lacking: str
) -> None:
    page = opened_page(chromium, script, "{}", before=lacking)
    assert page.evaluate("probe.supported()") is False
    page.context.close()


def test_a_page_without_https_cannot_seal(chromium: Browser, script: bytes) -> None:
    page = opened_page(chromium, script, "{}", origin="http://samtidig.test")
    assert page.evaluate("probe.supported()") is False
    page.context.close()
