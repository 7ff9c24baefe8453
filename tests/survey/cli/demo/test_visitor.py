"""The visitor reads pages as a browser does: only what stands in the form is sent."""

from survey.cli.demo.visitor import RECEIPT, TRACKER, Page

PAGE = """
<template><form id="answers" method="dialog"><button name="go" value="stay">Stay</button></form></template>
<form action="/elsewhere"><input type="hidden" name="no" value="1"><button name="x" value="y">No</button></form>
<form id="answers" method="post" action="/s/w/sv/svara">
<input type="hidden" name="draft" value="abc">
<input type="radio" name="a-C1" value="no"><input type="radio" name="a-C1" value="once">
<input type="checkbox" name="a-D1" value="unknown">
<button formaction="/s/w/en/svara" name="go" value="stay">English</button>
<button name="go" value="next">Next</button><button name="go" value="back">Back</button>
</form>
<input type="hidden" name="outside" value="1">
<template><form id="answers" method="dialog"><button name="go" value="start">Start</button></form></template>
"""


def test_only_the_answers_form_that_is_no_template_is_read_and_its_first_own_button_pressed() -> None:
    page = Page(PAGE)

    assert page.action == "/s/w/sv/svara"
    assert page.hidden == [("draft", "abc")]
    assert page.offered == {"a-C1": {"no", "once"}, "a-D1": {"unknown"}}
    assert page.button == ("go", "next")
    assert not page.has_code


def test_a_page_without_a_form_has_no_button() -> None:
    assert Page("<h1>Tack</h1>").button is None


def test_only_a_receipt_is_taken_for_one_and_only_a_tracker_for_one() -> None:
    last = (
        '<code translate="no" data-slot="receipt">04HZ-SCFJ-X7CK-3RGZ</code>'
        '<code translate="no" data-slot="tracker">0C5M-2TQA-EH0V-7Y4J</code>'
    )
    assert [found[1] for what in (RECEIPT, TRACKER) if (found := what.search(last))] == [
        "04HZ-SCFJ-X7CK-3RGZ", "0C5M-2TQA-EH0V-7Y4J",
    ]  # fmt: skip
    for other in ("<code>NC8H-NQ31-4WD9</code>", '<code data-slot="receipt"></code>', "<p>04HZ-SCFJ-X7CK-3RGZ</p>"):
        assert not RECEIPT.search(other)
        assert not TRACKER.search(other)
