"""The pages as data: a struct for each, which is all that its template is given.

No page ever holds a code that was accepted, or answers other than those it asks for.
"""

from typing import Literal

import msgspec
from markupsafe import Markup

from survey.study.model import Conformity, Reason
from survey.study.phase import Phase
from survey.web.fields import Field


class Spoken(msgspec.Struct, frozen=True):
    """A language that the page can be had in. Each page lists all of them, in the order of the study."""

    language: str
    name: str
    address: str


class Support(msgspec.Struct, frozen=True):
    """Somewhere to turn. *dial* is the number as a telephone wants it, *site* the address as people say it."""

    name: str
    phone: str
    dial: str
    url: str
    site: str


class Logo(msgspec.Struct, frozen=True):
    """The address of a municipality's logo."""

    municipality: str
    address: str


class Frame(msgspec.Struct, frozen=True):
    """What stands around every page. *by_post*: a change of language must take the form along.

    *municipality* is empty as long as the page is of all of them; *theme* and *statement* are addresses: of the style
    sheet with the municipalities' own colours, and of the accessibility statement. Either may be empty. *logos* are
    those of all; the style sheet shows that of *municipality*.
    """

    language: str
    names: str
    languages: tuple[Spoken, ...]
    by_post: bool
    leave: str
    support: tuple[Support, ...]
    direction: Literal["ltr", "rtl"] = "ltr"
    municipality: str = ""
    theme: str = ""
    logos: tuple[Logo, ...] = ()
    statement: str = ""


class Sender(msgspec.Struct, frozen=True):
    """A municipality that asks, and in whose name."""

    name: str
    sender: str


class DevicePart(msgspec.Struct, frozen=True):
    """One part of the form for one group, around its questions. *skips*: it has one that may be skipped."""

    group: str
    place: int
    number: int
    total: int
    title: str
    intro: str
    skips: bool
    back: bool


class DeviceQuestion(msgspec.Struct, frozen=True):
    """One wording of a question, as *groups* meet it. *stand*: -1 for its own wording, or a variant's number."""

    id: str
    stand: int
    groups: tuple[str, ...]
    field: Field


class Device(msgspec.Struct, frozen=True):
    """All that the script needs to ask by itself. *form*: the wave's data, as JSON that can stand in HTML.

    *frames*: one for each municipality.
    """

    form: Markup
    frames: tuple[Frame, ...]
    parts: tuple[DevicePart, ...]
    questions: tuple[DeviceQuestion, ...]


class EntryPage(msgspec.Struct, frozen=True):
    """The first page. *fault* is empty, or says what is wrong with *code*, at *position* where that is known.

    *device* is None where no script is to run: before and after the wave, and in answer to a form.
    """

    frame: Frame
    title: str
    names: str
    municipalities: tuple[Sender, ...]
    opens: str
    closes: str
    phase: Phase
    minutes: int
    k: int
    n: int
    holders: tuple[str, ...]
    least: int
    fingerprint: str
    action: str
    start: str
    board: str
    device: Device | None = None
    code: str = ""
    fault: str = ""
    position: int = 0


class Mistake(msgspec.Struct, frozen=True):
    """One line of the summary of errors. It leads to the first option of the item."""

    item: str
    code: str
    text: str
    fault: str


class SectionPage(msgspec.Struct, frozen=True):
    """One part of the form. *skips*: it has a question that may be skipped."""

    frame: Frame
    number: int
    total: int
    title: str
    intro: str
    fields: tuple[Field, ...]
    errors: tuple[Mistake, ...]
    skips: bool
    back: bool
    action: str


class SendPage(msgspec.Struct, frozen=True):
    """The last page before sending: it asks nothing and shows no answers."""

    frame: Frame
    k: int
    n: int
    action: str


class FinishPage(msgspec.Struct, frozen=True):
    """Thanks, the receipt on request, and what happens now."""

    frame: Frame
    closes: str
    k: int
    n: int
    least: int
    board: str


class RefusalPage(msgspec.Struct, frozen=True):
    """Something was refused. *instant*: when it opens or closed; *start*: the way back, if there is one; *draft*: what
    the page keeps so that sending can be tried again.
    """

    frame: Frame
    instant: str = ""
    start: str = ""
    draft: str = ""
    action: str = ""
    board: str = ""


class WaveLink(msgspec.Struct, frozen=True):
    """A wave in the list of them all."""

    title: str
    names: str
    opens: str
    closes: str
    address: str
    statement: str


class HomePage(msgspec.Struct, frozen=True):
    """The list of waves."""

    frame: Frame
    waves: tuple[WaveLink, ...]


class Responsible(msgspec.Struct, frozen=True):
    """A municipality that answers for the pages, and how to reach it about their accessibility. As in Support, *dial*
    and *site* are for a telephone and for people; any of the ways may be empty. *reply*: in how many working days, or
    None.
    """

    name: str
    sender: str
    email: str
    phone: str
    dial: str
    url: str
    site: str
    address: str
    reply: int | None


class Lacking(msgspec.Struct, frozen=True):
    """Something that not everybody can use. *mended* is a day in words."""

    text: str
    why: str
    alternative: str
    mended: str


class Lackings(msgspec.Struct, frozen=True):
    """All that cannot be used for one *reason*."""

    reason: Reason
    all: tuple[Lacking, ...]


class StatementPage(msgspec.Struct, frozen=True):
    """The accessibility statement. *assessed*, *published* and *reviewed* are days in words; *authority* supervises,
    and takes reports at *reports*.
    """

    frame: Frame
    title: str
    names: str
    responsible: tuple[Responsible, ...]
    status: Conformity
    lackings: tuple[Lackings, ...]
    authority: str
    reports: str
    method: str
    assessed: str
    published: str
    reviewed: str
    start: str


class BoardPage(msgspec.Struct, frozen=True):
    """What is published of a wave: *in_box* and *counted* are numbers of envelopes, *sha256* and *parts* (list -> sum)
    in hex. Before the box is closed *sha256* is empty; before the second list is published *counted* is None.
    """

    frame: Frame
    closed: bool
    closes: str
    k: int
    n: int
    fingerprint: str
    start: str
    download: str
    file: str
    in_box: int = 0
    counted: int | None = None
    kilobytes: int = 0
    sha256: str = ""
    parts: tuple[tuple[str, str], ...] = ()
