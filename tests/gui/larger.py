"""Two stacks that the sample badges fill in part, for the tests of their pages."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wallet.app import App
from wallet.gui.stack import StackPage
from wallet.gui.window import Window
from wallet.stacks import ctdl
from wallet.stacks.definition import Count, Definition, Slot, Take, Total, Untold, Wanted, all_of

FILE = "college.json"
CARE = "https://college.example/microcredentials/dementia-care"
FIRST_AID = "https://firstaid.example/badges/first-aid-at-work.json"
INTERPRETING = "https://interpreters.example/badges/community-interpreting"
PLACEMENT = "A placement of 40 hours"


def slot(name: str, title: str, *ids: str, **about: object) -> Slot:
    return Slot(name, title, wanted=Wanted(ids=ids), **about)  # type: ignore[arg-type]


COMMUNITY = Definition(
    "urn:test:community",
    "Certificate in Community Care",
    all_of(
        (
            Count(3, (Take("care"), Take("aid"), Take("peer"), Take("talk")), name="Core skills"),
            Total(5.0, unit=None),
            Untold(PLACEMENT),
        )
    ),
    (
        slot("care", "Dementia care", CARE),
        slot("aid", "First aid", FIRST_AID, hours=18.0, url="https://firstaid.example/courses"),
        Slot("peer", "Peer support", wanted=Wanted(names=("Peer Mentoring",)), hours=12.0),
        slot("talk", "Interpreting", INTERPRETING),
    ),
    description="Three of four courses, credits and practice.",
    source="https://college.example/certificates/care",
    owner="Harbourside College",
)
WORKSHOP = Definition(
    "urn:test:workshop",
    "Workshop Supervisor",
    all_of((Take("weld"), Take("aid"))),
    (
        slot("weld", "Welding", "https://trades.example.org/badges/welding-safety.json"),
        slot("aid", "First aid", FIRST_AID),
    ),
)


def put(app: App, *definitions: Definition) -> None:
    """Let these be in the wallet, and no sample."""
    for kept in app.vault.stacks():
        if kept.source != FILE:
            app.remove_stack(kept.id)
    for one in definitions:
        app.keep_stack(ctdl.written(one), FILE)


def settled(window: Window, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not window.tasks._under_way and not window.house.work.busy)


def open_stack(window: Window, qtbot: QtBot, stack: str) -> StackPage:
    stacking = window.house.stacking
    stacking.open(stack)
    qtbot.waitUntil(lambda: stacking.page.stack_id == stack and stacking.page.isVisible())
    return stacking.page
