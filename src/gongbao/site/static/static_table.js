/* Sorts, filters and searches a table where nobody answers but the page itself: by the address, in the words that the
   served edition understands, over all rows of the table, which a file beside the page holds. */
"use strict";
(() => {
  const own = document.currentScript;
  const told = document.getElementById("table-words");
  const body = document.querySelector(".rows-and-columns tbody");
  if (!told || !body) return;
  const words = JSON.parse(told.textContent);
  const form = document.querySelector("form.filters"), search = document.querySelector("form.table-search");
  const heads = [...document.querySelectorAll(".rows-and-columns thead th")];
  const MOST = 300;
  const numbers = new Intl.NumberFormat("en-GB");
  const base = form.action.split("?")[0];
  const KEYS = { sort: "_sort", falling: "_sort_desc", search: "_search" };
  const asked = readPairs();

  /* What the address asks: pairs of a name and a value; those of the form of filters as addresses have them. */
  function readPairs() {
    const given = [...new URLSearchParams(location.search)];
    const field = (name) => (given.find((pair) => pair[0] === name) || [])[1] || "";
    const pairs = given.filter(([name, value]) => value !== "" && (!name.startsWith("_") || Object.values(KEYS).includes(name)));
    for (const [name, value] of given) if (name.startsWith("_is.") && value !== "") pairs.push([name.slice(4), value]);
    const column = field("_filter_column"), op = field("_filter_op"), value = field("_filter_value");
    if (column) pairs.push([op && op !== "exact" ? `${column}__${op}` : column, value || (/^(is|not)(null|blank)$/.test(op) ? "1" : "")]);
    return pairs;
  }
  const address = (pairs) => (pairs.length ? `${base}?${new URLSearchParams(pairs)}` : base);
  const without = (...names) => asked.filter((pair) => !names.includes(pair[0]));
  const first = (name) => (asked.find((pair) => pair[0] === name) || [])[1];

  const folded = (value) => String(value ?? "").normalize("NFKC").toLowerCase();
  const asNumber = (text) => (text !== "" && text !== null && !Number.isNaN(Number(text)) ? Number(text) : null);
  /* Compares as SQLite does: numbers with numbers, texts by their characters. */
  function compare(stored, given) {
    const number = asNumber(given);
    if (typeof stored === "number" && number !== null) return stored - number;
    return String(stored) < given ? -1 : Number(String(stored) > given);
  }
  const like = (pattern, wild, one, flags) => new RegExp(`^${[...pattern].map((c) => (c === wild ? "[\\s\\S]*" : c === one ? "[\\s\\S]" : c.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))).join("")}$`, flags);
  const list = (value) => (value.startsWith("[") ? JSON.parse(value).map(String) : value.split(","));
  const inArray = (stored, value) => { try { return JSON.parse(stored).map(String).includes(value); } catch { return false; } };
  const there = (test) => (stored, value) => stored !== null && test(stored, value);
  const TESTS = {
    exact: there((stored, value) => compare(stored, value) === 0), not: there((stored, value) => compare(stored, value) !== 0),
    contains: there((stored, value) => folded(stored).includes(folded(value))),
    startswith: there((stored, value) => folded(stored).startsWith(folded(value))), endswith: there((stored, value) => folded(stored).endsWith(folded(value))),
    gt: there((stored, value) => compare(stored, value) > 0), gte: there((stored, value) => compare(stored, value) >= 0),
    lt: there((stored, value) => compare(stored, value) < 0), lte: there((stored, value) => compare(stored, value) <= 0),
    like: there((stored, value) => like(value, "%", "_", "i").test(String(stored))), notlike: there((stored, value) => !like(value, "%", "_", "i").test(String(stored))),
    glob: there((stored, value) => like(value, "*", "?", "").test(String(stored))),
    in: there((stored, value) => list(value).some((one) => compare(stored, one) === 0)), notin: there((stored, value) => !list(value).some((one) => compare(stored, one) === 0)),
    arraycontains: inArray, arraynotcontains: (stored, value) => !inArray(stored, value),
    date: there((stored, value) => String(stored).slice(0, 10) === value),
    isnull: (stored) => stored === null, notnull: (stored) => stored !== null,
    isblank: (stored) => stored === null || stored === "", notblank: (stored) => stored !== null && stored !== "",
  };

  /* All rows, read once: columns, stored values, cells. */
  let reading = null;
  function rows() {
    reading ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      window.gongbaoRows = done;
      script.addEventListener("error", failed);
      script.src = own.dataset.script;
      document.head.append(script);
    });
    return reading;
  }

  function chosen(table) {
    const at = (name) => table.columns.indexOf(name);
    let found = table.rows.map((_, number) => number);
    for (const [name, value] of without(...Object.values(KEYS))) {
      const [column, op] = name.split("__"), test = TESTS[op || "exact"], place = at(column);
      if (test && place >= 0) found = found.filter((number) => test(table.rows[number][place], value));
    }
    const typed = folded(first(KEYS.search)).replace(/^~/, "").split(/[|｜]/).map((part) => part.split(/\s+/).filter(Boolean)).filter((part) => part.length);
    if (typed.length) {
      found = found.filter((number) => {
        const text = folded(table.rows[number].filter((value) => typeof value === "string").join("\n"));
        return typed.some((all) => all.every((word) => text.includes(word)));
      });
    }
    const falling = first(KEYS.falling), place = at(falling || first(KEYS.sort));
    if (place < 0) return found;
    const order = (one, other) => {
      const [a, b] = [table.rows[one][place], table.rows[other][place]];
      if (a === null || b === null) return (a === null) - (b === null) || one - other;
      const way = typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : Number(String(a) > String(b));
      return (falling ? -way : way) || one - other;
    };
    return found.sort(order);
  }

  function line(cells) {
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    cells.forEach((markup, number) => {
      const head = heads[number], cell = document.createElement("td");
      cell.setAttribute("role", "cell");
      cell.dataset.label = head.textContent.replace(/[▲▼]/g, "").trim();
      cell.className = head.dataset.column ? (head.classList.contains("figure") ? "figure" : head.classList[0]) : "row-link";
      if (!markup) cell.classList.add("empty");
      cell.innerHTML = markup;
      row.append(cell);
    });
    return row;
  }

  function show(table, found, most) {
    body.replaceChildren(...found.slice(0, most).map((number) => line(table.cells[number])));
    document.querySelectorAll(".pages, .more-rows, .none-found").forEach((node) => node.remove());
    const region = document.querySelector(".rows-scroll");
    if (!found.length) region.after(made("p", "zero-results none-found", words.none));
    if (found.length > most) {
      const button = made("button", "plain", words.more);
      button.type = "button";
      button.addEventListener("click", () => show(table, found, most + MOST));
      const around = made("p", "more-rows");
      around.append(button);
      region.after(around);
    }
    const all = table.rows.length, n = numbers.format(found.length);
    const text = found.length === all ? (all === 1 ? words.one : words.many).replace("{n}", n) : words.of.replace("{n}", n).replace("{all}", numbers.format(all));
    document.querySelector(".rows-told").textContent = text;
    const machine = document.querySelector(".machine-told");
    if (machine) machine.hidden = true; // rows bear the mark themselves
  }

  function made(tag, name, text) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  /* The conditions in words, each with a way to be rid of it. */
  function chips() {
    const title = (name) => [...document.querySelectorAll("#filter-column option")].find((option) => option.value === name)?.textContent || name;
    const chip = (href, hidden, ...parts) => {
      const link = made("a", "chip"), cross = made("span", "", "✕");
      cross.setAttribute("aria-hidden", "true");
      link.href = href;
      link.append(made("span", "unseen", `${hidden} `), ...parts.flatMap((part) => [part, " "]), cross);
      return link;
    };
    const conditions = asked.filter(([name]) => name !== KEYS.sort && name !== KEYS.falling);
    const place = document.querySelector(".asked");
    if (conditions.length) {
      const items = made("ul", "chips");
      items.setAttribute("aria-label", words.where);
      for (const pair of conditions) {
        const [column, op = "exact"] = pair[0].split("__"), rest = asked.filter((other) => other !== pair);
        const searched = pair[0] === KEYS.search;
        const operator = searched ? "" : document.querySelector(`#filter-op option[value="${CSS.escape(op)}"]`)?.textContent || op;
        const option = [...(form.elements[`_is.${column}`]?.options || [])].find((one) => one.value === pair[1]);
        const value = made("b", "", option ? option.textContent : pair[1]);
        value.setAttribute("translate", "no");
        const item = made("li");
        item.append(chip(address(rest), words.remove, made("span", "", searched ? words.search : title(column)), made("span", "operator", operator), value));
        items.append(item);
      }
      place.append(items);
      if (conditions.length > 1) {
        const link = made("a", "", words.all);
        link.href = base;
        place.append(" ", link);
      }
    }
    const sorted = first(KEYS.falling) || first(KEYS.sort);
    if (sorted) {
      const span = made("span", "sorted-by", `${words.sorted} `);
      const link = chip(address(without(KEYS.sort, KEYS.falling)), words.unsort);
      span.append(made("b", "", title(sorted)), ` ${first(KEYS.falling) ? words.falling : words.rising} `, link);
      place.append(span);
    }
  }

  /* Headings sort; the forms keep what is asked already. */
  for (const head of heads) {
    const label = head.querySelector("[data-sort]");
    if (!label) continue;
    const name = label.dataset.sort, rising = first(KEYS.sort) === name, falling = first(KEYS.falling) === name;
    const link = made("a", "", label.textContent);
    link.href = address([...without(KEYS.sort, KEYS.falling), [rising ? KEYS.falling : KEYS.sort, name]]);
    if (rising || falling) {
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const sign = made("span", "", rising ? " ▲" : " ▼");
      sign.setAttribute("aria-hidden", "true");
      link.append(sign);
    }
    label.replaceWith(link);
  }
  form.closest("details").hidden = false;
  search.hidden = false;
  search.elements._search.value = first(KEYS.search) || "";
  for (const [name, value] of asked) if (form.elements[`_is.${name}`]) form.elements[`_is.${name}`].value = value;
  for (const one of [form, search]) {
    one.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = [...new FormData(one)].filter((pair) => pair[1] !== "");
      const listed = [...one.elements].map((field) => field.name).filter((name) => name.startsWith("_is.")).map((name) => name.slice(4));
      const kept = one === search ? without(KEYS.search) : without(...listed);
      const column = one.elements._filter_column?.value, op = one.elements._filter_op?.value, value = one.elements._filter_value?.value;
      const pairs = given.filter(([name]) => name.startsWith("_is.") || name === KEYS.search).map(([name, text]) => [name.replace("_is.", ""), text]);
      if (column) pairs.push([op === "exact" ? column : `${column}__${op}`, value || "1"]);
      location.assign(address([...kept, ...pairs]));
    });
  }
  if (!asked.length) return;
  chips();
  rows().then((table) => show(table, chosen(table), MOST), () => body.closest(".rows-scroll").before(made("p", "notice", words.missing)));
})();
