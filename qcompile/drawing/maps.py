# SPDX-License-Identifier: Apache-2.0
"""Maps of devices: couplings, errors, where a program's qubits lie, and how busy each coupling is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError
from ..targets import Target
from ..targets.positions import couplings, positions
from .page import Page, element, escaped
from .picture import counted
from .theme import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._native import CoreCircuit
    from .pictures import Svg

    Pair = tuple[int, int]

#: A map with more qubits says nothing any more.
MOST_QUBITS = 2000
#: Distance of neighbours on maps of up to so many qubits, and on larger ones.
WIDE, CLOSE, FEW = 62.0, 46.0, 60
MARGIN, LEGEND = 20.0, 30.0
#: Where every pair is coupled, up to so many qubits all pairs are drawn.
ALL_PAIRS = 16
#: Thinnest and thickest line of a coupling that is used.
THIN, THICK = 2.5, 11.0
SHADES = 6
SIZE, SMALL, TITLE = 10.5, 9.0, 14.0

_NO_GATES = frozenset({"barrier", "delay"})
_LAYERS = ("pairs", "nodes", "text", "pills", "legend")


def device_map(
    target: Target | str,
    *,
    layout: Any = None,
    circuit: CoreCircuit | None = None,
    errors: bool = True,
) -> Svg:
    """Draw a device: its couplings, its errors, and what a mapped circuit makes of it.

    Parameters
    ----------
    target : Target or str
        A device with a number of qubits, or its name.
    layout : Layout, or pair of sequences of int, optional
        Device qubits of the program's qubits at the start and at the end; by default those `circuit` carries.
    circuit : Circuit, optional
        A circuit on the device's qubits: lines are the thicker the more two-qubit gates are on a coupling.
    errors : bool, default True
        Colour couplings by the error of their best two-qubit gate, and qubits by the error of their readout, or of
        their best one-qubit gate where no readout error is known.

    Returns
    -------
    Svg

    Raises
    ------
    PipelineError
        QC402 for a layout that does not fit the device, QC462 for a target that has no map, QC463 for a circuit that is
        not on the device.

    Examples
    --------
    >>> import qcompile as qc
    >>> result = qc.compile(qc.Circuit(3).ccx(0, 1, 2), target="line:5")
    >>> device_map("line:5", circuit=result.circuit).count('class="pair')
    4
    """
    device = Target.from_name(target) if isinstance(target, str) else target
    if not device.num_qubits or device.num_qubits > MOST_QUBITS:
        raise PipelineError(
            f"there is no map of target `{device.name}`",
            code="QC462",
            help=f"a map is of 1 to {MOST_QUBITS} qubits; give a size, as in all:5",
        )
    traffic: Counter[Pair] = Counter()
    swaps = 0
    if circuit is not None:
        traffic, swaps = _traffic(circuit, device)
    if layout is None and circuit is not None:
        layout = circuit.layouts
    places = _places(layout, device.num_qubits)
    return _Map(device, places, traffic, swaps, errors=errors).draw()


def _places(layout: Any, width: int) -> tuple[list[int], list[int]] | None:
    if layout is None:
        return None
    initial, final = (layout.initial, layout.final) if hasattr(layout, "initial") else layout
    for places in (initial, final):
        if len(set(places)) < len(places) or not all(0 <= q < width for q in places):
            raise PipelineError(
                f"the layout does not fit a device of {width} qubits",
                code="QC402",
                help="each program qubit has a device qubit of its own",
            )
    return list(initial), list(final)


def _traffic(circuit: CoreCircuit, device: Target) -> tuple[Counter[Pair], int]:
    """Count two-qubit gates by coupling, and how many of all are swaps; a gate in a block counts once."""
    joined = set(couplings(device)) if device.has_couplings else None
    width = device.num_qubits or 0
    found: Counter[Pair] = Counter()
    swaps = 0

    def count(part: CoreCircuit, wires: Sequence[int]) -> None:
        nonlocal swaps
        for op in part:
            on = [wires[q] for q in op.qubits]
            for body in op.blocks:
                count(body, on)
            if len(on) < 2 or op.name in _NO_GATES or op.blocks:
                continue
            pair = min(on), max(on)
            if len(on) > 2 or pair[1] >= width or (joined is not None and pair not in joined):
                raise PipelineError(
                    f"`{op.name}` is on qubits {', '.join(map(str, on))}, "
                    f"which `{device.name}` does not couple",
                    code="QC463",
                    help="compile the circuit for this target first",
                )
            found[pair] += 1
            swaps += op.name == "swap"

    count(circuit, range(circuit.num_qubits))
    return found, swaps


@dataclass(frozen=True)
class Scale:
    """Errors as shades, evenly spaced on a logarithmic scale from the lowest to the highest."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Scale | None:
        """Return the scale of the errors that are known; None where there are none."""
        known = [value for value in values if value is not None]
        positive = [value for value in known if value > 0]
        if not known:
            return None
        return cls(min(positive, default=0.0), max(positive, default=0.0))

    def shade(self, value: float) -> int:
        """Return the shade of an error, 0 for the lowest."""
        if value <= self.low or self.low == self.high:
            return 0
        part = (log(value) - log(self.low)) / (log(self.high) - log(self.low))
        return min(int(part * SHADES), SHADES - 1)


