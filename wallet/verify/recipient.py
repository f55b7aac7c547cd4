"""Whether a credential was given to the learner (check ``recipient``).

Open Badges hash a recipient's address, with or without a salt (Open Badges 2.0 §4.1.3
"IdentityObject"; 3.0 §B.1.13). Only the learner's own addresses are tried, here, on this
machine (VERIFY.md rule 21).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wallet.credential.model import Credential, Recipient
from wallet.verify.report import Check, CheckId, Outcome

_ALGORITHMS: Final = ("md5", "sha1", "sha256", "sha384", "sha512")
_SHA256_DIGITS: Final = 64


def check(credential: Credential, identities: Sequence[str]) -> Check:
    """Match every stated recipient with every one of ``identities``."""
    stated = credential.recipients
    name = credential.recipient_name
    if not stated and name is None:
        return Check(CheckId.RECIPIENT, Outcome.SKIPPED, "recipient-not-stated")
    if not identities:
        return Check(CheckId.RECIPIENT, Outcome.UNKNOWN, "no-identities")
    comparable = False
    for recipient in stated:
        for identity in identities:
            same = _matches(recipient, identity.strip())
            if same:
                return Check(
                    CheckId.RECIPIENT, Outcome.PASSED, "recipient-mine", {"identity": identity}
                )
            comparable = comparable or same is not None
    if comparable:
        return Check(CheckId.RECIPIENT, Outcome.FAILED, "recipient-not-mine")
    if name is not None and any(_folded(name) == _folded(one) for one in identities):
        return Check(CheckId.RECIPIENT, Outcome.PASSED, "recipient-mine", {"identity": name})
    return Check(CheckId.RECIPIENT, Outcome.UNKNOWN, "recipient-not-comparable")


def _matches(recipient: Recipient, identity: str) -> bool | None:
    """Return whether they are the same; None where they are of kinds that do not compare."""
    if recipient.type == "email" and "@" not in identity:
        return None
    if recipient.type != "email" and "@" in identity and not recipient.hashed:
        return None
    if recipient.hashed:
        return _hash_matches(recipient, identity)
    stated = recipient.identity.strip()
    if recipient.type in ("email", "name"):
        return _folded(stated.removeprefix("mailto:")) == _folded(identity)
    if recipient.type in ("did", "url") and ":" not in identity:
        return None
    return stated == identity


def _hash_matches(recipient: Recipient, identity: str) -> bool | None:
    algorithm, separator, stated = recipient.identity.partition("$")
    if not separator:
        # Open Badges 3.0 has hashes without a name; the one of 64 digits is SHA-256.
        algorithm, stated = "sha256", recipient.identity
        if len(stated) != _SHA256_DIGITS:
            return None
    if algorithm.lower() not in _ALGORITHMS:
        return None
    import hashlib  # noqa: PLC0415 - needed only where there is something to hash
    import hmac  # noqa: PLC0415

    salt = recipient.salt or ""
    # Issuers hash what they were given, or its lower case.
    return any(
        hmac.compare_digest(
            hashlib.new(
                algorithm.lower(), (form + salt).encode(), usedforsecurity=False
            ).hexdigest(),
            stated.lower().encode("ascii", "replace").decode(),
        )
        for form in {identity, identity.lower()}
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
