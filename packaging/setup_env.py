"""Set up everything a checkout needs: a virtual environment, pinned packages, Qt's libraries.

Runs on a bare Python 3.11 with nothing installed. What it does it does once: a stamp in
``.venv`` holds the hash of the lock it was made from, and the next run starts at once. What
needs the system's package manager is installed where that is allowed, and printed as the
exact line to type where it is not.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST = (3, 11)

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""The shared libraries that Qt loads on Linux, and the Debian packages that bring them."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"


def prepare(lock: str) -> Path:
    """Set everything up from ``packaging/locks/LOCK``; return the environment's Python."""
    if sys.version_info < OLDEST:
        sys.exit(f"error: Python {'.'.join(map(str, OLDEST))} or newer is needed")
    lock_file = ROOT / "packaging" / "locks" / lock
    wanted = hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f"{lock}.stamp"
    if not (stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists()):
        make_environment()
        install(lock_file)
        stamp.write_text(wanted)
    if sys.platform.startswith("linux"):
        system_packages(missing_libraries(), "the window needs libraries that are not here")
    return PYTHON


def make_environment() -> None:
    """Make ``.venv``, with the system's package for it where Debian has taken it apart."""
    if PYTHON.exists() and has_pip():
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        system_packages([name], "Python came without its module venv", must=True)
    say("making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)])


def has_pip() -> bool:
    """Return whether the environment is whole."""
    answer = subprocess.run(
        [str(PYTHON), "-m", "pip", "--version"], check=False, capture_output=True
    )
    return answer.returncode == 0


def install(lock_file: Path) -> None:
    """Install exactly what the lock names, then the project itself, editable."""
    say(f"installing the packages pinned in {lock_file.relative_to(ROOT)}")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock_file)])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def missing_libraries() -> list[str]:
    """Return the Debian packages of the shared libraries, and fonts, that are missing."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    if not any(next(folder.rglob("*.[ot]tf"), None) for folder in folders if folder.is_dir()):
        missing.append(FONT_PACKAGE)
    return missing


def system_packages(packages: list[str], why: str, *, must: bool = False) -> None:
    """Install Debian packages where that is allowed, else print the line to type."""
    if not packages:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    privileged = [] if is_root() else ["sudo", "-n"]
    if shutil.which("apt-get") and may(privileged):
        say(f"{why}: installing {' '.join(packages)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["apt-get", "update", "-qq"], [*command, "-qq"]):
            subprocess.run(
                [*privileged, *step], check=False, env=environment, stdout=subprocess.DEVNULL
            )
        if not must or importlib.util.find_spec("ensurepip"):
            return
    line = f"sudo apt-get install {' '.join(packages)}"
    say(f"{why}. To have them, type: {line}")
    if must:
        sys.exit(2)


def is_root() -> bool:
    """Return whether this is the system's administrator."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def may(privileged: list[str]) -> bool:
    """Return whether commands can be run with ``privileged`` before them, without asking."""
    if not privileged:
        return True
    if shutil.which(privileged[0]) is None:
        return False
    return subprocess.run([*privileged, "true"], check=False, capture_output=True).returncode == 0


def run(command: list[str]) -> None:
    """Run a step; stop with its exit status where it fails."""
    answer = subprocess.run(command, check=False)
    if answer.returncode:
        sys.exit(f"error: this step failed: {' '.join(command)}")


def say(text: str) -> None:
    """Tell what is going on, on standard error."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)
