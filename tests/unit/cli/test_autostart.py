"""Starting with the session: what the command line says, and what it has written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Lw
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


def session(tmp_path: Path, *options: str) -> Session:
    return opened(parse(["--home", str(tmp_path / "my wallet"), *options, "list"], Words()))


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
    assert not (tmp_path / "my wallet").exists()


def test_the_wallet_that_was_named_is_the_one_that_starts(
    tmp_path: Path, place: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert autostart.run(session(tmp_path, "--json"), "on", place) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"format": said["format"], "autostart": "on", "entry": place.place}
    line = next(one for one in Path(place.place).read_text().splitlines() if one[:5] == "Exec=")
    assert line.endswith(f'--tray --home "{tmp_path / "my wallet"}"')
    other = opened(parse(["--home", str(tmp_path / "other"), "--json", "list"], Words()))
    assert autostart.run(other, "state", place) == 0
    assert json.loads(capsys.readouterr().out)["autostart"] == "otherwise"


def test_the_usual_wallet_needs_no_name(
    tmp_path: Path, place: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARNER_WALLET_HOME", raising=False)
    autostart.run(opened(parse(["list"], Words())), "on", place)
    assert "--home" not in Path(place.place).read_text()
    monkeypatch.setenv("LEARNER_WALLET_HOME", str(tmp_path / "elsewhere"))
    autostart.run(opened(parse(["list"], Words())), "on", place)
    assert f"--home {tmp_path / 'elsewhere'}" in Path(place.place).read_text()


def test_an_entry_of_somebody_else_is_an_error(tmp_path: Path, place: Entry) -> None:
    file = Path(place.place)
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\nExec=other\n")
    with pytest.raises(UnusableInput, match="did not write"):
        autostart.run(session(tmp_path), "on", place)


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
