"""SVG is made again from what is harmless (SECURITY.md, threat 16)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.formats.baking import BADGE, baked_2, data_url, png, svg
from wallet.formats.drawing import (
    MAX_BYTES,
    MAX_CHAIN,
    MAX_COST,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_RULES,
    harmless,
)


def clean(inside: str, **more: str) -> str:
    written = harmless(svg(inside, **more))
    assert written is not None
    return written.decode()


def test_an_honest_drawing_keeps_what_is_seen() -> None:
    inside = (
        '<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse">'
        '<stop offset="0" stop-color="#fff"/><stop offset="1" style="stop-color:rgb(0,0,9)"/>'
        '</linearGradient><linearGradient id="dusk" xlink:href="#sky"/></defs>'
        '<g transform="translate(1,-2) rotate(45)" opacity=".5">'
        '<path d="M0 0L1e1-5Z" fill="url(#dusk)" stroke="none" class="st0"/></g>'
        '<text x="1" font-family="\'DejaVu Sans\'">'
        'Caf&#233; <tspan dy="2">&lt;b></tspan> end</text>'
    )
    written = clean(inside)
    for part in (
        'gradientUnits="userSpaceOnUse"',
        'style="stop-color:rgb(0,0,9)"',
        'xlink:href="#sky"',
        'transform="translate(1,-2) rotate(45)"',
        'd="M0 0L1e1-5Z" fill="url(#dusk)"',
        'class="st0"',
        "Café <tspan",
        "&lt;b&gt;</tspan> end</text>",
    ):
        assert part in written


def test_what_was_made_is_itself_harmless() -> None:
    inside = (
        '<g id="a"><rect width="3"/></g><use xlink:href="#a" y="4"/><style>.a{fill:red}</style>'
    )
    once = harmless(svg(inside))
    assert once is not None
    assert harmless(once) == once


OUTSIDE = "file:///etc/passwd"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>steal()</script>",
        f'<script xlink:href="{OUTSIDE}"/>',
        '<rect onclick="steal()" onload="steal()"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">steal</body></foreignObject>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">steal()</x:script>',
        f'<image xlink:href="{OUTSIDE}" width="9" height="9"/>',
        f'<image href="{OUTSIDE}" width="9" height="9"/>',
        '<image href="https://evil.example/steal.png"/>',
        f'<use xlink:href="{OUTSIDE}#steal"/>',
        f'<use href="{OUTSIDE}#steal"/>',
        f'<linearGradient id="g" xlink:href="{OUTSIDE}#steal"/>',
        f'<rect fill="url({OUTSIDE}#steal)"/>',
        f"<rect style=\"fill:url('{OUTSIDE}')\"/>",
        f'<rect style="background:url({OUTSIDE});filter:url(#steal)"/>',
        '<rect fill="u\\72l(https://evil.example/steal)"/>',
        f"<style>@import '{OUTSIDE}';</style>",
        f"<style>@font-face{{src:url({OUTSIDE})}}</style>",
        f"<style>rect{{fill:url({OUTSIDE})}}</style>",
        f"<style>/**/rect{{f/**/ill:u/**/rl({OUTSIDE})}}</style>",
        '<a xlink:href="javascript:steal()"><rect/></a>',
        '<animate attributeName="href" to="steal"/>',
        '<set attributeName="href" to="steal"/>',
        f'<filter id="f"><feImage xlink:href="{OUTSIDE}"/></filter><rect filter="url(#f)"/>',
        '<pattern id="steal" width="1" height="1"/><rect fill="url(#steal)"/>',
        '<mask id="steal"/><rect mask="url(#steal)"/>',
        '<marker id="steal"/><path marker-end="url(#steal)"/>',
        "<metadata>steal</metadata><title>steal</title><desc>steal</desc>",
        '<svg width="9999999"><rect class="steal"/></svg>',
        '<image href="data:image/svg+xml,%3Csvg%20steal/%3E"/>',
    ],
)
def test_nothing_runs_moves_or_leaves_the_file(inside: str) -> None:
    written = clean(inside)
    assert "steal" not in written
    assert "file:" not in written
    assert "evil" not in written
    assert not re.search(r"on\w+=|@|script|import", written)


def test_instructions_and_badges_are_left_out() -> None:
    prolog = (
        '<?xml-stylesheet href="file:///etc/passwd"?><!DOCTYPE svg SYSTEM "http://evil.example/">'
    )
    written = clean(baked_2(body=BADGE.decode()) + "<!-- note --><rect/>", prolog=prolog)
    assert "<rect" in written
    for trace in ("passwd", "evil", "Assertion", "note", "<?", "<!"):
        assert trace not in written


def test_entities_and_damage_are_not_drawn() -> None:
    assert harmless(svg("&x;", prolog='<!DOCTYPE svg [<!ENTITY x "<rect/>">]>')) is None
    assert harmless(b"<svg") is None
    assert harmless(b"<svg/>") is None
    assert harmless(b"<html xmlns='http://www.w3.org/1999/xhtml'/>") is None


def test_style_sheets_keep_their_harmless_rules() -> None:
    style = (
        "<style>@charset 'x'; /* first */ .st0, #a > rect { fill : #F00 !important; "
        "behavior: url(x); stroke:url(#g) } @media print { .st1{opacity:.5} } bad{fill:ex(1:2)}"
        '</style><linearGradient id="g"/>'
    )
    written = clean(style)
    assert ".st0, #a &gt; rect{fill:#F00;stroke:url(#g)}" in written
    assert ".st1{opacity:.5}" in written
    assert "behavior" not in written
    assert "ex(" not in written


def test_a_raster_inside_is_kept_and_a_huge_one_is_not() -> None:
    inside = f'<image x="1" xlink:href="{data_url(png())}" width="2" height="2"/>'
    assert data_url(png()) in clean(inside)
    assert data_url(png()) in clean(inside.replace("base64,", "base64,\n  "))
    assert data_url(png(), "image/png") in clean(inside.replace("image/png", "image/jpeg"))
    huge = data_url(png(width=30_000, height=30_000))
    assert "<image" not in clean(f'<image href="{huge}"/>')


def test_rasters_of_many_pixels_together_are_not_drawn() -> None:
    large = f'<image href="{data_url(png(width=3_000, height=3_000))}"/>'
    assert harmless(svg(large)) is not None
    assert harmless(svg(large * 2)) is None
    repeated = f'<g id="a">{large}</g>' + '<use xlink:href="#a"/>' * 20
    assert harmless(svg(repeated)) is None


def test_a_drawing_inside_a_drawing_is_left_out() -> None:
    inner = data_url(svg("<rect/>"), "image/svg+xml")
    assert "<image" not in clean(f'<image href="{inner}"/>')


def test_a_use_of_a_use_is_dropped_and_of_a_shape_is_kept() -> None:
    inside = (
        '<g id="a"><rect/></g><g id="b"><use xlink:href="#a" x="1"/></g>'
        '<use xlink:href="#b" x="2"/><use xlink:href="#none" x="3"/><use x="4"/>'
        '<g id="c"><use xlink:href="#c" x="5"/></g>'
    )
    assert re.findall(r"<use [^>]*>", clean(inside)) == ['<use x="1" xlink:href="#a" />']


def test_nine_levels_of_use_end_at_once() -> None:
    levels = '<g id="l0"><rect/></g>' + "".join(
        f'<g id="l{n}">' + f'<use xlink:href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)
    )
    assert clean(levels).count("<use") == 10


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a">' + "<rect/>" * 100 + "</g>" + '<use xlink:href="#a"/>' * (MAX_COST // 100),
        '<path id="a" d="' + "L1 1" * 50_000 + '"/>' + '<use xlink:href="#a"/>' * 60,
        "<rect/>" * MAX_ELEMENTS,
        " " * MAX_BYTES,
    ],
    ids=["many shapes", "a long path", "elements", "bytes"],
)
def test_what_costs_too_much_is_not_drawn(inside: str) -> None:
    assert harmless(svg(inside)) is None


def test_what_lies_too_deep_is_left_out() -> None:
    depth = MAX_DEPTH + 5
    assert clean("<g>" * depth + "<rect/>" + "</g>" * depth).count("<g") == MAX_DEPTH


def test_style_sheets_without_end_are_cut() -> None:
    assert clean("<style>" + "a{fill:red}" * 9_000 + "</style>").count("fill") == MAX_RULES
    for endless in ("a" * 500_000, "/*" * 250_000, "@" * 500_000, "a{" * 250_000):
        assert "<style" in clean(f"<style>{endless}</style>")


def test_gradients_that_lead_back_to_themselves_are_cut() -> None:
    inside = (
        '<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/>'
        '<radialGradient id="c" xlink:href="#c"/><radialGradient id="d" xlink:href="#rect"/>'
        '<rect id="rect"/>'
    )
    # Cutting a ring once opens it: what is left comes to an end.
    assert clean(inside).count("xlink:href") == 1


def test_gradients_that_build_on_each_other_without_end_are_cut() -> None:
    count = MAX_CHAIN + 4
    chain = (
        "".join(f'<linearGradient id="g{n}" xlink:href="#g{n + 1}"/>' for n in range(count))
        + f'<linearGradient id="g{count}"/>'
    )
    assert 0 < clean(chain).count("xlink:href") < count


def test_absurd_numbers_are_left_out_and_colours_are_no_numbers() -> None:
    written = clean(
        '<rect width="1e9" height="3" fill="#1e9999" x="99999999" style="font-size:1e20px"/>'
        '<path d="M0 0L1e300 5"/>'
    )
    assert '<rect height="3" fill="#1e9999"' in written
    for trace in ('1e9"', "99999999", "1e20", "1e300"):
        assert trace not in written


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 1000000 500000"', None),
        (
            'viewBox="0 0 50000 25000" width="1000000" height="5"',
            ("1024", "512", "0 0 50000 25000"),
        ),
        ('viewBox="-5 -5 20 10"', ("20", "10", "-5 -5 20 10")),
        ('width="100000px" height="100000px"', ("1024", "1024", "0 0 100000 100000")),
        ('width="64" height="32"', ("64", "32", "0 0 64 32")),
        ('viewBox="0 0 100000 1"', ("1024", "1", "0 0 100000 1")),
        ('width="100%" height="100%"', None),
        ('viewBox="0 0 0 0"', None),
    ],
)
def test_the_size_is_sensible(attributes: str, size: tuple[str, str, str] | None) -> None:
    root = clean("<rect/>", attributes=attributes).partition(">")[0]
    if size is None:
        assert "width" not in root
        assert "height" not in root
    else:
        width, height, box = size
        assert f'width="{width}"' in root
        assert f'height="{height}"' in root
        assert f'viewBox="{box}"' in root


def test_a_link_is_drawn_as_a_group() -> None:
    assert "<g><rect /></g>" in clean('<a xlink:href="https://evil.example"><rect/></a>')


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_value_or_rule_gets_anything_else_in(text: str) -> None:
    quoted = "".join(f"&#{ord(one)};" for one in text if one.isprintable() and ord(one) < 0xD800)
    inside = (
        f'<rect class="{quoted}" fill="{quoted}" style="fill:{quoted}"/><style>{quoted}</style>'
    )
    written = clean(inside)
    assert written.count("<") == written.count(">")
    for value in re.findall(r'(?:fill|class)="([^"]*)"', written):
        assert ":" not in value
        assert "\\" not in value
