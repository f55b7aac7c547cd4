"""The W3C test suite of RDF Dataset Canonicalization, as it is in the corpus."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyoxigraph
import pytest

from tests.interop.corpus import CORPUS
from wallet.verify.canonical.rdfc import Quad, TooComplexError, canonicalize, literal

SUITE = CORPUS / "vc-di-vectors/rdf-canon/tests"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def cases() -> list[dict[str, str]]:
    if not SUITE.is_dir():
        return []
    with (SUITE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def term(node: object) -> str:
    match node:
        case pyoxigraph.NamedNode():
            return f"<{node.value}>"
        case pyoxigraph.BlankNode():
            return f"_:{node.value}"
        case pyoxigraph.Literal():
            if node.language:
                return literal(node.value, f"@{node.language}")
            datatype = node.datatype.value
            return literal(node.value, "" if datatype == XSD_STRING else f"^^<{datatype}>")
        case _:
            return ""


def read(file: Path) -> list[Quad]:
    quads = pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    return [(term(q.subject), term(q.predicate), term(q.object), term(q.graph_name)) for q in quads]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['test']} {case['name']}")
def test_the_suite_of_the_standard(case: dict[str, str]) -> None:
    quads = read(SUITE / f"rdfc10/{case['test']}-in.nq")
    hash_name = (case["hashAlgorithm"] or "SHA256").lower()
    if case["rdfc10"] == "RDFC10NegativeEvalTest":
        with pytest.raises(TooComplexError):
            canonicalize(quads, hash_name)
        return
    canonical = canonicalize(quads, hash_name)
    expected = (SUITE / f"rdfc10/{case['test']}-rdfc10.nq").read_text(encoding="utf-8")
    assert "".join(canonical.lines) == expected
    if case["rdfc10map"] == "TRUE":
        told = json.loads((SUITE / f"rdfc10/{case['test']}-rdfc10map.json").read_text())
        plain = {node[2:]: label[2:] for node, label in canonical.labels.items()}
        assert plain == told


def test_every_case_of_the_suite_is_run() -> None:
    if not SUITE.is_dir():
        pytest.skip("the corpus is not beside this checkout")
    assert len(cases()) == len(list((SUITE / "rdfc10").glob("*-in.nq")))
