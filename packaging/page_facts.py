"""What the verifying page has of the program: collected here, built in by ``packaging/page``."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from page_shapes import shapes

from wallet import __version__
from wallet.gui import theme
from wallet.verify import reasons, trust

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "packaging" / "page"
RESOURCES = ROOT / "resources"
ICONS: Final = (
    "badges", "blocked", "clock", "copy", "drop", "failed", "lock", "passed", "pause", "skipped",
    "unknown", "warning",
)  # fmt: skip
KEYWORDS: Final[dict[str, tuple[int, ...] | None]] = {"N_": None, "words": None, "plural": (1, 2)}
"""What marks a sentence in the page's sources, as in the program's."""


def facts() -> dict[str, Any]:
    """Return everything that is built in, and the hash of all that the page is made of."""
    found: dict[str, Any] = {
        "version": __version__,
        "reasons": reasons.SENTENCES,
        "what": reasons.WHAT,
        "shapes": shapes(),
        "french": french(),
        "contexts": contexts(),
        "registries": registries(),
        "icons": {name: icon(name) for name in ICONS},
        "icon": "data:image/svg+xml;base64," + encoded(RESOURCES / "icons" / "app.svg"),
        "light": colours(theme.LIGHT),
        "dark": colours(theme.DARK),
        "dictionary": dictionary(),
        "notice": (ROOT / "NOTICE").read_text(encoding="utf-8"),
    }
    return {**found, "built_of": hash_of(found)}


def hash_of(found: dict[str, Any]) -> str:
    """Return the SHA-256 of these facts and of the page's own sources, names and all."""
    whole = hashlib.sha256(json.dumps(found, sort_keys=True).encode())
    files = [*SOURCES.glob("*.json"), *SOURCES.glob("*.mjs"), *(SOURCES / "src").iterdir()]
    for path in sorted(files):
        whole.update(f"\0{path.relative_to(SOURCES).as_posix()}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def marked() -> list[str | tuple[str, ...]]:
    """Return the sentences that are marked in the page's sources, singular and plural together."""
    method = [("**.js", "javascript")]
    found = extract_from_dir(str(SOURCES / "src"), method, keywords=KEYWORDS)
    unique = {one[2]: None for one in sorted(found, key=lambda one: (one[0], one[1])) if one[2]}
    return list(unique)


def french() -> dict[str, Any]:
    """Return the French of every sentence that the page may say; those without are left out."""
    with (RESOURCES / "i18n" / "fr.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    wanted = [*marked(), *reasons.SENTENCES.values(), *reasons.WHAT.values()]
    told: dict[str, Any] = {}
    for one in wanted:
        first = one if isinstance(one, str) else one[0]
        message = catalogue.get(first)
        if message and message.string and all(message.string):
            told[first] = message.string
    return told


def contexts() -> dict[str, Any]:
    """Return the shipped contexts by address, each as its pinned hash says."""
    folder = RESOURCES / "contexts"
    with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, Any] = {}
    for row in rows:
        data = (folder / row["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise SystemExit(f"{row['file']} is not as it was shipped")
        found[row["url"]] = json.loads(data)
    return found


def registries() -> list[dict[str, Any]]:
    """Return the shipped registries: names of issuers by identifier, and their dates."""
    return [
        {
            "name": one.name,
            "asOf": int(one.as_of.timestamp() * 1000) if one.as_of else None,
            "test": one.test,
            "issuers": one.issuers,
        }
        for one in trust.shipped()
    ]


def icon(name: str) -> list[tuple[str, dict[str, str]]]:
    """Return the parts of a line drawing: each a tag and its attributes."""
    root = ET.parse(RESOURCES / "icons" / f"{name}.svg").getroot()  # noqa: S314 - our own file
    return [(part.tag.partition("}")[2], dict(part.attrib)) for part in root]


def colours(scheme: theme.Colours) -> dict[str, str]:
    """Return the window's colours by their roles."""
    return {name: getattr(scheme, name) for name in theme.Colours.__slots__}


def dictionary() -> str | None:
    """Return the dictionary of shared links in base64, where this program has one."""
    path = RESOURCES / "share" / "dictionary-1.txt"
    return encoded(path) if path.is_file() else None


def encoded(path: Path) -> str:
    """Return a file's bytes in base64."""
    return base64.b64encode(path.read_bytes()).decode("ascii")
