"""What a respondent meets when something is refused: one table, a row for every error that can reach a page.

The tree of errors knows nothing of HTTP; this is where status and page are given. A row names a template in
`templates/respond/refusals/`. Of an error nothing is written down but its class and the line that raised it: its
message, the request and the answers never are.
"""

import sys
from traceback import extract_tb

import msgspec
from litestar.exceptions import HTTPException

from survey.errors import (
    AlreadyAnswered,
    AlreadyIssued,
    ApprovalError,
    BoardError,
    BundleError,
    Busy,
    Closed,
    CodeFault,
    DemoError,
    DraftError,
    EnvelopeError,
    KeyFileError,
    NotApproved,
    NotIssued,
    NotYetOpen,
    OtherPages,
    SamtidigError,
    SettingsError,
    SharesError,
    StillOpen,
    StoreError,
    UnknownCode,
    UnknownMunicipality,
    UnknownWave,
    WrongPassphrase,
    WrongSymbol,
)

#: How long a browser, or a person, should wait before trying again.
RETRY_AFTER_S = 5


class Row(msgspec.Struct, frozen=True):
    """A status, the page that goes with it, and the word for it to a browser that seals by itself (*outcome*).

    *ours*: the fault is the server's, and its place is reported.
    """

    status: int
    template: str
    outcome: str
    ours: bool = False


#: The three faults of a code are shown on the first page itself, beside the field.
ENTRY = "entry"
FAILED = Row(500, "failed", "failed", ours=True)
RESTING = Row(503, "failed", "failed", ours=True)

ROWS: dict[type[SamtidigError], Row] = {
    UnknownWave: Row(404, "missing", "refused"),
    UnknownMunicipality: Row(404, "missing", "refused"),
    NotApproved: Row(403, "unready", "unready"),
    OtherPages: Row(403, "unready", "unready"),
    NotIssued: Row(403, "unready", "unready"),
    NotYetOpen: Row(403, "early", "early"),
    Closed: Row(403, "closed", "closed"),
    CodeFault: Row(422, ENTRY, "unknown"),
    WrongSymbol: Row(422, ENTRY, "unknown"),
    UnknownCode: Row(422, ENTRY, "unknown"),
    AlreadyAnswered: Row(409, "answered", "answered"),
    Busy: Row(503, "busy", "busy"),
    DraftError: Row(400, "draft", "refused"),
    StoreError: RESTING,
    KeyFileError: RESTING,  # the wave's key cannot be read: its holder must mend that, and the answers wait in the page
    EnvelopeError: FAILED,
    BoardError: FAILED,
}

#: Leaves that only a command can meet.
ELSEWHERE: frozenset[type[SamtidigError]] = frozenset(
    {SettingsError, ApprovalError, AlreadyIssued, StillOpen, SharesError, BundleError, WrongPassphrase, DemoError}
)

#: Refusals of HTTP itself, by status.
STATUSES: dict[int, Row] = {
    400: Row(400, "malformed", "refused"),
    403: Row(403, "foreign", "foreign"),
    404: Row(404, "missing", "refused"),
    405: Row(405, "method", "refused"),
    413: Row(413, "large", "refused"),
    415: Row(415, "malformed", "refused"),
}


def row_of(error: Exception) -> Row:
    """The row for *error*: its own, that of the nearest class above it, or a fault of ours."""
    if isinstance(error, HTTPException):
        return STATUSES.get(error.status_code, FAILED)
    return next((ROWS[one] for one in type(error).__mro__ if one in ROWS), FAILED)


def report(error: Exception) -> None:
    """One line on stderr for who runs the server: the error's class and where it was raised. Nothing of the request."""
    last = extract_tb(error.__traceback__)[-1:]
    place = f"{last[0].filename}:{last[0].lineno}" if last else "an unknown place"
    sys.stderr.write(f"{type(error).__name__} at {place}\n")
