"""Sharing at the command line: what leaves is what was chosen, and it is written down."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp

from tests.issuing import Issuer, JoseKey, sd_jwt
from tests.printing import codes_on, needs_poppler, pages_of, text_of
from tests.unit.verify.test_proof_ecdsa_sd import BASE as BASE_PROOF
from wallet.formats import sd_jwt as sd_jwts
from wallet.formats.inputs import Source, opened
from wallet.formats.jws import encode_segment
from wallet.verify import keys

from .conftest import BADGES, Lw

PAGE = "https://badges.example.org/v"
SCHOOL = "https://school.example"
KEY = JoseKey("ES256", 3)


def badge(number: int, name: str, **changes: Any) -> bytes:
    issuer = Issuer(number)
    credential = issuer.credential(name=name, **changes)
    credential["credentialSubject"]["achievement"]["name"] = name
    return json.dumps(issuer.sign(credential)).encode()


KNOTS = badge(1, "Knots", id="https://harbour.example/badges/1")
BUOYS = badge(2, "Buoys", validUntil="2026-01-31T00:00:00Z")
SELECTIVE = sd_jwt(
    KEY,
    {"iss": KEY.did, "vct": "https://harbour.example/tides"},
    {"given_name": "Ada", "email": "ada@example.org"},
    kid="0",
).encode()
FILES = {"knots.json": KNOTS, "buoys.json": BUOYS, "tides.jwt": SELECTIVE,
         "base.json": json.dumps(BASE_PROOF).encode()}  # fmt: skip


@pytest.fixture
def ids(lw: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Fill the wallet; return its badges' ids by their files."""
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert lw("init").status == 0
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    paths = [*(tmp_path / name for name in FILES), BADGES / "first-aid.png"]
    assert lw("add", *paths).status == 0
    found = lw("list", "--json").json["credentials"]
    return {one["file_name"]: one["id"] for one in found}


def lines(lw: Lw) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lw("share", "list", "--json").json["shared"]
    return found


def there(tmp_path: Path) -> set[str]:
    return {one.name for one in (tmp_path / "out").iterdir()}


# Links


def test_a_link_is_printed_alone_and_carries_the_badges(lw: Lw, ids: dict[str, str]) -> None:
    answer = lw("share", ids["knots.json"], ids["buoys.json"], "--as", "link", "--base", PAGE)
    assert answer.status == 0
    (text,) = answer.out.splitlines()
    assert [one.data for one in opened(Source("-", text.encode()))] == [KNOTS, BUOYS]
    assert "Knots — Verified" in answer.err
    assert "Buoys — Expired" in answer.err
    assert "it cannot be taken back" in answer.err


