"""The words that make and bound the names of projects and policies, as one expression that reads a text once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from gongbao.reading.lexicon import Lexicon, StageVerb
from gongbao.reading.patterns import Scan
from gongbao.reading.phrases import COUNT_AT_END, COUNTED, EDGE, vague
from gongbao.reading.text import searchable
from gongbao.reading.words import Words

_SPELT: Final = (
    r"(?P<title>《[^》\n]{1,80}》)"
    r"|(?P<quote>“[^”\n]{1,40}”|\"[^\"\n]{1,40}\")"
    r"|(?P<aside>（[^）\n]{1,40}）|\([^)\n]{1,40}\)|\^?\[\d{1,3}\])"
    r"|(?P<time>(?<![0-9.])\d{1,2}[.．、](?=[一-鿿])|(?:到|至)?\d{4}年(?:底|前|末)?前?|\d{1,2}月(?:份|底|中旬)?前?|今年|年内|年底前?|明年|全年|累计|[上下]半年|每[年季月周]|[一二三四五六七八九十]{1,2}是)"
    r"|(?P<brand>%s(?:(?:建设|战略|行动|工程)(?!试点|综合|计划|规划|方案|示范[市县区省村城]|先进)|(?=[、，。；和])))"
)
_TOKENS: Final = (
    _SPELT + r"|(?P<word>%s)"
    r"|(?P<mark>[，；。：！？!?;\n]|—{2,}|[,:](?!\d)|(?<!\d)[,:])"
    r"|(?P<list>、)|(?P<join>以及|[和与及])|(?P<of>[的了])|(?P<etc>等)"
)
SPELT: Final = ("title", "quote", "aside", "time", "brand")  # the kinds of tokens that are no words of a list
DASH: Final = "——"  # and longer ones
_LISTED: Final = {
    "mark": (*"，；。：！？!?;\n,:", DASH),
    "list": ("、",),
    "join": ("以及", *"和与及"),
    "of": ("的", "了"),
    "etc": ("等",),
}
_QUOTE_TELLS: Final = re.compile(r"[“\"](?!十[一二三四五六七八九]五[”\"])")
_TITLES: Final = ("之都”", "之乡”", "之城”", "之地”")
# what comes of a policy, or a number that counts it, is not the policy: 脱贫攻坚成果, 无还本续贷新增5982亿元
_NO_DEED: Final = re.compile(
    r"(?:及[^，。；]{0,6})?(?:反馈|交办|移交|指出|发现)|[0-9]{4}年|成果|成效|红利|效应|“[^”]*(?:样板|篇章|实践|窗口)”|[一-鿿]{0,4}达标|(?<=规划)管理|(?<=改革)牵引|“[^”]*”(?:城市|高地)|(?:新增|增长|余额|累计|占比)[约达超]*\d|\d[\d.]*[万亿]*(?:人|户|例|元)"
)
# 幼儿园覆盖率, 机场旅客吞吐量, 输变电装备集群: a rate or a trade is told, no thing
_NO_THING: Final = re.compile(
    "[一-鿿]{0,3}(?:覆盖率|入园率|入学率|使用率|利用率|普及率|达标率|拥有率|吞吐量|发展指数)|(?:装备|产业|设备)(?:集群|链)"
)
_SOME: Final = re.compile("(?<![新首一二三四五六第])一批")
_PROMPT: Final = ("迅速", "积极", "立即", "主动", "快速", "自觉")
_RANK: Final = re.compile("国家|全国|国际|世界|省级|市级")
_SORTS: Final = ("企业", "单元", "设施", "机构")
# 北京儿童医院亦庄院区: a noun that tells much, and yet the name is longer
_LONGER: Final = re.compile(
    rf"[一-鿿]{{0,6}}(?:院区|校区|分院|分校|医院|新馆|分馆|[一二三四]期|段|项目|分中心|分园|园区|片区)(?={EDGE}|建设|开工|建成|投用)"
)
_CROWD: Final = 12  # branches that are tried one by one
_TELLING: Final = 3  # characters of a noun that names by itself
_TOLD: Final = 8  # characters that tell which: 城乡融合发展体制机制, but not 文化体制机制
_LONGEST_SHAPED: Final = 6  # characters of a word that a shape tells apart
_LONG_HEAD, _MANY_WORDS, _LEAST_PROJECT = 3, 5, 5


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that ends a name, with what it makes of it: 机场 a project of type infrastructure."""

    word: str
    kind: str
    type: str


