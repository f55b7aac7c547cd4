"""Order, headings and styles; and that choices are read as strictly as they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cv.selections import EXPIRED, entry, selection
from wallet.cv import choices as choosing
from wallet.cv import html, rendercv
from wallet.cv.choices import (
    Choices,
    Dates,
    Expired,
    Grouping,
    Language,
    Length,
    Link,
    Order,
)
from wallet.cv.entries import Credit, Skill
from wallet.cv.layout import grouped, ordered
from wallet.cv.telling import credit_text, page
from wallet.errors import UnusableInput
from wallet.i18n import Words

CARE, RECORDS, FIRST_AID = Skill("Care"), Skill("Records"), Skill("First aid")
A = entry("Beta", issued=date(2024, 1, 1), ends=None, issuer="X", skills=(CARE, RECORDS))
B = entry("alpha", issued=date(2026, 1, 1), ends=date(2028, 1, 1), issuer="Y", skills=(RECORDS,))
C = entry("Gamma", issued=None, starts=date(2025, 1, 1), issuer="X", skills=(FIRST_AID, RECORDS))
D = entry(
    "Delta", issued=date(2020, 1, 1), worth=EXPIRED, ends=date(2023, 1, 1), issuer="", skills=()
)
ALL = selection(A, B, C, D)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.CHOSEN, "Beta alpha Gamma Delta"),
        (Order.NEWEST, "alpha Gamma Beta Delta"),
        (Order.OLDEST, "Delta Beta Gamma alpha"),
        (Order.NAME, "alpha Beta Delta Gamma"),
        (Order.EXPIRES, "alpha Gamma Beta Delta"),
    ],
)
def test_badges_stand_in_the_order_that_was_chosen(order: Order, names: str) -> None:
    assert [one.name for one in ordered(ALL, Choices(order=order))] == names.split()


def test_expired_ones_are_labelled_or_left_out() -> None:
    assert D in ordered(ALL, Choices())
    kept = ordered(ALL, Choices(expired=Expired.LEAVE_OUT))
    assert D not in kept
    assert len(kept) == 3


def headings(grouping: Grouping, lang: Language = Language.ENGLISH) -> list[tuple[str | None, str]]:
    told = page(ALL, Choices(grouping=grouping, order=Order.CHOSEN, language=lang))
    return [(one.title, " ".join(entry.name for entry in one.entries)) for one in told.groups]


def test_badges_stand_under_their_issuers() -> None:
    assert headings(Grouping.ISSUER) == [("X", "Beta Gamma"), ("Y", "alpha"), ("Other", "Delta")]
    assert headings(Grouping.ISSUER, Language.FRENCH)[-1] == ("Autres", "Delta")


def test_each_badge_stands_once_under_the_skill_that_most_share() -> None:
    assert headings(Grouping.SKILL) == [("Records", "Beta alpha Gamma"), ("Other", "Delta")]


def test_without_headings_there_is_one_group_and_of_nothing_none() -> None:
    assert headings(Grouping.NONE) == [(None, "Beta alpha Gamma Delta")]
    only_expired = selection(D)
    left_out = Choices(expired=Expired.LEAVE_OUT)
    for grouping in Grouping:
        assert grouped(only_expired, left_out.changed(grouping=grouping.value)) == ()


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (Dates.DAY, "Issued 1 January 2026 · Expires 1 January 2028"),
        (Dates.MONTH, "Issued January 2026 · Expires January 2028"),
        (Dates.YEAR, "Issued 2026 · Expires 2028"),
        (Dates.ISO, "Issued 2026-01-01 · Expires 2028-01-01"),
    ],
)
def test_dates_are_written_in_the_style_that_was_chosen(dates: Dates, told: str) -> None:
    (one,) = page(selection(B), Choices(dates=dates)).entries
    assert one.dates == told


def test_an_end_that_has_come_is_not_said_to_come() -> None:
    (one,) = page(selection(D), Choices()).entries
    assert one.dates == "Issued January 2020 · Expired January 2023"


def test_long_or_short_and_what_was_chosen_is_told_and_no_more() -> None:
    keys = {
        (length, skills, results): [
            one.key
            for one in page(
                selection(entry(credential_id="17")),
                Choices(length=length, skills=skills, results=results, link=Link.NONE),
            )
            .entries[0]
            .details
        ]
        for length in Length
        for skills in (True, False)
        for results in (True, False)
    }
    assert keys[Length.SHORT, False, False] == []
    assert keys[Length.SHORT, True, True] == ["skills", "results"]
    assert keys[Length.LONG, False, True] == ["description", "results", "credits", "id"]


def test_the_issuers_page_comes_before_the_learners_link_and_that_only_on_request() -> None:
    own = "https://page.example/v#1bAAAA"
    hosted, bare = entry(link=own), entry(page=None, link=own)
    for link, of_hosted, of_bare in (
        (Link.NONE, None, None),
        (Link.ISSUER, hosted.page, None),
        (Link.ANY, hosted.page, own),
    ):
        told = page(selection(hosted, bare), Choices(link=link, order=Order.CHOSEN)).entries
        assert [one.link for one in told] == [of_hosted, of_bare]
    label = page(selection(bare), Choices(link=Link.ANY)).entries[0].details[-1].label
    assert label == "The whole badge, to verify"


every_choice = st.builds(
    Choices,
    order=st.sampled_from(Order),
    grouping=st.sampled_from(Grouping),
    length=st.sampled_from(Length),
    skills=st.booleans(),
    results=st.booleans(),
    link=st.sampled_from(Link),
    qr=st.booleans(),
    expired=st.sampled_from(Expired),
    language=st.sampled_from(Language),
    dates=st.sampled_from(Dates),
    bom=st.booleans(),
)


@given(chosen=every_choice)
def test_choices_are_read_as_they_were_written(chosen: Choices) -> None:
    assert choosing.read(choosing.write(chosen)) == chosen
    assert choosing.read(b"{}") == Choices()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b'{"order": "random"}',
        b'{"colour": "red"}',
        b'{"skills": 1}',
        b'{"qr":"yes"}',
        b"\xff",
    ],
)
def test_choices_that_are_not_known_are_refused(text: bytes) -> None:
    with pytest.raises(UnusableInput) as caught:
        choosing.read(text)
    assert caught.value.code == "choices-not-usable"


def test_changes_are_checked_as_strictly() -> None:
    assert Choices().changed(order="name", skills=False) == Choices(order=Order.NAME, skills=False)
    for wrong in ({"order": "random"}, {"colour": "red"}, {"skills": "no"}):
        with pytest.raises(UnusableInput):
            Choices().changed(**wrong)


def test_rendercv_reads_sentences_as_they_are_written() -> None:
    for text in ("Plans and gives care.", "Really?", "Atteste\u00a0: ceci. Et cela!"):
        assert rendercv.escaped(text) == text
    assert rendercv.escaped("wait...") != "wait..."


def test_machines_are_told_of_what_holds_today_only() -> None:
    claimed = html.linked_data(page(ALL, Choices()))["hasCredential"]
    assert sorted(one["name"] for one in claimed) == ["Beta", "Gamma", "alpha"]


def test_amounts_are_written_as_the_language_writes_them() -> None:
    half = Credit(1.5, "ECTS")
    assert credit_text(half, Words("fr")) == "1,5 (ECTS)"
    assert credit_text(half, Words("en")) == "1.5 (ECTS)"
