"""Judging whatever was named on the way in: files, folders, standard input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from wallet.formats.inputs import Source, expand, no_badges, read_source
from wallet.progress import Cancelled, Progress
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.verdict import Refusal, Verdict

_QUIET_WHEN_SEARCHED: Final = frozenset({"not-a-badge", "no-badge-in-picture", "empty-file"})
"""What a file met while searching a folder may be without being worth a word."""


def judge_all(
    paths: Sequence[Path | str],
    circumstances: Circumstances,
    stdin: BinaryIO | None,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[Verdict, ...]:
    """Return a verdict on every input, in order; of those before it was ``cancelled``."""
    verdicts: list[Verdict] = []
    todo = expand(paths)
    for done, item in enumerate(todo):
        if cancelled():
            break
        progress(done, len(todo), item.name)
        verdict = judge(read_source(item, stdin), circumstances)
        if verdict is not None:
            verdicts.append(verdict)
    progress(len(todo), len(todo), "")
    return tuple(verdicts) or nothing_found(paths)


def judge(source: Source, circumstances: Circumstances) -> Verdict | None:
    """Return the verdict on one source, or None for a searched file that is no badge."""
    if source.error is not None:
        return Verdict(source.name, error=Refusal.of(source.error))
    verdict = verify_bytes(source.data or b"", source.name, circumstances)
    if source.searched and verdict.error and verdict.error.code in _QUIET_WHEN_SEARCHED:
        return None
    return verdict


def nothing_found(paths: Sequence[object]) -> tuple[Verdict, ...]:
    """Return an error for every folder in which nothing was a badge."""
    return tuple(Verdict(str(path), error=Refusal.of(no_badges(str(path)))) for path in paths)
