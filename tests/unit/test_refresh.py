"""Going online: what is asked, what is kept, and what a server that strays cannot spoil."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.internet import (
    ASSERTION,
    BADGE,
    ISSUER,
    LIST,
    SECRET,
    SITE,
    Clock,
    Internet,
    hosted_badge,
    wallet_in,
)
from tests.issuing import (
    NOW,
    OB3,
    V2,
    Issuer,
    JoseKey,
    entry,
    sd_jwt,
    status_list,
    token_status_list,
)
from wallet.app import App
from wallet.entries import Entry
from wallet.errors import Cancelled as CancelledError
from wallet.network import errors
from wallet.network.answer import Answer
from wallet.progress import Cancelled, never
from wallet.refresh import online
from wallet.verify.report import Authenticity, Check, CheckId, Report, Standing


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, internet: Internet, clock: Clock) -> App:
    return wallet_in(tmp_path / "wallet", internet, clock)


def add(app: App, document: object, name: str = "badge.json") -> str:
    (added,) = app.add([(name, json.dumps(document).encode())]).added
    return added.id


def report(entry_: Entry) -> Report:
    assert entry_.verdict.report is not None
    return entry_.verdict.report


def check(entry_: Entry, check_id: CheckId) -> Check:
    (found,) = report(entry_).of(check_id)
    return found


def listed_badge(internet: Internet, marked: set[int] | None = None) -> dict[str, Any]:
    """Return a badge with its own key, whose status list is published."""
    issuer = Issuer()
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, marked or set())))
    return issuer.sign(issuer.credential(credentialStatus=entry(LIST, 94)))


# What is asked


def test_a_hosted_badge_is_followed_to_its_issuer_and_known_offline_from_then_on(
    app: App, internet: Internet, clock: Clock
) -> None:
    badge = add(app, hosted_badge(internet))
    assert report(app.entry(badge)).authenticity is Authenticity.UNDETERMINED
    assert internet.asked == []
    result = app.check_online()
    (now,) = result.entries
    assert report(now).authenticity is Authenticity.VERIFIED
    assert internet.asked == [ASSERTION, BADGE, ISSUER]
    assert [(one.url, one.status, one.error) for one in result.fetched] == [
        (url, 200, None) for url in (ASSERTION, BADGE, ISSUER)
    ]
    clock.forward(days=400)
    internet.unplug()
    (later,) = app.check()
    assert report(later).authenticity is Authenticity.VERIFIED
    assert check(later, CheckId.HOSTED).as_of == NOW
    assert len(internet.asked) == 3


def test_what_was_fetched_a_moment_ago_is_not_asked_again_and_what_is_older_is(
    app: App, internet: Internet, clock: Clock
) -> None:
    add(app, hosted_badge(internet))
    app.check_online()
    clock.forward(minutes=4)
    assert app.check_online().fetched == ()
    clock.forward(minutes=2)
    assert len(app.check_online().fetched) == 3
    assert len(internet.asked) == 6


def test_several_badges_ask_for_what_they_share_once(app: App, internet: Internet) -> None:
    issuer = Issuer()
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, {3})))
    for number in range(4):
        document = issuer.credential(id=f"urn:uuid:{number}", credentialStatus=entry(LIST, number))
        add(app, issuer.sign(document), f"{number}.json")
    result = app.check_online()
    assert internet.asked == [LIST]
    standings = [report(one).standing for one in result.entries]
    assert standings == [Standing.REVOKED, *[Standing.CURRENT] * 3]


def test_the_status_list_of_a_token_is_asked_for_and_known_offline_from_then_on(
    app: App, internet: Internet
) -> None:
    key = JoseKey("ES256")
    stated = {"status_list": {"idx": 1, "uri": LIST}}
    claims = {"iss": key.did, "vct": f"{SITE}/knots", "status": stated}
    token = sd_jwt(key, claims, {"given_name": "Ada"}, kid=f"{key.did}#0")
    internet.put(LIST, token_status_list(key, LIST, b"\x02").encode())
    (added,) = app.add([("badge.txt", token.encode())]).added
    assert report(added).standing is Standing.UNKNOWN
    (now,) = app.check_online().entries
    assert internet.asked == [LIST]
    assert report(now).standing is Standing.REVOKED
    internet.unplug()
    (later,) = app.check()
    assert check(later, CheckId.STATUS).as_of == NOW


def test_the_endorsements_of_a_badge_are_asked_for_and_known_offline_from_then_on(
    app: App, internet: Internet
) -> None:
    guild, praise = "https://guild.example/profile", "https://guild.example/endorsements/1"
    badge = hosted_badge(internet)
    held = json.loads(internet.get(BADGE).data)
    internet.put(BADGE, {**held, "endorsement": praise})
    said = {"id": BADGE, "endorsementComment": "They know their ropes."}
    body = {"id": praise, "type": "Endorsement", "claim": said, "issuer": guild}
    internet.put(praise, {**body, "issuedOn": "2024-06-01", "verification": {"type": "hosted"}})
    internet.put(guild, {"id": guild, "type": "Profile", "name": "Guild of Riggers"})
    internet.asked.clear()
    add(app, badge)
    result = app.check_online(hosts=["harbour.example"])
    assert result.unasked == ("guild.example",)
    (now,) = app.check_online(hosts=result.unasked).entries
    assert internet.asked == [ASSERTION, BADGE, ISSUER, praise, guild]
    assert check(now, CheckId.ENDORSEMENTS).reason == "endorsements-verified"
    internet.unplug()
    (later,) = app.check()
    assert check(later, CheckId.ENDORSEMENTS).facts["names"] == "Guild of Riggers"


def test_an_endorsement_that_is_gone_is_remembered_as_taken_back(
    app: App, internet: Internet, clock: Clock
) -> None:
    praise = f"{SITE}/endorsements/1"
    badge = {**hosted_badge(internet), "endorsement": praise}
    internet.put(ASSERTION, badge)
    internet.put(praise, {"id": praise, "type": "Endorsement", "claim": {"id": ASSERTION},
                          "issuer": ISSUER, "issuedOn": "2024-06-01"})  # fmt: skip
    add(app, badge)
    app.check_online()
    internet.put(praise, b"", 410)
    clock.forward(days=1)
    (now,) = app.check_online().entries
    assert check(now, CheckId.ENDORSEMENTS).facts["good"] == "0"
    (inner,) = now.verdict.endorsements
    assert inner.report is not None
    assert inner.report.standing is Standing.REVOKED


def test_only_the_chosen_badges_ask(app: App, internet: Internet) -> None:
    chosen = add(app, listed_badge(internet), "a.json")
    add(app, hosted_badge(internet), "b.json")
    app.check_online([chosen])
    assert internet.asked == [LIST]


def test_the_documents_of_an_issuer_and_its_list_are_found(app: App, internet: Internet) -> None:
    issuer = Issuer(identifier="did:web:harbour.example")
    internet.put(f"{SITE}/.well-known/did.json", issuer.document())
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, {94})))
    add(app, issuer.sign(issuer.credential(credentialStatus=entry(LIST, 94))))
    (now,) = app.check_online().entries
    assert report(now).authenticity is Authenticity.VERIFIED
    assert report(now).standing is Standing.REVOKED


def test_contexts_and_addresses_that_are_no_web_addresses_are_never_asked(
    app: App, internet: Internet
) -> None:
    issuer = Issuer(identifier=V2)
    add(app, issuer.sign(issuer.credential(credentialStatus=entry("urn:list:1", 1))))
    result = app.check_online()
    assert internet.asked == []
    assert result.fetched == ()


def test_a_badge_that_names_ever_more_addresses_is_stopped(app: App, internet: Internet) -> None:
    issuer = Issuer()
    lists = [entry(f"{SITE}/lists/{number}", 1) for number in range(60)]
    add(app, issuer.sign(issuer.credential(credentialStatus=lists)))
    result = app.check_online()
    assert len(internet.asked) == online.MAX_EACH
    codes = [one.error.code for one in result.fetched if one.error]
    assert codes.count("too-many-addresses") == 20


def test_a_call_takes_in_no_more_than_its_bound(
    app: App, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "MAX_BYTES", 10)
    add(app, hosted_badge(internet))
    result = app.check_online()
    assert internet.asked == [ASSERTION]
    assert [one.error.code for one in result.fetched if one.error] == ["too-many-addresses"]


def test_a_silent_server_is_asked_once(app: App, internet: Internet) -> None:
    issuer = Issuer()
    lists = [entry(f"{SITE}/lists/{number}", 1) for number in range(3)]
    for one in lists:
        internet.pages[one["statusListCredential"]] = errors.too_slow(SITE)
    other = entry("https://other.example/1", 1)
    badge = add(app, issuer.sign(issuer.credential(credentialStatus=[*lists, other])))
    result = app.check_online()
    assert internet.asked == [f"{SITE}/lists/0", "https://other.example/1"]
    assert [one.error.code for one in result.fetched if one.error] == [
        *["too-slow"] * 3, "answer-refused",
    ]  # fmt: skip
    # The signature was verified all the same.
    assert report(app.entry(badge)).authenticity is Authenticity.VERIFIED
    assert report(app.entry(badge)).standing is Standing.UNKNOWN


# What is kept


@pytest.mark.parametrize(
    "answer",
    [
        b"<html><title>Log in</title></html>", b"", b"[]", b"null", b"{", b'{"error": "busy"}',
        b'{"id": "https://harbour.example/elsewhere", "type": "Assertion"}', b"\x89PNG\r\n",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_what_it_should_be_replaces_nothing(
    app: App, internet: Internet, clock: Clock, answer: bytes
) -> None:
    add(app, hosted_badge(internet))
    app.check_online()
    clock.forward(days=1)
    for url in (ASSERTION, BADGE, ISSUER):
        internet.put(url, answer)
    result = app.check_online()
    assert {one.error.code for one in result.fetched if one.error} == {"answer-unusable"}
    (now,) = result.entries
    assert report(now).authenticity is Authenticity.VERIFIED
    assert check(now, CheckId.HOSTED).as_of == NOW


@pytest.mark.parametrize("status", [404, 403, 500, 503])
def test_an_error_replaces_nothing(app: App, internet: Internet, clock: Clock, status: int) -> None:
    add(app, listed_badge(internet))
    app.check_online()
    clock.forward(days=1)
    internet.put(LIST, {"id": LIST}, status)
    result = app.check_online()
    (told,) = result.fetched
    assert told.status == status
    assert told.error is not None
    assert told.error.code == "answer-refused"
    (now,) = result.entries
    assert report(now).standing is Standing.CURRENT
    assert check(now, CheckId.STATUS).as_of == NOW


def test_an_answer_of_use_replaces_an_older_one(app: App, internet: Internet, clock: Clock) -> None:
    issuer = Issuer()
    add(app, listed_badge(internet))
    app.check_online()
    clock.forward(days=1)
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, {94})))
    (now,) = app.check_online().entries
    assert report(now).standing is Standing.REVOKED
    assert check(now, CheckId.STATUS).as_of == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("body", "status"), [({"id": ASSERTION, "revoked": True}, 200), ({"revoked": True}, 200),
                         (b"gone", 410), (b"", 410)],
)  # fmt: skip
def test_a_hosted_badge_that_is_withdrawn_is_revoked(
    app: App, internet: Internet, clock: Clock, body: object, status: int
) -> None:
    add(app, hosted_badge(internet))
    app.check_online()
    clock.forward(days=1)
    internet.put(ASSERTION, body, status)
    (now,) = app.check_online().entries
    assert report(now).standing is Standing.REVOKED
    internet.unplug()
    (later,) = app.check()
    assert report(later).standing is Standing.REVOKED


def test_a_list_that_is_gone_does_not_make_a_revoked_badge_unknown(
    app: App, internet: Internet, clock: Clock
) -> None:
    add(app, listed_badge(internet, {94}))
    app.check_online()
    clock.forward(days=1)
    internet.put(LIST, b"", 410)
    (now,) = app.check_online().entries
    assert report(now).standing is Standing.REVOKED


def test_the_first_answer_must_be_of_use_to_be_kept(app: App, internet: Internet) -> None:
    add(app, listed_badge(internet))
    internet.put(LIST, b"<html>Log in</html>")
    (now,) = app.check_online().entries
    assert check(now, CheckId.STATUS).reason == "status-list-not-at-hand"


# Stopping, and agreeing


def test_stopped_on_the_way_what_was_fetched_is_kept_and_no_verdict_changed(
    app: App, internet: Internet
) -> None:
    badge = add(app, hosted_badge(internet))
    before = app.history(badge)
    with pytest.raises(CancelledError):
        app.check_online(cancelled=lambda: len(internet.asked) >= 2)
    assert app.history(badge) == before
    internet.asked.clear()
    app.check_online()
    assert internet.asked == [BADGE, ISSUER]


def test_servers_are_named_before_they_are_asked_and_no_other_is_asked(
    app: App, internet: Internet
) -> None:
    badge = hosted_badge(internet)
    moved = "https://issuer.example/profile"
    held = json.loads(internet.get(BADGE).data)
    internet.put(BADGE, {**held, "issuer": moved})
    internet.put(moved, {"id": moved, "type": "Issuer", "name": "Harbour",
                         "verification": {"allowedOrigins": "harbour.example"}})  # fmt: skip
    internet.asked.clear()
    add(app, badge)
    assert app.servers() == ("harbour.example",)
    assert internet.asked == []
    result = app.check_online(hosts=app.servers())
    assert internet.asked == [ASSERTION, BADGE]
    assert result.unasked == ("issuer.example",)
    (now,) = app.check_online(hosts=result.unasked).entries
    assert internet.asked == [ASSERTION, BADGE, moved]
    assert report(now).authenticity is Authenticity.VERIFIED
    assert app.servers() == ()


def test_progress_is_over_addresses_and_names_the_server(app: App, internet: Internet) -> None:
    add(app, hosted_badge(internet))
    told: list[tuple[int, int, str]] = []
    app.check_online(progress=lambda *how: told.append(how))
    assert (0, 2, "harbour.example") in told
    assert told[-1] == (3, 3, "")


# While servers are asked, the wallet goes on being used


@dataclass
class Meanwhile:
    """An internet that does something to the wallet whenever an address is asked."""

    internet: Internet
    does: Callable[[], object]

    def get(self, url: str, cancelled: Cancelled = never) -> Answer:
        self.does()
        return self.internet.get(url, cancelled)


def test_the_wallet_is_used_only_in_turns_and_no_server_is_asked_in_one(
    app: App, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(app, hosted_badge(internet))
    add(app, {**listed_badge(internet), **REFRESH}, "listed.json")
    internet.asked.clear()
    used: list[bool] = []
    inside: list[bool] = []

    def turn(call: Callable[[], Any]) -> Any:
        assert not inside
        inside.append(True)
        try:
            return call()
        finally:
            inside.pop()

    connection = app.vault._run

    def run(*statement: Any) -> list[Any]:
        used.append(bool(inside))
        return connection(*statement)

    monkeypatch.setattr(app.vault, "_run", run)
    asked: list[bool] = []
    app._client = Meanwhile(internet, lambda: asked.append(bool(inside)))
    result = app.check_online(turn=turn)
    assert len(result.entries) == 2
    assert used
    assert all(used)
    assert asked == [False] * len(internet.asked)
    assert internet.asked == [LIST, ASSERTION, BADGE, ISSUER]


def test_a_badge_that_is_removed_while_servers_are_asked_is_left_out(
    app: App, internet: Internet
) -> None:
    gone = add(app, hosted_badge(internet))
    stays = add(app, listed_badge(internet), "listed.json")

    def remove() -> None:
        if any(one.id == gone for one in app.entries()):
            app.remove([gone])

    app._client = Meanwhile(internet, remove)
    result = app.check_online()
    assert [one.id for one in result.entries] == [stays]
    assert [one.id for one in app.entries()] == [stays]
    assert report(app.entry(stays)).standing is Standing.CURRENT


def test_a_badge_that_is_removed_while_its_newer_form_is_asked_for_gets_none(
    app: App, internet: Internet
) -> None:
    issuer = Issuer()
    old = add(app, issuer.sign(issuer.credential(**REFRESH)))
    internet.put(SERVICE, renewed())
    app._client = Meanwhile(internet, lambda: app.remove([old]))
    assert app.check_online().added == ()
    assert app.entries() == ()


def test_a_wallet_that_is_locked_while_servers_are_asked_is_left_alone(
    app: App, internet: Internet
) -> None:
    badge = add(app, hosted_badge(internet))
    before = app.history(badge)
    app._client = Meanwhile(internet, app.lock)
    with pytest.raises(CancelledError):
        app.check_online()
    assert internet.asked == [ASSERTION]
    app.unlock(passphrase=SECRET)
    assert app.history(badge) == before


# Refresh services (VERIFY.md rule 19)

SERVICE = f"{SITE}/refresh/7"
REFRESH = {
    "@context": [V2, OB3, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    "refreshService": {"id": SERVICE, "type": "1EdTechCredentialRefresh"},
}


def renewed(**changes: Any) -> dict[str, Any]:
    issuer = Issuer()
    given = {"validFrom": "2026-03-01T00:00:00Z", **REFRESH, **changes}
    return issuer.sign(issuer.credential(**given))


def test_a_newer_form_is_added_beside_the_older_one(app: App, internet: Internet) -> None:
    issuer = Issuer()
    old = add(app, issuer.sign(issuer.credential(**REFRESH)))
    newer = renewed()
    internet.put(SERVICE, newer)
    assert app.servers() == ("harbour.example",)
    result = app.check_online()
    (added,) = result.added
    assert app.vault.original(added.id) == json.dumps(newer).encode()
    assert report(added).authenticity is Authenticity.VERIFIED
    assert {one.id for one in app.entries()} == {old, added.id}
    assert internet.asked == [SERVICE]
    again = app.check_online()
    assert again.added == ()
    assert [one.error for one in again.fetched] == [None]
    assert len(app.entries()) == 2


def _another_issuer() -> dict[str, Any]:
    issuer = Issuer(seed=9)
    return issuer.sign(issuer.credential())


def _another_achievement() -> dict[str, Any]:
    subject = Issuer().credential()["credentialSubject"]
    subject["achievement"]["id"] = "https://harbour.example/achievements/admiral"
    return renewed(credentialSubject=subject)


def _another_learner() -> dict[str, Any]:
    subject = Issuer().credential()["credentialSubject"]
    return renewed(credentialSubject={**subject, "id": "did:example:somebody-else"})


def _changed_on_the_way() -> dict[str, Any]:
    return {**renewed(), "name": "Admiral"}


@pytest.mark.parametrize(
    "answer", [_another_issuer, _another_achievement, _another_learner, _changed_on_the_way, dict]
)
def test_what_is_no_newer_form_of_the_badge_is_noted_and_not_added(
    app: App, internet: Internet, answer: Callable[[], dict[str, Any]]
) -> None:
    issuer = Issuer()
    add(app, issuer.sign(issuer.credential(**REFRESH)))
    internet.put(SERVICE, answer())
    result = app.check_online()
    assert result.added == ()
    assert [one.error.code for one in result.fetched if one.error] == ["refresh-not-the-same"]
    assert len(app.entries()) == 1


def test_the_word_of_a_badge_that_is_not_authentic_is_not_followed(
    app: App, internet: Internet
) -> None:
    issuer = Issuer()
    changed = {**issuer.sign(issuer.credential(**REFRESH)), "name": "Admiral"}
    add(app, changed)
    assert app.servers() == ()
    app.check_online()
    assert internet.asked == []


def test_other_refresh_services_are_not_asked(app: App, internet: Internet) -> None:
    issuer = Issuer()
    other = {"id": SERVICE, "type": "1EdTechJsonSchemaValidator2019"}
    add(app, issuer.sign(issuer.credential(**{**REFRESH, "refreshService": other})))
    app.check_online()
    assert internet.asked == []


# Without a wallet, and badges at addresses


def test_verifying_online_writes_nothing(app: App, internet: Internet, tmp_path: Path) -> None:
    path = tmp_path / "badge.json"
    path.write_text(json.dumps(hosted_badge(internet)))
    (offline,) = app.judge.verify([path])
    (verdict,), fetched = app.verify_online([path])
    assert offline.exit_status == 3
    assert verdict.exit_status == 0
    assert [one.url for one in fetched] == [ASSERTION, BADGE, ISSUER]
    assert app.vault.document(ASSERTION) is None


def test_verifying_online_needs_no_wallet_and_tells_what_cannot_be_read(
    internet: Internet, clock: Clock, tmp_path: Path
) -> None:
    app = wallet_in(tmp_path / "wallet", internet, clock)
    app.lock()
    path = tmp_path / "badge.json"
    path.write_text(json.dumps(hosted_badge(internet)))
    (tmp_path / "broken.json").write_text("{")
    verdicts, _ = app.verify_online([path, tmp_path / "broken.json"])
    assert [one.exit_status for one in verdicts] == [0, 2]


def test_saved_documents_count_as_fetched(app: App, internet: Internet, tmp_path: Path) -> None:
    path = tmp_path / "badge.json"
    path.write_text(json.dumps(hosted_badge(internet)))
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "issuer.json").write_bytes(internet.get(ISSUER).data)
    (saved / "urls.tsv").write_text(f"url\tfile\tfetched_at\n{ISSUER}\tissuer.json\t\n")
    internet.asked.clear()
    (verdict,), _ = app.verify_online([path], documents=saved)
    assert verdict.exit_status == 0
    assert internet.asked == [ASSERTION, BADGE]


def test_a_badge_at_an_address_comes_as_it_is_and_counts_as_its_hosts_word(
    app: App, internet: Internet
) -> None:
    hosted_badge(internet)
    bodies, fetched = app.badges_at([ASSERTION, f"{SITE}/none"])
    assert bodies == ((ASSERTION, internet.pages[ASSERTION].data),)  # type: ignore[union-attr]
    assert [one.error.code for one in fetched if one.error] == ["answer-refused"]
    (added,) = app.add(bodies).added
    assert added.file_name == "7"
    internet.asked.clear()
    app.check_online()
    assert internet.asked == [BADGE, ISSUER]
