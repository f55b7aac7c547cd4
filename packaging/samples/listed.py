"""The samples of Open Badges 3.0 whose issuers keep status lists: standing, revoked, suspended."""

from __future__ import annotations

import copy
from typing import Final

from issuers import CIRROFOLD, COLLEGE
from openbadges3 import achievement, credential, hashed_email, plain_email, skill, status
from pictures import image
from sample import Sample, Site, pretty
from signing import Contexts

_REVOCATION: Final = "https://college.example/status/revocation-1"
_SUSPENSION: Final = "https://learn.cirrofold.example/status/suspension"
_DEMENTIA_CARE, _PROJECT, _LAB_SAFETY, _NETWORKS = 40_321, 40_977, 73_108, 51_966


def samples(site: Site, contexts: Contexts) -> list[Sample]:
    """Return them, and serve the status lists they need on ``site``."""
    others = frozenset({118, 2_044, 9_731, 51_200, 88_413, 130_001})
    site.put(
        _REVOCATION,
        COLLEGE.status_list(_REVOCATION, "revocation", others | {_LAB_SAFETY}, contexts),
    )
    site.put(
        _SUSPENSION,
        CIRROFOLD.status_list(_SUSPENSION, "suspension", others | {_NETWORKS}, contexts),
    )
    return [
        _dementia_care(contexts),
        _project_coordination_altered(contexts),
        _lab_safety_revoked(contexts),
        _secure_networks_suspended(contexts),
    ]


def _dementia_care(contexts: Contexts) -> Sample:
    base = "https://college.example/microcredentials/dementia-care"
    unsigned = credential(
        "dementia-care",
        COLLEGE,
        achievement(
            base,
            "Person-Centred Dementia Care",
            "Plans and gives care to people who live with dementia, with their families, in"
            " homes and hospitals.",
            "Forty-five hours of study and a placement of five days. Assessed by a care plan, a"
            " reflective journal and an observed visit; each must be passed.",
            achievementType="MicroCredential",
            humanCode="HSC-214",
            fieldOfStudy="Health and social care",
            inLanguage="en",
            creditsAvailable=3,
            image=image("dementia-care", "A white forget-me-not on violet"),
            alignment=[
                skill("Care for people with dementia", "care/dementia", targetCode="CARE-31"),
                skill("Communicate with families", "care/families", targetCode="CARE-12"),
                skill("Keep care records", "care/records", targetCode="CARE-07"),
            ],
            resultDescription=[
                {
                    "id": f"{base}#grade",
                    "type": ["ResultDescription"],
                    "name": "Final grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "C", "D"],
                    "requiredValue": "C",
                },
                {
                    "id": f"{base}#hours",
                    "type": ["ResultDescription"],
                    "name": "Placement hours",
                    "resultType": "RawScore",
                    "valueMin": "0",
                    "valueMax": "40",
                },
            ],
            tag=["health", "placement"],
        ),
        id="https://college.example/credentials/2025-04817",
        awarded="2025-06-20T14:00:00Z",
        until="2031-06-20T23:59:59Z",
        subject={
            "identifier": [hashed_email("quay-5f2c")],
            "creditsEarned": 3,
            "activityStartDate": "2025-03-03T09:00:00Z",
            "activityEndDate": "2025-06-13T17:00:00Z",
            "result": [
                {"type": ["Result"], "resultDescription": f"{base}#grade", "value": "A"},
                {"type": ["Result"], "resultDescription": f"{base}#hours", "value": "38"},
            ],
        },
        evidence=[
            {
                "id": "https://portfolio.example.org/okafor/care-plan",
                "type": ["Evidence"],
                "name": "Care plan for Mr W.",
                "narrative": "Written with him and his daughter; names changed.",
                "genre": "Report",
            }
        ],
        credentialStatus=status(_REVOCATION, _DEMENTIA_CARE),
    )
    return Sample(
        "dementia-care.json",
        pretty(COLLEGE.award(unsigned, contexts, created="2025-06-20T14:00:05Z")),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0, eddsa-rdfc-2022, did:web, status list, results, evidence, credits",
    )


def _project_coordination_altered(contexts: Contexts) -> Sample:
    """Make a badge whose grade was raised after it was signed."""
    base = "https://college.example/microcredentials/project-coordination"
    unsigned = credential(
        "project-coordination",
        COLLEGE,
        achievement(
            base,
            "Project Coordination",
            "Breaks work into steps, keeps a plan honest, and says early when it slips.",
            "A project of eight weeks with a local charity, and a final presentation.",
            achievementType="MicroCredential",
            creditsAvailable=2,
            image=image("project-coordination", "Bars of a plan on green"),
            alignment=[skill("Coordinate projects", "business/projects")],
            resultDescription=[
                {
                    "id": f"{base}#score",
                    "type": ["ResultDescription"],
                    "name": "Overall score",
                    "resultType": "Percent",
                    "valueMin": "0",
                    "valueMax": "100",
                }
            ],
        ),
        awarded="2024-12-13T14:00:00Z",
        until="2034-12-13T23:59:59Z",
        subject={
            "identifier": [hashed_email("quay-91ab")],
            "result": [
                {"type": ["Result"], "resultDescription": f"{base}#score", "value": "62"},
            ],
        },
        credentialStatus=status(_REVOCATION, _PROJECT),
    )
    altered = copy.deepcopy(COLLEGE.award(unsigned, contexts, created="2024-12-13T14:00:04Z"))
    altered["credentialSubject"]["result"][0]["value"] = "92"
    return Sample(
        "project-coordination-altered.json",
        pretty(altered),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0: the score was changed from 62 to 92 after signing",
        authenticity="failed",
    )


def _lab_safety_revoked(contexts: Contexts) -> Sample:
    unsigned = credential(
        "lab-safety",
        COLLEGE,
        achievement(
            "https://college.example/badges/lab-safety",
            "Laboratory Safety",
            "Works safely with chemicals, glass and gas in a teaching laboratory.",
            "An online course of two hours and a walk-through with the technician.",
            achievementType="CertificateOfCompletion",
            image=image("lab-safety", "A flask on a violet shield"),
        ),
        awarded="2024-09-09T10:00:00Z",
        until="2034-09-09T23:59:59Z",
        subject={"identifier": [hashed_email("quay-77d0")]},
        credentialStatus=status(_REVOCATION, _LAB_SAFETY),
    )
    return Sample(
        "lab-safety-revoked.json",
        pretty(COLLEGE.award(unsigned, contexts, created="2024-09-09T10:00:03Z")),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0; revoked on the issuer's status list",
        standing="revoked",
    )


def _secure_networks_suspended(contexts: Contexts) -> Sample:
    unsigned = credential(
        "secure-networks",
        CIRROFOLD,
        achievement(
            "https://learn.cirrofold.example/badges/secure-networks",
            "Secure Networks Specialist",
            "Designs and defends private networks on Cirrofold.",
            "A proctored examination of 120 minutes, renewed by a yearly exercise.",
            achievementType="Certification",
            image=image("secure-networks", "A padlock on indigo"),
            alignment=[skill("Secure computer networks", "computing/network-security")],
        ),
        awarded="2025-02-01T12:00:00Z",
        until="2031-02-01T23:59:59Z",
        subject={"identifier": [plain_email()]},
        credentialStatus=status(_SUSPENSION, _NETWORKS, "suspension"),
    )
    return Sample(
        "secure-networks-suspended.json",
        pretty(CIRROFOLD.award(unsigned, contexts, created="2025-02-01T12:00:01Z")),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0; suspended on the issuer's status list",
        standing="suspended",
    )