class _Map:
    """One map."""

    def __init__(
        self,
        device: Target,
        places: tuple[list[int], list[int]] | None,
        traffic: Counter[Pair],
        swaps: int,
        *,
        errors: bool,
    ) -> None:
        self.device, self.traffic, self.swaps = device, traffic, swaps
        count = device.num_qubits or 0
        self.starts = {q: k for k, q in enumerate(places[0])} if places else {}
        self.ends = {q: k for k, q in enumerate(places[1])} if places else {}
        self.moved = self.starts != self.ends
        self.gates: dict[Pair, list[tuple[str, float | None, float | None]]] = {}
        self.one: list[float | None] = [None] * count
        for gate, a, b, error, duration in device.gate_rows():
            if a != b:
                self.gates.setdefault((min(a, b), max(a, b)), []).append((gate, error, duration))
            elif error and duration != 0.0:
                self.one[a] = min(error, self.one[a] or 1.0)
        rows = device.qubit_rows()
        self.readout = [row[2] for row in rows] or [None] * count
        self.facts = rows
        self.on_nodes, self.shown = ("readout error", self.readout)
        if not any(self.readout):
            self.on_nodes, self.shown = "one-qubit error", self.one
        pairs = (self._error(pair) for pair in self.gates)
        self.pair_scale = Scale.of(pairs) if errors else None
        self.node_scale = Scale.of(self.shown) if errors else None
        self.unit = WIDE if count <= FEW else CLOSE
        self.radius = round(self.unit * 0.29)
        self.page = Page(_LAYERS)

    def _error(self, pair: Pair) -> float | None:
        known = [error for _, error, _ in self.gates.get(pair, ()) if error is not None]
        return min(known, default=None)

    def draw(self) -> Svg:
        device = self.device
        points = positions(device)
        pad = MARGIN + self.radius + 8
        top = MARGIN + TITLE + 20 + self.radius + 8
        at = [(pad + x * self.unit, top + y * self.unit) for x, y in points]
        self.page.text("text", MARGIN, MARGIN + TITLE - 3, device.name, "title")
        said = self._said()
        self.page.text("text", MARGIN, MARGIN + TITLE + 12, said, "note")
        for pair in self._pairs():
            self._pair(pair, at)
        for qubit, place in enumerate(at):
            self._node(qubit, *place)
        width = max(x for x, _ in at) + pad
        width = max(
            width,
            2 * MARGIN + text_width(said, SIZE),
            2 * MARGIN + text_width(device.name, TITLE) * 1.1,
        )
        bottom = max(y for _, y in at) + self.radius + 22
        right, bottom = self._legend(max(width, 420.0), bottom)
        title = f"Map of {device.name}"
        return self.page.svg(
            round(max(width, right + MARGIN)),
            round(bottom + MARGIN),
            title,
            self._description(),
            _RULES,
        )

    def _said(self) -> str:
        device = self.device
        pairs = (
            counted(len(couplings(device)), "coupling")
            if device.has_couplings
            else "every pair coupled"
        )
        said = f"{counted(device.num_qubits or 0, 'qubit')}, {pairs}"
        if device.calibrated:
            said += f", calibrated {device.calibrated}"
        return said

    def _description(self) -> str:
        said = [self._said()]
        if self.starts:
            said.append(counted(len(self.starts), "program qubit"))
        if self.traffic:
            said.append(
                f"{counted(sum(self.traffic.values()), 'two-qubit gate')} "
                f"on {counted(len(self.traffic), 'coupling')}"
            )
        return "; ".join(said)

    def _pairs(self) -> list[Pair]:
        if self.device.has_couplings:
            return couplings(self.device)
        count = self.device.num_qubits or 0
        if self.traffic or count > ALL_PAIRS:
            return sorted({*self.traffic, *self.gates} if count <= ALL_PAIRS else self.traffic)
        return [(a, b) for a in range(count) for b in range(a + 1, count)]

    def _pair(self, pair: Pair, at: Sequence[tuple[float, float]]) -> None:
        (x1, y1), (x2, y2) = at[pair[0]], at[pair[1]]
        error, gates = self._error(pair), self.traffic[pair]
        kind = "plain" if self.device.has_couplings else "any"
        if self.pair_scale is not None and error is not None:
            kind = f"e{self.pair_scale.shade(error)}"
        elif gates:
            kind = "busy"
        width = 4.0 if kind[0] in "eb" else 2.0 if self.device.has_couplings else 1.0
        if self.traffic:
            most = max(self.traffic.values())
            width = THIN + (THICK - THIN) * gates / most if gates else 1.2
        path = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
        tip = element("title", escaped(self._pair_tip(pair, gates)))
        self.page.add("pairs", "path", tip, d=path, class_=f"pair {kind}", stroke_width=width)

    def _pair_tip(self, pair: Pair, gates: int) -> str:
        said = [f"{pair[0]} - {pair[1]}"]
        for name, error, duration in sorted(self.gates.get(pair, ())):
            figures = [f"error {percent(error)}"] if error is not None else []
            figures += [f"{duration:g} ns"] if duration is not None else []
            said.append(f"{name} {', '.join(figures)}")
        if self.traffic:
            said.append(counted(gates, "two-qubit gate"))
        return "; ".join(said)

    def _node(self, qubit: int, x: float, y: float) -> None:
        error, r = self.shown[qubit], self.radius
        kind, ink = "bare", "pale"
        if self.node_scale is not None and error is not None:
            shade = self.node_scale.shade(error)
            kind, ink = f"n{shade}", "strong" if shade >= SHADES // 2 else "pale"
        if qubit in self.device.excluded:
            kind, ink = "excluded", "pale"
        used = qubit in self.starts or qubit in self.ends
        tip = element("title", escaped(self._node_tip(qubit)))
        class_ = f"node {kind}{' used' if used else ''}"
        self.page.add("nodes", "circle", tip, cx=x, cy=y, r=r, class_=class_)
        self.page.text("text", x, y + 3.7, str(qubit), f"number {ink}", "middle")
        if qubit in self.starts:
            self._pill(x + r * 0.86, y - r * 0.86, str(self.starts[qubit]), "start")
        if self.moved and qubit in self.ends:
            self._pill(x + r * 0.86, y + r * 0.86, str(self.ends[qubit]), "end")

    def _pill(self, x: float, y: float, text: str, class_: str) -> None:
        width = max(text_width(text, SMALL) + 7, 14.0)
        self.page.add(
            "pills",
            "rect",
            x=x - width / 2,
            y=y - 7,
            width=width,
            height=14,
            rx=7,
            class_=f"pill {class_}",
        )
        self.page.text("pills", x, y + 3.2, text, f"on-{class_}", "middle")

    def _node_tip(self, qubit: int) -> str:
        said = [f"qubit {qubit}"]
        if qubit in self.device.excluded:
            said.append("excluded")
        for name, value in (
            ("readout error", self.readout[qubit]),
            ("one-qubit error", self.one[qubit]),
        ):
            said += [f"{name} {percent(value)}"] if value is not None else []
        if self.facts:
            for name, value in zip(("T1", "T2"), self.facts[qubit][:2], strict=True):
                said += [f"{name} {value / 1000:.4g} µs"] if value is not None else []
        if qubit in self.starts:
            said.append(f"program qubit {self.starts[qubit]} at the start")
        if qubit in self.ends:
            said.append(f"program qubit {self.ends[qubit]} at the end")
        return "; ".join(said)

    def _legend(self, width: float, y: float) -> tuple[float, float]:
        """Say what colours, labels and widths mean, entries side by side as far as they fit; return its corner."""
        x, right = MARGIN, 0.0
        entries = list(self._entries())
        for kind, value, said in entries:
            wide = self._key_width(kind, value) + 8 + text_width(said, SIZE)
            if x > MARGIN and x + wide > width - MARGIN:
                x, y = MARGIN, y + LEGEND - 6
            self._key(kind, value, x, y)
            at = x + self._key_width(kind, value) + 8
            self.page.text("legend", at, y + 13, said, "note")
            right = max(right, x + wide)
            x += wide + 22
        return right, y + (18 if entries else -10)

    def _entries(self) -> Iterable[tuple[str, Any, str]]:
        if self.pair_scale is not None:
            yield "pairs", self.pair_scale, "two-qubit error"
        if self.node_scale is not None:
            yield "nodes", self.node_scale, self.on_nodes
        if self.starts:
            yield "start", None, "program qubit at the start" if self.moved else "program qubit"
        if self.moved and self.ends:
            yield "end", None, "program qubit at the end"
        if self.traffic:
            most = max(self.traffic.values())
            counted = f"two-qubit gates, {sum(self.traffic.values())} in all"
            swaps = (
                f" ({self.swaps} SWAP)" if self.swaps else "; a decomposed SWAP counts as its gates"
            )
            yield "width", sorted({min(self.traffic.values()), most}), counted + swaps
        if self.device.excluded:
            yield "excluded", None, "excluded"

    @staticmethod
    def _key_width(kind: str, value: Any) -> float:
        if kind in ("pairs", "nodes"):
            return SHADES * 14 + text_width(percent(value.low) + percent(value.high), SIZE) + 10
        if kind == "width":
            return sum(34 + text_width(str(number), SIZE) for number in value) - 8
        return 16.0

    def _key(self, kind: str, value: Any, x: float, y: float) -> None:
        if kind in ("pairs", "nodes"):
            self.page.text("legend", x, y + 13, percent(value.low), "note")
            x += text_width(percent(value.low), SIZE) + 5
            for shade in range(SHADES):
                class_ = f"swatch {kind[0]}{shade}"
                self.page.add("legend", "rect", x=x, y=y + 4, width=14, height=11, class_=class_)
                x += 14
            self.page.text("legend", x + 5, y + 13, percent(value.high), "note")
        elif kind == "width":
            for number in value:
                thick = THIN + (THICK - THIN) * number / value[-1]
                self.page.text("legend", x, y + 13, str(number), "note")
                x += text_width(str(number), SIZE) + 6
                path = f"M{x:.1f} {y + 9.5:.1f}h20"
                self.page.add("legend", "path", d=path, class_="key busy", stroke_width=thick)
                x += 28
        elif kind == "excluded":
            self.page.add("legend", "circle", cx=x + 8, cy=y + 9.5, r=7, class_="node excluded")
        else:
            self.page.add(
                "legend", "rect", x=x, y=y + 2.5, width=16, height=14, rx=7, class_=f"pill {kind}"
            )


