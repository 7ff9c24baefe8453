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


class Municipality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One municipality. *key* is the path of its security chief's public key file; *exit_url* is where "leave this
    page" leads: a neutral public page.
    """

    code: str
    name: str
    key: str
    sender: Text
    contacts: tuple[Contact, ...]
    strata: tuple[Stratum, ...]
    exit_url: str = "https://www.smhi.se/"


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


class Study(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole study file. *k* is how many trustees open the box together."""

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
    reminders: tuple[Reminder, ...] = ()
    disclosure: Disclosure = Disclosure(min_answered=10, min_exposed=5)
