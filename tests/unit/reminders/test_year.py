"""A year at a glance: what is valid when, and the picture of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from tests.issuing import Issuer
from tests.unit.reminders.made import Clock, badge, put, wallet
from wallet import drawing
from wallet.i18n import Words
from wallet.reminders import outside, year_svg
from wallet.reminders.telling import title
from wallet.reminders.watched import Kind
from wallet.reminders.year import Bar, Span, Year

NOW = "2026-11-23T12:00:00Z"
EN = Words("en")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


def looked_at(folder: Path, span: Span, *badges: object, words: Words = EN) -> Year:
    app = wallet(folder, Clock(NOW))
    put(app, *badges)
    return app.year(span, words)


def bars(told: Year) -> dict[str, Bar]:
    return {one.name: one for one in told.bars}


def drawn(told: Year, width: float = 760, *, titled: bool = True) -> ET.Element:
    return ET.fromstring(year_svg.svg(year_svg.plan(told, width, EN, titled=titled), EN))  # noqa: S314 - made here


def written(root: ET.Element) -> list[str]:
    found = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    return [one.replace("\u2068", "").replace("\u2069", "") for one in found]


def test_the_first_to_end_is_on_top_and_what_has_no_end_last(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(
        tmp_path,
        Span.NEXT,
        badge(issuer, "open", None),
        badge(issuer, "late", "2027-06-01"),
        badge(issuer, "early", "2026-12-18T10:00:00Z"),
    )
    assert [one.name for one in told.bars] == ["early", "late", "open"]
    assert (told.first, told.last) == (date(2026, 11, 23), date(2027, 11, 22))
    assert [one.month for one in told.marks()] == [12, *range(1, 12)]


def test_the_next_twelve_months_of_a_leap_day_end_with_february(tmp_path: Path) -> None:
    app = wallet(tmp_path, Clock("2028-02-29T12:00:00Z"))
    told = app.year(Span.NEXT, EN)
    assert (told.first, told.last) == (date(2028, 2, 29), date(2029, 2, 28))


def test_today_is_beside_the_names_where_it_is_the_first_day(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(tmp_path, Span.NEXT, badge(issuer, "knots", "2027-06-01"))
    plan = year_svg.plan(told, 760, EN, titled=False)
    assert plan.today is not None
    assert 4 < plan.today < plan.x(0) - 2


def test_a_date_is_lapsed_once_it_is_over_anywhere_as_in_the_agenda(
    tmp_path: Path, issuer: Issuer
) -> None:
    clock = Clock("2026-11-27T05:00:00Z")  # 26 November, 19:00, in Honolulu
    app = wallet(tmp_path, clock, ZoneInfo("Pacific/Honolulu"))
    put(app, badge(issuer, "knots", "2026-11-26"))
    (item,) = [one for one in app.agenda(EN) if one.watched.kind is Kind.END]
    assert title(item.watched, EN, clock(), app.zone) == "knots lapses today"
    told = app.year(Span.NEXT, EN)
    (bar,) = told.bars
    assert not bar.is_over
    assert bar.until(EN) == "until 26 November 2026, anywhere on earth"
    fills = [one.get("fill") for one in drawn(told).findall(f"{SVG}g/{SVG}rect")]
    assert set(fills) == {year_svg.PAPER.caution}
    clock.set("2026-11-27T12:00:00Z")
    (bar,) = app.year(Span.THIS_YEAR, EN).bars
    assert bar.is_over
    assert bar.until(EN) == "lapsed: 26 November 2026, anywhere on earth"


def test_a_badge_that_was_renewed_is_no_threat(tmp_path: Path, issuer: Issuer) -> None:
    same = "https://harbour.example/knots"
    old = badge(issuer, "old", "2026-12-01", achievement=same)
    new = badge(issuer, "new", "2029-12-01", achievement=same)
    for folder, badges, until, fill in (
        ("alone", [old], "anywhere on earth", year_svg.PAPER.caution),
        ("both", [old, new], "anywhere on earth · renewed", year_svg.PAPER.accent),
    ):
        (tmp_path / folder).mkdir()
        told = looked_at(tmp_path / folder, Span.NEXT, *badges)
        assert told.bars[0].until(EN) == f"until 1 December 2026, {until}"
        group = drawn(told).find(f"{SVG}g")
        assert group is not None
        assert {one.get("fill") for one in group.findall(f"{SVG}rect")} == {fill}


def test_the_same_award_again_is_not_said_to_be_renewed(tmp_path: Path, issuer: Issuer) -> None:
    once = badge(issuer, "knots", "2026-12-01")
    told = looked_at(tmp_path, Span.NEXT, once, json.dumps(once, indent=2))
    assert [one.is_renewed for one in told.bars] == [False, False]


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Honolulu"])
def test_a_clock_at_the_end_of_time_ends_nothing(
    tmp_path: Path, issuer: Issuer, now: str, zone: str
) -> None:
    clock = Clock(NOW)
    app = wallet(tmp_path, clock, ZoneInfo(zone))
    put(app, badge(issuer, "knots", "2027-06-01"))
    clock.set(now)
    assert len(app.due_reminders(EN)) == (now > "2")
    assert outside.due_while_locked(app.home.path, clock(), app.zone) == (now > "2")
    assert [one.watched.title for one in app.agenda(EN)] == ["knots"]
    for span in Span:
        year_svg.svg(year_svg.plan(app.year(span, EN), 760, EN, titled=True), EN)


def test_a_day_without_a_time_is_said_to_end_anywhere_on_earth(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(tmp_path, Span.NEXT, badge(issuer, "knots", "2027-06-01"))
    (bar,) = told.bars
    assert bar.end == date(2027, 6, 1)
    assert bar.sentence(EN) == ("knots: from 1 March 2025, until 1 June 2027, anywhere on earth")


def test_an_instant_ends_on_the_day_it_falls_on_here(tmp_path: Path, issuer: Issuer) -> None:
    told = looked_at(tmp_path, Span.NEXT, badge(issuer, "knots", "2027-05-31T23:30:00Z"))
    assert told.bars[0].end == date(2027, 6, 1)


def test_this_year_leaves_out_what_ended_before_and_counts_it(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(
        tmp_path,
        Span.THIS_YEAR,
        badge(issuer, "gone", "2025-12-30T00:00:00Z"),
        badge(issuer, "lapsed", "2026-02-01"),
        badge(issuer, "coming", None, validFrom="2027-01-01T12:00:00Z"),
    )
    assert list(bars(told)) == ["lapsed"]
    assert told.outside == 2
    assert bars(told)["lapsed"].is_over
    assert told.notes(EN) == ("2 badges are not valid in this time.",)


def test_all_goes_from_the_first_year_to_the_last(tmp_path: Path, issuer: Issuer) -> None:
    told = looked_at(
        tmp_path,
        Span.ALL,
        badge(issuer, "old", "2019-06-01", validFrom="2018-06-01T00:00:00Z"),
        badge(issuer, "long", "2031-06-01"),
    )
    assert (told.first, told.last) == (date(2018, 1, 1), date(2031, 12, 31))
    assert len(told.bars) == 2
    assert [one.year for one in told.marks()] == list(range(2018, 2032))


def test_an_end_in_the_year_9999_is_none(tmp_path: Path, issuer: Issuer) -> None:
    told = looked_at(tmp_path, Span.ALL, badge(issuer, "ever", "9999-12-31T23:59:59Z"))
    assert told.bars[0].end is None
    assert told.last == date(2026, 12, 31)
    assert "no end is stated" in told.bars[0].sentence(EN)


def test_what_is_not_verified_is_left_out_and_counted(tmp_path: Path, issuer: Issuer) -> None:
    altered = badge(issuer, "knots", "2027-06-01")
    altered["name"] = "Captain"
    told = looked_at(tmp_path, Span.NEXT, altered)
    assert told.bars == ()
    assert told.notes(EN) == ("1 badge that is not verified is left out.",)
    assert "No badge is valid in this time." in written(drawn(told))


def test_february_has_its_place_in_a_leap_year() -> None:
    told = Year(date(2028, 1, 1), date(2028, 12, 31), date(2028, 2, 29), ())
    assert told.days == 366
    assert told.place(date(2028, 3, 1)) == pytest.approx(60 / 366)
    assert [one.month for one in told.marks()] == list(range(1, 13))


def test_the_picture_says_names_ends_and_states_in_words(tmp_path: Path, issuer: Issuer) -> None:
    told = looked_at(
        tmp_path,
        Span.THIS_YEAR,
        badge(issuer, "Sailing", "2026-12-18"),
        badge(issuer, "Crane", "2026-02-01T00:00:00Z"),
        badge(issuer, "Knots", None),
    )
    root = drawn(told)
    texts = written(root)
    assert "What is valid when · 23 November 2026" in texts
    assert "until 18 December 2026, anywhere on earth" in texts
    assert "lapsed: 1 February 2026" in texts
    assert "no end is stated" in texts
    assert "Today" in texts
    assert "Hatched: no longer valid." in texts
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert "Sailing: from 1 March 2025, until 18 December 2026" in str(description.text)


def test_only_what_is_over_is_hatched_and_only_what_has_no_end_fades(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(
        tmp_path,
        Span.THIS_YEAR,
        badge(issuer, "Crane", "2026-02-01T00:00:00Z"),
        badge(issuer, "Knots", None),
        badge(issuer, "Sails", "2028-01-01"),
    )
    groups = list(drawn(told).iter(f"{SVG}g"))
    assert [bool(one.findall(f"{SVG}path")) for one in groups] == [True, False, False]
    fades = ["url(#fade" in ET.tostring(one, encoding="unicode") for one in groups]
    assert fades == [False, False, True]


def test_a_bar_begins_and_ends_where_its_days_are(tmp_path: Path, issuer: Issuer) -> None:
    told = looked_at(
        tmp_path,
        Span.THIS_YEAR,
        badge(issuer, "Sails", "2026-06-30", validFrom="2026-04-01T12:00:00Z"),
    )
    plan = year_svg.plan(told, 760, EN, titled=False)
    assert plan.today == pytest.approx(plan.x(326.5 / 365))
    (row,) = plan.rows
    wide = plan.x(1) - plan.x(0)
    assert row.left == pytest.approx(plan.x(0) + wide * 90 / 365)
    assert row.right == pytest.approx(plan.x(0) + wide * 181 / 365)
    assert plan.row_at(row.top + 1) is row
    assert plan.row_at(row.top - 1) is None
    assert plan.row_at(plan.bottom + 1) is None


@pytest.mark.parametrize(
    "name",
    [
        "Tea & <cakes> \"of\" 'old' ]]> --",
        "\u202eevil\u0007\u0000 name",
        "\N{HEBREW LETTER ALEF}" * 300,
        "\N{FIRE ENGINE}\u200d" * 80,
        "\ufffe\uffff\U000e0001",
        "a" + "\u0301" * 500,
        "W" * 400,
    ],
)
def test_a_name_of_anybodys_neither_breaks_the_picture_nor_leaves_it(
    tmp_path: Path, issuer: Issuer, name: str
) -> None:
    document = badge(issuer, "knots", "2027-06-01", more={"name": name})
    told = looked_at(tmp_path, Span.NEXT, document)
    for width in (320, 572, 1200):
        plan = year_svg.plan(told, width, EN, titled=True)
        root = ET.fromstring(year_svg.svg(plan, EN))  # noqa: S314 - made here
        (group,) = root.iter(f"{SVG}g")
        label, until = ("".join(one.itertext()) for one in group.iter(f"{SVG}text"))
        taken = drawing.width_of(label, 14) + drawing.width_of(until, 12)
        assert taken <= plan.x(1) - plan.x(0)
        assert not any(one in label for one in "\u202e\u0007\x00\ufffe")


def test_the_picture_names_no_other_file_and_no_letters_of_its_own(
    tmp_path: Path, issuer: Issuer
) -> None:
    told = looked_at(tmp_path, Span.NEXT, badge(issuer, "knots", "2027-06-01"))
    text = year_svg.svg(year_svg.plan(told, 760, EN, titled=True), EN)
    assert "href" not in text
    assert "<style" not in text
    assert 'font-family="sans-serif"' in text
    assert json.dumps(text) == json.dumps(
        year_svg.svg(year_svg.plan(told, 760, EN, titled=True), EN)
    )


def test_paper_has_the_windows_light_colours() -> None:
    theme = pytest.importorskip("wallet.gui.theme")
    for name in drawing.Look.__struct_fields__:
        assert getattr(year_svg.PAPER, name) == getattr(theme.LIGHT, name)
