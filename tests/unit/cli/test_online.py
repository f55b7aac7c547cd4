"""``--online``: what is fetched is said, and without it nothing is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.internet import ASSERTION, BADGE, ISSUER, LIST, SITE, Internet, hosted_badge
from tests.issuing import Issuer, entry, status_list
from tests.unit.cli.conftest import NOW, Answer, make_app
from wallet.app import App
from wallet.cli.main import run
from wallet.share import link

URLS = [ASSERTION, BADGE, ISSUER]
Lw = Callable[..., Answer]


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def lw(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    internet: Internet,
) -> Lw:
    """Return a caller of the command line whose internet is ``internet``."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse battery\n")

    def find(home: Path, clock: Callable[[], datetime]) -> App:
        app = make_app(home, clock)
        app._client = internet
        return app

    def call(*words: str | Path, now: str = NOW) -> Answer:
        capsys.readouterr()
        argv = ["--home", str(tmp_path / "home"), "--passphrase-file", str(secret), "--now", now]
        status = run([*argv, *map(str, words)], find)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    assert call("init").status == 0
    return call


@pytest.fixture
def badge(internet: Internet, tmp_path: Path) -> Path:
    """Return the file of a hosted badge that is on the internet."""
    path = tmp_path / "knots.json"
    path.write_text(json.dumps(hosted_badge(internet)))
    return path


def addresses(answer: Answer) -> list[tuple[str, int | None]]:
    return [(one["url"], one["status"]) for one in answer.json["fetched"]]


def test_check_online_fetches_and_remembers(lw: Lw, badge: Path, internet: Internet) -> None:
    lw("add", badge)
    assert lw("check").status == 3
    assert internet.asked == []
    answer = lw("check", "--online", "--json")
    assert answer.status == 0
    assert addresses(answer) == [(url, 200) for url in URLS]
    assert {one["at"] for one in answer.json["fetched"]} == {NOW}
    (credential,) = answer.json["credentials"]
    assert credential["authenticity"] == "verified"
    assert credential["checked_at"] == NOW
    internet.unplug()
    later = lw("check", "--json", now="2027-01-01T00:00:00Z")
    assert later.status == 0
    assert "fetched" not in later.json
    hosted = [one for one in later.json["credentials"][0]["checks"] if one["id"] == "hosted"]
    assert hosted[0]["as_of"] == NOW


def test_an_address_that_could_not_be_had_is_one_line_and_the_signature_counts(
    lw: Lw, internet: Internet, tmp_path: Path
) -> None:
    issuer, path = Issuer(), tmp_path / "listed.json"
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, set())))
    internet.unplug()
    path.write_text(json.dumps(issuer.sign(issuer.credential(credentialStatus=entry(LIST, 1)))))
    lw("add", path)
    answer = lw("check", "--online", "--json")
    assert answer.status == 3
    (told,) = answer.json["fetched"]
    assert (told["url"], told["status"], told["error"]["code"]) == (LIST, None, "host-unreachable")
    assert answer.err.splitlines() == [f"not fetched: {told['error']['message']}"]
    assert answer.json["credentials"][0]["authenticity"] == "verified"
    assert answer.json["credentials"][0]["standing"] == "unknown"


def test_only_the_named_badges_are_checked(lw: Lw, badge: Path, internet: Internet) -> None:
    issuer = Issuer()
    other = badge.with_name("other.json")
    internet.put(LIST, issuer.sign(status_list(issuer, LIST, set())))
    other.write_text(json.dumps(issuer.sign(issuer.credential(credentialStatus=entry(LIST, 1)))))
    lw("add", badge)
    (added,) = lw("add", other, "--json").json["added"]
    assert lw("check", added["id"][:12], "--online").status == 0
    assert internet.asked == [LIST]


def test_verify_online_answers_and_writes_nothing(
    lw: Lw, badge: Path, internet: Internet, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in (tmp_path / "home").iterdir()}
    assert lw("verify", badge).status == 3
    answer = lw("verify", badge, "--online", "--json")
    assert answer.status == 0
    assert addresses(answer) == [(url, 200) for url in URLS]
    assert {path: path.read_bytes() for path in (tmp_path / "home").iterdir()} == before
    internet.asked.clear()
    assert lw("verify", badge, "--online").status == 0
    assert internet.asked == URLS


def test_a_badge_at_an_address_is_added_as_it_comes(lw: Lw, internet: Internet) -> None:
    issuer = Issuer()
    document = issuer.sign(issuer.credential())
    internet.put(f"{SITE}/mine.json", document)
    refused = lw("add", f"{SITE}/mine.json")
    assert refused.status == 2
    assert refused.err.startswith("error: https://harbour.example/mine.json is a web address")
    assert "--online" in refused.err
    assert internet.asked == []
    answer = lw("add", f"{SITE}/mine.json", "--online", "--json")
    assert answer.status == 0
    (added,) = answer.json["added"]
    assert added["file_name"] == "mine.json"
    assert addresses(answer) == [(f"{SITE}/mine.json", 200)]
    again = lw("add", f"{SITE}/mine.json", "--online", "--json")
    assert len(again.json["already"]) == 1


def test_an_address_without_a_badge_is_told_and_the_others_are_added(
    lw: Lw, internet: Internet, badge: Path
) -> None:
    internet.put(f"{SITE}/page", b"<html>Log in</html>")
    answer = lw("add", f"{SITE}/page", f"{SITE}/none", badge, "--online", "--json")
    assert answer.status == 2
    assert len(answer.json["added"]) == 1
    told = {one["source"]: one["error"]["code"] for one in answer.json["quarantined"]}
    assert told == {f"{SITE}/page": "not-a-badge", f"{SITE}/none": "answer-refused"}


def test_a_link_that_carries_badges_is_opened_here_and_its_page_is_not_asked(
    lw: Lw, internet: Internet, badge: Path
) -> None:
    text = link.make([badge.read_bytes()], f"{SITE}/show").text
    answer = lw("verify", text, "--online", "--json")
    (result,) = answer.json["results"]
    assert (result["container"], result["authenticity"]) == ("text", "verified")
    assert lw("add", text, "--online").status == 0
    assert set(internet.asked) == set(URLS)


@pytest.mark.parametrize("command", [["list"], ["identity", "list"], ["doctor"]])
def test_other_commands_ask_nobody_and_say_so(
    lw: Lw, internet: Internet, command: list[Any]
) -> None:
    answer = lw(*command, "--online")
    assert answer.status == 0
    assert answer.err.splitlines()[0] == "note: this needs no network, and used none"
    assert internet.asked == []
