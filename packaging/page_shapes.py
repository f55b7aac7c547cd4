"""The data models of ``wallet/verify/shapes`` as a table, for the page to lay badges against.

Each class has its fields in the order that msgspec looks for missing ones in, and each kind of
value has what is said where something else stands there, as msgspec itself says it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import inspect

from wallet.verify import schema
from wallet.verify.shapes import basics, clr, openbadges

ROOTS = (openbadges.AchievementCredential, openbadges.EndorsementCredential, clr.ClrCredential)
Wrap = Callable[[Any], Any]


def shapes() -> dict[str, Any]:
    """Return the classes and the kinds of text, each by its name."""
    table = _Table()
    for root in ROOTS:
        table.add(root)
    return {"classes": table.classes, "kinds": table.kinds}


_PLAIN: Final[dict[type, Callable[[Any], dict[str, Any]]]] = {
    inspect.StrType: lambda _: {"text": True},
    inspect.LiteralType: lambda kind: {"words": list(kind.values)},
    inspect.BoolType: lambda _: {"yesNo": True},
    inspect.FloatType: lambda _: {"number": True},
    inspect.DateType: lambda _: {"date": True},
    inspect.DateTimeType: lambda kind: {"dateTime": "zone" if kind.tz else "any"},
}


class _Table:
    def __init__(self) -> None:
        self.classes: dict[str, Any] = {}
        self.kinds: dict[str, Any] = {}

    def add(self, shape: Any) -> str:
        """Add a class and all that it names; return its name."""
        name: str = shape.__name__
        if name in self.classes:
            return name
        about: Any = inspect.type_info(shape)
        fields: dict[str, Any] = {}
        found = self.classes[name] = {
            "fields": fields,
            "required": [field.encode_name for field in about.fields if field.required],
            "closed": about.forbid_unknown_fields,
            "named": issubclass(shape, basics.Classed),
        }
        for field in about.fields:
            wrap = partial(_within, field.encode_name)
            fields[field.encode_name] = self._kind(field.type, shape, wrap)
        if issubclass(shape, openbadges.Credential):
            found["credential"] = {
                "kinds": shape.kinds,
                "vocabularies": shape.vocabularies,
                "asked": {first: list(names.values()) for first, names in shape.asked.items()},
            }
        return name

    def _kind(self, kind: inspect.Type, shape: Any, wrap: Wrap) -> dict[str, Any]:
        """Return what may stand in the place that ``wrap`` puts a value into."""
        if isinstance(kind, inspect.CustomType):
            return {"custom": self._text(kind.cls)}
        kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
        said: dict[str, Any] = {"else": _what(shape, wrap(None))}
        for one in kinds:
            said |= _PLAIN[type(one)](one) if type(one) in _PLAIN else self._holds(one, shape, wrap)
        return said

    def _holds(self, kind: inspect.Type, shape: Any, wrap: Wrap) -> dict[str, Any]:
        """Return the same for what has values in it."""
        match kind:
            case inspect.StructType(cls):
                return {"object": self.add(cls)}
            case inspect.DictType(_, inspect.AnyType()):
                return {"map": None}
            case inspect.DictType(_, inner):
                return {"map": self._kind(inner, shape, lambda value: wrap({"en": value}))}
            case inspect.ListType(inner, least):
                held = self._kind(inner, shape, lambda value: wrap([value]))
                return {"list": held, "least": least or 0}
        raise TypeError(f"{shape.__name__} has a kind of value that the page does not know: {kind}")

    def _text(self, kind: type[basics.Checked]) -> str:
        """Add a kind of text; return its name."""
        self.kinds[kind.__name__] = {
            "pattern": kind.pattern,
            "what": kind.what,
            "listed": sorted(getattr(kind, "listed", ())),
            "several": issubclass(kind, basics.Tokens),
        }
        return kind.__name__


def _within(name: str, value: object) -> dict[str, object]:
    return {name: value}


def _what(shape: Any, document: Any) -> str:
    """Return what is said of a value that may not stand where it does in ``document``."""
    try:
        msgspec.convert(document, shape, dec_hook=basics.checked)
    except msgspec.ValidationError as error:
        return schema.mismatch(error)["what"]
    raise AssertionError(f"null may stand anywhere in {shape.__name__}")
