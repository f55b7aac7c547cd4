"""What anybody's text looks like on paper: nothing hidden, nothing lost without a sign."""

from __future__ import annotations

import pytest

from wallet.pdf.text import ABSENT, lines, printable, right_to_left

KNOWN = frozenset(range(0x20, 0x250)) | {0x5D0, 0x627, 0x301, 0x200D}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{nb} **bold** __x__", "{nb} **bold** __x__"),
        ("two\nlines\tand\u2028more \u00a0 space", "two lines and more space"),
        ("a\x07b\x1b[31m", "a⟨0007⟩b⟨001B⟩[31m"),
        ("\u202egpj.exe", "⟨202E⟩gpj.exe"),
        ("zero\u200bwidth", "zero⟨200B⟩width"),
        ("\ud800", "⟨D800⟩"),
        ("日本 N1", f"{ABSENT}{ABSENT} N1"),
        ("a\u200db", "a\u200db"),
        ("a\u200cb", "ab"),  # a joiner that the letters know nothing of joins nothing
        ("heart\ufe0f", "heart"),
        ("cafe\u0301", "café"),
        ("x" + "\u0301" * 40, "x" + "\u0301" * 4 + ABSENT),
    ],
)
def test_what_is_printed_of_a_text(text: str, printed: str) -> None:
    assert printable(text, KNOWN) == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc אב", False), ("12 אב abc", True), ("محمد", True), ("12", False), ("", False)],
)
def test_a_paragraph_runs_as_its_first_letter_does(text: str, *, expected: bool) -> None:
    assert right_to_left(text) is expected


def broken(text: str, width: int, most: int | None = None) -> tuple[str, ...]:
    return lines(text, width, len, most)


def test_lines_break_between_words_and_lose_none() -> None:
    assert broken("one two three four", 9) == ("one two", "three", "four")
    assert broken("one", 9) == ("one",)
    assert broken("one · two · three", 11) == ("one · two", "three")


def test_a_word_wider_than_a_line_is_broken_but_not_from_its_marks() -> None:
    assert broken("a" * 25, 10) == ("a" * 10, "a" * 10, "a" * 5)
    assert broken("abcde\u0301fgh", 5) == ("abcd", "e\u0301fgh")
    assert broken("ab", 1) == ("a", "b")


def test_what_is_too_long_ends_with_a_sign_that_it_was_cut() -> None:
    assert broken("one two three four five", 9, 2) == ("one two", "three…")
    assert broken("one two, three", 8, 1) == ("one two…",)
    long = "https://example.org/" + "x" * 60
    assert broken(f"at {long}", 30, 1) == (f"at {long[:26]}…",)
    assert all(len(one) <= 9 for one in broken("word " * 100, 9, 3))
    assert broken("one two", 9, 1) == ("one two",)
