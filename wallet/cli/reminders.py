"""``remind``: what lapses when, what each lapse breaks, and what the learner decides of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from wallet.cli import autostart, notifying, year
from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.errors import UnusableInput, WalletError
from wallet.i18n import N_
from wallet.reminders.agenda import Item, State, item_json
from wallet.reminders.telling import broken, rung_text, sentence, title
from wallet.reminders.watched import Kind
from wallet.verify.verdict import FORMAT

_WITHIN: Final = re.compile(r"(\d{1,5})([dw])\Z")
_DAYS: Final = {"d": 1, "w": 7}
_DEFAULT: Final = "default"
_RENEWABLE: Final = frozenset({Kind.END, Kind.FILE, Kind.RENEWAL})
_OPTIONS: Final = {
    "within": None, "ics": None, "year": None, "notify": None,
    "form": "ics", "span": "year", "wait": "notify",
}  # fmt: skip
"""What can be asked of ``remind`` itself, and what each of these needs beside it."""
_USUAL: Final = {"form": "alarms", "span": "next", "wait": "2m"}
_TOLD: Final = frozenset({State.WATCHED, State.DUE})


def remind(session: Session) -> int:
    """Do what was asked with reminders."""
    _must_make_sense(session)
    for option, usual in _USUAL.items():
        if getattr(session.asked, option, None) is None:
            setattr(session.asked, option, usual)
    if session.asked.action == "autostart":
        return autostart.run(session, session.asked.wanted)
    if session.asked.action is None and session.asked.notify:
        return notifying.notify(session)
    session.unlock()
    return _ACTIONS[session.asked.action](session)


def _must_make_sense(session: Session) -> None:
    """Raise UnusableInput "usage" where something was asked for that would not be done."""
    asked, action = session.asked, session.asked.action
    for option, name in (("--ics", asked.ics), ("--year", asked.year)):
        if name in {"", "-"}:
            raise UnusableInput(
                "usage",
                N_('{option} "{name}" names no file'),
                N_("name a file or a folder"),
                option=option,
                name=name,
            )
    given = [option for option in _OPTIONS if getattr(asked, option) not in {None, False}]
    for option in given:
        if action is not None and (option, action) != ("form", "keep-ics"):
            raise _unfit(option, f"remind {action}")
        if asked.notify and option in {"year", "span", "within"}:
            raise _unfit(option, "--notify")
        needed = _OPTIONS[option]
        if action is None and needed is not None and needed not in given:
            raise UnusableInput(
                "usage",
                N_("{option} says nothing without {needed}"),
                N_("add that, or leave it out"),
                option=f"--{option}",
                needed=f"--{needed}",
            )


def _unfit(option: str, other: str) -> UnusableInput:
    return UnusableInput(
        "usage",
        N_("{option} does nothing with {other}"),
        N_("ask for the two one after the other"),
        option=f"--{option}",
        other=other,
    )


def _agenda(session: Session) -> int:
    asked, app, words = session.asked, session.app, session.words
    within = _span(asked.within) if asked.within else None
    written = app.write_calendar(Path(asked.ics), asked.form, words) if asked.ics else None
    drawn = year.draw(session, Path(asked.year)) if asked.year else None
    items = app.agenda(words, within=within)
    kept = app.kept_calendar()
    trouble = _updated(session) if kept is not None else None
    if session.as_json:
        now = app.clock()
        session.emit(
            {
                "format": FORMAT,
                "agenda": [item_json(one, words, now, app.zone) for one in items],
                "reminders": list(app.reminder_days()),
                "calendar": str(written) if written else None,
                "year": str(drawn) if drawn else None,
                "kept_calendar": kept.file if kept else None,
            }
        )
    else:
        _tell_all(session, items)
        if not items:
            session.note(_nothing(session))
    for path in (written, drawn):
        if path is not None:
            session.note(words("Written: {path}", path=safe(str(path))))
    if written is not None:
        session.note(words("A calendar file names your badges to whoever reads the calendar."))
    if trouble is not None:
        session.note(words("note: {note}", note=safe(trouble)))
    return 0


def _nothing(session: Session) -> str:
    if not session.app.entries():
        return session.words("There are no badges in the wallet yet: nothing to remind of.")
    if session.asked.within:
        return session.words("Nothing in the wallet lapses in that time.")
    return session.words("Nothing in the wallet lapses.")


def _updated(session: Session) -> str | None:
    """Bring the calendar that is kept up to date; return why that was not possible."""
    try:
        session.app.update_calendar()
    except WalletError as error:
        return error.sentence(session.words)
    return None


def _tell_all(session: Session, items: Sequence[Item]) -> None:
    """Print the agenda; what should be looked up again in a line for all badges, last."""
    stale = [one for one in items if one.watched.kind is Kind.STATUS and one.state in _TOLD]
    for one in items:
        if one.watched.kind is not Kind.STATUS or len(stale) <= 1:
            _tell(session, one)
    if len(stale) > 1:
        words = session.words
        told = words.plural(
            "Whether {n} badge still stands should be looked up again",
            "Whether {n} badges still stand should be looked up again",
            len(stale),
        )
        session.printer.line(f"{min(one.day for one in stale).isoformat()}  {told}")


def _tell(session: Session, item: Item) -> None:
    words, line, one = session.words, session.printer.line, item.watched
    now, zone = session.app.clock(), session.app.zone
    line(f"{item.day.isoformat()}  {safe(title(one, words, now, zone))}")
    about = [safe(one.issuer)] if one.issuer else []
    badge, slash, part = one.subject.partition("/")
    part += one.about.removeprefix(one.subject)
    about.append(f"{badge[:8]}{slash}{part}")
    line("    " + " · ".join(about))
    line("    " + sentence(one, words, zone))
    for told in broken(item.breaks, words):
        line("    " + safe(told))
    if item.state is not State.RENEWED and one.kind in _RENEWABLE:
        if one.url is not None:
            line("    " + words("renew: {url}", url=safe(one.url)))
        if one.refreshable:
            line("    " + words("the wallet can ask for a newer form: check it online"))
    if (state := _state(session, item)) is not None:
        line("    " + state)


def _state(session: Session, item: Item) -> str | None:
    words = session.words
    match item.state:
        case State.RENEWED if item.renewed_by is not None and item.is_copy:
            badge = item.renewed_by[0].partition("/")[0]
            return words("the same award as {badge}: no reminders of its own", badge=badge[:8])
        case State.RENEWED if item.renewed_by is not None:
            return words("renewed by {badge}: no reminders", badge=safe(item.renewed_by[1]))
        case State.DISMISSED:
            return words("no longer needed: no reminders")
        case State.SNOOZED if item.snoozed_until is not None:
            day = words.day(item.snoozed_until)
            if item.watched.kind is Kind.END and item.days >= 0 and item.day < item.snoozed_until:
                return words("snoozed until {day}; it lapses before", day=day)
            return words("snoozed until {day}", day=day)
        case State.DUE:
            return words("a reminder is due")
        case _ if item.next is not None:
            return words("next reminder: {day}", day=words.day(item.next))
    return None


def _snooze(session: Session) -> int:
    asked = session.asked
    try:
        until = date.fromisoformat(asked.until)
    except ValueError as error:
        raise UnusableInput(
            "usage",
            N_("{text} is no day"),
            N_("write it like: --until 2027-09-01"),
            text=asked.until,
        ) from error
    session.app.snooze(asked.id, until)
    return _decided(session, asked.id)


def _dismiss(session: Session) -> int:
    session.app.dismiss_reminders(session.asked.id)
    return _decided(session, session.asked.id)


def _undo(session: Session) -> int:
    words, asked = session.words, session.asked.id
    found = session.app.remind_again(asked)
    status = _decided(session, asked)
    if not found:
        session.note(words("It was neither snoozed nor dismissed: nothing was taken back."))
    elif "/" in asked and any("/" not in one for one in found):
        session.note(words("That was decided of the whole badge, and is taken back of all of it."))
    return status


def _every(session: Session) -> int:
    asked, app, words = session.asked, session.app, session.words
    badge = None if asked.id == _DEFAULT else asked.id
    app.remind_every(badge, _ladder(asked.days))
    days = app.reminder_days(badge)
    if session.as_json:
        session.emit({"format": FORMAT, "reminders": list(days)})
    elif days:
        session.printer.line(", ".join(rung_text(one, words) for one in days))
    else:
        session.printer.line(words("no reminders"))
    return 0


def _decided(session: Session, badge: str) -> int:
    """Show what is to come of a badge, and of the credentials inside it."""
    app, words = session.app, session.words
    whole = app.entry(re.split("[/#]", badge)[0]).id
    items = [one for one in app.agenda(words) if one.watched.subject.partition("/")[0] == whole]
    if session.as_json:
        now = app.clock()
        told = [item_json(one, words, now, app.zone) for one in items]
        session.emit({"format": FORMAT, "agenda": told})
    else:
        _tell_all(session, items)
    if not items:
        session.note(words("Nothing of this badge lapses."))
    return 0


def _keep_ics(session: Session) -> int:
    asked, app, words = session.asked, session.app, session.words
    folder = None if asked.folder == "off" else Path(asked.folder)
    written = app.keep_calendar(folder, asked.form, words)
    if session.as_json:
        session.emit({"format": FORMAT, "kept_calendar": str(written) if written else None})
    elif written is None:
        session.note(words("No calendar file is kept up to date any more; it stays where it is."))
    else:
        session.printer.line(safe(str(written)))
        session.note(words("A calendar file names your badges to whoever reads the calendar."))
    return 0


def _span(text: str) -> timedelta:
    if (found := _WITHIN.match(text)) is None:
        raise UnusableInput(
            "usage",
            N_("{text} is no span of time"),
            N_("write it like 90d or 12w"),
            text=text,
        )
    return timedelta(days=int(found[1]) * _DAYS[found[2]])


def _ladder(text: str) -> tuple[int, ...] | None:
    """Return the days before an end as they were typed; None for as it was at first."""
    if text == _DEFAULT:
        return None
    if text == "never":
        return ()
    try:
        return tuple(int(one) for one in text.split(","))
    except ValueError as error:
        raise UnusableInput(
            "usage",
            N_("{text} are no days before an end"),
            N_("write them like 90,30,7,0, or say never or default"),
            text=text,
        ) from error


_ACTIONS: Final[dict[str | None, Callable[[Session], int]]] = {
    None: _agenda,
    "snooze": _snooze,
    "dismiss": _dismiss,
    "undo": _undo,
    "every": _every,
    "keep-ics": _keep_ics,
}
"""What can be done with reminders."""
