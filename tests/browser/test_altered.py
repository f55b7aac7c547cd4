"""Badges altered in hundreds of ways: the page never says another thing than the program.

The alterations are drawn, always the same ones.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.equality import of_page, of_program, without_sentences
from tests.browser.test_equal import NOW, SAMPLES, documents
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e-7, 1e22, "", " ", "x", "urn:a", "_:b0", "@id", "did:key:z6Mk",
    "https://a.example", "2026-02-30", "2026-01-01", "2026-01-01T25:00:00Z", "é\u202e", "\0",
    [], {}, [[]], [None], ["a", "a"], {"id": "urn:a"}, {"id": None}, {"@id": "urn:a"},
    {"@value": "a"}, {"@value": None}, {"@value": "a", "@language": "e n"}, {"@list": ["a"]},
    {"@graph": []}, {"type": "Achievement"}, {"en": "a", "fr": "b"}, {"name": None},
)  # fmt: skip
NAMES = (
    "@context", "@type", "@id", "id", "type", "name", "proof", "issuer", "credentialSubject",
    "validFrom", "validUntil", "credentialStatus", "evidence", "image", "foo", "@reverse",
    "@included", "expires", "created", "constructor", "__proto__", "recipient", "badge",
    "verification", "endorsement", "resultDescription", "identifier", "tag",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to everything inside ``value``."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield (*path, key)
        if isinstance(one, dict | list):
            yield from places(one, (*path, key))


def altered(document: Any, draw: random.Random) -> bytes:
    """Return a badge with one to three things in it replaced, left out, wrapped or added."""
    document = copy.deepcopy(document)
    for _ in range(draw.choice((1, 1, 2, 3))):
        *path, key = draw.choice(list(places(document)))
        holder = document
        for step in path:
            holder = holder[step]
        match draw.choice(("replace", "replace", "remove", "wrap", "add")):
            case "replace":
                holder[key] = copy.deepcopy(draw.choice(ODD))
            case "remove":
                del holder[key]
            case "wrap":
                holder[key] = [holder[key]]
            case _ if isinstance(holder, dict):
                holder[draw.choice(NAMES)] = copy.deepcopy(draw.choice(ODD))
            case _:
                holder.append(copy.deepcopy(draw.choice(ODD)))
    return json.dumps(document).encode()


@pytest.mark.parametrize("seed", range(4))
def test_an_altered_badge_is_judged_as_the_program_judges_it(page: Browser, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    badges = [json.loads(file.read_bytes()) for file in sorted((SAMPLES / "badges").glob("*.json"))]
    files = [altered(draw.choice(badges), draw) for _ in range(100)]
    saved = SavedDocuments(SAMPLES / "documents")
    circumstances = Circumstances(NOW, ShippedContexts(), saved, (), trust.shipped())
    told = page.judge_all(files, NOW.isoformat(), documents=documents())
    said = set()
    for data, one in zip(files, told, strict=True):
        program = of_program(verify_bytes(data, "a badge", circumstances))
        result = of_page(one["results"][0])
        assert without_sentences(result) == without_sentences(program), data
        said.add((program.get("error"), program.get("axes")))
    assert len(said) > 8
