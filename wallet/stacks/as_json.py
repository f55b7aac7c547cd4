"""A stack's state as the JSON of CONTRACT.md."""

from __future__ import annotations

from typing import Any

from wallet.credential.moment import rfc3339
from wallet.i18n import Words
from wallet.stacks.because import amount, because, effect, sentence, title, unit
from wallet.stacks.front import StackState
from wallet.stacks.notes import told
from wallet.stacks.progress import Branch, Measure, Step


def stack_json(state: StackState, words: Words) -> dict[str, Any]:
    """Return a stack: what the contract asks for, and what else there is to say of it."""
    far, kept = state.progress, state.stack
    definition = far.definition
    return {
        "id": kept.id,
        "name": definition.name,
        "description": definition.description,
        "source": definition.source or kept.source or None,
        "as_of": rfc3339(kept.added_at),
        "owner": definition.owner,
        "complete": far.complete,
        "found": far.found.value,
        "reachable": far.reachable,
        "progress": _measure_json(far.measure),
        "measures": [_measure_json(one) for one in far.measures],
        "once_checked": _measure_json(far.once_checked) if far.once_checked else None,
        "complete_once_checked": far.complete_once_checked,
        "requirements": _branch_json(far.tree, words),
        "used": [{"credential": one.id, "slot": slot} for one, slot in far.used],
        "next": [_step_json(step, words) for step in far.steps],
        "hours": {"amount": far.hours, "known": far.hours_known},
        "at_risk": [
            {
                "credential": risk.badge.id,
                "on": rfc3339(risk.on),
                "effect": effect(risk, words),
                "ends_completion": risk.ends_completion,
                "after": _measure_json(risk.after),
            }
            for risk in far.risks
        ],
        "choices": [
            {"kind": one.kind, "slot": one.slot or None, "value": one.value, "title": one.title}
            for one in state.decided
        ],
        "shares": [{"credential": badge, "stacks": list(others)} for badge, others in state.shares],
        "notes": [
            {"code": note.code, "where": note.where, "detail": told(note, words)}
            for note in definition.notes
        ],
    }


def _measure_json(measure: Measure) -> dict[str, Any]:
    return {"earned": measure.have, "required": measure.need, "unit": measure.unit}


def _branch_json(branch: Branch, words: Words) -> dict[str, Any]:
    """Return a part of the tree; ``slot`` is null for rules."""
    return {
        "kind": branch.kind,
        "title": title(branch, words),
        "state": branch.mark.value,
        "progress": _measure_json(branch.measure),
        "because": [
            {"code": one.code, "detail": told}
            for one, told in zip(branch.because, because(branch, words), strict=True)
        ],
        "slot": branch.slot.id if branch.slot else None,
        "hours": branch.slot.hours if branch.slot else None,
        "url": branch.slot.url if branch.slot else None,
        "credentials": [one.id for one in branch.badges],
        "others": [
            {
                "credential": offer.badge,
                "title": offer.title,
                "code": offer.why.code,
                "detail": sentence(offer.why, words),
            }
            for offer in branch.offers
        ],
        "next": branch.next,
        "needs": _branch_json(branch.needs, words) if branch.needs else None,
        "parts": [_branch_json(part, words) for part in branch.parts],
    }


def step_title(step: Step, words: Words) -> str:
    """Return what to do, in a few words."""
    if step.amount is not None:
        return words(
            "{amount} more {unit}",
            amount=amount(step.amount.have),
            unit=unit(step.amount.unit, words, step.amount.have),
        )
    return step.title or step.slot or words("(no name)")


def _step_json(step: Step, words: Words) -> dict[str, Any]:
    return {
        "title": step_title(step, words),
        "why": sentence(step.why, words),
        "hours": step.hours,
        "slot": step.slot,
        "url": step.url,
        "ready": step.ready,
        "missing": {"amount": step.amount.have, "unit": step.amount.unit} if step.amount else None,
    }
