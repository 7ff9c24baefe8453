"""The first page comes in the language that the browser asks for; a choice stands in the address; nothing is kept."""

from litestar.testing import TestClient

from survey.assembly import create_app
from tests.builders import World
from tests.survey.web.visiting import EN, SV, WAVE, Open

BARE = ("/", f"/s/{WAVE}")


def led(opened: Open, address: str, **headers: str) -> tuple[str, str]:
    """Where *address* leads, and on what that hangs."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = opened.client.get(address, headers=named, follow_redirects=False)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    return answer.headers["location"], answer.headers["vary"]


def test_a_bare_address_leads_to_the_language_that_the_browser_asks_for(opened: Open) -> None:
    for address in BARE:
        assert led(opened, address, accept_language="en-GB,en;q=0.9") == (EN, "accept-language")
        assert led(opened, address, accept_language="pl,sv;q=0.2,en;q=0.1") == (SV, "accept-language")


def test_without_a_wish_that_can_be_met_it_is_the_waves_own_first(opened: Open) -> None:
    for address in BARE:
        for header in ("", "pl", "*", "en;q=x"):
            assert led(opened, address, accept_language=header) == (SV, "accept-language")


def test_no_fragment_is_sent_so_the_browser_keeps_its_own(opened: Open) -> None:
    assert all("#" not in led(opened, address)[0] for address in BARE)


def test_a_language_in_the_address_is_never_overruled(opened: Open) -> None:
    for address, language in ((SV, "sv"), (EN, "en")):
        answer = opened.client.get(address, headers={"accept-language": "fi, en;q=0.5, sv;q=0.4"})
        assert f'<html lang="{language}"' in answer.text
        assert "accept-language" not in answer.headers.get("vary", "").lower()


def test_nothing_is_remembered_of_a_wish(opened: Open) -> None:
    assert led(opened, "/", accept_language="en")[0] == EN
    assert led(opened, "/", accept_language="")[0] == SV
    assert dict(opened.client.cookies) == {}


def test_the_list_of_waves_is_in_the_language_asked_for_and_leads_on_in_it(world: World) -> None:
    world.define()
    text = world.study_file.read_text(encoding="utf-8").replace("wave = 1", "wave = 2")
    world.study_file.write_text(text, encoding="utf-8")
    world.define()
    with TestClient(create_app(world.settings, world.clock)) as client:
        for header, language, heading in (("en", "en", "Surveys"), ("fi", "fi", "Kyselyt"), ("", "sv", "Enkäter")):
            answer = client.get("/", headers={"accept-language": header})
            assert answer.headers["vary"] == "accept-encoding, accept-language"
            assert f'<html lang="{language}"' in answer.text
            assert heading in answer.text
            offered = language if language in {"sv", "en"} else "sv"
            assert f'href="/s/{WAVE}/{offered}"' in answer.text
