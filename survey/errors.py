"""Everything that can be refused, drawn as one tree. It knows nothing of HTTP.

SamtidigError
├── SettingsError            a setting is missing or cannot be
├── StudyError               a study file or a manifest is not well made
│   └── UnknownMunicipality
├── ApprovalError            a signature is missing, or is over something else
├── PhaseError               it is not the time for this
│   ├── UnknownWave          there is no such wave
│   ├── NotApproved          not every municipality has signed
│   ├── OtherPages           the program's pages are not those that were signed
│   ├── NotIssued            no codes have been issued yet
│   ├── AlreadyIssued        codes are issued once; what was signed can no longer change
│   ├── NotYetOpen
│   ├── Closed
│   └── StillOpen            the window has not ended
├── CodeError                what was written is no code of this wave
│   ├── CodeFault            wrong length, a foreign symbol, or more than one wrong
│   ├── WrongSymbol          one symbol is wrong, and it is known which
│   └── UnknownCode          well formed, and nobody has it
├── AlreadyAnswered          another envelope lies under this code
├── Busy                     too many answers wait at this moment; try again
├── BallotError              a sealed thing cannot be read
│   ├── EnvelopeError
│   ├── SharesError          too few keys, or keys of another study
│   ├── BundleError
│   ├── BoardError           a published list that is altered, or of another wave
│   ├── DraftError           the page's hidden field is damaged, or from another wave
│   └── KeyFileError
│       └── WrongPassphrase
├── StoreError               the database or the disk refuses
└── DemoError                the demonstration met what it did not expect

Each message is one line, for the one who ran the command, and says how to mend it. What a respondent reads is
in the catalogues; `web/errors.py` has one row for every leaf that can reach a page.
"""

from typing import ClassVar


class SamtidigError(Exception):
    """The root; never raised itself. Said as "what is wrong; how to mend it".

    `usual_mend` is said where the raiser knows no better one. No code, answer or key may stand in a message: it may
    end in a log.
    """

    usual_mend: ClassVar[str] = ""

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = what
        self.mend = mend or self.usual_mend
        super().__init__(what, mend)

    def __str__(self) -> str:
        """The whole message."""
        return f"{self.what}; {self.mend}" if self.mend else self.what


class SettingsError(SamtidigError):
    """A setting is missing or cannot be."""


class StudyError(SamtidigError):
    """A study file or a manifest that is not well made. The message may hold several lines, a fault each."""


class UnknownMunicipality(StudyError):
    """A municipality that the study does not have."""


class ApprovalError(SamtidigError):
    """A signature that is missing, or is over something else."""


class PhaseError(SamtidigError):
    """It is not the time for this."""


class UnknownWave(PhaseError):
    """There is no such wave."""


class NotApproved(PhaseError):
    """Not every municipality has signed the fingerprint."""


class OtherPages(PhaseError):
    """The program's own pages are not those that every municipality signed."""

    usual_mend = "run the version of the program that the study was defined with"


class NotIssued(PhaseError):
    """No codes have been issued yet."""


class AlreadyIssued(PhaseError):
    """Codes are issued once; what was signed can no longer change."""


class NotYetOpen(PhaseError):
    """The window has not begun."""


class Closed(PhaseError):
    """The window has ended."""


class StillOpen(PhaseError):
    """The window has not ended."""


class CodeError(SamtidigError):
    """What was written is no code of this wave."""

    usual_mend = "compare it with the letter, symbol by symbol"


class CodeFault(CodeError):
    """A code of the wrong length, with a foreign symbol, or with more than one wrong.

    *reason* is `length`, `foreign` or `several`; *position* is the foreign symbol's place (from 1), or None.
    """

    def __init__(self, reason: str, position: int | None = None) -> None:
        faults = {
            "length": "a code has 16 symbols",
            "foreign": f"symbol {position} is none of those a code is written with",
            "several": "more than one symbol of the code is wrong",
        }
        super().__init__(faults[reason])
        self.args = (reason, position)
        self.reason = reason
        self.position = position


class WrongSymbol(CodeError):
    """Exactly one symbol is wrong, and it stands at *position* (1-16)."""

    def __init__(self, position: int) -> None:
        super().__init__(f"symbol {position} of the code seems wrong")
        self.args = (position,)
        self.position = position


class UnknownCode(CodeError):
    """Well formed, and nobody has it."""


class AlreadyAnswered(SamtidigError):
    """Another envelope lies under this code; nothing was changed."""


class Busy(SamtidigError):
    """Too many answers wait at this moment; nothing was lost, try again."""


class BallotError(SamtidigError):
    """A sealed thing cannot be read."""


class EnvelopeError(BallotError):
    """An envelope that is damaged, or sealed under another fingerprint, stratum or set of keys."""

    usual_mend = "seal the answer again for this wave"


class SharesError(BallotError):
    """Too few keys to open with, or keys of another study."""

    usual_mend = "open with the key files of k of the manifest's trustees"


class BundleError(BallotError):
    """A bundle that is cut off, altered, or of another wave."""

    usual_mend = "copy the bundle again from where the wave was closed"


class BoardError(BallotError):
    """A list of receipts or trackers that is cut off, altered, or of another wave."""

    usual_mend = "copy the list again from where it was made"


class DraftError(BallotError):
    """A draft that is damaged, or from another wave."""

    usual_mend = "go back to the page before, or begin again with the code"


class KeyFileError(BallotError):
    """A key file that is cut off, altered, or something else."""

    usual_mend = "take a fresh copy of the file from its backup"


class WrongPassphrase(KeyFileError):
    """The passphrase does not open the key file (or its sealed part has been altered: the two look the same)."""

    usual_mend = "write the passphrase again"


class StoreError(SamtidigError):
    """The database or the disk refuses; the message says what it said."""


class DemoError(SamtidigError):
    """The demonstration met a page, or a place, that it did not expect."""
