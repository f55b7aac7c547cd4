# ruff: noqa: RUF001 - the French of a sample has its own apostrophe
"""The samples of Open Badges 3.0 with embedded proofs and no status, alone and baked."""

from __future__ import annotations

from typing import Any

from baking import OB_3, png_with_itext, svg_with_credential
from issuers import (
    BEEKEEPERS,
    HERITAGE,
    LEARNING_DAYS,
    RIVE_CLAIRE,
    STUDIO,
    UNIVERSITY,
)
from openbadges3 import (
    EXTENSIONS,
    achievement,
    credential,
    hashed_email,
    plain_email,
    skill,
)
from pictures import image, png, svg
from sample import LEARNER, Sample, learner_did, pretty
from signing import Contexts, compact


def samples(contexts: Contexts) -> list[Sample]:
    """Return them."""
    return [
        _education_numerique(contexts),
        _peer_mentoring(contexts),
        _open_learning_days(contexts),
        _beekeeping(contexts),
        _quarry_archive(contexts),
        _digital_storytelling_unsigned(),
    ]


def _education_numerique(contexts: Contexts) -> Sample:
    unsigned = credential(
        "education-numerique",
        RIVE_CLAIRE,
        achievement(
            "https://riveclaire.example/microcertifications/education-numerique",
            "Éducation numérique",
            "Conçoit des activités d’apprentissage en ligne accessibles et les améliore à partir"
            " de ce que les personnes apprenantes en disent.",
            "Trente heures, dont un projet mis à l’essai auprès d’un groupe réel et une"
            " autoévaluation commentée.",
            achievementType="MicroCredential",
            inLanguage="fr",
            creditsAvailable=1.5,
            alignment=[
                skill("Créer des contenus numériques", "numerique/creer-des-contenus"),
                skill("Animer une classe à distance", "numerique/animer-a-distance"),
            ],
        ),
        awarded="2025-11-28T15:00:00Z",
        until="2035-11-28T23:59:59Z",
        subject={"identifier": [hashed_email("rive-03")]},
    )
    signed = RIVE_CLAIRE.award(unsigned, contexts, created="2025-11-28T15:00:02Z")
    return Sample(
        "education-numerique.png",
        png_with_itext(png("education-numerique"), OB_3, compact(signed), compressed=True),
        "openbadges-3.0",
        "png",
        "Open Badges 3.0 in French, baked (compressed iTXt JSON); credits with a fraction",
    )


def _peer_mentoring(contexts: Contexts) -> Sample:
    """Make a badge of data model 1.1, with the suite of its day."""
    newer = credential(
        "peer-mentoring",
        UNIVERSITY,
        achievement(
            "https://eastmere.example.edu/badges/peer-mentoring",
            "Peer Mentoring",
            "Accompanies first-year students through their first term.",
            "Twelve meetings, a log of them, and the consent of those mentored.",
            achievementType="CommunityService",
            image=image("peer-mentoring", "Two people side by side on green"),
        ),
        awarded="2022-12-16T12:00:00Z",
        subject={"id": learner_did(), "identifier": [hashed_email("eastmere22")]},
    )
    date = newer.pop("validFrom")
    del newer["awardedDate"]
    unsigned = {
        **newer,
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
            EXTENSIONS,
            "https://w3id.org/security/suites/ed25519-2020/v1",
        ],
        "issuanceDate": date,
    }
    signed = UNIVERSITY.signed(
        unsigned, contexts, created="2022-12-16T12:00:00Z", suite="Ed25519Signature2020"
    )
    return Sample(
        "peer-mentoring.json",
        pretty(signed),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0 on data model 1.1, Ed25519Signature2020; subject is a DID and an address",
    )


def _open_learning_days(contexts: Contexts) -> Sample:
    """Make a badge that says nothing of who earned it."""
    unsigned = credential(
        "open-learning-days",
        LEARNING_DAYS,
        achievement(
            "https://days.example.net/2026/badges/speaker",
            "Speaker, Open Learning Days 2026",
            "Gave a talk at Open Learning Days 2026.",
            "A talk of twenty minutes, chosen by the programme committee.",
            achievementType="Award",
        ),
        awarded="2026-10-09T16:00:00Z",
    )
    signed = LEARNING_DAYS.award(unsigned, contexts, created="2026-10-09T16:00:00Z")
    return Sample(
        "open-learning-days.svg",
        svg_with_credential(svg("open-learning-days"), document=pretty(signed).strip()).encode(),
        "openbadges-3.0",
        "svg",
        "Open Badges 3.0, did:key, baked into SVG (JSON in CDATA); names nobody",
        issuer="unrecognised",
        recipient="not-stated",
    )


def _beekeeping(contexts: Contexts) -> Sample:
    unsigned = credential(
        "beekeeping",
        BEEKEEPERS,
        achievement(
            "https://bees.example.net/badges/first-year",
            "Beekeeper, First Year",
            "Kept one colony through a whole year and brought it out of the winter.",
            "Twelve monthly visits with a mentor and a written hive record.",
            achievementType="Badge",
            image=image("beekeeping", "Honeycomb on amber"),
            tag=["bees", "gardening"],
        ),
        awarded="2026-04-18T10:00:00Z",
        subject={"identifier": [plain_email()]},
        evidence=[
            {
                "type": ["Evidence"],
                "name": "Hive record",
                "narrative": "31 kg of honey, one swarm caught, no losses.",
            }
        ],
    )
    return Sample(
        "beekeeping.json",
        pretty(BEEKEEPERS.award(unsigned, contexts, created="2026-04-18T10:00:00Z")),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0, eddsa-rdfc-2022, did:key; address in the clear; PNG inside the JSON",
        issuer="unrecognised",
    )


def _quarry_archive(contexts: Contexts) -> Sample:
    """Make a badge whose issuer's site is gone, and its key with it; it has no picture."""
    unsigned = credential(
        "quarry-archive",
        HERITAGE,
        achievement(
            "https://heritage.example/badges/archive",
            "Archive Volunteer",
            "Catalogued and scanned photographs of the slate quarries.",
            "Sixty hours in the reading room.",
            achievementType="CommunityService",
            image={"id": "https://heritage.example/badges/archive.png", "type": "Image"},
        ),
        awarded="2023-08-31T12:00:00Z",
        subject={"identifier": [hashed_email("slate-8")]},
    )
    return Sample(
        "quarry-archive.json",
        pretty(HERITAGE.award(unsigned, contexts, created="2023-08-31T12:00:00Z")),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0, did:web; the issuer's document is not at hand; its picture is remote",
        authenticity="undetermined",
        issuer="unrecognised",
    )


def _digital_storytelling_unsigned() -> Sample:
    unsigned: dict[str, Any] = credential(
        "digital-storytelling",
        STUDIO,
        achievement(
            "https://studio.example/badges/digital-storytelling",
            "Digital Storytelling",
            "Told a true story in three minutes of film.",
            "A finished film, shown to the neighbourhood.",
            achievementType="Badge",
            image=image("digital-storytelling", "A clapperboard on brown"),
        ),
        awarded="2025-05-10T18:00:00Z",
        subject={
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": LEARNER,
                    "identityType": "name",
                }
            ]
        },
    )
    return Sample(
        "digital-storytelling-unsigned.json",
        pretty(unsigned),
        "openbadges-3.0",
        "json",
        "Open Badges 3.0 without any proof; names the learner, not an address",
        authenticity="failed",
        issuer="unrecognised",
        recipient="unchecked",
    )
