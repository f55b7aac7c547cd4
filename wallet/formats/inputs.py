"""From what a person names, files and folders, to bytes.

Only regular files of a sensible size are read, by a descriptor that is looked at after it
was opened and again after it was read, so that a file that is swapped or grows meanwhile
cannot surprise (SECURITY.md, threat 30).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from wallet.credential.model import Container
from wallet.errors import UnusableInput
from wallet.i18n import N_

MAX_BYTES: Final = 25 * 1024 * 1024
"""The largest file that is read."""
MAX_FILES: Final = 50_000
"""The most files of one folder that are looked into."""
MAX_DEPTH: Final = 50
"""How deep a folder is searched."""
ENDINGS: Final = (".json", ".jsonld", ".jwt", ".jws", ".1ob", ".png", ".svg", ".txt")
"""What a file in a searched folder must be called to be looked into."""

_MEGABYTE: Final = 1024 * 1024
_HOW_OPENED: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC")
)
"""O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever."""
_LOOKED_AT: Final = 64
"""How far into a text its link is looked for behind white space."""
_WEB: Final = ("http:/", "https:/")
_AROUND: Final = b"\xef\xbb\xbf \t\r\n"
_LINK: Final = b"https://"
_PRESENTATION: Final = b"Presentation"


class Item(msgspec.Struct, frozen=True):
    """Something to read: a path, a ``link`` that carries badges itself, or standard input.

    ``error`` says why it cannot be read, where that is known already. ``searched`` is true of
    a file that was not named but found in a folder.
    """

    name: str
    path: Path | str | None = None
    searched: bool = False
    error: UnusableInput | None = None
    link: str | None = None


class Together:
    """What the badges of one input share while they are judged, one after the other.

    ``too_complex`` is the name of one that took all the work that an input may cost.
    """

    __slots__ = ("too_complex",)

    def __init__(self) -> None:
        self.too_complex: str | None = None


class Source(msgspec.Struct, frozen=True):
    """What was read, or why it could not be.

    ``container`` is what a badge was taken out of, where that was done already, and
    ``file_name`` what to call a file of it then. ``presentation`` is what it was handed over
    in, a :class:`wallet.formats.presentation.Presented`; ``together`` is there where several
    badges came in one input, a :class:`Together`.
    """

    name: str
    data: bytes | None = None
    error: UnusableInput | None = None
    searched: bool = False
    container: Container | None = None
    file_name: str | None = None
    presentation: Any = None
    together: Any = None


def expand(paths: Sequence[Path | str]) -> list[Item]:
    """Return what there is to read: named files, the files of named folders, "-" for stdin.

    A link that carries badges is read as if a file held it; nothing is fetched. Nothing is
    read yet. A folder is searched in a stable order; links to folders in it stay
    closed, and names that begin with a point are passed by.
    """
    found: list[Item] = []
    for path in paths:
        if str(path) == "-":
            found.append(Item("-"))
        elif isinstance(path, str) and is_link(path):
            found.append(Item(_shortened(path), link=path))
        elif os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names it dislikes
            found += _folder(Path(path))
        else:
            found.append(Item(_spoken(path), Path(path)))
    return found


def read_source(item: Item, stdin: BinaryIO | None = None) -> Source:
    """Return the bytes of ``item``, or the error that says what to do instead."""
    if item.error is not None:
        return Source(item.name, error=item.error, searched=item.searched)
    if item.link is not None:
        return Source(item.name, item.link.encode("utf-8", "replace"))
    try:
        data = _from_stdin(stdin) if item.path is None else _from_file(item.path, item.name)
    except UnusableInput as error:
        return Source(item.name, error=error, searched=item.searched)
    return Source(item.name, data, None, item.searched)


def is_link(text: str) -> bool:
    """Return whether ``text`` is a link that carries badges itself."""
    if not text.lower().startswith("https://"):
        return False
    from wallet.formats import link  # noqa: PLC0415 - loaded when it is met

    return link.looks_like(text.encode("utf-8", "replace"))


def opened(source: Source) -> tuple[Source, ...]:
    """Return each badge of a link or a presentation that holds them; of anything else, itself.

    Several are called "NAME#1", "NAME#2" … (CONTRACT.md, ``source``). What cannot be taken
    apart is returned with the error that says why, and its data.
    """
    data = source.data or b""
    head = data[:_LOOKED_AT].lstrip(_AROUND)
    if head[: len(_LINK)].lower() == _LINK:
        return _out_of_link(source, data.strip(_AROUND))
    if head.startswith((b"{", b"ey", b"ew")):
        return _out_of_presentation(source, data.strip(_AROUND))
    return (source,)


def _out_of_link(source: Source, text: bytes) -> tuple[Source, ...]:
    from wallet.formats import link  # noqa: PLC0415 - loaded when it is met

    if not link.looks_like(text):
        return (source,)
    try:
        payloads = link.read(text, source.name)
    except UnusableInput as error:
        return (msgspec.structs.replace(source, error=error),)
    return _each(source, payloads, container=Container.TEXT)


def _out_of_presentation(source: Source, text: bytes) -> tuple[Source, ...]:
    # Most badges name no presentation anywhere, and then nothing is loaded that reads one.
    if _PRESENTATION not in (text if text[:1] == b"{" else _carried(text)):
        return (source,)
    from wallet.formats import presentation  # noqa: PLC0415 - loaded when it is met

    try:
        found = presentation.read(text, source.name)
    except UnusableInput as error:
        return (msgspec.structs.replace(source, error=error),)
    return _each(source, found.credentials, presentation=found) if found else (source,)


def _carried(token: bytes) -> bytes:
    """Return what a compact JWS carries; nothing, of anything else."""
    from wallet.formats import jws  # noqa: PLC0415 - loaded when a token is met

    parts = token.split(b".")
    try:
        return jws.decode_segment(parts[1].decode("ascii")) if len(parts) == 3 else b""
    except ValueError:
        return b""


def _each(source: Source, payloads: Sequence[bytes], **about: Any) -> tuple[Source, ...]:
    several = len(payloads) > 1
    together = Together() if several else None
    return tuple(
        Source(
            f"{source.name}#{number}" if several else source.name,
            payload,
            file_name=_file_name(source.name, number if several else None, payload),
            together=together,
            **about,
        )
        for number, payload in enumerate(payloads, 1)
    )


def _file_name(name: str, number: int | None, payload: bytes) -> str:
    """Return what to call a file of a badge that came in the link ``name``."""
    stem = "badge" if name == "-" or is_link(name) else Path(name).stem or "badge"
    ending = ".json" if payload.startswith(b"{") else ".jwt"
    return f"{stem}-{number}{ending}" if number else f"{stem}{ending}"


def _shortened(link: str) -> str:
    """Return what to call a link: where it leads, and the beginning of what it carries."""
    page, _, carried = link.partition("#")
    return f"{page}#{carried[:12]}…"


def no_badges(folder: Path | str) -> UnusableInput:
    """Return the error for a folder in which nothing is a badge."""
    return UnusableInput(
        "no-badges-in-folder",
        N_("{name} holds no badges"),
        N_("choose the folder that your badges are in"),
        name=_spoken(folder),
    )


def _spoken(path: Path | str) -> str:
    """Return a name that can be printed, even of a path that is no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def _folder(folder: Path) -> Iterator[Item]:
    files = 0
    closed = False
    waiting: list[tuple[Path, int]] = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        try:
            with os.scandir(place) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            closed = True
            yield Item(_spoken(place), error=_unreadable(_spoken(place), error))
            continue
        folders = []
        for entry in inside:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), depth + 1))
            elif entry.name.lower().endswith(ENDINGS) and not _leads_to_folder(entry):
                files += 1
                if files > MAX_FILES:
                    yield Item(_spoken(folder), error=_too_many(folder))
                    return
                yield Item(_spoken(entry.path), entry.path, searched=True)
        if folders and depth >= MAX_DEPTH:
            closed = True
            yield Item(_spoken(place), error=_too_deep(place))
        else:
            waiting += reversed(folders)
    if not files and not closed:
        yield Item(_spoken(folder), error=no_badges(folder))


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a ring: reading it says so


