"""What a CV may say of a badge: its facts as it states them, and what they are worth.

An :class:`Entry` is in no language and depends on no choice: it is made once of a badge, and
every form of a CV is made of it. Its label is never better than the report on the badge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from wallet.credential.model import Credential
from wallet.credential.moment import Moment, Precision
from wallet.cv.plain import plain, web_address
from wallet.cv.prose import prose
from wallet.entries import Entry as Badge
from wallet.i18n import N_, Words
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

_NOT_TO_CLAIM: Final = frozenset(
    {
        HeadlineKind.NOT_VERIFIED,
        HeadlineKind.REVOKED,
        HeadlineKind.SUSPENDED,
        HeadlineKind.NOT_MINE,
        HeadlineKind.UNREADABLE,
    }
)

TYPES: Final[dict[str, str]] = {
    "Achievement": N_("Achievement"),
    "ApprenticeshipCertificate": N_("Apprenticeship certificate"),
    "Assessment": N_("Assessment"),
    "Assignment": N_("Assignment"),
    "AssociateDegree": N_("Associate degree"),
    "Award": N_("Award"),
    "BachelorDegree": N_("Bachelor's degree"),
    "Badge": N_("Digital badge"),
    "Certificate": N_("Certificate"),
    "CertificateOfCompletion": N_("Certificate of completion"),
    "Certification": N_("Certification"),
    "CoCurricular": N_("Co-curricular activity"),
    "CommunityService": N_("Community service"),
    "Competency": N_("Competency"),
    "Course": N_("Course"),
    "Degree": N_("Degree"),
    "Diploma": N_("Diploma"),
    "DoctoralDegree": N_("Doctoral degree"),
    "Fieldwork": N_("Fieldwork"),
    "GeneralEducationDevelopment": N_("General education development"),
    "JourneymanCertificate": N_("Journeyman certificate"),
    "LearningProgram": N_("Learning programme"),
    "License": N_("Licence"),
    "MasterCertificate": N_("Master craftsman's certificate"),
    "MasterDegree": N_("Master's degree"),
    "Membership": N_("Membership"),
    "MicroCredential": N_("Micro-credential"),
    "ProfessionalDoctorate": N_("Professional doctorate"),
    "QualityAssuranceCredential": N_("Quality assurance credential"),
    "ResearchDoctorate": N_("Research doctorate"),
    "SecondarySchoolDiploma": N_("Secondary school diploma"),
}
"""The achievement types of Open Badges 3.0 §B.5.2, as people call them."""


@dataclass(frozen=True, slots=True)
class Skill:
    """What a badge says it shows. ``url`` is https or http."""

    name: str
    url: str | None = None
    framework: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A result of an assessment. ``name`` may be empty."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Credit:
    """An amount of credit. ``unit`` is None where the badge states none."""

    value: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A badge inside of a learner record, whose worth is its own. ``name`` may be empty."""

    name: str
    kind: HeadlineKind
    told: str

    @property
    def good(self) -> bool:
        """Whether it is authentic and stands."""
        return self.kind in (HeadlineKind.VERIFIED, HeadlineKind.EXPIRING)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a badge is worth, as of the day its evidence is from.

    ``kind`` is that of its one honest line in the window; ``as_of`` the day of the check, or
    that of the oldest document a verdict rests on, where that is older. ``past_end`` is whether
    the end it states has come, also where it was revoked before.
    """

    kind: HeadlineKind
    authenticity: Authenticity
    standing: Standing
    somebody_elses: bool
    as_of: date
    past_end: bool = False

    @property
    def good(self) -> bool:
        """Whether it is authentic, stands, and is not somebody else's."""
        return self.kind in (HeadlineKind.VERIFIED, HeadlineKind.EXPIRING)

    @property
    def not_to_claim(self) -> bool:
        """Whether it was found not to be true, to be taken back, or to be somebody else's."""
        return self.kind in _NOT_TO_CLAIM


