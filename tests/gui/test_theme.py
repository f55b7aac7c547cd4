"""Colours that can be read, by everybody, in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from wallet.gui import theme
from wallet.gui.theme import DARK, LIGHT, Colours
from wallet.verify.headline import HeadlineKind
from wallet.verify.report import Outcome

PAIRS = [
    ("text", "page"), ("text", "card"), ("text", "sidebar"), ("text", "chosen"),
    ("muted", "page"), ("muted", "card"), ("muted", "sidebar"), ("on_accent", "accent"),
    ("good", "good_soft"), ("caution", "caution_soft"), ("bad", "bad_soft"),
    ("quiet", "quiet_soft"),
    ("good", "card"), ("caution", "card"), ("bad", "card"), ("quiet", "card"), ("bad", "page"),
    ("text", "quiet_soft"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    ink = QColor(colour)

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    return (
        0.2126 * linear(ink.redF()) + 0.7152 * linear(ink.greenF()) + 0.0722 * linear(ink.blueF())
    )


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_keeps_a_contrast_of_4_5(scheme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_frame_of_what_has_the_focus_can_be_seen(scheme: Colours) -> None:
    for ground in (scheme.page, scheme.card, scheme.sidebar):
        assert contrast(scheme.accent, ground) >= 3


def test_every_state_has_an_icon_of_its_own_beside_its_colour(qapp: object) -> None:
    assert qapp is not None
    for kind in HeadlineKind:
        assert theme.headline_tone(kind).icon
    for outcome in Outcome:
        assert theme.outcome_tone(outcome).icon
