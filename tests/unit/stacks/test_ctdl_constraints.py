"""What the constraints of CTDL conditions are read as."""

from typing import Any

import pytest

from tests.pathways import (
    A,
    B,
    C,
    D,
    at_least,
    component,
    condition,
    constraint,
    pathway,
    read,
    rule,
    takes,
)
from wallet.stacks.definition import (
    HOURS,
    Count,
    Score,
    Take,
    Total,
    Untold,
    Wanted,
    all_of,
)

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
    assert 5 < told.least < 5.01
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
