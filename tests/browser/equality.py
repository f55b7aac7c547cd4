"""What of a verdict must be the same in the page and in the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.browser.chromium import Browser
from tests.issuing import NOW, Web
from wallet.documents.shipped import ShippedContexts
from wallet.formats.inputs import Source, opened
from wallet.i18n import Words
from wallet.judging import judge
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances
from wallet.verify.verdict import Verdict

Said = dict[str, Any]
_OF_PROGRAM_ONLY = {"recipient"}
"""The program compares recipients with the learner's addresses; the page knows none."""
_SAID = ("id", "name", "description", "valid_from", "expires", "achievement_id")


def of_program(verdict: Verdict) -> Said:
    """Return what the program says in English: three axes, and every check with its sentence."""
    return of_page(verdict.to_json(Words("en")))


def of_page(result: dict[str, Any]) -> Said:
    """Return the same of the page's RESULT, told in English."""
    if result["error"] is not None:
        return {"error": result["error"]["code"], "presentation": _handover(result)}
    credential = result["credential"]
    return {
        "axes": tuple(result[name] for name in ("authenticity", "standing", "issuer")),
        "form": (result["standard"], result["container"]),
        "says": [*(credential[name] for name in _SAID), credential["issuer"]["id"]],
        "checks": [_told(one) for one in result["checks"] if one["id"] not in _OF_PROGRAM_ONLY],
        "presentation": _handover(result),
    }


def _handover(result: dict[str, Any]) -> Said | None:
    told: Said | None = result["presentation"]
    return told and {**told, "checks": [_told(one) for one in told["checks"]]}


def _told(check: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(check[name] for name in ("id", "outcome", "reason", "as_of", "detail"))


def reasons(said: Said, check_id: str = "proof") -> list[str]:
    """Return the reasons of the checks of that id."""
    return [reason for name, _, reason, *_ in said.get("checks", ()) if name == check_id]


def without_sentences(said: Said) -> Said:
    """Return the same but for sentences, in which a value may stand that is no text."""
    checks = [check[:-1] for check in said.get("checks", ())]
    return {**said, "checks": checks} if checks else said


def both(
    page: Browser,
    documents: Sequence[bytes],
    web: Web | None = None,
    *,
    now: Any = NOW,
    **asked: str | None,
) -> list[tuple[list[Said], list[Said]]]:
    """Return what the page and the program say of all that is in each of ``documents``."""
    at_hand = web or Web()
    told = page.judge_all(
        list(documents), now.isoformat(), lang="en", documents=at_hand.pages.values(), **asked
    )
    circumstances = Circumstances(
        now,
        ShippedContexts(),
        at_hand,
        (),
        trust.shipped(),
        asked.get("audience"),
        asked.get("nonce"),
    )
    expected = [
        [judge(one, circumstances) for one in opened(Source("a badge", data))] for data in documents
    ]
    return [
        ([of_page(one) for one in page_says["results"]], [of_program(one) for one in said if one])
        for page_says, said in zip(told, expected, strict=True)
    ]
