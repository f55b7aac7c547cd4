"""Pictures of badges made ready for paper: decoded within bounds, small, and written anew."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from wallet.credential.model import Picture
from wallet.formats import picture as pictures

EDGE: Final = 360
"""The longest side of a picture in a PDF, in pixels: 24 mm at 380 dots an inch."""
_KINDS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_MAX_COLOURS: Final = 4096
"""A picture of more colours is a photograph, and smaller as JPEG."""
_QUALITY: Final = 88


def raster(picture: Picture) -> bytes | None:
    """Return a raster as a small PNG or JPEG on white, or None where it cannot be drawn.

    ``picture`` comes from anybody: only what the window would draw too is decoded
    (:func:`wallet.formats.picture.shown`), of several pictures in one file the first.
    """
    safe = pictures.shown(picture)
    if safe is None or safe.data is None or safe.media_type == SVG:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(safe.data), formats=_KINDS) as image:
                return _written(_small(image))
    except Exception:  # noqa: BLE001 - whatever a decoder trips over, there is no picture then
        return None


SVG: Final = "image/svg+xml"


def drawing(picture: Picture) -> bytes | None:
    """Return an SVG made again from what is harmless, or None where the picture is none."""
    safe = pictures.shown(picture)
    return safe.data if safe is not None and safe.media_type == SVG else None


def _small(image: Image.Image) -> Image.Image:
    image.draft("RGB", (2 * EDGE, 2 * EDGE))
    image.load()
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA")
    image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS, reducing_gap=3)
    turned = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    if image.getcolors(_MAX_COLOURS) is None:
        image.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    else:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()
