# SPDX-License-Identifier: Apache-2.0
"""``python -m docs.site [FOLDER]``: build the documentation, from the root of the repository, and check its links."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]

# `-m` puts the current folder on the path, where the sources would hide the built package.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != ROOT]


def main(arguments: list[str]) -> int:
    """Build the site; return 1 if there was a warning or a broken link."""
    from sphinx.cmd.build import main as sphinx

    from .gather import gather
    from .links import broken

    start = perf_counter()
    out = Path(arguments[0]) if arguments else ROOT / "build" / "docs"
    source, html = out / "source", out / "html"
    gather(source)
    shutil.rmtree(html, ignore_errors=True)
    options = ["-W", "-n", "--keep-going", "-q", "-j", "2", "-d", str(out / "doctrees")]
    if sphinx([*options, "-b", "html", str(source), str(html)]):
        return 1
    wrong = broken(html)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    pages, seconds = sum(1 for _ in html.rglob("*.html")), perf_counter() - start
    index = html / "index.html"
    print(f"{pages} pages, no warning, {len(wrong)} broken links, {seconds:.0f} s: {index}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
