"""Badges enclosed with the verifying page: exact, dated, and unable to break out of their block."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.issuing import NOW, Issuer
from wallet import resources
from wallet.documents.document import Document
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.errors import ProgramDamaged
from wallet.formats.jws import decode_segment
from wallet.share import pack
from wallet.verify.pipeline import Circumstances

SAMPLES = resources.path("samples")
BLOCK = re.compile(r'<script type="application/json" id="enclosed">(.*?)</script>', re.DOTALL)


def inside(made: bytes) -> dict[str, Any]:
    (block,) = BLOCK.findall(made.decode())
    found: dict[str, Any] = json.loads(block)
    return found


def test_the_exact_bytes_come_back_out() -> None:
    badges = [json.dumps(Issuer().sign(Issuer().credential()), indent=2).encode(), b"a.b.c"]
    made = inside(pack.made(pack.page(), badges, [], NOW))
    assert [decode_segment(one["payload"]) for one in made["badges"]] == badges
    assert (made["format"], made["documents"]) == (1, [])
    assert made["made_at"] == NOW.isoformat().replace("+00:00", "Z")


def test_a_hostile_address_stays_in_its_block() -> None:
    url = "https://evil.example/</script><script>alert(1)</script>\u2028<!--"
    made = pack.made(pack.page(), [b"{}"], [Document(url, b"</script>", NOW)], NOW)
    assert inside(made)["documents"][0]["url"] == url
    assert made.count(b"</script>") == pack.page().encode().count(b"</script>")
    assert b"alert(1)</script>" not in made


def test_documents_go_with_their_dates_and_only_those_that_are_needed() -> None:
    badge = (SAMPLES / "badges/dementia-care.json").read_bytes()
    saved = SavedDocuments(SAMPLES / "documents")
    circumstances = Circumstances(NOW, ShippedContexts(), saved)
    used = pack.documents_used([badge], circumstances)
    urls = {one.url for one in used}
    assert "https://college.example/.well-known/did.json" in urls
    assert len(urls) < len(saved.urls())
    made = inside(pack.made(pack.page(), [badge], used, NOW))
    for listed, document in zip(made["documents"], used, strict=True):
        assert base64.b64decode(listed["data"]) == document.data
        assert listed["status"] == document.status
        assert (listed["fetched_at"] is None) == (document.as_of is None)


def test_a_page_without_a_place_for_badges_is_no_page_of_ours() -> None:
    with pytest.raises(ProgramDamaged):
        pack.made("<html></html>", [b"{}"], [], NOW)
    with pytest.raises(ProgramDamaged):
        pack.made(pack.page() * 2, [b"{}"], [], NOW)
