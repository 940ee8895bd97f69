"""The verb that governs a number: what it does to it, and which way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from gongbao.reading.concepts import Surroundings
from gongbao.reading.endings import Beginning, Ending
from gongbao.reading.leads import open_phrase
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.words import Verb

FILLERS: Final = Ending(
    r"(?:了|约|超过?|近|均|也|都|各|再|将近|接近|又|还|共|已经?|就|将|可|(?<![产功性智储节职技效动])能|只|仅|分别|预计|同比|环比|至少|左右|名义|实际|累计|累积|年均|"
    r"有望|力争|有所|大幅|(?:19|20)\d\d年[底末]?|去年底?|上年末?|现在|目前|历史性|首次|一举|全球|全国|国内外|比上年末?|较上年末?|比去年|较去年|比上年同期|[比较]\d{4}年|平均每年|每[年日天月]|由|从|为|的)+$"
)
_REACHED: Final = Ending(r"(?:到|至|为|成|在)$")
_NEW: Final = re.compile(
    r"^(?:(?:累计|全年|共|已|预计|年内|城镇|[三四五近]{1,2}年)*|[^，,、；;]{2,16}(?=新增))(?:新增|净增|新改?扩?建|新[（(](?:改|扩|改扩|改、扩|迁)[）)]建|改[（(]扩[）)]建|新(?:改造|修|筹|引育|入选|入驻|办|辟|缔结|签订|签署|增设|改建|打|上|挂牌|落地|揭牌|开工|设|引进|签|认定|培育|评|招|获|创|入库|登记|注册|当选|晋升|退出|纳入|取得|发放|投放|打造|布局|推出|推广|"
    r"出台|孵化|选派|购置|落户|开通|开设|组建|启用))"
)
_NEWLY: Final = frozenset("新净改")  # a character of every such match
_GOES_ON: Final = Beginning(r"\s*(?:[（(][^（）()]{0,6}[）)])?(?:[、，,和及与]|以及)")
_LISTED: Final = Beginning(r"\s*(?:[、和及与]|以及)")
_GOES_ON_BEHIND: Final = re.compile(r"\s*[、和的以]")
_REACHES: Final = frozenset("到至为成")
_REACHING: Final = ("突破", "跨", "迈", "达", "冲破")
_IMPROVING: Final = ("提升", "提高", "扩大", "改善", "拓宽", "加快")
_SPAN: Final = re.compile(r"(?<!多)年(?:来|间)?累计|(?:期间|时期|以来)[^，,]{0,6}累计|累计新增")
_MANNER: Final = Beginning(
    "^(?:先后|相继|围绕[^，,、]{2,12}(?=新)|有序|稳步|扎实|全面|大力|深入|持续|加快|积极|统筹|分类|分批|稳妥|高标准|高质量|组织)(?=.{3})"
)
_STEADY: Final = re.compile("[稳促保助]增长")  # 出台稳增长措施: nothing grows
_WHERE: Final = Beginning(r"^(?:[全我各本][国省市区县镇乡州盟旗][内共]?)+")
_THERE: Final = re.compile(
    r"(?:拥有|共有|现有|设有|建有|保有|(?<![没所具享含国既特原固稀私公集民独])有(?![效关机利色限])).{2}|在[校读院园岗册训库][^，]"
    r"|参加[^，]{0,16}(?:保险|医保|养老|失业|工伤|生育|补助|年金)"
)
_THERE_MARKS: Final = frozenset("有在参")  # a character of every such match
_ADDED_UP: Final = re.compile(r"(?:累计|累积|总数|合计|总计|共计?|共有)(?:达到?|为|超过?|突破)?$")
_DOING: Final = ("do", "new", "have")
_EVERY: Final = Beginning(
    r"^[年月日]均?(?=产(?![能值量业品权出])|培养|培训|加工|处理|消化|服务|接待|引进|生产|转化|供应|输送)"
)
_MADE: Final = Beginning(r"产(?![能值量业品权出])")
_LONGEST_NO_SUBJECT: Final = 3
_PIPELINE: Final = re.compile(
    "(?:^|[，,；;、])(?:已建|在建|拟建){1,3}[^，,、]{2,12}$|(?:^|[，,；;、])(?:目前|现有|入园)*"
    "(?:(?:[拟待在续]|已批待)(?:开工|建|投产|谈|批)[^，,、]{0,4}项目|(?:前期|储备|(?:联系)?洽谈)项目)$"
)
_HAPPENS: Final = re.compile("解除|享受|获得|领取|受益|脱贫|实现了|走上|通过|取得|荣获|入围")
_TELLS_OF: Final = re.compile(
    "[^，,、；;\\d]{2,14}(?:率|比例|比重|增加值|总产值|产值|营收|税收|利润)(?:分别|均|已|由|从)?(?:达|为|超|突破|增长|下降|提高|保持|由|从|\\d)"
)
_NOUN_ENDS: Final = 2  # characters by which two nouns are of a kind: 美丽庭院, 精品庭院
_DEEDS: Final = re.compile("实事|任务|改革|行动")  # what is done well is done
_GRADED: Final = re.compile(
    r"其中|(?:新增|累计)?[^，]{0,4}(?:国家|部|省|市|县|区)级|“|国家|全国|中国|世界|[全我本]?[省市县]"
)
THINGS: Final = tuple("院校园厂区村镇路桥港库仓店社队群机船楼员师者场所站馆")
_SERVED: Final = Ending(r"(?:人|[群大]众|民|户|企业|主体|学生|儿童|老人|者|员)数?$")  # whom a verb can do something for
_ACHIEVED: Final = re.compile(
    r"[\s，,、]*(?:全年|全市|全省|全县|共|已|累计|预计)*(?:完成|实现)(?=.{2})"
)  # 完成改厕7900座
_PROMISING: Final = ("strong", "opening", "verb")
_AS_A_WHOLE: Final = re.compile(r"^.{0,24}(?:全覆盖|托底|结对帮扶|振兴发展)")
_ENUMERATED: Final = Ending(r"等(?:全[国省市区县])?$")
_HAS: Final = re.compile(r"(?:[^，,]{0,6})?(?:拥有|共有|现有).{2}")
_TOWARDS: Final = re.compile("[为向给对以使帮把将]")
_BESIDES: Final = re.compile(r"(?:高于|低于|快于|慢于|高出|优于)[^，,；;]{0,14}$")


@dataclass(slots=True, init=False)
class Predicate:
    """The verb that governs a number: its class, its direction where it is a change, and whether it adds up (累计).

    `thing` is how the noun of the number ends: what is counted after it under the same noun goes on its list.
    """

    kind: str
    direction: str = "none"
    total: bool = False
    thing: str = ""

    def __init__(self, kind: str, direction: str = "none", total: bool = False, thing: str = "") -> None:
        self.kind = kind
        self.direction = direction
        self.total = total
        self.thing = thing


NOTHING: Final = Predicate("none")


def find_predicate(around: Surroundings, lexicon: Lexicon, earlier: Predicate = NOTHING, bound: str = "") -> Predicate:
    """The verb that governs a number, or where it has none of its own that of the value before it in the sentence.

    `bound` are the words of the quantity before its number: what 突破 an amount has reached it.

    新增高新技术企业60家、科技型中小企业500家: both are new; 全市有文化馆1个，文化站33个: both are there.
    """
    thing = "" if around.tail.strip() else open_phrase(FILLERS.sub("", around.lead.rstrip()))[-_NOUN_ENDS:]
    found = _governing(around, lexicon, earlier, bound, thing)
    return found if found.thing == thing else Predicate(found.kind, found.direction, found.total, thing)


def _governing(around: Surroundings, lexicon: Lexicon, earlier: Predicate, bound: str, thing: str) -> Predicate:
    """The verb of a number or, on a list, that of the number before it; `thing` is how its noun ends."""
    beside = "于" in around.lead or "高出" in around.lead
    if beside and _BESIDES.search(around.lead.rstrip()):
        return Predicate("above")
    own = _own_predicate(around, lexicon)
    if own.kind == "none" and _achieves(around, lexicon):
        own = Predicate("do")
    if own.kind in ("none", "be", "do") and bound.startswith(_REACHING) and _reaches(around, own, lexicon):
        return Predicate("reach")
    if own.kind == "do" and around.lead.endswith("总数"):
        return Predicate("have")
    if own.kind == "do":
        goes_on = earlier.total and _GOES_ON.match(around.lead) is not None
        return replace(own, total=goes_on or adds_up(around.lead))
    if (
        own.kind in ("none", "reach")
        and earlier.kind in ("new", "do")
        and _ADDED_UP.fullmatch(around.lead.strip(" 、，,"))
    ):
        return Predicate("have")
    if own.kind == "none" and earlier.kind in ("new", "do", "have"):
        opens = earlier.kind != "have" and around.lead == around.clause_lead
        if opens and (thing != earlier.thing or earlier.kind != "new") and _is_stock(around.lead, lexicon):
            return own
        if opens and thing != earlier.thing and _stands_alone(around.lead, lexicon):
            return own
        if open_phrase(around.lead).startswith("总") and not around.tail.strip():
            return own  # 新增产能62万吨、总产能721万吨
        listed = _LISTED.match(around.lead)
        return earlier if listed or not around.tail.strip() else own
    return own


def _achieves(around: Surroundings, lexicon: Lexicon) -> bool:
    """完成改厕7900座: what is completed is done, where no noun of the table says more."""
    completed = "完成" in around.lead or "实现" in around.lead
    done = completed and _ACHIEVED.match(around.lead) and not around.tail.strip()
    return bool(done) and lexicon.natures.ending(FILLERS.sub("", around.lead.rstrip())) is None


def _stands_alone(lead: str, lexicon: Lexicon) -> bool:
    """查处案件212起，监测断面64个: what is there is named by itself, and by no grade that goes on a list of honours."""
    words = open_phrase(FILLERS.sub("", lead.rstrip()))
    if not _names_a_thing(words, lexicon) or _GRADED.match(lead.lstrip(" ，,")):
        return False
    return not lexicon.verbs.leading(words) and not lexicon.promising.leading(words)


def _is_stock(lead: str, lexicon: Lexicon) -> bool:
    """新增产能400万吨，电力总装机1.27亿千瓦: a stock of its own clause is not new with what stands before."""
    words = open_phrase(FILLERS.sub("", lead.rstrip()))
    return words.endswith(lexicon.clause_words["stock"]) and not lexicon.promising.leading(words)


def _reaches(around: Surroundings, own: Predicate, lexicon: Lexicon) -> bool:
    """脱贫地区居民收入突破2万元: an amount is reached, whatever else is done, where the noun stands before it."""
    words = open_phrase(around.lead)
    return own.kind != "do" or (bool(lexicon.natures.ending(words)) and not lexicon.verbs.leading(words))


def _own_predicate(around: Surroundings, lexicon: Lexicon) -> Predicate:
    """The verb directly before the number, or the one that leads its noun; else the verb behind the noun."""
    lead = around.lead.rstrip(" “")
    if ("建" in lead or "项目" in lead) and _PIPELINE.search(lead):
        return Predicate("state")  # 拟开工项目8个
    bare = FILLERS.sub("", lead)
    verb = lexicon.verbs.ending(bare)
    if verb and verb.word == "有":
        again = bare.endswith("又有") and lexicon.verbs.becoming.search(around.tail)
        if again or _HAPPENS.search(around.tail):
            return Predicate("do")  # 又有80万户危房得到改造, 有12.8万人解除了劳动关系
    if verb and verb.kind in _DOING and len(bare) > len(verb.word):
        noun = lexicon.natures.ending(bare)
        if noun and len(noun.word) > len(verb.word):
            verb = None  # 志愿服务组织3600个: the verb is a part of the noun
        elif _led_by_a_deed(bare, verb, lexicon):
            verb = None  # 清理违法占地120亩, 压缩行政编制12%
        elif verb.word == "实现" and _AS_A_WHOLE.search(around.rest):
            return Predicate("state")  # 实现1380个村全覆盖
    if verb is None:
        reached = _REACHED.search(bare)
        if reached and (changed := lexicon.verbs.ending(bare[: reached.start()])):
            led_to = changed.kind == "change" or (changed.kind == "do" and reached[0] in "到至为")
            return Predicate("hold" if reached[0] == "在" else "reach" if led_to else changed.kind)
        return _led(around, lexicon)
    if verb.kind == "change" and lead.endswith("的") and around.tail.strip():
        return NOTHING  # 促进经济增长的十项措施
    if verb.kind == "change":
        return _changed(verb, bare, lead, around)
    if verb.kind in ("reach", "hold", "be") and _is_new(lead):
        return Predicate("new")
    return Predicate(verb.kind, verb.direction)


def _led_by_a_deed(bare: str, verb: Verb, lexicon: Lexicon) -> bool:
    """Tell whether a verb of another kind leads a phrase: the verb that ends it is then a noun."""
    leading = lexicon.verbs.leading(_MANNER.sub("", open_phrase(bare)))
    if leading is None or leading.word == bare or len(leading.word) < 2:
        return False
    return leading.kind in ("do", "new") if verb.kind == "have" else leading.kind == "change" and verb.kind == "do"


def _changed(verb: Verb, bare: str, lead: str, around: Surroundings) -> Predicate:
    """A verb of change; 提高到 reaches a level, 提升10个村 does something to villages."""
    if not _REACHES.isdisjoint(lead[len(bare) :]) and verb.kind == "change":
        return Predicate("reach")
    if verb.word in _IMPROVING and around.tail.strip()[:1] not in ("", "（", "(") and "个百分" not in around.tail:
        return Predicate("do") if not _GOES_ON_BEHIND.match(around.tail) else Predicate("change", verb.direction)
    return Predicate("change", verb.direction)


def _led(around: Surroundings, lexicon: Lexicon) -> Predicate:
    """新增就业12万人, 发放贷款120亿元: the verb leads the noun; 16个项目签约: it stands behind it."""
    words = _MANNER.sub("", _WHERE.sub("", open_phrase(around.lead)))
    if _is_new(words):
        return Predicate("new")
    if every := _EVERY.match(words):
        words = words[every.end() :]
        if _MADE.match(words):
            return Predicate("do")
    leading = lexicon.verbs.leading(words)
    noun = lexicon.natures.ending(words)
    kept = words.startswith(lexicon.clause_words["cares_for"]) and not words.endswith("的")
    if kept and around.tail.strip() and not _DEEDS.search(around.tail):
        return Predicate("state")
    if words.startswith(lexicon.clause_words["removes"]):
        return Predicate("change", leading.direction) if leading and leading.kind == "change" else Predicate("do")
    if noun and noun.word.endswith(lexicon.clause_words["size"]):
        return NOTHING
    if noun:
        verb = lexicon.verbs.ending(words[: -len(noun.word)])
        steady = _STEADY.search(words)
        if verb and verb.kind in _DOING and not _is_in_name(words, verb.word, noun.word, lexicon):
            return Predicate(verb.kind)
        if verb and verb.kind == "change" and len(verb.word) > 1 and verb.word not in _IMPROVING and not steady:
            return Predicate("change", verb.direction)
    if said := _said_of(words, around, lexicon):
        return said
    there = not _THERE_MARKS.isdisjoint(words) and _THERE.search(words)
    if there or _HAS.match(around.lead.strip(" ，,、")):
        return Predicate("have")
    if fewer := _lessened(words, len(noun.word) if noun else 0, lexicon):
        return Predicate("change", fewer)
    inside = noun is not None and noun.word == words  # 增加值 is a noun
    if leading and leading.kind == "change" and len(leading.word) > 1 and leading.word not in _IMPROVING and not inside:
        return Predicate("change", leading.direction)
    if leading is None or leading.kind not in ("do", "new", "have"):
        acting = _is_promised(words, lexicon) or _acts_inside(words, len(noun.word) if noun else 0, lexicon)
        return (
            Predicate("do") if acting and not (noun and noun.word.endswith(lexicon.clause_words["stock"])) else NOTHING
        )
    return Predicate(leading.kind)


def _said_of(words: str, around: Surroundings, lexicon: Lexicon) -> Predicate | None:
    """What is said of things that are counted as the subject: 16个项目签约 happens, 198项服务实现跨境通办 are there."""
    if not around.rest.strip() or around.rest.strip()[0] in "并且以的、和及与：:∶":
        return None
    gets_on = len(words) <= _LONGEST_NO_SUBJECT and lexicon.clause_words.going_on.search(around.rest)
    if gets_on or _AS_A_WHOLE.search(around.rest) or words.startswith(lexicon.clause_words["leans_on"]):
        return Predicate("state")
    if around.tail.endswith("之一"):
        return Predicate("state")
    if _TELLS_OF.match(around.rest) and not _DEEDS.search(around.rest):
        return Predicate("state")  # 25个断面达标率达到92%: they are there, whose rate is told
    led = lexicon.verbs.leading(words) or _is_promised(words, lexicon)
    subject = not _TOWARDS.search(around.clause_lead) and (not words or (_ENUMERATED.search(words) and not led))
    if lexicon.verbs.becoming.search(around.rest if subject else around.tail):
        return Predicate("do")
    if subject:
        return Predicate("state") if around.tail.strip() and lexicon.clause_words.stating.search(around.rest) else None
    return Predicate("do") if around.tail.strip() and lexicon.verbs.doing.search(around.tail) else None


def _is_in_name(words: str, verb: str, noun: str, lexicon: Lexicon) -> bool:
    """山洪监测站点340个: the verb is a part of the name, as something stands before it and a place behind."""
    inside = len(words) > len(verb) + len(noun) and verb in lexicon.clause_words["nominal"]
    return inside and not _SERVED.search(words) and _names_a_thing(words, lexicon)


def _is_promised(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words begin with a verb of promises; a word of manner may be part of a noun (智能化工作面)."""
    return lexicon.promising.leading(words) in _PROMISING


