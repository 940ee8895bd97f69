"""What the rules alone propose: projects, policies and promises of a text that no curator has read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongbao.reading.lexicon import Lexicon, StatusVerb
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Span, split_clauses

_TITLE = re.compile(r"《([^》\n]+)》")
_FRAME = re.compile(
    r"^(?:其中|同时|并|全年|年内|已|在全市率先|率先|成功|正式|全市首个|全国首个|首个|扎实|深入|有序|高效)+"
)
_LONGEST_NAME, _SHORTEST_NAME = 30, 4
_BREAK = re.compile(r"[、及与]|(?<!中)和(?!谐)|围绕|依托|通过|按照|利用|以及|以|在|对|为|将|由|从|等(?=.)|了|的")
_ENDS_PHRASE = re.compile(
    r"$|[、和及与”)）]|等|建设|落地|开工|签约|挂牌|揭牌|建成|成立|获批|投入|启动|土地|加快|推进|深入|试点|进入|成功|发展|改造|实现"
)
_ADVERBS = (
    "加快",
    "推进",
    "推动",
    "积极",
    "深入",
    "持续",
    "全面",
    "大力",
    "着力",
    "高效",
    "有序",
    "扎实",
    "进一步",
    "加强",
)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A proposed project or policy: `span` names it, `status_span` holds the words that state its status."""

    kind: str
    span: Span
    type: str
    status: str
    status_span: Span
    formal_title: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A proposed commitment: a clause of the plan part with its verb and object."""

    span: Span
    verb: Span
    object: Span
    definite: bool


@dataclass(frozen=True, slots=True)
class _Nouns:
    """The nouns of projects and policies with their kind and type, and the expressions that find them."""

    kinds: dict[str, tuple[str, str]]
    phrase: re.Pattern[str]
    quoted: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> _Nouns:
        kinds = {noun: ("policy", sort) for noun, sort in lexicon.policy_nouns.items()}
        kinds |= {noun: ("project", sort) for noun, sort in lexicon.project_nouns.items()}
        policies = _any_of(lexicon.policy_nouns)
        quoted = re.compile(rf"“[^”\n]{{1,16}}(?:{policies})”|“[^”\n]{{1,16}}”(?:{policies})")
        return cls(kinds, re.compile(_any_of(kinds)), quoted)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def propose_undertakings(reading: TextReading, lexicon: Lexicon) -> list[Undertaking]:
    """Return the projects and policies the rules find, in the order of the text, none twice at one place."""
    nouns = _Nouns.of(lexicon)
    found: dict[Span, Undertaking] = {}
    for sentence in reading.sentences:
        part = reading.sections[reading.section_of(sentence)].part
        for clause in split_clauses(reading.text, sentence.core):
            for item in _read_clause(reading.text, clause, part, lexicon, nouns):
                if not any(other.overlaps(item.span) for other in found):
                    found[item.span] = item
    return [found[span] for span in sorted(found)]


def _read_clause(text: str, clause: Span, part: str, lexicon: Lexicon, nouns: _Nouns) -> list[Undertaking]:
    titles = [Span(*match.span()) for match in _TITLE.finditer(text, clause.start, clause.end)]
    verb, place = _find_verb(text, clause, lexicon)
    if titles:
        return [_from_title(text, clause, title, verb, place, part, lexicon) for title in titles]
    items = _named_policies(text, clause, verb, place, part, lexicon, nouns)
    for span, kind, sort in _noun_phrases(text, clause, lexicon, nouns):
        if not any(span.overlaps(item.span) for item in items):
            status = _status(kind, verb, part)
            items.append(Undertaking(kind, span, sort, status, place or clause))
    return items


def _find_verb(text: str, clause: Span, lexicon: Lexicon) -> tuple[StatusVerb | None, Span | None]:
    words = clause.of(text)
    for verb in lexicon.status_verbs:
        at = words.find(verb.word)
        if at >= 0:
            return verb, Span(clause.start + at, clause.start + at + len(verb.word))
    return None, None


def _from_title(
    text: str, clause: Span, title: Span, verb: StatusVerb | None, place: Span | None, part: str, lexicon: Lexicon
) -> Undertaking:
    words = title.of(text)[1:-1]
    sort = _policy_type(words, lexicon) or "plan"
    return Undertaking("policy", title, sort, _policy_status(verb, part), place or clause, words)


def _policy_status(verb: StatusVerb | None, part: str) -> str:
    return verb.status if verb is not None and verb.kind == "policy" and part != "plan" else "implementing"


def _policy_type(words: str, lexicon: Lexicon) -> str:
    fits = [noun for noun in lexicon.policy_nouns if words.endswith(noun)]
    return lexicon.policy_nouns[max(fits, key=len)] if fits else ""


def _named_policies(
    text: str,
    clause: Span,
    verb: StatusVerb | None,
    place: Span | None,
    part: str,
    lexicon: Lexicon,
    nouns: _Nouns,
) -> list[Undertaking]:
    found = []
    for match in nouns.quoted.finditer(text, clause.start, clause.end):
        span = Span(*match.span())
        sort = _policy_type(match.group().rstrip("”"), lexicon) or "programme"
        found.append(Undertaking("policy", span, sort, _policy_status(verb, part), place or clause))
    return found


def _noun_phrases(text: str, clause: Span, lexicon: Lexicon, nouns: _Nouns) -> list[tuple[Span, str, str]]:
    """The phrases that end in a noun of projects or policies, each cut off where a verb or a list mark stands."""
    found: list[tuple[Span, str, str]] = []
    for match in nouns.phrase.finditer(text, clause.start, clause.end):
        if not _ENDS_PHRASE.match(text, match.end(), clause.end):
            continue
        start = _phrase_start(text, clause, match.start(), lexicon)
        span = Span(start, match.end())
        if _SHORTEST_NAME <= span.end - span.start <= _LONGEST_NAME and match.start() > start:
            kind, sort = nouns.kinds[match.group()]
            found.append((span, kind, sort))
    return found


def _phrase_start(text: str, clause: Span, noun: int, lexicon: Lexicon) -> int:
    """Where the phrase that ends at `noun` begins: behind the last verb, preposition or list mark before it."""
    before = text[clause.start : noun]
    cut = max((match.end() for match in _BREAK.finditer(before)), default=0)
    for verb in (*lexicon.promising, *(verb.word for verb in lexicon.status_verbs)):
        at = before.rfind(verb)
        if at >= 0 and len(before) - at - len(verb) >= 0 and _is_verb_there(before, at, verb):
            cut = max(cut, at + len(verb))
    words = before[cut:]
    frame = _FRAME.match(words)
    return clause.start + cut + (frame.end() if frame else 0)


def _is_verb_there(before: str, at: int, verb: str) -> bool:
    """A verb begins its clause or follows a boundary or adverb; 创新服务平台 holds none."""
    return at == 0 or len(verb) > 2 or before[at - 1] in "、和及与并,，“”扎实" or before[:at].endswith(_ADVERBS)


def _status(kind: str, verb: StatusVerb | None, part: str) -> str:
    if part == "plan":
        return "planned"
    if verb is not None and kind == verb.kind:
        return verb.status
    return "advancing" if kind == "project" else "implementing"


def propose_promises(reading: TextReading, lexicon: Lexicon) -> list[Promise]:
    """Return the clauses of the plan part that begin with a verb of promise, headings and declarations aside."""
    headings, nouns = {section.heading for section in reading.sections}, _Nouns.of(lexicon)
    found = []
    for sentence in reading.sentences:
        part = reading.sections[reading.section_of(sentence)].part
        declared = any(
            rule.decision == "political_declaration" and rule.pattern.search(sentence.core.of(reading.text))
            for rule in lexicon.sentences
        )
        if part != "plan" or sentence.core in headings or declared:
            continue
        for clause in split_clauses(reading.text, sentence.core):
            promise = _read_promise(reading.text, clause, lexicon, nouns)
            if promise:
                found.append(promise)
    return found


def _read_promise(text: str, clause: Span, lexicon: Lexicon, nouns: _Nouns) -> Promise | None:
    words = clause.of(text)
    verb = max((v for v in lexicon.promising if words.startswith(v)), key=len, default="")
    if not verb or len(words) - len(verb) < 2:
        return None
    middle = clause.start + len(verb)
    rest = Span(middle, clause.end)
    named = bool(_noun_phrases(text, rest, lexicon, nouns))
    definite = named or bool(re.search(r"[《“0-9]|[二三四五六七八九十百]+[个项所家条]", rest.of(text)))
    return Promise(clause, Span(clause.start, middle), rest, definite)
