"""CTDL pathways in every dialect, and what their conditions are read as."""

import json
from pathlib import Path
from typing import Any

import pytest

from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.stacks import ctdl, notes
from wallet.stacks.definition import (
    HOURS,
    MAX_DEPTH,
    Amount,
    Count,
    Definition,
    Rule,
    Score,
    Take,
    Total,
    Untold,
    Wanted,
    all_of,
)

A, B, C, D = (f"https://college.example/parts/{name}" for name in "abcd")
WHOLE = "https://college.example/parts/whole"
PATHWAY = "https://college.example/pathway"


def condition(**terms: Any) -> dict[str, Any]:
    return {"@type": "ceterms:ComponentCondition", **prefixed(terms)}


def constraint(source: Any, comparator: str, right: Any, **terms: Any) -> dict[str, Any]:
    stated = {"leftSource": source, "comparator": comparator, "rightSource": right, **terms}
    return {"@type": "ceterms:Constraint", **prefixed(stated)}


def at_least(value: Any, action: str = "array:Sum", source: str = "schema:value") -> dict[str, Any]:
    return constraint(source, "compare:GTEQ", value, leftAction=action)


def component(name: str, kind: str = "Course", **terms: Any) -> dict[str, Any]:
    title = {"name": {"en": name.rsplit("/", 1)[-1].title()}}
    return {"@id": name, "@type": f"ceterms:{kind}Component", **prefixed(title | terms)}


def prefixed(terms: dict[str, Any]) -> dict[str, Any]:
    return {f"ceterms:{term}": value for term, value in terms.items()}


def pathway(*conditions: Any, parts: list[Any] | None = None, **terms: Any) -> dict[str, Any]:
    """Return a pathway of four courses whose destination is a milestone with ``conditions``."""
    goal = component(WHOLE, "Basic", hasCondition=list(conditions), **terms)
    about = {"@id": PATHWAY, "@type": "ceterms:Pathway", "ceterms:name": {"en": "Welding"}}
    about["ceterms:hasDestinationComponent"] = [WHOLE]
    courses = [component(one) for one in (A, B, C, D)] if parts is None else parts
    return {"@graph": [about, goal, *courses]}


def read(document: Any, name: str = "welding.json") -> Definition:
    return ctdl.read(json.dumps(document).encode(), name)


def rule(*conditions: Any, **terms: Any) -> Rule:
    return read(pathway(*conditions, **terms)).rule


def takes(*names: str) -> tuple[Rule, ...]:
    return tuple(Take(name) for name in names)


def codes(definition: Definition) -> list[str]:
    return [note.code for note in definition.notes]


# --- dialects ---------------------------------------------------------------------------------

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
        pathway(ELECTIVES | {"ceterms:name": {"@en-US": "Electives", "fr-CA": "Au choix"}}),
        pathway(ELECTIVES | {"ceterms:targetComponent": [{"@id": one} for one in (A, B, C, A)]}),
    ],
    ids=["prefixed", "bare", "expanded", "odd", "list", "text", "languages", "references"],
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
    uuid = "719cfee7-d380-4ebd-89ca-f6c143d8a3d5"
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


# --- conditions -------------------------------------------------------------------------------


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


# --- constraints ------------------------------------------------------------------------------

UNIT = constraint("ceterms:creditUnitType", "compare:EQ", "scqf:credits")
GRADE = constraint(
    "student:grade", "compare:EQ", ["grades:A", "grades:B"], rightAction="array:AnyOf"
)


def test_a_sum_is_narrowed_by_its_unit_and_by_the_filters_beside_it() -> None:
    told = rule(
        condition(
            description="Enough of it",
            logicalOperator="logic:And",
            hasConstraint=[
                at_least(60),
                UNIT,
                constraint("ceterms:creditLevelType", "compare:EQ", "scqf:level8"),
                constraint("ceterms:offeredBy", "compare:EQ", "https://college.example"),
                constraint("ceterms:subject", "compare:EQ", "Welding"),
                constraint("ceterms:dateEffective", "compare:GTEQ", "2024-01-01"),
            ],
        )
    )
    assert told == Total(
        least=60,
        unit="scqf:credits",
        only=Wanted(
            issuers=("https://college.example",),
            levels=("scqf:level8",),
            skills=("Welding",),
            earliest="2024-01-01",
        ),
        description="Enough of it",
    )


