"""What went wrong, and what the person can do about it.

Every error a person can cause or meet is a :class:`WalletError`: a stable ``code``, one
sentence that says what, one that says what to do, and the exit status of the command line
(CONTRACT.md, "Exit status"). Anything else that is raised is a bug.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wallet.i18n import Words


class WalletError(Exception):
    """An error with a sentence for the person who met it."""

    exit_status: ClassVar[int] = 2

    def __init__(self, code: str, what: str, advice: str, **facts: object) -> None:
        """Say what happened and what to do.

        ``code`` is kebab-case and stable. ``what`` and ``advice`` are English sentences
        without a final stop, marked with ``N_`` where they are written; their ``{name}``
        places are filled from ``facts`` when the text is rendered.
        """
        super().__init__(code)
        self.code = code
        self.what = what
        self.advice = advice
        self.facts: Mapping[str, object] = MappingProxyType(facts)

    def sentence(self, words: Words) -> str:
        """Return one line, "WHAT: WHAT TO DO", in the language of ``words``."""
        return rendered(self.what, self.advice, self.facts, words)

    def __str__(self) -> str:
        """Return the English line, for logs and tests."""
        return f"{self.what.format(**self.facts)}: {self.advice.format(**self.facts)}"


def rendered(what: str, advice: str, facts: Mapping[str, object], words: Words) -> str:
    """Return the line of an error; facts that are marked clauses are translated too."""
    told = {name: words(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return f"{words(what, **told)}: {words(advice, **told)}"


class UnusableInput(WalletError):
    """A file, an address or a call that cannot be used. Nothing was changed."""


class WalletLocked(WalletError):
    """The wallet is locked and no key that opens it was given."""

    exit_status = 4


class VaultError(WalletError):
    """The wallet's files are missing, damaged, in use, or from a newer program."""


class ProgramDamaged(WalletError):
    """A file of the program itself is missing or was changed."""


class Cancelled(Exception):
    """The person cancelled long work; what was finished until then is kept."""
