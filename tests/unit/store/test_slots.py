"""Sealed slots: what opens them, and what an edited file does not do."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.unit.store.fakes import KEY, OTHER_KEY, QUICK
from wallet.errors import VaultError
from wallet.store import slots
from wallet.store.slots import Argon2Cost, Sealer, Slot, SlotKind, Slots

WALLET = "wallet-1"
SECRET = b"s" * 32


@pytest.fixture
def sealer() -> Sealer:
    """Make slots with bytes that are never the same twice."""
    count = iter(range(1, 1000))
    return Sealer(WALLET, KEY, lambda size: next(count).to_bytes(size), QUICK)


def wallet_key(slot: Slot, passphrase: str | None = None, keychain: bytes | None = None) -> Any:
    key = slots.key_of(slot, passphrase=passphrase, keychain=keychain)
    return slots.open_slot(WALLET, slot, key) if key else None


def test_a_passphrase_slot_opens_with_its_passphrase_alone(sealer: Sealer) -> None:
    slot = sealer.passphrase("open sesame")
    assert wallet_key(slot, "open sesame") == KEY
    assert wallet_key(slot, "open sesame ") is None
    assert wallet_key(slot, keychain=SECRET) is None


def test_a_keychain_slot_opens_with_its_secret_alone(sealer: Sealer) -> None:
    slot = sealer.keychain(SECRET)
    assert wallet_key(slot, keychain=SECRET) == KEY
    assert wallet_key(slot, keychain=b"t" * 32) is None
    assert wallet_key(slot, "open sesame") is None


def test_a_slot_of_both_needs_both(sealer: Sealer) -> None:
    slot = sealer.both("open sesame", SECRET)
    assert wallet_key(slot, "open sesame", SECRET) == KEY
    assert wallet_key(slot, "open sesame") is None
    assert wallet_key(slot, keychain=SECRET) is None
    assert wallet_key(slot, "wrong", SECRET) is None
    assert wallet_key(slot, "open sesame", b"t" * 32) is None


def test_a_passphrase_is_the_same_however_its_accents_are_composed(sealer: Sealer) -> None:
    slot = sealer.passphrase(unicodedata.normalize("NFC", "clé d'été"))
    assert wallet_key(slot, unicodedata.normalize("NFD", "clé d'été")) == KEY


def test_the_passphrase_key_is_argon2id() -> None:
    expected = Argon2id(salt=b"0" * 16, length=32, iterations=1, lanes=1, memory_cost=64)
    assert slots.from_passphrase("open", b"0" * 16, QUICK) == expected.derive(b"open")


def test_the_cost_of_a_passphrase_is_what_the_security_note_says() -> None:
    assert Argon2Cost() == Argon2Cost(memory=256 * 1024, passes=3, lanes=4)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "another"},
        {"kind": SlotKind.BOTH},
        {"kind": SlotKind.RECOVERY},
        {"nonce": b"n" * 12},
        {"nonce": b""},
        {"sealed": b"s" * 48},
        {"sealed": b""},
        {"salt": b"s" * 16},
        {"cost": Argon2Cost(128, 1, 1)},
    ],
)
def test_a_slot_that_was_edited_does_not_open(sealer: Sealer, change: dict[str, Any]) -> None:
    slot = sealer.keychain(SECRET)
    key = slots.key_of(slot, passphrase=None, keychain=SECRET)
    assert key
    assert slots.open_slot(WALLET, slot, key) == KEY
    assert slots.open_slot(WALLET, replace(slot, **change), key) is None


def test_a_slot_of_another_wallet_does_not_open(sealer: Sealer) -> None:
    slot = sealer.keychain(SECRET)
    key = slots.key_of(slot, passphrase=None, keychain=SECRET)
    assert key
    assert slots.open_slot("wallet-2", slot, key) is None


@pytest.mark.parametrize(
    "cost",
    [
        Argon2Cost(memory=1024 * 1024 * 1024, passes=1, lanes=1),
        Argon2Cost(memory=64, passes=1_000_000, lanes=1),
        Argon2Cost(memory=1024, passes=1, lanes=10_000),
        Argon2Cost(memory=0, passes=0, lanes=0),
        Argon2Cost(memory=-64, passes=1, lanes=1),
    ],
)
def test_a_slot_that_asks_for_absurd_work_is_refused_before_any(
    sealer: Sealer, cost: Argon2Cost
) -> None:
    slot = replace(sealer.passphrase("open sesame"), cost=cost)
    with pytest.raises(VaultError, match="absurd") as caught:
        wallet_key(slot, "open sesame")
    assert caught.value.code == "keys-damaged"


def test_a_slot_without_salt_is_refused(sealer: Sealer) -> None:
    slot = replace(sealer.passphrase("open sesame"), salt=b"")
    with pytest.raises(VaultError):
        wallet_key(slot, "open sesame")


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch, sealer: Sealer) -> None:
    slot = sealer.passphrase("open sesame")

    def no_memory(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(slots, "Argon2id", no_memory)
    with pytest.raises(VaultError) as caught:
        wallet_key(slot, "open sesame")
    assert caught.value.code == "not-enough-memory"


def test_the_file_comes_back_as_it_was(sealer: Sealer) -> None:
    made = Slots(
        slots.FORMAT,
        WALLET,
        (sealer.passphrase("a"), sealer.keychain(SECRET), sealer.recovery(KEY)),
    )
    assert slots.read(made.to_bytes()) == made


def test_the_file_holds_no_key_in_the_clear(sealer: Sealer) -> None:
    text = Slots(slots.FORMAT, WALLET, (sealer.passphrase("open sesame"),)).to_bytes()
    assert KEY not in text
    assert b"sesame" not in text
    assert KEY.hex().encode() not in text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"format": 1, "wallet": "w", "slots": []}',
        b'{"format": 1, "wallet": "w"}',
        b'{"format": true, "wallet": "w", "slots": [{}]}',
        b'{"format": 1, "wallet": "w", "slots": [{"id": "a", "kind": "magic"}]}',
    ],
)
def test_a_broken_file_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(VaultError) as caught:
        slots.read(data)
    assert caught.value.code == "keys-damaged"


def test_a_thousand_slots_are_not_tried(sealer: Sealer) -> None:
    many = Slots(slots.FORMAT, WALLET, (sealer.keychain(SECRET),) * 1000)
    with pytest.raises(VaultError) as caught:
        slots.read(many.to_bytes())
    assert caught.value.code == "keys-damaged"


def test_a_newer_file_is_not_said_to_be_damaged(sealer: Sealer) -> None:
    about = json.loads(Slots(slots.FORMAT, WALLET, (sealer.recovery(KEY),)).to_bytes())
    newer = json.dumps(about | {"format": 2, "slots": {"of": "another form"}}).encode()
    with pytest.raises(VaultError) as caught:
        slots.read(newer)
    assert caught.value.code == "vault-newer"


def test_each_use_of_a_key_derives_its_own() -> None:
    assert len({slots.derived(KEY, "database"), slots.derived(KEY, "holder"), KEY}) == 3
    assert slots.derived(KEY, "database") != slots.derived(OTHER_KEY, "database")
