/* The reader with a script: kinds and languages change at once and stay in the address, a highlight opens a card. */
(function () {
  const text = document.getElementById("text");
  const card = document.querySelector(".reader-card");
  const form = document.querySelector(".reader-kinds form");
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=kinds]")];
  const letters = form.querySelector("input[name=marks]");
  const kinds = boxes.map((box) => ({ box, sign: box.closest("label").dataset.sign, table: box.closest("label").dataset.table }));
  const table = Object.fromEntries(kinds.map((kind) => [kind.sign, kind.table]));
  const marked = kinds.map((kind) => "." + kind.sign).join(",");
  let current = null; // the highlight whose card is open
  let opener = null; // what gets the focus back

  document.documentElement.classList.add("with-script");

  /* Which row a place shows: the innermost one whose kind is highlighted. */
  const signOf = (element) => [...element.classList].find((name) => name in table);
  const idOf = (element) => element.id || element.dataset.of;
  function rowAt(element, any) {
    let found = element.closest && element.closest(marked);
    while (found && text.contains(found)) {
      if (any || !text.classList.contains("off-" + signOf(found))) return found;
      found = found.parentElement.closest(marked);
    }
    return null;
  }

  /* A link that holds rows of kinds not shown becomes links of its pieces, so that each kind can be switched on. */
  function part(whole) {
    const box = document.createElement("span");
    for (const one of whole.attributes) if (one.name !== "href") box.setAttribute(one.name, one.value);
    box.append(...whole.childNodes);
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walk.nextNode()) if (/[\p{L}\p{N}]/u.test(walk.currentNode.data)) words.push(walk.currentNode);
    for (const piece of words) {
      const link = document.createElement("a");
      piece.replaceWith(link);
      link.append(piece);
    }
    whole.replaceWith(box);
  }

  /* What a fragment names; one that is no proper encoding names itself. */
  function named(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  }

  /* Links lead to the row that is shown, and the first of a row's links alone is a stop of the tab key. */
  function relink() {
    const stops = new Set();
    for (const link of text.querySelectorAll(".zh a")) {
      const row = rowAt(link);
      if (!row) {
        link.removeAttribute("href");
        continue;
      }
      const id = idOf(row);
      link.setAttribute("href", text.dataset.rows + table[signOf(row)] + "/" + encodeURIComponent(id) + (text.dataset.ending || ""));
      if (stops.has(id)) link.tabIndex = -1;
      else link.removeAttribute("tabindex");
      stops.add(id);
    }
  }

  /* The address says what is shown. */
  function remember() {
    const asked = new URLSearchParams(location.search);
    for (const name of ["kinds", "text", "marks"]) asked.delete(name);
    const shown = kinds.filter((kind) => kind.box.checked).map((kind) => kind.box.value);
    const usual = text.dataset.usual.split(",");
    const texts = ["both", "zh", "en"].find((name) => text.classList.contains("text-" + name));
    const several = document.querySelector(".reader-texts");
    let query = asked.toString();
    const add = (part) => (query += (query ? "&" : "") + part);
    if (several && texts !== "both") add("text=" + texts);
    if (shown.length !== usual.length || shown.some((name) => !usual.includes(name))) add("kinds=" + shown.join(","));
    if (letters.checked) add("marks=1");
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    for (const link of document.querySelectorAll(".reader-texts a")) {
      const own = new URLSearchParams(location.search);
      own.set("text", link.dataset.text);
      link.href = location.pathname + "?" + own.toString().replaceAll("%2C", ",");
    }
  }
  function toggle() {
    for (const kind of kinds) {
      text.classList.toggle("off-" + kind.sign, !kind.box.checked);
      kind.box.closest("label").classList.toggle("unticked", !kind.box.checked);
    }
    text.classList.toggle("marks", letters.checked);
    relink();
  }
  form.addEventListener("change", () => {
    toggle();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of document.querySelectorAll(".reader-texts a")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const above = [...text.querySelectorAll(".s")].find((one) => one.getBoundingClientRect().bottom > 0);
      for (const other of document.querySelectorAll(".reader-texts a")) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      text.classList.remove("text-both", "text-zh", "text-en");
      text.classList.add("text-" + link.dataset.text);
      close(false);
      remember();
      if (above && above !== text.querySelector(".s")) above.scrollIntoView();
    });
  }

  /* The card. */
  function place(element) {
    const frame = card.offsetParent || document.body;
    const all = frame.getBoundingClientRect();
    const at = (element.getClientRects().length ? [...element.getClientRects()].pop() : element.getBoundingClientRect());
    const left = Math.min(Math.max(at.left, 8), Math.max(8, document.documentElement.clientWidth - card.offsetWidth - 12));
    card.style.left = left - all.left + "px";
    card.style.top = at.bottom - all.top + 14 + "px";
  }
  /* What a card says, or nothing: asked of the server, or from the file of all cards where pages are files themselves. */
  async function fetched(id) {
    const got = await fetch(text.dataset.cards + "?row=" + encodeURIComponent(id)).catch(() => null);
    return got && got.ok ? got.text().catch(() => "") : "";
  }
  let file = null;
  async function kept(id) {
    file ||= new Promise((done) => {
      const script = document.createElement("script");
      window.gongbaoCards = done;
      script.addEventListener("error", () => done(null));
      script.src = text.dataset.script;
      document.head.append(script);
    });
    const cards = await file;
    return cards && Object.hasOwn(cards.cards, id) ? cards.cards[id].map((at) => cards.entries[at]).join("") : "";
  }
  async function open(id, element, from, focus) {
    if (current) current.classList.remove("now");
    current = element;
    opener = from;
    element.classList.add("now");
    const rows = card.querySelector(".card-rows");
    const answer = text.dataset.script ? kept(id) : fetched(id);
    const sentence = element.closest(".s");
    if (sentence.nextElementSibling !== card) sentence.after(card);
    rows.setAttribute("aria-busy", "true");
    const told = await answer;
    if (current !== element) return;
    if (told) rows.innerHTML = told;
    else rows.textContent = card.dataset.failed;
    rows.removeAttribute("aria-busy");
    if (!card.open) card.show();
    card.scrollTop = 0;
    place(element);
    if (focus) document.getElementById("card-title").focus({ preventScroll: true });
    else if (from) from.focus({ preventScroll: true });
    const seen = card.getBoundingClientRect();
    const hidden = seen.bottom - document.documentElement.clientHeight;
    const phone = getComputedStyle(card).position === "fixed";
    if (phone) {
      const line = element.getBoundingClientRect();
      if (line.bottom > seen.top) window.scrollBy(0, line.bottom - seen.top + 16);
    } else if (hidden > 0) window.scrollBy(0, hidden + 12);
  }
  function close(back) {
    if (!current) return;
    current.classList.remove("now");
    current = null;
    if (card.open) card.close();
    if (back && opener) opener.focus({ preventScroll: true });
  }
  function address(id) {
    history.replaceState(null, "", location.pathname + location.search + "#" + id);
  }
  text.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || card.contains(event.target)) return;
    const margin = event.target.closest(".s > a");
    const row = margin ? margin : rowAt(event.target);
    if (!row) return;
    if (!event.target.closest("a") && String(getSelection()).length) return;
    event.preventDefault();
    const id = margin ? margin.closest(".s").id : idOf(row);
    address(id);
    open(id, row, event.target.closest("a[href]") || margin, true);
  });
  card.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.do === "close") close(true);
    if (button.dataset.do === "on") step(1);
    if (button.dataset.do === "back") step(-1);
    if (button.dataset.copyLink) copy(button, new URL(button.dataset.copyLink, location.href).href);
    if (button.hasAttribute("data-copy-text")) copy(button, button.closest("details").querySelector(".card-citation").textContent);
  });
  async function copy(button, words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch (fault) {
      const field = document.createElement("textarea");
      field.value = words;
      card.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const before = button.dataset.words || button.textContent;
    button.dataset.words = before;
    button.textContent = card.dataset.copied;
    setTimeout(() => (button.textContent = before), 2000);
  }
  card.addEventListener(
    "toggle",
    async (event) => {
      const box = event.target;
      if (!box.matches("details[data-citation]") || !box.open) return;
      const words = box.querySelector(".card-citation");
      if (words.textContent) return;
      const got = await fetch(box.dataset.citation).catch(() => null);
      words.textContent = got && got.ok ? (await got.text()).trim() : card.dataset.failed;
      box.querySelector("[data-copy-text]").hidden = !(got && got.ok);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current) {
      event.preventDefault();
      close(true);
    }
  });
  function step(by) {
    const stops = [...text.querySelectorAll(".zh a[href]:not([tabindex])")].filter((link) => link.getClientRects().length);
    let at = stops.findIndex((link) => current.contains(link) || link.contains(current) || link === current);
    if (at < 0) at = stops.findIndex((link) => current.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING) - (by > 0 ? 1 : 0);
    const next = stops[at + by];
    if (!next) return;
    const row = rowAt(next);
    next.scrollIntoView({ block: "nearest" });
    address(idOf(row));
    open(idOf(row), row, next, false).then(() => card.querySelector(by > 0 ? "[data-do=on]" : "[data-do=back]").focus({ preventScroll: true }));
  }
  addEventListener("resize", () => current && place(current));

  /* An address with a place opens there; a sentence and a heading are marked, a row opens its card. */
  function arrive() {
    const name = named(location.hash);
    const element = name && document.getElementById(name);
    for (const one of text.querySelectorAll(".s.here")) one.classList.remove("here");
    const sentence = element && text.contains(element) && element.closest(".s");
    if (!sentence) return;
    sentence.classList.add("here");
    const old = /^[ce]\d+$/.test(name);
    const row = old || element.classList.length || element.matches(".zh *") ? rowAt(element, true) : null;
    if (!row || element.matches(".s > a")) {
      close(false);
      return;
    }
    row.scrollIntoView({ block: "center" });
    const link = row.matches("a") ? row : row.querySelector("a");
    const reachable = link && link.hasAttribute("href") && !text.classList.contains("text-en");
    open(old ? idOf(row) : name, row, reachable ? link : sentence.querySelector(":scope > a"), false);
  }
  addEventListener("hashchange", arrive);

  /* The outline shows where one is. */
  const places = [...document.querySelectorAll(".reader-outline a")]
    .map((link) => ({ link, element: document.getElementById(named(link.hash)) }))
    .filter((one) => one.element);
  let shown = null;
  function follow() {
    const at = places.filter((one) => one.element.getBoundingClientRect().top < 140).pop() || places[0];
    if (!at || at === shown) return;
    if (shown) shown.link.removeAttribute("aria-current");
    shown = at;
    at.link.setAttribute("aria-current", "location");
    const box = document.querySelector(".reader-outline");
    if (getComputedStyle(box).overflowY === "auto") {
      const inside = at.link.getBoundingClientRect();
      const around = box.getBoundingClientRect();
      if (inside.top < around.top + 30 || inside.bottom > around.bottom - 10) box.scrollTop += inside.top - around.top - around.height / 3;
    }
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  }, { passive: true });

  if (matchMedia("(max-width: 61.99rem)").matches) {
    for (const box of document.querySelectorAll(".reader-side details")) box.open = false;
    for (const link of document.querySelectorAll(".reader-outline a")) {
      link.addEventListener("click", () => (link.closest("details").open = false));
    }
  }
  /* Where pages are files, the script reads what the address asks. */
  if (text.dataset.script) {
    const asked = new URLSearchParams(location.search);
    if (asked.has("kinds")) for (const kind of kinds) kind.box.checked = asked.get("kinds").split(",").includes(kind.box.value);
    if (asked.get("marks") === "1") letters.checked = true;
    toggle();
    const link = asked.has("text") && document.querySelector('.reader-texts a[data-text="' + CSS.escape(asked.get("text")) + '"]');
    if (link) link.click();
  }
  for (const link of text.querySelectorAll(".zh a")) if (link.querySelector(marked)) part(link);
  relink();
  follow();
  arrive();
})();
