"""The icon in the system's tray: how many reminders there are, and a way to the wallet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from wallet import resources
from wallet.gui import theme
from wallet.i18n import Words
from wallet.notify.message import Message

SIZES: Final = (16, 22, 24, 32, 44, 48, 64, 128)
"""The edges at which trays show icons, in pixels; each is drawn by itself."""
_MOST: Final = 9
"""The most that is written on the icon; a tray has no room for two digits, the smallest hardly
for "9+"."""
_SHARE: Final = 0.62
"""How much of the icon's edge the number's circle takes: all that a digit needs at 16 pixels."""
_RING: Final = 0.06
"""How far the icon stays away from the circle, as a share of its edge."""
_LOOKS_EVERY: Final = 2000
_LOOKS: Final = 150
"""Milliseconds, and how often: a session that just began may have its tray minutes later."""
_CLICKS: Final = frozenset(
    {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}
)


class Tray(QObject):
    """The icon and its menu. Where there is no tray yet, it waits for one."""

    open_wanted = Signal()
    agenda_wanted = Signal()
    quit_wanted = Signal()
    clicked = Signal(str)
    """The id of a message that was shown here and clicked."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._told: str | None = None
        self.menu = QMenu()
        self.open = self.menu.addAction(words("Open"))
        self.agenda = self.menu.addAction(words("Agenda"))
        self.menu.addSeparator()
        self.quit = self.menu.addAction(words("Quit"))
        self._number = 0
        self.icon = self._made()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOKS_EVERY)
        self._looking.timeout.connect(self._look)
        self._looks = 0
        self.open.triggered.connect(self.open_wanted)
        self.agenda.triggered.connect(self.agenda_wanted)
        self.quit.triggered.connect(self.quit_wanted)

    def _made(self) -> QSystemTrayIcon:
        made = QSystemTrayIcon(self)
        made.setContextMenu(self.menu)
        made.activated.connect(self._activated)
        made.messageClicked.connect(self._message_clicked)
        self._dress(made)
        return made

    def show(self) -> None:
        """Be in the tray from now on, or as soon as there is one."""
        self.icon.show()
        if not self.icon.isSystemTrayAvailable():
            self._looks = 0
            self._looking.start()

    def hide(self) -> None:
        """Leave the tray."""
        self._looking.stop()
        self.icon.hide()

    def _look(self) -> None:
        """See whether there is a tray by now; an icon knows only the kind there was before it."""
        self._looks += 1
        if self.icon.isSystemTrayAvailable():
            before, self.icon = self.icon, self._made()
            before.hide()
            before.deleteLater()
            self.icon.show()
        if self.icon.isSystemTrayAvailable() or self._looks >= _LOOKS:
            self._looking.stop()

    def count(self, number: int) -> None:
        """Show how many reminders there are; nothing where there is none."""
        self._number = number
        self._dress(self.icon)

    def _dress(self, one: QSystemTrayIcon) -> None:
        words, number = self._words, self._number
        one.setIcon(icon(number))
        told = words("Learner Wallet")
        if number > 0:
            reminders = words.plural("{n} reminder", "{n} reminders", number)
            told = words("{program}: {reminders}", program=told, reminders=reminders)
        one.setToolTip(told)

    def tell(self, message: Message) -> bool:
        """Show ``message`` beside the icon, without its buttons; return whether that can be."""
        if not (self.icon.isSystemTrayAvailable() and self.icon.supportsMessages()):
            return False
        self._told = message.id
        self.icon.showMessage(message.title, message.body, icon(0))
        return True

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _CLICKS:
            self.open_wanted.emit()

    def _message_clicked(self) -> None:
        if self._told is not None:
            self.clicked.emit(self._told)


def icon(number: int) -> QIcon:
    """Return the program's icon with ``number`` on it, at every size of trays; none if zero."""
    made = QIcon()
    for edge in SIZES:
        made.addPixmap(_drawn(edge, number))
    return made


def _drawn(edge: int, number: int) -> QPixmap:
    made = QPixmap(edge, edge)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resources.path("icons", "app.svg"))).render(painter, QRectF(0, 0, edge, edge))
    if number > 0:
        more = f"{_MOST}+" if edge > SIZES[0] else "+"
        _badge(painter, edge, str(number) if number <= _MOST else more)
    painter.end()
    return made


def _badge(painter: QPainter, edge: int, text: str) -> None:
    """Draw ``text`` in a circle in the lower right, with a gap around it on any background."""
    across = round(edge * _SHARE)
    circle = QRectF(edge - across, edge - across, across, across)
    gap = max(1.0, edge * _RING)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(QColor(Qt.GlobalColor.black))
    painter.drawEllipse(circle.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    # The light scheme's: the number stands on its own circle, whatever the tray's colour.
    painter.setBrush(QColor(theme.LIGHT.bad))
    painter.drawEllipse(circle)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(round(across * (0.86 if len(text) == 1 else 0.62)))
    painter.setFont(font)
    painter.setPen(QColor(theme.LIGHT.on_bad))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)
