"""Compact JWS, strictly (SECURITY.md, threat 10; VERIFY.md rule 4)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.formats.baking import BADGE, b64url, jws
from wallet.errors import UnusableInput
from wallet.formats.jws import decode_segment, looks_like, split


def test_the_parts_are_what_was_signed() -> None:
    token = jws(BADGE)
    parts = split(token)
    assert parts.header == {"alg": "EdDSA"}
    assert parts.payload == BADGE
    assert parts.signature == bytes(64)
    assert parts.signing_input + b"." + token.rpartition(b".")[2] == token


@pytest.mark.parametrize("text", ["AA==", "A", "AB", "+/+/", "AA AA", "AA\n", "ÀÀ", "AAA=", "AAB"])
def test_base64url_that_is_padded_foreign_or_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        decode_segment(text)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_canonical_base64url_comes_back(data: bytes) -> None:
    assert decode_segment(b64url(data)) == data


GOOD = jws()
HEAD, BODY, SIGNATURE = GOOD.decode().split(".")
TWICE = b64url(b'{"alg":"none","alg":"ES256"}')


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (f"{HEAD}=.{BODY}.{SIGNATURE}", "the encoding of badge.jwt is damaged"),
        (f"{HEAD}.{BODY}.{SIGNATURE}=", "the encoding of badge.jwt is damaged"),
        (f"{HEAD}.{BODY}+.{SIGNATURE}", "the encoding of badge.jwt is damaged"),
        (f"{HEAD}.{BODY}.{SIGNATURE[:-1]}B", "the encoding of badge.jwt is damaged"),
        (f"{HEAD}.{BODY}.{SIGNATURE}.", "the encoding of badge.jwt is damaged"),
        (f"{HEAD}.{BODY}", "badge.jwt is cut short"),
        (HEAD, "badge.jwt is cut short"),
        (f"{b64url(b'[]')}.{BODY}.", "badge.jwt does not say how it was signed"),
        (f"{b64url(b'{')}.{BODY}.", "badge.jwt is cut short"),
        (f".{BODY}.{SIGNATURE}", "badge.jwt is cut short"),
        (f"{TWICE}.{BODY}.{SIGNATURE}", 'badge.jwt says "alg" twice in one place'),
    ],
)
def test_a_damaged_token_is_malformed(token: str, says: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        split(token.encode(), "badge.jwt")
    assert caught.value.code == "malformed"
    assert str(caught.value).startswith(says + ":")


def test_an_empty_signature_is_for_the_verifier_to_refuse() -> None:
    assert split(f"{HEAD}.{BODY}.".encode()).signature == b""


def test_a_damaged_token_still_looks_like_one_and_other_text_does_not() -> None:
    assert looks_like(GOOD)
    assert looks_like(GOOD[:50])
    assert looks_like(f"{HEAD}==.{BODY}.{SIGNATURE}".encode())
    for other in (b"www.example.com", b"eye drops", b"a.b.c", BADGE, GOOD + b".x.y", b""):
        assert not looks_like(other)
