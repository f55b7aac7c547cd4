"""A definition as CTDL Pathway JSON-LD, which reads back as the same definition.

Every slot is a component that the Pathway has as a part, every rule one ComponentCondition.
The destination is the slot of the larger credential itself, or else a BasicComponent whose
condition is the rule. What CTDL has no term for is in the namespace ``urn:learner-wallet:stack:``:

``shared``
    true on a Pathway in which one badge may fill several slots
``wanted``
    the Constraints that a badge must meet to fill a slot, all of them; ``proxyFor`` beside it
    says the ids alone, for other programs
``many``, ``conferred``
    true on a component that several badges fill, or that is given for the rest
``only``
    true on a condition of which no more than its ``requiredNumber`` count
``ids``, ``names``, ``skills``, ``types``, ``score``
    left sources of such Constraints

The same definition gives the same bytes. Its notes are of how it was read, and stay behind.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from wallet.stacks.ctdl_values import OWN
from wallet.stacks.definition import (
    Amount,
    Count,
    Definition,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
    Wanted,
)

CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
INLINE: Final = 12
"""How deep conditions lie in one another; deeper ones are nodes of their own."""

_COUNTED: Final = {
    "badges": "ceterms:targetComponent",
    "issuers": "ceterms:offeredBy",
    "skills": "ceterms:targetCompetency",
    "levels": "ceterms:creditLevelType",
    "frameworks": "ceterms:framework",
}
_FIELDS: Final = {
    "ids": OWN + "ids",
    "alignments": "ceterms:targetCompetency",
    "names": OWN + "names",
    "skills": OWN + "skills",
    "issuers": "ceterms:offeredBy",
    "levels": "ceterms:creditLevelType",
    "types": OWN + "types",
}


def written(definition: Definition) -> bytes:
    """Return ``definition`` as UTF-8 JSON-LD."""
    return _Writer(definition).document()


class _Writer:
    """Writes one definition; conditions that lie too deep become nodes of the graph."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._apart: list[dict[str, Any]] = []
        self._taken = {definition.id, *(slot.id for slot in definition.slots)}

    def document(self) -> bytes:
        stack = self._definition
        held, asked = _conferred(stack)
        goal = held or self._free(f"{stack.id}#destination")
        pathway = _filled(
            {
                "@id": stack.id,
                "@type": "ceterms:Pathway",
                "ceterms:name": stack.name,
                "ceterms:description": stack.description,
                "ceterms:subjectWebpage": stack.source,
                "ceterms:ownedBy": [stack.owner] if stack.owner else None,
                OWN + "shared": stack.shared or None,
                "ceterms:hasPart": [slot.id for slot in stack.slots] or None,
                "ceterms:hasDestinationComponent": [goal],
            }
        )
        nodes = [pathway]
        if held is None:
            nodes.append(
                {
                    "@id": goal,
                    "@type": "ceterms:BasicComponent",
                    "ceterms:isDestinationComponentOf": [stack.id],
                    "ceterms:hasCondition": [self._condition(stack.rule, 1)],
                }
            )
        nodes += [
            self._component(slot, asked if slot.id == held else slot.needs, held)
            for slot in stack.slots
        ]
        document = {"@context": CONTEXT, "@graph": [*nodes, *self._apart]}
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

    def _component(self, slot: Slot, asked: Rule | None, held: str | None) -> dict[str, Any]:
        competency = slot.wanted.alignments and not slot.conferred
        kind = "Competency" if competency else "Credential"
        hours = None if slot.hours is None else format(Decimal(repr(_number(slot.hours))), "f")
        return _filled(
            {
                "@id": slot.id,
                "@type": f"ceterms:{kind}Component",
                "ceterms:name": slot.name,
                "ceterms:description": slot.description,
                "ceterms:subjectWebpage": slot.url,
                "ceterms:isPartOf": [self._definition.id],
                "ceterms:proxyFor": list(slot.wanted.ids) or None,
                OWN + "wanted": _wanted(slot.wanted),
                OWN + "many": slot.many or None,
                OWN + "conferred": (slot.conferred and slot.id != held) or None,
                "ceterms:creditValue": [_credit(one) for one in slot.worth] or None,
                "ceterms:estimatedDuration": None if hours is None else f"PT{hours}H",
                "ceterms:precededBy": list(slot.after) or None,
                "ceterms:hasCondition": None if asked is None else [self._condition(asked, 1)],
            }
        )

    def _condition(self, rule: Rule, depth: int) -> dict[str, Any] | str:
        """Return the condition that ``rule`` is, or its id where it is a node of the graph."""
        stated: dict[str, Any] = {"@type": "ceterms:ComponentCondition"}
        if depth % INLINE == 0:
            name = self._free(f"_:condition-{len(self._apart) + 1}")
            stated = {"@id": name, **stated}
            self._apart.append(stated)
        if isinstance(rule, Take):
            stated["ceterms:targetComponent"] = [rule.slot]
        elif isinstance(rule, Untold):
            stated["ceterms:description"] = rule.said
        else:
            stated |= _filled({"ceterms:name": rule.name, "ceterms:description": rule.description})
            stated |= self._body(rule, depth)
        return str(stated["@id"]) if "@id" in stated else stated

    def _body(self, rule: Count | Total | Score, depth: int) -> dict[str, Any]:
        if isinstance(rule, Count):
            return self._counting(rule, depth)
        body: dict[str, Any] = {"ceterms:targetComponent": list(rule.over)} if rule.over else {}
        bounds = _bounds(rule) if isinstance(rule, Total) else [_scored(rule)]
        return body | {"ceterms:logicalOperator": "logic:And", "ceterms:hasConstraint": bounds}

    def _counting(self, rule: Count, depth: int) -> dict[str, Any]:
        operator = "Or" if rule.least == 1 and len(rule.of) > 1 else "And"
        operator = "OnlyOne" if rule.only and rule.least == 1 else operator
        number: dict[str, Any] = {"ceterms:requiredNumber": rule.least}
        if rule.only and rule.least != 1:
            number[OWN + "only"] = True
        slots = [one.slot for one in rule.of if isinstance(one, Take)]
        alone = len(slots) == 1 and rule.least == 1 and not rule.only
        unnamed = rule.name is None and rule.description is None
        if len(set(slots)) == len(rule.of) and not (alone and unnamed):
            if operator == "OnlyOne":
                number["ceterms:logicalOperator"] = "logic:OnlyOne"
            return number | {"ceterms:targetComponent": slots}
        number["ceterms:logicalOperator"] = f"logic:{operator}"
        inner = [self._condition(one, depth + 1) for one in rule.of]
        return number | {"ceterms:hasCondition": inner}

    def _free(self, name: str) -> str:
        while name in self._taken:
            name += "-"
        self._taken.add(name)
        return name


