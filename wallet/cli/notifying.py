"""``remind --notify``: what is due, by the system's notifications; for schedulers, so unasked."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from wallet.app import App, WalletState
from wallet.cli.session import Session, passphrase_from_file
from wallet.cli.terminal import safe
from wallet.errors import UnusableInput, VaultError, WalletError, WalletLocked
from wallet.i18n import N_
from wallet.notify import autostart, locked, service
from wallet.notify.message import OPENED
from wallet.notify.service import Notifier
from wallet.reminders import outside
from wallet.reminders.messages import LATER, NEEDLESS, WEEK, Told, messages
from wallet.verify.verdict import FORMAT

_ASKING: Final = frozenset({"passphrase-needed", "keychain-unavailable"})
"""Why the wallet does not open without asking somebody."""
_WAIT: Final = re.compile(r"(\d{1,6})([sm])\Z")
_PATIENCE: Final = 5.0
_BETWEEN: Final = 0.2
"""Seconds that another program, a ``check`` say, is waited for, and between two looks."""
_SECONDS: Final = {"s": 1, "m": 60}


class _Shown(NamedTuple):
    """What was shown, and where it is answered; ``messages`` has None for one without names."""

    number: int
    notifier: Notifier | None = None
    messages: Mapping[str, Told | None] = MappingProxyType({})


def notify(session: Session) -> int:
    """Show what is due and was not shown; wait for what is answered.

    Where the wallet does not open without asking somebody, it is told how many are due and no
    more. Raises Untold where there is no service for notifications, and VaultError
    "vault-in-use" where the wallet stays open elsewhere: nothing was told then, and it is due
    the next time.
    """
    wait = _seconds(session.asked.wait)
    if session.app.state is WalletState.ABSENT:
        session.unlock()  # says so
    with ExitStack() as until_answered:
        try:
            shown = _tell(session, until_answered)
        except WalletLocked as error:
            if error.code not in _ASKING:
                raise
            shown = _tell_locked(session, until_answered)
        _say(session, shown.number)
        return _wait_for_answers(session, shown, wait)


def _tell(session: Session, until_answered: ExitStack) -> _Shown:
    words = session.words
    with _open(session) as app:
        if session.asked.ics:
            written = app.write_calendar(Path(session.asked.ics), session.asked.form, words)
            session.note(words("Written: {path}", path=safe(str(written))))
        told = messages(app.due_reminders(words, all_day=True), words, app.clock())
        if not told:
            return _Shown(0)
        notifier = until_answered.enter_context(service.opened(words("Learner Wallet")))
        for one in told:
            notifier.tell(one.message)
            app.reminders_shown(one.notices, seen=False)
    number = sum(len(one.notices) for one in told)
    return _Shown(number, notifier, {one.message.id: one for one in told})


def _tell_locked(session: Session, until_answered: ExitStack) -> _Shown:
    app, words = session.app, session.words
    if session.asked.ics:
        session.note(words("The wallet is locked: no calendar file was written."))
    home, now, zone = app.home.path, app.clock(), app.zone
    number = outside.due_while_locked(home, now, zone, all_day=True)
    if not number:
        return _Shown(0)
    notifier = until_answered.enter_context(service.opened(words("Learner Wallet")))
    notifier.tell(locked.locked(words, number))
    outside.shown_while_locked(home, now, zone, all_day=True)
    session.note(words("The wallet is locked: no badge was named."))
    return _Shown(number, notifier, {locked.ID: None})


def _say(session: Session, number: int) -> None:
    if session.as_json:
        session.emit({"format": FORMAT, "notified": number})
    elif number:
        told = session.words.plural("{n} reminder was shown", "{n} reminders were shown", number)
        session.note(told)
    else:
        session.note(session.words("No reminder is due that was not shown."))


@contextmanager
def _open(session: Session) -> Iterator[App]:
    """Open the wallet without asking anybody, meanwhile; wait a little where others have it."""
    app = session.app
    passphrase = passphrase_from_file(session.asked)
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            app.unlock(passphrase=passphrase)
            break
        except VaultError as error:
            if error.code != "vault-in-use":
                raise
            if time.monotonic() >= end:
                raise _still_in_use() from error
        _pause()
    try:
        yield app
    finally:
        app.lock()


def _pause() -> None:
    time.sleep(_BETWEEN)


def _still_in_use() -> VaultError:
    return VaultError(
        "vault-in-use",
        N_("the wallet is open in another window or program, so nothing was done here"),
        N_("close that one, or try again later"),
    )


def _wait_for_answers(session: Session, shown: _Shown, seconds: float) -> int:
    """Do what is answered, until all is or the time is over; return the exit status."""
    status, notifier, waiting = 0, shown.notifier, dict(shown.messages)
    end = time.monotonic() + seconds
    while (
        notifier is not None
        and notifier.has_actions
        and waiting
        and (left := end - time.monotonic()) > 0
    ):
        answer = notifier.answer(left)
        if answer is None:
            break
        about = waiting.pop(answer.id, None)
        if answer.key == OPENED:
            _open_window(session)
            break
        if about is None or answer.key not in (LATER, NEEDLESS):
            continue
        try:
            _decide(session, about, answer.key)
        except WalletError as error:
            status = error.exit_status
            session.note(_undone(session, about, error))
    return status


def _undone(session: Session, about: Told, error: WalletError) -> str:
    words = session.words
    return words(
        "What was answered to “{title}” was not done. Error: {error}",
        title=safe(about.message.title),
        error=safe(error.sentence(words)),
    )


def _decide(session: Session, told: Told, key: str) -> None:
    with _open(session) as app:
        today = app.clock().astimezone(app.zone).date()
        for subject in told.subjects:
            if key == LATER:
                app.snooze(subject, today + WEEK)
            else:
                app.dismiss_reminders(subject)


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
