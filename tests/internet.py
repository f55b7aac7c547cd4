"""An internet for tests: what addresses answer, and what was asked. No socket is opened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.issuing import NOW
from wallet.app import App
from wallet.network import errors
from wallet.network.answer import Answer, Getter
from wallet.progress import Cancelled, never
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost

SECRET = "correct horse battery"
SITE = "https://harbour.example"
ASSERTION = f"{SITE}/awards/7"
BADGE = f"{SITE}/badges/knots"
ISSUER = f"{SITE}/issuer"
LIST = f"{SITE}/lists/1"


@dataclass
class Internet:
    """Addresses and their answers; an error is raised, anything else is not found."""

    pages: dict[str, Answer | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, url: str, body: object, status: int = 200) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.pages[url] = Answer(status, data)

    def unplug(self) -> None:
        """Let no server be reached any more."""
        self.pages = {url: errors.unreachable(url, OSError("refused")) for url in self.pages}

    def get(self, url: str, cancelled: Cancelled = never) -> Answer:
        self.asked.append(url)
        if cancelled():
            raise errors.too_slow(url)
        page = self.pages.get(url, Answer(404, b"nothing here"))
        if isinstance(page, Exception):
            raise page
        return page


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def wallet_in(folder: Path, internet: Getter, clock: Clock) -> App:
    """Return an open, empty wallet that goes online by ``internet``."""
    home = WalletHome(folder, keychain=lambda: None, cost=Argon2Cost(memory=64, passes=1, lanes=1))
    app = App(home, clock=clock, registries=(), client=internet)
    app.create(passphrase=SECRET, keychain=False)
    return app


def hosted_badge(internet: Internet) -> dict[str, object]:
    """Publish a hosted badge of Open Badges 2.0, its badge class and issuer; return it."""
    v2 = "https://w3id.org/openbadges/v2"
    badge: dict[str, object] = {
        "@context": v2,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "issuedOn": "2024-05-01T00:00:00Z",
        "badge": BADGE,
        "verification": {"type": "hosted"},
    }
    internet.put(ASSERTION, badge)
    internet.put(
        BADGE,
        {
            "@context": v2,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "Knots and splices",
            "description": "Ties what must hold.",
            "criteria": {"narrative": "Twelve knots."},
            "issuer": ISSUER,
        },
    )
    internet.put(
        ISSUER, {"@context": v2, "type": "Issuer", "id": ISSUER, "name": "Harbour", "url": SITE}
    )
    return badge
