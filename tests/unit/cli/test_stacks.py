"""Stacks at the command line: taken in, told, decided on, handed on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.printing import needs_poppler, text_of

from .conftest import BADGES, SAMPLES, Lw

STACKS = SAMPLES / "stacks"
CARE = "Certificate in Care Practice"
MEDICATION = "urn:example:slot:medication-support"


@pytest.fixture
def full(lw: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lw:
    """Return a caller whose wallet holds all samples, their documents and the sample stacks."""
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert lw("init").status == 0
    assert lw("identity", "add", "ada.okafor@example.org").status == 0
    assert lw("add", BADGES).status == 0
    lw("check", "--documents", SAMPLES / "documents")
    for definition in sorted(STACKS.iterdir()):
        assert lw("stack", "import", definition).status == 0
    return lw


def shown(lw: Lw, name: str, *more: str) -> Any:
    answer = lw("stack", "show", name, "--json", *more)
    assert answer.status == 0
    return answer.json


def branches(tree: Any) -> list[Any]:
    every = [tree]
    for part in [*tree["parts"], *([tree["needs"]] if tree["needs"] else [])]:
        every += branches(part)
    return every


def slot_of(state: Any, slot: str) -> Any:
    return next(one for one in branches(state["requirements"]) if one["slot"] == slot)


def id_of(lw: Lw, file: str) -> str:
    found = lw("list", "--json").json["credentials"]
    return next(str(one["id"]) for one in found if one["file_name"] == file)


def test_a_stack_is_told_as_the_contract_has_it(full: Lw) -> None:
    state = shown(full, "care")
    assert state["format"] == 1
    assert (state["name"], state["complete"]) == (CARE, False)
    assert state["progress"] == {"earned": 3, "required": 4, "unit": "badges"}
    assert state["measures"][1] == {"earned": 3, "required": 5, "unit": None}
    assert {one["slot"] for one in state["used"]} == {
        "urn:example:slot:dementia-care",
        "urn:example:slot:first-aid-at-work",
        "urn:example:slot:food-hygiene",
    }
    (step,) = state["next"]
    assert (step["title"], step["hours"]) == ("Supporting People with Their Medication", 20)
    assert step["why"].startswith("It fills a place")
    first = state["at_risk"][0]
    assert first["credential"] == id_of(full, "first-aid.png")
    assert first["on"].startswith("2026-12-18")
    assert first["effect"] == "it would fall to 2 of 4 badges"


def test_the_list_says_how_far_each_is_and_what_they_share(full: Lw) -> None:
    every = {one["name"]: one for one in full("stack", "list", "--json").json["stacks"]}
    assert [one["complete"] for one in every.values()] == [False, True, False]
    (shared,) = every["Diploma in Data Practice"]["shares"]
    assert shared["credential"] == id_of(full, "peer-mentoring.json")
    assert shared["stacks"] == ["Community Contributor Award"]
    lines = full("stack", "list").out.splitlines()
    assert "Certificate in Care Practice — 3 of 4 badges" in lines[0]
    assert lines[1].startswith("████████████████████  Community Contributor Award — complete")


def test_what_does_not_stand_is_named_with_its_reason(full: Lw) -> None:
    state = shown(full, "Community")
    coach = slot_of(state, "urn:example:slot:coach")
    assert coach["state"] == "open"
    assert coach["others"][0]["detail"].endswith("it was given to somebody else.")
    choir = slot_of(state, "urn:example:slot:choir-leading")
    assert choir["state"] in ("open", "once-checked")
    assert choir["others"][0]["code"] == "unchecked"


def test_what_if(full: Lw) -> None:
    gone = id_of(full, "dementia-care.json")[:8]
    assert shown(full, "care", "--without", gone)["progress"]["earned"] == 2
    assert shown(full, "care", "--on", "2027-06-01")["progress"]["earned"] == 1
    assert shown(full, "care")["progress"]["earned"] == 3
    answer = full("stack", "show", "care", "--on", "soon")
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_a_badge_is_placed_taken_back_and_left_out(full: Lw) -> None:
    peer = id_of(full, "peer-mentoring.json")
    state = json.loads(full("stack", "pin", "care", MEDICATION, peer[:8], "--json").out)
    assert state["measures"][0] == {"earned": 4, "required": 4, "unit": "badges"}
    assert state["progress"] == {"earned": 3, "required": 5, "unit": None}  # it has no credits
    assert slot_of(state, MEDICATION)["because"][0]["code"] == "pinned"
    full("stack", "undo", "care", peer[:8])
    assert shown(full, "care")["progress"]["earned"] == 3
    aid = id_of(full, "first-aid.png")
    full("stack", "leave-out", "care", aid[:8])
    assert shown(full, "care")["progress"]["earned"] == 2
    full("stack", "undo", "care", aid)
    assert shown(full, "care")["progress"]["earned"] == 3


def test_what_was_decided_is_listed_and_how_to_take_it_back(full: Lw) -> None:
    aid, peer = id_of(full, "first-aid.png"), id_of(full, "peer-mentoring.json")
    full("stack", "pin", "care", MEDICATION, peer)
    full("stack", "leave-out", "care", aid)
    choices = shown(full, "care")["choices"]
    assert choices == [
        {"kind": "pinned", "slot": MEDICATION, "value": peer, "title": "Peer Mentoring"},
        {"kind": "left-out", "slot": None, "value": aid, "title": "First Aid at Work"},
    ]
    assert full("stack", "list", "--json").json["stacks"][0]["choices"] == choices
    told = full("stack", "show", "care").out
    assert "First Aid at Work: It fits, but you left it out." in told
    assert f"First Aid at Work counts nowhere here ({aid})" in told
    assert "another achievement is asked for" in told
    assert "stack undo NAME WHAT" in told
    full("stack", "undo", "care", aid)
    assert "left it out" not in full("stack", "show", "care").out


def test_nothing_is_said_twice_of_a_place_and_rules_look_different(full: Lw) -> None:
    lines = full("stack", "show", "diploma").out.splitlines()
    assert "  ▾ All 2 parts are needed: 0 of them so far." in lines
    assert any(line.startswith("    ▾ First year — All 3 parts") for line in lines)
    said = [line.split(":")[0] for line in lines if line.startswith("Next")]
    assert said == ["Next, on the shortest way (575 hours in all)"]
    once = [line.strip() for line in full("stack", "show", "community").out.splitlines()]
    assert not any("shortest way" in line for line in once)


def test_it_is_said_what_was_asked(full: Lw) -> None:
    aid = id_of(full, "first-aid.png")
    told = full("stack", "show", "care", "--without", aid, "--on", "2026-12-01").out
    assert told.startswith("As it would be on 2026-12-01:\n")
    assert f"As it would be without {aid}:" in told
    assert "taken for lapsed to see what would be" in told


def test_what_is_taken_away_may_count_in_other_stacks_too(full: Lw) -> None:
    shares = shown(full, "diploma")["shares"]
    assert shares
    told = full("stack", "show", "diploma", "--without", shares[0]["credential"])
    assert told.status == 0
    assert "counts in" not in told.out or len(shares) > 1


def test_several_are_taken_in_and_one_that_is_none_keeps_no_other_out(
    lw: Lw, tmp_path: Path
) -> None:
    lw("init")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    answer = lw("stack", "import", broken, *sorted(STACKS.iterdir()))
    assert answer.status == 2
    errors = [line for line in answer.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "broken.json" in errors[0]
    again = lw("stack", "import", broken, *sorted(STACKS.iterdir()), "--json")
    assert again.status == 2
    assert [one["new"] for one in again.json["stacks"]] == [False, False, False]
    assert [one["error"]["code"] for one in again.json["refused"]] == ["malformed"]
    assert len(lw("stack", "list", "--json").json["stacks"]) == 3


def test_a_name_that_may_be_several_lists_them(full: Lw) -> None:
    answer = full("stack", "show", "c")
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "Certificate in Care Practice (https://" in answer.err
    assert "Community Contributor Award (" in answer.err


def test_a_folder_that_is_not_there_yet_is_made(full: Lw, tmp_path: Path) -> None:
    written = tmp_path / "new" / "Certificate-in-Care-Practice.json"
    assert full("stack", "export", "care", "--out", f"{tmp_path / 'new'}/").out == f"{written}\n"
    assert written.is_file()


def test_it_goes_out_as_it_came_in_and_taking_it_in_again_changes_nothing(
    full: Lw, tmp_path: Path
) -> None:
    answer = full("stack", "export", "care")
    assert answer.out == "Certificate-in-Care-Practice.json\n"
    written = tmp_path / "out" / "Certificate-in-Care-Practice.json"
    assert written.read_bytes() == (STACKS / "care-practice.json").read_bytes()
    assert full("stack", "export", "care").out == "Certificate-in-Care-Practice (2).json\n"
    again = full("stack", "import", written, "--json").json["stack"]
    assert (again["new"], again["changed"]) == (False, False)
    assert len(full("stack", "list", "--json").json["stacks"]) == 3


def test_a_newer_text_replaces_the_older_and_keeps_what_was_decided(
    full: Lw, tmp_path: Path
) -> None:
    peer = id_of(full, "peer-mentoring.json")
    full("stack", "pin", "care", MEDICATION, peer)
    text = (STACKS / "care-practice.json").read_text().replace("Food Hygiene", "Clean Kitchens")
    (tmp_path / "newer.json").write_text(text)
    answer = full("stack", "import", tmp_path / "newer.json", "--json").json["stack"]
    assert (answer["new"], answer["changed"]) == (False, True)
    assert len(full("stack", "list", "--json").json["stacks"]) == 3
    assert slot_of(shown(full, "care"), MEDICATION)["state"] == "done"


def test_removing_a_stack_removes_no_badge(full: Lw) -> None:
    before = len(full("list", "--json").json["credentials"])
    assert full("stack", "remove", CARE).status == 0
    assert full("stack", "show", CARE).status == 2
    assert len(full("list", "--json").json["credentials"]) == before


@needs_poppler
def test_it_is_printed_for_an_adviser(full: Lw, tmp_path: Path) -> None:
    full("stack", "pin", "care", MEDICATION, id_of(full, "peer-mentoring.json"))
    full("stack", "leave-out", "care", id_of(full, "dementia-care.json"))
    assert full("stack", "print", "care", "--out", "care.pdf").status == 0
    text = text_of(tmp_path / "out" / "care.pdf")
    assert "The learner placed Peer Mentoring here." in text
    assert "the learner left it out" in text
    assert CARE in text
    assert "As computed by the learner's wallet on 23 November 2026" in text
    assert "3 of 4 badges" in text
    assert not re.search(r"\byou(r|rself)?\b", text, re.IGNORECASE)
    assert "18 December 2026: First Aid at Work" in text
    assert full("stack", "print", "care", "--out", "f.pdf", "--lang", "fr").status == 0
    assert "Calculé par le portefeuille" in text_of(tmp_path / "out" / "f.pdf")


def loop(first: str) -> str:
    """Return a pathway to ``first`` in which A asks for B, and B and C for each other."""
    return json.dumps(
        {
            "@graph": [
                {
                    "@id": "urn:p",
                    "@type": "ceterms:Pathway",
                    "ceterms:name": "Round",
                    "ceterms:hasDestinationComponent": f"urn:{first}",
                },
                *(
                    {
                        "@id": f"urn:{one}",
                        "@type": "ceterms:CourseComponent",
                        "ceterms:name": one.upper(),
                        "ceterms:hasCondition": {
                            "@type": "ceterms:ComponentCondition",
                            "ceterms:targetComponent": f"urn:{other}",
                        },
                    }
                    for one, other in ("ab", "bc", "cb")
                ),
            ]
        }
    )


@pytest.mark.parametrize(
    "data",
    [
        loop("a"),
        loop("b"),
        "{",
        "[]",
        '{"@type": "ceterms:Pathway", "ceterms:name": "Empty"}',
        '{"type": "OpenBadgeCredential"}',
        "[" * 5000,
    ],
    ids=["cyclic", "cyclic to the end", "cut", "nothing", "empty", "a badge", "deep"],
)
def test_what_is_no_stack_gets_one_line_and_changes_nothing(
    full: Lw, tmp_path: Path, data: str
) -> None:
    before = full("stack", "list", "--json").out
    (tmp_path / "bad.json").write_text(data)
    answer = full("stack", "import", tmp_path / "bad.json")
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert full("stack", "list", "--json").out == before


def test_a_definition_beyond_all_bounds_is_not_kept(full: Lw, tmp_path: Path) -> None:
    text = (STACKS / "care-practice.json").read_text().replace("/care-practice", "/huge")
    document = json.loads(text)
    document["@graph"][0]["ceterms:ctid"] = "huge"
    text = json.dumps(document).replace(
        '"ceterms:rightSource": [5]', '"ceterms:rightSource": [1e300]'
    )
    assert "1e300" in text
    (tmp_path / "huge.json").write_text(text)
    answer = full("stack", "import", tmp_path / "huge.json")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert len(full("stack", "list", "--json").json["stacks"]) == 3


def test_a_badge_that_cannot_count_is_not_placed(full: Lw) -> None:
    expired = id_of(full, "first-aid-expired.json")
    answer = full("stack", "pin", "care", MEDICATION, expired)
    assert answer.status == 2
    assert "cannot count: it has expired" in answer.err
    assert full("stack", "pin", "care", MEDICATION, f"{expired}/7").status == 2


def test_a_choice_about_a_badge_that_is_gone_can_be_taken_back(full: Lw) -> None:
    peer = id_of(full, "peer-mentoring.json")
    full("stack", "pin", "care", MEDICATION, peer)
    full("remove", peer)
    assert full("stack", "undo", "care", peer[:8]).status == 0


def test_a_day_that_is_over_cannot_be_asked_for(full: Lw) -> None:
    assert full("stack", "show", "care", "--on", "2000-01-01").status == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show", "Nothing"),
        ("show", "C"),
        ("pin", "care", "nowhere", "0"),
        ("pin", "care", MEDICATION, "zzz"),
        ("confirm", "care", "I am tall"),
        ("import", "there-is-no-such-file.json"),
    ],
)
def test_a_mistake_gets_one_line(full: Lw, words: tuple[str, ...]) -> None:
    answer = full("stack", *words)
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
