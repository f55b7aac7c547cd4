"""The system's keychain, and those that are none."""

from __future__ import annotations

import importlib
import sys
import threading
import types
from collections.abc import Iterator

import pytest

from wallet.store import keychain
from wallet.store.keychain import SystemKeychain, system_keychain

KEY = bytes(range(32))


class Backend:
    """What keyring calls a backend."""

    name = "Test Backend"
    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Null(Backend):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Refusing(Backend):
    """Raises, as a keychain does whose window was dismissed."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(service, username)

    set_password = delete_password = get_password  # type: ignore[assignment]


class NotThere(Backend):
    """Cannot be used on this system."""

    priority = 0


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """Keep hanging calls hanging until the test is over."""
    event = threading.Event()
    yield event
    event.set()


def install(monkeypatch: pytest.MonkeyPatch, module: str, name: str, backend: object) -> None:
    fake = types.ModuleType(module)
    setattr(fake, name, backend)
    monkeypatch.setitem(sys.modules, module, fake)


def test_a_key_comes_back_and_is_forgotten() -> None:
    found = SystemKeychain(Backend())
    assert found.set("w", KEY)
    assert found.get("w") == KEY
    found.delete("w")
    assert found.get("w") is None
    assert found.name == "Test Backend"


def test_wallets_do_not_share_a_key() -> None:
    found = SystemKeychain(Backend())
    found.set("one", KEY)
    assert found.get("other") is None


def test_a_keychain_that_keeps_nothing_is_not_believed() -> None:
    assert not SystemKeychain(Null()).set("w", KEY)


def test_a_keychain_that_refuses_is_no_error() -> None:
    found = SystemKeychain(Refusing())
    assert not found.set("w", KEY)
    assert found.get("w") is None
    found.delete("w")


def test_something_else_under_our_name_is_no_key() -> None:
    backend = Backend()
    backend.kept["learner-wallet", "w"] = "not base64!"
    assert SystemKeychain(backend).get("w") is None


def test_a_keychain_that_hangs_is_left_alone(held: threading.Event) -> None:
    class Hanging(Backend):
        def get_password(self, *_: str) -> str | None:
            held.wait()
            return None

        def set_password(self, *_: str) -> None:
            held.wait()

    found = SystemKeychain(Hanging(), seconds=0.02)
    assert found.get("w") is None
    assert not found.set("w", KEY)


def test_the_secret_service_is_asked_first_and_kwallet_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class KWallet(Backend):
        name = "KWallet"

    install(monkeypatch, "keyring.backends.SecretService", "Keyring", Backend)
    install(monkeypatch, "keyring.backends.kwallet", "DBusKeyring", KWallet)
    first = system_keychain(platform="linux")
    assert first is not None
    assert first.name == "Test Backend"
    install(monkeypatch, "keyring.backends.SecretService", "Keyring", NotThere)
    second = system_keychain(platform="linux")
    assert second is not None
    assert second.name == "KWallet"


@pytest.mark.parametrize(
    ("platform", "module", "name"),
    [
        ("win32", "keyring.backends.Windows", "WinVaultKeyring"),
        ("darwin", "keyring.backends.macOS", "Keyring"),
    ],
)
def test_each_system_has_its_own(
    monkeypatch: pytest.MonkeyPatch, platform: str, module: str, name: str
) -> None:
    install(monkeypatch, module, name, Backend)
    found = system_keychain(platform=platform)
    assert found is not None
    assert found.set("w", KEY)


def test_on_windows_the_key_stays_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Windows] = []

    class Windows(Backend):
        persist = "enterprise"

        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    install(monkeypatch, "keyring.backends.Windows", "WinVaultKeyring", Windows)
    assert system_keychain(platform="win32") is not None
    assert made[0].persist == "local machine"


def test_where_none_answers_there_is_none(
    monkeypatch: pytest.MonkeyPatch, held: threading.Event
) -> None:
    class Hanging(Backend):
        def __init__(self) -> None:
            held.wait()

    install(monkeypatch, "keyring.backends.SecretService", "Keyring", Hanging)
    install(monkeypatch, "keyring.backends.kwallet", "DBusKeyring", NotThere)
    assert system_keychain(platform="linux", seconds=0.02) is None


def test_the_environment_cannot_name_a_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    install(monkeypatch, "keyring.backends.SecretService", "Keyring", NotThere)
    install(monkeypatch, "keyring.backends.kwallet", "DBusKeyring", NotThere)
    assert system_keychain(platform="linux") is None


@pytest.mark.parametrize(
    ("module", "name"),
    [*keychain._CANDIDATES["win32"], *keychain._CANDIDATES["darwin"], *keychain._ELSEWHERE],
)
def test_keyring_has_the_classes_that_are_named(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)
