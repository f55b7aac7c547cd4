"""Whatever stands in a badge, a notification is short and plain."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.notify.message import BODY, LABEL, OPENED, TITLE, Message, markup, plain


def test_controls_overrides_and_invisible_characters_go_and_joiners_stay() -> None:
    joined = "\u0645\u06cc\u200c\u062e 👩\u200d🚒"
    told = Message("a", "F\x1b[31mirst\u202e Aid\u200b\ufeff\U000e0041", joined)
    assert told.title == "F[31mirst Aid"
    assert told.body == joined


def test_a_title_is_one_line_and_a_body_keeps_its_lines() -> None:
    told = Message("a", " First\nAid\t\u2028x ", " one \n\n two  words\r\n")
    assert told.title == "First Aid x"
    assert told.body == "one\n\ntwo words"


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    told = Message("a", "x" * 10_000_000, "y" * (BODY + 1), (("k", "z" * 99),), opens="o" * 99)
    assert told.title == "x" * (TITLE - 1) + "…"
    assert told.body == "y" * (BODY - 1) + "…"
    assert [len(label) for _key, label in told.choices] == [LABEL, LABEL]
    assert plain("y" * BODY, BODY) == "y" * BODY
    assert plain(" " * 10_000_000 + "y", 10) == "…"


@given(st.text(max_size=400))
def test_no_text_leaves_anything_that_steers(text: str) -> None:
    told = plain(text, 100)
    assert len(told) <= 100
    kept = {unicodedata.category(one) for one in told if one not in "\n\u200c\u200d"}
    assert not kept & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert plain(told, 100) == told


def test_markup_is_shown_as_typed() -> None:
    assert markup('<b>A</b> & "B"') == '&lt;b&gt;A&lt;/b&gt; &amp; "B"'


def test_a_click_on_the_message_is_a_choice_where_it_does_something() -> None:
    assert Message("a", "t", actions=(("later", "Later"),)).choices == (("later", "Later"),)
    told = Message("a", "t", actions=(("later", "Later"),), opens="Open")
    assert told.choices == ((OPENED, "Open"), ("later", "Later"))


@pytest.mark.parametrize("name", ["", "a b", "a/b", "é", '"', "x" * 65])
def test_ids_and_keys_that_could_be_taken_for_something_else_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name or None):
        Message(name, "t")
    with pytest.raises(ValueError, match=name or None):
        Message("a", "t", actions=((name, "x"),))


@pytest.mark.parametrize(
    "keys", [("a", "a"), (OPENED,), ("a", "b", "c", "d")], ids=["twice", "taken", "many"]
)
def test_keys_are_few_and_each_once(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=keys[0]):
        Message("a", "t", actions=tuple((key, key) for key in keys))
