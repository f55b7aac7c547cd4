"""A CV as a web page that people, programs and search engines read, and as a piece to paste.

The markup is headings and paragraphs alone. Beside it schema.org's JSON-LD says the same for
machines, but of no badge that was found not to be true, not to stand, or to be somebody else's:
there is no label that a machine would heed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.telling import Detail, Page, Told, page
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
"""A language tag as far as it is needed to say which language a text is in (RFC 5646 §2.1)."""
_OVER: Final = frozenset({HeadlineKind.EXPIRED, HeadlineKind.NOT_YET_VALID})
_IN_SCRIPT: Final = {one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
"""What could end the script or begin a comment in it, as JSON's escapes (HTML §4.12.1.3)."""
_STYLE: Final = (
    "body{margin:2rem auto;max-width:44rem;padding:0 1rem;"
    "font:1rem/1.5 system-ui,sans-serif;color:#1c2326;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem}p{margin:0 0 1.2rem}svg{width:7rem;height:7rem}"
)


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a whole page: UTF-8."""
    told = page(selection, choices)
    title = f"{told.holder} · {told.title}" if told.holder else told.title
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{told.lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<script type="application/ld+json">{_in_script(linked_data(told))}</script>',
        "</head>",
        "<body>",
        "<main>",
        *_body(told, choices, 1),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def fragment(selection: Selection, choices: Choices) -> str:
    """Return the selection as headings and paragraphs, to be pasted as rich text."""
    return "\n".join(_body(page(selection, choices), choices, 2)) + "\n"


def linked_data(told: Page) -> dict[str, Any]:
    """Return a Person who has these credentials, in schema.org's words."""
    claimed = (
        one
        for one in told.entries
        if one.entry.worth.kind not in _OVER
        and not one.entry.worth.not_to_claim
        and not one.entry.worth.somebody_elses
    )
    person: dict[str, Any] = {"@context": "https://schema.org", "@type": "Person"}
    if told.holder:
        person["name"] = told.holder
    words = Words(told.lang)
    person["hasCredential"] = [_credential(one, words) for one in claimed]
    return person


def _credential(told: Told, words: Words) -> dict[str, Any]:
    entry = told.entry
    made: dict[str, Any] = {"@type": "EducationalOccupationalCredential", "name": entry.name}
    if category := entry.type_label(words):
        made["credentialCategory"] = category
    made["disambiguatingDescription"] = told.label
    if entry.issuer:
        issuer = {"@type": "Organization", "name": entry.issuer}
        made["recognizedBy"] = {**issuer, "url": entry.issuer_url} if entry.issuer_url else issuer
    if entry.issued is not None:
        made["dateCreated"] = entry.issued.isoformat()
    if any(one.key == "skills" for one in told.details):
        made["competencyRequired"] = _competencies(entry)
    if any(one.key == "description" for one in told.details):
        made["description"] = entry.description
    if entry.credential_id:
        made["identifier"] = entry.credential_id
    if told.link:
        made["url"] = told.link
    return made


def _competencies(entry: Entry) -> list[Any]:
    return [
        one.name
        if one.url is None
        else {
            "@type": "DefinedTerm",
            "name": one.name,
            "url": one.url,
            **({"inDefinedTermSet": one.framework} if one.framework else {}),
        }
        for one in entry.skills
    ]


def _in_script(document: dict[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False)
    return "".join(_IN_SCRIPT.get(one, one) for one in text)


def _body(told: Page, choices: Choices, level: int) -> Iterator[str]:
    yield f"<h{level}>{escape(told.title)}</h{level}>"
    for group in told.groups:
        if group.title is not None:
            yield f"<h{level + 1}><bdi>{escape(group.title)}</bdi></h{level + 1}>"
        for one in group.entries:
            yield f"<p>{'<br>'.join(_lines(one))}</p>"
            if choices.qr and one.link and (code := _code(one.link)):
                yield f"<p>{code}</p>"


def _lines(told: Told) -> Iterator[str]:
    language = told.entry.language
    lang = f' lang="{language}"' if language and _LANGUAGE.match(language) else ""
    name = f"<bdi{lang}>{escape(told.name)}</bdi>"
    if told.link:
        name = f'<a href="{escape(told.link)}" rel="noopener noreferrer">{name}</a>'
    yield f"<strong>{name}</strong>"
    issuer = f"<bdi>{escape(told.issuer)}</bdi>"
    yield " · ".join([issuer, escape(told.dates)] if told.dates else [issuer])
    yield escape(told.label)
    for one in told.details:
        yield _detail(one)


def _detail(detail: Detail) -> str:
    label = escape(detail.label)
    if detail.url is None:
        return f"{label}{detail.colon}<bdi>{escape(detail.text)}</bdi>"
    link = f'<a href="{escape(detail.url)}" rel="noopener noreferrer">'
    if detail.unreadable:
        return f"{link}{label}</a>"
    return f"{label}{detail.colon}{link}{escape(detail.text)}</a>"


def _code(url: str) -> str | None:
    """Return a code of the address to draw into the page, or None where it fits none."""
    from wallet.share import qr  # noqa: PLC0415 - loaded where a code is asked for

    planned = qr.plan_address(url)
    if not planned.fits:
        return None
    drawn = qr.svg(planned).strip()
    return drawn.replace("<svg ", f'<svg role="img" aria-label="QR: {escape(url)}" ', 1)