class Codes(dict[str, str]):
    """A letter for what a word is to a name; any other character is a quote, a digit or something else."""

    def __missing__(self, one: str) -> str:
        """Return the letter of a character that is no word.

        >>> Codes({"行动": "h"})["行动"], Codes()["“"], Codes()["5"], Codes()["江"]
        ('h', 'q', '9', 'x')
        """
        return "q" if one in "“”" else "9" if one.isdecimal() else "x"


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The lexicon's words for names, compiled: `edge` tells where a name may end.

    `tokens` reads all tokens; `spelt` those that are no words of a list, `automaton` the words and marks, each `known`
    by its kind of token and how it is said; `does` tells the role of each word.
    """

    tokens: re.Pattern[str]
    spelt: Scan
    automaton: AhoCorasick
    known: tuple[tuple[str, str], ...]
    does: dict[str, str]
    edge: re.Pattern[str]
    empty: re.Pattern[str]
    bare: re.Pattern[str]
    heads: dict[str, Head]
    endings: Words[Head]
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
    shapes: Codes
    shaped: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Vocabulary:
        """Compile the words of a lexicon; `re` keeps what it compiled once."""
        nouns = {"policy": lexicon.policy_nouns, "project": lexicon.project_nouns}
        heads = {word: Head(word, kind, sort) for kind, table in nouns.items() for word, sort in table.items()}
        spelt = {word for word, head in heads.items() if len(word) > 1 or head.kind == "project"}
        names = lexicon.name_words
        roles = _roles(lexicon)
        breaking = {word for word, role in roles.items() if role in ("strong", "opening", "lean", "manner")}
        staging = {word for word, stage in lexicon.stages.items() if stage.takes == "subject" or roles[word] != "verb"}
        tails = any_of((names["tail"] | names["adverb"] | breaking | staging).difference(heads))
        brands = any_of(names["brand"]) + any_of(names["place"])
        does = dict.fromkeys(spelt, "") | roles | dict.fromkeys(names["adverb"], "manner")
        marks = {word: kind for kind, said in _LISTED.items() for word in said}
        known = marks | dict.fromkeys(does, "word")
        codes = Codes(
            {word: "p" if head.kind == "project" else "h" for word, head in heads.items() if len(word) > 1}
            | dict.fromkeys(names["topic"], "t")
            | dict.fromkeys(names["generic"], "g")
        )
        return cls(
            re.compile(_TOKENS % (brands, any_of(does))),
            Scan(re.compile(_SPELT % brands)),
            AhoCorasick(list(known), matchkind=MatchKind.LeftmostLongest),
            tuple((kind, word) for word, kind in known.items()),
            does,
            re.compile(f"{EDGE}|{tails}"),
            re.compile(f"(?:{any_of(names['generic'])})*"),
            re.compile(f"(?:{any_of(names['generic'] | names['topic'])})*"),
            heads,
            Words(heads),
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
            codes,
            re.compile(f"{any_of({word for word in codes if len(word) <= _LONGEST_SHAPED})}|.", re.DOTALL),
        )

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Find the words of the list in a text: the place of each in `known`, where it starts and where it ends."""
        return self.automaton.find_matches_as_indexes(searchable(text))

    def role_of(self, kind: str, said: str) -> str:
        """Return what a token does: the role of a word, of anything else its kind."""
        return self.does[said] if kind == "word" else kind

    def ends(self, text: str, head: Head, end: int) -> bool:
        """Tell whether a name may end here: at an edge, or behind a noun that tells enough where no noun goes on."""
        if self.comes_of(text, end) if head.kind == "policy" else _NO_THING.match(text, end):
            return False
        if self.edge.match(text, end):
            return True
        if head.kind == "policy" and head.word in self.lone:
            return False
        return len(head.word) >= _TELLING and not self.going_on.match(text, end) and not _LONGER.match(text, end)

    @staticmethod
    def comes_of(text: str, end: int) -> bool:
        """Tell whether what stands here comes of a policy (脱贫攻坚|成果) or counts it, so that it is not meant."""
        return _NO_DEED.match(text, end) is not None

    def ending(self, words: str) -> Head | None:
        """Return the longest noun of names that ends `words`."""
        found = self.endings.ending(words)
        return None if found and len(found.word) == 1 and found.kind == "project" else found

    def stage_of(self, word: str) -> StageVerb | None:
        """Return the stage a verb says; 统筹推进 says what 推进 says."""
        return self.stages.get(word) or self.stages.get(word[-2:])

    def names(self, words: str, head: Head | None = None) -> bool:
        """Tell whether `words` name something: more stands before the noun than what fits anything of its kind."""
        if head is not None and head.word in self.lone:
            return True
        if vague(words) or _SOME.search(words):
            return False
        if head is not None and head.kind == "policy" and head.word in self.led and head.word not in self.weak:
            return True
        if words.endswith(_TITLES) or "%" in words or (len(words) < _TOLD and words.endswith("体制机制")):
            return False
        modifiers = words[: -len(head.word)] if head else words
        if modifiers.endswith(_PROMPT):
            return False  # 四级迅速行动 is done, no scheme
        if head and head.word == "项目" and self.researched.search(modifiers):
            return False
        if _QUOTE_TELLS.search(modifiers):
            return True
        count = COUNTED.match(modifiers)
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
        enough = head.kind == "policy" and len(plain) > 3 and head.word not in self.led
        return head.word not in self.weak or enough

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
        behind, before = COUNT_AT_END.search(words), COUNTED.match(words)
        noun = words[: behind.start()] if behind else words[before.end() :] if before else ""
        least = _LEAST_PROJECT if noun.endswith("项目") else 2
        return len(noun) >= least and noun.endswith(self.facilities) and not noun.endswith(self.no_facilities)


