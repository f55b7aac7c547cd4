"""How the tests make CVs in a window."""

from __future__ import annotations

import json
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui.looking import entries
from tests.issuing import Issuer
from wallet.gui.cv import CvPage
from wallet.gui.window import Window

CARE = "dementia-care.json"
CHOIR = "choir-leading.json"
SWIMMING = "swimming-coach.png"
"""A badge of which its issuer has no page."""


def named(path: Path, name: str) -> Path:
    """Write a badge of this name to ``path`` and return it."""
    issuer = Issuer()
    document = issuer.credential()
    document["credentialSubject"]["achievement"]["name"] = name
    path.write_text(json.dumps(issuer.sign(document)))
    return path


def settled(window: Window, qtbot: QtBot) -> None:
    """Wait until nothing is under way any more."""
    window.tasks.run(lambda: None)
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def ids_of(window: Window, *file_names: str) -> list[str]:
    """Return the ids of badges, by the names of their files."""
    known = {entry.file_name: entry.id for entry in entries(window)}
    return [known[name] for name in file_names]


def begin(window: Window, qtbot: QtBot, *file_names: str) -> CvPage:
    """Show a CV of these badges, or of all."""
    window.house.cv.begin(ids_of(window, *file_names))
    settled(window, qtbot)
    assert window.house.cv.page.made is not None
    return window.house.cv.page


def choose(page: CvPage, qtbot: QtBot, field: str, value: str) -> None:
    """Choose in one of the lists; "form" is that of the forms."""
    made = page.choices.form if field == "form" else page.choices.lists[field]
    place = made.findData(value)
    assert place >= 0
    made.setCurrentIndex(place)
    window = page.window()
    assert isinstance(window, Window)
    settled(window, qtbot)


def switch(page: CvPage, qtbot: QtBot, field: str) -> None:
    """Click one of the switches."""
    page.choices.switches[field].click()
    window = page.window()
    assert isinstance(window, Window)
    settled(window, qtbot)
