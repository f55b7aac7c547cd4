"""Fetching what badges need, and judging them by it.

Nothing says in advance which documents a badge needs: its assertion names a badge class, that
an issuer, that a key. So it is verified with documents that note what they are asked for; what
was asked for is fetched, and it is verified again, until it asks for nothing new. A server is
asked for an address once in a call, for none that is known well enough, and learns nothing
but that somebody looks. Badges are judged, and what is known is read and kept, in turns; servers
are asked between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from wallet.credential.moment import rfc3339
from wallet.documents.document import Document, Documents, NoDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.errors import Cancelled as CancelledError
from wallet.i18n import Words
from wallet.network import errors
from wallet.network.answer import Answer, Getter
from wallet.network.better import improves
from wallet.network.errors import NotFetched
from wallet.progress import Cancelled, Progress, Turn, at_once
from wallet.verify.verdict import Refusal, Verdict

FRESH: Final = timedelta(minutes=5)
"""How old an answer may be before its address is asked again."""
MAX_ROUNDS: Final = 8
"""How often a badge is judged anew. The longest way there is takes seven rounds: a badge's
address, its assertion, badge class, an endorsement of that, its issuer, key, list."""
MAX_EACH: Final = 40
"""How many addresses one badge may send us to."""
MAX_ADDRESSES: Final = 5_000
"""How many addresses are asked in one call."""
MAX_BYTES: Final = 128 * 1024 * 1024
"""How much is taken in, in one call."""

Judge = Callable[[Documents], Verdict]
"""Judges one badge by the documents it is given."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking one address: an HTTP status, an error, or both."""

    url: str
    at: datetime
    status: int | None = None
    error: Refusal | None = None

    def to_json(self, words: Words) -> dict[str, Any]:
        """Return ``{url, status, at}``, and ``error`` where it could not be had."""
        told: dict[str, Any] = {"url": self.url, "status": self.status, "at": rfc3339(self.at)}
        if self.error is not None:
            told["error"] = {"code": self.error.code, "message": self.error.sentence(words)}
        return told


@dataclass(slots=True)
class _Asked:
    """Documents that note what they are asked for."""

    known: Documents
    addresses: dict[str, None] = field(default_factory=dict)

    def get(self, url: str) -> Document | None:
        """Return what is known of ``url``, and note that it is needed."""
        self.addresses[url] = None
        return self.known.get(url)


