"""Starting with the session: what each system's entry says, and that only ours is touched."""

from __future__ import annotations

import os
import plistlib
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.notify.registries import Winreg
from wallet.errors import UnusableInput
from wallet.notify.autostart import Command, Entry, State, command, entry
from wallet.notify.autostart_macos import LABEL
from wallet.notify.autostart_windows import APPROVED, NAME, RUN
from wallet.notify.autostart_xdg import quoted

ODD = Command(('/home/Zoë\'s/100% "new" $HOME `id` a\\b/learner-wallet', "--tray"), "/opt/a b")
PLAIN = Command(("/usr/bin/learner-wallet", "--tray"))


def code_of(call: object, *facts: object) -> str:
    with pytest.raises(UnusableInput) as caught:
        call(*facts)  # type: ignore[operator]
    return caught.value.code


# What is started


def test_the_installed_command_is_started_where_it_is(tmp_path: Path) -> None:
    script = tmp_path / "learner-wallet"
    script.write_text("")
    script.chmod(0o755)
    found = command("--home", "/x y", executable=str(tmp_path / "python3"), platform="linux")
    assert found == Command((str(script), "--tray", "--home", "/x y"))


def test_else_python_runs_the_package_from_the_folder_it_lies_in(tmp_path: Path) -> None:
    python = str(tmp_path / "python3")
    found = command(executable=python, platform="darwin", package=tmp_path / "src" / "wallet")
    assert found == Command((python, "-m", "wallet", "--tray"), str(tmp_path / "src"))
    package = tmp_path / "site-packages" / "wallet"
    assert command(executable=python, platform="linux", package=package).folder is None


