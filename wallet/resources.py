"""Where the files that travel with the program are: contexts, registries, samples, icons.

A wheel carries them as ``wallet/resources``; a checkout has them beside ``wallet``. Both
are found by :func:`path`, the same way.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = next(
    (
        folder
        for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources")
        if folder.is_dir()
    ),
    _PACKAGE / "resources",
)


def path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, e.g. ``path("i18n", "fr.mo")``."""
    return _ROOT.joinpath(*parts)
