"""``remind --notify``: what is due, by the system's notifications; for schedulers, so unasked."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wallet.app import App, WalletState
from wallet.cli.session import Session, passphrase_from_file
from wallet.cli.terminal import safe
from wallet.errors import UnusableInput, VaultError, WalletLocked
from wallet.i18n import N_
from wallet.notify import autostart, locked, service
from wallet.notify.message import OPENED, Answer
from wallet.notify.service import Notifier
from wallet.reminders import outside
from wallet.reminders.messages import LATER, NEEDLESS, WEEK, Told, messages
from wallet.verify.verdict import FORMAT

_ASKING: Final = frozenset({"passphrase-needed", "keychain-unavailable"})
"""Why the wallet does not open without asking somebody."""
_WAIT: Final = re.compile(r"(\d{1,6})([sm])\Z")
_SECONDS: Final = {"s": 1, "m": 60}


def notify(session: Session) -> int:
    """Show what is due and was not shown; wait for what is answered.

    Where the wallet does not open without asking somebody, it is told how many are due and no
    more. Raises Untold where there is no service for notifications.
    """
    wait = _seconds(session.asked.wait)
    app, words = session.app, session.words
    if app.state is WalletState.ABSENT:
        session.unlock()  # says so
    try:
        with _open(session):
            if session.asked.ics:
                written = app.write_calendar(Path(session.asked.ics), session.asked.form, words)
                session.note(words("Written: {path}", path=safe(str(written))))
            told = messages(app.due_reminders(words, all_day=True), words)
            if not told:
                return _said(session, 0)
            with service.opened(words("Learner Wallet")) as notifier:
                for one in told:
                    notifier.tell(one.message)
                    app.reminders_shown(one.notices)
                number = sum(len(one.notices) for one in told)
                status = _said(session, number)
                app.lock()  # the window may want it meanwhile
                _wait_for_answers(session, notifier, told, wait)
                return status
    except WalletLocked as error:
        if error.code not in _ASKING:
            raise
        return _tell_locked(session, wait)
    except VaultError as error:
        if error.code != "vault-in-use":
            raise
        session.note(words("The wallet is open in another window or program, which reminds."))
        return _said(session, 0)


def _tell_locked(session: Session, wait: float) -> int:
    app, words = session.app, session.words
    home, now, zone = app.home.path, app.clock(), app.zone
    number = outside.due_while_locked(home, now, zone, all_day=True)
    if number:
        with service.opened(words("Learner Wallet")) as notifier:
            notifier.tell(locked.locked(words, number))
            outside.shown_while_locked(home, now, zone, all_day=True)
            session.note(words("The wallet is locked: no badge was named."))
            status = _said(session, number)
            _wait_for_answers(session, notifier, (), wait)
            return status
    return _said(session, 0)


def _said(session: Session, number: int) -> int:
    if session.as_json:
        session.emit({"format": FORMAT, "notified": number})
    elif number:
        told = session.words.plural("{n} reminder was shown", "{n} reminders were shown", number)
        session.note(told)
    else:
        session.note(session.words("No reminder is due that was not shown."))
    return 0


@contextmanager
def _open(session: Session) -> Iterator[App]:
    """Open the wallet without asking anybody, meanwhile."""
    app = session.app
    app.unlock(passphrase=passphrase_from_file(session.asked))
    try:
        yield app
    finally:
        app.lock()


def _wait_for_answers(
    session: Session, notifier: Notifier, told: Sequence[Told], seconds: float
) -> None:
    """Do what is answered, until all is or the time is over."""
    waiting: dict[str, Told | None] = {one.message.id: one for one in told}
    waiting = waiting or {locked.ID: None}
    end = time.monotonic() + seconds
    while waiting and notifier.has_actions and (left := end - time.monotonic()) > 0:
        answer = notifier.answer(left)
        if answer is None:
            return
        about = waiting.pop(answer.id, None)
        if answer.key == OPENED:
            _open_window(session)
            return
        if about is not None:
            _decide(session, about, answer)


def _decide(session: Session, told: Told, answer: Answer) -> None:
    if answer.key not in (LATER, NEEDLESS):
        return
    with _open(session) as app:
        today = app.clock().astimezone(app.zone).date()
        for badge in told.badges:
            if answer.key == LATER:
                app.snooze(badge, today + WEEK)
            else:
                app.dismiss_reminders(badge)


def _open_window(session: Session) -> None:
    """Start the window, which goes on when this has ended."""
    words, folder = autostart.command("--home", str(session.app.home.path.absolute()))
    window = [word for word in words if word != "--tray"]
    subprocess.Popen(window, cwd=folder, start_new_session=True)  # noqa: S603 - this program


def _seconds(text: str) -> float:
    if (found := _WAIT.match(text)) is None:
        raise UnusableInput(
            "usage",
            N_("{text} is no span of time"),
            N_("write it like 30s or 5m"),
            text=text,
        )
    return float(int(found[1]) * _SECONDS[found[2]])
