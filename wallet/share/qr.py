"""A link as a QR code (ISO/IEC 18004) that cameras read well.

The address of the page is in byte mode and what it carries in numeric mode, the densest for a
camera's reader that must give back an URL. Codes stay at or under version 25 (117 modules a
side): larger ones are lost in poor light and by small cameras. Level M (15 % may be damaged)
is taken where it fits, else L (7 %).
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.share.code_size import Ease, Figures

if TYPE_CHECKING:
    from qrcode.base import RSBlock

    from wallet.share.link import Link

MAX_VERSION: Final = 25
"""The largest code that is made."""
QUIET: Final = 4
"""How many white modules are around a code (ISO/IEC 18004 §9.1)."""
MAX_SCALE: Final = 50

Level = Literal["M", "L"]
Matrix = tuple[tuple[bool, ...], ...]
"""A code row by row, its quiet zone included; True is dark."""

_LEVELS: Final[tuple[Level, ...]] = ("M", "L")
_EASY: Final = 15
"""The largest version that is easily scanned, at level M: small, or from some way off."""
_MODULE: Final = 0.5
"""How many millimetres a printed module should have for a phone held in a hand."""
_NUMBERS_AT_THE_END: Final = (0, 4, 7)
"""How many bits one or two digits take that are left over from threes (§7.4.3)."""


@dataclass(frozen=True, slots=True)
class QrPlan:
    """What a QR of a link would be, told before it is drawn.

    ``version`` and ``level`` are None where it is too large. ``characters`` is the length of
    the link in the code and ``bytes`` how many of them it carries, packed. ``fullness`` is how
    much of the largest code (version 25, level L) is needed: 1.0 is all of it; ``used`` is how
    much of the largest at level M.
    """

    prefix: str
    digits: str = field(repr=False)
    version: int | None
    level: Level | None
    bytes: int
    fullness: float
    used: float

    @property
    def characters(self) -> int:
        """The length of the link in the code."""
        return len(self.prefix) + len(self.digits)

    @property
    def fits(self) -> bool:
        """Whether there is a code that cameras read well."""
        return self.version is not None

    @property
    def figures(self) -> Figures:
        """Return what a person is told of it."""
        ease: Ease = "easy" if self.level == "M" and (self.version or 0) <= _EASY else "large"
        modules = None if self.version is None else 17 + 4 * self.version  # §6.3.1
        wide = None if modules is None else math.ceil((modules + 2 * QUIET) * _MODULE / 10)
        return Figures(
            version=self.version,
            level=self.level,
            fullness=self.fullness,
            used=self.used,
            modules=modules,
            ease=ease if self.fits else "too-large",
            print_cm=wide,
        )

    def too_large(self) -> UnusableInput:
        """Return the error that says what to use instead of a code that does not fit."""
        return UnusableInput(
            "too-large-for-qr",
            N_("this is too large for a QR code ({percent} % of the largest that is read well)"),
            N_("share a link or a file: pictures in badges, or several at once, need much room"),
            percent=math.ceil(self.fullness * 100),
            figures=self.figures,
        )


def plan(link: Link) -> QrPlan:
    """Return the smallest code for ``link``, level M before L, or a plan that does not fit."""
    carried = link.digits
    return _plan(f"{link.base}#{carried[:2]}", carried[2:], len(link.packed))


def plan_address(url: str) -> QrPlan:
    """Return the smallest code for a bare address, which carries no badge; ASCII only."""
    return _plan(url, "", 0)


def _plan(prefix: str, digits: str, carried: int) -> QrPlan:
    version, level = next(
        (
            (version, level)
            for level in _LEVELS
            for version in range(1, MAX_VERSION + 1)
            if _bits(prefix, digits, version) <= _room(version, level)
        ),
        (None, None),
    )
    needed = _bits(prefix, digits, MAX_VERSION)
    return QrPlan(
        prefix=prefix,
        digits=digits,
        version=version,
        level=level,
        bytes=carried,
        fullness=needed / _room(MAX_VERSION, "L"),
        used=needed / _room(MAX_VERSION, "M"),
    )


def matrix(planned: QrPlan) -> Matrix:
    """Return the code; UnusableInput "too-large-for-qr" where it does not fit.

    Large ones take up to a second: not for the window's thread.
    """
    if planned.version is None or planned.level is None:
        raise planned.too_large()
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M  # noqa: PLC0415 - only to draw
    from qrcode.main import QRCode  # noqa: PLC0415
    from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData  # noqa: PLC0415

    from wallet.share.codewords import codewords  # noqa: PLC0415

    code = QRCode(
        version=planned.version,
        error_correction=ERROR_CORRECT_M if planned.level == "M" else ERROR_CORRECT_L,
        border=QUIET,
    )
    code.add_data(QRData(planned.prefix.encode("ascii"), mode=MODE_8BIT_BYTE))
    if planned.digits:
        code.add_data(QRData(planned.digits.encode("ascii"), mode=MODE_NUMBER))
    blocks = _blocks(planned.version, planned.level)
    code.data_cache = codewords(code.data_list, planned.version, blocks)
    code.make(fit=False)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def png(planned: QrPlan, scale: int = 8) -> bytes:
    """Return the code as a PNG in black and white, ``scale`` (1 to 50) pixels a module.

    Raises UnusableInput "too-large-for-qr" where it does not fit.
    """
    if not 1 <= scale <= MAX_SCALE:
        raise ValueError("pixels a module")
    rows = matrix(planned)
    side = len(rows) * scale
    lines = b"".join((b"\0" + _bit_line(row, scale)) * scale for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def svg(planned: QrPlan) -> str:
    """Return the code as an SVG of one path, black on white, a unit a module.

    Raises UnusableInput "too-large-for-qr" where it does not fit.
    """
    rows = matrix(planned)
    side = len(rows)
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{path}"/></svg>\n'
    )


def _bits(prefix: str, digits: str, version: int) -> int:
    """Return how many bits the two segments take (ISO/IEC 18004 §7.4.3, §7.4.5, Table 3)."""
    byte_count, number_count = (8, 10) if version < 10 else (16, 12)
    text = 4 + byte_count + 8 * len(prefix)
    if not digits:
        return text
    threes, left = divmod(len(digits), 3)
    return text + 4 + number_count + 10 * threes + _NUMBERS_AT_THE_END[left]


def _room(version: int, level: Level) -> int:
    """Return how many bits a code holds."""
    return 8 * sum(int(block.data_count) for block in _blocks(version, level))


def _blocks(version: int, level: Level) -> Sequence[RSBlock]:
    """Return the blocks that a code is divided into."""
    from qrcode.base import rs_blocks  # noqa: PLC0415 - only to draw
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M  # noqa: PLC0415

    found: list[RSBlock] = rs_blocks(version, ERROR_CORRECT_M if level == "M" else ERROR_CORRECT_L)
    return found


def _bit_line(row: tuple[bool, ...], scale: int) -> bytes:
    """Return a line of one-bit pixels, white ones set, filled up to whole bytes."""
    pixels = "".join(("0" if dark else "1") * scale for dark in row)
    pixels += "0" * (-len(pixels) % 8)
    return int(pixels, 2).to_bytes(len(pixels) // 8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG (§5.3)."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return where dark modules begin in ``row``, and how many they are."""
    found: list[tuple[int, int]] = []
    start = 0
    for place, dark in enumerate((*row, False)):
        if not dark:
            if place > start:
                found.append((start, place - start))
            start = place + 1
    return found
