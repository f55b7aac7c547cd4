"""Measures ``learner-wallet verify`` against the JavaScript reference, and holds it to the goals.

``python -m tests.benchmarks [--rounds N] [--badges N] [--cache DIR] [--python PATH]``, from the
checkout. It needs node and npm; the packages, at the versions of
``reference/package-lock.json``, are installed once into a cache folder outside the checkout. So
is what the wallet needs, and nothing else, as where it is installed, on the Python that is
named, by default on the one that measures. How that was built makes a difference: of those
tried, Debian's own takes an eighth less time than one that pyenv built as a shared library.
Both programs verify the same files with the same contexts, in alternation, after one round that
is not counted and that leaves the wallet's modules compiled in the cache, as they are where it
is installed. What is compared is CPU time, user and system, of the whole process and its
children. Exit status: 0 where both goals are met, 1 where one is not, 2 where nothing could be
measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import platformdirs

from tests.benchmarks.badges import write_folder, write_tampered
from wallet import resources

_HERE: Final = Path(__file__).resolve().parent
_CHECKOUT: Final = _HERE.parent.parent
_TOOLS: Final = ("setuptools", "hatchling", "editables")
"""What setting up takes and running does not."""
_REFERENCE: Final = _HERE / "reference"
_ABOUT: Final = "import sys; print('Python', sys.version.split()[0], 'of', sys.base_prefix)"


class Unmeasured(Exception):
    """Nothing could be measured, or a program did not say of the badges what is true."""


@dataclass(frozen=True)
class Goal:
    """What both programs are given, and how much of the reference's CPU time we may take."""

    name: str
    path: Path
    badges: int
    ratio: float


@dataclass
class Times:
    """Seconds of one program, one entry for each round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """One run: what it printed, its CPU time with its children's, and how long it took."""

    output: bytes
    cpu: float
    wall: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print a table, and return the exit status."""
    asked = _parser().parse_args(argv)
    if not hasattr(os, "wait4"):
        sys.stderr.write("error: this system cannot tell the CPU time of one process\n")
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(asked.cache / "bytecode")
    try:
        reference = _reference(asked.cache)
        python = _program(asked.cache, asked.python)
        with tempfile.TemporaryDirectory() as name:
            return _measured(Path(name), python, reference, asked.badges, asked.rounds)
    except (Unmeasured, OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (5)")
    parser.add_argument("--badges", type=int, default=500, help="badges in the folder (500)")
    cache = platformdirs.user_cache_path("learner-wallet-benchmarks", appauthor=False)
    parser.add_argument("--python", default=sys.executable, help="what the wallet runs on (this)")
    parser.add_argument("--cache", type=Path, default=cache, help=f"for npm's packages ({cache})")
    return parser


def _measured(place: Path, python: Path, reference: list[str], badges: int, rounds: int) -> int:
    folder, home, tampered = place / "folder", place / "home", place / "tampered.json"
    folder.mkdir()
    write_folder(folder, badges)
    first = min(folder.iterdir())
    write_tampered(first, tampered)
    ours = [str(python), "-m", "wallet", "--home", str(home), "verify", "--json"]
    for program, accepted in ((ours, _ours_accepted), (reference, _reference_accepted)):
        if accepted(_run([*program, str(tampered)]).output) != 0:
            raise Unmeasured(f"{program[0]} took a badge that was tampered with for true")
    goals = (
        Goal(f"folder of {badges}", folder, badges, 0.08),
        Goal("one badge", first, 1, 0.3),
    )
    head = ("reference ms", "wallet ms", "wallet wall", "ratio", "goal")
    _say(f"{'':16}" + "".join(f"{word:>13}" for word in head))
    held = [_held(goal, ours, reference, rounds) for goal in goals]
    return 0 if all(held) else 1


def _held(goal: Goal, ours: list[str], reference: list[str], rounds: int) -> bool:
    """Measure one goal, print its line, and say whether it is met."""
    wallet, other = Times(), Times()
    programs = ((other, reference, _reference_accepted), (wallet, ours, _ours_accepted))
    for number in range(rounds + 1):
        for times, program, accepted in programs:
            run = _run([*program, str(goal.path)])
            if accepted(run.output) != goal.badges:
                raise Unmeasured(f"{program[0]} did not verify all of {goal.path}")
            if number > 0:
                times.cpu.append(run.cpu)
                times.wall.append(run.wall)
    mine, theirs = statistics.median(wallet.cpu), statistics.median(other.cpu)
    ratio = mine / theirs
    met = ratio <= goal.ratio
    _say(
        f"{goal.name:16}{theirs * 1000:13.0f}{mine * 1000:13.0f}"
        f"{statistics.median(wallet.wall) * 1000:13.0f}{ratio:13.3f}{goal.ratio:13.2f}"
        f"  {'PASS' if met else 'FAIL'}"
    )
    return met


def _run(command: list[str]) -> Run:
    """Run ``command`` in the checkout and account for it and the children it waited for."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=_CHECKOUT, stdout=output)  # noqa: S603 - our own
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Run(output.read(), usage.ru_utime + usage.ru_stime, wall)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _ours_accepted(output: bytes) -> int:
    results = json.loads(output or b'{"results": []}')["results"]
    return sum(result["authenticity"] == "verified" for result in results)


def _reference_accepted(output: bytes) -> int:
    return int(json.loads(output or b'{"verified": -1}')["verified"])


def _program(cache: Path, base: str) -> Path:
    """Return a Python like ``base`` with what the wallet needs to run, made if there is none."""
    lock = _CHECKOUT / "packaging/locks/run.txt"
    told = subprocess.run([base, "-c", _ABOUT], check=True, capture_output=True, text=True)  # noqa: S603 - as asked
    _say(f"wallet on {told.stdout.strip()}")
    key = hashlib.sha256(lock.read_bytes() + told.stdout.encode()).hexdigest()[:16]
    place = cache / f"program-{key}"
    python, ready = place / "bin/python", place / "ready"
    if not ready.is_file():
        subprocess.run([base, "-m", "venv", "--clear", str(place)], check=True)  # noqa: S603
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        for more in (
            ["install", "--require-hashes", "-r", str(lock)],
            ["uninstall", "-y", *_TOOLS],
        ):
            subprocess.run([*pip, *more], check=True, stdout=sys.stderr)  # noqa: S603 - our own
        ready.touch()
    return python


def _reference(cache: Path) -> list[str]:
    """Return the command that runs the reference, its packages installed where they are not."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unmeasured("node and npm are needed to run the reference: install them")
    lock = (_REFERENCE / "package-lock.json").read_bytes()
    place = cache / hashlib.sha256(lock).hexdigest()[:16]
    if not (place / "node_modules" / ".package-lock.json").is_file():
        place.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_REFERENCE / name, place)
        install = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=place, check=True, stdout=sys.stderr)  # noqa: S603 - our own
    shutil.copy(_REFERENCE / "verify.mjs", place)
    return [node, str(place / "verify.mjs"), str(resources.path("contexts"))]


if __name__ == "__main__":
    sys.exit(main())
