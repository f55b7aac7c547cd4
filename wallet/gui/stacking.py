"""Stacks, as a conversation: what there is, one of them, and what the learner decides of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from wallet.app import App
from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.pictures import Pictures
from wallet.gui.stack import About, StackPage
from wallet.gui.stack_form import StackForm
from wallet.gui.stacks import StacksPage
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.stacks.draft import Draft
from wallet.stacks.front import Imported, StackHint, StackState
from wallet.stacks.progress import Progress
from wallet.store import files
from wallet.store.stacks import KeptStack

_LARGEST: Final = 1024 * 1024
"""How many bytes of a file are looked into to tell whether it describes a stack."""


class Stacking(QObject):
    """Lets the three pages of stacks speak with the wallet."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        pictures: Pictures,
        *,
        show: Callable[[QWidget], object],
        open_badge: Callable[[str], object],
        check: Callable[[list[str]], object],
    ) -> None:
        """``show`` brings a page up, ``open_badge`` a badge's; ``check`` checks badges online."""
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._show = show
        self.list = StacksPage(words)
        self.page = StackPage(words, app.clock, pictures)
        self.form = StackForm(words)
        self._connect(open_badge, check)

    def _connect(
        self, open_badge: Callable[[str], object], check: Callable[[list[str]], object]
    ) -> None:
        self.list.opened.connect(self.open)
        self.list.import_wanted.connect(self.choose_file)
        self.list.writing_wanted.connect(self.write)
        self.list.hint_wanted.connect(self._keep_hint)
        page = self.page
        page.back.connect(self.show_all)
        page.edit_wanted.connect(self._edit)
        page.export_wanted.connect(self._export)
        page.print_wanted.connect(self._print)
        page.removal_wanted.connect(self._ask_removal)
        page.opened.connect(lambda badge: open_badge(badge.partition("/")[0]))
        page.pinned.connect(
            lambda slot, one: self._decide(lambda name: self._app.pin(name, slot, one))
        )
        page.left_out.connect(lambda one: self._decide(lambda name: self._app.leave_out(name, one)))
        page.taken_back.connect(
            lambda one: self._decide(lambda name: self._app.decide_again(name, one))
        )
        page.confirmed.connect(
            lambda said: self._decide(lambda name: self._app.confirm(name, said))
        )
        page.check_wanted.connect(lambda badge: check([badge.partition("/")[0]]))
        page.link_wanted.connect(self._ask_link)
        page.asked.connect(self._what_if)
        self.form.back.connect(self._leave_form)
        self.form.changed.connect(self._try)
        self.form.wanted.connect(self._keep)

    # All of them

    def show_all(self) -> None:
        """Show every stack, and how far it is."""
        self._show(self.list)
        self.refresh()

    def refresh(self) -> None:
        """Show what is shown of stacks as it is now."""

        def found(told: tuple[tuple[StackState, ...], tuple[StackHint, ...]]) -> None:
            self.list.show_states(*told)

        self._tasks.run(
            lambda: (self._app.stacks(self._words, forward=True), self._app.stack_hints()), found
        )
        if self.page.stack_id is not None and self.page.isVisible():
            self.open(self.page.stack_id)

    def forget(self) -> None:
        """Know nothing of the wallet any more."""
        self.list.forget()
        self.page.forget()
        self.form.forget()

    def choose_file(self) -> None:
        """Ask which file describes a stack."""
        words = self._words
        kinds = f"{words('Descriptions')} (*.json *.jsonld);;{words('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self.list, words("Import a stack"), "", kinds)
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Take in what a file describes, and show it."""
        self._tasks.run(lambda: self._app.import_stack(path), self._taken_in)

    def _keep_hint(self, stack: str) -> None:
        self._tasks.run(lambda: self._app.keep_hint(stack), self._taken_in)

    def _taken_in(self, done: Imported) -> None:
        words, name = self._words, shown(done.stack.name)
        if not done.changed:
            self._notes.tell(words("{name} is here already, just so", name=name))
        elif done.is_new:
            self._notes.tell(words("{name} was taken in", name=name))
        else:
            self._notes.tell(words("{name} was replaced by this newer text", name=name))
        self.open(done.stack.id)

    # One of them

    def open(self, stack: str) -> None:
        """Show all about one stack."""

        def found(about: About) -> None:
            self.page.show_stack(about)
            self._show(self.page)

        self._tasks.run(lambda: self._about(stack), found)

    def _about(self, stack: str) -> About:
        state = self._app.stack(stack, self._words)
        is_own = not state.stack.source and Draft.of(state.progress.definition) is not None
        return About(state, self._app.entries(), is_own)

    def _decide(self, decide: Callable[[str], None]) -> None:
        """Note a decision about the stack that is shown, and show what came of it."""
        stack = self.page.stack_id
        if stack is None:
            return

        def decided() -> About:
            decide(stack)
            return self._about(stack)

        self._tasks.run(decided, self.page.show_stack)

    def _what_if(self, badge: str, at: datetime | None) -> None:
        stack = self.page.stack_id
        if stack is None:
            return
        gone = [badge] if badge else []

        def found(state: StackState) -> None:
            if self.page.what_if is not None and self.page.stack_id == stack:
                self.page.what_if.show_answer(state.progress)

        self._tasks.run(lambda: self._app.stack(stack, self._words, without=gone, at=at), found)

    def _ask_link(self, url: str) -> None:
        words = self._words
        self._notes.ask(
            words("Open this address in your browser? Its server then knows that you looked."),
            words("Open"),
            lambda: QDesktopServices.openUrl(QUrl(url)),
            role="primary",
            about=url,
        )

    def _export(self) -> None:
        if (stack := self.page.stack_id) is not None:
            self._tasks.run(lambda: self._app.export_stack(stack), self._save)

    def _print(self) -> None:
        if (stack := self.page.stack_id) is not None:
            self._tasks.run(lambda: self._app.print_stack(stack, self._words), self._save)

    def _save(self, made: tuple[str, bytes]) -> None:
        words, (name, data) = self._words, made
        ending = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(
            self.page,
            words("Save as"),
            name,
            f"*{ending}",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        if not chosen:
            return
        path = Path(chosen)

        def saved(paths: tuple[Path, ...]) -> None:
            self._notes.tell(words("Saved as {path}", path=shown(str(paths[0]))))

        self._tasks.run(lambda: _written(path, data), saved)

    def _ask_removal(self) -> None:
        stack = self.page.stack_id
        if stack is None:
            return
        question = self._words("Forget this stack and what you decided of it? No badge is touched.")
        self._notes.ask(question, self._words("Remove"), lambda: self._remove(stack))

    def _remove(self, stack: str) -> None:
        def removed(gone: KeptStack) -> None:
            self.page.forget()
            self.show_all()
            self._notes.tell(self._words("{name} was removed; no badge was", name=shown(gone.name)))

        self._tasks.run(lambda: self._app.remove_stack(stack), removed)

    # Writing one down

    def write(self) -> None:
        """Show an empty form."""
        self._begin(Draft(f"urn:uuid:{uuid.uuid4()}"))

    def _edit(self) -> None:
        stack = self.page.stack_id
        if stack is None:
            return

        def found(state: StackState) -> None:
            draft = Draft.of(state.progress.definition)
            if draft is not None:
                self._begin(draft)

        self._tasks.run(lambda: self._app.stack(stack, self._words), found)

    def _begin(self, draft: Draft) -> None:
        def found(entries: tuple[Entry, ...]) -> None:
            self.form.begin(draft, entries)
            self._show(self.form)

        self._tasks.run(self._app.entries, found)

    def _leave_form(self) -> None:
        if self.page.stack_id is not None and self.page.stack_id == self.form.draft.id:
            self._show(self.page)
        else:
            self.show_all()

    def _try(self, draft: Draft) -> None:
        """Show how far it would be, or what is still missing."""

        def tried() -> Progress | UnusableInput:
            try:
                return self._app.tried(draft.definition(), self._words)
            except UnusableInput as problem:
                return problem

        def found(told: Progress | UnusableInput) -> None:
            if self.form.draft != draft:
                return  # it goes on being written
            if isinstance(told, UnusableInput):
                self.form.show_problem(told)
            else:
                self.form.show_outcome(told)

        self._tasks.run(tried, found)

    def _keep(self, draft: Draft) -> None:
        try:
            definition = draft.definition()
        except UnusableInput as problem:
            self.form.show_problem(problem)
            self._notes.tell(problem.sentence(self._words), bad=True)
            return
        self._tasks.run(lambda: self._app.make_stack(definition), self._taken_in)


def _written(path: Path, data: bytes) -> tuple[Path, ...]:
    return files.write_all(path.parent, [(path.name, lambda: data)])


def describes_a_stack(path: Path) -> bool:
    """Return whether a dropped file is a pathway rather than a badge, by its own words."""
    if path.suffix.lower() not in (".json", ".jsonld") or not path.is_file():
        return False
    with path.open("rb") as file:
        data = file.read(_LARGEST)
    return b"Pathway" in data and b"credentialSubject" not in data
