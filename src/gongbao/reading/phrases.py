"""What phrases look like: counted, vague, a name in quotes, the formula of a scheme, works and rivers, lists."""

from __future__ import annotations

import re
from typing import Final

from gongbao.reading.text import Span

COUNTERS: Final = "个|家|座|条|所|处|项|场|次|套|户|间|栋|幢|件|部"
FIGURE: Final = r"\d[\d.]*[万亿余多]*"
_COUNT: Final = rf"{FIGURE}(?:{COUNTERS})(?:以上|左右)?"
_COUNT_HAN: Final = "[一二两三四五六七八九十百]+(?:个|家|座|条|所|处|项|场|大)"
COUNTED: Final = re.compile(rf"^(?:首批|全市|全省|全县|全区)?(?:超|约|近|建成|新增)?(?:{_COUNT}|{_COUNT_HAN})")
_EXTENT: Final = r"\d[\d.]*[万亿余多]*(?:公里|千米|亩)(?:以上|左右)?"
_COUNT_BEHIND: Final = re.compile(rf"(?:达到?|共|各|增至|超过?|近|约)?(?:(?!\d[\d.]*[万亿]){_COUNT}|{_EXTENT})")
EDGE: Final = r"$|[、，,；;。：:！？!?）)”\"（(\n\d^\[“《和与及等的]|——"
_PLAIN: Final = '[^“”"、，的]'
_QUOTED_NAME: Final = re.compile(
    rf"{_PLAIN}{{0,10}}(?:“[^”]{{2,24}}”){{1,3}}(?:{_PLAIN}{{0,8}}(?:建设|政策|工作|服务|评价|监管|调度|管理|创新|做法|监测|考核|帮扶|执法|审批|办理|联动|响应|调解))?"
)
_FORMULA: Final = re.compile(
    r"[“\"](?![不让把要上]|一.一.[”\"]|[一二两三四五六七八九十]个|[^”\"]{0,3}连[增降丰优好冠续])(?=[^”\"]*[0-9一二两三四五六七八九十百千万双])(?!十?[一二三四五六七八九]五[”\"]|(?:19|20)\d\d[”\"])"
    r"(?![^”\"]*(?:下降|发现|[保争]\d|过[百千万]|增长|优势|公里|第[一二三]|必须|难题|问题|三样|三农|国宝|大厂|经济圈|通[道勤]|圈[”\"]|记[”\"]|号[”\"]|极[”\"]|榜样|(?:19|20)\d\d|\d\.0|最[后先]))[^”\"，。；]{2,14}[”\"]"
)
_SCHEME: Final = re.compile(
    r"(?:美好|高质量|现代化?|特色|协同|重点|发展|产业|建设|工作|战略|空间|开放)*"
    r"(?:蓝图|任务|布局|战略|格局|要求|政策|目标|体系|举措|机制|思路|部署|(?![一-鿿]{0,4}(?:道路|公路|铁路|管网|路网|水网|电网|大桥|隧道))[一-鿿]{0,4}建设)"
)
# 三城一区, 四区一阵地: two numerals and what they count make a scheme's name wherever it stands
_PAIRED: Final = re.compile(r"[“\"](?!一.一.[”\"])(?:[一二两三四五六七八九十双\d][一-鿿]{1,4}){2,4}[”\"]")
# “153”赛道, “2070”空间布局: numerals alone in quotes are a formula, whatever the noun behind
_DIGITS: Final = re.compile(r"[“\"](?!(?:19|20)\d\d[”\"]|1[12]\d[”\"])\d{3,5}[”\"]|[“\"]20[4-9]\d[”\"]")
_FIELD: Final = re.compile(
    "(?!热线|平台|企业|人才(?!强)|航班|号)[一-鿿]{0,8}"
    "(?:集群|赛道|布局|体系|战略|格局|行动|工程|计划|政策|任务|目标|部署|要求|思路|产业|建设|模式|机制)"
)
_PLACE_BEHIND: Final = re.compile(
    "(?![由向在以])[一-鿿]{0,6}(?:区|段|园|路|网|馆|城|带|廊)(?!域|内|外|间|络|动|来|径|线)"
)
_NO_PAIR: Final = re.compile('奖|企业|人才|家庭|类|优|等[级次]|[^”"]{0,2}(?:连|过)')
_SCHEME_ENDS: Final = re.compile(r"$|[、，,；;。：:！和与及的“\n]")
_NO_SCHEME: Final = re.compile(
    r"的?(?:企业|人才|称号|园区|基地|平台|窗口|品牌|城市|大楼|号|杯|赛|客厅|服务|项目|荣誉|标准|型|类|级|家庭|村|镇|县|学校|医院|门店|机构|产品|活动|论坛|大会|奖)"
)
_EVENT_ENDS: Final = tuple("会节赛展演周季月")
# 老桥头等8处滨河空间: what is counted by places, seats and strips stands somewhere
_ETC_PLACES: Final = re.compile(
    "(?:[0-9]+余?|[二两三四五六七八九十]+)(?:处|所|座)|[0-9]+余?条(?![^，。；、]{0,8}(?:链|赛道|措施|政策|经验|意见|建议|线索))"
)
# 农村危房2.1万户: so many households are no group of things
COUNT_AT_END: Final = re.compile(rf"(?:达到?|共|各|增至|超过?|近|约)?(?!\d[\d.]*万[余多]*户)(?:{_COUNT})$")
_VAGUE: Final = ("一批", "一系列", "一大批", "更多", "若干", "多个", "多种", "各", "所有", "全部")
# 数字政府基础平台提升工程, 数字中国建设综合试点: the noun is not the last of its name
_GOES_ON: Final = re.compile(
    "(?<=[国省县]道)[A-Z]?[0-9]|(?:建设|改造|提升|培育|支持|扶持|奖补|创新|管理|服务|保护|优化|倍增|攻坚|扩容|升级|深化|振兴|评价|补偿|推广){1,3}"
    "(?:综合|示范|先行)?(?:工程|行动|计划|方案|政策|措施|办法|机制|规划|条例|制度|试点|试验区|示范区|先行区)"
)
_SCHEME_NOUN: Final = re.compile(f"(?:计划|行动|方案|工程|办法|意见|规划|条例)(?={EDGE})")
_LED_COUNT: Final = re.compile("(?:支持|安排|拨付|带动|涉及|惠及|覆盖|开展|拥有|建设)(?=[0-9]+余?[个家项所座条])")
_CARRIES: Final = re.compile(
    "引.{1,3}[济入]|[一-鿿]电入|输变电|特高压|[直交]流|供水|饮水|人饮|防洪|灌区|机场|水库|管网|管廊|道路|公路|国道|省道|县道"
    "|桥|隧道|航道|铁路|高铁|地铁|轨道|码头|港区|堤|闸|泵站|河道|水系|水闸|电站|电厂|电网|管道|疏堵|保通|新建|改扩建|扩建"
    "|迁建|改线|北延|南延|东延|西延|复线|互通|立交|枢纽"
)
_GRANTED: Final = re.compile("国家级[一-鿿]{0,4}试点|国家试点|全国首批|全国试点|省级试点")
_MENDED: Final = re.compile(
    "(?:[一-鿿]河|[一-鿿]江|[一-鿿]湖|流域|水库|河口|海湾)(?:等?[一-鿿]{0,6})?"
    "(?:综合治理|综合整治|治理|整治|清淤|清淤疏浚|生态修复|修复)(?:工程)?$"
)
_RANKING: Final = re.compile("[^，。；、]{0,20}?(?:[百十][强佳]|[0-9]强|榜单|名单|案例|排行榜|前[列十百])")
_RANKED: Final = re.compile("[百十千][强佳]|[0-9]强")
_LONGEST_OF_NONE: Final = 3  # characters: 开会, 过节 are no events


