"""The samples of Open Badges 3.0 as VC-JWT, alone and baked into pictures."""

from __future__ import annotations

from typing import Any, Final

from baking import OB_3, png_with_itext, svg_with_credential
from issuers import CIRROFOLD, GAMES, INTERPRETERS, LENSMAKERS, SWIMMERS, UNIVERSITY, Issuer
from openbadges3 import (
    EXTENSIONS,
    achievement,
    credential,
    hashed_email,
    plain_email,
    skill,
    status,
)
from pictures import image, png, svg
from sample import Sample, learner_did
from signing import Contexts, vc_jwt_1_1, vc_jwt_2_0

_MISSING_LIST: Final = "https://interpreters.example/status/1"


def samples(contexts: Contexts) -> list[Sample]:
    """Return them."""
    return [
        _data_analysis(contexts),
        _cloud_associate(contexts),
        _community_interpreting(contexts),
        _harbour_games(contexts),
        _swimming_coach(contexts),
        _photography(contexts),
    ]


def _signed(document: dict[str, Any], issuer: Issuer, contexts: Contexts) -> str:
    """Return a credential of data model 2.0 as a JWT, by the first key of ``issuer``."""
    fragment, key = next(iter(issuer.keys.items()))
    return vc_jwt_2_0(document, key, contexts, kid=issuer.method(fragment))


def _data_analysis(contexts: Contexts) -> Sample:
    document = credential(
        "data-analysis",
        UNIVERSITY,
        achievement(
            "https://eastmere.example.edu/modules/data-analysis-python",
            "Data Analysis with Python",
            "Cleans, explores and models data in notebooks that others can run again.",
            "Five notebooks and a report on open data of free choice.",
            achievementType="MicroCredential",
            humanCode="DAT-110",
            creditsAvailable=5,
            image=image("data-analysis", "Rising bars on blue"),
            alignment=[
                skill("Analyse data", "computing/data-analysis"),
                skill("Program in Python", "computing/python"),
                skill("Visualise data", "computing/visualisation"),
            ],
        ),
        awarded="2026-01-30T12:00:00Z",
        subject={"id": learner_did(), "creditsEarned": 5},
    )
    return Sample(
        "data-analysis-python.jwt",
        _signed(document, UNIVERSITY, contexts).encode() + b"\n",
        "openbadges-3.0",
        "jwt",
        "Open Badges 3.0 as VC-JWT (EdDSA, data model 2.0), did:web; the learner is a DID",
        recipient="unchecked",
    )


def _cloud_associate(contexts: Contexts) -> Sample:
    """Make a badge of data model 1.1: the credential is the JWT's ``vc`` claim."""
    newer = credential(
        "cloud-associate",
        CIRROFOLD,
        achievement(
            "https://learn.cirrofold.example/badges/associate",
            "Cirrofold Cloud Associate",
            "Builds, watches and pays for small services on Cirrofold.",
            "A proctored examination of 90 minutes.",
            achievementType="Certification",
            image=image("cloud-associate", "A cloud on blue"),
            alignment=[skill("Operate cloud services", "computing/cloud")],
        ),
        awarded="2024-05-14T09:30:00Z",
        until="2030-05-14T23:59:59Z",
        subject={"identifier": [hashed_email("cf-2024-4471")]},
    )
    start, end = newer.pop("validFrom"), newer.pop("validUntil")
    del newer["awardedDate"]
    document = {
        **newer,
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
            EXTENSIONS,
        ],
        "issuanceDate": start,
        "expirationDate": end,
    }
    signed = vc_jwt_1_1(document, CIRROFOLD.keys["rsa-1"], contexts, kid=CIRROFOLD.method("rsa-1"))
    return Sample(
        "cloud-associate.jwt",
        signed.encode() + b"\n",
        "openbadges-3.0",
        "jwt",
        "Open Badges 3.0 as VC-JWT (RS256, data model 1.1 with a vc claim), did:web",
    )


