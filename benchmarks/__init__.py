# SPDX-License-Identifier: Apache-2.0
"""What qcompile costs and what it gives, beside the tools people use today.

    workloads.py, scale.py   circuits: our own families and sizes, and the shared corpus when it is there
    reversible.py, variants  arithmetic out of the corpus; the same circuit with other numbers and another order
    openqasm.py, counter.py  a reader and a counter that belong to no compiler: every figure comes from them
    peers/                   one file per compiler: read, compile, write
    worker.py                runs one compiler on one circuit in a process of its own
    folding.py               T and CX counts and times of Clifford+T circuits beside those who fold rotations
    check.py, rotations.py   judges of a result, and one that is written here for what is too large for them
    compare.py               ``python -m benchmarks.compare``: the side-by-side table
    floor/                   ``python -m benchmarks.floor``: the project's own goals, each beside its figure
    test_*.py                pytest-benchmark: reading, each pass, each level, emitting

Nothing here asserts a time: goals are printed beside the figures. Start with `compare`.
"""
