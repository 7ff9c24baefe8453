"""Tally: k trustees open the bundle together, and each municipality gets one answer set.

It needs the bundle, the manifest and k private keys, and neither the database nor any code: it can be run on a machine
that is on no network. The answers are in memory only until they are written as rows in sorted order, so nothing of the
order in the bundle is left in the answer set. The trackers come out apart from the rows, as one sorted list of what was
counted; a tracker never stands beside a row.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from questionnaires import answersets
from questionnaires.errors import SheetError
from questionnaires.sheets import decode
from survey.ballot import bundle, lists, opening
from survey.ballot.bundle import Bundle
from survey.ballot.envelopes import Context as SealingContext
from survey.ballot.opening import Opened
from survey.errors import BundleError, EnvelopeError, SharesError
from survey.steps.submit import sealing_context
from survey.store import files
from survey.study.manifest import Manifest, fingerprint, header, strata, wave_key


class Tallied(msgspec.Struct, frozen=True):
    """The answer sets written (municipality code -> path), the list of what was counted, the answers counted and the
    envelopes that could not be read, by stratum. An unreadable envelope is counted as no answer, and said aloud.
    """

    files: dict[str, Path]
    counted: Path
    answered: dict[str, int]
    unreadable: dict[str, int]


Keys = Sequence[ec.EllipticCurvePrivateKey]
Progress = Callable[[int], None]


def silent(_done: int) -> None:
    """Progress that nobody watches."""


def tally(manifest: Manifest, sealed: Bundle, keys: Keys, folder: Path, progress: Progress = silent) -> Tallied:
    """Open every envelope with the trustees' private *keys* and write `answers-<wave>-<code>.txt` and
    `counted-<wave>.txt` into *folder*.

    Run again it writes the same bytes. *progress* is called with the number of envelopes opened since the last call.
    Raises SharesError (fewer than k keys, or a key that is no trustee's), BundleError (the bundle of another manifest).
    """
    _belongs(manifest, sealed)
    holders = _holders(manifest, keys)
    rows: dict[str, list[bytes]] = {}
    trackers: list[bytes] = []  # of the whole wave: a respondent needs no more, and a list by stratum would say more
    unreadable: dict[str, int] = {}
    for stratum in strata(manifest):
        context = sealing_context(manifest, stratum)
        rows[stratum] = []
        unreadable[stratum] = 0
        for envelope in sealed.strata[stratum]:
            opened = _open(manifest, context, envelope, holders)
            if opened is None:
                unreadable[stratum] += 1
            else:
                rows[stratum].append(opened.row)
                trackers.append(opened.tracker)
            progress(1)
    written = _write(manifest, rows, folder)
    counted = folder / f"counted-{sealed.wave}.txt"
    files.write_whole(counted, lists.write(lists.trackers_of(sealed, trackers)))
    return Tallied(written, counted, {stratum: len(found) for stratum, found in rows.items()}, unreadable)


def _belongs(manifest: Manifest, sealed: Bundle) -> None:
    if sealed.fingerprint != fingerprint(manifest).hex() or sealed.wave != wave_key(manifest):
        raise BundleError(
            f"the bundle is of {sealed.wave} with the fingerprint {sealed.fingerprint[:16]}…, not of this manifest",
            "give the manifest that was closed with it",
        )
    if set(sealed.strata) != set(strata(manifest)):
        raise BundleError("the bundle has other strata than the manifest", "fetch both files again")


def _holders(manifest: Manifest, keys: Keys) -> dict[int, ec.EllipticCurvePrivateKey]:
    context = sealing_context(manifest, strata(manifest)[0])
    holders = {opening.trustee_index(context, key): key for key in keys}
    if len(holders) < manifest.k:
        raise SharesError(
            f"{len(holders)} of the {manifest.k} keys that are needed are here", "bring the key files of more trustees"
        )
    return holders


def _open(
    manifest: Manifest, context: SealingContext, envelope: bytes, holders: dict[int, ec.EllipticCurvePrivateKey]
) -> Opened | None:
    """What is in the envelope; None if it does not open, or holds what no respondent of this form could answer."""
    try:
        shares = [opening.open_share(envelope, place, key, context) for place, key in holders.items()]
        opened = opening.open_envelope(envelope, shares, context)
        decode(manifest.questionnaire, context.stratum.partition("/")[2], opened.row)
    except (EnvelopeError, SharesError, SheetError):
        return None
    return opened


def _write(manifest: Manifest, rows: dict[str, list[bytes]], folder: Path) -> dict[str, Path]:
    written = {}
    for municipality in manifest.municipalities:
        mine = {stratum.group: rows[f"{municipality.code}/{stratum.group}"] for stratum in municipality.strata}
        found = answersets.assemble(header(manifest, municipality.code), mine)
        path = folder / f"answers-{wave_key(manifest)}-{municipality.code}.txt"
        files.write_whole(path, answersets.write(found), mode=0o600)
        written[municipality.code] = path
    return written


def read_bundle(path: Path) -> Bundle:
    """The bundle in the file at *path*. Raises BundleError or StoreError."""
    return bundle.read(files.read_whole(path))


def total(sealed: Bundle) -> int:
    """How many envelopes there are to open."""
    return sum(len(envelopes) for envelopes in sealed.strata.values())
