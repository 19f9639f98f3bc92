# SPDX-License-Identifier: Apache-2.0
"""The options that mean the same in every command: one table for the parser, the environment and the configuration.

A command lists the names it takes; an option that is not built yet is not in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import PipelineError, quote

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Option:
    """One option.

    Parameters
    ----------
    name : str
        As in ``--name``, in configuration files, and (upper case, underscores) after ``QCOMPILE_``.
    help : str
        For ``--help``.
    read : callable (str) -> value, optional
        Raises ValueError on what it does not take; None makes the option a flag.
    takes : str
        What it takes, in words, for the error message.
    short : str, optional
        The letter.
    metavar : str, optional
        What stands for the value in ``--help``; the choices by default.
    default : object
        The value when nobody says anything.
    repeat : bool
        May be given several times; the value is a list.
    configured : bool
        Whether a configuration file may set it.
    """

    name: str
    help: str
    read: Callable[[str], Any] | None = None
    takes: str = ""
    short: str | None = None
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    repeat: bool = False
    configured: bool = True

    @property
    def key(self) -> str:
        """The attribute it is stored under."""
        return self.name.replace("-", "_")

    @property
    def flags(self) -> tuple[str, ...]:
        """How it is written on the command line."""
        return (f"-{self.short}", f"--{self.name}") if self.short else (f"--{self.name}",)

    def parse(self, text: str, said_as: str | None = None) -> Any:
        """Read a value.

        Raises
        ------
        PipelineError
            QC402 with what the option takes.
        """
        assert self.read is not None
        try:
            return self.read(text)
        except ValueError:
            raise PipelineError(
                f"`{said_as or '--' + self.name}` takes {self.takes}, got `{quote(text)}`",
                code="QC402",
                help=suggestion(text, self.choices),
            ) from None


def suggestion(word: str, known: object) -> str | None:
    """Return help that names the nearest of the known words, or None if none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)  # type: ignore[call-overload]
    return f"did you mean `{near[0]}`?" if near else None


def _choice(
    name: str, help: str, choices: str, default: str | None, short: str | None = None
) -> Option:
    words = tuple(choices.split())

    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    takes = f"{', '.join(words[:-1])} or {words[-1]}" if words[1:] else words[0]
    return Option(
        name, help, read, takes, short, metavar="|".join(words), choices=words, default=default
    )


def _whole(low: int, high: int | None = None) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if value < low or (high is not None and value > high):
            raise ValueError
        return value

    return read


def _error(text: str) -> float:
    value = float(text)
    if not 0.0 <= value < 2.0:  # no two unitaries are further apart than 2
        raise ValueError
    return value


def _layout(text: str) -> tuple[int | None, ...] | None:
    if text == "auto":
        return None
    return tuple(
        None if part.strip() == "-" else _whole(0, 10**9)(part) for part in text.split(",")
    )


def _health(text: str) -> float:
    value = float(text)
    if not 0.0 <= value <= 1.0:
        raise ValueError
    return value


def _text(text: str) -> str:
    if not text:
        raise ValueError
    return text


def _limit(text: str) -> tuple[str, int]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ValueError
    return name, _whole(0)(value)


