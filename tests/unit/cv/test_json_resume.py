"""Certificates are merged into somebody's resume.json, and nothing else in it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cv.selections import entry, selection
from wallet.cv import json_resume
from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.json_resume import MARK, Merged
from wallet.errors import UnusableInput

USUAL = Choices()
ONE = entry("One", id="1" * 64)
TWO = entry("Two", id="2" * 64)
RESUME = """{
    "basics": {"name": "Ada",   "label": "caf\\u00e9"},
    "certificates": [
        { "name": "Of her own",   "date": "2019" },
        {"name": "Another"}
    ],
    "work": [ 1.50, 1e3, "\\/" ]
}
"""


def merged(resume: str | bytes, chosen: Selection, choices: Choices = USUAL) -> Merged:
    data = resume.encode() if isinstance(resume, str) else resume
    return json_resume.merged(data, chosen, choices, "resume.json")


def names(data: bytes) -> list[str]:
    return [one["name"] for one in json.loads(data)["certificates"]]


def test_what_was_there_stays_byte_by_byte() -> None:
    done = merged(RESUME, selection(ONE, TWO))
    text = done.data.decode()
    assert (done.replaced, done.added, done.dropped) == (0, 2, 0)
    assert names(done.data) == ["Of her own", "Another", "One", "Two"]
    assert text.startswith(RESUME[: RESUME.index("[") + 1])
    assert text.endswith(RESUME[RESUME.index(',\n    "work"') :])
    assert '        { "name": "Of her own",   "date": "2019" },\n' in text
    assert '        {\n            "name": "One",\n' in text


def test_merging_again_changes_only_what_changed() -> None:
    once = merged(RESUME, selection(ONE, TWO)).data
    again = merged(once, selection(ONE, TWO))
    assert again.data == once
    assert (again.replaced, again.added, again.dropped) == (2, 0, 0)
    renamed = merged(once, selection(entry("Two, renewed", id=TWO.id)))
    assert names(renamed.data) == ["Of her own", "Another", "Two, renewed"]
    assert (renamed.replaced, renamed.added, renamed.dropped) == (1, 0, 1)


def test_what_the_learner_moved_stays_where_it_was_moved() -> None:
    document = json.loads(merged(RESUME, selection(ONE, TWO)).data)
    document["certificates"].reverse()
    again = merged(json.dumps(document, indent=1), selection(ONE, TWO))
    assert names(again.data) == ["Two", "One", "Another", "Of her own"]


def test_an_entry_that_only_looks_like_one_of_ours_is_not() -> None:
    same = json.dumps({"certificates": [{"name": "One", MARK: None}, {"name": "One"}, "One", 7]})
    done = merged(same, selection(ONE))
    document = json.loads(done.data)
    assert document["certificates"][:4] == json.loads(same)["certificates"]
    assert (done.replaced, done.added, done.dropped) == (0, 1, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{\n  "certificates": [\n'),
        ('{"basics":{"name":"Ada"}}', '{"basics":{"name":"Ada"}, "certificates": [{"name"'),
        ('{\r\n\t"a": 1\r\n}\r\n', '{\r\n\t"a": 1,\r\n\t"certificates": [\r\n\t\t{\r\n'),
        ('\ufeff{\n "a": 1\n}', '\ufeff{\n "a": 1,\n "certificates": [\n  {\n'),
        ('{\n  "certificates": []\n}', '{\n  "certificates": [\n    {\n      "name": "One"'),
        ('{"certificates":[]}', '{"certificates":[{"name": "One"'),
    ],
)
def test_its_layout_is_taken_over(before: str, after: str) -> None:
    done = merged(before, selection(ONE)).data.decode()
    assert done.startswith(after)
    assert json.loads(done.removeprefix("\ufeff"))["certificates"][0]["name"] == "One"


def test_taking_all_out_again_leaves_an_empty_list() -> None:
    once = merged('{\n  "certificates": []\n}', selection(ONE)).data
    assert merged(once, Selection((), selection().made_on)).data == b'{\n  "certificates": []\n}'


@pytest.mark.parametrize("text", ["[]", '"resume"', '{"certificates": {}}', '{"certificates": 1}'])
def test_what_is_no_resume_is_refused(text: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        merged(text, selection(ONE))
    assert caught.value.code == "no-resume"


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": 1} {}'])
def test_what_two_programs_may_read_differently_is_refused(text: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        merged(text, selection(ONE))
    assert caught.value.code == "malformed"
    assert "correct it there first" in str(caught.value)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
values = values.filter(lambda one: "\\ud" not in json.dumps(one))
documents = st.dictionaries(st.text(), values, max_size=5).filter(
    lambda one: "\\ud" not in json.dumps(one)
)


@given(
    document=documents,
    own=st.none() | st.lists(values, max_size=3),
    indent=st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    ascii_only=st.booleans(),
)
def test_any_document_keeps_all_but_its_certificates(
    document: dict[str, Any], own: list[Any] | None, indent: Any, *, ascii_only: bool
) -> None:
    document.pop("certificates", None)
    if own is not None:
        document["certificates"] = own
    before = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    done = merged(before, selection(ONE, TWO))
    after = json.loads(done.data)
    kept = after.pop("certificates")
    document.pop("certificates", None)
    assert list(after.items()) == list(document.items())
    assert kept[: len(own or [])] == (own or [])
    assert [one["name"] for one in kept[len(own or []) :]] == ["One", "Two"]
    once_more = merged(done.data, selection(ONE, TWO))
    assert once_more.data == done.data


def test_what_becomes_of_each_certificate_is_told_by_its_name() -> None:
    once = merged(RESUME, selection(ONE, TWO)).data
    document = json.loads(once)
    document["certificates"][2]["summary"] = "written over by hand"
    document["certificates"].append({"date": "2020"})
    done = merged(json.dumps(document), selection(ONE, entry("Three", id="3" * 64)))
    assert [(one.name, one.fate.value) for one in done.changes] == [
        ("Of her own", "not-ours"),
        ("Another", "not-ours"),
        ("One", "changed"),
        ("Two", "dropped"),
        ("", "not-ours"),
        ("Three", "added"),
    ]
    again = merged(done.data, selection(ONE, entry("Three", id="3" * 64)))
    assert [one.fate.value for one in again.changes if one.fate != "not-ours"] == ["unchanged"] * 2


def test_an_entry_that_says_the_same_keeps_its_layout() -> None:
    once = merged(RESUME, selection(ONE)).data.decode()
    start = once.index('{\n            "name": "One"')
    end = once.index("}", start) + 1
    flat = once[:start] + json.dumps(json.loads(once[start:end])) + once[end:]
    assert merged(flat, selection(ONE)).data.decode() == flat
