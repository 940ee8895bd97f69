"""Found words in their surroundings: marked with <mark>, everything else escaped, long texts cut around them."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from gongbao.model.rows import TABLES
from gongbao.site.search.searching import Group, Question
from gongbao.site.search.subjects import Wanted, pattern_of
from gongbao.site.wording import labels
from gongbao.site.wording.languages import side

BEFORE, LONGEST = 40, 180
TEXTS = {model.table: model.text_columns for model in TABLES}


class Marker:
    """Marks what a question asks for, in the language of the reader and, where it stands only there, in the other."""

    def __init__(self, question: Question) -> None:
        patterns = [_pattern(wanted) for wanted in question.wanted]
        self.pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def finds(self, text: object) -> bool:
        """Tell whether a text holds something that was asked for."""
        return bool(text and self.pattern and self.pattern.search(str(text)))

    def mark(self, text: object) -> Markup:
        """Return a text as markup, cut to what stands around the first of the found words."""
        whole = str(text or "")
        first = self.pattern.search(whole) if self.pattern else None
        start = max(0, first.start() - BEFORE) if first and first.end() > LONGEST else 0
        shown = whole[start : start + LONGEST]
        pieces, at = [Markup("…") if start else Markup("")], 0
        for found in self.pattern.finditer(shown) if self.pattern else ():
            pieces += [escape(shown[at : found.start()]), Markup("<mark>{}</mark>").format(found.group())]
            at = found.end()
        pieces.append(escape(shown[at:]))
        return Markup("").join([*pieces, Markup("…") if start + LONGEST < len(whole) else Markup("")])

    def shown(self, group: Group, hit: dict[str, Any]) -> dict[str, Any]:
        """Return the label of a hit; and, where the words do not stand in it, the column in which they do."""
        place = group.place
        chinese, english = hit.get(place.label_zh), hit.get(place.label_en)
        mine, other = (chinese, english) if side() == "zh" else (english, chinese)
        label = mine or other
        columns = [name for name in TEXTS[place.table] if name not in (place.label_zh, place.label_en)]
        column = None
        if not self.finds(label):
            other_column = place.label_en if other == english else place.label_zh
            candidates = [other_column, *columns] if other and other != label else columns
            column = next((name for name in candidates if self.finds(hit.get(name))), None)
        return {
            "label": self.mark(label),
            "chinese": label == chinese,
            "column": labels.column_title(column, place.table) if column else None,
            "detail": self.mark(hit.get(column)) if column else None,
            "quote": hit.get("quote") if group.by_amount else None,
        }


def _pattern(wanted: Wanted) -> str:
    return pattern_of(wanted.words, whole=len(wanted.words) > 1).pattern
