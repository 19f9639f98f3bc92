# SPDX-License-Identifier: Apache-2.0
"""Write the reference pages from the program itself: ``docs/errors.md`` and ``docs/passes.md``.

A house test compares what is committed with what this would write.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Return the text of every generated page, by file name."""
    from qcompile.error_codes import page

    return {"errors.md": page().rstrip("\n") + "\n", "passes.md": passes()}


def passes() -> str:
    """Return the page of all passes."""
    from qcompile.cli.passes import describe, summary
    from qcompile.passes import TABLE
    from qcompile.pipeline import registry
    from qcompile.pipeline.presets import LEVELS

    found = [registry.find(name) for name in sorted(TABLE)]
    lines = [
        "# Passes",
        "",
        "The same text as `qcompile passes NAME`. `--passes` runs a pipeline such as `decompose,merge-rotations`;",
        "the levels are pipelines too:",
        "",
        *(f"- `-O{number}`: {text}" for number, text in LEVELS.items()),
        "",
        "| pass | keeps | what it does |",
        "|---|---|---|",
        *(f"| [{each.name}](#{each.name}) | {each.relation} | {summary(each)} |" for each in found),
        "",
    ]
    for each in found:
        body = describe(each).split("\n", 3)[3].rstrip("\n")
        lines += [f"## {each.name}", "", "```text", body, "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
