"""What is kept in a vault, and that it comes back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.unit.store.fakes import JUDGED, KEY, NOW, OTHER_KEY, keep, names, opened, picture
from wallet.credential.model import Picture
from wallet.documents.document import Document
from wallet.errors import VaultError
from wallet.store import vault as module
from wallet.store.vault import Judgement, Vault, VaultDocuments

LATER = NOW + timedelta(days=40, microseconds=7)
URL = "https://issuer.example/badge/1"


def kept_ids(vault: Vault) -> list[str]:
    return [one.id for one in vault.kept()]


# Credentials


@pytest.mark.parametrize("original", [b"\x00", b"{}\r\n", bytes(range(256)) * 5000])
def test_the_original_bytes_come_back_as_they_were(path: Path, original: bytes) -> None:
    with opened(path, create=True) as vault:
        new = keep(vault, original)
    with opened(path) as vault:
        assert new == hashlib.sha256(original).hexdigest()
        assert vault.original(new) == original


def test_a_badge_comes_back_with_all_that_was_said_of_it(path: Path) -> None:
    with opened(path, create=True) as vault:
        new = keep(vault, b"one", file_name="Zeugnis für Ada.json", derived=b"\x00facts")
        assert new
        vault.tag(new, ["work", "maths"], [])
    with opened(path) as vault:
        (kept,) = vault.kept()
        assert (kept.id, kept.file_name, kept.derived) == (
            new,
            "Zeugnis für Ada.json",
            b"\x00facts",
        )
        assert (kept.added_at, kept.checked_at, kept.tags) == (NOW, NOW, ("maths", "work"))
        assert vault.history(new) == (JUDGED,)


def test_the_newest_comes_first(vault: Vault) -> None:
    one, two, three = (keep(vault, data) for data in (b"one", b"two", b"three"))
    assert kept_ids(vault) == [three, two, one]


def test_the_same_bytes_are_kept_once_and_change_nothing(vault: Vault) -> None:
    first = keep(vault, b"one", file_name="first.json")
    before = vault.kept()
    assert keep(vault, b"one", file_name="second.json", derived=b"other") is None
    assert vault.kept() == before
    assert first
    assert len(vault.history(first)) == 1


def test_a_badge_is_found_by_the_start_of_its_id(vault: Vault) -> None:
    one, two = keep(vault, b"one"), keep(vault, b"two")
    assert one
    assert [found.id for found in vault.kept_by_start(one[:8])] == [one]
    assert [found.id for found in vault.kept_by_start("")] == [two, one]
    assert vault.kept_by_start("%") == ()
    assert vault.kept_by_start("_" * 64) == ()


def test_times_are_the_same_instant_whatever_their_zone(vault: Vault) -> None:
    here = datetime(2026, 3, 1, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    keep(vault, added_at=here)
    (kept,) = vault.kept()
    assert kept.added_at == here
    assert kept.added_at.tzinfo is UTC


def test_a_picture_comes_back(vault: Vault) -> None:
    drawn = keep(vault, b"with a picture", picture=picture(b"\x89PNG"))
    named = keep(vault, b"with an address", picture=Picture(url="https://issuer.example/b.png"))
    plain = keep(vault, b"without")
    assert drawn
    assert named
    assert plain
    assert vault.picture(drawn) == picture(b"\x89PNG")
    assert vault.picture(named) is None
    assert vault.picture(plain) is None
    assert vault.picture("0" * 64) is None


def test_a_picture_that_is_the_whole_file_is_not_kept_twice(path: Path) -> None:
    baked = bytes(range(256)) * 2000
    with opened(path, create=True) as vault:
        new = keep(vault, baked, picture=picture(baked))
        assert new
        assert vault.picture(new) == picture(baked)
    assert path.stat().st_size < 1.5 * len(baked)


def test_a_second_look_is_remembered_and_the_first_stays_in_the_history(vault: Vault) -> None:
    one, other = keep(vault, b"one"), keep(vault, b"other")
    assert one
    assert other
    second = Judgement(LATER, "verified", "revoked", "recognised", "mine")
    vault.remember(one, b"new facts", picture(b"new"), second)
    assert vault.history(one) == (second, JUDGED)
    assert vault.history(other) == (JUDGED,)
    by_id = {kept.id: kept for kept in vault.kept()}
    assert (by_id[one].derived, by_id[one].added_at, by_id[one].checked_at) == (
        b"new facts",
        NOW,
        LATER,
    )
    assert by_id[other].derived == b"derived"
    assert vault.picture(one) == picture(b"new")
    assert kept_ids(vault) == [other, one]


def test_removed_badges_are_gone_with_all_that_was_said_of_them(vault: Vault) -> None:
    one, two, three = (keep(vault, data) for data in (b"one", b"two", b"three"))
    assert one
    assert three
    vault.tag(one, ["work"], [])
    assert vault.remove([one, three, one, "0" * 64]) == 2
    assert kept_ids(vault) == [two]
    assert vault.history(one) == ()
    assert keep(vault, b"one") == one
    assert kept_ids(vault) == [one, two]
    assert vault.kept()[0].tags == ()


def test_a_removed_badge_leaves_no_bytes_behind(path: Path) -> None:
    with opened(path, create=True) as vault:
        new = keep(vault, b"x" * 100_000)
        assert new
        vault.remove([new])
        free = vault._run("PRAGMA freelist_count")[0][0]
        assert free > 20
        assert vault._run("PRAGMA secure_delete") == [(1,)]


def test_tags_are_added_and_dropped(vault: Vault) -> None:
    new = keep(vault)
    assert new
    vault.tag(new, ["work", "études", "work"], [])
    vault.tag(new, ["school"], ["work", "never there"])
    assert vault.kept()[0].tags == ("school", "études")
    vault.tag(new, ["both"], ["both"])
    assert "both" in vault.kept()[0].tags


def test_what_is_not_there_is_a_key_error_and_no_damage(vault: Vault) -> None:
    keep(vault)
    nobody = "0" * 64
    with pytest.raises(KeyError):
        vault.original(nobody)
    with pytest.raises(KeyError):
        vault.tag(nobody, ["work"], [])
    with pytest.raises(KeyError):
        vault.remember(nobody, b"facts", None, JUDGED)
    assert vault.history(nobody) == ()
    assert vault.integrity() == ()


def test_a_step_that_fails_half_way_leaves_nothing(vault: Vault) -> None:
    half = Judgement(NOW, "verified", None, "recognised", "mine")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        keep(vault, b"one", judged=half)
    assert vault.kept() == ()
    assert keep(vault, b"one") is not None


# The learner


def test_addresses_are_kept_once_in_whatever_case(path: Path) -> None:
    with opened(path, create=True) as vault:
        assert vault.add_identity("  Ada@Example.org ")
        assert vault.add_identity("Ada Lovelace")
        assert not vault.add_identity("ada@example.ORG")
        assert not vault.add_identity("   ")
    with opened(path) as vault:
        assert vault.identities() == ("Ada@Example.org", "Ada Lovelace")
        assert vault.remove_identity(" ADA@example.org")
        assert not vault.remove_identity("ada@example.org")
        assert vault.identities() == ("Ada Lovelace",)


def test_an_address_is_the_same_however_its_accents_are_composed(vault: Vault) -> None:
    assert vault.add_identity("Ren\u00e9e")
    assert not vault.add_identity("Rene\u0301e")


def test_settings_come_back(path: Path) -> None:
    with opened(path, create=True) as vault:
        assert vault.setting("lang") is None
        vault.set_setting("lang", "fr")
        vault.set_setting("lang", "en")
        vault.set_setting("empty", "")
    with opened(path) as vault:
        assert (vault.setting("lang"), vault.setting("empty")) == ("en", "")


# Web documents


def test_a_document_comes_back(vault: Vault) -> None:
    gone = Document(URL + "/gone", b"", NOW, 410)
    for document in (Document(URL, b"\x00{}", LATER, 200), gone, Document(URL + "/undated", b"x")):
        assert vault.keep_document(document)
        assert VaultDocuments(vault).get(document.url) == document
    assert VaultDocuments(vault).get("https://elsewhere.example/") is None


@pytest.mark.parametrize(
    ("kept", "offered", "newest"),
    [
        (Document(URL, b"old", NOW), Document(URL, b"new", LATER), "offered"),
        (Document(URL, b"new", LATER), Document(URL, b"old", NOW), "kept"),
        (Document(URL, b"dated", NOW), Document(URL, b"undated"), "kept"),
        (Document(URL, b"undated"), Document(URL, b"dated", NOW), "offered"),
        (Document(URL, b"undated"), Document(URL, b"another"), "offered"),
        (Document(URL, b"there", NOW), Document(URL, b"", LATER, 410), "offered"),
        (Document(URL, b"there", LATER), Document(URL, b"", NOW, 410), "kept"),
        (Document(URL, b"there", NOW), Document(URL, b"not found", LATER, 404), "kept"),
        (Document(URL, b"there", NOW), Document(URL, b"busy", LATER, 503), "kept"),
    ],
)
def test_the_newest_answer_that_says_something_is_kept(
    vault: Vault, kept: Document, offered: Document, newest: str
) -> None:
    vault.keep_document(kept)
    assert vault.keep_document(offered) is (newest == "offered")
    assert vault.document(URL) == (offered if newest == "offered" else kept)


# What could not be read


def test_what_could_not_be_read_is_noted_once_with_the_last_word(vault: Vault) -> None:
    vault.quarantine("a.json", b"{", "malformed", "it was cut short", NOW)
    vault.quarantine("b.json", b"[", "malformed", "it was cut short", NOW)
    vault.quarantine("copy of a.json", b"{", "truncated", "it ends too early", LATER)
    found = {one.source: (one.code, one.sentence, one.at) for one in vault.quarantined()}
    assert found == {
        "b.json": ("malformed", "it was cut short", NOW),
        "copy of a.json": ("truncated", "it ends too early", LATER),
    }


def test_a_huge_file_is_noted_without_its_bytes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_QUARANTINED", 1000)
    with opened(path, create=True) as vault:
        vault.quarantine("small.json", b"s" * 1000, "malformed", "it is broken", NOW)
        vault.quarantine("huge.bin", b"h" * 300_000, "too-large", "it is too large", NOW)
        assert [one.source for one in vault.quarantined()] == ["small.json", "huge.bin"]
        assert vault._run("SELECT data FROM quarantine ORDER BY rowid") == [(b"s" * 1000,), (None,)]
    assert path.stat().st_size < 200_000


def test_what_can_be_read_at_last_leaves_the_quarantine(vault: Vault) -> None:
    vault.quarantine("badge.json", b"badge", "malformed", "an older version could not", NOW)
    keep(vault, b"badge")
    assert vault.quarantined() == ()


# The file


def test_a_closed_vault_is_one_file_and_may_be_closed_again(path: Path) -> None:
    vault = Vault(path, KEY, create=True)
    keep(vault)
    vault.close()
    vault.close()
    assert names(path.parent) == {"vault.db"}


def test_a_vault_in_order_has_no_problems(vault: Vault) -> None:
    keep(vault, b"x" * 50_000)
    assert vault.integrity() == ()


def test_a_vault_is_never_made_over_a_file(path: Path) -> None:
    path.write_bytes(b"a letter")
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY, create=True)
    assert caught.value.code == "cannot-write"
    assert path.read_bytes() == b"a letter"


def test_another_key_opens_nothing(path: Path, vault: Vault) -> None:
    keep(vault)
    vault.close()
    with pytest.raises(VaultError) as caught:
        Vault(path, OTHER_KEY)
    assert caught.value.code == "vault-damaged"


def test_a_second_opener_is_told_and_the_first_goes_on(path: Path, vault: Vault) -> None:
    keep(vault, b"one")
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY)
    assert caught.value.code == "vault-in-use"
    keep(vault, b"two")
    assert len(vault.kept()) == 2


def test_the_driver_is_as_strict_as_the_security_note_asks(vault: Vault) -> None:
    expected = {
        "synchronous": 2,  # FULL
        "temp_store": 2,  # MEMORY
        "foreign_keys": 1,
        "secure_delete": 1,
        "locking_mode": "exclusive",
        "cipher_memory_security": "1",
        "cipher_use_hmac": "1",
    }
    told = {pragma: vault._run(f"PRAGMA {pragma}")[0][0] for pragma in expected}
    assert told == expected


def test_without_the_cipher_nothing_is_opened_and_nothing_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path, create=True) as vault:
        keep(vault)
    before = path.read_bytes()
    monkeypatch.setitem(__import__("sys").modules, "sqlcipher3", None)
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY)
    assert caught.value.code == "no-cipher"
    assert path.read_bytes() == before


def test_names_that_are_no_text_are_kept_as_near_as_can_be(path: Path) -> None:
    with opened(path, create=True) as vault:
        new = keep(vault, file_name="Ren\udce9.json")
        assert new
        vault.tag(new, ["caf\udce9"], ["\udce9"])
        vault.quarantine("\udce9.json", b"{", "malformed", "\udce9.json is broken", NOW)
        assert vault.add_identity("Ren\udce9")
        assert not vault.add_identity("ren\udce9")
        assert vault.kept_by_start("\udce9") == ()
        (kept,) = vault.kept()
        assert (kept.file_name, kept.tags) == ("Ren\ufffd.json", ("caf\ufffd",))
        assert vault.quarantined()[0].source == "\ufffd.json"