def vague(text: str, start: int = 0) -> bool:
    """Tell whether a phrase begins with a word that leaves open what is meant: 一批, 各类."""
    return text.startswith(_VAGUE, start)


def counted(words: str) -> bool:
    """Tell whether a phrase begins with a count: 10条断头路, 三大提升工程."""
    return COUNTED.match(words) is not None


def count_behind(text: str, end: int) -> int:
    """Return where a count behind a name ends (智能工厂10家), or `end`."""
    match = _COUNT_BEHIND.match(text, end)
    return match.end() if match else end


def is_quoted_name(words: str) -> bool:
    """Tell whether a phrase is a name in quotes, with a few words before it: 人才“双聘”, “蓝色粮仓”“海上花园”建设."""
    return _QUOTED_NAME.fullmatch(words) is not None


def formula(text: str, start: int, end: int) -> int:
    """Return where the name of a scheme ends that a formula in quotes begins (“三高四新”美好蓝图), 0 where none does.

    A formula holds a numeral and no comma; what names firms, places or honours (“小巨人”企业) is none.
    """
    if _DIGITS.fullmatch(text, start, end):
        behind = _FIELD.match(text, end)
        return behind.end() if behind else end * (_SCHEME_ENDS.match(text, end) is not None)
    if _PAIRED.fullmatch(text, start, end) and not _NO_PAIR.match(text, end):
        behind = _SCHEME.match(text, end)
        return behind.end() if behind else end * (_PLACE_BEHIND.match(text, end) is None)
    if not _FORMULA.fullmatch(text, start, end):
        return 0
    behind = _SCHEME.match(text, end)
    if behind:
        return behind.end()
    return end if _SCHEME_ENDS.match(text, end) and not _NO_SCHEME.match(text, end) else 0


