"""JSON that can be read in one way only (RFC 8259 §4, §8; RFC 7493).

What two programs may read differently is malformed here, never guessed: duplicate names,
NaN, lone surrogates, numbers and nesting without end (VERIFY.md rule 15). The work and the
memory that a text may cost are bounded before it is parsed.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NoReturn

import msgspec

from wallet.errors import UnusableInput
from wallet.i18n import N_

MAX_BYTES: Final = 10 * 1024 * 1024
"""The longest text that is parsed, in bytes."""
MAX_DEPTH: Final = 100
"""How deep arrays and objects may nest; credentials need about ten."""
MAX_VALUES: Final = 250_000
"""How many values a text may hold; a large learner record has some thousands."""
MAX_DIGITS: Final = 1_000
"""How many digits an integer may have."""

_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE: Final = rb"\\u[dD][89a-fA-F]"


class _Refused(Exception):
    """What is in the way of reading a text, as a marked sentence and its facts."""

    def __init__(self, what: str, **facts: object) -> None:
        super().__init__(what)
        self.what = what
        self.facts = facts


def parse(data: bytes, name: str = "the badge") -> Any:
    """Return the one value of UTF-8 JSON ``data``, with or without a byte order mark.

    ``name`` is what to call it in sentences. Raises UnusableInput: "malformed", or
    "wrong-encoding" where it is not UTF-8, or "too-large".
    """
    values = parse_all(data, name)
    if len(values) != 1:
        raise malformed(N_("{name} goes on where it should end"), name)
    return values[0]


def parse_all(data: bytes, name: str = "the badge") -> list[Any]:
    """Return the values of ``data``, one or several after the other; raise as :func:`parse`."""
    data = data.removeprefix(_BOM)
    text = _bounded_text(data, name)
    if (plain := _plain(data, text)) is not None:
        return [plain]
    values: list[Any] = []
    place = _after_space(text, 0)
    while place < len(text) or not values:
        try:
            value, place = _DECODER.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise _damaged(error, text, name) from None
        except _Refused as refused:
            raise malformed(refused.what, name, **refused.facts) from None
        values.append(value)
        if len(values) > MAX_VALUES:
            raise malformed(N_("{name} is too long a list to be a badge"), name)
        place = _after_space(text, place)
    if b"\\u" in data and re.search(_SURROGATE, data):
        _refuse_half_characters(values, name)
    return values


def malformed(what: str, name: str = "the badge", **facts: object) -> UnusableInput:
    """Return the error for damaged text; ``what`` is a marked sentence with a ``{name}``."""
    return UnusableInput(
        "malformed",
        what,
        N_("download it again, or ask its issuer to send it again"),
        name=name,
        **facts,
    )


def wrong_encoding(name: str) -> UnusableInput:
    """Return the error for text in another encoding than UTF-8."""
    return UnusableInput(
        "wrong-encoding",
        N_("the text in {name} is not in the encoding UTF-8"),
        N_("download the original again, and do not save it with another program"),
        name=name,
    )


def _bounded_text(data: bytes, name: str) -> str:
    """Return ``data`` as text, once it is known that parsing it costs little."""
    if len(data) > MAX_BYTES:
        raise UnusableInput(
            "too-large",
            N_("the text in {name} is longer than {limit} MB"),
            N_("choose the badge file that your issuer sent you"),
            name=name,
            limit=MAX_BYTES // 1024 // 1024,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_short(name) from None
        raise wrong_encoding(name) from None
    # A value and what parts it from the next are two bytes at least.
    if len(data) > 2 * MAX_VALUES or data.count(b"[") + data.count(b"{") > MAX_DEPTH:
        _refuse_too_much(data, name)
    return text


def _refuse_too_much(data: bytes, name: str) -> None:
    """Refuse a text of too many values, or nested too deep."""
    unescaped = data.replace(rb"\\", b"").replace(rb"\"", b"")
    # A value and its name have four quotes at most.
    if unescaped.count(b'"') > 4 * MAX_VALUES:
        raise malformed(N_("{name} is too long a list to be a badge"), name)
    outside = b"".join(unescaped.split(b'"')[::2])  # every other part is inside a string
    if outside.count(b",") + outside.count(b"[") + outside.count(b"{") > MAX_VALUES:
        raise malformed(N_("{name} is too long a list to be a badge"), name)
    depth = 0
    for bracket in outside.translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise malformed(N_("{name} is nested too deep to be a badge"), name)


def _plain(data: bytes, text: str) -> Any:
    """Return the value of a text without escapes in which no name stands twice, or None.

    Nearly all badges are such, and looking at every object for a name that stands twice takes
    as long as reading them. A name that does, takes its value's place in what was read: then
    there are fewer quotation marks in it than there were. What is not plain is read with care.
    """
    if b"\\" in data:
        return None
    try:
        value = _QUICK.decode(text)
        return value if msgspec.json.encode(value).count(b'"') == data.count(b'"') else None
    except (ValueError, OverflowError, RecursionError, _Refused):
        return None  # said with its place by the careful way


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _damaged(error: json.JSONDecodeError, text: str, name: str) -> UnusableInput:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return _cut_short(name)
    return malformed(N_("{name} is damaged in line {line}"), name, line=error.lineno)


def _cut_short(name: str) -> UnusableInput:
    return malformed(N_("{name} is cut short"), name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        key = twice[:40].encode("utf-8", "replace").decode()
        raise _Refused(N_('{name} says "{key}" twice in one place'), key=key)
    return found


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        _no_number(digits)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _no_number(digits)
    return number


def _no_number(_text: str) -> NoReturn:
    raise _Refused(N_("{name} holds a number that is none"))


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_no_number,
)
_QUICK: Final = json.JSONDecoder(parse_int=_integer, parse_float=_float, parse_constant=_no_number)


def _refuse_half_characters(values: list[Any], name: str) -> None:
    try:
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise malformed(N_("{name} holds half a character"), name) from None
