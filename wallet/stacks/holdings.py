"""What the learner has that may count: badges, and the credentials inside their records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import msgspec

from wallet.credential.model import Credential
from wallet.entries import Entry
from wallet.i18n import Words
from wallet.stacks.definition import HOURS, Amount
from wallet.verify.report import Authenticity, RecipientMatch, Standing
from wallet.verify.verdict import Verdict

_WEB: Final = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_CTID: Final = re.compile(
    r"(?:^|/)(ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(?:%|/\s*(\d{1,6}))?\s*$")
_HOURS: Final = frozenset({"hours", "hour", "heures", "clock hours", "contact hours", HOURS})


MOST: Final = 1_000_000.0
"""The largest amount that is believed."""


class Counts(StrEnum):
    """Whether a badge counts at all."""

    YES = "yes"
    ONCE_CHECKED = "once-checked"
    """Nothing is against it, and not everything is known."""
    NO = "no"


class Holding(msgspec.Struct, frozen=True):
    """One credential that the learner has, as far as stacks look at it.

    ``id`` is that of the badge in the wallet; of one inside it, ``ID/1``, ``ID/2`` … ``keys`` are
    what it is an achievement of, and ``alignments`` what it is aligned to, as :func:`key`
    writes addresses; of one ``achievement`` only one counts, however often it was awarded.
    ``name``, ``skills`` and ``levels`` are compared without case. ``why`` says why
    it does not count, or not yet: a value of one of the four axes. ``lapses`` is its last instant.
    """

    id: str
    title: str
    counts: Counts
    why: str = ""
    achievement: str = ""
    keys: frozenset[str] = frozenset()
    alignments: frozenset[str] = frozenset()
    name: str = ""
    skills: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    issuer: str = ""
    issuer_key: str = ""
    levels: frozenset[str] = frozenset()
    stated_levels: frozenset[str] = frozenset()
    frameworks: frozenset[str] = frozenset()
    type: str | None = None
    score: float | None = None
    worth: tuple[Amount, ...] = ()
    awarded: datetime | None = None
    lapses: datetime | None = None

    def amount(self, unit: str | None) -> float:
        """Return what it is worth in ``unit``; amounts of other units are none of it."""
        return sum(
            one.value
            for one in self.worth
            if unit_key(one.unit) == unit_key(unit) and 0 < one.value <= MOST
        )

    def stands_at(self, at: datetime) -> bool:
        """Return whether it has not lapsed by ``at``."""
        return self.lapses is None or at <= self.lapses


def holdings(entries: Iterable[Entry], words: Words) -> tuple[Holding, ...]:
    """Return what the learner has, newest last: each badge, and each credential inside one."""
    return tuple(
        one
        for entry in entries
        for one in _of(entry.id, entry.verdict, entry.file_name or words("(no name)"))
    )


def _of(badge: str, verdict: Verdict, otherwise: str) -> Iterator[Holding]:
    if verdict.credential is not None and verdict.report is not None:
        yield _holding(badge, verdict, verdict.credential, otherwise)
    for number, part in enumerate(verdict.parts, 1):
        yield from _of(f"{badge}/{number}", part, f"{otherwise} #{number}")


def _holding(badge: str, verdict: Verdict, said: Credential, otherwise: str) -> Holding:
    counts, why = judged(verdict)
    issuer = said.issuer
    awarded = said.issued or said.valid_from
    scores = [found for one in said.results if (found := _score(one.value)) is not None]
    frameworks = (one.framework for one in said.skills if one.framework)
    return Holding(
        id=badge,
        title=said.name or otherwise,
        counts=counts,
        why=why,
        achievement=key(said.achievement_id) if said.achievement_id else badge,
        keys=keys(said.achievement_id, said.id),
        alignments=keys(*(one.url for one in said.skills)),
        name=plain(said.name),
        skills=frozenset(plain(one.name) for one in said.skills if one.name)
        | frozenset(plain(tag) for tag in said.tags),
        shown=frozenset(plain(one.name) for one in said.skills if one.name),
        issuers=keys(issuer.id, issuer.url),
        issuer_key=key(issuer.id or issuer.url or issuer.name or badge),
        issuer=issuer.name or issuer.id or "",
        levels=frozenset(plain(one.name) for one in said.skills if one.name)
        | keys(*(one.url for one in said.skills))
        | frozenset(plain(one.value) for one in said.results),
        stated_levels=frozenset(
            plain(one.name) for one in said.skills if one.name and _is_level(one.framework)
        ),
        frameworks=frozenset(plain(one) for one in frameworks),
        type=said.achievement_type,
        score=max(scores, default=None),
        worth=tuple(Amount(one.value, one.framework) for one in said.credits),
        awarded=awarded.at if awarded else None,
        lapses=said.expires.end if said.expires else None,
    )


def judged(verdict: Verdict) -> tuple[Counts, str]:
    """Return whether what was judged counts, and what is in the way.

    Only what is authentic and stands does, and only what was not given to somebody else.
    """
    report = verdict.report
    if report is None:
        return Counts.NO, "failed"
    if report.authenticity is Authenticity.FAILED:
        return Counts.NO, report.authenticity.value
    if report.standing not in (Standing.CURRENT, Standing.UNKNOWN):
        return Counts.NO, report.standing.value
    if report.recipient is RecipientMatch.NOT_MINE:
        return Counts.NO, report.recipient.value
    if report.authenticity is Authenticity.UNDETERMINED:
        return Counts.ONCE_CHECKED, report.authenticity.value
    if report.standing is Standing.UNKNOWN:
        return Counts.ONCE_CHECKED, report.standing.value
    return Counts.YES, ""


def keys(*addresses: str | None) -> frozenset[str]:
    """Return what addresses are compared as; a CTID alone too, where one ends in it."""
    found = {key(one) for one in addresses if one}
    return frozenset(found | {match[1].lower() for one in found if (match := _CTID.search(one))})


def key(address: str) -> str:
    """Return what an address is compared as: without http, "www." and a slash at its end."""
    text = address.strip()
    web = _WEB.match(text)
    if web is None:
        return text
    host, slash, rest = text[web.end() :].partition("/")
    return f"{host.casefold()}{slash}{rest}".rstrip("/")


def plain(text: str | None) -> str:
    """Return what names are compared as: without case, and single spaces."""
    return " ".join((text or "").split()).casefold()


def unit_key(unit: str | None) -> str | None:
    """Return what a unit of credit is compared as; None stays apart from every named one."""
    name = plain(unit)
    if not name:
        return None
    if "purl.org/ctdl/" in name or name.startswith("creditunit:"):
        name = re.split(r"[/:]", name)[-1]  # a word of CTDL's own list
    return HOURS if name in _HOURS else name


def _is_level(framework: str | None) -> bool:
    """Return whether a framework is one of levels, such as the EQF."""
    name = plain(framework)
    return any(word in name for word in ("level", "niveau", "eqf", "scqf", "nqf", "aqf"))


def _score(value: str) -> float | None:
    """Return a result as a number: of "82", "82 %", and of "41/50" in percent.

    None of anything else, and of "1,234", which may be either of two numbers.
    """
    found = _NUMBER.match(value)
    if found is None or re.fullmatch(r"\d{1,3},\d{3}", found[1]):
        return None
    number = float(found[1].replace(",", "."))
    if found[2] is None:
        return number
    return 100 * number / float(found[2]) if float(found[2]) else None


def moment(stated: str, *, end: bool = False) -> datetime | None:
    """Return the first instant, or the last, that a date of a definition names."""
    from wallet.credential.moment import parse_moment  # noqa: PLC0415 - definitions seldom date

    found = parse_moment(stated)
    if found is None:
        return None
    return (found.end if end else found.at).astimezone(UTC)
