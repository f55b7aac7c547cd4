r"""A CV for LaTeX: a piece to paste, for the class moderncv or for any other.

Text is exact: what means something to TeX is written by its name, and what fonts would join
into another sign (``--``, ``?```, ``<<``) is kept apart. Letters are UTF-8 as they are; those of
other scripts, and emoji, need LuaLaTeX or XeLaTeX and a font that has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.telling import Told, page, written_day
from wallet.i18n import Words

_NAMED: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{\ttfamily\symbol{34}}",
    "\u00a0": "~",
}
_JOINED: Final = re.compile(
    r"(?<=-)(?=-)|(?<=[?!])(?=`)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
"""Where fonts join two signs into another one."""
_APART: Final = r"{\kern0pt}"
"""What keeps them apart in every engine; LuaTeX joins across empty braces."""
_IN_ADDRESS: Final = {
    "\\": "%5C",
    "{": "%7B",
    "}": "%7D",
    "^": "%5E",
    "~": "%7E",
    '"': "%22",
}
_END: Final = "\n"


def moderncv(selection: Selection, choices: Choices) -> bytes:
    r"""Return the selection as ``\cventry`` lines for the class moderncv: UTF-8."""
    told = page(selection, choices)
    words = Words(choices.language)
    lines = [
        _comment(words("for the class moderncv"), words),
        rf"\section{{{escaped(told.title)}}}",
    ]
    for group in told.groups:
        if group.title is not None:
            lines.append(rf"\subsection{{{escaped(group.title)}}}")
        for one in group.entries:
            began = one.entry.issued or one.entry.starts
            year = written_day(began, choices, words) if began else ""
            rest = r"\newline{}".join(_details(one, dates=one.entry.ends is not None))
            parts = (year, one.name, one.issuer, "", "")
            cells = "".join(f"{{{escaped(part)}}}" for part in parts)
            lines.append(rf"\cventry{cells}{{{rest}}}")
    return (_END.join(lines) + _END).encode()


def any_class(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a section of paragraphs, with the package hyperref: UTF-8."""
    told = page(selection, choices)
    words = Words(choices.language)
    lines = [
        _comment(words("for any class, with the package hyperref"), words),
        rf"\section*{{{escaped(told.title)}}}",
    ]
    for group in told.groups:
        if group.title is not None:
            lines.append(rf"\subsection*{{{escaped(group.title)}}}")
        for one in group.entries:
            issuer = rf"\emph{{{escaped(one.issuer)}}}"
            rest = r"\newline{}".join([issuer, *_details(one, dates=True)])
            lines += ["", rf"\noindent\textbf{{{escaped(one.name)}}}\newline{{}}{rest}\par\medskip"]
    return (_END.join(lines) + _END).encode()


def escaped(text: str) -> str:
    """Return plain ``text`` so that LaTeX sets it as it is."""
    apart = _JOINED.sub("\0", text)
    return "".join(_APART if one == "\0" else _NAMED.get(one, one) for one in apart)


def address(url: str) -> str:
    r"""Return an ASCII ``url`` as the first argument of ``\href``, also inside other arguments."""
    encoded = "".join(_IN_ADDRESS.get(one, one) for one in url)
    return re.sub(r"([%#&])", r"\\\1", encoded)


def _details(told: Told, *, dates: bool) -> Iterator[str]:
    if dates and told.dates:
        yield escaped(told.dates)
    yield escaped(told.label)
    for one in told.details:
        label = escaped(one.label)
        if one.url is None:
            yield escaped(one.line)
        elif one.unreadable:
            yield rf"\href{{{address(one.url)}}}{{{label}}}"
        else:
            where = rf"\href{{{address(one.url)}}}{{{_breakable(one.text)}}}"
            yield f"{label}{escaped(one.colon)}{where}"


def _breakable(url: str) -> str:
    r"""Return an address as text that may go on on another line, where one of its parts ends."""
    return re.sub(r"(?<=[/?=])(?=[^/])", r"\\allowbreak{}", escaped(url))


def _comment(what: str, words: Words) -> str:
    return "% " + words(
        "Made by Learner Wallet, {what}. Other scripts and emoji need LuaLaTeX or XeLaTeX"
        " and a font that has them.",
        what=what,
    )
