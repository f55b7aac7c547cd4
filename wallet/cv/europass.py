"""A CV for Europass: XML of its schema 3.0.0, and a list of fields to copy.

The XML is written from the schema's documentation (DG EMPL, ECV schema documentation 3.0.0,
2 June 2020, §3.16), since the schema itself is not published apart. It is experimental: no
importer has taken it yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.plain import isolated
from wallet.cv.telling import Told, link_of, page, told, written_day
from wallet.i18n import Words

NAMESPACES: Final = {
    "": "http://www.europass.eu/1.0",
    "hr": "http://www.hr-xml.org/3",
    "oa": "http://www.openapplications.org/oagis/9",
    "eures": "http://www.europass_eures.eu/1.0",
}
_DOCUMENT: Final = uuid.UUID("c7e9b3f5-93f5-5c0a-9a4c-2e4a0b0c8b53")
"""The name space of the ids of documents: the same badges have the same one."""


def xml(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as the certifications of a Candidate: UTF-8."""
    words = Words(choices.language)
    shown = page(selection, choices)
    ids = " ".join(one.id for one in selection.entries)
    number = str(uuid.uuid5(_DOCUMENT, ids))
    names = "".join(
        f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(url)}"
        for prefix, url in NAMESPACES.items()
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<Candidate{names}>",
        f"  <hr:DocumentID{_scheme(number, 'DocumentIdentifier')}/>",
        "  <CandidatePerson>",
        "    <PersonName>",
        *([f"      <FormattedName>{escape(shown.holder)}</FormattedName>"] if shown.holder else []),
        "    </PersonName>",
        "  </CandidatePerson>",
        f'  <CandidateProfile languageCode="{words.lang}">',
        f"    <hr:ID{_scheme(number, 'CandidateProfileID')}/>",
        "    <Certifications>",
    ]
    for one in ordered(selection, choices):
        lines += [f"      {line}" for line in _certification(told(one, choices, words))]
    lines += ["    </Certifications>", "  </CandidateProfile>", "</Candidate>"]
    return ("\n".join(lines) + "\n").encode()


def fields(selection: Selection, choices: Choices) -> bytes:
    """Return each badge as the fields of a Europass profile, to be copied one by one: UTF-8."""
    words = Words(choices.language)
    blocks = (_fields(one, choices, words) for one in ordered(selection, choices))
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _scheme(number: str, name: str) -> str:
    return (
        f' schemeID="{number}" schemeName="{name}" schemeAgencyName="EUROPASS"'
        f' schemeVersionID="{"4.0" if name == "DocumentIdentifier" else "1.0"}"'
    )


def _certification(one: Told) -> Iterator[str]:
    """Return a Certification, its elements in the order of §3.16.3."""
    entry = one.entry
    yield "<Certification>"
    yield f"  <hr:CertificationName>{escape(entry.name)}</hr:CertificationName>"
    began = entry.issued or entry.starts
    if began is not None:
        yield f"  <FirstIssuedDate>{_formatted(began)}</FirstIssuedDate>"
    if entry.ends is not None:
        yield "  <FreeFormEffectivePeriod>"
        if (start := entry.starts or began) is not None:
            yield f"    <StartDate>{_formatted(start)}</StartDate>"
        yield f"    <EndDate>{_formatted(entry.ends)}</EndDate>"
        yield "  </FreeFormEffectivePeriod>"
    if entry.issuer:
        yield f"  <IssuingAuthority><Name>{escape(entry.issuer)}</Name></IssuingAuthority>"
    yield f"  <oa:Description>{escape(' · '.join(_described(one)))}</oa:Description>"
    if one.link:
        yield f"  <Link>{escape(one.link)}</Link>"
    yield "</Certification>"


def _formatted(day: date) -> str:
    return f"<hr:FormattedDateTime>{day.isoformat()}</hr:FormattedDateTime>"


def _described(one: Told) -> Iterator[str]:
    yield one.label
    for detail in one.details:
        if detail.url is None:
            yield detail.line


def _fields(entry: Entry, choices: Choices, words: Words) -> list[str]:
    """Return the fields, by the names that Europass has for them."""
    one = told(entry, choices, words)
    facts: list[tuple[str, str | None]] = [
        (words("Title"), isolated(one.name)),
        (words("Awarding organisation"), isolated(entry.issuer)),
        (words("Date of award"), _written(entry.issued or entry.starts, choices, words)),
        (words("Valid until"), _written(entry.ends, choices, words)),
        (words("Description"), " · ".join(isolated(part) for part in _described(one))),
        (words("Link"), link_of(entry, choices)),
    ]
    colon = words(": ")
    return [f"{label}{colon}{value}" for label, value in facts if value]


def _written(day: date | None, choices: Choices, words: Words) -> str | None:
    return None if day is None else written_day(day, choices, words)
