"""Judging whatever was named on the way in: files, folders, standard input.

A folder is judged with the cores there are, where that pays: processes are forked, which costs
some milliseconds each, and are given chunks of files to read and judge. Forking is right only
on Linux, from a process with no other thread (the command line), and for evidence that can be
handed over, which an open wallet's cannot: SQLite must not be used across a fork. In the
window, which has threads, and on macOS and Windows, where a process would first have to load
the program again, all is judged here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec
from msgspec import structs

from wallet.documents.document import Documents, FirstOf
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats.inputs import Item, Source, expand, no_badges, opened, read_source
from wallet.i18n import N_
from wallet.progress import Cancelled, Progress, never, silent
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, parsed_bytes, verify
from wallet.verify.verdict import Refusal, Verdict

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from wallet.entries import Received
    from wallet.formats.read import Parsed

_Judged = list[Verdict | None]
Input = Path | tuple[str, bytes]
"""A file or folder, or bytes with the name to call them by."""

_QUIET_WHEN_SEARCHED: Final = frozenset({"not-a-badge", "no-badge-in-picture", "empty-file"})
"""What a file met while searching a folder may be without being worth a word."""
_WORTH_SHARING: Final = 1_000
"""How many files are worth processes of their own: of 500, a second core saves an eighth of
the time and takes a fifth more work in all."""
_CHUNK: Final = 16
"""How many files are judged, or given to a process, at a time."""
_LARGE: Final = 64 * 1024
"""How many bytes make a file that is judged without waiting for others."""
_LOOK_AGAIN: Final = 0.1
"""Seconds after which a wait looks whether it was cancelled."""


class Judge:
    """Judges badges without a wallet; an open one adds what it has to the circumstances."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        registries: Sequence[trust.Registry] | None = None,
    ) -> None:
        """Take the clock; ``registries`` default to those shipped."""
        self.clock: Final = clock
        self._registries = registries
        self._contexts: ShippedContexts | None = None

    def circumstances(
        self,
        documents: Path | None = None,
        identities: Sequence[str] = (),
        trust_files: Sequence[Path] = (),
        kept: Documents | None = None,
    ) -> Circumstances:
        """Return what badges are judged by.

        ``documents`` is a folder of saved web documents, looked into before those ``kept``.
        """
        if self._contexts is None:
            self._contexts = ShippedContexts()
        if self._registries is None:
            self._registries = trust.shipped()
        sources: list[Documents] = []
        if documents:
            from wallet.documents.saved import SavedDocuments  # noqa: PLC0415 - seldom needed

            sources.append(SavedDocuments(documents))
        added = [registry for file in trust_files for registry in trust.read(file)]
        return Circumstances(
            now=self.clock(),
            contexts=self._contexts,
            documents=FirstOf([*sources, *([kept] if kept else [])]),
            identities=tuple(identities),
            registries=(*added, *self._registries),
        )

    def verify(
        self,
        paths: Sequence[Path | str],
        *,
        stdin: BinaryIO | None = None,
        documents: Path | None = None,
        identities: Sequence[str] = (),
        trust_files: Sequence[Path] = (),
        audience: str | None = None,
        nonce: str | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Iterator[Verdict]:
        """Judge every input, one after the other; nothing is written.

        ``audience`` and ``nonce`` are for whom presentations must be, and what they must repeat.
        """
        circumstances = self.circumstances(documents, identities, trust_files)
        if audience is not None or nonce is not None:
            circumstances = structs.replace(circumstances, audience=audience, nonce=nonce)
        return judge_each(paths, circumstances, stdin, progress, cancelled)


def judge_each(
    paths: Sequence[Input | str],
    circumstances: Circumstances,
    stdin: BinaryIO | None,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[Verdict]:
    """Yield a verdict on every input, in order; on those before it was ``cancelled``.

    They come as they are judged, so that what is made of one is made while it is at hand:
    of a thousand badges kept until the end, each would have to be fetched from memory again.
    """
    todo = to_read(paths)
    workers = _workers(todo, circumstances)
    if workers > 1:
        judged = _shared(todo, circumstances, workers, progress, cancelled)
    else:
        judged = _alone(todo, circumstances, stdin, progress, cancelled)
    found = False
    for verdict in judged:
        if verdict is not None:
            found = True
            yield verdict
    progress(len(todo), len(todo), "")
    if not found:
        yield from nothing_found(paths)


def to_read(inputs: Sequence[Input | str]) -> list[Item | Source]:
    """Return what there is to read of ``inputs``, and what is read already, in order."""
    todo: list[Item | Source] = []
    for one in inputs:
        if isinstance(one, tuple):
            name, data = one
            todo.append(Source(name=name, data=data))
        else:
            todo += expand([one])
    return todo


def source_of(item: Item | Source, stdin: BinaryIO | None = None) -> Source:
    """Return the bytes of ``item``, or the error that says what to do instead."""
    return item if isinstance(item, Source) else read_source(item, stdin)


def received(name: str, sources: Sequence[Source], circumstances: Circumstances) -> Received | None:
    """Return how the badges that were in the input ``name`` were handed over.

    ``sources`` are what it was opened into. None where it was no presentation.
    """
    presented = next((one.presentation for one in sources if one.presentation is not None), None)
    if presented is None:
        return None
    from wallet.entries import Received  # noqa: PLC0415 - loaded when it is met
    from wallet.verify import handover  # noqa: PLC0415

    return Received(name, len(sources), handover.verify(presented, circumstances))


def judge(
    source: Source, circumstances: Circumstances, said: Parsed | Verdict | None = None
) -> Verdict | None:
    """Return the verdict on one source, or None for a searched file that is no badge.

    ``said`` is what it says, where it was parsed before.
    """
    verdict = said or _parsed(source)
    together = source.together
    if together is not None and together.too_complex not in (None, source.name):
        return Verdict(source.name, error=Refusal.of(_not_looked_at(source.name)))
    if not isinstance(verdict, Verdict):
        verdict = verify(verdict, source.name, circumstances)
    if together is not None and _is_too_complex(verdict):
        # One such takes as long as hundreds of others: no second one is looked at.
        together.too_complex = source.name
    if source.presentation is not None and source.error is None:
        from wallet.verify import handover  # noqa: PLC0415 - loaded when it is met

        told = handover.verify(source.presentation, circumstances)
        verdict = structs.replace(verdict, presentation=told)
    if source.searched and verdict.error and verdict.error.code in _QUIET_WHEN_SEARCHED:
        return None
    if source.container is not None and verdict.error is None:
        verdict = structs.replace(verdict, container=source.container)
    return verdict


def _parsed(source: Source) -> Parsed | Verdict:
    if source.error is not None:
        return Verdict(source.name, error=Refusal.of(source.error))
    return parsed_bytes(source.data or b"", source.name)


def _is_too_complex(verdict: Verdict) -> bool:
    checks = verdict.report.checks if verdict.report else ()
    return any(check.reason == "too-complex" for check in checks)


def _not_looked_at(name: str) -> UnusableInput:
    return UnusableInput(
        "not-looked-at",
        N_("{name} was not looked at: another badge that came with it is built too complicated"),
        N_("ask for it in a file of its own"),
        name=name,
    )


def nothing_found(inputs: Sequence[Input | str]) -> tuple[Verdict, ...]:
    """Return an error for every folder in which nothing was a badge."""
    named = [str(one[0] if isinstance(one, tuple) else one) for one in inputs]
    return tuple(Verdict(name, error=Refusal.of(no_badges(name))) for name in named)


def _alone(
    todo: Sequence[Item | Source],
    circumstances: Circumstances,
    stdin: BinaryIO | None,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[Verdict | None]:
    sources: list[Source] = []
    for done, item in enumerate(todo):
        if cancelled():
            return
        progress(done, len(todo), item.name)
        sources += opened(source_of(item, stdin))
        if len(sources) >= _CHUNK or _much(sources[-1]):
            yield from _judge_together(sources, circumstances)
            sources = []
    yield from _judge_together(sources, circumstances)


def _much(source: Source) -> bool:
    return source.data is not None and len(source.data) > _LARGE


def _judge_together(sources: Sequence[Source], circumstances: Circumstances) -> _Judged:
    """Judge some sources step by step: a step done again right away takes a fifth less time."""
    parsed = [_parsed(source) for source in sources]
    return [judge(one, circumstances, said) for one, said in zip(sources, parsed, strict=True)]


def _workers(todo: Sequence[Item | Source], circumstances: Circumstances) -> int:
    """Return how many processes should judge ``todo``; 1 is this one."""
    if sys.platform != "linux" or len(todo) < _WORTH_SHARING:
        return 1
    import threading  # noqa: PLC0415 - a few badges need none of it

    if threading.active_count() > 1:
        return 1
    if any(isinstance(item, Source) or item.path is None or item.error for item in todo):
        return 1  # standard input is not to be shared, and what has an error is quickly told
    import pickle  # noqa: PLC0415 - 3 ms, and one badge needs none of it

    try:
        pickle.dumps(circumstances)
    except (TypeError, AttributeError, pickle.PicklingError):
        return 1
    return min(len(os.sched_getaffinity(0)), len(todo) // (_WORTH_SHARING // 2))


def _shared(
    todo: Sequence[Item | Source],
    circumstances: Circumstances,
    workers: int,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[Verdict | None]:
    """Judge ``todo`` in ``workers`` processes; a chunk that ends its process is tried alone."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - 20 ms to load

    chunks = [todo[start : start + _CHUNK] for start in range(0, len(todo), _CHUNK)]
    pool = _pool(circumstances, workers)
    try:
        futures = [pool.submit(_judge_chunk, chunk) for chunk in chunks]
        for number, (chunk, future) in enumerate(zip(chunks, futures, strict=True)):
            progress(number * _CHUNK, len(todo), chunk[0].name)
            if not _finished(future, cancelled):
                return
            try:
                yield from _unpacked(future.result())
            except BrokenProcessPool:
                pool.shutdown()  # to fork again, there must be no other thread
                yield from _judged_apart(chunk, circumstances)
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(future: Future[bytes], cancelled: Cancelled) -> bool:
    """Wait for ``future``; return False where it was cancelled instead."""
    from concurrent.futures import wait  # noqa: PLC0415 - loaded with the pool

    while not cancelled():
        if wait([future], timeout=_LOOK_AGAIN).done:
            return True
    return False


def _judged_apart(chunk: Sequence[Item | Source], circumstances: Circumstances) -> _Judged:
    """Judge files one by one, each in a process of its own: one of them ended the last."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see _shared

    judged: _Judged = []
    for item in chunk:
        with _pool(circumstances, 1) as pool:
            try:
                judged += _unpacked(pool.submit(_judge_chunk, [item]).result())
            except BrokenProcessPool:
                judged.append(Verdict(item.name, error=Refusal.of(_gave_up(item.name))))
    return judged


def _pool(circumstances: Circumstances, workers: int) -> ProcessPoolExecutor:
    import multiprocessing  # noqa: PLC0415 - only where it is shared
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), _begin, (circumstances,)
    )


class _Worker:
    """What a process that judges was given when it began."""

    circumstances: Circumstances


def _begin(circumstances: Circumstances) -> None:
    import signal  # noqa: PLC0415 - only where it is shared

    # Ctrl+C reaches every process of the terminal; the one that was called answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.circumstances = circumstances


def _judge_chunk(chunk: Sequence[Item | Source]) -> bytes:
    """Return the verdicts on ``chunk`` packed, which is four times as fast as pickled."""
    sources = [source for item in chunk for source in opened(source_of(item))]
    judged = _judge_together(sources, _Worker.circumstances)
    return msgspec.msgpack.encode(judged)


def _unpacked(judged: bytes) -> _Judged:
    return msgspec.msgpack.decode(judged, type=_Judged)


def _gave_up(name: str) -> UnusableInput:
    return UnusableInput(
        "not-judged",
        N_("{name} could not be judged: the program broke off at it"),
        N_("send the file to the makers of this program, if you may"),
        name=name,
    )
