"""What the window shows of a CV, made off its thread, and how it goes to the clipboard."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from wallet.i18n import N_, Words

if TYPE_CHECKING:
    from wallet.cv.choices import Choices
    from wallet.cv.entries import Entry, Selection
    from wallet.cv.forms import Form
    from wallet.cv.linkedin import ToLinkedIn
    from wallet.cv.skills import Skills

RICH: Final = "rich"
"""The form that is no file of its own: letters and links, to be pasted into any document."""
RICH_LABEL: Final = N_("Text for any document")
RICH_NOTE: Final = N_("copy it, and paste it into a document or a mail; its links go along")
_SAVED_AS: Final = "html"
"""The form that is saved where rich text is."""
_CODE: Final = 112
"""The least edge of a QR code, in pixels."""
_MODULE: Final = 2
"""The least edge of one of its modules, in pixels: printed, half a millimetre."""
_SHARP: Final = 3
"""How many times finer it is drawn, so that it can be printed and looked at closely."""
_SKILLS: Final = "skills"
"""The form that is a picture."""
_SVG: Final = "image/svg+xml"
_NAME: Final = re.compile(r"<bdi[^>]*>")


Parts = dict[str, bytes | QImage]
"""What goes to the clipboard, by its kind."""


class Face(Enum):
    """How a form is looked at."""

    RICH = "rich"
    SOURCE = "source"
    CARDS = "cards"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Made:
    """A form that was made, to be looked at.

    ``count`` is how many badges are in it, ``left_out`` how many were to be left out. ``whole``
    is how many leave whole with it when it is saved, ``uncoded`` of how many the link is too
    large for the code that was asked for. ``rich`` is HTML without codes, and
    ``links`` what stands with each of its badges where codes are wanted. ``text`` is the form
    itself, or what rich text is as plain text; ``skills`` is what the picture is of.
    """

    selection: Selection
    form: str
    choices: Choices
    face: Face
    count: int
    left_out: int
    whole: int
    uncoded: int = 0
    text: str = ""
    rich: str = ""
    links: tuple[str | None, ...] = ()
    cards: tuple[ToLinkedIn, ...] = ()
    skills: Skills | None = None


def file_form(key: str) -> Form:
    """Return the form that is saved, dragged out, or handed on, where ``key`` is shown."""
    from wallet.cv.forms import form_called  # noqa: PLC0415 - loaded when needed

    return form_called(_SAVED_AS if key == RICH else key)


def face_of(key: str) -> Face:
    """Return how the form called ``key`` is looked at."""
    if key == RICH:
        return Face.RICH
    form = file_form(key)
    if key == _SKILLS:
        return Face.PICTURE
    if not form.text:
        return Face.RICH
    return Face.CARDS if key == "linkedin" else Face.SOURCE


def made(selection: Selection, key: str, choices: Choices) -> Made:
    """Return the form ``key`` of a selection; raises UnusableInput where it cannot be made."""
    from wallet.cv import html, linkedin, text  # noqa: PLC0415 - loaded when needed
    from wallet.cv.carrying import carried as leaving_whole  # noqa: PLC0415
    from wallet.cv.codes import too_large  # noqa: PLC0415
    from wallet.cv.layout import grouped, ordered  # noqa: PLC0415
    from wallet.cv.skills import skills  # noqa: PLC0415
    from wallet.cv.telling import link_of  # noqa: PLC0415

    face = face_of(key)
    shown = ordered(selection, choices)
    placed = [one for group in grouped(selection, choices) for one in group.entries]
    links = tuple(link_of(one, choices) for one in placed)
    whole = text.make if face is Face.RICH else file_form(key).make
    return Made(
        selection,
        key,
        choices,
        face,
        len(shown),
        len(selection.entries) - len(shown),
        len(leaving_whole(selection, choices, file_form(key).key)),
        uncoded=len(too_large(selection, choices, file_form(key).key)),
        text=whole(selection, choices).decode("utf-8-sig"),
        rich=html.fragment(selection, choices.changed(qr=False)) if face is Face.RICH else "",
        links=links if choices.qr else (),
        cards=linkedin.to_linkedin(selection, choices) if face is Face.CARDS else (),
        skills=skills(selection, choices, Words(choices.language))
        if face is Face.PICTURE
        else None,
    )


def carried(made: Made, form: str) -> tuple[Entry, ...]:
    """Return the badges that leave whole where it is given away in the form called ``form``."""
    from wallet.cv.carrying import carried as leaving_whole  # noqa: PLC0415 - loaded when needed

    return leaving_whole(made.selection, made.choices, form)


def copied_form(made: Made, *, plain: bool) -> str:
    """Return the name of the form that :func:`copied` gives."""
    if made.face is not Face.RICH:
        return made.form
    return "text" if plain else RICH


def with_codes(made: Made, source: Callable[[str], tuple[str, int] | None]) -> str:
    """Return the rich text with a code after each badge.

    ``source`` tells of an address where the picture of its code is, and its edge in pixels.
    """
    return "\n".join(_with_codes(made, source))


def _with_codes(made: Made, source: Callable[[str], tuple[str, int] | None]) -> Iterator[str]:
    links = iter(made.links)
    for line in made.rich.split("\n"):
        yield line
        # Badges are paragraphs, a line each, and their text has no line ends.
        if line.startswith("<p>") and (link := next(links, None)) and (found := source(link)):
            place, edge = found
            yield f'<div><img src="{place}" width="{edge}" height="{edge}" alt="QR"></div>'


def for_qt(rich: str) -> str:
    """Return rich text as Qt shows it: it knows no ``bdi``, but characters that do the same."""
    return _NAME.sub("\u2068", rich).replace("</bdi>", "\u2069")


class Codes:
    """QR codes of addresses, each drawn once."""

    def __init__(self) -> None:
        self._drawn: dict[str, QImage | None] = {}

    def draw(self, links: tuple[str | None, ...], seconds: float) -> bool:
        """Draw those that are not drawn, for so long; return whether some are left.

        For the worker's thread.
        """
        end = time.monotonic() + seconds
        for link in links:
            if link and link not in self._drawn:
                if time.monotonic() > end:
                    return True
                self._drawn[link] = _code(link)
        return False

    def of(self, link: str) -> QImage | None:
        """Return the code of an address, or None where it is not drawn or fits none."""
        return self._drawn.get(link)

    def forget(self) -> None:
        """Let go of all of them."""
        self._drawn.clear()


def _code(url: str) -> QImage | None:
    from wallet.share import qr  # noqa: PLC0415 - loaded when needed

    planned = qr.plan_address(url)
    if not planned.fits:
        return None
    fine = QImage.fromData(qr.png(planned, 1))
    scale = max(_MODULE, -(-_CODE // fine.width())) * _SHARP
    return fine.scaled(fine.size() * scale)


def edge_of(code: QImage) -> int:
    """Return how many pixels wide a code is shown, so that it can be read."""
    return code.width() // _SHARP


def copied(made: Made, codes: Codes, *, plain: bool) -> Parts:
    """Return what goes to the clipboard, by its kind. For the worker's thread.

    Rich text goes with the same as plain text, a picture as an image and as its source; nothing
    of it is loaded from anywhere when it is pasted.
    """
    found: Parts = {"text/plain": made.text.encode()}
    if made.face is Face.RICH and not plain:
        codes.draw(made.links, float("inf"))

        def source(link: str) -> tuple[str, int] | None:
            if (image := codes.of(link)) is None:
                return None
            return f"data:image/png;base64,{_base64(image)}", edge_of(image)

        found["text/html"] = with_codes(made, source).encode()
    elif made.face is Face.PICTURE and not plain:
        from wallet.gui.year import png  # noqa: PLC0415 - loaded when needed

        found = {"image": QImage.fromData(png(made.text)), _SVG: made.text.encode()}
    return found


def _base64(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    mono = image.convertToFormat(QImage.Format.Format_Mono)
    QImageWriter(buffer, QByteArray(b"png")).write(mono)
    return b64encode(buffer.data().data()).decode()


def mime(parts: Parts) -> QMimeData:
    """Return what :func:`copied` found as Qt hands it over."""
    data = QMimeData()
    for kind, part in parts.items():
        if isinstance(part, QImage):
            data.setImageData(part)
        elif kind == "text/plain":
            data.setText(part.decode())
        elif kind == "text/html":
            data.setHtml(part.decode())
        else:
            data.setData(kind, part)
    return data


def made_file(made: Made, *, png: bool = False) -> bytes:
    """Return the file of what is shown; a picture as PNG too. For the worker's thread."""
    if png and made.face is Face.PICTURE:
        from wallet.gui.year import png as drawn  # noqa: PLC0415 - loaded when needed

        return drawn(made.text)
    return file_form(made.form).make(made.selection, made.choices)
