"""The samples of Open Badges 1.0 and 1.1: hosted, as badges were ten years ago."""

from __future__ import annotations

from baking import OB_2, png_with_text
from pictures import data_url, png
from sample import EMAIL, Sample, Site, hashed, pretty

_LIBRARY = "https://library.example.org/badges"
_MAKERS = "https://makers.example.com"


def samples(site: Site) -> list[Sample]:
    """Return them, and serve what they need on ``site``."""
    return [_information_literacy(site), _printing(site)]


def _information_literacy(site: Site) -> Sample:
    """Make a picture with nothing but an address in it; all else is at that address."""
    address = f"{_LIBRARY}/awarded/2013-0412.json"
    salt = "millbrook-2013"
    site.put(
        address,
        {
            "uid": "2013-0412",
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": salt,
                "identity": hashed(EMAIL, salt),
            },
            "badge": f"{_LIBRARY}/information-literacy.json",
            "image": f"{_LIBRARY}/awarded/2013-0412.png",
            "evidence": f"{_LIBRARY}/awarded/2013-0412/search-diary.html",
            "issuedOn": 1381528800,
            "verify": {"type": "hosted", "url": address},
        },
    )
    site.put(
        f"{_LIBRARY}/information-literacy.json",
        {
            "name": "Information Literacy",
            "description": "Finds what was asked for, weighs where it comes from, and says so.",
            "image": f"{_LIBRARY}/information-literacy.png",
            "criteria": f"{_LIBRARY}/information-literacy.html",
            "issuer": f"{_LIBRARY}/issuer.json",
            "tags": ["libraries", "research", "sources"],
            "alignment": [
                {
                    "name": "Search strategically",
                    "url": "https://skills.example.org/information/search",
                    "description": "Chooses where to look before looking.",
                }
            ],
        },
    )
    site.put(
        f"{_LIBRARY}/issuer.json",
        {
            "name": "Millbrook Public Library",
            "url": "https://library.example.org",
            "email": "desk@library.example.org",
            "description": "Open to everyone, six days a week.",
        },
    )
    return Sample(
        "information-literacy-2013.png",
        png_with_text(png("information-literacy"), OB_2, address),
        "openbadges-1.0",
        "png",
        "Open Badges 1.0: a picture with only an address in it (tEXt); salted hash of the address",
        issuer="unrecognised",
    )


def _printing(site: Site) -> Sample:
    address = f"{_MAKERS}/assertions/77"
    assertion = {
        "@context": "https://w3id.org/openbadges/v1",
        "type": "Assertion",
        "id": address,
        "uid": "77",
        "recipient": {"type": "email", "hashed": False, "identity": EMAIL},
        "badge": f"{_MAKERS}/badges/3d-printing",
        "evidence": f"{_MAKERS}/projects/77-lamp-shade",
        "issuedOn": "2016-03-12",
        "verify": {"type": "hosted", "url": address},
    }
    site.put(address, assertion)
    site.put(
        f"{_MAKERS}/badges/3d-printing",
        {
            "@context": "https://w3id.org/openbadges/v1",
            "type": "BadgeClass",
            "id": f"{_MAKERS}/badges/3d-printing",
            "name": "3D Printing",
            "description": "Models a part, prints it, and knows why the first one failed.",
            "image": data_url("3d-printing"),
            "criteria": f"{_MAKERS}/badges/3d-printing/criteria",
            "issuer": f"{_MAKERS}/organisation",
            "tags": ["making", "modelling"],
        },
    )
    site.put(
        f"{_MAKERS}/organisation",
        {
            "@context": "https://w3id.org/openbadges/v1",
            "type": "Issuer",
            "id": f"{_MAKERS}/organisation",
            "name": "Foundry Lane Makerspace",
            "url": _MAKERS,
            "email": "hello@makers.example.com",
        },
    )
    return Sample(
        "3d-printing.json",
        pretty(assertion),
        "openbadges-1.1",
        "json",
        "Open Badges 1.1, hosted; the recipient's address in the clear; no end",
        issuer="unrecognised",
    )
