/* Marks the words of a search in the table; nothing happens in a browser that cannot. */
(function () {
  const words = document.currentScript.dataset.words.toLowerCase().split(/[\s|｜~～]+/).filter(Boolean);
  if (!window.Highlight || !words.length) return;
  const marks = new Highlight();
  for (const cell of document.querySelectorAll(".rows-and-columns td")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data.toLowerCase();
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + word.length);
          marks.add(range);
        }
      }
    }
  }
  CSS.highlights.set("search", marks);
})();
