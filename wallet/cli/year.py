"""``remind --year``: which badges are valid when, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wallet.cli.session import Session
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.store import files

_WIDTH: Final = 1000


def draw(session: Session, path: Path) -> Path:
    """Write the picture as an SVG, over nothing that is there; return where.

    Raises UnusableInput where it cannot be written.
    """
    from wallet.reminders import year_svg  # noqa: PLC0415 - needed only here
    from wallet.reminders.year import Span  # noqa: PLC0415 - needed only here

    app, words = session.app, session.words
    told = app.year(Span(session.asked.span), words)
    plan = year_svg.plan(told, _WIDTH, words, titled=True)
    data = year_svg.svg(plan, words).encode()
    try:
        (written,) = files.write_all(path.parent, [(path.name, lambda: data)])
    except OSError as error:
        raise UnusableInput(
            "cannot-write",
            N_("{folder} could not be written to ({cause})"),
            N_("choose another place"),
            folder=str(path.parent),
            cause=error.strerror or str(error),
        ) from error
    return written
