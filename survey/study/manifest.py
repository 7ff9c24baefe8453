"""The manifest: all that must be equal in every municipality, as canonical bytes with ONE fingerprint.

It holds every word in every language, the routing, the strata, the window, the reference period, the trustees'
public keys and how many of them open the box, the thresholds and the planned comparisons. The fingerprint is
its SHA-256. Whoever changes anything has another manifest, which nobody has signed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from questionnaires.answersets import (
    Disclosure,
    FormMark,
    Header,
    Period,
    Place,
    StratumCount,
    Window,
)
from questionnaires.digest import canonical_bytes, digest
from questionnaires.model import Questionnaire, Text
from questionnaires.plans import Plan
from survey.clock import utc, utc_text
from survey.errors import StudyError, UnknownMunicipality
from survey.study.model import (
    Accessibility,
    AccessibilityContact,
    AccessMode,
    Contact,
    Municipality,
    Reminder,
    Stratum,
    Study,
)

PROTOCOL = "samtidig manifest 1"

#: The name in `Manifest.pages` of the script that fills in and seals in the browser.
SCRIPT = "script"

#: The name in `Manifest.pages` of all else that the pages are made of: templates, style sheets, pictures, the board's
#: script.
MARKUP = "markup"


class BoundTheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality's theme in the manifest; *logo* is the SVG itself, so that it is signed too."""

    colour: str
    accent: str
    logo: str


class BoundMunicipality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality in the manifest; *chief* is its security chief's public signing key (hexadecimal)."""

    code: str
    name: str
    chief: str
    sender: Text
    contacts: tuple[Contact, ...]
    accessibility: AccessibilityContact
    strata: tuple[Stratum, ...]
    theme: BoundTheme


class BoundTrustee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trustee in the manifest; *seal* is the public key that shares are sealed to (hexadecimal)."""

    name: str
    municipality: str
    seal: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed. The order of trustees is the order of their parts in an envelope.

    *pages*: digests of what the program shows around the questions: `script`, `markup`, and each
    language's wordings.
    """

    protocol: str
    study: str
    wave: int
    title: Text
    languages: tuple[str, ...]
    access_mode: AccessMode
    period: Period
    window: Window
    disclosure: Disclosure
    k: int
    trustees: tuple[BoundTrustee, ...]
    municipalities: tuple[BoundMunicipality, ...]
    accessibility: Accessibility
    reminders: tuple[Reminder, ...]
    exit_url: str
    questionnaire: Questionnaire
    plan: Plan
    pages: dict[str, str]


