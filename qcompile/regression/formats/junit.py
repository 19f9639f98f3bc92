# SPDX-License-Identifier: Apache-2.0
"""JUnit's XML, as Jenkins and GitLab read it: one test case for each metric of each circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...errors import escape
from ..model import Standing
from . import words

if TYPE_CHECKING:
    from ..model import Aggregate, Check, Entry

#: The class of the cases that concern all circuits.
EVERYTHING = "(all circuits)"


def write(check: Check, **_: Any) -> str:
    """Return the document; a case fails where what it stands for counts against the check."""
    suite = Element("testsuite", name="qcompile check")
    _properties(suite, check)
    for found in check.aggregates:
        _mean(suite, check, found)
    metrics = words.metrics(check, check.entries)
    for entry in check.entries:
        _circuit(suite, check, entry, metrics)
    totals = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, number in totals.items():
        suite.set(name, str(number))
    suite.set("time", f"{check.seconds:.3f}")
    del totals["skipped"]
    root = Element("testsuites", {"name": "qcompile check", "time": f"{check.seconds:.3f}"})
    for name, number in totals.items():
        root.set(name, str(number))
    root.append(suite)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _properties(suite: Element, check: Check) -> None:
    said = {
        "tool": check.tool,
        "target": check.target or "none",
        "against": check.against,
        "fail-on": check.fail_on,
    }
    said |= {f"option {name}": str(value) for name, value in check.settings.items()}
    properties = SubElement(suite, "properties")
    for name, value in said.items():
        SubElement(properties, "property", name=escape(name), value=escape(value))


def _mean(suite: Element, check: Check, found: Aggregate) -> None:
    case = _case(suite, EVERYTHING, found.metric)
    if found.exceeds and words.set_severity(check) == "error":
        text = (
            f"geometric mean of {words.long(found.metric)} over {found.circuits} circuits:"
            f" x{found.ratio:.4f}, allowed {words.allowed(found.limit)}"
        )
        _wrong(case, "failure", text, "aggregate", [text])


def _circuit(suite: Element, check: Check, entry: Entry, metrics: list[str]) -> None:
    counts = words.severity(check, entry) == "error"
    if entry.standing is Standing.REMOVED and not counts:
        case = _case(suite, entry.id, "compiles")
        SubElement(case, "skipped", message=escape(words.why(entry)))
        return
    case = _case(suite, entry.id, "compiles", entry.times.get("seconds", 0.0))
    if entry.standing is Standing.FAILED:
        text = words.why(entry) or "failed"
        details = [entry.error.render()] if entry.error is not None else []
        _wrong(case, "error", text, entry.error.code if entry.error else "failed", details)
        return
    if counts and (entry.standing is Standing.NONDETERMINISTIC or not _measured(entry)):
        _wrong(case, "failure", words.sentence(entry), entry.standing.value, _details(entry))
    extra = [found.metric for found in entry.overruns if found.metric not in metrics]
    for metric in [*metrics, *extra]:
        if words.value(entry, metric) is not None or entry.change(metric) is not None:
            _metric(_case(suite, entry.id, metric), entry, metric, counts)


def _measured(entry: Entry) -> bool:
    """Return whether what counts against a circuit is in one of its metrics."""
    return bool(entry.overruns) or any(change.exceeds for change in entry.changes)


def _metric(case: Element, entry: Entry, metric: str, counts: bool) -> None:
    change = entry.change(metric)
    parts, kind = [], "regression"
    if change is not None and change.exceeds:
        parts.append(
            f"{words.long(metric)} {words.moved(change)}, allowed {words.allowed(change.limit)}"
        )
    for found in entry.overruns:
        if found.metric == metric:
            kind = kind if parts else "budget"
            parts.append(words.overrun(found))
    if parts and counts:
        _wrong(case, "failure", "; ".join(parts), kind, _details(entry))


def _details(entry: Entry) -> list[str]:
    lines = [
        f"{words.long(c.metric)}: {words.moved(c)}, allowed {words.allowed(c.limit)}"
        for c in entry.changes
    ]
    lines += [f"why: {words.why(entry)}"] if words.why(entry) else []
    lines += [f"source: {entry.source}" + (f", line {entry.line}" if entry.line else "")]
    return lines + ([f"reproduce: {entry.reproduce}"] if entry.reproduce else [])


def _case(suite: Element, circuit: str, name: str, seconds: float = 0.0) -> Element:
    said = {"classname": escape(circuit), "name": escape(name), "time": f"{seconds:.3f}"}
    return SubElement(suite, "testcase", said)


def _wrong(case: Element, kind: str, message: str, type: str, details: list[str]) -> None:
    found = SubElement(case, kind, {"message": escape(message), "type": escape(type)})
    lines = "\n".join(details).split("\n")
    found.text = "\n".join(escape(line) for line in lines)
