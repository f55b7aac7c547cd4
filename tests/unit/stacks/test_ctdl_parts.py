"""What the components of CTDL pathways are read as."""

from typing import Any

import pytest

from tests.pathways import (
    PATHWAY,
    WHOLE,
    A,
    B,
    C,
    D,
    codes,
    component,
    condition,
    pathway,
    prefixed,
    read,
    takes,
)
from wallet.stacks.definition import (
    Amount,
    Count,
    Take,
    Wanted,
    all_of,
)


def test_the_credential_itself_is_conferred_and_stands_for_all_that_it_asks_for() -> None:
    whole = component(WHOLE, "Credential", hasCondition=condition(targetComponent=[A, B]))
    document = pathway(parts=[component(A), component(B)])
    document["@graph"][1] = whole
    found = read(document)
    assert found.rule == Count(1, (Take(WHOLE), Count(2, takes(A, B))))
    assert [slot.id for slot in found.slots if slot.conferred] == [WHOLE]
    assert found.by_id[WHOLE].needs is None


def test_the_conditions_of_a_course_are_what_it_needs_first() -> None:
    course = component(A, hasCondition=condition(requiredNumber=1, targetComponent=[B, C]))
    found = read(pathway(condition(targetComponent=A), parts=[course, component(B), component(C)]))
    assert found.rule == Take(A)
    assert found.by_id[A].needs == Count(1, takes(B, C))
    assert set(found.by_id) == {A, B, C}


@pytest.mark.parametrize("kind", ["Basic", "Selection"])
def test_a_milestone_is_a_named_count_and_no_slot(kind: str) -> None:
    milestone = component(
        A,
        kind,
        hasCondition=condition(name="Required badges", requiredNumber=1, targetComponent=[B, C]),
    )
    found = read(
        pathway(condition(targetComponent=[A, D]), parts=[milestone, *map(component, (B, C, D))])
    )
    first = Count(1, takes(B, C), name="A", description="Required badges")
    assert found.rule == Count(2, (first, Take(D)))
    assert set(found.by_id) == {B, C, D}


def test_a_milestone_of_an_issuers_badge_is_a_slot() -> None:
    badge = component(
        A,
        "Basic",
        sourceData="https://issuer.example/badge",
        hasCondition=condition(targetComponent=B),
    )
    found = read(pathway(condition(targetComponent=A), parts=[badge, component(B)]))
    assert found.rule == Take(A)
    assert found.by_id[A].wanted.ids == ("https://issuer.example/badge", A)


def test_what_a_slot_wants_is_what_it_is_proxy_for() -> None:
    course = component(
        A,
        proxyFor={
            "@type": "ceterms:Course",
            "@id": "https://college.example/courses/1",
            "ceterms:ctid": "ce-1",
            "ceterms:name": {"en": "Welding I"},
            "ceterms:creditValue": [
                {
                    "@type": "schema:QuantitativeValue",
                    "schema:value": 7.5,
                    "ceterms:creditUnitType": {
                        "@type": "ceterms:CredentialAlignmentObject",
                        "ceterms:targetNode": "https://purl.org/ctdl/vocabs/creditUnit/EctsCredit",
                        "ceterms:targetNodeName": {"en": "ECTS"},
                    },
                }
            ],
            "ceterms:estimatedDuration": {"ceterms:exactDuration": "PT187H30M"},
        },
        ctid="ce-2",
        subjectWebpage="https://college.example/about",
        identifier={"ceterms:identifierValueCode": "WE 101"},
    )
    slot = read(pathway(condition(targetComponent=A), parts=[course])).by_id[A]
    assert slot.wanted == Wanted(
        ids=("https://college.example/courses/1", "ce-1", "ce-2", A), names=("A", "Welding I")
    )
    assert slot.worth == (Amount(7.5, "creditUnit:EctsCredit"),)
    assert slot.hours == 187.5
    assert slot.url == "https://college.example/about"


def test_a_competency_is_met_by_what_is_aligned_to_it() -> None:
    part = component(A, "Competency", proxyFor="https://skills.example/1")
    slot = read(pathway(condition(targetComponent=A), parts=[part])).by_id[A]
    assert slot.wanted.alignments == ("https://skills.example/1", A)


def test_a_part_without_any_name_is_met_by_no_badge_rather_than_by_any() -> None:
    part = {"@type": "ceterms:CourseComponent", "ceterms:creditValue": 3}
    found = read(pathway(condition(targetComponent=[part]), parts=[]))
    (slot,) = found.slots
    assert slot.wanted.is_named
    assert slot.worth == (Amount(3),)


