"""The wallet as its two fronts see it: everything that can be asked of it, in one place.

Both the window and the command line call :class:`App` and nothing below it. It owns no
thread and no global: time, home and keychain are passed in, and one thread at a time may
use it. Work that waits for servers does so on any other thread, and takes turns with that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import structs

from wallet import judging, preferences, saving
from wallet.credential.model import Picture
from wallet.cv.front import CvFront
from wallet.documents.saved import SavedDocuments
from wallet.entries import (
    Added,
    Entry,
    Judged,
    Received,
    Refused,
    matches,
    sort_key,
    standing_of,
)
from wallet.errors import UnusableInput, WalletLocked
from wallet.formats.inputs import Source, opened
from wallet.i18n import N_, Words
from wallet.network.answer import Getter
from wallet.progress import Cancelled, Progress, never, silent
from wallet.refresh import checking
from wallet.refresh.front import OnlineFront
from wallet.reminders.front import RemindersFront
from wallet.reminders.times import SystemZone
from wallet.share.front import SharingFront
from wallet.store.home import WalletHome
from wallet.store.vault import Kept, Vault, VaultDocuments
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Authenticity, Standing
from wallet.verify.verdict import Refusal, Verdict, unpack

_PREFERENCES: Final = "preferences.json"


class WalletState(StrEnum):
    """Whether there is a wallet, and whether it is open."""

    ABSENT = "absent"
    LOCKED = "locked"
    OPEN = "open"


Input = judging.Input
"""A file or folder, or bytes with the name to call them by."""


class App(RemindersFront, OnlineFront, SharingFront, CvFront):
    """A wallet in a folder, closed or open.

    What goes online is in :class:`OnlineFront`, what hands badges over in :class:`SharingFront`,
    CVs in :class:`CvFront`, reminders in :class:`RemindersFront` and, below it, larger
    credentials in ``StacksFront``.
    """

    def __init__(
        self,
        home: WalletHome,
        *,
        clock: Callable[[], datetime],
        registries: Sequence[trust.Registry] | None = None,
        client: Getter | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        """Take where the wallet lives and the clock.

        ``registries`` default to those shipped, ``client`` to the guarded one, which opens no
        connection but for the methods that are named online, ``zone`` to this system's own.
        """
        super().__init__(clock, client)
        self.zone = zone or SystemZone()
        self.home = home
        self.judge: Final = judging.Judge(clock, registries)
        self._vault: Vault | None = None

    # The wallet itself

    @property
    def state(self) -> WalletState:
        """Whether there is a wallet here, and whether it is open."""
        if self._vault is not None:
            return WalletState.OPEN
        return WalletState.LOCKED if self.home.exists() else WalletState.ABSENT

    @property
    def vault(self) -> Vault:
        """The open vault; UnusableInput where there is no wallet, WalletLocked where it is shut."""
        if self._vault is None:
            if not self.home.exists():
                raise UnusableInput(
                    "no-wallet",
                    N_("there is no wallet in {home}"),
                    N_("make one with: learner-wallet init"),
                    home=str(self.home.path),
                )
            raise WalletLocked(
                "locked", N_("the wallet is locked"), N_("unlock it with its passphrase")
            )
        return self._vault

    def create(self, *, passphrase: str | None, keychain: bool, both: bool = False) -> str:
        """Make the wallet, open it, and return the recovery code, which is shown once.

        ``both`` asks for keychain and passphrase together every time; else either opens it.
        """
        self._vault, recovery_code = self.home.create(
            passphrase=passphrase, use_keychain=keychain, both=both
        )
        return recovery_code

    def unlock(self, *, passphrase: str | None = None) -> None:
        """Open it by the keychain or by ``passphrase``; WalletLocked where neither opens it."""
        if self._vault is None:
            self._vault = self.home.unlock(passphrase)

    def recover(self, code: str) -> None:
        """Open it with the recovery code; WalletLocked where it is not the right one."""
        if self._vault is None:
            self._vault = self.home.unlock_with_recovery(code)

    def set_passphrase(self, code: str, passphrase: str) -> None:
        """Let the wallet be opened by ``passphrase`` from now on, by right of its recovery code.

        It replaces the passphrase and the keychain there were. Raises WalletLocked where
        ``code`` is not this wallet's; nothing is changed then.
        """
        self.home.set_passphrase(code, passphrase)

    def lock(self) -> None:
        """Close it and drop the keys."""
        if self._vault is not None:
            self._vault.close()
            self._vault = None

    # What badges are judged by

    def _circumstances(
        self,
        documents: Path | None = None,
        identities: Sequence[str] | None = None,
        trust_files: Sequence[Path] = (),
    ) -> Circumstances:
        kept = None
        if self._vault is not None:
            kept = VaultDocuments(self._vault)
            identities = self._vault.identities() if identities is None else identities
        return self.judge.circumstances(documents, identities or (), trust_files, kept)

    def _random(self, size: int) -> bytes:
        return self.home.random(size)

    # What is in the wallet

    def add(
        self,
        inputs: Sequence[Input | str],
        *,
        stdin: BinaryIO | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Added:
        """Read, verify and keep every badge in ``inputs``: files, folders, or (name, bytes).

        Each badge is kept in a step of its own: stopped on the way, those before it stay.
        What looks like a badge and cannot be read is put into quarantine with its cause.
        """
        vault = self.vault
        circumstances = self._circumstances()
        added: list[str] = []
        already: list[str] = []
        refused: list[Refused] = []
        passed_by = 0
        presentations: list[Received] = []
        todo = judging.to_read(inputs)
        for done, item in enumerate(todo):
            if cancelled():
                break
            read = judging.source_of(item, stdin)
            progress(done, len(todo), read.name)
            sources = opened(read)
            if (handed := judging.received(read.name, sources, circumstances)) is not None:
                presentations.append(handed)
            for one in sources:
                # Of a link or a presentation its badges are kept, as their issuers signed them.
                source = structs.replace(one, container=None, presentation=None)
                verdict = judging.judge(source, circumstances)
                if verdict is None:
                    passed_by += 1
                elif verdict.error is not None:
                    refused.append(Refused(source.name, verdict.error))
                    self._quarantine(vault, source, verdict.error)
                else:
                    self._keep(vault, source, verdict, added, already)
        progress(len(todo), len(todo), "")
        if added:
            self.reminders_changed()
        if passed_by and not (added or already or refused):
            refused += [
                Refused(v.source, v.error) for v in judging.nothing_found(inputs) if v.error
            ]
        return Added(
            added=self._by_ids(added),
            already=self._by_ids(already),
            refused=tuple(refused),
            passed_by=passed_by,
            presentations=tuple(presentations),
            cancelled=cancelled(),
        )

    def look_at(
        self,
        inputs: Sequence[Input],
        *,
        audience: str | None = None,
        nonce: str | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> tuple[Verdict, ...]:
        """Judge what somebody handed over, by all that is at hand, and keep nothing of it.

        To whom the badges were given is not compared: they may be anybody's. ``audience`` and
        ``nonce`` are for whom presentations must be, and what they must repeat.
        """
        circumstances = self._circumstances(identities=())
        circumstances = structs.replace(circumstances, audience=audience, nonce=nonce)
        return tuple(judging.judge_each(inputs, circumstances, None, progress, cancelled))

    def _keep(
        self, vault: Vault, source: Source, verdict: Verdict, added: list[str], already: list[str]
    ) -> None:
        original = source.data or b""
        name = source.file_name or Path(source.name).name
        new = checking.keep(vault, original, name, verdict, self.clock())
        if new is None:
            already.append(vault.id_of(original))
        else:
            added.append(new)

    def _quarantine(self, vault: Vault, source: Source, error: Refusal) -> None:
        if source.data:
            sentence = error.sentence(Words("en"))
            vault.quarantine(source.name, source.data, error.code, sentence, self.clock())

    def _by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        known = {kept.id: kept for kept in self.vault.kept()} if ids else {}
        return tuple(self._entry(known[one]) for one in dict.fromkeys(ids) if one in known)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything in the wallet, newest first."""
        return tuple(self._entry(kept) for kept in self.vault.kept())

    def search(
        self,
        text: str = "",
        *,
        standing: str | None = None,
        tag: str | None = None,
        sort: str = "added",
    ) -> tuple[Entry, ...]:
        """Return the entries that hold every word of ``text``, in order of ``sort``.

        ``sort`` is "added" or "issued" (newest first), "name", "issuer", or "expires" (the
        next to lapse first, those without an end last).
        """
        found = [
            entry
            for entry in self.entries()
            if matches(entry, text)
            and (tag is None or tag in entry.tags)
            and (standing is None or standing_of(entry) == standing)
        ]
        return tuple(sorted(found, key=sort_key(sort)))

    def entry(self, id_start: str) -> Entry:
        """Return the entry whose id begins so; UnusableInput if none or several do."""
        return self._entry(self._kept(id_start))

    def _kept(self, id_start: str) -> Kept:
        found = self.vault.kept_by_start(id_start.lower()) if id_start else ()
        if len(found) != 1:
            code = "id-ambiguous" if found else "id-not-found"
            what = (
                N_("several badges begin with {id}")
                if found
                else N_("no badge in the wallet begins with {id}")
            )
            raise UnusableInput(
                code, what, N_("learner-wallet list shows the ids"), id=id_start or '""'
            )
        return found[0]

    def _entry(self, kept: Kept) -> Entry:
        try:
            verdict = unpack(kept.derived)
        except msgspec.DecodeError:
            # Kept by a version that derived other facts: the bytes are the truth.
            verdict = self._rederive(kept)
        return Entry(
            id=kept.id,
            file_name=kept.file_name,
            added_at=kept.added_at,
            checked_at=kept.checked_at,
            tags=kept.tags,
            verdict=verdict.as_of(self.clock(), self.vault.identities()),
        )

    def _rederive(self, kept: Kept) -> Verdict:
        original = self.vault.original(kept.id)
        return verify_bytes(original, kept.file_name, self._circumstances())

    def picture(self, entry_id: str) -> Picture | None:
        """Return the picture found inside the badge, if any. Nothing is fetched."""
        return self.vault.picture(entry_id)

    def with_picture(self, entry: Entry) -> Verdict:
        """Return the entry's verdict with the picture's bytes, which entries go without."""
        picture, credential = self.picture(entry.id), entry.verdict.credential
        if picture is None or credential is None:
            return entry.verdict
        caption = credential.picture.caption if credential.picture else None
        shown = structs.replace(credential, picture=structs.replace(picture, caption=caption))
        return structs.replace(entry.verdict, credential=shown)

    def history(self, entry_id: str) -> tuple[Judged, ...]:
        """Return the remembered verdicts, newest first."""
        return tuple(
            Judged(one.at, Authenticity(one.authenticity), Standing(one.standing))
            for one in self.vault.history(entry_id)
        )

    def check(
        self,
        ids: Sequence[str] = (),
        *,
        documents: Path | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> tuple[Entry, ...]:
        """Verify entries again (all, if no ids), remember the verdicts, return the entries.

        The saved web documents in ``documents`` are taken into the wallet's cache first.
        """
        vault = self.vault
        chosen = self._chosen(ids)
        if documents is not None:
            self.keep_documents(documents)
        checking.check(vault, chosen, self._circumstances(), progress, cancelled)
        self.reminders_changed()
        return self._by_ids([kept.id for kept in chosen])

    def _chosen(self, ids: Sequence[str]) -> list[Kept]:
        return [self._kept(one) for one in ids] if ids else list(self.vault.kept())

    def keep_documents(self, folder: Path) -> int:
        """Take saved web documents into the wallet's cache; return how many were new."""
        saved = SavedDocuments(folder)
        found = [saved.get(url) for url in saved.urls()]
        return sum(self.vault.keep_document(one) for one in found if one is not None)

    def remove(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Remove entries for good; return what was removed."""
        entries = tuple(self.entry(one) for one in ids)
        self.vault.remove([entry.id for entry in entries])
        self.reminders_changed()
        return entries

    def tag(
        self, ids: Sequence[str], *, add: Iterable[str] = (), drop: Iterable[str] = ()
    ) -> tuple[Entry, ...]:
        """Add and drop the learner's own tags; return the changed entries."""
        chosen = [self._kept(one).id for one in ids]
        adding, dropping = tuple(add), tuple(drop)
        for one in chosen:
            self.vault.tag(one, adding, dropping)
        return self._by_ids(chosen)

    def export(self, ids: Sequence[str], out: Path) -> tuple[Path, ...]:
        """Write the original bytes into the folder ``out``, under the names they came with.

        Never over an existing file: another name is found, with a number.
        """
        chosen = [self._kept(one) for one in ids]
        originals = ((one.file_name, partial(self.vault.original, one.id)) for one in chosen)
        return saving.saved_all(out, originals, N_("choose another folder; nothing was exported"))

    # The learner

    def identities(self) -> tuple[str, ...]:
        """Return the learner's own addresses and names."""
        return self.vault.identities()

    def add_identity(self, identity: str) -> bool:
        """Remember an address or name of the learner's; False where it was there already."""
        if not identity.strip():
            raise UnusableInput(
                "identity-empty",
                N_("an address cannot be empty"),
                N_("give the e-mail address your badges were sent to"),
            )
        new = self.vault.add_identity(identity.strip())
        self.reminders_changed()
        return new

    def remove_identity(self, identity: str) -> bool:
        """Forget an address or name; False where it was not there."""
        gone = self.vault.remove_identity(identity.strip())
        self.reminders_changed()
        return gone

    def diagnosis(self) -> dict[str, Any]:
        """Return what is to be said of the wallet's own files: no secrets, no contents."""
        kinds = sorted(kind.value for kind in self.home.kinds()) if self.home.exists() else []
        if self._vault is None:
            return {"unlocked_by": kinds, "problems": [], "quarantined": [], "badges": None}
        return {
            "unlocked_by": kinds,
            "problems": list(self._vault.integrity()),
            "quarantined": [f"{one.source}: {one.sentence}" for one in self._vault.quarantined()],
            "badges": len(self._vault.kept()),
        }

    def language(self) -> str | None:
        """Return the language that was chosen in the window, readable without unlocking."""
        return preferences.language(self.home.path)

    def set_language(self, language: str) -> None:
        """Remember the window's language; it says nothing of what the wallet holds."""
        preferences.set_language(self.home.path, language)

    def setting(self, key: str) -> str | None:
        """Return a remembered setting."""
        return self.vault.setting(key)

    def set_setting(self, key: str, value: str) -> None:
        """Remember a setting."""
        self.vault.set_setting(key, value)
