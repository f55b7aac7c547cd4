"""The subcommands: each asks the core one thing, prints the answer, returns the exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Raw, structs

from wallet import __version__
from wallet.cli.arguments import DROPPED
from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.credential.moment import rfc3339
from wallet.errors import UnusableInput, WalletError
from wallet.formats.inputs import is_link
from wallet.i18n import N_
from wallet.verify.verdict import FORMAT

if TYPE_CHECKING:
    from wallet.entries import Entry
    from wallet.refresh.online import Fetched
    from wallet.verify.verdict import Verdict

_WORST_FIRST: Final = (2, 1, 3, 0)


def worst(statuses: Iterable[int]) -> int:
    """Return the exit status of several inputs: the worst of 2, 1, 3, 0 in that order."""
    found = set(statuses)
    return next((status for status in _WORST_FIRST if status in found), 0)


def verify(session: Session) -> int:
    """Say of each input whether it is true."""
    asked = session.asked
    given: dict[str, Any] = {
        "stdin": getattr(sys.stdin, "buffer", None),
        "documents": Path(asked.documents) if asked.documents else None,
        "identities": asked.identity,
        "trust_files": [Path(name) for name in asked.trust],
        "audience": asked.audience,
        "nonce": asked.nonce,
        "progress": session.progress(),
    }
    fetched: tuple[Fetched, ...] = ()
    verdicts: Iterable[Verdict]
    if asked.online:
        verdicts, fetched = session.app.verify_online(asked.paths, **given)
    else:
        verdicts = session.judge.verify(asked.paths, **given)
    statuses: list[int] = []
    results: list[Raw] = []
    told: list[Verdict] = []
    for verdict in verdicts:
        statuses.append(verdict.exit_status)
        if session.as_json:
            results.append(session.encoded(verdict.to_json(session.words)))
        if verdict.error is not None or not session.as_json:
            told.append(verdict)
    if session.as_json:
        session.emit({"format": FORMAT, "results": results, **_fetched_json(session, fetched)})
    _tell_not_fetched(session, fetched)
    for verdict in told:
        if verdict.error is not None:
            session.note(f"error: {safe(verdict.error.sentence(session.words))}")
        else:
            session.printer.verdict(verdict, session.judge.clock(), verbose=asked.verbose)
            session.printer.line()
    return worst(statuses)


def init(session: Session) -> int:
    """Make the wallet and print its recovery code, once."""
    from wallet.app import WalletState  # noqa: PLC0415 - verify needs no wallet

    asked, app, words = session.asked, session.app, session.words
    if app.state is not WalletState.ABSENT:
        app.home.create(passphrase=None, use_keychain=False)  # says that there is one
    keychain, passphrase = asked.keychain, asked.passphrase
    if not keychain and not passphrase:
        keychain = app.home.keychain_name() is not None and asked.passphrase_file is None
        passphrase = not keychain
    secret = session.new_passphrase() if passphrase else None
    code = app.create(passphrase=secret, keychain=keychain, both=keychain and passphrase)
    app.lock()
    if session.as_json:
        session.emit({"format": FORMAT, "home": str(app.home.path), "recovery_code": code})
    else:
        line = session.printer.line
        line(words("The wallet is made, in {home}.", home=app.home.path))
        line(words("Recovery code: {code}", code=code))
        line(words("Write it down and keep it apart: it is shown this once, and opens the wallet."))
    return 0


def add(session: Session) -> int:
    """Take badges into the wallet."""
    asked, words = session.asked, session.words
    addresses = [
        path
        for path in asked.paths
        if path.startswith(("http://", "https://")) and not is_link(path)
    ]
    if addresses and not asked.online:
        raise UnusableInput(
            "address-not-fetched",
            N_("{url} is a web address, and nothing is fetched unasked"),
            N_("say --online to fetch it, or download the badge and add the file"),
            url=addresses[0],
        )
    session.unlock()
    bodies, fetched = session.app.badges_at(addresses) if addresses else ((), ())
    files = [path for path in asked.paths if path not in addresses]
    result = session.app.add(
        [*bodies, *files],
        stdin=getattr(sys.stdin, "buffer", None),
        progress=session.progress(),
    )
    from wallet.entries import Refused  # noqa: PLC0415 - verify needs no wallet
    from wallet.verify.verdict import presentation_json  # noqa: PLC0415

    lost = tuple(Refused(one.url, one.error) for one in fetched if one.error is not None)
    result = structs.replace(result, refused=lost + result.refused)
    if session.as_json:
        document = {
            "format": FORMAT,
            "added": [entry_json(session, entry) for entry in result.added],
            "already": [entry_json(session, entry) for entry in result.already],
            "quarantined": [
                {
                    "source": one.source,
                    "error": {"code": one.error.code, "message": one.error.sentence(words)},
                }
                for one in result.refused
            ],
            "presentations": [
                {
                    "source": one.source,
                    "badges": one.badges,
                    **(presentation_json(one.handover, words) or {}),
                }
                for one in result.presentations
            ],
            **_fetched_json(session, fetched),
        }
        session.emit(document)
    else:
        session.printer.table(result.added, session.app.clock())
        session.note(_summary(session, len(result.added), len(result.already), result.passed_by))
        for received in result.presentations:
            session.printer.handover(received.handover, verbose=False)
    for one in result.refused:
        session.note(f"error: {safe(one.error.sentence(words))}")
    return 2 if result.refused else 0


def _summary(session: Session, added: int, already: int, passed_by: int) -> str:
    words = session.words
    parts = [words.plural("{n} badge added", "{n} badges added", added)]
    if already:
        parts.append(words.plural("{n} was there already", "{n} were there already", already))
    if passed_by:
        parts.append(
            words.plural("{n} other file passed by", "{n} other files passed by", passed_by)
        )
    return ", ".join(parts)


def listing(session: Session) -> int:
    """Show what is in the wallet."""
    session.unlock()
    asked = session.asked
    entries = session.app.search(
        asked.search or "", standing=asked.standing, tag=asked.tag, sort=asked.sort
    )
    if session.as_json:
        found = [entry_json(session, entry) for entry in entries]
        session.emit({"format": FORMAT, "credentials": found})
    elif entries:
        session.printer.table(entries, session.app.clock())
    else:
        session.note(session.words("Nothing to show. Add badges with: learner-wallet add FILE"))
    return 0


def show(session: Session) -> int:
    """Show all about one badge."""
    session.unlock()
    entry = session.app.entry(session.asked.id)
    if session.as_json:
        history = [
            {
                "at": rfc3339(one.at),
                "authenticity": one.authenticity.value,
                "standing": one.standing.value,
            }
            for one in session.app.history(entry.id)
        ]
        session.emit({"format": FORMAT, **entry_json(session, entry), "history": history})
        return 0
    words, line = session.words, session.printer.line
    session.printer.verdict(entry.verdict, session.app.clock(), verbose=True)
    line(words("  id: {id}", id=entry.id))
    line(words("  file: {name}", name=safe(entry.file_name)))
    line(words("  checked: {at}", at=rfc3339(entry.checked_at)))
    if entry.tags:
        line(words("  tags: {tags}", tags=safe(", ".join(entry.tags))))
    return 0


def remove(session: Session) -> int:
    """Remove badges for good."""
    session.unlock()
    return _changed(session, session.app.remove(session.asked.ids), "removed")


def tag(session: Session) -> int:
    """Add and drop tags."""
    said: Sequence[str] = session.asked.words
    ids = [word for word in said if not word.startswith(("+", DROPPED))]
    adding = [word[1:] for word in said if word.startswith("+") and word[1:]]
    dropping = [word.removeprefix(DROPPED) for word in said if word.startswith(DROPPED)]
    if not ids or not (adding or dropping):
        raise UnusableInput(
            "usage",
            N_("no badge or no tag was named"),
            N_("write it like: learner-wallet tag 3f2a +nursing -draft"),
        )
    session.unlock()
    return _changed(session, session.app.tag(ids, add=adding, drop=dropping), "changed")


def _changed(session: Session, entries: Sequence[Entry], key: str) -> int:
    if session.as_json:
        session.emit({"format": FORMAT, key: [entry_json(session, entry) for entry in entries]})
    else:
        session.printer.table(entries, session.app.clock())
    return 0


def check(session: Session) -> int:
    """Verify again what is in the wallet."""
    session.unlock()
    asked, app = session.asked, session.app
    documents = Path(asked.documents) if asked.documents else None
    given: dict[str, Any] = {"documents": documents, "progress": session.progress()}
    from wallet.refresh.checking import Refreshed  # noqa: PLC0415 - verify needs no wallet

    if asked.online:
        result = app.check_online(asked.ids, **given)
    else:
        result = Refreshed(app.check(asked.ids, **given))
    entries = (*result.entries, *result.added)
    if session.as_json:
        found = [entry_json(session, entry) for entry in entries]
        told = _fetched_json(session, result.fetched)
        session.emit({"format": FORMAT, "credentials": found, **told})
    else:
        session.printer.table(entries, app.clock())
    _tell_not_fetched(session, result.fetched)
    return worst(entry.verdict.exit_status for entry in entries)


def _fetched_json(session: Session, fetched: Iterable[Fetched]) -> dict[str, Any]:
    """Return the member ``fetched`` of an answer that was had online; nothing offline."""
    if not session.asked.online:
        return {}
    return {"fetched": [one.to_json(session.words) for one in fetched]}


def _tell_not_fetched(session: Session, fetched: Iterable[Fetched]) -> None:
    for one in fetched:
        if one.error is not None:
            told = safe(one.error.sentence(session.words))
            session.note(session.words("not fetched: {sentence}", sentence=told))


def identity(session: Session) -> int:
    """Remember, forget or list the learner's own addresses."""
    session.unlock()
    asked, app = session.asked, session.app
    for one in getattr(asked, "identities", []):
        if asked.action == "add":
            app.add_identity(one)
        elif not app.remove_identity(one):
            raise UnusableInput(
                "identity-not-found",
                N_("{identity} is not one of your addresses"),
                N_("learner-wallet identity list shows them"),
                identity=one,
            )
    if session.as_json:
        session.emit({"format": FORMAT, "identities": list(app.identities())})
    else:
        for one in app.identities():
            session.printer.line(safe(one))
    return 0