def _acts_inside(words: str, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a subject does something to the noun that follows (平台发布共享设备); 建设用地 is a noun.

    `noun` is the length of the noun at the end, which may hold a verb of its own (生产总值).
    """
    match = lexicon.verbs.doing.search(words, 2, len(words) - noun)
    if match is None or match.end() + 2 > len(words) or words[match.end()] in "的用者中部费额量机性":
        return False
    if match[0] not in lexicon.clause_words["nominal"] or _SERVED.search(words):
        return True
    return not _names_a_thing(words, lexicon)


def _names_a_thing(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words end with what stands somewhere: by a noun of the table, else by their last character."""
    noun = lexicon.natures.ending(words)
    return noun.nature == "level" if noun else words.endswith(THINGS)


def _lessened(words: str, noun: int, lexicon: Lexicon) -> str:
    """The direction of a verb of less inside words whose subject does it: 市属企业压减法人户数, 为企业节约成本."""
    match = lexicon.verbs.lessening.search(words, 2, len(words) - noun)
    return "decrease" if match and match.end() + 2 <= len(words) and words[match.end()] not in "的率到至为成在" else ""


def adds_up(lead: str) -> bool:
    """累计培育企业: a total; what was newly added, or in a stretch of years that is named, is a flow."""
    return "累计" in lead and not _is_new(lead) and not _SPAN.search(lead)


def _is_new(words: str) -> bool:
    """Tell whether a phrase begins with what is newly made (全年新增, 新建)."""
    return not _NEWLY.isdisjoint(words) and _NEW.match(words) is not None
