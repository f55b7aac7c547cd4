"""Checking online, as a conversation: which servers may be asked, then what they changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wallet.app import App
from wallet.entries import Entry, names
from wallet.gui.notes import NoteBar
from wallet.gui.tasks import Tasks
from wallet.i18n import Words
from wallet.progress import Cancelled, Progress, Turn
from wallet.refresh.checking import Refreshed
from wallet.verify.headline import headline

Long = Callable[[str, Callable[[Progress, Cancelled, Turn], Any], Callable[[Any], object]], None]
"""Runs long work under a name, with a progress bar that can be cancelled, and then the last.

The work waits for servers apart from the wallet's thread, on which it takes turns.
"""


class OnlineCheck:
    """Nothing is asked of a server that the person has not agreed to, by its name."""

    def __init__(
        self,
        app: App,
        words: Words,
        tasks: Tasks,
        notes: NoteBar,
        *,
        long: Long,
        changed: Callable[[], object],
    ) -> None:
        """Take what to talk with; ``changed`` is called when badges are to be shown anew."""
        self._app = app
        self._words = words
        self._tasks = tasks
        self._notes = notes
        self._long = long
        self._changed = changed
        self._before: dict[str, Entry] = {}
        self._agreed: set[str] = set()
        self._results: list[Refreshed] = []

    def forget(self) -> None:
        """Know nothing of the wallet any more."""
        self._before, self._agreed, self._results = {}, set(), []

    def begin(self, ids: Sequence[str]) -> None:
        """Say which servers the badges of ``ids`` (all, if none) need, and ask for consent."""

        def found(about: tuple[tuple[Entry, ...], tuple[str, ...]]) -> None:
            entries, servers = about
            self.forget()
            self._before = {entry.id: entry for entry in entries}
            if servers:
                self._ask(self._first_question(servers), servers)
            else:
                told = self._words(
                    "Nothing to ask: these badges need no server, or were checked a moment ago."
                )
                self._notes.tell(told)

        self._tasks.run(lambda: (self._entries(ids), self._app.servers(ids)), found)

    def _entries(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        return tuple(self._app.entry(one) for one in ids) if ids else self._app.entries()

    def _first_question(self, servers: Sequence[str]) -> str:
        words = self._words
        about = words.plural(
            "Check {n} badge online?", "Check {n} badges online?", len(self._before)
        )
        whom = words.plural(
            "This server would be asked, and learns that somebody looks:",
            "These {n} servers would be asked, and learn that somebody looks:",
            len(servers),
        )
        return f"{about} {whom}"

    def _ask(self, question: str, servers: Sequence[str]) -> None:
        self._notes.ask(
            question,
            self._words("Ask online"),
            lambda: self._go(servers),
            role="primary",
            keep=self._words("Not now"),
            about=" · ".join(servers),
            otherwise=self._tell if self._results else None,
        )

    def _go(self, servers: Sequence[str]) -> None:
        asked = self._before
        self._agreed.update(servers)

        def call(progress: Progress, cancelled: Cancelled, turn: Turn) -> Refreshed:
            return self._app.check_online(
                tuple(asked), hosts=servers, progress=progress, cancelled=cancelled, turn=turn
            )

        def done(result: Refreshed) -> None:
            if self._before is asked:  # else the wallet was locked meanwhile
                self._done(result)

        self._long(self._words("Asking online"), call, done)

    def _done(self, result: Refreshed) -> None:
        self._results.append(result)
        self._changed()
        # A server that was asked and had no answer is still needed, and is not asked again.
        more = [server for server in result.unasked if server not in self._agreed]
        if not more:
            self._tell()
            return
        question = self._words.plural(
            "What came back names one more server. Ask it too?",
            "What came back names {n} more servers. Ask them too?",
            len(more),
        )
        self._ask(question, more)

    def _tell(self) -> None:
        """Say what came of it all: what changed, what is new, what could not be had."""
        words = self._words
        now = {entry.id: entry for result in self._results for entry in result.entries}
        changed = [
            told for one, entry in now.items() if (told := self._change(self._before[one], entry))
        ]
        added = [entry for result in self._results for entry in result.added]
        fetched = {one.url: one for result in self._results for one in result.fetched}
        missing = [one.error.sentence(words) for one in fetched.values() if one.error]
        parts = [
            words.plural("{n} badge checked online", "{n} badges checked online", len(now)),
            words.plural("{n} changed", "{n} changed", len(changed)),
        ]
        if added:
            parts.append(words.plural("{n} newer form added", "{n} newer forms added", len(added)))
        if missing:
            parts.append(
                words.plural(
                    "{n} address could not be had", "{n} addresses could not be had", len(missing)
                )
            )
        new = [words("{name}: a newer form was added", name=names(one, words)[0]) for one in added]
        self._notes.tell(", ".join(parts), details=[*changed, *new, *missing])

    def _change(self, before: Entry, now: Entry) -> str | None:
        """Return a line on how a badge's chip changed, or None where it did not."""
        clock, words = self._app.clock(), self._words
        was, is_now = (headline(one.verdict, clock, words).text for one in (before, now))
        if was == is_now:
            return None
        name = names(now, words)[0]
        return words("{name}: it was “{was}”, and is “{now}”", name=name, was=was, now=is_now)
