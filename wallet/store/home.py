"""A wallet's folder: ``vault.db``, and ``keys.json`` with the sealed keys that open it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wallet.errors import UnusableInput, VaultError, WalletLocked
from wallet.i18n import N_
from wallet.store import files, recovery, slots
from wallet.store.keychain import Keychain
from wallet.store.sealing import Seal
from wallet.store.slots import Argon2Cost, Sealer, Slot, SlotKind, Slots
from wallet.store.vault import Vault

_MAX_KEYS_FILE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Proof:
    """By what right the ways to unlock are changed. Nothing given: by the keychain's."""

    passphrase: str | None = field(default=None, repr=False)
    recovery_code: str | None = field(default=None, repr=False)


class WalletHome:
    """Where a wallet lives, and the ways to open it."""

    def __init__(
        self,
        path: Path,
        *,
        keychain: Callable[[], Keychain | None],
        random: Callable[[int], bytes] = secrets.token_bytes,
        cost: Argon2Cost | None = None,
    ) -> None:
        """Take the folder; ``keychain`` is asked for only when one is needed."""
        self.path: Final = path
        self.vault_file: Final = path / "vault.db"
        self.keys_file: Final = path / "keys.json"
        self._unfinished: Final = path / "vault.db.new"
        self._find_keychain = keychain
        self._random = random
        self._cost = cost or Argon2Cost()

    def exists(self) -> bool:
        """Return whether there is a wallet here, whole or not, readable or not."""
        return _is_there(self.keys_file) or _is_there(self.vault_file)

    def kinds(self) -> frozenset[SlotKind]:
        """Return the ways the wallet can be unlocked."""
        return self._slots().kinds()

    def random(self, size: int) -> bytes:
        """Return ``size`` random bytes, from the source that the wallet was given."""
        return self._random(size)

    def keychain_name(self) -> str | None:
        """Return the name of the keychain that answers, or None where none does."""
        found = self._find_keychain()
        return found.name if found else None

    # Making one

    def create(
        self, *, passphrase: str | None, use_keychain: bool, both: bool = False
    ) -> tuple[Vault, str]:
        """Make a wallet; return it open, and its recovery code.

        With ``both`` the keychain and the passphrase are needed together, else either opens
        it. Raises UnusableInput "wallet-exists", "no-way-to-unlock" or "passphrase-empty",
        VaultError "keychain-unavailable", "vault-in-use" or "cannot-write"; nothing is left
        behind then.
        """
        self._must_be_free()
        _must_be_a_way(passphrase, use_keychain=use_keychain, both=both)
        made_folder = False
        try:
            made_folder = files.private_folder(self.path)
            with self._alone():
                self._must_be_free()
                return self._created(passphrase, use_keychain=use_keychain, both=both)
        except BaseException as error:
            if made_folder:
                with contextlib.suppress(OSError):
                    self.path.rmdir()
            if isinstance(error, OSError):
                raise files.not_writable(self.path, error) from error
            raise

    def _created(
        self, passphrase: str | None, *, use_keychain: bool, both: bool
    ) -> tuple[Vault, str]:
        wallet, wallet_key = self._random(16).hex(), self._random(slots.KEY_BYTES)
        sealer = Sealer(wallet, wallet_key, self._random, self._cost)
        code = self._random(recovery.SECRET_BYTES)
        with contextlib.ExitStack() as undo:
            secret = self._secret_kept(wallet, undo) if use_keychain else None
            made = (sealer.recovery(code), *_ways(sealer, passphrase, secret, both=both))
            self._remove_files()
            undo.callback(self._remove_files)
            # The keys come between the vault's making and its name: cut short before them there
            # is no wallet, cut short after them there is a whole one (see _opened).
            Vault(self._unfinished, _database_key(wallet_key), create=True).close()
            self._write(Slots(slots.FORMAT, wallet, made))
            self._unfinished.replace(self.vault_file)
            files.sync_folder(self.path)
            vault = self._vault(wallet, wallet_key)
            undo.pop_all()
        return vault, recovery.encode(code)

    def _must_be_free(self) -> None:
        if self.exists():
            raise UnusableInput(
                "wallet-exists",
                N_("there is a wallet in {home} already"),
                N_("use it, or choose another folder with --home"),
                home=str(self.path),
            )

    def _remove_files(self) -> None:
        """Remove what an unfinished wallet consists of."""
        for path in (self.keys_file, self.vault_file, self._unfinished):
            for one in (path, path.with_name(path.name + "-journal")):
                with contextlib.suppress(FileNotFoundError):
                    one.unlink()

    def _secret_kept(self, wallet: str, undo: contextlib.ExitStack) -> bytes:
        """Return the keychain's secret for this wallet, which ``undo`` forgets if it is new."""
        keychain = self._find_keychain()
        if keychain is not None:
            known = keychain.get(wallet)
            if known is not None and len(known) == slots.KEY_BYTES:
                return known
            secret = self._random(slots.KEY_BYTES)
            if keychain.set(wallet, secret):
                undo.callback(keychain.delete, wallet)
                return secret
        raise VaultError(
            "keychain-unavailable",
            N_("no keychain of this system answers"),
            N_("use a passphrase instead"),
        )

    # Opening one

    def unlock(self, passphrase: str | None = None) -> Vault:
        """Open the wallet by ``passphrase`` where one is given and asked for, or the keychain.

        The keychain is left alone where the passphrase suffices. Raises WalletLocked
        "wrong-passphrase", "passphrase-needed" or "keychain-unavailable", and what
        :class:`Vault` raises.
        """
        found = self._slots()
        return self._opened(found.wallet, self._unsealed(found, Proof(passphrase)))

    def unlock_with_recovery(self, code: str) -> Vault:
        """Open the wallet with its recovery code.

        Raises WalletLocked "recovery-code-mistyped" or "wrong-recovery-code".
        """
        found = self._slots()
        return self._opened(found.wallet, self._unsealed(found, Proof(recovery_code=code)))

    def _unsealed(self, found: Slots, by: Proof) -> bytes:
        """Return the wallet key, or raise WalletLocked."""
        if by.recovery_code is not None:
            return _recovered(found, by.recovery_code)
        asked = found.kinds() & {SlotKind.PASSPHRASE, SlotKind.BOTH}
        ways = asked if by.passphrase is not None and asked else {SlotKind.KEYCHAIN}
        secret: bytes | None = None
        if found.kinds() & ways & {SlotKind.KEYCHAIN, SlotKind.BOTH}:
            keychain = self._find_keychain()
            secret = keychain.get(found.wallet) if keychain else None
        for slot in found.slots:
            if slot.kind in ways:
                key = slots.key_of(slot, passphrase=by.passphrase, keychain=secret)
                wallet_key = slots.open_slot(found.wallet, slot, key) if key else None
                if wallet_key is not None:
                    return wallet_key
        raise _locked(found.kinds(), by.passphrase, secret)

    def _opened(self, wallet: str, wallet_key: bytes) -> Vault:
        if _is_there(self._unfinished) and not _is_there(self.vault_file):
            try:
                with self._alone():
                    self._unfinished.replace(self.vault_file)
            except OSError as error:
                raise files.not_writable(self.vault_file, error) from error
        return self._vault(wallet, wallet_key)

    def _vault(self, wallet: str, wallet_key: bytes) -> Vault:
        seal = Seal(wallet, slots.derived(wallet_key, "holder-keys"))
        return Vault(self.vault_file, _database_key(wallet_key), seal=seal)

    # Changing the ways to open it

    def set_ways(
        self, by: Proof, *, passphrase: str | None, use_keychain: bool, both: bool = False
    ) -> None:
        """Replace every way to unlock by these, as of :meth:`create`; the recovery code stays.

        Raises WalletLocked where ``by`` proves no right to it, and what :meth:`create` raises;
        the ways are then as they were.
        """
        _must_be_a_way(passphrase, use_keychain=use_keychain, both=both)
        with self._changing(by) as (found, sealer), contextlib.ExitStack() as undo:
            secret = self._secret_kept(found.wallet, undo) if use_keychain else None
            made = _ways(sealer, passphrase, secret, both=both)
            self._write(Slots(slots.FORMAT, found.wallet, (*found.of(SlotKind.RECOVERY), *made)))
            undo.pop_all()
        if not use_keychain and found.kinds() & {SlotKind.KEYCHAIN, SlotKind.BOTH}:
            keychain = self._find_keychain()
            if keychain is not None:
                keychain.delete(found.wallet)

    def set_passphrase(self, code: str, passphrase: str) -> None:
        """Replace every other way to unlock by ``passphrase``, by right of the recovery code."""
        self.set_ways(Proof(recovery_code=code), passphrase=passphrase, use_keychain=False)

    def renew_recovery_code(self, by: Proof) -> str:
        """Return a new recovery code; the one before no longer opens the wallet."""
        with self._changing(by) as (found, sealer):
            secret = self._random(recovery.SECRET_BYTES)
            others = (slot for slot in found.slots if slot.kind is not SlotKind.RECOVERY)
            made = (sealer.recovery(secret), *others)
            self._write(Slots(slots.FORMAT, found.wallet, made))
        return recovery.encode(secret)

    @contextlib.contextmanager
    def _changing(self, by: Proof) -> Iterator[tuple[Slots, Sealer]]:
        try:
            with self._alone():
                found = self._slots()
                wallet_key = self._unsealed(found, by)
                yield found, Sealer(found.wallet, wallet_key, self._random, self._cost)
        except OSError as error:
            raise files.not_writable(self.keys_file, error) from error

    # The files

    def _alone(self) -> contextlib.AbstractContextManager[None]:
        return files.alone(self.path / "keys.lock")

    def _write(self, made: Slots) -> None:
        files.write_atomically(self.keys_file, made.to_bytes())

    def _slots(self) -> Slots:
        try:
            with self.keys_file.open("rb") as file:
                return slots.read(file.read(_MAX_KEYS_FILE))
        except (FileNotFoundError, NotADirectoryError) as error:
            if _is_there(self.vault_file):
                raise VaultError(
                    "keys-missing",
                    N_("the wallet's file keys.json is missing"),
                    N_("put it back from a copy of the wallet's folder"),
                ) from error
            raise UnusableInput(
                "no-wallet",
                N_("there is no wallet in {home}"),
                N_("make one with: learner-wallet init"),
                home=str(self.path),
            ) from error
        except OSError as error:
            raise files.not_readable(self.keys_file, error) from error


