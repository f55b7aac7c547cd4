"""One call of the command line: its options, its wallet, and where it prints."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from wallet.app import App, WalletState
from wallet.cli.printing import Printer
from wallet.credential.moment import Precision, parse_moment
from wallet.errors import UnusableInput, WalletLocked
from wallet.i18n import N_, Words
from wallet.progress import Progress
from wallet.store.home import WalletHome
from wallet.store.keychain import system_keychain


@dataclass
class Session:
    """What a command works with."""

    asked: argparse.Namespace
    words: Words
    app: App
    printer: Printer

    @property
    def as_json(self) -> bool:
        """Whether one JSON document is wanted on standard output."""
        return bool(self.asked.json)

    def emit(self, document: dict[str, Any]) -> None:
        """Print the one JSON document."""
        try:
            text = msgspec.json.format(msgspec.json.encode(document)).decode()
        except UnicodeEncodeError:  # a path that is no text
            text = json.dumps(document, ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")

    def note(self, text: str) -> None:
        """Say something on standard error, apart from the answer."""
        print(text, file=sys.stderr)

    def unlock(self) -> None:
        """Open the wallet: by a passphrase file, else the keychain, else a prompt."""
        if self.app.state is WalletState.OPEN:
            return
        given = passphrase_from_file(self.asked)
        try:
            self.app.unlock(passphrase=given)
        except WalletLocked as locked:
            if locked.code != "passphrase-needed" or given is not None or not _terminal():
                raise
            prompt = self.words("Passphrase of the wallet in {home}: ", home=self.app.home.path)
            self.app.unlock(passphrase=getpass.getpass(prompt))

    def new_passphrase(self) -> str:
        """Return the passphrase for a new wallet: out of the file, or typed twice."""
        given = passphrase_from_file(self.asked)
        if given is not None:
            return given
        if not _terminal():
            raise WalletLocked(
                "passphrase-needed",
                N_("a passphrase is needed to make the wallet"),
                N_("give it with --passphrase-file where there is no terminal"),
            )
        first = getpass.getpass(self.words("New passphrase: "))
        if not first:
            raise _empty_passphrase()
        if getpass.getpass(self.words("The same again: ")) != first:
            raise UnusableInput(
                "passphrases-differ",
                N_("the two passphrases are not the same"),
                N_("try again; nothing was made"),
            )
        return first

    def progress(self) -> Progress:
        """Return what shows progress: a bar on a terminal, nothing elsewhere."""
        return _bar if sys.stderr.isatty() else lambda _done, _total, _what: None


def opened(asked: argparse.Namespace, find_app: Callable[..., App] | None = None) -> Session:
    """Return the session that ``asked`` describes; UnusableInput for a bad ``--now``."""
    home = Path(asked.home or os.environ.get("LEARNER_WALLET_HOME") or default_home())
    app = (find_app or make_app)(home, clock_of(asked))
    words = Words(asked.lang or app.language() or language())
    return Session(asked, words, app, Printer(words))


def make_app(home: Path, clock: Callable[[], datetime]) -> App:
    """Put a wallet together for this system."""
    return App(WalletHome(home, keychain=system_keychain), clock=clock)


def default_home() -> str:
    """Return where this system keeps an application's data."""
    return platformdirs.user_data_dir("learner-wallet", appauthor=False)


def language() -> str:
    """Return the language of the environment, as far as there is a translation."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def clock_of(asked: argparse.Namespace) -> Callable[[], datetime]:
    """Return the clock: the system's, or one that stands at ``--now``."""
    if asked.now is None:
        return lambda: datetime.now(UTC)
    moment = parse_moment(asked.now)
    if moment is None or moment.precision is not Precision.INSTANT:
        raise UnusableInput(
            "now-malformed",
            N_("{now} is no RFC 3339 instant"),
            N_("write it like 2026-11-23T12:00:00Z"),
            now=asked.now,
        )
    return lambda: moment.at


def passphrase_from_file(asked: argparse.Namespace) -> str | None:
    """Return the first line of the passphrase file, or None where none was named."""
    name = asked.passphrase_file or os.environ.get("LEARNER_WALLET_PASSPHRASE_FILE")
    if name is None:
        return None
    try:
        with Path(name).open(encoding="utf-8") as file:
            text = file.readline(10_000).rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise UnusableInput(
            "passphrase-file",
            N_("the passphrase file {name} cannot be read"),
            N_("check the name, and that you may open it"),
            name=name,
        ) from error
    if not text:
        raise _empty_passphrase()
    return text


def _empty_passphrase() -> UnusableInput:
    return UnusableInput(
        "passphrase-empty",
        N_("the passphrase is empty"),
        N_("choose one that is long and that you can remember"),
    )


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _bar(done: int, total: int, what: str) -> None:
    if total > 1:
        filled = 30 * done // total
        text = f"[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} {Path(what).name[:40]}"
        end = "\r" if done < total else "\r" + " " * 90 + "\r"
        print(f"{text:<90}" if done < total else "", end=end, file=sys.stderr, flush=True)
