"""Text that was encoded twice, shown as it was meant.

Names with ® or é often arrive as "Â®" or "Ã©". The bytes stay as they came and are what is
verified; only what is shown is repaired, and the report says so.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from wallet.credential.model import Credential, Issuer, Skill

_SUSPECT: Final = re.compile("[\u00c2\u00c3\u00e2][^\\x00-\\x7f]")
_Part = TypeVar("_Part", Credential, Issuer, Skill)


def repaired(credential: Credential) -> Credential:
    """Return ``credential`` with double-encoded text undone, or the very same if there is none."""
    if msgspec.json.encode(structs.replace(credential, picture=None)).isascii():
        return credential
    shown = _repaired(credential)
    issuer = _repaired(credential.issuer)
    skills = tuple(_repaired(skill) for skill in credential.skills)
    tags = tuple(repaired_text(tag) for tag in credential.tags)
    if shown is credential and (issuer, skills, tags) == (
        credential.issuer,
        credential.skills,
        credential.tags,
    ):
        return credential
    return structs.replace(shown, issuer=issuer, skills=skills, tags=tags)


def _repaired(part: _Part) -> _Part:
    changes: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, str) and (better := repaired_text(value)) != value:
            changes[name] = better
    return structs.replace(part, **changes) if changes else part


def repaired_text(text: str) -> str:
    """Return ``text`` with UTF-8 that was read as Windows-1252 undone, else as it is."""
    if not _SUSPECT.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text
