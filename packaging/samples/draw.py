"""Draw the PNG originals of the samples: ``python packaging/samples/draw.py``.

Needed only after a change of a drawing. Commit what comes out: PNGs are not drawn again when
the samples are issued, as their bytes may differ between platforms.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pictures import DRAWN, svg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def draw(name: str, width: int, folder: Path) -> None:
    """Write ``folder/NAME.png``, ``width`` pixels wide and high, on a clear ground."""
    image = QImage(width, width, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(svg(name).encode()).render(painter, QRectF(0, 0, width, width))
    painter.end()
    if not image.save(str(folder / f"{name}.png"), quality=0):
        raise OSError(f"{name}.png could not be written")


def main() -> int:
    """Draw them all into ``pictures/`` beside this file."""
    _app = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    for name, width in DRAWN.items():
        draw(name, width, folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
