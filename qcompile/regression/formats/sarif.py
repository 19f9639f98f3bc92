# SPDX-License-Identifier: Apache-2.0
"""SARIF 2.1.0, as code scanning reads it: what is wrong, at the line of the source it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .findings import Finding, findings
from .words import json_text

if TYPE_CHECKING:
    from ..model import Check

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: Results of one run that code scanning shows; more are dropped without a word.
MOST = 5_000
LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def write(check: Check, **_: Any) -> str:
    """Return the document; beyond `MOST` results it says how many are missing."""
    found = list(findings(check))
    shown = found[:MOST]
    rules = {finding.rule: finding for finding in shown}
    places = {rule: index for index, rule in enumerate(rules)}
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left := len(found) - len(shown):
        text = f"{left} more findings than the {MOST} listed; see the artefact"
        notification = {"level": "warning", "message": {"text": text}}
        invocation["toolExecutionNotifications"] = [notification]
    run = {
        "tool": {"driver": _driver(check, list(rules.values()))},
        "automationDetails": {"id": "qcompile-check/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(finding, places[finding.rule]) for finding in shown],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(check: Check, rules: list[Finding]) -> dict[str, Any]:
    name, _, version = check.tool.partition(" ")
    driver: dict[str, Any] = {"name": message(name), "rules": [_rule(found) for found in rules]}
    return {**driver, "version": version} if version else driver


def _rule(found: Finding) -> dict[str, Any]:
    return {
        "id": found.rule,
        "shortDescription": {"text": found.summary},
        "help": {
            "text": "Make the circuit smaller again, or accept it: `qcompile check --accept ID`"
            " and commit the baseline. `qcompile explain` says what each pass did."
        },
        "defaultConfiguration": {"level": "error"},
    }


def _result(found: Finding, index: int) -> dict[str, Any]:
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": LEVELS[found.level],
        "message": {"text": message(found.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri(found.path)},
                    "region": {"startLine": found.line},
                }
            }
        ],
        "partialFingerprints": {"qcompileFinding/v1": found.fingerprint},
    }


def message(text: str) -> str:
    r"""Return text with nothing in it that a message reads as a placeholder or a link.

    Examples
    --------
    >>> print(message("{0} [click](http://e.vil)"))
    {{0}} \[click\](http://e.vil)
    """
    text = text.replace("{", "{{").replace("}", "}}")
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def uri(path: str) -> str:
    """Return a path as a relative reference; what is no path of this repository stays readable."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/")