def share(session: Session) -> int:
    """Hand badges over."""
    from wallet.cli import sharing  # noqa: PLC0415 - verify needs no wallet

    return sharing.share(session)


def cv(session: Session) -> int:
    """Make a CV of badges (:mod:`wallet.cli.cv`)."""
    from wallet.cli import cv  # noqa: PLC0415 - loaded when it is asked for

    return cv.cv(session)


def stack(session: Session) -> int:
    """Say how far larger credentials are (:mod:`wallet.cli.stacks`)."""
    from wallet.cli import stacks  # noqa: PLC0415 - loaded when it is asked for

    return stacks.stack(session)


def remind(session: Session) -> int:
    """Say what lapses when (:mod:`wallet.cli.reminders`)."""
    from wallet.cli import reminders  # noqa: PLC0415 - loaded when it is asked for

    return reminders.remind(session)


def export(session: Session) -> int:
    """Write the original bytes."""
    session.unlock()
    written = session.app.export(session.asked.ids, Path(session.asked.out))
    if session.as_json:
        session.emit({"format": FORMAT, "written": [str(path) for path in written]})
    else:
        for path in written:
            session.printer.line(str(path))
    return 0


def doctor(session: Session) -> int:
    """Say where everything is and how it is; no secrets."""
    import platform  # noqa: PLC0415 - only here

    from wallet.app import WalletState  # noqa: PLC0415 - verify needs no wallet

    app, words = session.app, session.words
    try:
        if app.state is WalletState.LOCKED:
            session.unlock()
        trouble = None
    except WalletError as error:
        trouble = error
    about: dict[str, Any] = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "home": str(app.home.path),
        "wallet": app.state.value,
        "keychain": app.home.keychain_name(),
        **app.diagnosis(),
        "trouble": trouble.sentence(words) if trouble else None,
    }
    if session.as_json:
        session.emit({"format": FORMAT, **about})
    else:
        for key, value in about.items():
            told = ", ".join(map(str, value)) if isinstance(value, list) else value
            session.printer.line(f"{key}: {safe(str(told if told not in (None, '') else '-'))}")
    if trouble is not None:
        return trouble.exit_status
    return 1 if about["problems"] else 0


def entry_json(session: Session, entry: Entry) -> dict[str, Any]:
    """Return ``{id, …RESULT}`` for a badge in the wallet, its own picture included."""
    from wallet.verify.headline import headline  # noqa: PLC0415 - verify shows no chips in JSON

    verdict = session.app.with_picture(entry)
    chip = headline(verdict, session.app.clock(), session.words)
    return {
        "id": entry.id,
        **verdict.to_json(session.words),
        "source": entry.file_name,
        "headline": {"kind": chip.kind.value, "text": chip.text},
        "file_name": entry.file_name,
        "added_at": rfc3339(entry.added_at),
        "checked_at": rfc3339(entry.checked_at),
        "tags": list(entry.tags),
    }


ONLINE: Final = frozenset({"verify", "add", "check"})
"""The subcommands that may use the network, where ``--online`` says so."""

COMMANDS: Final[dict[str, Callable[[Session], int]]] = {
    "verify": verify,
    "init": init,
    "add": add,
    "list": listing,
    "show": show,
    "remove": remove,
    "tag": tag,
    "check": check,
    "identity": identity,
    "share": share,
    "cv": cv,
    "stack": stack,
    "remind": remind,
    "export": export,
    "doctor": doctor,
}
