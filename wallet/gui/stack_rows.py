"""The rows of the form for a stack: a badge that is asked for, a group of them, an amount."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QFrame, QLineEdit, QWidget

from wallet.gui import theme
from wallet.gui.choosing import BadgeField, Held
from wallet.gui.flow import Flow
from wallet.gui.parts import button, column, label, mark, row
from wallet.i18n import Words
from wallet.stacks.because import unit
from wallet.stacks.draft import Group, Item, Sum, unit_typed


class ItemRow(QWidget):
    """One badge: chosen from the wallet, or typed; and by whom, if that matters."""

    changed = Signal()
    drop_wanted = Signal()

    def __init__(self, words: Words, held: Held, item: Item) -> None:
        super().__init__()
        self._words = words
        self._before = item
        self._ids = item.ids
        self.setProperty("role", "clear")
        line = row(spacing=8)
        self._known = mark("badges", "accent", 20)
        self._known.setToolTip(words("recognised by its own address"))
        self._known.setAccessibleName(words("recognised by its own address"))
        self._known.setFixedWidth(22)
        self.badge = BadgeField(words("Badge: choose one of yours, or type"), held)
        self.badge.setText(item.text)
        self.badge.setCursorPosition(0)
        self.badge.textEdited.connect(self._typed)
        self.badge.chosen.connect(self._chosen)
        self.issuer = QLineEdit(item.issuer)
        self.issuer.setPlaceholderText(words("by any issuer"))
        self.issuer.setAccessibleName(words("By which issuer, if that matters"))
        self.issuer.textEdited.connect(self.changed)
        drop = button("", role="plain", icon="failed")
        drop.setAccessibleName(words("Take this badge off the list"))
        drop.setToolTip(words("Take this badge off the list"))
        drop.clicked.connect(self.drop_wanted)
        line.addWidget(self._known)
        line.addWidget(self.badge, 5)
        line.addWidget(self.issuer, 3)
        line.addWidget(drop)
        self.setLayout(line)
        self._show_known()

    def _show_known(self) -> None:
        policy = self._known.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._known.setSizePolicy(policy)
        self._known.setVisible(bool(self._ids))

    def _typed(self) -> None:
        self._ids = ()
        self._show_known()
        self.changed.emit()

    def _chosen(self, badge: str) -> None:
        credential = self.badge.held.by_id[badge].verdict.credential
        if credential is None:
            return
        item = Item.of(credential)
        self._ids = item.ids
        self.badge.show_text(item.text)
        self._show_known()
        self.changed.emit()

    @property
    def item(self) -> Item:
        """What is written."""
        return self._before.changed_to(Item(_tidy(self.badge), self._ids, _tidy(self.issuer)))


class GroupRows(QFrame):
    """How many of which badges; a row for one more is always there."""

    changed = Signal()
    drop_wanted = Signal()

    def __init__(self, words: Words, held: Held, group: Group) -> None:
        super().__init__()
        self._words = words
        self._held = held
        self.rows: list[ItemRow] = []
        self.setProperty("role", "branch")
        layout = column(spacing=8)
        layout.setContentsMargins(2 * theme.SPACE, 2, 0, 2)
        head = Flow()
        self.least = QComboBox()
        self.least.setAccessibleName(words("How many of these"))
        self.least.setMinimumWidth(12 * self.least.fontMetrics().averageCharWidth() + 40)
        head.add(self.least)
        self.ordered = QCheckBox(words("one after the other"))
        self.ordered.setChecked(group.ordered)
        self.ordered.toggled.connect(self.changed)
        head.add(self.ordered)
        self.drop = button(words("Take this group off"), role="plain", icon="failed")
        self.drop.clicked.connect(self.drop_wanted)
        head.add(self.drop)
        layout.addWidget(head)
        self._lines = column(spacing=6)
        layout.addLayout(self._lines)
        self.problem = label("", role="bad")
        self.problem.hide()
        layout.addWidget(self.problem)
        self.setLayout(layout)
        for item in group.items:
            self._add(item)
        self._offer_counts(group.least)
        self._changed()
        self.least.currentIndexChanged.connect(self.changed)

    def _add(self, item: Item) -> None:
        made = ItemRow(self._words, self._held, item)
        made.changed.connect(self._changed)
        made.drop_wanted.connect(lambda: self._drop(made))
        self.rows.append(made)
        self._lines.addWidget(made)

    def _drop(self, one: ItemRow) -> None:
        place = self.rows.index(one)
        self.rows.remove(one)
        one.hide()
        one.deleteLater()
        self._changed()
        self.rows[min(place, len(self.rows) - 1)].badge.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        if not self.rows or not self.rows[-1].item.is_blank:
            self._add(Item())
        self._offer_counts(int(self.least.currentData() or 0))
        self.changed.emit()

    def _offer_counts(self, least: int) -> None:
        """Offer all, one, and every number between; ``least`` stays chosen."""
        words = self._words
        most = max(len(self.group.items) - 1, least)
        blocked = self.least.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.least.clear()
        self.least.addItem(words("All of"), 0)
        self.least.addItem(words("One of"), 1)
        for number in range(2, most + 1):
            self.least.addItem(words("Any {n} of", n=number), number)
        self.least.setCurrentIndex(self.least.findData(least))
        self.least.blockSignals(blocked)

    @property
    def group(self) -> Group:
        """What is written."""
        items = tuple(item for one in self.rows if not (item := one.item).is_blank)
        return Group(items, int(self.least.currentData() or 0), self.ordered.isChecked())

    def show_lack(self, text: str) -> QWidget:
        """Say what is wrong, or nothing; return where it can be put right."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        return self.least


