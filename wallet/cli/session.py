"""One call of the command line: its options, its wallet, and where it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from wallet import preferences
from wallet.credential.moment import Precision, parse_moment
from wallet.errors import UnusableInput, WalletLocked
from wallet.i18n import N_, Words
from wallet.judging import Judge
from wallet.progress import Progress

if TYPE_CHECKING:
    from wallet.app import App
    from wallet.cli.printing import Printer


class Session:
    """What a command works with. The wallet is put together when it is first asked for."""

    def __init__(
        self,
        asked: argparse.Namespace,
        words: Words,
        find_app: Callable[[], App],
        judge: Judge | None = None,
    ) -> None:
        """Take what was asked, the language, and where the wallet comes from.

        ``judge`` is what judges without a wallet, by default the wallet's own.
        """
        self.asked: Final = asked
        self.words: Final = words
        self._find_app = find_app
        self._judge = judge

    @cached_property
    def app(self) -> App:
        """The wallet."""
        return self._find_app()

    @property
    def judge(self) -> Judge:
        """What judges badges that are not in the wallet."""
        return self._judge or self.app.judge

    @cached_property
    def printer(self) -> Printer:
        """Where people read."""
        from wallet.cli.printing import Printer  # noqa: PLC0415 - not needed with --json

        return Printer(self.words)

    def close(self) -> None:
        """Lock the wallet, if it was opened."""
        if "app" in self.__dict__:
            self.app.lock()

    @property
    def as_json(self) -> bool:
        """Whether one JSON document is wanted on standard output."""
        return bool(self.asked.json)

    def emit(self, document: dict[str, Any]) -> None:
        """Print the one JSON document; to a person at a terminal, in lines."""
        data: bytes | msgspec.Raw = self.encoded(document)
        if sys.stdout.isatty():
            data = msgspec.json.format(data)
        out = getattr(sys.stdout, "buffer", None)
        if out is None:  # a stream of text only, as where the program is called by another
            sys.stdout.write(bytes(data).decode() + "\n")
            return
        sys.stdout.flush()
        out.write(data)
        out.write(b"\n")
        out.flush()

    def encoded(self, document: dict[str, Any]) -> msgspec.Raw:
        """Return ``document``, or a part of one, as JSON."""
        try:
            return msgspec.Raw(msgspec.json.encode(document))
        except UnicodeEncodeError:  # a path that is no text
            return msgspec.Raw(json.dumps(document).encode())

    def note(self, text: str) -> None:
        """Say something on standard error, apart from the answer."""
        print(text, file=sys.stderr)

    def unlock(self) -> None:
        """Open the wallet: by a passphrase file, else the keychain, else a prompt."""
        from wallet.app import WalletState  # noqa: PLC0415 - verify needs no wallet

        if self.app.state is WalletState.OPEN:
            return
        given = passphrase_from_file(self.asked)
        try:
            self.app.unlock(passphrase=given)
        except WalletLocked as locked:
            if locked.code != "passphrase-needed" or given is not None or not _terminal():
                raise
            import getpass  # noqa: PLC0415 - for who is asked

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
        import getpass  # noqa: PLC0415 - for who is asked

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
    clock = clock_of(asked)
    words = Words(asked.lang or preferences.language(home) or language())
    if find_app is not None:
        return Session(asked, words, lambda: find_app(home, clock))
    return Session(asked, words, lambda: make_app(home, clock), Judge(clock))


def make_app(home: Path, clock: Callable[[], datetime]) -> App:
    """Put a wallet together for this system."""
    from wallet.app import App  # noqa: PLC0415 - verify needs no wallet
    from wallet.store.home import WalletHome  # noqa: PLC0415
    from wallet.store.keychain import system_keychain  # noqa: PLC0415

    return App(WalletHome(home, keychain=system_keychain), clock=clock)


def default_home() -> str:
    """Return where this system keeps an application's data."""
    import platformdirs  # noqa: PLC0415 - not needed where a home is named

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
