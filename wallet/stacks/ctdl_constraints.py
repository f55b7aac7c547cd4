"""CTDL constraints: the amounts, scores and filters of a condition, as rules.

A constraint compares what an action makes of its left source with its right source. Sums and
counts become :class:`Total`, means and extremes of scores :class:`Score`. A filter beside them
(a unit, a level, an issuer) narrows them, as CTDL means it in a group that is joined by And.
What the types cannot say is an :class:`Untold`, in its own words and in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from wallet.credential.moment import parse_moment
from wallet.stacks.ctdl_values import Graph, Node, concept, hours, label, local, number
from wallet.stacks.definition import HOURS, Rule, Score, Total, Untold, Wanted

COMPARATORS: Final = {
    "EQ": "=", "=": "=", "==": "=", "NEQ": "≠", "!=": "≠", "GT": ">", ">": ">", "LT": "<",
    "<": "<", "GTEQ": "≥", ">=": "≥", "LTEQ": "≤", "<=": "≤",
}  # fmt: skip
"""The signs of ``compare:EQ`` and its siblings, and of how they were written before."""

CREDIT: Final = frozenset(
    {"value", "creditValue", "creditUnitValue", "creditHourValue", "credit", "credits", "minValue"}
)
_STEP: Final = 0.001
"""How much more than a number is more than it: well above what is lost in computing."""
_UNITS: Final = {"creditHourValue": "credit hours", "pointValue": "points"}
_LABOUR: Final = frozenset(
    {"estimatedDuration", "exactDuration", "duration", "timeRequired", "experienceTime", "hours"}
)
_SCORES: Final = frozenset({"score", "percentMark", "percentScore", "mark", "scoreValue"})
_COUNTED: Final = {
    "issuers": {"offeredBy", "ownedBy", "issuer", "issuers", "recognizedBy"},
    "skills": {"skill", "skills", "targetCompetency", "competency", "targetNode"},
    "levels": {"creditLevelType", "level", "levels", "educationLevelType"},
    "frameworks": {"framework", "frameworks", "targetFramework", "frameworkName"},
    "badges": {
        "badges", "targetComponent", "proxyFor", "hasPart", "hasChild", "ctid", "achievement",
        "credential", "course",
    },
}  # fmt: skip
_FIELDS: Final = {
    "ids": {"proxyFor", "ctid", "sourceData", "ids"},
    "alignments": {"targetCompetency", "targetNode", "competency", "alignments"},
    "names": {"name", "names"},
    "skills": {"skill", "skills"},
    "issuers": {"offeredBy", "ownedBy", "issuer", "issuers"},
    "levels": {"creditLevelType", "educationLevelType", "level", "levels"},
    "types": {"credentialType", "achievementType", "types"},
}
_DATES: Final = frozenset(
    {"dateEffective", "dateAwarded", "dateIssued", "issuanceDate", "validFrom", "issuedOn"}
)
_ONE_OF: Final = frozenset({"ids", "issuers", "levels", "types"})
"""What a badge has one of, so that any of some and just one of them are the same."""


class Constraint(msgspec.Struct, frozen=True):
    """A constraint as it was read: local names of its parts, and all it says in one line."""

    action: str
    source: str
    comparator: str
    right: tuple[Any, ...]
    right_action: str
    said: str


class Narrowing(msgspec.Struct, frozen=True):
    """What filters say together: a unit of credit, and what a badge must be."""

    unit: str | None = None
    only: Wanted = Wanted()


def read(node: Node, graph: Graph) -> Constraint:
    """Return the constraint that ``node`` is."""
    left = node.values("leftSource", "leftOperand")
    right = node.values("rightSource", "rightOperand")
    action, right_action = (_name(node, one) for one in ("leftAction", "rightAction"))
    stated = _name(node, "comparator") or _name(node, "operand")
    comparator = COMPARATORS.get(stated.upper(), stated)
    return Constraint(
        action="" if len(left) == 1 and action in {"AnyOf", "OneOf", "AllOf"} else action,
        source=local(concept(left[0]) or "") if len(left) == 1 else "",
        comparator=comparator,
        right=tuple(right),
        right_action=right_action,
        said=_said(node, graph, left, right, (action, comparator, right_action)),
    )


def grouped(
    constraints: Sequence[Constraint],
    over: tuple[str, ...],
    least: int | None,
    *,
    joined: bool,
) -> tuple[Rule, ...]:
    """Return the rules that ``constraints`` are, for badges in the slots ``over``.

    ``joined`` is true where all of them must hold: then filters narrow sums and counts beside
    them or, where there are none and ``least`` badges are asked for, those.
    """
    measures = [one for one in constraints if one.action not in {"", "AnyOf", "OneOf", "AllOf"}]
    filters = [one for one in constraints if one not in measures]
    rules: list[tuple[Constraint, Rule]] = [(one, _measured(one, over)) for one in measures]
    countable = [rule for _, rule in rules if isinstance(rule, Total)]
    narrowing, rest = Narrowing(), filters
    if joined and (countable or (not measures and least is not None)):
        sums = any(rule.distinct is None for rule in countable)
        narrowing, rest = _narrowed(filters, units=sums)
    told: list[Rule] = _merged([_narrower(rule, narrowing) for _, rule in rules])
    if not measures and least is not None and narrowing.only != Wanted():
        told = [Total(least=least, distinct="badges", over=over, only=narrowing.only)]
    return (*told, *(Untold(one.said) for one in rest))


def wanted(constraints: Sequence[Constraint]) -> Wanted | None:
    """Return what ``constraints`` say of a badge, or None where that cannot be said so."""
    narrowing, rest = _narrowed(constraints, units=False)
    return None if rest else narrowing.only


def measures(constraints: Sequence[Constraint]) -> bool:
    """Return whether one of ``constraints`` is of some badges together, as a sum is."""
    return any(not isinstance(_measured(one, ()), Untold) for one in constraints if one.action)


def _measured(one: Constraint, over: tuple[str, ...]) -> Rule:
    value = _amount(one)
    least, most = _bounds(one.comparator, value)
    if value is None or (least is None and most is None):
        return Untold(one.said)
    words = one.said if one.comparator in {">", "<"} else None
    if one.action == "Sum":
        unit = HOURS if one.source in _LABOUR else _UNITS.get(one.source)
        if unit is None and one.source not in CREDIT:
            return Untold(one.said)
        return Total(least, most, unit, over=over, description=words)
    if one.action == "CountDistinct":
        counted = next((name for name, terms in _COUNTED.items() if one.source in terms), None)
        if counted is None:
            return Untold(one.said)
        return Total(least, most, distinct=counted, over=over, description=words)
    how = one.action.lower()
    if how in {"mean", "min", "max"} and one.source in _SCORES and most is None:
        return Score(how, least or 0.0, over, description=words)
    return Untold(one.said)


def _amount(one: Constraint) -> float | None:
    if len(one.right) != 1:
        return None
    return (
        hours(list(one.right))
        if one.source in _LABOUR and number(one.right[0]) is None
        else number(one.right[0])
    )


def _bounds(comparator: str, value: float | None) -> tuple[float | None, float | None]:
    """Return the least and the most that fulfil a comparison; strict ones are the next number."""
    if value is None:
        return None, None
    return {
        "=": (value, value),
        "≥": (value, None),
        "≤": (None, value),
        ">": (value + _STEP, None),
        "<": (None, value - _STEP),
    }.get(comparator, (None, None))


def _narrower(rule: Rule, narrowing: Narrowing) -> Rule:
    if not isinstance(rule, Total):
        return rule
    unit = rule.unit if rule.distinct else narrowing.unit or rule.unit
    return msgspec.structs.replace(rule, unit=unit, only=narrowing.only)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Return ``rules`` with a lower and an upper bound of the same amount as one."""
    told: list[Rule] = []
    for rule in rules:
        last = told[-1] if told else None
        if (
            isinstance(rule, Total)
            and isinstance(last, Total)
            and (last.most, rule.least) == (None, None)
            and msgspec.structs.replace(rule, least=last.least, most=None) == last
        ):
            told[-1] = msgspec.structs.replace(last, most=rule.most)
        else:
            told.append(rule)
    return told