def _from_stdin(stdin: BinaryIO | None) -> bytes:
    data = stdin.read(MAX_BYTES + 1) if stdin is not None else b""
    if len(data) > MAX_BYTES:
        raise UnusableInput(
            "too-large",
            N_("what came in is larger than {limit} MB, and badges are not"),
            N_("pass on the badge file that your issuer sent you"),
            limit=MAX_BYTES // _MEGABYTE,
        )
    return data


def _from_file(path: Path | str, name: str) -> bytes:
    try:
        descriptor = _opened(path, name)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise _not_a_file(name)
        if before.st_size > MAX_BYTES:
            raise _too_large(name, before.st_size)
        data = os.read(descriptor, before.st_size + 1)  # one that grows is told by its times
        while len(data) < before.st_size and (more := os.read(descriptor, before.st_size)):
            data += more  # some file systems of a network give what they have
        after = os.fstat(descriptor)
    except OSError as error:
        raise _unreadable(name, error) from error
    finally:
        os.close(descriptor)
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnusableInput(
            "file-changed",
            N_("{name} changed while it was read"),
            N_("wait until it is saved or downloaded, and try again"),
            name=name,
        )
    return data


def _opened(path: Path | str, name: str) -> int:
    """Return a descriptor of ``path``; OSError or UnusableInput where it cannot be opened."""
    try:
        return os.open(path, _HOW_OPENED)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _not_a_file(name) from error
        if not isinstance(error, FileNotFoundError):
            raise
        if str(path).startswith(_WEB):
            raise UnusableInput(
                "web-address",
                N_("{name} is a web address, and nothing is fetched here"),
                N_("download the badge with your browser and choose the file"),
                name=name,
            ) from error
        raise UnusableInput(
            "no-such-file",
            N_("there is no file {name}"),
            N_("check the name and the folder"),
            name=name,
        ) from error


def _not_a_file(name: str) -> UnusableInput:
    return UnusableInput(
        "not-a-file",
        N_("{name} is not an ordinary file"),
        N_("choose the badge file that your issuer sent you"),
        name=name,
    )


def _too_large(name: str, size: int) -> UnusableInput:
    return UnusableInput(
        "too-large",
        N_("{name} has {size} MB, and badges have {limit} MB at most"),
        N_("choose the badge file that your issuer sent you"),
        name=name,
        size=-(-size // _MEGABYTE),
        limit=MAX_BYTES // _MEGABYTE,
    )


def _too_many(folder: Path) -> UnusableInput:
    return UnusableInput(
        "too-many-files",
        N_("{name} holds more than {count} files"),
        N_("choose a smaller folder"),
        name=_spoken(folder),
        count=MAX_FILES,
    )


def _too_deep(folder: Path) -> UnusableInput:
    return UnusableInput(
        "too-deep",
        N_("the folders in {name} lie too deep to be searched"),
        N_("choose the folder that your badges are in"),
        name=_spoken(folder),
    )


def _unreadable(name: str, error: OSError | ValueError) -> UnusableInput:
    cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnusableInput(
        "unreadable",
        N_("{name} cannot be read ({cause})"),
        N_("check that you may open it"),
        name=name,
        cause=cause,
    )
