"""Signing with the learner's own key: the writing side of Data Integrity.

VC Data Integrity 1.0 §4.3 "Add Proof" with the suites of Data Integrity EdDSA Cryptosuites 1.0.
What is hashed is put together by the same functions that verification uses.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import base58

from wallet.documents.document import NoDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.share.holder import Holder
from wallet.verify import keys
from wallet.verify.problem import Problem
from wallet.verify.proofs import jcs, rdfc
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.suites import Signed

RDFC: Final = "eddsa-rdfc-2022"
JCS: Final = "eddsa-jcs-2022"


def proof_over(
    document: dict[str, Any], options: dict[str, Any], holder: Holder, contexts: ShippedContexts
) -> dict[str, Any] | Problem:
    """Return the proof of ``holder`` over ``document``, with ``options`` of its own in it.

    The suite is ``eddsa-rdfc-2022`` (§3.2) where every part of the document has a meaning that
    can be signed, else ``eddsa-jcs-2022`` (§3.3), which signs the JSON whatever it means; a
    Problem where that has no canonical form either (RFC 8785).
    """
    key = keys.from_multibase(holder.id.removeprefix("did:key:"))
    evidence = Evidence(NoDocuments(), contexts, datetime.min.replace(tzinfo=UTC))
    about = {
        "type": "DataIntegrityProof",
        "cryptosuite": RDFC,
        "verificationMethod": holder.method,
        **options,
    }
    signed = Signed(document, about, key, "EdDSA")
    data = rdfc.hashes(signed, {**about, "@context": document["@context"]}, evidence)
    if isinstance(data, Problem):
        about = {"@context": document["@context"], **about, "cryptosuite": JCS}
        data = jcs.hashes(Signed(document, about, key, "EdDSA"), about, document)
    if isinstance(data, Problem):
        return data
    return {**about, "proofValue": "z" + base58.b58encode(holder.sign(data)).decode("ascii")}
