/* The search of the static edition: reads everything that can be found from one file, once, and looks at the texts. */
"use strict";
(() => {
  const own = document.currentScript, place = document.getElementById("found");
  const form = document.querySelector("form.search-all");
  const words = JSON.parse(document.getElementById("search-words").textContent);
  const zh = document.documentElement.lang.startsWith("zh"), mine = zh ? "zh" : "en";
  const FEW = 5, MANY = 50, BEFORE = 40, LONGEST = 180;
  const numbers = new Intl.NumberFormat("en-GB");
  const given = new URLSearchParams(location.search);
  const question = Object.fromEntries(["words", "report_id", "place_id", "year", "review", "kind", "exact"].map((name) => [name, (given.get(name) || "").trim()]));
  question.words = question.words.replace(/^~/, "");

  for (const [name, value] of Object.entries(question)) {
    const field = form.elements[name];
    if (!field || !value) continue;
    if (field.type === "checkbox") field.checked = value === "1";
    else field.value = value;
  }
  if (!question.words) return;
  document.title = `${question.words} – ${document.title}`;

  function made(tag, name, ...content) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...content);
    return node;
  }
  function linked(href, ...content) {
    const link = made("a", "", ...content);
    link.href = href;
    return link;
  }
  function data(text) {
    const span = made("span", "", text);
    span.setAttribute("translate", "no");
    if (/[㐀-鿿]/.test(text) !== zh) span.lang = zh ? "en" : "zh-Hans";
    return span;
  }
  const kindTitle = (table) => [...form.elements.kind.options].find((option) => option.value === table)?.textContent || table;

  const script = document.createElement("script");
  window.gongbaoWords = (found) => show(found);
  script.addEventListener("error", () => place.replaceChildren(made("p", "notice", words.missing)));
  script.src = own.dataset.script;
  document.head.append(script);

  /* A row's parts, by name. */
  const rowOf = ([kind, url, texts, id, reports, anchor, machine, value, unit, quote]) => ({ kind, url, texts, id, reports, anchor, machine, value, unit, quote });

  function show(found) {
    const reading = window.gongbaoReading;
    const alternatives = reading.synonyms(found.same)(question.words, question.exact === "1");
    const read = reading.amounts(found.magnitudes, found.units)(question.words);
    const rest = read.rest ? reading.synonyms(found.same)(read.rest, question.exact === "1") : [];
    const told = (things) => things.map((each) => each.map((wanted) => reading.teller(wanted)));
    const [all, beside] = [told(alternatives), told(rest)];
    const pattern = [...all, ...beside].flat().map((each) => each.pattern).join("|");
    const mark = pattern ? new RegExp(pattern, "giu") : null;
    const says = (asked, text) => asked.some((each) => each.every((one) => one.tells(text)));
    const asked = found.rows.map(rowOf).filter((row) => within(found, row));
    const groups = [];
    const wanted = (table) => !question.kind || question.kind === table;
    if (read.amounts.length && wanted("observations")) {
      const near = asked.filter((row) => typeof row.value === "number" && (!beside.length || says(beside, row.texts.join("\n"))));
      const same = (row, amount) => Math.abs(row.value - amount.value) <= Math.abs(amount.value) * 1e-12;
      const exactly = near.filter((row) => read.amounts.some((amount) => same(row, amount) && (!amount.unit || amount.unit === row.unit)));
      const sized = exactly.length ? exactly : near.filter((row) => read.amounts.some((amount) => same(row, amount)));
      if (sized.length) groups.push({ table: "observations", anchor: "amounts", title: words.size, rows: sized, byAmount: true });
    }
    for (const [number, kind] of found.kinds.entries()) {
      if (!wanted(kind.table) || (groups[0]?.byAmount && kind.table === "observations")) continue;
      const named = (row) => kind.names.some((at) => row.texts[at].split(";").some((name) => reading.key(name) === reading.key(question.words)));
      const rows = asked.filter((row) => row.kind === number && says(all, row.texts.join("\n")));
      if (rows.length) groups.push({ table: kind.table, anchor: kind.table, title: kindTitle(kind.table), rows: [...rows.filter(named), ...rows.filter((row) => !named(row))] });
    }
    draw(found, groups, alternatives, read.amounts, mark);
  }

  function within(found, row) {
    if (question.report_id && !row.reports.includes(question.report_id)) return false;
    if (!question.place_id && !question.year && !question.review) return true;
    const fits = (report) => (!question.place_id || report.place === question.place_id) && (!question.year || String(report.year) === question.year) && (!question.review || report.review === question.review);
    return row.reports.some((id) => fits(found.reports[id]));
  }

  function draw(found, groups, alternatives, amounts, mark) {
    document.querySelector(".search-help")?.remove();
    const understood = made("div", "search-understood");
    for (const wanted of alternatives.flat()) {
      const added = wanted.words.filter((word) => window.gongbaoReading.key(word) !== window.gongbaoReading.key(wanted.typed));
      if (added.length) understood.append(made("p", "", words.also.replace("{typed}", wanted.typed), " ", data(added.join(" · "))));
    }
    if (amounts.length) {
      const line = made("p", "", words.read);
      amounts.forEach((amount, at) => line.append(at ? ", " : " ", made("b", "", numbers.format(amount.value)), ...(amount.unit ? [" ", linked(`gongbao/units/${amount.unit}.html`, amount.unit)] : [])));
      understood.append(line);
    }
    const parts = understood.childElementCount ? [understood] : [];
    if (!groups.length) parts.push(made("p", "search-nothing", `${words.nothing} ${words.try}`));
    else {
      const list = made("ul");
      for (const group of groups) list.append(made("li", "", linked(`#${group.anchor}`, group.title), " ", made("span", "number", numbers.format(group.rows.length))));
      const nav = made("nav", "search-kinds", list);
      nav.setAttribute("aria-label", words.found);
      parts.push(nav, ...groups.map((group) => section(found, group, mark)));
    }
    place.replaceChildren(...parts);
  }

  function section(found, group, mark) {
    const head = made("h2", "", `${group.title} `, made("span", "number", numbers.format(group.rows.length)));
    head.id = `${group.anchor}-title`;
    const list = made("ol"), most = question.kind ? MANY : FEW;
    for (const row of group.rows.slice(0, most)) list.append(item(found, group, row, mark));
    const part = made("section", "search-group", head, list);
    part.id = group.anchor;
    part.setAttribute("aria-labelledby", head.id);
    if (group.rows.length > most && !question.kind) {
      given.set("kind", group.table);
      part.append(made("p", "search-all-rows", linked(`?${given}`, words.more)));
    }
    return part;
  }

  /* One row: its label, and where the words do not stand in it, the column in which they do. */
  function item(found, group, row, mark) {
    const kind = found.kinds[row.kind], [first, second] = zh ? [kind.label.zh, kind.label.en] : [kind.label.en, kind.label.zh];
    const at = row.texts[first] ? first : second, label = row.texts[at];
    const finds = (text) => Boolean(mark && text && text.search(mark) >= 0);
    const link = linked(row.url, marked(label, mark));
    link.setAttribute("translate", "no");
    const chinese = at === kind.label.zh && kind.label.zh !== kind.label.en;
    if (chinese !== zh) link.lang = chinese ? "zh-Hans" : "en";
    const line = made("p", "search-label", link);
    if (row.machine) line.append(" ", made("span", "machine", words.machine));
    const one = made("li", "", line);
    const other = finds(label) ? -1 : row.texts.findIndex((text, number) => number !== at && finds(text));
    if (other >= 0) {
      const text = data(row.texts[other]);
      text.replaceChildren(marked(row.texts[other], mark));
      one.append(made("p", "search-detail", made("span", "search-column", kind.titles[mine][other]), " ", text));
    }
    if (group.byAmount) {
      const quote = made("p", "search-detail", made("mark", "", row.quote));
      quote.lang = "zh-Hans";
      quote.setAttribute("translate", "no");
      one.append(quote);
    }
    const where = made("p", "search-where"), id = made("code", "", row.id);
    id.setAttribute("translate", "no");
    if (row.anchor) where.append(linked(`reports/${row.reports[0]}.html#${row.anchor}`, words.place), " · ");
    const report = row.anchor && found.reports[row.reports[0]];
    if (report) where.append(data(report.title[mine] || report.title[zh ? "en" : "zh"]), " · ");
    where.append(id);
    one.append(where);
    return one;
  }

  function marked(text, mark) {
    const part = document.createDocumentFragment(), found = mark ? text.search(mark) : -1;
    const start = found > LONGEST - BEFORE ? found - BEFORE : 0, shown = text.slice(start, start + LONGEST);
    let at = 0;
    if (start) part.append("…");
    for (const match of mark ? shown.matchAll(mark) : []) {
      part.append(shown.slice(at, match.index), made("mark", "", match[0]));
      at = match.index + match[0].length;
    }
    part.append(shown.slice(at), start + LONGEST < text.length ? "…" : "");
    return part;
  }
})();
