# SPDX-License-Identifier: Apache-2.0
"""The project's own goals, measured one by one and printed beside the figure; none of them is asserted.

counts.py   no more two-qubit gates than Qiskit level 2        reading.py  10^6 statements against qiskit.qasm2
scaling.py  time, gates and growth on the five large kinds     memory.py   bytes a gate of the whole command
startup.py  the command against an empty interpreter   folding.py  T, CX and time beside PyZX, quizx and Qiskit
held_out.py the same on variants and on circuits that are in no corpus
proofs.py   each compiled Clifford+T circuit equal to its input, and who says so
"""
