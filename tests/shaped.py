"""Documents that use every field of a data model, and documents with one thing wrong."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import UNSET, UnsetType, structs

from wallet.verify.shapes import basics, clr, openbadges

OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
VOCABULARIES = {basics.OPEN_BADGES: OB3, clr.CLR: CLR2}


def full(
    shape: type[basics.Shape],
    model: str = basics.VC_2,
    *,
    lists: bool = True,
    deep: int = 4,
    depth: int = 0,
) -> dict[str, Any]:
    """Return a document of ``shape`` with all fields, optional ones down to a depth of ``deep``.

    ``lists`` writes a value that may be many as a list of one.
    """
    document: dict[str, Any] = {}
    of_other = {basics.VC_1: ("valid",), basics.VC_2: ("issuance", "expiration")}[model]
    for one in structs.fields(shape):
        name = one.encode_name
        too_deep = (
            one.default is UNSET and depth > deep and name not in ("id", *_asked(shape, model))
        )
        if not too_deep and not name.startswith(of_other):
            document[name] = _value(one.type, model, lists, (depth, deep))
    if issubclass(shape, basics.Classed):
        document["type"] = [shape.__name__] if lists else shape.__name__
    if issubclass(shape, openbadges.Credential):
        document["type"] = [group[0] for group in shape.kinds]
        document["@context"] = [model, *(VOCABULARIES[one] for one in shape.vocabularies)]
    return document


def _asked(shape: type[basics.Shape], model: str) -> tuple[str, ...]:
    if issubclass(shape, openbadges.Credential):
        return tuple(shape.asked[model].values())
    return ()


def _value(kind: Any, model: str, lists: bool, depth: tuple[int, int]) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not UnsetType]
        many = [one for one in kinds if get_origin(_bare(one)) is list]
        shaped = [one for one in kinds if isinstance(one, type) and issubclass(one, basics.Shape)]
        return _value((many if lists and many else shaped or kinds)[0], model, lists, depth)
    kind = _bare(kind)
    if get_origin(kind) is list:
        return [_value(get_args(kind)[0], model, lists, depth)]
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if issubclass(kind, basics.Shape):
        return full(kind, model, lists=lists, deep=depth[1], depth=depth[0] + 1)
    return _PLAIN.get(kind) or min(kind.listed)


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


_PLAIN: dict[Any, Any] = {
    str: "Some text",
    float: 12.5,
    bool: True,
    date: "1990-02-03",
    datetime: "2026-01-02T03:04:05Z",
    basics.Uri: "https://harbour.example/1",
    basics.LanguageCode: "pt-BR",
    basics.Tokens: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
    dict: {},
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside ``value``."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inside:
        yield (*path, name)
        if isinstance(one, dict | list):
            yield from places(one, (*path, name))


WRONG: tuple[Any, ...] = (
    None, True, 7, 2.5, "", "some text", "ext:Own", "Course", "no address", "https://a.example/1",
    [], {}, [None], ["text"], [{}], {"en": "text"}, {"en": 7}, {"type": "Other"},
    {"type": ["Other"]}, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+02:00",
    "2026-01-02T03:04:05", "2026-02-30T03:04:05Z", "2026-01-02", "yesterday", "de-CH", "deutsch",
    "eyJh.e30.c2ln", basics.VC_1, basics.VC_2, OB3, "VerifiableCredential", "Profile",
)  # fmt: skip
"""Values that are wrong in many places, and right in some."""


def changed(document: dict[str, Any], chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Return what was done, and a copy of ``document`` with one place changed."""
    document = copy.deepcopy(document)
    path = chance.choice(list(places(document)))
    holder: Any = document
    for name in path[:-1]:
        holder = holder[name]
    place, value = path[-1], holder[path[-1]]
    deed = chance.choice(("drop", "drop", "put", "put", "put", "wrap", "unwrap", "add", "double"))
    if deed == "unwrap" and isinstance(value, list) and value:
        holder[place] = value[0]
    elif deed == "add" and isinstance(value, dict):
        value["ownTerm"] = chance.choice(WRONG)
    elif deed == "double" and isinstance(value, list):
        value.append(copy.deepcopy(value[0]) if value else "x")
    elif deed == "wrap":
        holder[place] = [value]
    elif deed == "drop":
        del holder[place]
    else:
        holder[place] = chance.choice(WRONG)
    return f"{deed} {'.'.join(map(str, path))}", document
