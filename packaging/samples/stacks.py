"""The sample stacks: what three larger credentials ask for, after shapes that are met.

A certificate of four micro-credentials with a minimum of credits; a pathway over two years,
nested and with prerequisites; a professional series of which any three of seven are enough.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from wallet.stacks import ctdl
from wallet.stacks.definition import (
    Amount,
    Count,
    Definition,
    Slot,
    Take,
    Total,
    Wanted,
    all_of,
)

COLLEGE = "https://college.example"
UNIVERSITY = "https://eastmere.example.edu"
COUNCIL = "https://volunteers.example"


def _slot(name: str, of: str, **about: object) -> Slot:
    """Return a slot for the achievement ``of``."""
    key = of.rsplit("/", 1)[-1].removesuffix(".json")
    return Slot(
        id=f"urn:example:slot:{key}",
        name=name,
        wanted=Wanted(ids=(of,), names=(name,)),
        **about,  # type: ignore[arg-type]  # as the stack says
    )


def _takes(*slots: Slot) -> tuple[Take, ...]:
    return tuple(Take(slot.id) for slot in slots)


def care() -> Definition:
    """Return a certificate of four micro-credentials and at least five credits."""
    dementia = _slot(
        "Person-Centred Dementia Care",
        f"{COLLEGE}/microcredentials/dementia-care",
        worth=(Amount(3),),
        hours=30.0,
    )
    medication = _slot(
        "Supporting People with Their Medication",
        f"{COLLEGE}/microcredentials/medication-support",
        worth=(Amount(2),),
        hours=20.0,
        url=f"{COLLEGE}/microcredentials/medication-support",
        after=(dementia.id,),
    )
    first_aid = _slot(
        "First Aid at Work", "https://firstaid.example/badges/first-aid-at-work.json", hours=18.0
    )
    hygiene = _slot("Food Hygiene, Level 2", "https://trades.example.org/badges/food-hygiene.json")
    whole = _slot("Certificate in Care Practice", f"{COLLEGE}/certificates/care", conferred=True)
    parts = (dementia, medication, first_aid, hygiene)
    asked = all_of((*_takes(*parts), Total(5.0, name="Credits of the college")))
    return Definition(
        id=f"{COLLEGE}/stacks/care-practice",
        name="Certificate in Care Practice",
        description="Four micro-credentials, and at least five credits among them.",
        rule=Count(1, (Take(whole.id), asked)),
        slots=(*parts, whole),
        source=f"{COLLEGE}/certificates/care",
        owner="Harbourside College",
    )


def data() -> Definition:
    """Return a pathway over two years, with choices and prerequisites."""
    python = _slot(
        "Data Analysis with Python",
        f"{UNIVERSITY}/modules/data-analysis-python",
        worth=(Amount(5),),
        hours=125.0,
    )
    statistics = _slot(
        "Statistics for Practice",
        f"{UNIVERSITY}/modules/statistics",
        worth=(Amount(5),),
        hours=125.0,
        url=f"{UNIVERSITY}/modules/statistics",
    )
    mentoring = _slot("Peer Mentoring", f"{UNIVERSITY}/badges/peer-mentoring", hours=25.0)
    storytelling = _slot(
        "Digital Storytelling", "https://studio.example/badges/digital-storytelling", hours=20.0
    )
    cloud = _slot(
        "Cirrofold Cloud Associate", "https://learn.cirrofold.example/badges/associate", hours=60.0
    )
    networks = _slot(
        "Secure Networks Specialist",
        "https://learn.cirrofold.example/badges/secure-networks",
        hours=80.0,
        needs=Take(cloud.id),
    )
    models = _slot(
        "Models from Data",
        f"{UNIVERSITY}/modules/models-from-data",
        worth=(Amount(10),),
        hours=250.0,
        url=f"{UNIVERSITY}/modules/models-from-data",
        needs=all_of(_takes(python, statistics)),
    )
    project = _slot(
        "Project with a Partner",
        f"{UNIVERSITY}/modules/partner-project",
        worth=(Amount(10),),
        hours=200.0,
        needs=Take(models.id),
        after=(mentoring.id,),
    )
    first = all_of(
        (*_takes(python, statistics), Count(1, _takes(mentoring, storytelling), name="One of two")),
        name="First year",
    )
    second = all_of(
        (*_takes(models, project), Count(1, _takes(cloud, networks), name="A vendor's badge")),
        name="Second year",
    )
    return Definition(
        id=f"{UNIVERSITY}/stacks/data-practice",
        name="Diploma in Data Practice",
        description="Two years beside a job: modules, a choice in each year, and a project.",
        rule=all_of((first, second)),
        slots=(python, statistics, mentoring, storytelling, models, project, cloud, networks),
        source=f"{UNIVERSITY}/diplomas/data-practice",
        owner="University of Eastmere",
    )


def community() -> Definition:
    """Return a series of which any three of seven are enough."""
    parts = (
        _slot("Speaker, Open Learning Days", "https://days.example.net/2026/badges/speaker"),
        _slot("Beekeeper, First Year", "https://bees.example.net/badges/first-year"),
        _slot("Leading a Community Choir", "https://choirs.example.org/badges/choir-leading.json"),
        _slot("Archive Volunteer", "https://heritage.example/badges/archive"),
        _slot("Peer Mentoring", f"{UNIVERSITY}/badges/peer-mentoring"),
        _slot("Swimming Coach, Level 1", "https://swim.example.net/badges/coach"),
        _slot("Games Crew, Sailing", "https://volunteers.games.example/badges/crew"),
    )
    return Definition(
        id=f"{COUNCIL}/stacks/community-contributor",
        name="Community Contributor Award",
        description="Any three of seven badges for what people do for others.",
        rule=Count(3, _takes(*parts)),
        slots=parts,
        source=f"{COUNCIL}/award",
        owner="Harbourside Volunteer Council",
    )


def files() -> dict[str, bytes]:
    """Return the definitions as files of ``resources/samples``."""
    return {
        "stacks/care-practice.json": ctdl.written(care()),
        "stacks/data-practice.json": ctdl.written(data()),
        "stacks/community-contributor.json": ctdl.written(community()),
    }
