"""Write the data models of :mod:`wallet.verify.shapes` as JSON Schema (``resources/schemas``).

Run by hand (``python packaging/schemas.py``) after a change of the classes; a test fails where
the files are not those of the classes. They are for other programs, such as a web page that
judges a badge: the wallet itself uses the classes. What msgspec's types cannot say, and the
classes check by themselves, is added here.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import msgspec

from wallet.verify.shapes import basics, clr, openbadges

OUT: Final = Path(__file__).resolve().parent.parent / "resources/schemas"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
CHECKED_ON: Final = "2026-11-24"
"""When the classes were last held against the text of the standards."""

_COMMENT = "Written by learner-wallet from the tables of the standard. It is not 1EdTech's file."
_CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
_MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": _CLOCK + "([Zz]|[+-][0-9]{2}:?[0-9]{2})$",
}
_TIME = {"anyOf": [{"$ref": "#/$defs/Moment"}, {"type": "string", "pattern": f"{_CLOCK}$"}]}


class Source(NamedTuple):
    """A file: the class it is of, and where the standard describes that class."""

    shape: type[openbadges.Credential]
    standard: str
    version: str
    section: str


SOURCES: Final = {
    "openbadges-3.0-achievementcredential.json": Source(
        openbadges.AchievementCredential,
        "Open Badges",
        "3.0",
        "https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential",
    ),
    "openbadges-3.0-endorsementcredential.json": Source(
        openbadges.EndorsementCredential,
        "Open Badges",
        "3.0",
        "https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential",
    ),
    "clr-2.0-clrcredential.json": Source(
        clr.ClrCredential,
        "Comprehensive Learner Record",
        "2.0",
        "https://www.imsglobal.org/spec/clr/v2p0/#clrcredential",
    ),
}


def schema(shape: type[openbadges.Credential]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of ``shape``."""
    made = msgspec.json.schema(shape, schema_hook=_of_kind)
    classes = {one.__name__: one for one in _below(basics.Shape)}
    for name, definition in made["$defs"].items():
        _complete(definition, classes[name])
    made["$defs"] |= {"Moment": _MOMENT, "Time": _TIME}
    return {"$schema": DIALECT, "$comment": _COMMENT, **made}


def _below(shape: type[basics.Shape]) -> list[type[basics.Shape]]:
    return [found for one in shape.__subclasses__() for found in (one, *_below(one))]


def _of_kind(kind: type[basics.Checked]) -> dict[str, Any]:
    """Return what a kind of text is in JSON Schema: msgspec's ``schema_hook``."""
    text = {"type": "string", "pattern": kind.pattern}
    if issubclass(kind, basics.Term):
        return {"anyOf": [{"enum": sorted(kind.listed)}, text]}
    if issubclass(kind, basics.Tokens):
        return {"anyOf": [text, {"type": "array", "items": text}]}
    return text


def _complete(definition: dict[str, Any], shape: type[basics.Shape]) -> None:
    """Add what the class checks by itself."""
    properties = definition["properties"]
    for one in msgspec.structs.fields(shape):
        if basics.Moment in get_args(one.type):
            properties[one.encode_name] = {"$ref": "#/$defs/Moment"}
        elif datetime in get_args(one.type):
            properties[one.encode_name] = {"$ref": "#/$defs/Time"}
    if issubclass(shape, basics.Classed):
        properties["type"] = {"anyOf": [{"const": shape.__name__}, _holds(shape.__name__)]}
    if issubclass(shape, openbadges.Credential):
        _complete_credential(definition, shape)


def _complete_credential(definition: dict[str, Any], shape: type[openbadges.Credential]) -> None:
    properties = definition["properties"]
    properties["type"] = {"allOf": [_holds(*group) for group in shape.kinds]}
    contexts = properties["@context"]
    vocabularies = [{"type": "string", "pattern": pattern} for pattern in shape.vocabularies]
    contexts["prefixItems"] = [{"enum": list(shape.asked)}, *vocabularies]
    contexts["minItems"] = len(contexts["prefixItems"])
    issuer = properties["issuer"]["anyOf"]
    properties["issuer"] = {"anyOf": [one for one in issuer if "$ref" in one]}
    properties["issuer"]["anyOf"].append(_of_kind(basics.Uri))
    first = {"@context": {"prefixItems": [{"const": basics.VC_1}]}}
    definition["if"] = {"properties": first}
    definition["then"] = {
        "required": list(shape.asked[basics.VC_1].values()),
        "properties": {"issuer": {"type": "object"}},
    }
    definition["else"] = {"required": list(shape.asked[basics.VC_2].values())}


def _holds(*names: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "contains": {"enum": list(names)}}


def files() -> dict[str, bytes]:
    """Return the files of ``resources/schemas`` by name."""
    made: dict[str, bytes] = {}
    index = ["file\tstandard\tversion\tfacts_from\tchecked_on\tsha256\n"]
    for name, source in SOURCES.items():
        made[name] = (
            msgspec.json.format(msgspec.json.encode(schema(source.shape)), indent=1) + b"\n"
        )
        digest = hashlib.sha256(made[name]).hexdigest()
        index.append("\t".join([name, *source[1:], CHECKED_ON, digest]) + "\n")
    return {**made, "SOURCES.tsv": "".join(index).encode()}


def main() -> None:
    """Write the files anew."""
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for name, data in files().items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
