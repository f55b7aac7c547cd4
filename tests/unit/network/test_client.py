"""The guarded client against servers that are honest, broken, slow or sly (threat 21)."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from tests.unit.network.serving import HOST, Reach, Server, reply
from wallet.network.client import Client, Limits, system_trust
from wallet.network.errors import NotFetched


def refusal(client: Client, url: str) -> str:
    """Return the code of why ``url`` could not be had."""
    with pytest.raises(NotFetched) as raised:
        client.get(url)
    assert url[:40] in str(raised.value)
    return raised.value.code


def test_it_brings_the_body_and_asks_for_credentials_without_saying_who_asks(
    server: Server, reach: Reach
) -> None:
    server.pages["/badge?one=1"] = reply(b'{"id": 1}', Set_Cookie="who=ada")
    client = reach()
    for _ in range(2):
        answer = client.get(server.url("/badge?one=1#key"))
        assert (answer.status, answer.data) == (200, b'{"id": 1}')
    head = dict(line.split(": ", 1) for line in server.asked[1].splitlines()[1:] if line)
    assert server.asked[1].startswith("GET /badge?one=1 HTTP/1.1\r\n")
    assert head.keys() == {"Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"}
    assert head["Host"] == f"{HOST}:{server.port}"
    assert head["User-Agent"] == "learner-wallet"
    assert head["Accept"].startswith("application/ld+json")


@pytest.mark.parametrize("status", ["410 Gone", "404 Not Found", "503 Busy"])
def test_it_says_the_status(server: Server, reach: Reach, status: str) -> None:
    server.pages["/"] = reply(b"{}", status)
    assert reach().get(server.url()).status == int(status[:3])


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"],
        ["93.184.216.34", "192.168.1.1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_not_connected_to(
    server: Server, found: list[str]
) -> None:
    client = Client(resolve=lambda _host, _port: found)
    assert refusal(client, server.url()) == "address-private"
    assert server.connections == 0


@pytest.mark.parametrize(
    "host",
    ["2130706433", "127.1", "0x7f.1", "[::1]", "[::ffff:7f00:1]", "localhost", "0.0.0.0"],  # noqa: S104 - refused
)
def test_no_way_of_writing_the_loopback_passes(server: Server, host: str) -> None:
    code = refusal(Client(), f"https://{host}:{server.port}/")
    assert code in ("address-private", "host-unknown")
    assert server.connections == 0


def test_a_name_is_looked_up_once_and_the_judged_address_is_connected_to(
    server: Server, reach: Reach
) -> None:
    server.pages["/"] = reply(b"{}")
    found = iter([["127.0.0.1"], ["10.0.0.1"]])
    judged: list[str] = []

    def permitted(address: str) -> bool:
        judged.append(address)
        return address == "127.0.0.1"

    client = reach(resolve=lambda _host, _port: next(found), permitted=permitted)
    assert client.get(server.url()).status == 200
    assert judged == ["127.0.0.1"]
    assert refusal(client, server.url()) == "address-private"
    assert server.connections == 1


def test_a_server_without_the_names_certificate_is_not_asked(server: Server, reach: Reach) -> None:
    server.pages["/"] = reply(b"{}")
    assert refusal(reach(), server.url(host="other.example")) == "certificate-not-trusted"
    assert refusal(reach(trusting=False), server.url()) == "certificate-not-trusted"
    assert server.asked == []


def test_the_systems_own_trust_knows_nothing_of_a_throw_away_authority(server: Server) -> None:
    context = system_trust()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
    server.pages["/"] = reply(b"{}")
    client = Client(resolve=lambda _host, _port: ["127.0.0.1"], permitted=lambda _address: True)
    assert refusal(client, server.url()) == "certificate-not-trusted"
    assert server.asked == []


def test_redirects_are_followed_three_times_and_each_is_judged_again(
    server: Server, reach: Reach
) -> None:
    for number in range(4):
        server.pages[f"/{number}"] = reply(b"", "302 Found", Location=f"/{number + 1}")
    server.pages["/4"] = reply(b"{}")
    assert reach().get(server.url("/1")).data == b"{}"
    assert refusal(reach(), server.url("/0")) == "too-many-redirects"

    def resolve(host: str, _port: int) -> Sequence[str]:
        return ["10.0.0.1"] if host == "inside.example" else ["127.0.0.1"]

    server.pages["/in"] = reply(b"", "301 Moved", Location="https://inside.example/")
    client = reach(resolve=resolve, permitted=lambda address: address == "127.0.0.1")
    assert refusal(client, server.url("/in")) == "address-private"


@pytest.mark.parametrize("onward", ["http://badges.example/", "file:///etc/passwd", "ftp://x/"])
def test_a_redirect_away_from_https_is_not_followed(
    server: Server, reach: Reach, onward: str
) -> None:
    server.pages["/"] = reply(b"", "307 Away", Location=onward)
    assert refusal(reach(), server.url()) == "not-https"
    assert server.connections == 1


def test_an_address_of_http_is_asked_by_https(reach: Reach, server: Server) -> None:
    ports: list[int] = []

    def resolve(_host: str, port: int) -> Sequence[str]:
        ports.append(port)
        raise OSError

    assert refusal(reach(resolve=resolve), "http://badges.example/a") == "host-unknown"
    assert ports == [443]
    assert refusal(reach(), f"http://badges.example:{server.port}/a") == "not-https"
    assert server.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "ftp://badges.example/", "https:///x", "https://me:secret@badges.example/", "https://b:x/",
        "https://badges.example\\@evil.example/", "https://badges.example/a b", "did:web:x",
        "https://badges.example/\r\nHost: evil", "https://badges.example/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(reach: Reach, url: str) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError("it was looked up")

    with pytest.raises(NotFetched) as raised:
        reach(resolve=resolve).get(url)
    assert raised.value.code == "address-malformed"


def test_names_and_paths_in_other_letters_are_asked_as_servers_know_them(
    server: Server, reach: Reach
) -> None:
    asked: list[str] = []
    server.pages["/d%C3%A9j%C3%A0%20vu"] = reply(b"{}")

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert reach(resolve=resolve).get(server.url("/déjà%20vu")).status == 200
    refusal(reach(resolve=resolve), f"https://bücher.example:{server.port}/")
    assert asked == [HOST, "xn--bcher-kva.example"]


@pytest.mark.parametrize("size", [999, 1_000, 1_001])
@pytest.mark.parametrize("stated", [True, False])
def test_an_answer_that_is_too_large_is_not_taken_in(
    server: Server, reach: Reach, size: int, *, stated: bool
) -> None:
    body = b"x" * size
    whole = reply(body) if stated else b"HTTP/1.1 200 OK\r\n\r\n" + body
    server.pages["/"] = whole
    client = reach(limits=Limits(seconds=5, bytes=1_000))
    if size <= 1_000:
        assert client.get(server.url()).data == body
    else:
        assert refusal(client, server.url()) == "answer-too-large"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"hello", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        reply(b"\x1f\x8b", Content_Encoding="gzip"),
    ],
)  # fmt: skip
def test_a_broken_answer_is_no_answer(server: Server, reach: Reach, answer: bytes) -> None:
    server.pages["/"] = answer
    assert refusal(reach(), server.url()) in ("answer-broken", "host-unreachable")


def _drop_by_drop(server: Server) -> Any:
    def answer(file: Any) -> None:
        file.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not server.over.wait(0.01):
            file.write(b"x")

    return answer


@pytest.mark.parametrize("kind", ["says nothing", "a byte at a time"])
def test_a_server_that_never_ends_is_left_after_the_time_for_all(
    server: Server, reach: Reach, kind: str
) -> None:
    server.pages["/"] = server.hang if kind == "says nothing" else _drop_by_drop(server)
    begun = time.monotonic()
    assert refusal(reach(limits=Limits(seconds=0.2)), server.url()) == "too-slow"
    assert time.monotonic() - begun < 3


def test_a_name_service_that_hangs_does_not_hold_us(server: Server, reach: Reach) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        server.over.wait(20)
        return []

    client = reach(resolve=resolve, limits=Limits(seconds=0.1))
    assert refusal(client, server.url()) == "too-slow"


@pytest.mark.parametrize("where", ["the name", "the handshake"])
def test_what_was_given_up_is_not_asked_afterwards(
    server: Server, reach: Reach, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    server.pages["/"] = reply(b"{}")
    left = threading.Event()
    shake = ssl.SSLSocket.do_handshake

    def resolve(_host: str, _port: int) -> Sequence[str]:
        if where == "the name":
            left.wait(20)
        return ["127.0.0.1"]

    def handshake(connected: ssl.SSLSocket, *about: Any) -> None:
        if where == "the handshake" and not connected.server_side:
            left.wait(20)
        shake(connected, *about)

    monkeypatch.setattr(ssl.SSLSocket, "do_handshake", handshake)
    client = reach(resolve=resolve, limits=Limits(seconds=0.1))
    assert refusal(client, server.url()) == "too-slow"
    left.set()
    for thread in threading.enumerate():
        if thread.name == "fetching":
            thread.join(10)
    assert server.asked in ([], [""])


def test_a_person_who_wants_to_stop_does_not_wait(server: Server, reach: Reach) -> None:
    server.pages["/"] = server.hang
    begun = time.monotonic()
    with pytest.raises(NotFetched):
        reach().get(server.url(), lambda: bool(server.asked))
    assert time.monotonic() - begun < 3


def test_a_closed_port_is_unreachable_and_the_next_address_is_tried(
    server: Server, reach: Reach
) -> None:
    server.pages["/"] = reply(b"{}")
    assert reach(["127.0.0.2", "127.0.0.1"]).get(server.url()).status == 200
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert refusal(reach(), f"https://{HOST}:{port}/") == "host-unreachable"


def test_proxies_of_the_environment_are_not_used(
    server: Server, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/"] = reply(b"{}")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert reach().get(server.url()).status == 200