class SumRow(QWidget):
    """An amount of credit or hours, and of which badges."""

    changed = Signal()
    drop_wanted = Signal()

    def __init__(self, words: Words, one: Sum | None) -> None:
        super().__init__()
        self._words = words
        self._slot = one.slot if one else ""
        self.setProperty("role", "clear")
        line = Flow()
        least = label(words("At least"))
        least.setWordWrap(False)
        line.add(least)
        self.value = QLineEdit(f"{one.least:g}" if one and one.least is not None else "")
        self.value.setAccessibleName(words("How much"))
        self.value.setPlaceholderText("10")
        self.unit = QLineEdit(unit(one.unit, words) if one and one.unit else "")
        self.unit.setAccessibleName(words("Unit, such as ECTS or hours"))
        self.unit.setPlaceholderText(words("no unit stated"))
        units = QCompleter(["ECTS", words("hours")], self.unit)
        units.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.unit.setCompleter(units)
        self.where = QComboBox()
        self.where.setAccessibleName(words("Of which badges"))
        self.where.addItem(words("of the badges named above"), False)  # noqa: FBT003 - Qt's own
        self.where.addItem(words("of any badges"), True)  # noqa: FBT003 - Qt's own
        self.where.setCurrentIndex(int(bool(one and one.any_badge)))
        self.issuer = QLineEdit(one.issuer if one else "")
        self.issuer.setAccessibleName(words("By which issuer, if that matters"))
        self.issuer.setPlaceholderText(words("by any issuer"))
        letter = self.value.fontMetrics().averageCharWidth()
        for field, letters in ((self.value, 9), (self.unit, 18), (self.issuer, 26)):
            field.setFixedWidth(letter * letters + 24)
            field.textChanged.connect(self.changed)
            if field is self.issuer:
                line.add(self.where)
            line.add(field)
        self.where.currentIndexChanged.connect(self.changed)
        drop = button("", role="plain", icon="failed")
        drop.setAccessibleName(words("Take this amount off"))
        drop.setToolTip(words("Take this amount off"))
        drop.clicked.connect(self.drop_wanted)
        line.add(drop)
        layout = column(spacing=4)
        layout.addWidget(line)
        self.problem = label("", role="bad")
        self.problem.hide()
        layout.addWidget(self.problem)
        self.setLayout(layout)

    @property
    def sum(self) -> Sum:
        """What is written."""
        try:
            least = float(_tidy(self.value).replace(",", "."))
        except ValueError:
            least = None
        any_badge = bool(self.where.currentData())
        name = unit_typed(self.unit.text(), self._words)
        return Sum(least, name, any_badge, _tidy(self.issuer), self._slot if any_badge else "")

    def show_lack(self, text: str) -> QWidget:
        """Say what is wrong, or nothing; return where it can be put right."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        return self.value if self.sum.least is None else self.where


def _tidy(field: QLineEdit) -> str:
    return " ".join(field.text().split())
