"""Vaults that were cut short, flipped, emptied, or made by a newer program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.store.fakes import KEY, keep, opened
from wallet.errors import VaultError
from wallet.store import cipher
from wallet.store.vault import Vault

PAGE = 4096


@pytest.fixture
def whole(path: Path) -> bytes:
    """Make a closed vault of some pages and return its bytes."""
    with opened(path, create=True) as vault:
        for number in range(6):
            keep(vault, bytes([number]) * 6000)
    return path.read_bytes()


def refused(path: Path, data: bytes) -> str:
    """Return what opening ``data`` is refused with; the file must not have been touched."""
    path.write_bytes(data)
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY)
    assert path.read_bytes() == data
    return caught.value.code


def left_open(path: Path) -> None:
    """Leave a vault as a program leaves it that was killed."""
    with opened(path) as vault:
        vault._set_meta("open", "yes")
        vault._connection.close()
        vault._connection = None


def test_a_missing_vault_is_not_made_anew(path: Path) -> None:
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY)
    assert caught.value.code == "vault-missing"
    assert not path.exists()


def test_a_folder_in_its_place_is_no_vault(path: Path) -> None:
    path.mkdir()
    with pytest.raises(VaultError) as caught:
        Vault(path, KEY)
    assert caught.value.code == "vault-missing"


def test_a_vault_cut_short_anywhere_is_damaged_and_not_touched(path: Path, whole: bytes) -> None:
    edges = {0, 1, 2, 15, 16, 17, 100, 511, 512, 513, len(whole) - 1, len(whole) - 17}
    pages = range(PAGE, len(whole), PAGE)
    for size in sorted(edges | set(pages) | {page + 1 for page in pages} | {PAGE - 1}):
        assert refused(path, whole[:size]) == "vault-damaged", size


@pytest.mark.parametrize("size", [PAGE, 10 * PAGE])
def test_a_vault_of_zeros_is_damaged(path: Path, size: int) -> None:
    assert refused(path, bytes(size)) == "vault-damaged"


def test_a_plain_database_is_never_taken_for_a_vault(path: Path) -> None:
    import sqlite3  # noqa: PLC0415 - to make what must be refused

    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE credential (id TEXT)")
    connection.close()
    assert refused(path, path.read_bytes()) == "vault-damaged"


def test_a_valid_but_empty_database_is_not_filled(path: Path) -> None:
    path.touch()
    connection = cipher.opened(path, KEY)
    connection.execute("CREATE TABLE other (id TEXT)")
    connection.close()
    assert refused(path, path.read_bytes()) == "vault-damaged"


def test_a_page_flipped_anywhere_is_found_by_the_check(path: Path, whole: bytes) -> None:
    for page in range(len(whole) // PAGE):
        flipped = bytearray(whole)
        flipped[page * PAGE + 1000] ^= 0x40
        path.write_bytes(flipped)
        try:
            vault = Vault(path, KEY)
        except VaultError as error:
            assert error.code == "vault-damaged"  # noqa: PT017 - a page may be read at opening
            continue
        problems = vault.integrity()
        vault._connection.close()
        assert any(f"page {page + 1}" in problem for problem in problems), (page, problems)


def test_a_page_flipped_while_the_program_was_killed_is_found_at_opening(
    path: Path, whole: bytes
) -> None:
    left_open(path)
    data = bytearray(path.read_bytes())
    data[len(whole) - 2000] ^= 1
    assert refused(path, bytes(data)) == "vault-damaged"


def test_only_a_vault_that_was_not_closed_is_checked_when_it_is_opened(
    path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole
    checks: list[Path] = []
    real = Vault.integrity

    def counted(vault: Vault) -> tuple[str, ...]:
        checks.append(vault.path)
        return real(vault)

    monkeypatch.setattr(Vault, "integrity", counted)
    left_open(path)
    assert checks == []
    with opened(path) as vault:
        assert checks == [path]
        assert len(vault.kept()) == 6
    with opened(path):
        assert checks == [path]


def test_something_behind_the_last_page_is_damage(path: Path, whole: bytes) -> None:
    assert refused(path, whole + b"appended") == "vault-damaged"


def test_an_original_that_is_not_its_id_any_more_is_found(path: Path, whole: bytes) -> None:
    assert whole
    with opened(path) as vault:
        changed = vault.kept()[0].id
        vault._run("UPDATE credential SET original = ? WHERE id = ?", b"forged", changed)
        assert vault.integrity() == (f"credential {changed}",)


def test_a_newer_vault_is_told_so_and_not_touched(path: Path, whole: bytes) -> None:
    assert whole
    with opened(path) as vault:
        vault._run("PRAGMA user_version = 999")
    assert refused(path, path.read_bytes()) == "vault-newer"


def test_damage_says_nothing_of_its_own_on_standard_error(
    path: Path, whole: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    refused(path, whole[:PAGE])
    refused(path, bytes(4 * PAGE))
    assert capfd.readouterr() == ("", "")


def test_a_step_of_the_schema_that_fails_leaves_the_vault_as_it_was(
    path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wallet.store import migrations  # noqa: PLC0415 - only here

    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    broken = (*migrations.STEPS, ("CREATE TABLE added (id TEXT)", "CREATE TABLE added (id TEXT)"))
    monkeypatch.setattr(migrations, "STEPS", broken)
    with pytest.raises(Exception, match="already exists"):
        Vault(path, KEY)
    monkeypatch.undo()
    assert path.read_bytes() == whole
    with opened(path) as vault:
        assert len(vault.kept()) == 6
        assert vault._run("SELECT count(*) FROM sqlite_master WHERE name = 'added'") == [(0,)]


def test_an_older_vault_is_brought_to_the_newest_form_once(
    path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wallet.store import migrations  # noqa: PLC0415 - only here

    assert whole
    added = (*migrations.STEPS, ("CREATE TABLE added (id TEXT)", "INSERT INTO added VALUES ('x')"))
    monkeypatch.setattr(migrations, "STEPS", added)
    for _ in range(2):
        with opened(path) as vault:
            assert vault._run("SELECT id FROM added") == [("x",)]
            assert len(vault.kept()) == 6
