"""The guarded client: one GET, over TLS, to a public address, small and soon over.

SECURITY.md, threat 21. The name is looked up once, every address found is judged, and the
connection goes to exactly the one that was judged; the certificate must be for the name. An
``http:`` address is asked for by ``https:``: nothing is sent or believed unencrypted. There
are no cookies, no referrer, no credentials and no cache, and proxies named in the environment
are not used, because a proxy would look the name up itself and could not be held to the above.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from wallet.network import errors
from wallet.network.addresses import is_public
from wallet.network.answer import Answer
from wallet.network.errors import NotFetched
from wallet.progress import Cancelled, never

ACCEPT: Final = (
    "application/ld+json, application/vc, application/did, application/json,"
    " application/jwt, application/vc+jwt, application/dc+sd-jwt,"
    " application/statuslist+jwt, */*;q=0.1"
)
USER_AGENT: Final = "learner-wallet"
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_HTTPS: Final = 443
_LONGEST: Final = 8_000
_TRIED: Final = 4
"""How many addresses of one name are tried."""
_GLANCE: Final = 0.05
"""How often it is looked whether the person wants to stop, in seconds."""
_CHUNK: Final = 64 * 1024

Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to its addresses as numbers; OSError where it has none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one address may take with all its redirects, and how large an answer may be.

    2 MB is the status list of twelve million badges, however many of them are revoked.
    """

    seconds: float = 10.0
    bytes: int = 2 * 1024 * 1024
    redirects: int = 3


