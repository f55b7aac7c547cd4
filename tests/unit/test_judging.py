"""Folders judged with several processes: the same verdicts, in order, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tests.issuing import NOW, Issuer
from wallet import judging
from wallet.documents.shipped import ShippedContexts
from wallet.formats.inputs import Item, Source, read_source
from wallet.progress import Cancelled, Progress, never, silent
from wallet.verify.pipeline import Circumstances
from wallet.verify.verdict import Verdict

FILES = 60

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")


@pytest.fixture
def circumstances() -> Circumstances:
    return Circumstances(NOW, ShippedContexts())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    signed = Issuer().sign(Issuer().credential())
    for number in range(FILES):
        badge = signed if number % 3 else {**signed, "name": f"Badge {number}"}
        (tmp_path / f"{number:03}.json").write_text(json.dumps(badge))
    (tmp_path / "030.json").write_text('{"just": "settings"}')
    (tmp_path / "031.json").write_text('{"cut": ')
    return tmp_path


@pytest.fixture
def sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share the smallest work, on two cores, whatever else this test run has going on."""
    monkeypatch.setattr(judging, "_WORTH_SHARING", 20)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def judged_here(folder: Path, circumstances: Circumstances) -> tuple[Verdict, ...]:
    judged = (
        judging.judge(read_source(Item(str(file), file, searched=True)), circumstances)
        for file in sorted(folder.iterdir())
    )
    return tuple(verdict for verdict in judged if verdict is not None)


def remember_processes(monkeypatch: pytest.MonkeyPatch, note: Path) -> None:
    """Let every judgement leave the number of its process in the folder ``note``."""
    judge = judging.judge
    note.mkdir()

    def noting(source: Source, *more: Any) -> Verdict | None:
        (note / str(os.getpid())).touch()
        return judge(source, *more)

    monkeypatch.setattr(judging, "judge", noting)


def _judge_all(
    paths: Sequence[Path],
    circumstances: Circumstances,
    stdin: BinaryIO | None,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[Verdict, ...]:
    return tuple(judging.judge_each(paths, circumstances, stdin, progress, cancelled))


@pytest.mark.usefixtures("sharing")
def test_several_processes_say_the_same_in_the_same_order(
    folder: Path, circumstances: Circumstances
) -> None:
    shared = _judge_all([folder], circumstances, None, silent, never)
    assert shared == judged_here(folder, circumstances)
    assert len(shared) == FILES - 1
    assert [v.error.code for v in shared if v.error] == ["malformed"]


@pytest.mark.usefixtures("sharing")
def test_much_work_is_done_by_other_processes(
    folder: Path,
    circumstances: Circumstances,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = tmp_path_factory.mktemp("note") / "processes"
    remember_processes(monkeypatch, note)
    _judge_all([folder], circumstances, None, silent, never)
    assert str(os.getpid()) not in {file.name for file in note.iterdir()}


@pytest.mark.usefixtures("sharing")
@pytest.mark.parametrize("why", ["few files", "another thread", "evidence that stays here"])
def test_work_stays_in_this_process(
    why: str,
    folder: Path,
    circumstances: Circumstances,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = tmp_path_factory.mktemp("note") / "processes"
    remember_processes(monkeypatch, note)
    if why == "few files":
        monkeypatch.setattr(judging, "_WORTH_SHARING", FILES + 1)
    elif why == "another thread":
        monkeypatch.setattr(threading, "active_count", lambda: 2)
    else:
        circumstances = Circumstances(NOW, ShippedContexts(), documents=Unshareable())
    _judge_all([folder], circumstances, None, silent, never)
    assert {file.name for file in note.iterdir()} == {str(os.getpid())}


class Unshareable:
    """Documents of an open wallet: they hold what no other process may use."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def get(self, url: str) -> None:
        """Have nothing."""


@pytest.mark.usefixtures("sharing")
def test_a_file_that_ends_its_process_costs_only_its_own_verdict(
    folder: Path, circumstances: Circumstances, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judging.judge

    def dying(source: Source, *more: Any) -> Verdict | None:
        if source.name.endswith("007.json"):
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(source, *more)

    expected = judged_here(folder, circumstances)
    monkeypatch.setattr(judging, "judge", dying)
    shared = _judge_all([folder], circumstances, None, silent, never)
    lost = [number for number, verdict in enumerate(shared) if verdict != expected[number]]
    assert lost == [7]
    assert shared[7].source.endswith("007.json")
    assert shared[7].error is not None
    assert shared[7].error.code == "not-judged"


@pytest.mark.usefixtures("sharing")
def test_cancelled_work_ends_with_the_verdicts_before(
    folder: Path, circumstances: Circumstances
) -> None:
    told: list[int] = []
    shared = _judge_all(
        [folder],
        circumstances,
        None,
        lambda done, _total, _what: told.append(done),
        lambda: len(told) > 1,
    )
    assert shared == judged_here(folder, circumstances)[: len(shared)]
    assert 0 < len(shared) < FILES - 1


@pytest.mark.usefixtures("sharing")
def test_progress_reaches_the_end_and_never_goes_back(
    folder: Path, circumstances: Circumstances
) -> None:
    told: list[tuple[int, int]] = []
    _judge_all(
        [folder],
        circumstances,
        None,
        lambda done, total, _what: told.append((done, total)),
        never,
    )
    assert told == sorted(told)
    assert told[-1] == (FILES, FILES)
    assert len(told) > 2
