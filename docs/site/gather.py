# SPDX-License-Identifier: Apache-2.0
"""Gather the sources of the site: the short pages as they are, and what is made of the program."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
#: Files of the repository that are pages of the site, and what the page is called there.
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changes.md",
}
#: Pages that are made anew here, in parts.
SPLIT = ("passes.md", "errors.md")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
#: The class of an error by the first digit of its code: page and title.
CLASSES = {
    "1": ("syntax", "QC1xx: the syntax of an input"),
    "2": ("meaning", "QC2xx: the meaning of an input, and warnings"),
    "3": ("targets", "QC3xx: not on that target"),
    "4": ("usage", "QC4xx: usage and configuration"),
    "5": ("files", "QC5xx: files"),
    "6": ("limits", "QC6xx: limits"),
    "7": ("verification", "QC7xx: verification"),
    "9": ("ours", "QC9xx: our fault"),
}


def error_page(code: str) -> str:
    """Return the page of an error code."""
    return f"errors/{CLASSES[code[2]][0]}"


def gather(out: Path) -> None:
    """Write all sources into a folder that is made anew."""
    from . import api, pass_pages

    shutil.rmtree(out, ignore_errors=True)
    for folder in ("api", "passes", "errors", "_static"):
        (out / folder).mkdir(parents=True)
    for page in sorted(DOCS.glob("*.md")):
        if page.name not in SPLIT:
            text = relinked(page.read_text(encoding="utf-8"), Path("docs"))
            _write(out / page.name, index(text) if page.name == "index.md" else text)
    for name, page_name in OUTSIDE.items():
        if (ROOT / name).exists():
            text = (ROOT / name).read_text(encoding="utf-8")
            if name == "CHANGELOG.md":
                text += unreleased()
            _write(out / page_name, relinked(text, Path()))
    _write(out / "examples.md", examples())
    for file, text in api.pages().items():
        _write(out / "api" / file, text)
    for file, text in pass_pages.pages().items():
        _write(out / "passes" / file, text)
    for file, text in errors().items():
        _write(out / "errors" / file, text)
    shutil.copytree(DOCS / "pictures", out / "pictures")
    shutil.copy(Path(__file__).with_name("site.css"), out / "_static" / "site.css")
    shutil.copy(Path(__file__).with_name("conf.py"), out / "conf.py")


def relinked(text: str, folder: Path, up: str = "") -> str:
    """Return a page of `folder` with its links into the repository made links between pages, `up` from theirs."""

    def new(match: re.Match[str]) -> str:
        said, link = match.groups()
        target = destination(link, folder)
        if target is None:
            return said
        own = "://" in target or target.startswith("#")
        return f"[{said}]({target})" if own else f"[{said}]({up}{target})"

    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else LINK.sub(new, part) for part in parts)


def destination(link: str, folder: Path) -> str | None:
    """Return where a link leads on the site; None for a file that is no page of it."""
    if "://" in link or link.startswith("#"):
        return link
    path, _, anchor = link.partition("#")
    file = (ROOT / folder / path).resolve().relative_to(ROOT).as_posix()
    if file in OUTSIDE:
        file = OUTSIDE[file]
    elif file == "docs/passes.md":
        return f"passes/{anchor}.rst" if anchor else "passes/index.md"
    elif file == "docs/errors.md":
        return f"{error_page(anchor.upper())}.md#{anchor[:5]}" if anchor else "errors/index.md"
    elif file.startswith("examples"):
        name = file.partition("/")[2]
        return f"examples.md#{slug(name)}" if name.endswith(".py") else "examples.md"
    elif file == "changelog.d":
        file = "changes.md"
    elif file.startswith("docs/") and file.endswith((".md", ".svg")):
        file = file.removeprefix("docs/")
    else:
        return None
    return f"{file}#{anchor}" if anchor else file


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub and the site make it."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", heading)
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


#: Pages of the site alone, by the section of the first page they are listed in.
MADE = {"Reference": [("API", "api/index.rst"), ("Examples", "examples.md")]}


def index(text: str) -> str:
    """Return the first page with the tree of all pages, which is made of its lists of links."""
    first, *sections = text.split("\n## ")
    trees = []
    for at, section in enumerate(sections):
        title, _, body = section.partition("\n")
        made = "".join(f"- [{name}]({link})\n" for name, link in MADE.get(title, []))
        sections[at] = f"{title}\n{body.rstrip()}\n{made}"
        pages = re.findall(r"^- \[[^\]]*\]\(([^)#]+)\.(?:md|rst)\)", sections[at], re.MULTILINE)
        lines = ["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""]
        trees.append("\n".join(lines))
    return "\n## ".join([first, *sections]) + "\n" + "\n".join(trees)


def kinds() -> dict[str, str]:
    """Return the kinds of fragments of the changelog, with their titles, as `pyproject.toml` has them."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["directory"]: each["name"] for each in said["tool"]["towncrier"]["type"]}


def unreleased() -> str:
    """Return the fragments of the changes that no release has yet."""
    lines = ["", "## Not yet released", ""]
    for kind, title in kinds().items():
        found = sorted((ROOT / "changelog.d").glob(f"*.{kind}.md"))
        if found:
            lines += [f"### {title}", ""]
            lines += [f"- {path.read_text(encoding='utf-8').strip()}" for path in found]
            lines += [""]
    return "\n".join(lines)


def examples() -> str:
    """Return the page of the programs in ``examples/``."""
    lines = ["# Examples", "", "Each is run by the tests as it stands here.", ""]
    folder = ROOT / "examples"
    for path in sorted(folder.rglob("*.py"), key=lambda path: (len(path.parts), path)):
        text = path.read_text(encoding="utf-8").split("\n", 1)[1]
        lines += [
            f"## {path.relative_to(folder).as_posix()}",
            "",
            "```python",
            text.strip(),
            "```",
            "",
        ]
    return "\n".join(lines)


def errors() -> dict[str, str]:
    """Return the pages of error codes: one for each class, and the table of all."""
    from qcompile.error_codes import CODES, entry_lines

    written = {}
    for digit, (file, title) in CLASSES.items():
        lines = [f"# {title}", ""]
        for entry in CODES.values():
            if entry.code[2] == digit:
                lines += [f"({entry.code.lower()})=", *entry_lines(entry), ""]
        written[f"{file}.md"] = relinked("\n".join(lines), Path("docs"), "../")
    head = (DOCS / "errors.md").read_text(encoding="utf-8").partition("\n## ")[0]
    table = ["", "| code | class | exit | means |", "|---|---|---|---|"]
    for entry in CODES.values():
        link = f"[{entry.code}]({CLASSES[entry.code[2]][0]}.md#{entry.code.lower()})"
        meaning = entry.meaning.replace("|", "\\|")
        table.append(f"| {link} | `{entry.kind}` | {entry.exit} | {meaning} |")
    tree = ["", "```{toctree}", ":hidden:", "", *(file for file, _ in CLASSES.values()), "```", ""]
    return {"index.md": head + "\n".join([*table, *tree]), **written}


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
