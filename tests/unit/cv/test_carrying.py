"""What is said to leave whole with a CV is what is in its bytes, in every form."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.unit.cv.selections import EXPIRED, entry, selection
from wallet.cv.carrying import carried, form_noted, noted_as
from wallet.cv.choices import Choices, Expired, Grouping, Link
from wallet.cv.forms import FORMS, LONGEST_IN_WORD

BASE = "https://badges.example.org/v#1b"
SHORT = entry("Short", id="1" * 64, page=None, link=BASE + "Aa1" * 100)
LONG = entry("Long", id="2" * 64, page=None, link=BASE + "Bb2" * (LONGEST_IN_WORD // 3))
PAGED = entry("Paged", id="3" * 64, page="https://college.example/1", link=BASE + "Cc3" * 100)
LAPSED = entry("Lapsed", id="4" * 64, page=None, link=BASE + "Dd4" * 100, worth=EXPIRED)
ALL = selection(SHORT, LONG, PAGED, LAPSED, entry("None", id="5" * 64, page=None))


def text_of(made: bytes) -> str:
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            made = b"".join(file.read(name) for name in file.namelist())
    return made.decode("latin-1")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "choices",
    [
        *(Choices(link=link, qr=True) for link in Link),
        Choices(link=Link.ANY, grouping=Grouping.SKILL, expired=Expired.LEAVE_OUT),
    ],
    ids=["none", "issuer", "any", "any-left-out"],
)
def test_what_leaves_whole_is_what_is_in_it(form: str, choices: Choices) -> None:
    made = text_of(FORMS[form].make(ALL, choices))
    found = [one for one in ALL.entries if one.link and one.link.partition("#")[2] in made]
    told = carried(ALL, choices, form)
    assert sorted(one.name for one in told) == sorted(one.name for one in found)
    if choices.link is not Link.ANY:
        assert not told


def test_word_and_the_picture_are_the_only_ones_that_carry_less() -> None:
    any_link = Choices(link=Link.ANY)
    less = {form for form in FORMS if len(carried(ALL, any_link, form)) < 3}
    assert less == {"docx", "skills"}
    assert len(carried(ALL, any_link, "rich")) == 3


def test_a_cv_has_a_name_of_its_own_among_what_was_shared() -> None:
    assert noted_as("docx") == "cv-docx"
    assert form_noted("cv-docx") == "docx"
    assert form_noted("link") is None
