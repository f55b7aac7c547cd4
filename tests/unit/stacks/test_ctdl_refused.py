"""What is no CTDL pathway is refused in one line, whatever it is."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pathways import PATHWAY, WHOLE, A, B, component, condition, pathway, read
from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.stacks import ctdl, notes
from wallet.stacks.definition import (
    MAX_DEPTH,
    Count,
)


def chain(length: int, kind: str = "Basic") -> dict[str, Any]:
    """Return a pathway whose milestones lie in each other, ``length`` deep."""
    ids = [f"https://chain.example/{number}" for number in range(length)]
    parts = [
        component(one, kind, hasCondition=condition(targetComponent=[following, A]))
        for one, following in zip(ids, [*ids[1:], B], strict=True)
    ]
    return pathway(condition(targetComponent=[ids[0]]), parts=[*parts, component(A), component(B)])


@pytest.mark.parametrize(
    ("document", "code", "said"),
    [
        ({"@type": "ConceptScheme"}, "not-a-stack", "welding.json"),
        ({"@type": "ComponentCondition", ":hasConstraint": []}, "not-a-stack", "Pathway"),
        ([], "not-a-stack", "Pathway"),
        (3, "not-a-stack", "Pathway"),
        ([{"@type": "Pathway", "name": "a"}, {"@type": "Pathway", "name": "b"}],
         "several-stacks", "2"),
        ({"@type": "Pathway", "@id": PATHWAY}, "stack-empty", "welding.json"),
        (pathway(condition(targetComponent="https://gone.example")), "stack-malformed",
         "https://gone.example"),
        (pathway(condition(requiredNumber=-1, targetComponent=A)), "stack-malformed", '"-1"'),
        (pathway(condition(requiredNumber=1.5, targetComponent=A)), "stack-malformed", '"1.5"'),
        (pathway(condition(requiredNumber="some", targetComponent=A)), "stack-malformed", "some"),
        (pathway(condition(requiredNumber="nan", targetComponent=A)), "stack-malformed", "nan"),
        (pathway(condition(requiredNumber=3, targetComponent=[A, B])), "stack-malformed", "3 of 2"),
        (pathway(condition()), "stack-malformed", "asks for nothing"),
        (pathway(condition(targetComponent=PATHWAY)), "stack-malformed", "for a part"),
        (pathway(condition(targetComponent=WHOLE)), "stack-cyclic", "Whole"),
        (pathway(condition(targetComponent=A), parts=[
            component(A, hasCondition=condition(targetComponent=B)),
            component(B, hasCondition=condition(targetComponent=A))]), "stack-cyclic", '"A"'),
        (pathway(condition(targetComponent=A), parts=[
            component(A, "Basic", hasCondition=condition(targetComponent=B)),
            component(B, "Basic", hasCondition=condition(targetComponent=A))]),
         "stack-cyclic", '"A"'),
        (pathway({"@id": "_:c", **condition(hasCondition="_:c")}), "stack-cyclic", '"Whole"'),
        (chain(MAX_DEPTH + 1), "stack-too-deep", "welding.json"),
        (pathway(condition(targetComponent=[f"https://x.example/{n}" for n in range(501)]),
                 parts=[component(f"https://x.example/{n}") for n in range(501)]),
         "stack-too-large", "welding.json"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_stack_is_refused_in_one_line(document: Any, code: str, said: str) -> None:
    with pytest.raises(UnusableInput) as error:
        read(document)
    assert error.value.code == code
    line = error.value.sentence(Words("en"))
    assert said in line
    assert "\n" not in line
    assert error.value.sentence(Words("fr")) != line


def test_milestones_may_lie_as_deep_as_rules_may() -> None:
    assert isinstance(read(chain(MAX_DEPTH)).rule, Count)


def hostile() -> dict[str, Any]:
    many = 20_000
    wide = [condition(targetComponent=A)] * many
    deep = condition(targetComponent=A)
    for _ in range(40):
        deep = condition(hasCondition=[deep])
    doubling = [
        component(
            f"https://d.example/{n}",
            "Basic",
            hasCondition=[condition(targetComponent=[f"https://d.example/{n + 1}"])] * 2,
        )
        for n in range(40)
    ]
    doubled = pathway(
        condition(targetComponent="https://d.example/0"),
        parts=[*doubling, component("https://d.example/40")],
    )
    linked = [{"@id": f"_:{n}", **condition(hasCondition=[f"_:{n + 1}"])} for n in range(many)]
    nodes = pathway("_:0")
    nodes["@graph"] += [*linked, {"@id": f"_:{many}", **condition(targetComponent=A)}]
    crossed = [f"https://x.example/{n}" for n in range(400)]
    order = [component(one, precedes=crossed) for one in crossed]
    return {
        "wide": pathway(*wide),
        "chain": chain(900),
        "doubled": doubled,
        "linked": nodes,
        "parts": pathway(parts=[component(f"https://x.example/{n}") for n in range(5_000)]),
        "order": pathway(condition(targetComponent=crossed), parts=order),
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_file_that_would_take_for_ever_is_refused(name: str) -> None:
    with pytest.raises(UnusableInput) as error:
        read(hostile()[name])
    assert error.value.code in {"stack-too-large", "stack-too-deep"}


TERMS = [
    "@id", "@type", "@value", "ceterms:name", "ceterms:hasPart", "ceasn:hasChild",
    "ceterms:hasCondition", "ceterms:hasConstraint", "ceterms:targetComponent",
    "ceterms:requiredNumber", "ceterms:logicalOperator", "ceterms:leftSource",
    "ceterms:leftAction", "ceterms:comparator", "ceterms:rightSource", "ceterms:creditValue",
    "ceterms:proxyFor", "ceterms:precededBy", "ceterms:estimatedDuration", "ceterms:ownedBy",
    "ceterms:identifier", "ceterms:isPartOf", "prerequisite", "ruleSet", "leftOperand", "en",
    "urn:learner-wallet:stack:wanted", "urn:learner-wallet:stack:only",
]  # fmt: skip
VALUES = st.sampled_from(
    [A, B, WHOLE, PATHWAY, "ceterms:CourseComponent", "ceterms:BasicComponent", "schema:value",
     "array:Sum", "compare:GTEQ", "reqNum", "logic:Or", "PT5H", "1", "", "_:1", None, True, 1, 2.5]
)  # fmt: skip


@given(
    st.lists(
        st.recursive(
            VALUES,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(TERMS), inner, max_size=5)
            ),
            max_leaves=12,
        ),
        max_size=6,
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_pathway_it_is_read_or_refused_in_one_line(nodes: list[Any]) -> None:
    first = condition(targetComponent=[A])
    document = pathway(first, *nodes[:2], parts=[component(A), *nodes[2:]])
    try:
        found = read(document)
    except UnusableInput as error:
        line = str(error)
    else:
        line = found.name
        assert ctdl.read(ctdl.written(found), "x") == msgspec.structs.replace(found, notes=())
    assert "\n" not in line


def test_every_note_that_is_made_has_its_sentence_in_both_languages() -> None:
    source = Path(ctdl.__file__).parent
    text = "".join(path.read_text("utf-8") for path in source.glob("*.py"))
    for code, sentence in notes.SENTENCES.items():
        assert f'Note("{code}"' in text
        assert Words("fr")(sentence, where="X") != sentence.format(where="X")
    for made in text.split('Note("')[1:]:
        assert made.split('"')[0] in notes.SENTENCES
    note = read(pathway(condition(targetComponent=[A, B]))).notes[0]
    assert notes.told(note, Words("en")) == "No rule asks for these, so they are left out: C, D."
