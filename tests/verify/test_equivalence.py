# SPDX-License-Identifier: Apache-2.0
"""`qcompile.equivalent`: the words, what goes with them, and what it refuses."""

import math
import subprocess
import sys

import pytest

import qcompile as qc
from qcompile.verify import VERDICTS, Limits


def test_equal_circuits_are_equivalent():
    a = qc.Circuit(3).h(0).cx(0, 1).ccx(0, 1, 2)
    b = qc.Circuit(3).h(0).cx(0, 1).h(2).ccz(0, 1, 2).h(2)
    verdict = qc.equivalent(a, b)
    assert verdict
    assert verdict.verdict == "equivalent"
    assert verdict.relation == "layout"
    assert verdict.error < 1e-12
    assert verdict.seconds > 0


@pytest.mark.parametrize(
    ("up_to_global_phase", "expected"),
    [(None, "equivalent up to global phase"), (True, "equivalent"), (False, "not equivalent")],
)
def test_a_global_phase_has_a_word_of_its_own(up_to_global_phase, expected):
    a, b = qc.Circuit(1).rz(math.pi, 0), qc.Circuit(1).z(0)
    assert qc.equivalent(a, b, up_to_global_phase=up_to_global_phase).verdict == expected
    b.add_phase(-math.pi / 2)
    assert qc.equivalent(a, b, up_to_global_phase=False).verdict == "equivalent"


def test_a_difference_comes_with_an_input_that_shows_it():
    verdict = qc.equivalent(qc.Circuit(2).cx(0, 1), qc.Circuit(2).cx(1, 0))
    assert verdict.verdict == "not equivalent"
    assert not verdict
    assert verdict.witness in ("|01>", "|10>", "|11>")


def test_a_tolerance_is_granted_on_top_of_rounding():
    a, b = qc.Circuit(1).rx(0.1, 0), qc.Circuit(1).rx(0.1001, 0)
    assert qc.equivalent(a, b).verdict == "not equivalent"
    assert qc.equivalent(a, b, tolerance=1e-3).verdict == "equivalent"


def test_circuits_that_measure_are_compared_as_instruments():
    a = qc.Circuit(2, 1).h(0).measure(0, 0)
    with a.if_(a.bit(0) == 1):
        a.x(1)
    b = qc.Circuit(2, 1).h(0).cx(0, 1).measure(0, 0)
    verdict = qc.equivalent(a, b, relation="layout")
    assert (verdict.verdict, verdict.relation) == ("equivalent", "instrument")
    b.x(0)
    assert qc.equivalent(a, b).verdict == "not equivalent"
    assert qc.equivalent(a, b, relation="outcomes").verdict == "equivalent"


def test_from_zero_forgives_what_other_inputs_show():
    a, b = qc.Circuit(2).cx(0, 1), qc.Circuit(2)
    assert qc.equivalent(a, b).verdict == "not equivalent"
    assert qc.equivalent(a, b, relation="from-zero").verdict == "equivalent"


def test_parameters_are_compared_as_functions():
    theta = qc.Parameter("theta")
    a = qc.Circuit(1).rz(theta, 0).rz(theta, 0)
    assert qc.equivalent(a, qc.Circuit(1).rz(2 * theta, 0)).verdict == "equivalent"
    assert qc.equivalent(a, qc.Circuit(1).rz(theta, 0)).verdict == "not equivalent"


def test_beyond_the_limits_it_stays_undecided():
    a = qc.Circuit(3).t(0).h(0).t(0)
    verdict = qc.equivalent(
        a, qc.Circuit(3).t(0).h(0).t(0).h(1).h(1), limits=Limits(work=1, stimuli=0)
    )
    assert verdict.verdict == "undecided"
    assert verdict.reason
    assert not verdict


@pytest.mark.parametrize("wrong", [{"relation": "same"}, {"method": "guess"}])
def test_unknown_words_are_refused(wrong):
    with pytest.raises(qc.errors.SemanticError):
        qc.equivalent(qc.Circuit(1), qc.Circuit(1), **wrong)


def test_inputs_are_left_as_they_were():
    a, b = qc.Circuit(2).h(0).cx(0, 1), qc.Circuit(2).h(0)
    before = a.copy(), b.copy()
    verdict = qc.equivalent(a, b)
    assert verdict.verdict in VERDICTS
    assert (a, b) == before


def test_no_numpy_on_the_plain_path():
    program = (
        "import sys, qcompile as qc; qc.equivalent(qc.Circuit(1).h(0), qc.Circuit(1));"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-P", "-c", program], check=False).returncode == 0
