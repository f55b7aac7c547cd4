"""Signed badges of Open Badges 1.x and 2.0: an assertion as compact JWS.

The key counts if the issuer's own profile lists it and it names the issuer as its owner
(Open Badges 2.0 §5.2 "Signed"; VERIFY.md rule 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.documents.document import Document, Documents
from wallet.formats.fields import address, first_object, items, text, types
from wallet.formats.jws import Jws
from wallet.formats.read import Parsed
from wallet.verify import keys, status
from wallet.verify.hosted import ASSERTION, AssertionVerdict, Kind
from wallet.verify.keys import ALGORITHMS, KeyMalformedError, PublicKey
from wallet.verify.linked import Linked, json_at, split
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs.jose import refused
from wallet.verify.report import Check, CheckId, Outcome


def says_it_is(assertion: Mapping[str, Any]) -> bool:
    """Return whether an assertion says that a signature is what makes it true."""
    for name in ("verification", "verify"):
        about = first_object(assertion.get(name)) or {}
        if types(about.get("type")) & {"signed", "SignedBadge"}:
            return True
    return False


def verify(
    parsed: Parsed, jws: Jws, documents: Documents, kind: Kind = ASSERTION
) -> AssertionVerdict:
    """Verify a signed badge, or another ``kind``, with the documents at hand."""
    assertion = parsed.document
    # 1. The badge class and the issuer, at their own addresses.
    chain = kind.follow(assertion, None, documents)
    credential = kind.view(assertion, chain.badge, chain.issuer)
    # 2. The signature, with the key the badge names or the only one the issuer lists.
    key_url = _key_address(assertion, chain)
    key = _key(key_url, chain, documents)
    proof = _signature(jws, key)
    checks = [proof]
    # 3. Whose key it is.
    if proof.outcome is not Outcome.FAILED:
        checks.append(_whose(parsed, key_url, key, chain))
    # 4. Whether the issuer has revoked it.
    checks.append(_revocation(assertion, chain, documents))
    return AssertionVerdict(credential, assertion, tuple(checks), chain)


def _key_address(assertion: Mapping[str, Any], chain: Linked) -> str | None:
    about = first_object(assertion.get("verification")) or first_object(assertion.get("verify"))
    named = address((about or {}).get("creator")) or address((about or {}).get("url"))
    if named is None and chain.issuer is not None:
        listed = items(chain.issuer.get("publicKey"))
        named = address(listed[0]) if len(listed) == 1 else None
    return named


def _key(
    url: str | None, chain: Linked, documents: Documents
) -> tuple[PublicKey, Mapping[str, Any] | None] | Problem:
    """Return the key at ``url`` and the CryptographicKey document that holds it, if one does."""
    if url is None:
        return unknown("key-not-named")
    for one in items(chain.issuer.get("publicKey")) if chain.issuer else ():
        if isinstance(one, dict) and one.get("id") == url and "publicKeyPem" in one:
            return _from_pem(one["publicKeyPem"], one)
    found = documents.get(url.partition("#")[0])
    if found is None:
        return unknown("key-not-at-hand", method=url)
    if found.status != 200:
        return unknown("key-not-at-hand", found.as_of, method=url)
    if found.data.lstrip()[:1] == b"-":  # Open Badges 1.x: a bare PEM document
        return _from_pem(found.data, None)
    at = json_at(url, documents)
    if isinstance(at, Problem):
        return at
    document, _found = at
    return _from_pem(document.get("publicKeyPem"), document)


def _from_pem(
    pem: object, document: Mapping[str, Any] | None
) -> tuple[PublicKey, Mapping[str, Any] | None] | Problem:
    try:
        return keys.from_pem(pem), document
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))


def _signature(jws: Jws, key: tuple[PublicKey, Any] | Problem) -> Check:
    if problem := refused(jws):
        return problem.check(CheckId.PROOF)
    if isinstance(key, Problem):
        return key.check(CheckId.PROOF)
    algorithm = str(jws.header["alg"])
    if algorithm not in ALGORITHMS.get(key[0].kind, ()):
        problem = failed("algorithm-mismatch", algorithm=algorithm, kind=key[0].name)
        return problem.check(CheckId.PROOF)
    if not key[0].verifies(jws.signature, jws.signing_input, algorithm):
        return failed("signature-invalid").check(CheckId.PROOF)
    return Check(CheckId.PROOF, Outcome.PASSED, "signature-valid", {"suite": f"JWS {algorithm}"})


def _whose(
    parsed: Parsed,
    key_url: str | None,
    key: tuple[PublicKey, Mapping[str, Any] | None] | Problem,
    chain: Linked,
) -> Check:
    if chain.problem is not None:
        return chain.problem.check(CheckId.ISSUER_KEY)
    if isinstance(key, Problem) or key_url is None or chain.issuer is None:
        return unknown("no-key-to-judge").check(CheckId.ISSUER_KEY)
    issuer = str(chain.issuer_id)
    facts = {"issuer": issuer, "method": key_url}
    document = key[1]
    if document is None:
        # Open Badges 1.x lists no keys: one served beside the issuer's own document counts.
        same = split(key_url)[:2] == split(issuer)[:2]
        if same and parsed.standard.value.startswith("openbadges-1"):
            return Check(CheckId.ISSUER_KEY, Outcome.PASSED, "key-at-issuer", facts, chain.as_of)
        return failed("key-not-listed", chain.as_of, **facts).check(CheckId.ISSUER_KEY)
    listed = [address(one) for one in items(chain.issuer.get("publicKey"))]
    if key_url not in listed:
        return failed("key-not-listed", chain.as_of, **facts).check(CheckId.ISSUER_KEY)
    if document.get("id") not in (None, key_url) or address(document.get("owner")) != issuer:
        return failed("key-of-another", chain.as_of, **facts).check(CheckId.ISSUER_KEY)
    return Check(CheckId.ISSUER_KEY, Outcome.PASSED, "key-listed", facts, chain.as_of)


def _revocation(assertion: Mapping[str, Any], chain: Linked, documents: Documents) -> Check:
    if chain.issuer is None:
        return unknown("issuer-not-at-hand-for-status").check(CheckId.STATUS)
    url = address(chain.issuer.get("revocationList"))
    if url is None:
        return Check(CheckId.STATUS, Outcome.SKIPPED, "no-revocation-list", {}, chain.as_of)
    at = json_at(url, documents)
    if isinstance(at, Problem):
        return unknown("status-list-not-at-hand", at.as_of, url=url).check(CheckId.STATUS)
    document, found = at
    return _listed(assertion, document, found, str(chain.issuer_id))


def _listed(
    assertion: Mapping[str, Any], document: Mapping[str, Any], found: Document, issuer: str
) -> Check:
    url = found.url
    stated = address(document.get("issuer"))
    if stated is not None and stated != issuer:
        problem = unknown("status-list-of-another", found.as_of, url=url, issuer=stated)
        return problem.check(CheckId.STATUS)
    names = {one for name in ("id", "uid") if isinstance(one := assertion.get(name), str)}
    entries = document.get("revokedAssertions")
    if isinstance(entries, list):
        for entry in entries:
            about = entry if isinstance(entry, dict) else {"id": entry}
            if names & {about.get("id"), about.get("uid")} - {None}:
                because = text(about.get("revocationReason"))
                if because:
                    return status.revoked("revoked-because", found.as_of, because=because)
                return status.revoked("revoked", found.as_of, purpose="revocation", url=url)
        return status.not_revoked(found.as_of, url)
    if "revokedAssertions" not in document and document and "@context" not in document:
        # Open Badges 1.0: an object of uid to reason.
        for name in names & set(document):
            because = text(document[name]) or ""
            return status.revoked("revoked-because", found.as_of, because=because)
        return status.not_revoked(found.as_of, url)
    return unknown("status-list-unreadable", found.as_of, url=url).check(CheckId.STATUS)
