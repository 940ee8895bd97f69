"""What rules and evidence propose: projects, policies and promises of a text that no curator has read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from gongbao.reading.clause import Undertaking
from gongbao.reading.collecting import uncollected
from gongbao.reading.evidence import Told, Traits, Weights
from gongbao.reading.judging import Judge, Ruled
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.phrases import trimmed
from gongbao.reading.promises import Promise, plain_promise, shapes_of
from gongbao.reading.sections import CHAPTER
from gongbao.reading.stages import stages_told
from gongbao.reading.text import Sentence, Span, split_clauses
from gongbao.reading.tokens import tokens_in
from gongbao.reading.undertakings import UndertakingReader
from gongbao.reading.vocabulary import Vocabulary, vocabulary_of

__all__ = ["Promise", "Undertaking", "named_by_rule", "propose_promises", "propose_undertakings", "weighed_clauses"]

# What follows a report on its page: a glossary, annexes. It neither reports nor promises.
_BEHIND: Final = re.compile(r"[※*\s]*(?:名词(?:解释|注释)|注释|附[件录]|相关(?:附件|链接|报道|文章))[:：※*]*$")
_CLOSING: Final = re.compile(r"各位代表|让我们|而努力奋斗")
_PREFACE: Final = re.compile(
    r"我们(?:要|必须)|新的一年|做好(?:全年|今年|明年|各项).{0,6}工作|完成(?:好)?(?:全年|今年|上述|各项).{0,8}(?:目标|任务)|"
    r"今年(?:工作)?的?总体要求|[^，]{0,12}(?:做好|抓好)(?:以下|下列|这些|[一二三四五六七八九十0-9]+个?(?:方面|件|项))[^，]{0,6}[：:。]?$"
)
_ABOVE: Final = re.compile("(?:实现|确定|完成)上述")  # 实现上述目标，要做好十方面工作
_PARTED: Final = re.compile("[，；、0-9《“]")
_NAMED: Final = re.compile(r"[《“0-9]")
_LATER: Final = 3  # sentences from the third of a paragraph on stand alike
_LONGEST_LINE: Final = 16  # of a heading that stands alone and ends like a sentence: 大力提振消费。
_NUMBERED: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]")
_CARRIED_OUT: Final = re.compile(r"(?:深入|大力|全面|继续|持续|扎实|认真|启动|组织)*(?:实施|开展|推行)")
_SUB_LEAD: Final = re.compile(r"[一二三四五六七八九十]{1,2}[是要][^，,；;：:0-9]{2,30}。$")


@uncollected()
def propose_undertakings(reading: TextReading, lexicon: Lexicon) -> list[Undertaking]:
    """Return the projects and policies of a text in its order; a pilot may be one of each."""
    judge = Judge(reading, lexicon)
    stages, found = stages_told(lexicon), list[Undertaking]()
    for ruled in named_by_rule(reading, lexicon):
        judged, core = judge.judge(ruled), ruled.sentence.core
        if core in judge.headings and _NUMBERED.match(core.of(reading.text)):
            judged = [item for item in judged if not _is_theme(item, reading.text)]
        found += judged if ruled.planned else stages.tell(judged, reading.text)
    return sorted(found, key=lambda item: item.span)


def named_by_rule(reading: TextReading, lexicon: Lexicon) -> Iterator[Ruled]:
    """Yield the sentences of a report with what the rules for names propose in each."""
    words = vocabulary_of(lexicon)
    reader = UndertakingReader(reading.text, words)
    for sentence, part in _sentences(reading):
        known, planned = len(reader.found), part == "plan"
        tokens = tokens_in(reading.text, words).of(sentence.core)
        reader.read(sentence.core, tokens, planned=planned)
        yield Ruled(sentence, tokens, planned, reader.found[known:])


def _is_theme(item: Undertaking, text: str) -> bool:
    """Tell whether a heading with a number only says what its chapter is about: 文化强省建设迈上新台阶."""
    words = item.span.of(text)
    return item.kind == "project" or (item.type == "strategy" and words.endswith("建设") and "“" not in words)


@uncollected()
def propose_promises(reading: TextReading, lexicon: Lexicon, named: list[Undertaking]) -> list[Promise]:
    """Return the clauses of the plan part that promise something, in the order of the text.

    A promise that holds one of the projects and policies `named`, in the order of the text, is definite.
    """
    words, weights, found = vocabulary_of(lexicon), weights_of_promises(lexicon), []
    for clause, promise, told in weighed_clauses(reading, lexicon):
        if weights.of(told).real > 0:
            made = promise or plain_promise(reading.text, clause, words)
            found += [made] if made else []
    return _made_definite(found, named)


@lru_cache(maxsize=2)
def weights_of_promises(lexicon: Lexicon) -> Weights:
    """Return what traits weigh for promises, made once for all texts that are read with a lexicon."""
    return Weights(lexicon.evidence["promise"])


def weighed_clauses(reading: TextReading, lexicon: Lexicon) -> Iterator[tuple[Span, Promise | None, Told]]:
    """Yield the clauses of the plan part with the promise that the rules see in each, and its traits."""
    text, words = reading.text, vocabulary_of(lexicon)
    traits, rules = Traits(text, words), _ByRule(reading, lexicon)
    alone = Counter(sentence.paragraph for sentence in reading.sentences)
    for sentence, part in _sentences(reading):
        if part != "plan":
            continue
        spans = [trimmed(text, *clause) for clause in split_clauses(text, sentence.core)]
        clauses = [span for span in spans if span.end - span.start > 1]
        promised = {promise.span: promise for promise in rules.promises(sentence, clauses)}
        heading, single = sentence.core in rules.headings, alone[sentence.paragraph] == 1
        stands = "heading" if heading else "alone" if single else str(min(sentence.position, _LATER))
        for place, clause in enumerate(clauses):
            promise = promised.get(clause)
            told = traits.of_clause(clause, stands, (place, len(clauses)), proposed=promise is not None)
            yield clause, promise, told


class _ByRule:
    """What the rules alone take for promises: no headings and declarations, no paragraph that others spell out."""

    def __init__(self, reading: TextReading, lexicon: Lexicon) -> None:
        self._text, self._shapes = reading.text, shapes_of(lexicon)
        self._named = UndertakingReader(reading.text, vocabulary_of(lexicon))
        self.headings = {section.heading for section in reading.sections} | _lines(reading, self._named.words)
        self._political = [rule.pattern for rule in lexicon.sentences if rule.decision == "political_declaration"]
        self._introducing = _introducing(reading)

    def promises(self, sentence: Sentence, clauses: list[Span]) -> list[Promise]:
        """Return the promises of a sentence of the plan part."""
        words = sentence.core.of(self._text)
        if _CLOSING.search(words) or _SUB_LEAD.match(words) or _ABOVE.search(words):
            return []
        if sentence.core in self.headings and not _carries_out(self._named, sentence):
            return []
        if any(pattern.search(words) for pattern in self._political):
            return []
        if _PREFACE.match(words) and not _NAMED.search(words):
            return []
        if sentence.paragraph in self._introducing:
            clauses = [clause for clause in clauses if _NAMED.search(self._text, *clause)]
        return self._shapes.read_all(self._text, clauses)


def _introducing(reading: TextReading) -> set[int]:
    """Paragraphs that begin with the heading of a chapter which others spell out: what they say is a frame."""
    chapters = {section.heading for section in reading.sections if section.rank == CHAPTER}
    opening = {s.paragraph: s.core in chapters for s in reading.sentences if s.position == 1}
    alone = Counter(s.paragraph for s in reading.sentences)
    paragraphs = sorted(opening)
    return {one for one, after in pairwise(paragraphs) if opening[one] and not opening[after] and alone[one] > 1}


def _lines(reading: TextReading, words: Vocabulary) -> set[Span]:
    """Short sentences above a longer paragraph, that name no project (大力提振消费。): headings with a full stop."""
    alone = Counter(sentence.paragraph for sentence in reading.sentences)
    found = set()
    for line, next_one in pairwise(reading.sentences):
        said = line.core.of(reading.text)
        short = alone[line.paragraph] == 1 and len(said) <= _LONGEST_LINE and not _PARTED.search(said)
        noun = words.ending(said.rstrip("。！")) if short else None
        goes_on = alone[next_one.paragraph] > 1 or len(next_one.core.of(reading.text)) > 2 * _LONGEST_LINE
        if short and goes_on and not (noun and noun.kind == "project"):
            found.add(line.core)
    return found


def _carries_out(named: UndertakingReader, heading: Sentence) -> bool:
    """Tell whether a heading promises what it names (实施“消费市场培育工程”。), and is no number of a chapter."""
    if not _CARRIED_OUT.match(heading.core.of(named.text)):
        return False
    known = len(named.found)
    named.read(heading.core, tokens_in(named.text, named.words).of(heading.core), planned=True)
    told = len(named.found) > known
    del named.found[known:]
    return told


def _made_definite(promises: list[Promise], named: list[Undertaking]) -> list[Promise]:
    """A promise that names a project or policy is definite; both lists stand in the order of the text."""
    made, rest = [], iter(named)
    item = next(rest, None)
    for promise in promises:
        while item and item.span.end <= promise.span.start:
            item = next(rest, None)
        holds = item is not None and promise.span.overlaps(item.span)
        made.append(replace(promise, definite=promise.definite or holds))
    return made


def _sentences(reading: TextReading) -> Iterator[tuple[Sentence, str]]:
    """Yield the sentences of the report with their part, up to its glossary."""
    sections, place, half = reading.sections, 0, len(reading.text) // 2
    for sentence in reading.sentences:
        core = sentence.core
        if reading.furniture and any(span.covers(core) for span in reading.furniture):
            continue
        if core.start > half and _BEHIND.match(core.of(reading.text)):
            return
        while place + 1 < len(sections) and sections[place + 1].extent.start <= core.start:
            place += 1
        yield sentence, sections[place].part
