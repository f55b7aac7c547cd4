"""``remind autostart``: whether the wallet waits in the tray from the session's start."""

from __future__ import annotations

import os
from typing import Final

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
        "An entry for your session starts something else than this program;"
        " learner-wallet remind autostart on makes it this one."
    ),
}


def run(session: Session, wanted: str, entry: Entry | None = None) -> int:
    """Do what is ``wanted``, "on", "off" or "state", and say how it is then.

    What starts is this program on this session's wallet. Raises UnusableInput.
    """
    found = entry or autostart.entry()
    named = session.asked.home or os.environ.get("LEARNER_WALLET_HOME")
    home = ("--home", str(session.app.home.path.absolute())) if named else ()
    command = autostart.command(*home)
    if wanted == "on":
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
