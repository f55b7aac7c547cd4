"""Build the verifying page, ``resources/page/verify.html``: ``python packaging/page.py``.

One static file that verifies badges in a browser, with what the program knows built in: the
sentences of every reason and their French, the contexts, the registries, the window's colours.
Needs ``node`` and ``npm``; the packages are those that ``packaging/page/package-lock.json``
pins. ``--check`` builds it elsewhere and says whether the committed one is the same, byte for
byte. ``--facts FILE`` only writes what would be built in.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from page_facts import facts

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "packaging" / "page"
OUT = ROOT / "resources" / "page"
WORK = ROOT / "build" / "page"


def main() -> int:
    """Build the page; with ``--check``, return 1 where the committed one is another."""
    parser = argparse.ArgumentParser(description="Build the verifying page.")
    parser.add_argument("--check", action="store_true", help="compare with the committed page")
    parser.add_argument("--facts", type=Path, help="only write what would be built in")
    asked = parser.parse_args()
    if asked.facts:
        asked.facts.write_text(json.dumps(facts(), indent=1), encoding="utf-8")
        return 0
    if not asked.check:
        OUT.mkdir(parents=True, exist_ok=True)
        build(OUT)
        return 0
    with tempfile.TemporaryDirectory() as place:
        build(Path(place))
        names = sorted(path.name for path in Path(place).iterdir())
        other = [name for name in names if not same(Path(place) / name, OUT / name)]
    print(*(f"{name} is not what its sources give" for name in other), sep="\n")
    return 1 if other else 0


def same(built: Path, committed: Path) -> bool:
    """Return whether both files are there with the same bytes."""
    return committed.is_file() and built.read_bytes() == committed.read_bytes()


def build(out: Path) -> None:
    """Build the page into ``out``, with the pinned packages in a folder beside the sources."""
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(WORK / "src", ignore_errors=True)
    shutil.copytree(SOURCES, WORK, dirs_exist_ok=True)
    (WORK / "facts.json").write_text(json.dumps(facts()), encoding="utf-8")
    for command in (
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
        ["node", "build.mjs", "facts.json", str(out)],
    ):
        subprocess.run(command, check=True, cwd=WORK)


if __name__ == "__main__":
    sys.exit(main())
