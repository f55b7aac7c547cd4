"""What a vault keeps for CVs: named choices, and what LinkedIn calls issuers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from wallet.store.rows import writable


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """Named choices. ``choices`` are the JSON they were written as."""

    name: str
    choices: bytes = field(repr=False)


class CvRecords(ABC):
    """The part of a vault that CVs need; :class:`wallet.store.vault.Vault` has the rest."""

    @abstractmethod
    def _run(self, statement: str, *values: object) -> list[Any]:
        """Return the rows that ``statement`` gives."""

    def cv_profiles(self) -> tuple[KeptProfile, ...]:
        """Return the profiles, in the order they were first kept."""
        rows = self._run("SELECT name, choices FROM cv_profile ORDER BY rowid")
        return tuple(KeptProfile(row[0], bytes(row[1])) for row in rows)

    def keep_cv_profile(self, profile: KeptProfile) -> None:
        """Keep a profile, in place of one of the same name."""
        self._run(
            "INSERT INTO cv_profile (name, choices) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET choices = excluded.choices",
            writable(profile.name),
            profile.choices,
        )

    def rename_cv_profile(self, name: str, new: str) -> bool:
        """Call a profile otherwise, in its place; False where there was none of that name."""
        rows = self._run(
            "UPDATE cv_profile SET name = ? WHERE name = ? RETURNING 1",
            writable(new),
            writable(name),
        )
        return bool(rows)

    def remove_cv_profile(self, name: str) -> bool:
        """Forget a profile; False where there was none of that name."""
        return bool(self._run("DELETE FROM cv_profile WHERE name = ? RETURNING 1", writable(name)))

    def linkedin_organizations(self) -> dict[str, str]:
        """Return LinkedIn's ids of issuers, by what tells issuers apart."""
        return dict(self._run("SELECT issuer, organization FROM linkedin_organization"))

    def keep_linkedin_organization(self, issuer: str, organization: str | None) -> None:
        """Remember LinkedIn's id of an issuer; with None, forget it."""
        if organization is None:
            self._run("DELETE FROM linkedin_organization WHERE issuer = ?", writable(issuer))
            return
        self._run(
            "INSERT INTO linkedin_organization (issuer, organization) VALUES (?, ?)"
            " ON CONFLICT (issuer) DO UPDATE SET organization = excluded.organization",
            writable(issuer),
            organization,
        )
