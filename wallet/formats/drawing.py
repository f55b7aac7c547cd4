"""SVG made again from what is harmless (SECURITY.md, threat 16).

The drawing is rebuilt from an allow-list of elements, attributes and style properties.
Nothing of it runs, moves, or refers to anything outside the file; pictures in it are rasters
of a sensible size; what it costs to draw is bounded. Clip paths, masks, patterns, markers and
filters are left out: the renderer draws none or little of them, at a price the file sets.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from wallet.credential.model import Picture
from wallet.errors import UnusableInput
from wallet.formats import picture, svg

MAX_BYTES: Final = 1024 * 1024
"""The largest SVG that is shown, in bytes."""
MAX_ELEMENTS: Final = 5_000
MAX_DEPTH: Final = 30
"""How deep groups may nest; what lies deeper is left out."""
MAX_COST: Final = 10_000
"""What drawing it may cost (:func:`_cost`), counted as often as ``use`` repeats it."""
MAX_CHAIN: Final = 8
"""How many gradients may build on each other."""
MAX_PIXELS: Final = 16_000_000
"""The most pixels of all rasters in the drawing together."""
MAX_RULES: Final = 500
"""The most rules of a style sheet that are taken over."""
MAX_NUMBER: Final = 100_000
"""The largest coordinate; an attribute with a larger one is left out."""
MAX_SIDE: Final = 1_024
"""The longest side of the drawing's own size, in pixels; larger ones are scaled down."""

_HREF: Final = "xlink:href"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_TEXT: Final = frozenset({"text", "tspan"})
_GRADIENTS: Final = frozenset({"linearGradient", "radialGradient"})
_REFERRING: Final = _GRADIENTS | {"use"}
_ELEMENTS: Final = frozenset(
    {
        "svg", "g", "a", "defs", "symbol", "switch", "path", "rect", "circle", "ellipse", "line",
        "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop",
        "image", "use", "style",
    }
)  # fmt: skip
_PROPERTIES: Final = frozenset(
    {
        "color", "display", "fill", "fill-opacity", "fill-rule", "font-family", "font-size",
        "font-style", "font-weight", "opacity", "stop-color", "stop-opacity", "stroke",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
        "text-anchor", "visibility",
    }
)  # fmt: skip
_ATTRIBUTES: Final = _PROPERTIES | frozenset(
    {
        "class", "cx", "cy", "d", "dx", "dy", "fx", "fy", "gradientTransform", "gradientUnits",
        "height", "id", "offset", "points", "preserveAspectRatio", "r", "rx", "ry", "spreadMethod",
        "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
    }
)  # fmt: skip
_WORDS_ONLY: Final = frozenset({"class", "id", "font-family"})
_HARMLESS: Final = re.compile(r"[\w\s#%.,()+'\"-]*\Z")
_LOCAL: Final = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")
_NUMBER: Final = re.compile(r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
_HEX: Final = re.compile(r"#[\w.-]+")
_COMMENT: Final = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_AT_RULE: Final = re.compile(r"@[^;{}]*;?")
_SELECTOR: Final = re.compile(r"[\w\s.#,>*-]+\Z")
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:px)?\s*\Z")


def harmless(data: bytes) -> bytes | None:
    """Return the SVG ``data`` without what may harm, or None where it is no such drawing."""
    if len(data) > MAX_BYTES:
        return None
    try:
        root = svg.parse(data, "")
    except UnusableInput:
        return None
    if root.tag != f"{{{svg.NAMESPACE}}}svg" or sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return None
    drawing = _copied(root, 0)
    if drawing is None:
        return None
    _drop_loose_references(drawing)
    _drop_nested_uses(drawing)
    if not _is_cheap(drawing):
        return None
    _size(drawing)
    drawing.set("xmlns", svg.NAMESPACE)
    drawing.set("xmlns:xlink", _XLINK)
    written: bytes = ET.tostring(drawing, encoding="utf-8")
    return written


def _copied(element: Element, depth: int) -> Element | None:
    """Return a copy of ``element`` and what is in it, or None where it is not allowed."""
    namespace, _, name = str(element.tag)[1:].partition("}")
    if namespace != svg.NAMESPACE or name not in _ELEMENTS:
        return None
    if depth > MAX_DEPTH or (name == "svg" and depth):
        return None
    if name == "style":
        return _style(element.text or "")
    copy = Element("g" if name == "a" else name, dict(_attributes(element)))
    href = element.get(f"{{{_XLINK}}}href", element.get("href", ""))
    if name == "image":
        raster = _raster(href)
        if raster is None:
            return None
        copy.set(_HREF, raster)
    elif name in _REFERRING and href.startswith("#") and _HARMLESS.match(href):
        copy.set(_HREF, href)
    if name in _TEXT:
        copy.text = element.text
    for child in element:
        inside = _copied(child, depth + 1)
        if inside is not None:
            if name in _TEXT:
                inside.tail = child.tail
            copy.append(inside)
    return copy


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "style":
            yield name, _declarations(value)
        elif name in _ATTRIBUTES and _allowed(name, value):
            yield name, value


