"""What the plan part promises: clauses that a verb leads, whichever it is, and subjects said to open or start."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.phrases import any_of
from gongbao.reading.text import Span

_ORDINAL = "[一二三四五六七八九十]{1,3}"
_NUMBERING = rf"(?:[（(]?{_ORDINAL}[）)、]|{_ORDINAL}(?:是|要)|\d{{1,2}}[.．、](?!\d)|[—–-]{{2}})"
_TIME = (
    r"(?:每[年季月周个]?|到?\d{4}年底?|\d{1,2}月底?前|今年|年内|年底前?|全年|累计|[上下]半年|今明两年|[明后两三]年内?)"
)
# A verb with its result (打赢, 守牢, 盘活) needs no list; these end like one and are none.
_RESULT = r"(?![最更较多重广高巨庞良美伟远沿强])[一-龥][好牢赢优实紧住齐亮活深细准透严密足稳响美]"
_MANNER_PHRASE = r"以[^为、“]{2,12}(?:决心|力度|标准|态度|之心|精神|方式|作风|举措|速度|担当|手段)"
_TOWARDS = r"(?:为|向|对|给|面向|与|同|在|从|将|把|按)(?!的)[^的]{1,40}?"
_SUBJECT = r"[^“”]{1,12}?"
_FIGURE = re.compile(r"[《“0-9]|[二三四五六七八九十百]+[个项所家条]")
_RATE = re.compile(r"增长|增速|占比|比重|达到|不低于|以内|下降|左右|以上$")
_SUPPORT = re.compile(r"(?:支撑|支持|保障|贡献|力量|动力|示范|榜样)$")
_INTO = r"(?:把|将)[^，]{2,30}?(?:建成|打造成|打造为|建设成|培育成|纳入|列入|落实到|转化为)"
_SHORTEST_REST = 2


@dataclass(frozen=True, slots=True)
class Promise:
    """A proposed commitment: a clause of the plan part with its verb and object."""

    span: Span
    verb: Span
    object: Span
    definite: bool


@dataclass(frozen=True, slots=True)
class PromiseShapes:
    """The shapes a promise can have, from the lexicon's verbs; the groups `verb` and `object` are its parts."""

    framing: re.Pattern[str]
    shapes: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, lexicon: Lexicon) -> PromiseShapes:
        """Compile the verbs of a lexicon."""
        by_role: dict[str, list[str]] = {}
        for word, role in lexicon.promising.by_word.items():
            by_role.setdefault(role, []).append(word)
        verbs = any_of([*by_role["strong"], *by_role["opening"], *by_role["verb"]])
        manner, lean = any_of(by_role["manner"]), any_of(by_role["lean"])
        opens = any_of(s.word for s in lexicon.stages.values() if s.takes == "subject")
        deeds = any_of(by_role["strong"] + by_role["opening"])
        before = rf"{_NUMBERING}?(?:{_TIME}|一.一策|{manner}|{lean}|{_MANNER_PHRASE}|的|地)*"
        nouns = any_of(lexicon.name_words["inside"])
        verb = rf"(?P<verb>(?:(?!{nouns})(?:{verbs}|{_RESULT}))+)(?P<object>.+)"
        shapes = (
            rf"{before}{verb}",
            rf"{_NUMBERING}?(?:{_TIME}|{lean})*(?P<verb>(?:{manner})+)(?P<object>..+)",
            rf"{before}(?P<verb>{_INTO})(?P<object>.+)",
            rf"{before}{_TOWARDS}(?:{manner})*(?P<verb>{verbs})(?P<object>.+)",
            rf"(?P<object>.{{2,30}}?)(?P<verb>(?:{opens}|启动|动工|落地|施工|完成主体).*)",
            rf"(?:各[^，]{{1,6}}?|{_TIME}?(?:总?投资|投入|安排)[约超]?[0-9.]+[亿万]*元){verb}",
            rf"[^“”]{{1,8}}?{_TIME}(?:{manner})*{verb}",
            rf"(?:围绕|聚焦|依托|瞄准|针对|结合|按照|对标).{{4,30}}?(?P<verb>{deeds})(?P<object>.+)",
            rf"{_SUBJECT}(?:要|将|须|务必|必须|力争|争取)(?:{manner}|{lean})*{verb}",
        )
        framing = rf"{_NUMBERING}?(?:{manner}|{lean})*(?:{any_of(by_role['framing'])})"
        return cls(re.compile(framing), tuple(map(re.compile, shapes)))

    def read(self, text: str, clause: Span) -> Promise | None:
        """Return the promise a clause makes, if it makes one."""
        words = clause.of(text)
        frame = self.framing.match(words)
        first = self.shapes[0].match(words)
        if frame and not (first and first.end("verb") > frame.end()):
            return None
        for number, shape in enumerate(self.shapes):
            match = first if number == 0 else shape.match(words)
            if match and self._holds(number, words, match):
                break
        else:
            return None
        start = clause.start
        verb, rest = (Span(start + match.start(n), start + match.end(n)) for n in ("verb", "object"))
        return Promise(clause, verb, rest, _FIGURE.search(words) is not None)

    @staticmethod
    def _holds(number: int, words: str, match: re.Match[str]) -> bool:
        """Tell whether a shape is a promise here: a rate is a goal, 为…提供支撑 a phrase."""
        if number == 3:
            return not _SUPPORT.search(words)
        if number == 4:
            return not _RATE.search(words)
        return len(match["object"]) >= _SHORTEST_REST
