// A button that copies the address of what is shown; without a clipboard the button does not appear.
"use strict";
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = new URL(location.href);
      address.searchParams.delete("lang");
      await navigator.clipboard.writeText(address.href);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }
}
