"""Fetch the letters that printed sheets are set in, out of a registry package.

Run by hand (``python packaging/fonts.py``) when a font is added; it needs ``npm``. Every file
must have the SHA-256 that stands here. What was fetched, from where, and under which licence is
written to ``resources/fonts/SOURCES.tsv``, with the licence beside it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
PACKAGE = "dejavu-fonts-ttf"
VERSION = "2.37.3"
LICENCE = "Bitstream-Vera (changes: public domain; letters from Arev: Bitstream-Vera's terms)"

FILES = {
    "ttf/DejaVuSans.ttf": "7da195a74c55bef988d0d48f9508bd5d849425c1770dba5d7bfc6ce9ed848954",
    "ttf/DejaVuSans-Bold.ttf": "e6476c1b80502924294eed40894c5b18e06c181444ca953e5334262df9c27724",
    "LICENSE": "7a083b136e64d064794c3419751e5c7dd10d2f64c108fe5ba161eae5e5958a93",
}
"""The files of the package that are taken, and what each hashes to."""


def main() -> None:
    """Fetch the package, check each file, and write it with its source."""
    OUT.mkdir(parents=True, exist_ok=True)
    rows = ["file\tpackage\tversion\tlicence\tsha256"]
    with tempfile.TemporaryDirectory() as place:
        pack = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
        subprocess.run(pack, check=True, cwd=place, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(place).glob("*.tgz"))) as archive:
            archive.extractall(place, filter="data")
        for path, sha256 in FILES.items():
            data = (Path(place) / "package" / path).read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256:
                sys.exit(f"{path}: the bytes in {PACKAGE} are not the ones expected")
            name = Path(path).name
            (OUT / name).write_bytes(data)
            rows.append("\t".join((name, f"npm:{PACKAGE}", VERSION, LICENCE, sha256)))
            print(f"{name}  {len(data)} bytes")
    (OUT / "SOURCES.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
