"""Approvals: each municipality's security chief signs the same fingerprint, with a key of their own.

An approval is good for one fingerprint and one municipality only. A change after a signature makes another
fingerprint, under which the old signature is simply not valid: nothing has to be revoked.
"""

import msgspec

from survey.ballot import signatures
from survey.errors import ApprovalError
from survey.study.manifest import Manifest, fingerprint, municipality_of


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One municipality's signature over one fingerprint (both in hexadecimal)."""

    municipality: str
    fingerprint: str
    signature: str


def check(manifest: Manifest, approval: Approval) -> None:
    """Raises ApprovalError unless *approval* is this municipality's chief's signature over this very manifest."""
    chief = municipality_of(manifest, approval.municipality).chief
    mark = fingerprint(manifest)
    if approval.fingerprint != mark.hex():
        raise ApprovalError(
            f"{approval.municipality} signed another fingerprint than the study has now; read it through and sign again"
        )
    message = signatures.approval(mark, approval.municipality)
    if not signatures.verify(bytes.fromhex(chief), message, _octets(approval.signature)):
        raise ApprovalError(
            f"the signature is not made with the key that the study names for {approval.municipality}; "
            "sign with that key, or put the right public key in the study file"
        )


def _octets(signature: str) -> bytes:
    try:
        return bytes.fromhex(signature)
    except ValueError:
        return b""


def missing(manifest: Manifest, approvals: tuple[Approval, ...]) -> tuple[str, ...]:
    """The codes of the municipalities that have no valid approval of this manifest, in its order."""
    valid = set()
    for approval in approvals:
        try:
            check(manifest, approval)
        except ApprovalError:
            continue
        valid.add(approval.municipality)
    return tuple(m.code for m in manifest.municipalities if m.code not in valid)


def is_approved(manifest: Manifest, approvals: tuple[Approval, ...]) -> bool:
    """Whether every municipality has signed this very fingerprint. One missing, and nothing opens."""
    return not missing(manifest, approvals)
