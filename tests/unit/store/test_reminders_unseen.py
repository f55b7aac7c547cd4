"""What a vault keeps of what only notifications told."""

from __future__ import annotations

from pathlib import Path

import pytest

from wallet.store import migrations
from wallet.store.vault import Vault

KEY = bytes(range(32))
TOLD = frozenset({("end", "a", "2027-01-01"), ("end", "a/1", "2027-02-01"), ("end", "ab", "2027")})


def test_what_was_told_is_seen_of_a_subject_and_what_is_inside_it_or_of_all(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.db", KEY, create=True)
    vault.note_unseen(TOLD)
    vault.note_unseen(TOLD)
    vault.close()
    vault = Vault(tmp_path / "vault.db", KEY)
    assert vault.reminders_unseen() == TOLD
    vault.note_seen("a/1")
    assert {one[1] for one in vault.reminders_unseen()} == {"a", "ab"}
    vault.note_unseen(TOLD)
    vault.note_seen("a")
    assert {one[1] for one in vault.reminders_unseen()} == {"ab"}
    vault.note_seen()
    assert vault.reminders_unseen() == frozenset()
    vault.close()


def test_a_vault_from_before_opens_with_nothing_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = migrations.STEPS.index(migrations._UNSEEN)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", migrations.STEPS[:before])
        Vault(tmp_path / "vault.db", KEY, create=True).close()
    vault = Vault(tmp_path / "vault.db", KEY)
    assert vault.reminders_unseen() == frozenset()
    vault.note_unseen(TOLD)
    assert vault.reminders_unseen() == TOLD
    vault.close()
