"""Take the pictures of the window that README.md shows: ``python packaging/screenshots.py``.

Runs without a display (Qt's offscreen platform) on the samples, on a fixed day. With names of
other pages after ``--also FOLDER`` it takes those too, to look at while working on them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication  # noqa: E402 - after the platform is chosen
from PySide6.QtWidgets import QWidget  # noqa: E402

from wallet.app import App  # noqa: E402
from wallet.cli import demo  # noqa: E402
from wallet.gui import theme  # noqa: E402
from wallet.gui.main import application_for  # noqa: E402
from wallet.gui.window import Window  # noqa: E402
from wallet.i18n import Words  # noqa: E402
from wallet.share.forms import Options  # noqa: E402
from wallet.store.home import WalletHome  # noqa: E402
from wallet.store.slots import Argon2Cost  # noqa: E402
from wallet.verify import trust  # noqa: E402

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OUT = ROOT / "resources" / "screenshots"
SECRET = "screenshots"  # noqa: S105 - of a wallet that lasts a second


def app_in(folder: Path) -> App:
    """Return an App on an empty folder, with the samples' registry and a fixed clock."""
    registries = (*trust.read(ROOT / "resources/samples/registry.json"), *trust.shipped())
    cost = Argon2Cost(memory=64, passes=1, lanes=1)
    home = WalletHome(folder, keychain=lambda: None, cost=cost)
    return App(home, clock=lambda: NOW, registries=registries)


def settle(seconds: float = 1.2) -> None:
    """Let the window do what it has to do."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QGuiApplication.processEvents()
        time.sleep(0.01)


def take(widget: QWidget, path: Path) -> None:
    """Save a picture of ``widget``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(path))
    print(f"{path} {path.stat().st_size // 1024} KB")


def before(app: App, words: Words, out: Path) -> None:
    """Take the pages that come before the wallet is filled."""
    window = shown(app, words)
    take(window, out / "empty.png")
    window.recovery.show_code("4W0W-4K3D-WT50-B53F-W081-A3SM-WVKA")
    for face in ("welcome", "recovery", "unlock"):
        window.stack.setCurrentWidget(getattr(window, face))
        settle(0.3)
        take(window, out / f"{face}.png")
    window.finish()


def shown(app: App, words: Words) -> Window:
    """Return the window on ``app``, filled."""
    window = Window(app, words)
    window.resize(1280, 800)
    window.show()
    window.start()
    settle(2)
    return window


def share(app: App, window: Window, ids: list[str], out: Path) -> None:
    """Take the page of sharing, an interview, and what was shared."""
    app.set_setting("share-base", "https://badges.example.org/v")
    window.house.share(ids)
    settle()
    take(window, out / "share.png")
    window.house.sharing.page.action.click()
    settle(3)
    interview = window.house.sharing.interview
    if interview is not None:
        interview.resize(1280, 800)
        settle(0.3)
        take(interview, out / "interview.png")
        interview.close()
    window.house.show_shared()
    settle(0.4)
    if out is not OUT:
        take(window, out / "shared.png")


def stacks(window: Window, out: Path) -> None:
    """Take the pages of stacks."""
    stacking = window.house.stacking
    stacking.show_all()
    settle()
    take(window, out / "stacks.png")
    stacking.open("https://college.example/stacks/care-practice")
    settle()
    take(window, out / "stack.png")
    if out is OUT:
        return
    for place in (400, 900, 1500):
        stacking.page.area.verticalScrollBar().setValue(place)
        settle(0.3)
        take(window, out / f"stack-{place}.png")
    stacking.write()
    settle(0.6)
    stacking.form.name.setText("Crew of the Lifeboat")
    badge = stacking.form.groups[0].rows[0].badge
    badge.chosen.emit(next(iter(badge.held.by_id)))
    stacking.form.more_sums.click()
    stacking.form.sums[0].value.setText("10")
    settle(0.6)
    take(window, out / "stack-form.png")


def agenda(window: Window, out: Path) -> None:
    """Take the agenda, and the year at a glance."""
    reminding = window.house.reminding
    reminding.show_agenda()
    settle()
    take(window, out / "agenda.png")
    reminding.show_year()
    settle(0.6)
    take(window, out / "year.png")
    if out is OUT:
        return
    reminding.show_agenda()
    settle(0.6)
    reminding.page.calendar_button.click()
    settle(0.4)
    take(window, out / "agenda-calendar.png")
    reminding.page.days_button.click()
    settle(0.4)
    take(window, out / "agenda-days.png")
    reminding.page.close_panel()


def cv(window: Window, ids: list[str], out: Path) -> None:
    """Take the page of CVs, and where they go."""
    making = window.house.cv
    making.begin(ids)
    settle()
    choices = making.page.choices
    choices.switches["qr"].click()
    settle(0.6)
    take(window, out / "cv.png")
    if out is OUT:
        return
    for key in ("linkedin", "json-resume", "skills"):
        choices.form.setCurrentIndex(choices.form.findData(key))
        settle(0.6)
        take(window, out / f"cv-{key}.png")


def check(app: App, window: Window, ids: list[str], out: Path) -> None:
    """Take the page of checking, with a presentation of these badges on it."""
    options = Options(audience="Harbour Hospital")
    handed = app.share(ids, "presentation", options, app.home.path.parent)
    window.house.show_check()
    window.house.take(list(handed.paths))
    settle()
    take(window, out / "check.png")


def main() -> None:
    """Take the pictures."""
    also = Path(sys.argv[sys.argv.index("--also") + 1]) if "--also" in sys.argv else None
    words = Words("fr" if "--fr" in sys.argv else "en")
    if "--dark" in sys.argv:
        theme.colours = lambda: theme.DARK
    application_for([])
    with tempfile.TemporaryDirectory() as place:
        app = app_in(Path(place) / "wallet")
        app.create(passphrase=SECRET, keychain=False)
        if also:
            before(app, words, also)
            app.unlock(passphrase=SECRET)
        demo.fill(app)
        window = shown(app, words)
        take(window, (also or OUT) / "gallery.png")
        names = {entry.file_name: entry.id for entry in app.entries()}
        window.house.open_badge(names["dementia-care.json"])
        settle()
        take(window, (also or OUT) / "badge.png")
        share(app, window, [names["dementia-care.json"], names["choir-leading.json"]], also or OUT)
        several = ("dementia-care.json", "first-aid.png", "welding-safety.jws", "food-hygiene.svg")
        cv(window, [names[one] for one in several], also or OUT)
        stacks(window, also or OUT)
        agenda(window, also or OUT)
        if also:
            for name in ("project-coordination-altered.json", "choir-leading.json"):
                window.house.open_badge(names[name])
                settle()
                window.house.detail.area.verticalScrollBar().setValue(350)
                settle(0.2)
                take(window, also / f"{name}.png")
            check(app, window, [names["dementia-care.json"]], also)
            window.house.sidebar.rooms["settings"].click()
            settle(0.4)
            take(window, also / "settings.png")
            window.resize(800, 600)
            window.house.show_badges()
            settle(0.6)
            take(window, also / "small.png")
        window.finish()


if __name__ == "__main__":
    main()
