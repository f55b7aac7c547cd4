"""The short way to canonical N-Quads says what PyLD says, or declines; pyoxigraph agrees."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest
from pyld import jsonld

from wallet import resources
from wallet.documents.shipped import ShippedContexts
from wallet.formats import strictjson
from wallet.formats.fields import items
from wallet.verify.canonical import canonical_nquads, fast, general
from wallet.verify.canonical.dataset import suffix_of
from wallet.verify.canonical.rdfc import (
    Quad,
    TooComplexError,
    canonical,
    canonicalize,
    line,
    literal,
)
from wallet.verify.canonical.tables import NotFastError, tables_of
from wallet.verify.problem import Problem

CONTEXTS = ShippedContexts()
SEEDS = range(40)
CHANGED_PER_SEED = 60


def samples() -> list[dict[str, Any]]:
    found = []
    for file in sorted(resources.path("samples").glob("badges/*.json")):
        document = strictjson.parse(file.read_bytes())
        if isinstance(document, dict) and "credentialSubject" in document:
            proof = document.pop("proof", None)
            found.append(document)
            found += [{**one, "@context": document["@context"]} for one in items(proof)]
    return found


SAMPLES = samples()
URLS = list(CONTEXTS.files())
WORDS = sorted(
    {
        word
        for url in CONTEXTS.files()
        for word in json.loads(CONTEXTS.table(url) or b'{"terms":{}}')["terms"]
    }
)
VALUES: list[Any] = [
    "plain",
    "",
    " ",
    'quo"te \\ back',
    "line\nend",
    "bell\x07",
    "del\x7f",
    "é🏅",
    "urn:a:b",
    "did:key:z6Mk",
    "https://a.example/x y",
    "https://a.example/é",
    "relative",
    "#f",
    "_:b0",
    "xsd:date",
    "schema:name",
    "@id",
    "@foo",
    "OpenBadgeCredential",
    "Achievement",
    "Profile",
    "assertionMethod",
    True,
    False,
    None,
    0,
    3,
    -1,
    3.0,
    2.5,
    1e-7,
    1e21,
    123456789012345678,
    10**25,
    [],
    {},
    [[]],
    [None],
    [1, "two", None],
    {"id": "urn:x"},
    {"type": "Profile"},
    {"type": ["Profile", "Achievement"]},
    {"id": "urn:x", "type": "Profile", "name": "n"},
    {"@value": "v"},
    {"@value": 3},
    {"@value": "v", "@language": "en"},
    {"@value": "v", "@language": "en-CA"},
    {"@value": "v", "@type": "urn:t"},
    {"@id": "urn:y"},
    {"@list": ["a"]},
    {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential"},
    {"@context": None, "id": "urn:z"},
    {"name": "twin"},
    [{"name": "twin"}, {"name": "twin"}],
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from places(inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield value, number
            yield from places(inner)


def change(document: dict[str, Any], chance: random.Random) -> None:
    holder, key = chance.choice(list(places(document)))
    match chance.randrange(6):
        case 0 | 1:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        case 2 if isinstance(holder, dict):
            holder[chance.choice(WORDS)] = holder.pop(key)
        case 3 if isinstance(holder, dict):
            holder[chance.choice(WORDS)] = copy.deepcopy(chance.choice(VALUES))
        case 4:
            holder[key] = [copy.deepcopy(holder[key]), copy.deepcopy(holder[key])]
        case _:
            contexts = items(document.get("@context"))
            place = chance.randrange(len(contexts) + 1)
            document["@context"] = [*contexts[:place], chance.choice(URLS), *contexts[place:]]


def short_way(document: dict[str, Any]) -> tuple[str, ...] | None:
    try:
        return canonical(fast.statements_of(document, tables_of(CONTEXTS))).lines
    except (NotFastError, TooComplexError):
        return None


def long_way(document: dict[str, Any]) -> tuple[str, ...] | Problem:
    quads = general.quads_of(document, CONTEXTS)
    return quads if isinstance(quads, Problem) else canonicalize(quads).lines


def with_pyld_alone(document: dict[str, Any]) -> tuple[str, ...]:
    """Return the canonical form of PyLD's own conversion to RDF, losses included."""

    def load(url: str, _options: object) -> dict[str, Any]:
        found = CONTEXTS.get(url)
        assert found is not None
        parsed = strictjson.parse(found.data)
        return {"contextUrl": None, "documentUrl": url, "document": parsed}

    def term(node: dict[str, str]) -> str:
        if node["type"] != "literal":
            return node["value"] if node["type"] == "blank node" else f"<{node['value']}>"
        if "language" in node:
            return literal(node["value"], f"@{node['language']}")
        return literal(node["value"], suffix_of(node["datatype"]))

    dataset = jsonld.to_rdf(document, {"base": None, "documentLoader": load})
    return canonicalize(
        (
            term(triple["subject"]),
            term(triple["predicate"]),
            term(triple["object"]),
            "" if name == "@default" else name if name[:2] == "_:" else f"<{name}>",
        )
        for name, triples in dataset.items()
        for triple in triples
    ).lines


