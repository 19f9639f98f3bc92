# SPDX-License-Identifier: Apache-2.0
"""The differential fuzz: random circuits of named kinds through any pipeline, judged by the oracle.

::

    python -m tests.fuzz --trials 2000 --seed 1 --pipeline all

    generator --case (seed, index)--> checks --reason--> shrink --> tests/files/fuzz/*.qasm
              \\-> plants: is the judge awake?

A trial is named by its seed and index; `generator.case` makes it again.
"""
