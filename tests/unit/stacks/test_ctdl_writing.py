"""A definition that is written as CTDL reads back as the same definition."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet.stacks import ctdl
from wallet.stacks.definition import (
    HOURS,
    MAX_DEPTH,
    Amount,
    Count,
    Definition,
    Note,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
    Wanted,
    all_of,
)

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
SAID = st.none() | TEXT
NUMBER = st.floats(0, 1e9, allow_nan=False)
SEVERAL = st.lists(TEXT, max_size=3).map(tuple)
DATE = st.none() | st.dates().map(str)
WANTED = st.builds(
    Wanted,
    ids=SEVERAL,
    alignments=SEVERAL,
    names=SEVERAL,
    skills=SEVERAL,
    issuers=SEVERAL,
    levels=SEVERAL,
    types=SEVERAL,
    score=st.none() | NUMBER,
    earliest=DATE,
    latest=DATE,
)
UNIT = st.none() | st.just(HOURS) | TEXT


def amounts(slots: list[str]) -> st.SearchStrategy[Rule]:
    over = st.lists(st.sampled_from(slots), unique=True).map(tuple)
    bounds = st.tuples(st.none() | NUMBER, st.none() | NUMBER).filter(
        lambda one: one != (None,) * 2
    )
    distinct = st.sampled_from(["badges", "issuers", "skills", "levels", "frameworks"])
    measured = st.tuples(UNIT, st.none()) | st.tuples(st.none(), distinct)
    totals = st.builds(
        lambda between, what, over, only, name: Total(
            between[0], between[1], what[0], what[1], over, only, name
        ),
        bounds,
        measured,
        over,
        WANTED,
        SAID,
    )
    how = st.sampled_from(["mean", "min", "max"])
    return totals | st.builds(Score, how, NUMBER, over, SAID, SAID)


@st.composite
def counts(draw: st.DrawFn, inner: st.SearchStrategy[Rule]) -> Count:
    among = tuple(draw(st.lists(inner, min_size=1, max_size=4)))
    least = draw(st.integers(0, len(among)))
    return Count(least, among, draw(st.booleans()), draw(SAID), draw(SAID))


def rules(slots: list[str]) -> st.SearchStrategy[Rule]:
    leaf = st.sampled_from(slots).map(Take) | TEXT.map(Untold) | amounts(slots)
    taken = counts(st.sampled_from(slots).map(Take))
    return st.recursive(leaf | taken, counts, max_leaves=8)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    names = draw(st.lists(TEXT, min_size=2, max_size=6, unique=True))
    slots = [
        Slot(
            id=name,
            name=draw(SAID),
            description=draw(SAID),
            wanted=draw(WANTED),
            many=draw(st.booleans()),
            worth=tuple(draw(st.lists(st.builds(Amount, NUMBER, UNIT), max_size=2))),
            hours=draw(st.none() | NUMBER),
            url=draw(SAID),
            needs=draw(st.none() | rules(names[2 : place + 1])) if place > 1 else None,
            after=tuple(draw(st.lists(st.sampled_from(names[:place]), unique=True)))
            if place
            else (),
            conferred=place == 0 and draw(st.booleans()),
        )
        for place, name in enumerate(names[1:])
    ]
    rule = draw(rules(names[1:]))
    if draw(st.booleans()):
        rule = Count(1, (Take(names[1]), rule))
    after = {slot.id: tuple(one for one in slot.after if one != names[0]) for slot in slots}
    return Definition(
        id=names[0],
        name=draw(TEXT),
        rule=rule,
        slots=tuple(msgspec.structs.replace(one, after=after[one.id]) for one in slots),
        description=draw(SAID),
        source=draw(SAID),
        owner=draw(SAID),
        shared=draw(st.booleans()),
        notes=(Note("not-required", "x"),),
    )


def again(definition: Definition) -> Definition:
    return ctdl.read(ctdl.written(definition), "again.json")


def bare(definition: Definition) -> Definition:
    return msgspec.structs.replace(definition, notes=())


@given(definitions())
@settings(max_examples=100, deadline=None)
def test_what_is_written_reads_back_as_the_same(definition: Definition) -> None:
    assert again(definition) == bare(definition)
    assert ctdl.written(again(definition)) == ctdl.written(definition)


A, B, C, WHOLE = "urn:a", "urn:b", "urn:c", "urn:whole"
SLOTS = (
    Slot(A, "A", wanted=Wanted(ids=("https://x.example/a",), names=("A",)), worth=(Amount(3),)),
    Slot(B, "B", wanted=Wanted(alignments=("https://x.example/b",)), hours=12.5, after=(A,)),
    Slot(C, "C", wanted=Wanted(skills=("C",)), many=True, needs=Take(A)),
    Slot(WHOLE, "Whole", conferred=True),
)


def stack(rule: Rule) -> Definition:
    return Definition("urn:stack", "A stack", rule, SLOTS)


def nodes(definition: Definition) -> dict[str, Any]:
    document = json.loads(ctdl.written(definition))
    return {node["@id"]: node for node in document["@graph"]}


def test_the_credential_itself_is_the_destination_and_its_conditions_are_the_rule() -> None:
    choice = Count(2, (Take(A), Take(B), Take(C)), name="Two of three")
    written = nodes(stack(Count(1, (Take(WHOLE), choice))))
    assert written["urn:stack"]["ceterms:hasDestinationComponent"] == [WHOLE]
    assert written[WHOLE]["ceterms:hasCondition"] == [
        {
            "@type": "ceterms:ComponentCondition",
            "ceterms:name": "Two of three",
            "ceterms:requiredNumber": 2,
            "ceterms:targetComponent": [A, B, C],
        }
    ]
    assert written[A]["ceterms:proxyFor"] == ["https://x.example/a"]
    assert written[B]["@type"] == "ceterms:CompetencyComponent"
    assert written[B]["ceterms:precededBy"] == [A]
    assert written[B]["ceterms:estimatedDuration"] == "PT12.5H"
    assert written[A]["ceterms:creditValue"][0]["schema:value"] == 3


def test_without_it_the_destination_is_a_milestone_that_no_slot_is_named_like() -> None:
    definition = stack(Total(least=6, unit="ECTS", over=(A, B)))
    written = nodes(definition)
    goal = written["urn:stack#destination"]
    assert goal["@type"] == "ceterms:BasicComponent"
    (asked,) = goal["ceterms:hasCondition"]
    assert asked["ceterms:targetComponent"] == [A, B]
    assert [one["ceterms:leftSource"] for one in asked["ceterms:hasConstraint"]] == [
        ["schema:value"],
        ["ceterms:creditUnitType"],
    ]
    named = msgspec.structs.replace(definition, slots=(*SLOTS, Slot("urn:stack#destination", "D")))
    assert again(named) == named


@pytest.mark.parametrize(
    "rule",
    [
        Take(WHOLE),
        Count(1, (Take(A),)),
        Count(0, (Take(A),)),
        Count(1, (Take(A),), only=True),
        Count(2, (Take(A), Take(B), Take(C)), only=True),
        Count(1, (Take(A), Take(A))),
        Count(1, (Take(WHOLE), Take(A)), name="Named"),
        Count(1, (Total(least=1),), name="Named"),
        Count(1, (Count(1, (Untold("Said"),), name="In"),), name="Out"),
        Total(1, 2, distinct="issuers", only=Wanted(levels=("8",), score=50)),
    ],
    ids=repr,
)
def test_rules_that_look_alike_are_told_apart(rule: Rule) -> None:
    assert again(stack(rule)) == stack(rule)


def test_rules_as_deep_as_they_may_be_are_written_and_read() -> None:
    rule: Rule = Take(A)
    for depth in range(MAX_DEPTH):
        rule = all_of((rule, Take(B)), name=f"{depth}")
    assert again(stack(rule)) == stack(rule)
