"""The words that make and bound the names of projects and policies, as one expression that reads a text once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gongbao.reading.lexicon import Lexicon, StageVerb
from gongbao.reading.text import Span

_TOKENS = (
    r"(?P<title>《[^》\n]{1,80}》)"
    r"|(?P<quote>“[^”\n]{1,40}”|\"[^\"\n]{1,40}\")"
    r"|(?P<aside>（[^）\n]{1,40}）|\([^)\n]{1,40}\)|\^?\[\d{1,3}\])"
    r"|(?P<time>(?<![0-9.])\d{1,2}[.．、](?=[一-鿿])|(?:到|至)?\d{4}年(?:底|前|末)?前?|\d{1,2}月(?:份|底|中旬)?前?|今年|年内|年底前?|明年|全年|累计|[上下]半年|每[年季月周]|[一二三四五六七八九十]{1,2}是)"
    r"|(?P<brand>%s(?:(?:建设|战略|行动|工程)(?!试点|综合|计划|规划|方案)|(?=[、，。；和])))"
    r"|(?P<word>%s)"
    r"|(?P<mark>[，；。：！？!?;\n—]|[,:](?!\d)|(?<!\d)[,:])"
    r"|(?P<list>、)|(?P<join>[和与及])|(?P<of>[的了])|(?P<etc>等)"
)
_COUNT = r"\d[\d.]*[万亿余多]*(?:个|家|座|条|所|处|项|场|次|套|户|间|栋|幢|件|部)(?:以上|左右)?"
_COUNT_HAN = "[一二两三四五六七八九十百]+(?:个|家|座|条|所|处|项|场|大)"
_COUNTED = re.compile(rf"^(?:超|约|近|建成|新增)?(?:{_COUNT}|{_COUNT_HAN})")
_EXTENT = r"\d[\d.]*[万亿余多]*(?:公里|千米|亩)(?:以上|左右)?"
_COUNT_BEHIND = re.compile(rf"(?:达到?|共|各|增至|超过?|近|约)?(?:(?!\d[\d.]*[万亿]){_COUNT}|{_EXTENT})")
_EDGE = r"$|[、，,；;。：:！？!?）)”\"（(\n—\d^\[“《和与及等的]"
_PLAIN = '[^“”"、，的]'
_QUOTE_TELLS = re.compile(r"[“\"](?!十[一二三四五六七八九]五[”\"])")
_QUOTED_NAME = re.compile(
    rf"{_PLAIN}{{0,10}}(?:“[^”]{{2,24}}”){{1,3}}(?:{_PLAIN}{{0,8}}(?:建设|政策|工作|服务|评价|监管|调度|管理|创新|做法|监测|考核|帮扶|执法|审批|办理|联动|响应|调解))?"
)
_FORMULA = re.compile(
    r"[“\"](?![不让把要上]|一.一.[”\"]|[一二两三四五六七八九十]个|[^”\"]{0,3}连[增降丰优好冠续])(?=[^”\"]*[0-9一二两三四五六七八九十百千万双])(?!十?[一二三四五六七八九]五[”\"]|(?:19|20)\d\d[”\"])"
    r"(?![^”\"]*(?:下降|发现|[保争]\d|过[百千万]|增长|优势|公里|第[一二三]|必须|难题|问题|三样|三农|国宝|大厂|经济圈|通[道勤]|圈[”\"]|记[”\"]|号[”\"]|极[”\"]|榜样|(?:19|20)\d\d|\d\.0|最[后先]))[^”\"，。；]{2,14}[”\"]"
)
_SCHEME = re.compile(
    r"(?:美好|高质量|现代化?|特色|协同|重点|发展|产业|建设|工作|战略|空间|开放)*"
    r"(?:蓝图|任务|布局|战略|格局|要求|政策|目标|体系|举措|机制|思路|部署|(?!道路|公路|铁路|管网|路网|水网|电网|大桥|隧道)[一-鿿]{0,4}建设)"
)
# 三城一区, 四区一阵地: two numerals and what they count make a scheme's name wherever it stands
_PAIRED = re.compile(r"[“\"](?!一.一.[”\"])(?:[一二两三四五六七八九十双\d][一-鿿]{1,4}){2,4}[”\"]")
_NO_PAIR = re.compile('奖|企业|人才|家庭|类|优|等[级次]|[^”"]{0,2}(?:连|过)')
_SCHEME_ENDS = re.compile(r"$|[、，,；;。：:！和与及的“\n]")
_NO_SCHEME = re.compile(
    r"的?(?:企业|人才|称号|园区|基地|平台|窗口|品牌|城市|大楼|号|杯|赛|客厅|服务|项目|荣誉|标准|型|类|级|家庭|村|镇|县|学校|医院|门店|机构|产品|活动|论坛|大会|奖)"
)
_EVENT_ENDS = tuple("会节赛展演周季月")
# 农村危房2.1万户: so many households are no group of things
_COUNT_AT_END = re.compile(rf"(?:达到?|共|各|增至|超过?|近|约)?(?!\d[\d.]*万[余多]*户)(?:{_COUNT})$")
_VAGUE = ("一批", "一系列", "一大批", "更多", "若干", "多个", "多种", "各")
_TITLES = ("之都”", "之乡”", "之城”", "之地”")
# what comes of a policy, or a number that counts it, is not the policy: 脱贫攻坚成果, 无还本续贷新增5982亿元
_NO_DEED = re.compile(
    r"成果|成效|红利|效应|“[^”]*”(?:城市|高地)|(?:新增|增长|余额|累计|占比)[约达超]*\d|\d[\d.]*[万亿]*(?:人|户|例|元)"
)
_SOME = re.compile("(?<![新首一二三四五六第])一批")
_RANK = re.compile("国家|全国|国际|世界|省级|市级")
_SORTS = ("企业", "单元", "设施", "机构")
# 北京儿童医院亦庄院区: a noun that tells much, and yet the name is longer
_LONGER = re.compile(
    rf"[一-鿿]{{0,6}}(?:院区|校区|分院|分校|医院|新馆|分馆|[一二三四]期|段|项目|分中心|分园|园区|片区)(?={_EDGE}|建设|开工|建成|投用)"
)
# 数字政府基础平台提升工程, 数字中国建设综合试点: the noun is not the last of its name
_GOES_ON = re.compile(
    "(?:建设|改造|提升|培育|支持|扶持|奖补|创新|管理|服务|保护|优化|倍增|攻坚|扩容|升级)"
    "(?:综合|示范|先行)?(?:工程|行动|计划|方案|政策|措施|办法|机制|规划|条例|制度|试点|试验区|示范区|先行区)"
)
_LED_COUNT = re.compile("(?:支持|安排|拨付|带动|涉及|惠及|覆盖|开展|拥有|建设)(?=[0-9]+余?[个家项所座条])")
_CARRIES = re.compile(
    "引.{1,3}[济入]|[一-鿿]电入|输变电|供水|饮水|人饮|防洪|灌区|机场|水库|管网|道路|公路|大桥|隧道|航道|铁路"
)
_CROWD = 24
_TELLING = 3  # characters of a noun that names by itself
_LONG_HEAD, _MANY_WORDS, _LEAST_PROJECT = 3, 5, 5


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that ends a name, with what it makes of it: 机场 a project of type infrastructure."""

    word: str
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lexicon's words for names, compiled: `tokens` reads a sentence, `edge` tells where a name may end."""

    tokens: re.Pattern[str]
    edge: re.Pattern[str]
    empty: re.Pattern[str]
    bare: re.Pattern[str]
    heads: dict[str, Head]
    roles: dict[str, str]
    stages: dict[str, StageVerb]
    adverbs: frozenset[str]
    weak: frozenset[str]
    lone: frozenset[str]
    led: frozenset[str]
    counted: frozenset[str]
    researched: re.Pattern[str]
    going_on: re.Pattern[str]
    facilities: tuple[str, ...]
    no_facilities: tuple[str, ...]
    praising: tuple[str, ...]
    removing: tuple[str, ...]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Vocabulary:
        """Compile the words of a lexicon; `re` keeps what it compiled once."""
        nouns = {"policy": lexicon.policy_nouns, "project": lexicon.project_nouns}
        heads = {word: Head(word, kind, sort) for kind, table in nouns.items() for word, sort in table.items()}
        spelt = {word for word, head in heads.items() if len(word) > 1 or head.kind == "project"}
        names = lexicon.name_words
        roles = (
            dict.fromkeys(lexicon.stages, "stage")
            | dict.fromkeys(names["before"], "before")
            | dict(lexicon.promising.by_word)
        )
        roles |= {word: "before" for word in names["before"] if roles[word] == "verb"}
        roles |= dict.fromkeys(names["inside"], "inside")
        breaking = {word for word, role in roles.items() if role in ("strong", "opening", "lean", "manner")}
        staging = {word for word, stage in lexicon.stages.items() if stage.takes == "subject" or roles[word] != "verb"}
        tails = any_of((names["tail"] | names["adverb"] | breaking | staging) - heads.keys())
        brands = any_of(names["brand"]) + any_of(names["place"])
        return cls(
            re.compile(_TOKENS % (brands, any_of({*spelt, *roles, *names["adverb"]}))),
            re.compile(f"{_EDGE}|{tails}"),
            re.compile(f"(?:{any_of(names['generic'])})*"),
            re.compile(f"(?:{any_of(names['generic'] | names['topic'])})*"),
            heads,
            roles,
            lexicon.stages,
            names["adverb"],
            names["weak"],
            lexicon.lone_names,
            lexicon.led_names,
            lexicon.counted_names,
            re.compile(f"{any_of(names['no_project'])}{any_of(names['generic'])}*$"),
            re.compile(any_of(names["generic"] | names["topic"] | names["inside"] | names["suffix"] | spelt)),
            tuple(names["facility"]),
            tuple(names["no_facility"]),
            lexicon.clause_words["praises"],
            lexicon.clause_words["removes"],
        )

    def ends(self, text: str, head: Head, end: int) -> bool:
        """Tell whether a name may end here: at an edge, or behind a noun that tells enough where no noun goes on."""
        if self.edge.match(text, end):
            return not (head.kind == "policy" and _NO_DEED.match(text, end))
        if head.kind == "policy" and head.word in self.lone:
            return False
        return len(head.word) >= _TELLING and not self.going_on.match(text, end) and not _LONGER.match(text, end)

    def ending(self, words: str) -> Head | None:
        """Return the longest noun of names that ends `words`."""
        sizes = range(min(len(words), 8), 0, -1)
        found = next((self.heads[words[-size:]] for size in sizes if words[-size:] in self.heads), None)
        return None if found and len(found.word) == 1 and found.kind == "project" else found

    def names(self, words: str, head: Head | None = None) -> bool:
        """Tell whether `words` name something: more stands before the noun than what fits anything of its kind."""
        if head is not None and head.word in self.lone:
            return True
        if vague(words) or _SOME.search(words):
            return False
        if head is not None and head.kind == "policy" and head.word in self.led:
            return True
        if words.endswith(_TITLES) or "%" in words:
            return False
        modifiers = words[: -len(head.word)] if head else words
        if head and head.word == "项目" and self.researched.search(modifiers):
            return False
        if _QUOTE_TELLS.search(modifiers):
            return True
        count = _COUNTED.match(modifiers)
        plain = modifiers[count.end() :] if count else modifiers
        if head and head.word in self.counted:
            return count is not None
        if count and head and head.kind == "policy" and head.word.endswith(("举措", "措施")):
            return True
        if count and head and head.kind == "project" and head.word != "项目":
            return bool(plain) or len(head.word) > 2
        if head and head.kind == "project" and self._both_common(plain):
            return False
        told = self.empty.match(plain)
        plain = plain[told.end() :] if told else plain
        if len(plain) < 2 or (head and head.word == "工程" and plain in self.heads):
            return False  # 水库工程 tells no reservoir from another
        if len(plain) > _MANY_WORDS or not self.bare.fullmatch(plain):
            return True
        if head is None:
            return False
        return head.word not in self.weak or (head.kind == "policy" and len(plain) > 3)

    def _both_common(self, plain: str) -> bool:
        """Tell whether two things are joined that nothing tells from others of their kind: 创新中心和中试基地."""
        first, joined, last = plain.rpartition("和") if "和" in plain else plain.rpartition("与")
        if not joined or (last and not self.bare.fullmatch(last)):
            return False
        head = self.ending(first)
        if _RANK.search(plain) or not (head or first.endswith(_SORTS)):
            return False
        return self.bare.fullmatch(first[: -len(head.word)] if head else first) is not None

    def is_group(self, words: str) -> bool:
        """Tell whether a phrase counts things that stand somewhere: 海外仓123个, 3个国家级示范基地, 口袋公园318个."""
        behind, before = _COUNT_AT_END.search(words), _COUNTED.match(words)
        noun = words[: behind.start()] if behind else words[before.end() :] if before else ""
        least = _LEAST_PROJECT if noun.endswith("项目") else 2
        return len(noun) >= least and noun.endswith(self.facilities) and not noun.endswith(self.no_facilities)


