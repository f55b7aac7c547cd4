"""Reading loosely written JSON: scalars or lists, language maps, objects or addresses.

Real credentials write one thing in several ways. These readers take each of them and return
plain values; what is of another shape is None or empty, never an error.
"""

from __future__ import annotations

from typing import Any

from wallet.credential.model import Picture


def items(value: object) -> list[Any]:
    """Return ``value`` as a list: nothing, one thing, or the list it is."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def types(value: object) -> frozenset[str]:
    """Return the types of an object, a string or an array of strings, compared exactly."""
    return frozenset([one for one in items(value) if isinstance(one, str)])


def text(value: object, language: str | None = None) -> str | None:
    """Return a text: a string, a number, a language map, or the first of a list of those."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return next((found for one in value if (found := text(one, language))), None)
    if isinstance(value, dict):
        if "@value" in value:
            return text(value["@value"])
        order = [language, "en", *value] if language else ["en", *value]
        return next((found for key in order if (found := text(value.get(key)))), None)
    return None


def first_object(value: object) -> dict[str, Any] | None:
    """Return the object that ``value`` is, or the first one in a list."""
    if isinstance(value, dict):
        return value
    return next((one for one in items(value) if isinstance(one, dict)), None)


def address(value: object) -> str | None:
    """Return an address: a string, or the ``id`` of an object (or of the first in a list)."""
    if isinstance(value, str) and value.strip():
        return value
    for one in items(value):
        if isinstance(one, str) and one.strip():
            return one
        if isinstance(one, dict) and isinstance(found := one.get("id", one.get("@id")), str):
            return found
    return None


def number(value: object) -> float | None:
    """Return a number, written as one or as a string."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def picture(*values: object) -> Picture | None:
    """Return the first picture of ``values``: an address, a ``data:`` URL, or an Image object."""
    remote: Picture | None = None
    for value in values:
        url = address(value)
        if url is None:
            continue
        about = first_object(value)
        caption = text(about.get("caption")) if about else None
        if url.startswith("data:"):
            from wallet.formats.picture import from_data_url  # noqa: PLC0415 - loaded when met

            inside = from_data_url(url)
            if inside is not None:
                return Picture(inside.media_type, inside.data, None, caption)
        elif remote is None:
            remote = Picture(url=url, caption=caption)
    return remote
