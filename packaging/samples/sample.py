"""What a sample is, who the learner is, and the web documents the samples need."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

from keys import Ed25519Key

LEARNER: Final = "Ada Okafor"
EMAIL: Final = "ada.okafor@example.org"
SAVED: Final = "2026-11-20T08:30:00Z"
"""When the web documents are said to have been fetched."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/learner-wallet/samples")


def learner_did() -> str:
    """Return the learner's did:key."""
    return "did:key:" + Ed25519Key("learner").multibase


@dataclass(frozen=True)
class Sample:
    """A badge file and the verdict on it, as :file:`samples.tsv` has it.

    The verdict is that of 2026-11-23T12:00:00Z with the sample documents and registry, for
    a learner whose only address is :data:`EMAIL`.
    """

    file: str
    data: bytes = field(repr=False)
    standard: str
    container: str
    note: str
    authenticity: str = "verified"
    standing: str = "current"
    issuer: str = "recognised"
    recipient: str = "mine"


@dataclass
class Site:
    """The web documents that are at hand, by address: a body and an HTTP status."""

    pages: dict[str, tuple[bytes, int]] = field(default_factory=dict)

    def put(self, url: str, body: bytes | dict[str, Any], status: int = 200) -> None:
        """Serve ``body`` at ``url``; the same address is served once."""
        if url in self.pages:
            raise ValueError(url)
        self.pages[url] = (body if isinstance(body, bytes) else pretty(body), status)


def pretty(document: object) -> bytes:
    """Return ``document`` as JSON that a person can read."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def urn(name: str) -> str:
    """Return the ``urn:uuid`` that follows from ``name``."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def hashed(identity: str, salt: str = "") -> str:
    """Return an identity hashed as Open Badges do (2.0 §4.1.3, 3.0 §B.1.13)."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()
