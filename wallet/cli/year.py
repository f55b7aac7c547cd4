"""``remind --year``: which badges are valid when, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wallet.cli.session import Session
from wallet.saving import kept

_WIDTH: Final = 1000


def draw(session: Session, path: Path) -> Path:
    """Write the picture as an SVG; return where: in ``path``, if that is a folder.

    One that was written here is replaced, any other file is left alone and a name beside it is
    found. Raises UnusableInput where it cannot be written.
    """
    from wallet.reminders import year_svg  # noqa: PLC0415 - needed only here
    from wallet.reminders.year import Span  # noqa: PLC0415 - needed only here

    app, words = session.app, session.words
    told = app.year(Span(session.asked.span), words)
    plan = year_svg.plan(told, _WIDTH, words, titled=True)
    place = path / year_svg.NAME if path.is_dir() else path
    return kept(place, year_svg.svg(plan, words).encode(), year_svg.is_ours)
