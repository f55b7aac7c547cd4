"""Where an issuer shows a badge to everybody: the shortest thing to pass on."""

from __future__ import annotations

from wallet.credential.model import Container
from wallet.formats import read
from wallet.formats.artifact import Artifact
from wallet.verify import hosted
from wallet.verify.report import CheckId, Outcome
from wallet.verify.verdict import Verdict


def address_of(payload: bytes, verdict: Verdict) -> tuple[str | None, bool]:
    """Return the address of a badge, if it says one, and whether a document there confirms it.

    Open Badges 1.0 to 2.0: where it is hosted, which the check ``hosted`` confirms. Others: the
    ``id``, where that is an https address; whether it leads anywhere is not known offline.
    """
    parsed = read.read(Artifact(Container.JSON, payload), "the badge")
    if parsed.standard.value.startswith(("openbadges-1", "openbadges-2")):
        url = hosted.address_of(parsed)
        checks = verdict.report.of(CheckId.HOSTED) if verdict.report else ()
        confirmed = any(check.outcome is Outcome.PASSED for check in checks)
    else:
        own = parsed.document.get("id")
        url = own if isinstance(own, str) and own.startswith("https://") else None
        confirmed = False
    usable = url is not None and read.web_address(url.encode("utf-8", "replace"))
    return (url, confirmed) if usable else (None, False)
