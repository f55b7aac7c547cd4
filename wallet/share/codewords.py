"""What the modules of a QR code hold: data and error correction (ISO/IEC 18004 §7.4 to §7.6).

The library that places the modules can do this too, but it stumbles over blocks that are all
zeros, which are in links of very uniform badges.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from qrcode.base import EXP_TABLE, LOG_TABLE, RSBlock
from qrcode.util import BitBuffer, QRData, length_in_bits

_PADDING: Final = (0xEC, 0x11)
_TERMINATOR: Final = 4
"""How many zero bits end the data, as far as there is room (§7.4.9)."""


def codewords(
    segments: Sequence[QRData], version: int, blocks: Sequence[RSBlock]
) -> tuple[int, ...]:
    """Return the codewords of ``segments``, data first, as they are placed in a code.

    ``blocks`` are those of ``version`` and its level, and must have room for the segments.
    """
    bits = BitBuffer()
    for segment in segments:
        bits.put(segment.mode, 4)
        bits.put(len(segment), length_in_bits(segment.mode, version))
        segment.write(bits)
    room = sum(block.data_count for block in blocks)
    bits.put(0, min(_TERMINATOR, 8 * room - len(bits)))
    data = list(bits.buffer)
    data += [_PADDING[number % 2] for number in range(room - len(data))]
    parts: list[list[int]] = []
    start = 0
    for block in blocks:
        parts.append(data[start : start + block.data_count])
        start += block.data_count
    checks = [
        parity(part, block.total_count - block.data_count)
        for part, block in zip(parts, blocks, strict=True)
    ]
    return (*_interleaved(parts), *_interleaved(checks))


def parity(data: Sequence[int], count: int) -> list[int]:
    """Return ``count`` error correction codewords for a block (§7.5.2)."""
    generator = _generator(count)
    rest = [0] * count
    for byte in data:
        factor = byte ^ rest[0]
        rest = [*rest[1:], 0]
        if factor:
            log = LOG_TABLE[factor]
            rest = [
                one ^ EXP_TABLE[(log + other) % 255]
                for one, other in zip(rest, generator, strict=True)
            ]
    return rest


@lru_cache
def _generator(count: int) -> tuple[int, ...]:
    """Return the logarithms of the generator's coefficients, its leading 1 left out."""
    found = [1]
    for power in range(count):
        root = EXP_TABLE[power]
        shifted = [*found, 0]
        for place, one in enumerate(found):
            shifted[place + 1] ^= EXP_TABLE[(LOG_TABLE[one] + LOG_TABLE[root]) % 255]
        found = shifted
    return tuple(LOG_TABLE[one] for one in found[1:])


def _interleaved(blocks: Sequence[Sequence[int]]) -> list[int]:
    """Return the first codeword of each block, then the second of each (§7.6)."""
    return [one for column in zip_longest(*blocks) for one in column if one is not None]
