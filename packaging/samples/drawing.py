"""The badges' pictures: a frame, a pictogram and four colours make an SVG of 512 by 512.

Only plain shapes are used, without text or filters, so that every program draws them alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pictograms import PICTOGRAMS

_SIZE = 512
_MIDDLE = _SIZE // 2
_Point = tuple[float, float]


@dataclass(frozen=True)
class Palette:
    """Colours of a badge: its deep and bright ground, what is drawn on it, and an accent."""

    deep: str
    bright: str
    paper: str
    accent: str


@dataclass(frozen=True)
class Picture:
    """A badge's picture: names of its frame and pictogram, and its colours."""

    frame: str
    pictogram: str
    palette: Palette

    def svg(self) -> str:
        """Return the picture as an SVG document."""
        colours = self.palette
        pictogram = PICTOGRAMS[self.pictogram].format(
            paper=colours.paper, accent=colours.accent, deep=colours.deep, bright=colours.bright
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}"'
            f' width="{_SIZE}" height="{_SIZE}">\n'
            '<defs><linearGradient id="ground" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{colours.bright}"/>'
            f'<stop offset="1" stop-color="{colours.deep}"/></linearGradient></defs>\n'
            f"{_FRAMES[self.frame](colours)}\n"
            f'<g transform="translate({_MIDDLE} {_MIDDLE})">\n{pictogram.strip()}\n</g>\n</svg>\n'
        )


def _number(value: float) -> str:
    """Return a coordinate to a tenth, so that no platform's rounding shows."""
    return f"{value:.1f}".removesuffix(".0")


def _around(count: int, radius: float, turn: float = 0.0) -> list[_Point]:
    """Return ``count`` points on a circle, the first at the top plus ``turn`` degrees."""
    angles = (math.radians(turn - 90 + 360 * n / count) for n in range(count))
    return [(_MIDDLE + radius * math.cos(a), _MIDDLE + radius * math.sin(a)) for a in angles]


def _polygon(points: Sequence[_Point], round_by: float) -> str:
    """Return the path of a polygon with rounded corners."""
    parts: list[str] = []
    for n, corner in enumerate(points):
        before, after = points[n - 1], points[(n + 1) % len(points)]
        start, end = _towards(corner, before, round_by), _towards(corner, after, round_by)
        parts.append(f"{'L' if parts else 'M'}{_pair(start)} Q{_pair(corner)} {_pair(end)}")
    return "".join(parts) + "Z"


def _towards(point: _Point, other: _Point, by: float) -> _Point:
    """Return the point that is ``by`` from ``point`` on the way to ``other``."""
    share = by / math.dist(point, other)
    return (
        point[0] + (other[0] - point[0]) * share,
        point[1] + (other[1] - point[1]) * share,
    )


def _pair(point: _Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _layers(outer: str, inner: str, colours: Palette) -> str:
    """Return the two paths of a frame: its rim, and the ground with a fine line inside."""
    return (
        f'<path d="{outer}" fill="{colours.deep}"/>\n'
        f'<path d="{inner}" fill="url(#ground)" stroke="{colours.paper}"'
        ' stroke-width="5" stroke-opacity="0.85"/>'
    )


def _circle_path(radius: float) -> str:
    r = _number(radius)
    return (
        f"M{_number(_MIDDLE - radius)} {_MIDDLE}a{r} {r} 0 1 0 {_number(2 * radius)} 0"
        f"a{r} {r} 0 1 0 {_number(-2 * radius)} 0Z"
    )


def _circle(colours: Palette) -> str:
    return _layers(_circle_path(244), _circle_path(218), colours)


def _rosette(colours: Palette) -> str:
    """Return a seal with a wavy rim."""
    points = _around(24, 236)
    waves = "".join(
        f"A32 32 0 0 1 {_pair(point)}" if n else f"M{_pair(point)}"
        for n, point in enumerate([*points, points[0]])
    )
    return _layers(f"{waves}Z", _circle_path(206), colours)


def _hexagon(colours: Palette) -> str:
    return _layers(_polygon(_around(6, 252), 34), _polygon(_around(6, 222), 28), colours)


def _flat_hexagon(colours: Palette) -> str:
    outer, inner = _around(6, 252, 30), _around(6, 222, 30)
    return _layers(_polygon(outer, 34), _polygon(inner, 28), colours)


def _octagon(colours: Palette) -> str:
    outer, inner = _around(8, 254, 22.5), _around(8, 226, 22.5)
    return _layers(_polygon(outer, 26), _polygon(inner, 20), colours)


def _diamond(colours: Palette) -> str:
    return _layers(_polygon(_around(4, 266), 70), _polygon(_around(4, 232), 58), colours)


def _square(colours: Palette) -> str:
    def square(edge: float) -> list[_Point]:
        far = _SIZE - edge
        return [(edge, edge), (far, edge), (far, far), (edge, far)]

    return _layers(_polygon(square(24), 96), _polygon(square(50), 78), colours)


def _shield(colours: Palette) -> str:
    def shield(edge: float) -> str:
        top, side, foot = 30 + edge, 62 + edge, 496 - edge * 1.2
        left, right = _number(side), _number(_SIZE - side)
        return (
            f"M{_MIDDLE} {_number(top)}C{_MIDDLE + 60} {_number(top + 38)} {_MIDDLE + 130}"
            f" {_number(top + 46)} {right} {_number(top + 46)}V256"
            f"C{right} 372 {_MIDDLE + 96} 452 {_MIDDLE} {_number(foot)}"
            f"C{_MIDDLE - 96} 452 {left} 372 {left} 256V{_number(top + 46)}"
            f"C{_MIDDLE - 130} {_number(top + 46)} {_MIDDLE - 60} {_number(top + 38)}"
            f" {_MIDDLE} {_number(top)}Z"
        )

    return _layers(shield(-18), shield(8), colours)


_FRAMES: dict[str, Callable[[Palette], str]] = {
    "circle": _circle,
    "rosette": _rosette,
    "hexagon": _hexagon,
    "flat hexagon": _flat_hexagon,
    "octagon": _octagon,
    "diamond": _diamond,
    "square": _square,
    "shield": _shield,
}
