"""What one call loads: verifying a badge must not pay for the wallet, the window or PyLD."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.issuing import Issuer

CHECKOUT = Path(__file__).resolve().parents[3]
HEAVY = {
    "PySide6",
    "dataclasses",  # with inspect, 6 ms
    "inspect",
    "typing_extensions",  # which msgspec would load where something else needs them: so too
    "locale",  # which argparse would look for translations with
    "base64",
    "base58",
    "nacl.bindings",  # a module for each of libsodium's algorithms
    "cryptography",  # libsodium suffices for Ed25519
    "sqlcipher3",
    "keyring",
    "pyld",
    "lxml",
    "pyoxigraph",
    "jsonschema_rs",
    "joserfc",
    "openvc",
    "asyncio",
    "multiprocessing",
    "concurrent.futures",
    "email",
    "http.client",
    "socket",
    "ssl",
    "urllib.request",
}
RUN = """
import json, sys
from wallet.__main__ import main
status = main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(status)
"""


def test_verifying_one_badge_loads_nothing_heavy(tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    badge.write_text(json.dumps(Issuer().sign(Issuer().credential())))
    command = [sys.executable, "-c", RUN, "verify", "--json", str(badge), "--home", "nowhere"]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, timeout=60)  # noqa: S603 - our own
    assert json.loads(run.stdout)["results"][0]["authenticity"] == "verified"
    loaded = set(json.loads(run.stderr))
    assert "wallet.verify.pipeline" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("text", ["Épissure — 結び目 🪢", 'quotes " and \\ and a tab\t'])
def test_what_is_no_ascii_stays_readable_in_json(tmp_path: Path, text: str) -> None:
    badge = tmp_path / "badge.json"
    unsigned = Issuer().credential()
    unsigned["credentialSubject"]["achievement"]["name"] = text
    badge.write_text(json.dumps(Issuer().sign(unsigned)))
    command = [sys.executable, "-m", "wallet", "verify", "--json", str(badge), "--home", "nowhere"]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, timeout=60)  # noqa: S603 - our own
    assert json.loads(run.stdout)["results"][0]["credential"]["name"] == text
    assert "\\u" not in run.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, options: list[str], unbuffered: str
) -> None:
    badge = tmp_path / "badge.json"
    badge.write_text(json.dumps(Issuer().sign(Issuer().credential())))
    command = [sys.executable, "-m", "wallet", "--home", "nowhere", "verify", *options, str(badge)]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(  # noqa: S603 - our own
            command,
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert run.returncode == 2
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith("error: the output could not be written")
