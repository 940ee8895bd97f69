"""Which concept a number is about: the noun phrase around it, a carried subject, or a distributed list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gongbao.reading.endings import Beginning, Ending
from gongbao.reading.leads import RANKS, becomes, clean_lead, clean_tail, open_phrase
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.quantities import Quantity
from gongbao.reading.spreads import headed_like, is_headed, spread
from gongbao.reading.text import Span

_TAIL_STOP: Final = re.compile(r"[，,。；;：:！？!?\n]")
_COLLECTIVE: Final = Ending(
    r"“?(?<!双)(?P<count>[双两三四五六])(?:率|零)?”?(?:感染|事故)?(?:均|都|全部)?(?:实现|达到|达|为)?$"
)
_COUNTS: Final = {"双": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_EACH: Final = Ending(
    r"(?:(?<![年月日人户])均|都|双双|全部)"
    r"(?:已|实现|突破|达到?|超过?|高于|低于|增长|下降|提高|保持在?|稳定在?|为|不低于|控制在"
    rf"|{RANKS}|全[国省市区县]|世界|全球|各(?:城市|地|省份?|省区市?|地区)|第|首)*$"
)
_ALL_OF_THEM: Final = re.compile(rf"(?:均|都|双双|全部)(?:{RANKS}|保持|进入|跻身)[^，,；;、]{{0,10}}")
_NEW: Final = Beginning(r"^新(?:增|引进|建|设|培育|认定)(?=.{2})")
_BEGUN: Final = Beginning(r"^新?开工(?:建设)?(?=.{2})")
_DONE: Final = re.compile(r"建成|竣工|完工")
_TOTAL: Final = re.compile(r"累计|总数|总量|达到?|共|合计")
_NOTE: Final = re.compile(r"[(（][^()（）]{0,60}[)）]")
_OPEN_NOTE: Final = Beginning(
    r"^[（(](?:其中|含|包括|按[^，,；;]{0,16}(?:计算|折算|计)|折合|约合|另|相当于|上年|去年)?"
)
_SOURCE: Final = re.compile(r"(?:由|从)[^由从，,；;]{0,40}$")
_MARK: Final = re.compile(r"[、和]|以及")
_PARTED: Final = re.compile("存、贷款|进、出口|轻、重工业|[一二]、(?:第?二、)?第?三产业")
_RISEN: Final = re.compile(r"(?:由|从)[^由从，,；;]{0,8}\d")  # 收入从2021年的9万元和4万元分别提高到…
_TIMES_OF: Final = Ending(r"^\s*[，,、]?\s*(?:约|已|达到?)?(?:是|为|相当于)[^，,；;、\d]{2,20}的(?:近|约|超过?)?$")
_SIZED: Final = Ending(r"(?:以上|以下|之间)的$")
_OF: Final = re.compile(r"[一-鿿]{2}的\s*$")  # 促进增长的五项措施: what stands before 的 says which, whole
_NO_NOUN: Final = re.compile(r"\s*(?:[、，,。；;]|的|大国|国家|$)")
_LINKS: Final = frozenset("、，,和及与")
_LONGEST_NOUN: Final = 20
_RANKED_BEHIND: Final = Beginning(f"(?:继续)?{RANKS}")  # 连续三年居全国第一: no noun of its own
_MOST_SUBJECTS: Final = 26  # of one value: a letter each in its id
_TERMS: Final = ("按", "扣除", "剔除", "不含", "不计", "同口径", "同比口径")  # 按不变价格计算，…: how it is counted
_INDICATOR: Final = Ending(r"(?:收入|水平|值|额|量|支出|经费|投资|价格|人数|率|余额|生产)$")
_LONGEST_SUBJECT: Final = 16
_FARTHEST: Final = 240  # characters before a value in which its subjects stand
_FARTHEST_VERB: Final = 48  # characters behind it in which its verb stands
_LIGHT_VERBS: Final = ("实现", "完成", "达到", "拥有", "共有", "现有", "有", "其中")
_DEED: Final = re.compile(
    r"(?:^|[，,；;：:])\s*(?:全年|全[国省市区县]|共|已)*(?:(?P<light>完成|实现)|累计)+(?P<deed>[一-鿿]{2,4})$"
)
_GENERIC: Final = re.compile(
    r"^(?:总?数量?|总量|规模|总规模|增速|增幅|涨幅|降幅|占比|比重|人均|户均|亩均|日均|月均|单产|亩产|均价|总值|总额|总数|人数|面积|总面积|金额|"
    r"净增|当年|其中|(?:压减|压缩|缩减|降低)?比例|总装机|装机|存量|增量|年均|(?:全年|年度)?目标|(?:全年|年度|目标)*任务|每[百千万十\d]+[^，,；;]{0,6}(?:达到?|拥有)?)+$"
)
# what is told next of the same thing by a noun alone: 小麦播种面积300公顷，产量900吨
_ASPECT: Final = re.compile(
    "(?:总产量|产量|单产|产值|总产值|增加值|销售额|销售量|销量|营业收入|总里程|库容|总库容|占地|占地面积|建筑面积|播种面积"
    "|从业人员|缴费|参保人数|成交额|交易额|出栏|存栏)"
)
_MEASURES: Final = re.compile("[值量额率]$|面积|收入|里程|投资|人数")
_SOWN: Final = Ending(r"(?:播种|种植|收获|养殖|通车|建设|完成)$")
_PUT_UP: Final = re.compile("^(?:新?建成|新[建增]|建设|完成|投产)(?=..)")
_GRADE: Final = re.compile(r"^(?:国家|部|省|市|县|区|镇|乡|村|州|厅)级?(?:以上|级)?$|级$")
_DIGIT: Final = re.compile(r"\d")
_GRADED: Final = re.compile(r"^(?:国家|部|省|市|县|区|镇|乡|村|州|厅|[十百千万亿]+)级(?:以上)?")
_GRADE_LISTED: Final = re.compile(
    r"\s*((?:国家|部|省|市|县|区|镇|乡|村|州|厅|[十百千万亿]+)级(?:以上)?)(?:、|和|及|以及)\s*"
)
_RATES: Final = ("率", "比例", "比重", "数量", "总量")
_PACE: Final = Ending(r"的?(?:增速|增幅|涨幅|降幅|(?<!自然)增长率|增长速度|(?<!自然)增长)(?:的)?(?:预期)?(?:目标)?$")
_PART_HEADS: Final = frozenset("其分从按")
_PART: Final = re.compile(r"^其中|^分[^，]{1,8}看|^从[^，]{1,10}看|^按[^，]{1,10}分")


@dataclass(slots=True, init=False)
class Concept:
    """The phrase a value is said of, and the rule that found it."""

    phrase: str
    rule: str

    def __init__(self, phrase: str, rule: str) -> None:
        self.phrase = phrase
        self.rule = rule


class Surroundings:
    """The words around a quantity inside its clause: `lead` since the previous quantity, `tail` up to the next.

    `clause_lead` is all that stands before it in the clause, as far as a subject can be away, `rest` what follows it
    there, as far as a verb can be.
    """

    def __init__(self, lead: str, tail: str, clause_lead: str, rest: str = "") -> None:
        self.lead, self.tail, self.clause_lead, self.rest = lead, tail, clause_lead, rest


class Carried:
    """The subjects a paragraph carries on: the last ones named, and what the parts that follow are parts of.

    `counted` is the unit and the measure of the last amount that was no part, `row` the subjects told apart so far,
    `things` what was counted last in each unit, for when something else (money, a rate) has been spoken of since.
    """

    def __init__(self, latest: Carried | None = None) -> None:
        """Carry nothing yet, or what `latest` does, with the lists as they stand: from here it goes its own way."""
        self.subjects: list[str] = latest.subjects if latest else []
        self.whole: str = latest.whole if latest else ""
        self.counted: tuple[str | None, str] | None = latest.counted if latest else None
        self.row: list[str] = latest.row if latest else []
        self.things: dict[str, str] = latest.things if latest else {}


def surround(text: str, clause: Span, quantities: Sequence[Quantity], index: int) -> Surroundings:
    """Cut the words before and after one of a clause's quantities."""
    quantity = quantities[index]
    left = quantities[index - 1].span.end if index else clause.start
    tail = _behind(text, clause, quantities, index)
    if quantity.unit_text == "人口" and _NO_NOUN.match(tail):  # 我国有13亿人口、9亿劳动力; not 5万人口饮水安全问题
        tail = "" if "人口" in text[left : quantity.span.start] else quantity.unit_text
    elif index + 2 == len(quantities) and tail.strip() in ("", "、"):  # 6家、8.2万平米先导基地: one noun, two numbers
        tail = text[quantities[-1].span.end : clause.end]
    elif "级" in tail and index + 1 < len(quantities) and (grade := _GRADE_LISTED.fullmatch(tail)):
        tail = grade[1] + _GRADED.sub("", _behind(text, clause, quantities, index + 1))
    stop = _TAIL_STOP.search(tail)
    start, end = quantity.span
    farthest = start - _FARTHEST
    lead = text[left if left > farthest else farthest : start]
    return Surroundings(
        _after_noun(lead) if index and clause.start < left else lead,
        tail[: stop.start()] if stop else tail,
        text[clause.start if clause.start > farthest else farthest : start],
        text[end : min(clause.end, end + _FARTHEST_VERB)],
    )


