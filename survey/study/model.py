"""A study, as it is written in `study.toml` (docs/study-format.md): frozen data, before anything is signed.

Paths to key files and to the questionnaire are relative to the file. Everything here becomes part of the
manifest, so every municipality signs every word of it.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from questionnaires.answersets import Disclosure, FrameCount
from questionnaires.model import Text

AccessMode = Literal["code_on_paper", "code_by_mail"]

#: How far the pages meet the law on accessibility: `full`, `partial` or `none`.
Conformity = Literal["full", "partial", "none"]

#: Why something is not accessible: it should be; making it so would be a disproportionate burden (12 § of the law); the
#: law does not cover it (9 §).
Reason = Literal["noncompliance", "disproportionate_burden", "outside_law"]

#: Where Digg takes reports of poor accessibility.
DIGG = "https://www.digg.se/tdosanmalan"


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somewhere to turn. *phone* and *url* are shown as they stand; either may be empty, not both."""

    name: Text
    phone: str = ""
    url: str = ""


class Stratum(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One group of one municipality: how many persons are invited, and in words who counts.

    *frame*: how many of the invited would give which answer to a background question, from a register.
    """

    group: str
    invited: int
    definition: Text
    frame: tuple[FrameCount, ...] = ()


class AccessibilityContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to report what cannot be used, and to ask for another form. At least *email* or *phone*; *address* is of
    the post; *response_days* is how many working days a reply usually takes.
    """

    email: str = ""
    phone: str = ""
    url: str = ""
    address: str = ""
    response_days: int | None = None


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a municipality's pages look: the *colour* of the header, the *accent* of links and buttons (the colour, if
    empty), and the path of a *logo* in SVG. An empty one leaves the pages as they are.
    """

    colour: str = ""
    accent: str = ""
    logo: str = ""


class Municipality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One municipality. *key* is the path of its security chief's public key file."""

    code: str
    name: str
    key: str
    sender: Text
    contacts: tuple[Contact, ...]
    accessibility: AccessibilityContact
    strata: tuple[Stratum, ...]
    theme: Theme = Theme()


class Trustee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Someone who holds one of the keys to the box. *municipality* is empty for someone outside them all."""

    name: str
    key: str
    municipality: str = ""


class Reminder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A planned reminder. It goes to everybody, since nobody knows who has answered."""

    on: date
    text: Text


class ReferencePeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days that the questions are about, both included."""

    first: date
    last: date


class Shortcoming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that not everybody can use. *text*: what, and for whom; *why*: the grounds, where mending it would be a
    disproportionate burden; *alternative*: how to get it in another form; *mended_by*: when it is to be mended.
    """

    text: Text
    reason: Reason
    why: Text = {}
    alternative: Text = {}
    mended_by: date | None = None


class Supervision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The authority that supervises the law, and the *url* where it takes reports. Without a *name* it is the one that
    the pages have a wording for, the Agency for Digital Government (Digg).
    """

    name: Text = {}
    url: str = DIGG


class Accessibility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The accessibility statement: how far the pages meet the law, as *assessed* by *method* on a day; when they were
    *published*, and when the statement was last *reviewed*.
    """

    status: Conformity
    assessed: date
    published: date
    reviewed: date
    method: Text
    shortcomings: tuple[Shortcoming, ...] = ()
    supervision: Supervision = Supervision()


class Study(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole study file. *k* is how many trustees open the box together; *exit_url* is where "leave this page" leads:
    a neutral public page, one for all, so that the way out tells no more than the way in.
    """

    id: str
    wave: int
    title: Text
    questionnaire: str
    languages: tuple[str, ...]
    access_mode: AccessMode
    opens_at: datetime
    closes_at: datetime
    k: int
    period: ReferencePeriod
    municipalities: tuple[Municipality, ...]
    trustees: tuple[Trustee, ...]
    accessibility: Accessibility
    reminders: tuple[Reminder, ...] = ()
    exit_url: str = "https://www.smhi.se/"
    disclosure: Disclosure = Disclosure(min_answered=10, min_exposed=5)
