# SPDX-License-Identifier: Apache-2.0
"""``python -m qcompile``: the same as the ``qcompile`` command."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
