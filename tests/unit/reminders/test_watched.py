"""What is watched of a badge: its end, its file's end, renewals, and what was found out later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import Issuer, JoseKey, entry, sd_jwt, status_list
from tests.unit.reminders.made import Clock, at, badge, put, record, wallet
from wallet.app import App
from wallet.documents.document import Document
from wallet.formats.read import Parsed
from wallet.i18n import Words
from wallet.reminders import facts
from wallet.reminders.agenda import Item, State
from wallet.reminders.watched import Kind
from wallet.verify.pipeline import parsed_bytes

EN = Words("en")
NOW = "2026-11-24T12:00:00Z"
LIST = "https://harbour.example/status/1"
ISSUER = Issuer()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return wallet(tmp_path, clock)


def seen(app: App) -> dict[Kind, Item]:
    """Return the agenda of a wallet with one badge, by kind."""
    items = app.agenda(EN)
    found = {one.watched.kind: one for one in items}
    assert len(found) == len(items)
    return found


def ends(app: App) -> dict[str, str]:
    return {kind.value: item.watched.end for kind, item in seen(app).items()}


def publish(
    app: App, marked: set[int], obtained: str, purpose: str = "revocation", **changes: Any
) -> None:
    """Let the wallet have the issuer's list as it was at an instant."""
    signed = ISSUER.sign(status_list(ISSUER, LIST, marked, purpose, **changes))
    app.vault.keep_document(Document(LIST, json.dumps(signed).encode(), at(obtained), 200))


def listed(**changes: Any) -> dict[str, Any]:
    return badge(ISSUER, "knots", None, credentialStatus=entry(LIST, "7"), **changes)


def test_the_end_of_a_badge_is_what_it_says_itself(app: App) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00+02:00"))
    item = seen(app)[Kind.END]
    assert item.watched.end == "2027-05-01T10:00:00Z"
    assert (item.watched.title, item.watched.issuer) == ("knots", "Harbour School")
    assert item.watched.url == "https://harbour.example/knots"


def test_a_badge_without_an_end_has_nothing_to_watch(app: App) -> None:
    put(app, badge(ISSUER, "knots", None), badge(ISSUER, "sails", "9999-12-31T23:59:59Z"))
    assert app.agenda(EN) == ()


def test_the_end_of_a_proof_is_that_of_the_file(app: App) -> None:
    put(
        app,
        badge(ISSUER, "knots", "2029-05-01T12:00:00Z", options={"expires": "2027-01-01T00:00:00Z"}),
    )
    assert ends(app) == {"end": "2029-05-01T12:00:00Z", "file": "2027-01-01T00:00:00Z"}
    told = app.agenda(EN)[0]
    assert told.ladder == (180, 90, 30, 7, 0, -1)


def test_a_file_that_outlasts_its_badge_is_not_watched(app: App) -> None:
    options = {"expires": "2029-01-01T00:00:00Z"}
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z", options=options))
    assert ends(app) == {"end": "2027-05-01T12:00:00Z"}


def test_the_exp_of_a_token_is_read_as_the_files_end() -> None:
    key = JoseKey("ES256")
    document = Issuer(identifier=key.did).credential(validUntil="2028-01-01T00:00:00Z")
    exp = int(datetime(2027, 2, 1, tzinfo=UTC).timestamp())
    parsed = parsed_bytes(key.sign({**document, "exp": exp}).encode(), "badge.jwt")
    assert isinstance(parsed, Parsed)
    found = facts.of(parsed).file_end
    assert str(found) == "2027-02-01T00:00:00Z"
    assert str(parsed.credential.expires) == "2028-01-01T00:00:00Z"


def test_a_token_that_ends_with_its_badge_is_watched_once(app: App) -> None:
    key = JoseKey("ES256")
    document = Issuer(identifier=key.did).credential(validUntil="2027-02-01T00:00:00Z")
    exp = int(datetime(2027, 2, 1, tzinfo=UTC).timestamp())
    claims = {**document, "iss": key.did, "jti": document["id"], "exp": exp}
    put(app, key.sign(claims, kid=f"{key.did}#0", typ="vc+jwt"))
    assert ends(app) == {"end": "2027-02-01T00:00:00Z"}


