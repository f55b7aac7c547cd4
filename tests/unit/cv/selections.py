"""Selections for tests: a plain one, a hostile one, and whatever hypothesis thinks of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from hypothesis import strategies as st

from wallet.cv.entries import Credit, Entry, Result, Selection, Skill, Worth
from wallet.cv.plain import plain
from wallet.verify.headline import HeadlineKind
from wallet.verify.report import Authenticity, Standing

TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)

GOOD: Final = Worth(
    HeadlineKind.VERIFIED,
    Authenticity.VERIFIED,
    Standing.CURRENT,
    somebody_elses=False,
    as_of=date(2026, 11, 20),
)
EXPIRED: Final = Worth(
    HeadlineKind.EXPIRED,
    Authenticity.VERIFIED,
    Standing.EXPIRED,
    somebody_elses=False,
    as_of=TODAY,
)
ALTERED: Final = Worth(
    HeadlineKind.NOT_VERIFIED,
    Authenticity.FAILED,
    Standing.CURRENT,
    somebody_elses=False,
    as_of=TODAY,
)

HOSTILE: Final = (
    '=HYPERLINK("https://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "'=1+1",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "*bold* _it_ `code` ~~gone~~ ~x~ # not a heading #",
    "- - -",
    "1. one",
    "10) ten",
    "+ plus",
    "www.example.com and https://example.com/x and me@example.com or HTTP://example.com",
    ":smile: @octocat #12 $x^2$ [^1] &copy; &#x41;",
    "\\input{/etc/passwd} \\\\ {x} $y$ 50% & #1 _a_ ^^5c ~n",
    "a--b---c ``quoted'' ?`hola !`ay <<x>> ,,low'' \"straight\"",
    "a|b | c",
    "key: value # comment",
    "- item: {a: [b]} *alias &anchor !tag %directive",
    "yes",
    "null",
    "2026-05",
    "1e3",
    "\u202etxt.exe\u202c evil",
    "أكاديمية الميناء (Port) 1",
    "תעודת עזרה ראשונה!",
    "👩\u200d⚕️ Nurse 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\uff1d1+1 e\u0301te\u0301",
    "line\nbreak\ttab\x00null\x1bescape\u2028separator",
    "]]> <![CDATA[x]]> <?xml?>",
    'O\'Brien & Söhne, "The" <Ltd>; 100% #1',
    "x" * 300,
    "ab " * 100,
)
"""Names as attackers and honest people write them (SECURITY.md, threats 17 to 19)."""


def entry(name: str = "Dementia Care", **more: Any) -> Entry:
    given: dict[str, Any] = {
        "id": "a1" * 32,
        "issuer": "Harbourside College",
        "issuer_key": "did:web:college.example",
        "worth": GOOD,
        "achievement_type": "MicroCredential",
        "issuer_url": "https://college.example",
        "issued": date(2025, 6, 20),
        "ends": date(2031, 6, 20),
        "page": "https://college.example/credentials/2025-04817?a=1&b=2",
        "skills": (
            Skill("Care for people", "https://skills.example.org/care", "A Framework"),
            Skill("records"),
        ),
        "results": (Result("Final grade", "A"), Result("", "38")),
        "credits": (Credit(3.0), Credit(1.5, "ECTS")),
        "description": "Plans and gives care.",
    }
    return Entry(name=name, **{**given, **more})


def hostile_entry(text: str, number: int = 0, **more: Any) -> Entry:
    """Return an entry that says ``text`` wherever a badge can say something."""
    said = plain(text) or "(nothing)"
    return entry(
        said,
        **{
            "id": f"{number:064x}",
            "issuer": said,
            "issuer_key": said,
            "achievement_type": said,
            "skills": (Skill(said, None, said),),
            "results": (Result(said, said),),
            "credits": (Credit(2.0, said),),
            "description": said,
            "credential_id": said,
            "holder": said,
            **more,
        },
    )


def selection(*entries: Entry, **more: Any) -> Selection:
    return Selection(entries or (entry(),), TODAY, **more)


anything: Final = st.text(min_size=1, max_size=60).map(plain).filter(bool)
"""Any text, as a CV takes it."""
signs: Final = (
    st.text(alphabet=" \\`*_{}[]()<>#+-.!|~&:;@$^=%'\"/?,0159ax\n", min_size=1, max_size=40)
    .map(plain)
    .filter(bool)
)
"""Texts of nearly nothing but what means something to some parser."""
texts: Final = st.one_of(anything, signs, st.sampled_from(HOSTILE).map(plain).filter(bool))