class Online:
    """The network as one call may use it; also the documents to judge by."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        contexts: ShippedContexts,
        *,
        client: Getter,
        saved: Documents | None = None,
        known: Documents | None = None,
        keep: Callable[[Document], object] | None = None,
        hosts: Iterable[str] | None = None,
        turn: Turn = at_once,
    ) -> None:
        """Take what is known before, and what to do with what is learnt.

        ``saved`` documents count as fetched; ``known`` ones are asked for again where they
        are older than :data:`FRESH`. ``keep`` is called with every answer worth keeping.
        ``hosts`` are the only servers that may be asked, or None: all that badges name.
        ``turn`` is how all of these, and the judges, are called.
        """
        self.turn: Final = turn
        self._clock = clock
        self._contexts = contexts
        self._client = client
        self._saved = saved or NoDocuments()
        self._known = known or NoDocuments()
        self._keep = keep or (lambda _document: None)
        self._hosts = None if hosts is None else frozenset(hosts)
        self._answers: dict[str, Document] = {}
        self._silent: dict[str, NotFetched] = {}
        self._bytes = 0
        self._fetched: dict[str, Fetched] = {}
        self._left_out: dict[str, Fetched] = {}
        self._unasked: dict[str, None] = {}

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """What came of every address that was asked, or left out as one too many, in order."""
        return tuple({**self._left_out, **self._fetched}.values())

    @property
    def unasked(self) -> tuple[str, ...]:
        """The servers that were needed and may not be asked, in order of the alphabet."""
        return tuple(sorted(self._unasked))

    def get(self, url: str) -> Document | None:
        """Return what is known of ``url`` now. Nothing is fetched here."""
        return self._answers.get(url) or self._saved.get(url) or self._known.get(url)

    def settle(
        self, judges: Sequence[Judge], progress: Progress, cancelled: Cancelled
    ) -> list[Verdict]:
        """Judge badges by what their issuers say now; return the verdicts, in order.

        Raises Cancelled; what was fetched until then is kept.
        """
        verdicts: dict[int, Verdict] = {}
        named = [0] * len(judges)
        pending: Sequence[int] = range(len(judges))
        for _ in range(MAX_ROUNDS):
            wanted: dict[str, set[int]] = {}
            for number in pending:
                _go_on(cancelled)
                verdicts[number], addresses = self._judge(judges[number])
                for url in self._bounded(addresses, MAX_EACH - named[number]):
                    named[number] += 1
                    wanted.setdefault(url, set()).add(number)
            new = self._fetch_all(list(wanted), progress, cancelled)
            pending = sorted({number for url in new for number in wanted[url]})
        for number in pending:
            verdicts[number], _ = self._judge(judges[number])
        return [verdicts[number] for number in range(len(judges))]

    def _judge(self, judge: Judge) -> tuple[Verdict, list[str]]:
        """Judge a badge by what is known now; return also what is to be fetched for it."""

        def judged() -> tuple[Verdict, list[str]]:
            asked = _Asked(self)
            verdict = judge(asked)
            return verdict, [url for url in asked.addresses if self._is_to_ask(url)]

        return self.turn(judged)

    def _is_to_ask(self, url: str) -> bool:
        host = host_of(url)
        if not host or url in self._fetched or self._contexts.get(url) or self._saved.get(url):
            return False
        known = self._known.get(url)
        if known and known.as_of and self._clock() - known.as_of < FRESH:
            return False
        return self._may_ask(host)

    def _may_ask(self, host: str) -> bool:
        may = bool(host) and (self._hosts is None or host in self._hosts)
        if host and not may:
            self._unasked[host] = None
        return may

    def _bounded(self, addresses: Sequence[str], room: int) -> Sequence[str]:
        for url in addresses[max(room, 0) :]:
            refusal = Refusal.of(errors.enough(url))
            self._left_out[url] = Fetched(url, self._clock(), None, refusal)
        return addresses[: max(room, 0)]

    def _fetch_all(
        self, urls: Sequence[str], progress: Progress, cancelled: Cancelled
    ) -> list[str]:
        """Ask for ``urls``; return those that brought something new."""
        new = []
        before = len(self._fetched)
        for done, url in enumerate(urls):
            progress(before + done, before + len(urls), host_of(url))
            if self._fetch(url, cancelled):
                new.append(url)
        if urls:
            progress(before + len(urls), before + len(urls), "")
        return new

    def _fetch(self, url: str, cancelled: Cancelled) -> bool:
        answer = self._ask(url, cancelled)
        return answer is not None and self.turn(partial(self._take, url, answer))

    def _take(self, url: str, answer: Answer) -> bool:
        """Keep what ``url`` answered, if it is of use."""
        document = Document(url, answer.data, self._clock(), answer.status)
        if not self._keep_better(document):
            is_busy = answer.status != 200
            error = errors.refused(url, answer.status) if is_busy else errors.unusable(url)
            self._note(url, answer.status, error)
            return False
        self._note(url, answer.status)
        return True

    def _ask(self, url: str, cancelled: Cancelled) -> Answer | None:
        """Ask one address, if its server is not known to be silent; note what stood in the way."""
        _go_on(cancelled)
        host = host_of(url)
        try:
            if host in self._silent:
                raise self._silent[host].of(url)
            if len(self._fetched) >= MAX_ADDRESSES or self._bytes >= MAX_BYTES:
                raise errors.enough(url)
            answer = self._client.get(url, cancelled)
        except NotFetched as error:
            _go_on(cancelled)
            if error.silent:
                self._silent.setdefault(host, error)
            self._note(url, None, error)
            return None
        self._bytes += len(answer.data)
        return answer

    def _note(self, url: str, status: int | None, error: NotFetched | None = None) -> None:
        refusal = Refusal.of(error) if error else None
        self._fetched[url] = Fetched(url, self._clock(), status, refusal)

    def badge_at(self, url: str, cancelled: Cancelled) -> bytes | None:
        """Return the badge at ``url`` as it comes, of whatever kind, or None: see ``fetched``.

        It is asked for once. What is no document that a check could use is not kept as one.
        """
        if url in self._fetched or not self._may_ask(host_of(url)):
            return None
        answer = self._ask(url, cancelled)
        if answer is None:
            return None
        if answer.status != 200:
            self._note(url, answer.status, errors.refused(url, answer.status))
            return None
        self._note(url, answer.status)
        document = Document(url.partition("#")[0], answer.data, self._clock())
        self.turn(partial(self._keep_better, document))
        return answer.data

    def _keep_better(self, document: Document) -> bool:
        """Keep ``document`` if it is better than what is known; return whether it is."""
        if not improves(document, self.get(document.url)):
            return False
        self._answers[document.url] = document
        self._keep(document)
        return True

    def refuse(self, url: str, error: NotFetched) -> None:
        """Note that what ``url`` answered was of no use after all."""
        self._note(url, self._fetched[url].status if url in self._fetched else None, error)


def host_of(url: str) -> str:
    """Return the server's name in ``url``; empty where it is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def _go_on(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError
