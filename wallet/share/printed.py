"""What a printed sheet says of a badge: facts, verdict and code, and so every field that leaves.

Nothing is drawn here (:mod:`wallet.share.sheet` does). What is printed comes from what leaves of
the badge and from the verdict on it, never from what the wallet knows besides, such as to which
of the learner's addresses it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from msgspec import structs

from wallet.credential.model import Credential, Picture
from wallet.credential.moment import Moment, Precision
from wallet.entries import medal, names
from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.share import leaving, link, qr
from wallet.share.leaving import Field
from wallet.verify import reasons
from wallet.verify.headline import Headline, headline
from wallet.verify.pipeline import verify_bytes
from wallet.verify.report import (
    Authenticity,
    Check,
    CheckId,
    Outcome,
    RecipientMatch,
    Report,
)
from wallet.verify.verdict import Verdict

if TYPE_CHECKING:
    from wallet.share.forms import Outgoing, Tools

_REASONS: Final = 2
"""How many sentences are printed of what was checked."""
_ENDS: Final = (".", "!", "?", "…")
_PROVING: Final = (CheckId.PROOF, CheckId.HOSTED)
_TOLD: Final = (
    CheckId.STRUCTURE, CheckId.PROOF, CheckId.ISSUER_KEY, CheckId.HOSTED, CheckId.VALIDITY_PERIOD,
    CheckId.STATUS,
)  # fmt: skip
"""The checks that decide what a badge is worth to whoever gets the sheet."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fact under its name, printed in at most ``most`` lines; ``key`` is its name for good."""

    key: str
    label: str
    text: str
    most: int = 3
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a badge: ``plan`` to draw it by, None where there is none; ``told`` says what.

    ``carried`` is whether the badge itself is in it; ``url`` is where it leads.
    """

    plan: qr.QrPlan | None
    told: str
    url: str = field(default="", repr=False)
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """All that the sheet says of one badge, in the language of whoever shares it.

    ``holder`` is the name it says it was given to, where it stands and is not somebody else's.
    """

    name: str
    issuer: str
    known: str
    chip: Headline
    dates: str
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]
    checked: str
    code: Code
    medal: tuple[str, str]
    picture: Picture | None = field(default=None, repr=False)
    holder: str | None = None
    fields: tuple[Field, ...] = field(default=(), repr=False)


def of(badge: Outgoing, base: str | None, tools: Tools, words: Words) -> Printed:
    """Return what is printed of ``badge``; ``base`` is the page that links lead to, if any.

    Raises UnusableInput "base-not-usable" where ``base`` is no such page.
    """
    entry, picture = badge.entry, tools.picture(badge.entry.id)
    if badge.changed:
        # Not what the badge says is printed, but what is left of it.
        verdict = verify_bytes(badge.payload, badge.name, tools.circumstances)
        entry = structs.replace(entry, verdict=verdict, checked_at=tools.now)
        picture = verdict.credential.picture if verdict.credential else None
    verdict = entry.verdict
    credential = verdict.credential or Credential()
    name, issuer = names(entry, words)
    caption = credential.picture.caption if credential.picture else None
    told = Printed(
        name=name,
        issuer=issuer,
        known=_known(verdict, issuer, words),
        chip=headline(verdict, tools.now, words),
        dates=" · ".join(_dates(credential, tools.now, words)),
        rows=tuple(_rows(credential, verdict, tools.now, words)),
        reasons=tuple(_reasons(verdict, words)),
        checked=words(
            "Checked offline on {day} by the learner's own wallet.",
            day=words.day(entry.checked_at.astimezone().date()),
        ),
        code=_code(badge, base, words),
        medal=medal(verdict.credential, entry.file_name),
        picture=structs.replace(picture, caption=caption) if picture and picture.data else None,
        holder=_holder(verdict),
    )
    return replace(told, fields=tuple(_fields(badge, told, words)))


def _known(verdict: Verdict, called: str, words: Words) -> str:
    """Return in which registry the issuer is, and its identifier where it is not ``called`` so."""
    report, parts = verdict.report, []
    proven = report is not None and report.authenticity is Authenticity.VERIFIED
    for check in report.of(CheckId.ISSUER_RECOGNISED) if report else ():
        if check.outcome is Outcome.PASSED and proven:
            parts.append(words("listed in {registry}", registry=check.facts["registry"]))
        elif check.outcome is Outcome.PASSED:
            parts.append(
                words(
                    "{registry} lists the issuer it names; that this issuer made it is not shown",
                    registry=check.facts["registry"],
                )
            )
        elif check.outcome is Outcome.WARNING:
            parts.append(words("in no registry at hand"))
    issuer = verdict.credential.issuer.id if verdict.credential else None
    return " · ".join([*parts, issuer] if issuer and issuer != called else parts)


# What it says


def _dates(credential: Credential, now: datetime, words: Words) -> Iterator[str]:
    issued, start, expires = credential.issued, credential.valid_from, credential.expires
    if issued:
        yield words("Issued on {day}", day=words.day(_day(issued)))
    if start and (issued is None or _day(start) != _day(issued)):
        yield words("Valid from {day}", day=words.day(_day(start)))
    if expires:
        day = words.day(_day(expires))
        yield (
            words("Expired on {day}", day=day)
            if now > expires.end
            else words("Expires on {day}", day=day)
        )
    elif issued or start:
        yield words("No end stated")


def _day(moment: Moment) -> date:
    """Return the day as stated, or where an instant was stated, the day it is here."""
    return moment.day if moment.precision is Precision.DATE else moment.at.astimezone().date()


def _rows(credential: Credential, verdict: Verdict, now: datetime, words: Words) -> Iterator[Row]:
    none = words("no unit stated")
    skills = [one for skill in credential.skills if (one := skill.name or skill.url)]
    results = (f"{one.name}: {one.value}" if one.name else one.value for one in credential.results)
    credits_ = (f"{one.value:g} ({one.framework or none})" for one in credential.credits)
    for row in (
        Row("recipient", words("Given to"), credential.recipient_name or "", 2, personal=True),
        Row("description", words("What it is for"), credential.description or "", 4),
        Row("criteria", words("How it is earned"), credential.criteria or "", 4),
        Row("skills", words("Skills"), ", ".join(skills), 2),
        Row("keywords", words("Keywords"), ", ".join(credential.tags), 1),
        Row("results", words("Results"), "; ".join(results), 2, personal=True),
        Row("credits", words("Credits"), ", ".join(credits_), 1),
        Row("parts", words("What is inside"), "; ".join(_inside(verdict, now, words)), 4),
    ):
        if text := " ".join(row.text.split()):
            yield replace(row, text=text)


def _inside(verdict: Verdict, now: datetime, words: Words) -> Iterator[str]:
    """Return the credentials inside, each with its own headline: none lends it to another."""
    for part in verdict.parts:
        name = part.credential.name if part.credential else None
        yield f"{name or words('(no name)')} ({headline(part, now, words).text})"


def _holder(verdict: Verdict) -> str | None:
    report = verdict.report
    if (
        report is None
        or report.authenticity is Authenticity.FAILED
        or report.recipient is RecipientMatch.NOT_MINE
    ):
        return None
    name = verdict.credential.recipient_name if verdict.credential else None
    return " ".join(name.split()) or None if name else None


def holder_of(sheet: Sequence[Printed]) -> str | None:
    """Return whose badges these are, where each of them says so, and all say the same."""
    found = {one.holder for one in sheet}
    return found.pop() if len(found) == 1 else None


# What it is worth


def _reasons(verdict: Verdict, words: Words) -> Iterator[str]:
    """Return the sentences that the headline rests on, the weightiest first."""
    if verdict.report is None:
        if verdict.error is not None:
            yield verdict.error.sentence(words)
        return
    for check in _weightiest(verdict.report)[:_REASONS]:
        said = reasons.sentence(check, words)
        if check.as_of is not None and "date" not in check.facts:
            said += " " + words("(as of {date})", date=check.as_of.date().isoformat())
        yield said if said.endswith(_ENDS) else f"{said}."


def _weightiest(report: Report) -> list[Check]:
    told = report.of(*_TOLD)
    failed = [one for one in told if one.outcome is Outcome.FAILED]
    if report.authenticity is Authenticity.FAILED:
        return failed
    unknown = [one for one in told if one.outcome is Outcome.UNKNOWN]
    proven = [one for one in told if one.outcome is Outcome.PASSED and one.id in _PROVING]
    status = [
        one for one in report.of(CheckId.STATUS) if one.outcome in (Outcome.PASSED, Outcome.WARNING)
    ]
    return [*failed, *unknown, *proven, *status]


# Its code


def _code(badge: Outgoing, base: str | None, words: Words) -> Code:
    """Return the code that carries the badge, else the one of its address, else why none."""
    too_large = False
    if base is not None:
        try:
            made = link.make([badge.payload], base)
        except UnusableInput as error:
            if error.code != "too-large-for-link":
                raise
        else:
            planned = qr.plan(made)
            if planned.fits:
                host = urlsplit(base).hostname or base
                told = words("Holds the whole badge; the page at {host} checks it.", host=host)
                return Code(planned, told, made.text, carried=True)
        too_large = True
    if badge.url is not None and (planned := qr.plan_address(badge.url)).fits:
        told = words("Leads to where its issuer shows it: {url}", url=badge.url)
        return Code(planned, told, badge.url)
    if too_large:
        return Code(None, words("No code: the badge is too large for one. Ask for its file."))
    return Code(None, words("No code: the badge names no web address. Ask for its file."))


# What leaves


def _fields(badge: Outgoing, told: Printed, words: Words) -> Iterator[Field]:
    """Return every field that leaves: those of the badge where its code carries it, and these."""
    if told.code.carried:
        yield from badge.fields
    else:
        yield _printed("name", words("Name"), told.name)
        yield _printed("issuer", words("Issuer"), told.issuer)
        if told.known:
            yield _printed("known", words("Known as"), told.known)
        if told.dates:
            yield _printed("dates", words("Dates"), told.dates)
        for row in told.rows:
            yield replace(_printed(row.key, row.label, row.text), personal=row.personal)
        if told.code.url:
            yield leaving.address_alone(told.code.url)
    yield _printed("headline", words("Verdict"), told.chip.text)
    for number, said in enumerate(told.reasons):
        yield _printed(f"reason/{number}", words("What was checked"), said)
    yield _printed("checked", words("Checked"), told.checked)
    if told.picture is not None:
        yield Field("", "picture", badge.entry.file_name, personal=False, where="picture")


def _printed(key: str, label: str, text: str) -> Field:
    return Field(f"/{key}", label, text, personal=False, where="printed")
