"""What a proof family is given, what it returns, and how several proofs are summed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import structs

from wallet.documents.document import Documents
from wallet.documents.shipped import ShippedContexts
from wallet.verify.report import Check, CheckId, Outcome


class Evidence(msgspec.Struct, frozen=True):
    """What proofs are judged by: documents at hand, shipped contexts, and the time."""

    documents: Documents
    contexts: ShippedContexts
    now: datetime


class ProofVerdict(msgspec.Struct, frozen=True):
    """One proof: whether it fits what was signed, and whether its key is the issuer's.

    ``key`` is None where it was not looked at, because there was nothing that fits. ``notes``
    are warnings beside them.
    """

    proof: Check
    key: Check | None = None
    notes: tuple[Check, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether this proof fits and is the issuer's."""
        return (
            self.proof.outcome is Outcome.PASSED
            and self.key is not None
            and self.key.outcome is Outcome.PASSED
        )


def summed_up(verdicts: Sequence[ProofVerdict]) -> tuple[Check, ...]:
    """Return the checks of a proof set (VC Data Integrity §2.1.1; VERIFY.md rule 12).

    A proof that fails, fails all. One good proof by the issuer suffices; what could not be
    told of the others is then a warning. Without one, the checks of each stand as they are.
    """
    suffices = any(verdict.verified for verdict in verdicts)
    checks: list[Check] = []
    for verdict in verdicts:
        for check in (verdict.proof, *verdict.notes, verdict.key):
            if check is None:
                continue
            if suffices and check.outcome is Outcome.UNKNOWN:
                check = structs.replace(check, outcome=Outcome.WARNING)  # noqa: PLW2901
            checks.append(check)
    if not any(check.id is CheckId.ISSUER_KEY for check in checks):
        checks.append(Check(CheckId.ISSUER_KEY, Outcome.UNKNOWN, "no-key-to-judge"))
    return tuple(checks)
