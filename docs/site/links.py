# SPDX-License-Identifier: Apache-2.0
"""Links of a built site that lead nowhere: pages, files and anchors. What is outside the site is not fetched."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Links(HTMLParser):
    """Where a page leads, and the anchors it has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the links and anchors of a tag."""
        for name, value in attrs:
            if value and name in ("href", "src"):
                self.found.add(value)
            elif value and name in ("id", "name"):
                self.anchors.add(value)


def broken(site: Path) -> list[str]:
    """Return each link inside the site that leads nowhere, with the page it is on."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        pages[path.resolve()] = found = Links()
        found.feed(path.read_text(encoding="utf-8"))
    wrong = []
    for path, page in pages.items():
        for link in sorted(page.found):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            anchors = pages[target].anchors if target in pages else {anchor}
            if not target.exists() or (anchor and anchor not in anchors):
                wrong.append(f"{path.relative_to(site.resolve())}: {link}")
    return wrong
