"""What is said of a mistake in what was typed, and of how things are called, in both languages."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Lw


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        (("stack", "show"), "NAME is missing", "NAME manque"),
        (("list", "--bogus"), "--bogus is not known here", "--bogus n'est pas connu ici"),
        (("list", "--sort", "size"), "--sort cannot be 'size' (only", "--sort ne peut pas être"),
        (("list", "--tag"), "--tag needs something after it", "--tag demande une suite"),
        (("add",), "is missing", "manque"),
        (("list", "--json=yes"), "--json takes no 'yes'", "--json ne prend pas de 'yes'"),
        (("list", "--s", "x"), "--s may be any of", "--s peut désigner"),
    ],
)
def test_a_mistake_gets_one_line_in_the_language_that_was_asked_for(
    lw: Lw, typed: tuple[str, ...], english: str, french: str
) -> None:
    for language, said in (("en", english), ("fr", french)):
        answer = lw("--lang", language, *typed)
        assert answer.status == 2
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        assert said in answer.err


@pytest.mark.parametrize(
    "typed", [(), ("verify",), ("cv",), ("share",), ("stack",), ("stack", "show"), ("remind",)]
)
def test_help_is_in_the_language_that_was_asked_for(lw: Lw, typed: tuple[str, ...]) -> None:
    english, french = (
        [line.strip() for line in lw("--lang", one, *typed, "--help").out.splitlines()]
        for one in ("en", "fr")
    )
    assert english[0].startswith("usage: learner-wallet")
    assert french[0].startswith("utilisation : learner-wallet")
    assert "options:" in english
    assert "show this help message and exit" in "\n".join(english)
    # What stands in both are names of options and places, and how they are called.
    prose = [line for line in french[1:] if line in english and line[:1].isalpha()]
    assert [line for line in prose if not line.isupper() and line != "options:"] == []
