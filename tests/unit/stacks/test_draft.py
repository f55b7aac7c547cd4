"""What a learner writes down becomes a definition, goes out as CTDL, and comes back."""

from __future__ import annotations

import pytest

from wallet.credential.model import Credential
from wallet.i18n import Words
from wallet.stacks import ctdl
from wallet.stacks.definition import (
    HOURS,
    Count,
    Definition,
    Slot,
    Take,
    Total,
    Untold,
    Wanted,
    all_of,
)
from wallet.stacks.draft import Draft, Group, Item, Sum, unit_typed

STACK = "urn:uuid:9a1c0f3e-0000-4000-8000-000000000000"
A, B, C = (Item(one, (f"https://badges.example/{one}",)) for one in "ABC")
FIVE = Group((A, B, C, Item("D"), Item("https://badges.example/e")), 3)

DRAFTS = [
    (Draft(STACK, "N", groups=(FIVE,), sums=(Sum(10, "ECTS"),)), "Any 3 of these 5, and 10 ECTS"),
    (Draft(STACK, "N", "https://n.example", "Own", (FIVE,)), "Any 3 of these 5"),
    (Draft(STACK, "N", groups=(Group((A,)),)), "“A”"),
    (
        Draft(STACK, "N", groups=(Group((A, B), ordered=True),)),
        "All of these 2, one after the other",
    ),
    (Draft(STACK, "N", groups=(Group((A, B), 1), Group((C,)))), "One of these 2, and “C”"),
    (Draft(STACK, "N", groups=(Group((A, B)), Group((C,))), either=True), "All of these 2 or “C”"),
    (
        Draft(STACK, "N", groups=(Group((A,)), Group((C,))), either=True, sums=(Sum(2.5),)),
        "“A” or “C”, and 2.5 credits without a unit",
    ),
    (Draft(STACK, "N", sums=(Sum(40, HOURS, any_badge=True),)), "40 hours of any badges"),
    (
        Draft(STACK, "N", groups=(Group((A, Item(issuer="X College"))),),
              sums=(Sum(3, "ECTS", any_badge=True, issuer="X College"), Sum(1, "ECTS"))),
        "All of these 2, and 3 ECTS by X College, and 1 ECTS",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "sentence"), DRAFTS, ids=[one for _draft, one in DRAFTS])
def test_a_draft_says_what_it_asks_and_comes_back_from_the_file_that_it_makes(
    draft: Draft, sentence: str
) -> None:
    assert draft.told(Words("en")) == sentence
    assert not list(draft.lacks())
    made = draft.definition()
    read = ctdl.read(ctdl.written(made), "")
    assert read == made
    back = Draft.of(read)
    assert back is not None
    assert back.told(Words("en")) == sentence
    assert back.definition() == made


def test_places_keep_their_ids_when_others_are_put_before_them() -> None:
    before = Draft(STACK, "N", groups=(Group((A, B)),)).definition()
    draft = Draft.of(before)
    assert draft is not None
    (group,) = draft.groups
    changed = Draft(STACK, "N", groups=(Group((C, *group.items)),))
    after = changed.definition()
    assert len({one.id for one in after.slots}) == 3
    assert {one.name: one.id for one in before.slots}.items() <= {
        one.name: one.id for one in after.slots
    }.items()


def test_a_badge_of_the_wallet_or_an_address_is_known_and_a_name_is_only_compared() -> None:
    made = Draft(STACK, "N", groups=(FIVE,)).definition()
    assert [slot.wanted for slot in made.slots] == [
        Wanted(ids=("https://badges.example/A",)),
        Wanted(ids=("https://badges.example/B",)),
        Wanted(ids=("https://badges.example/C",)),
        Wanted(names=("D",)),
        Wanted(ids=("https://badges.example/e",)),
    ]


def test_an_order_is_suggested_each_after_the_one_before() -> None:
    made = Draft(STACK, "N", groups=(Group((A, B, C), ordered=True),)).definition()
    first, second, third = made.slots
    assert (first.after, second.after, third.after) == ((), (first.id,), (second.id,))


@pytest.mark.parametrize(
    "more",
    [
        Slot("a", "A", wanted=Wanted(ids=("x",)), hours=4.0),
        Slot("a", "A", wanted=Wanted(ids=("x",), levels=("EQF 5",))),
        Slot("a", "A", wanted=Wanted(ids=("x",)), needs=Untold("an interview")),
    ],
)
def test_what_the_form_cannot_say_is_not_opened_in_it(more: Slot) -> None:
    assert Draft.of(Definition(STACK, "N", Count(1, (Take("a"),)), (more,))) is None


