"""Badges for LinkedIn: one address, and every field to copy."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.unit.cv.selections import ALTERED, entry, selection
from wallet.cv.choices import Choices, Link, Order
from wallet.cv.linkedin import ToLinkedIn, make, organization_id, to_linkedin
from wallet.errors import UnusableInput


def asked(one: ToLinkedIn) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(one.address).query, strict_parsing=True)


def test_the_address_has_each_field_once_in_linkedins_order() -> None:
    (one,) = to_linkedin(selection(entry(credential_id="HC 1")), Choices())
    assert asked(one) == [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", "Dementia Care"),
        ("organizationName", "Harbourside College"),
        ("issueYear", "2025"),
        ("issueMonth", "6"),
        ("expirationYear", "2031"),
        ("expirationMonth", "6"),
        ("certUrl", "https://college.example/credentials/2025-04817?a=1&b=2"),
        ("certId", "HC 1"),
    ]
    assert "HC%201" in one.address
    assert "+" not in one.address


def test_what_a_badge_does_not_say_is_not_asked_for() -> None:
    bare = entry("Bare", issuer="", issued=None, ends=None, page=None)
    (one,) = to_linkedin(selection(bare), Choices(link=Link.ANY))
    assert asked(one) == [("startTask", "CERTIFICATION_NAME"), ("name", "Bare")]


def test_the_day_it_holds_from_stands_for_a_day_of_issue_that_is_not_stated() -> None:
    (one,) = to_linkedin(selection(entry(issued=None, starts=date(2024, 12, 31))), Choices())
    assert ("issueYear", "2024") in asked(one)
    assert ("issueMonth", "12") in asked(one)


def test_an_organisation_that_was_given_once_replaces_its_name_in_the_address() -> None:
    known = (("did:web:college.example", "123"),)
    other = entry("Other", issuer="Other College", issuer_key="did:web:other.example")
    mine, others = to_linkedin(
        selection(entry(), other, organizations=known), Choices(order=Order.CHOSEN)
    )
    assert ("organizationId", "123") in asked(mine)
    assert "organizationName" not in dict(asked(mine))
    assert ("organizationName", "Other College") in asked(others)
    assert {field.key for field in mine.fields} >= {"organizationName"}
    assert (mine.organization, others.organization) == ("123", None)


def test_what_linkedin_has_no_place_for_is_told_beside() -> None:
    (one,) = to_linkedin(selection(entry(worth=ALTERED)), Choices())
    assert one.label == "Micro-credential · not verified (as of 23 November 2026)"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234567", "1234567"),
        (" 42 ", "42"),
        ("https://www.linkedin.com/company/1234567/admin/dashboard/", "1234567"),
        ("linkedin.com/school/42", "42"),
        ("https://ca.linkedin.com/company/42/", "42"),
    ],
)
def test_an_organisation_is_a_number_or_its_page(text: str, number: str) -> None:
    assert organization_id(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "-1", "12a", "Harbourside College", "https://evil.example/company/42",
        "https://linkedin.com.evil.example/company/42", "https://www.linkedin.com/in/42",
        "https://www.linkedin.com/company/harbourside", "9" * 40, "\u0661\u0662",
    ],
)  # fmt: skip
def test_what_is_no_organisation_is_refused(text: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        organization_id(text)
    assert caught.value.code == "organization-not-usable"


def test_an_address_that_servers_would_refuse_is_left_to_be_copied() -> None:
    long = "https://badges.example.org/v#1b" + "A" * 7000
    one = entry(page=None, link=long)
    (made,) = to_linkedin(selection(one), Choices(link=Link.ANY))
    assert len(made.address) < 2000
    assert "certUrl" not in made.address
    assert long in [field.value for field in made.fields]
    assert made.link_to_copy == long
    assert "too long to be filled in" in make(selection(one), Choices(link=Link.ANY)).decode()
