"""How far a stack is, and why: what a learner reads."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from wallet.i18n import Words
from wallet.stacks import holdings
from wallet.stacks.because import (
    FOUND,
    MARKS,
    OF_THE_LEARNER,
    SENTENCES,
    UNLIKE,
    WHY,
    because,
    measured,
    sentence,
    unit,
)
from wallet.stacks.definition import (
    Amount,
    Count,
    Definition,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
    Wanted,
    all_of,
)
from wallet.stacks.holdings import Counts, Holding
from wallet.stacks.matching import Choices, Index
from wallet.stacks.progress import Branch, Mark, Measure, Progress
from wallet.stacks.telling import progress

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=30)
LATER = NOW + timedelta(days=400)
EN = Words("en")


def badge(of: str, **about: object) -> Holding:
    """Return a badge that is the achievement ``of``."""
    said = {"counts": Counts.YES, "achievement": of, "keys": frozenset({of}), "name": of}
    return Holding(**{"id": f"badge-{of}", "title": of.upper(), **said, **about})  # type: ignore[arg-type]


def slot(name: str, **about: object) -> Slot:
    return Slot(**{"id": name, "name": name.upper(), "wanted": Wanted(ids=(name,)), **about})  # type: ignore[arg-type]


def take(*names: str) -> tuple[Rule, ...]:
    return tuple(Take(name) for name in names)


def far(
    rule: Rule,
    slots: tuple[Slot, ...],
    *badges: Holding,
    choices: Choices | None = None,
    shared: bool = False,
    without: frozenset[str] = frozenset(),
    at: datetime = NOW,
) -> Progress:
    definition = Definition("urn:test", "A stack", rule, slots, shared=shared)
    return progress(definition, Index(badges), choices or Choices(), at, without=without)


def branch(found: Progress, name: str) -> Branch:
    return next(one for one in found.tree.walked() if one.slot and one.slot.id == name)


FOUR = tuple(slot(name) for name in "abcd")


def test_all_of_four_counts_what_is_held() -> None:
    found = far(all_of(take(*"abcd")), FOUR, badge("a"), badge("b"), badge("z"))
    assert not found.complete
    assert found.measure == Measure(2, 4, "badges")
    assert [(one.id, where) for one, where in found.used] == [("badge-a", "a"), ("badge-b", "b")]
    assert [step.slot for step in found.steps] == ["c", "d"]


def test_three_of_seven_is_complete_with_three_and_takes_no_more() -> None:
    slots = tuple(slot(name) for name in "abcdefg")
    found = far(Count(3, take(*"abcdefg")), slots, *(badge(name) for name in "abcde"))
    assert found.complete
    assert found.measure == Measure(3, 3, "badges")
    not_needed = [
        one for one in found.tree.walked() if any(o.why.code == "not-needed" for o in one.offers)
    ]
    assert len(not_needed) == 2


def test_what_lapses_last_is_used_where_more_than_enough_is_held() -> None:
    some = (badge("a", lapses=SOON), badge("b"), badge("c", lapses=LATER))
    found = far(Count(1, take(*"abc")), FOUR[:3], *some)
    assert [one.id for one, _slot in found.used] == ["badge-b"]
    found = far(Count(2, take(*"abc")), FOUR[:3], *some)
    assert {one.id for one, _slot in found.used} == {"badge-b", "badge-c"}


def test_of_two_awards_of_one_achievement_one_counts_the_one_that_lapses_last() -> None:
    older = badge("a", id="older", lapses=SOON, worth=(Amount(5, "ECTS"),))
    newer = badge("a", id="newer", lapses=LATER, worth=(Amount(5, "ECTS"),))
    pool = Slot("any", "Any badge", many=True)
    found = far(Total(10, unit="ECTS", over=("any",)), (pool,), older, newer)
    assert found.measure == Measure(5, 10, "ECTS")
    assert [one.id for one, _slot in found.used] == ["newer"]


def test_one_badge_fills_one_slot_unless_the_stack_says_otherwise() -> None:
    both = badge("a", keys=frozenset("ab"))
    rule, slots = all_of(take("a", "b")), FOUR[:2]
    assert far(rule, slots, both).measure == Measure(1, 2, "badges")
    assert far(rule, slots, both, shared=True).complete


def test_a_badge_goes_where_no_other_can() -> None:
    """Greedily, the first badge would take the slot that only the second one fits."""
    either, only_a = badge("x", keys=frozenset("ab")), badge("a")
    assert far(all_of(take("a", "b")), FOUR[:2], either, only_a).complete


def test_credits_of_another_unit_or_of_none_are_not_added() -> None:
    slots = FOUR[:3]
    rule = all_of((*take("a", "b", "c"), Total(6, unit="ECTS")))
    worths = (Amount(3, "ECTS"), Amount(3, None), Amount(30, "hours"))
    some = [badge(name, worth=(worth,)) for name, worth in zip("abc", worths, strict=True)]
    found = far(rule, slots, *some)
    assert not found.complete
    assert found.measure == Measure(3, 6, "ECTS")
    assert measured(found.measure, EN) == "3 of 6 ECTS"
    (step,) = found.steps
    assert step.amount == Measure(3, 6, "ECTS")


def test_credits_without_a_unit_are_a_measure_of_their_own() -> None:
    found = far(
        Total(6), FOUR[:2], badge("a", worth=(Amount(4),)), badge("b", worth=(Amount(9, "ECTS"),))
    )
    assert found.measure == Measure(4, 6, None)
    assert measured(found.measure, EN) == "4 of 6 credits without a unit"


def test_only_badges_by_the_issuer_count_where_that_is_asked() -> None:
    pool = Slot("any", many=True)
    rule = Total(4, unit="ECTS", only=Wanted(issuers=("https://college.example/",)))
    ours = badge("a", issuers=frozenset({"college.example"}), worth=(Amount(3, "ECTS"),))
    theirs = badge("b", issuers=frozenset({"other.example"}), worth=(Amount(3, "ECTS"),))
    assert far(rule, (pool,), ours, theirs).measure == Measure(3, 4, "ECTS")


def test_no_more_than_so_much_may_count() -> None:
    """A bound from above is kept by counting fewer badges."""
    pool = Slot("any", many=True)
    rule = all_of((Total(least=4, most=6, unit="ECTS", over=("any",)),))
    some = [badge(name, worth=(Amount(worth, "ECTS"),)) for name, worth in (("a", 5.0), ("b", 4.0))]
    found = far(rule, (pool,), *some)
    assert found.complete
    assert len(found.used) == 1


def test_distinct_issuers_are_counted_once_each() -> None:
    slots = FOUR[:3]
    same, other = frozenset({"one.example"}), frozenset({"two.example"})
    some = (
        badge("a", issuers=same, issuer_key="one.example"),
        badge("b", issuers=same, issuer_key="one.example"),
        badge("c", issuers=other, issuer_key="two.example"),
    )
    rule = all_of((*take("a", "b", "c"), Total(3, distinct="issuers")))
    found = far(rule, slots, *some)
    assert found.measure == Measure(2, 3, "issuers")


@pytest.mark.parametrize(
    ("how", "least", "holds"),
    [
        ("mean", 70, True),
        ("mean", 76, False),
        ("min", 50, True),
        ("min", 60, False),
        ("max", 90, True),
    ],
)
def test_scores(how: str, least: float, holds: bool) -> None:
    some = (badge("a", score=50.0), badge("b", score=100.0))
    rule = all_of((*take("a", "b"), Score(how, least)))
    assert far(rule, FOUR[:2], *some).complete is holds


def test_a_score_that_no_badge_states_is_not_taken_for_good() -> None:
    rule = all_of((*take("a"), Score("min", 50)))
    assert not far(rule, FOUR[:1], badge("a")).complete


def test_only_one_counts_one_and_leaves_the_other_free() -> None:
    rule = all_of((Count(1, take("a", "b"), only=True), Take("c")))
    both = badge("x", keys=frozenset("bc"))
    found = far(rule, FOUR[:3], badge("a"), both)
    assert found.complete
    assert {where for _one, where in found.used} == {"a", "c"}


def test_what_no_badge_tells_is_not_taken_for_so_until_the_learner_says_it() -> None:
    rule = all_of((Take("a"), Untold("Lives in Ontario")))
    found = far(rule, FOUR[:1], badge("a"))
    assert not found.complete
    assert found.measure == Measure(1, 2, "badges")
    assert [step.title for step in found.steps] == ["Lives in Ontario"]
    assert found.tree.parts[1].mark is Mark.UNTOLD
    said = Choices(confirmed=frozenset({"Lives in Ontario"}))
    found = far(rule, FOUR[:1], badge("a"), choices=said)
    assert found.complete
    assert found.tree.parts[1].because[0].code == "confirmed"


def test_another_way_is_taken_before_one_that_no_badge_tells() -> None:
    rule = Count(1, (Untold("Is a member"), all_of(take("a", "b"))))
    found = far(rule, FOUR[:2], badge("a"))
    assert [step.slot for step in found.steps] == ["b"]


@pytest.mark.parametrize("why", ["expired", "revoked", "failed", "not-mine"])
def test_what_does_not_stand_does_not_count_and_is_shown_with_its_reason(why: str) -> None:
    found = far(Take("a"), FOUR[:1], badge("a", counts=Counts.NO, why=why))
    assert not found.complete
    (offer,) = branch(found, "a").offers
    assert (offer.why.code, offer.why.facts) == ("does-not-count", {"why": why})


def test_what_is_not_known_is_shown_apart() -> None:
    unsure = badge("b", counts=Counts.ONCE_CHECKED, why="unknown")
    found = far(all_of(take("a", "b")), FOUR[:2], badge("a"), unsure)
    assert not found.complete
    assert found.measure == Measure(1, 2, "badges")
    assert found.complete_once_checked
    assert branch(found, "b").mark is Mark.ONCE_CHECKED
    assert branch(found, "b").because[0].code == "once-checked"


def test_a_likeness_is_offered_and_counts_only_where_the_learner_places_it() -> None:
    place = Slot("a", "First aid", wanted=Wanted(ids=("urn:x",), names=("First Aid",)))
    like = badge("z", name="first aid")
    found = far(Take("a"), (place,), like)
    assert not found.complete
    assert [offer.why.code for offer in branch(found, "a").offers] == ["alike"]
    found = far(Take("a"), (place,), like, choices=Choices(pinned=(("a", "badge-z"),)))
    assert found.complete
    assert [one.code for one in branch(found, "a").because] == ["pinned", "unlike"]
    told = " ".join(because(branch(found, "a"), EN))
    assert told.endswith(
        "By what it says of itself it would not fit: another achievement is asked for."
    )


def test_a_badge_that_is_left_out_counts_nowhere() -> None:
    out = Choices(left_out=frozenset({"badge-a"}))
    assert far(Take("a"), FOUR[:1], badge("a"), choices=out).measure == Measure(0, 1, "badges")


def test_what_was_left_out_is_named_where_it_would_count() -> None:
    out = Choices(left_out=frozenset({"badge-a"}))
    found = far(all_of(take(*"ab")), FOUR[:2], badge("a"), badge("b"), choices=out)
    assert [(one.badge, one.why.code) for one in branch(found, "a").offers] == [
        ("badge-a", "left-out")
    ]
    assert branch(found, "b").offers == ()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(ids=("other",)), "achievement"),
        (Wanted(issuers=("https://other.example",)), "issuer"),
        (Wanted(levels=("5",)), "level"),
        (Wanted(types=("Degree",)), "type"),
        (Wanted(score=90), "score"),
        (Wanted(earliest="2026-01-01"), "time"),
    ],
)
def test_why_a_badge_that_was_placed_would_not_fit(wanted: Wanted, code: str) -> None:
    place = Slot("a", "First aid", wanted=wanted)
    found = far(Take("a"), (place,), badge("z"), choices=Choices(pinned=(("a", "badge-z"),)))
    assert [one.code for one in branch(found, "a").because] == ["pinned", "unlike"]
    assert branch(found, "a").because[1].facts == {"lacks": code}


def test_what_is_open_beside_a_complete_whole_is_not_called_a_way() -> None:
    found = far(Count(1, take(*"ab")), FOUR[:2], badge("a"))
    assert [one.code for one in branch(found, "b").because] == ["needless"]


def test_what_is_taken_away_to_see_what_would_be_is_not_called_lapsed() -> None:
    found = far(Take("a"), FOUR[:1], badge("a"), without=frozenset({"badge-a"}))
    assert [one.why.code for one in branch(found, "a").offers] == ["taken-away"]


def test_one_badge_is_one_badge() -> None:
    assert measured(Measure(0, 1, "badges"), EN) == "0 of 1 badge"
    assert measured(Measure(1, 4, "badges"), EN) == "1 of 4 badges"
    assert measured(Measure(0, 1, "badges"), Words("fr")) == "0 sur 1 badge"
    assert unit("hours", EN, 1) == "hour"


def test_a_pinned_badge_is_in_its_slot_and_in_no_other() -> None:
    both = badge("x", keys=frozenset("ab"))
    rule = Count(1, take("a", "b"))
    for where in "ab":
        found = far(rule, FOUR[:2], both, choices=Choices(pinned=((where, "badge-x"),)))
        assert [place for _one, place in found.used] == [where]


def test_the_shortest_way_is_the_one_of_fewer_hours_not_of_fewer_badges() -> None:
    slots = (slot("a", hours=40.0), slot("b", hours=10.0), slot("c", hours=10.0))
    found = far(Count(1, (Take("a"), all_of(take("b", "c")))), slots)
    assert [step.slot for step in found.steps] == ["b", "c"]
    assert (found.hours, found.hours_known) == (20.0, True)


def test_the_way_leads_through_what_must_come_before() -> None:
    slots = (slot("a", hours=5.0, needs=Take("b")), slot("b", hours=50.0), slot("c", hours=30.0))
    found = far(Count(1, take("a", "c")), slots)
    assert [step.slot for step in found.steps] == ["c"]
    found = far(Count(1, take("a", "c")), slots, badge("b"))
    assert [step.slot for step in found.steps] == ["a"]
    found = far(all_of(take("a")), slots[:2])
    assert [(step.slot, step.ready) for step in found.steps] == [("b", True), ("a", False)]
    assert sentence(found.steps[1].why, EN).endswith("comes after B.")


def test_hours_that_nobody_states_are_not_taken_for_none() -> None:
    found = far(all_of(take("a", "b")), (slot("a", hours=5.0), slot("b")))
    assert (found.hours, found.hours_known) == (5.0, False)


def test_suggested_order_is_kept_and_may_go_round_in_a_circle() -> None:
    slots = (slot("a", after=("b",)), slot("b", after=("c",)), slot("c", after=("a",)))
    found = far(all_of(take("a", "b", "c")), slots)
    assert {step.slot for step in found.steps} == {"a", "b", "c"}
    found = far(all_of(take("a", "b")), slots[:2])
    assert [step.slot for step in found.steps] == ["b", "a"]


def test_the_larger_credential_itself_completes_it_and_is_never_a_step() -> None:
    slots = (*FOUR[:2], slot("whole", conferred=True))
    rule = Count(1, (Take("whole"), all_of(take("a", "b"))))
    found = far(rule, slots, badge("a"))
    assert [step.slot for step in found.steps] == ["b"]
    assert far(rule, slots, badge("whole")).complete


def test_what_a_lapse_would_undo() -> None:
    some = (badge("a", lapses=SOON), badge("b"), badge("c", lapses=LATER), badge("d"))
    found = far(all_of(take(*"abcd")), FOUR, *some)
    assert found.complete
    assert found.lapses == SOON
    assert [(risk.badge.id, risk.on, risk.ends_completion, risk.after) for risk in found.risks] == [
        ("badge-a", SOON, True, Measure(3, 4, "badges")),
        ("badge-c", LATER, False, Measure(2, 4, "badges")),
    ]


def test_a_lapse_that_another_badge_makes_up_for_undoes_nothing() -> None:
    some = (badge("a", lapses=SOON), badge("a", id="renewed", lapses=LATER))
    found = far(Take("a"), FOUR[:1], *some)
    assert [risk.on for risk in found.risks] == [LATER]
    assert found.lapses == LATER


def test_what_if() -> None:
    some = tuple(badge(name, lapses=SOON if name == "a" else None) for name in "abcd")
    rule = all_of(take(*"abcd"))
    assert far(rule, FOUR, *some, without=frozenset({"badge-b"})).measure == Measure(3, 4, "badges")
    assert far(rule, FOUR, *some, at=LATER).measure == Measure(3, 4, "badges")


def test_rules_that_exclude_one_another_have_no_end() -> None:
    found = far(all_of((Take("a"), Total(most=0.0, distinct="badges"))), FOUR[:1], badge("a"))
    assert not found.complete
    assert not found.reachable


def test_dates_of_award_are_kept() -> None:
    wanted = Wanted(ids=("a",), earliest="2025-01-01", latest="2025-12-31")
    for awarded, counts in (
        (datetime(2024, 12, 31, 23, tzinfo=UTC), False),
        (datetime(2025, 12, 31, 23, tzinfo=UTC), True),
        (datetime(2026, 1, 1, tzinfo=UTC), False),
        (None, False),
    ):
        found = far(Take("a"), (slot("a", wanted=wanted),), badge("a", awarded=awarded))
        assert found.complete is counts


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(ids=("a",), levels=("Level 4",)),
        Wanted(ids=("a",), types=("Course",)),
        Wanted(ids=("a",), score=60.0),
    ],
)
def test_what_a_badge_does_not_say_it_does_not_have(wanted: Wanted) -> None:
    place = slot("a", wanted=wanted)
    assert not far(Take("a"), (place,), badge("a")).complete
    told = badge("a", levels=frozenset({"level 4"}), type="course", score=60.0)
    assert far(Take("a"), (place,), told).complete


def test_a_shared_badge_is_summed_once_however_many_places_it_fills() -> None:
    both = badge("p", keys=frozenset("ab"), worth=(Amount(2, "ECTS"),))
    other = badge("q", keys=frozenset("b"), worth=(Amount(2, "ECTS"),), lapses=SOON)
    assert far(Total(4, unit="ECTS"), FOUR[:2], both, other, shared=True).complete
    capped = all_of((*take("a", "b"), Total(most=3, unit="ECTS")))
    assert far(capped, FOUR[:2], both, shared=True).complete
    scored = (
        badge("p", keys=frozenset("ab"), score=80.0),
        badge("q", keys=frozenset("c"), score=50.0),
    )
    rule = all_of((*take("a", "b", "c"), Score("mean", 70)))
    assert not far(rule, FOUR[:3], *scored, shared=True).complete


def test_every_lapse_is_looked_at_however_often_others_make_up_for_it() -> None:
    pool = Slot("any", many=True)
    some = [
        badge(f"{day}-{n}", lapses=NOW + timedelta(days=day), worth=(Amount(worth, "ECTS"),))
        for day, count, worth in ((1, 1, 12.0), (2, 2, 6.0), (3, 3, 4.0))
        for n in range(count)
    ]
    found = far(Total(12, unit="ECTS"), (pool,), *some)
    assert found.lapses == NOW + timedelta(days=3)


def test_one_issuer_is_one_by_whatever_addresses_it_goes() -> None:
    rule = all_of((*take("a", "b"), Total(2, distinct="issuers")))
    some = (
        badge("a", issuers=frozenset({"z.example"}), issuer_key="z.example"),
        badge("b", issuers=frozenset({"a.example", "z.example"}), issuer_key="z.example"),
    )
    assert not far(rule, FOUR[:2], *some).complete


def test_a_prerequisite_comes_first_though_suggestions_go_round() -> None:
    slots = (
        slot("c", needs=Take("a")),
        slot("a", after=("b",)),
        slot("b", after=("a",)),
    )
    steps = [step.slot for step in far(all_of(take("c", "a", "b")), slots).steps]
    assert steps.index("a") < steps.index("c")
    summed = (slot("c", needs=Total(2, distinct="badges", over=("a", "b"))), slot("a"), slot("b"))
    found = far(all_of(take("c", "a", "b")), summed)
    assert [step.slot for step in found.steps] == ["a", "b", "c"]
    assert sentence(found.steps[2].why, EN).endswith("comes after A, B.")


def test_the_shortest_way_is_shortest_where_a_badge_fits_another_place_too() -> None:
    slots = (slot("x", hours=100.0), slot("a", hours=10.0), slot("b", hours=12.0))
    found = far(
        all_of((Take("x"), Count(1, take("a", "b")))), slots, badge("x", keys=frozenset("xa"))
    )
    assert (found.hours, [step.slot for step in found.steps]) == (10.0, ["a"])
    marks = {one.slot.id: one.mark for one in found.tree.walked() if one.slot}
    assert (marks["x"], marks["a"]) == (Mark.DONE, Mark.OPEN)


def test_amounts_beyond_belief_and_below_nothing_count_for_nothing() -> None:
    worths = (Amount(2, "ECTS"), Amount(-5, "ECTS"), Amount(1e20, "ECTS"), Amount(math.nan, "ECTS"))
    some = [badge(name, worth=(one,)) for name, one in zip("abcd", worths, strict=True)]
    found = far(Total(4, unit="ECTS"), FOUR, *some)
    assert found.measure == Measure(2, 4, "ECTS")
    assert far(all_of((Take("a"), Total(-1, unit="ECTS"))), FOUR[:1], badge("a")).complete


def test_units_of_two_lists_are_two_units() -> None:
    first, second = "https://a.example/units/credit", "https://b.example/other/credit"
    some = (badge("a", worth=(Amount(2, first),)), badge("b", worth=(Amount(2, second),)))
    assert not far(Total(4, unit=first), FOUR[:2], *some).complete
    ctdl_unit = "https://purl.org/ctdl/vocabs/creditUnit/ECTS"
    assert far(Total(2, unit=ctdl_unit), FOUR[:1], badge("a", worth=(Amount(2, "ECTS"),))).complete


def test_a_pin_to_a_place_that_is_gone_binds_nothing() -> None:
    gone = Choices(pinned=(("gone", "badge-a"),))
    assert far(Take("a"), FOUR[:1], badge("a"), choices=gone).complete


def test_a_pinned_badge_that_is_not_known_to_stand_pushes_none_out_that_does() -> None:
    unsure = badge("z", counts=Counts.ONCE_CHECKED, why="unknown")
    pinned = Choices(pinned=(("a", "badge-z"),))
    assert far(Take("a"), FOUR[:1], badge("a"), unsure, choices=pinned).complete


@pytest.mark.parametrize(
    ("text", "score"),
    [("82", 82), ("82 %", 82), ("90/200", 45), ("4.5/5", 90), ("7,5", 7.5), ("1,234", None),
     ("Pass", None), ("5/0", None)],
)  # fmt: skip
def test_results_that_are_numbers(text: str, score: float | None) -> None:
    assert holdings._score(text) == score


def test_every_reason_has_its_sentence_in_french_too() -> None:
    french = Words("fr")
    every = (SENTENCES, OF_THE_LEARNER, UNLIKE, FOUND, WHY, MARKS)
    for english in (one for some in every for one in some.values()):
        assert french(english) != english, english