def test_hours_are_hours_in_every_language() -> None:
    assert unit_typed("Hours", Words("en")) == HOURS
    assert unit_typed(" heures ", Words("fr")) == HOURS
    assert unit_typed("ECTS", Words("fr")) == "ECTS"
    assert unit_typed(" ", Words("fr")) is None


def test_a_definition_of_another_shape_is_no_draft() -> None:
    slots = Draft(STACK, "N", groups=(Group((A,)),)).definition().slots
    nested = Count(1, (Count(1, (Count(1, (Take(slots[0].id),)),)), Untold("something")))
    assert Draft.of(Definition(STACK, "Nested", nested, slots)) is None


@pytest.mark.parametrize(
    ("draft", "parts"),
    [
        (Draft(STACK, groups=(Group((A,)),)), [("name", 0)]),
        (Draft(STACK, "N", "n.example", groups=(Group((A,)),)), [("url", 0)]),
        (Draft(STACK, "N"), [("badges", 0)]),
        (Draft(STACK, "N", groups=(Group((A,)), Group((B,), 2))), [("group", 1)]),
        (Draft(STACK, "N", groups=(Group(),), sums=(Sum(4),)), [("sum", 0)]),
        (Draft(STACK, "N", groups=(Group((A,)),), sums=(Sum(1), Sum(None))), [("sum", 1)]),
        (Draft(STACK, "N", sums=(Sum(0, any_badge=True),)), [("sum", 0)]),
        (Draft(STACK, "N", sums=(Sum(1e9, any_badge=True),)), [("sum", 0)]),
        (Draft(STACK, sums=(Sum(float("nan"), any_badge=True),)), [("name", 0), ("sum", 0)]),
    ],
)
def test_what_is_missing_is_said_with_its_place(draft: Draft, parts: list[tuple[str, int]]) -> None:
    lacks = list(draft.lacks())
    assert [(one.part, one.number) for one in lacks] == parts
    assert all(one.said.endswith(".") for one in lacks)
    counts = {part for part, _number in parts} <= {"name", "url"}
    assert draft.counts is counts
    if not counts:
        with pytest.raises(ValueError, match=STACK):
            draft.definition()


def test_what_an_earlier_form_wrote_is_read_and_keeps_its_slots() -> None:
    place = "urn:learner-wallet:place:"
    pool = f"{place}any"
    only = Wanted(issuers=("Harbour School",))
    slots = (
        Slot(f"{place}1", "Knots", wanted=Wanted(ids=("https://harbour.example/knots",))),
        Slot(f"{place}2", "Buoys and Lights", wanted=Wanted(names=("Buoys and Lights",))),
        Slot(f"{place}3", "custom:tides", wanted=Wanted(ids=("custom:tides",))),
        Slot(pool, wanted=only, many=True),
    )
    rule = all_of(
        (
            Count(1, (Take(slots[0].id), Take(slots[1].id))),
            Count(1, (Take(slots[2].id),)),
            Total(4.0, unit="ECTS", over=tuple(one.id for one in slots), only=only),
        )
    )
    before = Definition(STACK, "Crew", rule, slots, source="https://harbour.example")
    draft = Draft.of(before)
    assert draft is not None
    assert draft.definition() == before
    assert draft.told(Words("en")) == (
        "One of these 2, and “custom:tides”, and 4 ECTS by Harbour School"
    )


def test_of_a_badge_that_is_held_its_achievement_is_asked_for() -> None:
    knots = Credential(name="Knots", id="urn:k", achievement_id="https://harbour.example/knots")
    assert Item.of(knots) == Item("Knots", ("https://harbour.example/knots",))
    assert Item.of(Credential(name="Knots", id="urn:k")).wanted == Wanted(ids=("urn:k",))
    assert Item.of(Credential(name="Knots")).wanted == Wanted(names=("Knots",))


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (Item("knots "), "s"),
        (Item("Knots", issuer="Harbour School"), "s"),
        (Item("Knots", ("https://harbour.example/knots",)), "s"),
        (Item("Splices"), ""),
        (Item(issuer="Harbour School"), ""),
    ],
)
def test_a_slot_stays_as_long_as_the_same_badge_is_asked_for(now: Item, slot: str) -> None:
    assert Item("Knots", slot="s").changed_to(now).slot == slot


def test_another_badge_of_the_same_name_has_a_slot_of_its_own() -> None:
    assert Item("First Aid", ("a",), slot="s").changed_to(Item("First Aid", ("b",))).slot == ""
    assert Item(issuer="A", slot="s").changed_to(Item(issuer="B")).slot == ""
    assert Item(issuer="A", slot="s").changed_to(Item(issuer="A")).slot == "s"
