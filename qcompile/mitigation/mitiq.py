# SPDX-License-Identifier: Apache-2.0
"""Zero-noise extrapolation with Mitiq, on noise scales that are true.

Mitiq folds a circuit and the executor compiles what comes of it, which undoes part of the folding in silence.
`ZeroNoise` compiles once and gives Mitiq the compiled circuit and a ``scale_noise`` of its own: native gates, the same
places, and what is asked for is what runs. Circuits are of any package both know: Qiskit, Cirq, PennyLane, Braket and
pyQuil.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import interchange
from ..compiler import compile as compile_circuit
from ..errors import PipelineError
from .folding import fold_circuit, noise_scale

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..compiler import Result
    from ..targets import Target


class ZeroNoise:
    """A circuit compiled once, and its noise scaled on request.

    Parameters
    ----------
    circuit : a circuit of another package
        What Mitiq would be given. Left as it is.
    where : {"two-qubit", "global", "layers"}, default "two-qubit"
        How to fold; see `qcompile.mitigation.fold`.
    **options
        As for `qcompile.compile`: ``target``, ``basis``, ``level`` and so on.

    Examples
    --------
    >>> from qiskit import QuantumCircuit
    >>> source = QuantumCircuit(2)
    >>> _ = source.h(0), source.cx(0, 1)
    >>> zero = ZeroNoise(source, target="line:2", basis="cz,rz,sx,x")
    >>> zero.scale_noise(zero.circuit, 3).count_ops()["cz"], zero.true(3)
    (3, Fraction(3, 1))
    """

    def __init__(self, circuit: Any, where: str = "two-qubit", **options: Any) -> None:
        ours, self._write = _opened(circuit)
        self.where = where
        #: What compiling gave; its layout says where the program's qubits are.
        self.result: Result = compile_circuit(ours, **options)
        #: The compiled circuit, of the package of the one given.
        self.circuit: Any = self._write(self.result.circuit)
        self._folded: dict[Fraction, tuple[Fraction | None, Any]] = {}

    def scale_noise(self, circuit: Any, scale_factor: float) -> Any:
        """Return a circuit with its noise scaled: what Mitiq's factories call.

        Parameters
        ----------
        circuit : a circuit of another package
            `circuit`, which was compiled: then each scale is folded once. Another one is read and folded as it stands.
        scale_factor : float
            1 or more.

        Returns
        -------
        a circuit of the same package
        """
        if circuit is not self.circuit and circuit != self.circuit:
            return scale_noise(self.result.target, self.where)(circuit, scale_factor)
        return self._at(scale_factor)[1]

    def true(self, scale_factor: float) -> Fraction | None:
        """Return the scale a circuit really has that was folded by a factor; None without two-qubit gates.

        3, 5, 7 and so on are exact. Give Mitiq's factories the true scales of others.
        """
        return self._at(scale_factor)[0]

    def execute(
        self, executor: Callable[[Any], float], factory: Any = None, **options: Any
    ) -> float:
        """Return the value extrapolated to zero noise.

        Parameters
        ----------
        executor : callable
            Runs a compiled circuit as it stands and returns an expectation value.
        factory : mitiq.zne.inference.Factory, optional
            How to extrapolate; Richardson's over the scales 1, 3 and 5 by default.
        **options
            As for `mitiq.zne.execute_with_zne`: ``observable``, ``num_to_average``.

        Raises
        ------
        PipelineError
            QC411 without Mitiq.
        """
        try:
            from mitiq import zne
        except ImportError:
            raise PipelineError(
                "Mitiq is not installed", code="QC411", help="pip install mitiq"
            ) from None
        if factory is None:
            factory = zne.inference.RichardsonFactory(scale_factors=[1.0, 3.0, 5.0])
        return float(
            zne.execute_with_zne(
                self.circuit, executor, factory=factory, scale_noise=self.scale_noise, **options
            )
        )

    def _at(self, scale_factor: float) -> tuple[Fraction | None, Any]:
        key = Fraction(scale_factor)
        if key not in self._folded:
            plain = self.result.circuit
            folded = fold_circuit(plain, key, self.where, self.result.target)
            self._folded[key] = noise_scale(folded, plain), self._write(folded)
        return self._folded[key]


def scale_noise(
    target: Target | None = None, where: str = "two-qubit"
) -> Callable[[Any, float], Any]:
    """Return a ``scale_noise`` for Mitiq that folds compiled circuits as they stand.

    Parameters
    ----------
    target : Target, optional
        In whose gates inverses are written; by default those of the library.
    where : {"two-qubit", "global", "layers"}, default "two-qubit"
        How to fold.

    Returns
    -------
    callable
        Of a circuit of another package and a scale factor; returns one of the same package.

    Examples
    --------
    >>> import cirq
    >>> a, b = cirq.LineQubit.range(2)
    >>> folded = scale_noise()(cirq.Circuit(cirq.CZ(a, b)), 3)
    >>> sum(op.gate == cirq.CZ for op in folded.all_operations())
    3
    """

    def scaled(circuit: Any, scale_factor: float) -> Any:
        ours, write = _opened(circuit)
        return write(fold_circuit(ours, scale_factor, where, target))

    return scaled


def _opened(circuit: Any) -> tuple[Circuit, Callable[[Circuit], Any]]:
    """Return a circuit of another package as ours, and what writes one of ours as that package's."""
    if type(circuit).__module__.partition(".")[0] == "pyquil":
        from ..emitters import dumps
        from ..frontends import loads

        kind = type(circuit)
        return loads(circuit.out(), format="quil"), lambda ours: kind(dumps(ours, "quil"))
    ours, origin = interchange.read(circuit)
    return ours, (lambda compiled: compiled) if origin is None else origin.write
