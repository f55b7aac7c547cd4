"""What of a verdict must be the same in the page and in the program."""

from __future__ import annotations

from typing import Any

from wallet.verify.report import Outcome
from wallet.verify.verdict import Verdict

Said = dict[str, Any]
_OF_PROGRAM_ONLY = {"recipient"}
"""The program compares recipients with the learner's addresses; the page knows none."""


def of_program(verdict: Verdict) -> Said:
    """Return what the program says: three axes, and every reason for a failure or a doubt."""
    if verdict.error is not None or verdict.report is None:
        return {"error": verdict.error.code if verdict.error else "?"}
    report = verdict.report
    return {
        "axes": (report.authenticity.value, report.standing.value, report.issuer.value),
        "doubts": sorted(
            (check.id.value, check.outcome.value, check.reason)
            for check in report.checks
            if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
            and check.id.value not in _OF_PROGRAM_ONLY
        ),
    }


def of_page(result: dict[str, Any]) -> Said:
    """Return the same of the page's RESULT."""
    if result["error"] is not None:
        return {"error": result["error"]["code"]}
    return {
        "axes": (result["authenticity"], result["standing"], result["issuer"]),
        "doubts": sorted(
            (check["id"], check["outcome"], check["reason"])
            for check in result["checks"]
            if check["outcome"] in ("failed", "unknown") and check["id"] not in _OF_PROGRAM_ONLY
        ),
    }
