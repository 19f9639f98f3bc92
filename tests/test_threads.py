# SPDX-License-Identifier: Apache-2.0
"""Threads that use one circuit get a clear answer, whatever the interpreter does about locks."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sysconfig import get_config_var

import pytest

import qcompile as qc

#: Errors are made by Python code while the circuit is held; a thread that waited for the circuit with the interpreter
#: in its hands stopped them all.
ERRORS_BESIDE_READERS = """
import sys, threading
import qcompile as qc

sys.setswitchinterval(1e-6)
circuit = qc.Circuit(2).h(0)
seen = []

def wrong():
    for _ in range(400):
        try:
            circuit.cx(0, 0)
        except qc.errors.QCompileError as error:
            seen.append(error.code)

def look():
    for _ in range(4000):
        assert len(circuit) == 1

threads = [threading.Thread(target=each, daemon=True) for each in (wrong, look) * 2]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(seen), *set(seen))
"""


def test_errors_beside_readers_stop_nobody(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ERRORS_BESIDE_READERS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "800 QC232\n"), done.stderr


def test_threads_compile_one_circuit() -> None:
    circuit = qc.Circuit(4)
    for a in range(4):
        for b in range(a):
            circuit.cp(0.1 * (a + b), a, b).h(a)
    with ThreadPoolExecutor(4) as threads:
        results = threads.map(lambda _: qc.compile(circuit, target="line:4").to_qasm3(), range(8))
    assert len(set(results)) == 1


def test_threads_write_one_circuit() -> None:
    circuit = qc.Circuit(1)

    def append(_: int) -> int:
        for _ in range(200):
            circuit.x(0)
        return 200

    with ThreadPoolExecutor(4) as threads:
        written = sum(threads.map(append, range(4)))
    assert len(circuit) == written == 800


def test_a_walk_shared_by_threads_meets_each_operation_once() -> None:
    circuit = qc.Circuit(1)
    for k in range(500):
        circuit.rz(0.001 * (k + 1), 0)
    walk = iter(circuit)
    with ThreadPoolExecutor(4) as threads:
        met = [op.index for part in threads.map(lambda _: list(walk), range(4)) for op in part]
    assert len(met) == len(set(met)) == 500


@pytest.mark.skipif(not get_config_var("Py_GIL_DISABLED"), reason="an interpreter with its lock")
def test_the_engine_leaves_the_lock_off() -> None:
    assert not sys._is_gil_enabled()
