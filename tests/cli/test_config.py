# SPDX-License-Identifier: Apache-2.0
"""Where options come from: command line over environment over the nearest file over defaults."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Command


def options(qcompile: Command, *arguments: str) -> dict[str, Any]:
    """Return the options in force, and the seed, as the report says them."""
    done = qcompile("in.qasm", "--json", *arguments)
    assert 0 == done.status, done.err
    report = json.loads(done.out)
    return {**report["options"], "seed": report["seed"]}


def test_order_of_precedence(qcompile: Command) -> None:
    assert (2, 0) == tuple(options(qcompile)[key] for key in ("level", "seed"))
    qcompile.write("qcompile.toml", "level = 1\nseed = 3\n")
    assert (1, 3) == tuple(options(qcompile)[key] for key in ("level", "seed"))
    qcompile.environment["QCOMPILE_SEED"] = "5"
    assert (1, 5) == tuple(options(qcompile)[key] for key in ("level", "seed"))
    assert (0, 7) == tuple(
        options(qcompile, "-O0", "--seed", "7")[key] for key in ("level", "seed")
    )


def test_nearest_file_upwards(qcompile: Command) -> None:
    above = qcompile.folder.parent
    (above / "qcompile.toml").write_text("seed = 1\n")
    assert 1 == options(qcompile)["seed"]
    qcompile.write("pyproject.toml", '[project]\nname = "qcompile-user"\n')
    assert 1 == options(qcompile)["seed"], "a project file that does not speak of us is passed by"
    qcompile.write("pyproject.toml", "[tool.qcompile]\nseed = 2\n")
    assert 2 == options(qcompile)["seed"]
    qcompile.write("qcompile.toml", "seed = 4\n")
    assert 4 == options(qcompile)["seed"]


def test_lists_and_flags(qcompile: Command) -> None:
    qcompile.write("qcompile.toml", 'basis = ["cz", "rz", "sx", "x"]\nassume-zero = true\n')
    found = options(qcompile)
    assert ({"cz", "rz", "sx", "x"}, True) == (set(found["basis"]), found["assume_zero"])


def test_command_line_overrides_the_opposite_from_a_file(qcompile: Command) -> None:
    qcompile.write("qcompile.toml", 'passes = "decompose"\nquiet = true\n')
    assert None is options(qcompile)["level"]
    assert 1 == options(qcompile, "-O1")["level"]
    assert "in.qasm" in qcompile("in.qasm", "-v").err


def test_keys_of_the_project_are_accepted(qcompile: Command) -> None:
    qcompile.write(
        "pyproject.toml",
        '[tool.qcompile]\nlevel = 2\ninclude = ["circuits/**/*.qasm"]\n'
        '[tool.qcompile.check]\nbaseline = "b.json"\n[tool.qcompile.budget."a.qasm"]\ntwo_qubit = 240\n',
    )
    assert 2 == options(qcompile)["level"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levle = 2", "did you mean `level`?"),
        ("message_format = 'short'", "did you mean `message-format`?"),
        ("output = 'x'", "unknown key `output`"),
        ("level = 9", "`level` takes 0, 1 or 2, got `9`"),
        ("level = true", "`level` takes"),
        ("quiet = 'yes'", "`quiet` takes true or false"),
        ("include = 'x'", "`include` takes a list"),
        ("level = ", "not TOML"),
        ("seed = {a = 1}", "`seed` takes"),
    ],
)
def test_mistakes(qcompile: Command, text: str, said: str) -> None:
    path = qcompile.write("qcompile.toml", text + "\n")
    done = qcompile("in.qasm")
    assert (2, "") == (done.status, done.out)
    assert done.err.startswith("error[QC405]: ")
    assert path.name in done.err
    assert said in done.err


def test_mistakes_in_the_environment(qcompile: Command) -> None:
    qcompile.environment["QCOMPILE_LEVEL"] = "high"
    done = qcompile("in.qasm")
    assert 2 == done.status
    assert "`QCOMPILE_LEVEL` takes 0, 1 or 2, got `high`" in done.err
    assert 0 == qcompile("in.qasm", "-O1").status


def test_other_peoples_broken_project_file_is_not_our_business(qcompile: Command) -> None:
    qcompile.write("pyproject.toml", "this is = = not toml")
    assert 0 == qcompile("in.qasm").status
