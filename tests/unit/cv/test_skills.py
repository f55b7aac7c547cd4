"""Which skills, from which badges, how recently; and the picture of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from lxml import etree

from tests.unit.cv.selections import (
    ALTERED,
    EXPIRED,
    GOOD,
    HOSTILE,
    entry,
    hostile_entry,
    selection,
    texts,
)
from tests.unit.cv.test_goldens import CHOICES, samples
from wallet.cv.choices import Choices
from wallet.cv.entries import Skill, Worth
from wallet.cv.plain import plain
from wallet.cv.skills import Bearing, described, facts, skills
from wallet.cv.skills_svg import LEAST, MOST, WIDTH, make, svg
from wallet.drawing import cut, width_of
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind
from wallet.verify.report import Authenticity, Standing

ENGLISH, FRENCH = Words("en"), Words("fr")
SVG = "{http://www.w3.org/2000/svg}"
FAKE = "Fake \N{EN DASH} not verified (as of 23 November 2026)"
CARE, RECORDS, DRIVING = Skill("Care"), Skill("Records"), Skill("Driving")


def worth(kind: HeadlineKind, *, somebody_elses: bool = False) -> Worth:
    return Worth(
        kind,
        Authenticity.UNDETERMINED,
        Standing.UNKNOWN,
        somebody_elses=somebody_elses,
        as_of=date(2026, 11, 20),
    )


CHOSEN = selection(
    entry("Old", skills=(CARE, RECORDS), issued=date(2019, 3, 1)),
    entry("New", skills=(Skill("care"),), issued=date(2025, 6, 1)),
    entry("Fake", skills=(DRIVING, CARE), issued=date(2026, 1, 1), worth=ALTERED),
    entry("Undated", skills=(RECORDS,), issued=None, starts=None),
    entry("None", skills=()),
)


def test_a_skill_is_told_once_with_every_badge_that_states_it() -> None:
    told = skills(CHOSEN, Choices(), ENGLISH)
    assert [(row.name, [one.entry.name for one in row.sources]) for row in told.rows] == [
        ("Care", ["Fake", "New", "Old"]),
        ("Records", ["Old", "Undated"]),
        ("Driving", ["Fake"]),
    ]
    assert told.without == 1


def test_only_a_badge_that_is_verified_counts_and_dates_a_skill() -> None:
    told = skills(CHOSEN, Choices(), ENGLISH)
    assert [(len(row.shown), row.latest) for row in told.rows] == [
        (2, date(2025, 6, 1)),
        (2, date(2019, 3, 1)),
        (0, None),
    ]
    assert [facts(row, told, ENGLISH) for row in told.rows] == [
        "2 verified badges · June 2025",
        "2 verified badges · March 2019",
        "no verified badge",
    ]
    undated = skills(selection(entry(issued=None, starts=None)), Choices(), FRENCH)
    assert facts(undated.rows[0], undated, FRENCH) == "1 badge vérifié"


@pytest.mark.parametrize(
    ("given_worth", "bearing"),
    [
        (GOOD, Bearing.SHOWS),
        (worth(HeadlineKind.EXPIRING), Bearing.SHOWS),
        (EXPIRED, Bearing.ONCE),
        (worth(HeadlineKind.UNCHECKED), Bearing.ONCE),
        (worth(HeadlineKind.NOT_YET_VALID), Bearing.ONCE),
        (ALTERED, Bearing.AGAINST),
        (worth(HeadlineKind.REVOKED), Bearing.AGAINST),
        (worth(HeadlineKind.SUSPENDED), Bearing.AGAINST),
        (worth(HeadlineKind.NOT_MINE, somebody_elses=True), Bearing.AGAINST),
        (worth(HeadlineKind.UNREADABLE), Bearing.AGAINST),
        (replace(EXPIRED, somebody_elses=True), Bearing.AGAINST),
        (replace(GOOD, somebody_elses=True), Bearing.AGAINST),
    ],
)
def test_what_a_badge_says_for_a_skill_is_never_more_than_it_is_worth(
    given_worth: Worth, bearing: Bearing
) -> None:
    (row,) = skills(selection(entry(skills=(CARE,), worth=given_worth)), Choices(), ENGLISH).rows
    (source,) = row.sources
    assert source.bearing is bearing
    assert (source.label in source.said) is (bearing is not Bearing.SHOWS)


def test_what_is_left_out_of_a_cv_is_left_out_here() -> None:
    chosen = selection(entry("Past", skills=(DRIVING,), worth=EXPIRED), entry(skills=(CARE,)))
    told = skills(chosen, Choices().changed(expired="leave-out"), ENGLISH)
    assert [row.name for row in told.rows] == ["Care"]


def test_it_is_all_told_in_words_too() -> None:
    told = skills(CHOSEN, Choices(), ENGLISH)
    assert described(told, ENGLISH).split("\n") == [
        f"Care (2 verified badges · June 2025): {FAKE}; New; Old",
        "Records (2 verified badges · March 2019): Old; Undated",
        f"Driving (no verified badge): {FAKE}",
        "1 badge states no skill.",
    ]
    french = described(skills(CHOSEN, CHOICES["fr"], FRENCH), FRENCH)
    assert "\nDriving (aucun badge vérifié)\N{NO-BREAK SPACE}: Fake" in french


# The picture


def tree_of(made: str) -> etree._Element:
    tree = etree.fromstring(made.encode())
    kinds = {etree.QName(one).localname for one in tree.iter()}
    assert kinds <= {"svg", "title", "desc", "rect", "text", "line", "circle", "path", "g"}
    attributes = {str(name) for one in tree.iter() for name in one.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    return tree


def texts_of(tree: etree._Element) -> list[str]:
    found = ("".join(map(str, one.itertext())) for one in tree.iter(f"{SVG}text"))
    return [one.replace("\u2068", "").replace("\u2069", "") for one in found]


def test_marks_tell_badges_apart_by_their_shapes_and_days() -> None:
    chosen = selection(
        entry("Old", skills=(CARE,), issued=date(2020, 1, 1)),
        entry("Past", skills=(CARE,), issued=date(2022, 1, 1), worth=EXPIRED),
        entry("Fake", skills=(CARE,), issued=date(2024, 1, 1), worth=ALTERED),
        entry("Undated", skills=(CARE,), issued=None, starts=None),
    )
    tree = tree_of(svg(skills(chosen, Choices(), ENGLISH), ENGLISH))
    (row,) = tree.iter(f"{SVG}g")
    ring = [one for one in row.iter(f"{SVG}circle") if one.get("stroke")]
    disc = [one for one in row.iter(f"{SVG}circle") if not one.get("stroke")]
    (cross,) = row.iter(f"{SVG}path")
    (x_cross,) = re.findall(r"^M([\d.]+)", cross.get("d", ""))
    assert float(disc[0].get("cx", "")) < float(ring[0].get("cx", "")) < float(x_cross) + 4
    said = texts_of(tree)
    legend = ["a badge that is verified", "expired, not valid yet, or not checked",
              "not verified, revoked, or somebody else's"]  # fmt: skip
    assert said[-3:] == legend
    only = texts_of(tree_of(svg(skills(selection(), Choices(), ENGLISH), ENGLISH)))
    assert [one for one in only if one in legend] == legend[:1]


def test_badges_of_one_day_do_not_cover_each_other() -> None:
    same = [entry(f"B{n}", skills=(CARE,), issued=date(2026, 11, 23)) for n in range(56)]
    gone = entry("C", skills=(CARE,), issued=date(2026, 11, 23), worth=EXPIRED)
    old = entry("B", skills=(CARE,), issued=date(2016, 1, 1))
    for width in (LEAST, WIDTH):
        told = skills(selection(old, gone, *same), Choices(), ENGLISH)
        tree = tree_of(svg(told, ENGLISH, width=width))
        (row,) = tree.iter(f"{SVG}g")
        places = [float(one.get("cx", "")) for one in row.iter(f"{SVG}circle")]
        assert len(places) == 3
        assert all(b - a >= 13 for a, b in pairwise(places))
        assert places[0] < 60
        assert width - 60 < places[1] < places[2] <= width - 20
        assert "56" in texts_of(row)


def test_marks_never_leave_their_picture() -> None:
    each_month = [
        entry(f"B{n}", skills=(CARE,), issued=date(2000 + n // 12, n % 12 + 1, 1), worth=worth)
        for n in range(240)
        for worth in (GOOD, EXPIRED, ALTERED)
    ]
    tree = tree_of(svg(skills(selection(*each_month), Choices(), ENGLISH), ENGLISH, width=LEAST))
    places = [float(one.get("cx", "")) for one in tree.iter(f"{SVG}circle")]
    assert min(places) >= 20
    assert max(places) <= LEAST - 20


def test_what_is_too_much_for_a_picture_is_counted_and_described() -> None:
    many = tuple(Skill(f"Skill {n:03d}") for n in range(MOST + 12))
    told = skills(selection(entry(skills=many)), Choices(), ENGLISH)
    tree = tree_of(svg(told, ENGLISH))
    assert len(list(tree.iter(f"{SVG}g"))) == MOST
    assert "12 more skills." in texts_of(tree)
    assert "Skill 041" in (tree.findtext(f"{SVG}desc") or "")


def test_nothing_to_show_is_said() -> None:
    tree = tree_of(svg(skills(selection(entry(skills=())), Choices(), ENGLISH), ENGLISH))
    assert texts_of(tree)[1:] == ["No badge here states a skill.", "1 badge states no skill."]


def against_all(test: Callable[..., None]) -> Callable[..., None]:
    for one in HOSTILE:
        test = example(name=plain(one))(test)
    return settings(deadline=None)(given(name=texts)(test))


@against_all
def test_a_picture_gives_every_name_back_and_stays_within_itself(name: str) -> None:
    told = skills(selection(hostile_entry(name), hostile_entry(name, 1)), Choices(), ENGLISH)
    for width in (LEAST, WIDTH):
        tree = tree_of(svg(told, ENGLISH, width=width))
        assert tree.findtext(f"{SVG}desc") == described(told, ENGLISH)
        assert described(told, ENGLISH).startswith(f"{name} (2 verified badges")
        for one in tree.iter(f"{SVG}text"):
            text, size = "".join(map(str, one.itertext())), float(one.get("font-size", ""))
            x = float(one.get("x", ""))
            wide = width_of(text, size)
            assert x - (wide if one.get("text-anchor") == "end" else 0) >= 0, text
            end = x if one.get("text-anchor") == "end" else x + wide
            assert end <= width, text


def test_the_same_skills_give_the_same_picture_and_other_years_another() -> None:
    assert make(samples(), CHOICES["fr"]) == make(samples(), CHOICES["fr"])
    assert "2020" in make(samples(), Choices()).decode()


def test_text_is_cut_where_it_must_be() -> None:
    assert cut("short", 100, 12) == "short"
    shorter = cut("a longer name than fits", 100, 12)
    assert shorter.endswith("…")
    assert width_of(shorter, 12) <= 100
    assert width_of("e\u0301", 10) == width_of("e", 10)
    assert width_of("語", 10) > width_of("m", 10) > width_of("a", 10) > width_of("i", 10)