def test_what_narrows_a_sum_and_cannot_be_told_stays_beside_it() -> None:
    told = rule(condition(hasConstraint=[at_least(60), UNIT, GRADE]))
    assert told == all_of((Total(least=60, unit="scqf:credits"), Untold("grade = A / B")))


@pytest.mark.parametrize(
    ("comparator", "least", "most"),
    [("GTEQ", 60, None), ("LTEQ", None, 60), ("EQ", 60, 60), ("gteq", 60, None), (">=", 60, None)],
)
def test_the_comparator_bounds_a_sum(
    comparator: str, least: float | None, most: float | None
) -> None:
    stated = constraint("ceterms:creditValue", comparator, 60, leftAction="array:Sum")
    assert rule(condition(hasConstraint=stated)) == Total(least=least, most=most)


def test_more_than_is_more_than_and_says_so() -> None:
    told = rule(
        condition(hasConstraint=constraint("schema:value", "compare:GT", 5, leftAction="array:Sum"))
    )
    assert isinstance(told, Total)
    assert told.least is not None
    assert 5 < told.least < 5.0001
    assert told.description == "sum(value) > 5"


def test_a_lower_and_an_upper_bound_are_one_total() -> None:
    upper = constraint("schema:value", "compare:LTEQ", 90, leftAction="array:Sum")
    assert rule(condition(hasConstraint=[at_least(60), upper, UNIT])) == Total(
        60, 90, "scqf:credits"
    )


def test_a_sum_over_targets_is_of_those_and_asks_for_none_of_them() -> None:
    told = rule(condition(targetComponent=[A, B, C], hasConstraint=[at_least(6)]))
    assert told == Total(least=6, over=(A, B, C))
    both = rule(condition(requiredNumber=2, targetComponent=[A, B, C], hasConstraint=[at_least(6)]))
    assert both == all_of((Count(2, takes(A, B, C)), Total(least=6, over=(A, B, C))))


def test_a_sum_without_targets_is_over_the_children_and_what_comes_before() -> None:
    second = component(
        B,
        "Basic",
        hasChild=[C],
        precededBy=[A],
        hasCondition=[condition(hasConstraint=[at_least(6)])],
    )
    first = component(A, "Basic", hasChild=[D])
    found = read(
        pathway(condition(targetComponent=[B]), parts=[second, first, component(C), component(D)])
    )
    assert found.rule == Count(1, (Total(least=6, over=(C, D)),), name="B")
    assert rule(condition(hasConstraint=[at_least(6)])) == Total(least=6)


def test_hours_of_work_are_a_unit_of_their_own() -> None:
    for value in ("PT40H", 40):
        stated = at_least(value, source="ceterms:estimatedDuration")
        assert rule(condition(hasConstraint=stated)) == Total(least=40, unit=HOURS)


@pytest.mark.parametrize(
    ("source", "counted"),
    [
        ("ceterms:offeredBy", "issuers"),
        ("ceterms:creditLevelType", "levels"),
        ("ceterms:targetCompetency", "skills"),
        ("ceterms:proxyFor", "badges"),
        ("ceterms:framework", "frameworks"),
    ],
)
def test_distinct_things_are_counted(source: str, counted: str) -> None:
    stated = at_least(3, "array:CountDistinct", source)
    assert rule(condition(hasConstraint=stated)) == Total(least=3, distinct=counted)


