"""Pin every dependency, with hashes, for every system: ``python packaging/locks.py``.

Needs ``uv`` (``pip install uv``). Writes ``packaging/locks/run.txt``, what the program needs,
and ``packaging/locks/dev.txt``, what its tests and linters need as well. Run it after a
change of the dependencies in ``pyproject.toml``, or to take newer versions (``--upgrade``).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {"run.txt": ["setup"], "dev.txt": ["setup", "dev"]}


def main() -> None:
    """Write both files."""
    for name, groups in GROUPS.items():
        out = ROOT / "packaging" / "locks" / name
        command = [
            "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
            "--no-annotate", "--quiet", "--output-file", str(out), *sys.argv[1:],
        ]  # fmt: skip
        for group in groups:
            command += ["--group", group]
        subprocess.run(command, check=True, cwd=ROOT)
        print(f"{out.relative_to(ROOT)}: {out.read_text().count('==')} packages")


if __name__ == "__main__":
    main()
