"""What of a verdict must be the same in the page and in the program."""

from __future__ import annotations

from typing import Any

from wallet.i18n import Words
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


def whole_of_program(verdict: Verdict) -> Said:
    """Return all that the program says in English, but of the recipient and where it came from."""
    return _whole(verdict.to_json(Words("en")))


def whole_of_page(result: dict[str, Any]) -> Said:
    """Return the same of the page's RESULT, told in English."""
    return _whole(result)


def _whole(result: dict[str, Any]) -> Said:
    handover = result["presentation"]
    shown = result["credential"] or {}
    return {
        "error": result["error"] and result["error"]["code"],
        "axes": [result[name] for name in ("authenticity", "standing", "issuer")],
        "form": [result["standard"], result["container"]],
        "says": [shown.get(name) for name in ("id", "name", "description", "valid_from", "expires")]
        + [shown.get("issuer", {}).get("id"), shown.get("achievement_id")],
        "checks": [_told(one) for one in result["checks"] if one["id"] not in _OF_PROGRAM_ONLY],
        "presentation": handover
        and {**handover, "checks": [_told(one) for one in handover["checks"]]},
    }


def _told(check: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(check[name]) for name in ("id", "outcome", "reason", "detail", "as_of"))
