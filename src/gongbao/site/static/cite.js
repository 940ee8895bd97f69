// Citations: those of a page are fetched when its box is opened, and each can be copied.
(() => {
  if (window.gongbaoCite) return;
  window.gongbaoCite = true;

  const copyText = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed: the old way */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { done = false; }
    field.remove();
    return done;
  };

  const wire = (box) => {
    const told = box.querySelector(".copied"), chinese = document.documentElement.lang.startsWith("zh");
    for (const button of box.querySelectorAll("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const text = button.closest(".citation").querySelector(".citation-text").textContent;
        const done = await copyText(text);
        button.focus();
        const label = button.closest("dt").firstElementChild.textContent.trim();
        for (const each of box.querySelectorAll(".copy")) delete each.dataset.told;
        if (done) button.dataset.told = `✓ ${box.dataset.copied}`;
        told.textContent = "";
        setTimeout(() => { told.textContent = done ? `${label}${chinese ? "：" : ": "}${box.dataset.copied}` : box.dataset.failed; }, 50);
      });
    }
  };

  const fill = async (details) => {
    const body = details.querySelector(".cite-body");
    const address = new URL(details.dataset.url, location.href);
    address.searchParams.set("lang", document.documentElement.lang);
    try {
      const answer = await fetch(address);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const box = document.importNode(page.querySelector("#citations"), true);
      box.removeAttribute("id");
      body.replaceChildren(box);
      wire(box);
    } catch { /* the links that stand there lead to the same */ }
  };

  for (const details of document.querySelectorAll("details.cite[data-url]")) {
    const once = () => { if (details.open && !details.dataset.filled) { details.dataset.filled = "true"; fill(details); } };
    details.addEventListener("toggle", once);
    once();
  }
  const openNamed = () => {
    const place = location.hash === "#cite" && document.querySelector("#cite details.cite");
    if (place) place.open = true;
  };
  window.addEventListener("hashchange", openNamed);
  for (const link of document.querySelectorAll('a[href="#cite"]')) link.addEventListener("click", () => setTimeout(openNamed));
  openNamed();
  for (const box of document.querySelectorAll(".citations")) wire(box);
})();