def _narrowed(filters: Sequence[Constraint], *, units: bool) -> tuple[Narrowing, list[Constraint]]:
    """Return what ``filters`` say together, and those that the types cannot say."""
    said: dict[str, Any] = {}
    unit: str | None = None
    rest: list[Constraint] = []
    for one in filters:
        stated = _stated(one)
        if one.source == "creditUnitType" and units and unit is None and len(one.right) == 1:
            unit = concept(one.right[0]) if one.comparator == "=" else None
            if unit is None:
                rest.append(one)
        elif stated is None or stated[0] in said:
            rest.append(one)
        else:
            said[stated[0]] = stated[1]
    return Narrowing(unit, Wanted(**said)), rest


def _stated(one: Constraint) -> tuple[str, Any] | None:
    """Return the field of Wanted that a filter states, and what of it."""
    if one.source in _DATES and len(one.right) == 1:
        date = concept(one.right[0])
        name = {"≥": "earliest", "≤": "latest"}.get(one.comparator)
        return (name, date) if name and date and parse_moment(date) else None
    if one.source in _SCORES and len(one.right) == 1 and one.comparator == "≥":
        least = number(one.right[0])
        return None if least is None else ("score", least)
    values = tuple(named for value in one.right if (named := concept(value)))
    if one.comparator != "=" or not values:
        return None
    if one.source == "subject":
        field = "alignments" if all(":" in value for value in values) else "skills"
    else:
        field = next((name for name, terms in _FIELDS.items() if one.source in terms), "")
    several = len(values) > 1
    if not field or (several and one.right_action == "AllOf"):
        return None
    if several and one.right_action == "OneOf" and field not in _ONE_OF:
        return None
    return field, values


def _said(
    node: Node,
    graph: Graph,
    left: Sequence[Any],
    right: Sequence[Any],
    how: tuple[str, str, str],
) -> str:
    """Return a constraint in one line: its own words, and its parts after them."""
    action, comparator, right_action = how
    name: Callable[[Any], str] = lambda value: label(value, graph)  # noqa: E731
    source = _joined([name(one) for one in left], action)
    if action and action not in {"AnyOf", "OneOf", "AllOf"}:
        source = f"{action.lower()}({source})"
    values = _joined([name(one) for one in right], right_action)
    parts = f"{source} {comparator or '…'} {values}"
    words = [said for term in ("name", "description") if (said := node.text(term))]
    return f"{': '.join(words)} ({parts})" if words else parts


def _joined(values: Sequence[str], action: str) -> str:
    if not values:
        return "…"
    if len(values) == 1:
        return values[0]
    sign = {"AllOf": " + ", "OneOf": " ⊕ "}.get(action, " / ")
    return sign.join(values)


def _name(node: Node, term: str) -> str:
    values = node.values(term)
    return local(concept(values[0]) or "") if values else ""
