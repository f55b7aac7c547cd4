"""The command ``learner-wallet``, and ``python -m wallet``."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    from wallet.cli.main import run  # noqa: PLC0415 - nothing is loaded before it is asked for

    return run(list(sys.argv[1:] if argv is None else argv))


if __name__ == "__main__":
    sys.exit(main())
