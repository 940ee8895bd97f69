"""Noun phrases out of the words around a number: what links, compares, dates or governs is taken off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gongbao.reading.endings import Beginning, Ending
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.periods import TIME_WORDS
from gongbao.reading.text import OPENERS

_LIST_MARK: Final = Beginning(r"^(?:[、和及与并]|以及)+")
_NO_NOUN_BEGINS: Final = frozenset(f"、和及与，,以:：∶）)；;{OPENERS[2:]}")
_EDGES: Final = "”’）)】」:：∶·—–- \n"
_OPENING: Final = Beginning(
    r"^(?:全年预计|全年|年内|预计|目前|其中|截至[^,，]{0,10}月?底|截至|共(?!享|同|建|有产|性)|已经?(?!批|建)|累计|累积|全市累计|合计|总计|连续|"
    r"同时|并(?!网|购|联)|首次|全部|一共|约(?![谈束])|近(?![洋海视零郊岸代邻])|超(?![低高大级算长市声导短前])|且|还|另|再|也|确保|力争|争取|计划|今年要?|要(?![素求点闻害塞件价员约])|将|有望|可望|(?:[位稳跃]居|[位名]列)(?=.{4})|"
    r"初步核算|据统计|统一核算|经[^，]{0,12}核算|（\d+）|\(\d+\)|[①-⑳]|当年|其次是|首先是|拟|是|为了?|而|但|仍|又|基本(?=建成|完成|形成|建立))+"
)
_LIGHT: Final = Beginning(r"^(?:(?:实现|完成)(?!率|度|情况)|达到|拥有|共有|现有)(?=.{2})")
_PARTICLE: Final = re.compile(r"^(?:[^，,。；;、]{0,2}[成施现了])?了(?=.{2})")
_LINKING: Final = Ending(
    r"(?:分别|各自|双双|同比|环比|累计|预计|均|都|各|已经?|共计?|约|达到?|为|是|至|到|在|有|突破|完成|实现|了|超过?|再|又|还|也|可|将|"
    r"仅|只|就|即|由|从|(?:(?<=评[价比估选])|(?<=考核)|(?<=测评)|(?<=排名))中|大约|平均每年|每年平均|年平均|平均|合计|一律|持续|稳定|保持|不断|连年|继续|有望|力争|同期|有所|大幅|进一步|(?<![需重主纪摘])要|"
    r"名义|实际|年均|每年|接连|连续|首次|率先|成功|历史性|一举|稳步|的|近|逾|且|并|：|:|“|小幅|快速|全部|按[^，]{0,10}(?:计算|折算|换算)|[两三四五六七八九十]年平均)$"
)
_COMPARED: Final = re.compile(
    r"(?:[，,])?(?:比|较|与|跟|同)(?:[一二三四五六七八九十\d]{1,3}年前|(?:19|20)\d\d年|上年|去年|前年|常年|多年|年初|上月|上季|同期|全[国省市区县]|全行业|“?十?[一二三四五六七八九]五”?(?:时期|期间|末)?|[^，,；;]{1,8}?平均|区域|城镇|农村|预算|前\d|前[一二三四五六七八九十]+[年届个])"
    r"[^，,；;]{0,8}?(?:相比)?$"
)
_PAST_NUMBER: Final = re.compile(r"^\s*[:：∶]\s*1(?!\d)|^.{0,30}\d[%％]的?(?=有)")
_PAST_MARKS: Final = frozenset(":：∶有")  # one stands in every such match, or right behind it
_ABOVE: Final = re.compile(
    r"(?:是(?:上一?个?[^，]{0,6}|[^，]{0,4}(?:19|20)\d\d年[^，]{0,2}|[一二三四五十]年前|[^，]{0,4}[末初期])的|(?:高于|低于|快于|慢于|高出|优于|超出)[^，,；;]{0,14})$"
)
RANKS: Final = "(?:[位跃稳]?居(?![民住])|[位名]?列|排名?)"  # the verbs that give a place among others
_RANKED: Final = Ending(
    r"(?:均|分别|稳|继续|连续|多年|位?居|位?列|排名?|排在|名列|跃居|跃升至?|提升至?|上升至?|晋升至?|升至|前移|占|在|由|从|提升到|至|到)*"
    r"(?:全国|全省|全市|全区|全县|全球|世界|[西中东]{1,3}部|东北|西南|西北|长三角|同类|各省区市?)?"
    r"(?:地级市|城市|省份?|地区|园区)?(?:第|前)$"
    rf"|(?:均|分别|稳|继续|连续|多年|并|\d{{1,2}}年)*(?:{RANKS}|保持)(?:全[国省市区县]|全球|世界|[西中东]{{1,2}}部|同类)(?:地区|城市|省份)?$"
)
_FINAL_TIME: Final = Ending(rf"(?:{TIME_WORDS})(?:的|度|全年)?$")
_FIRST_TIME: Final = Beginning(rf"^(?:(?:{TIME_WORDS})[的，,]?)+")
_ACTS: Final = ("do", "new", "change", "reach", "hold", "be", "have", "rank")
_LIGHT_VERBS: Final = ("完成", "实现")
_ENDINGS: Final = ("change", "reach", "hold", "be", "rank")
_BESIDE: Final = frozenset("增升涨降减跌")  # verbs of one character that may end a phrase
_BY: Final = frozenset("多少高低快慢")  # only after a comparison
_REACHED: Final = tuple("到至为成")
_COMPARES: Final = frozenset("比较与跟同")
_GOES_TO: Final = re.compile(r"[^，、]{0,4}(?:为|到|至|成)(?:(?:19|20)\d\d年|去年)?底?的?")
_NOTE_OPENS: Final = re.compile("[（(]")
_NOTE: Final = re.compile(r"[（(][^（）()]{0,20}[）)]|“[^“”]{0,20}”")
_NO_THING: Final = re.compile(
    "的(?:(?:年均|平均|中?高|较?快)*(?:增速|增幅|速度|增长率?)|水平|目标|任务|标准|要求|规模|关口|大关)(?=[，,。；;、]|$)"
)
_DESCRIBES: Final = re.compile("(?:[^、，的]{2,6}、)*[^、，的]{2,8}的[^、，]{2}")  # 特色鲜明、充满活力的示范镇
_PEOPLE: Final = re.compile("[^，,、]{0,4}(?:儿童|老人|老年人|人员|群体|家庭|学生|人口)")
_GRADE_ALONE: Final = re.compile(r"(?:国家|部|省|市|县|区|镇|乡|村)级?")
_TAIL_END: Final = Ending(r"(?:实施了|完成了|设置了|[和及、的了]|(?<![参给])与)+$")
# 30个重点项目完成投资50亿元, 219家高新区评价中位列第8: what the things counted do is told of the next number
_DONE_BEHIND: Final = re.compile(
    rf"(?<=..)(?:(?:累计|共|已|整体|全部|均|超额|提前)*(?:完成|实现)[一-鿿]{{0,4}}(?:投资|产值|收入|增加值|税收|利润|营收)|[中里]?(?:{RANKS})第)$"
)
# 跨过两个万亿元台阶: what is counted is no thing
STEPS: Final = Beginning(r"(?:[百千万亿]{1,2}元?级?)?(?:的)?(?:[两三四五]个)?[大新]?(?:台阶|大关|关口)(?=[、，,；;]|$)")
_MANNERS: Final = Beginning(
    r"^(?:全部|全面|均|都|已|已经|提前|按期|如期|正式|顺利|成功|相继|陆续|集中|基本|先后|率先|首次|新)+"
)
_PER_HEAD: Final = Ending("[人户亩村]均$")
_AVERAGES: Final = Ending(r"(?:人均|户均|亩均|村均|校均|日均|月均|单位|平均)$")


_TAKEN_OFF: Final = frozenset(
    {*"、，, ", *_REACHED}.union(*(e.last for e in (_AVERAGES, _RANKED, _LINKING, _FINAL_TIME)))
)
_COMPARED_BY: Final = frozenset("的于出") | _COMPARES


def clean_lead(lead: str, lexicon: Lexicon) -> str:
    """Return the noun phrase that stands before a number, empty where there is none.

    Takes off list marks, times, adverbs, what it is compared with, and the verb that governs the number.
    """
    words = lead if _PAST_MARKS.isdisjoint(lead) else _PAST_NUMBER.sub("", lead)
    words = open_phrase(_out_of_note(words).rpartition("——")[2])
    before = ""
    compared = "比" in words or "较" in words or "于" in words
    while words and words != before and not _stays(words, lexicon):
        before = words
        words = _ABOVE.sub("", words) if "的" in words or "于" in words or "出" in words else words
        if _AVERAGES.search(words):
            break
        words = _RANKED.sub("", words)
        words = words if _COMPARES.isdisjoint(words) else _COMPARED.sub("", words)
        words = _strip_verb(words, lexicon, compared=compared)
        words = words if _is_whole(words, lexicon) or _PER_HEAD.search(words) else _LINKING.sub("", words)
        words = _FINAL_TIME.sub("", words).rstrip("、，, ")
        words = open_phrase(words)
    return "" if _acts_only(words, lexicon) else _quoted(words.strip("、 “"))


def _stays(words: str, lexicon: Lexicon) -> bool:
    """Tell whether nothing can be taken off a phrase any more: it compares nothing, and ends as a noun does."""
    if words[-1] in _TAKEN_OFF or words[0].isspace():
        return False
    return _COMPARED_BY.isdisjoint(words) and lexicon.verbs.ending(words) is None


def _quoted(words: str) -> str:
    """Give a phrase that begins inside quotation marks its first mark back (“四上”企业)."""
    close = words.find("”")
    return f"“{words}" if close > 0 and "“" not in words[:close] else words


def _out_of_note(lead: str) -> str:
    """Take off the end of a note that began before (（不含定州，下同）、增长9%)."""
    if "）" not in lead and ")" not in lead:
        return lead
    close = max(lead.find("）"), lead.find(")"))
    return lead if _NOTE_OPENS.search(lead, 0, close) else lead[close + 1 :]


@lru_cache(maxsize=4096)
def open_phrase(words: str) -> str:
    """Take off what stands before a phrase: list marks, closing marks, times, adverbs and light verbs."""
    before = ""
    words = words.strip().lstrip(_EDGES)
    while words != before:
        before = words
        words = _LIST_MARK.sub("", words).lstrip(_EDGES)
        words = _FIRST_TIME.sub("", words)
        words = _OPENING.sub("", words)
        words = _PARTICLE.sub("", words) if "了" in words[:4] else words
        words = _LIGHT.sub("", words)
    return words


def _is_whole(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words end with a noun or a verb of the tables, whose last character links nothing (节约, 公共)."""
    verb = lexicon.verbs.ending(words)
    if verb is not None and len(verb.word) > 1 and verb.kind in ("do", "new", "have"):
        return verb.word not in _LIGHT_VERBS
    return lexicon.natures.ending(words) is not None