@pytest.mark.parametrize(("action", "how"), [("Mean", "mean"), ("Min", "min"), ("Max", "max")])
def test_scores_are_averaged_or_the_extreme_one(action: str, how: str) -> None:
    stated = at_least(50, f"array:{action}", "student:percentMark")
    assert rule(condition(hasConstraint=stated)) == Score(how, 50)


def test_filters_narrow_which_of_the_targets_count() -> None:
    level = constraint(
        "ceterms:creditLevelType", "compare:EQ", ["l:8", "l:9"], rightAction="array:AnyOf"
    )
    told = rule(condition(requiredNumber=2, targetComponent=[A, B, C], hasConstraint=[level]))
    assert told == Total(
        least=2, distinct="badges", over=(A, B, C), only=Wanted(levels=("l:8", "l:9"))
    )
    either = condition(targetComponent=[A], hasConstraint=[level, GRADE], logicalOperator="Or")
    level_or_grade = Untold("credit level type = l:8 / l:9"), Untold("grade = A / B")
    assert rule(either) == all_of((Take(A), Count(1, level_or_grade)))


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (constraint(":repeatability", ":lteq", 3), "repeatability ≤ 3"),
        (constraint(":repeatability", ":eq", False), "repeatability = false"),
        (constraint(":experienceTime", ":gteq", "PT500H"), "experience time ≥ PT500H"),
        (constraint("ceterms:creditValue", "compare:EQ", ["10"]), "credit value = 10"),
        (constraint("ceterms:creditValue", "compare:NEQ", 1, leftAction="array:Sum"),
         "sum(credit value) ≠ 1"),
        (constraint(["One", "Two"], "compare:LT", ["x:A", "x:B"], leftAction="array:AllOf",
                    rightAction="array:OneOf"), "One + Two < A ⊕ B"),
        (constraint("ex:aid", "compare:EQ", "ex:Loan", description="Only with a loan"),
         "Only with a loan (aid = Loan)"),
        ({"@type": "Constraint"}, "… … …"),
    ],
)  # fmt: skip
def test_what_no_badge_can_tell_is_told_by_its_own_parts(stated: Any, said: str) -> None:
    assert rule(condition(hasConstraint=stated)) == Untold(said)


def test_the_words_of_a_condition_stand_before_what_it_compares() -> None:
    stated = condition(description="Repeat it", hasConstraint=constraint(":times", ":lteq", 3))
    assert rule(stated) == Untold("Repeat it (times ≤ 3)")


# --- components -------------------------------------------------------------------------------


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


# --- what is refused --------------------------------------------------------------------------


def chain(length: int, kind: str = "Basic") -> dict[str, Any]:
    """Return a pathway whose milestones lie in each other, ``length`` deep."""
    ids = [f"https://chain.example/{number}" for number in range(length)]
    parts = [
        component(one, kind, hasCondition=condition(targetComponent=[following, A]))
        for one, following in zip(ids, [*ids[1:], B], strict=True)
    ]
    return pathway(condition(targetComponent=[ids[0]]), parts=[*parts, component(A), component(B)])


