"""Files written for a person: whole or not at all, and over nothing of theirs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wallet import saving
from wallet.errors import UnusableInput

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")

KILLED = """
import os, sys
from pathlib import Path
from wallet import saving
os.fsync = lambda _descriptor: os._exit(9)
getattr(saving, sys.argv[1])(Path(sys.argv[2]), b"new")
"""


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_that_is_there_is_left_and_a_number_is_put_behind_the_name(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    paths = [saving.saved(folder / "cv.pdf", data) for data in (b"1", b"2", b"3")]
    assert [path.name for path in paths] == ["cv.pdf", "cv (2).pdf", "cv (3).pdf"]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3"]
    assert names(folder) == ["cv (2).pdf", "cv (3).pdf", "cv.pdf"]


def ours(data: bytes) -> bool:
    return data.startswith(b"ours")


def test_a_file_that_is_kept_has_its_own_name_for_good(tmp_path: Path) -> None:
    theirs = tmp_path / "o.ics"
    theirs.write_bytes(b"theirs")
    for data in (b"ours 1", b"ours 2", b"ours 2"):
        assert saving.kept(theirs, data, ours).name == "o (2).ics"
    assert (tmp_path / "o (2).ics").read_bytes() == b"ours 2"
    assert theirs.read_bytes() == b"theirs"
    assert names(tmp_path) == ["o (2).ics", "o.ics"]
    with pytest.raises(UnusableInput):
        saving.kept(tmp_path / "gone" / "o.ics", b"ours", ours)


@POSIX
def test_a_file_that_is_kept_is_its_owners_alone_and_no_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "o.ics"
    os.mkfifo(pipe)
    kept = saving.kept(pipe, b"ours", ours)
    assert kept.name == "o (2).ics"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.chmod(0o644)
    saving.kept(pipe, b"ours too", ours)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o644


def test_a_link_that_leads_nowhere_is_left_too(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").symlink_to(tmp_path / "elsewhere")
    assert saving.saved(tmp_path / "cv.pdf", b"new").name == "cv (2).pdf"
    assert not (tmp_path / "elsewhere").exists()


def test_where_files_have_one_name_only_they_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", without)
    for data in (b"1", b"2"):
        saving.saved(tmp_path / "cv.pdf", data)
    assert (tmp_path / "cv.pdf").read_bytes() == b"1"
    assert (tmp_path / "cv (2).pdf").read_bytes() == b"2"
    monkeypatch.setattr(Path, "replace", without)
    with pytest.raises(UnusableInput):
        saving.saved(tmp_path / "cv.pdf", b"3")
    assert names(tmp_path) == ["cv (2).pdf", "cv.pdf"]


@pytest.mark.parametrize("write", ["saved", "replaced"])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInput, match="No space left on device") as caught:
        getattr(saving, write)(tmp_path / "cv.pdf", b"new", "free some space")
    assert str(caught.value).endswith(": free some space")
    assert (tmp_path / "cv.pdf").read_bytes() == b"old"
    assert names(tmp_path) == ["cv.pdf"]


@pytest.mark.parametrize("write", ["saved", "replaced"])
def test_a_program_that_is_killed_leaves_no_part_under_any_name_of_theirs(
    tmp_path: Path, write: str
) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"old")
    arguments = [sys.executable, "-c", KILLED, write, str(tmp_path / "cv.pdf")]
    assert subprocess.run(arguments, check=False).returncode == 9  # noqa: S603 - our own
    assert (tmp_path / "cv.pdf").read_bytes() == b"old"
    assert [one for one in names(tmp_path) if not one.startswith(".learner-wallet-")] == ["cv.pdf"]


def test_one_of_several_that_cannot_be_made_takes_the_others_with_it(tmp_path: Path) -> None:
    def unmade() -> bytes:
        raise UnusableInput("too-large", "this is too large", "choose less")

    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(UnusableInput, match="too large"):
        saving.saved_all(tmp_path, [("a", lambda: b"1"), ("b", lambda: b"2"), ("c", unmade)])
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"theirs"


def test_what_is_replaced_is_replaced_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "real.json.new").write_bytes(b"theirs")
    (tmp_path / "resume.json").symlink_to(tmp_path / "real.json")
    saving.replaced(tmp_path / "resume.json", b"new")
    assert (tmp_path / "resume.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"
    assert names(tmp_path) == ["real.json", "real.json.new", "resume.json"]
    assert (tmp_path / "real.json.new").read_bytes() == b"theirs"


@POSIX
def test_who_may_read_it_stays_as_it_was_and_a_new_one_is_its_owners_alone(tmp_path: Path) -> None:
    there, new = tmp_path / "resume.json", tmp_path / "calendar.ics"
    there.write_bytes(b"old")
    there.chmod(0o640)
    for path in (there, new):
        saving.replaced(path, b"new")
    assert stat.S_IMODE(there.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
