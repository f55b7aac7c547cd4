"""Kinds of values, and the small classes that every credential uses.

The annotations are read by msgspec, so they say no more than it can check; they are evaluated
at once, since evaluating them later takes msgspec longer. What it cannot say is a
:class:`Checked` kind of value, or stands in a ``__post_init__``; both raise :class:`Mismatch`.
``msgspec.Meta`` with a pattern is not used: with it msgspec 0.22 crashes now and then when it
frees its types as the program ends (its issue 717).
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

from msgspec import UNSET, Meta, Struct, UnsetType

VC_1: Final = "https://www.w3.org/2018/credentials/v1"
VC_2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = (
    r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.[0-9]+\.[0-9]+)?\.json$"
)


class Mismatch(ValueError):
    """A value that msgspec's types cannot tell from a good one.

    ``what`` is a code of :data:`wallet.verify.reasons.WHAT`, ``name`` the field below the place
    that msgspec tells, and ``expected`` what it should hold, where one word says it.
    """

    def __init__(self, what: str, name: str = "", expected: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.name = name
        self.expected = expected


class Checked:
    """A kind of text. ``pattern`` says which texts are of it, ``what`` it is called."""

    pattern: ClassVar[str]
    what: ClassVar[str]

    @classmethod
    def fits(cls, text: str) -> bool:
        """Return whether ``text`` is of this kind."""
        return bool(_known(cls)[0](text))

    @classmethod
    def test(cls) -> Callable[[str], object]:
        """Return what tells texts of this kind from others."""
        return re.compile(cls.pattern).search

    @classmethod
    def take(cls, value: object) -> None:
        """Raise Mismatch where ``value`` is not of this kind."""
        if not isinstance(value, str):
            raise Mismatch("text")
        if not cls.fits(value):
            raise Mismatch(cls.what)


class Uri(Checked):
    """A full address: it begins with a scheme."""

    pattern = "^[A-Za-z][A-Za-z0-9+.-]*:"
    what = "address"


_A_URI: Final = Uri()
_USUAL: Final = ("https://", "did:", "urn:", "http://")
"""How nearly all addresses begin."""


class LanguageCode(Checked):
    """The code of a language (BCP 47): language, script, region."""

    pattern = "^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
    what = "language"


class Tokens(Checked):
    """A signed token, or a list of them."""

    pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$"
    what = "token"

    @classmethod
    def take(cls, value: object) -> None:
        """Raise Mismatch where ``value``, or one in it, is not of this kind."""
        for one in value if isinstance(value, list) else [value]:
            super().take(one)


class Term(Checked):
    """A word of a vocabulary that others may extend by words that begin ``ext:``."""

    pattern = "^ext:[A-Za-z0-9.|_]"
    what = "term"
    listed: ClassVar[frozenset[str]]

    @classmethod
    def test(cls) -> Callable[[str], object]:
        """Return what tells words that the standard lists, or lets others add."""
        listed, added = cls.listed, super().test()
        return lambda text: text in listed or added(text)


_Known = tuple[Callable[[str], object], Checked]
"""What is the same for every value of a kind: what tells it, and one of it."""
_KNOWN: Final[dict[type[Checked], _Known]] = {}


def _known(kind: type[Checked]) -> _Known:
    found = _KNOWN.get(kind)
    if found is None:
        found = _KNOWN[kind] = (kind.test(), kind())
    return found


def checked(kind: type[Checked], value: object) -> Checked:
    """Return something of ``kind`` where ``value`` is of it: the ``dec_hook`` for msgspec.

    What the value was is of no use to anybody. Raises Mismatch where it is of another kind.
    """
    if kind is Uri and value.__class__ is str and value.startswith(_USUAL):
        return _A_URI
    fits, one = _known(kind)
    if value.__class__ is not str or not fits(value):
        kind.take(value)
    return one


Moment = Annotated[datetime, Meta(tz=True)]
"""A DateTimeZ: RFC 3339, with its time zone."""
Time = datetime
"""A DateTime: the same, with or without a time zone."""
Text = str | dict[str, str]
"""A text that people read, or the same text by language, or with its language (VC 2.0 §11.1)."""
Texts = str | dict[str, str] | list[str | dict[str, str]]
Contexts = list[str | dict[str, Any]]


class Shape(Struct, kw_only=True, rename="camel", gc=False):
    """What every class here is: fields in camelCase, by name only."""


class Classed(Shape):
    """A class whose ``type`` must hold its own name, alone or among others."""

    type: str | list[str]

    def __post_init__(self) -> None:
        """Raise Mismatch where the type is another one."""
        own, stated = self.__class__.__name__, self.type
        if stated != own and (stated.__class__ is str or own not in stated):
            raise Mismatch("own-type", "type", own)


class Linked(Shape):
    """CredentialStatus and TermsOfUse: what kind, and mostly where."""

    type: str
    id: Uri | UnsetType = UNSET


class Named(Shape):
    """CredentialSchema and RefreshService: where, and what kind."""

    id: Uri
    type: str


class Proof(Shape):
    """A proof; what is in it is judged by those who verify it."""

    type: str
    created: Time | UnsetType = UNSET
    cryptosuite: str | UnsetType = UNSET
    challenge: str | UnsetType = UNSET
    domain: str | UnsetType = UNSET
    nonce: str | UnsetType = UNSET
    proof_purpose: str | UnsetType = UNSET
    proof_value: str | UnsetType = UNSET
    verification_method: Uri | UnsetType = UNSET
