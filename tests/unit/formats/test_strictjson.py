"""JSON that can be read in one way only (SECURITY.md, threat 9; VERIFY.md rule 15)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet.errors import UnusableInput
from wallet.formats import strictjson


def refused(data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        strictjson.parse(data, "badge.json")
    return caught.value


def test_numbers_keep_their_kind() -> None:
    value = strictjson.parse(b'{"a": 1.50, "b": 12345678901234567890123, "c": -0.0, "d": 3}')
    assert value["a"] == 1.5
    assert value["b"] == 12345678901234567890123
    assert [type(one) for one in value.values()] == [float, int, float, int]


def test_a_byte_order_mark_and_white_space_are_tolerated() -> None:
    assert strictjson.parse(b"\xef\xbb\xbf \r\n\t{} \n") == {}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a": 1, "a": 1}', 'badge.json says "a" twice in one place'),
        (b'{"o": [{"name": 1, "n\\u0061me": 2}]}', 'badge.json says "name" twice in one place'),
        (b'{"a": NaN}', "badge.json holds a number that is none"),
        (b'{"a": Infinity}', "badge.json holds a number that is none"),
        (b'{"a": -Infinity}', "badge.json holds a number that is none"),
        (b'{"a": 1e400}', "badge.json holds a number that is none"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "badge.json holds a number that is none"),
        (b'{"a": "\\ud83d"}', "badge.json holds half a character"),
        (b'{"\\uDE00": 1}', "badge.json holds half a character"),
        (b'{"a": ["\\ude00\\ud83d"]}', "badge.json holds half a character"),
        (b'{"a": 1} // why', "badge.json is damaged in line 1"),
        (b'{\n "a": 1,\n /* why */ "b": 2}', "badge.json is damaged in line 3"),
        (b'{"a": 01}', "badge.json is damaged in line 1"),
        (b"{'a': 1}", "badge.json is damaged in line 1"),
        (b'{"a": 1,}', "badge.json is damaged in line 1"),
        (b'{"a": "\n"}', "badge.json is damaged in line 1"),
        (b'{"a": 1', "badge.json is cut short"),
        (b'{"a": "b', "badge.json is cut short"),
        (b'{"a": "\xc3', "badge.json is cut short"),
        (b"", "badge.json is cut short"),
        (b"{} {}", "badge.json goes on where it should end"),
    ],
)
def test_what_can_be_read_in_two_ways_is_malformed(data: bytes, says: str) -> None:
    error = refused(data)
    assert error.code == "malformed"
    assert str(error) == f"{says}: download it again, or ask its issuer to send it again"


def test_a_whole_pair_of_surrogates_is_a_character() -> None:
    assert strictjson.parse(b'"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_other_encodings_are_named_as_such(encoding: str) -> None:
    assert refused('{"name": "É™"}'.replace("™", "é").encode(encoding)).code == "wrong-encoding"


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b"[" * 101 + b"]" * 101,
    ],
    ids=["arrays", "objects", "one too many"],
)
def test_nesting_without_end_is_stopped(data: bytes) -> None:
    assert str(refused(data)).startswith("badge.json is nested too deep to be a badge")


def test_brackets_in_strings_do_not_nest() -> None:
    said = "[" * 500 + '\\"' + "{" * 500
    assert strictjson.parse(b'{"a": "' + said.encode() + b'\\\\"}')["a"].startswith("[[[")
    assert strictjson.parse(b"[" * 100 + b"]" * 100) != []


def test_a_backslash_at_the_end_of_a_string_hides_no_nesting() -> None:
    assert refused(b'["\\\\", ' + b"[" * 200 + b"]" * 201).code == "malformed"


@pytest.mark.parametrize(
    "data",
    [
        b"[" + b"1," * 300_000 + b"1]",
        b"[" + b'"",' * 1_100_000 + b'""]',
        b"1 " * 300_000,
        b"[" + b'"' * 1_100_000,
    ],
    ids=["array", "strings", "one after the other", "quotes"],
)
def test_lists_without_end_are_stopped(data: bytes) -> None:
    assert "too long a list" in str(refused(data))


def test_a_text_of_absurd_length_is_refused_unread() -> None:
    error = refused(b'"' + b"a" * strictjson.MAX_BYTES + b'"')
    assert error.code == "too-large"
    assert str(error).startswith("the text in badge.json is longer than 10 MB")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), inner
    ),
)  # fmt: skip


@settings(deadline=None)
@given(JSON, st.booleans())
def test_every_honest_value_comes_back_as_it_was(value: Any, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert strictjson.parse(data) == value
