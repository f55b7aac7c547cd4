"""What a badge states, read for a CV: see :mod:`wallet.cv.entries`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from wallet.credential.model import Credential
from wallet.credential.moment import Moment, Precision
from wallet.cv.entries import Credit, Entry, Part, Result, Skill, Worth
from wallet.cv.plain import plain, web_address
from wallet.cv.prose import prose
from wallet.entries import Entry as Badge
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind, headline
from wallet.verify.report import (
    Authenticity,
    Check,
    CheckId,
    Outcome,
    RecipientMatch,
    Report,
    Standing,
)

_SHOWN_BY: Final = (CheckId.ISSUER_KEY, CheckId.HOSTED, CheckId.STATUS)
"""The checks whose evidence may be older than the check itself."""
_NO_NUMBER: Final = re.compile(r"(?i)\s*(urn:|did:|data:|tag:|https?://)")
"""What is an address or a name for machines, and no number that a person would look up."""
_STATED_DAY: Final = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})[Tt ]")
_DID_WEB: Final = re.compile(r"did:web:([^:%/?#]+)")
_UUID: Final = re.compile(r"(?i)\s*\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?\s*\Z")


def entry_of(
    badge: Badge,
    now: datetime,
    *,
    page: str | None = None,
    page_confirmed: bool = False,
    link: str | None = None,
) -> Entry:
    """Return what a CV may say of ``badge`` at ``now``.

    ``page`` is where its issuer shows it, ``link`` the learner's own link to it; what is no
    https address is left out.
    """
    credential = badge.verdict.credential or Credential()
    skills = _skills(credential)
    issuer = _issuer(credential)
    at = web_address(page)
    return Entry(
        id=badge.id,
        name=plain(credential.name) or plain(badge.file_name) or badge.id[:8],
        issuer=issuer,
        issuer_key=_issuer_key(credential, issuer),
        worth=_worth(badge, now),
        achievement_type=plain(credential.achievement_type) or None,
        issuer_url=_issuer_url(credential),
        issued=_day(credential.issued),
        starts=_day(credential.valid_from),
        ends=_day(credential.expires),
        credential_id=_number(credential.id),
        page=at,
        page_confirmed=at is not None and page_confirmed,
        link=web_address(link),
        skills=skills,
        keywords=_keywords(credential, skills),
        results=_results(credential),
        credits=_credits(credential),
        parts=tuple(_parts(badge, now)),
        description=plain(prose(credential.description)),
        language=plain(credential.language) or None,
        holder=_holder(credential, badge.verdict.report),
    )


def _issuer(credential: Credential) -> str:
    """Return the issuer's name, else the web site it goes by; "" where it is only a key."""
    said = credential.issuer
    if called := plain(said.name):
        return called
    addresses = (said.id, said.url, credential.achievement_id, credential.id)
    return next((site for one in addresses if one and (site := _site(one))), "")


def _site(address: str) -> str:
    if found := _DID_WEB.match(address):
        return plain(found[1])
    url = web_address(address, secure=False)
    return urlsplit(url).hostname or "" if url else ""


def _issuer_key(credential: Credential, called: str) -> str:
    return plain(credential.issuer.id or credential.issuer.url) or plain(called).casefold()


def _issuer_url(credential: Credential) -> str | None:
    """Return the issuer's web site: what it says, else its id where that is an address."""
    stated = (credential.issuer.url, credential.issuer.id)
    return next((url for one in stated if (url := web_address(one, secure=False))), None)


def _number(stated: str | None) -> str | None:
    """Return a credential's own id where a person could look it up by it."""
    if stated is None or _NO_NUMBER.match(stated) or _UUID.match(stated):
        return None
    return plain(stated) or None


def _skills(credential: Credential) -> tuple[Skill, ...]:
    """Return each skill once, by its name."""
    found: dict[str, Skill] = {}
    for one in credential.skills:
        url = web_address(one.url, secure=False)
        name = plain(one.name) or url or ""
        if name:
            found.setdefault(name.casefold(), Skill(name, url, plain(one.framework) or None))
    return tuple(found.values())


def _keywords(credential: Credential, skills: tuple[Skill, ...]) -> tuple[str, ...]:
    """Return each tag of its issuer's once: words to search by, which claim no skill."""
    named = {one.name.casefold() for one in skills}
    found: dict[str, str] = {}
    for tag in credential.tags:
        if (word := plain(tag)) and word.casefold() not in named:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _results(credential: Credential) -> tuple[Result, ...]:
    found = (Result(plain(one.name), plain(one.value)) for one in credential.results)
    return tuple(one for one in found if one.value)


def _credits(credential: Credential) -> tuple[Credit, ...]:
    return tuple(Credit(one.value, plain(one.framework) or None) for one in credential.credits)


def _parts(badge: Badge, now: datetime) -> Iterator[Part]:
    for one in badge.verdict.parts:
        told = headline(one, now, Words("en"))
        name = plain(one.credential.name) if one.credential else ""
        yield Part(name, told.kind, told.text)


def _holder(credential: Credential, report: Report | None) -> str | None:
    if (
        report is None
        or report.authenticity is Authenticity.FAILED
        or report.recipient is RecipientMatch.NOT_MINE
    ):
        return None
    return plain(credential.recipient_name) or None


def _day(moment: Moment | None) -> date | None:
    """Return the day as it was stated, in the issuer's own zone, wherever this is read.

    A midnight in UTC is how most issuers write a day: west of Greenwich it is the day before.
    """
    if moment is None:
        return None
    if moment.precision is not Precision.DATE and (found := _STATED_DAY.match(moment.stated)):
        return date(*map(int, found.groups()))
    return moment.day


def _worth(badge: Badge, now: datetime) -> Worth:
    report = badge.verdict.report
    checked = badge.checked_at
    credential = badge.verdict.credential
    expires = credential.expires if credential else None
    if report is None:
        return Worth(
            HeadlineKind.UNREADABLE,
            Authenticity.UNDETERMINED,
            Standing.UNKNOWN,
            somebody_elses=False,
            as_of=checked.astimezone().date(),
        )
    kind = headline(badge.verdict, now, Words("en")).kind
    dated = (check.as_of for check in _evidence(report, kind) if check.as_of is not None)
    return Worth(
        kind,
        report.authenticity,
        report.standing,
        somebody_elses=report.recipient is RecipientMatch.NOT_MINE,
        as_of=min([checked, *dated]).astimezone().date(),
        past_end=expires is not None and expires.end < now,
    )


def _evidence(report: Report, kind: HeadlineKind) -> tuple[Check, ...]:
    """Return the checks of which the documents at hand decide what ``kind`` says."""
    match kind:
        case HeadlineKind.VERIFIED | HeadlineKind.EXPIRING:
            passed = (Outcome.PASSED, Outcome.WARNING)
            return tuple(one for one in report.of(*_SHOWN_BY) if one.outcome in passed)
        case HeadlineKind.REVOKED | HeadlineKind.SUSPENDED:
            return tuple(one for one in report.of(CheckId.STATUS) if one.outcome is Outcome.FAILED)
    return ()
