"""Making a wallet, and the ways to open it."""

from __future__ import annotations

import json
import os
import stat
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.unit.store.fakes import (
    NOW,
    PASSPHRASE,
    QUICK,
    FakeKeychain,
    ForgetfulKeychain,
    home_in,
    keep,
    names,
)
from wallet.errors import UnusableInput, VaultError, WalletError, WalletLocked
from wallet.store.home import Proof, WalletHome
from wallet.store.keychain import Keychain
from wallet.store.slots import SlotKind
from wallet.store.vault import Vault


def made(home: WalletHome, **ways: Any) -> str:
    """Make a wallet with a badge in it, close it, and return its recovery code."""
    asked: dict[str, Any] = {"passphrase": PASSPHRASE, "use_keychain": False}
    vault, code = home.create(**(asked | ways))
    keep(vault, b"the badge")
    vault.close()
    return code


def holds_the_badge(vault: Vault) -> bool:
    try:
        return [vault.original(one.id) for one in vault.kept()] == [b"the badge"]
    finally:
        vault.close()


def code_of(error: type[WalletError], call: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(error) as caught:
        call(*args, **facts)
    assert "\n" not in str(caught.value)
    return caught.value.code


@pytest.fixture
def home(tmp_path: Path) -> WalletHome:
    """Name a folder that is not there yet."""
    return home_in(tmp_path / "wallet")


# Making one


def test_there_is_no_wallet_before_it_is_made(home: WalletHome) -> None:
    assert not home.exists()
    assert code_of(UnusableInput, home.unlock) == "no-wallet"
    assert code_of(UnusableInput, home.kinds) == "no-wallet"
    assert not home.path.exists()


def test_a_new_wallet_is_two_files_for_its_owner_alone(home: WalletHome) -> None:
    made(home)
    assert names(home.path) == {"keys.json", "vault.db"}
    if os.name == "posix":
        assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
        for file in home.path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_that_was_kept_or_typed_can_be_read_in_the_files(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    home = home_in(tmp_path / "wallet", keychain)
    vault, code = home.create(passphrase=PASSPHRASE, use_keychain=True, both=True)
    keep(vault, b"Certificate of Ada Lovelace" * 500, file_name="ada-lovelace.json")
    vault.add_identity("ada@example.org")
    vault.set_setting("greeting", "welcome back")
    vault.quarantine("broken-ada.json", b"broken bytes", "malformed", "broken sentence", NOW)
    while_open = b"".join(file.read_bytes() for file in home.path.iterdir())
    vault.close()
    for data in (while_open, b"".join(file.read_bytes() for file in home.path.iterdir())):
        for known in (b"Lovelace", b"lovelace", b"ada@example", b"welcome", b"broken", b"CREATE T"):
            assert known not in data
        assert code.encode() not in data
        for key in keychain.keys.values():
            assert key not in data
    assert not home.vault_file.read_bytes().startswith(b"SQLite format 3")


def test_a_wallet_is_never_made_over_another(home: WalletHome) -> None:
    made(home)
    before = home.keys_file.read_bytes(), home.vault_file.read_bytes()
    assert code_of(UnusableInput, made, home) == "wallet-exists"
    assert (home.keys_file.read_bytes(), home.vault_file.read_bytes()) == before


@pytest.mark.parametrize("name", ["vault.db", "keys.json"])
def test_half_a_wallet_is_a_wallet(home: WalletHome, name: str) -> None:
    home.path.mkdir()
    (home.path / name).touch()
    assert home.exists()
    assert code_of(UnusableInput, made, home) == "wallet-exists"
    assert (home.path / name).read_bytes() == b""


def test_two_that_make_it_at_once_do_not_mix(home: WalletHome) -> None:
    home.path.mkdir()
    with home._alone():
        assert code_of(VaultError, made, home) == "vault-in-use"
    made(home)
    assert holds_the_badge(home.unlock(PASSPHRASE))


def test_one_that_is_made_while_another_was_looking_is_not_made_over(
    home: WalletHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = home._alone

    def overtaken() -> AbstractContextManager[None]:
        made(home_in(home.path), passphrase="the other's")
        return real()

    monkeypatch.setattr(home, "_alone", overtaken)
    assert code_of(UnusableInput, made, home) == "wallet-exists"
    assert holds_the_badge(home_in(home.path).unlock("the other's"))


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ({"passphrase": None, "use_keychain": False}, "no-way-to-unlock"),
        ({"passphrase": PASSPHRASE, "use_keychain": False, "both": True}, "no-way-to-unlock"),
        ({"passphrase": None, "use_keychain": True, "both": True}, "no-way-to-unlock"),
        ({"passphrase": "", "use_keychain": False}, "passphrase-empty"),
        ({"passphrase": " \n", "use_keychain": True}, "passphrase-empty"),
    ],
)
def test_a_wallet_without_a_way_to_open_it_is_not_made(
    home: WalletHome, ways: dict[str, Any], code: str
) -> None:
    assert code_of(UnusableInput, home.create, **ways) == code
    assert not home.path.exists()


@pytest.mark.parametrize("keychain", [None, ForgetfulKeychain()])
def test_without_a_keychain_that_keeps_keys_nothing_is_made(
    tmp_path: Path, keychain: Keychain | None
) -> None:
    home = home_in(tmp_path / "wallet", keychain)
    assert code_of(VaultError, made, home, use_keychain=True) == "keychain-unavailable"
    assert not home.path.exists()


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "wallet").write_text("a letter")
    for folder in (tmp_path / "wallet", tmp_path / "wallet" / "below"):
        home = home_in(folder)
        assert not home.exists()
        assert code_of(VaultError, made, home) == "cannot-write"
        assert code_of(UnusableInput, home.unlock, PASSPHRASE) == "no-wallet"
    assert (tmp_path / "wallet").read_text() == "a letter"


