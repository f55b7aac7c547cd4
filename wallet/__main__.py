"""The command ``learner-wallet``, and ``python -m wallet``."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

_SELDOM = 50_000
"""How many new objects make the collector look for circles among them. What a call makes stays
until it ends, and is in circles hardly ever: looking after every 700 takes a fifth of the time."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    gc.set_threshold(_SELDOM)
    _load_msgspec()
    from wallet.cli.main import run  # noqa: PLC0415 - nothing is loaded before it is asked for

    if argv is not None:
        return run(list(argv))
    status = run(sys.argv[1:])
    if "PySide6" not in sys.modules:
        _leave(status)
    return status


def _load_msgspec() -> None:
    """Load msgspec with what ``typing`` has, though ``typing_extensions`` may be installed.

    msgspec prefers the latter, which loads ``inspect`` and all that it needs: a tenth of the
    time of a call for what the Python we ask for has itself.
    """
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # "there is none"
    try:
        import msgspec  # noqa: F401, PLC0415 - see above
    finally:
        del sys.modules["typing_extensions"]


def _leave(status: int) -> NoReturn:
    """End the process of a command, which has closed what it opened.

    Taking the interpreter apart first would take a fifth of the time of a call.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
