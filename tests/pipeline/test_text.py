# SPDX-License-Identifier: Apache-2.0
"""Pipeline text: reading, printing, errors with their place."""

from __future__ import annotations

import pytest

from qcompile import Pipeline
from qcompile.errors import PipelineError
from qcompile.passes import TABLE
from qcompile.pipeline.registry import find, names


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_pass_in_the_table_exists_under_its_name(name):
    assert name == find(name).name
    assert name in names()


@pytest.mark.parametrize(
    "text",
    [
        "cancel-inverses",
        "cancel-inverses, merge-rotations",
        "fixed-point(cancel-inverses, merge-rotations)",
        "best-of(sequence(cancel-inverses, merge-rotations), merge-rotations)",
    ],
)
def test_what_is_printed_reads_back(text):
    assert text == str(Pipeline(text))
    assert str(Pipeline(str(Pipeline(text)))) == text


def test_options_are_typed_by_their_defaults():
    pipeline = Pipeline("fixed-point(cancel-inverses){rounds=3}")
    assert pipeline.passes[0].rounds == 3


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("cancel-inversed", "QC403", "no pass is called"),
        ("cancel-inverses{x=1}", "QC402", "no option `x`"),
        ("fixed-point(cancel-inverses){rounds=many}", "QC402", "takes int"),
        ("cancel-inverses,,merge-rotations", "QC413", "column 17"),
        ("cancel-inverses(merge-rotations)", "QC413", "takes no passes"),
        ("fixed-point", "QC413", "in parentheses"),
        ("", "QC413", "column 1"),
        ("cancel-inverses b", "QC413", "column 17"),
        ("cancel-inverses;", "QC413", "column 16"),
    ],
)
def test_malformed_text_is_an_error_with_its_place(text, code, message):
    with pytest.raises(PipelineError, match=message) as caught:
        Pipeline(text)
    assert caught.value.code == code


def test_a_near_name_is_offered():
    with pytest.raises(PipelineError) as caught:
        find("merge-rotation")
    assert "merge-rotations" in caught.value.help
