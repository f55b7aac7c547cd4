"""The wallet that reminds: what is due, decisions, renewals, stacks, and a locked wallet."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import Issuer, JoseKey, sd_jwt
from tests.unit.reminders.made import Clock, at, badge, put, record, wallet
from wallet import resources
from wallet.app import App
from wallet.documents.document import Document
from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.reminders import outside
from wallet.reminders.agenda import Item, State
from wallet.reminders.front import BACKED_UP
from wallet.reminders.times import LADDER
from wallet.reminders.watched import Kind

EN, FR = Words("en"), Words("fr")
ISSUER = Issuer()
CARE = resources.path("samples", "stacks", "care-practice.json")


@pytest.fixture
def clock() -> Clock:
    return Clock("2027-01-15T12:00:00Z")


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return wallet(tmp_path, clock)


def tell(app: App) -> list[tuple[int, ...]]:
    """Show what is due, and return the reminders that it was."""
    due = app.due_reminders(EN)
    app.reminders_shown(due)
    return [one.rungs for one in due]


def reopened(app: App) -> App:
    app.lock()
    app.unlock(passphrase="quick")
    return app


def one(app: App, subject: str) -> Item:
    (found,) = [item for item in app.agenda(EN) if item.watched.subject == subject]
    return found


def test_what_fell_due_while_the_computer_was_off_is_one_notice(app: App, clock: Clock) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    assert tell(app) == [(180,)]
    clock.set("2027-04-26T12:00:00Z")
    (told,) = app.due_reminders(EN)
    assert told.title == "knots lapses in 5 days"
    assert told.body == (
        "Valid until 1 May 2027 at 14:00 here."
        " Not told before: the reminders 90 days before, 30 days before."
    )
    assert (told.rungs, told.subjects) == ((90, 30, 7), (knots,))
    assert told.url == "https://harbour.example/knots"
    assert app.due_reminders(EN) == (told,)  # until it was shown
    app.reminders_shown([told])
    assert reopened(app).due_reminders(EN) == ()


def test_a_notice_reads_in_french(app: App, clock: Clock) -> None:
    put(app, badge(ISSUER, "nœuds", "2027-05-01"))
    clock.set("2027-05-01T12:00:00Z")
    (told,) = app.due_reminders(FR)
    assert told.title == "nœuds arrive à échéance aujourd\u2019hui"
    assert told.body.startswith(
        "Valable jusqu\u2019à la fin du 1er mai 2027, où que ce soit sur terre."
    )


def test_notices_of_the_same_reminders_have_the_same_key_in_any_language(app: App) -> None:
    put(app, badge(ISSUER, "knots", "2027-02-01"), badge(ISSUER, "sails", "2027-02-02"))
    english, french = app.due_reminders(EN), app.due_reminders(FR)
    assert [told.key for told in english] == [told.key for told in french]
    assert len({told.key for told in english}) == 2


def test_what_is_snoozed_stays_quiet_until_the_day(app: App, clock: Clock) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    app.snooze(knots[:8], date(2027, 4, 10))
    assert (one(app, knots).state, one(app, knots).next) == (State.SNOOZED, date(2027, 4, 10))
    clock.set("2027-04-09T21:59:00Z")
    assert tell(app) == []
    clock.set("2027-04-09T22:01:00Z")  # the day begins in Paris
    assert tell(reopened(app)) == [(180, 90, 30)]
    clock.set("2027-04-24T12:00:00Z")
    assert tell(app) == [(7,)]
    assert one(app, knots).state is State.WATCHED


def test_what_was_told_and_is_snoozed_is_heard_again_on_its_day(app: App, clock: Clock) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    clock.set("2027-04-02T12:00:00Z")
    assert tell(app) == [(180, 90, 30)]
    app.snooze(knots, date(2027, 4, 10))
    assert one(app, knots).next == date(2027, 4, 10)
    home, zone = app.home.path, app.zone
    assert outside.due_while_locked(home, at("2027-04-09T12:00:00Z"), zone) == 0
    assert outside.due_while_locked(home, at("2027-04-10T12:00:00Z"), zone) == 1
    clock.set("2027-04-10T12:00:00Z")
    (told,) = reopened(app).due_reminders(EN)
    assert told.title == "knots lapses in 21 days"
    app.reminders_shown([told])
    assert tell(reopened(app)) == []
    assert one(app, knots).next == date(2027, 4, 24)


def test_a_snooze_past_the_end_says_when_that_is(app: App, clock: Clock) -> None:
    inside = [badge(ISSUER, name, f"2027-0{n}-01") for n, name in enumerate(("a", "b"), 4)]
    (whole,) = put(app, record(ISSUER, *inside))
    assert app.snooze(whole, date(2027, 4, 1)) is None
    assert app.snooze(whole, date(2027, 6, 1)) == date(2027, 4, 1)
    assert app.snooze(f"{whole}/2", date(2027, 6, 1)) == date(2027, 5, 1)
    clock.set("2027-05-03T12:00:00Z")
    assert app.snooze(whole, date(2027, 6, 1)) is None


@pytest.mark.parametrize("day", ["2027-01-15", "2020-01-01"])
def test_a_day_that_is_not_to_come_is_refused(app: App, day: str) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    with pytest.raises(UnusableInput) as caught:
        app.snooze(knots, date.fromisoformat(day))
    assert caught.value.code == "snooze-over"
    assert tell(app) == [(180,)]


def test_what_is_no_longer_needed_is_quiet_until_that_is_taken_back(app: App, clock: Clock) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    app.dismiss_reminders(knots)
    clock.set("2027-04-26T12:00:00Z")
    assert tell(app) == []
    assert one(app, knots).state is State.DISMISSED
    app.remind_again(knots)
    assert tell(app) == [(180, 90, 30, 7)]


def test_the_days_can_be_chosen_for_all_and_for_one(app: App, clock: Clock) -> None:
    knots, sails = put(
        app, badge(ISSUER, "knots", "2027-05-01"), badge(ISSUER, "sails", "2027-05-01")
    )
    app.remind_every(None, (10,))
    app.remind_every(sails, (20, 5, 20))
    assert (app.reminder_days(), app.reminder_days(knots)) == ((10,), (10,))
    assert app.reminder_days(sails) == (20, 5)
    clock.set("2027-04-22T12:00:00Z")
    assert sorted(tell(app)) == [(10,), (20,)]
    app.remind_every(sails, None)
    app.remind_every(None, None)
    assert app.reminder_days(sails) == LADDER


@pytest.mark.parametrize("days", [(4_000,), (-400,), tuple(range(60))])
def test_days_beyond_all_bounds_are_refused(app: App, days: tuple[int, ...]) -> None:
    with pytest.raises(UnusableInput) as caught:
        app.remind_every(None, days)
    assert caught.value.code == "ladder-malformed"


def test_what_only_a_notification_told_is_unseen_until_it_is_seen_decided_on_or_renewed(
    app: App, clock: Clock
) -> None:
    ids = put(app, *(badge(ISSUER, name, "2027-02-01T12:00:00Z") for name in ("a", "b", "c")))
    app.reminders_shown(app.due_reminders(EN), seen=False)
    assert app.due_reminders(EN) == ()
    assert {one[1] for one in reopened(app).unseen_reminders()} == set(ids)
    app.snooze(ids[0], date(2027, 1, 20))
    assert {one[1] for one in app.unseen_reminders()} == set(ids[1:])
    put(app, badge(ISSUER, "b", "2029-02-01T12:00:00Z", awardedDate="2027-01-15T00:00:00Z"))
    assert {one[1] for one in app.unseen_reminders()} == {ids[2]}
    app.reminders_seen()
    assert app.unseen_reminders() == frozenset()
    clock.set("2027-01-25T12:00:00Z")
    app.reminders_shown(app.due_reminders(EN))
    assert app.unseen_reminders() == frozenset()


def test_a_part_that_is_not_there_cannot_be_decided_on(app: App) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01"))
    with pytest.raises(UnusableInput) as caught:
        app.dismiss_reminders(f"{knots}/9")
    assert caught.value.code == "no-such-part"


def states(app: App) -> list[tuple[str, State]]:
    return [(item.watched.about.partition("/")[2], item.state) for item in app.agenda(EN)]


def test_what_was_decided_of_a_whole_record_is_taken_back_by_any_of_its_parts(app: App) -> None:
    inside = [badge(ISSUER, name, f"2027-0{n}-01") for n, name in enumerate(("a", "b"), 2)]
    (whole,) = put(app, record(ISSUER, *inside))
    app.dismiss_reminders(whole)
    assert states(app) == [("1", State.DISMISSED), ("2", State.DISMISSED)]
    assert app.remind_again(f"{whole[:8]}/1") == (whole,)
    assert states(app) == [("1", State.DUE), ("2", State.DUE)]
    app.dismiss_reminders(f"{whole}/1")
    assert states(app) == [("1", State.DISMISSED), ("2", State.DUE)]
    assert app.remind_again(f"{whole}/2") == ()
    assert app.remind_again(whole) == ()
    assert states(app) == [("1", State.DISMISSED), ("2", State.DUE)]


def test_what_is_decided_of_a_file_or_of_what_is_known_leaves_the_end_alone(app: App) -> None:
    expires = {"expires": "2027-03-01T00:00:00Z"}
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z", options=expires))

    def kinds() -> dict[Kind, State]:
        return {item.watched.kind: item.state for item in app.agenda(EN)}

    end, file = app.due_reminders(EN)[::-1]
    assert (end.abouts, file.abouts) == ((knots,), (f"{knots}#file",))
    app.dismiss_reminders(file.abouts[0])
    assert kinds() == {Kind.FILE: State.DISMISSED, Kind.END: State.DUE}
    app.snooze(f"{knots[:9]}#file", date(2027, 2, 1))
    assert app.remind_again(f"{knots}#file") == (f"{knots}#file",)
    assert kinds() == {Kind.FILE: State.DUE, Kind.END: State.DUE}
    app.snooze(f"{knots}#file", date(2027, 2, 1))
    assert kinds() == {Kind.FILE: State.SNOOZED, Kind.END: State.DUE}
    app.dismiss_reminders(knots)
    assert kinds() == {Kind.FILE: State.DISMISSED, Kind.END: State.DISMISSED}
    assert app.remind_again(knots) == (knots, f"{knots}#file")
    assert kinds() == {Kind.FILE: State.DUE, Kind.END: State.DUE}


@pytest.mark.parametrize("part", ["#end", "#", "/9#file"])
def test_what_is_no_part_cannot_be_decided_on(app: App, part: str) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01"))
    with pytest.raises(UnusableInput) as caught:
        app.snooze(f"{knots}{part}", date(2027, 2, 1))
    assert caught.value.code == "no-such-part"


# Renewals


def test_a_badge_that_was_renewed_says_by_what_and_nags_no_more(app: App, clock: Clock) -> None:
    (old,) = put(app, badge(ISSUER, "knots", "2027-05-01"))
    (new,) = put(
        app, badge(ISSUER, "again", "2029-05-01", achievement="https://harbour.example/knots")
    )
    item = one(app, old)
    assert (item.state, item.renewed_by) == (State.RENEWED, (new, "again"))
    assert not item.is_copy
    clock.set("2027-06-01T12:00:00Z")
    assert tell(app) == []
    app.remove([new])
    assert tell(app) == [(180, 90, 30, 7, 0, -1)]


def renewals(app: App, *badges: Any) -> dict[str, str]:
    """Return which badge renews which, by name."""
    put(app, *badges)
    return {
        item.watched.title: item.renewed_by[1]
        for item in app.agenda(EN)
        if item.renewed_by is not None
    }


SAME = "https://harbour.example/knots"


def test_a_badge_that_never_ends_renews_one_that_does(app: App) -> None:
    found = renewals(
        app,
        badge(ISSUER, "old", "2027-05-01", achievement=SAME),
        badge(ISSUER, "new", None, achievement=SAME),
    )
    assert found == {"old": "new"}


def test_a_successor_that_begins_when_the_old_one_ends_renews_before_that(app: App) -> None:
    found = renewals(
        app,
        badge(ISSUER, "old", "2027-05-01", achievement=SAME),
        badge(ISSUER, "new", "2028-05-01", achievement=SAME, validFrom="2027-05-01T00:00:00Z"),
    )
    assert found == {"old": "new"}


def test_what_was_renewed_does_not_come_up_again_when_the_successor_lapses(
    app: App, clock: Clock
) -> None:
    old, new = put(
        app,
        badge(ISSUER, "old", "2027-05-01", achievement=SAME),
        badge(ISSUER, "new", "2028-05-01", achievement=SAME),
    )
    for day in ("2027-05-02", "2028-05-02", "2028-05-04"):
        clock.set(f"{day}T20:00:00Z")
        due = app.due_reminders(EN)
        assert {subject for told in due for subject in told.subjects} <= {new}, old
        app.reminders_shown(due)


def test_a_related_achievement_renews(app: App) -> None:
    related = {"related": [{"id": SAME, "type": ["Related"]}]}
    found = renewals(
        app,
        badge(ISSUER, "old", "2027-05-01", achievement=SAME),
        badge(ISSUER, "new", "2028-05-01", more=related),
    )
    assert found == {"old": "new"}


def test_sd_jwts_that_share_a_type_renew_each_other_only_by_name(app: App) -> None:
    key = JoseKey("ES256")

    def token(name: str, day: str) -> str:
        exp = int(at(f"{day}T00:00:00Z").timestamp())
        claims = {"iss": key.did, "vct": "https://harbour.example/badge", "exp": exp}
        return sd_jwt(key, claims, {"name": name}, kid=f"{key.did}#0")

    found = renewals(
        app,
        token("Knots", "2027-05-01"),
        token("Sails", "2029-05-01"),
        token("Ropes", "2027-06-01"),
        token("Ropes", "2029-06-01"),
    )
    assert found == {"Ropes": "Ropes"}


def test_an_issuer_that_gives_all_its_badges_one_id_is_told_of_each(app: App) -> None:
    def of(name: str) -> dict[str, Any]:
        document = ISSUER.credential(id="urn:example:same", validUntil="2027-05-01")
        document["credentialSubject"]["achievement"] |= {"id": f"urn:a:{name}", "name": name}
        return ISSUER.sign(document)

    put(app, of("knots"), of("sails"))
    assert {told.title.split()[0] for told in app.due_reminders(EN)} == {"knots", "sails"}


def test_neither_another_issuer_nor_a_forgery_nor_an_earlier_end_renews(app: App) -> None:
    forged = badge(ISSUER, "forged", "2031-05-01", achievement=SAME)
    forged["validUntil"] = "2032-05-01"
    found = renewals(
        app,
        badge(ISSUER, "old", "2027-05-01", achievement=SAME),
        badge(Issuer(seed=2), "other", "2030-05-01", achievement=SAME),
        badge(ISSUER, "shorter", "2027-04-01", achievement=SAME),
        badge(ISSUER, "gap", "2031-05-01", achievement=SAME, validFrom="2028-01-01T00:00:00Z"),
        forged,
    )
    assert found == {"shorter": "old"}


def test_somebody_elses_badge_renews_none_of_mine(app: App) -> None:
    def given_to(mail: str) -> dict[str, Any]:
        document = ISSUER.credential(id=f"urn:example:{mail}")
        document["credentialSubject"] |= {
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": mail,
                    "identityType": "emailAddress",
                    "hashed": False,
                }
            ]
        }
        del document["credentialSubject"]["id"]
        return document

    app.add_identity("ada@example.org")
    mine, theirs = given_to("ada@example.org"), given_to("bob@example.org")
    mine["validUntil"], theirs["validUntil"] = "2027-05-01", "2029-05-01"
    (first, _second) = put(app, ISSUER.sign(mine), ISSUER.sign(theirs))
    assert one(app, first).state is State.DUE


def given(name: str, until: str, **recipient: Any) -> dict[str, Any]:
    document = ISSUER.credential(id=f"urn:example:{name}", validUntil=until)
    document["credentialSubject"]["achievement"] |= {"id": SAME, "name": name}
    document["credentialSubject"].pop("id", None)
    if "id" in recipient:
        document["credentialSubject"]["id"] = recipient["id"]
    elif recipient:
        document["credentialSubject"]["identifier"] = [
            {"type": "IdentityObject", "identityType": "emailAddress", **recipient}
        ]
    return ISSUER.sign(document)


ANNA, BEN = {"id": "did:example:anna"}, {"id": "did:example:ben"}
MAIL = {"identityHash": "Anna@example.org", "hashed": False}
HASHED = {"identityHash": "sha256$" + "ab" * 32, "hashed": True, "salt": "s"}
OTHER = {"identityHash": "sha256$" + "cd" * 32, "hashed": True, "salt": "s"}


@pytest.mark.parametrize(
    ("old", "new", "renews"),
    [
        (ANNA, BEN, False),
        (ANNA, ANNA, True),
        (ANNA, {}, True),
        ({}, ANNA, True),
        (MAIL, MAIL | {"identityHash": "anna@example.org"}, True),
        (MAIL, MAIL | {"identityHash": "ben@example.org"}, False),
        (ANNA, MAIL, False),
        (HASHED, HASHED, True),
        (HASHED, OTHER, False),
        (HASHED, OTHER | {"salt": "another"}, True),  # nobody can tell
        (MAIL, HASHED, True),
    ],
)
def test_a_badge_renews_only_one_of_the_same_person(
    app: App, old: dict[str, Any], new: dict[str, Any], renews: bool
) -> None:
    found = renewals(app, given("old", "2027-05-01", **old), given("new", "2029-05-01", **new))
    assert found == ({"old": "new"} if renews else {})


def test_a_badge_for_my_address_renews_one_for_my_key(app: App) -> None:
    app.add_identity("did:example:anna")
    app.add_identity("anna@example.org")
    found = renewals(app, given("old", "2027-05-01", **ANNA), given("new", "2029-05-01", **MAIL))
    assert found == {"old": "new"}


def test_what_is_not_verified_never_speaks_for_what_is(app: App, clock: Clock) -> None:
    web = Issuer(identifier="did:web:harbour.example")
    signed = badge(web, "knots", "2027-05-01")
    (doubtful,) = put(app, signed)
    clock.set("2027-01-16T12:00:00Z")
    keys = json.dumps(web.document()).encode()
    app.vault.keep_document(Document("https://harbour.example/.well-known/did.json", keys, clock()))
    (verified,) = put(app, json.dumps(signed, indent=2))
    (told,) = app.due_reminders(EN)
    assert told.subjects == (verified,)
    assert one(app, doubtful).renewed_by == (verified, "knots")


def test_the_same_award_in_two_files_is_told_of_once(app: App, clock: Clock) -> None:
    signed = badge(ISSUER, "knots", "2027-05-01")
    (first,) = put(app, signed)
    clock.set("2027-01-16T12:00:00Z")
    (second,) = put(app, json.dumps(signed, indent=2))
    (told,) = app.due_reminders(EN)
    assert told.subjects == (first,)
    copy = one(app, second)
    assert (copy.state, copy.is_copy, copy.renewed_by) == (State.RENEWED, True, (first, "knots"))


# Stacks


def test_a_notice_says_what_a_lapse_breaks(tmp_path: Path) -> None:
    app = wallet(tmp_path, Clock("2026-11-23T12:00:00Z"))
    badges = resources.path("samples", "badges")
    app.add_identity("ada.okafor@example.org")
    app.add([badges / name for name in ("dementia-care.json", "first-aid.png")])
    app.check(documents=resources.path("samples", "documents"))
    app.import_stack(CARE)
    (told,) = [each for each in app.due_reminders(EN) if each.kind is Kind.END]
    assert told.title == "First Aid at Work lapses in 26 days"
    assert "Certificate in Care Practice: it would fall to 1 of 4 badges." in told.body
    item = next(each for each in app.agenda(EN) if each.breaks)
    assert item.watched.title == "First Aid at Work"
    assert item.breaks == (("Certificate in Care Practice", "it would fall to 1 of 4 badges"),)
    assert not any(each.breaks for each in app.agenda(EN, effects=False))


# The wallet as a whole


def test_nothing_is_said_of_backups_before_there_was_one(app: App, clock: Clock) -> None:
    clock.set("2030-01-01T12:00:00Z")
    assert app.agenda(EN) == ()
    app.vault.set_setting(BACKED_UP, "2029-09-23T12:00:00Z")
    (told,) = app.due_reminders(EN)
    assert (told.kind, told.title) == (
        Kind.BACKUP,
        "The wallet should have been backed up 10 days ago",
    )
    app.reminders_shown([told])
    clock.set("2030-03-31T12:00:00Z")
    assert app.due_reminders(EN) == ()
    clock.set("2030-04-01T12:00:00Z")
    assert len(app.due_reminders(EN)) == 1


def test_the_agenda_begins_with_what_ends_first_and_can_end_early(app: App, clock: Clock) -> None:
    put(app, *(badge(ISSUER, name, f"2027-0{n}-01") for n, name in enumerate("cab", 2)))
    assert [item.watched.title for item in app.agenda(EN)] == ["c", "a", "b"]
    near = app.agenda(EN, within=timedelta(days=45))
    assert [(item.watched.title, item.days) for item in near] == [("c", 17), ("a", 45)]
    assert [tell(app), tell(app)] == [[(30,), (90,), (90,)], []]
    clock.set("2027-03-05T12:00:00Z")
    app.reminders_shown(app.due_reminders(EN))
    assert [item.watched.title for item in app.agenda(EN)] == ["a", "b"]


# A locked wallet


def test_a_locked_wallet_counts_what_is_due_and_names_nothing(app: App, clock: Clock) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01"), badge(ISSUER, "sails", "2027-05-01"))
    tell(app)
    app.lock()
    home, zone = app.home.path, app.zone
    assert outside.due_while_locked(home, at("2027-01-31T07:59:59Z"), zone) == 0
    assert outside.due_while_locked(home, at("2027-01-31T08:00:00Z"), zone) == 2
    early = at("2027-01-30T23:00:00Z")  # midnight in Paris
    assert outside.due_while_locked(home, early, zone, all_day=True) == 2
    assert outside.due_while_locked(home, early - timedelta(seconds=1), zone, all_day=True) == 0
    assert outside.due_while_locked(home, at("2027-04-05T12:00:00Z"), zone) == 2
    assert outside.waiting_while_locked(home, at("2027-04-05T12:00:00Z"), zone) == 2
    outside.shown_while_locked(home, at("2027-04-05T12:00:00Z"), zone)
    assert outside.due_while_locked(home, at("2027-04-05T12:00:00Z"), zone) == 0
    assert outside.due_while_locked(home, at("2027-04-24T12:00:00Z"), zone) == 2
    text = (home / outside.FILE).read_text()
    assert set(json.loads(text)) == {"format", "due", "shown", "unseen"}
    assert not any(word in text for word in ("knots", "sails", "harbour", ISSUER.id))
    clock.set("2027-04-05T12:00:00Z")
    app.unlock(passphrase="quick")
    assert tell(app) == [(90, 30), (90, 30)]  # by name, now that it is open


def test_a_locked_wallet_says_all_that_waits_and_once_for_each_badge(
    app: App, clock: Clock
) -> None:
    """Whatever is said of a locked wallet is what is found in it once it is open."""
    put(app, badge(ISSUER, "knots", "2027-05-01"), badge(ISSUER, "sails", "2027-05-05"))
    put(app, badge(ISSUER, "ropes", "2028-05-01"))
    tell(app)
    app.lock()
    home, zone, said = app.home.path, app.zone, []
    for _ in range(150):
        if number := outside.due_while_locked(home, clock(), zone):
            assert outside.waiting_while_locked(home, clock(), zone) == number
            said.append((clock().date().isoformat(), number))
            outside.shown_while_locked(home, clock(), zone)
        clock.now += timedelta(days=1)
    assert said == [
        ("2027-01-31", 1),
        ("2027-02-04", 2),
        *((f"2027-{day}", 2) for day in ("04-01", "04-05", "04-24", "04-28")),
        *((f"2027-05-{day}", 2) for day in ("01", "02", "05", "06")),
    ]
    app.unlock(passphrase="quick")
    assert len(tell(app)) == 2


def test_what_a_locked_wallet_counts_follows_every_decision(app: App) -> None:
    def locked() -> int:
        return outside.due_while_locked(app.home.path, at("2027-04-25T12:00:00Z"), app.zone)

    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    assert locked() == 1
    app.dismiss_reminders(knots)
    assert locked() == 0
    app.remind_again(knots)
    app.snooze(knots, date(2027, 4, 25))
    assert locked() == 1
    app.snooze(knots, date(2027, 4, 26))
    assert locked() == 0
    app.remove([knots])
    assert json.loads((app.home.path / outside.FILE).read_text())["due"] == []


def test_what_comes_later_the_same_day_is_counted_though_the_day_was_told(
    app: App, clock: Clock
) -> None:
    home, zone = app.home.path, app.zone
    clock.set("2027-01-31T12:00:00Z")
    put(app, badge(ISSUER, "knots", "2027-05-01"))
    outside.shown_while_locked(home, clock(), zone)
    assert outside.due_while_locked(home, clock(), zone) == 0
    put(app, badge(ISSUER, "sails", "2027-05-01"))
    assert outside.due_while_locked(home, clock(), zone) == 2


def test_a_clock_that_ran_ahead_while_locked_silences_nothing(app: App) -> None:
    home, zone = app.home.path, app.zone
    put(app, badge(ISSUER, "knots", "2027-05-01"))
    tell(app)
    outside.shown_while_locked(home, at("2035-01-01T12:00:00Z"), zone)
    tell(app)
    assert outside.due_while_locked(home, at("2027-01-31T12:00:00Z"), zone) == 1


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b'{"format": 2, "due": []}', b'{"format": 1, "due": [7]}', b"\xff"]
)
def test_a_damaged_file_tells_nothing_and_is_written_anew(app: App, damage: bytes) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01"))
    file = app.home.path / outside.FILE
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert outside.due_while_locked(app.home.path, at("2028-01-01T00:00:00Z"), app.zone) == 0
    outside.shown_while_locked(app.home.path, at("2028-01-01T00:00:00Z"), app.zone)
    app.check([knots])
    assert file.read_bytes() == whole


def test_a_folder_without_the_file_tells_nothing(tmp_path: Path, app: App) -> None:
    assert outside.due_while_locked(tmp_path, at("2028-01-01T00:00:00Z"), app.zone) == 0
