"""A credential as it was found, out of whatever it came wrapped in."""

from __future__ import annotations

from typing import Any

import msgspec

from wallet.credential.model import Container, Picture


class Artifact(msgspec.Struct, frozen=True):
    """The exact bytes of a credential, and the picture it was baked into.

    ``payload`` is JSON text, a compact JWS, or a bare web address where only that was baked.
    ``document`` is the object that a JSON text was found to be, where it has been read already.
    """

    container: Container
    payload: bytes
    picture: Picture | None = None
    document: dict[str, Any] | None = None
