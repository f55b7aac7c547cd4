"""Set up on a fresh machine and run the tests: ``python3 packaging/test.py``.

Arguments are passed on to pytest.
"""

from __future__ import annotations

import subprocess
import sys

import setup_env


def main() -> int:
    """Set up, run the tests, and return their exit status."""
    python = setup_env.prepare("dev.txt")
    asked = sys.argv[1:] or ["--numprocesses=auto"]
    command = [str(python), "-m", "pytest", *asked]
    return subprocess.run(command, check=False, cwd=setup_env.ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
