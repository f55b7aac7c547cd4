"""A badge for LinkedIn: the address of its form "Add licence or certification", filled in.

Filling in is not promised by LinkedIn, so each field can be copied too. There are months and no
days. There is no place for what a badge is worth, so that is told beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import link_of
from wallet.errors import UnusableInput
from wallet.i18n import N_, Words

ADDRESS: Final = "https://www.linkedin.com/profile/add"
LONGEST: Final = 1500
"""How long a certificate's address may be to be filled in, in characters: beyond it servers
refuse the address of the form. It can still be copied."""
_ORGANIZATION: Final = re.compile(r"[1-9][0-9]{0,18}\Z")
_COMPANY: Final = re.compile(r"/(?:company|school)/([1-9][0-9]{0,18})(?:/.*)?\Z")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: ``key`` as the address has it, and what to copy."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ToLinkedIn:
    """A badge as it goes to LinkedIn. ``fields`` are to be copied, where filling in fails.

    ``organization`` is LinkedIn's id of the issuer, where it was given once. ``label`` is the
    honest one, for which LinkedIn has no place.
    """

    entry: Entry
    address: str
    fields: tuple[Field, ...]
    label: str
    organization: str | None = None

    @property
    def link_to_copy(self) -> str | None:
        """The certificate's address, where it is too long to be filled in."""
        long = (one.value for one in self.fields if one.key == "certUrl")
        return next((one for one in long if len(one) > LONGEST), None)


def to_linkedin(selection: Selection, choices: Choices) -> tuple[ToLinkedIn, ...]:
    """Return each badge that is shown, in order, as it goes to LinkedIn."""
    words = Words(choices.language)
    return tuple(
        _to_linkedin(one, selection.organization(one), choices, words)
        for one in ordered(selection, choices)
    )


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the addresses and the fields of all badges as text: UTF-8."""
    words = Words(choices.language)
    colon = words(": ")
    blocks = []
    for one in to_linkedin(selection, choices):
        lines = [f"{field.label}{colon}{field.value}" for field in one.fields]
        lines.append(words("LinkedIn has no place for this: {label}", label=one.label))
        if one.link_to_copy:
            lines.append(words("The credential URL is too long to be filled in: copy it."))
        blocks.append("\n".join([*lines, one.address]))
    return ("\n\n".join(blocks) + "\n").encode()


def organization_id(text: str) -> str:
    """Return LinkedIn's number of an organisation, given as that or as its page's address.

    Raises UnusableInput "organization-not-usable" for everything else.
    """
    text = text.strip()
    if _ORGANIZATION.match(text):
        return text
    parts = urlsplit(text if "//" in text else f"https://{text}")
    host = parts.hostname or ""
    found = _COMPANY.match(parts.path)
    if found and (host == "linkedin.com" or host.endswith(".linkedin.com")):
        return found[1]
    raise UnusableInput(
        "organization-not-usable",
        N_("{text} is no number of an organisation on LinkedIn"),
        N_("open the organisation's page there: its number is in the address of its admin page"),
        text=text,
    )


def _to_linkedin(
    entry: Entry, organization: str | None, choices: Choices, words: Words
) -> ToLinkedIn:
    fields = tuple(_fields(entry, choices, words))
    asked = {"startTask": "CERTIFICATION_NAME"}
    for one in fields:
        if one.key == "organizationName" and organization is not None:
            asked["organizationId"] = organization
        elif one.key != "certUrl" or len(one.value) <= LONGEST:
            asked[one.key] = one.value
    address = f"{ADDRESS}?{urlencode(asked, quote_via=quote, safe='')}"
    return ToLinkedIn(entry, address, fields, entry.label(words), organization)


def _fields(entry: Entry, choices: Choices, words: Words) -> Iterator[Field]:
    yield Field("name", words("Name"), entry.name)
    if entry.issuer:
        yield Field("organizationName", words("Issuing organization"), entry.issuer)
    began = entry.issued or entry.starts
    if began is not None:
        yield Field("issueYear", words("Year of issue"), str(began.year))
        yield Field("issueMonth", words("Month of issue"), str(began.month))
    if entry.ends is not None:
        yield Field("expirationYear", words("Year of expiry"), str(entry.ends.year))
        yield Field("expirationMonth", words("Month of expiry"), str(entry.ends.month))
    if url := link_of(entry, choices):
        yield Field("certUrl", words("Credential URL"), url)
    if entry.credential_id:
        yield Field("certId", words("Credential ID"), entry.credential_id)
