"""What sealing needs in memory is wiped when it is done, and when it fails, in a real browser."""

import pytest
from playwright.sync_api import Browser, Error

from tests.survey.ballot import parties
from tests.survey.web.browser.scripts import HERE, build
from tests.survey.web.browser.test_seal import in_browser, opened_page


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("probe")
    build("--out", str(folder), str(HERE / "probe.js"))
    return (folder / "probe.js").read_bytes()


@pytest.mark.parametrize("fails", [False, True])
def test_no_key_and_no_row_is_left_in_any_buffer(chromium: Browser, script: bytes, fails: bool) -> None:
    watching = """
        globalThis.held = { drawn: [], imported: [], encrypted: [], derived: [] };
        const draw = Crypto.prototype.getRandomValues;
        Crypto.prototype.getRandomValues = function (bytes) { held.drawn.push(bytes); return draw.call(this, bytes); };
        const { importKey, encrypt, deriveBits } = SubtleCrypto.prototype;
        SubtleCrypto.prototype.importKey = function (...all) {
            if (all[2] === "AES-GCM") held.imported.push(all[1]);
            return importKey.apply(this, all);
        };
        SubtleCrypto.prototype.encrypt = function (...all) {
            held.encrypted.push(all[2]);
            return FAILS && all[2][0] === 1 ? Promise.reject(new Error("no")) : encrypt.apply(this, all);
        };
        SubtleCrypto.prototype.deriveBits = async function (...all) {
            const bits = await deriveBits.apply(this, all);
            if (all[2] === 512) held.derived.push(new Uint8Array(bits));
            return bits;
        };
    """.replace("FAILS", str(fails).lower())
    page = opened_page(chromium, script, "{}", before=watching)
    if fails:
        with pytest.raises(Error, match="no"):
            in_browser(page, parties.context())
    else:
        in_browser(page, parties.context())
    found = page.evaluate("Object.values(held).map((all) => all.map((bytes) => [bytes.length, Math.max(...bytes)]))")
    drawn, imported, encrypted, derived = ([[size, high] for size, high in all_of] for all_of in found)
    assert [high for size, high in drawn if size == 32] == [0]
    assert [high for size, high in imported if size == 32] == [0]  # those of 16 bytes are HPKE's own
    assert [high for size, high in encrypted if size == 1 + 16 + len(parties.ROW)] == [0]
    assert derived == [[64, 0]]
    page.context.close()
