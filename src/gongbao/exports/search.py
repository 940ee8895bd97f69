"""Chinese search: what the full-text index of a table holds, and queries written the same way.

Databases since the second edition hold pieces of one to eight characters (`grams`), which stock Datasette and
sqlite-utils search by themselves; those of the first hold one token a Han character (`shadow`), and phrases of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿]|[0-9A-Za-zÀ-ɏⅠ-ⅿ]+|\s+|[^\s]")
_WORD = re.compile(r"[㐀-䶿一-鿿豈-﫿0-9A-Za-zÀ-ɏⅠ-ⅿ]")
_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿0-9A-Za-zÀ-ɏⅠ-ⅿ]+")
_PIECE = re.compile(r"[㐀-䶿一-鿿豈-﫿]|[0-9A-Za-zÀ-ɏⅠ-ⅿ]+")
BREAK = "zz"
NOTHING = '"zznothingzz"'
LONGEST = 8  # characters of the longest piece


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
    """Write what a person types as an FTS5 query for an index of the first edition: every word is a phrase.

    A search without any letter or digit finds nothing rather than failing.

    >>> match_query("就业 专利")
    '"就 业" "专 利"'
    """
    phrases = [shadow(word) for word in words.split()]
    quoted = [f'"{phrase}"' for phrase in phrases if phrase and set(phrase.split()) != {BREAK}]
    return " ".join(quoted) if quoted else NOTHING


@lru_cache(maxsize=32_768)  # a release writes the same texts again to prove them
def grams(text: str) -> str:
    """Write a text as the tokens of its full-text index: of every run of letters all pieces of up to eight characters.

    A Han character is a piece by itself, a word of letters or digits another: 5G基站 gives 5G, 5G基, 5G基站, 基, 基站,
    站. So an index that knows no Chinese finds a word by itself, exactly, and none across a punctuation mark.

    >>> grams("专利,GDP")
    '专 专利 利 GDP'
    """
    tokens = []
    for run in _RUN.findall(text):
        pieces = _PIECE.findall(run)
        for start in range(len(pieces)):
            for end in range(start + 1, min(start + LONGEST, len(pieces)) + 1):
                tokens.append("".join(pieces[start:end]))
    return " ".join(tokens)


def gram_query(words: str) -> str:
    """Write what a person types as an FTS5 query: all its words must occur, long ones piece by piece.

    >>> gram_query("专利 “两区”")
    '"专利" "两区"'
    """
    wanted = []
    for run in _RUN.findall(words):
        pieces = _PIECE.findall(run)
        last = max(1, len(pieces) - LONGEST + 1)
        wanted += [f'"{"".join(pieces[start : start + LONGEST])}"' for start in range(last)]
    return " ".join(wanted) if wanted else NOTHING
