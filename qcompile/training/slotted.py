# SPDX-License-Identifier: Apache-2.0
"""A template's circuit with one parameter for each slot, to be bound by arrays of angles elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Angle, Definition, Instruction
from ..circuit import Circuit

if TYPE_CHECKING:
    from .._native import Operation
    from .template import Template


def slotted(template: Template, name: str = "slot", unit: float = 1.0) -> Circuit:
    """Return the compiled circuit over its slots: bound to a row of `Template.bind` it is `Template.circuit_at`.

    Parameters
    ----------
    template : Template
    name : str, default "slot"
        Parameters are called ``slot[0]``, ``slot[1]`` and so on, the global phase's last.
    unit : float, default 1
        Angles are the parameters times so many radians: pi, where half turns are bound.

    Returns
    -------
    Circuit
        Layouts included.

    Examples
    --------
    >>> import qcompile as qc
    >>> source = qc.Circuit(1).rx(qc.Parameter("a"), 0).ry(qc.Parameter("b"), 0)
    >>> tpl = qc.template(source, basis="rz,sx,x,cz")
    >>> [str(angle) for op in slotted(tpl) for angle in op.parameters]
    ['slot[0]', 'slot[1]', 'slot[2]']
    """
    *gates, _ = template.slots
    symbols = [unit * Angle.symbol(f"{name}[{k}]") for k in range(len(gates) + 1)]
    # Any values turn what is to be replaced into numbers; distinct ones, for angles may be divided by a difference.
    known = template.circuit.parameters
    out = template.circuit.bind({each: 0.5 + k / 64 for k, each in enumerate(known)})
    same = {old.index: new.index for old, new in zip(template.circuit, out, strict=True)}
    angles: dict[int, dict[int, Angle]] = {}
    for slot, symbol in zip(gates, symbols, strict=False):
        angles.setdefault(same[slot.operation], {})[slot.angle] = symbol
    for index, own in angles.items():
        op = out.operation(index)
        given = [own.get(k, angle) for k, angle in enumerate(_angles(op))]
        out.substitute(index, [(_rewritten(op.instruction, given), list(range(len(op.qubits))))])
    out.add_phase(-out.phase)
    out.declare_parameter(f"{name}[{len(gates)}]")
    out.add_phase(symbols[-1])
    return out


def _angles(op: Operation) -> list[float | Angle]:
    """Return the angles slots are numbered by: of a gate, a call, or what is under controls."""
    base = op.base
    return list(op.parameters if base is None else base.parameters)


def _rewritten(what: Instruction, angles: list[float | Angle]) -> Instruction:
    """Return an instruction with other angles."""
    contents = what.contents
    definition: Definition | None = contents.get("definition")
    if definition is not None:
        return Instruction.call(definition, angles)
    if "base" in contents:
        return _rewritten(contents["base"], angles).controlled(contents["polarity"])
    return Instruction.gate(what.name, angles)
