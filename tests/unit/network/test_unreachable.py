"""A server that cannot be reached leaves what can be told without it told (VERIFY.md rule 22)."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.internet import Clock, wallet_in
from tests.issuing import Issuer, entry, status_list
from tests.unit.network.serving import Reach, Server, reply
from wallet.network.client import Client, Limits
from wallet.verify.report import Authenticity, Standing


@pytest.mark.parametrize("trouble", ["hangs", "refuses", "lies about its name", "is inside", None])
def test_a_signature_is_verified_whatever_its_status_list_does(
    server: Server, reach: Reach, tmp_path: Path, trouble: str | None
) -> None:
    issuer = Issuer()
    url = server.url("/list", host="lists.example")
    listed = issuer.sign(status_list(issuer, url, set()))
    server.pages["/list"] = reply(json.dumps(listed).encode())
    client = reach(limits=Limits(seconds=2))
    if trouble == "hangs":
        server.pages["/list"] = server.hang
        client = reach(limits=Limits(seconds=0.2))
    elif trouble == "refuses":
        client = reach(["127.0.0.2"])
    elif trouble == "lies about its name":
        client = reach(trusting=False)
    elif trouble == "is inside":
        client = Client(resolve=lambda _host, _port: ["127.0.0.1"])
    app = wallet_in(tmp_path / "wallet", client, Clock())
    document = issuer.sign(issuer.credential(credentialStatus=entry(url, 5)))
    app.add([("badge.json", json.dumps(document).encode())])
    begun = time.monotonic()
    result = app.check_online()
    assert time.monotonic() - begun < 5
    (told,) = result.fetched
    report = result.entries[0].verdict.report
    assert report is not None
    assert report.authenticity is Authenticity.VERIFIED
    if trouble is None:
        assert told.status == 200
        assert report.standing is Standing.CURRENT
    else:
        assert told.error is not None
        assert report.standing is Standing.UNKNOWN
