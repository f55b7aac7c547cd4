"""The language of what people read.

English sentences are the message ids, so that the code reads as prose and a missing
translation shows English, never a code. Catalogues are ``resources/i18n/LANG.po`` (the
source) and ``LANG.mo`` (compiled by ``packaging/translations.py``).

Mark a sentence that is translated later, elsewhere, with :func:`N_`; translate with a
:class:`Words` that was passed in. There is no global language.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from typing import Final

from wallet import resources

LANGUAGES: Final = ("en", "fr")


def N_(english: str) -> str:  # noqa: N802 - the usual name of gettext's marker
    """Mark ``english`` for the catalogue and return it as it is."""
    return english


_MONTHS: Final = (
    N_("{day} January {year}"),
    N_("{day} February {year}"),
    N_("{day} March {year}"),
    N_("{day} April {year}"),
    N_("{day} May {year}"),
    N_("{day} June {year}"),
    N_("{day} July {year}"),
    N_("{day} August {year}"),
    N_("{day} September {year}"),
    N_("{day} October {year}"),
    N_("{day} November {year}"),
    N_("{day} December {year}"),
)

_MONTHS_ALONE: Final = (
    N_("January {year}"),
    N_("February {year}"),
    N_("March {year}"),
    N_("April {year}"),
    N_("May {year}"),
    N_("June {year}"),
    N_("July {year}"),
    N_("August {year}"),
    N_("September {year}"),
    N_("October {year}"),
    N_("November {year}"),
    N_("December {year}"),
)


class Words:
    """Translates English sentences with named facts into one language."""

    def __init__(self, lang: str = "en") -> None:
        """Take the catalogue of ``lang``; English, or one that is not shipped, needs none.

        ``said`` gives a sentence in this language as it is, its places not filled.
        """
        self.lang: Final = lang if lang in LANGUAGES else "en"
        self.said: Callable[[str], str] = str
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        catalogue = resources.path("i18n", f"{self.lang}.mo")
        if self.lang != "en" and catalogue.is_file():
            with catalogue.open("rb") as file:
                self._catalogue = gettext.GNUTranslations(file)
            self.said = self._catalogue.gettext

    def __call__(self, english: str, **facts: object) -> str:
        """Return ``english`` in this language, its ``{name}`` places filled from ``facts``."""
        text = self.said(english) if english else ""
        return text.format(**facts) if facts else text

    def plural(self, one: str, many: str, n: int, **facts: object) -> str:
        """Return ``one`` or ``many`` as ``n`` asks for in this language; ``{n}`` is filled."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **facts)

    def day(self, day: date) -> str:
        """Return a day as it is written out: 1 May 2027, 1er mai 2027."""
        first = "1er" if self.lang == "fr" else "1"
        number = first if day.day == 1 else str(day.day)
        return self(_MONTHS[day.month - 1], day=number, year=day.year)

    def month(self, day: date) -> str:
        """Return the month of ``day`` as it is written out: May 2027, mai 2027."""
        return self(_MONTHS_ALONE[day.month - 1], year=day.year)
