/* SPDX-License-Identifier: Apache-2.0 */
"use strict";
(() => {
  const root = document.documentElement;
  const KEY = "qcompile-theme";
  const kept = {
    get() { try { return localStorage.getItem(KEY); } catch { return null; } },
    set(value) { try { localStorage.setItem(KEY, value); } catch { /* private windows keep nothing */ } },
  };
  const first = kept.get();
  if (first === "dark" || first === "light") root.dataset.theme = first;

  const say = (text) => { document.getElementById("said").textContent = text; };
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function theme() {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const button = document.getElementById("theme");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => { button.textContent = dark() ? "Light" : "Dark"; button.setAttribute("aria-label", `Switch to ${dark() ? "light" : "dark"} colours`); };
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      kept.set(root.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    button.hidden = false;
    show();
  }

  function copying() {
    for (const code of document.querySelectorAll("[data-copy]")) {
      const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
      button.setAttribute("aria-label", "Copy the command line");
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
        } catch {
          getSelection().selectAllChildren(code);
          document.execCommand("copy");
        }
        button.textContent = "Copied";
        say("Copied");
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      code.after(button);
    }
  }

  function sorting(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => row.cells[column].dataset.s ?? row.cells[column].textContent;
    const compare = (a, b) => {
      if (a === b) return 0;
      if (a === "") return 1;
      if (b === "") return -1;
      const [x, y] = [Number(a), Number(b)];
      return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, undefined, { numeric: true }) : x - y;
    };
    heads.forEach((head, column) => {
      if (!head.dataset.sort) return;
      const button = make("button", { type: "button", textContent: head.textContent });
      button.setAttribute("aria-label", head.dataset.label); // without the arrow
      head.replaceChildren(button);
      head.setAttribute("aria-sort", head.dataset.sort === "now" ? "ascending" : "none");
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const down = now === "none" ? head.dataset.sort === "descending" : now === "ascending";
        for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row, column), row]);
        // What is not known stays last in either direction.
        rows.sort(([a], [b]) => (down && a !== "" && b !== "" ? -1 : 1) * compare(a, b));
        body.append(...rows.map(([, row]) => row));
        say(`Sorted by ${head.dataset.label}, ${down ? "descending" : "ascending"}`);
      });
    });
  }

  function filtering(form, table) {
    const rows = [...table.tBodies[0].rows];
    const words = form.querySelector("input");
    const chips = [...form.querySelectorAll(".chips button")];
    const output = form.querySelector("output");
    const apply = () => {
      const text = words.value.trim().toLowerCase();
      const chosen = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.value);
      let shown = 0;
      for (const row of rows) {
        const fits = (!chosen.length || chosen.includes(row.dataset.standing)) && (!text || row.textContent.toLowerCase().includes(text));
        row.hidden = !fits;
        const part = document.getElementById(row.dataset.part);
        if (part) part.hidden = !fits;
        shown += fits;
      }
      output.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} circuits`;
    };
    words.addEventListener("input", apply);
    for (const chip of chips) chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") === "true" ? "false" : "true");
      apply();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }

  function opening() {
    const open = () => {
      const part = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      const around = part && part.closest("details");
      if (!around) return;
      around.open = true;
      part.scrollIntoView();
      around.querySelector("summary").focus({ preventScroll: true });
    };
    addEventListener("hashchange", open);
    open();
    let closed = [], chosen;
    addEventListener("beforeprint", () => {
      chosen = root.dataset.theme;
      root.dataset.theme = "light";
      closed = [...document.querySelectorAll("details[data-print]:not([open])")];
      for (const part of closed) part.open = true;
    });
    addEventListener("afterprint", () => {
      if (chosen) root.dataset.theme = chosen;
      else delete root.dataset.theme;
      for (const part of closed) part.open = false;
    });
  }

  addEventListener("DOMContentLoaded", () => {
    theme();
    copying();
    for (const table of document.querySelectorAll("table.all")) {
      sorting(table);
      const form = document.querySelector("form.filter");
      if (form) filtering(form, table);
    }
    opening();
  });
})();
