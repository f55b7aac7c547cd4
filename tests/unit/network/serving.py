"""What the tests of the network serve, and how they reach it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wallet.network.client import Client

HOST = "badges.example"


def reply(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    """Return a whole answer of HTTP."""
    lines = [f"HTTP/1.1 {status}", *(f"{k.replace('_', '-')}: {v}" for k, v in fields.items())]
    if "Content_Length" not in fields:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Server:
    """What answers, and what it was asked."""

    port: int = 0
    pages: dict[str, Callable[[Any], None] | bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def hang(self, _file: object) -> None:
        """Say nothing until the test is over."""
        self.over.wait(20)


@dataclass
class Authority:
    """A throw-away certificate authority and the server's certificate."""

    trusted: Path
    certificate: Path


Reach = Callable[..., Client]
"""Makes clients that find every name on the loopback, and may go there."""
