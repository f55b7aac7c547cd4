"""A credential as it was found, out of whatever it came wrapped in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wallet.credential.model import Container, Picture


@dataclass(frozen=True, slots=True)
class Artifact:
    """The exact bytes of a credential, and the picture it was baked into.

    ``payload`` is JSON text, a compact JWS, or a bare web address where only that was baked.
    ``document`` is the object that a JSON text was found to be, where it has been read already.
    """

    container: Container
    payload: bytes = field(repr=False)
    picture: Picture | None = field(default=None, repr=False)
    document: dict[str, Any] | None = field(default=None, repr=False, compare=False)
