"""Badges baked into SVG pictures.

Open Badges 2.0 "Baking" (namespace ``http://openbadges.org``, element ``assertion``) and 3.0
§5.3.2 (``https://purl.imsglobal.org/ob/v3p0``, element ``credential``): a signed badge or an
address in the attribute ``verify``, JSON as text or CDATA of the element.
"""

from __future__ import annotations

from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.i18n import N_

NAMESPACE: Final = "http://www.w3.org/2000/svg"
MAX_BYTES: Final = 5 * 1024 * 1024
"""The largest SVG that is looked into."""
MAX_ELEMENTS: Final = 100_000
MAX_DEPTH: Final = 200

_ELEMENTS: Final = frozenset(
    {
        "{http://openbadges.org}assertion",
        "{https://purl.imsglobal.org/ob/v3p0}credential",
        "{http://purl.imsglobal.org/ob/v3p0}credential",
    }
)


class _Bounded(TreeBuilder):
    """Builds a tree, and stops where an honest drawing would long have ended."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._count = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._count += 1
        self._depth += 1
        if self._count > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise _too_large(self._name)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse(data: bytes, name: str) -> Element:
    """Return the root element of XML ``data``, ``name`` being what to call it in sentences.

    Raises UnusableInput: "damaged-picture", "too-large", or "unsafe-picture" for one that
    defines entities. A mere DOCTYPE is common in honest drawings; what it names is not read.
    """
    # Imported here as only SVG needs them; they ship no types.
    from defusedxml.common import (  # type: ignore[import-untyped] # noqa: PLC0415
        DefusedXmlException,
    )
    from defusedxml.ElementTree import (  # type: ignore[import-untyped] # noqa: PLC0415
        DefusedXMLParser,
    )

    if len(data) > MAX_BYTES:
        raise _too_large(name)
    parser = DefusedXMLParser(
        target=_Bounded(name), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException:
        raise UnusableInput(
            "unsafe-picture",
            N_("the picture {name} is made in a way that is not safe to read"),
            N_("ask its issuer for the badge as a PNG or JSON file"),
            name=name,
        ) from None
    except (ParseError, ValueError, LookupError):
        raise UnusableInput(
            "damaged-picture",
            N_("the picture {name} is damaged or cut short"),
            N_("download it again, as the original file and not as a screenshot"),
            name=name,
        ) from None
    return root


def payloads(root: Element, name: str) -> list[bytes]:
    """Return the different badge payloads in an SVG, in document order."""
    found: dict[bytes, None] = {}
    for element in root.iter():
        if element.tag in _ELEMENTS:
            text = "".join(element.itertext()).strip().encode()
            verify = (element.get("verify") or "").strip().encode()
            found |= dict.fromkeys(one for one in _stated(text, verify, name) if one)
    return list(found)


def _stated(text: bytes, verify: bytes, name: str) -> list[bytes]:
    """Return what one element states: its text where it has one, else ``verify``.

    Some bakers write the signed badge into ``verify`` and what it says into the text: then
    the signed one is the badge, provided that they agree; else they are two.
    """
    if not text:
        return [verify]
    if not jws.looks_like(verify):
        return [text]
    claims = strictjson.parse(jws.split(verify, name).payload, name)
    said = strictjson.parse(text, name)
    inner: Any = claims.get("vc") if isinstance(claims, dict) else None
    return [verify] if said in (claims, inner) else [text, verify]


def _too_large(name: str) -> UnusableInput:
    return UnusableInput(
        "too-large",
        N_("the picture {name} is far too large to be a badge"),
        N_("ask its issuer for the badge in another form"),
        name=name,
    )
