"""Make ``resources/registries/dcc.json`` out of a folder of published issuer registries.

``python packaging/registries.py FOLDER`` where FOLDER holds ``NAME/registry.json`` as the
Digital Credentials Consortium publishes them: ``{"meta": {"updated"}, "registry": {DID:
{"name", "url", "location"}}}``. Only the facts are taken over, with their source and date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "resources" / "registries" / "dcc.json"

NAMES = {
    "community-registry": ("DCC Community Registry", False),
    "issuer-registry": ("DCC Issuer Registry", False),
    "sandbox-registry": ("DCC Sandbox Registry", True),
}
"""The published names, and whether a registry's issuers are for trying things out."""


def registry(folder: Path) -> dict[str, object]:
    """Return one registry in the project's own format."""
    published = json.loads((folder / "registry.json").read_bytes())
    name, test = NAMES[folder.name]
    issuers = [
        {key: value for key, value in {"id": did, **about}.items() if key != "image" and value}
        for did, about in sorted(published["registry"].items())
    ]
    keys = ("id", "name", "url", "location")
    return {
        "id": folder.name,
        "name": name,
        "source": f"github.com/digitalcredentials/{folder.name}",
        "as_of": published["meta"]["updated"].replace("+0000", "+00:00"),
        "test": test,
        "issuers": [{key: one[key] for key in keys if key in one} for one in issuers],
    }


def main() -> None:
    """Write the file."""
    source = Path(sys.argv[1])
    found = [registry(source / name) for name in NAMES]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": 1, "registries": found}, indent=1, ensure_ascii=False)
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
