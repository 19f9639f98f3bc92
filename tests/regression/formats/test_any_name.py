# SPDX-License-Identifier: Apache-2.0
"""Any name, in every format: it is read back as the text it is, by a reader of that format."""

from __future__ import annotations

import json
import re
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qcompile.errors import Diagnostic, escape
from qcompile.regression import Cause, Check, Standing, formats

from .cases import HOSTILE, entry
from .test_markdown import cells, rendered
from .test_services import commands

#: Characters that mean something somewhere, more often than the others.
SPECIAL = st.sampled_from("|`\\<>&\"'*_[](){}!~@#$:;%,=-.\n\r\t \x00\x1b\u202e\ufeff\ud800]>%")
NAMES = st.lists(SPECIAL | st.characters(), min_size=1, max_size=40).map("".join)


def check(name: str) -> Check:
    return Check(
        entries=[
            entry(
                name,
                Standing.WORSE,
                (1, 2),
                source=f"{name}.qasm",
                causes=(Cause.SOURCE,),
                error=Diagnostic("error", "QC201", name, help=name),
                reproduce=name,
            )
        ],
        target=name,
        against=name,
        settings={name: name},
        reasons=(name,),
        notes=(name,),
        passed=False,
    )


#: Beginnings of lists, rules, quotations and code in Markdown.
BLOCKS = ("--", "- a", "1. a", "23) a", "===", "+ a", "> a", "    a", "```", "# a", "***", "___")


def everywhere(test: object) -> object:
    for name in HOSTILE + BLOCKS:
        test = example(name)(test)  # type: ignore[arg-type]
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=slow)(
        given(NAMES)(test)  # type: ignore[arg-type]
    )


@everywhere
def test_markdown(name: str) -> None:
    tree = rendered(formats.write(check(name), "md"))
    (row,) = cells(next(tree.iter("table")))[1:]
    assert squeezed(escape(name)) == squeezed(row[1])
    allowed = {"body", "h3", "ul", "li", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {element.tag for element in tree.iter()} <= allowed | {"strong"}
    assert 1 == len(list(tree.iter("strong")))


def squeezed(text: str) -> str:
    """Return text as HTML shows it: blanks in a row are one."""
    return re.sub(r"\s+", " ", text).strip()


@everywhere
def test_xml_and_json(name: str) -> None:
    root = fromstring(formats.write(check(name), "junit").encode())
    assert escape(name) in {case.get("classname") for case in root.iter("testcase")}
    for format in ("json", "sarif", "codequality", "bench-json"):
        text = formats.write(check(name), format)
        json.loads(text.encode().decode())
    assert name == json.loads(formats.write(check(name), "json"))["circuits"][0]["id"]


@everywhere
def test_annotations_and_tables(name: str) -> None:
    ((level, properties, _),) = commands(formats.write(check(name), "github"))
    assert level == "error"
    assert set(properties) == {"title", "file", "line"}
    for width in (None, 40):
        for line in formats.write(check(name), "table", width=width).split("\n"):
            assert line.isprintable()
            assert not line.lstrip().startswith("::")
            assert "##[" not in line


@everywhere
def test_html(name: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    text = formats.write(check(name), "html")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    (shown,) = ("".join(th.itertext()) for th in tree.findall(".//tbody/tr/th[@scope='row']/a/.."))
    assert escape(name) == shown
    assert 1 == len(tree.findall(".//script")) == len(tree.findall(".//style"))
