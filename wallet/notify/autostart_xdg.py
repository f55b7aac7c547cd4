"""Desktop entries in the folder ``autostart``.

freedesktop.org, Desktop Application Autostart Specification 0.5, of entries as the Desktop
Entry Specification 1.5 has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wallet import resources
from wallet.i18n import LANGUAGES, N_, Words
from wallet.notify import autostart_files as files
from wallet.notify.autostart import Command, State, not_ours, not_startable

_NAME: Final = "learner-wallet.desktop"
_GROUP: Final = "Desktop Entry"
_OURS: Final = "X-LearnerWallet-Autostart"
"""Says that this program wrote the entry; names that begin with X- are free for that."""
_COMMENT: Final = N_("Reminds you of badges that lapse")
_RESERVED: Final = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_ESCAPED: Final = frozenset('"`$\\')
"""The Desktop Entry Specification, "The Exec key": what has to be quoted, and escaped in that."""
_UNFIT: Final = frozenset("=%")
"""What the name of the program may not have there: the specification forbids the equal sign, and
GLib looks for a program before it reads "%%" as "%". The arguments of a shell may have both."""
_SHELL: Final = ("/bin/sh", "-c", 'exec "$0" "$@"')


class DesktopEntry:
    """The entry of one person."""

    def __init__(self, environment: Mapping[str, str], home: Path) -> None:
        """Take XDG_CONFIG_HOME from ``environment``, else what it stands for in ``home``."""
        named = environment.get("XDG_CONFIG_HOME", "")
        # The specification of base directories: a path that is not absolute is to be ignored.
        folder = Path(named) if Path(named).is_absolute() else home / ".config"
        self._path = folder / "autostart" / _NAME

    @property
    def place(self) -> str:
        """The file."""
        return str(self._path)

    def on(self, command: Command) -> None:
        """Write the entry. Raises UnusableInput."""
        data = _text(command)
        self._ours()
        files.write(self._path, data)

    def off(self) -> None:
        """Take the entry away. Raises UnusableInput."""
        if self._ours() is not None:
            files.remove(self._path)

    def state(self, command: Command) -> State:
        """Return whether ``command`` starts with the session. Raises UnusableInput."""
        found = _keys(files.read(self._path) or b"")
        switched_off = (
            found.get("Hidden") == "true" or found.get("X-GNOME-Autostart-enabled") == "false"
        )
        if not found or switched_off:
            return State.OFF
        if _is_foreign(found):
            return State.FOREIGN
        wanted = _keys(_text(command))
        same = all(found.get(key) == wanted.get(key) for key in ("Exec", "Path"))
        return State.ON if same else State.OTHERWISE

    def _ours(self) -> bytes | None:
        """Return the entry there is, None where there is none; raises where it is another's.

        One that only says Hidden is a desktop's note that ours was switched off.
        """
        data = files.read(self._path)
        if data is None:
            return None
        found = _keys(data)
        if _is_foreign(found):
            raise not_ours(self.place)
        return data


def _is_foreign(keys: dict[str, str]) -> bool:
    return _OURS not in keys and bool(keys.get("Exec"))


def _text(command: Command) -> bytes:
    """Return the entry as it is written. Raises UnusableInput."""
    program = command.words[0]
    words = (*_SHELL, *command.words) if _UNFIT.intersection(program) else command.words
    keys = {
        "Type": "Application",
        "Version": "1.5",
        "Name": "Learner Wallet",
        "Comment": _COMMENT,
        **{f"Comment[{lang}]": Words(lang)(_COMMENT) for lang in LANGUAGES if lang != "en"},
        "TryExec": _escaped(program),
        "Exec": _escaped(" ".join(quoted(word) for word in words)),
        "Path": _escaped(command.folder or ""),
        "Icon": _escaped(str(resources.path("icons", "app.svg"))),
        "Terminal": "false",
        "StartupNotify": "false",
        "X-GNOME-Autostart-enabled": "true",
        _OURS: "true",
    }
    lines = [f"{key}={value}" for key, value in keys.items() if value]
    try:
        return "\n".join((f"[{_GROUP}]", *lines, "")).encode()
    except UnicodeEncodeError as error:  # a path that is no text
        raise not_startable(command.words) from error


def quoted(word: str) -> str:
    """Return an argument as the key Exec has it, before the escapes of every string."""
    text = word.replace("%", "%%")
    if text and not _RESERVED.intersection(text):
        return text
    return '"' + "".join(f"\\{one}" if one in _ESCAPED else one for one in text) + '"'


def _escaped(text: str) -> str:
    """Return a value with the escapes of every string (Desktop Entry, "Possible value types")."""
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    text = text.replace("\r", "\\r")
    return "\\s" + text[1:] if text.startswith(" ") else text


def _keys(data: bytes) -> dict[str, str]:
    """Return the keys of the entry's own group, as they are written."""
    found: dict[str, str] = {}
    group = ""
    for line in data.decode(errors="replace").splitlines():
        if line.startswith("["):
            group = line.strip().strip("[]")
        elif group == _GROUP and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found
