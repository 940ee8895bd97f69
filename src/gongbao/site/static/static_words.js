/* What people type, read as the served search reads it: words that mean the same, and amounts in their usual writings. */
"use strict";
window.gongbaoReading = (() => {
  const HAN = /[㐀-䶿一-鿿豈-﫿]/, LETTER = /[0-9A-Za-zÀ-ɏ㐀-䶿一-鿿豈-﫿]/, BETWEEN = "[\\s,\\-\\u2010-\\u2015]+";
  const DASHES = new RegExp(BETWEEN), SHORT = 3, LONGEST = 8;
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  function singular(word) {
    if (/[^\x00-\x7f]/.test(word) || word.length <= SHORT || /(ss|us|is)$/.test(word)) return word;
    return word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.replace(/s$/, "");
  }
  /* What two writings of a word share: width, case, dashes, quotation marks and plural aside. */
  function key(word) {
    const plain = word.normalize("NFKC").toLowerCase().replaceAll("’", "'").replace(/^[ 《》“”"']+|[ 《》“”"']+$/g, "");
    return plain.split(DASHES).filter(Boolean).map(singular).join(" ");
  }

  function synonyms(groups) {
    const known = new Map(groups.flatMap((group) => group[0].map((word) => [key(word), group])));
    function* widen(word, seen = []) {
      const group = known.get(key(word)) || [[word], [], []];
      if (seen.includes(group)) return;
      yield group;
      for (const kind of group[1]) yield* widen(kind, [...seen, group]);
    }
    function want(typed, exact) {
      if (exact) return { typed, words: [typed], traps: [] };
      const found = [...widen(typed)];
      return { typed, words: [...new Set([typed, ...found.flatMap((group) => group[0])])], traps: found.flatMap((group) => group[2]) };
    }
    /* Alternatives, parted by |, of things that must all be told, parted by spaces. */
    return (words, exact) => words.normalize("NFKC").split(/[|｜]/).map((part) => {
      const parts = part.split(/\s+/).filter(Boolean), things = [];
      for (let at = 0; at < parts.length; ) {
        let size = Math.min(LONGEST, parts.length - at);
        while (size > 1 && !known.has(key(parts.slice(at, at + size).join(" ")))) size -= 1;
        const typed = parts.slice(at, at + size).join(" ");
        if (LETTER.test(typed)) things.push(want(typed, exact));
        at += size;
      }
      return things;
    }).filter((things) => things.length);
  }

  /* The pattern of a word; one that stands for itself alone may go on (robot, robotic), if it is long. */
  function patternOf(word, whole) {
    if (HAN.test(word)) return escaped(word);
    const parts = word.split(DASHES).filter(Boolean).map((part) => escaped(part).replaceAll("'", "['’]"));
    const last = singular(parts.at(-1)), free = !whole && last.length > SHORT;
    const stem = free && /[ey]$/.test(last) ? last.slice(0, -1) : last.endsWith("y") ? `${last.slice(0, -1)}(?:y|ies)` : last;
    return `(?<![0-9A-Za-z])${[...parts.slice(0, -1), stem].join(BETWEEN)}${free ? "[a-z]{0,6}" : "(?:s|es)?"}(?![0-9A-Za-z])`;
  }
  function anyOf(words, whole) {
    return [...words].sort((one, other) => other.length - one.length).map((word) => patternOf(word, whole)).join("|");
  }
  /* What tells whether a text says a thing: its words, once longer words that only contain them are taken out. */
  function teller(wanted) {
    const traps = wanted.traps.length && new RegExp(anyOf(wanted.traps, true), "giu");
    const pattern = anyOf(wanted.words, wanted.words.length > 1), found = new RegExp(pattern, "iu");
    return { pattern, tells: (text) => found.test(traps ? text.replace(traps, "\n") : text) };
  }

  const DIGITS = new Map([..."零〇一二两三四五六七八九"].map((sign, at) => [sign, [0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9][at]]));
  const TENS = { 十: 10, 百: 100, 千: 1000 }, LARGE = { 万: 1e4, 亿: 1e8 };
  /* A Chinese numeral as a number; null for what is none. */
  function chinese(text) {
    const [whole, part] = text.split("点");
    let sum = 0, below = 0, digit = 0;
    for (const sign of whole) {
      if (DIGITS.has(sign)) digit = digit * (digit && !TENS[sign] ? 10 : 0) + DIGITS.get(sign);
      else if (TENS[sign]) { below += (digit || 1) * TENS[sign]; digit = 0; }
      else if (LARGE[sign]) { sum = (sum + below + digit) * LARGE[sign]; below = digit = 0; }
      else return null;
    }
    const rest = part ? Number(`0.${[...part].map((sign) => DIGITS.get(sign)).join("")}`) : 0;
    return sum + below + digit + rest;
  }
  const NUMBER = "[0-9]{1,3}(?:[, ][0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?", NUMERAL = "[零〇一二两三四五六七八九十百千万亿]{2,}(?:点[零〇一二三四五六七八九]+)?";
  /* Returns what reads the amounts in what was typed: value and unit of each, and the words beside them. */
  function amounts(magnitudes, units) {
    const scales = Object.keys(magnitudes).sort((one, other) => other.length - one.length).map(escaped).join("|");
    const names = Object.keys(units).sort((one, other) => other.length - one.length).map(escaped).join("|");
    const pattern = new RegExp(`(?<=^|[\\s|])(RMB|CNY|¥)? ?(百分之)?[超约近达逾过+]?(?:(${NUMBER}) ?([十百千]?[万亿]{1,2}|(?:${scales})(?![a-z]))?|(${NUMERAL}))[余多]? ?((?:${names})s?)?(?=$|[\\s|])`, "giu");
    return (words) => {
      const found = [];
      const rest = words.normalize("NFKC").replace(pattern, (_, money, percent, digits, scale, numeral, unit) => {
        let value = digits ? Number(digits.replace(/[, ]/g, "")) : chinese(numeral);
        if (scale) value *= magnitudes[scale.toLowerCase()] || [...scale].reduce((product, sign) => product * (TENS[sign] || LARGE[sign]), 1);
        const name = (unit || "").toLowerCase();
        found.push({ value: Number(value.toPrecision(15)), unit: percent ? "percent" : name ? units[name] || units[name.replace(/s$/, "")] : money ? "yuan" : "" });
        return " ";
      });
      return { amounts: found, rest: rest.trim().replace(/^\|+|\|+$/g, "").trim() };
    };
  }
  return { synonyms, teller, amounts, key };
})();