def _conferred(stack: Definition) -> tuple[str | None, Rule | None]:
    """Return the slot that is the destination, and what is asked for in its stead, if one is."""
    rule = stack.rule
    if not isinstance(rule, Count) or len(rule.of) != 2 or rule != Count(1, rule.of):
        return None, None
    first, asked = rule.of
    slot = stack.by_id.get(first.slot) if isinstance(first, Take) else None
    if slot is None or not slot.conferred or slot.needs is not None:
        return None, None
    return slot.id, asked


def _bounds(rule: Total) -> list[dict[str, Any]]:
    if rule.distinct:
        how, source = "CountDistinct", _COUNTED[rule.distinct]
    else:
        how, source = "Sum", "schema:value"
    limits = (("GTEQ", rule.least), ("LTEQ", rule.most))
    bounds = [
        {
            "@type": "ceterms:Constraint",
            "ceterms:leftAction": f"array:{how}",
            "ceterms:leftSource": [source],
            "ceterms:comparator": f"compare:{sign}",
            "ceterms:rightSource": [_number(limit)],
        }
        for sign, limit in limits
        if limit is not None
    ]
    unit = [] if rule.unit is None else [_constraint("ceterms:creditUnitType", [rule.unit])]
    return [*bounds, *unit, *_wanted(rule.only)]


def _scored(rule: Score) -> dict[str, Any]:
    return {
        "@type": "ceterms:Constraint",
        "ceterms:leftAction": f"array:{rule.how.capitalize()}",
        "ceterms:leftSource": [OWN + "score"],
        "ceterms:comparator": "compare:GTEQ",
        "ceterms:rightSource": [_number(rule.least)],
    }


def _wanted(wanted: Wanted) -> list[dict[str, Any]]:
    """Return the constraints that say what ``wanted`` says."""
    found = [
        _constraint(source, getattr(wanted, field))
        for field, source in _FIELDS.items()
        if getattr(wanted, field)
    ]
    for source, sign, value in (
        (OWN + "score", "GTEQ", None if wanted.score is None else _number(wanted.score)),
        ("ceterms:dateEffective", "GTEQ", wanted.earliest),
        ("ceterms:dateEffective", "LTEQ", wanted.latest),
    ):
        if value is not None:
            found.append(_constraint(source, [value], sign))
    return found


def _constraint(source: str, values: Sequence[object], sign: str = "EQ") -> dict[str, Any]:
    action = {"ceterms:rightAction": "array:AnyOf"} if len(values) > 1 else {}
    return {
        "@type": "ceterms:Constraint",
        "ceterms:leftSource": [source],
        "ceterms:comparator": f"compare:{sign}",
        **action,
        "ceterms:rightSource": list(values),
    }


def _credit(amount: Amount) -> dict[str, Any]:
    unit = {} if amount.unit is None else {"ceterms:creditUnitType": [amount.unit]}
    return {"@type": "schema:QuantitativeValue", "schema:value": _number(amount.value), **unit}


def _number(value: float) -> float:
    """Return a number as it is written: a whole one without a point."""
    return int(value) if value == int(value) else value


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` without those that there are none of."""
    return {term: value for term, value in values.items() if value is not None}
