# SPDX-License-Identifier: Apache-2.0
"""Amplitude encoding on registers of d levels: particles, each on qubits of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..counts import counted
from .amplitude import check_norm, rotations
from .encoding import Encoding, slots

if TYPE_CHECKING:
    from ...circuit import Circuit


def level_amplitude(
    levels: int, *, particles: int = 1, level_map: str | Sequence[int] = "binary"
) -> Encoding:
    """Prepare on each particle ``sum_l x[l] |map(l)>``, normalised, from the zero state.

    Parameters
    ----------
    levels : int
        The d of every particle.
    particles : int, default 1
        Particle p is on the qubits ``p * width`` and on.
    level_map : {"binary", "gray", "unary"} or sequence of int, default "binary"
        Which basis state of the particle's qubits stands for a level: its number, its Gray code (neighbouring levels
        differ in one qubit), or ``1 << l`` on d qubits. Unary takes ``2 d - 3`` cx and cz a particle and d - 1
        angles; the others are the tree of `amplitude`, on ceil(log2 d) qubits.

    Returns
    -------
    Encoding
        Real data of shape (particles, levels); (levels,) for one particle.

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.level_amplitude(4, particles=2).circuit.num_qubits
    4
    >>> encodings.level_amplitude(4, level_map="unary").circuit.num_qubits
    4
    """
    from ...circuit import Circuit
    from ..level_maps import level_map as named_map

    d, count = counted("levels", levels, 2), counted("particles", particles)
    codes, width = named_map(d, level_map)
    shape = (d,) if count == 1 else (count, d)
    circuit = Circuit(count * width, name=f"amplitudes of {d} levels")
    if level_map == "unary":
        parameters = slots("a", count * (d - 1))
        for p in range(count):
            _one_hot(circuit, parameters[p * (d - 1) : (p + 1) * (d - 1)], p * d)
        return Encoding("level_amplitude", circuit, parameters, shape, None, _joined(_chain, shape))
    tree = _Tree(codes, width)
    parameters = slots("a", count * tree.slots)
    for p in range(count):
        tree.write(circuit, parameters[p * tree.slots : (p + 1) * tree.slots], p * width)
    return Encoding(
        "level_amplitude", circuit, parameters, shape, None, _joined(tree.angles, shape)
    )


def _joined(angles: Any, shape: tuple[int, ...]) -> Any:
    """Return a map for batches of all particles from one for batches of one."""

    def every(data: Any) -> Any:
        check_norm(data)
        return angles(data).reshape(*data.shape[: data.ndim - len(shape)], -1)

    return every


class _Tree:
    """The amplitude tree on the states that stand for levels."""

    def __init__(self, codes: Sequence[int], width: int) -> None:
        self.codes = list(codes)
        self.width = width
        self.slots = (1 << width) - 1

    def write(self, circuit: Circuit, parameters: Sequence[Any], first: int) -> None:
        from ..gray import walk

        start = 0
        for level in range(self.width):
            target = first + self.width - 1 - level
            used = parameters[start : start + (1 << level)]
            walk(circuit, "y", used, range(target + 1, first + self.width), target, from_zero=True)
            start += 1 << level

    def angles(self, data: Any) -> Any:
        import numpy as np

        spread = np.zeros((*data.shape[:-1], 1 << self.width))
        spread[..., self.codes] = data
        return rotations(spread)


def _one_hot(circuit: Circuit, parameters: Sequence[Any], first: int) -> None:
    """Spread one excitation over the qubits: each hands part of it to the next."""
    circuit.ry(parameters[0], first + 1)
    circuit.x(first)
    for i in range(len(parameters)):
        here, there = first + i, first + i + 1
        if i:
            # Ry(a/2) Z Ry(-a/2) = Ry(a) Z: under control on a target in zero, one cz makes the rotation.
            circuit.ry(-0.5 * parameters[i], there).cz(here, there).ry(0.5 * parameters[i], there)
        circuit.cx(there, here)


def _chain(data: Any) -> Any:
    import numpy as np

    # What is left from level l on; signs are carried by the amplitudes themselves.
    tails = np.sqrt(np.cumsum(np.square(data[..., ::-1]), axis=-1)[..., ::-1])
    tails[..., -1] = data[..., -1]
    return 2.0 * np.arctan2(tails[..., 1:], data[..., :-1])
