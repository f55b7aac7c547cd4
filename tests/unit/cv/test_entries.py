"""What a CV says of each sample badge, and that it never says more than is known."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from tests.unit.cv.selections import ALTERED, EXPIRED, GOOD, NOW, TODAY, entry, selection
from tests.unit.test_samples import ROWS, verdict
from wallet.credential.model import Credential, Credit, Issuer, Result, Skill
from wallet.credential.moment import parse_moment
from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Worth
from wallet.cv.stated import entry_of
from wallet.cv.telling import told
from wallet.entries import Entry as Badge
from wallet.i18n import LANGUAGES, Words
from wallet.verify.headline import HeadlineKind, headline
from wallet.verify.report import Authenticity, Standing
from wallet.verify.verdict import Verdict

ENGLISH = Words("en")
FILES = [row["file"] for row in ROWS]


def badge(found: Verdict, checked: datetime = NOW) -> Badge:
    return Badge("ab" * 32, "badge.json", NOW, checked, (), found)


def of(file: str) -> Entry:
    return entry_of(badge(verdict(file)), NOW)


def stated(**more: Any) -> Entry:
    found = structs.replace(verdict("badges/dementia-care.json"), credential=Credential(**more))
    return entry_of(badge(found), NOW)


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("dementia-care.json", "Micro-credential · verified as of 20 November 2026"),
        ("first-aid.png", "Verified as of 20 November 2026"),
        ("first-aid-expired.json", "Expired on 11 December 2023"),
        ("lab-safety-revoked.json", "Certificate of completion · revoked (as of 20 November 2026)"),
        ("forklift-revoked.png", "Revoked (as of 20 November 2026)"),
        ("secure-networks-suspended.json", "Certification · suspended (as of 20 November 2026)"),
        ("harbour-games.svg", "Community service · not valid before 1 July 2030"),
        (
            "project-coordination-altered.json",
            "Micro-credential · not verified (as of 23 November 2026)",
        ),
        (
            "digital-storytelling-unsigned.json",
            "Digital badge · not verified (as of 23 November 2026)",
        ),
        (
            "community-interpreting.jwt",
            (
                "Certification · authentic; whether it still stands could not be checked on"
                " 23 November 2026"
            ),
        ),
        ("photography.jwt", "Certificate of completion · could not be checked on 23 November 2026"),
        ("choir-leading.json", "Could not be checked on 23 November 2026"),
        ("swimming-coach.png", "Certification · given to somebody else"),
    ],
)
def test_the_label_is_the_honest_one(file: str, label: str) -> None:
    assert of(f"badges/{file}").label(ENGLISH) == label


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_called_verified_but_what_the_wallet_calls_so(file: str, lang: str) -> None:
    found, words = verdict(file), Words(lang)
    chip = headline(found, NOW, words).kind
    one = of(file)
    verified = words("verified as of {day}", day="").split(",")[0].strip()
    says_so = one.worth_label(words).startswith(verified)
    assert says_so == one.worth.good == (chip in (HeadlineKind.VERIFIED, HeadlineKind.EXPIRING))
    assert one.worth_label(words)


@pytest.mark.parametrize("kind", HeadlineKind)
@pytest.mark.parametrize("authenticity", Authenticity)
def test_every_standing_has_its_words_in_both_languages(
    kind: HeadlineKind, authenticity: Authenticity
) -> None:
    worth = Worth(kind, authenticity, Standing.UNKNOWN, somebody_elses=True, as_of=TODAY)
    for one in (entry(worth=worth), entry(worth=worth, ends=None, starts=None)):
        english, french = (one.worth_label(Words(lang)) for lang in LANGUAGES)
        assert english != french
        assert "given to somebody else" in english
        lapsed = {HeadlineKind.EXPIRED, HeadlineKind.REVOKED, HeadlineKind.SUSPENDED}
        if kind in lapsed and authenticity is Authenticity.UNDETERMINED:
            assert "whether it is authentic could not be checked" in english


def test_evidence_is_as_old_as_its_oldest_document() -> None:
    found = verdict("badges/dementia-care.json")
    late = entry_of(badge(found, NOW + timedelta(days=30)), NOW)
    assert late.worth.as_of == date(2026, 11, 20)
    early = entry_of(badge(found, datetime(2026, 11, 1, 12, tzinfo=UTC)), NOW)
    assert early.worth.as_of == date(2026, 11, 1)


def test_a_badge_expires_on_its_day_without_being_checked_again() -> None:
    found = verdict("badges/first-aid.png")
    later = NOW + timedelta(days=40)
    one = entry_of(badge(found.as_of(later, ())), later)
    assert one.expired
    assert one.label(ENGLISH) == "Expired on 18 December 2026"


@pytest.mark.parametrize(
    "stated_id",
    [
        "urn:uuid:3f2a1b0c-0000-4000-8000-000000000000",
        "URN:x:y",
        "3f2a1b0c-0000-4000-8000-000000000000",
        "{3F2A1B0C-0000-4000-8000-000000000000}",
        "3f2a1b0c000040008000000000000000",
        "https://college.example/1",
        "did:web:college.example",
        "data:application/json,{}",
        None,
        " \u200b ",
    ],
)
def test_what_nobody_could_look_up_is_no_credential_id(stated_id: str | None) -> None:
    assert stated(id=stated_id).credential_id is None


def test_a_number_is_a_credential_id() -> None:
    assert stated(id="HC-2025/04817").credential_id == "HC-2025/04817"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("https://college.example/b?x=1#y", "https://college.example/b?x=1#y"),
        ("https://höchst.example/ä b".replace(" ", ""), "https://xn--hchst-jua.example/%C3%A4"),
        ("https://college.example/100%", "https://college.example/100%25"),
        ("http://college.example/b", None),
        ("https://college.example@evil.example/", None),
        ("https://ada:secret@college.example/", None),
        ("javascript:alert(1)", None),
        ("https://college.example/a b", None),
        ("https://college.example/\u202eb", None),
        ("https://", None),
        (None, None),
    ],
)
def test_a_page_is_an_https_address_or_none(page: str | None, shown: str | None) -> None:
    found = entry_of(badge(verdict("badges/dementia-care.json")), NOW, page=page, link=page)
    if shown and shown.endswith("%C3%A4"):
        shown += "b"
    assert found.page == found.link == shown


def test_facts_are_plain_text_each_said_once() -> None:
    one = stated(
        name=" A\n\u202eB ",
        issuer=Issuer(id="did:web:c.example", name="C\tD", url="ftp://c.example"),
        skills=(
            Skill("Care\n", "https://s.example/1", "F"),
            Skill("CARE", "https://s.example/2"),
            Skill(None, "https://s.example/3"),
            Skill("", "javascript:1"),
        ),
        tags=("care", "tag", "Tag", ""),
        results=(Result(None, "A"), Result("Empty", " ")),
        credits=(Credit(2.5, None), Credit(3, "ECTS")),
    )
    assert (one.name, one.issuer, one.issuer_url) == ("A B", "C D", None)
    assert [skill.name for skill in one.skills] == ["Care", "https://s.example/3"]
    assert one.keywords == ("tag",)
    assert [(result.name, result.value) for result in one.results] == [("", "A")]
    assert [(credit.value, credit.unit) for credit in one.credits] == [(2.5, None), (3, "ECTS")]


@pytest.mark.parametrize(
    ("issuer", "called"),
    [
        (Issuer("did:key:z6MkpMKDNykeb9hSQkz8RWCRrqHoo3y5"), ""),
        (Issuer("did:web:college.example%3A8443:nursing"), "college.example"),
        (Issuer("https://college.example/issuers/1"), "college.example"),
        (Issuer("did:key:z6Mkp", url="https://www.college.example"), "www.college.example"),
        (Issuer("urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5"), ""),
        (Issuer("https://["), ""),
    ],
)
def test_an_issuer_without_a_name_goes_by_its_site_and_never_by_a_key(
    issuer: Issuer, called: str
) -> None:
    assert stated(issuer=issuer).issuer == called


def test_a_badge_that_says_nothing_has_the_name_of_its_file() -> None:
    unread = entry_of(badge(Verdict("x")), NOW)
    assert (unread.name, unread.issuer, unread.issuer_key) == ("badge.json", "", "")
    assert unread.label(ENGLISH) == "Could not be read"
    assert not unread.worth.good


def test_days_are_those_that_were_stated() -> None:
    one = stated(issued=parse_moment("2025-06-20"), expires=parse_moment("2026-01-31"))
    assert (one.issued, one.ends) == (date(2025, 6, 20), date(2026, 1, 31))


def test_a_name_stands_for_all_where_none_says_another() -> None:
    ada, other = entry(holder="Ada Okafor"), entry(holder="A. Okafor")
    assert selection(ada, ada).holder == "Ada Okafor"
    assert selection(ada, other).holder is None
    assert selection(ada, entry(holder=None)).holder == "Ada Okafor"
    assert selection(entry(holder=None)).holder is None


def test_a_type_of_its_own_is_called_as_it_was_declared() -> None:
    assert entry(achievement_type="ext:Passport").type_label(ENGLISH) == "Passport"
    assert entry(achievement_type="MicroCredential").type_label(Words("fr")) == "Microcertification"
    assert entry(achievement_type=None).label(ENGLISH) == "Verified as of 20 November 2026"
    assert GOOD.good
    assert not EXPIRED.good
    assert not ALTERED.good


@pytest.mark.parametrize("zone", ["America/Toronto", "UTC", "Asia/Tokyo"])
@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-01T00:00:00Z", date(2025, 3, 1)),
        ("2025-01-01T00:00:00Z", date(2025, 1, 1)),
        ("2025-03-01T00:30:00+09:00", date(2025, 3, 1)),
        ("2025-02-28T23:59:59-05:00", date(2025, 2, 28)),
        ("2025-03-01", date(2025, 3, 1)),
        ("20250301T000000Z", date(2025, 3, 1)),
        (1740787200, date(2025, 3, 1)),
    ],
)
def test_a_day_is_that_of_the_issuer_wherever_the_cv_is_made(
    zone: str, written: object, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        one = stated(issued=parse_moment(written), expires=parse_moment(written))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (one.issued, one.ends) == (day, day)


def test_an_end_that_has_come_is_told_also_of_a_badge_that_was_revoked() -> None:
    found = verdict("badges/lab-safety-revoked.json")
    assert not entry_of(badge(found), NOW).expired
    one = entry_of(badge(found), datetime(2040, 1, 1, tzinfo=UTC))
    assert one.worth.kind is HeadlineKind.REVOKED
    assert one.expired


def test_what_is_inside_of_a_record_is_named_with_its_own_worth() -> None:
    good, bad = verdict("badges/dementia-care.json"), verdict("badges/first-aid-expired.json")
    record = structs.replace(good, parts=(good, bad, structs.replace(bad, credential=None)))
    one = entry_of(badge(record), NOW)
    (inside,) = (d for d in told(one, Choices(), ENGLISH).details if d.key == "parts")
    assert inside.line == (
        "What is inside: Person-Centred Dementia Care; First Aid at Work (expired);"
        " (no name) (expired)"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "<p>Can <b>weld</b> &amp; cut.</p><ul><li>steel<li>brass</ul>",
            "Can weld & cut. steel; brass",
        ),
        (
            "# Outcomes\n* weld **well**\n* cut [safely](https://s.example/x)",
            "Outcomes; weld well; cut safely",
        ),
        ("One line.\nAnd `another`", "One line. And another"),
        ("if 3 < 4 and 5 > 4, 2 * 3 * 4 = 24", "if 3 < 4 and 5 > 4, 2 * 3 * 4 = 24"),
        ("<script>alert(1)</script>Safe<br/>and sound", "Safe; and sound"),
        ("snake_case and __init__", "snake_case and init"),
        ("", ""),
    ],
)
def test_descriptions_are_words_without_their_marks(written: str, read: str) -> None:
    assert stated(description=written).description == read


@pytest.mark.parametrize("piece", ["**a ", "<!--", "<a ", "[a](", "![[", "`", "<![CDATA["])
def test_no_description_keeps_anybody_waiting(piece: str) -> None:
    made = stated(description=piece * 500_000).description
    assert len(made) <= 10_001


def test_a_description_beyond_all_bounds_is_cut_and_says_so() -> None:
    assert stated(description="word " * 3000).description.endswith("word …")
