"""Approve: each municipality's security chief signs the fingerprint; one missing, and nothing opens.

Signing needs the manifest and the chief's own key, no database, so it can be done on the chief's own machine; the
approval that comes out is then recorded where the survey is run.
"""

from cryptography.hazmat.primitives.asymmetric import ec

from survey.ballot import signatures
from survey.errors import ApprovalError, Closed
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import engine, waves
from survey.study import approvals
from survey.study.approvals import Approval
from survey.study.manifest import Manifest, closes_at, fingerprint, municipality_of


def sign(manifest: Manifest, municipality: str, key: ec.EllipticCurvePrivateKey) -> Approval:
    """The approval of *manifest* for *municipality* with the chief's signing key.

    Raises UnknownMunicipality, or ApprovalError if the key is not the one that the manifest names for it.
    """
    municipality_of(manifest, municipality)
    mark = fingerprint(manifest)
    approval = Approval(municipality, mark.hex(), signatures.sign(key, signatures.approval(mark, municipality)).hex())
    approvals.check(manifest, approval)
    return approval


def approve(context: Context, wave: str, approval: Approval) -> tuple[str, ...]:
    """Record *approval*; the municipalities that are still missing. Raises ApprovalError if it is not valid."""
    with engine.writing(context.database) as connection:
        waves.lock(connection, wave, exclusive=True)
        record, manifest = found(connection, wave)
        if context.clock.now() >= closes_at(manifest):
            raise Closed(f"the window of {wave} has ended", "define a new wave with a window to come")
        approvals.check(manifest, approval)
        if record.state == "defined":
            waves.put_approval(connection, wave, approval)
        return approvals.missing(manifest, waves.approvals(connection, wave))


def require_approved(manifest: Manifest, kept: tuple[Approval, ...]) -> None:
    """Raises ApprovalError naming the municipalities that have not signed."""
    missing = approvals.missing(manifest, kept)
    if missing:
        names = ", ".join(f"{code} {municipality_of(manifest, code).name}" for code in missing)
        raise ApprovalError(f"not yet signed by {names}", "let their security chiefs run `samtidig approve`")
