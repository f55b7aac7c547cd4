"""A server of TLS on the loopback with a certificate of its own, and clients that reach it."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.unit.network.serving import HOST, Authority, Reach, Server, reply
from wallet.network.client import Client, Limits


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("tls")
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away CA")])
    now = datetime.now(UTC)

    def begun(subject: x509.Name, public_key: ec.EllipticCurvePublicKey, ends: datetime) -> Any:
        builder = x509.CertificateBuilder(root_name, subject, public_key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(ends)

    root = (
        begun(root_name, root_key.public_key(), now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(root_key, hashes.SHA256())
    )  # fmt: skip
    leaf = (
        begun(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]),
            key.public_key(),
            now + timedelta(days=1),
        )
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName("lists.example")]), False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False
        )
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    trusted, certificate = folder / "ca.pem", folder / "server.pem"
    trusted.write_bytes(root.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate.write_bytes(private + leaf.public_bytes(pem))
    return Authority(trusted, certificate)


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    """Return a server on 127.0.0.1 that answers what the test puts into ``pages``."""
    state = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate)

    class Handler(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            state.connections += 1
            self.request = context.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline(9_000)):
                head += line
            state.asked.append(head.decode())
            page = state.pages.get(head.split(b" ")[1].decode(), reply(b"", "404 Not Found"))
            if isinstance(page, bytes):
                self.wfile.write(page)
            else:
                page(self.wfile)

        def finish(self) -> None:
            super().finish()
            self.request.close()

    class Listening(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: that connections break off is what is tested."""

    with Listening(("127.0.0.1", 0), Handler) as listening:
        state.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield state
        state.over.set()
        listening.shutdown()
        thread.join(5)


@pytest.fixture
def reach(authority: Authority) -> Reach:
    """Return what makes clients that find every name on the loopback, and may go there."""

    def made(
        addresses: Sequence[str] = ("127.0.0.1",), *, trusting: bool = True, **given: Any
    ) -> Client:
        def tls() -> ssl.SSLContext:
            return ssl.create_default_context(cafile=str(authority.trusted) if trusting else None)

        given.setdefault("permitted", lambda _address: True)
        given.setdefault("resolve", lambda _host, _port: addresses)
        return Client(tls=tls, limits=given.pop("limits", Limits(seconds=5)), **given)

    return made
