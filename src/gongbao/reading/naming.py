"""Names of projects and policies in a clause: what a noun ends, what a list shares with it, what a verb makes one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gongbao.reading import phrases
from gongbao.reading.asides import is_aside, is_carried_out, is_programme
from gongbao.reading.clause import Clause, Undertaking, status_of
from gongbao.reading.lexicon import StageVerb
from gongbao.reading.text import Span
from gongbao.reading.vocabulary import Head, Vocabulary

_LONGEST_NAME, _SHORTEST_NAME = 40, 4
_TELLING_ALONE: Final = 4  # characters of a noun that a count makes a name of: 未来社区110个
_EXTENTS: Final = ("公里", "千米", "亩", "里以上", "里左右", "亩以上", "亩左右")
_WORKS: Final = ("工程", "改造")  # counted (50处供水提升工程) they are things that stand somewhere
_MENDING: Final = ("整治", "治理", "修复", "改造")  # counted (500个老旧小区综合整治) they are works
_PILOTS: Final = ("试点", "试点城市", "先行先试城市", "支持城市")  # a programme, and a place that tries it
_BUILT: Final = ("completed", "construction_started", "under_construction", "in_operation")
_MADE: Final = (*_BUILT, "approved", "advancing")
_LISTED: Final = ("、", "和", "与", "及", "等")
_AND_ALSO: Final = "以及"
_LINES: Final = "号线"  # 6、7、8号线
_WORK: Final = "工程"  # 水资源配置工程
_KINDS: Final = "商业者员户校航品类级化型人家"  # a firm, a trade, a grade: no place
_SHARING: Final = ("改革", "整治", "治理", "机制", "制度", "行动")
_GROUPS: Final = ("项目", "工程", "铁路", "公路", "道路", "通道")


class NameReader:
    """Finds the names of a clause whose words another reads; `found` grows in the order of the text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self.planned = False
        self.found: list[Undertaking] = []
        self._clause = Clause(0, 0)
        self._named_until = 0

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
        return self.words.stage_of(lead.of(self.text)) if lead else None

    def _subject(self, end: int) -> None:
        """Name what is said to open or start: the words before the verb, and the list they end."""
        clause = self._clause
        stop = clause.stop if clause.stop > clause.start else end
        known = clause.loose[-1].start if clause.loose else -1
        self._emit_all(clause.loose)
        for span in (*clause.items, phrases.trimmed(self.text, clause.start, stop)):
            words = span.of(self.text)
            if span.start > known and _SHORTEST_NAME <= len(words) <= _LONGEST_NAME and self.words.names(words):
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
        while start < end and self.text[start] in _LISTED:
            start += 1
        start += 2 * self.text.startswith(_AND_ALSO, start)
        start = phrases.counted_from(self.text, start, end)
        if head.kind == "policy" and start < self._named_until and self.text[self._named_until] not in "、“”":
            self._clear(end)
            return  # what is left of a phrase whose first part is a name: 251座桥|下空间整治
        span = phrases.trimmed(self.text, max(start, self._named_until), end)
        counts = head.kind == "project" or head.word in self.words.counted or head.word.endswith((_WORK, "圈"))
        behind = phrases.count_behind(self.text, end) if counts else end
        if not self.words.edge.match(self.text, behind):
            behind = end  # 疾控中心|3个实验室: the count is of what follows
        extent = self.text.endswith(_EXTENTS, 0, behind)
        group = behind > end and head.word not in _GROUPS and span.end - span.start >= self._least(head, extent=extent)
        if group or self._is_name(span, head):
            if head.word == "建设工程" and is_programme(self.text, clause, span):
                head = replace(head, kind="policy", type="programme")
            works = self._is_work(head, span, counted=behind > end)
            sort = "infrastructure" if works else head.type
            self._emit("project" if works else head.kind, Span(span.start, behind), sort)
            if head.word.endswith(_PILOTS) and self._tries_places(Span(span.start, behind)):
                self._emit("project", Span(span.start, behind), "pilot_zone")
            waiting = clause.items if self.text[behind : behind + 1] in _LISTED else []
            self._clear(behind)
            clause.items = waiting
        elif clause.etc:
            self._clear(behind)

    def _is_work(self, head: Head, span: Span, *, counted: bool) -> bool:
        """Tell whether what a policy's noun ends is a work, and so a project."""
        if head.kind != "policy":
            return False
        words = span.of(self.text)
        lead = self._clause.lead
        carried = lead is not None and self.text.endswith("实施", lead.start, lead.end)
        if not carried and phrases.mends_waters(words) and not self.words.empty.fullmatch(words[:2]):
            return True
        if counted and head.word.endswith(self.words.facilities):
            return True  # “一刻钟便民生活圈”25个
        mends = head.word.endswith(_MENDING) and phrases.counted(words)
        return mends or (head.word.endswith(_WORKS) and (counted or self._stands(span, head)))

    def _stands(self, span: Span, head: Head) -> bool:
        """Tell whether a work is a thing that stands somewhere: counted, named by what it carries, or being built."""
        words, stage = span.of(self.text), self._lead_stage()
        built = stage is not None and stage.project in _BUILT and stage.takes != "policy"
        return phrases.counted(words) or (head.word.endswith(_WORK) and bool(built or phrases.carries(words)))

    def _tries_places(self, span: Span) -> bool:
        """Tell whether a pilot is told as places that try it, too: counted, cities, or one granted from above."""
        words, stage = span.of(self.text), self._lead_stage()
        granted = stage is not None and stage.project == "approved" and stage.takes != "policy"
        return phrases.tries_places(words) or granted or phrases.is_granted(words)

    def _least(self, head: Head, *, extent: bool) -> int:
        """The length of the shortest name a count behind it makes: 老旧小区500个, but 项目 needs words before."""
        alone = head.word in self.words.counted or (len(head.word) >= _TELLING_ALONE and not extent)
        return len(head.word) + (not alone)

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
        if head.word in self.words.counted and head.word.endswith(_MENDING):
            clause.items = []
            return
        if not clause.etc and (head.word in _GROUPS or self.text[end : end + 1] in ("、", "等")):
            self._loosen(clause.items)
            return
        for item in clause.items:
            words = item.of(self.text)
            match = self.words.bare.match(words)
            spoken = match.end() if match else 0
            named = spoken < len(words) <= _LONGEST_NAME if clause.etc else self._is_place(words, spoken)
            if words.isdecimal() and head.word == _LINES:
                self._emit("project", item, head.type)
            elif not named:
                self._loosen([item])
            elif len(words) > 1 and (head.type != "event" or phrases.is_event(words)):
                shares = head.word not in _GROUPS and self._is_place(words, spoken)
                shared = self._shared(head, end, len(words)) if shares else ""
                self._emit("project", item, head.type, shared=shared)
        clause.items = []

    def _shared(self, head: Head, end: int, length: int) -> str:
        """Return the noun that the members of a list share: with what tells its sort where they are of one length.

        石桥、马站垃圾焚烧厂 share 垃圾焚烧厂, 泸沽湖、澜沧机场 share 机场.
        """
        clause = self._clause
        alike = not clause.etc and all(item.end - item.start == length for item in clause.items)
        tail = self.text[clause.start + length : end] if alike else ""
        return tail if tail.endswith(head.word) and "的" not in tail else head.word

    def _loosen(self, items: list[Span]) -> None:
        """Keep items that no noun of their list made names, each once."""
        loose, more = self._clause.loose, []
        for item in reversed(items):
            if loose and item.start <= loose[-1].start:
                break
            more.append(item)
        loose += reversed(more)

    def _emit_all(self, items: list[Span]) -> None:
        """Emit the items of a list that have no noun of names, where they are no words of every day."""
        for span in items:
            words = span.of(self.text)
            if 2 < len(words) <= _LONGEST_NAME and self.words.names(words):
                self._emit("project", span, "other")
        self._clause.loose = []

    def _is_place(self, words: str, spoken: int) -> bool:
        """Tell whether an item of a list may share the noun behind it, as the name of a place does (定兴、涿州机场)."""
        stage = self._lead_stage()
        longest = _SHORTEST_NAME - (stage is None or stage.project not in _MADE)
        return (
            not spoken
            and not words[0].isdecimal()
            and len(words) <= longest
            and words not in self.words.roles
            and words[-1] not in _KINDS
        )

    def _emit(self, kind: str, span: Span, sort: str, formal: str | None = None, shared: str = "") -> None:
        if kind == "project" and self.text.endswith(self.words.removing, 0, span.start):
            return
        if (kind, span) in self._clause.named:
            return  # an item of a list that its verb names, too
        self._clause.named.add((kind, span))
        self._named_until = max(self._named_until, span.end)
        lead, stage = self._clause.lead, self._lead_stage()
        place = lead if lead and stage else Span(0, 0)
        self._clause.open.append(len(self.found))
        status = status_of(kind, stage, planned=self.planned, sort=sort)
        self.found.append(Undertaking(kind, span, sort, status, place, formal, shared=shared))
