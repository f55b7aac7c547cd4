"""Opening the window, or saying why there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wallet.cli.session import Session
from wallet.errors import UnusableInput
from wallet.i18n import N_


def run(session: Session) -> int:
    """Open the window on the session's wallet, or stay in the tray where that was asked.

    Raises UnusableInput where there is no display.
    """
    reason = why_not()
    if reason is not None:
        raise UnusableInput(
            "no-display",
            N_("the window cannot be opened ({reason})"),
            N_("use a subcommand; learner-wallet --help lists them"),
            reason=reason,
        )
    return stay_in_tray(session) if session.asked.tray else open_window(session)


def why_not() -> str | None:
    """Return why no window can be opened here, or None where one can."""
    if sys.platform.startswith("linux"):
        shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        if not any(os.environ.get(name) for name in shown):
            return N_("there is no display")
    try:
        import wallet.gui.main  # noqa: F401, PLC0415 - only to see whether it loads
    except ImportError:
        return N_("a library that Qt needs is missing")
    return None


def open_window(session: Session, *, demo: bool = False, files: tuple[Path, ...] = ()) -> int:
    """Run the window's loop until it is closed; return its exit status."""
    from wallet.gui.main import run as run_window  # noqa: PLC0415 - Qt only here

    return run_window(session.app, session.words, [], files=files, demo=demo)


def stay_in_tray(session: Session) -> int:
    """Run quietly, the wallet locked, until the person quits; return the exit status."""
    from wallet.gui.quiet import run as run_quietly  # noqa: PLC0415 - Qt only here

    return run_quietly(session.app, session.words, [])
