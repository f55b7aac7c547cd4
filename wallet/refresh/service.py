"""A credential's newer form, from the service that the credential itself names.

Open Badges 3.0 §9.4 "Refresh": ``refreshService`` of type ``1EdTechCredentialRefresh``.
VERIFY.md rule 19: it is asked once, after the proof is good, and the older form is kept. What
it answers counts only if the same issuer signed it, for the same achievement and learner.
"""

from __future__ import annotations

from typing import Final

from wallet.errors import UnusableInput
from wallet.formats import read
from wallet.formats.fields import address, items, types
from wallet.formats.unpack import unpack
from wallet.verify.report import Authenticity, RecipientMatch
from wallet.verify.verdict import Verdict

_TYPE: Final = "1EdTechCredentialRefresh"


def address_in(data: bytes, name: str) -> str | None:
    """Return where the newer form of the badge in ``data`` is to be had, if it says so."""
    try:
        document = read.read(unpack(data, name), name).document
    except UnusableInput:
        return None
    for one in items(document.get("refreshService")):
        if isinstance(one, dict) and _TYPE in types(one.get("type")):
            return address(one)
    return None


def is_authentic(verdict: Verdict) -> bool:
    """Return whether a badge is whole and its issuer's, so that its word may be followed."""
    return verdict.report is not None and verdict.report.authenticity is Authenticity.VERIFIED


def follows(new: Verdict, old: Verdict) -> bool:
    """Return whether ``new`` is a form of ``old``: verified, same issuer, same award."""
    before, now = old.credential, new.credential
    if before is None or now is None or not (is_authentic(old) and is_authentic(new)):
        return False
    return (
        before.issuer.id == now.issuer.id
        and before.achievement_id == now.achievement_id
        and (before.achievement_id is not None or before.id == now.id)
        and (before.recipients == now.recipients or (_is_mine(old) and _is_mine(new)))
    )


def _is_mine(verdict: Verdict) -> bool:
    """Return whether it was given to the learner: a salted address changes with its salt."""
    return verdict.report is not None and verdict.report.recipient is RecipientMatch.MINE
