"""Where files go that are written: what was typed after ``--out``."""

from __future__ import annotations

import os
from pathlib import Path

from wallet.saving import ANOTHER_OUT, told


def is_folder(typed: str) -> bool:
    """Return whether a folder is meant: one that is there, or a name that ends like one."""
    return typed.endswith(tuple(one for one in (os.sep, os.altsep) if one)) or Path(typed).is_dir()


def file_in(typed: str, name: str) -> Path:
    """Return the path of a file that is called ``name`` where only a folder was typed."""
    return Path(typed) / name if is_folder(typed) else Path(typed)


def make_folder(typed: str) -> None:
    """Make the folder that was typed, where one is meant and is not there.

    Raises UnusableInput "cannot-write" where that cannot be done.
    """
    if not is_folder(typed):
        return
    with told(Path(typed), ANOTHER_OUT):
        Path(typed).mkdir(parents=True, exist_ok=True)
