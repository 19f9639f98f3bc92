# SPDX-License-Identifier: Apache-2.0
"""At the end of a run: the baseline and the reports are written, each whole or not at all, by one process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import InternalError, QCompileError
from ..files import write_whole
from ..regression import Check, judging
from ..regression.baseline import Baseline, common
from ..regression.listing import TOOL
from ..regression.measuring import shown
from .book import BAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from .book import Book


def finish(book: Book) -> int:
    """Write what was asked for; what goes wrong is kept for the summary.

    Returns
    -------
    int
        What pytest should exit with, where nothing else failed.
    """
    _tried(_accept, book)
    _tried(_report, book)
    return 1 if book.troubles else 0


def _tried(act: Callable[[Book], None], book: Book) -> None:
    try:
        act(book)
    except QCompileError as error:
        book.troubles.append(error.render())
    except Exception as error:  # what pytest has to say about the tests is not to be lost for it
        fault = InternalError(f"{type(error).__name__}: {error}", help="please report it")
        book.troubles.append(fault.render())


def checked(book: Book) -> Check:
    """Return the run as what every format is written from."""
    entries = book.entries()
    accepted = sorted(book.rows()) if book.updates else []
    wrong = [each for each in entries if each.standing in BAD and each.id not in accepted]
    why = judging.reasons("regression", False, wrong, [])
    targets = {each.after.target for each in entries if each.after is not None}
    return Check(
        entries=tuple(entries),
        aggregates=tuple(judging.aggregates(book.project, entries)),
        against=book.name,
        tool=TOOL,
        target=next(iter(targets)) if len(targets) == 1 else None,
        passed=not why,
        reasons=tuple(why),
        accepted=tuple(accepted),
        notes=tuple(book.notes),
    )


def _accept(book: Book) -> None:
    """Write the rows of the tests that passed, beside those of tests that did not run."""
    if not book.updates:
        return
    rows = book.rows()
    known = book.baseline
    gone = [name for name in book.untaken() if _is_gone(name, book)]
    if known is None:
        if not rows:
            return
        made = Baseline(header=common(rows.values()), rows=rows)
    else:
        made = known.with_rows(rows.values(), gone)
        # As long as there are rows of other runs, the first line stays: accepting one circuit touches one line.
        if made.rows.keys() == rows.keys():
            made = Baseline(header=common(rows.values()), rows=rows)
    if known is not None and made == known:
        return
    made.write(book.path)
    changed = sum(known is None or known.rows.get(name) != row for name, row in rows.items())
    told = [f"{changed} snapshot{'s' * (changed != 1)} accepted"] if changed else []
    told += [f"{len(gone)} removed"] if gone else []
    book.notes.append(f"{', '.join(told) or 'first line'}: commit {book.name}")


def _is_gone(name: str, book: Book) -> bool:
    """Whether a row that was not taken goes: its test ran and took others, or the user says so."""
    if book.config.getoption("--qcompile-prune"):
        return True
    assert book.baseline is not None
    test = book.baseline.rows[name].source
    ran = [each for each in book.taken.values() if each.test == test]
    return bool(ran) and not any(each.failed for each in ran)


def _report(book: Book) -> None:
    for path in book.reports:
        from ..regression.formats import write

        form = {".html": "html", ".json": "json", ".md": "md", ".xml": "junit"}[
            os.path.splitext(path)[1].lower()
        ]
        # Relative to where pytest was started, as --junit-xml is.
        place = os.path.join(book.config.invocation_params.dir, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        write_whole(shown(place), write(checked(book), form))
        book.notes.append(f"report written to {path}")
