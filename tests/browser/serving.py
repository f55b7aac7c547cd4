"""A web server on this machine's loopback that counts what it is asked for."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


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
def serving(page: bytes, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[str]]]:
    """Serve ``page`` as /verify.html; yield the port and the list of paths asked for."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, page, asked))
    if tls is not None:  # whoever connects and says nothing keeps only their own thread waiting
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certified(folder: Path) -> ssl.SSLContext:
    """Return what https on this machine needs: a certificate that nobody but tests believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
    host = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tests.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