def _allowed(name: str, value: str) -> bool:
    """Return whether ``value`` refers to nothing outside and states no absurd number."""
    if not _HARMLESS.match(value) or "url" in _LOCAL.sub("", value).lower():
        return False
    if name in _WORDS_ONLY:
        return True
    return all(float(one) <= MAX_NUMBER for one in _NUMBER.findall(_HEX.sub("", value)))


def _declarations(text: str) -> str:
    kept = []
    for one in text.split(";"):
        name, _, value = one.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if name in _PROPERTIES and value and _allowed(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _style(text: str) -> Element:
    """Return a style sheet with the harmless declarations of ``text``."""
    copy = Element("style", {"type": "text/css"})
    kept = []
    for rule in _AT_RULE.sub(" ", _COMMENT.sub(" ", text)).split("}")[:MAX_RULES]:
        head, _, body = rule.rpartition("{")
        selector = head.rpartition("{")[2].strip()
        if _SELECTOR.match(selector):
            kept.append(f"{selector}{{{_declarations(body)}}}")
    copy.text = "".join(kept)
    return copy


def _raster(href: str) -> str | None:
    """Return a ``data:`` URL of a raster that may be shown, or None for any other reference."""
    inside = picture.from_data_url("".join(href.split()))
    if inside is None or inside.data is None or picture.raster_size(inside.data) is None:
        return None
    raster = picture.shown(Picture(data=inside.data))
    if raster is None or raster.data is None:
        return None
    return f"data:{raster.media_type};base64,{base64.b64encode(raster.data).decode('ascii')}"


def _drop_loose_references(drawing: Element) -> None:
    """Drop references to what is not there, and gradients that lead back to themselves."""
    by_id = {element.get("id", ""): element for element in drawing.iter() if element.get("id")}
    for element in drawing.iter():
        for name, value in list(element.attrib.items()):
            if any(one not in by_id for one in _LOCAL.findall(value)):
                del element.attrib[name]
        if element.tag in _GRADIENTS and not _ends(element, by_id):
            del element.attrib[_HREF]


def _ends(gradient: Element, by_id: dict[str, Element]) -> bool:
    """Return whether the gradients that ``gradient`` builds on come to an end."""
    seen = [gradient]
    while href := seen[-1].get(_HREF):
        following = by_id.get(href[1:])
        if following is None or following.tag not in _GRADIENTS or len(seen) > MAX_CHAIN:
            return False
        seen.append(following)
    return True


def _drop_nested_uses(drawing: Element) -> None:
    """Drop each ``use`` of what has a ``use`` in it, or is not there."""
    by_id = {element.get("id"): element for element in drawing.iter()}
    dropped = []
    for parent in drawing.iter():
        for child in parent.findall("use"):
            target = by_id.get(child.get(_HREF, "")[1:])
            if target is None or next(target.iter("use"), None) is not None:
                dropped.append((parent, child))
    for parent, child in dropped:
        parent.remove(child)


def _is_cheap(drawing: Element) -> bool:
    """Return whether drawing all of it, repeated as ``use`` asks, costs little enough."""
    pixels = {element: _pixels(element) for element in drawing.iter("image")}
    if sum(pixels.values()) > MAX_PIXELS:
        return False
    by_id = {element.get("id"): element for element in drawing.iter()}
    costs: dict[str, int] = {}
    total = sum(_cost(element, pixels) for element in drawing.iter())
    for use in drawing.iter("use"):
        target = use.get(_HREF, "")[1:]
        if target not in costs:
            costs[target] = sum(_cost(element, pixels) for element in by_id[target].iter())
        total += costs[target]
    return total <= MAX_COST


def _cost(element: Element, pixels: dict[Element, int]) -> int:
    """Return 1 and what long paths, texts and large rasters cost beyond."""
    length = sum(map(len, element.attrib.values())) + len(element.text or "")
    return 1 + length // 1_000 + pixels.get(element, 0) // 16_384


def _pixels(image: Element) -> int:
    inside = picture.from_data_url(image.get(_HREF, ""))
    size = picture.raster_size(inside.data) if inside and inside.data else None
    return size[1] * size[2] if size else 0


def _size(drawing: Element) -> None:
    """Give the drawing a view box and a size of its own that is not absurd."""
    lengths = [_LENGTH.match(drawing.attrib.pop(name, "")) for name in ("width", "height")]
    box = [float(one) for one in _NUMBER.findall(drawing.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = box[2:]
    elif lengths[0] and lengths[1]:
        width, height = float(lengths[0][1]), float(lengths[1][1])
        drawing.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        return
    if width > 0 and height > 0:
        scale = min(1.0, MAX_SIDE / max(width, height))
        drawing.set("width", f"{max(1.0, width * scale):g}")
        drawing.set("height", f"{max(1.0, height * scale):g}")
