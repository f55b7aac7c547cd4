"""From what was typed to an exit status: the one place where errors become lines."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wallet.errors import WalletError
from wallet.i18n import Words

if TYPE_CHECKING:
    from wallet.app import App

_INTERRUPTED = 130


def run(argv: Sequence[str], find_app: Callable[..., App] | None = None) -> int:
    """Run one call; ``find_app`` puts the wallet together, other than for this system."""
    _speak_utf8()
    words = Words(_language(argv))
    try:
        return _run(argv, find_app)
    except WalletError as error:
        from wallet.cli.terminal import safe  # noqa: PLC0415

        print(f"error: {safe(error.sentence(words))}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing more, not at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as wish:
        return wish.code if isinstance(wish.code, int) else 0


def _run(argv: Sequence[str], find_app: Callable[..., App] | None) -> int:
    from wallet.cli.arguments import parse  # noqa: PLC0415 - errors of the rest are told here

    asked = parse(argv)
    if asked.command == "demo":
        from wallet.cli import demo  # noqa: PLC0415

        return demo.run(asked)
    from wallet.cli import commands, session  # noqa: PLC0415

    current = session.opened(asked, find_app)
    if asked.online and asked.command not in commands.ONLINE:
        current.note(current.words("note: this needs no network, and used none"))
    if asked.command is None:
        from wallet.cli import window  # noqa: PLC0415

        return window.run(current)
    try:
        return commands.COMMANDS[asked.command](current)
    finally:
        current.close()


def _language(argv: Sequence[str]) -> str:
    """Return the language for errors that come before the options are understood."""
    from wallet.cli.session import language  # noqa: PLC0415

    for number, word in enumerate(argv):
        if word == "--lang" and number + 1 < len(argv):
            return argv[number + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return language()


def _speak_utf8() -> None:
    """Print UTF-8 where the locale is something else, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
