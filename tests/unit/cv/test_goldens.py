"""CVs of the sample badges, as they were when somebody looked at them and was content.

``python -m tests.unit.cv.test_goldens`` writes them again; look at the difference.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.unit.cv.selections import NOW, TODAY
from tests.unit.test_samples import verdict
from wallet import resources
from wallet.cv.choices import Choices, Dates, Grouping, Language, Length, Link
from wallet.cv.entries import Selection
from wallet.cv.forms import FORMS, Form
from wallet.cv.stated import entry_of
from wallet.entries import Entry as Badge
from wallet.formats.unpack import unpack
from wallet.share import public

GOLDEN = Path(__file__).parent / "golden"
FILES = (
    "dementia-care.json",
    "first-aid.png",
    "first-aid-expired.json",
    "education-numerique.png",
    "project-coordination-altered.json",
    "community-interpreting.jwt",
)
CHOICES = {
    "en": Choices(),
    "fr": Choices(
        language=Language.FRENCH,
        length=Length.LONG,
        results=True,
        grouping=Grouping.ISSUER,
        dates=Dates.DAY,
        link=Link.ANY,
        qr=True,
    ),
}


def samples() -> Selection:
    """Return the samples as the wallet would choose them, each with a link of the learner's."""
    entries = []
    for number, name in enumerate(FILES):
        found = verdict(f"badges/{name}")
        payload = unpack(resources.path("samples", "badges", name).read_bytes(), name).payload
        page, confirmed = public.address_of(payload, found)
        entries.append(
            entry_of(
                Badge(f"{number:064x}", name, NOW, NOW, (), found),
                NOW,
                page=page,
                page_confirmed=confirmed,
                link=f"https://badges.example.org/v#1b{number:04d}",
            )
        )
    return Selection(tuple(entries), TODAY, (("did:web:college.example", "1234567"),))


def golden(form: Form, lang: str) -> Path:
    return GOLDEN / f"{form.key}.{lang}{form.suffix}"


TEXTS = [form for form in FORMS.values() if form.text]
PARTS = {"docx": "word/document.xml", "odt": "content.xml"}
"""The file in each package that says what is in it; packed, it may differ from zlib to zlib."""


@pytest.mark.parametrize("lang", CHOICES)
@pytest.mark.parametrize("form", TEXTS, ids=[form.key for form in TEXTS])
def test_a_cv_of_the_samples_is_as_it_was(form: Form, lang: str) -> None:
    made = form.make(samples(), CHOICES[lang])
    assert made.decode() == golden(form, lang).read_bytes().decode()


def part(key: str, lang: str) -> bytes:
    made = FORMS[key].make(samples(), CHOICES[lang])
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return file.read(PARTS[key])


@pytest.mark.parametrize("lang", CHOICES)
@pytest.mark.parametrize("key", PARTS)
def test_a_document_of_the_samples_says_what_it_did(key: str, lang: str) -> None:
    assert part(key, lang).decode() == (GOLDEN / f"{key}.{lang}.xml").read_bytes().decode()


def main() -> None:
    """Write them all again."""
    GOLDEN.mkdir(exist_ok=True)
    for form in TEXTS:
        for lang, choices in CHOICES.items():
            golden(form, lang).write_bytes(form.make(samples(), choices))
    for key in PARTS:
        for lang in CHOICES:
            (GOLDEN / f"{key}.{lang}.xml").write_bytes(part(key, lang))


if __name__ == "__main__":
    main()
