"""Moments, watched ends and wallets that tests of reminders are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.issuing import Issuer
from wallet.app import App
from wallet.credential.moment import Moment, parse_moment
from wallet.reminders.ladder import Rules
from wallet.reminders.watched import Kind, Watched
from wallet.store.home import WalletHome
from wallet.store.reminders import ReminderChoice, Told
from wallet.store.slots import Argon2Cost

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def moment(stated: str) -> Moment:
    found = parse_moment(stated)
    assert found is not None
    return found


def at(stated: str) -> datetime:
    return moment(stated).at


def end(stated: str, subject: str = "a", kind: Kind = Kind.END, **changes: Any) -> Watched:
    given = {"since": LONG_AGO, "title": "Knots", **changes}
    return Watched(kind=kind, subject=subject, moment=moment(stated), **given)


def rules(
    told: tuple[Told, ...] = (),
    zone: tzinfo = PARIS,
    renewed: dict[str, str] | None = None,
    **choices: ReminderChoice,
) -> Rules:
    return Rules(choices, told, zone, renewed=renewed)


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: str) -> None:
        self.now = at(now)

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: str) -> None:
        self.now = at(now)


def wallet(folder: Path, clock: Callable[[], datetime], zone: tzinfo = PARIS) -> App:
    """Return a new open wallet."""
    app = App(wallet_home(folder), clock=clock, zone=zone)
    app.create(passphrase="quick", keychain=False)
    return app


def wallet_home(folder: Path) -> WalletHome:
    return WalletHome(
        folder / "wallet", keychain=lambda: None, cost=Argon2Cost(64, passes=1, lanes=1)
    )


def badge(issuer: Issuer, name: str, until: str | None, **changes: Any) -> dict[str, Any]:
    """Return a signed badge called ``name``, of an achievement of its own unless it says so."""
    achievement = changes.pop("achievement", f"https://harbour.example/{name}")
    more = changes.pop("more", {})
    options = changes.pop("options", {})
    document = issuer.credential(id=f"urn:example:{name}", **changes)
    document["credentialSubject"]["achievement"] |= {"id": achievement, "name": name, **more}
    if until is not None:
        document["validUntil"] = until
    return issuer.sign(document, **options)


def record(issuer: Issuer, *inside: object) -> dict[str, Any]:
    """Return a signed record, without an end of its own, with credentials inside."""
    document = issuer.credential(id="urn:example:record", name="Transcript")
    document["type"] = ["VerifiableCredential", "ClrCredential"]
    document["@context"].append("https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")
    document["credentialSubject"] = {
        "id": "did:example:learner",
        "type": ["ClrSubject"],
        "verifiableCredential": list(inside),
    }
    return issuer.sign(document)


def put(app: App, *badges: object) -> tuple[str, ...]:
    """Add badges, and return their ids."""
    added = app.add(
        [
            (f"{number}.json", one.encode() if isinstance(one, str) else json.dumps(one).encode())
            for number, one in enumerate(badges)
        ]
    )
    assert len(added.added) == len(badges), added.refused
    return tuple(one.id for one in added.added)
