"""What a CV may say of a badge: its facts as it states them, and what they are worth.

An :class:`Entry` is in no language and depends on no choice: it is made once of a badge, and
every form of a CV is made of it. Its label is never better than the report on the badge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from wallet.cv.plain import plain
from wallet.i18n import N_, Words
from wallet.verify.headline import HeadlineKind
from wallet.verify.report import Authenticity, Standing

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
