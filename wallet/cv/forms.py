"""The forms of a CV: the registry of what ``cv --as`` makes of a selection.

A form is a function from a selection and what was chosen to bytes, and a line in :data:`FORMS`.
Its module is loaded when it is made: ``make`` imports it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.errors import UnusableInput
from wallet.i18n import N_

LONGEST_IN_WORD: Final = 2079
"""The longest address that Office follows; it calls a file with a longer one damaged."""
Maker = Callable[[Selection, Choices], bytes]
"""Makes a form; UnusableInput, with what to do instead, where it cannot."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form. ``key`` is its name in ``--as``, ``label`` what people call it (to be translated).

    ``stem`` and ``suffix`` make the name of its file. ``text`` is whether it is UTF-8 text that
    can be pasted, else it is a file. ``experimental`` is a form that no importer has taken yet;
    ``note`` says what to do with it (to be translated). ``module`` has the function ``make``.
    ``longest`` is how many characters an address in it may have, None where that is any number.
    """

    key: str
    label: str
    suffix: str
    media_type: str
    module: str
    note: str
    text: bool = True
    experimental: bool = False
    stem: str = "cv"
    longest: int | None = None

    @property
    def make(self) -> Maker:
        """The function that makes it, its module loaded."""
        name, _, function = self.module.partition(":")
        made: Maker = getattr(importlib.import_module(name), function or "make")
        return made

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.stem}{self.suffix}"


def form_called(key: str) -> Form:
    """Return the form called ``key``; UnusableInput "form-not-made" where there is none."""
    if key not in FORMS:
        raise UnusableInput(
            "form-not-made",
            N_("this version of the program does not make {form}"),
            N_("choose one of these: {forms}"),
            form=key,
            forms=", ".join(FORMS),
        )
    return FORMS[key]


FORMS: Final[dict[str, Form]] = {
    form.key: form
    for form in (
        Form(
            "linkedin",
            N_("LinkedIn"),
            ".txt",
            "text/plain",
            "wallet.cv.linkedin",
            N_("open the address of each badge, or copy its fields one by one"),
            stem="linkedin",
        ),
        Form(
            "text",
            N_("Plain text"),
            ".txt",
            "text/plain",
            "wallet.cv.text",
            N_("paste it anywhere"),
        ),
        Form(
            "markdown",
            N_("Markdown"),
            ".md",
            "text/markdown",
            "wallet.cv.markdown",
            N_("paste it into a README or a page"),
        ),
        Form(
            "html",
            N_("Web page"),
            ".html",
            "text/html",
            "wallet.cv.html",
            N_("put it on a web site; search engines read it too"),
        ),
        Form(
            "json-resume",
            N_("JSON Resume"),
            ".json",
            "application/json",
            "wallet.cv.json_resume",
            N_("merge it into your resume.json"),
            stem="resume",
        ),
        Form(
            "rendercv",
            N_("RenderCV"),
            ".yaml",
            "application/yaml",
            "wallet.cv.rendercv",
            N_("put its section into your CV's YAML, or render it as it is"),
        ),
        Form(
            "latex",
            N_("LaTeX (moderncv)"),
            ".tex",
            "application/x-tex",
            "wallet.cv.latex:moderncv",
            N_("paste it into a CV of the class moderncv"),
        ),
        Form(
            "latex-plain",
            N_("LaTeX (any class)"),
            ".tex",
            "application/x-tex",
            "wallet.cv.latex:any_class",
            N_("paste it into any document; it needs the package hyperref"),
        ),
        Form(
            "europass",
            N_("Europass CV (XML)"),
            ".xml",
            "application/xml",
            "wallet.cv.europass:xml",
            N_("import it into Europass; no importer has been tried"),
            experimental=True,
            stem="europass",
        ),
        Form(
            "europass-list",
            N_("Europass, field by field"),
            ".txt",
            "text/plain",
            "wallet.cv.europass:fields",
            N_("copy each field into your Europass profile"),
            stem="europass",
        ),
        Form(
            "ler-rs",
            N_("HR Open LER-RS"),
            ".json",
            "application/json",
            "wallet.cv.ler_rs",
            N_("hand it to systems that read LER-RS; no importer has been tried"),
            experimental=True,
            stem="ler-rs",
        ),
        Form(
            "csv",
            N_("Table (CSV)"),
            ".csv",
            "text/csv",
            "wallet.cv.table",
            N_("open it in a spreadsheet"),
        ),
        Form(
            "docx",
            N_("Word document (DOCX)"),
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "wallet.cv.docx",
            N_("upload it where a system asks for a CV, or copy from it into yours"),
            text=False,
            longest=LONGEST_IN_WORD,
        ),
        Form(
            "odt",
            N_("OpenDocument text (ODT)"),
            ".odt",
            "application/vnd.oasis.opendocument.text",
            "wallet.cv.odt",
            N_("open it in LibreOffice, or copy from it into your CV"),
            text=False,
        ),
        Form(
            "pdf",
            N_("PDF page"),
            ".pdf",
            "application/pdf",
            "wallet.cv.pdf",
            N_("print it or send it; with codes, it can be checked from paper"),
            text=False,
        ),
        Form(
            "skills",
            N_("Picture of skills (SVG)"),
            ".svg",
            "image/svg+xml",
            "wallet.cv.skills_svg",
            N_("put it on a web page or into a portfolio"),
            stem="skills",
            longest=0,
        ),
    )
}
"""What can be made, by the names of ``cv --as`` (CONTRACT.md)."""
