"""``demo``: a throw-away wallet of the sample badges, to look around in."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Final

from wallet import resources
from wallet.app import App
from wallet.cli import commands, session, window
from wallet.cli.session import Session
from wallet.i18n import Words
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost
from wallet.verify import trust

LEARNER: Final = "ada.okafor@example.org"
"""The learner to whom the samples were given."""

_QUICK: Final = Argon2Cost(memory=1024, passes=1, lanes=1)
"""Enough for a passphrase that protects published samples for a minute."""


def run(asked: argparse.Namespace) -> int:
    """Make the wallet, show it, and remove it (unless ``--home`` says to keep it)."""
    words = Words(asked.lang or session.language())
    kept = Path(asked.home) if asked.home else None
    folder = kept or Path(tempfile.mkdtemp(prefix="learner-wallet-demo-"))
    try:
        app = App(
            WalletHome(folder, keychain=lambda: None, cost=_QUICK),
            clock=session.clock_of(asked),
            registries=(*trust.read(resources.path("samples", "registry.json")), *trust.shipped()),
        )
        current = Session(asked, words, lambda: app)
        passphrase = session.passphrase_from_file(asked) or "demo"
        app.create(passphrase=passphrase, keychain=False)
        fill(app)
        return _show(current, kept=kept)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def fill(app: App) -> None:
    """Put the samples, and the web documents saved with them, into an open wallet."""
    app.add_identity(LEARNER)
    app.keep_documents(resources.path("samples", "documents"))
    app.add(sorted(resources.path("samples", "badges").iterdir()))
    for definition in sorted(resources.path("samples", "stacks").iterdir()):
        app.import_stack(definition)


def _show(current: Session, *, kept: Path | None) -> int:
    words = current.words
    try:
        if current.asked.window:
            reason = window.why_not()
            if reason is None:
                return window.open_window(current, demo=kept is None)
            current.note(
                words("No window can be opened ({reason}): here is the demo in the terminal.",
                      reason=words(reason))
            )  # fmt: skip
        current.asked.search = current.asked.standing = current.asked.tag = None
        current.asked.sort = "added"
        commands.listing(current)
        if not current.as_json:
            current.note(words("This was a throw-away wallet of sample badges; it is gone now.")
                         if kept is None else
                         words("The demo wallet is in {home}.", home=kept))  # fmt: skip
        return 0
    finally:
        current.app.lock()
