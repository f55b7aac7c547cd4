"""macOS: the script is always the same, and what is shown are its arguments."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from wallet.notify.macos import PROGRAM, SCRIPT, _run, opened
from wallet.notify.message import Message
from wallet.notify.service import Untold

HOSTILE = Message("a", '-e "do shell script" \\', '" & (do shell script "id") & "')


def test_text_is_never_part_of_the_script() -> None:
    ran: list[tuple[Sequence[str], str]] = []

    def run(command: Sequence[str], text: str) -> int:
        ran.append((command, text))
        return 0

    found = opened(run)
    assert not found.has_actions
    found.tell(HOSTILE)
    found.take_back("a")
    assert ran == [([PROGRAM, "-", HOSTILE.title, HOSTILE.body], SCRIPT)]


def test_nobody_answers_and_waiting_ends() -> None:
    found = opened(lambda _command, _text: 0)
    assert found.answer(0) is None
    found.wake()
    assert found.answer(None) is None
    assert found.answer(0.01) is None


def test_a_script_that_fails_or_cannot_run_is_said() -> None:
    def missing(_command: Sequence[str], _text: str) -> int:
        raise FileNotFoundError(PROGRAM)

    for run in (lambda _command, _text: 1, missing):
        with pytest.raises(Untold):
            opened(run).tell(HOSTILE)


def test_a_program_reads_the_script_and_its_exit_status_comes_back() -> None:
    assert _run([sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"], "abc") == 3
    with pytest.raises(FileNotFoundError):
        _run(["/nonexistent/osascript"], "abc")
