"""Registries as OpenID Federation publishes them, taken by ``--trust FILE``."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import NOW, Issuer, JoseKey, judge, only
from wallet.errors import UnusableInput
from wallet.verify import trust
from wallet.verify.report import Check, CheckId, Outcome

REGISTRY = "https://registry.example"
KEY, STRANGER = JoseKey("ES256"), JoseKey("ES256", 9)
HARBOUR, GUILD = Issuer(1), Issuer(2)
MADE = int((NOW - timedelta(hours=4)).timestamp())
TYPE = "entity-statement+jwt"


def statement(about: str = HARBOUR.id, key: JoseKey = KEY, **changes: Any) -> str:
    """Return what the registry says of an issuer, good for a day; claims that are None go."""
    header = {"typ": changes.pop("typ", TYPE), "kid": changes.pop("kid", "one")}
    claims = {
        "iss": REGISTRY,
        "sub": about,
        "iat": MADE,
        "exp": MADE + 86_400,
        "metadata": {"federation_entity": {"organization_name": "Harbour School"}},
        **changes,
    }
    stated = {name: value for name, value in claims.items() if value is not None}
    return key.sign(stated, **{name: value for name, value in header.items() if value})


def anchor(key: JoseKey = KEY, **changes: Any) -> str:
    """Return the registry's own configuration, which has its key."""
    metadata = {"federation_entity": {"organization_name": "Registry of Ports"}}
    jwks = {"keys": [{**key.jwk, "kid": "one"}]}
    return statement(REGISTRY, key, **{"metadata": metadata, "jwks": jwks, **changes})


def file(folder: Path, *tokens: str, lines: bool = False) -> Path:
    path = folder / "saved.jwt"
    alone = len(tokens) == 1 or lines
    path.write_text("\n".join(tokens) + "\n" if alone else json.dumps(tokens), encoding="utf-8")
    return path


def recognised(path: Path, by: Issuer = HARBOUR, **circumstances: Any) -> Check:
    verdict = judge(by.sign(by.credential()), registries=trust.read(path), **circumstances)
    return only(verdict, CheckId.ISSUER_RECOGNISED)


def test_one_statement_vouches_for_one_issuer_with_its_name_and_date(tmp_path: Path) -> None:
    path = file(tmp_path, statement())
    check = recognised(path)
    assert (check.outcome, check.reason) == (Outcome.PASSED, "issuer-in-registry")
    assert check.facts == {"registry": REGISTRY, "name": "Harbour School"}
    assert check.as_of == datetime.fromtimestamp(MADE, UTC)
    assert recognised(path, GUILD).reason == "issuer-not-in-registry"


@pytest.mark.parametrize("lines", [True, False])
def test_several_statements_are_one_registry_under_its_own_name(
    tmp_path: Path, lines: bool
) -> None:
    path = file(tmp_path, anchor(), statement(), statement(GUILD.id, iat=MADE - 60), lines=lines)
    (registry,) = trust.read(path)
    assert registry.name == "Registry of Ports"
    assert set(registry.issuers) == {HARBOUR.id, GUILD.id}
    assert registry.as_of == datetime.fromtimestamp(MADE - 60, UTC)


def test_a_statement_that_has_lapsed_does_not_vouch_and_says_so(tmp_path: Path) -> None:
    path = file(tmp_path, statement())
    end = datetime.fromtimestamp(MADE + 86_400, UTC)
    assert recognised(path, now=end - timedelta(seconds=1)).outcome is Outcome.PASSED
    check = recognised(path, now=end)
    assert (check.outcome, check.reason) == (Outcome.UNKNOWN, "issuer-listing-lapsed")
    assert check.facts["name"] == "Harbour School"


def test_a_statement_that_has_lapsed_does_not_hide_one_that_has_not(tmp_path: Path) -> None:
    for tokens in ((statement(exp=MADE + 1), statement()), (statement(), statement(exp=MADE + 1))):
        assert recognised(file(tmp_path, *tokens)).outcome is Outcome.PASSED
    lapsed = trust.read(file(tmp_path, statement(exp=MADE + 1)))
    other = trust.Registry("Colleges", None, False, {HARBOUR.id: "Harbour School"})
    verdict = judge(HARBOUR.sign(HARBOUR.credential()), registries=[*lapsed, other])
    assert only(verdict, CheckId.ISSUER_RECOGNISED).facts["registry"] == "Colleges"