def is_event(words: str) -> bool:
    """Tell whether what is held is named: in quotes, or by a word of gatherings."""
    return "“" in words or (len(words) > _LONGEST_OF_NONE and words.endswith(_EVENT_ENDS))


def goes_on(text: str, end: int) -> bool:
    """Tell whether a name goes on behind a noun with a scheme: 基础平台|提升工程."""
    return _GOES_ON.match(text, end) is not None


def names_scheme(text: str, end: int) -> bool:
    """Tell whether a verb belongs to the name of a scheme, whose noun stands right behind it: 发展推进计划."""
    return _SCHEME_NOUN.match(text, end) is not None


def counted_from(text: str, start: int, end: int) -> int:
    """Return where a name begins that a verb and a count lead: 资金支持40个技改项目."""
    match = _LED_COUNT.search(text, start, end)
    return match.end() if match else start


def tries_places(words: str) -> bool:
    """Tell whether a pilot is told as places that try it, too: counted, or cities (“无废城市”试点)."""
    return "城市”" in words or words.endswith("城市") or counted(words) or words[-1] == "个"


def is_granted(words: str) -> bool:
    """Tell whether a pilot is one of a rank that is granted to a place: 国家级试点, 全国首批“零碳岛屿”试点."""
    return _GRANTED.search(words) is not None


def mends_waters(words: str) -> bool:
    """Tell whether a river or lake with a name is mended: 潦河综合整治, 青河流域综合治理."""
    return _MENDED.search(words) is not None


def ranks(text: str, end: int) -> bool:
    """Tell whether an honour is a place in a list (全国百强园区, 典型案例名单), not a thing that is set up."""
    return _RANKING.match(text, end) is not None


def is_ranked(words: str) -> bool:
    """Tell whether words name a place in a list: 全国百强园区."""
    return _RANKED.search(words) is not None


def counts_places(text: str, start: int) -> bool:
    """Tell whether what is counted here stands somewhere, whatever it is: 等8处滨河空间."""
    return _ETC_PLACES.match(text, start) is not None


def carries(words: str) -> bool:
    """Tell whether a work is named by what it carries, and so stands somewhere: 引黄济津工程."""
    return _CARRIES.search(words) is not None


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
