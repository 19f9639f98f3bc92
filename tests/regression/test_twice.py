# SPDX-License-Identifier: Apache-2.0
"""Another output from the same inputs is an error, and it is said which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qcompile.regression import Baseline, Cause, Standing, measuring

from .conftest import Folder


def forge(folder: Folder) -> None:
    """Give a row another output, as other code under the same version would."""
    path = str(folder.path / "qcompile-baseline.json")
    known = Baseline.read(path)
    row = replace(known.rows["circuits/a.qasm"], output_sha256="0" * 16)
    known.with_rows([row]).write(path)


def test_another_output_than_the_baselines(folder: Folder) -> None:
    folder.check(update=True)
    forge(folder)
    made = folder.check(fail_on="never")
    entry = made.entries[0]
    assert (Standing.NONDETERMINISTIC, [Cause.NONDETERMINISM], 1) == (
        entry.standing,
        list(entry.causes),
        made.exit_code,
    )
    assert entry.error is not None
    assert ("QC704", True) == (entry.error.code, "the baseline has 0000" in entry.error.message)
    assert "--accept circuits/a.qasm" in str(entry.error.help)
    assert 0 == folder.check(accept=["a"]).exit_code
    assert 0 == folder.check().exit_code


def test_an_output_that_varies_is_never_accepted(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.check(update=True)
    kept = folder.baseline
    real, count = measuring.output_digest, iter(range(100))

    def varying(circuit: Any) -> str:
        return f"{next(count):04}{real(circuit)[4:]}"

    monkeypatch.setattr(measuring, "output_digest", varying)
    made = folder.check(update=True, jobs=1)
    assert [Standing.NONDETERMINISTIC] * 2 == [entry.standing for entry in made.entries]
    first = made.entries[0].error
    assert first is not None
    assert ("QC703", 1) == (first.code, made.exit_code)
    assert "compiled twice from the same inputs: 0000" in first.message
    assert "then 0002" in first.message
    assert kept == folder.baseline


def test_a_circuit_without_a_result_says_more_than_a_verdict(folder: Folder) -> None:
    folder.check(update=True)
    forge(folder)
    folder.write("circuits/b.qasm", "qreg")
    made = folder.check()
    assert ([1, 3], 3) == ([entry.exit_code for entry in made.entries], made.exit_code)
