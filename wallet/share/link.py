"""A selection of badges as a link (:mod:`wallet.formats.link` has its form)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from wallet.errors import UnusableInput
from wallet.formats import link, packet
from wallet.formats.unpack import unpack
from wallet.i18n import N_

_PAGE: Final = re.compile(r"https://[!$-;=?-Z_a-z~\[\]]+\Z")
"""An address in printable ASCII, without what ends one in a text, and without a fragment."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link, from which it can be written in two ways.

    ``base`` is the address of the page that reads it, ``packed`` what it carries
    (:mod:`wallet.formats.packet`).
    """

    base: str
    packed: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The link as it is pasted: ``BASE#1b…``."""
        return f"{self.base}#{link.as_text(self.packed)}"

    @property
    def digits(self) -> str:
        """What a QR holds after ``BASE#``, nearly all of it decimal: ``1n…``."""
        return link.as_digits(self.packed)


def payloads_of(files: Iterable[tuple[str, bytes]]) -> tuple[bytes, ...]:
    """Return what is shared of badge files, (name, bytes): the credential as it was signed.

    Of a baked picture that is the badge inside it, not the picture. Raises UnusableInput for
    what is no badge.
    """
    return tuple(unpack(data, name).payload for name, data in files)


def make(payloads: Sequence[bytes], base: str) -> Link:
    """Return the link that carries ``payloads`` to the page at ``base``.

    Raises UnusableInput: "base-not-usable" where ``base`` is not an https address without
    fragment, "nothing-to-share", or "too-large-for-link".
    """
    if not _is_page(base):
        raise UnusableInput(
            "base-not-usable",
            N_("{base} cannot be the beginning of a link"),
            N_("give the https address of the page that shows badges, without #"),
            base=base,
        )
    made = Link(base, packet.pack(payloads))
    if len(made.text) > link.MAX_CHARACTERS:
        raise packet.too_large()
    return made


def _is_page(base: str) -> bool:
    try:
        return bool(_PAGE.match(base) and urlsplit(base).hostname)
    except ValueError:
        return False
