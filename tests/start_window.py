"""Start the real window on a virtual screen, take its picture, and look that it is not blank.

``python tests/start_window.py artefacts/window.png``; needs Xvfb, xdotool and ImageMagick.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """Run Xvfb on a display it finds free; yield the display's name."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1280x800x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def until_shown(display: str, program: subprocess.Popen[bytes]) -> str:
    """Wait until the program's window is mapped; return its id."""
    environment = {**os.environ, "DISPLAY": display}
    search = ["xdotool", "search", "--onlyvisible", "--name", "Learner Wallet"]
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if program.poll() is not None:
            sys.exit(f"the program ended with {program.returncode} before it showed a window")
        answer = subprocess.run(search, env=environment, capture_output=True, check=False)
        if found := answer.stdout.split():
            return found[-1].decode()
        time.sleep(0.2)
    sys.exit(f"no window within {SECONDS} seconds")


def until_painted(display: str, picture: Path) -> int:
    """Take pictures until one has many colours: the gallery with its badges."""
    environment = {**os.environ, "DISPLAY": display}
    end = time.monotonic() + SECONDS
    colours = 0
    while time.monotonic() < end and colours < 2000:
        taken = ["import", "-window", "root", str(picture)]
        subprocess.run(taken, env=environment, check=True)
        count = ["identify", "-format", "%k", str(picture)]
        colours = int(subprocess.run(count, capture_output=True, check=True).stdout)
        time.sleep(0.2)
    return colours


def main() -> None:
    """Start, look, and stop."""
    picture = Path(sys.argv[1])
    picture.parent.mkdir(parents=True, exist_ok=True)
    for tool in ("Xvfb", "xdotool", "import"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is needed")
    with screen() as display, tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "DISPLAY": display, "HOME": place, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "wallet", "demo", "--window"]
        program = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            window = until_shown(display, program)
            colours = until_painted(display, picture)
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(timeout=20)
    if colours < 2000:
        sys.exit(f"the window stayed blank: {colours} colours")
    print(f"window {window} was shown and painted: {colours} colours, picture in {picture}")


if __name__ == "__main__":
    main()
