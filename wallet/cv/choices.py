"""What can be chosen of a CV, in whatever form it is made; kept as a named profile."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec import structs

from wallet.errors import UnusableInput
from wallet.i18n import N_


class Order(StrEnum):
    """In which order badges stand."""

    CHOSEN = "chosen"
    """As they were chosen."""
    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    EXPIRES = "expires"
    """The next to lapse first, those without an end last."""


class Grouping(StrEnum):
    """Under which headings badges stand."""

    NONE = "none"
    ISSUER = "issuer"
    SKILL = "skill"


class Length(StrEnum):
    """How much is told of each badge."""

    SHORT = "short"
    """Name, issuer, dates and its honest label."""
    LONG = "long"
    """What it is for, its credits and its id too."""


class Link(StrEnum):
    """Which address stands with each badge."""

    NONE = "none"
    ISSUER = "issuer"
    """The issuer's own page, where it has one."""
    ANY = "any"
    """That, else the learner's link, which carries the whole badge."""


class Expired(StrEnum):
    """What is done with badges that have expired."""

    LABEL = "label"
    LEAVE_OUT = "leave-out"


class Dates(StrEnum):
    """How dates are written where people read them."""

    DAY = "day"
    """1 May 2027."""
    MONTH = "month"
    """May 2027."""
    YEAR = "year"
    ISO = "iso"
    """2027-05-01."""


class Language(StrEnum):
    """The language of labels; what badges say themselves stays as it was said."""

    ENGLISH = "en"
    FRENCH = "fr"


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that can be chosen. The defaults are what a CV usually has.

    ``skills`` and ``results`` are what badges state of them; ``qr`` asks for a code of each
    address, in forms that can have one; ``bom`` for a table that Excel reads as UTF-8.
    """

    order: Order = Order.NEWEST
    grouping: Grouping = Grouping.NONE
    length: Length = Length.SHORT
    skills: bool = True
    results: bool = False
    link: Link = Link.ISSUER
    qr: bool = False
    expired: Expired = Expired.LABEL
    language: Language = Language.ENGLISH
    dates: Dates = Dates.MONTH
    bom: bool = True

    def changed(self, **changes: object) -> Choices:
        """Return these choices with ``changes``, by the names of the fields.

        Values are as they are written in JSON. Raises UnusableInput as :func:`read` does.
        """
        try:
            return msgspec.convert({**structs.asdict(self), **changes}, Choices)
        except msgspec.ValidationError as error:
            raise _not_usable(error) from error


def write(choices: Choices) -> bytes:
    """Return ``choices`` as JSON, every field named."""
    return msgspec.json.encode(choices)


def read(data: bytes | str) -> Choices:
    """Return the choices that :func:`write` wrote; fields that are absent have their defaults.

    Raises UnusableInput "choices-not-usable" for everything else: a field that is not known, a
    value that is none of its own, text that is no JSON.
    """
    try:
        return msgspec.json.decode(data, type=Choices)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise _not_usable(error) from error


def _not_usable(error: Exception) -> UnusableInput:
    return UnusableInput(
        "choices-not-usable",
        N_("the choices for a CV cannot be read ({cause})"),
        N_("choose again; learner-wallet cv --help lists what can be chosen"),
        cause=str(error),
    )
