"""``remind --year``: which badges are valid when, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wallet.cli.session import Session
from wallet.saving import saved

_WIDTH: Final = 1000


def draw(session: Session, path: Path) -> Path:
    """Write the picture as an SVG, over nothing that is there; return where.

    Raises UnusableInput where it cannot be written.
    """
    from wallet.reminders import year_svg  # noqa: PLC0415 - needed only here
    from wallet.reminders.year import Span, year  # noqa: PLC0415 - needed only here

    app, words = session.app, session.words
    told = year(app.entries(), Span(session.asked.span), app.clock(), app.zone, words)
    plan = year_svg.plan(told, _WIDTH, words, titled=True)
    return saved(path, year_svg.svg(plan, words).encode())