def test_the_page_of_links_is_remembered_once_it_was_used(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    assert lw("share", ids["knots.json"], "--as", "link").status == 2
    assert lw("share", ids["knots.json"], "--as", "link", "--base", "not a page").status == 2
    assert lw("share", ids["knots.json"], "--as", "link").status == 2
    assert lw("share", ids["knots.json"], "--as", "link", "--base", PAGE).status == 0
    assert lw("share", ids["buoys.json"], "--as", "link").out.startswith(f"{PAGE}#1b")
    file = tmp_path / "out" / "link.txt"
    assert lw("share", ids["buoys.json"], "--as", "link", "--out", file).out == f"{file}\n"
    assert file.read_text().startswith(f"{PAGE}#1b")


def test_without_a_page_one_line_says_what_to_use_instead(lw: Lw, ids: dict[str, str]) -> None:
    hosted = lw("share", ids["knots.json"], "--as", "link")
    assert hosted.err.count("error: ") == 1
    assert "https://harbour.example/badges/1, where its issuer shows it" in hosted.err
    alone = lw("share", ids["buoys.json"], "--as", "qr")
    assert alone.status == 2
    assert "--as html" in alone.err
    assert "--as file" in alone.err
    assert lines(lw) == []


# QR codes


def scanned(path: Path) -> str:
    data = path.read_bytes()
    (side,) = struct.unpack(">I", data[16:20])
    start = data.index(b"IDAT") + 4
    lines = np.frombuffer(zlib.decompressobj().decompress(data[start:]), np.uint8)
    pixels = np.unpackbits(lines.reshape(side, -1)[:, 1:], axis=1)[:, :side] * np.uint8(255)
    (code,) = zxingcpp.read_barcodes(pixels)
    return str(code.text)


def test_a_qr_code_carries_the_badge(lw: Lw, ids: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out" / "knots.png"
    answer = lw("share", ids["knots.json"], "--as", "qr", "--base", PAGE, "--out", out, "--json")
    assert answer.json["shared"]["paths"] == [str(out)]
    assert answer.json["shared"]["address_only"] is False
    assert answer.json["shared"]["about"]["level"] == "M"
    text = scanned(out).encode()
    assert [one.data for one in opened(Source("-", text))] == [KNOTS]


def test_without_a_page_a_qr_code_is_of_the_issuers_address(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    answer = lw("share", ids["knots.json"], "--as", "qr")
    assert answer.status == 0
    assert "only the address" in answer.err
    assert scanned(tmp_path / "out" / "knots.png") == "https://harbour.example/badges/1"
    assert lines(lw)[0]["fields"] == ["1#address"]
    assert lw("share", ids["first-aid.png"], "--as", "qr", "--out", "a.png").status == 0
    assert scanned(tmp_path / "out" / "a.png").startswith("https://firstaid.example/")


def test_a_qr_code_may_be_a_drawing_and_nothing_else(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    assert lw("share", ids["knots.json"], "--as", "qr", "--out", "code.svg").status == 0
    assert (tmp_path / "out" / "code.svg").read_text().startswith("<svg")
    refused = lw("share", ids["knots.json"], "--as", "qr", "--out", "code.gif")
    assert refused.status == 2
    assert "written as .png or .svg, not as .gif" in refused.err
    assert there(tmp_path) == {"code.svg"}


def test_what_is_too_large_for_a_code_is_one_line_that_names_the_address(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    assert ids
    large = tmp_path / "large.json"
    noise = "".join(f"{number * 7919 % 10007:x}" for number in range(4000))
    large.write_bytes(badge(5, "Noise", id="https://harbour.example/badges/5", description=noise))
    added = lw("add", large, "--json").json["added"][0]["id"]
    refused = lw("share", added, "--as", "qr", "--base", PAGE)
    assert refused.status == 2
    assert "too large for a QR code" in refused.err
    assert "pass on https://harbour.example/badges/5" in refused.err
    assert there(tmp_path) == set()
    preview = lw("share", added, "--as", "qr", "--base", PAGE, "--preview", "--json").json
    about = preview["preview"]["about"]
    assert (about["ease"], about["version"], about["print_cm"]) == ("too-large", None, None)
    assert about["used"] > about["fullness"] > 1
    link = lw("share", added, "--as", "link", "--base", PAGE, "--preview")
    assert "As a QR code: Too large for a QR code: use a link" in link.out


def test_a_preview_says_how_large_the_code_is(lw: Lw, ids: dict[str, str], tmp_path: Path) -> None:
    noise = "".join(f"{number * 7919 % 10007:x}" for number in range(150))
    (tmp_path / "noise.json").write_bytes(
        badge(5, "Noise", id="https://x.example", description=noise)
    )
    added = lw("add", tmp_path / "noise.json", "--json").json["added"][0]["id"]
    given = (added, "--as", "qr", "--base", PAGE, "--preview")
    about = lw("share", *given, "--json").json["preview"]["about"]
    version, level, modules = (about[name] for name in ("version", "level", "modules"))
    assert modules == 17 + 4 * version
    assert about["ease"] == "large"
    assert 0 < about["fullness"] < about["used"]
    told = lw("share", *given).out
    assert f"print it at least {about['print_cm']} cm wide" in told
    assert f"Version {version}, level {level}, {modules} x {modules} modules" in told
    link = lw("share", *given[:2], "link", *given[3:], "--json").json["preview"]["about"]
    assert link["qr"] == about
    small = lw("share", ids["knots.json"], "--as", "qr", "--preview")
    assert "As a QR code: Easy to scan" in small.out


# Presentations


def test_a_presentation_is_verified_by_whoever_it_was_handed_to(
    lw: Lw, ids: dict[str, str]
) -> None:
    answer = lw(
        "share", ids["knots.json"], ids["tides.jwt"], "--as", "presentation",
        "--audience", SCHOOL, "--nonce", "4711", "--expires", "7d", "--json",
    )  # fmt: skip
    assert answer.status == 0
    shared = answer.json["shared"]
    assert shared["expires"] == "2026-11-30T12:00:00Z"
    assert shared["about"] == {"suite": "eddsa-rdfc-2022", "nonce": "4711"}
    (path,) = shared["paths"]
    checked = lw("verify", path, "--audience", SCHOOL, "--nonce", "4711", "--json")
    assert checked.status == 0
    assert [one["presentation"]["authenticity"] for one in checked.json["results"]] == [
        "verified", "verified",
    ]  # fmt: skip
    later = lw("verify", path, now="2026-12-01T00:00:00Z")
    assert later.status == 1
    assert "It was handed over until" in later.out


def test_every_presentation_is_by_the_same_holder(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    holders = set()
    for name in ("knots.json", "buoys.json"):
        lw("share", ids[name], "--as", "presentation", "--out", tmp_path / "out" / f"vp-{name}")
        document = json.loads((tmp_path / "out" / f"vp-{name}").read_text())
        holders.add(document["holder"])
        assert len(document["proof"]["challenge"]) == 22
    assert len(holders) == 1


def test_other_wallets_get_one_that_nobody_signed(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    given = (ids["knots.json"], "--as", "presentation", "--unsigned")
    assert lw("share", *given).status == 0
    assert "proof" not in json.loads((tmp_path / "out" / "presentation.json").read_text())
    assert lw("share", *given, "--expires", "7d").status == 2


def test_a_badge_of_version_2_is_named_and_left_out(lw: Lw, ids: dict[str, str]) -> None:
    refused = lw("share", ids["knots.json"], ids["first-aid.png"], "--as", "presentation")
    assert refused.status == 2
    assert "first-aid.png is an Open Badge of version 1 or 2" in refused.err
    assert lines(lw) == []


# Files, and what is left out of them


def test_a_file_is_the_one_that_came_and_is_never_written_over(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    for name in ("knots.json", "knots (2).json"):
        assert lw("share", ids["knots.json"], "--as", "file").out == f"{name}\n"
        assert (tmp_path / "out" / name).read_bytes() == KNOTS
    mine = tmp_path / "out" / "mine.txt"
    mine.write_text("mine")
    lw("share", ids["knots.json"], "--as", "file", "--out", mine)
    assert mine.read_text() == "mine"
    assert (tmp_path / "out" / "mine (2).txt").read_bytes() == KNOTS


def test_several_files_go_into_a_folder(lw: Lw, ids: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "out" / "new"
    both = (ids["knots.json"], ids["first-aid.png"])
    assert lw("share", *both, "--as", "file", "--out", folder).status == 0
    assert (folder / "knots.json").read_bytes() == KNOTS
    assert (folder / "first-aid.png").read_bytes() == (BADGES / "first-aid.png").read_bytes()


def test_only_what_is_revealed_leaves(lw: Lw, ids: dict[str, str], tmp_path: Path) -> None:
    given = (ids["tides.jwt"], "--as", "file", "--reveal", "given_name")
    assert lw("share", *given).status == 0
    shown = lw("verify", tmp_path / "out" / "tides.jwt", "--json")
    assert shown.json["results"][0]["authenticity"] == "verified"
    assert shown.json["results"][0]["credential"]["recipient_name"] == "Ada"
    assert shown.json["results"][0]["credential"]["recipient"] == "Ada"
    assert "1#/email" not in lines(lw)[0]["fields"]
    refused = lw("share", ids["knots.json"], "--as", "file", "--reveal", "name")
    assert refused.status == 2
    assert "of Knots nothing can be left out" in refused.err
    assert lw("share", ids["tides.jwt"], "--as", "file", "--reveal", " , ").status == 2


def test_of_several_badges_those_are_cut_that_are_named(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    both, token = (ids["tides.jwt"], ids["knots.json"]), ids["tides.jwt"][:9]
    chosen = ("--as", "presentation", "--reveal", f"{token}:email", "--reveal", f"{token}:vct")
    preview = lw("share", *both, *chosen, "--preview", "--json").json["preview"]
    tides, knots = preview["badges"]
    assert [one["pointer"] for one in tides["left_out"]] == ["/given_name"]
    assert "/email" in [one["pointer"] for one in tides["fields"]]
    assert knots["left_out"] == []
    assert knots["changed"] is False
    out = lw("share", *both, *chosen, "--preview").out
    assert "  Left out:\n  !~ given_name: Ada" in out
    assert lw("share", *both, *chosen).status == 0
    handed = (tmp_path / "out" / "presentation.json").read_text()
    name, email = SELECTIVE.decode().split("~")[1:3]
    assert email in handed
    assert name not in handed
    noted = lines(lw)[0]["fields"]
    assert "1#/email" in noted
    assert "1#/given_name" not in noted
    wrong = lw("share", *both, "--as", "file", "--reveal", f"{ids['knots.json'][:9]}:name")
    assert "of Knots nothing can be left out" in wrong.err
    # What stands before a colon and is no badge of these belongs to the name of a field.
    assert "has no field abc:name" in lw("share", *both, "--as", "file", "--reveal", "abc:name").err


def test_a_badge_with_a_base_proof_says_which_fields_can_be_left_out(
    lw: Lw, ids: dict[str, str]
) -> None:
    preview = lw("share", ids["base.json"], "--as", "file", "--preview", "--json").json["preview"]
    fixed = {one["pointer"]: one["fixed"] for one in preview["badges"][0]["fields"]}
    assert fixed["/validUntil"] is False
    assert fixed["/issuer/name"] is True
    assert fixed["/proof/proofValue"] is True


def test_a_token_made_out_to_the_learner_is_bound_to_its_audience(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    lw("share", ids["knots.json"], "--as", "presentation")
    did = json.loads((tmp_path / "out" / "presentation.json").read_text())["holder"]
    raw = keys.from_multibase(did.removeprefix("did:key:")).raw
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode_segment(raw)}
    claims = {"iss": KEY.did, "vct": "https://harbour.example/tides", "cnf": {"jwk": jwk}}
    mine = tmp_path / "mine.jwt"
    mine.write_text(sd_jwt(KEY, claims, {"given_name": "Ada"}, kid="0"))
    added = lw("add", mine, "--json").json["added"][0]["id"]
    given = (added, "--as", "file", "--audience", SCHOOL, "--nonce", "4711")
    assert "aud: https://school.example" in lw("share", *given, "--preview").out
    lw("share", *given)
    bound = sd_jwts.split((tmp_path / "out" / "mine.jwt").read_bytes()).key_binding
    assert bound is not None
    assert json.loads(bound.payload)["nonce"] == "4711"
    assert lw("verify", tmp_path / "out" / "mine.jwt").status == 0


# Sheets


@needs_poppler
def test_a_sheet_is_printed_of_several_badges_with_a_code_each(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    both = (ids["knots.json"], ids["buoys.json"])
    answer = lw("share", *both, "--as", "pdf", "--base", PAGE)
    assert answer.status == 0
    assert answer.out == "badges.pdf\n"
    assert "it cannot be taken back" in answer.err
    path = tmp_path / "out" / "badges.pdf"
    text = text_of(path)
    assert "1 \N{MULTIPLICATION SIGN} Verified 1 \N{MULTIPLICATION SIGN} Expired" in text
    (page,) = pages_of(path)
    found = [opened(Source("-", one.encode())) for one in codes_on(page)]
    assert [one.data for (one,) in found] == [KNOTS, BUOYS]
    (line,) = lines(lw)
    assert (line["form"], line["base"], line["file_name"]) == ("pdf", PAGE, "badges.pdf")
    # The page of links is remembered, as for links, and the sheet speaks the language asked for.
    assert lw("share", *both, "--as", "pdf", "--out", "f.pdf", "--lang", "fr").status == 0
    assert "Imprimé le 23 novembre 2026" in text_of(tmp_path / "out" / "f.pdf")
    assert len(codes_on(pages_of(tmp_path / "out" / "f.pdf")[0])) == 2


@needs_poppler
def test_of_a_badge_that_was_cut_only_what_is_left_is_printed(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    given = (ids["tides.jwt"], "--as", "pdf", "--out", "tides.pdf")
    assert "Ada" in lw("share", *given, "--base", PAGE, "--preview").out
    shown = lw("share", *given, "--reveal", "email", "--base", PAGE, "--preview")
    leaving, _, left_out = shown.out.partition("Left out:")
    assert "Ada" not in leaving
    assert "Ada" in left_out
    assert lw("share", *given, "--reveal", "email", "--base", PAGE).status == 0
    path = tmp_path / "out" / "tides.pdf"
    assert "Ada" not in text_of(path)
    (code,) = codes_on(pages_of(path)[0])
    (source,) = opened(Source("-", code.encode()))
    assert b"given_name" not in (source.data or b"")


def test_without_codes_a_sheet_holds_what_is_printed_and_says_so(
    lw: Lw, ids: dict[str, str]
) -> None:
    told = lw("share", ids["buoys.json"], "--as", "pdf", "--preview", "--json").json["preview"]
    assert {one["where"] for one in told["badges"][0]["fields"]} == {"printed"}
    assert told["about"] == {"codes": 0, "carried": 0}
    assert told["files"] == ["buoys.pdf"]
    answer = lw("share", ids["buoys.json"], "--as", "pdf")
    assert answer.status == 0
    assert "has what is printed on it" in answer.err
    assert "all that the badges say" not in answer.err


@pytest.mark.parametrize("form", ["file", "link", "presentation"])
def test_a_base_proof_leaves_in_no_form(
    lw: Lw, ids: dict[str, str], tmp_path: Path, form: str
) -> None:
    answer = lw(
        "share", ids["base.json"], "--as", form, "--base", PAGE, "--out", tmp_path / "out" / "x"
    )
    assert answer.status == 0
    assert "which was verified" in answer.err
    (source,) = opened(Source("-", (tmp_path / "out" / "x").read_bytes()))
    document = json.loads(source.data or b"")
    assert not document["proof"]["proofValue"].startswith("u2V0A")
    checked = lw("verify", tmp_path / "out" / "x", "--json")
    assert checked.json["results"][0]["authenticity"] == "verified"


# Preview


def test_a_preview_lists_every_field_and_changes_nothing(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    given = (ids["tides.jwt"], ids["buoys.json"], "--as", "presentation", "--preview")
    answer = lw("share", *given)
    assert answer.status == 0
    assert "  !~ email: ada@example.org" in answer.out
    assert "  !  credentialSubject id: did:example:learner" in answer.out
    assert "     achievement name: Buoys" in answer.out
    assert "Buoys — Expired" in answer.out
    # The learner's key is made when it is needed, and not for looking.
    assert "  !  holder: did:key:…" in answer.out
    preview = lw("share", *given, "--json").json["preview"]
    assert [one["name"] for one in preview["badges"]] == ["tides.jwt", "Buoys"]
    email = next(one for one in preview["badges"][0]["fields"] if one["pointer"] == "/email")
    assert email == {
        "where": "document", "pointer": "/email", "label": "email", "value": "ada@example.org",
        "personal": True, "fixed": False,
    }  # fmt: skip
    assert preview["refusal"] is None
    assert preview["files"] == ["presentation.json"]
    assert there(tmp_path) == set()
    assert lines(lw) == []


def test_a_preview_offers_the_issuers_address_and_says_what_would_be_refused(
    lw: Lw, ids: dict[str, str]
) -> None:
    answer = lw("share", ids["knots.json"], "--as", "link", "--preview")
    assert "can be seen at https://harbour.example/badges/1" in answer.out
    assert "credentialSubject id" in answer.out
    assert answer.status == 2
    told = lw("share", ids["knots.json"], "--as", "link", "--preview", "--json").json["preview"]
    assert told["badges"][0]["url"] == "https://harbour.example/badges/1"
    assert told["badges"][0]["url_confirmed"] is False
    assert told["refusal"]["code"] == "no-base"


def test_an_address_that_a_document_at_hand_confirms_is_said_to_be(
    lw: Lw, ids: dict[str, str]
) -> None:
    lw("check", ids["first-aid.png"], "--documents", BADGES.parent / "documents")
    answer = lw("share", ids["first-aid.png"], "--as", "qr", "--preview")
    assert "Its issuer shows it at https://firstaid.example/" in answer.out
    assert answer.out.count("     address: https://firstaid.example/") == 1


def test_of_a_picture_the_picture_leaves_too(lw: Lw, ids: dict[str, str]) -> None:
    answer = lw("share", ids["first-aid.png"], "--as", "file", "--preview")
    assert "picture: first-aid.png" in answer.out


# The history


def test_the_history_says_what_was_shared_when_with_whom_and_in_which_form(
    lw: Lw, ids: dict[str, str]
) -> None:
    assert "Nothing was shared yet" in lw("share", "list").err
    lw("share", ids["knots.json"], "--as", "link", "--base", PAGE, "--audience", "Harbour School")
    lw("share", ids["buoys.json"], "--as", "file")
    lw("remove", ids["buoys.json"])
    newest, oldest = lines(lw)
    assert (oldest["form"], oldest["audience"], oldest["base"]) == ("link", "Harbour School", PAGE)
    assert oldest["at"] == "2026-11-23T12:00:00Z"
    assert "1#/credentialSubject/id" in oldest["fields"]
    assert not any("did:example" in one for one in oldest["fields"])
    # The name is remembered, though the badge is gone.
    assert newest["badges"] == [{"id": ids["buoys.json"], "name": "Buoys"}]
    assert newest["file_name"] == "buoys.json"
    printed = lw("share", "list").out.splitlines()
    assert printed[1].startswith("2026-11-23T12:00:00Z · link · Knots · to Harbour School · ")
    assert " champs" in lw("share", "list", "--lang", "fr").out


def test_the_history_and_sharing_need_an_open_wallet(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "wrong"
    empty.write_text("not the passphrase\n")
    for words in (("list",), (ids["knots.json"], "--as", "file")):
        assert lw("share", *words, "--passphrase-file", empty).status == 4
    assert there(tmp_path) == set()


# What cannot be asked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "in which form"),
        (("--as", "pdf", "--out", "sheet.txt"), "a sheet is written as .pdf, not as .txt"),
        (("--as", "pdf", "--expires", "7d"), "only a presentation has an end"),
        (("--as", "pdf", "--nonce", "1"), "only a presentation can repeat"),
        (("--as", "pdf", "--reveal", "name"), "of Knots nothing can be left out"),
        (("--as", "carrier-pigeon"), "cannot be"),
        (("--as", "file", "--expires", "7d"), "only a presentation has an end"),
        (("--as", "link", "--expires", "7d", "--base", PAGE), "only a presentation has an end"),
        (("--as", "qr", "--nonce", "1"), "only a presentation can repeat"),
        (("--as", "presentation", "--expires", "soon"), "soon is no time to come"),
        (("--as", "presentation", "--expires", "2020-01-01T00:00:00Z"), "no time to come"),
        (("--as", "file", "--out", "knots.json/x"), "nothing was shared"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_leaves_nothing(
    lw: Lw, ids: dict[str, str], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "out" / "knots.json").write_text("mine")
    answer = lw("share", ids["knots.json"], *words)
    assert answer.status == 2
    assert said in answer.err
    assert answer.err.count("error: ") == 1
    assert "Traceback" not in answer.err
    assert there(tmp_path) == {"knots.json"}
    assert lines(lw) == []


def test_an_unknown_badge_is_one_line(lw: Lw, ids: dict[str, str]) -> None:
    assert ids
    assert "no badge in the wallet begins with ffff" in lw("share", "ffff", "--as", "file").err


def test_what_is_shared_goes_into_a_folder_that_is_not_there_yet(lw: Lw, tmp_path: Path) -> None:
    lw("init")
    lw("add", BADGES / "beekeeping.json")
    badge = lw("list", "--json").json["credentials"][0]["id"]
    answer = lw("share", badge, "--as", "file", "--out", f"{tmp_path}/new/")
    assert answer.status == 0
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["beekeeping.json"]
    (tmp_path / "file").write_text("")
    refused = lw("share", badge, "--as", "file", "--out", f"{tmp_path}/file/")
    assert (refused.status, refused.err.count("\n")) == (2, 1)
