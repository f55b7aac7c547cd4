"""``stack``: larger credentials, how far they are, and what the learner decides of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.credential.moment import parse_moment
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.stacks import notes
from wallet.stacks.as_json import stack_json, step_title
from wallet.stacks.because import MARKS, because, effect, measured, sentence, title
from wallet.stacks.front import Imported, StackState
from wallet.stacks.progress import Branch, Mark
from wallet.store import files
from wallet.verify.verdict import FORMAT

_BAR: Final = 20
"""How many characters wide a bar is."""
_SIGNS: Final = {Mark.DONE: "✓", Mark.OPEN: "·", Mark.ONCE_CHECKED: "?", Mark.UNTOLD: "¿"}


def stack(session: Session) -> int:
    """Do what was asked with stacks."""
    session.unlock()
    return _ACTIONS[session.asked.action](session)


def _import(session: Session) -> int:
    return _taken_in(session, session.app.import_stack(Path(session.asked.file)))


def _taken_in(session: Session, done: Imported) -> int:
    words = session.words
    if session.as_json:
        kept = done.stack
        stack = {"id": kept.id, "name": kept.name, "new": done.is_new, "changed": done.changed}
        session.emit({"format": FORMAT, "stack": stack})
        return 0
    name = safe(done.stack.name)
    if not done.changed:
        session.note(words("{name} is here already, just so", name=name))
    elif done.is_new:
        session.note(words("{name} was taken in", name=name))
    else:
        session.note(words("{name} was replaced by this newer text", name=name))
    for note in done.definition.notes:
        session.note(words("note: {note}", note=safe(notes.told(note, words))))
    return _show_state(session, session.app.stack(done.stack.id, words))


def _hints(session: Session) -> int:
    asked, words = session.asked, session.words
    if asked.keep is not None:
        return _taken_in(session, session.app.keep_hint(asked.keep))
    found = session.app.stack_hints()
    if session.as_json:
        hints = [
            {
                "id": one.definition.id,
                "name": one.definition.name,
                "slots": [slot.name or slot.id for slot in one.definition.slots],
                "credential": one.record.id,
            }
            for one in found
        ]
        session.emit({"format": FORMAT, "hints": hints})
        return 0
    for one in found:
        slots = [slot for slot in one.definition.slots if not slot.conferred]
        parts = ", ".join(slot.name or slot.id for slot in slots)
        session.printer.line(safe(f"{one.definition.name} ({one.record.file_name}): {parts}"))
    if found:
        session.note(words("Keep one with: learner-wallet stack hints --keep NAME"))
    else:
        session.note(words("No record in the wallet hints at a larger credential."))
    return 0


def _list(session: Session) -> int:
    words = session.words
    every = session.app.stacks(words)
    if session.as_json:
        session.emit({"format": FORMAT, "stacks": [stack_json(one, words) for one in every]})
        return 0
    for one in every:
        session.printer.line(_headline(session, one))
    if not every:
        session.note(words("No larger credentials yet: learner-wallet stack import FILE"))
    return 0


def _show(session: Session) -> int:
    asked, words = session.asked, session.words
    at = _day(asked.on, session.app.clock()) if asked.on else None
    state = session.app.stack(asked.name, words, without=asked.without, at=at)
    if session.as_json:
        session.emit({"format": FORMAT, **stack_json(state, words)})
        return 0
    return _show_state(session, state)


def _show_state(session: Session, state: StackState) -> int:
    words, line, far = session.words, session.printer.line, state.progress
    line(_headline(session, state))
    if far.definition.description:
        line("  " + safe(far.definition.description))
    if not far.reachable:
        line("  " + words("No way leads to its end: its rules exclude one another."))
    _tree(session, far.tree, 1)
    if far.steps:
        line(words("Next:"))
        for step in far.steps:
            told = [safe(step_title(step, words)), sentence(step.why, words)]
            if step.hours is not None:
                told.append(words("{hours} hours", hours=f"{step.hours:g}"))
            line("  " + " — ".join(told))
        if far.hours:
            known = (
                words("{hours} hours in all", hours=f"{far.hours:g}")
                if far.hours_known
                else words("at least {hours} hours in all", hours=f"{far.hours:g}")
            )
            line("  " + known)
    for risk in far.risks:
        line(
            words(
                "On {day} {badge} lapses: {effect}.",
                day=risk.on.astimezone().date().isoformat(),
                badge=safe(risk.badge.title),
                effect=effect(risk, words),
            )
        )
    for badge, others in state.shares:
        held = next(one.title for one, _slot in far.used if one.id == badge)
        line(
            words(
                "{badge} counts in {stacks} too",
                badge=safe(held),
                stacks=safe(", ".join(others)),
            )
        )
    return 0


def _headline(session: Session, state: StackState) -> str:
    words, far = session.words, state.progress
    part = far.measure.part if not far.complete else 1.0
    bar = "█" * int(part * _BAR)
    told = (
        words("complete")
        if far.complete
        else " · ".join(measured(one, words) for one in far.measures)
    )
    line = f"{bar:░<{_BAR}}  {safe(far.definition.name)} — {told}"
    if far.once_checked is not None and not far.complete:
        later = (
            words("complete") if far.complete_once_checked else measured(far.once_checked, words)
        )
        line += " · " + words("once checked: {later}", later=later)
    return line


def _tree(session: Session, branch: Branch, depth: int) -> None:
    words, line = session.words, session.printer.line
    sign = "→" if branch.next else _SIGNS[branch.mark]
    mark = words(MARKS[branch.mark])
    line(f"{'  ' * depth}{sign} {safe(title(branch, words))} [{mark}]")
    told = because(branch, words)
    if branch.title:
        for one in told:
            line(f"{'  ' * depth}  {safe(one)}")
    for offer in branch.offers:
        what = safe(f"{offer.title}: {sentence(offer.why, words)}")
        line(f"{'  ' * depth}  ({what})")
    if branch.needs is not None and branch.mark is not Mark.DONE:
        first = [
            one for one in branch.needs.walked() if one.kind == "slot" and one.mark is not Mark.DONE
        ]
        if names := list(dict.fromkeys(safe(title(one, words)) for one in first)):
            line(f"{'  ' * depth}  " + words("first: {names}", names=", ".join(names)))
    for part in branch.parts:
        _tree(session, part, depth + 1)


def _export(session: Session) -> int:
    return _written(session, *session.app.export_stack(session.asked.name))


def _print(session: Session) -> int:
    return _written(session, *session.app.print_stack(session.asked.name, session.words))


def _written(session: Session, name: str, data: bytes) -> int:
    out = Path(session.asked.out) if session.asked.out else Path(name)
    path = out / name if out.is_dir() else out
    try:
        (written,) = files.write_all(path.parent, [(path.name, lambda: data)])
    except OSError as error:
        raise UnusableInput(
            "cannot-write",
            N_("{folder} could not be written to ({cause})"),
            N_("choose another place with --out"),
            folder=str(path.parent),
            cause=error.strerror or str(error),
        ) from error
    if session.as_json:
        session.emit({"format": FORMAT, "path": str(written)})
    else:
        session.printer.line(safe(str(written)))
    return 0


def _remove(session: Session) -> int:
    gone = session.app.remove_stack(session.asked.name)
    if session.as_json:
        session.emit({"format": FORMAT, "removed": [{"id": gone.id, "name": gone.name}]})
    else:
        session.note(session.words("{name} was removed; no badge was", name=safe(gone.name)))
    return 0


def _pin(session: Session) -> int:
    asked = session.asked
    session.app.pin(asked.name, asked.slot, asked.id)
    return _show(session)


def _leave_out(session: Session) -> int:
    session.app.leave_out(session.asked.name, session.asked.id)
    return _show(session)


def _confirm(session: Session) -> int:
    session.app.confirm(session.asked.name, session.asked.text)
    return _show(session)


def _undo(session: Session) -> int:
    session.app.decide_again(session.asked.name, session.asked.text)
    return _show(session)


def _day(text: str, now: datetime) -> datetime:
    """Return the last instant of a day to come, or an instant, as it was typed."""
    found = parse_moment(text)
    if found is None or found.end < now:
        raise UnusableInput(
            "usage",
            N_("{text} is no day to come"),
            N_("write it like: --on 2027-09-01"),
            text=text,
        )
    return found.end


_ACTIONS: Final[dict[str, Callable[[Session], int]]] = {
    "import": _import,
    "hints": _hints,
    "list": _list,
    "show": _show,
    "export": _export,
    "print": _print,
    "remove": _remove,
    "pin": _pin,
    "leave-out": _leave_out,
    "confirm": _confirm,
    "undo": _undo,
}
"""What can be done with stacks."""
