"""From a file's bytes to the credential in it: the registry of containers.

Containers are told by their first bytes, never by a file's name. A new one is a module of
its own and a line in :data:`_CONTAINERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from wallet.credential.model import Container, Picture
from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.formats.artifact import Artifact
from wallet.i18n import N_

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = b" \t\r\n"
_LOOKED_AT: Final = 64 * 1024
"""How far into a file its kind is looked for: drawings may begin with long comments."""
_OTHERS: Final = (
    (b"%pdf-", N_("{name} is a PDF document, which this version does not read")),
    (b"pk\x03\x04", N_("{name} is a ZIP archive, which this version does not read")),
    (b"\xff\xd8\xff", N_("{name} is a JPEG picture, and those cannot hold a badge")),
    (b"gif8", N_("{name} is a GIF picture, and those cannot hold a badge")),
    (b"riff", N_("{name} is a WebP picture, and those cannot hold a badge")),
    (b"<!doctype html", N_("{name} is a web page, and not the badge that it shows")),
    (b"<html", N_("{name} is a web page, and not the badge that it shows")),
    (b"https://", N_("{name} holds only a web address, and not the badge that is there")),
    (b"http://", N_("{name} holds only a web address, and not the badge that is there")),
    (b"-----begin", N_("{name} is a key or a certificate of a computer, and no badge")),
)


def unpack(data: bytes, name: str) -> Artifact:
    """Return the one credential in ``data``; UnusableInput where there is none, or several.

    ``name`` is what to call it in sentences. White space and a byte order mark around a text
    are no part of the payload, which is otherwise exactly as it was found.
    """
    text = data.removeprefix(_BOM).strip(_SPACE)
    if not text:
        raise UnusableInput(
            "empty-file",
            N_("{name} is empty"),
            N_("download it again, or ask its issuer to send it again"),
            name=name,
        )
    for recognises, read in _CONTAINERS:
        if recognises(text):
            return read(data, text, name)
    raise _not_a_badge(text, name)


def is_selective(document: dict[str, Any]) -> bool:
    """Return whether ``document`` is an SD-JWT in JSON serialisation."""
    if "payload" not in document:
        return False
    from wallet.formats import sd_jwt  # noqa: PLC0415 - see _png

    return sd_jwt.is_json_form(document)


def _is_png(text: bytes) -> bool:
    return text.startswith(_PNG)


def _png(data: bytes, _text: bytes, name: str) -> Artifact:
    from wallet.formats import png  # noqa: PLC0415 - each container is loaded when it is met

    payload = _only(png.payloads(data, name), name)
    return _baked(Container.PNG, payload, Picture("image/png", data), name)


def _is_svg(text: bytes) -> bool:
    if text[:1] != b"<":
        return False
    head = text[:_LOOKED_AT].lower()
    page = head.find(b"<html")
    drawing = head.find(b"<svg") if b"<svg" in head else head.find(b":svg")
    return drawing != -1 and not head.startswith(b"<!doctype html") and not 0 <= page < drawing


def _svg(data: bytes, text: bytes, name: str) -> Artifact:
    from wallet.formats import svg  # noqa: PLC0415 - see _png

    root = svg.parse(text, name)
    if root.tag not in ("svg", f"{{{svg.NAMESPACE}}}svg"):
        raise _not_a_badge(text, name)
    payload = _only(svg.payloads(root, name), name)
    return _baked(Container.SVG, payload, Picture("image/svg+xml", data), name)


def _is_wide(text: bytes) -> bool:
    """Return whether ``text`` is UTF-16 or UTF-32, with a byte order mark or without."""
    return text.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        b"\0" in text[:4] and text.strip(b"\0").startswith((b"{", b"[", b"<", b'"', b"e"))
    )


def _wide(_data: bytes, _text: bytes, name: str) -> Artifact:
    raise strictjson.wrong_encoding(name)


def _is_json(text: bytes) -> bool:
    return text.startswith((b"{", b"["))


def _json(_data: bytes, text: bytes, name: str) -> Artifact:
    payload, document = _only_object(text, name)
    token = is_selective(document)
    return Artifact(Container.JWT if token else Container.JSON, payload, document=document)


def _jwt(_data: bytes, text: bytes, name: str) -> Artifact:
    _readable(text, name)
    return Artifact(Container.JWT, text)


def _is_quoted_jwt(text: bytes) -> bool:
    return text[:1] == text[-1:] == b'"' and jws.looks_like(text[1:-1])


def _quoted_jwt(data: bytes, text: bytes, name: str) -> Artifact:
    return _jwt(data, text[1:-1], name)


_CONTAINERS: Final[
    tuple[tuple[Callable[[bytes], bool], Callable[[bytes, bytes, str], Artifact]], ...]
] = (
    (_is_png, _png),
    (_is_svg, _svg),
    (_is_wide, _wide),
    (_is_json, _json),
    (jws.looks_like, _jwt),
    (_is_quoted_jwt, _quoted_jwt),
)
"""What tells a container from its first bytes, and what takes the credential out of it."""


def _only(payloads: list[bytes], name: str) -> bytes:
    if not payloads:
        raise UnusableInput(
            "no-badge-in-picture",
            N_("{name} is a picture with no badge in it"),
            N_("download the badge from where you earned it: a screenshot or copy loses it"),
            name=name,
        )
    if len(payloads) > 1:
        raise _several(len(payloads), name)
    return payloads[0]


def _baked(container: Container, payload: bytes, whole: Picture, name: str) -> Artifact:
    """Return the badge out of a picture, with the picture unless it is too large to be shown."""
    if _is_json(payload):
        payload, _document = _only_object(payload, name)
    elif jws.looks_like(payload):
        _readable(payload, name)
    elif not payload.startswith((b"http://", b"https://")):
        raise strictjson.malformed(N_("what is inside the picture {name} is no badge"), name)
    from wallet.formats import picture  # noqa: PLC0415 - see _png

    return Artifact(container, payload, whole if picture.shown(whole) else None)


def _readable(token: bytes, name: str) -> None:
    """Refuse a JWS or an SD-JWT of which a part is damaged."""
    split: Callable[[bytes, str], jws.Jws] = jws.split
    if jws.SELECTIVE in token:
        from wallet.formats import sd_jwt  # noqa: PLC0415 - see _png

        split = sd_jwt.split
    strictjson.parse(split(token, name).payload, name)


def _only_object(text: bytes, name: str) -> tuple[bytes, dict[str, Any]]:
    """Return the one object in ``text``, alone or in an array of one, with its exact bytes."""
    values = strictjson.parse_all(text, name)
    inner = text
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
        inner = text[1:-1].strip(_SPACE)
    count = sum(isinstance(value, dict) for value in values)
    if count > 1:
        raise _several(count, name)
    if count == 1 and len(values) > 1:
        raise strictjson.malformed(N_("{name} goes on where it should end"), name)
    if count != 1:
        raise _not_a_badge(text, name)
    return inner, next(value for value in values if isinstance(value, dict))


def _several(count: int, name: str) -> UnusableInput:
    return UnusableInput(
        "several-badges",
        N_("{name} holds {count} different badges, and which one is meant cannot be told"),
        N_("ask for each of them in a file of its own"),
        name=name,
        count=count,
    )


def _not_a_badge(text: bytes, name: str) -> UnusableInput:
    head = text[:20].lower()
    kinds = (what for magic, what in _OTHERS if head.startswith(magic))
    return UnusableInput(
        "not-a-badge",
        next(kinds, N_("{name} is no badge")),
        N_("choose the badge as its issuer sent it, as a PNG, SVG, JSON or JWT file"),
        name=name,
    )
