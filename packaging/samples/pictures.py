"""The picture of every badge: frame, pictogram and colours, by the badge's name."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Final

from drawing import Palette, Picture

PICTURES: Final[dict[str, Picture]] = {
    "dementia-care": Picture(
        "circle", "flower", Palette("#3d3a7c", "#7a6fc4", "#ffffff", "#ffd166")
    ),
    "project-coordination": Picture(
        "circle", "plan", Palette("#1f5f5b", "#3fa69b", "#ffffff", "#ffcf56")
    ),
    "lab-safety": Picture("shield", "flask", Palette("#4a2377", "#8457c7", "#ffffff", "#5fd68b")),
    "first-aid": Picture("shield", "cross", Palette("#0b6b3a", "#24a866", "#ffffff", "#0b6b3a")),
    "data-analysis": Picture(
        "hexagon", "bars", Palette("#0f3d5e", "#2c7fb8", "#ffffff", "#ffb703")
    ),
    "peer-mentoring": Picture(
        "square", "people", Palette("#2f5d2e", "#69a85c", "#ffffff", "#ffe08a")
    ),
    "welding-safety": Picture(
        "octagon", "flame", Palette("#7a2e0e", "#d9622b", "#fff6e5", "#ffd23f")
    ),
    "forklift": Picture(
        "flat hexagon", "boxes", Palette("#4a4a52", "#7d7f8c", "#ffffff", "#f6b73c")
    ),
    "food-hygiene": Picture(
        "rosette", "cloche", Palette("#7b1e3a", "#c4456b", "#ffffff", "#ffd9a0")
    ),
    "information-literacy": Picture(
        "square", "books", Palette("#1d4e89", "#3f88c5", "#ffffff", "#f49d37")
    ),
    "3d-printing": Picture("hexagon", "cube", Palette("#5b1a6e", "#a44bbf", "#ffffff", "#5be0c8")),
    "cloud-associate": Picture(
        "flat hexagon", "cloud", Palette("#0a4c8c", "#3aa0f0", "#ffffff", "#ff8c42")
    ),
    "secure-networks": Picture(
        "flat hexagon", "lock", Palette("#2a2f6b", "#5661c9", "#ffffff", "#ff8c42")
    ),
    "harbour-games": Picture(
        "rosette", "boat", Palette("#00567a", "#1ba1c9", "#ffffff", "#ff6b6b")
    ),
    "education-numerique": Picture(
        "octagon", "tablet", Palette("#12355b", "#2f6fb3", "#ffffff", "#ff9fb2")
    ),
    "open-learning-days": Picture(
        "circle", "bulb", Palette("#8a4b08", "#f2a03d", "#fffaf0", "#8a2f08")
    ),
    "swimming-coach": Picture(
        "circle", "waves", Palette("#005f73", "#0fb5c4", "#ffffff", "#ffe066")
    ),
    "community-interpreting": Picture(
        "square", "speech", Palette("#6b2d5c", "#b5578f", "#ffffff", "#ffd6a5")
    ),
    "digital-storytelling": Picture(
        "hexagon", "film", Palette("#33272a", "#7a5c61", "#ffffff", "#f25f5c")
    ),
    "photography": Picture(
        "rosette", "aperture", Palette("#2b2d42", "#6d7196", "#ffffff", "#ef8354")
    ),
    "beekeeping": Picture(
        "hexagon", "honeycomb", Palette("#7a4b00", "#d99a1c", "#fff8e7", "#ffe08a")
    ),
    "choir-leading": Picture(
        "diamond", "notes", Palette("#6a1b4d", "#b23a78", "#ffffff", "#ffd97d")
    ),
}

DRAWN: Final[dict[str, int]] = {
    "information-literacy": 400,
    "first-aid": 400,
    "forklift": 400,
    "education-numerique": 400,
    "swimming-coach": 400,
    "beekeeping": 256,
}
"""The badges whose picture is a PNG, and its width. :mod:`draw` makes them with Qt, whose
PNGs may differ from one platform to another: the ones kept in ``pictures/`` are originals."""

_ORIGINALS = Path(__file__).parent / "pictures"


def svg(name: str) -> str:
    """Return the picture of a badge as SVG."""
    return PICTURES[name].svg()


def png(name: str) -> bytes:
    """Return the picture of a badge as the PNG that is kept."""
    return (_ORIGINALS / f"{name}.png").read_bytes()


def data_url(name: str) -> str:
    """Return the picture of a badge as a ``data:`` URL (RFC 2397)."""
    if name in DRAWN:
        return "data:image/png;base64," + base64.b64encode(png(name)).decode()
    return "data:image/svg+xml;base64," + base64.b64encode(svg(name).encode()).decode()


def image(name: str, caption: str) -> dict[str, Any]:
    """Return the picture of a badge as an Image (Open Badges 3.0 §B.1.14)."""
    return {"id": data_url(name), "type": "Image", "caption": caption}
