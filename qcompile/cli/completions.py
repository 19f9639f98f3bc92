# SPDX-License-Identifier: Apache-2.0
"""``qcompile completions``: the completion script of a shell, printed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from . import COMMANDS
from .dispatch import fill, load
from .options import TABLE
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = ()
SHELLS = ("bash", "zsh", "fish", "tcsh")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))


def run(options: Namespace, talk: Talk) -> int:
    """Print the script for one shell."""
    import shtab

    to_stdout(shtab.complete(whole_parser(), shell=options.shell) + "\n")
    return 0


def whole_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands at once, which only completion needs."""
    import shtab

    whole = argparse.ArgumentParser(prog="qcompile", allow_abbrev=False)
    whole.add_argument("--version", action="store_true", help="print the version")
    commands = whole.add_subparsers(metavar="COMMAND")
    for name, help in COMMANDS.items():
        made = commands.add_parser(name, help=help, description=help)
        fill(made, load(name))
        for action in made._actions:
            option = TABLE.get(action.dest.replace("_", "-"))
            if option is not None and option.choices:
                action.choices = option.choices
            elif option is None or option.metavar in ("DIR", "FILE"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    return whole
