"""Projects and policies that the rules find in a sentence: one pass over its words, from left to right."""

from __future__ import annotations

import re
from dataclasses import replace

from gongbao.reading import phrases
from gongbao.reading.asides import AGAINST, HONOURS, is_aside, is_carried_out, is_programme
from gongbao.reading.clause import Clause, Undertaking
from gongbao.reading.lexicon import StageVerb
from gongbao.reading.phrases import Head, Vocabulary
from gongbao.reading.text import Sentence, Span

_LONGEST_NAME, _SHORTEST_NAME = 40, 4
_CAUSES = ("推进", "推动", "加快", "支持", "力争", "确保", "促进", "争取", "统筹", "抓好", "做好")
_LONGEST_FIELD = 4  # characters before a formula that say whose it is: 金融“五篇大文章”
_LAWS = ("法", "法典", "决定", "条例", "规定", "章程")
_WORKS = ("工程", "改造")  # counted (50处供水提升工程) they are things that stand somewhere
_PILOTS = ("试点", "试点城市")  # a programme, and a place that tries it
_BUILT = ("completed", "construction_started", "under_construction", "in_operation")
_MADE = (*_BUILT, "approved", "advancing")
_LISTED = ("、", "和", "与", "及", "等")
_APART = ("在", "被", "把", "向", "由")
_FIELDS = ("领域", "方面", "环节", "行业", "部门", "重点领域", "问题", "服务", "功能", "产业", "经济", "消费")
_REFORMED = re.compile("(?:重点|关键)?(?:领域|环节|方面)(?:的)?(?:综合)?改革")
_PLUS = ("人工智能+", "互联网+", "AI+")
_SCHEME_BEHIND = re.compile("项目(?!库)|专项|任务")  # “两重”项目 is what the scheme is made of
_WORK = "工程"  # 水资源配置工程
_ALSO_NOUNS = ("建设", "改造", "提升", "升级", "培育", "实施", "创建", "探索", "推广", "优化", "深化", "运行")
_EITHER = ("全面建成", "开通", "启用", "贯通")  # what they open may follow: 全面建成小康社会
_KINDS = "商业者员户校航品类级化型人家"  # a firm, a trade, a grade: no place
_SHARING = ("改革", "整治", "治理", "机制", "制度", "行动")
_GROUPS = ("项目", "工程", "铁路", "公路", "道路", "通道")


