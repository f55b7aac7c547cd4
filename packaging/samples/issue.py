"""Issue the sample badges: ``python packaging/samples/issue.py [--check]``.

Writes ``resources/samples``: the badges, the web documents and the registry that judge them,
the stacks, the mistakes, and the tables that say what each is. Everything follows from the
scripts in this folder and comes out the same, byte for byte. With ``--check`` nothing is
written, and the exit status is 1 where a file is not as it should be.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import issuers
import jwts
import linked
import listed
import openbadges1
import openbadges2
import stacks
from mistakes import Mistake, mistakes
from sample import EMAIL, LEARNER, SAVED, Sample, Site, pretty
from signing import Contexts

ROOT: Final = Path(__file__).resolve().parents[2]

_VERDICT: Final = (
    "standard", "container", "authenticity", "standing", "issuer", "recipient", "note"
)  # fmt: skip

_README = """# Sample badges

Badges of made-up issuers for a made-up learner, {learner} <{email}>. They fill the window of
`learner-wallet demo` and are what the tests judge. They are issued by
`python packaging/samples/issue.py` with published test keys that protect nothing: never trust
those keys.

- `badges/` are the badges; `samples.tsv` has the verdict on each.
- `documents/` are the web documents they rest on, for `--documents`.
- `registry.json` lists some of the issuers, for `--trust`.
- `stacks/` are what three larger credentials ask for, as CTDL pathways.
- `mistakes/` are files that are no badge; `mistakes.tsv` has the error that each gets.

The verdicts are those of 2026-11-23T12:00:00Z:

```
learner-wallet --now 2026-11-23T12:00:00Z verify resources/samples/badges \\
    --documents resources/samples/documents --trust resources/samples/registry.json \\
    --identity {email}
```

`first-aid.png` and `food-hygiene.svg` lapse soon after that day, as their notes say;
`harbour-games.svg` begins in 2030; all others keep their verdict until 2030 at least.

| badge | what it is | authenticity | standing | issuer | recipient |
|---|---|---|---|---|---|
{rows}
"""


def samples(contexts: Contexts) -> tuple[list[Sample], Site]:
    """Return every sample, and the web documents they rest on."""
    site = Site()
    issuers.publish(site)
    found = [
        *listed.samples(site, contexts),
        *linked.samples(contexts),
        *jwts.samples(contexts),
        *openbadges2.samples(site),
        *openbadges1.samples(site),
    ]
    return sorted(found, key=lambda sample: sample.file), site


def registry() -> dict[str, object]:
    """Return a registry that lists some of the issuers."""
    listed = [
        (issuers.COLLEGE.id, issuers.COLLEGE.name, issuers.COLLEGE.url, "Harbourside"),
        (issuers.UNIVERSITY.id, issuers.UNIVERSITY.name, issuers.UNIVERSITY.url, "Eastmere"),
        (issuers.RIVE_CLAIRE.id, issuers.RIVE_CLAIRE.name, issuers.RIVE_CLAIRE.url, "Rive-Claire"),
        (issuers.CIRROFOLD.id, issuers.CIRROFOLD.name, issuers.CIRROFOLD.url, "Online"),
        (issuers.GAMES.id, issuers.GAMES.name, issuers.GAMES.url, "Harbourside"),
        (issuers.INTERPRETERS.id, issuers.INTERPRETERS.name, issuers.INTERPRETERS.url, "Northmere"),
        (
            f"{openbadges2.FIRST_AID}/organisation.json",
            "Northmere First Aid Association",
            openbadges2.FIRST_AID,
            "Northmere",
        ),
        (
            f"{openbadges2.TRADES}/issuer.json",
            "Hartwell Institute of Trades",
            openbadges2.TRADES,
            "Hartwell",
        ),
    ]
    return {
        "format": 1,
        "registries": [
            {
                "id": "https://register.example/providers",
                "name": "Sample Register of Learning Providers",
                "source": "https://register.example/providers.json",
                "as_of": "2026-11-01T00:00:00Z",
                "issuers": [
                    {"id": one[0], "name": one[1], "url": one[2], "location": one[3]}
                    for one in listed
                ],
            }
        ],
    }


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table of tab-separated values, without quoting."""
    for row in (header, *rows):
        if any(set(cell) & set("\t\r\n") for cell in row):
            raise ValueError(row)
    return "".join("\t".join(row) + "\n" for row in (header, *rows)).encode()


def _documents(site: Site) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    rows: list[Sequence[str]] = []
    for url, (body, status) in sorted(site.pages.items()):
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", url.removeprefix("https://")).replace("_.", "_")
        name = name if name.endswith(".json") else f"{name}.json"
        if name in files:
            raise ValueError(name)
        files[name] = body
        rows.append((url, name, SAVED, str(status)))
    files["urls.tsv"] = table(("url", "file", "fetched_at", "status"), rows)
    return {f"documents/{name}": data for name, data in files.items()}


def _verdicts(found: Sequence[Sample]) -> bytes:
    rows = [(f"badges/{s.file}", *(getattr(s, name) for name in _VERDICT)) for s in found]
    return table(("file", *_VERDICT), rows)


def _readme(found: Sequence[Sample]) -> bytes:
    rows = "\n".join(
        f"| `{s.file}` | {s.note} | {s.authenticity} | {s.standing} | {s.issuer} | {s.recipient} |"
        for s in found
    )
    return _README.format(learner=LEARNER, email=EMAIL, rows=rows).encode()


def files(contexts: Contexts) -> dict[str, bytes]:
    """Return every file of ``resources/samples`` by its path there."""
    found, site = samples(contexts)
    wrong: list[Mistake] = mistakes(found, site)
    return {
        **{f"badges/{sample.file}": sample.data for sample in found},
        **_documents(site),
        **{f"mistakes/{mistake.file}": mistake.data for mistake in wrong},
        **stacks.files(),
        "registry.json": pretty(registry()),
        "samples.tsv": _verdicts(found),
        "mistakes.tsv": table(
            ("file", "code", "note"), [(f"mistakes/{m.file}", m.code, m.note) for m in wrong]
        ),
        "README.md": _readme(found),
    }


def differences(wanted: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return the paths under ``folder`` that are missing, too many, or of other bytes."""
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return sorted(
        name
        for name in present | wanted.keys()
        if name not in present or (folder / name).read_bytes() != wanted.get(name)
    )


def main(arguments: Sequence[str]) -> int:
    """Write the samples, or check them; return the exit status."""
    parser = argparse.ArgumentParser(description="Issue the sample badges.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "samples")
    parser.add_argument("--contexts", type=Path, default=ROOT / "resources" / "contexts")
    given = parser.parse_args(arguments)
    wanted = files(Contexts(given.contexts))
    changed = differences(wanted, given.out)
    for name in changed:
        print(name)
        if not given.check:
            path = given.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name in wanted:
                path.write_bytes(wanted[name])
            else:
                path.unlink()
    return 1 if given.check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
