"""From files and folders to bytes (SECURITY.md, threat 30)."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from wallet.credential.model import Container
from wallet.formats import inputs, link, packet
from wallet.formats.inputs import MAX_BYTES, Item, Source, expand, opened, read_source

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs files of POSIX")


def read(path: Path | str) -> Source:
    (item,) = expand([path])
    return read_source(item)


def code(path: Path | str) -> str:
    source = read(path)
    assert source.data is None
    assert source.error is not None
    return source.error.code


def names(items: list[Item], folder: Path) -> list[str]:
    return [Path(item.name).relative_to(folder).as_posix() for item in items]


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "badge.backup"
    file.write_bytes(b"{}")
    assert read(file) == Source(str(file), b"{}", None, searched=False)


def test_nothing_is_read_before_its_turn(tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(b"old")
    (item,) = expand([str(file)])
    file.write_bytes(b"new")
    assert read_source(item).data == b"new"


def test_a_folder_is_searched_in_order_by_the_endings_of_badges(tmp_path: Path) -> None:
    for name in ("b/2.PNG", "b/1.svg", "a.json", "c.jwt", "notes.docx", ".hidden.json",
                 ".git/config.json", "b/deep/3.jsonld", "d.jws", "e.1ob", "f.txt"):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"{}")
    found = expand([tmp_path])
    assert names(found, tmp_path) == [
        "a.json", "c.jwt", "d.jws", "e.1ob", "f.txt", "b/1.svg", "b/2.PNG", "b/deep/3.jsonld",
    ]  # fmt: skip
    assert all(read_source(item).searched for item in found)


def test_several_inputs_keep_their_order(tmp_path: Path) -> None:
    file, folder = tmp_path / "z.json", tmp_path / "a"
    folder.mkdir()
    (folder / "1.json").write_bytes(b"{}")
    file.write_bytes(b"{}")
    found = [item.name for item in expand([file, "-", folder])]
    assert found == [str(file), "-", str(folder / "1.json")]


def test_standard_input_is_read(tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    (item,) = expand(["-"])
    assert read_source(item, io.BytesIO(b"{}")) == Source("-", b"{}")
    assert read_source(item).data == b""


def test_endless_standard_input_is_stopped() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return bytes(size)

    endless = Endless()
    source = read_source(expand(["-"])[0], endless)  # type: ignore[arg-type] # reads as one
    assert source.error is not None
    assert source.error.code == "too-large"
    assert endless.given == MAX_BYTES + 1


def test_a_file_of_100_mb_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "badge.json"
    with file.open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)

    def never(*_arguments: object, **_more: object) -> None:
        pytest.fail("it was read")

    monkeypatch.setattr(os, "fdopen", never)
    error = read(file).error
    assert error is not None
    assert error.code == "too-large"
    assert str(error) == (
        f"{file} has 100 MB, and badges have 25 MB at most: "
        "choose the badge file that your issuer sent you"
    )


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    with file.open("wb") as opened:
        opened.truncate(MAX_BYTES)
    assert len(read(file).data or b"") == MAX_BYTES


def test_a_missing_file_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    error = read(file).error
    assert error is not None
    assert error.code == "no-such-file"
    assert str(error) == f"there is no file {file}: check the name and the folder"


@pytest.mark.parametrize("url", ["https://college.example/1", Path("http://college.example/1")])
def test_a_web_address_is_not_fetched(url: Path | str) -> None:
    assert code(url) == "web-address"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5_000])
def test_an_impossible_name_is_unreadable(name: str) -> None:
    assert code(name) == "unreadable"


@POSIX
@pytest.mark.parametrize("searched", [False, True])
def test_a_pipe_is_refused_without_waiting(tmp_path: Path, *, searched: bool) -> None:
    pipe = tmp_path / "badge.json"
    os.mkfifo(pipe)
    assert code(tmp_path if searched else pipe) == "not-a-file"


@POSIX
def test_a_device_is_refused() -> None:
    assert code("/dev/zero") == "not-a-file"


@POSIX
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("badge.json")
        assert code("badge.json") == "not-a-file"


@POSIX
def test_a_file_that_became_a_pipe_since_it_was_found_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(b"{}")
    (item,) = expand([tmp_path])
    file.unlink()
    os.mkfifo(file)
    source = read_source(item)
    assert source.error is not None
    assert source.error.code == "not-a-file"


class Meddled:
    """A file that somebody else writes to while it is read."""

    def __init__(self, file: Path, then: bytes) -> None:
        self.file, self.then = file, then
        self.read = os.read

    def __call__(self, descriptor: int, length: int) -> bytes:
        with self.file.open("ab") as opened:
            opened.write(self.then)
        return self.read(descriptor, length)


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(b"{}")
    monkeypatch.setattr(os, "read", Meddled(file, b"more"))
    assert code(file) == "file-changed"


def test_a_file_that_grows_past_the_limit_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(b"{}")
    monkeypatch.setattr(os, "read", Meddled(file, bytes(MAX_BYTES)))
    assert code(file) == "file-changed"


def test_a_file_that_comes_in_pieces_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(b'{"in": "pieces"}')
    (item,) = expand([file])
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, length: read(descriptor, min(length, 5)))
    assert read_source(item).data == b'{"in": "pieces"}'


def test_a_file_that_is_replaced_is_read_from_one_of_the_two(tmp_path: Path) -> None:
    file, other = tmp_path / "badge.json", tmp_path / "other"
    file.write_bytes(b"{}")
    (item,) = expand([file])
    other.write_bytes(b"[]")
    other.replace(file)
    assert read_source(item).data == b"[]"


def test_an_empty_folder_holds_no_badges(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"")
    (tmp_path / "inside").mkdir()
    assert code(tmp_path) == "no-badges-in-folder"


@POSIX
def test_files_and_folders_without_permission_are_unreadable(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.json", tmp_path / "b"
    file.write_bytes(b"{}")
    folder.mkdir()
    file.chmod(0)
    folder.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may open everything")
    try:
        errors = [read_source(item).error for item in expand([tmp_path])]
    finally:
        folder.chmod(0o700)
    assert [error.code for error in errors if error] == ["unreadable", "unreadable"]


def test_a_folder_that_cannot_be_listed_is_one_error_and_the_others_are_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.json").write_bytes(b"{}")
    scandir = os.scandir

    def denied(path: Path) -> object:
        if path == tmp_path / "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    first, second = expand([tmp_path])
    assert first.error is not None
    assert str(first.error) == (
        f"{tmp_path / 'a'} cannot be read (Permission denied): check that you may open it"
    )
    assert second.name == str(tmp_path / "b" / "1.json")


@POSIX
def test_links_to_folders_stay_closed_and_links_in_a_ring_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.json").write_bytes(b"{}")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "folder.json").symlink_to(tmp_path / "a")
    (tmp_path / "file.json").symlink_to(tmp_path / "a" / "1.json")
    (tmp_path / "ring.json").symlink_to(tmp_path / "ring.json")
    found = expand([tmp_path])
    assert names(found, tmp_path) == ["file.json", "ring.json", "a/1.json"]
    assert read_source(found[0]).data == b"{}"
    assert read_source(found[1]).error is not None


@POSIX
def test_a_link_to_a_folder_that_was_named_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.json").write_bytes(b"{}")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert names(expand([tmp_path / "link"]), tmp_path) == ["link/1.json"]


def test_a_search_ends_at_its_limits_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "1" / "2" / "3"
    deep.mkdir(parents=True)
    for name in ("a.json", "b.json", "c.json"):
        (tmp_path / name).write_bytes(b"{}")
    monkeypatch.setattr(inputs, "MAX_DEPTH", 2)
    last = expand([tmp_path])[-1]
    assert (last.name, last.error and last.error.code) == (str(tmp_path / "1/2"), "too-deep")
    monkeypatch.setattr(inputs, "MAX_FILES", 2)
    *found, last = expand([tmp_path])
    assert names(found, tmp_path) == ["a.json", "b.json"]
    assert last.error is not None
    assert last.error.code == "too-many-files"


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
def test_a_name_that_is_no_text_can_still_be_printed(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json"))
    file.write_bytes(b"{}")
    for item in (*expand([file]), *expand([tmp_path])):
        item.name.encode("utf-8")
        assert read_source(item).data == b"{}"


# Links that carry badges


def carrying(*payloads: bytes) -> str:
    return "https://badges.example.org/v#" + link.as_text(packet.pack(payloads))


def test_a_link_with_one_badge_is_opened_under_its_own_name() -> None:
    source = Source("mail.txt", b"\xef\xbb\xbf \n" + carrying(b"{}").encode() + b"\r\n")
    assert opened(source) == (
        Source("mail.txt", b"{}", container=Container.TEXT, file_name="mail.json"),
    )


def test_a_link_with_several_badges_is_opened_into_numbered_ones() -> None:
    found = opened(Source("in/mail.txt", carrying(b"{}", b"ey.ey.AA", b"ey.~").encode()))
    assert [(one.name, one.data, one.file_name) for one in found] == [
        ("in/mail.txt#1", b"{}", "mail-1.json"),
        ("in/mail.txt#2", b"ey.ey.AA", "mail-2.jwt"),
        ("in/mail.txt#3", b"ey.~", "mail-3.jwt"),
    ]


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{}", b"https://x.example/1", b"https://x.example/#about", b" https://"],
)
def test_anything_else_is_left_as_it_is(data: bytes | None) -> None:
    source = Source("badge", data, searched=True)
    assert opened(source) == (source,)


def test_a_damaged_link_is_an_error_and_its_text_is_at_hand() -> None:
    text = carrying(b"{}").encode()[:-2]
    (found,) = opened(Source("mail.txt", text, searched=True))
    assert found.error is not None
    assert (found.error.code, found.data) == ("link-damaged", text)


def test_a_link_can_be_named_as_it_is_and_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    text = carrying(b"{}")
    (item,) = expand([text])
    (found,) = opened(read_source(item))
    assert found.data == b"{}"
    assert found.name == text[: text.index("#") + 13] + "…"
    assert found.file_name == "badge.json"


def test_an_address_that_carries_nothing_is_still_no_file() -> None:
    assert code("https://college.example/badge#about") == "web-address"
