# SPDX-License-Identifier: Apache-2.0
"""`TracedQNode`: a QNode whose function is run once for each structure of its arguments, not once for each call.

``` text
 first call      function(unknown numbers) --> tape --> template --> operators
 other calls     arguments --bind--> operators at their angles --> PennyLane, or the device at once where nothing is
                                                                   differentiated and it would change nothing
```
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from threading import Lock
from typing import Any

import pennylane as qml

from ..errors import Diagnostic, QCompileWarning, quote
from .pennylane_tapes import RECORDED, role
from .pennylane_trace import Trace, arguments
from .pennylane_unknown import Untraceable

#: How many structures of arguments a QNode remembers.
REMEMBERED = 64
_MISSING: Any = object()
#: Where numbers come from that are none of a tracer's.
_NOT_DIFFERENTIATED = {"numpy", "builtins", "pennylane"}
#: Results in the shape of what the function returns; not public, so that another version may not have it.
_in_shape: Any = getattr(sys.modules[qml.QNode.__module__], "_to_qfunc_output_type", None)


class TracedQNode(qml.QNode):  # type: ignore[misc, unused-ignore]
    """A QNode that is traced once; made by `qcompile.qnode`.

    Parameters
    ----------
    plain : pennylane.QNode
        What it is made of: function, device, ``diff_method`` and all settings.
    target : optional
        As for `qcompile.template`.
    options : mapping
        As for `qcompile.template`.
    """

    def __init__(self, plain: qml.QNode, target: Any, options: Mapping[str, Any]) -> None:
        self.__dict__.update(vars(plain))
        self.execute_kwargs = dict(plain.execute_kwargs)
        self.gradient_kwargs = dict(plain.gradient_kwargs)
        self._target, self._options = target, dict(options)
        self._traces: dict[Any, Trace | None] = {}
        self._said: set[str] = set()
        self._guard = Lock()

    def __copy__(self) -> TracedQNode:
        out = TracedQNode.__new__(TracedQNode)
        TracedQNode.__init__(out, self, self._target, self._options)
        out._compile_pipeline = qml.CompilePipeline(self.compile_pipeline)
        return out

    def update(self, **settings: Any) -> TracedQNode:
        """Return one like it with other settings, as `pennylane.QNode.update`."""
        return TracedQNode(super().update(**settings), self._target, self._options)

    def construct(self, args: Any, kwargs: Mapping[str, Any]) -> Any:
        """Return the tape of a call, compiled."""
        if any(step.classical_cotransform for step in self._compile_pipeline):
            # These differentiate what the function does as it is written, whatever this method returns.
            return super().construct(args, kwargs)
        trace, leaves = self._traced(args, kwargs)
        if trace is None:
            from .pennylane import compiled

            self._tape = compiled(super().construct(args, kwargs), self._target, self._options)
            return self._tape
        self._qfunc_output = trace.output
        self._tape = tape = self._tape_of(trace, trace.operators(leaves), None)
        params = tape.get_parameters(trainable_only=False)
        tape.trainable_params = qml.math.get_trainable_indices(params)
        return tape

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it."""
        if self._compile_pipeline or self.interface != "auto" or qml.capture.enabled():
            return super().__call__(*args, **kwargs)
        trace, leaves = self._traced(args, kwargs)
        kinds = {type(leaf).__module__.partition(".")[0] for leaf in leaves}
        if trace is None or trace.direct is None or not kinds <= _NOT_DIFFERENTIATED:
            return super().__call__(*args, **kwargs)
        angles = trace.plan.template.bind(trace.numbers(leaves)).tolist()
        tape = self._tape_of(trace, trace.plan.filled(angles, scalar=True, joined=True), [])
        (result,) = self.device.execute((tape,), trace.direct)
        if "pennylane" in kinds:
            result = _tensors(result)
        return _in_shape(result, trace.output, self.shots.has_partitioned_shots)

    def _tape_of(self, trace: Trace, ops: list[Any], trained: list[int] | None) -> Any:
        return qml.tape.QuantumScript(ops, trace.ends, shots=self.shots, trainable_params=trained)

    def _traced(self, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, list[Any]]:
        """Return the trace for arguments like these, None if there can be none, and the real numbers in them."""
        if "shots" in kwargs and not self._qfunc_uses_shots_arg:
            return None, []
        try:
            key, leaves = arguments(args, kwargs)
            found = self._traces.get(key, _MISSING)
        except Untraceable as why:
            self._say(why)
            return None, []
        except TypeError:  # an argument that cannot be known again
            return None, []
        if found is _MISSING:
            found = self._first(args, kwargs, leaves)
            with self._guard:
                while len(self._traces) >= REMEMBERED:
                    self._traces.pop(next(iter(self._traces)))
                self._traces[key] = found
        return found, leaves

    def _first(self, args: Any, kwargs: Mapping[str, Any], leaves: list[Any]) -> Trace | None:
        plain = super().construct(args, kwargs)
        try:
            trace = Trace(
                self.func, args, kwargs, leaves, plain, self._planned, self._target is not None
            )
        except Untraceable as why:
            self._say(why)
            return None
        trace.direct = self._direct(trace)
        return trace

    def _planned(self, circuit: Any, wires: list[Any], left: Any, measurements: Any) -> Any:
        from .pennylane import plan_of

        return plan_of(circuit, wires, left, measurements, self._target, self._options)

    def _direct(self, trace: Trace) -> Any:
        """Return how the device is to run the tapes, if it takes them as they are; else None."""
        if _in_shape is None or any(role(op, True) == RECORDED for op in trace.ops):
            return None
        kwargs = self.execute_kwargs
        if kwargs["postselect_mode"] or kwargs["mcm_method"] or kwargs["executor_backend"]:
            return None
        numbers = [0.3 + 0.17 * k for k in range(len(trace.plan.through))]
        tape = self._tape_of(trace, trace.plan.filled(numbers, scalar=True, joined=True), [])
        config = self.device.setup_execution_config(
            qml.devices.ExecutionConfig(interface=qml.math.Interface.NUMPY), tape
        )
        batch, _ = self.device.preprocess_transforms(config)((tape,))
        same = len(batch) == 1 and all(
            len(mine) == len(theirs) and all(a is b for a, b in zip(mine, theirs, strict=True))
            for mine, theirs in (
                (tape.operations, batch[0].operations),
                (tape.measurements, batch[0].measurements),
            )
        )
        return config if same else None

    def _say(self, why: Untraceable) -> None:
        """Warn once that the function is run for each call."""
        text = str(why)
        if text in self._said:
            return
        self._said.add(text)
        diagnostic = Diagnostic(
            "warning",
            "QC253",
            f"`{quote(self.__name__)}` is traced for each call: {text}",
            help="what depends on values: static arguments (int, str, bool), or a function for each case",
        )
        warnings.warn(QCompileWarning(diagnostic), stacklevel=5)


def _tensors(result: Any) -> Any:
    """Return results as PennyLane's own tensors, which they are where an argument is one."""
    if isinstance(result, (tuple, list)):
        return type(result)(_tensors(x) for x in result)
    return result if isinstance(result, dict) else qml.numpy.tensor(result, requires_grad=True)
