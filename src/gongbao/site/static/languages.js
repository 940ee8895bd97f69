/* Keeps the place and the choices made on a page when its language is changed: the address as it is now goes along. */
"use strict";
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    const to = new URL(link.href);
    const kept = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("lang="));
    const lang = to.searchParams.get("lang");
    to.search = [...kept, ...(lang ? ["lang=" + lang] : [])].join("&");
    to.hash = location.hash;
    link.href = to.href;
  });
}
