"""Which badges of a CV have no QR code, though codes were asked for."""

from __future__ import annotations

from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import link_of

_CODED: Final = frozenset({"html", "docx", "odt", "pdf"})
"""The forms that draw codes."""


def too_large(selection: Selection, choices: Choices, form: str) -> tuple[Entry, ...]:
    """Return the badges whose link no code holds, in order, where ``form`` has codes."""
    from wallet.share import qr  # noqa: PLC0415 - loaded where a code is asked for

    if not choices.qr or form not in _CODED:
        return ()
    shown = ((one, link_of(one, choices)) for one in ordered(selection, choices))
    return tuple(one for one, url in shown if url is not None and not qr.plan_address(url).fits)
