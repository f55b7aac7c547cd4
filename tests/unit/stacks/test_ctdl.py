"""CTDL pathways in every dialect, and what their conditions are read as."""

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
    constraint,
    pathway,
    read,
    rule,
    takes,
)
from wallet.errors import UnusableInput
from wallet.stacks import ctdl
from wallet.stacks.definition import (
    Amount,
    Count,
    Rule,
    Take,
    Untold,
    all_of,
)

TWO_OF_THREE = Count(2, takes(A, B, C), name="Electives")


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {one.split(":")[-1].replace("@", ""): bare(inner) for one, inner in value.items()}
    return [bare(one) for one in value] if isinstance(value, list) else value


def expanded(value: Any, term: str = "") -> Any:
    """Return a document as JSON-LD expansion writes it."""
    if isinstance(value, list):
        return [inner for one in value for inner in expanded(one, term)]
    if isinstance(value, dict) and "en" in value:
        return [{"@language": "en", "@value": value["en"]}]
    if isinstance(value, dict):
        return [
            {
                (one if one[0] == "@" else f"https://purl.org/ctdl/terms/{one.split(':')[1]}"): (
                    inner if one == "@id" else [inner] if one == "@type" else expanded(inner, one)
                )
                for one, inner in value.items()
            }
        ]
    is_reference = term.endswith(("Component", "hasPart"))
    return [{"@id" if is_reference else "@value": value}]


def odd_prefix(value: Any) -> Any:
    if isinstance(value, dict):
        return {one.replace("ceterms", ""): odd_prefix(inner) for one, inner in value.items()}
    return [odd_prefix(one) for one in value] if isinstance(value, list) else value


ELECTIVES = condition(name={"en": "Electives"}, requiredNumber=2, targetComponent=[A, B, C])


@pytest.mark.parametrize(
    "written",
    [
        pathway(ELECTIVES),
        bare(pathway(ELECTIVES)),
        expanded(pathway(ELECTIVES)["@graph"]),
        odd_prefix(pathway(ELECTIVES)),
        pathway(ELECTIVES)["@graph"],
        pathway(ELECTIVES | {"ceterms:requiredNumber": "2"}),
        pathway(ELECTIVES | {"ceterms:targetComponent": {"@list": [A, [B, C]]}}),
        pathway(ELECTIVES | {"ceterms:name": {"@en-US": "Electives", "fr-CA": "Au choix"}}),
        pathway(ELECTIVES | {"ceterms:targetComponent": [{"@id": one} for one in (A, B, C, A)]}),
    ],
    ids=[
        "prefixed",
        "bare",
        "expanded",
        "odd",
        "list",
        "text",
        "ordered",
        "languages",
        "references",
    ],
)
def test_a_pathway_is_read_in_whatever_way_it_is_written(written: Any) -> None:
    assert read(written).rule == TWO_OF_THREE


def test_components_may_lie_inside_of_each_other_instead_of_being_referred_to() -> None:
    nested = {
        "@type": "ceterms:Pathway",
        "@id": PATHWAY,
        "ceterms:name": "Welding",
        "ceterms:hasDestinationComponent": component(
            WHOLE,
            "Basic",
            hasCondition=condition(targetComponent=[component(A), component(B)]),
        ),
    }
    assert read(nested).rule == Count(2, takes(A, B))


def test_conditions_and_constraints_may_be_nodes_of_their_own() -> None:
    document = pathway("_:c1", parts=[component(A)])
    document["@graph"] += [
        {"@id": "_:c1", **condition(targetComponent=A, hasConstraint=["_:k1"])},
        {"@id": "_:k1", **constraint("ex:StudentGrade", "compare:EQ", "ex:GradeA")},
    ]
    assert read(document).rule == all_of((Take(A), Untold("student grade = grade A")))


def test_the_older_names_of_terms_are_known() -> None:
    ids = "https://old.example/paths/"
    document = {
        "@graph": [
            {"@type": "Pathway", "@id": ids + "p", "name": "Old", "hasRoot": ids + "root"},
            {
                "@type": "Credential",
                "@id": ids + "root",
                "name": "Degree",
                "isParentOf": [ids + "1", ids + "choice", ids + "2", ids + "3", ids + "4"],
            },
            {"@type": "CourseComponent", "@id": ids + "1", "name": "One", "defaultCredits": 3.0},
            {
                "@type": "CourseComponent",
                "@id": ids + "choice",
                "requiredCondition": {
                    "@type": "ComponentCondition",
                    "description": "One of two",
                    "ruleSet": {
                        "@type": "RuleSet",
                        "ruleSet": "https://old.example/rules/count",
                        "countRuleType": "https://old.example/rules/count/RequiredNumber",
                        "requiredNumber": 1,
                        "targetComponent": [ids + "2", ids + "3"],
                    },
                },
            },
            {"@type": "Course", "@id": ids + "2", "name": "Two"},
            {"@type": "Course", "@id": ids + "3", "name": "Three"},
            {
                "@type": "Course",
                "@id": ids + "4",
                "name": "Four",
                "prerequisite": ids + "1",
                "creditUnitValue": 4,
                "creditUnitType": "http://purl.org/ctdl/vocabs/creditUnit/DegreeCredit",
            },
        ]
    }
    found = read(document)
    choice = Count(1, takes(ids + "2", ids + "3"), description="One of two")
    every = Count(3, (Take(ids + "1"), choice, Take(ids + "4")))
    assert found.rule == Count(1, (Take(ids + "root"), every))
    assert codes(found) == ["no-rule-stated"]
    assert found.by_id[ids + "1"].worth == (Amount(3),)
    assert found.by_id[ids + "4"].worth == (Amount(4, "creditUnit:DegreeCredit"),)
    assert found.by_id[ids + "4"].needs == Take(ids + "1")


