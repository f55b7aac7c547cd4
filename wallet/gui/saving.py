"""Saving what was made: where to, and never over a file that is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.store import files


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


def written(path: Path, data: bytes) -> Path:
    """Write ``data`` to ``path``, or with a number behind its name where that is taken.

    Raises UnusableInput "cannot-write".
    """
    try:
        (place,) = files.write_all(path.parent, [(path.name, lambda: data)])
    except OSError as error:
        raise UnusableInput(
            "cannot-write",
            N_("{folder} could not be written to ({cause})"),
            N_("choose another place"),
            folder=str(path.parent),
            cause=error.strerror or str(error),
        ) from error
    return place
