"""What can be typed: options before or after any subcommand, and the subcommands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Final

from wallet import __version__
from wallet.cli.parsing import Parser
from wallet.errors import UnusableInput
from wallet.i18n import LANGUAGES, N_, Words

argparse._ = str  # type: ignore[attr-defined]  # its own words, in English: gettext loads locale

SORT_KEYS: Final = ("added", "name", "issuer", "issued", "expires")
FORMS: Final = ("link", "qr", "html", "presentation", "file", "pdf")
CALENDARS: Final = ("alarms", "days")
CV_FORMS: Final = (
    "linkedin", "text", "markdown", "html", "json-resume", "rendercv", "latex", "latex-plain",
    "europass", "europass-list", "ler-rs", "csv", "docx", "odt", "pdf", "skills",
)  # fmt: skip
CV_CHOICES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "order": (("chosen", "newest", "oldest", "name", "expires"), N_("in which order")),
    "grouping": (("none", "issuer", "skill"), N_("under which headings")),
    "length": (("short", "long"), N_("how much of each")),
    "link": (
        ("none", "issuer", "any"),
        N_("the issuer's page, or your own link where it has none"),
    ),
    "expired": (("label", "leave-out"), N_("what to do with badges that have expired")),
    "language": (("en", "fr"), N_("the language of labels")),
    "dates": (("day", "month", "year", "iso"), N_("how dates are written")),
}
"""What can be chosen of a CV, by the names of its profiles; what is said of it."""
CV_SWITCHES: Final = {
    "skills": N_("name the skills that badges state"),
    "results": N_("name results, e.g. scores"),
    "qr": N_("a QR code of each address, where the form can have one"),
    "bom": N_("begin a table as Excel needs it"),
}
STANDINGS: Final = ("current", "expired", "not-yet-valid", "revoked", "suspended", "unknown")


def parse(argv: Sequence[str], language: Words) -> argparse.Namespace:
    """Return what was asked; UnusableInput "usage" where it cannot be understood.

    Where help was asked for, it is printed in ``language``, and SystemExit ends the program.
    """
    words = _with_dropped_tags(argv)
    first = next((word for word in words if word in _SUBCOMMANDS or word in _HELP), None)
    named = None if first in _HELP else first
    try:
        # The one that was probably meant; all of them, which takes 10 ms, where it was not.
        asked = _parser(language, only=named).parse_args(words)
    except UnusableInput:
        if named is None:
            raise
        asked = _parser(language).parse_args(words)
    for name, default in _DEFAULTS.items():
        if not hasattr(asked, name):
            setattr(asked, name, default)
    return asked


_HELP: Final = ("-h", "--help")
DROPPED: Final = "\0-"
"""What ``-T`` of the subcommand tag is written as while argparse looks for options."""


def _with_dropped_tags(argv: Sequence[str]) -> list[str]:
    if "tag" not in argv:
        return list(argv)
    place = list(argv).index("tag")
    return [
        DROPPED + word[1:]
        if number > place and word[:1] == "-" and word[:2] != "--" and word not in ("-v", "-h", "-")
        else word
        for number, word in enumerate(argv)
    ]


_DEFAULTS: Final = {
    "home": None,
    "passphrase_file": None,
    "json": False,
    "online": False,
    "now": None,
    "lang": None,
    "verbose": False,
}


def _options(language: Words) -> Parser:
    """Return the options that may stand before or after a subcommand."""
    parser = Parser(words=language, add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group(N_("options before or after any subcommand"))
    group.add_argument("--home", metavar="DIR", help=N_("where the wallet lives"))
    group.add_argument(
        "--passphrase-file", metavar="FILE", help=N_("unlock with the first line of FILE")
    )
    group.add_argument(
        "--json", action="store_true", help=N_("one JSON document on standard output")
    )
    group.add_argument(
        "--online", action="store_true", help=N_("this one command may use the network")
    )
    group.add_argument("--now", metavar="TIME", help=N_("judge as of this RFC 3339 instant"))
    group.add_argument("--lang", choices=LANGUAGES, help=N_("language of what people read"))
    group.add_argument("-v", "--verbose", action="store_true", help=N_("say more"))
    return parser


def _parser(language: Words, *, only: str | None = None) -> argparse.ArgumentParser:
    """Return what understands all subcommands, or ``only`` one."""
    options = _options(language)
    parser = Parser(
        words=language,
        prog="learner-wallet",
        description=N_(
            "An offline wallet for digital badges and micro-credentials. Without a subcommand it"
            " opens its window."
        ),
        parents=[options],
    )
    parser.add_argument("--version", action="version", version=f"learner-wallet {__version__}")
    parser.add_argument(
        "--tray", action="store_true", help=N_("open no window: stay locked in the system's tray")
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (text, fill) in _SUBCOMMANDS.items():
        if only in (None, name):
            fill(commands.add_parser(name, help=text, description=text, parents=[options]), options)
    return parser


def _verify(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=N_('file, folder, or "-"'))
    parser.add_argument(
        "--identity",
        action="append",
        default=[],
        metavar="EMAIL",
        help=N_("an address of the recipient; may be repeated"),
    )
    parser.add_argument("--documents", metavar="DIR", help=N_("a folder of saved web documents"))
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="FILE",
        help=N_("a registry of issuers to go by; may be repeated"),
    )
    parser.add_argument("--audience", metavar="NAME", help=N_("for whom a presentation must be"))
    parser.add_argument("--nonce", metavar="N", help=N_("what a presentation must repeat"))


def _init(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument(
        "--keychain", action="store_true", help=N_("unlock by the system's keychain")
    )
    parser.add_argument(
        "--passphrase",
        action="store_true",
        help=N_("unlock by a passphrase; with --keychain, both are needed together"),
    )


def _demo(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("--window", action="store_true", help=N_("open it in the window"))


def _add(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH|URL|-")


def _list(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("--search", metavar="TEXT", help=N_("only those in which this stands"))
    parser.add_argument("--standing", choices=STANDINGS, help=N_("only those that stand so"))
    parser.add_argument("--tag", metavar="T", help=N_("only those with this tag"))
    parser.add_argument("--sort", choices=SORT_KEYS, default="added", help=N_("by what to sort"))


def _one(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("id", metavar="ID")


def _several(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")


def _tag(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("words", nargs="+", metavar="ID… +T -T")


def _check(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--documents", metavar="DIR", help=N_("saved web documents to take in"))


def _identity(parser: argparse.ArgumentParser, options: Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.required = True
    for name, text in _IDENTITY_ACTIONS:
        action = actions.add_parser(name, help=text, parents=[options])
        if name != "list":
            action.add_argument("identities", nargs="+", metavar="EMAIL")


_IDENTITY_ACTIONS: Final = (
    ("add", N_("remember one")),
    ("remove", N_("forget one")),
    ("list", N_("show them")),
)


def _share(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument(
        "ids", nargs="+", metavar="ID", help=N_('badges; "list" shows what was shared')
    )
    parser.add_argument("--as", dest="form", choices=FORMS, help=N_("what to make of them"))
    parser.add_argument("--out", metavar="PATH", help=N_("the file, or a folder for it"))
    parser.add_argument(
        "--base", metavar="URL", help=N_("the page that a link leads to; remembered")
    )
    parser.add_argument("--audience", metavar="NAME", help=N_("to whom they are handed over"))
    parser.add_argument("--expires", metavar="7d", help=N_("until when a presentation holds"))
    parser.add_argument("--nonce", metavar="N", help=N_("what the audience asked to be repeated"))
    parser.add_argument(
        "--reveal",
        metavar="[ID:]FIELDS",
        action="append",
        help=N_(
            "the only fields to show, of every badge or of one that can be cut; may be repeated"
        ),
    )
    parser.add_argument(
        "--unsigned",
        action="store_true",
        help=N_("a presentation that nobody signs, for wallets that read no other"),
    )
    parser.add_argument(
        "--preview", action="store_true", help=N_("list every field that would leave, and stop")
    )


def _cv(parser: argparse.ArgumentParser, _options: Parser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help=N_('badges; "profiles" lists choices'))
    parser.add_argument("--as", dest="form", choices=CV_FORMS, help=N_("what to make of them"))
    parser.add_argument("--out", metavar="PATH", help=N_("the file, or a folder for it"))
    parser.add_argument("--into", metavar="FILE", help=N_("the resume.json to merge them into"))
    parser.add_argument(
        "--dry-run", action="store_true", help=N_("with --into: say what would change, and no more")
    )
    parser.add_argument("--profile", metavar="NAME", help=N_("begin with the choices kept so"))
    parser.add_argument("--save-profile", metavar="NAME", help=N_("keep these choices"))
    parser.add_argument(
        "--forget", metavar="NAME", help=N_('with "profiles": forget these choices')
    )
    parser.add_argument("--base", metavar="URL", help=N_("the page that your own links lead to"))
    parser.add_argument(
        "--organization",
        metavar="ID",
        help=N_(
            "the issuer's number or page on LinkedIn; remembered, and forgotten with an empty one"
        ),
    )
    for name, (values, text) in CV_CHOICES.items():
        parser.add_argument(f"--{name}", choices=values, help=text)
    for name, text in CV_SWITCHES.items():
        action = argparse.BooleanOptionalAction
        parser.add_argument(f"--{name}", action=action, default=None, help=text)


def _export(parser: argparse.ArgumentParser, options: Parser) -> None:
    _several(parser, options)
    parser.add_argument("--out", required=True, metavar="DIR", help=N_("the folder for them"))


def _stack(parser: argparse.ArgumentParser, options: Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.required = True
    for name, (text, arguments) in _STACK_ACTIONS.items():
        action = actions.add_parser(name, help=text, description=text, parents=[options])
        for argument in arguments:
            action.add_argument(argument, metavar=argument.upper())
        if name == "import":
            action.add_argument("files", nargs="+", metavar="FILE")
        if name in _SHOWING:
            action.add_argument(
                "--without",
                action="append",
                default=[],
                metavar="ID",
                help=N_("how far it would be without this badge"),
            )
            action.add_argument("--on", metavar="DATE", help=N_("how far it would be on that day"))
        elif name == "hints":
            action.add_argument("--keep", metavar="NAME", help=N_("take this one in"))
        elif name in ("export", "print"):
            action.add_argument("--out", metavar="PATH", help=N_("the file, or a folder for it"))


_STACK_ACTIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "import": (N_("take in what a larger credential asks for (CTDL)"), ()),
    "hints": (N_("larger credentials that records in the wallet hint at"), ()),
    "list": (N_("larger credentials, and how far each is"), ()),
    "show": (N_("all about one: what counts, what is missing, what would lapse"), ("name",)),
    "export": (N_("write its definition, as it came in"), ("name",)),
    "print": (N_("write how far it is as a PDF, for an adviser"), ("name",)),
    "remove": (N_("forget it; no badge is touched"), ("name",)),
    "pin": (N_("place a badge in one of its places"), ("name", "slot", "id")),
    "leave-out": (N_("let a badge count nowhere in it"), ("name", "id")),
    "confirm": (N_("say yourself what no badge can tell"), ("name", "text")),
    "undo": (N_("take back what was decided of a badge or a text"), ("name", "text")),
}
_SHOWING: Final = frozenset({"show", "pin", "leave-out", "confirm", "undo"})


def _remind(parser: argparse.ArgumentParser, options: Parser) -> None:
    parser.add_argument("--within", metavar="90d", help=N_("only what lapses in that time"))
    parser.add_argument("--ics", metavar="FILE", help=N_("write it as a calendar file, too"))
    parser.add_argument(
        "--notify", action="store_true", help=N_("show what is due as notifications, asking nobody")
    )
    parser.add_argument("--wait", metavar="2m", help=N_("how long --notify waits for answers (2m)"))
    parser.add_argument("--year", metavar="FILE", help=N_("draw what is valid when (SVG), too"))
    parser.add_argument(
        "--span",
        choices=("next", "this-year", "all"),
        help=N_("what is drawn: the next 12 months, this year, or all"),
    )
    _form(parser, None)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    for name, (text, arguments) in _REMIND_ACTIONS.items():
        action = actions.add_parser(name, help=text, description=text, parents=[options])
        for argument in arguments:
            action.add_argument(argument, metavar=argument.upper())
        if name == "snooze":
            action.add_argument(
                "--until", required=True, metavar="DATE", help=N_("the day on which to tell again")
            )
        elif name == "keep-ics":
            _form(action, argparse.SUPPRESS)  # so that one before the action stands
        elif name == "autostart":
            action.add_argument("wanted", choices=("on", "off", "state"))


def _form(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--form",
        choices=CALENDARS,
        default=default,
        help=N_(
            "one event with alarms for each end, or one all-day event for each reminder (Outlook,"
            " Google)"
        ),
    )


_REMIND_ACTIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "snooze": (N_("tell nothing of a badge until a day"), ("id",)),
    "dismiss": (N_("a badge is no longer needed: tell nothing of it"), ("id",)),
    "undo": (N_("take back that a badge was snoozed or dismissed"), ("id",)),
    "every": (N_('days before an end, "90,30,7,0"; of ID, or of all ("default")'), ("id", "days")),
    "autostart": (N_("whether the wallet waits in the tray from the session's start"), ()),
    "keep-ics": (N_('keep a calendar file up to date in a folder, or "off"'), ("folder",)),
}


def _nothing(_parser: argparse.ArgumentParser, _options: Parser) -> None:
    """Take no arguments."""


_SUBCOMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser, Parser], None]]]] = {
    "verify": (N_("say of each badge whether it is true; writes nothing"), _verify),
    "init": (N_("make the wallet; the recovery code is printed once"), _init),
    "demo": (N_("a throw-away wallet of sample badges, to look around in"), _demo),
    "add": (N_("take badges into the wallet"), _add),
    "list": (N_("what is in the wallet"), _list),
    "show": (N_("all about one badge"), _one),
    "remove": (N_("remove badges for good"), _several),
    "tag": (N_("add (+T) and drop (-T) tags of your own"), _tag),
    "check": (N_("verify again what is in the wallet"), _check),
    "identity": (N_("your own addresses and names, for matching recipients"), _identity),
    "share": (N_("hand badges over: as a link, a QR code, a presentation or a file"), _share),
    "cv": (N_("badges for a CV: as each place wants them"), _cv),
    "stack": (N_("larger credentials: what your badges add up to"), _stack),
    "remind": (N_("what lapses when, and what each lapse breaks"), _remind),
    "export": (N_("write the original bytes, exactly as they came in"), _export),
    "doctor": (N_("paths, versions, keychain and the state of the wallet's files"), _nothing),
}
"""What can be asked: what is said of it, and what takes its arguments."""
