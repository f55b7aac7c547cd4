"""What a vault keeps for CVs: named choices, and LinkedIn's ids of issuers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.store.fakes import keep, opened
from wallet.store import migrations
from wallet.store.cv import KeptProfile


def test_profiles_are_kept_in_the_order_they_came_and_replaced_in_place(path: Path) -> None:
    with opened(path, create=True) as vault:
        for name in ("Nursing", "Bakery \udc80", "Nœuds"):
            vault.keep_cv_profile(KeptProfile(name, b"{}"))
        vault.keep_cv_profile(KeptProfile("Nursing", b'{"order":"name"}'))
    with opened(path) as vault:
        found = vault.cv_profiles()
        assert [one.name for one in found] == ["Nursing", "Bakery \ufffd", "Nœuds"]
        assert found[0].choices == b'{"order":"name"}'
        assert vault.remove_cv_profile("Bakery \udc80")
        assert not vault.remove_cv_profile("Bakery")
        assert [one.name for one in vault.cv_profiles()] == ["Nursing", "Nœuds"]


def test_a_profile_is_called_otherwise_in_its_place(path: Path) -> None:
    with opened(path, create=True) as vault:
        for name in ("Nursing", "Bakery"):
            vault.keep_cv_profile(KeptProfile(name, b"{}"))
        assert vault.rename_cv_profile("Nursing", "Care \udc80")
        assert not vault.rename_cv_profile("Nursing", "Nobody")
    with opened(path) as vault:
        assert [one.name for one in vault.cv_profiles()] == ["Care \ufffd", "Bakery"]


def test_an_organisation_is_remembered_until_it_is_forgotten(path: Path) -> None:
    with opened(path, create=True) as vault:
        assert vault.linkedin_organizations() == {}
        vault.keep_linkedin_organization("did:web:a.example", "1")
        vault.keep_linkedin_organization("did:web:a.example", "2")
        vault.keep_linkedin_organization("did:web:b.example", "3")
    with opened(path) as vault:
        assert vault.linkedin_organizations() == {
            "did:web:a.example": "2",
            "did:web:b.example": "3",
        }
        vault.keep_linkedin_organization("did:web:a.example", None)
        vault.keep_linkedin_organization("did:web:unknown.example", None)
        assert vault.linkedin_organizations() == {"did:web:b.example": "3"}


def test_a_vault_from_before_cvs_opens_with_all_that_was_in_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = migrations.STEPS.index(migrations._CV)
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:before])
    with opened(path, create=True) as vault:
        kept = keep(vault, b"old")
    monkeypatch.undo()
    with opened(path) as vault:
        assert [one.id for one in vault.kept()] == [kept]
        assert vault.cv_profiles() == ()
        vault.keep_cv_profile(KeptProfile("Nursing", b"{}"))
        assert len(vault.cv_profiles()) == 1
