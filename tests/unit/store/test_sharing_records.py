"""What a vault keeps for sharing: the learner's key, sealed, and the history of sharing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.store.fakes import KEY, NOW, PASSPHRASE, home_in, keep, opened
from wallet.errors import VaultError
from wallet.share.holder import holder_of
from wallet.store import migrations
from wallet.store.home import WalletHome
from wallet.store.sealing import Seal
from wallet.store.sharing import SharedBadge
from wallet.store.vault import Vault


def counting() -> Callable[[int], bytes]:
    numbers = itertools.count(1)
    return lambda size: bytes([next(numbers)]) * size


@pytest.fixture
def home(tmp_path: Path) -> WalletHome:
    home = home_in(tmp_path / "wallet")
    vault, _code = home.create(passphrase=PASSPHRASE, use_keychain=False)
    vault.close()
    return home


def did(home: WalletHome, random: Callable[[int], bytes]) -> str:
    vault = home.unlock(PASSPHRASE)
    try:
        return holder_of(vault, random, lambda: NOW).id
    finally:
        vault.close()


def edit(home: WalletHome, statement: str, *values: object) -> None:
    vault = home.unlock(PASSPHRASE)
    vault._run(statement, *values)
    vault.close()


def refusal(home: WalletHome) -> str:
    vault = home.unlock(PASSPHRASE)
    try:
        with pytest.raises(VaultError) as caught:
            holder_of(vault, counting(), lambda: NOW)
    finally:
        vault.close()
    return caught.value.code


def test_the_learners_key_is_made_once_and_is_the_same_ever_after(home: WalletHome) -> None:
    random = counting()
    first = did(home, random)
    assert first.startswith("did:key:z6Mk")
    assert did(home, random) == first


def test_before_it_is_needed_there_is_no_key(home: WalletHome) -> None:
    vault = home.unlock(PASSPHRASE)
    assert vault.holder_id() is None
    made = holder_of(vault, counting(), lambda: NOW)
    assert vault.holder_id() == made.id
    vault.close()


def test_the_private_key_is_in_no_row_and_in_no_repr(home: WalletHome) -> None:
    vault = home.unlock(PASSPHRASE)
    made = holder_of(vault, counting(), lambda: NOW)
    secret = bytes([1]) * 32  # the first that the random source gave
    rows = vault._run("SELECT * FROM holder_key")
    assert not any(secret in column for row in rows for column in row if isinstance(column, bytes))
    kept = vault.holder_key(lambda: ("", b""), counting(), NOW)
    assert kept.secret == secret
    shown = repr((made, kept, vault._seal))
    assert "\\x01\\x01" not in shown
    assert secret.hex() not in shown
    vault.close()


def test_a_locked_wallet_has_dropped_what_opens_the_key(home: WalletHome) -> None:
    vault = home.unlock(PASSPHRASE)
    holder_of(vault, counting(), lambda: NOW)
    vault.close()
    assert vault._seal is None


@pytest.mark.parametrize("column", ["sealed", "nonce"])
def test_an_edited_seal_is_told(home: WalletHome, column: str) -> None:
    did(home, counting())
    edit(home, f"UPDATE holder_key SET {column} = zeroblob(length({column}))")  # noqa: S608
    assert refusal(home) == "holder-key-damaged"


def test_a_key_under_another_name_is_told(home: WalletHome) -> None:
    did(home, counting())
    edit(home, "UPDATE holder_key SET id = ?", "did:key:z6MkSomebodyElse")
    assert refusal(home) == "holder-key-damaged"


def test_a_key_of_another_wallet_does_not_open_here(home: WalletHome, tmp_path: Path) -> None:
    did(home, counting())
    vault = home.unlock(PASSPHRASE)
    (row,) = vault._run("SELECT id, made_at, nonce, sealed FROM holder_key")
    vault.close()
    other = home_in(tmp_path / "other")
    made, _code = other.create(passphrase=PASSPHRASE, use_keychain=False)
    made.close()
    edit(other, "INSERT INTO holder_key VALUES (?, ?, ?, ?)", *row)
    assert refusal(other) == "holder-key-damaged"


def test_a_key_that_was_sealed_whole_but_is_not_its_name_is_told(home: WalletHome) -> None:
    """By whoever has the wallet key: a DID must not be shown that another key signs for."""
    did(home, counting())
    vault = home.unlock(PASSPHRASE)
    assert vault._seal is not None
    name = vault.holder_id() or ""
    for secret in (bytes(32), b"short"):
        sealed = vault._seal.close(name, secret, bytes(12))
        vault._run("UPDATE holder_key SET sealed = ?, nonce = ?", sealed, bytes(12))
        with pytest.raises(VaultError, match="damaged"):
            holder_of(vault, counting(), lambda: NOW)
    vault.close()


def test_the_seal_is_a_key_of_its_own(home: WalletHome) -> None:
    vault = home.unlock(PASSPHRASE)
    assert vault._seal is not None
    key = vault._seal.key
    vault.close()
    with pytest.raises(VaultError):
        Vault(home.vault_file, key)


def test_a_vault_from_before_sharing_opens_with_all_that_was_in_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:1])
    with opened(path, create=True) as vault:
        kept = keep(vault, b"old")
    monkeypatch.undo()
    vault = Vault(path, KEY, seal=Seal("wallet", KEY))
    assert [one.id for one in vault.kept()] == [kept]
    assert vault.shared() == ()
    assert holder_of(vault, counting(), lambda: NOW).id == vault.holder_id()
    vault.close()


# The history


def test_what_was_shared_is_listed_newest_first_and_outlives_the_badge(path: Path) -> None:
    with opened(path, create=True) as vault:
        badge = keep(vault, b"one") or ""
        one = vault.note_shared(
            at=NOW,
            form="link",
            badges=(SharedBadge(badge, "Nœuds"), SharedBadge("b" * 64, "Buoys")),
            fields=("1#/name", "2#/credentialSubject/id"),
            audience="Harbour \udc80 School",
            expires=NOW + timedelta(days=7),
            base="https://badges.example/v",
        )
        two = vault.note_shared(
            at=NOW,
            form="file",
            badges=(SharedBadge(badge, "Nœuds"),),
            fields=(),
            file_name="a.json",
        )
        vault.remove([badge])
    with opened(path) as vault:
        assert vault.shared() == (two, one)
        assert one.audience == "Harbour \ufffd School"
        assert (one.id, two.id) == (1, 2)
        assert [badge.name for badge in one.badges] == ["Nœuds", "Buoys"]
        assert one.expires == NOW + timedelta(days=7)