def _behind(text: str, clause: Span, quantities: Sequence[Quantity], index: int) -> str:
    """The words behind a quantity, up to the next of its clause."""
    right = quantities[index + 1].span.start if index + 1 < len(quantities) else clause.end
    return text[quantities[index].span.end : right]


def _after_noun(lead: str) -> str:
    """推出50家科技馆和工业旅游线路5条: what stands before the first list mark is the noun of the number before."""
    mark = _MARK.search(lead)
    if mark and lead[0] == "的" and mark.end() == len(lead):
        return lead[mark.start() :]  # 90%以上的湿地和85%以上的物种
    if (
        mark is None
        or not 1 < mark.start() <= _LONGEST_NOUN
        or lead[0] in "，,（(的"
        or is_headed(lead[: mark.start()])
    ):
        return lead
    return lead[mark.start() :]


def read_concepts(
    around: Surroundings, carried: Carried, chained: int, place: int, lexicon: Lexicon, *, based: bool = False
) -> list[Concept]:
    """Return the concepts one quantity is said of: one, or several where a rate is said of many (“三率”).

    `chained` is the number of values in a row (k values after 分别), `place` the position of this one among them;
    `based` tells that something rose or fell from the value (从…).
    """
    if based:
        around = _before_source(around)
    shared = _distribute(around, carried, chained, lexicon, based=based) if chained > 1 else []
    if shared:
        return [Concept(shared[place], "distributed")] if place < len(shared) else []
    tail = clean_tail(around.tail, lexicon)
    opens = around.lead == around.clause_lead
    several = _read_collective(around, lexicon)
    if opens and not several:
        several = ([] if tail else _read_each(around, chained, lexicon)) or _all_before(around, carried)
    if several:
        return [Concept(phrase, "collective") for phrase in several]
    if tail and carried.subjects and around.lead.strip(" ，,、；;其中") == "" and becomes(tail, lexicon):
        tail = ""  # 建设重点工程86项，36项提前竣工
    own = _own_lead(around, has_tail=bool(tail))
    if carried.subjects and _TIMES_OF.search(around.lead) and around.tail.strip() == "":
        own = ""  # …，是全年收入的6倍: the base is no concept
    lead = clean_lead(own, lexicon) if not tail or not _OF.search(own) else open_phrase(own.rstrip())[:-1]
    if own[:1] in _LINKS and "、" in own[1:] and not clean_lead(own.rpartition("、")[2], lexicon):
        lead = ""  # …5.5万亿元、稳居全国前十强、增长4.8%: what grows is what was spoken of before
    if lead and carried.subjects and not tail and _SIZED.search(around.lead.rstrip()):
        lead = ""  # 规上企业415家，年销售收入亿元以上的86家
    if lead.startswith("占") and carried.subjects and not tail:
        lead = carried.subjects[-1] + lead
    if tail and (around.lead.endswith("连续") or (not lead and carried.subjects)) and _RANKED_BEHIND.match(tail):
        tail = ""
    if tail:
        link = "的" if lead and around.lead.rstrip().endswith("的") else ""
        return [Concept(_acting_lead(around, lead) + link + tail, "number-before-noun")]
    return [_name(lead, around, carried, lexicon)]


