"""Badges with ecdsa-sd-2023 proofs, whole and cut: page and program say the same."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import base58
import pytest
from openvc.cbor import CborTag
from openvc.cbor import decode as read_cbor
from openvc.cbor import encode as cbor

from tests.browser.chromium import Browser
from tests.browser.equality import reasons, without_sentences
from tests.browser.test_selective import all_said, same
from tests.issuing import Issuer, b64
from tests.unit.verify.test_proof_ecdsa_sd import ALWAYS, BASE, part
from wallet.formats.jws import decode_segment

Case = Callable[[], Any]

PART = part("/credentialSubject", "/validUntil")
"""With three nodes that have no name, of which two are nearly alike."""


def value_of(document: dict[str, Any]) -> tuple[bytes, list[Any]]:
    data = decode_segment(document["proof"]["proofValue"][1:])
    return data[:3], read_cbor(data[3:])


def with_value(change: Callable[[list[Any]], Any], document: Any = PART) -> dict[str, Any]:
    head, parts = value_of(document)
    parts = change(parts) or parts
    return with_text("u" + b64(head + cbor(parts)), document)


def with_text(value: object, document: Any = PART) -> dict[str, Any]:
    return {**document, "proof": {**document["proof"], "proofValue": value}}


def put(place: int, value: object) -> Callable[[list[Any]], None]:
    def change(parts: list[Any]) -> None:
        parts[place] = value

    return change


def raw(data: bytes) -> dict[str, Any]:
    return with_text("u" + b64(b"\xd9\x5d\x01" + data))


ECDSA_SD_GOOD: dict[str, Case] = {
    "a part": lambda: PART,
    "a name": lambda: part("/credentialSubject/achievement/name"),
    "all of it": lambda: part(""),
    "one of a list": lambda: part("/credentialSubject/achievement/alignment/1/targetName"),
    "a base proof": lambda: BASE,
}
LONG = "u2V0B" + "A" * 600_000
ECDSA_SD_BAD: dict[str, Case] = {
    "a value that is none": lambda: with_text(""),
    "another multibase": lambda: with_text("z2V0B"),
    "a prefix alone": lambda: with_text("u2V0B"),
    "cut short": lambda: with_text(PART["proof"]["proofValue"][:-4]),
    "padded": lambda: with_text(PART["proof"]["proofValue"] + "="),
    "a number": lambda: with_text(3),
    "no value": lambda: with_text(None),
    "too long": lambda: with_text(LONG),
    "another prefix": lambda: with_text("u2V0C" + PART["proof"]["proofValue"][5:]),
    "bytes behind the end": lambda: raw(cbor(value_of(PART)[1]) + b"\0"),
    "a list without end": lambda: raw(b"\x9f" + cbor(value_of(PART)[1])[1:] + b"\xff"),
    "a list that lies of its length": lambda: raw(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"),
    "nested too deep": lambda: raw(b"\x81" * 100_000 + b"\0"),
    "a list of four": lambda: with_value(lambda parts: parts[:4]),
    "a list of six": lambda: with_value(lambda parts: [*parts, []]),
    "a tag": lambda: with_value(put(0, CborTag(1, b"a"))),
    "a simple value": lambda: with_value(put(4, [True])),
    "a negative index": lambda: with_value(put(4, [-1])),
    "an index that is a fraction": lambda: raw(
        cbor(value_of(PART)[1][:4]).replace(b"\x84", b"\x85", 1) + b"\x81\xf9\x3c\x00"
    ),
    "an index beyond the end": lambda: with_value(put(4, [0, 1, 99])),
    "an index beyond all ends": lambda: with_value(put(4, [2**63])),
    "an index twice": lambda: with_value(put(4, [0, 0])),
    "one index less": lambda: with_value(lambda parts: [*parts[:4], parts[4][1:]]),
    "one signature less": lambda: with_value(lambda p: [*p[:2], p[2][1:], *p[3:]]),
    "signatures in another order": lambda: with_value(lambda p: [*p[:2], p[2][::-1], *p[3:]]),
    "a signature that is empty": lambda: with_value(put(0, b"")),
    "a signature that is a text": lambda: with_value(put(0, "a")),
    "no labels": lambda: with_value(put(3, {})),
    "labels in a list": lambda: with_value(put(3, [])),
    "a label twice": lambda: with_value(lambda p: [*p[:3], dict.fromkeys(p[3], b"a"), p[4]]),
    "labels that are swapped": lambda: with_value(
        lambda p: [*p[:3], dict(zip(p[3], list(p[3].values())[::-1], strict=True)), p[4]]
    ),
    "labels beyond those there are": lambda: with_value(
        lambda p: [*p[:3], {**p[3], 99: b"a", 2**60: b"b"}, p[4]]
    ),
    "another key for one proof": lambda: with_value(
        put(1, base58.b58decode(Issuer(9, algorithm="ES256").multibase[1:]))
    ),
    "a key of another curve": lambda: with_value(
        put(1, base58.b58decode(Issuer(9, algorithm="ES384").multibase[1:]))
    ),
    "a key that is none": lambda: with_value(put(1, b"\x80\x24" + bytes(33))),
    "a key without end": lambda: with_value(put(1, bytes(100_000))),
    "another date of the proof": lambda: {
        **PART,
        "proof": {**PART["proof"], "created": "2025-03-02T00:00:00Z"},
    },
    "a key of another kind": lambda: {
        **PART,
        "proof": {**PART["proof"], "verificationMethod": Issuer().method},
    },
    "a base proof with another pointer": lambda: with_value(put(4, ["/issuer"]), BASE),
    "a base proof with a pointer to nothing": lambda: with_value(put(4, ["/grade"]), BASE),
    "a base proof with no pointer": lambda: with_value(put(4, []), BASE),
    "a base proof with a pointer to all": lambda: with_value(put(4, [""]), BASE),
    "a base proof with a pointer that is none": lambda: with_value(put(4, ["issuer"]), BASE),
    "a base proof into a list": lambda: with_value(
        put(4, [*ALWAYS, "/type/7", "/credentialSubject/achievement/alignment/x"]), BASE
    ),
    "a base proof with another HMAC": lambda: with_value(put(2, bytes(32)), BASE),
    "a base proof without signatures": lambda: with_value(put(3, []), BASE),
    "a base proof whose signatures are none": lambda: with_value(put(3, b"a"), BASE),
}  # fmt: skip


@pytest.mark.parametrize("name", ECDSA_SD_GOOD)
def test_a_part_that_was_chosen_verifies(page: Browser, name: str) -> None:
    said = same(page, ECDSA_SD_GOOD[name]())
    assert said["axes"][0] == "verified"


def test_a_tampered_proof_of_a_part_gets_the_reasons_of_the_program(page: Browser) -> None:
    said = all_said(page, [make() for make in ECDSA_SD_BAD.values()])
    met: set[str] = set()
    for name, (told, expected) in zip(ECDSA_SD_BAD, said, strict=True):
        # What is amiss with a key, the libraries put in words of their own.
        assert without_sentences(told) == without_sentences(expected), name
        good = name == "labels beyond those there are"
        assert (told["axes"][0] == "verified") is good, name
        met.update(reasons(told))
    assert met >= {"signature-malformed", "signature-invalid", "key-malformed",
                       "key-kind-mismatch", "pointer-to-nothing"}  # fmt: skip


def altered(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to everything that is not of the proof."""
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in inner:
        if key != "proof":
            yield (*path, key)
            if isinstance(value, dict | list):
                yield from altered(value, (*path, key))


@pytest.mark.parametrize("document", [PART, BASE], ids=["part", "base"])
def test_nothing_of_a_part_can_be_changed_or_left_out(
    page: Browser, document: dict[str, Any]
) -> None:
    made = []
    for *path, key in altered(document):
        for remove in (False, True):
            changed = copy.deepcopy(document)
            holder = changed
            for step in path:
                holder = holder[step]
            if remove:
                del holder[key]
            elif isinstance(holder[key], str):
                holder[key] += "x"
            else:
                continue
            made.append(changed)
    assert len(made) > 20
    for told, expected in all_said(page, made):
        assert told == expected
        assert told["axes"][0] != "verified"
