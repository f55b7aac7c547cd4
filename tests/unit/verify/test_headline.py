"""The one line on a badge says what matters most."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from tests.issuing import NOW
from wallet.credential.model import Credential
from wallet.credential.moment import parse_moment
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind, headline
from wallet.verify.report import Authenticity, Check, CheckId, Outcome, Report, Standing
from wallet.verify.verdict import Verdict

BY_AUTHENTICITY = {
    Authenticity.VERIFIED: (Outcome.PASSED, "signature-valid"),
    Authenticity.FAILED: (Outcome.FAILED, "signature-invalid"),
    Authenticity.UNDETERMINED: (Outcome.UNKNOWN, "key-not-at-hand"),
}
BY_STANDING = {
    Standing.CURRENT: (CheckId.STATUS, Outcome.PASSED, "not-revoked"),
    Standing.REVOKED: (CheckId.STATUS, Outcome.FAILED, "revoked"),
    Standing.SUSPENDED: (CheckId.STATUS, Outcome.FAILED, "suspended"),
    Standing.UNKNOWN: (CheckId.STATUS, Outcome.UNKNOWN, "status-list-not-at-hand"),
    Standing.EXPIRED: (CheckId.VALIDITY_PERIOD, Outcome.FAILED, "expired"),
    Standing.NOT_YET_VALID: (CheckId.VALIDITY_PERIOD, Outcome.FAILED, "not-yet-valid"),
}


def verdict(
    authenticity: Authenticity, standing: Standing, expires: datetime | None, *, mine: bool = True
) -> Verdict:
    outcome, reason = BY_AUTHENTICITY[authenticity]
    checks = [
        Check(CheckId.STRUCTURE, Outcome.PASSED, "well-formed"),
        Check(CheckId.PROOF, outcome, reason),
        Check(CheckId.ISSUER_KEY, Outcome.PASSED, "key-listed"),
        Check(*BY_STANDING[standing]),
        Check(CheckId.RECIPIENT, Outcome.PASSED if mine else Outcome.FAILED, "x"),
    ]
    if standing not in (Standing.EXPIRED, Standing.NOT_YET_VALID):
        checks.append(Check(CheckId.VALIDITY_PERIOD, Outcome.PASSED, "in-period"))
    else:
        checks.append(Check(CheckId.STATUS, Outcome.SKIPPED, "no-status"))
    end = parse_moment(expires.isoformat()) if expires else None
    report = Report(tuple(checks), NOW)
    assert (report.authenticity, report.standing) == (authenticity, standing)
    return Verdict("x", credential=Credential(expires=end), report=report)


@pytest.mark.parametrize(
    ("authenticity", "standing"), list(itertools.product(Authenticity, Standing)), ids=str
)
def test_what_matters_most_comes_first(authenticity: Authenticity, standing: Standing) -> None:
    kind = headline(verdict(authenticity, standing, None), NOW, Words()).kind
    if authenticity is Authenticity.FAILED:
        assert kind is HeadlineKind.NOT_VERIFIED
    elif standing not in (Standing.CURRENT, Standing.UNKNOWN):
        assert kind.value == standing.value
    elif authenticity is Authenticity.UNDETERMINED or standing is Standing.UNKNOWN:
        assert kind is HeadlineKind.UNCHECKED
    else:
        assert kind is HeadlineKind.VERIFIED


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "Expires today"), (1, "Expires in 1 day"), (12, "Expires in 12 days"),
     (90, "Expires in 90 days"), (91, "Verified")],
)  # fmt: skip
def test_an_end_that_is_near_is_told(days: int, text: str) -> None:
    end = NOW.astimezone(UTC) + timedelta(days=days, seconds=1 if days < 90 else 0)
    told = headline(verdict(Authenticity.VERIFIED, Standing.CURRENT, end), NOW, Words())
    assert told.text == text


def test_a_good_badge_of_somebody_else_is_said_to_be_one() -> None:
    about = verdict(Authenticity.VERIFIED, Standing.CURRENT, None, mine=False)
    assert headline(about, NOW, Words()).kind is HeadlineKind.NOT_MINE
