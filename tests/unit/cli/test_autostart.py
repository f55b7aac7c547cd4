"""Starting with the session: what the command line says, and what it has written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Lw, make_app
from wallet.app import App, WalletState
from wallet.cli import autostart, window
from wallet.cli.arguments import parse
from wallet.cli.session import Session, opened
from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.notify.autostart import Entry, entry

SENTENCES = {
    "on": "The wallet starts with your session: locked, in the tray, without a window.\n",
    "off": "The wallet does not start with your session.\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Entry:
    return entry(platform="linux", environment={}, home=tmp_path)


def session(tmp_path: Path, *options: str, home: str = "my wallet") -> Session:
    """Return a call of the wallet in ``home``, which is there."""
    folder = tmp_path / home
    app = make_app(folder, lambda: datetime(2026, 11, 23, tzinfo=UTC))
    if app.state is WalletState.ABSENT:
        app.create(passphrase="quick", keychain=False)
        app.lock()
    return opened(parse(["--home", str(folder), *options, "list"], Words()))


def test_on_off_and_state_are_said_and_done(
    tmp_path: Path, place: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    here = session(tmp_path, "--lang", "en")
    file = Path(place.place)
    for wanted, now in (("state", "off"), ("on", "on"), ("state", "on"), ("off", "off")):
        assert autostart.run(here, wanted, place) == 0
        told = SENTENCES[now] + (f"{file}\n" if now == "on" else "")
        assert capsys.readouterr().out == told
        assert file.exists() == (now == "on")


def test_a_wallet_that_is_not_there_does_not_start(tmp_path: Path, place: Entry) -> None:
    nowhere = opened(parse(["--home", str(tmp_path / "nowhere"), "list"], Words()))
    with pytest.raises(UnusableInput, match="there is no wallet in "):
        autostart.run(nowhere, "on", place)
    assert not Path(place.place).exists()
    assert autostart.run(nowhere, "off", place) == 0
    assert not (tmp_path / "nowhere").exists()


def test_the_wallet_that_was_named_is_the_one_that_starts(
    tmp_path: Path, place: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert autostart.run(session(tmp_path, "--json"), "on", place) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"format": said["format"], "autostart": "on", "entry": place.place}
    line = next(one for one in Path(place.place).read_text().splitlines() if one[:5] == "Exec=")
    assert line.endswith(f'--tray --home "{tmp_path / "my wallet"}"')
    other = session(tmp_path, "--json", home="other")
    assert autostart.run(other, "state", place) == 0
    assert json.loads(capsys.readouterr().out)["autostart"] == "otherwise"
    autostart.run(session(tmp_path, "--lang", "en", home="other"), "state", place)
    assert capsys.readouterr().out == (
        "Your session starts another wallet, or this program from another place; learner-wallet"
        f" remind autostart on makes it start this one.\n{place.place}\n"
    )


def test_the_usual_wallet_needs_no_name(
    tmp_path: Path, place: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNER_WALLET_HOME", str(tmp_path / "elsewhere"))
    session(tmp_path, home="elsewhere")
    monkeypatch.setattr(App, "state", WalletState.LOCKED)
    autostart.run(opened(parse(["list"], Words())), "on", place)
    assert f"--home {tmp_path / 'elsewhere'}" in Path(place.place).read_text()
    monkeypatch.delenv("LEARNER_WALLET_HOME")
    autostart.run(opened(parse(["list"], Words())), "on", place)
    assert "--home" not in Path(place.place).read_text()


def test_an_entry_of_somebody_else_is_an_error(
    tmp_path: Path, place: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(place.place)
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\nExec=other\n")
    with pytest.raises(UnusableInput, match="did not write"):
        autostart.run(session(tmp_path), "on", place)
    assert autostart.run(session(tmp_path, "--lang", "en"), "state", place) == 0
    told = capsys.readouterr().out
    assert "that this program did not write, so it does not change it" in told
    assert "autostart on" not in told


def test_the_tray_needs_a_display_and_nothing_is_opened_before(
    lw: Lw, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    answer = lw("--tray")
    assert answer.status == 2
    assert "there is no display" in answer.err


def test_the_tray_is_what_starts_where_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[str] = []

    def begins(what: str) -> Callable[[Session], int]:
        def begin(_session: Session) -> int:
            began.append(what)
            return 0

        return begin

    monkeypatch.setattr(window, "why_not", lambda: None)
    monkeypatch.setattr(window, "open_window", begins("window"))
    monkeypatch.setattr(window, "stay_in_tray", begins("tray"))
    for words in ([], ["--tray"]):
        window.run(opened(parse(words, Words())))
    assert began == ["window", "tray"]
