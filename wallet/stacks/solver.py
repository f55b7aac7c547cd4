"""A small face for HiGHS: whole numbers that meet conditions at the least cost.

Of what costs the same, what is least in a second measure is taken; however much of that is saved,
it is never worth any cost in the first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from wallet.errors import UnusableInput
from wallet.i18n import N_

if TYPE_CHECKING:
    import highspy

_NO_LIMIT: Final = math.inf
_TOLERANCE: Final = 1e-6
_SECONDS: Final = 20.0
"""How long one question may take; real stacks take some thousandths."""


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

    def solved(self) -> list[float] | None:
        """Return the value of every variable where the cost is least; None where nothing fits.

        UnusableInput "stack-too-complex" where that is not found in a sensible time.
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
            ("time_limit", _SECONDS),
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
        if not _is_solved(solver):
            return None
        if any(self._second):
            every = numpy.arange(len(self._cost), dtype=numpy.int32)
            least = solver.getInfo().objective_function_value
            priced = numpy.array([one for one in every if self._cost[one]], dtype=numpy.int32)
            factors = numpy.array([self._cost[one] for one in priced], dtype=float)
            solver.addRow(-_NO_LIMIT, least + _TOLERANCE, len(priced), priced, factors)
            solver.changeColsCost(len(every), every, numpy.array(self._second, dtype=float))
            if not _is_solved(solver):
                raise AssertionError("what was found once is still there")
        return [float(value) for value in solver.getSolution().col_value]


def _is_solved(solver: highspy.Highs) -> bool:
    """Return whether there is a best solution, and False where there is none at all."""
    from highspy import HighsModelStatus as Status  # noqa: PLC0415 - it was loaded

    solver.run()
    status = solver.getModelStatus()
    if status in (Status.kOptimal, Status.kModelEmpty):
        return True
    if status == Status.kInfeasible:
        return False
    raise UnusableInput(
        "stack-too-complex",
        N_("what counts where could not be found in a sensible time"),
        N_("leave some badges out of this stack, or pin some to their places"),
    )
