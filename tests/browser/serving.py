"""A web server on this machine's loopback that counts what it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, page: bytes, asked: list[str], *arguments: object) -> None:
        self._page, self._asked = page, asked
        super().__init__(*arguments)  # type: ignore[arg-type] # as the server calls it

    def do_GET(self) -> None:
        self._asked.append(self.path)
        self.send_response(200 if self.path == "/verify.html" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self._page)))
        self.end_headers()
        self.wfile.write(self._page)

    do_POST = do_PUT = do_OPTIONS = do_GET  # noqa: N815 - the names of the base class

    def log_message(self, *_: object) -> None:
        """Say nothing: what was asked for is in the list."""


@contextmanager
def serving(page: bytes) -> Iterator[tuple[int, list[str]]]:
    """Serve ``page`` as /verify.html; yield the port and the list of paths asked for."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, page, asked))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