def pages_of(marks: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Those of a program's *marks* that concern a study in *languages*."""
    return {name: marks[name] for name in (SCRIPT, MARKUP, *languages) if name in marks}


def bind(
    study: Study,
    questionnaire: Questionnaire,
    plan: Plan,
    chiefs: dict[str, str],
    trustees: dict[str, str],
    logos: Mapping[str, str],
    *,
    pages: Mapping[str, str],
) -> Manifest:
    """The manifest of a checked study.

    *chiefs*: municipality code -> public signing key; *trustees*: trustee's name -> public sealing key, both in
    hexadecimal; *logos*: municipality code -> SVG, for those that have one; *pages*: the marks of the program that
    will serve it. Raises StudyError if two trustees hold one
    key, which would let one person open with two shares, or if two chiefs do, which would let one person sign for two
    municipalities.
    """
    for holders, keys in (("trustees", trustees), ("security chiefs", chiefs)):
        if len(set(keys.values())) < len(keys):
            raise StudyError(
                f"two {holders} have the same key", "each must make a key of their own with `samtidig keys new`"
            )
    return Manifest(
        protocol=PROTOCOL,
        study=study.id,
        wave=study.wave,
        title=study.title,
        languages=study.languages,
        access_mode=study.access_mode,
        period=Period(study.period.first.isoformat(), study.period.last.isoformat()),
        window=Window(utc_text(study.opens_at), utc_text(study.closes_at)),
        disclosure=study.disclosure,
        k=study.k,
        trustees=tuple(BoundTrustee(t.name, t.municipality, trustees[t.name]) for t in study.trustees),
        municipalities=tuple(_bound(m, chiefs[m.code], logos.get(m.code, "")) for m in study.municipalities),
        accessibility=study.accessibility,
        reminders=study.reminders,
        exit_url=study.exit_url,
        questionnaire=questionnaire,
        plan=plan,
        pages=pages_of(pages, study.languages),
    )


def _bound(municipality: Municipality, chief: str, logo: str) -> BoundMunicipality:
    return BoundMunicipality(
        code=municipality.code,
        name=municipality.name,
        chief=chief,
        sender=municipality.sender,
        contacts=municipality.contacts,
        accessibility=municipality.accessibility,
        strata=municipality.strata,
        theme=BoundTheme(municipality.theme.colour, municipality.theme.accent, logo),
    )


def to_bytes(manifest: Manifest) -> bytes:
    """The canonical bytes: what the fingerprint is taken over and what is kept."""
    return canonical_bytes(manifest)


def from_bytes(file: bytes) -> Manifest:
    """The manifest in *file*. Raises StudyError unless the bytes are canonical: another spelling is another file."""
    try:
        manifest = msgspec.json.decode(file.strip(), type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise StudyError(f"this is no manifest: {error}; fetch the file again") from error
    if manifest.protocol != PROTOCOL or to_bytes(manifest) != file.strip():
        raise StudyError("the manifest is not in its canonical form; fetch the file again, unedited")
    return manifest


def fingerprint(manifest: Manifest) -> bytes:
    """SHA-256 of the canonical bytes (32 bytes)."""
    return hashlib.sha256(to_bytes(manifest)).digest()


def wave_key(manifest: Manifest) -> str:
    """The wave's name in addresses and file names: study and number, as `linkoping-norrkoping-1`."""
    return f"{manifest.study}-{manifest.wave}"


def opens_at(manifest: Manifest) -> datetime:
    """The instant from which answers are taken, aware, UTC."""
    return utc(manifest.window.opens_at)


def closes_at(manifest: Manifest) -> datetime:
    """The first instant at which answers are no longer taken, aware, UTC."""
    return utc(manifest.window.closes_at)


def municipality_of(manifest: Manifest, code: str) -> BoundMunicipality:
    """The municipality with this code; raises UnknownMunicipality if the study has none."""
    for municipality in manifest.municipalities:
        if municipality.code == code:
            return municipality
    codes = ", ".join(municipality.code for municipality in manifest.municipalities)
    raise UnknownMunicipality(f"{code} is no municipality of this study; it has {codes}")


def strata(manifest: Manifest) -> tuple[str, ...]:
    """Every stratum as `0580/elected`, in the order of the manifest."""
    return tuple(f"{m.code}/{stratum.group}" for m in manifest.municipalities for stratum in m.strata)


def invited(manifest: Manifest, stratum: str) -> int:
    """How many persons are invited in *stratum* (`0580/elected`); raises UnknownMunicipality or StudyError."""
    code, _, group = stratum.partition("/")
    for one in municipality_of(manifest, code).strata:
        if one.group == group:
            return one.invited
    raise StudyError(f"{stratum} is no stratum of this study; it has {', '.join(strata(manifest))}")


def header(manifest: Manifest, code: str) -> Header:
    """The header of one municipality's answer set, with nobody counted as having answered yet."""
    municipality = municipality_of(manifest, code)
    form = manifest.questionnaire
    return Header(
        fingerprint=fingerprint(manifest).hex(),
        study=manifest.study,
        wave=manifest.wave,
        municipality=Place(municipality.code, municipality.name),
        form=FormMark(form.id, form.version, digest(form)),
        plan_digest=digest(manifest.plan),
        languages=manifest.languages,
        period=manifest.period,
        window=manifest.window,
        access_mode=manifest.access_mode,
        disclosure=manifest.disclosure,
        strata=tuple(StratumCount(s.group, s.definition, s.invited, 0, s.frame) for s in municipality.strata),
    )
