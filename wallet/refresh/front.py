"""The part of the wallet's face that goes online; :class:`wallet.app.App` has the rest.

Only what is called here opens a connection, and only when it is called.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from msgspec import structs

from wallet.documents.saved import SavedDocuments
from wallet.entries import Entry
from wallet.errors import Cancelled as CancelledError
from wallet.errors import WalletError
from wallet.network.answer import Getter
from wallet.progress import Cancelled, Progress, Turn, at_once, never, silent
from wallet.refresh import checking
from wallet.refresh.checking import Refreshed
from wallet.refresh.online import Fetched, Online
from wallet.store.vault import Kept, Vault
from wallet.verify.pipeline import Circumstances
from wallet.verify.verdict import Verdict

_T = TypeVar("_T")


class OnlineFront(ABC):
    """What can be asked of the wallet that takes the network."""

    def __init__(self, clock: Callable[[], datetime], client: Getter | None) -> None:
        """Take the clock and the client, by default the guarded one."""
        self.clock: Final = clock
        self._client = client

    @property
    @abstractmethod
    def vault(self) -> Vault:
        """The open vault."""

    @abstractmethod
    def keep_documents(self, folder: Path) -> int:
        """Take saved web documents into the wallet's cache; return how many were new."""

    @abstractmethod
    def _circumstances(
        self,
        documents: Path | None = None,
        identities: Sequence[str] | None = None,
        trust_files: Sequence[Path] = (),
    ) -> Circumstances:
        """Return what badges are judged by, offline."""

    @abstractmethod
    def reminders_changed(self) -> None:
        """Bring what is kept of reminders outside of the vault up to date."""

    @abstractmethod
    def _chosen(self, ids: Sequence[str]) -> list[Kept]:
        """Return the badges of ``ids``; all, where none are given."""

    @abstractmethod
    def _by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries with these ids."""

    def _online(self, circumstances: Circumstances, **given: Any) -> Online:
        if self._client is None:
            from wallet.network.client import Client  # noqa: PLC0415 - heavy, for who is online

            self._client = Client()
        return Online(self.clock, circumstances.contexts, client=self._client, **given)

    def verify_online(
        self,
        paths: Sequence[Path | str],
        *,
        stdin: BinaryIO | None = None,
        documents: Path | None = None,
        identities: Sequence[str] | None = None,
        trust_files: Sequence[Path] = (),
        audience: str | None = None,
        nonce: str | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> tuple[tuple[Verdict, ...], tuple[Fetched, ...]]:
        """Return a verdict on every input by what its issuer says now, and what was fetched.

        Nothing is written. What ``documents`` has counts as fetched. ``audience`` and ``nonce``
        are for whom presentations must be, and what they must repeat.
        """
        circumstances = structs.replace(
            self._circumstances(None, identities, trust_files), audience=audience, nonce=nonce
        )
        saved = SavedDocuments(documents) if documents else None
        online = self._online(circumstances, saved=saved, known=circumstances.documents)
        verdicts = checking.verify_online(
            paths, circumstances, online, stdin=stdin, progress=progress, cancelled=cancelled
        )
        return verdicts, online.fetched

    def servers(self, ids: Sequence[str] = ()) -> tuple[str, ...]:
        """Return which servers :meth:`check_online` would ask, by what is known now.

        Nothing is asked. What they answer may name others, which it then names as unasked.
        """
        circumstances = self._circumstances()
        online = self._online(circumstances, known=circumstances.documents, hosts=())
        return checking.servers_of(self.vault, self._chosen(ids), circumstances, online)

    def check_online(
        self,
        ids: Sequence[str] = (),
        *,
        documents: Path | None = None,
        hosts: Iterable[str] | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
        turn: Turn = at_once,
    ) -> Refreshed:
        """Verify entries again (all, if no ids) by what their issuers say now.

        Every answer is kept with its date and used offline from then on. ``hosts`` are the
        only servers that may be asked (None: all that are needed); progress is over addresses.
        Where a badge names a refresh service, its newer form is added beside it.

        The wallet is used in ``turn`` only, and servers are asked between turns: so this may
        run on a thread of its own. Raises Cancelled where the wallet is locked meanwhile.
        """
        vault = self.vault
        held = self._while_open(vault, turn)

        def begun() -> tuple[list[Kept], Circumstances]:
            chosen = self._chosen(ids)
            if documents is not None:
                self.keep_documents(documents)
            return chosen, self._circumstances()

        chosen, circumstances = held(begun)
        online = self._online(
            circumstances,
            known=circumstances.documents,
            keep=vault.keep_document,
            hosts=hosts,
            turn=held,
        )
        added = checking.check_online(
            vault, chosen, circumstances, online, progress=progress, cancelled=cancelled
        )
        held(self.reminders_changed)
        entries = held(lambda: self._by_ids([kept.id for kept in chosen]))
        newer = held(lambda: self._by_ids(added))
        return Refreshed(entries, online.fetched, online.unasked, newer)

    def _while_open(self, vault: Vault, turn: Turn) -> Turn:
        """Return ``turn``, raising Cancelled where ``vault`` is no longer the open one."""

        def is_open() -> bool:
            try:
                return self.vault is vault
            except WalletError:
                return False

        def held(call: Callable[[], _T], /) -> _T:
            def made() -> _T:
                if not is_open():
                    raise CancelledError
                return call()

            return turn(made)

        return held

    def badges_at(
        self, urls: Sequence[str], *, cancelled: Cancelled = never
    ) -> tuple[tuple[tuple[str, bytes], ...], tuple[Fetched, ...]]:
        """Fetch badges to :meth:`add`, as they come; return them, and what came of each address."""
        circumstances, vault = self._circumstances(), self.vault
        online = self._online(
            circumstances, known=circumstances.documents, keep=vault.keep_document
        )
        bodies = ((url, online.badge_at(url, cancelled)) for url in dict.fromkeys(urls))
        return tuple((url, data) for url, data in bodies if data is not None), online.fetched
