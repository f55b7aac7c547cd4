"""The part of the wallet's face that reminds; :class:`wallet.app.App` has the rest."""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from wallet import saving
from wallet.credential.moment import parse_moment
from wallet.entries import Judged
from wallet.errors import UnusableInput, VaultError, rendered
from wallet.i18n import N_, Words
from wallet.stacks.front import StacksFront
from wallet.store.home import WalletHome
from wallet.store.reminders import DEFAULT, ReminderChoice, Told, Unseen

if TYPE_CHECKING:
    from wallet.reminders.agenda import Item, Outlook
    from wallet.reminders.ladder import Rules
    from wallet.reminders.telling import Breaks, Effects, Notice
    from wallet.reminders.year import Span, Year

BACKED_UP: Final = "backed-up-at"
"""The setting with the instant of the last backup, in RFC 3339; none before there was one."""
KEPT_ICS: Final = "reminders-calendar"
"""The setting with the folder in which a calendar file is kept up to date."""
_LEAST: Final = -365
_MOST: Final = 3650
_MOST_RUNGS: Final = 50


class Trouble(msgspec.Struct, frozen=True):
    """Why a calendar file could not be brought up to date, as WalletError has it, and when."""

    at: datetime
    what: str
    advice: str
    facts: dict[str, str]

    def sentence(self, words: Words, zone: tzinfo) -> str:
        """Return one line about it."""
        return words(
            "The calendar file could not be brought up to date on {day}: {reason}",
            day=words.day(self.at.astimezone(zone).date()),
            reason=rendered(self.what, self.advice, self.facts, words),
        )


class KeptCalendar(msgspec.Struct, frozen=True):
    """Which calendar file is kept up to date, in which form and language.

    ``trouble`` is why that was not possible the last time; None where it was.
    """

    file: str
    form: str
    lang: str
    trouble: Trouble | None = None