_OPTIONS = (
    Option(
        "target",
        "what to compile for: a device (`qcompile target list`), a device file, or all:N, line:N, ring:N, grid:RxC, "
        "heavy-hex:D",
        _text,
        "the name of a target or a device file",
        short="t",
        metavar="NAME|FILE",
    ),
    Option(
        "basis",
        "native gates of a generic target, such as cz,rz,sx,x or clifford+t",
        _text,
        "gate names separated by commas",
        metavar="GATES",
    ),
    Option(
        "level",
        "how much work to do: 0 translates, 1 is linear, 2 (default) resynthesises two-qubit blocks",
        _whole(0, 2),
        "0, 1 or 2",
        short="O",
        metavar="0..2",
        choices=("0", "1", "2"),
        default=2,
    ),
    _choice(
        "objective",
        "what to make small first (default two-qubit)",
        "two-qubit two-qubit-depth depth gates t-count t-depth fidelity duration",
        "two-qubit",
    ),
    Option(
        "seed",
        "the only source of randomness (default 0)",
        _whole(0, 2**64 - 1),
        "a whole number from 0 to 2^64 - 1",
        metavar="N",
        default=0,
    ),
    Option(
        "passes",
        'an explicit pipeline instead of a level, such as "cancel-inverses,merge-rotations"',
        _text,
        "names of passes separated by commas",
        metavar="PIPELINE",
    ),
    _choice(
        "verify",
        "check the result: whenever that is cheap (auto, default), always and step by step, never",
        "auto full off",
        "auto",
    ),
    _choice(
        "relation",
        "what must agree for two circuits to be the same",
        "operator layout instrument outcomes from-zero",
        None,
    ),
    Option("assume-zero", "inputs start in |0>; printed in the report when on", default=False),
    _choice(
        "permutation",
        "free: the output may end in a permutation of the qubits, recorded as final layout (default with a target)",
        "keep free",
        None,
    ),
    Option(
        "layout",
        "device qubits on which the program's qubits start; auto (default): wherever it is best",
        _layout,
        "auto, or qubits such as 3,0,1 with - for any",
        metavar="0,1,2",
    ),
    Option(
        "min-health",
        "device qubits below this are not used (0 to 1)",
        _health,
        "a number from 0 to 1",
        metavar="H",
        default=0.0,
    ),
    Option(
        "verbatim",
        "keep gates and places as they are, and only check that the target takes them",
        default=False,
    ),
    Option(
        "error",
        "total approximation allowed, in operator norm (default 0)",
        _error,
        "a number from 0 to 2",
        metavar="EPS",
        default=0.0,
    ),
    _choice(
        "from",
        "format of the input, else from its name, else from its content",
        "qasm2 braket-qasm cirq-json ionq pytket-json qpy quil stim",
        None,
    ),
    _choice(
        "to",
        "format of the output, else from its name",
        "qasm2 qasm3 json text braket-qasm cirq-json ionq pytket-json qir qpy quil stim svg quantikz",
        None,
    ),
    Option(
        "layout-from",
        "a report with the layouts of a circuit whose text carries none",
        _text,
        "a report written by --report",
        metavar="REPORT",
        configured=False,
    ),
    Option("lenient", "accept common deviations from the OpenQASM standard", default=False),
    Option(
        "include",
        "a folder to look for included files in; may be repeated",
        _text,
        "a folder",
        metavar="DIR",
        repeat=True,
        configured=False,
    ),
    Option(
        "limit",
        "raise or lower a documented limit of the reader; may be repeated",
        _limit,
        "NAME=NUMBER",
        metavar="NAME=N",
        repeat=True,
    ),
    _choice("message-format", "of errors and warnings (default full)", "full short json", "full"),
    Option(
        "jobs",
        "circuits compiled at once (default 1)",
        _whole(1, 1024),
        "a whole number from 1 to 1024",
        short="j",
        metavar="N",
        default=1,
    ),
    Option(
        "cache",
        "keep results, and find them again where the same is compiled (`qcompile cache dir`)",
        default=False,
    ),
    Option("quiet", "say nothing but errors", short="q", default=False),
    Option("verbose", "say what each pass did", short="v", default=False),
    _choice("color", "of tables (default auto: on a terminal)", "auto always never", "auto"),
)

TABLE = {option.name: option for option in _OPTIONS}

READ = ("from", "lenient", "include", "limit")
SPEAK = ("message-format", "quiet", "verbose", "color")
COMPILE = (
    "target",
    "basis",
    "level",
    "objective",
    "seed",
    "passes",
    "verify",
    "relation",
    "assume-zero",
    "permutation",
    "layout",
    "min-health",
    "verbatim",
    "error",
)
#: Pairs of options that cannot both be meant: on one command line an error, else what is said nearer wins.
CLASHES = (
    ("passes", "level"),
    ("quiet", "verbose"),
    ("verbatim", "level"),
    ("verbatim", "passes"),
    ("verbatim", "layout"),
)
