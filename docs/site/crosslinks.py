# SPDX-License-Identifier: Apache-2.0
"""Links that nobody writes: names in backticks, codes of errors and names of passes lead to their pages.

What the sources say stays plain Markdown and plain docstrings. A name that begins with ``qcompile.`` and names
nothing is a warning, as is every broken link that somebody did write.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from qcompile.error_codes import CODES
from qcompile.passes import TABLE

from .gather import error_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CODE = re.compile(r"\bQC\d{3}\b")
NAME = re.compile(r"(?:qc|qcompile)\.([A-Za-z_][\w.]*)(\(\))?")
REFERENCE = re.compile(r"^(\s*)\.\. \[(\d+)\] ")
CITED = re.compile(r"\[(\d+)\]_")
KET = re.compile(r"(?<!\\)\|(\w+>)")
#: Whose a name is that follows.
FOREIGN = re.compile(r"(?:['\u2019]s|\b(?:Braket|Cirq|PennyLane|pytket|Qiskit|torch)) $")
TYPE = re.compile(r"(?<![\w.])[A-Z]\w+\b")


def documented(env: BuildEnvironment, target: str) -> tuple[str, str] | None:
    """Return the page and anchor of a name: as it is, at the front door, or where only one thing is called so."""
    objects = env.get_domain("py").objects  # type: ignore[attr-defined]
    for full in (target, f"qcompile.{target}"):
        if full in objects:
            return objects[full].docname, objects[full].node_id
    ends = [entry for name, entry in objects.items() if name.endswith(f".{target}")]
    return (ends[0].docname, ends[0].node_id) if len(ends) == 1 else None


def importable(target: str) -> bool:
    """Return whether a dotted name leads to something."""
    parts = target.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: Any = import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            if not hasattr(value, part):
                return part in getattr(value, "__annotations__", {})
            value = getattr(value, part)
        return True
    return False


def soften(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.Element
) -> nodes.Element | None:
    """Resolve a name in backticks that Sphinx does not find as it stands; leave it as text if it is none of ours."""
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"].removesuffix("()")
    found = documented(env, target) if re.fullmatch(r"[\w.]+", target) else None
    if found is not None:
        return make_refnode(app.builder, node["refdoc"], *found, contnode, target)
    if target.startswith("qcompile.") and not importable(target):
        return None
    return contnode


def tidied(lines: list[str]) -> list[str]:
    """Make of a numpy-style docstring what docutils takes, for what numpy's own style leaves to its reader.

    References are numbered within a docstring, and several stand on a page: they become a list. A bar of a ket
    begins no substitution.
    """
    found = []
    for line in lines:
        if not line.lstrip().startswith(">>>"):
            line = CITED.sub(r"[\1]", REFERENCE.sub(r"\1\2. ", line))
            pieces = line.split("``")
            pieces[::2] = [KET.sub(r"\\|\1", piece) for piece in pieces[::2]]
            line = "``".join(pieces)
        found.append(line)
    return found


def tidy(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Change a docstring that autodoc has found."""
    lines[:] = tidied(lines)


def leave_foreign(app: Sphinx, doctree: nodes.document) -> None:
    """Make text of names that belong to others: Cirq's `Circuit` is not ours."""
    for node in list(doctree.findall(addnodes.pending_xref)):
        if FOREIGN.search(_before(node)):
            node.replace_self(node.children)


def _before(node: nodes.Element) -> str:
    """Return the text in front of a node, on the same level."""
    at = node.parent.index(node)
    return node.parent[at - 1].astext() if at else ""


_SAID: dict[str, list[str]] = {}


def keep_colons(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Give properties their text back, in which a colon ends no type: called before and after napoleon's hook."""
    if what not in ("property", "attribute") or any(line.startswith("---") for line in lines):
        return
    if name in _SAID:
        lines[:] = _SAID.pop(name)
    else:
        _SAID[name] = list(lines)


class CrossLinks(SphinxPostTransform):
    """Make links of codes of errors, names of passes and ``qc.names`` in finished pages."""

    default_priority = 400

    def run(self, **_: Any) -> None:
        """Walk over a page once."""
        for literal in list(self.document.findall(nodes.literal)):
            if not _inside(literal, nodes.reference, nodes.title, addnodes.desc_signature):
                self._literal(literal)
        for emphasis in list(self.document.findall(nodes.emphasis)):
            if _inside(emphasis, nodes.field_body):
                self._types(emphasis)
        for text in list(self.document.findall(nodes.Text)):
            if CODE.search(text) and not _inside(
                text, nodes.reference, nodes.title, nodes.literal_block, addnodes.desc_signature
            ):
                self._codes(text)

    def _link(self, page: str, anchor: str, content: nodes.Node) -> nodes.Element:
        assert self.app is not None
        return make_refnode(self.app.builder, self.env.docname, page, anchor, [content])

    def _literal(self, literal: nodes.literal) -> None:
        text = literal.astext()
        match = NAME.fullmatch(text)
        found: tuple[str, str] | None = None
        if text in TABLE:
            found = (f"passes/{text}", "")
        elif match:
            found = documented(self.env, f"qcompile.{match[1]}")
        if found and found[0] != self.env.docname:
            literal.replace_self(self._link(*found, literal.deepcopy()))

    def _types(self, emphasis: nodes.emphasis) -> None:
        """Link the classes in the type of a parameter."""
        text = emphasis.astext()
        pieces: list[nodes.Node] = []
        at = 0
        for match in TYPE.finditer(text):
            found = documented(self.env, match[0])
            if found:
                pieces += [
                    nodes.Text(text[at : match.start()]),
                    self._link(*found, nodes.Text(match[0])),
                ]
                at = match.end()
        if pieces:
            pieces.append(nodes.Text(text[at:]))
            emphasis[:] = [piece for piece in pieces if piece.astext()]

    def _codes(self, text: nodes.Text) -> None:
        pieces: list[nodes.Node] = []
        at = 0
        for match in CODE.finditer(text):
            pieces.append(nodes.Text(text[at : match.start()]))
            code = match[0]
            known = code in CODES and error_page(code) != self.env.docname
            pieces.append(
                self._link(error_page(code), code.lower(), nodes.Text(code))
                if known
                else nodes.Text(code)
            )
            at = match.end()
        pieces.append(nodes.Text(text[at:]))
        text.parent.replace(text, [piece for piece in pieces if piece.astext()])


def _inside(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("missing-reference", soften)
    app.connect("doctree-read", leave_foreign)
    app.connect("autodoc-process-docstring", tidy, priority=400)
    app.connect("autodoc-process-docstring", keep_colons, priority=450)
    app.connect("autodoc-process-docstring", keep_colons, priority=550)
    app.add_post_transform(CrossLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
