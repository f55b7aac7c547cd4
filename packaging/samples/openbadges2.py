"""The samples of Open Badges 2.0: hosted and signed, alone and baked into pictures."""

from __future__ import annotations

from typing import Any, Final

from baking import OB_2, png_with_itext, svg_with_assertion
from keys import RsaKey
from pictures import data_url, png, svg
from sample import EMAIL, Sample, Site, hashed, pretty, urn
from signing import compact, jws

CONTEXT: Final = "https://w3id.org/openbadges/v2"
FIRST_AID: Final = "https://firstaid.example"
TRADES: Final = "https://trades.example.org"
_CHOIRS = "https://choirs.example.org"
_KEY = RsaKey("trades", (884, 314))


def samples(site: Site) -> list[Sample]:
    """Return them, and serve what they need on ``site``."""
    _publish_first_aid(site)
    _publish_trades(site)
    return [
        _first_aid(site),
        _first_aid_expired(site),
        _choir_leading(),
        _welding_safety(),
        _forklift_revoked(),
        _food_hygiene(),
    ]


def _recipient(salt: str) -> dict[str, Any]:
    return {"type": "email", "hashed": True, "salt": salt, "identity": hashed(EMAIL, salt)}


def _hosted(address: str, badge: str, issued: str, expires: str | None) -> dict[str, Any]:
    assertion = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": address,
        "recipient": _recipient(address[-6:]),
        "badge": badge,
        "verification": {"type": "HostedBadge"},
        "issuedOn": issued,
        "expires": expires,
    }
    return {name: value for name, value in assertion.items() if value is not None}


# Hosted badges


def _publish_first_aid(site: Site) -> None:
    site.put(
        f"{FIRST_AID}/organisation.json",
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": f"{FIRST_AID}/organisation.json",
            "name": "Northmere First Aid Association",
            "url": FIRST_AID,
            "email": "courses@firstaid.example",
            "description": "Teaches first aid in schools, on sites and on ferries.",
            "verification": {
                "type": "VerificationObject",
                "verificationProperty": "id",
                "startsWith": [f"{FIRST_AID}/awards/"],
            },
        },
    )
    site.put(
        f"{FIRST_AID}/badges/first-aid-at-work.json",
        {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": f"{FIRST_AID}/badges/first-aid-at-work.json",
            "name": "First Aid at Work",
            "description": "Three days of practice: keeps a casualty alive and calm until help"
            " comes, and knows when to call it.",
            "image": data_url("first-aid"),
            "criteria": {
                "narrative": "Resuscitation of an adult and a child on a manikin, a dressed"
                " wound, and two scenarios judged by an instructor. Valid for three years."
            },
            "issuer": f"{FIRST_AID}/organisation.json",
            "alignment": [
                {
                    "targetName": "Provide first aid",
                    "targetUrl": "https://skills.example.org/care/provide-first-aid",
                    "targetFramework": "Example Skills Framework",
                }
            ],
            "tags": ["first aid", "safety at work"],
        },
    )


def _first_aid(site: Site) -> Sample:
    address = f"{FIRST_AID}/awards/2023-18-0931.json"
    badge = f"{FIRST_AID}/badges/first-aid-at-work.json"
    assertion = _hosted(address, badge, "2023-12-18T16:00:00Z", "2026-12-18T23:59:59Z")
    site.put(address, assertion)
    return Sample(
        "first-aid.png",
        png_with_itext(png("first-aid"), OB_2, compact(assertion)),
        "openbadges-2.0",
        "png",
        "Open Badges 2.0, hosted, baked (iTXt JSON); lapses on 2026-12-18, expired thereafter",
    )


def _first_aid_expired(site: Site) -> Sample:
    address = f"{FIRST_AID}/awards/2020-11-0215.json"
    badge = f"{FIRST_AID}/badges/first-aid-at-work.json"
    assertion = _hosted(address, badge, "2020-12-11T16:00:00Z", "2023-12-11T23:59:59Z")
    site.put(address, assertion)
    return Sample(
        "first-aid-expired.json",
        pretty(assertion),
        "openbadges-2.0",
        "json",
        "Open Badges 2.0, hosted; expired in 2023",
        standing="expired",
    )


def _choir_leading() -> Sample:
    """Make a hosted badge whose address is not at hand, so that nothing can be told of it."""
    assertion = _hosted(
        f"{_CHOIRS}/awards/58.json", f"{_CHOIRS}/badges/choir-leading.json", "2021-05-29", None
    )
    assertion["badge"] = {
        "type": "BadgeClass",
        "id": f"{_CHOIRS}/badges/choir-leading.json",
        "name": "Leading a Community Choir",
        "description": "Warms up forty voices of all kinds and brings them through a concert.",
        "image": data_url("choir-leading"),
        "criteria": {"narrative": "Ten rehearsals and a concert, observed twice by a mentor."},
        "issuer": {
            "type": "Issuer",
            "id": f"{_CHOIRS}/organisation.json",
            "name": "Valley Choirs",
            "url": _CHOIRS,
        },
    }
    return Sample(
        "choir-leading.json",
        pretty(assertion),
        "openbadges-2.0",
        "json",
        "Open Badges 2.0, hosted, with badge class and issuer inside; its address is not at hand",
        authenticity="undetermined",
        standing="unknown",
        issuer="unrecognised",
    )


