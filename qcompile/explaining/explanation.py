# SPDX-License-Identifier: Apache-2.0
"""`explain`: compile a circuit and tell what each pass did, line by line of its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import interchange
from ..compiler import Result, compile
from ..emitters import dumps
from ..errors import PipelineError, QCompileError, quote
from ..frontends import loads
from ..pipeline.changes import Effect, Item, Place, listing
from ..report.report import step_dict
from .words import difference, effect_words, tally, totals

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..pipeline.trace import Step

#: Pieces of a line and how they are meant: "head", "line", "caret", "note", "good", "bad", or "" for plain.
Line: TypeAlias = "list[tuple[str, str]]"

#: Places told of one pass, unless it is the only one asked about.
MOST_PLACES = 5
WORD = re.compile(r"\w+")
#: Columns of a source line that are shown where nobody says how many there are.
WIDTH = 160


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What `explain` returns.

    Parameters
    ----------
    result : Result
        The compilation; each step of its report has its ``changes``.
    source : tuple of str
        The lines the places are in; empty where the source is not known.
    written : bool
        Whether the source was written for this, since the circuit came without one.
    """

    result: Result
    source: tuple[str, ...] = ()
    written: bool = False

    @property
    def steps(self) -> Sequence[Step]:
        """The passes as they ran."""
        return self.result.report.passes

    def only(self, name: str) -> list[Step]:
        """Return the runs of one pass.

        Raises
        ------
        PipelineError
            QC468 if no pass of the pipeline is called so.
        """
        found = [step for step in self.steps if step.name == name]
        if not found:
            ran = ", ".join(dict.fromkeys(step.name for step in self.steps))
            raise PipelineError(
                f"no pass called `{quote(name)}` ran",
                code="QC468",
                help=f"these did: {ran}" if ran else "the pipeline is empty",
            )
        return found

    def lines(self, *, only: str | None = None, width: int | None = None) -> list[Line]:
        """Return what each pass did as styled lines: the largest effects first, with the source."""
        steps = self.steps if only is None else self.only(only)
        out: list[Line] = []
        for step in steps:
            if step.changes is not None:
                out += [*([[]] if out else []), *self._of_step(step, only is not None, width)]
        if only is not None and not out:
            out.append([(only, "head"), (" changed nothing", "")])
        return out

    def line_story(self, number: int, *, width: int | None = None) -> list[Line]:
        """Return what became of the operations of one source line through all passes.

        Raises
        ------
        PipelineError
            QC469 if the line has no operation.
        """
        touched = [
            (step, effect)
            for step in self.steps
            for effect in (step.changes.effects if step.changes is not None else ())
            if effect.place is not None and effect.place[0] == number
        ]
        owned, carried = listing(self.result.circuit)
        left = [
            item
            for at in (owned, carried)
            for place, items in at.items()
            if place is not None and place[0] == number
            for item in items.elements()
        ]
        if not touched and not left:
            raise PipelineError(
                f"line {number} has no operation",
                code="QC469",
                help="name a line with a gate, a measurement or a condition",
            )
        out: list[Line] = [self._excerpt((number, 1), width)] if self.source else []
        names = [step.name for step, _ in touched]
        pad = max(map(len, names), default=0)
        for step, effect in sorted(touched, key=lambda pair: self._at(pair[0])):
            out.append(
                [(f"  {step.name:<{pad}}  ", "head"), (effect_words(effect), _style(effect))]
            )
        end = _where(left) if left else "nothing, or a part of what another line became"
        out.append([("  in the end: ", "note"), (end, "")])
        return out

    def to_text(self, *, only: str | None = None, line: int | None = None) -> str:
        """Return it as plain text: every pass, one pass, or one line of the source."""
        found = self.lines(only=only) if line is None else self.line_story(line)
        return "\n".join("".join(text for text, _ in pieces).rstrip() for pieces in found)

    def to_markdown(self) -> str:
        """Return it as Markdown: a heading a pass, and a table of the places it changed."""
        out = []
        for step in self.steps:
            if step.changes is None:
                continue
            out += [f"### {step.name}", "", f"{totals(step.changes)}. {self._summary(step)}.", ""]
            out += ["| line | source | |", "|--:|:--|:--|"]
            for effect in step.changes.effects[:MOST_PLACES]:
                line = "" if effect.place is None else str(effect.place[0])
                text = self._text(effect.place).strip().replace("`", "'").replace("|", "\\|")
                source = f"`{text}`" if text else ""
                out.append(f"| {line} | {source} | {effect_words(effect)} |")
            rest = len(step.changes.effects) - MOST_PLACES
            out += [f"| | | {rest} more |", ""] if rest > 0 else [""]
        return "\n".join(out).rstrip() + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the report as `Report.to_dict` does, with the source of each place that was changed."""
        found = self.result.report.to_dict()
        found["passes"] = [step_dict(step) for step in self.steps]
        for entry in found["passes"]:
            for place in entry.get("changes", {}).get("places", ()):
                at = None if place["line"] is None else (place["line"], place["column"])
                place["source"] = self._text(at) or None
        return found

    def _repr_markdown_(self) -> str:
        """Return what notebooks show."""
        return self.to_markdown()

    def __str__(self) -> str:
        return self.to_text()

    def _at(self, step: Step) -> int:
        return next(k for k, other in enumerate(self.steps) if other is step)

    def _summary(self, step: Step) -> str:
        told = difference(step.before, step.after)
        return f"{told}{', ' if told else ''}{1e3 * step.seconds:.1f} ms"

    def _of_step(self, step: Step, whole: bool, width: int | None) -> list[Line]:
        assert step.changes is not None
        out: list[Line] = [
            [(step.name, "head"), (f"  {self._summary(step)}", "note")],
            [(f"  {totals(step.changes)}", "")],
        ]
        effects = [effect for effect in step.changes.effects if effect.weight]
        shown = effects if whole else effects[:MOST_PLACES]
        for effect in shown:
            if effect.place is not None and self._text(effect.place):
                out += [self._excerpt(effect.place, width), self._caret(effect, width)]
            else:
                at = "" if effect.place is None else f"line {effect.place[0]}: "
                out.append(
                    [
                        (f"  {at or 'without a place in the source: '}", "note"),
                        (effect_words(effect), _style(effect)),
                    ]
                )
        rest = len(effects) - len(shown)
        if rest:
            out.append([(f"  {rest} more; `--pass {step.name}` lists them", "note")])
        return out

    def _text(self, place: Place | None) -> str:
        if place is None or not 0 < place[0] <= len(self.source):
            return ""
        return self.source[place[0] - 1]

    def _gutter(self) -> int:
        return max(len(str(len(self.source))), 3) + 1

    def _window(self, place: Place, width: int | None) -> tuple[str, int]:
        """Return the part of a source line around a column, and how far the column is into it."""
        room = max((width or WIDTH) - self._gutter() - 3, 20)
        text = self._text(place).replace("\t", " ")
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
        at = min(place[1] - 1, len(text))
        start = max(0, at - room // 2) if len(text) > room else 0
        return text[start : start + room], at - start

    def _excerpt(self, place: Place, width: int | None) -> Line:
        text, _ = self._window(place, width)
        return [(f"{place[0]:>{self._gutter()}} | ", "note"), (text, "line")]

    def _caret(self, effect: Effect, width: int | None) -> Line:
        assert effect.place is not None
        text, at = self._window(effect.place, width)
        word = WORD.match(text, at)
        marks = "^" * (len(word[0]) if word else 1)
        blank = " " * self._gutter()
        return [
            (f"{blank} | ", "note"),
            (" " * at, ""),
            (marks, "caret"),
            (f" {effect_words(effect)}", _style(effect)),
        ]


def _style(effect: Effect) -> str:
    """Return whether a place got cheaper, dearer, or neither."""
    gone = sum(item.weight for item in effect.gone)
    new = sum(item.weight for item in (*effect.added, *effect.carried))
    return "good" if gone > new else "bad" if new > gone else ""


def _where(items: list[Item]) -> str:
    """Return operations with their qubits where they are few, else their numbers."""
    if len(items) > 4:
        counts: dict[str, int] = {}
        for item in items:
            counts[item.name] = counts.get(item.name, 0) + 1
        qubits = sorted({q for item in items for q in item.qubits})
        return f"{tally(counts)} on qubits {', '.join(map(str, qubits))}"
    return ", ".join(f"{item.short} {' '.join(map(str, item.qubits))}" for item in items)


def explain(circuit: Circuit | Any, *, text: str | None = None, **options: Any) -> Explanation:
    """Compile a circuit and tell what each pass did to it.

    Parameters
    ----------
    circuit : Circuit, or a circuit of another package
        What to compile; left as it is.
    text : str, optional
        The source it was read from, whose lines are shown. A circuit that came from no text is written in OpenQASM 2
        first, where that holds it.
    **options
        Keywords of `qcompile.compile`.

    Returns
    -------
    Explanation

    Raises
    ------
    QCompileError
        Whatever `compile` raises.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.explaining import explain
    >>> told = explain(qc.Circuit(2).h(0).cx(0, 1).cx(0, 1).rz(0.5, 1).rz(0.25, 1), passes="merge-rotations")
    >>> print(told.to_text(line=7).lstrip())
    7 | rz(0.5) q[1];
      merge-rotations  rz(0.5) -> rz(0.75)
      in the end: rz(0.75) 1
    """
    given, _ = interchange.read(circuit)
    written = False
    if text is None and not any(op.place for op in given):
        try:
            text = dumps(given, "qasm2")
            given, written = loads(text, format="qasm2"), True
        except QCompileError:
            text = None  # more than OpenQASM 2 can say
    lines = () if text is None else tuple(re.split(r"\r\n|\r|\n", text))
    result = compile(given, trace="changes", **options)
    return Explanation(result=result, source=lines, written=written)
