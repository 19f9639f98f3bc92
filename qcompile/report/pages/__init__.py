# SPDX-License-Identifier: Apache-2.0
"""Reports as one page of HTML that needs nothing else: no network, no other file, no JavaScript to be read.

`page.py` puts a template, the style sheet and the script together; `compilation.py` is the report of a compilation, and
`qcompile.regression.formats.page` that of a check.
"""

from __future__ import annotations

from .page import page

__all__ = ["page"]
