/* Draws each figure from the table beneath it with Observable Plot, again when its width changes, and saves the drawing
   as a file that stands by itself. The words are those of the page; the script brings none of its own. */
"use strict";
(() => {
  const INK = "#1c2333", SOFT = "#515a6b", LINE = "#d5dbe4", DARK = "#1f5078", MIDDLE = "#a9c5dc", PALE = "#e8f0f7";
  const SHADES = [PALE, "#c3d7e8", "#93b6d3", "#3a6a96", DARK];
  const SIZE = 13, LEADING = 16, GAP = 9, BAR = 18, NARROW = 560;
  const FONT = getComputedStyle(document.body).fontFamily;
  const HAN = /[\u2e80-\u9fff\uff00-\uffef]/;
  const pen = document.createElement("canvas").getContext("2d");

  const widthOf = (text, weight = "normal") => {
    pen.font = `${weight} ${SIZE}px ${FONT}`;
    return pen.measureText(text).width;
  };
  const widest = (texts, weight) => Math.max(0, ...texts.map((text) => widthOf(text, weight)));
  const textOf = (node) => (node ? node.textContent.trim().replace(/\s+/g, " ") : "");

  /* Breaks a text into lines: at spaces, and anywhere between Chinese characters. */
  function wrapped(text, width) {
    const lines = [];
    let line = "";
    for (const piece of text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/g) || []) {
      if (line.trim() && widthOf(line + piece.trimEnd()) > width && !/^[，。、；：）”》]$/.test(piece)) {
        lines.push(line.trim());
        line = "";
      }
      line += piece;
    }
    return [...lines, line.trim()].filter(Boolean);
  }

  /* Reads a table: its columns that are drawn, and its lines with their numbers as they are and as they are read. */
  function read(table) {
    const heads = [...table.querySelectorAll("tr.series th")].slice(1);
    const series = heads.map((head, at) => ({ name: head.dataset.series, title: textOf(head), at })).filter((each) => each.name);
    const groups = [...table.querySelectorAll("th[scope=colgroup]")].map((head) => ({ title: textOf(head), span: head.colSpan }));
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => {
      if (row.classList.contains("block")) return { heading: textOf(row) };
      const cells = [...row.querySelectorAll("td")].map((cell) => ({ value: cell.dataset.value, text: textOf(cell) }));
      const note = textOf(row.querySelector(".note"));
      return { label: textOf(row.querySelector(".label")), note, cells: series.map((each) => ({ ...cells[each.at], number: Number(cells[each.at].value) })) };
    });
    return { series, groups, rows, axis: table.dataset.axis };
  }

  /* Gives every line its place: names left of the bars or, where it is narrow, above them. `height` is the sum. */
  function layOut(rows, width, bar = BAR) {
    const narrow = width < NARROW;
    const names = rows.filter((row) => !row.heading);
    const column = narrow ? width : Math.min(width * 0.36, Math.max(widest(names.map((row) => row.label)), widest(names.map((row) => row.note)) * 0.92) + 4);
    const words = [];
    let height = 0;
    const placed = [];
    for (const row of rows) {
      if (row.heading) {
        words.push({ y: height + 22, text: row.heading, bold: true, left: true });
        height += 36;
        continue;
      }
      const lines = [...wrapped(row.label, column).map((text) => ({ text })), ...wrapped(row.note || "", column / 0.92).map((text) => ({ text, soft: true }))];
      const tall = lines.length * LEADING, whole = narrow ? tall + bar + 2 : Math.max(tall, bar);
      const first = height + (narrow ? 0 : (whole - tall) / 2);
      lines.forEach((line, at) => words.push({ ...line, y: first + (at + 0.5) * LEADING, left: narrow }));
      const top = narrow ? height + tall + 2 : height + (whole - bar) / 2;
      placed.push({ ...row, y1: top, y2: top + bar, y: top + bar / 2 });
      height += whole + GAP;
    }
    return { rows: placed, words, width, height, narrow, left: narrow ? 10 : Math.ceil(column) + 10 };
  }

  const label = (data, options) => Plot.text(data, { x: "x", y: "y", text: "text", fill: INK, lineAnchor: "middle", ...options });

  /* Draws marks over a layout; positions across are in units of the domain, positions down are pixels. */
  function draw(laid, width, { top = 6, bottom = 6, domain, marks, insetLeft = 0, insetRight = 0 }) {
    const height = Math.ceil(top + laid.height + bottom);
    const left = (bold, soft) => laid.words.filter((word) => Boolean(word.bold) === bold && Boolean(word.soft) === soft);
    const named = [[false, false], [false, true], [true, false]].flatMap(([bold, soft]) => [true, false].map((start) => {
      const data = left(bold, soft).filter((word) => Boolean(word.left) === start);
      return Plot.text(data, { y: "y", text: "text", frameAnchor: "left", textAnchor: start ? "start" : "end", dx: start ? -laid.left : -10, fill: soft ? SOFT : INK, fontSize: soft ? SIZE - 1 : SIZE, fontWeight: bold ? "bold" : "normal", lineAnchor: "middle", stroke: "#fff", strokeWidth: 4 });
    }));
    const svg = Plot.plot({
      width, height, marginLeft: laid.left, marginRight: 2, marginTop: top, marginBottom: bottom, insetLeft, insetRight,
      style: { fontFamily: FONT, fontSize: `${SIZE}px`, color: INK },
      x: { domain, axis: null }, y: { domain: [0, laid.height], range: [top, top + laid.height], axis: null }, color: { type: "identity" },
      marks: [...marks, ...named],
    });
    svg.querySelectorAll("style").forEach((style) => style.remove()); // ours are in charts.css, so a policy may forbid it
    svg.querySelectorAll("[aria-label], [aria-hidden]").forEach((node) => { node.removeAttribute("aria-label"); node.removeAttribute("aria-hidden"); });
    return svg;
  }

  const foot = (axis, laid, format, ticks = Math.max(2, Math.min(6, Math.floor((laid.width - laid.left) / 110)))) => [
    Plot.gridX({ ticks, stroke: LINE, strokeOpacity: 1 }),
    Plot.axisX({ anchor: "bottom", ticks, tickSize: 0, label: axis, labelAnchor: "left", labelArrow: "none", labelOffset: 34, tickFormat: format, fill: SOFT, color: SOFT }),
  ];
  /* The lines that bars begin at; where names stand above the bars they are as long as the bars, so as not to cross names. */
  const zero = (laid, places = [0]) => (laid.narrow
    ? Plot.ruleX(laid.rows.flatMap((row) => places.map((x) => ({ x, y1: row.y1 - 1, y2: row.y2 + 1 }))), { x: "x", y1: "y1", y2: "y2", stroke: INK })
    : Plot.ruleX(places, { stroke: INK }));
  const numbers = new Intl.NumberFormat(document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-GB");
  const inPercent = (value) => `${value < 0 ? "−" : ""}${numbers.format(Math.abs(value))}%`;
  const rect = (data, options) => Plot.rect(data, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", ...options });

  /* Hatching for bars that say what is expected: a pattern in the file itself. */
  function hatch(svg, id) {
    const made = (name, attributes) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      return node;
    };
    const pattern = made("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(made("rect", { width: 6, height: 6, fill: "#fff" }), made("rect", { width: 2.5, height: 6, fill: DARK }));
    const held = made("defs", {});
    held.append(pattern);
    svg.prepend(held);
  }

  function changes(data, width, id) {
    const laid = layOut(data.rows, width);
    const usual = "actual", fills = { actual: DARK, estimated: `url(#${id}-hatch)`, target: "#fff" };
    const bars = laid.rows.map((row) => {
      const [change, status] = row.cells;
      const text = status.value === usual ? change.text : `${change.text} · ${status.text}`;
      return { ...row, x1: Math.min(0, change.number), x2: Math.max(0, change.number), x: change.number, text, status: status.value, falls: change.number < 0 };
    });
    const falls = bars.filter((bar) => bar.falls), grows = bars.filter((bar) => !bar.falls);
    const domain = [Math.min(0, ...bars.map((bar) => bar.x)), Math.max(0, ...bars.map((bar) => bar.x))];
    const svg = draw(laid, width, {
      domain, bottom: 48, insetLeft: falls.length ? widest(falls.map((bar) => bar.text)) + 10 : 0, insetRight: widest(grows.map((bar) => bar.text)) + 10,
      marks: [
        ...foot(data.axis, laid, inPercent),
        ...Object.entries(fills).map(([status, fill]) => rect(bars.filter((bar) => bar.status === status), { fill, stroke: DARK, strokeWidth: 1.5 })),
        zero(laid),
        label(grows, { textAnchor: "start", dx: 6 }), label(falls, { textAnchor: "end", dx: -6 }),
      ],
    });
    hatch(svg, `${id}-hatch`);
    return svg;
  }

  function panels(data, width) {
    const laid = layOut(data.rows, width, 15), count = data.series.length;
    const most = Math.max(1, ...laid.rows.flatMap((row) => row.cells.map((cell) => cell.number)));
    const share = (width - laid.left) / count, step = most * share / Math.max(10, share - widest([numbers.format(most)]) - 16);
    const bars = laid.rows.flatMap((row) => row.cells.map((cell, at) => ({ ...row, x1: at * step, x2: at * step + cell.number, x: at * step + cell.number, text: cell.text })));
    const heads = data.series.map((each, at) => ({ x: at * step, lines: wrapped(each.title, share - 8) }));
    const top = Math.max(0, ...heads.map((head) => head.lines.length)) * LEADING + 10;
    const titles = heads.flatMap((head) => head.lines.map((text, at) => ({ x: head.x, y: -top + 6 + (at + 0.5) * LEADING, text })));
    return draw(laid, width, {
      top, domain: [0, count * step],
      marks: [rect(bars, { fill: DARK }), zero(laid, heads.map((head) => head.x)), label(bars, { textAnchor: "start", dx: 4 }), label(titles, { textAnchor: "start", fontWeight: "bold", fontSize: laid.narrow ? 11 : SIZE })],
    });
  }

  function matrix(data, width) {
    const laid = layOut(data.rows, width, 24), count = data.series.length, apart = 0.5;
    const starts = data.groups.map((_, at) => data.groups.slice(0, at).reduce((sum, group) => sum + group.span, 0));
    const groupOf = (column) => starts.filter((start) => start <= column).length - 1;
    const place = (column) => column + groupOf(column) * apart;
    const most = Math.max(1, ...laid.rows.flatMap((row) => row.cells.map((cell) => cell.number)));
    const shade = (value) => Math.min(SHADES.length - 1, Math.floor((value - 1) / most * SHADES.length));
    const cells = laid.rows.flatMap((row) => row.cells.map((cell, at) => ({ ...row, ...cell, x1: place(at) + 0.04, x2: place(at) + 0.96, x: place(at) + 0.5 })));
    const filled = cells.filter((cell) => cell.number), total = count + (data.groups.length - 1) * apart, unit = (width - laid.left) / total;
    const heads = data.series.map((each) => wrapped(each.title, unit - 6)), upright = heads.every((lines) => lines.length < 4 && widest(lines) < unit - 4);
    const rise = upright ? Math.max(0, ...heads.map((lines) => lines.length)) * LEADING + 6 : widest(data.series.map((each) => each.title)) + 8;
    const titles = data.groups.map((group, at) => ({ lines: wrapped(group.title, group.span * unit), x: place(starts[at]) }));
    const over = Math.max(0, ...titles.map((title) => title.lines.length)) * LEADING + 6;
    const columns = data.series.map((each, at) => ({ x: place(at) + 0.5, y: -6, text: upright ? heads[at].join("\n") : each.title }));
    const groups = titles.flatMap((title) => title.lines.map((text, at) => ({ x: title.x, y: -rise - over + 2 + (at + 0.5) * LEADING, text })));
    const rules = data.groups.map((group, at) => ({ x1: place(starts[at]), x2: place(starts[at]) + group.span, y: -rise - 4 }));
    const numbered = (dark) => label(filled.filter((cell) => shade(cell.number) > 2 === dark), { fill: dark ? "#fff" : INK });
    return draw(laid, width, {
      top: rise + over + 6, domain: [0, total],
      marks: [
        rect(cells.filter((cell) => !cell.number), { fill: "#f5f7fa" }), rect(filled, { fill: (cell) => SHADES[shade(cell.number)] }), numbered(false), numbered(true),
        label(columns, upright ? { lineAnchor: "bottom" } : { rotate: -90, textAnchor: "start" }),
        label(groups, { textAnchor: "start", fontWeight: "bold" }), Plot.ruleY(rules, { x1: "x1", x2: "x2", y: "y", stroke: SOFT }),
      ],
    });
  }

  function stacks(data, width) {
    const laid = layOut(data.rows, width), fills = [DARK, MIDDLE];
    const totals = laid.rows.map((row) => row.cells.reduce((sum, cell) => sum + cell.number, 0)), most = Math.max(1, ...totals);
    const parts = laid.rows.flatMap((row, at) => {
      let x1 = 0;
      return row.cells.map((cell, kind) => ({ ...row, kind, x1, x2: x1 += cell.number, total: totals[at] }));
    });
    const ends = laid.rows.map((row, at) => ({ ...row, x: totals[at], text: row.cells.map((cell) => cell.text).join(" + ") }));
    const room = widest(ends.map((end) => end.text)) + 12, unit = (width - laid.left - room) / most;
    let at = 0;
    const keys = data.series.map((each, kind) => {
      const key = { x1: at / unit, x2: (at + 14) / unit, x: (at + 20) / unit, y1: -26, y2: -12, y: -19, text: each.title, kind };
      at += widthOf(each.title) + 44;
      return key;
    });
    return draw(laid, width, {
      top: 34, bottom: 48, domain: [0, most], insetRight: room,
      marks: [
        ...foot(data.axis, laid, (value) => (Number.isInteger(value) ? numbers.format(value) : "")),
        ...fills.map((fill, kind) => rect([...parts, ...keys].filter((part) => part.kind === kind && part.x2 > part.x1), { fill, stroke: DARK, strokeWidth: 0.75 })),
        zero(laid), label(ends, { textAnchor: "start", dx: 6 }), label(keys, { textAnchor: "start" }),
      ],
    });
  }

  function shares(data, width) {
    const laid = layOut(data.rows, width);
    const bars = laid.rows.map((row) => {
      const [number, share] = row.cells;
      return { ...row, x1: 0, x2: share.number, x: share.number, text: `${share.text} (${number.text})` };
    });
    const most = Math.max(1, ...bars.map((bar) => bar.x));
    return draw(laid, width, {
      bottom: 48, domain: [0, most], insetRight: widest(bars.map((bar) => bar.text)) + 10,
      marks: [...foot(data.axis, laid, inPercent), rect(bars, { fill: DARK }), zero(laid), label(bars, { textAnchor: "start", dx: 6 })],
    });
  }

  const FORMS = { changes, panels, matrix, stacks, shares };

  /* A drawing that stands by itself: title, summary, picture, where it comes from. */
  function alone(figure) {
    const svg = figure.querySelector(".drawing svg"), width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
    const made = (name, attributes, text) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      if (text) node.textContent = text;
      return node;
    };
    const title = textOf(figure.querySelector("h2")), summary = textOf(figure.querySelector(".summary"));
    const source = [textOf(figure.querySelector(".charts-source")), textOf(figure.querySelector(".charts-address"))];
    const edge = 16, above = wrapped(title, width / 1.5), under = wrapped(summary, width), below = source.flatMap((text) => wrapped(text, width * 1.05));
    const start = edge + above.length * 24 + under.length * LEADING + 12, whole = start + height + below.length * LEADING + edge + 10;
    const file = made("svg", { xmlns: "http://www.w3.org/2000/svg", width: width + 2 * edge, height: whole, viewBox: `0 0 ${width + 2 * edge} ${whole}`, role: "img", "font-family": FONT, "font-size": SIZE, fill: INK });
    file.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", document.documentElement.lang);
    file.append(made("title", {}, title), made("desc", {}, [summary, ...source].join(" ")), made("rect", { width: "100%", height: "100%", fill: "#fff" }));
    above.forEach((text, at) => file.append(made("text", { x: edge, y: edge + 18 + at * 24, "font-size": 18, "font-weight": "bold" }, text)));
    under.forEach((text, at) => file.append(made("text", { x: edge, y: edge + above.length * 24 + 14 + at * LEADING }, text)));
    const copy = svg.cloneNode(true);
    for (const name of ["role", "aria-labelledby", "class"]) copy.removeAttribute(name);
    for (const [key, value] of Object.entries({ x: edge, y: start, width, height })) copy.setAttribute(key, value);
    file.append(copy);
    below.forEach((text, at) => file.append(made("text", { x: edge, y: start + height + 20 + at * LEADING, "font-size": SIZE - 1, fill: SOFT }, text)));
    return { file, width: width + 2 * edge, height: whole };
  }

  function hand(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function save(figure, kind) {
    const { file, width, height } = alone(figure), name = `${figure.dataset.file}.${kind}`;
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(file)}\n`;
    if (kind === "svg") return hand(new Blob([text], { type: "image/svg+xml" }), name);
    const image = new Image(), canvas = document.createElement("canvas");
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    [canvas.width, canvas.height] = [width * 2, height * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
    return canvas.toBlob((blob) => hand(blob, name), "image/png");
  }

  async function copy(figure, button) {
    const address = textOf(figure.querySelector(".charts-address")), said = [...button.childNodes];
    await navigator.clipboard.writeText(address);
    button.replaceChildren(button.dataset.done);
    setTimeout(() => button.replaceChildren(...said), 2000);
  }

  function show(figure, data) {
    const drawing = figure.querySelector(".drawing"), width = Math.floor(drawing.clientWidth);
    if (!width || drawing.dataset.width === String(width)) return;
    const svg = FORMS[figure.dataset.form](data, width, figure.id);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", `${figure.id}-title ${figure.id}-summary`);
    drawing.dataset.width = width;
    drawing.replaceChildren(svg);
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const table = figure.querySelector(".charts-table table");
    if (!table) continue;
    const data = read(table), drawing = figure.querySelector(".drawing");
    drawing.hidden = false;
    show(figure, data);
    figure.querySelector(".charts-table").open = false;
    figure.querySelector(".charts-buttons").hidden = false;
    new ResizeObserver(() => requestAnimationFrame(() => show(figure, data))).observe(drawing);
    figure.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", () => save(figure, button.dataset.save)));
    const button = figure.querySelector("[data-copy]");
    if (!button) continue;
    if (navigator.clipboard) button.addEventListener("click", () => copy(figure, button));
    else button.hidden = true;
  }
  const place = location.hash && document.querySelector(":target");
  if (place) place.scrollIntoView();
})();