def any_of(words: Iterable[str]) -> str:
    """Return an expression that matches any of the words, the longest first, branching on one character at a time.

    >>> any_of(["加快", "加快建设", "建"])
    '(?:加快(?:建设)?|建)'
    """
    return _tree_of(frozenset(words))


@cache
def _tree_of(words: frozenset[str]) -> str:
    tree: dict[str, object] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, object]) -> str:
    """Spell a tree of characters; `""` marks the end of a word."""
    parts = []
    for character, below in sorted(node.items()):
        if character and isinstance(below, dict):
            parts.append(re.escape(character) + _branches(below))
    if not parts:
        return ""
    ends = "" in node
    if len(parts) == 1 and not ends:
        return parts[0]
    if len(parts) > _CROWD:
        parts = [_bucket(parts[i : i + _CROWD]) for i in range(0, len(parts), _CROWD)]
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}"


def _bucket(parts: list[str]) -> str:
    """Let a look at one character tell whether any of the branches, which are sorted, is worth a try."""
    first, last = (re.escape(part.removeprefix("\\")[0]) for part in (parts[0], parts[-1]))
    return f"(?=[{first}-{last}])(?:{'|'.join(parts)})"


def vague(text: str, start: int = 0) -> bool:
    """Tell whether a phrase begins with a word that leaves open what is meant: 一批, 各类."""
    return text.startswith(_VAGUE, start)


