/* Leads on to the pages in the language the reader likes best; who comes back here may choose. */
"use strict";
(() => {
  const liked = navigator.languages.find((code) => /^(zh|en)\b/.test(code)) || "en";
  const link = document.querySelector(`link[hreflang^="${liked.slice(0, 2)}"]`);
  const [gone] = performance.getEntriesByType("navigation");
  if (link && !(gone && gone.type === "back_forward")) location.replace(link.href + location.hash);
})();
