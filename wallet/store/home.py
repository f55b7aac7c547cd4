"""A wallet's folder: ``vault.db``, and ``keys.json`` with the sealed keys that open it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wallet.errors import UnusableInput, VaultError, WalletLocked
from wallet.i18n import N_
from wallet.store import files, recovery, slots
from wallet.store.keychain import Keychain
from wallet.store.slots import Argon2Cost, Slot, SlotKind, Slots
from wallet.store.vault import Vault

_UNFINISHED: Final = "vault.db.new"


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
        self._find_keychain = keychain
        self._random = random
        self._cost = cost or Argon2Cost()

    def exists(self) -> bool:
        """Return whether there is a wallet here, whole or not."""
        return self.keys_file.exists() or self.vault_file.exists()

    def kinds(self) -> frozenset[SlotKind]:
        """Return the ways the wallet can be unlocked."""
        return self._slots().kinds()

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
        it. Raises UnusableInput "wallet-exists" or "no-way-to-unlock", VaultError
        "keychain-unavailable" or "cannot-write"; nothing is left behind then.
        """
        self._must_be_free()
        if passphrase is None and not use_keychain:
            raise UnusableInput(
                "no-way-to-unlock",
                N_("a wallet needs a passphrase or the system's keychain"),
                N_("give one of them"),
            )
        wallet, wallet_key = self._random(16).hex(), self._random(slots.KEY_BYTES)
        files.private_folder(self.path)
        unfinished = self.path / _UNFINISHED
        unfinished.unlink(missing_ok=True)
        vault: Vault | None = None
        try:
            secret = self._random(recovery.SECRET_BYTES)
            made = [self._recovery_slot(wallet, wallet_key, secret)]
            secret_kept = self._keychain_secret(wallet) if use_keychain else None
            made += self._unlocking_slots(wallet, wallet_key, passphrase, secret_kept, both=both)
            Vault(unfinished, _database_key(wallet_key), create=True).close()
            files.write_atomically(
                self.keys_file, Slots(slots.FORMAT, wallet, tuple(made)).to_bytes()
            )
            unfinished.replace(self.vault_file)
            files.sync_folder(self.path)
            vault = Vault(self.vault_file, _database_key(wallet_key))
        except BaseException:
            for path in (unfinished, self.keys_file, self.vault_file):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            raise
        return vault, recovery.encode(secret)

    def _must_be_free(self) -> None:
        if self.exists():
            raise UnusableInput(
                "wallet-exists",
                N_("there is a wallet in {home} already"),
                N_("use it, or choose another folder with --home"),
                home=str(self.path),
            )

    def _unlocking_slots(
        self,
        wallet: str,
        wallet_key: bytes,
        passphrase: str | None,
        secret: bytes | None,
        *,
        both: bool,
    ) -> list[Slot]:
        if both and passphrase is not None and secret is not None:
            return [self._slot(SlotKind.BOTH, wallet, wallet_key, passphrase, secret)]
        made = []
        if passphrase is not None:
            made.append(self._slot(SlotKind.PASSPHRASE, wallet, wallet_key, passphrase, None))
        if secret is not None:
            made.append(self._slot(SlotKind.KEYCHAIN, wallet, wallet_key, None, secret))
        return made

    def _keychain_secret(self, wallet: str) -> bytes:
        keychain = self._find_keychain()
        secret = self._random(slots.KEY_BYTES)
        if keychain is None or not keychain.set(wallet, secret):
            raise VaultError(
                "keychain-unavailable",
                N_("no keychain of this system answers"),
                N_("use a passphrase instead"),
            )
        return secret

    def _slot(
        self,
        kind: SlotKind,
        wallet: str,
        wallet_key: bytes,
        passphrase: str | None,
        secret: bytes | None,
    ) -> Slot:
        needs_cost = passphrase is not None
        salt = self._random(16) if needs_cost else b""
        cost = self._cost if needs_cost else None
        draft = Slot(self._random(8).hex(), kind, self._random(12), b"", salt, cost)
        key = slots.key_of(draft, passphrase=passphrase, keychain=secret)
        if key is None:
            raise ValueError(kind)
        return slots.seal(wallet, draft, key, wallet_key)

    def _recovery_slot(self, wallet: str, wallet_key: bytes, secret: bytes) -> Slot:
        key = slots.derived(secret, "recovery")
        draft = Slot(self._random(8).hex(), SlotKind.RECOVERY, self._random(12), b"")
        return slots.seal(wallet, draft, key, wallet_key)

    # Opening one

    def unlock(self, passphrase: str | None = None) -> Vault:
        """Open the wallet by the keychain, or by ``passphrase`` where one is given.

        Raises WalletLocked "wrong-passphrase", "passphrase-needed" or "keychain-unavailable",
        and what :class:`Vault` raises.
        """
        found = self._slots()
        secret: bytes | None = None
        if found.kinds() & {SlotKind.KEYCHAIN, SlotKind.BOTH}:
            keychain = self._find_keychain()
            secret = keychain.get(found.wallet) if keychain else None
        for slot in found.slots:
            key = slots.key_of(slot, passphrase=passphrase, keychain=secret)
            wallet_key = slots.open_slot(found.wallet, slot, key) if key else None
            if wallet_key is not None:
                return self._opened(wallet_key)
        raise _locked(found, passphrase, secret)

    def unlock_with_recovery(self, code: str) -> Vault:
        """Open the wallet with its recovery code."""
        return self._opened(self._recovered(code))

    def set_passphrase(self, code: str, passphrase: str) -> None:
        """Replace every other way to unlock by ``passphrase``, by right of the recovery code."""
        found = self._slots()
        wallet_key = self._recovered(code)
        kept = found.of(SlotKind.RECOVERY)
        new = self._slot(SlotKind.PASSPHRASE, found.wallet, wallet_key, passphrase, None)
        files.write_atomically(
            self.keys_file, Slots(slots.FORMAT, found.wallet, (*kept, new)).to_bytes()
        )

    def _recovered(self, code: str) -> bytes:
        found = self._slots()
        key = slots.derived(recovery.decode(code), "recovery")
        for slot in found.of(SlotKind.RECOVERY):
            wallet_key = slots.open_slot(found.wallet, slot, key)
            if wallet_key is not None:
                return wallet_key
        raise WalletLocked(
            "wrong-recovery-code",
            N_("this recovery code belongs to another wallet"),
            N_("look for the one of this wallet"),
        )

    def _slots(self) -> Slots:
        try:
            data = self.keys_file.read_bytes()
        except FileNotFoundError as error:
            if self.vault_file.exists():
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
            raise VaultError(
                "unreadable",
                N_("{name} cannot be read ({cause})"),
                N_("check that you may open it"),
                name=str(self.keys_file),
                cause=error.strerror or str(error),
            ) from error
        return slots.read(data)

    def _opened(self, wallet_key: bytes) -> Vault:
        unfinished = self.path / _UNFINISHED
        if unfinished.exists() and not self.vault_file.exists():
            unfinished.replace(self.vault_file)  # the last step of create was cut short
        return Vault(self.vault_file, _database_key(wallet_key))


def _database_key(wallet_key: bytes) -> bytes:
    return slots.derived(wallet_key, "database")


def _locked(found: Slots, passphrase: str | None, secret: bytes | None) -> WalletLocked:
    kinds = found.kinds()
    if passphrase is not None and kinds & {SlotKind.PASSPHRASE, SlotKind.BOTH}:
        if SlotKind.PASSPHRASE in kinds or secret is not None:
            return WalletLocked(
                "wrong-passphrase",
                N_("this is not the wallet's passphrase"),
                N_("try again, or use the recovery code"),
            )
    elif kinds & {SlotKind.PASSPHRASE, SlotKind.BOTH}:
        return WalletLocked(
            "passphrase-needed",
            N_("the wallet is locked"),
            N_("give its passphrase, with --passphrase-file where there is no terminal"),
        )
    return WalletLocked(
        "keychain-unavailable",
        N_("the wallet is locked, and the system's keychain does not open it"),
        N_("unlock the keychain and try again, or use the recovery code"),
    )
