"""Whether a credential is shaped as its standard says (check ``structure``).

Only what a verdict rests on is required here: without it there is nothing to verify. Facts
that a standard merely wants stated are not.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.credential.model import Container, Standard
from wallet.formats import openbadges
from wallet.formats.fields import address, first_object, items, types
from wallet.formats.read import Parsed
from wallet.formats.verifiable import CONTEXT_1_1, CONTEXT_2_0
from wallet.verify.problem import failed, unknown
from wallet.verify.report import Check, CheckId, Outcome

_AWARDS: Final = frozenset(
    {"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"}
)


def of_verifiable(parsed: Parsed) -> Check:
    """Check a verifiable credential (VC Data Model 2.0 §4.3 to §4.9, Open Badges 3.0 §8.1)."""
    if parsed.standard is Standard.SD_JWT_VC:
        return _sd_jwt_vc(parsed)
    document = parsed.document
    contexts = items(document.get("@context"))
    if not contexts or contexts[0] not in (CONTEXT_1_1, CONTEXT_2_0):
        return _failed("context-order")
    kinds = types(document.get("type"))
    if "VerifiableCredential" not in kinds:
        return _failed("type-missing", type="VerifiableCredential")
    if parsed.standard is Standard.OPENBADGES_3_0 and not kinds & _AWARDS:
        return _failed("type-missing", type="OpenBadgeCredential")
    issuers = items(document.get("issuer"))
    issuer = address(document.get("issuer"))
    if len(issuers) != 1 or issuer is None or ":" not in issuer:
        return _failed("issuer-missing")
    subjects = items(document.get("credentialSubject"))
    if not subjects or not all(isinstance(one, dict) and one for one in subjects):
        return _failed("subject-missing")
    if (claims := parsed.claims) is not None and "vc" in claims:
        if not isinstance(claims["vc"], dict):
            return _failed("claims-malformed")
        if contexts[0] == CONTEXT_2_0:
            return _failed("vc-claim-in-2.0")
    return _passed(parsed)


def _sd_jwt_vc(parsed: Parsed) -> Check:
    """Check an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc §2.2.2): what it is, and by whom."""
    vct, issuer = (parsed.document.get(name) for name in ("vct", "iss"))
    if not isinstance(vct, str) or not vct:
        return _failed("field-missing", field="vct")
    if not isinstance(issuer, str) or ":" not in issuer:
        return _failed("issuer-missing")
    return _passed(parsed)


def of_assertion(parsed: Parsed) -> Check:
    """Check an assertion (Open Badges 2.0 §4.1.1 and §4.2; 1.x and 0.5 ask for less)."""
    if parsed.address is not None:
        return unknown("address-only", url=parsed.address).check(CheckId.STRUCTURE)
    document = parsed.document
    contexts = [one for one in items(document.get("@context")) if isinstance(one, str)]
    known = (openbadges.CONTEXT_1_1, openbadges.CONTEXT_2_0)
    if contexts and not any(context.startswith(known) for context in contexts):
        return _failed("context-not-open-badges", context=contexts[0][:200])
    kinds = types(document.get("type"))
    if "type" in document and "Assertion" not in kinds:
        return _failed("type-missing", type="Assertion")
    if parsed.standard is Standard.OPENBADGES_2_0 and "Assertion" not in kinds:
        return _failed("type-missing", type="Assertion")
    for name, present in _required(parsed, document):
        if not present:
            return _failed("field-missing", field=name)
    return _passed(parsed)


def of_endorsement(parsed: Parsed) -> Check:
    """Check an endorsement (Open Badges 2.0 §4, Endorsement): of what, by whom and when.

    Of one that was taken back, and of a bare address, there is nothing to check.
    """
    document = parsed.document
    said = document.keys() - {"@context", "id", "type"}
    if "claim" not in said and (not said or document.get("revoked") is True):
        return unknown("address-only", url=str(address(document))).check(CheckId.STRUCTURE)
    for name in ("claim", "issuer"):
        if address(document.get(name)) is None:
            return _failed("field-missing", field=name)
    if document.get("issuedOn") is None:
        return _failed("field-missing", field="issuedOn")
    return _passed(parsed)


def _required(parsed: Parsed, document: Any) -> list[tuple[str, bool]]:
    badge = first_object(document.get("badge"))
    asked = [("badge", address(document.get("badge")) is not None or bool(badge))]
    asked.append(("recipient", bool(parsed.credential.recipients)))
    if parsed.standard is Standard.OPENBADGES_2_0:
        asked += [(name, document.get(name) is not None) for name in ("issuedOn", "verification")]
    return asked


def _failed(reason: str, **facts: str) -> Check:
    return failed(reason, None, **facts).check(CheckId.STRUCTURE)


def _passed(parsed: Parsed) -> Check:
    in_picture = parsed.container in (Container.PNG, Container.SVG)
    reason = "well-formed-in-picture" if in_picture else "well-formed"
    return Check(CheckId.STRUCTURE, Outcome.PASSED, reason, {"standard": parsed.standard.value})
