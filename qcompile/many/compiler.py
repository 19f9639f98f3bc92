# SPDX-License-Identifier: Apache-2.0
"""`Compiler`: what to compile for and how, as a small value that other processes can be sent."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from .run import Plan, Progress, compile_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..compiler import Result
    from .item import Item


class Compiler:
    """A target and options, to be called with circuits.

    It pickles into a few kilobytes, so that Ray, Dask, joblib and the like can send it with every task; where it
    arrives, targets given by name are read once a process. Results pickle as well.

    Parameters
    ----------
    target : optional
        As for `compile`.
    **options
        As for `compile`.

    Raises
    ------
    PipelineError, TargetError
        For options that no circuit could be compiled with.

    Examples
    --------
    >>> import pickle
    >>> import qcompile as qc
    >>> from qcompile.many import Compiler
    >>> compiler = Compiler("ibm-heron-r1", level=1)
    >>> len(pickle.dumps(compiler)) < 1_000
    True
    >>> pickle.loads(pickle.dumps(compiler))(qc.Circuit(2).cx(0, 1)).report.after.two_qubit
    1
    """

    def __init__(self, target: Any = None, **options: Any) -> None:
        self._plan = Plan.make(target, options)
        #: A name says what it stands for in fewer bytes, and is the same in every process of one version.
        self._given = target if isinstance(target, str) else self._plan.target
        self._options = dict(options)

    def __call__(self, circuit: Any) -> Result:
        """Return the result for one circuit, as `compile` does."""
        from ..compiler import compile

        return compile(circuit, target=self._plan.target, **{"trace": "times"} | self._rest)

    def many(
        self,
        circuits: Iterable[Any],
        *,
        jobs: int | None = None,
        bind: bool | None = None,
        progress: Progress | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Iterator[Item]:
        """Return the items of many circuits; see `compile_many`."""
        return compile_many(
            circuits,
            self._plan.target,
            jobs=jobs,
            bind=bind,
            progress=progress,
            cancel=cancel,
            **self._rest,
        )

    @property
    def _rest(self) -> dict[str, Any]:
        """The options that are not part of the target."""
        if self._plan.target is None:
            return self._options
        return {name: value for name, value in self._options.items() if name != "basis"}

    def __reduce__(self) -> tuple[Any, ...]:
        if self._given is None or isinstance(self._given, str):
            return _again, (self._given, self._options)
        from pickle import dumps

        # Couplings repeat themselves: a device takes a tenth of its size.
        return _again, (zlib.compress(dumps(self._given)), self._rest)

    def __repr__(self) -> str:
        target = self._plan.target
        said = [repr(target.name) if target is not None else "None"]
        said += [f"{name}={value!r}" for name, value in self._options.items()]
        return f"Compiler({', '.join(said)})"


def _again(target: str | bytes | None, options: dict[str, Any]) -> Compiler:
    if isinstance(target, bytes):
        from pickle import loads

        return Compiler(loads(zlib.decompress(target)), **options)
    return Compiler(target, **options)