def _community_interpreting(contexts: Contexts) -> Sample:
    document = credential(
        "community-interpreting",
        INTERPRETERS,
        achievement(
            "https://interpreters.example/badges/community-interpreting",
            "Community Interpreting: Igbo and English",
            "Interprets in both directions at clinics and schools, and keeps what was said there.",
            "Two role plays before native speakers, an ethics interview, and a glossary.",
            achievementType="Certification",
            image=image("community-interpreting", "Two speech bubbles on plum"),
            alignment=[skill("Interpret spoken language", "languages/interpreting")],
        ),
        awarded="2025-09-26T12:00:00Z",
        until="2031-09-26T23:59:59Z",
        subject={"identifier": [hashed_email("nci-6620")]},
        credentialStatus=status(_MISSING_LIST, 6_620),
    )
    return Sample(
        "community-interpreting.jwt",
        _signed(document, INTERPRETERS, contexts).encode() + b"\n",
        "openbadges-3.0",
        "jwt",
        "Open Badges 3.0 as VC-JWT (ES256), did:web; its status list is not at hand",
        standing="unknown",
    )


def _harbour_games(contexts: Contexts) -> Sample:
    document = credential(
        "harbour-games",
        GAMES,
        achievement(
            "https://volunteers.games.example/badges/crew",
            "Games Crew, Sailing",
            "Accredited as a volunteer on the water for the Harbour Games 2030.",
            "Briefing, life-jacket drill and radio test passed.",
            achievementType="CommunityService",
        ),
        awarded="2026-09-01T12:00:00Z",
        validFrom="2030-07-01T00:00:00Z",
        until="2030-08-31T23:59:59Z",
        subject={"identifier": [plain_email()]},
    )
    return Sample(
        "harbour-games.svg",
        svg_with_credential(
            svg("harbour-games"), signed=_signed(document, GAMES, contexts)
        ).encode(),
        "openbadges-3.0",
        "svg",
        "Open Badges 3.0, baked into SVG (VC-JWT, ES256, in the attribute); valid in summer 2030",
        standing="not-yet-valid",
    )


def _swimming_coach(contexts: Contexts) -> Sample:
    """Make a badge of somebody else."""
    document = credential(
        "swimming-coach",
        SWIMMERS,
        achievement(
            "https://swim.example.net/badges/coach",
            "Swimming Coach, Level 1",
            "Teaches beginners of all ages in shallow water.",
            "Ten lessons given under supervision and a rescue test.",
            achievementType="Certification",
        ),
        awarded="2025-03-22T12:00:00Z",
        subject={"identifier": [hashed_email("tide-12", "kofi.mensah@example.org")]},
    )
    return Sample(
        "swimming-coach.png",
        png_with_itext(png("swimming-coach"), OB_3, _signed(document, SWIMMERS, contexts).encode()),
        "openbadges-3.0",
        "png",
        "Open Badges 3.0, baked (iTXt VC-JWT, ES256), did:jwk; awarded to somebody else",
        issuer="unrecognised",
        recipient="not-mine",
    )


def _photography(contexts: Contexts) -> Sample:
    """Make a badge that brings its own key, and nothing that says whose key that is."""
    document = credential(
        "photography",
        LENSMAKERS,
        achievement(
            "https://lensmakers.example/badges/available-light",
            "Photography by Available Light",
            "Exposes, composes and prints without a flash.",
            "A series of eight prints, hung and discussed.",
            achievementType="CertificateOfCompletion",
            image=image("photography", "An aperture on slate"),
        ),
        awarded="2024-11-05T19:00:00Z",
        subject={"identifier": [hashed_email("lens-3")]},
    )
    (key,) = LENSMAKERS.keys.values()
    return Sample(
        "photography.jwt",
        vc_jwt_2_0(document, key, contexts, jwk=key.jwk).encode() + b"\n",
        "openbadges-3.0",
        "jwt",
        "Open Badges 3.0 as VC-JWT (RS256); its key is in the header only",
        authenticity="undetermined",
        issuer="unrecognised",
    )
