# SPDX-License-Identifier: Apache-2.0
"""Another output from the same inputs: compiled once more, to tell one that varies from one that was never made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import VerificationError
from .measuring import one
from .model import Entry, Standing

if TYPE_CHECKING:
    from .listing import Listed

#: The code of a result that does not vary here: it may be accepted.
OTHERWISE = "QC704"


def confirmed(entry: Entry, listed: Listed) -> Entry:
    """Return the entry of a circuit with another output than before, with what a second compilation says of it.

    If it varies here, that is an error. If it does not, it comes out otherwise than where the row was made: an error,
    too, until somebody accepts it.
    """
    if entry.standing is not Standing.NONDETERMINISTIC or not entry.before or not entry.after:
        return entry
    before, first = entry.before.output_sha256, entry.after.output_sha256
    row = one(listed).row
    second = "nothing" if row is None else row.output_sha256
    if second != first:
        error = VerificationError(
            f"compiled twice from the same inputs: {first}, then {second}; the baseline has {before}",
            code="QC703",
            help=f"please report it with the circuit; `{entry.reproduce}` compiles it again",
        )
    else:
        error = VerificationError(
            f"twice {first} from the same inputs, and the baseline has {before}",
            code="QC704",
            note="the row was made by other code under the same version, or where it comes out differently",
            help=f"look at why; `qcompile check --accept {entry.id}` takes today's result",
        )
    return replace(entry, error=error.diagnostic(), exit_code=error.exit_code)