@dataclass(frozen=True, slots=True)
class Entry:
    """One badge. All text is plain text on one line, dates are days here.

    ``id`` is the wallet's own; ``credential_id`` what its issuer calls it, where that is no
    urn, UUID or address. ``issuer`` is its name, or the web site it goes by, and empty where
    the badge states neither; ``issuer_key`` tells
    issuers apart, for what is remembered of them. ``page`` is the https address at which its
    issuer shows it (``page_confirmed`` by a document at hand); ``link`` the learner's own link
    that carries the whole badge, where one can be made. ``holder`` is the name it says it was
    given to, None where that is not told or is somebody else's. ``keywords`` are words to search
    by, from its issuer, that claim no skill.
    """

    id: str
    name: str
    issuer: str
    issuer_key: str
    worth: Worth
    achievement_type: str | None = None
    issuer_url: str | None = None
    issued: date | None = None
    starts: date | None = None
    ends: date | None = None
    credential_id: str | None = None
    page: str | None = None
    page_confirmed: bool = False
    link: str | None = field(default=None, repr=False)
    skills: tuple[Skill, ...] = ()
    keywords: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    credits: tuple[Credit, ...] = ()
    parts: tuple[Part, ...] = ()
    description: str = ""
    language: str | None = None
    holder: str | None = None

    @property
    def expired(self) -> bool:
        """Whether its end has come, whatever else is wrong with it."""
        return self.worth.standing is Standing.EXPIRED or self.worth.past_end

    def type_label(self, words: Words) -> str:
        """Return what its issuer declares it to be, "" where nothing is declared."""
        if self.achievement_type is None:
            return ""
        known = TYPES.get(self.achievement_type)
        return words(known) if known else plain(self.achievement_type.removeprefix("ext:"))

    def worth_label(self, words: Words) -> str:
        """Return what it is worth, in words, with the day of the evidence."""
        worth = self.worth
        told = [_worth_told(self, words)]
        if worth.kind in _LAPSES and worth.authenticity is Authenticity.UNDETERMINED:
            told.append(words("whether it is authentic could not be checked"))
        if worth.somebody_elses and worth.kind is not HeadlineKind.NOT_MINE:
            told.append(words("given to somebody else"))
        return "; ".join(told)

    def label(self, words: Words) -> str:
        """Return the honest label: what it is declared to be, and what that is worth."""
        told = " · ".join(one for one in (self.type_label(words), self.worth_label(words)) if one)
        return told[0].upper() + told[1:]


@dataclass(frozen=True, slots=True)
class Selection:
    """The badges of a CV, in the order they were chosen, and what is known beside them.

    ``organizations`` are LinkedIn's ids of issuers, by :attr:`Entry.issuer_key`.
    """

    entries: tuple[Entry, ...]
    made_on: date
    organizations: tuple[tuple[str, str], ...] = ()

    @property
    def holder(self) -> str | None:
        """Return whose badges these are, where all that say so say the same."""
        found = {one.holder for one in self.entries if one.holder}
        return found.pop() if len(found) == 1 else None

    def organization(self, entry: Entry) -> str | None:
        """Return LinkedIn's id of the issuer, where it was given once."""
        return dict(self.organizations).get(entry.issuer_key)


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


_LAPSES: Final = frozenset(
    {
        HeadlineKind.EXPIRED,
        HeadlineKind.REVOKED,
        HeadlineKind.SUSPENDED,
        HeadlineKind.NOT_YET_VALID,
    }
)


def _worth_told(entry: Entry, words: Words) -> str:
    """Return the first thing to be said of what a badge is worth, in the order of its headline."""
    day = words.day(entry.worth.as_of)
    match entry.worth.kind:
        case HeadlineKind.VERIFIED | HeadlineKind.EXPIRING:
            return words("verified as of {day}", day=day)
        case HeadlineKind.EXPIRED if entry.ends is not None:
            return words("expired on {day}", day=words.day(entry.ends))
        case HeadlineKind.EXPIRED:
            return words("expired")
        case HeadlineKind.REVOKED:
            return words("revoked (as of {day})", day=day)
        case HeadlineKind.SUSPENDED:
            return words("suspended (as of {day})", day=day)
        case HeadlineKind.NOT_YET_VALID if entry.starts is not None:
            return words("not valid before {day}", day=words.day(entry.starts))
        case HeadlineKind.NOT_YET_VALID:
            return words("not yet valid")
        case HeadlineKind.NOT_VERIFIED:
            return words("not verified (as of {day})", day=day)
        case HeadlineKind.NOT_MINE:
            return words("given to somebody else")
        case HeadlineKind.UNREADABLE:
            return words("could not be read")
    if entry.worth.authenticity is Authenticity.VERIFIED:
        return words("authentic; whether it still stands could not be checked on {day}", day=day)
    return words("could not be checked on {day}", day=day)
