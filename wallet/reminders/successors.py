"""Which badge renews which: the same achievement by the same issuer, and it ends later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from wallet.credential.model import Credential, Recipient, Standard
from wallet.credential.moment import Moment
from wallet.entries import Entry
from wallet.reminders.facts import Facts
from wallet.verify.report import Authenticity, RecipientMatch, Report, Standing
from wallet.verify.verdict import Verdict

_NEVER: Final = float("inf")
_STANDS: Final = frozenset({Standing.CURRENT, Standing.EXPIRED, Standing.NOT_YET_VALID})
_TAKEN_BACK: Final = frozenset({Standing.REVOKED, Standing.SUSPENDED})


class Held(msgspec.Struct, frozen=True):
    """A credential as renewals look at it. ``added_at`` tells copies apart."""

    subject: str
    standard: Standard
    said: Credential
    report: Report
    facts: Facts
    added_at: datetime

    @property
    def is_verified(self) -> bool:
        """Whether it is authentic."""
        return self.report.authenticity is Authenticity.VERIFIED

    @property
    def stands(self) -> bool:
        """Whether it is authentic and nobody took it back, so that it can take another's place.

        What has lapsed since then did so too: what it renewed does not come up again.
        """
        return self.is_verified and self.report.standing in _STANDS


def held(entries: Iterable[Entry], facts: Mapping[str, Facts]) -> tuple[Held, ...]:
    """Return every credential of the wallet, also those inside others."""
    return tuple(
        one
        for entry in entries
        for one in _held(entry, entry.id, entry.verdict, facts.get(entry.id, Facts()))
    )


def _held(entry: Entry, subject: str, verdict: Verdict, facts: Facts) -> Iterator[Held]:
    if verdict.credential is not None and verdict.report is not None:
        said, report = verdict.credential, verdict.report
        yield Held(subject, verdict.standard, said, report, facts, entry.added_at)
    for number, part in enumerate(verdict.parts, 1):
        yield from _held(entry, f"{subject}/{number}", part, Facts())


def of_ends(every: Iterable[Held]) -> dict[str, str]:
    """Return what renews what, by subject: it stands, and ends later or never."""
    return _renewals(every, lambda one: one.said.expires)


def of_files(every: Iterable[Held]) -> dict[str, str]:
    """Return which file replaces which: it is signed for longer, and ends no earlier."""
    return _renewals(every, lambda one: one.facts.file_end)


def _renewals(every: Iterable[Held], end_of: Callable[[Held], Moment | None]) -> dict[str, str]:
    ranked = sorted(
        ((_last(end_of(one)), one.added_at, one.subject, one) for one in every), reverse=True
    )
    able: dict[tuple[str, str], list[tuple[float, Held]]] = {}
    for last, _added, _subject, one in ranked:
        if one.stands and (issuer := one.said.issuer.id):
            for name in {*_names(one), *one.facts.related}:
                able.setdefault((issuer, name), []).append((last, one))
    renewed: dict[str, str] = {}
    for last, _added, _subject, old in ranked:
        issuer = old.said.issuer.id
        if last == _NEVER or not issuer:
            continue
        for name in _names(old):
            for theirs, new in able.get((issuer, name), ()):
                if theirs <= last:
                    break
                if _replaces(new, old):
                    renewed[old.subject] = new.subject
                    break
    return renewed


def copies(every: Iterable[Held]) -> dict[str, str]:
    """Return what is the same award again, in another file, and which of them speaks.

    That is the one that came first; what is not verified never speaks for what is.
    """
    able = [
        one
        for one in every
        if one.report.authenticity is not Authenticity.FAILED
        and one.report.standing not in _TAKEN_BACK
    ]
    first: dict[tuple[str, str, str | None, str | None, float], str] = {}
    found: dict[str, str] = {}
    for one in sorted(able, key=lambda one: (not one.is_verified, one.added_at, one.subject)):
        said, issuer = one.said, one.said.issuer.id
        if issuer and said.id:
            key = (issuer, said.id, said.achievement_id, said.name, _last(said.expires))
            speaker = first.setdefault(key, one.subject)
            if speaker != one.subject:
                found[one.subject] = speaker
    return found


def _names(one: Held) -> tuple[str, ...]:
    """Return what a credential is compared by: its achievement, or else itself.

    The ``vct`` of an SD-JWT VC is a type that many achievements may share, so its name counts too.
    """
    said = one.said
    if one.standard is Standard.SD_JWT_VC:
        return (f"{said.achievement_id} {said.name}",) if said.name else ()
    name = said.achievement_id or said.id
    return (name,) if name else ()


def _replaces(new: Held, old: Held) -> bool:
    """Return whether ``new`` follows without a gap, and was not given to somebody else."""
    begins, end = new.said.valid_from, old.said.expires
    if _last(new.said.expires) < _last(end):
        return False
    is_gap = begins is not None and end is not None and begins.at > end.end
    if is_gap and new.report.standing is Standing.NOT_YET_VALID:
        return False
    return not _is_anothers(new, old)


def _is_anothers(new: Held, old: Held) -> bool:
    """Return whether two awards are not of the same person, as far as they say so."""
    matches = {new.report.recipient, old.report.recipient}
    if matches == {RecipientMatch.MINE}:
        return False
    stated, before = new.said.recipients, old.said.recipients
    if not stated or not before:
        return new.report.recipient is RecipientMatch.NOT_MINE and stated != before
    return not any(_may_be_same(one, other) for one in stated for other in before)


def _may_be_same(one: Recipient, other: Recipient) -> bool:
    """Return whether two recipients are the same; also where hashes of them do not tell."""
    if one.hashed or other.hashed:
        is_told = one.hashed and other.hashed and one.salt == other.salt
        return one.type == other.type and (one.identity == other.identity or not is_told)
    first, second = (" ".join(each.identity.casefold().split()) for each in (one, other))
    return first.removeprefix("mailto:") == second.removeprefix("mailto:")


def _last(moment: Moment | None) -> float:
    return _NEVER if moment is None else moment.end.timestamp()