def _roles(lexicon: Lexicon) -> dict[str, str]:
    """What each word does in a sentence."""
    names = lexicon.name_words
    roles = (
        dict.fromkeys(lexicon.stages, "stage")
        | dict.fromkeys(names["before"], "before")
        | dict(lexicon.promising.by_word)
    )
    roles |= {word: "before" for word in names["before"] if roles[word] == "verb"}
    return roles | dict.fromkeys(names["inside"], "inside")


@lru_cache(maxsize=2)
def vocabulary_of(lexicon: Lexicon) -> Vocabulary:
    """Return a lexicon's words for names, made once for all texts that are read with it."""
    return Vocabulary.of(lexicon)


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
    parts = [
        (character, character, re.escape(character) + _branches(below))
        for character, below in sorted(node.items())
        if character and isinstance(below, dict)
    ]
    if not parts:
        return ""
    ends = "" in node
    if len(parts) == 1 and not ends:
        return parts[0][2]
    while len(parts) > _CROWD:
        parts = [_bucket(parts[i : i + _CROWD]) for i in range(0, len(parts), _CROWD)]
    return f"(?:{'|'.join(spelt for _, _, spelt in parts)}){'?' if ends else ''}"


def _bucket(parts: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    """Let a look at one character tell whether any of the branches, which are sorted, is worth a try.

    A branch is told with the first and the last character that it may begin with.
    """
    first, last = parts[0][0], parts[-1][1]
    branches = "|".join(spelt for _, _, spelt in parts)
    return first, last, f"(?=[{re.escape(first)}-{re.escape(last)}])(?:{branches})"