def _acting_lead(around: Surroundings, lead: str) -> str:
    """Before a noun that follows its number the verb stays (支持41家企业): it tells what happened to them."""
    if lead or around.lead.strip().startswith(("、", "和")):
        return lead
    acting = open_phrase(around.lead).rstrip("了约近超过“ 、")
    return "" if acting in _LIGHT_VERBS else acting


def _deed(around: Surroundings, lexicon: Lexicon, *, carried: bool) -> str:
    """完成拆迁247户: the households are of the clearance; 累计救助916人次 too, where nothing is spoken of before."""
    found = _DEED.search(around.lead.rstrip())
    verb = lexicon.verbs.by_word.get(found["deed"]) if found else None
    does = verb is not None and verb.kind == "do" and not _DONE.search(verb.word)
    return verb.word if verb and found and does and (found["light"] or not carried) else ""


def _name(lead: str, around: Surroundings, carried: Carried, lexicon: Lexicon) -> Concept:
    """The phrase before the number, completed by the subject it leaves out."""
    subject = carried.subjects[-1] if carried.subjects else ""
    note = around.lead.lstrip().startswith(("（", "("))
    if note:
        lead = _OPEN_NOTE.sub("", lead).strip("（()）")
    if not lead and (deed := _deed(around, lexicon, carried=bool(subject))):
        return Concept(deed, "deed")
    if not lead:
        return Concept(_carry(subject, around.lead), "carried-subject") if subject else Concept("", "no-concept")
    if subject and (_GENERIC.match(lead) or _GRADE.search(lead) or (note and len(lead) <= 6)):
        whole = _GRADED.sub("", subject) or subject if _GRADE.search(lead) else subject
        whole = _NEW.sub("", whole) if _TOTAL.search(lead) else whole
        return Concept(
            whole + lead if _GENERIC.match(lead) and not lead.startswith(("人均", "户均")) else lead + whole,
            "carried-subject",
        )
    if subject and _ASPECT.fullmatch(lead) and (thing := _thing_of(subject, lexicon)):
        return Concept(thing + lead, "carried-subject")
    return Concept(headed_like(lead, subject), "noun-before-number")


