"""Sharing as the window calls it: nothing half done is left, whatever fails on the way."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import NOW, Issuer
from tests.unit.store.fakes import PASSPHRASE, home_in
from wallet.app import App
from wallet.errors import UnusableInput, VaultError, WalletLocked
from wallet.share.forms import FORMS, Made, MadeFile, Options

PAGE = "https://badges.example.org/v"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = App(home_in(tmp_path / "wallet"), clock=lambda: NOW)
    app.create(passphrase=PASSPHRASE, keychain=False)
    for number in (1, 2):
        signed = Issuer(number).sign(Issuer(number).credential())
        app.add([(f"badge-{number}.json", json.dumps(signed).encode())])
    yield app
    app.lock()


def ids(app: App) -> list[str]:
    return [entry.id for entry in app.entries()]


def test_without_a_place_nothing_is_written_and_all_is_returned(app: App, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    handed = app.share(ids(app), "presentation", Options(audience="Harbour School"))
    (file,) = handed.made.files
    assert json.loads(file.content())["proof"]["domain"] == "Harbour School"
    assert handed.paths == ()
    assert set(tmp_path.rglob("*")) == before
    assert app.shared() == (handed.line,)
    assert handed.line.file_name is None


def test_the_same_badge_twice_is_shared_once(app: App) -> None:
    one = ids(app)[0]
    handed = app.share([one, one[:10]], "file", Options())
    assert [badge.entry.id for badge in handed.badges] == [one]


def test_nothing_cannot_be_shared(app: App) -> None:
    for ask in (app.share, app.preview):
        with pytest.raises(UnusableInput) as caught:
            ask([], "file", Options())
        assert caught.value.code == "nothing-to-share"


def test_a_second_file_that_cannot_be_written_takes_the_first_with_it(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    flushed: list[int] = []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInput, match="No space left") as caught:
        app.share(ids(app), "file", Options(), tmp_path / "out")
    assert caught.value.code == "cannot-write"
    assert list((tmp_path / "out").iterdir()) == []
    assert app.shared() == ()


def test_what_cannot_be_noted_is_not_handed_over(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_facts: Any) -> None:
        raise VaultError("cannot-write", "the disk is full", "free some space")

    monkeypatch.setattr(app.vault, "note_shared", failing)
    with pytest.raises(VaultError):
        app.share(ids(app), "file", Options(), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_locked_wallet_shares_nothing(app: App) -> None:
    chosen = ids(app)
    app.lock()
    for ask in (app.share, app.preview):
        with pytest.raises(WalletLocked):
            ask(chosen, "file", Options())
    with pytest.raises(WalletLocked):
        app.shared()


def test_a_form_that_is_not_made_is_named_with_those_that_are(app: App) -> None:
    for ask in (app.share, app.preview):
        with pytest.raises(UnusableInput, match="carrier-pigeon") as caught:
            ask(ids(app), "carrier-pigeon", Options())
        assert caught.value.code == "form-not-made"
        assert caught.value.facts["forms"] == "link, qr, html, presentation, file, pdf"


def test_a_form_is_one_function_and_one_line(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shout(badges: Any, _options: Options, _tools: Any) -> Made:
        names = " ".join(badge.name.upper() for badge in badges)
        return Made(files=(MadeFile("names.txt", names.encode),))

    monkeypatch.setitem(FORMS, "shout", shout)
    handed = app.share(ids(app), "shout", Options(), tmp_path)
    assert handed.paths == (tmp_path / "names.txt",)
    assert (tmp_path / "names.txt").read_text() == "KNOTS AND SPLICES KNOTS AND SPLICES"
    assert handed.line.form == "shout"


def test_a_preview_draws_and_writes_nothing(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from wallet.share import qr  # noqa: PLC0415 - only here

    def drawn(*_: Any) -> bytes:
        raise AssertionError

    monkeypatch.setattr(qr, "png", drawn)
    preview = app.preview(ids(app)[:1], "qr", Options(base=PAGE))
    assert preview.made is not None
    assert preview.made.about["level"] == "M"
    assert app.shared() == ()
    assert app.setting("share-base") is None