def test_on_windows_python_is_the_one_without_a_console(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert command(executable=str(python), platform="win32").words[0] == str(python)
    windowed = tmp_path / "pythonw.exe"
    windowed.write_text("")
    found = command(executable=str(python), platform="win32")
    assert found == Command((str(windowed), "-m", "wallet", "--tray"))


# XDG autostart


@pytest.fixture
def xdg(tmp_path: Path) -> Entry:
    return entry(platform="linux", environment={}, home=tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".config" / "autostart" / "learner-wallet.desktop"


def test_an_entry_is_written_seen_and_removed(xdg: Entry, file: Path) -> None:
    assert xdg.place == str(file)
    assert xdg.state(PLAIN) is State.OFF
    xdg.on(PLAIN)
    assert xdg.state(PLAIN) is State.ON
    assert xdg.state(ODD) is State.OTHERWISE
    lines = file.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Exec=/usr/bin/learner-wallet --tray" in lines
    assert "TryExec=/usr/bin/learner-wallet" in lines
    assert "Comment[fr]=Rappelle les badges qui arrivent à échéance" in lines
    assert not [line for line in lines if line.startswith("Path=")]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    xdg.off()
    xdg.off()
    assert not file.exists()
    assert xdg.state(PLAIN) is State.OFF


def test_xdg_config_home_counts_where_it_is_absolute(tmp_path: Path) -> None:
    for named, place in (
        (str(tmp_path / "config"), tmp_path / "config"),
        ("config", tmp_path / ".config"),
        ("", tmp_path / ".config"),
    ):
        found = entry(platform="linux", environment={"XDG_CONFIG_HOME": named}, home=tmp_path)
        assert found.place == str(place / "autostart" / "learner-wallet.desktop")


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_a_desktop_switched_off_is_off_and_can_be_on_again(
    xdg: Entry, file: Path, line: str
) -> None:
    xdg.on(PLAIN)
    kept = [one for one in file.read_text().splitlines() if not one.startswith("X-GNOME")]
    file.write_text("\n".join([*kept, line, "[Desktop Action x]", "Hidden=false", ""]))
    assert xdg.state(PLAIN) is State.OFF
    xdg.on(PLAIN)
    assert xdg.state(PLAIN) is State.ON


def test_a_desktops_note_that_hides_an_entry_is_no_other_entry(xdg: Entry, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\nHidden=true\n")
    assert xdg.state(PLAIN) is State.OFF
    xdg.on(PLAIN)
    assert xdg.state(PLAIN) is State.ON


def test_an_entry_that_somebody_else_wrote_stays(xdg: Entry, file: Path) -> None:
    file.parent.mkdir(parents=True)
    theirs = "[Desktop Entry]\nType=Application\nName=Other\nExec=other\n"
    file.write_text(theirs)
    assert code_of(xdg.on, PLAIN) == "autostart-not-ours"
    assert code_of(xdg.off) == "autostart-not-ours"
    assert xdg.state(PLAIN) is State.FOREIGN
    assert file.read_text() == theirs


def test_a_write_that_fails_leaves_the_entry_as_it_was(
    xdg: Entry, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xdg.on(PLAIN)
    before = file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert code_of(xdg.on, ODD) == "autostart-cannot-write"
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_place_that_cannot_be_read_or_removed_is_said(xdg: Entry, file: Path) -> None:
    file.mkdir(parents=True)
    assert code_of(xdg.on, PLAIN) == "autostart-cannot-write"
    assert code_of(xdg.off) == "autostart-cannot-write"
    assert code_of(xdg.state, PLAIN) == "autostart-cannot-write"


def test_a_path_that_is_no_text_cannot_be_started(xdg: Entry, file: Path) -> None:
    broken = Command((os.fsdecode(b"/opt/\xff/learner-wallet"), "--tray"))
    assert code_of(xdg.on, broken) == "autostart-path"
    assert not file.exists()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("--tray", "--tray"),
        ("", '""'),
        ("100%", "100%%"),
        ("a b", '"a b"'),
        ('a"b', '"a\\"b"'),
        ("$HOME", '"\\$HOME"'),
        ("`id`", '"\\`id\\`"'),
        ("a\\b", '"a\\\\b"'),
        ("it's", '"it\'s"'),
    ],
)
def test_arguments_are_quoted_as_the_specification_says(word: str, said: str) -> None:
    assert quoted(word) == said


GIO = shutil.which("gio") if sys.platform == "linux" else None
NAMES = st.text(
    st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=12
).filter(lambda name: name not in (".", ".."))


@pytest.mark.skipif(GIO is None, reason="gio (libglib2.0-bin) is not on this machine")
@example(folder="%", arguments=["%u", "%%"])
@example(folder='a=b $HOME "c"', arguments=["=", "`id`", "\\", "\n"])
@settings(max_examples=25, deadline=None)
@given(folder=NAMES, arguments=st.lists(NAMES | st.just(""), max_size=3))
def test_a_desktop_starts_just_what_was_meant(
    tmp_path_factory: pytest.TempPathFactory, folder: str, arguments: list[str]
) -> None:
    place = tmp_path_factory.mktemp("x")
    program = place / folder / "learner-wallet"
    program.parent.mkdir()
    said = place / "said"
    os.mkfifo(said)
    program.write_text(
        f'#!/bin/sh\nfor one in "$0" "$PWD" "$@"; do printf "%s\\0" "$one"; done > "{said}"\n'
    )
    program.chmod(0o755)
    found = entry(platform="linux", environment={}, home=place)
    found.on(Command((str(program), *arguments), str(program.parent)))
    subprocess.run([str(GIO), "launch", found.place], check=True, timeout=30)  # noqa: S603
    told = os.fsdecode(subprocess.check_output(["/bin/cat", said], timeout=30))  # noqa: S603
    assert told.split("\0") == [str(program), str(program.parent), *arguments, ""]


# Windows


@pytest.fixture
def winreg() -> Winreg:
    return Winreg()


@pytest.fixture
def run_value(winreg: Winreg) -> Entry:
    return entry(platform="win32", winreg=winreg)


WINDOWS = Command((r"C:\Program Files\Wallet 100%\pythonw.exe", "-m", "wallet", "--tray"))


def test_the_run_key_has_one_value_of_ours(run_value: Entry, winreg: Winreg) -> None:
    winreg.keys[RUN.lower()] = {"Other": (1, "other.exe")}
    assert run_value.state(WINDOWS) is State.OFF
    run_value.on(WINDOWS)
    line = r'"C:\Program Files\Wallet 100%\pythonw.exe" -m wallet --tray'
    assert winreg.keys[RUN.lower()] == {"Other": (1, "other.exe"), NAME: (1, line)}
    assert run_value.state(WINDOWS) is State.ON
    assert run_value.state(PLAIN) is State.OTHERWISE
    run_value.off()
    run_value.off()
    assert winreg.keys[RUN.lower()] == {"Other": (1, "other.exe")}
    assert run_value.place.endswith(r"\Run\LearnerWallet")


def test_what_people_switched_off_in_the_task_manager_is_off(
    run_value: Entry, winreg: Winreg
) -> None:
    run_value.on(WINDOWS)
    winreg.keys[APPROVED.lower()] = {NAME: (3, b"\x03\0\0\0" + bytes(8))}
    assert run_value.state(WINDOWS) is State.OFF
    winreg.keys[APPROVED.lower()] = {NAME: (3, b"\x02\0\0\0" + bytes(8))}
    assert run_value.state(WINDOWS) is State.ON
    winreg.keys[APPROVED.lower()] = {NAME: (3, b"\x03\0\0\0" + bytes(8))}
    run_value.on(WINDOWS)
    assert run_value.state(WINDOWS) is State.ON
    run_value.off()
    assert winreg.keys == {RUN.lower(): {}, APPROVED.lower(): {}}


def test_windows_starts_no_longer_line_than_it_reads(run_value: Entry, winreg: Winreg) -> None:
    assert code_of(run_value.on, Command(("C:\\" + "x" * 260, "--tray"))) == "autostart-path"
    assert code_of(run_value.on, Command(("C:\\a\nb", "--tray"))) == "autostart-path"
    assert winreg.keys == {}


def test_a_registry_that_is_closed_is_said(run_value: Entry, winreg: Winreg) -> None:
    winreg.broken = True
    assert code_of(run_value.on, WINDOWS) == "autostart-cannot-write"
    assert code_of(run_value.off) == "autostart-cannot-write"
    assert code_of(run_value.state, WINDOWS) == "autostart-cannot-write"


# macOS


@pytest.fixture
def agent(tmp_path: Path) -> Entry:
    return entry(platform="darwin", home=tmp_path)


@pytest.fixture
def plist(tmp_path: Path) -> Path:
    return tmp_path / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def test_a_launch_agent_runs_the_program_at_login(agent: Entry, plist: Path) -> None:
    assert agent.state(ODD) is State.OFF
    agent.on(ODD)
    assert agent.place == str(plist)
    assert plistlib.loads(plist.read_bytes()) == {
        "Label": LABEL,
        "ProgramArguments": list(ODD.words),
        "RunAtLoad": True,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
        "WorkingDirectory": "/opt/a b",
    }
    assert agent.state(ODD) is State.ON
    assert agent.state(PLAIN) is State.OTHERWISE
    agent.on(PLAIN)
    assert "WorkingDirectory" not in plistlib.loads(plist.read_bytes())
    assert agent.state(PLAIN) is State.ON
    agent.off()
    agent.off()
    assert not plist.exists()


def test_an_agent_that_was_disabled_is_off(agent: Entry, plist: Path) -> None:
    agent.on(PLAIN)
    plist.write_bytes(plistlib.dumps({**plistlib.loads(plist.read_bytes()), "Disabled": True}))
    assert agent.state(PLAIN) is State.OFF


@pytest.mark.parametrize(
    "data",
    [b"", b"no plist", b"<plist><dict>", b"bplist00\xff", plistlib.dumps({"Label": "other"})],
)
def test_an_agent_that_is_not_ours_stays(agent: Entry, plist: Path, data: bytes) -> None:
    plist.parent.mkdir(parents=True)
    plist.write_bytes(data)
    assert code_of(agent.on, PLAIN) == "autostart-not-ours"
    assert code_of(agent.off) == "autostart-not-ours"
    assert agent.state(PLAIN) is State.FOREIGN
    assert plist.read_bytes() == data


def test_what_a_plist_cannot_hold_is_said(agent: Entry, plist: Path) -> None:
    for word in ("/opt/\x01/learner-wallet", os.fsdecode(b"/opt/\xff/learner-wallet")):
        assert code_of(agent.on, Command((word, "--tray"))) == "autostart-path"
    assert not plist.exists()
