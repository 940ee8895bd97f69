"""Projects and policies that the rules find in a sentence: one pass over its words, from left to right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from gongbao.reading import phrases
from gongbao.reading.asides import AGAINST, HONOURS
from gongbao.reading.clause import ALSO_NOUNS, Clause, Undertaking, status_of
from gongbao.reading.lexicon import StageVerb
from gongbao.reading.naming import NameReader
from gongbao.reading.text import Span
from gongbao.reading.tokens import Token
from gongbao.reading.vocabulary import Vocabulary

_LONGEST_NAME, _SHORTEST_NAME = 40, 4
_CAUSES: Final = ("推进", "推动", "加快", "支持", "力争", "确保", "促进", "争取", "统筹", "抓好", "做好")
_LONGEST_FIELD: Final = 4  # characters before a formula that say whose it is: 金融“五篇大文章”
_YEARS: Final = re.compile(r"[（(][^）)]*[）)]$")  # 《江海市总体规划（2021—2035年）》
_LAWS: Final = ("法", "法典", "决定", "条例", "规定", "章程")
_APART: Final = ("在", "被", "把", "向", "由")
_FIELDS: Final = ("领域", "方面", "环节", "行业", "部门", "重点领域", "问题", "服务", "功能", "产业", "经济", "消费")
_REFORMED: Final = re.compile("(?:重点|关键)?(?:领域|环节|方面)(?:的)?(?:综合)?改革")
_PLUS: Final = re.compile("(?:人工智能|互联网|AI|数据要素|区块链|标准化|机器人|大数据)[+＋×xX]")
_PLUS_BEHIND: Final = re.compile("[一-鿿]{0,6}(?:服务|行动|应用|模式|工程|创新|计划|场景|监管|教育)")
_SCHEME_BEHIND: Final = re.compile("项目(?!库)|专项|任务")  # “两重”项目 is what the scheme is made of
_WORK: Final = "工程"  # 水资源配置工程
_ROADS: Final = ("断头路", "瓶颈路")  # 打通物流通道“断头路”: a kind, not a name
_UNDER_WAY: Final = "在建"  # 太阳能电池等在建项目
_SETTLING: Final = ("落户", "落地", "签约", "入驻", "投产", "投运", "投用")  # 恒远锂电、明泰制药等先后落户
_EITHER: Final = ("全面建成", "开通", "启用", "贯通")  # what they open may follow: 全面建成小康社会


class UndertakingReader(NameReader):
    """Reads the sentences of one part of a report; `found` grows in the order of the text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        super().__init__(text, words)
        self._steps = {name: getattr(self, f"_{name}") for name in words.tokens.groupindex}

    def read(self, core: Span, tokens: list[Token], *, planned: bool) -> None:
        """Read one sentence by its tokens; `planned` says that it stands in the plan part."""
        self.planned = planned
        self._clause = Clause(core.start, core.start)
        for kind, _, _, span in tokens:
            self._steps[kind](*span)
        self._mark(core.end, core.end)

    # --- what each kind of token does ---------------------------------------------------------------------------

    def _mark(self, start: int, end: int) -> None:
        self._close(start)
        self._forsake(start)
        self._clause = Clause(end, end)

    def _forsake(self, end: int) -> None:
        """Let go of the names of the clause: its words say their status, and those that only a verb makes names go."""
        for index in reversed(self._clause.open):
            if not self.found[index].status_span.end:
                if self._needs_verb(self.found[index]):
                    del self.found[index]
                    continue
                whole = phrases.trimmed(self.text, self._clause.begin, end)
                self.found[index] = replace(self.found[index], status_span=whole)
        self._clause.open = []

    def _needs_verb(self, item: Undertaking) -> bool:
        head = self.words.ending(item.span.of(self.text))
        return head is not None and head.word in self.words.led

    def _list(self, start: int, end: int) -> None:
        self._close(start)
        clause = self._clause
        clause.start, clause.begins, clause.joint, clause.stop, clause.behind_of = end, not clause.lead, -1, -1, -1

    def _join(self, start: int, end: int) -> None:
        clause = self._clause
        if phrases.is_quoted_name(self.text[max(clause.start, start - _LONGEST_NAME) : start]):
            self._close(start)
        clause.joint = end
        if clause.start == start:
            clause.start, clause.begins = end, True
            clause.partner = self.text[start] == "与"

    def _etc(self, start: int, end: int) -> None:
        self._clause.etc = True
        self._list(start, end)
        self._clause.begins = False
        if phrases.counts_places(self.text, end):
            self._emit_all(self._clause.items)
            self._clause.items = []
        elif self.text.startswith(_FIELDS, end) and not _REFORMED.match(self.text, end):
            self._clause.items = []

    def _of(self, start: int, end: int) -> None:
        clause = self._clause
        if not clause.etc:
            clause.items = []
        if clause.behind_of < 0 and clause.start < start:
            clause.behind_of = clause.start
        clause.start, clause.begins = end, False

    def _aside(self, start: int, end: int) -> None:
        if self._clause.start == start:
            self._clause.start = end

    def _time(self, start: int, end: int) -> None:
        self._pause(start, end)

    def _title(self, start: int, end: int) -> None:
        formal = self.text[start + 1 : end - 1]
        head = self.words.ending(_YEARS.sub("", formal))
        stage = self._lead_stage()
        if formal.endswith(_LAWS):
            self._emit("policy", Span(start, end), "regulation", formal)
        elif head and head.kind == "policy":
            self._emit("policy", Span(start, end), head.type, formal)
        elif stage and (stage.takes == "policy" or stage.policy in ("issued", "drafted")):
            self._emit("policy", Span(start, end), "plan", formal)
        self._clear(end)

    def _quote(self, start: int, end: int) -> None:
        inside = self.text[start + 1 : end - 1]
        head = self.words.ending(inside)
        scheme = _SCHEME_BEHIND.match(self.text, end)
        plus = _PLUS_BEHIND.match(self.text, end) if _PLUS.match(inside) else None
        common = inside.endswith(_ROADS) and start > self._clause.start
        if head and self.words.edge.match(self.text, end) and not common:
            self._name(end, head)
        elif _PLUS.fullmatch(inside) or plus or (head and head.kind == "policy" and scheme):
            stop = scheme.end() if scheme else plus.end() if plus else end
            sort = head.type if head and head.kind == "policy" else "strategy"
            self._emit("policy", Span(max(start, self._named_until), stop), sort)
            self._clear(stop)
        elif formula := self._formula(start, end):
            begin = self._clause.start if start - self._clause.start <= _LONGEST_FIELD else start
            self._emit("policy", phrases.trimmed(self.text, max(begin, self._named_until), formula), "strategy")
            self._clear(formula)

    def _formula(self, start: int, end: int) -> int:
        """Where the scheme ends whose formula a quote is; 0 where it is praise, or the noun behind makes the name."""
        if self.text.endswith((*self.words.praising, *AGAINST), 0, start):
            return 0
        behind = phrases.formula(self.text, start, end)
        named = behind > end and self.words.ending(self.text[end:behind]) and self.words.edge.match(self.text, behind)
        return 0 if named else behind

    def _brand(self, start: int, end: int) -> None:
        """美丽江苏建设, 数字福建战略: a programme of the nation under the name of a place."""
        if self.words.comes_of(self.text, end):
            return
        self._emit("policy", Span(start, end), "strategy")
        self._clear(end)

    def _word(self, start: int, end: int) -> None:
        word = self.text[start:end]
        clause = self._clause
        role = self.words.roles.get(word, "")
        head = self.words.heads.get(word)
        here = start in (clause.start, clause.joint, clause.paused)
        leads = here and clause.begins and role not in ("", "inside")
        if head and not (leads and word not in self.words.lone):
            if head.kind == "project" and self.text.startswith(_WORK, end):
                head, end = replace(head, word=word + _WORK), end + len(_WORK)
            if self.words.ends(self.text, head, end) and not phrases.goes_on(self.text, end):
                self._name(end, head)
        elif role in ("strong", "opening", "verb"):
            if (role != "verb" or (here and clause.begins)) and (here or not phrases.names_scheme(self.text, end)):
                self._verb(start, end, closing=role == "strong" or (role == "verb" and self._takes_policy(word)))
            elif clause.etc and word in self.words.stages and self.words.stages[word].takes == "subject":
                self._stage(start, end, here=here)
        elif word == _UNDER_WAY and here and clause.etc:
            clause.start = end
        elif role == "stage" or (word in self.words.stages and role != "framing"):
            self._stage(start, end, here=here)
        elif word in self.words.adverbs or (here and clause.begins and role in ("manner", "lean")):
            self._pause(start, end)
        elif role in ("before", "framing") and (here or len(word) > 1 or word in _APART):
            self._verb(start, end, closing=role == "before")

    # --- verbs --------------------------------------------------------------------------------------------------

    def _takes_policy(self, word: str) -> bool:
        stage = self.words.stage_of(word)
        return stage is not None and stage.takes == "policy"

    def _pause(self, start: int, end: int) -> None:
        """Words of time and manner stand before a verb, or behind the subject of one."""
        clause = self._clause
        if start in (clause.start, clause.joint):
            clause.start = end
            return
        clause.paused = end
        if clause.stop < 0:
            clause.stop = start

    def _verb(self, start: int, end: int, *, closing: bool) -> None:
        stage = self.words.stage_of(self.text[start:end])
        clause = self._clause
        if stage and stage.takes == "subject" and start > clause.start and start != clause.joint:
            self._stage(start, end, here=False)
            return
        if stage and stage.word in _SETTLING and clause.etc:
            self._emit_all(clause.items)
            self._settle(stage, Span(start, end))
            clause.items = []
        if stage and clause.open and stage.takes == "subject" and stage.word not in _EITHER:
            self._emit_all(clause.loose)
        if stage and stage.project == "approved" and phrases.ranks(self.text, end):
            self._forsake(end)  # a park among the hundred best was not set up by that
        if clause.start == start and not clause.begins and clause.lead and clause.lead.end == start:
            return  # behind 出台, 实施 … a verb belongs to the name: 实施提振消费专项行动
        if clause.start == start and clause.open and stage and stage.word not in ALSO_NOUNS:
            self._settle(stage, Span(start, end))
        end += self.text.startswith(("好", "起"), end)
        self._clear(end)
        clause.loose = []
        clause.partner = False
        clause.begins = not closing
        if stage or not clause.lead or closing:
            chained = clause.lead and clause.lead.end == start and not stage
            clause.lead = clause.lead if chained else Span(start, end)

    def _stage(self, start: int, end: int, *, here: bool) -> None:
        """A verb that says a stage: of the names before it, or of a subject that no noun told."""
        stage, clause = self.words.stages[self.text[start:end]], self._clause
        if (
            start not in (clause.start, clause.joint)
            and stage.takes == "subject"
            and (stage.word not in _EITHER or self.words.edge.match(self.text, end))
        ):
            self._subject(start)
        elif clause.open and stage.takes == "subject" and stage.word not in _EITHER:
            self._emit_all(clause.loose)
        elif not here and stage.word in HONOURS:
            self._honoured(start)
        elif not here and not (
            clause.open and start - clause.start < _SHORTEST_NAME and self.text[clause.start - 1] != "、"
        ):
            return
        told = bool(clause.open)
        self._settle(stage, Span(start, end))
        self._clear(end)
        clause.partner = False
        clause.lead = clause.lead if told else Span(start, end)

    def _settle(self, stage: StageVerb, span: Span) -> None:
        """Give the names of the clause the stage of the verb behind them, unless their own verb says one."""
        for index in self._clause.open:
            item = self.found[index]
            led = item.status_span.of(self.text)
            if not item.status_span.end or led.startswith(_CAUSES):
                self.found[index] = replace(
                    item, status=status_of(item.kind, stage, planned=self.planned), status_span=span
                )
        self._clause.open = []
