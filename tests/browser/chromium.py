"""A headless Chromium for tests: started without any network of its own, and asked for verdicts."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from wallet import resources
from wallet.credential.moment import rfc3339
from wallet.documents.document import Document

PAGE = resources.path("page", "verify.html")
SECONDS = 30
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-default-browser-check", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP page.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_JUDGE = """
const [texts, now, lang, enclosing, asked] = arguments;
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const options = {now, enclosing, ...(lang && {lang}), ...asked};
return (async () => {
  const told = [];
  for (const text of texts) told.push(await window.learnerWalletVerify(bytes(text), options));
  return JSON.stringify(told);
})();
"""


def missing() -> str | None:
    """Return which program is not here, if one is not."""
    needed = ("chromium", "chromedriver")
    return next((name for name in needed if shutil.which(name) is None), None)


class Browser:
    """One browser and the page in it."""

    def __init__(self, profile: Path, lang: str = "en") -> None:
        options = Options()
        options.binary_location = str(shutil.which("chromium"))
        for flag in (*FLAGS, f"--user-data-dir={profile}", f"--lang={lang}"):
            options.add_argument(flag)
        options.accept_insecure_certs = True  # of the server in tests
        options.add_experimental_option("prefs", {"intl.accept_languages": lang})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        service = Service(str(shutil.which("chromedriver")))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_script_timeout(SECONDS)

    def open(self, url: str) -> None:
        """Open ``url`` anew, as from a link, and wait until the page is ready and idle.

        What the browser complained of before is forgotten.
        """
        self.driver.get("about:blank")
        self.complaints()
        self.driver.get(url)
        self.idle()

    def idle(self) -> None:
        """Wait until nothing is being checked any more."""
        self.until(
            "return document.documentElement.dataset.ready === '' &&"
            " !document.getElementById('page').hasAttribute('aria-busy')"
        )

    def until(self, script: str) -> Any:
        """Wait until ``script`` returns something true; return that."""
        return WebDriverWait(self.driver, SECONDS).until(lambda d: d.execute_script(script))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run ``script`` in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def judge(self, data: bytes, now: str, **options: Any) -> dict[str, Any]:
        """Return the page's JSON document on ``data``."""
        found: dict[str, Any] = self.judge_all([data], now, **options)[0]
        return found

    def judge_all(
        self,
        files: list[bytes],
        now: str,
        lang: str | None = None,
        documents: Iterable[Document] | None = None,
        **asked: str | None,
    ) -> list[Any]:
        """Return the page's JSON documents on several files, with ``documents`` enclosed.

        ``asked`` are ``audience`` and ``nonce``, where a presentation must have just these.
        """
        encoded = [base64.b64encode(data).decode("ascii") for data in files]
        enclosing = None if documents is None else [enclosed(one) for one in documents]
        found: list[Any] = json.loads(self.run(_JUDGE, encoded, now, lang, enclosing, asked))
        return found

    def text(self) -> str:
        """Return everything that can be read on the page."""
        return str(self.run("return document.body.innerText"))

    def requests(self) -> list[str]:
        """Return the address of every request since this was asked last."""
        messages = [json.loads(one["message"])["message"] for one in self._log("performance")]
        return [
            one["params"]["request"]["url"]
            for one in messages
            if one["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """Return what the browser complained of since this was asked last."""
        return [one["message"] for one in self._log("browser")]

    def _log(self, name: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]
        return entries

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()


def enclosed(document: Document) -> dict[str, Any]:
    """Return a document as it is enclosed with the page."""
    return {
        "url": document.url,
        "data": base64.b64encode(document.data).decode("ascii"),
        "fetched_at": rfc3339(document.as_of) if document.as_of else None,
        "status": document.status,
    }


def base64url(data: bytes) -> str:
    """Return ``data`` as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
