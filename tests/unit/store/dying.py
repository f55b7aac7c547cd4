"""Runs one change of a wallet again and again, each time dying or failing a little later.

``python -m tests.unit.store.dying FOLDER CHANGE HOW`` prints, as JSON, how often the old and
how often the new state was found afterwards, and exits with a traceback where it was neither.
A process of its own, because it forks at every point. HOW is one of

- ``step``: SIGKILL at the n-th step of SQLite's virtual machine;
- ``write``: killed by the system in the write that would pass the n-th half kilobyte of a file,
  in the midst of SQLite's commit too;
- ``call``: SIGKILL before the n-th file is opened, renamed, removed or made;
- ``full``: as ``write``, but the write fails as on a full disk and the program goes on;
- ``error``: as ``call``, but the call fails and the program goes on.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.store.fakes import JUDGED, PASSPHRASE, home_in, keep, opened
from wallet.documents.document import Document
from wallet.errors import VaultError, WalletError
from wallet.store.home import Proof
from wallet.store.vault import Vault

_CALLS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
_BIG = b"n" * 20_000
_DONE, _FAILED, _DONE_ALL_THE_SAME = 0, 3, 4
_TOLD = {"cannot-write", "unreadable"}
_STRIDE = {"step": 11, "write": 4, "full": 4, "call": 1, "error": 1}


@dataclass(frozen=True)
class Change:
    """A change: what is there before, the change, and what can be seen of the wallet."""

    before: Callable[[Path], object]
    change: Callable[[Path], object]
    state: Callable[[Path], object]


def vault_before(folder: Path) -> None:
    with opened(folder / "vault.db", create=True) as vault:
        for original in (b"one", b"o" * 9000, b"three"):
            keep(vault, original)
        vault.keep_document(Document("https://a.example/", b"old"))


def on_vault(change: Callable[[Vault], object]) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        with opened(folder / "vault.db") as vault:
            change(vault)

    return run


def vault_state(folder: Path) -> object:
    with opened(folder / "vault.db") as vault:
        assert vault.integrity() == ()
        document = vault.document("https://a.example/")
        badges = [
            (one, vault.original(one.id), vault.picture(one.id), vault.history(one.id))
            for one in vault.kept()
        ]
        return badges, document


def made_home(folder: Path) -> None:
    vault, _ = home_in(folder).create(passphrase=PASSPHRASE, use_keychain=False)
    vault.close()


def home_state(folder: Path) -> object:
    home = home_in(folder)
    if not home.exists():
        made_home(folder)
        return "could be made"
    for passphrase in (PASSPHRASE, "new"):
        try:
            home.unlock(passphrase).close()
        except WalletError as error:
            if error.code != "wrong-passphrase":
                raise
        else:
            return passphrase
    raise AssertionError(folder)


def forget(vault: Vault) -> None:
    vault.remove([one.id for one in vault.kept()])


def look_again(vault: Vault) -> None:
    vault.remember(vault.kept()[1].id, _BIG, None, JUDGED)


CHANGES = {
    "keep": Change(vault_before, on_vault(lambda vault: keep(vault, _BIG)), vault_state),
    "remember": Change(vault_before, on_vault(look_again), vault_state),
    "remove": Change(vault_before, on_vault(forget), vault_state),
    "document": Change(
        vault_before,
        on_vault(lambda vault: vault.keep_document(Document("https://a.example/", _BIG))),
        vault_state,
    ),
    "create": Change(lambda folder: folder, made_home, home_state),
    "set_ways": Change(
        made_home,
        lambda folder: home_in(folder).set_ways(
            Proof(PASSPHRASE), passphrase="new", use_keychain=False
        ),
        home_state,
    ),
}


def limit_files(bytes_: int, *, deadly: bool) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if deadly else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (bytes_, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    )


def at_the_nth_call(n: int, act: Callable[[], object]) -> None:
    count = 0

    def hook(event: str, _: object) -> None:
        nonlocal count
        if event in _CALLS:
            count += 1
            if count == n:
                act()

    sys.addaudithook(hook)


def at_the_nth_step(n: int) -> None:
    from wallet.store import cipher  # noqa: PLC0415 - patched in this process alone

    real = cipher.opened
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        if count == n:
            die()
        return 0

    def watched(path: Path, key: bytes) -> Any:
        connection = real(path, key)
        connection.set_progress_handler(tick, 1)
        return connection

    cipher.opened = watched


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepared(how: str, n: int, struck: list[int]) -> None:
    """Arrange what happens at ``n``; ``struck`` is told where the program can live on."""

    def fail() -> None:
        struck.append(n)
        raise OSError(28, "No space left on device")

    match how:
        case "step":
            at_the_nth_step(n)
        case "write" | "full":
            limit_files(512 * n, deadly=how == "write")
        case "call":
            at_the_nth_call(n, die)
        case "error":
            at_the_nth_call(n, fail)


def attempt(change: Change, folder: Path, how: str, n: int) -> int | None:
    """Run the change in a child; return its exit status, or None where it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            struck: list[int] = []
            prepared(how, n, struck)
            change.change(folder)
            status = _DONE_ALL_THE_SAME if struck else _DONE
        except VaultError as error:
            status = _FAILED if error.code in _TOLD else 1
        finally:
            os._exit(status)
    status = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None


def main(folder: Path, what: str, how: str) -> dict[str, int]:
    """Return how often the old and the new state was found, and how the children ended."""
    change = CHANGES[what]
    prepare(change, folder / "old")
    prepare(change, folder / "new")
    change.change(folder / "new")
    old, new = change.state(copy(folder, "old")), change.state(copy(folder, "new"))
    if old == new:
        raise AssertionError("the change cannot be seen")
    found = {"old": 0, "new": 0, "killed": 0, "failed": 0}
    n, status = 0, None
    while status != _DONE:
        n += _STRIDE[how]
        place = copy(folder, "old")
        status = attempt(change, place, how, n)
        if status not in (None, _DONE, _FAILED, _DONE_ALL_THE_SAME):
            raise AssertionError(f"ended with {status} at {n}")
        state = change.state(place)
        if state not in (old, new) or (status == _FAILED and state != old):
            raise AssertionError(f"neither old nor new at {n}: {state}")
        if status in (_DONE, _DONE_ALL_THE_SAME) and state != new:
            raise AssertionError(f"said to be done, and was not, at {n}")
        found["old" if state == old else "new"] += 1
        found["killed"] += status is None
        found["failed"] += status == _FAILED
    return found


def prepare(change: Change, folder: Path) -> None:
    folder.mkdir()
    change.before(folder)


def copy(folder: Path, name: str) -> Path:
    place = folder / "now"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / name, place)
    return place


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))  # noqa: T201