# Signed badges


def _publish_trades(site: Site) -> None:
    site.put(
        f"{TRADES}/issuer.json",
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": f"{TRADES}/issuer.json",
            "name": "Hartwell Institute of Trades",
            "url": TRADES,
            "email": "training@trades.example.org",
            "description": "Courses and tickets for building, metalwork, warehouses, kitchens.",
            "publicKey": f"{TRADES}/keys/2022.json",
            "revocationList": f"{TRADES}/revoked.json",
        },
    )
    site.put(
        f"{TRADES}/keys/2022.json",
        {
            "@context": CONTEXT,
            "type": "CryptographicKey",
            "id": f"{TRADES}/keys/2022.json",
            "owner": f"{TRADES}/issuer.json",
            "publicKeyPem": _KEY.pem,
        },
    )
    site.put(
        f"{TRADES}/revoked.json",
        {
            "@context": CONTEXT,
            "type": "RevocationList",
            "id": f"{TRADES}/revoked.json",
            "issuer": f"{TRADES}/issuer.json",
            "revokedAssertions": [
                {"id": urn("trades 2023-0088"), "revocationReason": "Issued to the wrong person"},
                {
                    "id": urn("forklift"),
                    "revocationReason": "The driving assessment was not completed",
                },
            ],
        },
    )
    for slug, badge in _TRADES.items():
        site.put(f"{TRADES}/badges/{slug}.json", _badge_class(slug, **badge))


_TRADES: Final = {
    "welding-safety": {
        "name": "Welding Safety",
        "description": "Prepares a bay, chooses screens and breathing protection, and welds"
        " without harm to anyone near.",
        "criteria": "A written paper (80 per cent to pass) and four hours in the bay under"
        " observation.",
        "skill": "Apply welding safety",
    },
    "forklift": {
        "name": "Counterbalance Forklift",
        "description": "Checks, drives and parks a counterbalance truck of up to three tonnes.",
        "criteria": "Pre-use check, stacking at three heights and a theory paper.",
        "skill": "Operate a forklift",
    },
    "food-hygiene": {
        "name": "Food Hygiene, Level 2",
        "description": "Keeps a kitchen in which nobody falls ill: temperatures, allergens,"
        " cleaning, pests.",
        "criteria": "A multiple-choice paper and a kitchen walk with an assessor. Valid for three"
        " years.",
        "skill": "Follow hygienic practice",
    },
}


def _badge_class(
    slug: str, *, name: str, description: str, criteria: str, skill: str
) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": f"{TRADES}/badges/{slug}.json",
        "name": name,
        "description": description,
        "image": data_url(slug),
        "criteria": {"narrative": criteria},
        "issuer": f"{TRADES}/issuer.json",
        "alignment": [
            {
                "targetName": skill,
                "targetUrl": f"https://skills.example.org/trades/{slug}",
                "targetFramework": "Example Skills Framework",
            }
        ],
    }


def _signed(slug: str, issued: str, expires: str | None, narrative: str) -> str:
    assertion = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": urn(slug),
        "recipient": _recipient(f"{slug}-salt"),
        "badge": f"{TRADES}/badges/{slug}.json",
        "verification": {"type": "SignedBadge", "creator": f"{TRADES}/keys/2022.json"},
        "issuedOn": issued,
        "expires": expires,
        "narrative": narrative,
    }
    return jws({name: value for name, value in assertion.items() if value is not None}, _KEY)


def _welding_safety() -> Sample:
    signed = _signed(
        "welding-safety",
        "2024-02-23T15:30:00Z",
        "2034-02-23T23:59:59Z",
        "Ada welded a bracket in mild steel and stopped the bay herself when a screen slipped.",
    )
    return Sample(
        "welding-safety.jws",
        signed.encode() + b"\n",
        "openbadges-2.0",
        "jwt",
        "Open Badges 2.0, signed (RS256), as text",
    )


def _forklift_revoked() -> Sample:
    signed = _signed(
        "forklift",
        "2024-06-07T15:30:00Z",
        "2034-06-07T23:59:59Z",
        "Theory paper passed with 92 per cent.",
    )
    return Sample(
        "forklift-revoked.png",
        png_with_itext(png("forklift"), OB_2, signed.encode()),
        "openbadges-2.0",
        "png",
        "Open Badges 2.0, signed, baked (iTXt JWS); on the issuer's revocation list",
        standing="revoked",
    )


def _food_hygiene() -> Sample:
    signed = _signed(
        "food-hygiene", "2024-03-03T17:00:00Z", "2027-03-03T23:59:59Z", "Passed with 36 of 40."
    )
    return Sample(
        "food-hygiene.svg",
        svg_with_assertion(svg("food-hygiene"), signed).encode(),
        "openbadges-2.0",
        "svg",
        "Open Badges 2.0, signed, baked into SVG; lapses on 2027-03-03, expired thereafter",
    )
