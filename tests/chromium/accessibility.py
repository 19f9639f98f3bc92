# SPDX-License-Identifier: Apache-2.0
"""What anybody needs of a page, asked of the page as the browser shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Text whose colour is too near to what it stands on: at least 4.5 to 1, 3 to 1 where it is large (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
  const light = ({ r, g, b }) => [r, g, b].reduce((sum, value, i) => {
    const c = value / 255;
    return sum + [0.2126, 0.7152, 0.0722][i] * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  }, 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.a === 1) return color;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  const found = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const said = [...element.childNodes].map((node) => (node.nodeType === 3 ? node.data.trim() : "")).join("");
    if (!said || !element.checkVisibility() || element.closest(".unseen, .picture")) continue;
    const style = getComputedStyle(element);
    if (parseFloat(style.fontSize) === 0) continue;
    const color = parse(element.closest("svg") ? style.fill : style.color);
    const [high, low] = [light(color), light(behind(element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)}: ${said.slice(0, 40)} (${element.tagName})`);
  }
  return [...found];
}"""

#: Controls, pictures, tables and scrolling regions without a name, and a page without its landmarks.
NAMES = """() => {
  const found = [];
  const by = (id) => (id && document.getElementById(id) ? document.getElementById(id).textContent : "");
  const named = (e) => e.getAttribute("aria-label") || e.textContent || by(e.getAttribute("aria-labelledby"))
    || [...(e.labels || [])].map((label) => label.textContent).join("");
  const asked = "button, a, input, select, summary, [role=img], [role=region], [role=group]";
  for (const e of document.querySelectorAll(asked)) {
    if (!named(e).trim()) found.push(e.outerHTML.slice(0, 80));
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption || !table.caption.textContent.trim()) found.push("a table without caption");
    for (const th of table.querySelectorAll("th")) if (!th.scope) found.push(`no scope: ${th.outerHTML.slice(0, 60)}`);
  }
  for (const e of document.querySelectorAll(".scroll")) if (e.tabIndex !== 0) found.push("scrolls by mouse alone");
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title) found.push("no title");
  for (const name of ["h1", "main", "header"]) {
    if (document.querySelectorAll(name).length !== 1) found.push(`not one ${name}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) found.push("an id twice");
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((e) => Number(e.tagName[1]));
  if (levels.some((level, i) => i && level > levels[i - 1] + 1)) found.push("a level of headings left out");
  return found;
}"""


def problems(page: Page) -> list[Any]:
    """Return what is wrong, everything unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return [*page.evaluate(NAMES), *page.evaluate(CONTRAST)]
