"""From what was typed to an exit status: the one place where errors become lines."""

from __future__ import annotations

import contextlib
import errno
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
_UNUSABLE = 2
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.EIO)})


def run(argv: Sequence[str], find_app: Callable[..., App] | None = None) -> int:
    """Run one call; ``find_app`` puts the wallet together, other than for this system."""
    _speak_utf8()
    words = Words(_language(argv))
    try:
        status = _status(argv, find_app, words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone: say nothing more
        _print_nothing_more()
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _print_nothing_more()
        told = words(
            "the output could not be written ({cause}): make room, or send it somewhere else",
            cause=error.strerror or str(error),
        )
        print(f"error: {told}", file=sys.stderr)
        return _UNUSABLE
    return status


def _status(argv: Sequence[str], find_app: Callable[..., App] | None, words: Words) -> int:
    try:
        return _run(argv, find_app, words)
    except WalletError as error:
        from wallet.cli.terminal import safe  # noqa: PLC0415

        print(f"error: {safe(error.sentence(words))}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return _INTERRUPTED
    except SystemExit as wish:
        return wish.code if isinstance(wish.code, int) else 0


def _print_nothing_more() -> None:
    """Send what is left of the output nowhere, so that it fails no second time at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(argv: Sequence[str], find_app: Callable[..., App] | None, words: Words) -> int:
    from wallet.cli.arguments import parse  # noqa: PLC0415 - errors of the rest are told here

    asked = parse(argv, words)
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