def with_oxigraph(quads: list[Quad]) -> list[str]:
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(
            "".join(line(quad) for quad in quads).encode(), format=pyoxigraph.RdfFormat.N_QUADS
        )
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    data = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return sorted(line + "\n" for line in data.decode().splitlines())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_short_way_says_what_the_long_one_says_or_declines(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same documents every time
    accepted = 0
    for _ in range(CHANGED_PER_SEED):
        document = copy.deepcopy(chance.choice(SAMPLES))
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            change(document, chance)
        lines = short_way(document)
        if lines is not None:
            accepted += 1
            assert lines == long_way(document), json.dumps(document)
            if not mentions_whole_floats(document):
                assert lines == with_pyld_alone(document), json.dumps(document)
    assert accepted >= CHANGED_PER_SEED // 10


@pytest.mark.parametrize("seed", SEEDS)
def test_the_long_way_says_what_pyld_alone_says_where_nothing_is_lost(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same documents every time
    compared = 0
    for _ in range(CHANGED_PER_SEED // 2):
        document = copy.deepcopy(chance.choice(SAMPLES))
        for _ in range(chance.choice((1, 2))):
            change(document, chance)
        lines = long_way(document)
        if not isinstance(lines, Problem) and not mentions_whole_floats(document):
            compared += 1
            assert lines == with_pyld_alone(document), json.dumps(document)
    assert compared


def mentions_whole_floats(value: Any) -> bool:
    """Return whether PyLD alone would tell 3.0 from 3, which ECMAScript does not."""
    found = [held[key] for held, key in places(value)]
    return any(isinstance(one, float) and one.is_integer() for one in found)


@pytest.mark.parametrize("document", SAMPLES, ids=lambda one: str(one.get("name", one["type"])))
def test_samples_go_the_short_way(document: dict[str, Any]) -> None:
    lines = short_way(document)
    assert lines is not None
    assert lines == long_way(document)


@pytest.mark.parametrize("seed", SEEDS)
def test_another_implementation_of_rdfc_gives_the_same(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same documents every time
    compared = 0
    for _ in range(20):
        document = copy.deepcopy(chance.choice(SAMPLES))
        change(document, chance)
        try:
            statements = fast.statements_of(document, tables_of(CONTEXTS))
        except NotFastError:
            continue
        compared += 1
        assert list(canonical(statements).lines) == with_oxigraph(statements.quads())
    assert compared


def test_control_characters_are_escaped_as_the_standard_says() -> None:
    document = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "VerifiableCredential",
        "name": 'a\x00\b\t\n\x0b\f\r\x1f"\\\x7f\x80',
    }
    nquads = canonical_nquads(document, CONTEXTS)
    assert isinstance(nquads, str)
    assert r'"a\u0000\b\t\n\u000B\f\r\u001F\"\\\u007F' + '\x80"' in nquads


def test_a_prefix_that_another_context_brings_is_not_guessed() -> None:
    # Open Badges 3.0.3 names xsd:dateTime without saying what xsd is; 3.0.1 says it.
    ob = "https://purl.imsglobal.org/spec/ob/v3p0/context"
    base = "https://www.w3.org/2018/credentials/v1"
    for named in ([base, f"{ob}-3.0.3.json"], [base, f"{ob}-3.0.1.json", f"{ob}-3.0.3.json"]):
        document = {
            "@context": named,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "awardedDate": "2026-01-01T00:00:00Z",
        }
        lines = short_way(document)
        assert lines is None or lines == long_way(document)


@pytest.mark.parametrize("size", [8, 40])
def test_poisoned_graphs_are_given_up_soon(size: int) -> None:
    nodes = range(size)
    quads = [(f"_:n{a}", "<urn:p>", f"_:n{b}", "") for a in nodes for b in nodes if a != b]
    with pytest.raises(TooComplexError):
        canonicalize(quads)


def test_a_long_chain_of_equals_is_given_up_and_not_a_crash() -> None:
    quads = [(f"_:n{a}", "<urn:p>", f"_:n{(a + 1) % 3000}", "") for a in range(3000)]
    with pytest.raises(TooComplexError):
        canonicalize(quads)


def test_equal_twins_are_told_apart_without_end() -> None:
    quads = [("<urn:a>", "<urn:p>", f"_:n{a}", "") for a in range(500)]
    assert len(canonicalize(quads).labels) == 500


def test_what_would_take_long_is_given_up() -> None:
    document = {**SAMPLES[0], "name": ["n"] * (general.MAX_VALUES + 1)}
    problem = general.quads_of(document, CONTEXTS)
    assert isinstance(problem, Problem)
    assert problem.reason == "too-complex"