def _thing_of(subject: str, lexicon: Lexicon) -> str:
    """What a subject is about, without the noun that measures it: 小麦 of 小麦播种面积, 粮库 of 建成粮库."""
    noun = lexicon.natures.ending(subject)
    whole = _PUT_UP.sub("", subject)
    measured = noun is not None and noun.word != whole and _MEASURES.search(noun.word) is not None
    return _SOWN.sub("", whole[: -len(noun.word)]) if noun and measured else whole if whole != subject else ""


def _own_lead(around: Surroundings, *, has_tail: bool) -> str:
    """The words that belong to this number: what ends the phrase of the number before it is cut off."""
    lead = around.lead
    if lead == around.clause_lead or lead.lstrip()[:1] in _LINKS or lead.endswith("国家和地区"):
        return lead
    cut = max(lead.rfind(mark) for mark in "、和及与")
    return lead[cut + 1 :] if cut > 0 and (has_tail or lead[cut] == "、") else lead


def _carry(subject: str, lead: str) -> str:
    """新增企业89家、累计达1717家: the total is of the enterprises, not of the new ones; 建成: nor of those begun."""
    subject = _BEGUN.sub("", subject) if _DONE.search(lead) else subject
    return _NEW.sub("", subject) if _TOTAL.search(lead) else subject.removesuffix("新增") or subject


def _before_source(around: Surroundings) -> Surroundings:
    """Of what rose from a value the words before 从 or 由 speak."""
    lead = _SOURCE.sub("", around.lead)
    clause_lead = around.clause_lead[: len(around.clause_lead) - len(around.lead)] + lead
    return Surroundings(lead, "", clause_lead)


def _distribute(around: Surroundings, carried: Carried, chained: int, lexicon: Lexicon, *, based: bool) -> list[str]:
    """Split the subjects before 分别 (or 从), one for each of the `chained` values; [] where the counts differ."""
    before, mark, after = around.clause_lead.partition("分别")
    if based and not mark:
        before, mark, after = _SOURCE.sub("", around.clause_lead), "从", ""
    before = _RISEN.split(before, maxsplit=1)[0]
    if not mark and _PARTED.search(around.clause_lead):  # 存、贷款余额达152亿元、121亿元
        return spread(clean_lead(_DIGIT.split(around.clause_lead, maxsplit=1)[0], lexicon), chained)
    if not mark:
        return carried.subjects if len(carried.subjects) == chained and not clean_lead(around.lead, lexicon) else []
    subjects = clean_lead(_NOTE.sub("", before), lexicon)
    things = "" if subjects else clean_lead(_DIGIT.split(_NOTE.sub("", after), maxsplit=1)[0], lexicon)
    if len(things) > 1:
        return [things] * chained  # 分别新建、改建公路120公里和340公里: the verbs are told apart, not the things
    if not subjects:
        return carried.subjects if len(carried.subjects) == chained else []
    return spread(subjects, chained)


