# SPDX-License-Identifier: Apache-2.0
"""States from amplitudes, dense or sparse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SemanticError
from .result import Synthesis, budget, free_of


def state(
    vector: Any, *, free: str | Iterable[str] = (), error: float = 0.0, normalize: bool = False
) -> Synthesis:
    """Synthesise a circuit that makes a state of zero.

    A tree of chosen rotations: ``2**n - n - 1`` two-qubit gates for real amplitudes.

    Parameters
    ----------
    vector : array_like of shape (2**n,), or mapping of str to complex
        The amplitudes, or those that are not zero by their bits, qubit 0 the rightmost (``{"011": 0.6, "100": 0.8}``).
    free : {"phase", "diagonal-after"}, or both
        What need not be made: the global phase; the phases of all amplitudes, free if measurements follow.
    error : float, default 0.0
        Norm of the difference of states allowed.
    normalize : bool, default False
        Whether the vector may have any norm.

    Returns
    -------
    Synthesis

    Raises
    ------
    SemanticError
        QC237 for a wrong shape, QC238 for a wrong norm, QC239 for nan and infinity.
    PipelineError
        QC402 for options that cannot be.
    LimitError
        QC610 for more than 20 qubits.

    Examples
    --------
    >>> from qcompile.synthesis import state
    >>> state({"000000": 0.6, "111111": 0.8j})
    <Synthesis 6 qubits, ... two-qubit gates, error ...>
    """
    import numpy as np

    from .arrays import MOST_STATE_QUBITS, qubits_of
    from .arrays import state as checked

    freedom = free_of(free, ("phase", "diagonal-after"))
    budget(error)
    amplitudes = checked(
        _dense(vector) if isinstance(vector, Mapping) else vector, normalize=normalize
    )
    qubits_of(
        len(amplitudes),
        "the number of amplitudes is",
        MOST_STATE_QUBITS,
        "fill it up with zeros",
    )
    after: tuple[float, ...] = ()
    if freedom.after:
        after = tuple(np.angle(amplitudes).tolist())
        amplitudes = np.abs(amplitudes).astype(complex)
    return _tree(amplitudes, after)


def _dense(amplitudes: Mapping[str, Any]) -> Any:
    """Return the vector of a mapping from bits to amplitudes."""
    import numpy as np

    from ..errors import LimitError
    from .arrays import MOST_STATE_QUBITS, finite

    keys = list(amplitudes)
    for key in keys:
        if not str(key) or set(str(key)) - set("01") or len(key) != len(keys[0]):
            raise SemanticError(
                f"`{key}` is no string of bits as long as the others",
                code="QC237",
                help='amplitudes by their bits, as in {"00": 0.6, "11": 0.8}',
            )
    if not keys:
        raise SemanticError("a state has at least one amplitude", code="QC237")
    if len(keys[0]) > MOST_STATE_QUBITS:
        raise LimitError(
            f"a state of {len(keys[0])} qubits; up to {MOST_STATE_QUBITS} are taken", code="QC610"
        )
    vector = np.zeros(1 << len(keys[0]), dtype=complex)
    vector[[int(key, 2) for key in keys]] = finite(list(amplitudes.values()), "the amplitudes")
    return vector


def _tree(amplitudes: Any, after: tuple[float, ...]) -> Synthesis:
    """Return the circuit of the tree of chosen rotations."""
    import numpy as np

    from ..circuit import Circuit
    from .encodings import amplitude

    n = len(amplitudes).bit_length() - 1
    if n == 0:
        circuit = Circuit(0)
        circuit.add_phase(float(np.angle(amplitudes[0])))
        return Synthesis(circuit, 0.0, (), after)
    is_complex = bool(np.any(np.abs(amplitudes.imag) > 1e-14))
    data = amplitudes if is_complex else amplitudes.real
    return Synthesis(amplitude(n, is_complex=is_complex).bind(data), 1e-15, (), after)
