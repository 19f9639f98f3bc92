# SPDX-License-Identifier: Apache-2.0
"""From words to a command: find it, parse its arguments, fill in what the environment and the configuration say."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import PipelineError, QCompileWarning, quote
from ..options import CLASHES
from . import COMMANDS
from .options import SPEAK, TABLE, suggestion

if TYPE_CHECKING:
    from types import ModuleType

    from .talk import Talk

EPILOG = "qcompile COMMAND --help says more. qcompile IN... means qcompile compile IN..."
DEFAULT_COMMAND = "compile"


def dispatch(arguments: list[str], talk: Talk) -> int:
    """Run one command line; returns its exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        from .stdout import to_stdout

        if arguments:
            to_stdout(overview())
            return 0
        talk.error(PipelineError("what should be compiled?", code="QC401", help="qcompile --help"))
        return 2
    name, rest = split(arguments)
    command = load(name)
    options = parse(name, command, rest)
    talk.format = options.message_format
    talk.verbosity = -1 if options.quiet else int(options.verbose)
    talk.color = options.color
    _route_warnings(talk)
    status: int = command.run(options, talk)
    return status


def _route_warnings(talk: Talk) -> None:
    """Show the library's warnings as messages; nobody else's warnings are the user's business."""
    import warnings

    def show(message: Warning | str, *_args: object, **_named: object) -> None:
        if isinstance(message, QCompileWarning):
            talk.show_diagnostic(message.diagnostic)

    warnings.simplefilter("ignore")
    warnings.simplefilter("always", QCompileWarning)
    warnings.showwarning = show


def overview() -> str:
    """Return what ``qcompile --help`` prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {help}" for name, help in COMMANDS.items()]
    return "\n".join(
        [
            "usage: qcompile COMMAND [options]",
            "       qcompile --version",
            "",
            *lines,
            "",
            EPILOG,
            "",
        ]
    )


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the command and its arguments; options that every command has may stand before it."""
    at = 0
    while at < len(arguments):
        option = _speaks(arguments[at])
        if option is None:
            break
        at += 2 if option.read is not None and "=" not in arguments[at] else 1
    if at < len(arguments) and arguments[at] in COMMANDS:
        return arguments[at], arguments[:at] + arguments[at + 1 :]
    return DEFAULT_COMMAND, arguments


def _speaks(word: str) -> Any:
    name = word.partition("=")[0]
    return next((TABLE[key] for key in SPEAK if name in TABLE[key].flags), None)


def load(name: str) -> ModuleType:
    """Import the file of a command."""
    return import_module(f".{name}", __package__)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are the library's."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        raise PipelineError(
            message.replace("argument ", "", 1), code="QC401", help=f"{self.prog} --help"
        )

    def _print_message(self, message: str, file: Any = None) -> None:
        from .stdout import to_stdout

        to_stdout(message)


def width() -> int:
    """Return the columns of the terminal; argparse, left to itself, loads shutil for it at every start."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return max(int(columns), 40)
    try:
        return max(os.get_terminal_size(1).columns, 40)
    except OSError:
        return 80


def parser(name: str, command: ModuleType, prog: str = "qcompile") -> Parser:
    """Return the parser of one command."""
    columns = width()
    made = Parser(
        prog=f"{prog} {name}",
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
        allow_abbrev=False,
        formatter_class=lambda prog: argparse.HelpFormatter(
            prog, max_help_position=30, width=columns - 2
        ),
    )
    fill(made, command)
    return made


def fill(made: argparse.ArgumentParser, command: ModuleType) -> None:
    """Give a parser the arguments of a command, its own first."""
    command.add_arguments(made)
    for key in (*command.OPTIONS, *SPEAK):
        option = TABLE[key]
        if option.read is None:
            made.add_argument(
                *option.flags, dest=option.key, help=option.help, action="store_true", default=None
            )
        else:
            made.add_argument(
                *option.flags,
                dest=option.key,
                help=option.help,
                metavar=option.metavar,
                type=option.parse,
                action="append" if option.repeat else "store",
            )


def parse(name: str, command: ModuleType, arguments: list[str]) -> argparse.Namespace:
    """Parse, then fill in: command line over environment over configuration over default.

    ``options.said`` is the set of keys that were given on the command line: only those can contradict each other.
    """
    made = parser(name, command)
    options, extra = made.parse_known_args(arguments)
    if any(not word.startswith("-") or word == "-" for word in extra):
        # Files after options; looked for only now, since it loads what formats help.
        options, extra = made.parse_known_intermixed_args(arguments)
    if extra:
        raise _unknown(extra[0], made)
    from ..configuration import configured

    file = configured()
    options.said = set()
    for key in (*command.OPTIONS, *SPEAK):
        option = TABLE[key]
        if getattr(options, option.key) is not None:
            options.said.add(key)
            continue
        value = _from_environment(key)
        if value is None:
            value = file.get(key, option.default)
        setattr(options, option.key, value)
    _contradictions(options)
    _override(options)
    return options


def _unknown(word: str, made: argparse.ArgumentParser) -> PipelineError:
    name = word.partition("=")[0]
    known = [flag for action in made._actions for flag in action.option_strings]
    return PipelineError(
        f"unknown option `{quote(name)}`"
        if word.startswith("-")
        else f"unexpected `{quote(word)}`",
        code="QC401",
        help=suggestion(name, known) or f"{made.prog} --help",
    )


def _from_environment(key: str) -> Any:
    option = TABLE[key]
    variable = f"QCOMPILE_{option.key.upper()}"
    text = os.environ.get(variable)
    if not text:
        return None
    if option.read is None:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise PipelineError(f"`{variable}` takes 0 or 1, got `{quote(text)}`", code="QC402")
    if option.repeat:
        return [option.parse(part, variable) for part in text.split(os.pathsep) if part]
    return option.parse(text, variable)


def _contradictions(options: argparse.Namespace) -> None:
    for one, other in CLASHES:
        if {one, other} <= options.said:
            raise contradiction(f"--{one}", f"--{other}")
    if "relation" in options.said and getattr(options, "verify", None) == "off":
        raise contradiction("--relation", "--verify off")


def _override(options: argparse.Namespace) -> None:
    """Let what was said on the command line win over its opposite from elsewhere."""
    for one, other in CLASHES:
        for said, opposite in ((one, other), (other, one)):
            if said in options.said and getattr(options, opposite, None):
                setattr(options, opposite, None)


def contradiction(one: str, other: str, help: str = "give one of them") -> PipelineError:
    """Return the error for two options that contradict each other."""
    return PipelineError(f"`{one}` contradicts `{other}`", code="QC407", help=help)