def test_an_operand_of_the_required_number_is_the_required_number() -> None:
    stated = {"leftOperand": "reqNum", "operand": "=", "rightOperand": 2}
    assert rule({**condition(targetComponent=[A, B, C]), **stated}) == Count(2, takes(A, B, C))
    inner = {**condition(targetComponent=[A, B, C]), **stated}
    either = condition(hasCondition=[inner, condition(targetComponent=D)]) | {
        "logicalOperand": "OR"
    }
    assert rule(either) == Count(1, (Count(2, takes(A, B, C)), Take(D)))


def test_one_part_with_two_prefixes_is_one_part_and_is_said() -> None:
    uuid = "0b7d5c1e-52f4-4b0e-9a3d-6f2f8f1f4c11"
    part = component(f"https://registry.example/resources/ce-{uuid}")
    found = read(
        pathway(condition(targetComponent=f"http://other.example/paths/{uuid}"), parts=[part])
    )
    assert found.rule == Take(part["@id"])
    assert codes(found) == ["loose-reference"]


def test_a_file_of_more_than_one_value_or_of_a_trailing_comma_is_refused() -> None:
    for text in (b'{"@type": "Pathway"},\n{"@id": "b"}', b'{"@type": "Pathway", "name": ["a",]}'):
        with pytest.raises(UnusableInput) as error:
            ctdl.read(text, "odd.json")
        assert error.value.code == "malformed"


def test_all_targets_are_asked_for_where_no_number_is_stated() -> None:
    assert rule(condition(targetComponent=[A, B])) == Count(2, takes(A, B))


def test_several_conditions_of_one_component_are_all_asked_for() -> None:
    both = rule(condition(targetComponent=A), condition(requiredNumber=1, targetComponent=[B, C]))
    assert both == Count(2, (Take(A), Count(1, takes(B, C))))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (None, Count(2, takes(A, B))),
        ("logic:And", Count(2, takes(A, B))),
        ("logic:Or", Count(1, takes(A, B))),
        (":or", Count(1, takes(A, B))),
        ("https://purl.org/ctdl/vocabs/logic/OnlyOne", Count(1, takes(A, B), only=True)),
    ],
)
def test_the_operator_joins_nested_conditions(operator: str | None, expected: Rule) -> None:
    inner = [condition(targetComponent=A), condition(targetComponent=B)]
    terms = {} if operator is None else {"logicalOperator": operator}
    assert rule(condition(hasCondition=inner, **terms)) == expected


def test_the_operator_leaves_the_targets_beside_the_nested_conditions_asked_for() -> None:
    inner = [condition(targetComponent=B), condition(targetComponent=C)]
    told = rule(condition(targetComponent=A, hasCondition=inner, logicalOperator="logic:Or"))
    assert told == Count(2, (Take(A), Count(1, takes(B, C))))


def test_a_number_without_targets_is_of_the_nested_conditions_or_of_the_children() -> None:
    inner = [condition(targetComponent=one) for one in (A, B, C)]
    assert rule(condition(requiredNumber=2, hasCondition=inner)) == Count(2, takes(A, B, C))
    assert rule(condition(requiredNumber=2), hasChild=[A, B, C]) == Count(2, takes(A, B, C))
    assert rule(condition(requiredNumber=2)) == Untold("≥ 2 …")


def test_an_operator_that_is_unknown_is_told_and_not_guessed() -> None:
    told = rule(condition(description="Neither", logicalOperator="logic:Not", targetComponent=A))
    assert told == Untold("Neither Not …")


def test_a_condition_in_words_alone_is_told_in_them() -> None:
    assert rule(condition(description={"en": "Pass a medical check"})) == Untold(
        "Pass a medical check"
    )


def test_a_condition_that_is_not_in_the_file_stays_in_its_place() -> None:
    conditions = condition(targetComponent=A), "https://college.example/gone"
    found = read(pathway(*conditions, parts=[component(A)]))
    assert found.rule == all_of((Take(A), Untold("https://college.example/gone")))
    assert codes(found) == ["missing-condition"]


def test_so_many_of_the_constraints_may_be_enough() -> None:
    stated = [constraint("ex:a", "compare:EQ", one) for one in ("x", "y", "z")]
    told = rule(condition(requiredConstraints=2, hasConstraint=stated))
    assert told == Count(2, tuple(Untold(f"a = {one}") for one in "xyz"))
