"""Who handed credentials over, to whom and until when: the proof of a presentation.

1.  holder             the one it names, or else whose key it was signed with
2.  proof, holder-key  what was signed is whole, for ``authentication``; the holder's own
                       document lists the key for that
3.  audience, nonce    whether it was made for whoever asks, and for this time of asking
What the credentials in it are worth is told of each by itself; nothing here adds to it or
takes from it. VC Data Model 2.0 §4.13, VC Data Integrity 1.0 §4.4, and for JWTs Securing
Verifiable Credentials using JOSE and COSE §3.1.2 and VC Data Model 1.1 §6.3.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from wallet.credential.moment import Moment, parse_moment, rfc3339
from wallet.formats.fields import address, items
from wallet.formats.presentation import Presented
from wallet.verify.controller import ControllerDocument, for_handing_over, issuer_document
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs import families, jose
from wallet.verify.proofs.evidence import ProofVerdict, summed_up
from wallet.verify.report import Check, CheckId, Handover, HandoverCheck, HandoverCheckId, Outcome

if TYPE_CHECKING:
    from wallet.verify.pipeline import Circumstances

_PURPOSE: Final = "authentication"
_MAX_PROOFS: Final = 20

_OF_HOLDERS: Final = {
    "no-proof": "presentation-not-signed",
    "proof-expired": "presentation-expired",
    "purpose-wrong": "presentation-purpose-wrong",
    "key-listed": "holder-key-listed",
    "key-not-listed": "holder-key-not-listed",
    "key-for-other-use": "holder-key-for-other-use",
    "key-revoked": "holder-key-revoked",
    "key-in-header-only": "holder-key-in-header-only",
    "key-unreadable": "holder-key-unreadable",
    "issuer-lists-no-keys": "holder-lists-no-keys",
    "issuer-not-named": "holder-not-named",
    "issuer-not-resolvable": "holder-not-resolvable",
    "issuer-document-not-at-hand": "holder-document-not-at-hand",
    "issuer-document-gone": "holder-document-gone",
    "issuer-document-unreadable": "holder-document-unreadable",
    "issuer-document-mismatch": "holder-document-mismatch",
    "did-malformed": "holder-did-malformed",
    "did-method-not-supported": "holder-did-method-not-supported",
}
"""What a check of an issuer comes to, by what it is called of a holder."""

_IDS: Final = {
    CheckId.PROOF: HandoverCheckId.PROOF,
    CheckId.ISSUER_KEY: HandoverCheckId.HOLDER_KEY,
}


def verify(presented: Presented, circumstances: Circumstances) -> Handover:
    """Return what is known of how ``presented`` was handed over.

    It is looked at once for the same circumstances, however many credentials it holds.
    """
    if presented.told is not None and presented.told[0] is circumstances:
        told = presented.told[1]
        assert isinstance(told, Handover)  # noqa: S101 - what was put there below
        return told
    judge = _embedded if presented.jws is None else _token
    handover = judge(presented, circumstances)
    presented.told = (circumstances, handover)
    return handover


def _embedded(presented: Presented, circumstances: Circumstances) -> Handover:
    document = dict(presented.document)
    proofs = items(document.get("proof"))
    named = [proof for proof in proofs if isinstance(proof, dict)]
    # 1. The holder.
    holder = address(document.get("holder")) or _signer(named)
    if not proofs:
        return _unsigned(holder, circumstances)
    if len(proofs) > _MAX_PROOFS:
        return _handover([failed("too-complex").check(CheckId.PROOF)], holder=holder)
    if holder is None:
        return _handover([unknown("issuer-not-named").check(CheckId.PROOF)])
    # 2. Every proof, and whose key it is by.
    evidence = circumstances.evidence
    verdicts = [
        families.embedded(document, one, named, holder, evidence, purpose=_PURPOSE)
        for one in proofs
    ]
    # What is said of the handing over is said by a proof; by the holder's own, where it fits.
    good = (one for one, verdict in zip(proofs, verdicts, strict=True) if verdict.verified)
    proof: Mapping[str, Any] = next(good, named[0] if named else {})
    # 3. For whom and for which time of asking.
    asked = _asked(_texts(proof.get("domain")), _texts(proof.get("challenge")), circumstances)
    return _handover(
        summed_up(verdicts),
        asked,
        holder=holder,
        audience=_texts(proof.get("domain")),
        nonce=_texts(proof.get("challenge")),
        created=parse_moment(proof.get("created")),
        expires=parse_moment(proof.get("expires")),
    )


def _token(presented: Presented, circumstances: Circumstances) -> Handover:
    token, claims, document = presented.jws, presented.claims, presented.document
    assert token is not None  # noqa: S101 - see verify
    # 1. The holder: of data model 1.1 the issuer of the token.
    issuer, named = claims.get("iss"), address(document.get("holder"))
    holder = named or (issuer if isinstance(issuer, str) else None)
    if holder is None:
        return _handover([unknown("issuer-not-named").check(CheckId.PROOF)])
    # 2. The signature, and whose key it is by.
    own = issuer_document(holder, circumstances.documents)
    if isinstance(own, ControllerDocument):
        own = for_handing_over(own)
    verdict = jose.signed_by(token, own, holder, circumstances.evidence, "JWT")
    if verdict.proof.outcome is Outcome.PASSED and (
        problem := _amiss(claims, holder, circumstances)
    ):
        verdict = ProofVerdict(problem.check(CheckId.PROOF), verdict.key)
    # 3. For whom and for which time of asking.
    audience, nonce = _texts(claims.get("aud")), _texts(claims.get("nonce"))
    return _handover(
        summed_up([verdict]),
        _asked(audience, nonce, circumstances),
        holder=holder,
        audience=audience,
        nonce=nonce,
        created=parse_moment(claims.get("iat")),
        expires=parse_moment(claims.get("exp")),
    )


def _amiss(claims: Mapping[str, Any], holder: str, circumstances: Circumstances) -> Problem | None:
    """Return what the claims of a token say that keeps it from counting, if anything."""
    if claims.get("iss", holder) != holder:
        return failed("claims-disagree", claim="iss")
    for name in ("exp", "nbf"):
        if name not in claims:
            continue
        moment = None if isinstance(claims[name], str) else parse_moment(claims[name])
        if moment is None:
            return failed("proof-date-malformed", date=str(claims[name])[:50])
        if name == "exp" and circumstances.now > moment.end:
            return failed("proof-expired", date=rfc3339(moment.end))
        if name == "nbf" and circumstances.now < moment.at:
            return failed("presentation-not-yet-valid", date=rfc3339(moment.at))
    return None


def _unsigned(holder: str | None, circumstances: Circumstances) -> Handover:
    checks = [unknown("no-proof").check(CheckId.PROOF)]
    asked = _asked((), (), circumstances)
    return _handover(checks, [one for one in asked if one.outcome is Outcome.FAILED], holder=holder)


def _signer(proofs: Sequence[dict[str, Any]]) -> str | None:
    """Return whose key the first proof names, where no holder is named (``holder`` is optional)."""
    method = proofs[0].get("verificationMethod") if proofs else None
    return method.partition("#")[0] if isinstance(method, str) and method else None


def _asked(
    audience: Sequence[str], nonce: Sequence[str], circumstances: Circumstances
) -> list[HandoverCheck]:
    """Compare for whom, and for which time of asking, it was signed with what was asked for."""
    return [
        _compared(HandoverCheckId.AUDIENCE, audience, circumstances.audience),
        _compared(HandoverCheckId.NONCE, nonce, circumstances.nonce),
    ]


def _compared(check_id: HandoverCheckId, stated: Sequence[str], asked: str | None) -> HandoverCheck:
    facts = {"stated": ", ".join(stated)[:200], "asked": (asked or "")[:200]}
    if not stated:
        outcome = Outcome.WARNING if asked is None else Outcome.FAILED
        return HandoverCheck(check_id, outcome, f"{check_id}-not-stated", facts)
    if asked is None:
        return HandoverCheck(check_id, Outcome.SKIPPED, f"{check_id}-not-asked", facts)
    if asked in stated:
        return HandoverCheck(check_id, Outcome.PASSED, f"{check_id}-as-asked", facts)
    return HandoverCheck(check_id, Outcome.FAILED, f"{check_id}-of-another", facts)


def _texts(value: object) -> tuple[str, ...]:
    """Return a text, or the texts of a list, that are not empty."""
    return tuple(one for one in items(value) if isinstance(one, str) and one)


def _handover(
    checks: Sequence[Check],
    asked: Sequence[HandoverCheck] = (),
    *,
    holder: str | None = None,
    audience: Sequence[str] = (),
    nonce: Sequence[str] = (),
    created: Moment | None = None,
    expires: Moment | None = None,
) -> Handover:
    signed = any(check.outcome is Outcome.PASSED for check in checks)
    told = [
        HandoverCheck(
            _IDS[check.id],
            check.outcome,
            _OF_HOLDERS.get(check.reason, check.reason),
            check.facts,
            check.as_of,
        )
        for check in checks
    ]
    # Nobody asks for whom something was signed that was not.
    told += [one for one in asked if signed or one.outcome is Outcome.FAILED]
    return Handover(
        checks=tuple(told),
        holder=holder,
        audience=", ".join(audience) or None,
        nonce=", ".join(nonce) or None,
        created=str(created) if created else None,
        expires=str(expires) if expires else None,
    )