@pytest.mark.parametrize(
    ("terms", "worth"),
    [
        ({"creditHourValue": 3}, Amount(3, "credit hours")),
        ({"pointValue": {"schema:value": 5}}, Amount(5, "points")),
        ({"creditValue": {"schema:minValue": 2, "schema:maxValue": 4}}, Amount(2)),
        ({"creditValue": [{"@type": "ValueProfile", "value": [{"@value": 15}],
                           "creditUnitType": [{"@id": "https://x.example/credits/"}]}]},
         Amount(15, "https://x.example/credits/")),
    ],
)  # fmt: skip
def test_credit_is_read_with_its_unit(terms: dict[str, Any], worth: Amount) -> None:
    found = read(pathway(condition(targetComponent=A), parts=[component(A, **terms)]))
    assert found.by_id[A].worth == (worth,)


@pytest.mark.parametrize("stated", ["P2M", "P1W", "P1DT2H", "40", "PT"])
def test_a_duration_in_days_or_months_says_nothing_of_hours(stated: str) -> None:
    found = read(
        pathway(condition(targetComponent=A), parts=[component(A, estimatedDuration=stated)])
    )
    assert found.by_id[A].hours is None


def test_the_suggested_order_is_read_from_both_ends_and_through_milestones() -> None:
    parts = [
        component(A, precedes=[B]),
        component(B),
        component(C, preceededBy={"@id": B}),
        component("https://m.example/1", "Basic", hasChild=[A, B]),
        component("https://m.example/2", "Basic", hasChild=[D], precededBy="https://m.example/1"),
        component(D),
    ]
    found = read(pathway(condition(targetComponent=[A, B, C, D]), parts=parts))
    assert {slot.id: slot.after for slot in found.slots} == {A: (), B: (A,), C: (B,), D: (A, B)}


def test_an_order_in_a_circle_is_none_and_is_said() -> None:
    parts = [component(A, precedes=[B]), component(B, precedes=[A])]
    found = read(pathway(condition(targetComponent=[A, B]), parts=parts))
    assert [slot.after for slot in found.slots] == [(), ()]
    assert codes(found) == ["order-cyclic"]


def test_a_milestone_that_leads_up_to_the_destination_is_asked_for_with_it() -> None:
    stage = component(B, "Basic", hasCondition=condition(targetComponent=[C, D]))
    found = read(
        pathway(
            condition(targetComponent=A),
            precededBy=[B],
            parts=[component(A), stage, component(C), component(D)],
        )
    )
    assert found.rule == all_of((Take(A), Count(2, takes(C, D), name="B")))
    assert codes(found) == ["leads-up"]


def test_a_part_that_nothing_asks_for_is_left_out_and_named() -> None:
    found = read(pathway(condition(targetComponent=[A, B])))
    assert set(found.by_id) == {A, B}
    assert [(note.code, note.where) for note in found.notes] == [("not-required", "C, D")]


def test_what_nothing_asks_for_stays_where_it_has_conditions_of_its_own() -> None:
    exit_award = component(C, "Credential", hasCondition=condition(targetComponent=[A]))
    found = read(
        pathway(condition(targetComponent=[A, B]), parts=[component(A), component(B), exit_award])
    )
    assert found.by_id[C].needs == Take(A)


def test_without_a_destination_all_is_asked_for_that_is_child_of_nothing() -> None:
    document = {
        "@id": PATHWAY,
        "@type": "Pathway",
        "name": "Welding",
        "hasPart": [component(A, hasChild=[B]), component(B), component(C)],
    }
    found = read(document)
    assert found.rule == Count(2, takes(A, C))
    assert found.by_id[A].needs == Take(B)
    assert set(codes(found)) == {"no-destination", "no-rule-stated"}


def test_the_outermost_of_two_destinations_is_meant() -> None:
    document = pathway(condition(targetComponent=A), isDestinationComponentFor=PATHWAY)
    document["@graph"][0]["ceterms:hasDestinationComponent"] = A
    assert read(document).rule == Take(A)
    assert not read(document).by_id[A].conferred


def test_what_the_pathway_says_of_itself_is_kept() -> None:
    document = pathway(condition(targetComponent=A), parts=[component(A)])
    document["@graph"][0] |= prefixed(
        {
            "description": {"en-US": "All of it"},
            "subjectWebpage": {"@id": "https://college.example/welding"},
            "ownedBy": [{"@id": "https://college.example", "ceterms:name": "A College"}],
        }
    )
    found = read(document)
    assert (found.id, found.name, found.description) == (PATHWAY, "Welding", "All of it")
    assert (found.source, found.owner) == ("https://college.example/welding", "A College")


def test_a_pathway_without_a_name_or_id_is_called_as_its_file_is() -> None:
    document = pathway(condition(targetComponent=A), parts=[component(A)])
    about = document["@graph"][0]
    del about["ceterms:name"], about["@id"]
    del document["@graph"][1]["ceterms:name"]
    found = read(document)
    assert found.name == "welding"
    assert found.id == read(document).id
    assert found.id.startswith("urn:learner-wallet:stack:")
