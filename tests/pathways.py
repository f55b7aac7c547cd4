"""Pathways for tests: small CTDL documents, and what they are read as."""

import json
from typing import Any

from wallet.stacks import ctdl
from wallet.stacks.definition import (
    Definition,
    Rule,
    Take,
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
