"""Why an address could not be had, in words that say what to do about it."""

from __future__ import annotations

from wallet.errors import WalletError
from wallet.i18n import N_


class NotFetched(WalletError):
    """An address that could not be had. What was known before still is.

    ``silent`` is true where nobody answered, so that asking the same server for something
    else would only take as long again.
    """

    def __init__(
        self, code: str, what: str, advice: str, *, silent: bool = False, **facts: object
    ) -> None:
        super().__init__(code, what, advice, **facts)
        self.silent = silent

    def of(self, url: str) -> NotFetched:
        """Return the same of another address."""
        facts = {**self.facts, "url": url}
        return NotFetched(self.code, self.what, self.advice, silent=self.silent, **facts)


_LATER = N_("try again later; what was known before still counts")
_ISSUER = N_("tell the issuer; what was known before still counts")
_NOTHING_SENT = N_("nothing was sent there")


def malformed(url: str) -> NotFetched:
    """Return the error for what is no web address that could be asked."""
    return NotFetched(
        "address-malformed", N_("{url} is not a web address that can be asked"), _ISSUER, url=url
    )


def private(url: str) -> NotFetched:
    """Return the error for a name that leads into this machine or a private network."""
    return NotFetched(
        "address-private",
        N_("{url} leads to this computer or into a private network"),
        _NOTHING_SENT,
        url=url,
    )


def unknown_host(url: str) -> NotFetched:
    """Return the error for a name without an address."""
    return NotFetched(
        "host-unknown",
        N_("the server of {url} could not be found"),
        N_("see whether this computer is connected, or try again later"),
        url=url,
        silent=True,
    )


def unreachable(url: str, cause: OSError) -> NotFetched:
    """Return the error for a server that takes no connection, or breaks it."""
    return NotFetched(
        "host-unreachable",
        N_("the server of {url} could not be reached ({cause})"),
        _LATER,
        url=url,
        cause=cause.strerror or str(cause) or type(cause).__name__,
        silent=True,
    )


def too_slow(url: str) -> NotFetched:
    """Return the error for an answer that was not whole in time."""
    return NotFetched(
        "too-slow", N_("the server of {url} did not answer in time"), _LATER, url=url, silent=True
    )


def certificate(url: str, cause: str) -> NotFetched:
    """Return the error for a server that cannot show it is the one that was named."""
    return NotFetched(
        "certificate-not-trusted",
        N_("the server of {url} could not show who it is ({cause})"),
        _ISSUER,
        url=url,
        cause=cause,
        silent=True,
    )


def not_https(url: str) -> NotFetched:
    """Return the error for a server that leads to an address without encryption."""
    return NotFetched(
        "not-https", N_("{url} leads to an address without encryption"), _ISSUER, url=url
    )


def too_many_redirects(url: str) -> NotFetched:
    """Return the error for an address that leads on and on."""
    return NotFetched(
        "too-many-redirects", N_("{url} leads on to ever other addresses"), _ISSUER, url=url
    )


def too_large(url: str) -> NotFetched:
    """Return the error for an answer that is larger than any such document is."""
    return NotFetched("answer-too-large", N_("what {url} answers is too large"), _ISSUER, url=url)


def not_http(url: str) -> NotFetched:
    """Return the error for an answer that breaks the rules of HTTP, or off in the middle."""
    return NotFetched("answer-broken", N_("what {url} answers is not whole"), _LATER, url=url)


def refused(url: str, status: int) -> NotFetched:
    """Return the error for an HTTP status that brings nothing, such as 404 or 503."""
    return NotFetched(
        "answer-refused",
        N_("{url} answered with the error {status}"),
        _LATER,
        url=url,
        status=status,
    )


def unusable(url: str) -> NotFetched:
    """Return the error for an answer that is not what was asked for, such as a login page."""
    return NotFetched(
        "answer-unusable",
        N_("{url} answered with something other than what belongs there"),
        _ISSUER,
        url=url,
    )


def enough(url: str) -> NotFetched:
    """Return the error for an address beyond what one call asks for."""
    return NotFetched(
        "too-many-addresses",
        N_("{url} was not asked: the badge names too many addresses"),
        N_("check fewer badges at a time"),
        url=url,
    )


def not_newer(url: str) -> NotFetched:
    """Return the error for a refresh service that answers with something else."""
    return NotFetched(
        "refresh-not-the-same",
        N_("{url} answered with no newer form of the badge by the same issuer"),
        N_("the badge you have still counts"),
        url=url,
    )
