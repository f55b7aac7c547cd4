"""Set up on a fresh machine and run: ``python3 packaging/run.py`` opens the demo.

With arguments it runs ``learner-wallet`` with those instead.
"""

from __future__ import annotations

import subprocess
import sys

import setup_env


def main() -> int:
    """Set up, run, and return the exit status."""
    python = setup_env.prepare("run.txt")
    asked = sys.argv[1:] or ["demo", "--window"]
    return subprocess.run([str(python), "-m", "wallet", *asked], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