class UndertakingReader:
    """Reads the sentences of one part of a report; `found` grows in the order of the text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self.planned = False
        self.found: list[Undertaking] = []
        self._clause = Clause(0, 0)
        self._named_until = 0

    def read(self, sentence: Sentence, *, planned: bool) -> None:
        """Read one sentence; `planned` says that it stands in the plan part."""
        self.planned = planned
        core = sentence.core
        self._clause = Clause(core.start, core.start)
        for match in self.words.tokens.finditer(self.text, core.start, core.end):
            getattr(self, f"_{match.lastgroup}")(match.start(), match.end())
        self._mark(core.end, core.end)

    # --- what each kind of token does ---------------------------------------------------------------------------

    def _mark(self, start: int, end: int) -> None:
        self._close(start)
        for index in reversed(self._clause.open):
            if not self.found[index].status_span.end:
                if self._needs_verb(self.found[index]):
                    del self.found[index]
                    continue
                whole = phrases.trimmed(self.text, self._clause.begin, start)
                self.found[index] = replace(self.found[index], status_span=whole)
        self._clause = Clause(end, end)

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
        if self.text.startswith(_FIELDS, end) and not _REFORMED.match(self.text, end):
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
        head = self.words.ending(formal)
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
        if head and self.words.edge.match(self.text, end):
            self._name(end, head)
        elif inside in _PLUS or (head and head.kind == "policy" and scheme):
            stop = scheme.end() if scheme else end
            self._emit("policy", Span(max(start, self._named_until), stop), head.type if head else "strategy")
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
        self._emit("policy", Span(start, end), "strategy")
        self._clear(end)

    def _word(self, start: int, end: int) -> None:
        word = self.text[start:end]
        clause = self._clause
        role = self.words.roles.get(word, "")
        head = self.words.heads.get(word)
        here = start in (clause.start, clause.joint, clause.paused)
        if head and not (here and role and clause.begins and word not in self.words.lone):
            if head.kind == "project" and self.text.startswith(_WORK, end):
                head, end = replace(head, word=word + _WORK), end + len(_WORK)
            if self.words.ends(self.text, head, end) and not phrases.goes_on(self.text, end):
                self._name(end, head)
        elif role in ("strong", "opening", "verb"):
            if role != "verb" or (here and clause.begins):
                self._verb(start, end, closing=role == "strong" or (role == "verb" and self._takes_policy(word)))
        elif role == "stage" or (word in self.words.stages and role != "framing"):
            self._stage(start, end, here=here)
        elif word in self.words.adverbs or (here and clause.begins and role in ("manner", "lean")):
            self._pause(start, end)
        elif role in ("before", "framing") and (here or len(word) > 1 or word in _APART):
            self._verb(start, end, closing=role == "before")

    # --- verbs --------------------------------------------------------------------------------------------------

    def _takes_policy(self, word: str) -> bool:
        stage = self._stage_of(word)
        return stage is not None and stage.takes == "policy"

    def _stage_of(self, word: str) -> StageVerb | None:
        """The stage a verb says; 统筹推进 says what 推进 says."""
        return self.words.stages.get(word) or self.words.stages.get(word[-2:])

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
        stage = self.words.stages.get(self.text[start:end])
        clause = self._clause
        if stage and stage.takes == "subject" and start > clause.start and start != clause.joint:
            self._stage(start, end, here=False)
            return
        if clause.start == start and not clause.begins and clause.lead and clause.lead.end == start:
            return  # behind 出台, 实施 … a verb belongs to the name: 实施提振消费专项行动
        if clause.start == start and clause.open and stage and stage.word not in _ALSO_NOUNS:
            self._settle(stage, Span(start, end))
        end += self.text.startswith(("好", "起"), end)
        self._clear(end)
        clause.partner = False
        clause.begins = not closing
        if stage or not clause.lead or closing:
            chained = clause.lead and clause.lead.end == start and not stage
            clause.lead = clause.lead if chained else Span(start, end)

    def _stage(self, start: int, end: int, *, here: bool) -> None:
        """A verb that says a stage: of the names before it, or of a subject that no noun told."""
        stage, clause = self.words.stages[self.text[start:end]], self._clause
        if (
            not here
            and stage.takes == "subject"
            and (stage.word not in _EITHER or self.words.edge.match(self.text, end))
        ):
            self._subject(start)
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

    def _follows_name(self, start: int) -> bool:
        """Tell whether a verb stands right behind the names of the clause, in no item of their list."""
        clause = self._clause
        return bool(clause.open) and start - clause.start < _SHORTEST_NAME and self.text[clause.start - 1] != "、"

    def _settle(self, stage: StageVerb, span: Span) -> None:
        """Give the names of the clause the stage of the verb behind them, unless their own verb says one."""
        for index in self._clause.open:
            item = self.found[index]
            led = item.status_span.of(self.text)
            if not item.status_span.end or led.startswith(_CAUSES):
                self.found[index] = replace(item, status=self._status(item.kind, stage), status_span=span)
        self._clause.open = []

    def _status(self, kind: str, stage: StageVerb | None) -> str:
        if stage is None:
            # what a review names without a verb of its own is there already
            return ("planned" if self.planned else "in_operation") if kind == "project" else "implementing"
        return str(getattr(stage, f"{kind}_planned" if self.planned else kind))

    # --- names --------------------------------------------------------------------------------------------------

    def _clear(self, end: int) -> None:
        clause = self._clause
        clause.start, clause.begins, clause.joint, clause.stop, clause.behind_of = end, True, -1, -1, -1
        clause.etc, clause.vague, clause.items = False, False, []

    def _close(self, end: int) -> None:
        """End a phrase that no noun of names ended: an item of a list, something held, a name in quotes."""
        clause = self._clause
        if clause.start >= end:
            return
        span = phrases.trimmed(self.text, clause.start, end)
        words = span.of(self.text) if span.end - span.start <= _LONGEST_NAME else ""
        stage = self._lead_stage()
        takes = stage.takes if stage else ""
        if takes == "event" and phrases.is_event(words) and self.words.names(words):
            self._emit("project", span, "event")
        elif stage and stage.project in _MADE and not clause.vague and self.words.is_group(words):
            self._emit("project", span, "other")
        elif (
            (takes == "policy" or words.endswith("”建设"))
            and not clause.etc
            and is_carried_out(self.text, clause, words)
        ):
            self._emit("policy", span, "strategy")
        elif span.start < span.end:
            clause.vague = clause.vague or (not clause.items and phrases.vague(self.text, span.start))
            clause.items.append(span)
        clause.start = end

    def _lead_stage(self) -> StageVerb | None:
        lead = self._clause.lead
        return self._stage_of(lead.of(self.text)) if lead else None

    def _subject(self, end: int) -> None:
        """Name what is said to open or start: the words before the verb, and the list they end."""
        clause = self._clause
        stop = clause.stop if clause.stop > clause.start else end
        for span in (*clause.items, phrases.trimmed(self.text, clause.start, stop)):
            words = span.of(self.text)
            if _SHORTEST_NAME <= len(words) <= _LONGEST_NAME and self.words.names(words):
                self._emit("project", span, "other")

    def _honoured(self, end: int) -> None:
        """Name what is honoured, where it is a thing that stands somewhere: 青山遗址获评国家考古遗址公园."""
        span = phrases.trimmed(self.text, self._clause.start, end)
        words = span.of(self.text)
        head = self.words.ending(words)
        if head and head.kind == "project" and span.end - span.start <= _LONGEST_NAME and self.words.names(words, head):
            self._emit("project", span, head.type)

    def _name(self, end: int, head: Head) -> None:
        """Emit the name that `head` ends, with the items of its list that have no noun of their own."""
        clause = self._clause
        if is_aside(self.text, clause, head, end):
            self._clear(end)
            return
        start = clause.start
        if head.kind == "policy" and clause.behind_of >= 0 and len(head.word) >= end - start:
            start = clause.behind_of
        if head.kind == "policy" and clause.items and self._shares(head, end):
            start = max(clause.items[0].start, self._named_until)
        elif head.kind == "project":
            self._siblings(head, end)
        while self.text[start] in _LISTED and start < end:
            start += 1
        start = phrases.counted_from(self.text, start, end)
        span = phrases.trimmed(self.text, max(start, self._named_until), end)
        counts = head.kind == "project" or head.word in self.words.counted or head.word.endswith(_WORK)
        behind = phrases.count_behind(self.text, end) if counts else end
        group = behind > end and head.word not in _GROUPS and span.end - span.start >= self._least(head)
        if group or self._is_name(span, head):
            if head.word == "建设工程" and is_programme(self.text, clause, span):
                head = replace(head, kind="policy", type="programme")
            works = head.kind == "policy" and head.word.endswith(_WORKS) and (behind > end or self._stands(span, head))
            sort = "infrastructure" if works else head.type
            self._emit("project" if works else head.kind, Span(span.start, behind), sort)
            if head.word.endswith(_PILOTS) and phrases.tries_places(Span(span.start, behind).of(self.text)):
                self._emit("project", Span(span.start, behind), "pilot_zone")
            waiting = clause.items if self.text[behind : behind + 1] in _LISTED else []
            self._clear(behind)
            clause.items = waiting
        elif clause.etc:
            self._clear(behind)

    def _stands(self, span: Span, head: Head) -> bool:
        """Tell whether a work is a thing that stands somewhere: counted, named by what it carries, or being built."""
        words, stage = span.of(self.text), self._lead_stage()
        built = stage is not None and stage.project in _BUILT and stage.takes != "policy"
        return phrases.counted(words) or (head.word.endswith(_WORK) and bool(built or phrases.carries(words)))

    def _least(self, head: Head) -> int:
        """The length of the shortest name a count behind it makes: 老旧小区500个, but 项目 needs words before."""
        return len(head.word) + (head.word not in self.words.counted)

    def _shares(self, head: Head, end: int) -> bool:
        """Tell whether a list has one noun for all its items: 城市规划、建设、治理体制改革, or A、B等机制."""
        clause = self._clause
        own = self.text[clause.start : end - len(head.word)]
        return clause.etc or (head.word.endswith(_SHARING) and len(own) > 1 and not self.words.empty.fullmatch(own))

    def _is_name(self, span: Span, head: Head) -> bool:
        if span.end - span.start > _LONGEST_NAME:
            return False
        words, whole = span.of(self.text), self._clause.behind_of
        if self._clause.vague or (whole >= 0 and phrases.vague(self.text, whole)):
            return False
        lone = words.endswith(head.word) and head.word in self.words.lone
        if not (lone or _SHORTEST_NAME - 1 <= len(words) <= _LONGEST_NAME):
            return False
        if self._clause.etc and head.kind == "project":
            return phrases.counted(words) or (words[0] in '“"' and self.words.names(words, head))
        return self.words.names(words, head)

    def _siblings(self, head: Head, end: int) -> None:
        """Items before 等…项目, or before a noun they share (定兴、涿州军民共用机场), are names of their own."""
        clause = self._clause
        if not clause.etc and (head.word in _GROUPS or self.text[end : end + 1] in ("、", "等")):
            return
        for item in clause.items:
            words = item.of(self.text)
            match = self.words.bare.match(words)
            spoken = match.end() if match else 0
            named = spoken < len(words) <= _LONGEST_NAME if clause.etc else self._is_place(words, spoken)
            if named and len(words) > 1 and (head.type != "event" or phrases.is_event(words)):
                self._emit("project", item, head.type)
        clause.items = []

    def _is_place(self, words: str, spoken: int) -> bool:
        """Tell whether an item of a list may share the noun behind it, as the name of a place does (定兴、涿州机场)."""
        stage = self._lead_stage()
        longest = _SHORTEST_NAME - (stage is None or stage.project not in _MADE)
        return not spoken and len(words) <= longest and words not in self.words.roles and words[-1] not in _KINDS

    def _emit(self, kind: str, span: Span, sort: str, formal: str | None = None) -> None:
        if kind == "project" and self.text.endswith(self.words.removing, 0, span.start):
            return
        self._named_until = max(self._named_until, span.end)
        lead, stage = self._clause.lead, self._lead_stage()
        place = lead if lead and stage else Span(0, 0)
        self._clause.open.append(len(self.found))
        self.found.append(Undertaking(kind, span, sort, self._status(kind, stage), place, formal))
