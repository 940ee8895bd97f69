"""Chinese search: a shadow text with one token per Han character, and queries written the same way."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿]|[0-9A-Za-zÀ-ɏⅠ-ⅿ]+|\s+|[^\s]")
_WORD = re.compile(r"[㐀-䶿一-鿿豈-﫿0-9A-Za-zÀ-ɏⅠ-ⅿ]")
BREAK = "zz"


def shadow(text: str) -> str:
    """Write a text as tokens parted by spaces; a punctuation mark becomes a token no word can match across.

    >>> shadow("就业,专利GDP")
    '就 业 zz 专 利 GDP'
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece.isspace():
            continue
        tokens.append(piece if _WORD.match(piece) else BREAK)
    return " ".join(tokens)


def match_query(words: str) -> str:
    """Write what a person types as an FTS5 query: every word is a phrase, all must occur.

    A search without any letter or digit finds nothing rather than failing.

    >>> match_query("就业 专利")
    '"就 业" "专 利"'
    """
    phrases = [shadow(word) for word in words.split()]
    quoted = [f'"{phrase}"' for phrase in phrases if phrase and set(phrase.split()) != {BREAK}]
    return " ".join(quoted) if quoted else '"zznothingzz"'
