"""Links that carry badges, at the command line: verified and added without going online."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.issuing import Issuer, JoseKey
from wallet.share import link

from .conftest import BADGES, Lw

CHECKOUT = Path(__file__).resolve().parents[3]
SIGNED = json.dumps(Issuer().sign(Issuer().credential())).encode()
OTHER = json.dumps(Issuer(2).sign(Issuer(2).credential(name="Buoys"))).encode()
KEY = JoseKey("EdDSA", 3)
TOKEN = KEY.sign(
    {"iss": KEY.did, **Issuer(3, KEY.did).credential(name="Tides")},
    kid=f"{KEY.did}#0",
).encode()


def carrying(*payloads: bytes) -> str:
    return link.make(payloads, "https://badges.example.org/v").text


def test_verify_says_of_each_badge_in_a_link_whether_it_is_true(lw: Lw, tmp_path: Path) -> None:
    forged = SIGNED.replace(b"Knots", b"Knits")
    file = tmp_path / "mail.txt"
    file.write_text(carrying(SIGNED, forged, TOKEN) + "\n")
    answer = lw("verify", file, "--json")
    results = answer.json["results"]
    assert [one["source"] for one in results] == [f"{file}#{number}" for number in (1, 2, 3)]
    assert [one["authenticity"] for one in results] == ["verified", "failed", "verified"]
    assert {one["container"] for one in results} == {"text"}
    assert answer.status == 1


def test_verify_takes_a_link_from_standard_input(lw: Lw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(carrying(SIGNED).encode())))
    answer = lw("verify", "-", "--json")
    (result,) = answer.json["results"]
    assert (result["source"], result["container"]) == ("-", "text")
    assert result["authenticity"] == "verified"
    assert answer.status == 0


def test_a_link_can_be_named_itself_without_going_online(lw: Lw) -> None:
    assert lw("verify", carrying(SIGNED)).status == 0
    lw("init")
    assert lw("add", carrying(SIGNED)).status == 0
    assert len(lw("list", "--json").json["credentials"]) == 1


def test_a_searched_folder_opens_its_links(lw: Lw, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(carrying(SIGNED, OTHER))
    (tmp_path / "in" / "b.txt").write_text("https://college.example/")
    (tmp_path / "in" / "c.txt").write_text(carrying(SIGNED)[:-9])
    results = lw("verify", tmp_path / "in", "--json").json["results"]
    assert [one["error"] and one["error"]["code"] for one in results] == [
        None,
        None,
        "link-damaged",
    ]


def test_of_a_link_its_badges_are_kept_as_they_were_signed(lw: Lw, tmp_path: Path) -> None:
    lw("init")
    file, badge = tmp_path / "mail.txt", tmp_path / "knots.json"
    file.write_text(carrying(SIGNED, TOKEN))
    badge.write_bytes(SIGNED)
    added = lw("add", file, "--json").json["added"]
    assert [one["file_name"] for one in added] == ["mail-1.json", "mail-2.jwt"]
    # The same badge, from its file or out of the link, is one badge.
    assert len(lw("add", badge, "--json").json["already"]) == 1
    assert len(lw("add", file, "--json").json["already"]) == 2
    lw("export", *(one["id"] for one in added), "--out", tmp_path / "out")
    assert (tmp_path / "out" / "mail-1.json").read_bytes() == SIGNED
    assert (tmp_path / "out" / "mail-2.jwt").read_bytes() == TOKEN
    before = [(one["id"], one["container"]) for one in added]
    lw("check")
    assert sorted((e["id"], e["container"]) for e in lw("list", "--json").json["credentials"]) == (
        sorted(before)
    )


def test_a_damaged_link_is_one_line_and_goes_into_quarantine(lw: Lw, tmp_path: Path) -> None:
    lw("init")
    file = tmp_path / "mail.txt"
    file.write_text(carrying(SIGNED)[:-40])
    answer = lw("add", file)
    assert answer.status == 2
    assert answer.err.count("error: ") == 1
    assert "the link in" in answer.err
    assert "copy the whole link again" in answer.err
    assert "Traceback" not in answer.err
    assert "link in" in lw("doctor").out


def test_in_french(lw: Lw, tmp_path: Path) -> None:
    file = tmp_path / "mail.txt"
    file.write_text(carrying(SIGNED)[:-40])
    assert "copiez le lien entier" in lw("--lang", "fr", "verify", file).err


def test_an_ordinary_badge_does_not_load_what_reads_links() -> None:
    run = (
        "import sys; from wallet.__main__ import main; main(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", run, "verify", str(BADGES / "beekeeping.json")]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, timeout=60)  # noqa: S603 - our own
    loaded = set(done.stderr.decode().split())
    assert "wallet.formats.inputs" in loaded
    assert not loaded & {"wallet.formats.link", "wallet.formats.packet", "wallet.share", "qrcode"}
