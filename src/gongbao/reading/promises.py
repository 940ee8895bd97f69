"""What the plan part promises: clauses that a verb leads, whichever it is, and subjects said to open or start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from gongbao.reading.evidence import BY_EVIDENCE
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.segments import GOVERNING
from gongbao.reading.text import Span
from gongbao.reading.tokens import tokens_in
from gongbao.reading.vocabulary import Vocabulary, any_of

_ORDINAL: Final = "[一二三四五六七八九十]{1,3}"
_NUMBERING: Final = rf"(?:[（(]?{_ORDINAL}[）)、]|{_ORDINAL}(?:是|要)|\d{{1,2}}[.．、](?!\d)|[—–-]{{2}})"
_TIME: Final = (
    r"(?:每[年季月周个]?|到?\d{4}年底?|\d{1,2}月底?前|今年|年内|年底前?|全年|累计|[上下]半年|今明两年|[明后两三]年内?)"
)
# A verb with its result (打赢, 守牢, 盘活) needs no list; these end like one and are none.
_RESULT: Final = (
    r"(?![最更较多重广高巨庞良美伟远沿强]|生活|标准|水准|基准|友好|爱好|灵活)"
    r"[一-龥][好牢赢优实紧住齐亮活深细准透严密足稳响美]"
)
_MANNER_PHRASE: Final = (
    r"以[^为、“]{1,12}(?:决心|力度|标准|要求|态度|之心|精神|方式|形式|模式|作风|举措|措施|办法"
    r"|速度|担当|手段|投入|成本|规格|姿态|力量)"
)
_TOWARDS: Final = r"(?:为|向|对|给|面向|与|同|在|从|将|把|按)(?!的)[^的]{1,40}?"
_SUBJECT: Final = r"[^“”]{1,12}?"
_PLACE: Final = r"(?:每[^，]{1,6}?|[^，“”、]{1,4}[内外区镇乡村县市部片线园])"
_FIGURE: Final = re.compile(r"[《“0-9]|[二三四五六七八九十百]+[个项所家条]")
_RATE: Final = re.compile(r"增长|增速|占比|比重|达到|不低于|以内|下降|左右|以上$")
# 森林覆盖率达到30%以上, 优良天气达到219天: a value to be reached makes a promise of what it is said of
_REACHING: Final = (
    "增长|增加|增至|增速|提高|提升|达|超|超过|突破|控制|稳定|保持|下降|降低|降至|压减|压缩|缩小|减少"
    "|不低于|不少于|不超过|不高于"
)
_GOAL: Final = (
    r"(?P<object>[^，]{2,60}?)(?P<verb>"
    rf"(?:再|均|分别|稳定|力争|努力|年均|平均|至少)*(?:{_REACHING})[到至在]?(?:[约超近]|不低于|不少于|至少)?[0-9].*)"
)
_PAST: Final = re.compile(
    r"(?:去|上)年|已经?[达建有超增实完]|以来|连续|同比|比上|年[来间]|过去|全国第|全省第|^(?:指|即|是|惠及|比|其中|总?投资|计划)|的(?:村|企业|项目|[^，、0-9]{1,6}(?:企业|公司))$"
)
_LISTED: Final = re.compile(
    r"[^，：0-9]{2,24}[0-9][0-9.]*[万亿余]*(?:家|个|座|所|处|条|项|场|套|台|部|辆|户)(?:以上|左右)?"
)
# 围绕个性化需求拓展服务消费场景, 以创新需求为导向谋划新一轮改革: the frame stands before the verb in one clause
_FRAMED: Final = (
    r"(?:围绕|聚焦|依托|瞄准|针对|结合|按照|对标|运用|紧扣|抢抓|广泛运用|充分运用)(?!{verbs})(?:"
    r"[^，“《]{{3,40}}?(?<![、和与及])(?P<verb>{deeds})(?P<object>.{{4,}})"
    r"|[^，“《]{{0,30}}(?:需求|领域|方面|产业|环节|行业|问题|标准|导向|引领|契机|方式|技术|智能|方案)(?:{manner})*(?P<verb_>{verbs})(?P<object_>.{{4,}}))"
)
_NO_DEED: Final = re.compile(
    r"(?:要求|任务|思路|定位|目标|机遇|篇章|使命|战略|精神|部署|载体|支撑|方向|原则|规律|理念|蓝图|发展|机遇期)$"
)
# said of no deed: what is built upon, what comes of it, how one thinks of it
_NO_PROMISE: Final = re.compile(
    r"(?:发挥|利用|依托).*优势[”\"]?$|^取得[^0-9]*(?:进展|成效|突破|成果|效果|成绩|胜利)$|^(?:牢固|深入)?树[牢立].*(?:理念|意识|思想|政绩观|观念|形象|信心|导向|标杆)$"
    r"|扛[起牢稳].*(?:担当|责任|使命|重任)$|^(?:坚决|始终|坚持|切实)*[把将].*(?:作为|当作|摆在|放在|看作|当成)"
    r"|弘扬[^、]*精神$|走出.*(?:之路|道路|路子|新路)$|^在[^，]{1,8}中[^，]{1,4}、在[^，]{1,8}中|^从.*(?:发力|入手|着手|做起|抓起)$"
    r"|^(?:实施|坚持|做到)?(?:科学|精准|依法|从严|系统)[^、，]{2}、(?:科学|精准|依法|从严|系统)[^、，]{2}"
)
_SUPPORT: Final = re.compile(r"(?:支撑|支持|保障|贡献|力量|动力|示范|榜样)$")
_INTO: Final = r"(?:把|将)[^，]{2,30}?(?:建成|打造成|打造为|建设成|培育成|纳入|列入|落实到|转化为)"
_SHORTEST_REST: Final = 2
_TOWARD, _OPENING, _GOALS = 3, 4, 9  # places among the shapes


@dataclass(frozen=True, slots=True)
class Promise:
    """A proposed commitment: a clause of the plan part with its verb and object."""

    span: Span
    verb: Span
    object: Span
    definite: bool
    origin: str = "rule:promise"


@dataclass(frozen=True, slots=True)
class PromiseShapes:
    """The shapes a promise can have, from the lexicon's verbs; the groups `verb` and `object` are its parts."""

    framing: re.Pattern[str]
    framed: re.Pattern[str]
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
        one = f"(?!{nouns})(?:{verbs}|{_RESULT})"
        verb = rf"(?P<verb>{one}(?:[和与并]?{one})*)(?P<object>.+)"
        shapes = (
            rf"{before}{verb}",
            rf"{_NUMBERING}?(?:{_TIME}|{lean})*(?P<verb>(?:{manner})+)(?P<object>..+)",
            rf"{before}(?P<verb>{_INTO})(?P<object>.+)",
            rf"{before}{_TOWARDS}(?:{manner})*(?P<verb>{verbs})(?P<object>.+)",
            rf"(?P<object>.{{2,30}}?)(?P<verb>(?:{opens}|启动|动工|落地|施工|完成主体).*)",
            rf"(?:各[^，]{{1,6}}?|{_TIME}?(?:总?投资|投入|安排)[约超]?[0-9.]+[亿万]*元){verb}",
            rf"[^“”]{{1,8}}?{_TIME}(?:{manner})*{verb}",
            rf"{_SUBJECT}(?:要|将|须|务必|必须|力争|争取)(?:{manner}|{lean})*{verb}",
            rf"{_PLACE}(?:{manner}|{_TIME}|至少|分别)*(?P<verb>{deeds}|完成|新建|改造)(?P<object>.+)",
            _GOAL,
            rf"以[^，]{{2,30}}?为(?:导向|引领|契机|抓手|重点|牵引|支撑|核心|主线|突破口)(?:{manner})*{verb}",
        )
        framing = rf"{_NUMBERING}?(?:{manner}|{lean})*(?:{any_of(by_role['framing'])})"
        framed = _FRAMED.format(verbs=verbs, deeds=deeds, manner=manner)
        return cls(re.compile(framing), re.compile(framed), tuple(map(re.compile, shapes)))

    def read_all(self, text: str, clauses: list[Span]) -> list[Promise]:
        """Return the promises of a sentence; a count may go on what a promise counts (新增企业30家，示范园2个)."""
        found: list[Promise] = []
        for clause in clauses:
            promise = self.read(text, clause)
            counts = bool(found) and found[-1].definite and _LISTED.fullmatch(clause.of(text)) is not None
            if promise is None and counts and not _PAST.search(clause.of(text)):
                promise = replace(found[-1], span=clause, object=clause)
            if promise:
                found.append(promise)
        return found

    def read(self, text: str, clause: Span) -> Promise | None:
        """Return the promise a clause makes, if it makes one."""
        words = clause.of(text)
        match = None if _NO_PROMISE.search(words) else self._match(words)
        if match is None:
            return None
        start = clause.start
        other = "_" if "verb_" in match.re.groupindex and match["verb"] is None else ""
        verb, rest = (Span(start + match.start(n + other), start + match.end(n + other)) for n in ("verb", "object"))
        return Promise(clause, verb, rest, _FIGURE.search(words) is not None)

    def _match(self, words: str) -> re.Match[str] | None:
        frame = self.framing.match(words)
        first = self.shapes[0].match(words)
        if frame and not (first and first.end("verb") > frame.end()):
            framed = self.framed.match(words)
            return framed if framed and not _NO_DEED.search(words) else None
        for number, shape in enumerate(self.shapes):
            match = first if number == 0 else shape.match(words)
            if match and self._holds(number, words, match):
                return match
        return None

    @staticmethod
    def _holds(number: int, words: str, match: re.Match[str]) -> bool:
        """Tell whether a shape is a promise here: a rate is a goal, 为…提供支撑 a phrase."""
        if number == _TOWARD:
            return not _SUPPORT.search(words)
        if number == _OPENING:
            return not _RATE.search(words)
        if number == _GOALS:
            return not _PAST.search(words)
        return len(match["object"]) >= _SHORTEST_REST


def plain_promise(text: str, clause: Span, words: Vocabulary) -> Promise | None:
    """Return the promise of a clause that no shape fits: its first verb, else word, and what stands behind or before.

    None where it has no word that the vocabulary knows, or nothing beside it.
    """
    tokens = [token for token in tokens_in(text, words).of(clause) if token.kind == "word" and token.span != clause]
    verb = next((token.span for token in tokens if token.role in GOVERNING), tokens[0].span if tokens else None)
    if verb is None:
        return None
    rest = Span(verb.end, clause.end) if verb.end < clause.end else Span(clause.start, verb.start)
    return Promise(clause, verb, rest, _FIGURE.search(text, *clause) is not None, BY_EVIDENCE)


@lru_cache(maxsize=2)
def shapes_of(lexicon: Lexicon) -> PromiseShapes:
    """Return the shapes of a lexicon's promises, made once for all texts that are read with it."""
    return PromiseShapes.of(lexicon)
