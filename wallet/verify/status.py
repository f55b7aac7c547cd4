"""Whether the issuer has revoked or suspended a credential (check ``status``).

A credential names where its issuer tells of revocations: lists of bits
(:mod:`wallet.verify.status_list`), of tokens (:mod:`wallet.verify.token_status_list`) or a
list of revoked identifiers. What could not be looked up is unknown, never "not revoked".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from wallet.credential.moment import rfc3339
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import address, items, text, types
from wallet.verify import status_list
from wallet.verify.problem import failed, unknown
from wallet.verify.report import Check, CheckId, Outcome
from wallet.verify.status_list import StatusQuestion

_REVOCATIONS: Final = "1EdTechRevocationList"
_TOKEN_LIST: Final = "status_list"  # noqa: S105 - the name of a claim


def check(
    document: Mapping[str, Any], claims: Mapping[str, Any], question: StatusQuestion
) -> tuple[Check, ...]:
    """Return the checks of every ``credentialStatus`` entry, and of a token's ``status`` claim.

    ``claims`` are those of the token that ``document`` came as; none, where it is no token.
    """
    entries = items(document.get("credentialStatus"))
    told = [check for entry in entries for check in _entry(entry, document, question)]
    if claims.get("status") is not None:
        told += _claim(claims["status"], document, question)
    return tuple(told)


def _claim(stated: object, document: Mapping[str, Any], question: StatusQuestion) -> list[Check]:
    """Return the checks of every way that a ``status`` claim names (Token Status List §6.1)."""
    if not isinstance(stated, dict) or not stated:
        return [unknown("status-malformed").check(CheckId.STATUS)]
    told: list[Check] = []
    for way, about in stated.items():
        if way == _TOKEN_LIST:
            from wallet.verify import token_status_list  # noqa: PLC0415 - loaded when it is met

            told += token_status_list.check(about, document, question)
        else:
            problem = unknown("status-type-not-supported", type=way[:100])
            told.append(problem.check(CheckId.STATUS))
    return told


def _entry(entry: object, document: Mapping[str, Any], question: StatusQuestion) -> list[Check]:
    if not isinstance(entry, dict):
        return [unknown("status-malformed").check(CheckId.STATUS)]
    kinds = types(entry.get("type"))
    for kind in status_list.KINDS:
        if kind.entry in kinds:
            return status_list.check(kind, entry, question)
    if _REVOCATIONS in kinds:
        return [_revocations(entry.get("id"), document.get("id"), question)]
    problem = unknown("status-type-not-supported", type=min(kinds, default="")[:100])
    return [problem.check(CheckId.STATUS)]


def _revocations(url: object, credential_id: object, question: StatusQuestion) -> Check:
    """Look ``credential_id`` up in a list of revoked ones (1EdTech Revocation List 1.0).

    The list is not signed. What vouches for it is its address, which the credential's own
    proof covers, so that address must be https; and the issuer it names must be the same.
    """
    if not isinstance(url, str) or not isinstance(credential_id, str):
        return unknown("status-malformed").check(CheckId.STATUS)
    found = question.documents.get(url.partition("#")[0])
    if found is None:
        return unknown("status-list-not-at-hand", url=url).check(CheckId.STATUS)
    if found.status != 200:
        return unknown("status-list-gone", found.as_of, url=url).check(CheckId.STATUS)
    if not _is_https(url):
        return unknown("status-list-insecure", found.as_of, url=url).check(CheckId.STATUS)
    try:
        listed = strictjson.parse(found.data)
    except UnusableInput:
        listed = None
    # Both spellings are met: issuers' code writes the plural too.
    names = ("revokedCredential", "revokedCredentials")
    if not isinstance(listed, dict) or not any(name in listed for name in names):
        return unknown("status-list-unreadable", found.as_of, url=url).check(CheckId.STATUS)
    issuer = address(listed.get("issuer"))
    if issuer is None or issuer != question.issuer:
        problem = unknown("status-list-of-another", found.as_of, url=url, issuer=str(issuer))
        return problem.check(CheckId.STATUS)
    for entry in (one for name in names for one in items(listed.get(name))):
        about = entry if isinstance(entry, dict) else {"id": entry}
        if about.get("id") == credential_id and about.get("revoked") is not False:
            because = text(about.get("revocationReason"))
            if because:
                return revoked("revoked-because", found.as_of, because=because, url=url)
            return revoked("revoked", found.as_of, purpose="revocation", url=url)
    return not_revoked(found.as_of, url)


def _is_https(url: str) -> bool:
    try:
        return urlsplit(url).scheme == "https"
    except ValueError:
        return False


def hosted_elsewhere(url: str | None) -> Check:
    """Return the check of a badge whose revocation shows only at its own address."""
    problem = unknown("status-with-hosted", url=url) if url else unknown("status-nowhere")
    return problem.check(CheckId.STATUS)


def revoked(reason: str, as_of: datetime | None, **facts: str) -> Check:
    """Return the check of a badge that its issuer says is revoked."""
    return failed(reason, as_of, **facts).check(CheckId.STATUS)


def not_revoked(as_of: datetime | None, url: str) -> Check:
    """Return the check of a badge that its issuer's document does not say is revoked."""
    facts = {"url": url, "purpose": "revocation"}
    if as_of is None:
        return Check(CheckId.STATUS, Outcome.PASSED, "not-revoked-undated", facts)
    facts["date"] = rfc3339(as_of.astimezone(UTC))
    return Check(CheckId.STATUS, Outcome.PASSED, "not-revoked", facts, as_of)