@pytest.mark.parametrize(
    ("document", "code", "said"),
    [
        ({"@type": "ConceptScheme"}, "not-a-stack", "welding.json"),
        ({"@type": "ComponentCondition", ":hasConstraint": []}, "not-a-stack", "Pathway"),
        ([], "not-a-stack", "Pathway"),
        (3, "not-a-stack", "Pathway"),
        ([{"@type": "Pathway", "name": "a"}, {"@type": "Pathway", "name": "b"}],
         "several-stacks", "2"),
        ({"@type": "Pathway", "@id": PATHWAY}, "stack-empty", "welding.json"),
        (pathway(condition(targetComponent="https://gone.example")), "stack-malformed",
         "https://gone.example"),
        (pathway(condition(requiredNumber=-1, targetComponent=A)), "stack-malformed", '"-1"'),
        (pathway(condition(requiredNumber=1.5, targetComponent=A)), "stack-malformed", '"1.5"'),
        (pathway(condition(requiredNumber="some", targetComponent=A)), "stack-malformed", "some"),
        (pathway(condition(requiredNumber="nan", targetComponent=A)), "stack-malformed", "nan"),
        (pathway(condition(requiredNumber=3, targetComponent=[A, B])), "stack-malformed", "3 of 2"),
        (pathway(condition()), "stack-malformed", "asks for nothing"),
        (pathway(condition(targetComponent=WHOLE)), "stack-cyclic", "Whole"),
        (pathway(condition(targetComponent=A), parts=[
            component(A, hasCondition=condition(targetComponent=B)),
            component(B, hasCondition=condition(targetComponent=A))]), "stack-cyclic", '"A"'),
        (pathway(condition(targetComponent=A), parts=[
            component(A, "Basic", hasCondition=condition(targetComponent=B)),
            component(B, "Basic", hasCondition=condition(targetComponent=A))]),
         "stack-cyclic", '"A"'),
        (pathway({"@id": "_:c", **condition(hasCondition="_:c")}), "stack-cyclic", '"Whole"'),
        (chain(MAX_DEPTH + 1), "stack-too-deep", "welding.json"),
        (pathway(condition(targetComponent=[f"https://x.example/{n}" for n in range(501)]),
                 parts=[component(f"https://x.example/{n}") for n in range(501)]),
         "stack-too-large", "welding.json"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_stack_is_refused_in_one_line(document: Any, code: str, said: str) -> None:
    with pytest.raises(UnusableInput) as error:
        read(document)
    assert error.value.code == code
    line = error.value.sentence(Words("en"))
    assert said in line
    assert "\n" not in line
    assert error.value.sentence(Words("fr")) != line


def test_milestones_may_lie_as_deep_as_rules_may() -> None:
    assert isinstance(read(chain(MAX_DEPTH)).rule, Count)


def hostile() -> dict[str, Any]:
    many = 20_000
    wide = [condition(targetComponent=A)] * many
    deep = condition(targetComponent=A)
    for _ in range(40):
        deep = condition(hasCondition=[deep])
    doubling = [
        component(
            f"https://d.example/{n}",
            "Basic",
            hasCondition=[condition(targetComponent=[f"https://d.example/{n + 1}"])] * 2,
        )
        for n in range(40)
    ]
    doubled = pathway(
        condition(targetComponent="https://d.example/0"),
        parts=[*doubling, component("https://d.example/40")],
    )
    linked = [{"@id": f"_:{n}", **condition(hasCondition=[f"_:{n + 1}"])} for n in range(many)]
    nodes = pathway("_:0")
    nodes["@graph"] += [*linked, {"@id": f"_:{many}", **condition(targetComponent=A)}]
    crossed = [f"https://x.example/{n}" for n in range(400)]
    order = [component(one, precedes=crossed) for one in crossed]
    return {
        "wide": pathway(*wide),
        "chain": chain(900),
        "doubled": doubled,
        "linked": nodes,
        "parts": pathway(parts=[component(f"https://x.example/{n}") for n in range(5_000)]),
        "order": pathway(condition(targetComponent=crossed), parts=order),
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_file_that_would_take_for_ever_is_refused(name: str) -> None:
    with pytest.raises(UnusableInput) as error:
        read(hostile()[name])
    assert error.value.code in {"stack-too-large", "stack-too-deep"}


def test_every_note_that_is_made_has_its_sentence_in_both_languages() -> None:
    source = Path(ctdl.__file__).parent
    text = "".join(path.read_text("utf-8") for path in source.glob("*.py"))
    for code, sentence in notes.SENTENCES.items():
        assert f'Note("{code}"' in text
        assert Words("fr")(sentence, where="X") != sentence.format(where="X")
    for made in text.split('Note("')[1:]:
        assert made.split('"')[0] in notes.SENTENCES
    note = read(pathway(condition(targetComponent=[A, B]))).notes[0]
    assert notes.told(note, Words("en")) == "No rule asks for these, so they are left out: C, D."
