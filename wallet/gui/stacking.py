"""Stacks, as a conversation: what there is, one of them, and what the learner decides of it.

Its pages are made when they are first needed: starting the window does not wait for them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from wallet.app import App, Input
from wallet.entries import Added, Entry
from wallet.errors import WalletError
from wallet.gui.notes import NoteBar
from wallet.gui.parts import shown
from wallet.gui.pictures import Pictures
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.progress import Cancelled
from wallet.progress import Progress as Report
from wallet.saving import saved
from wallet.stacks.front import Imported, StackHint, StackState
from wallet.store.stacks import KeptStack

if TYPE_CHECKING:
    from wallet.gui.stack import About, StackPage
    from wallet.gui.stack_form import StackForm
    from wallet.gui.stacks import StacksPage
    from wallet.stacks.draft import Draft
    from wallet.stacks.progress import Progress

Known = tuple[tuple[StackState, ...], tuple[StackHint, ...]]
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
        add: Callable[[QWidget], object],
        show: Callable[[QWidget], object],
        open_badge: Callable[[str], object],
        check: Callable[[list[str]], object],
    ) -> None:
        """``add`` takes a new page, ``show`` and ``open_badge`` show one; ``check`` is online."""
        super().__init__()
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._add = add
        self._show = show
        self._pictures = pictures
        self._open_badge = open_badge
        self._check = check
        self._list: StacksPage | None = None
        self._page: StackPage | None = None
        self._form: StackForm | None = None
        self._trying = False
        self._to_try: Draft | None = None

    # The pages, made when they are first needed

    @property
    def list(self) -> StacksPage:
        """The page of all stacks."""
        if self._list is None:
            from wallet.gui.stacks import StacksPage  # noqa: PLC0415 - see the module

            self._list = made = StacksPage(self._words, self._app.clock)
            self._add(made)
            made.opened.connect(self.open)
            made.import_wanted.connect(self.choose_file)
            made.writing_wanted.connect(self.write)
            made.hint_wanted.connect(self._keep_hint)
        return self._list

    @property
    def page(self) -> StackPage:
        """The page of one stack."""
        if self._page is None:
            from wallet.gui.stack import StackPage  # noqa: PLC0415 - see the module

            app, decide = self._app, self._decide
            self._page = made = StackPage(self._words, app.clock, self._pictures)
            self._add(made)
            made.back.connect(self.show_all)
            made.edit_wanted.connect(self._edit)
            made.export_wanted.connect(self._export)
            made.print_wanted.connect(self._print)
            made.removal_wanted.connect(self._ask_removal)
            made.opened.connect(lambda badge: self._open_badge(badge.partition("/")[0]))
            made.pinned.connect(lambda slot, badge: decide(app.pin, slot, badge))
            made.left_out.connect(lambda badge: decide(app.leave_out, badge))
            made.taken_back.connect(lambda value: decide(app.decide_again, value))
            made.confirmed.connect(lambda said: decide(app.confirm, said))
            made.check_wanted.connect(lambda badge: self._check([badge.partition("/")[0]]))
            made.link_wanted.connect(self._ask_link)
            made.asked.connect(self._what_if)
        return self._page

    @property
    def form(self) -> StackForm:
        """The form in which one is written down."""
        if self._form is None:
            from wallet.gui.stack_form import StackForm  # noqa: PLC0415 - see the module

            self._form = made = StackForm(self._words)
            self._add(made)
            made.back.connect(self._leave_form)
            made.changed.connect(self._try)
            made.wanted.connect(self._keep)
        return self._form

    # All of them

    def show_all(self) -> None:
        """Show every stack, and how far it is; the one that was open has the focus."""
        one, pages = self._page, self.list
        before = one.stack_id if one is not None and one.isVisible() else None
        self._show(pages)

        def found(known: Known) -> None:
            pages.show_states(*known)
            pages.focus(before)

        self._tasks.run(self._known, found)

    def _known(self) -> Known:
        """Return how far every stack is, and what records hint at. On the worker."""
        return self._app.stacks(self._words, forward=True), self._app.stack_hints()

    def refresh(self) -> None:
        """Show what is shown of stacks as it is now."""
        pages, one = self._list, self._page
        if pages is not None and pages.isVisible():
            self._tasks.run(self._known, lambda known: pages.show_states(*known))
        elif one is not None and one.isVisible() and (stack := one.stack_id) is not None:
            self._tasks.run(lambda: self._about(stack), one.show_stack)

    def come_back(self) -> None:
        """Show the stack that was open before, as it is now."""
        self._show(self.page)
        self.refresh()

    def forget(self) -> None:
        """Know nothing of the wallet any more."""
        for one in (self._list, self._page, self._form):
            if one is not None:
                one.forget()

    def choose_file(self) -> None:
        """Ask which file describes a stack."""
        words = self._words
        kinds = f"{words('Descriptions')} (*.json *.jsonld);;{words('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self.list, words("Import a stack"), "", kinds)
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Take in what a file describes, and show it."""
        self._tasks.run(lambda: self._app.import_stack(path), self.taken_in)

    def _keep_hint(self, stack: str) -> None:
        self._tasks.run(lambda: self._app.keep_hint(stack), self.taken_in)

    def taken_in(self, done: Imported) -> None:
        """Say what became of a stack that was taken in, and show it."""
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
        from wallet.gui.stack import About  # noqa: PLC0415 - see the module
        from wallet.stacks.draft import Draft  # noqa: PLC0415 - see the module

        state = self._app.stack(stack, self._words)
        is_own = not state.stack.source and Draft.of(state.progress.definition) is not None
        return About(state, self._app.entries(), is_own)

    def _decide(self, decide: Callable[..., None], *what: str) -> None:
        """Note a decision about the stack that is shown, and show what came of it."""
        stack = self.page.stack_id
        if stack is None:
            return

        def decided() -> About:
            decide(stack, *what)
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

        def told(place: Path) -> None:
            self._notes.tell(words("Saved as {path}", path=shown(str(place))))

        self._tasks.run(lambda: saved(path, data), told)

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
        from wallet.stacks.draft import Draft  # noqa: PLC0415 - see the module

        self._begin(lambda: Draft(f"urn:uuid:{uuid.uuid4()}"), is_new=True)

    def _edit(self) -> None:
        from wallet.stacks.draft import Draft  # noqa: PLC0415 - see the module

        stack = self.page.stack_id
        if stack is not None:
            self._begin(
                lambda: Draft.of(self._app.stack(stack, self._words).progress.definition),
                is_new=False,
            )

    def _begin(self, draft: Callable[[], Draft | None], *, is_new: bool) -> None:
        def found(begun: tuple[Draft | None, tuple[Entry, ...]]) -> None:
            written, entries = begun
            if written is not None:
                self.form.begin(written, entries, is_new=is_new)
                self._show(self.form)

        self._tasks.run(lambda: (draft(), self._app.entries()), found)

    def _leave_form(self) -> None:
        if self.form.is_new or self.page.stack_id is None:
            self.show_all()
        else:
            self.come_back()

    def _try(self, draft: Draft) -> None:
        """Show how far it would be; while that is found out, only what came last waits."""
        self._to_try = draft if draft.counts else None
        if self._to_try is None:
            self.form.show_untold()
        elif not self._trying:
            self._trying = True
            self._next_try()

    def _next_try(self) -> None:
        draft, self._to_try = self._to_try, None
        if draft is None:
            self._trying = False
            return

        def found(far: Progress) -> None:
            if self.form.draft == draft:
                self.form.show_progress(far)
            self._next_try()

        def failed(problem: WalletError) -> None:
            self.form.show_untold(problem.sentence(self._words))
            self._next_try()

        self._tasks.run(lambda: self._app.tried(draft.definition(), self._words), found, failed)

    def _keep(self, draft: Draft) -> None:
        is_new, words = self.form.is_new, self._words

        def kept(done: Imported) -> None:
            name = shown(done.stack.name)
            self._notes.tell(
                words("{name} was written down", name=name)
                if is_new
                else words("{name} was changed", name=name)
            )
            self.open(done.stack.id)

        self._tasks.run(lambda: self._app.make_stack(draft.definition()), kept)


class Brought(NamedTuple):
    """What became of files: ``badges`` is None where there was nothing but stacks."""

    badges: Added | None
    stacks: tuple[Imported, ...]
    problems: tuple[WalletError, ...]
    """Why some of the stacks were not taken in."""


def add_all(app: App, inputs: list[Input], report: Report, stop: Cancelled) -> Brought:
    """Add badges, and take in the stacks that are described among the files. On the worker."""
    stacks = [one for one in inputs if isinstance(one, Path) and describes_a_stack(one)]
    rest = [one for one in inputs if one not in stacks]
    badges = app.add(rest, progress=report, cancelled=stop) if rest else None
    taken: list[Imported] = []
    problems: list[WalletError] = []
    for path in stacks:
        try:
            taken.append(app.import_stack(path))
        except WalletError as problem:
            problems.append(problem)
    return Brought(badges, tuple(taken), tuple(problems))


def describes_a_stack(path: Path) -> bool:
    """Return whether a dropped file is a pathway rather than a badge, by its own words."""
    if path.suffix.lower() not in (".json", ".jsonld") or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except OSError:  # why it cannot be read is said where it is added
        return False
    return b"Pathway" in data and b"credentialSubject" not in data
