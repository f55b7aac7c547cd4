"""Colours that can be read, by everybody, in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, open_badge
from wallet.gui import theme
from wallet.gui.theme import DARK, LIGHT, Colours
from wallet.gui.window import Window
from wallet.pdf import layout
from wallet.verify.headline import HeadlineKind
from wallet.verify.report import Outcome

PAIRS = [
    *[(ink, ground) for ink in ("text", "muted") for ground in ("page", "card", "sidebar")],
    *[(ink, ground) for ink in ("good", "caution", "bad", "quiet") for ground in ("card", "page")],
    *[(ink, f"{ink}_soft") for ink in ("good", "caution", "bad", "quiet")],
    ("text", "chosen"), ("muted", "chosen"), ("bad", "chosen"), ("text", "quiet_soft"),
    ("accent", "chosen"), ("accent", "card"), ("accent", "quiet_soft"), ("muted", "quiet_soft"),
    ("on_accent", "accent"), ("on_bad", "bad"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    one = QColor(colour)
    red, green, blue = (_linear(part) for part in (one.redF(), one.greenF(), one.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_keeps_a_contrast_of_4_5(scheme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_frame_of_what_has_the_focus_can_be_seen(scheme: Colours) -> None:
    for ground in (scheme.page, scheme.card, scheme.sidebar, scheme.chosen):
        assert contrast(scheme.accent, ground) >= 3


def test_no_two_states_that_mean_another_look_alike_without_colour() -> None:
    icons = {kind: theme.headline_tone(kind).icon for kind in HeadlineKind}
    good = icons.pop(HeadlineKind.VERIFIED)
    assert good not in icons.values()
    assert len({theme.outcome_tone(outcome).icon for outcome in Outcome}) == len(Outcome)


def colour_of_sidebar(window: Window) -> str:
    return window.grab().toImage().pixelColor(3, window.height() // 2).name()


def test_it_follows_the_system_into_the_dark_while_it_is_open(
    window: Window, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    icon = window.house.sidebar.lock_button.icon().pixmap(20).toImage()
    assert colour_of_sidebar(window) == LIGHT.sidebar
    monkeypatch.setattr(theme, "colours", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(QGuiApplication.styleHints().colorScheme())
    qtbot.waitUntil(lambda: colour_of_sidebar(window) == DARK.sidebar)
    assert window.house.sidebar.lock_button.icon().pixmap(20).toImage() != icon
    assert window.house.badges.model.rowCount() == SAMPLES
    monkeypatch.undo()
    theme.apply(qapp)


def test_a_printed_sheet_has_the_colours_of_the_window_by_day() -> None:
    assert {
        role: (getattr(LIGHT, role), getattr(LIGHT, f"{role}_soft"))
        for role in ("good", "caution", "bad", "quiet")
    } == layout.INKS
    assert (LIGHT.text, LIGHT.muted, LIGHT.accent) == (layout.TEXT, layout.MUTED, layout.LINKED)
