"""The vault's tables, and how an older vault becomes a newer one.

``PRAGMA user_version`` counts the steps done. A step is one list of statements, run in one
transaction; add a step at the end, never change one that was released.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.errors import VaultError
from wallet.i18n import N_
from wallet.store import cipher

_CV: Final = (
    # Choices for CVs, by the name the learner gave them.
    "CREATE TABLE cv_profile (name TEXT PRIMARY KEY, choices BLOB NOT NULL) STRICT",
    # LinkedIn's ids of issuers, each given once by the learner.
    """CREATE TABLE linkedin_organization (
        issuer TEXT PRIMARY KEY,
        organization TEXT NOT NULL
    ) STRICT""",
)

_UNSEEN: Final = (
    # Of which moments a notification told, and the learner looked at none of the wallet since.
    """CREATE TABLE reminder_unseen (
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        moment TEXT NOT NULL,
        PRIMARY KEY (kind, subject, moment)
    ) STRICT""",
)

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE credential (
            id TEXT PRIMARY KEY,
            number INTEGER UNIQUE NOT NULL,
            original BLOB NOT NULL,
            file_name TEXT NOT NULL,
            added_at TEXT NOT NULL,
            checked_at TEXT NOT NULL,
            derived BLOB NOT NULL,
            picture_type TEXT,
            picture BLOB
        ) STRICT""",
        """CREATE TABLE judgement (
            credential TEXT NOT NULL REFERENCES credential(id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            authenticity TEXT NOT NULL,
            standing TEXT NOT NULL,
            issuer TEXT NOT NULL,
            recipient TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX judgement_of ON judgement(credential)",
        """CREATE TABLE tag (
            credential TEXT NOT NULL REFERENCES credential(id) ON DELETE CASCADE,
            tag TEXT NOT NULL,
            PRIMARY KEY (credential, tag)
        ) STRICT""",
        "CREATE TABLE identity (folded TEXT PRIMARY KEY, identity TEXT NOT NULL) STRICT",
        """CREATE TABLE document (
            url TEXT PRIMARY KEY,
            data BLOB NOT NULL,
            as_of TEXT,
            status INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE quarantine (
            sha256 TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            data BLOB,
            code TEXT NOT NULL,
            sentence TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT""",
        "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    ),
    (
        # Private keys of the learner's own, each sealed; its id is the DID it belongs to.
        """CREATE TABLE holder_key (
            id TEXT PRIMARY KEY,
            made_at TEXT NOT NULL,
            nonce BLOB NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT""",
        # What left the machine. It refers to badges by name: the line outlives the badge.
        """CREATE TABLE shared (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            form TEXT NOT NULL,
            badges TEXT NOT NULL,
            fields TEXT NOT NULL,
            audience TEXT,
            expires TEXT,
            base TEXT,
            file_name TEXT
        ) STRICT""",
    ),
    (
        # What larger credentials ask for: the document as it came, and what it was read as.
        """CREATE TABLE stack (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            added_at TEXT NOT NULL,
            original BLOB NOT NULL,
            derived BLOB NOT NULL
        ) STRICT""",
        # What the learner decided: a badge for a slot ("pinned"), a badge that counts nowhere
        # ("left-out"), or what no badge tells ("confirmed").
        """CREATE TABLE stack_choice (
            stack TEXT NOT NULL REFERENCES stack(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            slot TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (stack, kind, slot, value)
        ) STRICT""",
    ),
    (
        # Which reminders were told. The lines outlive the badge: none is told twice, ever.
        """CREATE TABLE reminder_told (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            moment TEXT NOT NULL,
            rung INTEGER NOT NULL,
            told_at TEXT NOT NULL,
            PRIMARY KEY (kind, subject, moment, rung)
        ) STRICT""",
        # What the learner decided of being reminded: of one badge, or of all ("default").
        """CREATE TABLE reminder_choice (
            subject TEXT PRIMARY KEY,
            snoozed_until TEXT,
            dismissed_at TEXT,
            ladder TEXT
        ) STRICT""",
        # What was read of a badge, or of a list of revocations; it can be read again.
        """CREATE TABLE reminder_fact (
            subject TEXT PRIMARY KEY,
            stamp TEXT NOT NULL,
            fact BLOB NOT NULL
        ) STRICT""",
        # Events that stand in calendar files, so that what changed can be told as a change.
        """CREATE TABLE calendar_event (
            uid TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            content TEXT NOT NULL
        ) STRICT""",
    ),
    _CV,
    _UNSEEN,
)


def migrate(connection: Any) -> None:
    """Bring the vault to this program's form; VaultError where it is of a newer one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise VaultError(
            "vault-newer",
            N_("this wallet was made by a newer version of the program"),
            N_("install that version; nothing was changed"),
        )
    for number in range(version, len(STEPS)):
        with cipher.transaction(connection):
            for statement in STEPS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
