"""Simulated poor photographs of QR codes; ``python -m tests.interop.photographs`` counts them.

What a phone of some age sees of a code on a screen or a sheet, reckoned with NumPy, not taken
with a camera:

- a frame of 720 lines; the code with its quiet zone, on white, takes 80 to 96 % of its height
  as it is held, so that a module of version 25 has four to five and a half pixels and one of
  version 35 three to four;
- held askew: turned by up to 12 degrees, and each corner moved by up to 5 % of the code's side,
  as perspective does;
- out of focus: a Gaussian blur with a deviation of 1.0 to 1.4 pixels;
- uneven light: it falls off to between 45 and 65 % across the frame, and a soft shadow takes up
  to a third of it from a part; dark is not black (an eighth to a quarter of white);
- noise: Gaussian, with a deviation of 6 to 12 of 255 levels.

Not simulated: motion, reflections, the moiré of screens, rolling shutters, JPEG, creased paper;
nor that a reader looks at many frames and a person moves. So what is read compares sizes of
codes, and promises nothing of any one phone. The amounts were settled by looking at what is
read: a little further off and more out of focus, half of version 25 was lost. They put the
edge where earlier trials had it, at version 26; of version 35 most are lost.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import zxingcpp

from wallet.share import qr
from wallet.share.link import Link

LINES = 720
RAYS = 2
"""How many rays a pixel is of, each way."""
BASES = ("https://badges.example.org/v", "https://a.b")
"""The address in the codes; the short one in those that are too small for the other."""
SMALLEST = 2
"""The smallest code that any link can have."""

Image = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """How many photographs of a code were read, and gave exactly its link."""

    version: int
    level: str
    bytes: int
    read: int
    taken: int


def fullest(version: int, level: qr.Level = "M") -> qr.QrPlan:
    """Return the plan of the fullest code of a version; of noise, as packed badges nearly are."""
    base = BASES[0] if version >= 4 else BASES[1]
    room = qr._room(version, level) - qr._bits(f"{base}#1n", "", version)
    plans = (
        qr.plan(Link(base, hashlib.shake_256(bytes([version])).digest(count)))
        for count in range(room * 3 // 10 * 7 // 17 + 1, 0, -1)
    )
    return next(plan for plan in plans if (plan.version, plan.level) == (version, level))


def read_of(text: str, matrix: qr.Matrix, taken: int) -> int:
    """Take photographs of a code, always the same ones; return how many give exactly ``text``."""
    read = 0
    for number in range(taken):
        rng = np.random.default_rng([len(matrix), len(text), number])
        found = zxingcpp.read_barcodes(photograph(matrix, rng))
        read += [one.text for one in found] == [text]
    return read


def tally(version: int, level: qr.Level, taken: int) -> Tally:
    """Take ``taken`` photographs of the fullest code of a version, and read them."""
    plan = fullest(version, level)
    read = read_of(plan.prefix + plan.digits, qr.matrix(plan), taken)
    return Tally(version, level, plan.bytes, read, taken)


def photograph(matrix: qr.Matrix, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return a poor photograph of a code, in grey; ``rng`` decides how it is held and lit."""
    image = _exposed(_seen(matrix, rng), rng)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def _seen(matrix: qr.Matrix, rng: np.random.Generator) -> Image:
    """Return the code as it lies in the frame: 1 where it is white, between where they meet."""
    turn = np.radians(rng.uniform(-12, 12))
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) + rng.uniform(-0.1, 0.1, (4, 2))
    spun = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = square @ spun.T
    corners -= (corners.max(axis=0) + corners.min(axis=0)) / 2
    corners *= rng.uniform(0.80, 0.96) * LINES / np.ptp(corners, axis=0).max()
    corners += LINES / 2 + rng.uniform(-10, 10, 2)
    modules = np.array(matrix)
    size = len(modules)
    to_code = _homography(corners, np.array([[0, 0], [size, 0], [size, size], [0, size]]))
    rays = (np.arange(LINES * RAYS) + 0.5) / RAYS
    x, y = np.meshgrid(rays, rays)
    w = to_code[2, 0] * x + to_code[2, 1] * y + to_code[2, 2]
    across = np.floor((to_code[0, 0] * x + to_code[0, 1] * y + to_code[0, 2]) / w).astype(int)
    down = np.floor((to_code[1, 0] * x + to_code[1, 1] * y + to_code[1, 2]) / w).astype(int)
    inside = (across >= 0) & (across < size) & (down >= 0) & (down < size)
    dark = modules[np.clip(down, 0, size - 1), np.clip(across, 0, size - 1)] & inside
    return np.asarray(1 - dark.reshape(LINES, RAYS, LINES, RAYS).mean(axis=(1, 3)))


def _homography(from_points: Image, to_points: npt.NDArray[np.int_]) -> Image:
    """Return the projective map that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(from_points, to_points, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, float), np.array(right, float))
    return np.append(solved, 1).reshape(3, 3)


def _exposed(seen: Image, rng: np.random.Generator) -> Image:
    """Return ``seen`` out of focus, in uneven light and with noise, in levels up to 255."""
    blurred = _blurred(seen, rng.uniform(1.0, 1.4))
    black = rng.uniform(0.125, 0.25)
    y, x = np.mgrid[0 : 1 : LINES * 1j, 0 : 1 : LINES * 1j] - 0.5
    way = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(way) + y * np.sin(way)
    light = 1 - (1 - rng.uniform(0.45, 0.65)) * (along / np.sqrt(2) + 0.5)
    way = rng.uniform(0, 2 * np.pi)
    edge = (x * np.cos(way) + y * np.sin(way) - rng.uniform(-0.3, 0.3)) / 0.05
    shadow = 1 - rng.uniform(0.1, 0.35) / (1 + np.exp(-np.clip(edge, -50, 50)))
    levels = 235 * (black + (1 - black) * blurred) * light * shadow
    return np.asarray(levels + rng.normal(0, rng.uniform(6, 12), levels.shape))


def _blurred(image: Image, deviation: float) -> Image:
    reach = int(np.ceil(3 * deviation))
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * deviation**2))
    weights /= weights.sum()
    for _ in range(2):  # along the lines, then across them
        padded = np.pad(image, ((0, 0), (reach, reach)), mode="edge")
        shifted = (padded[:, place : place + image.shape[1]] for place in range(len(weights)))
        image = np.zeros_like(image)
        for weight, one in zip(weights, shifted, strict=True):
            image += weight * one
        image = image.T
    return image


def main() -> None:
    """Print a table: how many of twenty photographs of each code are read."""
    sys.stdout.write("| version | level | bytes carried | read of 20 |\n|---|---|---|---|\n")
    codes: list[tuple[int, qr.Level]] = [(version, "M") for version in range(SMALLEST, 26)]
    for version, level in [*codes, *((version, "L") for version in range(22, 26))]:
        one = tally(version, level, 20)
        sys.stdout.write(f"| {one.version} | {one.level} | {one.bytes} | {one.read} |\n")


if __name__ == "__main__":
    main()
