"""A vault behaves as plain dictionaries would, however often it is closed and killed."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.unit.store.fakes import JUDGED, KEY, NOW, keep, picture
from wallet.credential.model import Picture
from wallet.documents.document import Document
from wallet.store.sharing import Shared, SharedBadge
from wallet.store.vault import Judgement, Vault

ORIGINALS = st.integers(0, 4).map(lambda number: bytes([number]) * (1 + 3000 * number))
NAMES = st.text(st.characters(), max_size=12)
TAGS = st.lists(st.sampled_from(["work", "school", "étude", ""]), max_size=3)
WORDS = st.sampled_from(["Ada@example.org", "ada@EXAMPLE.org ", "Ada Lovelace", "RENÉE"])
URLS = st.sampled_from(["https://a.example/", "https://b.example/"])
DAYS = st.none() | st.integers(0, 3)
PICTURES = st.none() | st.binary(min_size=1, max_size=20)


def writable(text: str) -> str:
    """Return the text that comes back: half a character, of a name in bytes, is a mark."""
    return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)


class VaultMachine(RuleBasedStateMachine):
    """Does the same to a vault and to the model, and compares all that can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.vault = Vault(self.folder / "vault.db", KEY, create=True)
        self.badges: dict[str, dict[str, Any]] = {}
        self.identities: dict[str, str] = {}
        self.documents: dict[str, Document] = {}
        self.settings: dict[str, str] = {}
        self.lines: list[Shared] = []

    def teardown(self) -> None:
        self.vault.close()
        shutil.rmtree(self.folder)

    @rule(original=ORIGINALS, name=NAMES, drawn=PICTURES)
    def keep(self, original: bytes, name: str, drawn: bytes | None) -> None:
        shown = picture(drawn) if drawn else None
        new = keep(self.vault, original, file_name=name, picture=shown)
        known = Vault.id_of(original)
        if known in self.badges:
            assert new is None
            return
        assert new == known
        self.badges[known] = {
            "original": original,
            "name": writable(name),
            "picture": shown,
            "derived": b"derived",
            "tags": set(),
            "history": [JUDGED],
        }

    @precondition(lambda self: self.badges)
    @rule(data=st.data(), derived=st.binary(max_size=9), drawn=PICTURES, days=st.integers(0, 9))
    def remember(self, data: Any, derived: bytes, drawn: bytes | None, days: int) -> None:
        one = data.draw(st.sampled_from(sorted(self.badges)))
        judged: Judgement = replace(JUDGED, at=NOW + timedelta(days=days), standing="unknown")
        shown: Picture | None = picture(drawn) if drawn else None
        self.vault.remember(one, derived, shown, judged)
        self.badges[one].update(derived=derived, picture=shown)
        self.badges[one]["history"].insert(0, judged)

    @precondition(lambda self: self.badges)
    @rule(data=st.data(), add=TAGS, drop=TAGS)
    def tag(self, data: Any, add: list[str], drop: list[str]) -> None:
        one = data.draw(st.sampled_from(sorted(self.badges)))
        self.vault.tag(one, add, drop)
        self.badges[one]["tags"] = self.badges[one]["tags"] - set(drop) | set(add)

    @rule(originals=st.lists(ORIGINALS, max_size=2))
    def remove(self, originals: list[bytes]) -> None:
        ids = {Vault.id_of(original) for original in originals}
        assert self.vault.remove(sorted(ids)) == len(ids & self.badges.keys())
        for one in ids:
            self.badges.pop(one, None)

    @rule(word=WORDS)
    def add_identity(self, word: str) -> None:
        folded = word.strip().casefold()
        assert self.vault.add_identity(word) is (folded not in self.identities)
        self.identities.setdefault(folded, word.strip())

    @rule(word=WORDS)
    def remove_identity(self, word: str) -> None:
        gone = self.identities.pop(word.strip().casefold(), None)
        assert self.vault.remove_identity(word) is (gone is not None)

    @rule(url=URLS, data=st.binary(max_size=9), days=DAYS, status=st.sampled_from([200, 410]))
    def keep_document(self, url: str, data: bytes, days: int | None, status: int) -> None:
        as_of = None if days is None else NOW + timedelta(days=days)
        offered = Document(url, data, as_of, status)
        kept = self.documents.get(url)
        newer = not (kept and kept.as_of) or (as_of is not None and as_of >= kept.as_of)
        assert self.vault.keep_document(offered) is newer
        if newer:
            self.documents[url] = offered

    @rule(key=st.sampled_from(["lang", "columns"]), value=NAMES)
    def set_setting(self, key: str, value: str) -> None:
        self.vault.set_setting(key, value)
        self.settings[key] = writable(value)

    @rule(name=NAMES, originals=st.lists(ORIGINALS, max_size=2))
    def note_shared(self, name: str, originals: list[bytes]) -> None:
        """Badges are named there whether they are in the vault or not."""
        badges = tuple(SharedBadge(Vault.id_of(one), name) for one in originals)
        line = self.vault.note_shared(at=NOW, form="link", badges=badges, fields=(name,))
        assert line.fields == (writable(name),)
        self.lines.insert(0, line)

    @rule()
    def close_and_open(self) -> None:
        self.vault.close()
        self.vault = Vault(self.folder / "vault.db", KEY)

    @rule()
    def be_killed_and_open(self) -> None:
        self.vault._connection.close()  # without the mark that a close leaves
        self.vault = Vault(self.folder / "vault.db", KEY)

    @invariant()
    def all_is_as_in_the_model(self) -> None:
        seen = {
            one.id: {
                "original": self.vault.original(one.id),
                "name": one.file_name,
                "picture": self.vault.picture(one.id),
                "derived": one.derived,
                "tags": set(one.tags),
                "history": list(self.vault.history(one.id)),
            }
            for one in self.vault.kept()
        }
        assert seen == self.badges
        assert list(seen) == list(reversed(self.badges))
        assert self.vault.shared() == tuple(self.lines)
        assert self.vault.identities() == tuple(self.identities.values())
        for url in ("https://a.example/", "https://b.example/"):
            assert self.vault.document(url) == self.documents.get(url)
        for key in ("lang", "columns"):
            assert self.vault.setting(key) == self.settings.get(key)


TestVaultModel = VaultMachine.TestCase
TestVaultModel.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
