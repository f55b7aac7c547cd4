"""What a QR code's size means to a person: in words, with the figures beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, TypedDict, cast

from wallet.i18n import N_, Words

Ease = Literal["easy", "large", "too-large"]


class Figures(TypedDict):
    """What is told of a code before it is drawn (CONTRACT.md, ``about``).

    ``version``, ``level``, ``modules`` (a side, without the white around) and ``print_cm`` (how
    wide to print it at least, with it) are None where it is too large. ``used`` is how much of
    version 25 at level M is needed and ``fullness`` how much of the same at level L, the
    largest that is made: 1.0 is all of it.
    """

    version: int | None
    level: str | None
    fullness: float
    used: float
    modules: int | None
    ease: Ease
    print_cm: int | None


def figures_in(about: Mapping[str, object]) -> Figures | None:
    """Return the figures of the code that ``about`` tells of, or would be, if it is of any."""
    found = about.get("qr", about)
    return cast("Figures", found) if isinstance(found, dict) and "ease" in found else None


_EASE: Mapping[Ease, str] = {
    "easy": N_("Easy to scan"),
    "large": N_("Large: hold still, and print it at least {cm} cm wide"),
    "too-large": N_("Too large for a QR code: use a link, a file or the issuer's address"),
}


def ease(figures: Figures, words: Words) -> str:
    """Return in a few words how easily it is scanned."""
    sentence = _EASE[figures["ease"]]
    return words(sentence, cm=figures["print_cm"])


def size(figures: Figures, words: Words) -> str:
    """Return its figures in one line."""
    used = math.ceil(figures["used"] * 100)
    told = words("{percent} % of the room of version 25, level M", percent=used)
    if figures["version"] is None:
        return told
    of_code = words(
        "Version {version}, level {level}, {modules} x {modules} modules",
        version=figures["version"],
        level=figures["level"],
        modules=figures["modules"],
    )
    return f"{of_code} · {told}"