def counted(words: str) -> bool:
    """Tell whether a phrase begins with a count: 10条断头路, 三大提升工程."""
    return _COUNTED.match(words) is not None


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
    if _PAIRED.fullmatch(text, start, end) and not _NO_PAIR.match(text, end):
        behind = _SCHEME.match(text, end)
        return behind.end() if behind else end
    if not _FORMULA.fullmatch(text, start, end):
        return 0
    behind = _SCHEME.match(text, end)
    if behind:
        return behind.end()
    return end if _SCHEME_ENDS.match(text, end) and not _NO_SCHEME.match(text, end) else 0


def is_event(words: str) -> bool:
    """Tell whether what is held is named: in quotes, or by a word of gatherings."""
    return "“" in words or (len(words) > _LONG_HEAD and words.endswith(_EVENT_ENDS))


def goes_on(text: str, end: int) -> bool:
    """Tell whether a name goes on behind a noun with a scheme: 基础平台|提升工程."""
    return _GOES_ON.match(text, end) is not None


def counted_from(text: str, start: int, end: int) -> int:
    """Return where a name begins that a verb and a count lead: 资金支持40个技改项目."""
    match = _LED_COUNT.search(text, start, end)
    return match.end() if match else start


def tries_places(words: str) -> bool:
    """Tell whether a pilot is told as places that try it, too: counted, or cities (“无废城市”试点)."""
    return "城市”" in words or words.endswith("城市") or counted(words) or words[-1] == "个"


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