class Client:
    """Asks for one address at a time. Holds no connection between two."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
        permitted: Callable[[str], bool] = is_public,
        tls: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        """Take what tests replace: limits, name service, permitted addresses and trust."""
        self._limits: Final = limits or Limits()
        self._resolve: Final = resolve or system_resolve
        self._permitted: Final = permitted
        self._tls: Final = tls or system_trust
        self._context: ssl.SSLContext | None = None

    def get(self, url: str, cancelled: Cancelled = never) -> Answer:
        """Return what ``url`` answers; raise NotFetched where it cannot be had.

        Where ``cancelled`` comes true meanwhile, that is "too-slow" at once.
        """
        if self._context is None:
            self._context = self._tls()
        attempt = _Attempt(url, self._limits, self._resolve, self._permitted, self._context)
        return attempt.run(cancelled)


@dataclass(frozen=True, slots=True)
class _Target:
    """One address, taken apart."""

    url: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What stands in the Host field (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _HTTPS else f"{host}:{self.port}"


def target_of(url: str) -> _Target:
    """Take ``url`` apart; NotFetched where it is none that may be asked."""
    if len(url) > _LONGEST or any(one <= " " or one in "\\\x7f" for one in url):
        raise errors.malformed(url[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:  # a port or host that is none; UnicodeError is one of these
        raise errors.malformed(url) from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise errors.malformed(url)
    if parts.scheme == "http" and port not in (None, 80):
        raise errors.not_https(url)
    path = quote(parts.path or "/", safe="/%:;=@!$&'()*+,~[]")
    query = quote(parts.query, safe="/%:;=@!$&'()*+,~?[]")
    port = port if port and parts.scheme == "https" else _HTTPS
    return _Target(url, host, port, f"{path}?{query}" if query else path)


class _Attempt:
    """One GET with its redirects, on a thread that can be left behind.

    A name service, a handshake and a body sent byte by byte can each take for ever in calls
    that know no common end; so the asking thread waits, and breaks the connection off.
    """

    def __init__(
        self,
        url: str,
        limits: Limits,
        resolve: Resolve,
        permitted: Callable[[str], bool],
        context: ssl.SSLContext,
    ) -> None:
        self._url = url
        self._limits = limits
        self._resolve = resolve
        self._permitted = permitted
        self._context = context
        self._socket: socket.socket | None = None
        self._given_up = False

    def run(self, cancelled: Cancelled) -> Answer:
        """Return the answer, or raise what stood in the way."""
        future: Future[Answer] = Future()
        over = threading.Event()

        def work() -> None:
            try:
                future.set_result(self._follow())
            except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
                future.set_exception(error)
            finally:
                over.set()

        threading.Thread(target=work, name="fetching", daemon=True).start()
        end = time.monotonic() + self._limits.seconds
        while not over.wait(_GLANCE):
            if time.monotonic() >= end or cancelled():
                self._break_off()
                raise errors.too_slow(self._url)
        return future.result()

    def _break_off(self) -> None:
        self._given_up = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _follow(self) -> Answer:
        target = target_of(self._url)
        for _ in range(self._limits.redirects + 1):
            answer = self._ask(target)
            if isinstance(answer, Answer):
                return answer
            onward = urljoin(target.url, answer)
            if not onward.lower().startswith("https:"):
                raise errors.not_https(self._url)
            target = target_of(onward)
        raise errors.too_many_redirects(self._url)

    def _ask(self, target: _Target) -> Answer | str:
        """Return the answer of one address, or where it leads on."""
        try:
            connected = self._connected(target)
            try:
                return self._exchange(connected, target)
            finally:
                connected.close()
        except NotFetched:
            raise
        except ssl.SSLCertVerificationError as error:
            raise errors.certificate(self._url, error.verify_message) from error
        except TimeoutError as error:
            raise errors.too_slow(self._url) from error
        except OSError as error:
            raise errors.unreachable(self._url, error) from error
        except (http.client.HTTPException, ValueError) as error:
            raise errors.not_http(self._url) from error

    def _connected(self, target: _Target) -> ssl.SSLSocket:
        """Return a connection to an address that was judged, its certificate checked."""
        try:
            found = list(dict.fromkeys(self._resolve(target.host, target.port)))
        except (OSError, UnicodeError) as error:
            raise errors.unknown_host(self._url) from error
        if not found:
            raise errors.unknown_host(self._url)
        # One private address among public ones is a trick, or a mistake; both are refused.
        if not all(self._permitted(one) for one in found):
            raise errors.private(self._url)
        raw = self._first_that_takes(found[:_TRIED], target.port)
        try:
            raw.settimeout(self._limits.seconds)
            secured = self._context.wrap_socket(raw, server_hostname=target.host)
        except BaseException:
            raw.close()
            raise
        self._socket = secured
        if self._given_up:  # during the handshake, when the connection could not be broken off
            secured.close()
            raise errors.too_slow(self._url)
        return secured

    def _first_that_takes(self, addresses: Sequence[str], port: int) -> socket.socket:
        trouble: OSError = OSError()
        for one in addresses:
            if self._given_up:
                break
            version = ipaddress.ip_address(one).version
            raw = socket.socket(socket.AF_INET6 if version == 6 else socket.AF_INET)
            raw.settimeout(self._limits.seconds / len(addresses))
            self._socket = raw
            try:
                raw.connect((one, port))
            except OSError as error:
                raw.close()
                trouble = error
            else:
                return raw
        raise trouble

    def _exchange(self, connected: ssl.SSLSocket, target: _Target) -> Answer | str:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = connected
        connection.auto_open = 0
        headers = {
            "Host": target.authority,
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            "User-Agent": USER_AGENT,
            "Connection": "close",
        }
        connection.request("GET", target.path, headers=headers)
        with connection.getresponse() as response:
            if response.status in _REDIRECTS and (onward := response.getheader("Location")):
                return onward
            if response.getheader("Content-Encoding", "identity").lower() != "identity":
                raise errors.not_http(self._url)
            return Answer(response.status, self._body(response))

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        if (response.length or 0) > self._limits.bytes:
            raise errors.too_large(self._url)
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self._limits.bytes:
                raise errors.too_large(self._url)
        if response.length:
            raise errors.not_http(self._url)
        return bytes(body)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses the system's name service has for ``host``, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def system_trust() -> ssl.SSLContext:
    """Return TLS that trusts whom this system trusts, also where OpenSSL does not know whom."""
    import truststore  # noqa: PLC0415 - needed only where something is fetched

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
