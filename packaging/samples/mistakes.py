"""Files that are no badge, each a mistake that people make, and the code each is refused by."""

from __future__ import annotations

from dataclasses import dataclass, field

from baking import OB_2, OB_3, png_with_itext, png_with_text
from pictures import png
from sample import Sample, Site, pretty


@dataclass(frozen=True)
class Mistake:
    """A file, the stable code of the error it gets, and what is wrong with it."""

    file: str
    data: bytes = field(repr=False)
    code: str
    note: str


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>Your badge</title></head>
<body><h1>Sign in to see your badge</h1></body>
</html>
"""


def mistakes(samples: list[Sample], site: Site) -> list[Mistake]:
    """Return them, made from good samples and documents."""
    good = {sample.file: sample.data for sample in samples}
    badge = good["beekeeping.json"]
    picture = good["first-aid.png"]
    other = b"https://library.example.org/badges/awarded/2013-0412.json"
    issuer, _status = site.pages["https://firstaid.example/organisation.json"]
    return [
        Mistake("empty.json", b"", "empty-file", "A file without a byte in it"),
        Mistake(
            "cut-short.json", badge[: len(badge) // 2], "malformed", "The first half of a badge"
        ),
        Mistake(
            "utf-16.json",
            b"\xff\xfe" + badge.decode().encode("utf-16-le"),
            "wrong-encoding",
            "A badge as UTF-16",
        ),
        Mistake("web-page.json", _PAGE.encode(), "not-a-badge", "A web page saved as a badge"),
        Mistake("issuer.json", issuer, "not-a-badge", "An issuer's profile instead of a badge"),
        Mistake(
            "two-badges.json",
            pretty([{"id": "urn:example:1"}, {"id": "urn:example:2"}]),
            "several-badges",
            "A list of two",
        ),
        Mistake(
            "picture-without-badge.png",
            png("swimming-coach"),
            "no-badge-in-picture",
            "The picture of a badge, without the badge",
        ),
        Mistake(
            "two-badges.png",
            png_with_text(picture, OB_2, other.decode()),
            "several-badges",
            "A picture with two different badges in it",
        ),
        Mistake(
            "cut-short.png",
            png_with_itext(png("forklift"), OB_3, badge)[:-2_000],
            "damaged-picture",
            "A picture whose end is missing",
        ),
    ]
