"""What a learner writes down becomes a definition, goes out as CTDL, and comes back."""

from __future__ import annotations

import pytest

from wallet.credential.model import Credential
from wallet.errors import UnusableInput
from wallet.stacks import ctdl
from wallet.stacks.definition import Count, Take, Untold
from wallet.stacks.draft import Draft, Group, Item, Sum

KNOTS = Item.of(Credential(name="Knots", achievement_id="https://harbour.example/knots"))
BUOYS = Item.typed("Buoys and Lights")
TIDES = Item.typed("https://harbour.example/tides")
DRAFTS = [
    Draft("urn:x", "All", groups=(Group((KNOTS, BUOYS)),)),
    Draft("urn:x", "One", "https://x.example", (Group((KNOTS,)),)),
    Draft("urn:x", "Any", groups=(Group((KNOTS, BUOYS, TIDES), 2),)),
    Draft("urn:x", "Two groups", groups=(Group((KNOTS, BUOYS)), Group((TIDES, BUOYS), 1))),
    Draft("urn:x", "Credits", groups=(Group((KNOTS, TIDES), 1),), amount=Sum(10, "ECTS")),
    Draft("urn:x", "Any badge", amount=Sum(10, None, any_badge=True)),
    Draft("urn:x", "By one", amount=Sum(2.5, "hours", any_badge=True, issuer="Harbour School")),
    Draft("urn:x", "Both", groups=(Group((KNOTS,)),), amount=Sum(4, "ECTS", any_badge=True)),
]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda one: one.name)
def test_a_draft_comes_back_through_ctdl_as_it_was(draft: Draft) -> None:
    read = ctdl.read(ctdl.written(draft.definition()), "draft")
    assert Draft.of(read) == draft


def test_a_definition_of_another_shape_is_no_draft() -> None:
    definition = DRAFTS[0].definition()
    nested = Count(1, (Count(1, (Count(1, (Take("a"),)),)), Untold("something")))
    assert Draft.of(type(definition)("urn:x", "Nested", nested, definition.slots)) is None


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("urn:x", groups=(Group((KNOTS,)),)), "draft-without-name"),
        (Draft("urn:x", "Name"), "draft-without-badges"),
        (Draft("urn:x", "Name", groups=(Group(),), amount=Sum(4)), "draft-without-badges"),
        (Draft("urn:x", "Name", groups=(Group((KNOTS,), 2),)), "draft-too-many"),
        (Draft("urn:x", "Name", amount=Sum(0, any_badge=True)), "draft-without-amount"),
    ],
)
def test_what_is_missing_is_said(draft: Draft, code: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        draft.definition()
    assert raised.value.code == code


def test_what_is_typed_is_an_address_or_a_name() -> None:
    assert BUOYS.wanted.names == ("Buoys and Lights",)
    assert TIDES.wanted.ids == ("https://harbour.example/tides",)
    assert not TIDES.wanted.names