def test_what_an_issuer_says_of_itself_vouches_for_nobody(tmp_path: Path) -> None:
    own = anchor(iss=HARBOUR.id, sub=HARBOUR.id)
    with pytest.raises(UnusableInput) as refused:
        trust.read(file(tmp_path, own))
    assert refused.value.code == "registry-unusable"
    (registry,) = trust.read(file(tmp_path, own, statement(GUILD.id)))
    assert set(registry.issuers) == {GUILD.id}


@pytest.mark.parametrize(
    "tokens",
    [
        (anchor(), statement(key=STRANGER)),
        (anchor(), statement(kid="another")),
        (anchor(), statement(kid=None, key=STRANGER)),
        (anchor(key=STRANGER, jwks={"keys": [{**KEY.jwk, "kid": "one"}]}), statement()),
        (anchor(jwks={"keys": []}), statement()),
    ],
)
def test_a_statement_that_its_registry_did_not_sign_spoils_the_file(
    tmp_path: Path, tokens: tuple[str, ...]
) -> None:
    with pytest.raises(UnusableInput) as refused:
        trust.read(file(tmp_path, *tokens))
    assert refused.value.code == "registry-altered"


def test_a_key_is_found_without_its_name(tmp_path: Path) -> None:
    path = file(tmp_path, anchor(kid=None), statement(kid=None))
    assert recognised(path).outcome is Outcome.PASSED


def test_two_registries_in_one_file_are_told_apart(tmp_path: Path) -> None:
    other = statement(GUILD.id, STRANGER, iss="https://other.example")
    registries = trust.read(file(tmp_path, statement(), other))
    assert [one.name for one in registries] == [REGISTRY, "https://other.example"]
    assert [set(one.issuers) for one in registries] == [{HARBOUR.id}, {GUILD.id}]


def test_a_listing_of_bare_identifiers_is_a_plain_list_under_the_files_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "subordinate_listing.json"
    path.write_text(json.dumps([HARBOUR.id, "https://college.example"]), encoding="utf-8")
    check = recognised(path)
    assert check.facts == {"registry": "subordinate_listing.json", "name": HARBOUR.id}
    assert (check.outcome, check.as_of) == (Outcome.PASSED, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"iss": None},
        {"sub": 5},
        {"iat": None},
        {"exp": None},
        {"exp": "2030-01-01"},
        {"crit": ["something"]},
    ],
)
def test_a_token_that_is_no_entity_statement_is_refused(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(UnusableInput) as refused:
        trust.read(file(tmp_path, statement(**changes)))
    assert refused.value.code == "registry-unusable"


@pytest.mark.parametrize(
    "text",
    ["[]", "[5]", '["did:web:a.example", ["x"]]', '["plain words"]', "eyJ9", "e30.e30.", "", "x"],
)
def test_what_is_no_registry_at_all_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        trust.read(path)
    assert refused.value.code == "registry-unusable"


@pytest.mark.parametrize("metadata", [None, {"federation_entity": []}, {"federation_entity": {}}])
def test_a_statement_without_a_name_names_the_issuer_by_its_identifier(
    tmp_path: Path, metadata: object
) -> None:
    path = file(tmp_path, statement(metadata=metadata))
    assert recognised(path).facts["name"] == HARBOUR.id


def test_an_unsafe_algorithm_is_no_signature(tmp_path: Path) -> None:
    head, body, _ = statement().split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiZW50aXR5LXN0YXRlbWVudCtqd3QifQ." + body + "."
    assert head != unsigned.split(".", maxsplit=1)[0]
    for tokens in ((unsigned,), (anchor(), unsigned)):
        with pytest.raises(UnusableInput):
            trust.read(file(tmp_path, *tokens))
