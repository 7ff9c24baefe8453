"""Can an accessibility statement be made of what the study says? Swedish law prescribes what must stand in it.

The Act on accessibility of digital public service (lag 2018:1937) and its ordinance (förordning 2018:1938) ask for the
conformity, what is not accessible and why, how and when it was assessed, and a way to tell of faults. What the law
asks of the words is in the template (web/templates/respond/statement.html).
"""

import re
from collections.abc import Iterator

from survey.study.model import DIGG, Accessibility, AccessibilityContact, Supervision

#: More working days than this is no answer that anybody waits for.
LONGEST_REPLY = 60

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def accessibility_problems(accessibility: Accessibility) -> Iterator[str]:
    """All faults of the study's own part, as "place: what is wrong; mend"."""
    place = "accessibility"
    if accessibility.status == "full" and accessibility.shortcomings:
        yield f"{place}, status: it is 'full' and yet there are shortcomings; write 'partial', or take them away"
    if accessibility.status != "full" and not accessibility.shortcomings:
        yield (
            f"{place}, status: it is {accessibility.status!r} and no shortcoming is named; say what cannot be used, "
            "or write 'full'"
        )
    for name in ("assessed", "published"):
        day = getattr(accessibility, name)
        if day > accessibility.reviewed:
            yield f"{place}, {name}: {day} is after the last review ({accessibility.reviewed}); mend one of them"
    for number, one in enumerate(accessibility.shortcomings, start=1):
        if one.reason == "disproportionate_burden" and not one.why:
            yield f"{place}, shortcoming {number}: a disproportionate burden must be justified; give the grounds in why"
        if one.mended_by is not None and one.mended_by < accessibility.reviewed:
            yield (
                f"{place}, shortcoming {number}, mended_by: {one.mended_by} was over at the last review "
                f"({accessibility.reviewed}); take it away if it is mended, or give a new date"
            )
    yield from (f"{place}, supervision: {fault}" for fault in _supervision(accessibility.supervision))


def _supervision(supervision: Supervision) -> Iterator[str]:
    if supervision.name and supervision.url == DIGG:
        yield "there is a name, and yet the address is Digg's; give the authority's own url, or take the name away"
    if not supervision.name and supervision.url != DIGG:
        yield "there is an address of its own and no name; say whose it is in name, or take the url away"
    if not supervision.url.startswith("https://"):
        yield f"{supervision.url!r} is no https address; mend it"


def contact_problems(contact: AccessibilityContact) -> Iterator[str]:
    """All faults of a municipality's contact, as "what is wrong; mend"."""
    if not contact.email and not contact.phone:
        yield "there is neither email nor phone to report faults to; give at least one"
    if contact.email and not EMAIL.fullmatch(contact.email):
        yield f"{contact.email!r} is no e-mail address; mend it"
    if contact.url and not contact.url.startswith("https://"):
        yield f"{contact.url!r} is no https address; mend it"
    if contact.response_days is not None and not 1 <= contact.response_days <= LONGEST_REPLY:
        yield (
            f"response_days: {contact.response_days} is not between 1 and {LONGEST_REPLY} working days; "
            "mend it, or leave it out"
        )
