# SPDX-License-Identifier: Apache-2.0
"""The product on standard output; in a file of its own because ``--version`` needs nothing else."""

from __future__ import annotations

import sys


def to_stdout(text: str) -> None:
    """Write `text` to standard output, as UTF-8 whatever the locale says."""
    if sys.stdout is None:
        from ..errors import FileError

        raise FileError("standard output is closed", code="QC502", help="give -o FILE")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # replaced by something that takes only text, as a test does
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
