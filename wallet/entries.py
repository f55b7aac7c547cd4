"""A badge in the wallet, what an import did, and how both fronts name and order badges."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from wallet.credential.model import Credential
from wallet.i18n import Words
from wallet.verify.report import Authenticity, Handover, Standing
from wallet.verify.verdict import Refusal, Verdict

_HUES: Final = (
    "#2d6a78", "#7b5233", "#4f5f8f", "#6b4a78", "#3c6b4a", "#8a4552", "#566072", "#7a6420",
)  # fmt: skip


class Entry(msgspec.Struct, frozen=True):
    """A credential in the wallet, with the last verdict, its validity period as of now."""

    id: str
    file_name: str
    added_at: datetime
    checked_at: datetime
    tags: tuple[str, ...]
    verdict: Verdict


class Judged(msgspec.Struct, frozen=True):
    """One line of a credential's history of verdicts."""

    at: datetime
    authenticity: Authenticity
    standing: Standing


class Refused(msgspec.Struct, frozen=True):
    """An input that could not be added, and why."""

    source: str
    error: Refusal


class Received(msgspec.Struct, frozen=True):
    """A presentation that badges came in: what file it was, how many it held, and who by."""

    source: str
    badges: int
    handover: Handover


class Added(msgspec.Struct, frozen=True):
    """What an import did. ``cancelled`` where the person stopped it on the way.

    ``passed_by`` counts the files of searched folders that are no badges. Of ``presentations``
    the badges are kept, and what is told of handing them over is told this once.
    """

    added: tuple[Entry, ...] = ()
    already: tuple[Entry, ...] = ()
    refused: tuple[Refused, ...] = ()
    passed_by: int = 0
    presentations: tuple[Received, ...] = ()
    cancelled: bool = False


def names(entry: Entry, words: Words) -> tuple[str, str]:
    """Return what to call a badge and its issuer, also where it does not say itself.

    A hosted badge whose own document is not at hand goes by its file and its web site.
    """
    credential = entry.verdict.credential
    if credential is None:
        return entry.file_name, words("(no issuer)")
    issuer = credential.issuer.name or credential.issuer.id
    if issuer is None:
        addresses = (credential.achievement_id, credential.id)
        issuer = next((host for one in addresses if one and (host := urlsplit(one).hostname)), None)
    return credential.name or entry.file_name, issuer or words("(no issuer)")


def medal(credential: Credential | None, file_name: str) -> tuple[str, str]:
    """Return what stands for a badge's picture where there is none: initials, and a colour.

    The initials are of its name, the colour, #rrggbb, is the same for all of its issuer's.
    """
    issuer = (credential.issuer.id or credential.issuer.name or "") if credential else ""
    name = (credential.name if credential else None) or file_name
    letters = "".join(word[0] for word in name.split()[:2] if word[0].isalnum()).upper()
    hue = _HUES[hashlib.sha256(issuer.encode("utf-8", "replace")).digest()[0] % len(_HUES)]
    return letters or "?", hue


def matches(entry: Entry, text: str) -> bool:
    """Return whether the entry holds every word of ``text``, in whatever case."""
    words = text.casefold().split()
    return not words or all(word in _searchable(entry) for word in words)


def _searchable(entry: Entry) -> str:
    credential = entry.verdict.credential
    parts: list[str | None] = [entry.file_name, *entry.tags]
    if credential is not None:
        parts += [credential.name, credential.description, *credential.tags]
        parts += [credential.issuer.name, credential.issuer.id, credential.recipient_name]
        parts += [skill.name for skill in credential.skills]
    return "\n".join(part for part in parts if part).casefold()


def standing_of(entry: Entry) -> str:
    """Return the word for whether the badge stands, also where nothing was reported."""
    report = entry.verdict.report
    return report.standing.value if report else Standing.UNKNOWN.value


def sort_key(sort: str) -> Callable[[Entry], Any]:
    """Return what entries are ordered by, for the keys of :meth:`App.search`."""

    def of(entry: Entry) -> Any:
        credential = entry.verdict.credential
        if credential is None:
            return (1, "")
        match sort:
            case "name":
                return (0, (credential.name or "").casefold())
            case "issuer":
                return (0, (credential.issuer.name or credential.issuer.id or "").casefold())
            case "expires":
                return (0, credential.expires.end) if credential.expires else (1, "")
            case "issued":
                return (0, -credential.issued.at.timestamp()) if credential.issued else (1, 0)
            case _:
                return 0

    return of
