"""argparse in the language of whoever asked: its help, and one sentence for a mistake."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from functools import partial
from typing import Any, Final, NoReturn

from wallet.errors import UnusableInput
from wallet.i18n import N_, Words

_ITS_OWN: Final = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
)
"""What argparse writes into help of itself."""
_MISTAKES: Final = (
    (r"the following arguments are required: (?P<names>.*)", N_("{names} is missing")),
    (r"unrecognized arguments: (?P<names>.*)", N_("{names} is not known here")),
    (
        r"argument (?P<name>.*?): invalid choice: (?P<value>.*) \(choose from (?P<known>.*)\)",
        N_("{name} cannot be {value} (only {known})"),
    ),
    (
        r"argument (?P<name>.*?): expected (?:one|at least one) argument",
        N_("{name} needs something after it"),
    ),
    (
        r"argument (?P<name>.*?): ignored explicit argument (?P<value>.*)",
        N_("{name} takes no {value}"),
    ),
    (
        r"ambiguous option: (?P<name>.*?) could match (?P<known>.*)",
        N_("{name} may be any of {known}"),
    ),
)
"""What argparse says of a mistake, always in English, and what is said instead."""


class Lines(argparse.HelpFormatter):
    """Help in a language, for whose width argparse itself would load five modules."""

    def __init__(self, prog: str, words: Words) -> None:
        """Take the language; what is added to it later is in English."""
        self._words = words
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=max(columns, 22) - 2)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add how it is called."""
        named = self._words(_ITS_OWN[0]) if prefix is None else prefix
        super().add_usage(usage, actions, groups, named)

    def add_text(self, text: str | None) -> None:
        """Add a paragraph, translated."""
        super().add_text(None if text is None else self._words(text))

    def start_section(self, heading: str | None) -> None:
        """Begin a section, its heading translated."""
        super().start_section(None if heading is None else self._words(heading))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return None if action.help is None else self._words(action.help)


class Parser(argparse.ArgumentParser):
    """Raises one sentence where argparse would print several lines and exit."""

    def __init__(self, *, words: Words, **settings: Any) -> None:
        """Take the language of its help, and what argparse takes."""
        super().__init__(formatter_class=partial(Lines, words=words), **settings)
        self._words: Final = words

    def add_subparsers(self, **settings: Any) -> Any:
        """Let every subcommand speak the same language."""
        subparser = partial(Parser, words=self._words)
        return super().add_subparsers(**{**settings, "parser_class": subparser})

    def error(self, message: str) -> NoReturn:
        """Raise UnusableInput "usage" with a sentence for ``message``."""
        advice = N_("learner-wallet --help shows what can be asked")
        for pattern, sentence in _MISTAKES:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise UnusableInput("usage", sentence, advice, **found.groupdict())
        raise UnusableInput("usage", N_("{message}"), advice, message=message)