def test_the_exp_of_an_sd_jwt_is_its_own_end_and_said_once(app: App) -> None:
    key = JoseKey("ES256")
    exp = int(datetime(2027, 2, 1, tzinfo=UTC).timestamp())
    claims = {"iss": key.did, "vct": "https://harbour.example/knots", "exp": exp}
    put(app, sd_jwt(key, claims, {"degree": "Knots"}, kid=f"{key.did}#0"))
    assert ends(app) == {"end": "2027-02-01T00:00:00Z"}


def test_a_renewal_window_opens_before_the_end(app: App) -> None:
    service = {
        "id": "https://harbour.example/refresh/1",
        "type": ["1EdTechCredentialRefresh", "VerifiableCredentialRefreshService2021"],
        "validAfter": "2027-04-01T00:00:00Z",
    }
    changes = {"refreshService": service, "options": {"suite": "eddsa-jcs-2022"}}
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z", **changes))
    found = seen(app)
    assert found[Kind.RENEWAL].watched.end == "2027-04-01T00:00:00Z"
    assert found[Kind.END].watched.refreshable


def test_a_forgery_is_not_watched(app: App) -> None:
    forged = badge(ISSUER, "knots", "2027-05-01T12:00:00Z")
    forged["validUntil"] = "2027-01-01T00:00:00Z"
    put(app, forged)
    assert app.agenda(EN) == ()


def test_a_revocation_found_later_is_told_once_and_ends_all_else(app: App, clock: Clock) -> None:
    publish(app, set(), NOW)
    put(app, listed(validUntil="2026-12-01T00:00:00Z"))
    app.reminders_shown(app.due_reminders(EN))
    clock.set("2026-11-25T12:00:00Z")
    publish(app, {7}, "2026-11-25T11:00:00Z")
    app.check()
    (told,) = app.due_reminders(EN)
    assert (told.kind, told.title) == (Kind.REVOKED, "knots was revoked")
    app.reminders_shown([told])
    clock.set("2026-11-28T12:00:00Z")
    app.check()
    assert app.due_reminders(EN) == ()
    assert [one.watched.kind for one in app.agenda(EN)] == [Kind.REVOKED]


def test_a_badge_that_came_revoked_is_no_news(app: App) -> None:
    publish(app, {7}, NOW)
    put(app, listed(validUntil="2026-12-01T00:00:00Z"))
    assert app.due_reminders(EN) == ()
    assert app.agenda(EN) == ()


def test_a_suspension_is_told_each_time_there_is_one(app: App, clock: Clock) -> None:
    def heard(now: str, marked: set[int]) -> list[Kind]:
        clock.set(now)
        publish(app, marked, now, "suspension")
        app.check()
        due = app.due_reminders(EN)
        app.reminders_shown(due)
        return [one.kind for one in due]

    publish(app, set(), NOW, "suspension")
    put(app, badge(ISSUER, "knots", None, credentialStatus=entry(LIST, "7", "suspension")))
    assert heard("2026-11-25T12:00:00Z", {7}) == [Kind.SUSPENDED]
    assert heard("2026-11-26T12:00:00Z", {7}) == []
    assert heard("2026-11-27T12:00:00Z", set()) == []
    assert heard("2026-11-28T12:00:00Z", {7}) == [Kind.SUSPENDED]


def stale_at(app: App) -> datetime:
    return seen(app)[Kind.STATUS].watched.moment.at


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, 90),
        ({"validUntil": "2026-12-24T12:00:00Z"}, 30),
        ({"validUntil": "2029-12-24T12:00:00Z"}, 90),
        ({"validUntil": "2026-11-24T13:00:00Z"}, 7),  # renewed every hour: not old at once
    ],
)
def test_what_is_known_is_old_after_ninety_days_or_when_its_issuer_says_so(
    app: App, changes: dict[str, Any], days: int
) -> None:
    publish(app, set(), NOW, **changes)
    put(app, listed())
    assert stale_at(app) == at(NOW) + timedelta(days=days)


