"""The badges that are measured: distinct, of a usual size, signed by one did:key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.issuing import Issuer

_NARRATIVE = (
    "The learner ties, dresses and inspects each knot on board under way, says what it is for "
    "and what weakens it, and splices three-strand and braided rope without help. "
)


def write_folder(folder: Path, count: int) -> None:
    """Write ``count`` signed Open Badges 3.0 of about 4.5 KB into ``folder``."""
    issuer = Issuer()
    for number in range(count):
        text = json.dumps(issuer.sign(_unsigned(issuer, number)), indent=1)
        (folder / f"badge-{number:04}.json").write_text(text, encoding="utf-8")


def write_tampered(badge: Path, copy: Path) -> None:
    """Write a copy of ``badge`` in which one signed word was changed after signing."""
    document = json.loads(badge.read_bytes())
    document["credentialSubject"]["achievement"]["name"] += ", with distinction"
    copy.write_text(json.dumps(document), encoding="utf-8")


def _unsigned(issuer: Issuer, number: int) -> dict[str, Any]:
    badge = issuer.credential(
        id=f"urn:uuid:0c6b1c1e-6a2b-4d06-8f0e-{number:012x}",
        description=f"Course {number} of the Harbour School, with its assessment on board.",
    )
    badge["credentialSubject"]["id"] = f"did:example:learner-{number}"
    badge["credentialSubject"]["achievement"] |= {
        "id": f"https://harbour.example/achievements/knots-{number}",
        "achievementType": "Course",
        "criteria": {
            "id": f"https://harbour.example/criteria/{number}",
            "narrative": _NARRATIVE * 4,
        },
        "alignment": [_alignment(number, place) for place in range(4)],
        "tag": ["rope", "seamanship", f"course-{number}"],
    }
    badge["evidence"] = [
        {
            "id": f"https://harbour.example/evidence/{number}/{place}",
            "type": ["Evidence"],
            "name": f"Photograph {place}",
            "description": "A splice under load, as the assessor saw it.",
        }
        for place in range(3)
    ]
    return badge


def _alignment(number: int, place: int) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetCode": f"S{number}.{place}",
        "targetName": f"Work with rope, outcome {place}",
        "targetDescription": "Chooses and ties the knot that the load and the rope ask for.",
        "targetFramework": "Harbour Skills Framework",
        "targetType": "ceasn:Competency",
        "targetUrl": f"https://harbour.example/framework/{number}/{place}",
    }
