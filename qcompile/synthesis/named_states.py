# SPDX-License-Identifier: Apache-2.0
"""States by name: GHZ, W, Dicke."""

from __future__ import annotations

from math import acos, sqrt

from ..circuit import Circuit
from ..errors import PipelineError
from .counts import counted

#: Qubits up to which a Dicke state is synthesised from its amplitudes.
MOST_DENSE = 7


def ghz(qubits: int) -> Circuit:
    """Return a circuit of ``(|0...0> + |1...1>) / sqrt(2)``: n - 1 cx in depth about log2 n.

    Examples
    --------
    >>> from qcompile.synthesis import ghz
    >>> [op.name for op in ghz(3)]
    ['h', 'cx', 'cx']
    """
    circuit = Circuit(counted("qubits", qubits), name="GHZ state").h(0)
    reach = 1
    while reach < qubits:
        for q in range(min(reach, qubits - reach)):
            circuit.cx(q, q + reach)
        reach *= 2
    return circuit


def w(qubits: int) -> Circuit:
    """Return a circuit of the W state, the equal sum of all states with one 1: 2 n - 3 cx and cz.

    The one excitation is handed on by halves, in depth about log2 n.

    References
    ----------
    .. [1] D. Cruz et al., "Efficient quantum algorithms for GHZ and W states, and implementation on the IBM quantum
       computer", Adv. Quantum Technol. 2, 1900015 (2019), doi:10.1002/qute.201900015

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.synthesis import w
    >>> qc.stats(w(6)).two_qubit
    9
    """
    circuit = Circuit(counted("qubits", qubits), name="W state").x(0)
    parts = [(0, qubits)]
    while parts:
        nexts = []
        for first, size in parts:
            if size == 1:
                continue
            there = (size + 1) // 2
            angle = 2.0 * acos(sqrt(there / size))
            if first == 0 and size == qubits:
                # The excitation is here for certain.
                circuit.ry(angle, there)
            else:
                # Ry(a/2) Z Ry(-a/2) = Ry(a) Z: under control on a target in zero, one cz makes the rotation.
                circuit.ry(-angle / 2, first + there).cz(first, first + there)
                circuit.ry(angle / 2, first + there)
            circuit.cx(first + there, first)
            nexts += [(first, there), (first + there, size - there)]
        parts = nexts
    return circuit


def dicke(qubits: int, ones: int) -> Circuit:
    """Return a circuit of the Dicke state, the equal sum of all states with so many ones.

    Window by window from the top, the top qubit of the window gets its share of the ones [1]_. What the windows before
    leave open, how many ones there can still be, saves controls and gates: less than ``5 n k - 5 k**2 - 2 n`` cx and cz
    for k ones, linear depth. More ones than zeros are made of the zeros. Up to 7 qubits the state is
    synthesised from its amplitudes, with about half as many gates.

    Parameters
    ----------
    qubits : int
    ones : int
        0 to `qubits`.

    Raises
    ------
    PipelineError
        QC402 for numbers that cannot be.

    References
    ----------
    .. [1] A. Baertschi, S. Eidenbenz, "Deterministic preparation of Dicke states", FCT 2019, LNCS 11651,
       doi:10.1007/978-3-030-25027-0_9

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.synthesis import dicke
    >>> qc.stats(dicke(10, 2)).two_qubit
    53
    """
    n = counted("qubits", qubits)
    if counted("ones", ones, 0) > n:
        raise PipelineError(f"a state of {n} qubits has 0 to {n} ones, got {ones!r}", code="QC402")
    few = min(ones, n - ones)
    if few > 1 and n <= MOST_DENSE:
        from .state import state

        amplitudes = [float(i.bit_count() == ones) for i in range(1 << n)]
        circuit = state(amplitudes, normalize=True).circuit
        circuit.name = "Dicke state"
        return circuit
    circuit = w(n) if few == 1 else _spread(n, few)
    if ones > few:
        for q in range(n):
            circuit.x(q)
    circuit.name = "Dicke state"
    return circuit


def _spread(n: int, ones: int) -> Circuit:
    circuit = Circuit(n)
    for q in range(n - ones, n):
        circuit.x(q)
    for window in range(n, 1, -1):
        least, most = max(0, ones - (n - window)), min(ones, window)
        for count in range(max(least, 1), min(most, window - 1) + 1):
            _share(circuit, window, count, least, most)
    return circuit


def _share(circuit: Circuit, window: int, count: int, least: int, most: int) -> None:
    """Where the window holds `count` ones, at its top: leave the top qubit without one by the share of such states.

    The ones move down by one qubit, which takes the highest zero and the top qubit alone.
    """
    top, below, lowest = window - 1, window - count - 1, window - count
    angle = 2.0 * acos(sqrt(count / window))
    if count < most:
        # With more ones the place below is taken; the top is cleared for a moment, and with it the control.
        circuit.cx(below, top)
    if least == most:
        circuit.ry(angle, below).cx(below, top)
        return
    if count == most and count == max(least, 1) and count == 1:
        circuit.ry(-angle / 2, below).cz(top, below).ry(angle / 2, below).cx(below, top)
        return
    if count == max(least, 1):
        circuit.ry(angle / 2, below).cz(top, below).ry(-angle / 2, below)
    else:
        for sign in (1, -1):
            circuit.ry(angle / 4, below).cz(lowest, below).ry(-angle / 4, below)
            if sign > 0:
                circuit.cz(top, below)
    # The last cz(top, below) of the rotation and cx(below, top) are one gate, a controlled X Z.
    circuit.sdg(top).cx(below, top).s(top).sdg(below)