def test_a_list_may_say_for_how_long_it_holds(app: App) -> None:
    document = status_list(ISSUER, LIST, set())
    document["credentialSubject"]["ttl"] = 20 * 24 * 3_600 * 1_000
    signed = json.dumps(ISSUER.sign(document)).encode()
    app.vault.keep_document(Document(LIST, signed, at(NOW), 200))
    put(app, listed())
    assert stale_at(app) == at(NOW) + timedelta(days=20)


def test_what_was_looked_up_again_is_not_old(app: App, clock: Clock) -> None:
    publish(app, set(), NOW)
    put(app, listed())
    clock.set("2027-03-01T12:00:00Z")
    (old,) = app.due_reminders(EN)
    assert old.title == "Whether knots still stands should be looked up again"
    publish(app, set(), "2027-03-01T11:00:00Z")
    app.check()
    assert app.due_reminders(EN) == ()
    assert stale_at(app) == at("2027-05-30T11:00:00Z")


def test_what_was_never_looked_up_is_said_ninety_days_after_it_came(app: App, clock: Clock) -> None:
    put(app, listed())
    assert app.due_reminders(EN) == ()
    clock.set("2027-02-22T12:00:00Z")
    (told,) = app.due_reminders(EN)
    assert told.body == "It was never looked up. Checking it online tells."


@pytest.mark.parametrize("obtained", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_list_of_an_impossible_date_stops_nothing(app: App, obtained: str) -> None:
    publish(app, set(), obtained)
    put(app, listed(validUntil="2026-12-01T00:00:00Z"))
    assert Kind.END in seen(app)
    assert [one.kind for one in app.due_reminders(EN)] == [Kind.END]


def test_what_ends_before_it_begins_does_not_lapse(app: App) -> None:
    put(app, badge(ISSUER, "never", "2027-01-20", validFrom="2027-02-01T00:00:00Z"))
    assert Kind.END not in seen(app)
    assert app.due_reminders(EN) == ()


def test_of_old_badges_that_come_in_together_none_that_has_lapsed_is_due(
    app: App, clock: Clock
) -> None:
    old = {"validFrom": "2020-01-01T00:00:00Z"}
    clock.set("2026-12-15T12:00:00Z")
    put(app, *(badge(ISSUER, f"b{n:02}", f"2026-{n:02}-20T12:00:00Z", **old) for n in range(1, 13)))
    assert [one.title for one in app.due_reminders(EN)] == ["b12 lapses in 5 days"]


def test_the_credentials_of_a_record_are_watched_each(app: App) -> None:
    inside = [badge(ISSUER, name, f"2027-0{n}-01") for n, name in enumerate(("a", "b"), 1)]
    (whole,) = put(app, record(ISSUER, *inside))
    assert [(one.watched.subject, one.watched.end) for one in app.agenda(EN)] == [
        (f"{whole}/1", "2027-01-01"),
        (f"{whole}/2", "2027-02-01"),
    ]
    app.dismiss_reminders(f"{whole}/1")
    assert [one.state for one in app.agenda(EN)] == [State.DISMISSED, State.DUE]
    app.dismiss_reminders(whole)
    assert {one.state for one in app.agenda(EN)} == {State.DISMISSED}


def test_a_badge_that_a_clock_running_ahead_took_in_is_reminded_of(app: App, clock: Clock) -> None:
    clock.set("2031-01-01T12:00:00Z")
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    told: list[int] = []
    for now in ("2027-01-01", "2027-04-10", "2027-04-28", "2027-05-01", "2027-05-02"):
        clock.set(f"{now}T14:00:00Z")
        due = app.due_reminders(EN)
        told += [rung for one in due for rung in one.rungs]
        app.reminders_shown(due)
    assert told == [180, 90, 30, 7, 0, -1]


def test_a_clock_set_back_brings_no_old_badge_up(app: App, clock: Clock) -> None:
    put(app, badge(ISSUER, "knots", "2026-01-01T12:00:00Z"))
    clock.set("2026-06-01T12:00:00Z")
    assert app.due_reminders(EN) == ()