def _is_there(path: Path) -> bool:
    """Return whether there is such a file; one that cannot be looked for may be."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _database_key(wallet_key: bytes) -> bytes:
    return slots.derived(wallet_key, "database")


def _must_be_a_way(passphrase: str | None, *, use_keychain: bool, both: bool) -> None:
    if passphrase is not None and not passphrase.strip():
        raise UnusableInput(
            "passphrase-empty",
            N_("the passphrase is empty"),
            N_("choose one of several words"),
        )
    if both and (passphrase is None or not use_keychain):
        raise UnusableInput(
            "no-way-to-unlock",
            N_("both were asked for, and only one of passphrase and keychain was given"),
            N_("give both, or ask for one"),
        )
    if passphrase is None and not use_keychain:
        raise UnusableInput(
            "no-way-to-unlock",
            N_("a wallet needs a passphrase or the system's keychain"),
            N_("give one of them"),
        )


def _ways(
    sealer: Sealer, passphrase: str | None, secret: bytes | None, *, both: bool
) -> tuple[Slot, ...]:
    if both and passphrase is not None and secret is not None:
        return (sealer.both(passphrase, secret),)
    made = []
    if secret is not None:
        made.append(sealer.keychain(secret))
    if passphrase is not None:
        made.append(sealer.passphrase(passphrase))
    return tuple(made)


def _recovered(found: Slots, code: str) -> bytes:
    key = slots.derived(recovery.decode(code), "recovery")
    for slot in found.of(SlotKind.RECOVERY):
        wallet_key = slots.open_slot(found.wallet, slot, key)
        if wallet_key is not None:
            return wallet_key
    raise WalletLocked(
        "wrong-recovery-code",
        N_("this recovery code belongs to another wallet, or was replaced"),
        N_("look for the newest one of this wallet"),
    )


def _locked(
    kinds: frozenset[SlotKind], passphrase: str | None, secret: bytes | None
) -> WalletLocked:
    if passphrase is None and kinds & {SlotKind.PASSPHRASE, SlotKind.BOTH}:
        return WalletLocked(
            "passphrase-needed",
            N_("the wallet is locked"),
            N_("give its passphrase, with --passphrase-file where there is no terminal"),
        )
    if SlotKind.PASSPHRASE in kinds or (SlotKind.BOTH in kinds and secret is not None):
        return WalletLocked(
            "wrong-passphrase",
            N_("this is not the wallet's passphrase"),
            N_("try again, or use the recovery code"),
        )
    return WalletLocked(
        "keychain-unavailable",
        N_("the wallet is locked, and the system's keychain does not open it"),
        N_("unlock the keychain and try again, or use the recovery code"),
    )
