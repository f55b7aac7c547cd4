"""What the associations in a learner record hint at."""

from typing import Any

import pytest

from wallet.errors import UnusableInput
from wallet.stacks import associations
from wallet.stacks.definition import Count, Definition, Note, Take, all_of

WHOLE, A, B, C, OLD = (f"urn:uuid:{name}" for name in ("whole", "a", "b", "c", "old"))


def badge(name: str) -> dict[str, Any]:
    title = name.rsplit(":", 1)[-1].title()
    achievement = {
        "id": name,
        "type": ["Achievement"],
        "name": title,
        "description": f"About {title}",
        "related": [{"id": C, "inLanguage": "fr"}],
    }
    return {
        "id": f"{name}:credential",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement},
    }


def record(
    *joined: tuple[str, str, str], inside: tuple[str, ...] = (WHOLE, A, B)
) -> dict[str, Any]:
    return {
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "A record",
        "credentialSubject": {
            "type": ["ClrSubject"],
            "verifiableCredential": [badge(one) for one in inside],
            "association": [
                {
                    "type": "Association",
                    "associationType": kind,
                    "sourceId": source,
                    "targetId": target,
                }
                for source, kind, target in joined
            ],
        },
    }


def only(*joined: tuple[str, str, str], **terms: Any) -> Definition:
    (found,) = associations.of(record(*joined, **terms))
    return found


MADE_OF_BOTH = Count(1, (Take(WHOLE), all_of((Take(A), Take(B)))))


@pytest.mark.parametrize(
    "joined",
    [
        ((A, "isChildOf", WHOLE), (B, "isChildOf", WHOLE)),
        ((A, "isPartOf", WHOLE), (B, "isPartOf", WHOLE)),
        ((WHOLE, "isParentOf", A), (WHOLE, "isParentOf", B)),
        ((f"{A}:credential", "isPartOf", f"{WHOLE}:credential"), (WHOLE, "isParentOf", B)),
    ],
)
def test_what_is_part_of_something_makes_it(joined: tuple[tuple[str, str, str], ...]) -> None:
    found = only(*joined)
    assert (found.id, found.name, found.description) == (WHOLE, "Whole", "About Whole")
    assert found.rule == MADE_OF_BOTH
    assert [slot.id for slot in found.slots if slot.conferred] == [WHOLE]
    assert found.by_id[A].wanted.ids == (A,)
    assert found.by_id[A].wanted.names == ("A",)
    assert found.notes == (Note("from-associations", "A record"),)


def test_a_part_that_has_parts_is_there_once_they_are() -> None:
    found = only((A, "isPartOf", WHOLE), (B, "isPartOf", A))
    assert found.rule == Count(1, (Take(WHOLE), all_of((Count(1, (Take(A), all_of((Take(B),)))),))))


def test_what_is_the_same_or_replaces_it_fills_the_same_place() -> None:
    found = only(
        (A, "isPartOf", WHOLE),
        (OLD, "replacedBy", A),
        (C, "exactMatchOf", A),
        (OLD, "isPartOf", WHOLE),
    )
    assert found.rule == Count(1, (Take(WHOLE), all_of((Take(A),))))
    assert found.by_id[A].wanted.ids == (A, OLD, C)


def test_what_precedes_is_suggested_order() -> None:
    found = only((A, "isPartOf", WHOLE), (B, "isPartOf", WHOLE), (A, "precedes", B))
    assert found.by_id[B].after == (A,)
    assert found.by_id[A].after == ()
    both = only(
        (A, "isPartOf", WHOLE), (B, "isPartOf", WHOLE), (A, "precedes", B), (B, "precedes", A)
    )
    assert [slot.after for slot in both.slots] == [(), (), ()]


@pytest.mark.parametrize("kind", ["isPeerOf", "isRelatedTo", "precedes", "exactMatchOf", "odd"])
def test_what_says_nothing_of_stacking_makes_no_stack(kind: str) -> None:
    assert associations.of(record((A, kind, WHOLE))) == ()


def test_two_larger_credentials_are_two_stacks() -> None:
    found = associations.of(record((A, "isPartOf", WHOLE), (A, "isPartOf", C)))
    assert [one.id for one in found] == [WHOLE, C]


def test_parts_that_came_as_tokens_are_known_by_what_was_decoded() -> None:
    document = record((A, "isPartOf", WHOLE), inside=())
    document["credentialSubject"]["verifiableCredential"] = ["eyJ.eyJ.x"]
    (found,) = associations.of(document, [badge(WHOLE), badge(A)])
    assert found.name == "Whole"
    assert found.by_id[A].name == "A"


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": "x"},
        {"credentialSubject": {"association": "x"}},
        {"credentialSubject": {"association": [{"associationType": ["isPartOf"]}, 3]}},
        {"credentialSubject": {"association": [{"associationType": "isPartOf", "sourceId": A}]}},
    ],
)
def test_what_is_no_association_is_passed_over(document: Any) -> None:
    assert associations.of(document) == ()


def test_a_circle_of_parts_is_refused_in_one_line() -> None:
    with pytest.raises(UnusableInput) as error:
        associations.of(record((A, "isPartOf", B), (B, "isPartOf", A)))
    assert error.value.code == "stack-cyclic"
    assert '"A"' in str(error.value)


def test_too_many_parts_or_too_deep_ones_are_refused() -> None:
    wide = [(f"urn:{n}", "isPartOf", WHOLE) for n in range(600)]
    deep = [(f"urn:{n + 1}", "isPartOf", f"urn:{n}") for n in range(600)]
    doubled = [
        (f"urn:{n + 1}{side}", "isPartOf", f"urn:{n}{other}")
        for n in range(20)
        for side in "lr"
        for other in "lr"
    ]
    for joined, code in ((wide, "large"), (deep, "deep"), (doubled, "large")):
        with pytest.raises(UnusableInput) as error:
            associations.of(record(*joined))
        assert error.value.code == f"stack-too-{code}"
