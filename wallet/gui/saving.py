"""Saving what was made: where to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

_ENDING: Final = re.compile(r"\*(\.\w+)\)")
"""The ending in a filter of Qt's."""


def ask_path(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save; the ending is that of the kind that was chosen, where none is typed.

    ``name`` is proposed; its ending gives way to that of another kind. ``kinds`` are Qt's
    filters, e.g. "Pictures (*.png)", the first for the ending of ``name``.
    """
    chosen, kind = QFileDialog.getSaveFileName(
        parent,
        title,
        name,
        kinds,
        options=QFileDialog.Option.DontConfirmOverwrite,  # nothing of others is overwritten
    )
    if not chosen:
        return None
    path, proposed = Path(chosen), Path(name).suffix
    found = _ENDING.search(kind)
    ending = found[1] if found else proposed
    return path.with_suffix(ending) if path.suffix.lower() in ("", proposed) else path
