"""Pictures of anybody's, made small and harmless, or left out."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image

from wallet.credential.model import Picture
from wallet.pdf import pictures


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def made_of(data: bytes) -> Image.Image:
    again = pictures.raster(Picture(data=data))
    assert again is not None
    return Image.open(io.BytesIO(again))


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims to be of this size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_raster_is_made_small_and_keeps_its_shape(kind: str) -> None:
    with made_of(encoded(Image.new("RGB", (1200, 600), "#aa3355"), kind)) as again:
        assert again.size == (pictures.EDGE, pictures.EDGE // 2)
        assert again.format == "PNG"


def test_what_is_transparent_is_white_on_paper() -> None:
    with made_of(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")) as again:
        assert again.mode == "RGB"
        assert again.getpixel((10, 10)) == (255, 255, 255)


def test_a_photograph_is_written_as_one_and_turned_as_it_says() -> None:
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    noise = Image.merge("RGB", (*noise.split()[:2], noise.getchannel(0).rotate(180)))
    turned = Image.Exif()
    turned[0x0112] = 6
    data = encoded(noise, "JPEG", exif=turned, icc_profile=b"x" * 5000)
    with made_of(data) as again:
        assert again.format == "JPEG"
        assert again.height > again.width
        assert not again.getexif()
        assert "icc_profile" not in again.info


def test_only_the_first_of_several_pictures_is_drawn() -> None:
    frames = [Image.new("P", (20, 20), number) for number in range(3)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with made_of(data) as again:
        assert getattr(again, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture at all",
        encoded(Image.new("RGB", (40, 40)), "BMP"),
        encoded(Image.new("RGB", (900, 900), "red"), "PNG")[:200],
        encoded(Image.effect_noise((300, 300), 50), "JPEG")[:400],
        png_of(100, 100),
        png_of(0, 10),
        b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 7 + b"\x9d\x01\x2a\x10\0\x10\0",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    ],
)
def test_what_cannot_be_decoded_is_no_picture(data: bytes) -> None:
    assert pictures.raster(Picture(data=data)) is None


def test_fifty_megapixels_are_not_even_decoded() -> None:
    data = encoded(Image.new("1", (10_000, 5_000)), "PNG")
    tracemalloc.start()
    try:
        assert pictures.raster(Picture(data=data)) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = encoded(Image.effect_noise((500, 500), 60).convert("RGB"), "PNG")
    assert pictures.raster(Picture(data=data)) == pictures.raster(Picture(data=data))


def test_of_a_drawing_only_what_is_harmless_is_left() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>'
        b'<image href="https://example.org/x.png" width="5" height="5"/><path d="M0 0h9v9z"/></svg>'
    )
    clean = pictures.drawing(Picture(data=svg))
    assert clean is not None
    assert b"path" in clean
    assert b"script" not in clean
    assert b"example.org" not in clean
    assert pictures.drawing(Picture(data=b"\xff\xd8\xff")) is None
