"""A small face for HiGHS: whole numbers that meet conditions at the least cost.

Of what costs the same, what is least in a second measure is taken; however much of that is saved,
it is never worth any cost in the first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import highspy

_NO_LIMIT: Final = math.inf
_TOLERANCE: Final = 1e-6


class Found(StrEnum):
    """What came of looking for what costs least."""

    BEST = "best"
    GOOD = "good"
    """It meets all conditions, but the time was over before it was known to cost least."""
    NOTHING = "nothing"
    """The time was over before anything was found."""
    NO_WAY = "no-way"
    """Nothing meets all conditions."""


class Solution(NamedTuple):
    """What was found: the value of every variable, where anything was."""

    found: Found
    values: tuple[float, ...] = ()


class Model:
    """Variables with a cost, conditions over sums of them, and what costs least."""

    def __init__(self) -> None:
        """Begin with none."""
        self._cost: list[float] = []
        self._second: list[float] = []
        self._highest: list[float] = []
        self._whole: list[bool] = []
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._values: list[float] = []
        self._least: list[float] = []
        self._most: list[float] = []

    def variable(
        self, cost: float = 0.0, second: float = 0.0, highest: float = 1.0, *, whole: bool = True
    ) -> int:
        """Add a variable, from 0 to ``highest``, and return what to call it by."""
        self._cost.append(cost)
        self._second.append(second)
        self._highest.append(highest)
        self._whole.append(whole)
        return len(self._cost) - 1

    def condition(
        self, terms: Mapping[int, float], least: float = -_NO_LIMIT, most: float = _NO_LIMIT
    ) -> None:
        """Ask that the sum of ``terms``, variables and their factors, lies in these bounds."""
        self._columns += terms.keys()
        self._values += terms.values()
        self._starts.append(len(self._columns))
        self._least.append(least)
        self._most.append(most)

    def solved(self, seconds: float) -> Solution:
        """Return the value of every variable where the cost is least.

        After ``seconds``, of looking and not of reading, what was found until then is taken.
        """
        import highspy  # noqa: PLC0415 - 80 ms with numpy, and nothing else needs it
        import numpy  # noqa: PLC0415, ICN001 - see above

        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its own gap
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
            ("mip_feasibility_tolerance", 1e-7),
            ("time_limit", max(seconds, 0.0)),
        ):
            solver.setOptionValue(name, value)
        problem = highspy.HighsLp()
        problem.num_col_ = len(self._cost)
        problem.num_row_ = len(self._least)
        problem.col_cost_ = numpy.array(self._cost, dtype=float)
        problem.col_lower_ = numpy.zeros(len(self._cost))
        problem.col_upper_ = numpy.array(self._highest, dtype=float)
        problem.row_lower_ = numpy.array(self._least, dtype=float)
        problem.row_upper_ = numpy.array(self._most, dtype=float)
        kinds = highspy.HighsVarType
        problem.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in self._whole
        ]
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = numpy.array(self._starts, dtype=numpy.int32)
        matrix.index_ = numpy.array(self._columns, dtype=numpy.int32)
        matrix.value_ = numpy.array(self._values, dtype=float)
        solver.passModel(problem)
        first = _run(solver)
        if first.found is Found.BEST and any(self._second):
            every = numpy.arange(len(self._cost), dtype=numpy.int32)
            least = solver.getInfo().objective_function_value
            priced = numpy.array([one for one in every if self._cost[one]], dtype=numpy.int32)
            factors = numpy.array([self._cost[one] for one in priced], dtype=float)
            solver.addRow(-_NO_LIMIT, least + _TOLERANCE, len(priced), priced, factors)
            solver.changeColsCost(len(every), every, numpy.array(self._second, dtype=float))
            second = _run(solver)
            return second if second.values else Solution(Found.GOOD, first.values)
        return first


def _run(solver: highspy.Highs) -> Solution:
    """Look for the best; the seconds of one solver are counted together."""
    import highspy  # noqa: PLC0415 - it was loaded

    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solution(Found.NO_WAY)
    whole = status in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kModelEmpty,
    )
    feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)
    if not whole and solver.getInfo().primal_solution_status != feasible:
        return Solution(Found.NOTHING)
    values = tuple(float(value) for value in solver.getSolution().col_value)
    return Solution(Found.BEST if whole else Found.GOOD, values)
