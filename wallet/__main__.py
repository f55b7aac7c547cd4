"""The command ``learner-wallet``, and ``python -m wallet``."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

_SELDOM = 50_000
"""How many new objects make the collector look for circles among them. What a call makes stays
until it ends, and is in circles hardly ever: looking after every 700 takes a fifth of the time."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    gc.set_threshold(_SELDOM)
    from wallet.cli.main import run  # noqa: PLC0415 - nothing is loaded before it is asked for

    status = run(list(sys.argv[1:] if argv is None else argv))
    # All there is goes with the process: looking through it once more takes a seventh of a call.
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(main())