class RemindersFront(StacksFront):
    """What can be asked of the wallet that reminds of what lapses."""

    zone: tzinfo
    home: WalletHome

    @abstractmethod
    def history(self, entry_id: str) -> tuple[Judged, ...]:
        """Return the remembered verdicts of a badge, newest first."""

    # What there is to tell

    def due_reminders(self, words: Words, *, all_day: bool = False) -> tuple[Notice, ...]:
        """Return what is due now and was not told; the same again until it was shown.

        With ``all_day`` that is also what falls due later today, for who asks once a day. What
        lies outside of the vault is brought up to date on the way.
        """
        from wallet.reminders import telling  # noqa: PLC0415 - loaded when it is asked for

        outlook = self._outlook()
        self._keep_outside(outlook)
        due = outlook.rules.due(outlook.watched, outlook.now, all_day=all_day)
        return telling.notices(due, words, outlook.now, self.zone, self._effects(words))

    def reminders_shown(self, notices: Sequence[Notice], *, seen: bool = True) -> None:
        """Note that ``notices`` were shown: none of what they tell is told again.

        What only a notification told may not have been ``seen``: it stays among
        :meth:`unseen_reminders` until :meth:`reminders_seen`.
        """
        now = self._now()
        if not seen:
            self.vault.note_unseen(
                (one.kind, one.subject, one.moment) for notice in notices for one in notice.tells
            )
        self.vault.note_told(
            Told(one.kind, one.subject, one.moment, one.rung, now)
            for notice in notices
            for one in notice.tells
        )
        self.reminders_changed()

    def unseen_reminders(self) -> frozenset[Unseen]:
        """Return the moments of which only a notification told, as far as they still matter."""
        return self._unseen(self._outlook()) if self.vault.reminders_unseen() else frozenset()

    def _unseen(self, outlook: Outlook) -> frozenset[Unseen]:
        kept = self.vault.reminders_unseen()
        loud = (one for one in outlook.watched if not outlook.rules.is_quiet(one))
        return kept & {(one.kind.value, one.subject, one.end) for one in loud}

    def reminders_seen(self) -> None:
        """Note that the learner saw all that was told."""
        if self.vault.reminders_unseen():
            self.vault.note_seen()
            self._keep_outside(self._outlook())

    def agenda(
        self, words: Words, *, within: timedelta | None = None, effects: bool = True
    ) -> tuple[Item, ...]:
        """Return what lapses when, the first first; what lapsed in the last month too.

        ``within`` leaves out what is further away. What is due stays until it was shown, and
        what is known too long ago until it is looked up. What a lapse breaks takes the most
        time; without ``effects`` nothing is said of it.
        """
        from wallet.reminders.agenda import is_shown  # noqa: PLC0415 - see due_reminders

        outlook = self._outlook()
        found = self._items(outlook, self._effects(words) if effects else _nothing)
        return tuple(
            one for one in found if is_shown(one) and (within is None or one.days <= within.days)
        )

    def _items(self, outlook: Outlook, effects: Effects) -> tuple[Item, ...]:
        from wallet.reminders import agenda  # noqa: PLC0415 - see due_reminders

        return agenda.agenda(outlook, effects)

    def year(self, span: Span, words: Words) -> Year:
        """Return which badges are valid when, as of now and in local days."""
        from wallet.reminders import year  # noqa: PLC0415 - see due_reminders

        outlook = self._outlook()
        return year.year(
            self.entries(),
            span,
            outlook.now,
            self.zone,
            words,
            renewed=outlook.renewed,
        )

    # What the learner decides: of a badge (``ID``, or its beginning), of a credential inside one
    # (``ID/1``), or of its file or its standing alone (``ID#file``, ``ID#status``)

    def snooze(self, badge: str, until: date) -> date | None:
        """Tell nothing of a badge until the day ``until``; what is so then is told then, once.

        Returns the day on which it lapses, where that comes before. Raises UnusableInput
        "snooze-over" where that is no day to come.
        """
        now = self._now()
        if until <= now.astimezone(self.zone).date():
            raise UnusableInput(
                "snooze-over",
                N_("{day} is no day to come"),
                N_("name a later one, like 2027-09-01"),
                day=until.isoformat(),
            )
        self._decide_on(badge, lambda choice: replace(choice, snoozed_until=until))
        return self._outlook().first_end(self._subject(badge), until)

    def dismiss_reminders(self, badge: str) -> None:
        """Tell nothing of a badge any more: it is no longer needed."""
        now = self._now().replace(microsecond=0)
        self._decide_on(badge, lambda choice: replace(choice, dismissed_at=now))

    def remind_again(self, badge: str) -> tuple[str, ...]:
        """Take back what makes ``badge`` quiet; return of what that had been decided.

        That may be what it is a part of, and is then taken back of all of that; or its file or
        its standing alone.
        """
        from wallet.reminders.ladder import is_aside, wholes  # noqa: PLC0415 - see due_reminders
        from wallet.reminders.watched import ALONE, about  # noqa: PLC0415 - see due_reminders

        subject, choices = self._subject(badge), self.vault.reminder_choices()
        every = (*wholes(subject), *(about(kind, subject) for kind in sorted(ALONE)))
        found = tuple(one for one in every if one in choices and is_aside(choices[one]))
        for one in found:
            again = replace(choices[one], snoozed_until=None, dismissed_at=None)
            self.vault.decide_reminders(one, again)
        self.vault.note_seen(subject)
        self.reminders_changed()
        return found

    def remind_every(self, badge: str | None, ladder: Sequence[int] | None) -> None:
        """Remind so many days before the end of a badge, or of every badge (None).

        Less than 0 is after the end; None is as it is for every badge, or as it was at first.
        Raises UnusableInput "ladder-malformed".
        """
        chosen = None if ladder is None else tuple(sorted(set(ladder), reverse=True))
        if chosen is not None and (
            len(chosen) > _MOST_RUNGS or any(not _LEAST <= one <= _MOST for one in chosen)
        ):
            raise UnusableInput(
                "ladder-malformed",
                N_("reminders are up to {most} days before an end and {least} days after it"),
                N_("write them like 90,30,7,0"),
                most=_MOST,
                least=-_LEAST,
            )
        self._decide_on(badge, lambda choice: replace(choice, ladder=chosen))

    def reminder_days(self, badge: str | None = None) -> tuple[int, ...]:
        """Return how many days before its end a badge is told of, or every badge (None)."""
        return self._rules().days(self._subject(badge))

    def _decide_on(
        self, badge: str | None, change: Callable[[ReminderChoice], ReminderChoice]
    ) -> None:
        subject = self._subject(badge)
        before = self.vault.reminder_choices().get(subject, ReminderChoice())
        self.vault.decide_reminders(subject, change(before))
        self.vault.note_seen(subject.partition("#")[0])
        self.reminders_changed()

    def _subject(self, badge: str | None) -> str:
        """Return what a choice about a badge, a part of one, or all (None) is kept by."""
        from wallet.reminders.watched import ALONE, about  # noqa: PLC0415 - see due_reminders

        if badge is None:
            return DEFAULT
        whole, mark, kind = badge.partition("#")
        subject = self._held(whole)
        if mark and kind in ALONE:
            return about(kind, self._subject(whole))
        if mark or ("/" in subject and subject not in self._outlook().titles):
            raise UnusableInput(
                "no-such-part",
                N_("there is no credential {id} in the wallet"),
                N_("learner-wallet list shows the ids"),
                id=f"{subject}{mark}{kind}",
            )
        return subject

    # What lies outside of the vault

    def reminders_changed(self) -> None:
        """Bring ``reminders.json`` and the calendar file, if one is kept, up to date.

        Where they cannot be written they stay as they were: the next change tries again, and of
        the calendar it is remembered why.
        """
        outlook = self._outlook()
        self._keep_outside(outlook)
        with contextlib.suppress(UnusableInput, VaultError):
            self.update_calendar(outlook)

    def _keep_outside(self, outlook: Outlook) -> None:
        from wallet.reminders import outside  # noqa: PLC0415 - see due_reminders

        days = outside.days_to_come(outlook.watched, outlook.rules, outlook.now, self.zone)
        with contextlib.suppress(VaultError):
            outside.keep(self.home.path, days, outlook.today, outside.lines(self._unseen(outlook)))

    # Calendars

    def write_calendar(self, path: Path, form: str, words: Words) -> Path:
        """Write the reminders to come as a calendar file; return where.

        A file that was written here is replaced, any other is left alone and a name beside it
        is found. ``form`` is one of :data:`wallet.reminders.ics.FORMS`. Raises UnusableInput.
        """
        from wallet.reminders import ics  # noqa: PLC0415 - see due_reminders

        return self._write_calendar(path / ics.NAME if path.is_dir() else path, form, words)

    def keep_calendar(self, folder: Path | None, form: str, words: Words) -> Path | None:
        """Keep a calendar file up to date in ``folder`` from now on; None ends that.

        Returns the file. Raises UnusableInput where the folder cannot be written to.
        """
        if folder is None:
            self.vault.set_setting(KEPT_ICS, "")
            return None
        if not folder.is_dir():
            raise UnusableInput(
                "no-such-folder",
                N_("there is no folder {folder}"),
                N_("make it, or name another one"),
                folder=str(folder),
            )
        written = self.write_calendar(folder.absolute(), form, words)
        self._keep_file(written, KeptCalendar(str(written), form, words.lang))
        return written

    def kept_calendar(self) -> KeptCalendar | None:
        """Return which calendar file is kept up to date, if one is."""
        setting = self.vault.setting(KEPT_ICS)
        return msgspec.json.decode(setting, type=KeptCalendar) if setting else None

    def update_calendar(self, outlook: Outlook | None = None) -> None:
        """Write the calendar file that is kept up to date, if one is, where it changed.

        Raises UnusableInput where it cannot be written, e.g. because its disk is not there, and
        remembers that until it can.
        """
        if (kept := self.kept_calendar()) is None:
            return
        path, words = Path(kept.file), Words(kept.lang)
        try:
            written = self._write_calendar(path, kept.form, words, outlook)
        except UnusableInput as error:
            facts = {name: str(fact) for name, fact in error.facts.items()}
            trouble = Trouble(self._now(), error.what, error.advice, facts)
            self._keep_file(path, msgspec.structs.replace(kept, trouble=trouble))
            raise
        self._keep_file(written, msgspec.structs.replace(kept, trouble=None))

    def _keep_file(self, written: Path, kept: KeptCalendar) -> None:
        now = msgspec.structs.replace(kept, file=str(written))
        self.vault.set_setting(KEPT_ICS, msgspec.json.encode(now).decode())

    def _write_calendar(
        self, path: Path, form: str, words: Words, outlook: Outlook | None = None
    ) -> Path:
        from wallet.reminders import ics  # noqa: PLC0415 - see due_reminders

        outlook = outlook or self._outlook()
        now = outlook.now
        items = self._items(outlook, self._effects(words))
        events = ics.events(items, form, words, now, self.zone)
        with saving.told(path.parent, saving.ANOTHER_PLACE):
            before = saving.standing(path) or b""
        standing = ics.uids(before) if ics.is_ours(before) else frozenset[str]()
        numbered, forgotten = ics.numbered(
            events, self.vault.calendar_events(), form, now, self.zone, standing=standing
        )
        written = saving.kept(path, ics.written(numbered, words), ics.is_ours)
        self.vault.keep_calendar_events((kept for _event, kept in numbered), forgotten)
        return written

    # Finding out

    def _now(self) -> datetime:
        from wallet.reminders.times import bounded  # noqa: PLC0415 - see due_reminders

        return bounded(self._circumstances().now)

    def _outlook(self) -> Outlook:
        """Return all that is watched, and how it is told, as of now."""
        from wallet.reminders import known, successors  # noqa: PLC0415 - see due_reminders
        from wallet.reminders.agenda import Outlook  # noqa: PLC0415 - see due_reminders

        entries = self.entries()
        found = known.Known(self.vault, entries, self.history)
        now = self._now()
        watched = found.watched(entries, now)
        if (backed_up := parse_moment(self.vault.setting(BACKED_UP))) is not None:
            watched.append(known.backup(backed_up.at))
        held = successors.held(entries, found.facts)
        files_of = {one.id: one.file_name for one in entries}
        titles = {
            one.subject: one.said.name or files_of.get(one.subject.partition("/")[0], "")
            for one in held
        }
        renewed, copies = successors.of_ends(held), successors.copies(held)
        rules = self._rules({**copies, **renewed}, successors.of_files(held))
        once = frozenset(copies.keys() - renewed.keys())
        return Outlook(tuple(watched), rules, titles, now, self.zone, once)

    def _rules(
        self,
        renewed: Mapping[str, str] | None = None,
        replaced: Mapping[str, str] | None = None,
    ) -> Rules:
        from wallet.reminders.ladder import Rules  # noqa: PLC0415 - see due_reminders

        choices, told = self.vault.reminder_choices(), self.vault.reminders_told()
        return Rules(choices, told, self.zone, renewed=renewed, replaced=replaced)

    def _effects(self, words: Words) -> Effects:
        """Return what tells what a lapse breaks; found out when it is first asked."""
        found: dict[str, Breaks] | None = None

        def effects(subject: str) -> Breaks:
            nonlocal found
            if found is None:
                found = self._breaks(words)
            return found.get(subject, ())

        return effects

    def _breaks(self, words: Words) -> dict[str, Breaks]:
        found: dict[str, Breaks] = {}
        for stack, risks in self.stack_risks(words):
            from wallet.stacks.because import effect  # noqa: PLC0415 - see due_reminders

            for risk in risks:
                told = (stack.name, effect(risk, words))
                found[risk.badge.id] = (*found.get(risk.badge.id, ()), told)
        return found


def _nothing(_subject: str) -> Breaks:
    return ()
