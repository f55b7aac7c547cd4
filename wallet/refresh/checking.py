"""Judging again what is in the wallet, and judging files by what is to be had online."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import structs

from wallet import judging
from wallet.documents.document import Documents
from wallet.entries import Entry
from wallet.errors import Cancelled as CancelledError
from wallet.formats.inputs import Source, expand, opened, read_source
from wallet.network import errors
from wallet.progress import Cancelled, Progress
from wallet.refresh import service
from wallet.refresh.online import Fetched, Judge, Online
from wallet.store.vault import Judgement, Kept, Vault
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.verdict import Verdict, pack


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What going online came to.

    ``unasked`` are the servers that turned out to be needed and were not agreed to; ``added``
    the newer forms of badges, which now stand beside the older ones.
    """

    entries: tuple[Entry, ...] = ()
    fetched: tuple[Fetched, ...] = ()
    unasked: tuple[str, ...] = ()
    added: tuple[Entry, ...] = ()


def check(
    vault: Vault,
    chosen: Sequence[Kept],
    circumstances: Circumstances,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Judge the chosen badges by what is at hand, and remember each verdict."""
    for done, kept in enumerate(chosen):
        if cancelled():
            raise CancelledError
        progress(done, len(chosen), kept.file_name)
        verdict = verify_bytes(vault.original(kept.id), kept.file_name, circumstances)
        remember(vault, kept.id, verdict, circumstances.now)
    progress(len(chosen), len(chosen), "")


def servers_of(
    vault: Vault, chosen: Sequence[Kept], circumstances: Circumstances, online: Online
) -> tuple[str, ...]:
    """Return which servers the chosen badges would ask, by what is known now.

    ``online`` may ask none. A document that is not at hand may name more of them.
    """
    judges = [_judge(vault, kept, circumstances) for kept in chosen]
    verdicts = online.settle(judges, lambda *_: None, lambda: False)
    for kept, verdict in zip(chosen, verdicts, strict=True):
        if url := _newer_at(vault, kept, verdict):
            online.badge_at(url, lambda: False)
    return online.unasked


def check_online(
    vault: Vault,
    chosen: Sequence[Kept],
    circumstances: Circumstances,
    online: Online,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[str, ...]:
    """Judge the chosen badges by what their issuers say now, and remember each verdict.

    Returns the ids of newer forms that were added. Raises Cancelled. The vault is used in the
    turns of ``online``: badges that are removed between them are left out.
    """
    judges = [_judge(vault, kept, circumstances) for kept in chosen]
    verdicts = online.settle(judges, progress, cancelled)

    def remember_all() -> None:
        for kept, verdict in zip(chosen, verdicts, strict=True):
            with suppress(KeyError):
                remember(vault, kept.id, verdict, circumstances.now)

    online.turn(remember_all)
    added = [
        _renew(vault, kept, verdict, circumstances, online, cancelled=cancelled)
        for kept, verdict in zip(chosen, verdicts, strict=True)
    ]
    return tuple(one for one in added if one is not None)


def _judge(vault: Vault, kept: Kept, circumstances: Circumstances) -> Judge:
    def judge(documents: Documents) -> Verdict:
        given = structs.replace(circumstances, documents=documents)
        original = _original(vault, kept)
        if original is None:
            return Verdict(kept.file_name)
        return verify_bytes(original, kept.file_name, given)

    return judge


def _original(vault: Vault, kept: Kept) -> bytes | None:
    """Return the bytes of a badge; None where it was removed meanwhile."""
    try:
        return vault.original(kept.id)
    except KeyError:
        return None


def _newer_at(vault: Vault, kept: Kept, verdict: Verdict) -> str | None:
    original = _original(vault, kept) if service.is_authentic(verdict) else None
    return service.address_in(original, kept.file_name) if original is not None else None


def _renew(
    vault: Vault,
    kept: Kept,
    verdict: Verdict,
    circumstances: Circumstances,
    online: Online,
    *,
    cancelled: Cancelled,
) -> str | None:
    """Add the badge's newer form, where its refresh service has one; return its id."""
    url = online.turn(lambda: _newer_at(vault, kept, verdict))
    data = online.badge_at(url, cancelled) if url else None
    if url is None or data is None:
        return None
    if online.turn(lambda: vault.kept_by_start(vault.id_of(data))):
        return None

    def judge(documents: Documents) -> Verdict:
        return verify_bytes(
            data, kept.file_name, structs.replace(circumstances, documents=documents)
        )

    (newer,) = online.settle([judge], lambda *_: None, cancelled)
    if not service.follows(newer, verdict):
        online.refuse(url, errors.not_newer(url))
        return None

    def keep_beside() -> str | None:
        if _original(vault, kept) is None:
            return None
        return keep(vault, data, kept.file_name, newer, circumstances.now)

    return online.turn(keep_beside)


def verify_online(
    paths: Sequence[Path | str],
    circumstances: Circumstances,
    online: Online,
    *,
    stdin: BinaryIO | None,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[Verdict, ...]:
    """Return a verdict on every input by what its issuer says now; nothing is written."""
    sources = (read_source(item, stdin) for item in expand(paths))
    found = [
        (source, verdict)
        for one in sources
        for source in opened(one)
        if (verdict := judging.judge(source, circumstances)) is not None
    ]
    verdicts = online.settle(
        [partial(_again, source, verdict, circumstances) for source, verdict in found],
        progress,
        cancelled,
    )
    return tuple(verdicts) or judging.nothing_found(paths)


def _again(
    source: Source, before: Verdict, circumstances: Circumstances, documents: Documents
) -> Verdict:
    """Judge an input by other documents; what could not be read stays so."""
    if before.error is not None:
        return before
    return judging.judge(source, structs.replace(circumstances, documents=documents)) or before


def keep(
    vault: Vault, original: bytes, file_name: str, verdict: Verdict, at: datetime
) -> str | None:
    """Keep a badge with its verdict; return its id, or None where it is there already."""
    return vault.keep(
        original,
        file_name=file_name,
        added_at=at,
        derived=pack(verdict),
        picture=verdict.credential.picture if verdict.credential else None,
        judged=_judgement(verdict, at),
    )


def remember(vault: Vault, credential_id: str, verdict: Verdict, at: datetime) -> None:
    """Remember a verdict on a badge in the wallet, with its date."""
    picture = verdict.credential.picture if verdict.credential else None
    vault.remember(credential_id, pack(verdict), picture, _judgement(verdict, at))


def _judgement(verdict: Verdict, at: datetime) -> Judgement:
    report = verdict.report
    if report is None:
        return Judgement(at, "undetermined", "unknown", "unknown", "unchecked")
    return Judgement(
        at,
        report.authenticity.value,
        report.standing.value,
        report.issuer.value,
        report.recipient.value,
    )
