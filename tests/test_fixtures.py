"""The real parts that other tests lean on are there and real."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from tests.browser import NewPage
from tests.mail import MailSink


def test_a_database_of_each_kind_keeps_what_it_is_given(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE words (word TEXT)"))
        connection.execute(text("INSERT INTO words VALUES ('räksmörgås')"))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT word FROM words")).scalar() == "räksmörgås"
    engine.dispose()


def test_two_tests_do_not_share_a_database(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE words (word TEXT)"))  # would fail after the test above
    engine.dispose()


def test_a_page_without_javascript_runs_none(new_page: NewPage, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<noscript>plain</noscript><script>document.write('scripted')</script>", encoding="utf-8")
    seen = {}
    for javascript in (True, False):
        tab = new_page(javascript=javascript, screen="phone")
        tab.goto(page.as_uri())
        seen[javascript] = tab.inner_text("body").strip()
    assert seen == {True: "scripted", False: "plain"}


def test_a_picture_without_words_is_an_accessibility_fault(
    new_page: NewPage, accessibility_faults: Callable[[Page], list[str]]
) -> None:
    page = new_page()
    page.set_content("<!doctype html><html lang=sv><title>T</title><main><h1>H</h1><img src='data:,'></main></html>")
    assert [fault.split(":")[0] for fault in accessibility_faults(page)] == ["image-alt"]


def test_a_message_that_is_sent_arrives(mail_sink: MailSink) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Påminnelse"
    message.set_content("Hej")
    with smtplib.SMTP(mail_sink.host, mail_sink.port) as client:
        client.send_message(message)
    assert [kept["Subject"] for kept in mail_sink.messages] == ["Påminnelse"]
