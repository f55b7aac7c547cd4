"""How large the corpus' badges are as links: ``python -m tests.interop.link_sizes``.

Counted are the different signed Open Badges 3.0 of the corpus, whether they are in order or
not, from JSON, JWT and baked pictures (the badge in them, not the picture); without those that
carry a picture themselves (``data:``), which no QR holds.

What stands in the dictionary, and in which order, was settled by measuring on these same
badges, and most of them are variations of a few. Others may come out larger.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.interop.corpus import rows
from wallet.credential.model import Standard
from wallet.errors import UnusableInput
from wallet.formats import packet
from wallet.formats.read import read
from wallet.formats.unpack import unpack
from wallet.share import link, qr

BASE = "https://badges.example.org/v"


@dataclass(frozen=True)
class Size:
    """One badge: its bytes, and those of its packed form, without a dictionary and with."""

    path: str
    token: bool
    payload: int
    deflate: int
    packed: int
    plan: qr.QrPlan
    plain: qr.QrPlan


def measured() -> list[Size]:
    """Return the sizes of every signed badge in the corpus."""
    found: dict[bytes, str] = {}
    for row in rows("ob3/"):
        payload = signed_badge(row.data, row.path)
        if payload is not None and b"data:image" not in payload:
            found.setdefault(payload, row.path)
    return [_size(payload, path) for payload, path in found.items()]


def signed_badge(data: bytes, path: str) -> bytes | None:
    """Return the payload of a signed Open Badge 3.0, or None."""
    try:
        artifact = unpack(data, path)
        parsed = read(artifact, path)
    except UnusableInput:
        return None
    is_signed = parsed.jws is not None or bool(parsed.document.get("proof"))
    is_badge = parsed.standard is Standard.OPENBADGES_3_0 and is_signed
    return artifact.payload if is_badge else None


def _size(payload: bytes, path: str) -> Size:
    made = link.make([payload], BASE)
    pieces = packet._item(payload)
    plain = b"\0" + min(
        (packet._deflated(way, b"") for way in (pieces, [b"".join(pieces)])), key=len
    )
    return Size(
        path,
        not payload.startswith(b"{"),
        len(payload),
        len(plain),
        len(made.packed),
        qr.plan(made),
        qr.plan(link.Link(BASE, plain)),
    )


def share(sizes: Sequence[Size], fits: Callable[[Size], bool]) -> float:
    """Return which part of ``sizes`` fits."""
    return sum(map(fits, sizes)) / len(sizes)


def table(sizes: Sequence[Size]) -> str:
    """Return the medians, and which part fits a QR of version 25."""
    lines = [
        "| badges | count | signed | deflate | + dictionary | 25-M | 25-M or L | 25-M without |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kinds = {"JSON": [False], "JWT": [True], "all": [False, True]}
    for kind, tokens in kinds.items():
        some = [size for size in sizes if size.token in tokens]
        medians = [
            statistics.median(getattr(size, name) for size in some)
            for name in ("payload", "deflate", "packed")
        ]
        shares = [
            share(some, lambda size: size.plan.level == "M"),
            share(some, lambda size: size.plan.fits),
            share(some, lambda size: size.plain.level == "M"),
        ]
        cells = [kind, str(len(some)), *(f"{m:,.0f}" for m in medians)]
        lines.append(f"| {' | '.join([*cells, *(f'{s:.1%}' for s in shares)])} |")
    over = [f"{size.path}: {size.packed} bytes" for size in sizes if size.plan.level != "M"]
    return "\n".join([*lines, "", "Not at level M:", *over, ""])


if __name__ == "__main__":
    found_sizes = measured()
    if not found_sizes:
        sys.exit("the corpus of real files is not beside this checkout")
    sys.stdout.write(table(found_sizes))
