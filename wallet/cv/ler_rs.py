"""A CV as a Learning and Employment Record of HR Open Standards (LER-RS): its certifications.

The standard's schema is handed out to those who register, and so is not shipped: the members
are those that its CertificationType is published with. It is experimental, and says nothing in
``verifications``, whose form is not known well enough to be signed for.
"""

from __future__ import annotations

import json
from typing import Any, Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import link_label, link_of, told
from wallet.i18n import Words

TYPE: Final = "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"
"""What every record says it is; also those of version 4.5."""


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as such a record: UTF-8, two spaces deep."""
    words = Words(choices.language)
    shown = ordered(selection, choices)
    document: dict[str, Any] = {"type": TYPE}
    if selection.holder:
        document["person"] = {"name": {"formattedName": selection.holder}}
    document["certifications"] = [_certification(one, choices, words) for one in shown]
    if choices.skills:
        names = dict.fromkeys(skill.name for one in shown for skill in one.skills)
        document["skills"] = [{"name": name} for name in names]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _certification(entry: Entry, choices: Choices, words: Words) -> dict[str, Any]:
    made: dict[str, Any] = {"name": entry.name}
    if entry.credential_id:
        made["id"] = {"value": entry.credential_id}
    if (began := entry.issued or entry.starts) is not None:
        made["firstIssued"] = began.isoformat()
    if entry.ends is not None:
        period = {"validFrom": start.isoformat()} if (start := entry.starts or began) else {}
        made["effectiveTimePeriod"] = {**period, "validTo": entry.ends.isoformat()}
    if entry.issuer:
        made["issuingAuthority"] = {"name": entry.issuer}
        if entry.issuer_url:
            made["issuingAuthority"]["communication"] = {"web": [{"url": entry.issuer_url}]}
    made["descriptions"] = [
        entry.label(words),
        *(one.line for one in told(entry, choices, words).details if one.url is None),
    ]
    if url := link_of(entry, choices):
        made["attachmentReferences"] = [
            {"uri": url, "descriptions": [words(link_label(url, entry))]},
        ]
    return made
