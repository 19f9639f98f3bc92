# SPDX-License-Identifier: Apache-2.0
"""What a compilation did: as data, as JSON, as Markdown, as a table on the terminal.

`report.py` holds the data and its JSON form, whose fields are a public contract; `layout.py` says where qubits lie;
`content.py` decides what people are told and in which order; `grid.py` lays columns out as text or Markdown;
`terminal.py` and `progress.py` are the only files that touch rich. Nothing is measured here: numbers arrive in the
`Report`.
"""

from __future__ import annotations

from .grid import Grid
from .layout import Layout, map_observable
from .report import Report, Source, peak_memory_bytes

__all__ = ["Grid", "Layout", "Report", "Source", "map_observable", "peak_memory_bytes"]
