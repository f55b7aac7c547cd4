"""Which answers may be kept, and in place of which (a better one is never lost)."""

from __future__ import annotations

import json

import pytest

from tests.issuing import JoseKey
from wallet.documents.document import Document
from wallet.network.better import Kind, improves, kind_of

URL = "https://harbour.example/1"
TOKEN = JoseKey("EdDSA").sign({"id": URL}).encode()
PEM = JoseKey("ES256").pem.encode()
BADGE = {"id": URL, "type": "Assertion", "badge": "https://harbour.example/b"}
LIST = {"id": URL, "type": ["VerifiableCredential", "BitstringStatusListCredential"]}


def at(body: object, status: int = 200) -> Document:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Document(URL, data, status=status)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"keys": []}', Kind.OBJECT), (TOKEN, Kind.TOKEN), (TOKEN + b"\n", Kind.TOKEN),
        (TOKEN + b"~WyJhIl0~", Kind.TOKEN), (PEM, Kind.PEM), (b"\n" + PEM, Kind.PEM),
        (b"<html></html>", None), (b"", None), (b"[1]", None), (b"a sentence. or two.", None),
        (b'{"a": 1, "a": 2}', None), (b"\x89PNG", None), (b"one.two", None),
    ],
)  # fmt: skip
def test_what_could_be_of_use_is_known_by_its_kind(data: bytes, kind: Kind | None) -> None:
    assert kind_of(data) is kind


@pytest.mark.parametrize("kept", [None, at(b"<html>"), at(b"", 410)])
@pytest.mark.parametrize("new", [BADGE, TOKEN, PEM])
def test_anything_of_use_is_better_than_nothing(kept: Document | None, new: object) -> None:
    assert improves(at(new), kept)


@pytest.mark.parametrize(
    ("kept", "new"),
    [
        (BADGE, {**BADGE, "issuedOn": "2026"}), (BADGE, {"revoked": True}), (LIST, TOKEN),
        (TOKEN, LIST), (PEM, {"id": URL, "publicKeyPem": "..."}), ({"keys": []}, {"keys": [{}]}),
        ({}, {"one": "lost"}), ({"one": "lost"}, {"one": "lost", "two": "cheated"}),
    ],
)  # fmt: skip
def test_a_newer_form_of_the_same_is_better(kept: object, new: object) -> None:
    assert improves(at(new), at(kept))


@pytest.mark.parametrize("kept", [BADGE, LIST, TOKEN, PEM, {"keys": []}])
@pytest.mark.parametrize("new", [b"", b"<html>Log in</html>", b"[]", b"{"])
def test_nothing_is_not_better(kept: object, new: bytes) -> None:
    assert not improves(at(new), at(kept))


@pytest.mark.parametrize("new", [{"error": "busy"}, {"@context": "x"}, {}])
def test_json_about_something_else_is_not_better(new: object) -> None:
    assert not improves(at(new), at({"@context": "x", "keys": []}))
    assert not improves(at({**BADGE, "id": "https://harbour.example/2"}), at(BADGE))


@pytest.mark.parametrize("status", [201, 204, 404, 500])
def test_no_other_status_is_kept(status: int) -> None:
    assert not improves(at(BADGE, status), None)


def test_gone_replaces_a_badge_and_nothing_else_of_use() -> None:
    gone = at(b"", 410)
    assert improves(gone, None)
    assert improves(gone, at(BADGE))
    assert improves(gone, at({"id": URL, "type": "Endorsement", "claim": {"id": "x"}}))
    assert improves(gone, at(b"<html>"))
    others: tuple[object, ...] = (LIST, TOKEN, PEM, {"keys": []})
    for other in others:
        assert not improves(gone, at(other))
