"""``share``: hands badges over, lists what would leave, and what left before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from wallet.cli import places
from wallet.cli.session import Session
from wallet.cli.terminal import safe
from wallet.credential.moment import Precision, parse_moment, rfc3339
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.share.forms import Options, Outgoing
from wallet.share.front import HandedOut, Preview
from wallet.share.leaving import Field
from wallet.store.sharing import Shared
from wallet.verify.headline import Headline, headline
from wallet.verify.verdict import FORMAT

_LASTS: Final = re.compile(r"([1-9][0-9]{0,4})([mhdw])\Z")
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_OF_ONE: Final = re.compile(r"([0-9a-f]+):")
_SHOWN: Final = 100
"""How many characters of a value are shown."""


def share(session: Session) -> int:
    """Hand badges over, or say what would leave."""
    asked = session.asked
    if asked.ids == ["list"] and asked.form is None:
        return _history(session)
    if asked.form is None:
        raise UnusableInput(
            "usage",
            N_("share does not say in which form"),
            N_("write it like: learner-wallet share 3f2a --as link"),
        )
    session.unlock()
    options = _options(session)
    if asked.preview:
        return _preview(session, session.app.preview(asked.ids, asked.form, options))
    # A link is printed; everything else is a file, by default in the folder one is in.
    out = Path(asked.out) if asked.out else None if asked.form == "link" else Path()
    if asked.out:
        places.make_folder(asked.out)
    return _shared(session, session.app.share(asked.ids, asked.form, options, out))


def _options(session: Session) -> Options:
    asked = session.asked
    reveal, chosen = _revealed(session, asked.reveal or [])
    out = Path(asked.out) if asked.out else None
    return Options(
        base=asked.base,
        audience=asked.audience,
        expires=_until(asked.expires, session.app.clock()) if asked.expires else None,
        nonce=asked.nonce,
        reveal=reveal,
        chosen=chosen,
        unsigned=asked.unsigned,
        ending=out.suffix.lower() or None if out and not places.is_folder(asked.out) else None,
        lang=session.words.lang,
    )


def _revealed(
    session: Session, texts: Sequence[str]
) -> tuple[tuple[str, ...] | None, dict[str, tuple[str, ...]]]:
    """Return which fields are to be shown: of every badge, and of single ones by their ids."""
    reveal: tuple[str, ...] = ()
    chosen: dict[str, tuple[str, ...]] = {}
    for text in texts:
        of_one = _OF_ONE.match(text)
        start = of_one[1] if of_one and _is_among(of_one[1], session.asked.ids) else None
        listed = text if start is None else text[len(start) + 1 :]
        names = tuple(one.strip() for one in listed.split(",") if one.strip())
        if not names:
            raise UnusableInput(
                "usage",
                N_("--reveal names no field"),
                N_("write it like: --reveal name,/credentialSubject/achievement"),
            )
        if start is None:
            reveal += names
        else:
            badge = session.app.entry(start).id
            chosen[badge] = chosen.get(badge, ()) + names
    return reveal or None, chosen


def _is_among(start: str, ids: Sequence[str]) -> bool:
    return any(one.startswith(start) or start.startswith(one) for one in ids)


def _until(text: str, now: datetime) -> datetime:
    """Return when ``text`` is over: so long from now (7d), or an RFC 3339 instant to come."""
    if lasts := _LASTS.match(text):
        return now.replace(microsecond=0) + int(lasts[1]) * _UNITS[lasts[2]]
    moment = parse_moment(text)
    if moment is None or moment.precision is not Precision.INSTANT or moment.at <= now:
        raise UnusableInput(
            "expires-malformed",
            N_("{text} is no time to come"),
            N_("write it like 7d, 12h, 2w or 2027-01-31T12:00:00Z"),
            text=text,
        )
    return moment.at


# What would leave


def _preview(session: Session, preview: Preview) -> int:
    words, refusal = session.words, preview.refusal
    if session.as_json:
        told = {"code": refusal.code, "message": refusal.sentence(words)} if refusal else None
        session.emit(
            {
                "format": FORMAT,
                "preview": {
                    "form": preview.form,
                    "badges": [
                        {
                            **_badge_json(session, badge),
                            "changed": badge.changed,
                            "fields": [_field_json(one) for one in preview.fields_of(badge)],
                            "left_out": [_field_json(one) for one in preview.left_out_of(badge)],
                        }
                        for badge in preview.badges
                    ],
                    "beside": [_field_json(one) for one in preview.made.beside]
                    if preview.made
                    else [],
                    "address_only": bool(preview.made and preview.made.address_only),
                    "base": preview.made.base if preview.made else None,
                    "about": dict(preview.about),
                    "files": [file.name for file in preview.made.files] if preview.made else [],
                    "refusal": told,
                },
            }
        )
    else:
        _print_preview(session, preview)
    if refusal is not None:
        session.note(f"error: {safe(refusal.sentence(words))}")
        return refusal.exit_status
    return 0


def _print_preview(session: Session, preview: Preview) -> None:
    words, line = session.words, session.printer.line
    for badge in preview.badges:
        line(_named(session, badge))
        if badge.url is not None:
            line("  " + _where(session, badge))
        if badge.changed:
            line(
                "  "
                + words(
                    "Not the badge itself leaves, but a form of it for showing, which was verified."
                )
            )
        for one in preview.fields_of(badge):
            line(_printed(one))
        if left_out := preview.left_out_of(badge):
            line("  " + words("Left out:"))
            for one in left_out:
                line(_printed(one))
    if preview.made is not None and preview.made.beside:
        line(words("Besides the badges:"))
        for one in preview.made.beside:
            line(_printed(one))
    from wallet.share import code_size  # noqa: PLC0415 - loaded when something is shared

    if (figures := code_size.figures_in(preview.about)) is not None:
        told = f"{code_size.ease(figures, words)} ({code_size.size(figures, words)})"
        line(words("As a QR code: {told}", told=told))
    line(words("! says something of you, ~ can be left out with --reveal. Nothing has left."))


def _where(session: Session, badge: Outgoing) -> str:
    if badge.url_confirmed:
        return session.words("Its issuer shows it at {url}", url=safe(badge.url or ""))
    return session.words(
        "It says that it can be seen at {url}: passing that on may suffice",
        url=safe(badge.url or ""),
    )


def _printed(field: Field) -> str:
    marks = ("!" if field.personal else " ") + (" " if field.fixed else "~")
    value = field.value if len(field.value) <= _SHOWN else field.value[:_SHOWN] + "…"
    return f"  {marks} {safe(field.label)}: {safe(value)}"


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "where": field.where,
        "pointer": field.pointer,
        "label": field.label,
        "value": field.value,
        "personal": field.personal,
        "fixed": field.fixed,
    }


# What was shared


def _shared(session: Session, handed: HandedOut) -> int:
    words = session.words
    if session.as_json:
        session.emit(
            {
                "format": FORMAT,
                "shared": {
                    **line_json(handed.line),
                    "badges": [_badge_json(session, badge) for badge in handed.badges],
                    "address_only": handed.made.address_only,
                    "text": handed.made.text,
                    "about": dict(handed.made.about),
                    "paths": [str(path) for path in handed.paths],
                },
            }
        )
        return 0
    line = session.printer.line
    for badge in handed.badges:
        session.note(_named(session, badge))
        if badge.changed:
            session.note(
                "  "
                + words(
                    "Not the badge itself leaves, but a form of it for showing, which was verified."
                )
            )
    if handed.paths:
        for path in handed.paths:
            line(safe(str(path)))
    elif handed.made.text is not None:
        line(handed.made.text)
    if handed.made.address_only:
        session.note(words("It holds only the address at which the issuer shows the badge."))
    elif not handed.made.whole:
        session.note(
            words("Whoever has this has what is printed on it, and it cannot be taken back.")
        )
    else:
        session.note(
            words("Whoever has this has all that the badges say; it cannot be taken back.")
        )
    return 0


def _history(session: Session) -> int:
    session.unlock()
    found = session.app.shared()
    words, line = session.words, session.printer.line
    if session.as_json:
        session.emit({"format": FORMAT, "shared": [line_json(one) for one in found]})
        return 0
    for one in found:
        told = [rfc3339(one.at), one.form, ", ".join(safe(badge.name) for badge in one.badges)]
        if one.audience:
            told.append(words("to {audience}", audience=safe(one.audience)))
        if one.expires:
            told.append(words("until {date}", date=rfc3339(one.expires)))
        told.append(words.plural("{n} field", "{n} fields", len(one.fields)))
        if one.file_name:
            told.append(safe(one.file_name))
        line(" · ".join(told))
    if not found:
        session.note(words("Nothing was shared yet."))
    return 0


def line_json(line: Shared) -> dict[str, Any]:
    """Return a line of what was shared, as ``share`` and ``share list`` give it."""
    return {
        "id": line.id,
        "at": rfc3339(line.at),
        "form": line.form,
        "badges": [{"id": one.id, "name": one.name} for one in line.badges],
        "fields": list(line.fields),
        "audience": line.audience,
        "expires": rfc3339(line.expires) if line.expires else None,
        "base": line.base,
        "file_name": line.file_name,
    }


def _badge_json(session: Session, badge: Outgoing) -> dict[str, Any]:
    chip = _chip(session, badge)
    return {
        "id": badge.entry.id,
        "name": badge.name,
        "headline": {"kind": chip.kind.value, "text": chip.text},
        "url": badge.url,
        "url_confirmed": badge.url_confirmed,
    }


def _named(session: Session, badge: Outgoing) -> str:
    """Return the badge's name with its one honest line: what is shared is labelled."""
    return f"{safe(badge.name)} — {_chip(session, badge).text}"


def _chip(session: Session, badge: Outgoing) -> Headline:
    return headline(badge.entry.verdict, session.app.clock(), session.words)
