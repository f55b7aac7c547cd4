"""Checking without keeping, as a conversation: files, or what was pasted, then what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from wallet.app import App, Input
from wallet.gui.check import CheckPage
from wallet.gui.drop import inputs_of
from wallet.i18n import Words
from wallet.progress import Cancelled, Progress
from wallet.verify.verdict import Verdict

Long = Callable[[str, Callable[[Progress, Cancelled], Any], Callable[[Any], object]], None]
"""Runs long work under a name, with a progress bar that can be cancelled, and then the last."""


class Checking(QObject):
    """Lets the page of checking speak with the wallet, which keeps nothing of it."""

    def __init__(
        self, app: App, words: Words, *, long: Long, keep: Callable[[list[Input]], object]
    ) -> None:
        """Take what to talk with; ``keep`` adds what was checked to the wallet after all."""
        super().__init__()
        self._app = app
        self._words = words
        self._long = long
        self._inputs: list[Input] = []
        self.page = CheckPage(words, app.clock)
        self.page.files_wanted.connect(self.choose_files)
        self.page.paste_wanted.connect(self._paste)
        self.page.asked.connect(lambda: self.check(self._inputs))
        self.page.keep_wanted.connect(lambda: keep(self._inputs))

    def choose_files(self) -> None:
        """Ask which files to check."""
        words = self._words
        every = words("All files")
        names, _ = QFileDialog.getOpenFileNames(
            self.page, words("Check a file"), "", f"{every} (*)"
        )
        if names:
            self.check([Path(name) for name in names])

    def _paste(self) -> None:
        pasted = QGuiApplication.clipboard().mimeData()
        self.check(inputs_of(pasted, self._words("pasted text")))

    def check(self, inputs: list[Input]) -> None:
        """Judge ``inputs`` and show what was found; nothing, of nothing."""
        if not inputs:
            return
        self._inputs = inputs
        audience = self.page.audience.text().strip() or None
        nonce = self.page.nonce.text().strip() or None

        def found(verdicts: tuple[Verdict, ...]) -> None:
            if self._inputs is inputs:  # else the wallet was locked meanwhile, or others chosen
                self.page.show_verdicts(verdicts)

        self._long(
            self._words("Checking badges"),
            lambda progress, stop: self._app.look_at(
                inputs, audience=audience, nonce=nonce, progress=progress, cancelled=stop
            ),
            found,
        )

    def forget(self) -> None:
        """Know nothing of what was checked any more."""
        self._inputs = []
        self.page.forget()