def percent(error: float) -> str:
    """Return an error rate with two digits.

    Examples
    --------
    >>> percent(0.00314), percent(0.2), percent(0.0)
    ('0.31 %', '20 %', '0 %')
    """
    return f"{100 * error:.2g} %"


_RULES: dict[str, dict[str, str]] = {
    "title": {"fill": "currentColor", "font-size": f"{TITLE:g}px", "font-weight": "600"},
    "note": {"fill": "@muted", "font-size": f"{SIZE:g}px"},
    "pair": {"fill": "none", "stroke-linecap": "round"},
    "plain": {"stroke": "@wire"},
    "any": {"stroke": "@rule"},
    "key": {"fill": "none"},
    "busy": {"stroke": "@mark"},
    "node": {"stroke": "@wire", "stroke-width": "1.2"},
    "bare": {"fill": "@measure"},
    "excluded": {"fill": "@page", "stroke": "@reset-line", "stroke-dasharray": "3 2"},
    "used": {"stroke": "@program", "stroke-width": "2.4"},
    "number": {"font-size": f"{SIZE:g}px"},
    "pale": {"fill": "@on-pale"},
    "strong": {"fill": "@on-strong"},
    "start": {"fill": "@program", "stroke": "@page"},
    "end": {"fill": "@page", "stroke": "@program", "stroke-width": "1.4"},
    "on-start": {"fill": "@on-program", "font-size": f"{SMALL:g}px", "font-weight": "600"},
    "on-end": {"fill": "currentColor", "font-size": f"{SMALL:g}px", "font-weight": "600"},
    **{f"e{k}": {"stroke": f"@pair-{k}"} for k in range(SHADES)},
    **{f"p{k}": {"fill": f"@pair-{k}"} for k in range(SHADES)},
    **{f"n{k}": {"fill": f"@qubit-{k}"} for k in range(SHADES)},
}
