"""``remind autostart``: whether the wallet waits in the tray from the session's start."""

from __future__ import annotations

import os
from typing import Final

from wallet.app import WalletState
from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.i18n import N_
from wallet.notify import autostart
from wallet.notify.autostart import Entry, State
from wallet.verify.verdict import FORMAT

_TOLD: Final = {
    State.ON: N_("The wallet starts with your session: locked, in the tray, without a window."),
    State.OFF: N_("The wallet does not start with your session."),
    State.OTHERWISE: N_(
        "Your session starts another wallet, or this program from another place;"
        " learner-wallet remind autostart on makes it start this one."
    ),
    State.FOREIGN: N_(
        "An entry of this name stands there that this program did not write, so it does not change"
        " it: look at it, and remove it yourself if it is not needed."
    ),
}


def run(session: Session, wanted: str, entry: Entry | None = None) -> int:
    """Do what is ``wanted``, "on", "off" or "state", and say how it is then.

    What starts is this program on this session's wallet, which has to be there. Raises
    UnusableInput.
    """
    found = entry or autostart.entry()
    named = session.asked.home or os.environ.get("LEARNER_WALLET_HOME")
    home = ("--home", str(session.app.home.path.absolute())) if named else ()
    command = autostart.command(*home)
    if wanted == "on":
        if session.app.state is WalletState.ABSENT:
            session.unlock()  # says so
        found.on(command)
    elif wanted == "off":
        found.off()
    state = found.state(command)
    if session.as_json:
        session.emit({"format": FORMAT, "autostart": state, "entry": found.place})
    else:
        session.printer.line(session.words(_TOLD[state]))
        if state is not State.OFF:
            session.printer.line(safe(found.place))
    return 0
