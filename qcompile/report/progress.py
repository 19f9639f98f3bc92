# SPDX-License-Identifier: Apache-2.0
"""A progress bar that shows only on a terminal, and only after half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from types import TracebackType
    from typing import TextIO

#: Work that ends before this draws nothing.
PATIENCE_SECONDS = 0.5


class Progress:
    """Count `total` pieces of work on `stream`; quiet unless that is a terminal. None: nobody knows how many.

    Drawing happens on a thread of its own, so that a long pass in the engine, which holds no
    interpreter lock, still shows a moving clock; and rich is imported only when there is something to draw.
    """

    def __init__(
        self, total: int | None, stream: TextIO | None, *, enabled: bool = True, color: bool = True
    ) -> None:
        self._total = total
        self._stream = stream
        self._color = color
        self._done = 0
        self._label = ""
        self._finished: threading.Event | None = None
        self._thread: threading.Thread | None = None
        if enabled and stream is not None and stream.isatty():
            import threading

            self._finished = threading.Event()
            self._thread = threading.Thread(target=self._draw, name="progress", daemon=True)

    def __enter__(self) -> Progress:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._finished is not None and self._thread is not None:
            self._finished.set()
            self._thread.join()

    def show(self, label: str) -> None:
        """Say what is being worked on."""
        self._label = label

    def advance(self) -> None:
        """Count one piece of work as done."""
        self._done += 1

    def _draw(self) -> None:
        if self._finished is None or self._finished.wait(PATIENCE_SECONDS):
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            *([] if self._total is None else [MofNCompleteColumn()]),
            TimeElapsedColumn(),
        )
        console = Console(file=self._stream, no_color=not self._color)
        with Bar(*columns, console=console, transient=True) as bar:
            task = bar.add_task(self._label, total=self._total)
            while not self._finished.wait(0.1):
                bar.update(task, completed=self._done, description=self._label)
