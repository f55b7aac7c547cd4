"""Which badge renews which: the same achievement by the same issuer, and it ends later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from wallet.credential.model import Credential
from wallet.credential.moment import Moment
from wallet.entries import Entry
from wallet.reminders.facts import Facts
from wallet.verify.report import Authenticity, RecipientMatch, Report, Standing
from wallet.verify.verdict import Verdict


class Held(msgspec.Struct, frozen=True):
    """A credential as renewals look at it. ``added_at`` tells copies apart."""

    subject: str
    said: Credential
    report: Report
    facts: Facts
    added_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it is authentic and current, so that it can take another's place."""
        return (
            self.report.authenticity is Authenticity.VERIFIED
            and self.report.standing is Standing.CURRENT
        )


def held(entries: Iterable[Entry], facts: Mapping[str, Facts]) -> tuple[Held, ...]:
    """Return every credential of the wallet, also those inside others."""
    return tuple(
        one
        for entry in entries
        for one in _held(entry, entry.id, entry.verdict, facts.get(entry.id, Facts()))
    )


def _held(entry: Entry, subject: str, verdict: Verdict, facts: Facts) -> Iterator[Held]:
    if verdict.credential is not None and verdict.report is not None:
        yield Held(subject, verdict.credential, verdict.report, facts, entry.added_at)
    for number, part in enumerate(verdict.parts, 1):
        yield from _held(entry, f"{subject}/{number}", part, Facts())


def of_ends(every: Iterable[Held]) -> dict[str, str]:
    """Return what renews what, by subject: it stands, and ends later or never."""
    return _renewals(every, lambda one: one.said.expires)


def of_files(every: Iterable[Held]) -> dict[str, str]:
    """Return which file replaces which: it is signed for longer, and ends no earlier."""
    return _renewals(every, lambda one: one.facts.file_end)


def _renewals(every: Iterable[Held], end_of: Callable[[Held], Moment | None]) -> dict[str, str]:
    found = tuple(every)
    able: dict[tuple[str, str], list[Held]] = {}
    for one in found:
        if one.stands and one.said.issuer.id:
            for name in {*_names(one), *one.facts.related}:
                able.setdefault((one.said.issuer.id, name), []).append(one)
    renewed: dict[str, str] = {}
    for old in found:
        if end_of(old) is None or not old.said.issuer.id:
            continue
        rivals = [
            new
            for name in _names(old)
            for new in able.get((old.said.issuer.id, name), ())
            if _renews(new, old, end_of)
        ]
        if rivals:
            renewed[old.subject] = max(
                rivals, key=lambda one: (_last(end_of(one)), one.added_at, one.subject)
            ).subject
    return renewed


def _names(one: Held) -> tuple[str, ...]:
    """Return what a credential is compared by: its achievement, or else itself."""
    name = one.said.achievement_id or one.said.id
    return (name,) if name else ()


def _renews(new: Held, old: Held, end_of: Callable[[Held], Moment | None]) -> bool:
    if new.subject == old.subject or _ends(new) < _ends(old):
        return False
    if new.report.recipient is RecipientMatch.NOT_MINE and (
        new.said.recipients != old.said.recipients
    ):
        return False
    mine, theirs = _last(end_of(old)), _last(end_of(new))
    if theirs != mine:
        return theirs > mine
    # The same award twice, in two files: the one that came first speaks for both.
    same = new.said.id is not None and new.said.id == old.said.id
    return same and (new.added_at, new.subject) < (old.added_at, old.subject)


def _ends(one: Held) -> float:
    return _last(one.said.expires)


def _last(moment: Moment | None) -> float:
    return float("inf") if moment is None else moment.end.timestamp()
