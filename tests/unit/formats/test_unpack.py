"""From a file's bytes to the credential in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.formats.baking import (
    ADDRESS,
    BADGE,
    baked_2,
    baked_3,
    itext,
    jws,
    png,
    svg,
    text,
)
from wallet.credential.model import Container, Picture
from wallet.errors import UnusableInput
from wallet.formats.artifact import Artifact
from wallet.formats.unpack import unpack

BOM = b"\xef\xbb\xbf"
TOKEN = jws()
BAKED_PNG = png(itext(b"openbadges", BADGE))
BAKED_SVG = svg(baked_3(verify=TOKEN.decode()))


def refused(data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        unpack(data, "badge")
    return caught.value


@pytest.mark.parametrize(
    ("data", "container", "payload"),
    [
        (BADGE, Container.JSON, BADGE),
        (BOM + b"\r\n" + BADGE + b"\n", Container.JSON, BADGE),
        (b"[\n " + BADGE + b"\n]\n", Container.JSON, BADGE),
        (b'{"a":1.0,  "b":"\\u00e9"}', Container.JSON, b'{"a":1.0,  "b":"\\u00e9"}'),
        (TOKEN, Container.JWT, TOKEN),
        (b"\n" + TOKEN + b"\r\n", Container.JWT, TOKEN),
        (b'"' + TOKEN + b'"\n', Container.JWT, TOKEN),
        (jws(header=b'{ "alg": "EdDSA" }'), Container.JWT, jws(header=b'{ "alg": "EdDSA" }')),
        (jws(header=b'{\n"alg": "EdDSA"}'), Container.JWT, jws(header=b'{\n"alg": "EdDSA"}')),
        (BAKED_PNG, Container.PNG, BADGE),
        (png(text(b"openbadges", ADDRESS)), Container.PNG, ADDRESS),
        (png(itext(b"openbadgecredential", TOKEN)), Container.PNG, TOKEN),
        (BAKED_SVG, Container.SVG, TOKEN),
        (b"\n<!-- " + b"a long word " * 900 + b"-->" + BAKED_SVG, Container.SVG, TOKEN),
        (svg(baked_2(verify=ADDRESS.decode())), Container.SVG, ADDRESS),
    ],
)
def test_the_payload_is_exactly_what_was_found(
    data: bytes, container: Container, payload: bytes
) -> None:
    artifact = unpack(data, "badge")
    assert (artifact.container, artifact.payload) == (container, payload)


def test_a_picture_goes_with_the_badge_that_was_in_it() -> None:
    assert unpack(BAKED_PNG, "badge").picture == Picture("image/png", BAKED_PNG)
    assert unpack(BAKED_SVG, "badge").picture == Picture("image/svg+xml", BAKED_SVG)
    assert unpack(BADGE, "badge").picture is None


def test_the_badge_in_a_picture_of_400_megapixels_is_read_and_the_picture_left() -> None:
    huge = png(itext(b"openbadges", BADGE), width=20_000, height=20_000)
    assert unpack(huge, "badge") == Artifact(Container.PNG, BADGE, None)


def test_a_prefixed_svg_is_one() -> None:
    prefixed = (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org">'
        b'<o:assertion verify="https://college.example/1"/></s:svg>'
    )
    assert unpack(prefixed, "badge").payload == b"https://college.example/1"


@pytest.mark.parametrize("data", [b"", b" \n", BOM, BOM + b"\r\n"])
def test_nothing_is_an_empty_file(data: bytes) -> None:
    error = refused(data)
    assert error.code == "empty-file"
    assert str(error) == ("badge is empty: download it again, or ask its issuer to send it again")


@pytest.mark.parametrize(
    "data",
    [
        BADGE.decode().encode("utf-16"),
        BADGE.decode().encode("utf-16-le"),
        BADGE.decode().encode("utf-16-be"),
        BADGE.decode().encode("utf-32"),
        BADGE.decode().encode("latin-1"),
        BAKED_SVG.decode().encode("utf-16"),
        TOKEN.decode().encode("utf-16-le"),
        png(text(b"openbadges", BADGE.decode().encode("latin-1"))),
    ],
)
def test_text_in_another_encoding_is_named_as_such(data: bytes) -> None:
    assert refused(data).code == "wrong-encoding"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (BADGE + b"\n" + BADGE.replace(b"/1", b"/2"), 2),
        (b"[" + BADGE + b"," + BADGE + b"," + BADGE + b"]", 3),
        (png(itext(b"openbadges", BADGE), itext(b"openbadgecredential", TOKEN)), 2),
        (svg(baked_2(body=BADGE.decode()) + baked_3(verify=TOKEN.decode())), 2),
        (png(itext(b"openbadges", b"[" + BADGE + b",{}]")), 2),
    ],
    ids=["lines", "array", "png", "svg", "array in png"],
)
def test_of_several_badges_none_is_assumed(data: bytes, count: int) -> None:
    error = refused(data)
    assert error.code == "several-badges"
    assert str(error).startswith(f"badge holds {count} different badges")


def test_every_truncation_of_a_text_is_malformed() -> None:
    signed = TOKEN.rindex(b".") + 1  # a shorter signature has the right shape, and verifies not
    for whole in (BADGE, TOKEN[:signed]):
        for length in range(2, len(whole)):
            error = refused(whole[:length])
            assert error.code == "malformed", whole[:length]
            assert "download it again" in str(error)


@pytest.mark.parametrize(
    "data",
    [
        TOKEN + b"=",
        jws(payload=b"no JSON"),
        BADGE + b" and more",
        BADGE + b"5",
        png(itext(b"openbadges", b"{verify:1}")),
        png(itext(b"openbadges", b"hello")),
        svg(baked_2(body="hello")),
    ],
)
def test_damage_is_malformed(data: bytes) -> None:
    assert refused(data).code == "malformed"


@pytest.mark.parametrize("data", [png(), svg("<circle r='4'/>")])
def test_a_picture_without_a_badge_is_told_so(data: bytes) -> None:
    error = refused(data)
    assert error.code == "no-badge-in-picture"
    assert "a screenshot or copy loses it" in str(error)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n", "badge is a PDF document"),
        (b"PK\x03\x04\x14\0", "badge is a ZIP archive"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "badge is a JPEG picture"),
        (b"GIF89a\1\0\1\0", "badge is a GIF picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "badge is a WebP picture"),
        (b"<!DOCTYPE html><html><svg></svg></html>", "badge is a web page"),
        (b"<html><body><svg/></body></html>", "badge is a web page"),
        (ADDRESS, "badge holds only a web address"),
        (b"-----BEGIN PUBLIC KEY-----", "badge is a key or a certificate"),
        (b'"a sentence"', "badge is no badge"),
        (b"[]", "badge is no badge"),
        (b"[1, 2]", "badge is no badge"),
        (b'["' + TOKEN + b'"]', "badge is no badge"),
        (b"Dear learner,", "badge is no badge"),
        (b"www.college.example", "badge is no badge"),
        (bytes(range(256)), "badge is no badge"),
        (b'<?xml version="1.0"?><note>about an <svg/></note>', "badge is no badge"),
        (b"<note/>", "badge is no badge"),
    ],
)
def test_anything_else_is_no_badge_and_named_where_it_is_known(data: bytes, says: str) -> None:
    error = refused(data)
    assert error.code == "not-a-badge"
    assert str(error).startswith(says)


WHOLE = (BADGE, TOKEN, BAKED_PNG, BAKED_SVG, png(itext(b"openbadges", TOKEN, compress=True)))


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"\x89PNG\r\n\x1a\n")
@example(b"<svg")
def test_arbitrary_bytes_are_refused_in_words(data: bytes) -> None:
    try:
        unpack(data, "badge")
    except UnusableInput as error:
        assert "badge" in str(error)  # noqa: PT017 - raising is allowed, not asked for


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_mutated_badges_are_read_or_refused_in_words(whole: bytes, draw: st.DataObject) -> None:
    data = bytearray(whole)
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(data)))
        data[place : place + draw.draw(st.integers(0, 9))] = draw.draw(st.binary(max_size=9))
    try:
        artifact = unpack(bytes(data), "badge")
    except UnusableInput as error:
        assert "badge" in str(error)  # noqa: PT017 - raising is allowed, not asked for
    else:
        assert artifact.payload.strip()
