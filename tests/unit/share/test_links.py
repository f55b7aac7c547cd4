"""Links that carry badges: everything goes in and comes out exactly, and nothing else does."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.issuing import Issuer, JoseKey, sd_jwt
from wallet import resources
from wallet.errors import ProgramDamaged, UnusableInput
from wallet.formats import jws, link, packet
from wallet.share import link as sharing

BASE = "https://badges.example.org/v"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)
BADGE = json.dumps(Issuer().sign(Issuer().credential())).encode()
TOKEN = JoseKey("ES256").sign({"vc": Issuer().credential()}, typ="JWT").encode()
SELECTIVE = sd_jwt(JoseKey("EdDSA"), {"vct": "https://x.example"}, {"given_name": "Ada"}).encode()
CODES = {"link-damaged", "link-too-large", "link-newer"}


def read(fragment: str) -> tuple[bytes, ...]:
    return link.read(f"{BASE}#{fragment}".encode(), "mail.txt")


def refusal(fragment: str) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        read(fragment)
    return caught.value


def both_ways(packed: bytes) -> tuple[str, str]:
    return link.as_text(packed), link.as_digits(packed)


# The form, as others have it too


@pytest.mark.parametrize("vector", VECTORS["good"], ids=lambda one: one["name"])
def test_vectors_that_can_be_read(vector: dict[str, Any]) -> None:
    assert [one.decode() for one in read(vector["fragment"])] == vector["payloads"]


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=lambda one: one["name"])
def test_vectors_that_are_refused_in_one_clear_line(vector: dict[str, Any]) -> None:
    error = refusal(vector["fragment"])
    assert error.code == vector["code"]
    assert "mail.txt" in str(error)
    assert "\n" not in str(error)


def test_the_dictionary_is_frozen() -> None:
    """Links that are out there need it byte for byte: another one has another number."""
    data = resources.path("share", "dictionary-1.txt").read_bytes()
    digest = "49ad7db15eb47393564eff719150636d2105ab31fbfb39e5bab60a5c0370dfaa"
    assert hashlib.sha256(data).hexdigest() == digest == packet.DICTIONARY_SHA256


def test_a_dictionary_that_was_changed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dictionary-1.txt").write_bytes(packet.dictionary() + b"\n")
    monkeypatch.setattr(resources, "path", lambda *_names: tmp_path / "dictionary-1.txt")
    with pytest.raises(ProgramDamaged, match="dictionary-1"):
        packet.dictionary.__wrapped__()


# Round trips

PAYLOADS = st.lists(
    st.binary(min_size=1, max_size=400)
    | st.binary(max_size=400).map(lambda data: b"{" + data)
    | st.lists(st.binary(max_size=60), min_size=3, max_size=3).map(
        lambda parts: ".".join(map(jws.encode_segment, parts)).encode()
    ),
    min_size=1,
    max_size=6,
)


@given(PAYLOADS)
def test_whatever_goes_in_comes_out_exactly(payloads: list[bytes]) -> None:
    for fragment in both_ways(packet.pack(payloads)):
        assert read(fragment) == tuple(payloads)


@given(st.binary(min_size=1, max_size=80))
def test_digits_and_bytes_are_one_to_one(packed: bytes) -> None:
    digits = link.as_digits(packed)
    assert link._of_digits(digits[2:].encode()) == packed
    assert len(digits) - 2 == 17 * (len(packed) // 7) + (0, 3, 5, 8, 10, 13, 15)[len(packed) % 7]


@pytest.mark.parametrize(
    "payload",
    [
        BADGE,
        json.dumps(json.loads(BADGE), indent=2).replace("\n", "\r\n").encode(),
        TOKEN,
        SELECTIVE,
        TOKEN.replace(b".", b"", 1),
        TOKEN[:-1] + bytes([TOKEN[-1] + 1]),  # bits that encode nothing
        TOKEN + b"=",
        b"..",
        b"https://college.example/assertions/1",
    ],
)
def test_badges_of_every_kind_and_damaged_ones_keep_every_byte(payload: bytes) -> None:
    for fragment in both_ways(packet.pack([payload])):
        assert read(fragment) == (payload,)


def test_a_token_is_carried_decoded_and_any_other_text_as_it_is() -> None:
    padded = b"ey.ey=.ey"
    assert packet._item(TOKEN)[0].startswith(b"t")
    assert packet._item(padded) == (b"s\x09" + padded,)
    # base64url of a signature costs a third more, and deflate cannot win that back
    assert len(packet.pack([TOKEN])) < len(packet.pack([TOKEN + b"~"])) - 15


def test_the_shorter_of_the_two_compressions_is_taken() -> None:
    noise = hashlib.shake_256(b"noise").digest(3000)
    for payload in (BADGE, TOKEN, SELECTIVE, noise):
        item = b"".join(packet._item(payload))
        ways = [packet._deflated([item], preset) for preset in (packet.dictionary(), b"")]
        assert len(packet.pack([payload])) <= 1 + min(map(len, ways))
    assert packet.pack([BADGE])[0] == 1


# Hostile input


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_link_that_was_changed_is_refused_or_says_something_else(data: st.DataObject) -> None:
    fragment = data.draw(st.sampled_from(both_ways(packet.pack([BADGE, TOKEN]))))
    place = data.draw(st.integers(2, len(fragment) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    cut = data.draw(st.sampled_from((fragment[:place], fragment[:place] + letter,
                                     fragment[:place] + letter + fragment[place + 1 :],
                                     fragment[:place] + fragment[place + 1 :])))  # fmt: skip
    if cut == fragment:
        return
    try:
        payloads = read(cut)
    except UnusableInput as error:
        assert error.code in CODES  # noqa: PT017 - either is right
    else:
        assert payloads != (BADGE, TOKEN)


@settings(max_examples=300)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\0", b"\1"]))
def test_noise_is_refused_in_one_way(noise: bytes, first: bytes) -> None:
    for fragment in both_ways(first + noise):
        try:
            assert all(read(fragment))
        except UnusableInput as error:
            assert error.code in CODES  # noqa: PT017 - noise may be a packet


@given(st.binary(max_size=120))
def test_a_packet_of_noise_is_refused_in_one_way(noise: bytes) -> None:
    packed = b"\0" + packet._deflated([noise], b"")
    try:
        payloads = packet.unpack(packed)
    except UnusableInput as error:
        assert error.code in CODES  # noqa: PT017 - noise may be a packet
    else:
        assert packet.unpack(packet.pack(payloads)) == payloads


def test_inflating_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred megabytes that are a hundred kilobytes of link are never made."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    endless = b"".join(compressor.compress(bytes(1_000_000)) for _ in range(100))
    most = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self, *given: Any, **named: Any) -> None:
            self.inner = real(*given, **named)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def decompress(self, *given: Any) -> bytes:
            out: bytes = self.inner.decompress(*given)
            most.append(len(out))
            return out

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    error = refusal(link.as_text(b"\0" + endless))
    assert error.code == "link-too-large"
    assert sum(most) <= packet.MAX_INFLATED + 1


def test_exactly_the_limits_are_allowed() -> None:
    head = 1 + 3  # kind and length
    largest = b"{" + b" " * (packet.MAX_INFLATED - head - 1)
    assert read(link.as_text(packet.pack([largest]))) == (largest,)
    many = [b"{%d}" % number for number in range(packet.MAX_ITEMS)]
    assert read(link.as_text(packet.pack(many))) == tuple(many)


def test_a_link_that_is_too_long_is_not_looked_into() -> None:
    error = refusal("1b" + "A" * link.MAX_CHARACTERS)
    assert error.code == "link-too-large"
    assert "200000" in str(error)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"{BASE}#1bAA", True),
        (f"{BASE}#1n", True),
        ("HTTPS://BADGES.EXAMPLE/#9b", True),
        (BASE, False),
        (f"{BASE}#about", False),
        (f"{BASE}#1", False),
        ("http://badges.example.org/v#1bAA", False),
        (f"see {BASE}#1bAA", False),
        (f"{BASE} #1bAA", False),
    ],
)
def test_what_a_link_is_told_by(text: str, is_one: bool) -> None:
    assert link.looks_like(text.encode()) is is_one


# Making one


def test_a_selection_becomes_a_link_that_gives_it_back() -> None:
    made = sharing.make([BADGE, TOKEN, SELECTIVE], BASE)
    assert made.text.startswith(f"{BASE}#1b")
    for text in (made.text, f"{BASE}#{made.digits}"):
        assert link.read(text.encode()) == (BADGE, TOKEN, SELECTIVE)


def test_of_a_baked_picture_the_badge_is_shared() -> None:
    name = "first-aid.png"
    file = resources.path("samples", "badges", name)
    (payload,) = sharing.payloads_of([(name, file.read_bytes())])
    assert payload.startswith((b"{", b"http", b"ey"))
    assert len(payload) < 5_000


def test_what_is_no_badge_is_not_shared() -> None:
    with pytest.raises(UnusableInput, match=r"notes\.txt is no badge"):
        sharing.payloads_of([("notes.txt", b"milk, bread")])


@pytest.mark.parametrize(
    "base",
    ["", "http://badges.example.org/v", "https://", "https:///v", "ftp://x/", f"{BASE}#",
     f"{BASE} ", f"{BASE}\n", "https://bädges.example/", 'https://x/"', "https://x/<b>", "https://[::1/v"],
)  # fmt: skip
def test_a_link_begins_with_the_address_of_a_page(base: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        sharing.make([BADGE], base)
    assert caught.value.code == "base-not-usable"


@pytest.mark.parametrize("base", [BASE, f"{BASE}/", "https://x.example:8443/~ada/v.html?a=1&b=%20"])
def test_any_page_will_do(base: str) -> None:
    assert link.read(sharing.make([BADGE], base).text.encode()) == (BADGE,)


@pytest.mark.parametrize(
    ("payloads", "code"),
    [
        ([], "nothing-to-share"),
        ([b""], "nothing-to-share"),
        ([BADGE] * (packet.MAX_ITEMS + 1), "too-large-for-link"),
        ([b"{" + b" " * packet.MAX_INFLATED], "too-large-for-link"),
        ([hashlib.shake_256(b"noise").digest(160_000)], "too-large-for-link"),
    ],
)
def test_nothing_is_written_that_no_reader_takes(payloads: list[bytes], code: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        sharing.make(payloads, BASE)
    assert caught.value.code == code
