"""What is told where looking for the best takes longer than anybody waits."""

from __future__ import annotations

from random import Random

import pytest

from tests.unit.stacks.test_progress import FOUR, SOON, badge, far, take
from wallet.i18n import Words
from wallet.stacks import counting, telling
from wallet.stacks.because import unfinished
from wallet.stacks.definition import all_of
from wallet.stacks.progress import Mark
from wallet.stacks.solver import Found, Model, Solution


def hard() -> Model:
    """Return a question that has answers at once and whose best nobody proves in a second.

    It is to share out things of four weights so that each half weighs the same (Cornuéjols and
    Dawande's market split).
    """
    random = Random(4)  # noqa: S311 - the same question each time
    model = Model()
    heap = [model.variable() for _ in range(40)]
    rows = [[random.randrange(100) for _ in heap] for _ in range(5)]
    for row in rows:
        over, under = (
            model.variable(1.0, highest=1e9, whole=False),
            model.variable(1.0, highest=1e9, whole=False),
        )
        half = sum(row) // 2
        terms = {one: float(by) for one, by in zip(heap, row, strict=True)}
        model.condition({**terms, over: -1.0, under: 1.0}, least=half + 0.5, most=half + 0.5)
    return model


def test_what_was_found_when_the_time_is_over_is_kept() -> None:
    solution = hard().solved(0.5)
    assert solution.found is Found.GOOD
    assert solution.values


def test_nothing_that_meets_the_conditions_is_told_apart_from_no_time() -> None:
    model = Model()
    one = model.variable(1.0)
    model.condition({one: 1.0}, least=2.0)
    assert model.solved(10.0) == Solution(Found.NO_WAY)


def test_all_questions_about_a_stack_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    ask = counting.assigned

    def asked(*args: object) -> object:
        given.append(float(args[3]))  # type: ignore[arg-type]
        return ask(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "assigned", asked)
    far(all_of(take(*"ab")), FOUR[:2], badge("a", lapses=SOON), badge("b"))
    assert len(given) > 1
    assert sorted(given, reverse=True) == given
    assert given[0] <= counting.SECONDS


@pytest.mark.parametrize("found", [Found.GOOD, Found.NOTHING])
def test_it_is_said_that_there_may_be_more(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    solved = Model.solved

    def late(model: Model, seconds: float) -> Solution:
        known = solved(model, seconds)
        return Solution(found, known.values if found is Found.GOOD else ())

    monkeypatch.setattr(Model, "solved", late)
    told = far(all_of(take(*"ab")), FOUR[:2], badge("a"), badge("b"))
    assert told.found is found
    assert told.complete is (found is Found.GOOD)
    assert told.reachable
    said = unfinished(told, Words("en"))
    assert said is not None
    assert "20 seconds" in said
    if found is Found.NOTHING:
        assert {one.mark for one in told.tree.walked()} == {Mark.OPEN}
        assert (told.measure.have, told.measure.need) == (0, 1)
