"""The forms in which badges are handed over: the registry of what ``share --as`` makes.

A form is a function from a selection to what is made of it, and a line in :data:`FORMS`. What
is in the selection leaves as it is given here: base proofs and what was not chosen are gone
from it already (:mod:`wallet.share.disclosing`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from wallet import resources
from wallet.credential.model import Container, Picture
from wallet.documents.shipped import ShippedContexts
from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.i18n import N_, Words
from wallet.share import disclosing, leaving, link, pack, presentation, printed, qr
from wallet.share.choosing import Choice
from wallet.share.holder import Holder
from wallet.share.leaving import Field
from wallet.share.presentation import HandedOver
from wallet.verify.pipeline import Circumstances


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A badge on its way out.

    ``payload`` is what leaves of it: another text than what its issuer signed where it was
    ``changed``. ``original`` is the file it came as. ``url`` is where its issuer shows it to
    everybody, confirmed by a document at hand or only stated; None where it says none.
    ``fields`` are what leaves; ``choices`` all there is, where some of it can be left out.
    """

    entry: Entry
    name: str
    original: bytes = field(repr=False)
    payload: bytes = field(repr=False)
    changed: bool = False
    url: str | None = None
    url_confirmed: bool = False
    fields: tuple[Field, ...] = field(default=(), repr=False)
    choices: tuple[Choice, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be asked of a form; which of it a form takes is its own business.

    ``base`` is the page that a link leads to; ``audience`` to whom the badges are handed over,
    ``expires`` until when, and ``nonce`` what they asked to be repeated; ``reveal`` are the
    fields to leave in, where any can be left out (None: all), and ``chosen`` the same for single
    badges, by their ids, which goes before it. ``unsigned`` asks for a
    presentation that nobody signs, for wallets that read no others; ``ending`` is the ending
    of the file's name that is wanted, e.g. ".svg"; ``address`` asks for a QR code of nothing but
    the address at which the issuer shows the badge; ``lang`` is the language of what is printed.
    """

    base: str | None = None
    audience: str | None = None
    expires: datetime | None = None
    nonce: str | None = None
    reveal: tuple[str, ...] | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsigned: bool = False
    ending: str | None = None
    address: bool = False
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Tools:
    """What forms are made with; all of it is passed in.

    ``circumstances`` are what the badges are judged by; ``holder`` makes the learner's key;
    ``picture`` returns what the wallet has of a badge's picture, by its id.
    """

    now: datetime
    contexts: ShippedContexts
    circumstances: Circumstances = field(repr=False)
    random: Callable[[int], bytes] = field(repr=False)
    holder: Callable[[], Holder] = field(repr=False)
    picture: Callable[[str], Picture | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be written. ``content`` is not asked for where only a preview is wanted."""

    name: str
    content: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: a ``text`` to pass on, files, or both.

    ``beside`` are the fields that leave besides those of the badges; ``address_only`` is true
    where of each badge nothing but its address leaves. ``instead`` are the fields that leave of
    a badge, by its id, where those are not just all it says, and ``whole`` is false where of no
    badge all leaves. ``about`` are facts for whoever asked, e.g. the version of a QR code.
    """

    text: str | None = field(default=None, repr=False)
    files: tuple[MadeFile, ...] = ()
    beside: tuple[Field, ...] = field(default=(), repr=False)
    address_only: bool = False
    instead: Mapping[str, tuple[Field, ...]] = field(default_factory=dict, repr=False)
    whole: bool = True
    base: str | None = None
    about: Mapping[str, object] = field(default_factory=dict)


Form = Callable[[Sequence[Outgoing], Options, Tools], Made]
"""Makes something of a selection; UnusableInput, with what to do instead, where it cannot."""


def form_called(name: str) -> Form:
    """Return the form called ``name``; UnusableInput "form-not-made" where there is none."""
    if name not in FORMS:
        raise UnusableInput(
            "form-not-made",
            N_("this version of the program does not make {form}"),
            N_("choose one of these: {forms}"),
            form=name,
            forms=", ".join(FORMS),
        )
    return FORMS[name]


def _link(badges: Sequence[Outgoing], options: Options, _tools: Tools) -> Made:
    """Make a link that carries the badges (:mod:`wallet.share.link`)."""
    _only_in_presentations(options)
    if options.base is None:
        raise _no_base(badges)
    made = link.make([badge.payload for badge in badges], options.base)
    file = MadeFile(f"{_stem(badges)}.txt", lambda: made.text.encode() + b"\n")
    about = {"characters": len(made.text), "qr": qr.plan(made).figures}
    return Made(made.text, (file,), base=options.base, about=about)


def _qr(badges: Sequence[Outgoing], options: Options, _tools: Tools) -> Made:
    """Make a QR code of that link, or of the only badge's own address where there is no page."""
    _only_in_presentations(options)
    ending = options.ending or ".png"
    if ending not in (".png", ".svg"):
        raise UnusableInput(
            "ending-not-possible",
            N_("a QR code is written as .png or .svg, not as {ending}"),
            N_("give the file another ending"),
            ending=ending,
        )
    url = badges[0].url if len(badges) == 1 else None
    carried = options.base is not None and not (options.address and url)
    if not carried and url is None:
        raise _no_base(badges)
    if options.base is not None and carried:
        planned = qr.plan(link.make([badge.payload for badge in badges], options.base))
    else:
        planned = qr.plan_address(url or "")
    if not planned.fits:
        raise _too_large(planned.too_large(), url)
    draw = qr.png if ending == ".png" else lambda plan: qr.svg(plan).encode()
    file = MadeFile(f"{_stem(badges)}{ending}", lambda: draw(planned))
    return Made(
        files=(file,),
        address_only=not carried,
        base=options.base if carried else None,
        about=dict(planned.figures),
    )


def _presentation(badges: Sequence[Outgoing], options: Options, tools: Tools) -> Made:
    """Make a verifiable presentation (:mod:`wallet.share.presentation`)."""
    named = [(badge.name, badge.payload) for badge in badges]
    if options.unsigned:
        if options.expires or options.nonce:
            raise UnusableInput(
                "nobody-signs-for-it",
                N_("a presentation that nobody signs has no end and repeats nothing"),
                N_("leave out --unsigned, or --expires and --nonce"),
            )
        made, nonce = presentation.unsigned(named), None
    else:
        nonce = _nonce(options, tools)
        about = HandedOver(tools.now, nonce, options.audience, options.expires)
        made = presentation.make(named, tools.holder(), about, tools.contexts)
    return Made(
        files=(MadeFile("presentation.json", lambda: made.data),),
        beside=leaving.around(json.loads(made.data)),
        about={"suite": made.suite, "nonce": nonce},
    )


def _file(badges: Sequence[Outgoing], options: Options, tools: Tools) -> Made:
    """Make a file of each badge: as it came, or what was chosen of it.

    An SD-JWT that is made out to the learner's own key is bound to the audience by it, where
    one is named (RFC 9901 §4.3).
    """
    if options.expires is not None:
        raise _no_end()
    files: list[MadeFile] = []
    beside: list[Field] = []
    for badge in badges:
        payload = badge.payload
        if options.audience is not None:
            about = HandedOver(tools.now, _nonce(options, tools), options.audience)
            payload = disclosing.bound(payload, tools.holder, about)
        if payload != badge.payload:
            beside += [one for one in leaving.fields(payload) if one.where == "presentation"]
        files.append(_as_file(badge, payload))
        if badge.entry.verdict.container in (Container.PNG, Container.SVG) and not badge.changed:
            beside.append(_picture(badge))
    return Made(files=tuple(files), beside=tuple(beside))


def _nonce(options: Options, tools: Tools) -> str:
    return options.nonce or presentation.nonce_of(tools.random(presentation.NONCE_BYTES))


def _as_file(badge: Outgoing, payload: bytes) -> MadeFile:
    if not badge.changed and payload == badge.payload:
        return MadeFile(badge.entry.file_name, lambda: badge.original)
    ending = ".json" if payload.startswith(b"{") else ".jwt"
    return MadeFile(f"{Path(badge.entry.file_name).stem}{ending}", lambda: payload)


def _html(badges: Sequence[Outgoing], options: Options, tools: Tools) -> Made:
    """Make a pack: the verifying page with the badges enclosed (:mod:`wallet.share.pack`).

    A badge that came in a picture of a usual size goes with it, as the page shows it so.
    """
    _only_in_presentations(options)
    if options.ending not in (None, ".html", ".htm"):
        raise UnusableInput(
            "ending-not-possible",
            N_("a page is written as .html, not as {ending}"),
            N_("give the file another ending"),
            ending=options.ending,
        )
    inside = [
        pack.enclosed_form(badge.original, badge.payload, badge.entry.file_name) for badge in badges
    ]
    documents = pack.documents_used(inside, tools.circumstances)
    page = resources.path("page", "verify.html").read_text(encoding="utf-8")
    made = pack.made(page, inside, documents, tools.now)
    pictured = (
        badge for badge, given in zip(badges, inside, strict=True) if given != badge.payload
    )
    beside = [
        *(_picture(one) for one in pictured),
        *(Field("", "document", one.url, personal=False, where="enclosed") for one in documents),
    ]
    file = MadeFile(f"{_stem(badges)}.html", made.encode)
    return Made(files=(file,), beside=tuple(beside), about={"documents": len(documents)})


def _pdf(badges: Sequence[Outgoing], options: Options, tools: Tools) -> Made:
    """Make a sheet to print: what each badge says, what it is worth, and a code of it.

    The code is as ``--as qr`` makes it: of the badge itself where it fits, else of its address.
    """
    _only_in_presentations(options)
    if options.ending not in (None, ".pdf"):
        raise UnusableInput(
            "ending-not-possible",
            N_("a sheet is written as .pdf, not as {ending}"),
            N_("give the file another ending"),
            ending=options.ending,
        )
    words = Words(options.lang)
    sheet = [printed.of(badge, options.base, tools, words) for badge in badges]
    carried = sum(one.code.carried for one in sheet)

    def content() -> bytes:
        from wallet.share.sheet import draw  # noqa: PLC0415 - heavy, and not for a preview

        return draw(sheet, words, tools.now)

    return Made(
        files=(MadeFile(f"{_stem(badges)}.pdf", content),),
        instead={badge.entry.id: one.fields for badge, one in zip(badges, sheet, strict=True)},
        whole=carried > 0,
        base=options.base if carried else None,
        about={"codes": sum(one.code.plan is not None for one in sheet), "carried": carried},
    )


def _picture(badge: Outgoing) -> Field:
    return Field("", "picture", badge.entry.file_name, personal=False, where="picture")


FORMS: Final[dict[str, Form]] = {
    "link": _link,
    "qr": _qr,
    "html": _html,
    "presentation": _presentation,
    "file": _file,
    "pdf": _pdf,
}
"""What can be made, by the names of ``share --as`` (CONTRACT.md)."""


def _stem(badges: Sequence[Outgoing]) -> str:
    return Path(badges[0].entry.file_name).stem if len(badges) == 1 else "badges"


def _no_base(badges: Sequence[Outgoing]) -> UnusableInput:
    advice = N_("name one with --base, or share a page that needs none (--as html) or --as file")
    if len(badges) == 1 and badges[0].url:
        advice = N_(
            "name one with --base, or pass on {url}, where its issuer shows it (--as qr draws it)"
        )
    return UnusableInput(
        "no-base",
        N_("a link must lead to a page that shows badges, and none is known"),
        advice,
        url=badges[0].url if badges else None,
    )


def _too_large(error: UnusableInput, url: str | None) -> UnusableInput:
    if url is None:
        return error
    advice = N_("share a link or a file, or pass on {url}, where its issuer shows it")
    return UnusableInput(error.code, error.what, advice, **error.facts, url=url)


def _only_in_presentations(options: Options) -> None:
    if options.expires is not None:
        raise _no_end()
    if options.nonce is not None:
        raise UnusableInput(
            "repeats-nothing",
            N_("only a presentation can repeat what somebody asked for"),
            N_("leave out --nonce, or share it --as presentation"),
        )


def _no_end() -> UnusableInput:
    return UnusableInput(
        "no-end-possible",
        N_("whoever has this can use it for good: only a presentation has an end"),
        N_("leave out --expires, or share it --as presentation"),
    )