def test_a_folder_that_may_not_be_looked_into_is_not_taken_for_empty(
    home: WalletHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "lstat", forbidden)
    monkeypatch.setattr(Path, "open", forbidden)
    assert home.exists()
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "unreadable"


# Opening one


def test_a_passphrase_opens_it(home: WalletHome) -> None:
    made(home)
    assert home.kinds() == {SlotKind.PASSPHRASE, SlotKind.RECOVERY}
    assert holds_the_badge(home.unlock(PASSPHRASE))


def test_a_wrong_or_missing_passphrase_is_told(home: WalletHome) -> None:
    made(home)
    assert code_of(WalletLocked, home.unlock, PASSPHRASE.upper()) == "wrong-passphrase"
    assert code_of(WalletLocked, home.unlock, "") == "wrong-passphrase"
    assert code_of(WalletLocked, home.unlock) == "passphrase-needed"


def test_the_keychain_opens_it_without_a_word(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    home = home_in(tmp_path, keychain)
    made(home, passphrase=None, use_keychain=True)
    assert holds_the_badge(home.unlock())
    assert holds_the_badge(home.unlock("a passphrase that was not asked for"))
    keychain.keys.clear()
    assert code_of(WalletLocked, home.unlock) == "keychain-unavailable"
    gone = home_in(tmp_path, None)
    assert code_of(WalletLocked, gone.unlock) == "keychain-unavailable"


def test_either_opens_it_and_a_passphrase_leaves_the_keychain_alone(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    home = home_in(tmp_path, keychain)
    made(home, use_keychain=True)
    assert holds_the_badge(home.unlock())
    keychain.asked = 0
    assert holds_the_badge(home.unlock(PASSPHRASE))
    assert code_of(WalletLocked, home.unlock, "wrong") == "wrong-passphrase"
    assert keychain.asked == 0
    keychain.keys.clear()
    assert code_of(WalletLocked, home.unlock) == "passphrase-needed"
    assert holds_the_badge(home.unlock(PASSPHRASE))


def test_where_both_are_needed_neither_suffices(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    home = home_in(tmp_path, keychain)
    made(home, use_keychain=True, both=True)
    assert home.kinds() == {SlotKind.BOTH, SlotKind.RECOVERY}
    assert holds_the_badge(home.unlock(PASSPHRASE))
    assert code_of(WalletLocked, home.unlock) == "passphrase-needed"
    assert code_of(WalletLocked, home.unlock, "wrong") == "wrong-passphrase"
    keychain.keys.clear()
    assert code_of(WalletLocked, home.unlock, PASSPHRASE) == "keychain-unavailable"


def test_the_recovery_code_opens_every_wallet(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    modes: list[dict[str, Any]] = [
        {"passphrase": PASSPHRASE},
        {"passphrase": None, "use_keychain": True},
        {"use_keychain": True, "both": True},
    ]
    for number, ways in enumerate(modes):
        home = home_in(tmp_path / str(number), keychain)
        code = made(home, **ways)
        keychain.keys.clear()
        assert holds_the_badge(home.unlock_with_recovery(code.lower().replace("-", " ")))


def test_a_mistyped_code_and_a_wrong_one_are_told_apart(tmp_path: Path) -> None:
    home, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    code, others = made(home), made(other)
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert code_of(WalletLocked, home.unlock_with_recovery, mistyped) == "recovery-code-mistyped"
    assert code_of(WalletLocked, home.unlock_with_recovery, others) == "wrong-recovery-code"


def test_a_second_one_that_opens_it_is_told_so(home: WalletHome) -> None:
    made(home)
    first = home.unlock(PASSPHRASE)
    assert code_of(VaultError, home_in(home.path).unlock, PASSPHRASE) == "vault-in-use"
    first.close()
    assert holds_the_badge(home_in(home.path).unlock(PASSPHRASE))


def test_something_too_short_in_the_keychain_is_not_taken_for_a_key(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    keychain.keys["07" * 16] = b""
    home = WalletHome(
        tmp_path, keychain=lambda: keychain, random=lambda size: b"\x07" * size, cost=QUICK
    )
    made(home, passphrase=None, use_keychain=True)
    assert [len(key) for key in keychain.keys.values()] == [32]


# Files that were lost, mixed up or edited


def test_lost_halves_are_told_apart(home: WalletHome) -> None:
    made(home)
    keys = home.keys_file.read_bytes()
    home.keys_file.unlink()
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "keys-missing"
    home.keys_file.write_bytes(keys)
    home.vault_file.unlink()
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "vault-missing"
    assert names(home.path) == {"keys.json"}


def test_the_keys_of_another_wallet_do_not_open_this_one(tmp_path: Path) -> None:
    home, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    made(home)
    made(other)
    home.keys_file.write_bytes(other.keys_file.read_bytes())
    before = home.vault_file.read_bytes()
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "vault-damaged"
    assert home.vault_file.read_bytes() == before


def test_damaged_keys_are_told(home: WalletHome) -> None:
    made(home)
    home.keys_file.write_bytes(home.keys_file.read_bytes()[:-20])
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "keys-damaged"


def test_a_keys_file_of_gigabytes_is_not_read(home: WalletHome) -> None:
    made(home)
    with home.keys_file.open("r+b") as file:
        file.truncate(4 * 1024**3)
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "keys-damaged"


def test_edited_work_is_refused_and_the_recovery_code_still_opens(home: WalletHome) -> None:
    code = made(home)
    edited = json.loads(home.keys_file.read_bytes())
    for slot in edited["slots"]:
        if slot["cost"]:
            slot["cost"]["memory"] = 2**40
    home.keys_file.write_text(json.dumps(edited))
    assert code_of(VaultError, home.unlock, PASSPHRASE) == "keys-damaged"
    assert holds_the_badge(home.unlock_with_recovery(code))


@pytest.mark.parametrize("part", ["sealed", "nonce", "salt"])
def test_an_edited_slot_opens_nothing_and_the_others_still_do(home: WalletHome, part: str) -> None:
    code = made(home)
    edited = json.loads(home.keys_file.read_bytes())
    for slot in edited["slots"]:
        if slot["kind"] == "passphrase":
            slot[part] = ("A" if slot[part][0] != "A" else "B") + slot[part][1:]
    home.keys_file.write_text(json.dumps(edited))
    assert code_of(WalletLocked, home.unlock, PASSPHRASE) == "wrong-passphrase"
    assert holds_the_badge(home.unlock_with_recovery(code))


# Changing the ways to open it


def test_a_new_passphrase_replaces_the_old_one(home: WalletHome) -> None:
    code = made(home)
    home.set_ways(Proof(PASSPHRASE), passphrase="a better one", use_keychain=False)
    assert holds_the_badge(home.unlock("a better one"))
    assert code_of(WalletLocked, home.unlock, PASSPHRASE) == "wrong-passphrase"
    assert holds_the_badge(home.unlock_with_recovery(code))


def test_a_forgotten_passphrase_is_replaced_by_right_of_the_recovery_code(
    home: WalletHome,
) -> None:
    code = made(home)
    home.set_passphrase(code, "a better one")
    assert holds_the_badge(home.unlock("a better one"))


@pytest.mark.parametrize("proof", [Proof("wrong"), Proof(), Proof(recovery_code="0000")])
def test_without_a_right_to_it_nothing_changes(home: WalletHome, proof: Proof) -> None:
    made(home)
    before = home.keys_file.read_bytes()
    code_of(WalletLocked, home.set_ways, proof, passphrase="mine now", use_keychain=False)
    code_of(WalletLocked, home.renew_recovery_code, proof)
    assert home.keys_file.read_bytes() == before


def test_the_last_way_cannot_be_removed(home: WalletHome) -> None:
    made(home)
    before = home.keys_file.read_bytes()
    nothing: dict[str, Any] = {"passphrase": None, "use_keychain": False}
    code = code_of(UnusableInput, home.set_ways, Proof(PASSPHRASE), **nothing)
    assert code == "no-way-to-unlock"
    assert home.keys_file.read_bytes() == before


def test_the_keychain_is_taken_up_and_given_up(tmp_path: Path) -> None:
    keychain = FakeKeychain()
    home = home_in(tmp_path, keychain)
    made(home)
    home.set_ways(Proof(PASSPHRASE), passphrase=PASSPHRASE, use_keychain=True)
    assert holds_the_badge(home.unlock())
    secret = dict(keychain.keys)
    home.set_ways(Proof(), passphrase=PASSPHRASE, use_keychain=True, both=True)
    assert keychain.keys == secret
    assert holds_the_badge(home.unlock(PASSPHRASE))
    home.set_ways(Proof(PASSPHRASE), passphrase=PASSPHRASE, use_keychain=False)
    assert keychain.keys == {}
    assert home.kinds() == {SlotKind.PASSPHRASE, SlotKind.RECOVERY}
    assert holds_the_badge(home.unlock(PASSPHRASE))


def test_a_new_recovery_code_makes_the_old_one_void(home: WalletHome) -> None:
    old = made(home)
    new = home.renew_recovery_code(Proof(PASSPHRASE))
    assert new != old
    assert code_of(WalletLocked, home.unlock_with_recovery, old) == "wrong-recovery-code"
    assert holds_the_badge(home.unlock_with_recovery(new))
    assert holds_the_badge(home.unlock(PASSPHRASE))


def test_a_wallet_is_made_of_the_random_bytes_it_is_given(tmp_path: Path) -> None:
    asked: list[int] = []

    def counted(size: int) -> bytes:
        asked.append(size)
        return os.urandom(size)

    home = WalletHome(tmp_path, keychain=lambda: None, random=counted, cost=QUICK)
    made(home)
    assert asked.count(32) == 1  # the wallet key
    assert asked.count(12) == 2  # a nonce for each slot