def _read_collective(around: Surroundings, lexicon: Lexicon) -> list[str]:
    """业委会组建率、物业服务覆盖率、…“三率”实现100%: one value, as many subjects as the word counts."""
    match = _COLLECTIVE.search(around.lead.rstrip("“"))
    if not match:
        return []
    subjects = clean_lead(_NOTE.sub("", around.lead[: match.start()]), lexicon)
    parts = [part for part in subjects.split("、") if part]
    tail = clean_tail(around.tail.lstrip("”"), lexicon)
    return [part + tail for part in parts] if len(parts) == _COUNTS[match["count"]] else []


def _read_each(around: Surroundings, chained: int, lexicon: Lexicon) -> list[str]:
    """水果、蔬菜产量均突破300万吨: one value said of each of several subjects."""
    match = _EACH.search(around.lead.rstrip())
    if not match:
        return _read_both(around, chained, lexicon)
    subjects = clean_lead(_NOTE.sub("", around.lead[: match.start()]), lexicon)
    for count in (2, 3, 4):
        parts = spread(subjects, count)
        if len(parts) == count and all(len(part) > 1 for part in parts):
            return parts
    return []


def _read_both(around: Surroundings, chained: int, lexicon: Lexicon) -> list[str]:
    """办结率、满意率100%; A和B分别增长10%: two indicators beside each other that one value is said of."""
    if chained != 1 or not ("分别" in around.lead or around.lead.count("、") == 1):
        return []
    each, mark, _ = around.lead.partition("分别")
    words = clean_lead(_NOTE.sub("", each), lexicon)
    beside = words.split("、")
    both = mark or (len(beside) == 2 and all(part.endswith(_RATES) for part in beside))
    parts = spread(words, 2) if both else []
    return parts if all(is_headed(part) for part in parts) else []


def _all_before(around: Surroundings, carried: Carried) -> list[str]:
    """智能工厂2家、5G工厂301家，均居全国第一: said of all that the clause before has counted."""
    if len(carried.subjects) < 2 or around.tail.strip() or not _ALL_OF_THEM.fullmatch(around.lead.strip()):
        return []
    told = list(dict.fromkeys(carried.subjects))
    return told if 1 < len(told) <= _MOST_SUBJECTS else []


def subject_of(clause: str, lexicon: Lexicon) -> str:
    """The subject of a clause without a number (粮食总产量再创新高): it is carried to the next."""
    words = clause.strip()
    if words.startswith(_TERMS):
        return ""
    if _INDICATOR.search(words):
        return words
    natures = lexicon.natures
    for end in range(min(len(words), _LONGEST_SUBJECT), 1, -1):
        if words[end - 1] not in natures.lengths_by_last:
            continue
        if (noun := natures.ending(words[:end])) and 1 < len(noun.word) < end:
            return open_phrase(words[:end])
    return ""


def without_pace(phrase: str) -> str:
    """居民消费价格涨幅 grows as the price does: of a growth rate the concept is what grows."""
    return _PACE.sub("", phrase).removesuffix("年均") or phrase


def is_part(clause: str) -> bool:
    """Tell whether a clause opens a list of parts (其中, 分行业看)."""
    words = clause.lstrip()
    return words[:1] in _PART_HEADS and _PART.match(words) is not None


def complete_part(phrase: str, carried: Carried, lexicon: Lexicon) -> str:
    """规模以上工业增加值…。其中，内资企业增长8.7%: what grows is the enterprises' share of the whole before."""
    if (
        not phrase
        or not carried.whole
        or (lexicon.natures.ending(phrase) and not phrase.endswith(("企业", "人员", "居民")))
    ):
        return phrase
    if phrase[-2:] == carried.whole[-2:] or len(phrase) > 24:
        return phrase
    return phrase + carried.whole
