"""Measures how long it takes to tell how far stacks are: ``python -m tests.benchmarks.stacks``.

Badges and stacks are made up, from fixed seeds. One stack of 30 slots with rules of every kind
is told for 60 badges, of which each slot fits a tenth or three tenths; then fifty stacks of 12
slots for 1,000 badges, as the page of stacks does, with their prerequisites. The median of some
rounds, in CPU time, is held to the goals; nothing of the program's start is in it. Exit status:
0 where the goals are met, 1 where one is not.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from wallet.stacks.definition import (
    Amount,
    Count,
    Definition,
    Rule,
    Slot,
    Take,
    Total,
    Wanted,
    all_of,
)
from wallet.stacks.holdings import Counts, Holding
from wallet.stacks.matching import Choices, Index
from wallet.stacks.telling import progress

_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
_WORTHS: Final = (1.0, 2.0, 3.0, 5.0)


def made_badges(count: int, names: Sequence[str], density: float, seed: int) -> list[Holding]:
    """Return badges of which each is one of ``names`` with the probability ``density``."""
    chance = random.Random(seed)  # noqa: S311 - made up
    return [
        Holding(
            id=f"badge-{number}",
            title=f"Badge {number}",
            counts=Counts.YES,
            achievement=f"own-{number}",
            keys=frozenset(name for name in names if chance.random() < density),
            worth=(Amount(chance.choice(_WORTHS), "ECTS"),),
            lapses=_NOW + timedelta(days=chance.randint(10, 900))
            if chance.random() < 0.5
            else None,
        )
        for number in range(count)
    ]


def made_stack(names: Sequence[str], seed: int) -> Definition:
    """Return a stack with all, n of, either-or, a minimum of credits, and prerequisites."""
    chance = random.Random(seed)  # noqa: S311 - made up
    third = len(names) // 3

    def needed(place: int) -> Rule | None:
        return Take(names[place - third]) if place >= third and place % 3 == 0 else None

    slots = tuple(
        Slot(
            name,
            name.upper(),
            wanted=Wanted(ids=(name,)),
            worth=(Amount(3.0, "ECTS"),),
            hours=chance.choice((10.0, 20.0, 30.0)),
            needs=needed(place),
        )
        for place, name in enumerate(names)
    )
    takes = [Take(name) for name in names]
    either, rest = takes[2 * third], tuple(takes[2 * third + 1 :])
    rule = all_of(
        (
            Count(third - 1, tuple(takes[:third])),
            all_of(tuple(takes[third : 2 * third])),
            Count(1, (either, all_of(rest))),
            Total(2.0 * len(names), unit="ECTS"),
        )
    )
    return Definition(f"urn:made-up:{seed}", f"Stack {seed}", rule, slots)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print a table, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stacks")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (5)")
    rounds = parser.parse_args(argv).rounds
    names = [f"slot-{number}" for number in range(30)]
    one = made_stack(names, 1)
    many = [
        made_stack([f"slot-{seed % 7}-{number}" for number in range(12)], seed)
        for seed in range(50)
    ]
    wanted = sorted({slot.id for stack in many for slot in stack.slots})
    lots = Index(made_badges(1000, wanted, 0.02, 3))

    def told(density: float) -> Callable[[], None]:
        index = Index(made_badges(60, names, density, 2))
        return lambda: _tell([one], index)

    goals = (
        ("60 badges, 30 slots, a tenth fits", told(0.1), 0.1),
        ("60 badges, 30 slots, three tenths fit", told(0.3), 0.1),
        ("1,000 badges, 50 stacks", lambda: _tell(many, lots), 2.0),
    )
    held = [_held(name, work, goal, rounds) for name, work, goal in goals]
    return 0 if all(held) else 1


def _tell(stacks: Sequence[Definition], index: Index) -> None:
    for stack in stacks:
        progress(stack, index, Choices(), _NOW, forward=False)


def _held(name: str, work: Callable[[], None], goal: float, rounds: int) -> bool:
    times = []
    for number in range(rounds + 1):
        start = time.process_time()
        work()
        if number > 0:  # the first loads the solver
            times.append(time.process_time() - start)
    median = statistics.median(times)
    sys.stdout.write(
        f"{name:40}{median * 1000:9.0f} ms  goal {goal * 1000:5.0f} ms"
        f"  {'PASS' if median <= goal else 'FAIL'}\n"
    )
    return median <= goal


if __name__ == "__main__":
    sys.exit(main())