def _strip_verb(words: str, lexicon: Lexicon, *, compared: bool) -> str:
    bare = words[:-1] if words.endswith(_REACHED) else words
    led = lexicon.verbs.ending(bare) if bare != words else None
    if led and len(led.word) > 1 and (led.kind == "change" or (led.kind == "do" and words[-1] in "到至")):
        return bare[: -len(led.word)]
    verb = lexicon.verbs.ending(words)
    if verb is None or verb.kind not in _ENDINGS:
        return words
    if len(verb.word) == 1 and verb.word not in _BESIDE and not (compared and verb.word in _BY):
        return words
    if lexicon.natures.ending(words) and verb.kind != "change":
        return words
    return words[: -len(verb.word)]


def _acts_only(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words are verbs and nothing else (竣工交付, 新建): they name no thing."""
    while words and words != "新":
        if lexicon.natures.ending(words):
            return False
        verb = lexicon.verbs.ending(words)
        if verb is None or verb.kind not in _ACTS:
            return False
        words = open_phrase(words[: -len(verb.word)])
    return True


def becomes(tail: str, lexicon: Lexicon) -> bool:
    """Tell whether words behind a number are verbs of what becomes of it and nothing else (提前竣工, 全部建成投产)."""
    words = _MANNERS.sub("", tail)
    while words:
        verb = lexicon.verbs.leading(words)
        if verb is None or not verb.of_subject:
            return False
        words = words[len(verb.word) :]
    return True


def _first_of(tail: str) -> tuple[str, str, str]:
    """Part a list at its first mark outside brackets; a grade alone is no item (省、市级美丽乡村, 县（市、区）)."""
    plain = _NOTE.sub(lambda match: "·" * len(match[0]), tail)
    place = plain.find("、")
    if place < 0 or _GRADE_ALONE.fullmatch(tail[:place]):
        return tail, "", ""
    return tail[:place], "、", tail[place + 1 :]


def clean_tail(tail: str, lexicon: Lexicon) -> str:
    """The noun after a number, or nothing where a list mark, a bracket, a particle or a change follows."""
    tail = tail.rstrip()
    if (
        not tail
        or tail[0] in _NO_NOUN_BEGINS
        or _GOES_TO.fullmatch(tail)
        or tail.startswith(("的同时", "是", "左右", "以", "不等", "一遇"))
        or (tail[0] == "为" and tail[1:2] not in ("民", "企", "农", "老"))
        or _NO_THING.match(tail)
    ):
        return ""
    if lexicon.verbs.changing.leading(tail) or STEPS.match(tail):
        return ""
    tail = _DONE_BEHIND.sub("", tail.removeprefix("的").removeprefix("届"))
    head, mark, rest = _first_of(tail)
    open_ended = head.endswith("型") or _DESCRIBES.match(rest) or (len(head) <= 3 and _PEOPLE.match(rest))
    describes = mark and open_ended and lexicon.natures.ending(head) is None
    whole = describes or (mark and ("等" in rest.split("，")[0] or "的" in rest.split("、")[0]))
    tail = tail if whole else head
    return _TAIL_END.sub("", tail)
