"""Saving what was made: where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_path(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save; the ending is that of the kind that was chosen, where none is.

    ``name`` is proposed. ``kinds`` are Qt's filters; of several, one may be "(*.png)".
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
    path = Path(chosen)
    if "png" in kind and path.suffix.lower() == Path(name).suffix:
        return path.with_suffix(".png")
    return path if path.suffix else path.with_suffix(Path(name).suffix)
