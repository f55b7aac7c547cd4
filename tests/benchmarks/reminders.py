"""Measures how long reminding takes: ``python -m tests.benchmarks.reminders``.

A wallet of 1,000 signed badges, each with an end and a list of revocations, is made up once;
then it is asked what is due, and for its agenda, as at every start. The first time each badge
is read for what its verdict does not tell; that is said apart. CPU time counts. Exit status: 0
where the goal is met, 1 where it is not.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tests.issuing import Issuer, entry, status_list
from wallet.app import App
from wallet.credential.moment import rfc3339
from wallet.documents.document import Document
from wallet.i18n import Words
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost

_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
_GOAL: Final = 0.3
_BADGES: Final = 1_000


def main() -> int:
    """Make the wallet, measure, and print."""
    words = Words()
    with tempfile.TemporaryDirectory() as folder:
        home = WalletHome(
            Path(folder) / "home", keychain=lambda: None, cost=Argon2Cost(64, passes=1, lanes=1)
        )
        app = App(home, clock=lambda: _NOW)
        app.create(passphrase="quick", keychain=False)
        issuer = Issuer()
        url = "https://issuer.example/status"
        listed = issuer.sign(status_list(issuer, url, set()))
        app.vault.keep_document(Document(url, json.dumps(listed).encode(), _NOW, 200))
        made = [
            (
                f"{number}.json",
                json.dumps(
                    issuer.sign(
                        issuer.credential(
                            id=f"urn:example:{number}",
                            validUntil=rfc3339(_NOW + timedelta(days=number)),
                            credentialStatus=entry(url, str(number)),
                        )
                    )
                ).encode(),
            )
            for number in range(_BADGES)
        ]
        app.add(made)
        app.vault.keep_reminder_facts({}, app.vault.reminder_facts())
        first = _took(lambda: app.due_reminders(words))
        due = min(_took(lambda: app.due_reminders(words)) for _ in range(5))
        agenda = min(_took(lambda: app.agenda(words)) for _ in range(5))
        app.lock()
    sys.stdout.write(
        f"{_BADGES} badges: due {due:.3f} s, agenda {agenda:.3f} s, the first time {first:.3f} s\n"
    )
    return 0 if max(due, agenda) < _GOAL else 1


def _took(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
