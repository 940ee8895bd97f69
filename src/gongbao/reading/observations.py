"""The machine's reading of every quantity of a text: concept, kind, period, scope and status."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from gongbao.reading.concepts import (
    Carried,
    Concept,
    complete_part,
    is_part,
    read_concepts,
    subject_of,
    surround,
    without_pace,
)
from gongbao.reading.context import Context, Proposal, Subject, Value
from gongbao.reading.dating import last_year
from gongbao.reading.endings import Beginning
from gongbao.reading.leads import STEPS
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.meaning import GROWTH, IN_A_ROW, Reading, read_meaning, reading_before
from gongbao.reading.predicates import NOTHING, Predicate, find_predicate
from gongbao.reading.quantities import Quantity
from gongbao.reading.text import Span, split_clauses

_HELD: Final = ("率", "比重", "占比", "比例", "水平")
_SUMMED: Final = re.compile("每年|年均|累计")
_ALL_ALONG: Final = re.compile("连年|接连|连续|保持|稳定|一直|始终")
_TEN_THOUSAND: Final = re.compile("每万人|^万人(?!计划|大会|评议|助企|工程|培训)")
_IN_A_ROW: Final = re.compile(f"{IN_A_ROW}”?(?:等[^，,]{{0,6}})?$")
_PER_HEAD: Final = "per-ten-thousand-people"
_AMOUNT: Final = re.compile("(?<=.{2})(?:总量|总额|规模)$")
# 农业增加值52亿元，年均增长9%: what is said to have grown is that of the last year
_GROWS_ON: Final = Beginning(
    r"[，,、]\s*(?:比上年|[比较]\d{4}年|年均|[三四五]年(?:平均)?|平均每年|同比|年平均|是\d{4}年的)*(?:增长|递增|提高)"
)
_YEARLY: Final = re.compile(r"年(?![均内底末初度终轻龄来间])")
_SHORTEST_CONCEPT, _LONGEST_CONCEPT = 2, 40


def propose(context: Context, carried: Carried) -> list[Proposal]:
    """Read every quantity of one sentence; `carried` is what its paragraph has spoken of, which is kept up."""
    text, quantities, subject = context.text, context.quantities, context.subject
    carried.subjects, carried.things = [], {}
    places = ""
    proposals: list[Proposal] = []
    silent: list[Span] = []  # the clauses without a value since the last that has some
    predicate = NOTHING
    parts, following = False, 0
    for clause in split_clauses(text, context.sentence.core):
        first = following
        while following < len(quantities) and quantities[following].numeral.span.start < clause.end:
            following += 1
        own = _opening_place(text, clause, subject) if subject.places else ""
        places = own or (places if text[clause.start - 1 : clause.start] in "；;" else "")
        parts = parts or is_part(clause.of(text))
        if first == following:
            silent.append(clause)
            continue
        if silent and (named := _named_before(silent, context)):
            if not parts:
                carried.whole = named
            carried.subjects, carried.things = [named], {}
        silent = []
        inside = range(first, following)
        found, predicate = _read_clause(context, clause, inside, carried, places, predicate, parts=parts)
        proposals += found
        carried.subjects = [p.concept.phrase for p in found if p.concept.phrase] or carried.subjects
        if found and not parts and found[0].concept.phrase:
            carried.whole = found[0].concept.phrase
        if following == len(quantities):
            break
    return _share_events(proposals)


def _named_before(clauses: list[Span], context: Context) -> str:
    """The last subject that clauses without a value name, empty where they name none."""
    for clause in reversed(clauses):
        if subject := subject_of(clause.of(context.text), context.lexicon):
            return subject
    return ""


def _share_events(proposals: list[Proposal]) -> list[Proposal]:
    """Let a value without a verb take that of the one before it in its sentence, where both count the same things.

    新增国家级“小巨人”22家，北京市“小巨人”40家: both are newly added.
    """
    shared: list[Proposal] = []
    for proposal in proposals:
        before = shared[-1] if shared else None
        silent = proposal.reading.measure == "flow" and not proposal.event
        if silent and before and before.event and before.quantity.unit_id == proposal.quantity.unit_id:
            proposal = replace(proposal, event=before.event)
        shared.append(proposal)
    return shared


def _read_clause(
    context: Context,
    clause: Span,
    inside: range,
    carried: Carried,
    place_id: str,
    predicate: Predicate,
    *,
    parts: bool,
) -> tuple[list[Proposal], Predicate]:
    """Read the values of one clause; return the verb that governs the last one, too."""
    found: list[Proposal] = []
    quantities = context.quantities[inside.start : inside.stop]
    earlier: Reading | None = None
    reached: Reading | None = None
    latest = Carried(carried)
    for index, quantity in enumerate(quantities):
        around = surround(context.text, clause, quantities, index)
        bound = context.text[quantity.span.start : quantity.numeral.span.start]
        own = find_predicate(around, context.lexicon, predicate, bound)
        beside = found[-1] if found and context.chains[inside[index]][0] else None
        time = context.dating.time(inside[index], clause)
        value = Value(quantity, inside[index], clause, around, time, own, earlier, reached, beside, parts=parts)
        if context.subject.places:
            place_id = _adjacent_place(around.lead, context.subject) or place_id
        read = _read_value(context, value, latest, place_id)
        found.extend(read)
        reading = read[-1].reading if read else None
        told = reading is not None and reading.measure == "share" and own.kind in ("do", "new")
        predicate = NOTHING if told else own  # 服务覆盖率92%: a verb inside a rate's name does nothing to what follows
        if reading and reading.measure in ("level", "flow") and reading.direction == "none" and not parts:
            carried.counted = latest.counted = (quantity.unit_id, reading.measure)
        last = context.chains[value.index][0] + 1 == context.chains[value.index][1]
        based = value.index in context.bases
        reached = reading if based else None if last else reached  # each value of a row has risen from one
        earlier = reading
    return found, predicate


def _read_value(context: Context, value: Value, latest: Carried, place_id: str) -> list[Proposal]:
    """Read one value: a proposal for every concept it is said of."""
    place, chained = context.chains[value.index]
    based, time = value.index in context.bases, value.time
    counted = _counted_in(value, context.lexicon)
    if counted in latest.things and len(latest.subjects) == 1:  # 开工项目137个，完成投资216亿元；又开工92个
        latest.subjects = [latest.things[counted]]
    concepts = read_concepts(value.around, latest, chained, place, context.lexicon, based=based)
    found = []
    for number, named in enumerate(concepts):
        concept, reading = _mean(context, value, named, latest)
        quantity = _united(value.quantity, concept, context.lexicon)
        if reading.measure == "other" and "连" in concept.phrase:
            concept = _won(concept)
        if reading.basis == "unstated" and quantity.span.start >= context.against:
            reading = replace(reading, basis="yoy")
        if quantity.negative and reading.direction == "none":
            quantity = replace(quantity, value=-quantity.value)
        period, today = context.dating.period(value.index, value.clause, time, reading)
        held = value.predicate.kind == "hold"
        spans = time is not None and time.period.years > 1 and time.span.start >= value.clause.start
        if not spans and _is_of_one_year(context.text, value, reading, concept, context.lexicon):
            period = last_year(period)
        elif value.beside and value.beside.reading == reading and not based:
            period = value.beside.period
        held = held or (time is not None and context.text.startswith("连续", time.span.start))  # by as much each year
        if reading.direction != "none" and reading.basis in (None, "unstated") and period.years > 1 and not held:
            reading = replace(reading, basis="over_period")
        letter = "abcdefghijklmnopqrstuvwxyz"[number] if len(concepts) > 1 else ""
        found.append(Proposal(
            quantity, context.sentence, letter, concept, reading, period, place_id or context.subject.place_id,
            context.dating.status(value.index, period, today=today),
            context.lexicon.events.find(context.text, value.clause, quantity.span) if reading.measure == "flow" else "",
            _unsure(concept, quantity, reading),
        ))  # fmt: skip
        if concept.phrase:
            _carry(latest, concept, last=place + 1 == chained)
            if counted:
                latest.things[counted] = concept.phrase
    return found


def _counted_in(value: Value, lexicon: Lexicon) -> str:
    """The unit in which a value counts things, empty where it counts none: a rank and a bare number do not."""
    unit = value.quantity.unit_id or "rank-place"
    ranked = unit == "rank-place" or value.around.lead.rstrip().endswith(("第", "前"))
    return unit if lexicon.units.counts(unit) and not ranked else ""


def _united(quantity: Quantity, concept: Concept, lexicon: Lexicon) -> Quantity:
    """The unit a concept brings along: 每万人口发明专利拥有量30件, 出境旅游人次8300万."""
    if quantity.unit_id in (None, "count") and concept.phrase.endswith("人次"):
        return replace(quantity, unit_id="person-time")
    if quantity.unit_id is None and concept.phrase.endswith("满意度"):
        return replace(quantity, unit_id="score")
    if quantity.unit_id is None and "连" in concept.phrase and _IN_A_ROW.search(concept.phrase):
        return replace(quantity, unit_id="event-time" if "连冠" in concept.phrase else "year")
    per_head = "万人" in concept.phrase and _TEN_THOUSAND.search(concept.phrase)
    return replace(quantity, unit_id=_PER_HEAD) if per_head and lexicon.units.counts(quantity.unit_id) else quantity


def _won(concept: Concept) -> Concept:
    """全国文明城市、双拥模范城“四连冠”: what was won, or rose, so often stands before that word, the last of a list."""
    told = _IN_A_ROW.search(concept.phrase)
    phrase = concept.phrase[: told.start()].rpartition("、")[2].rstrip("“") if told else ""
    return replace(concept, phrase=phrase or concept.phrase)


def _carry(latest: Carried, concept: Concept, *, last: bool) -> None:
    """Keep what a value is said of for the next; subjects that were told apart (分别) are carried together."""
    if concept.rule != "distributed":
        latest.subjects = [concept.phrase]
        return
    latest.row.append(concept.phrase)
    if last:
        latest.subjects, latest.row = latest.row, []


def _is_of_one_year(text: str, value: Value, reading: Reading, concept: Concept, lexicon: Lexicon) -> bool:
    """Tell whether a value under a span of years is of its last: an amount that was reached, what is against a year."""
    if reading.basis in ("yoy", "mom"):
        return True
    if value.predicate.kind == "above":  # what stands above others does so when it was reached
        held = value.earlier is not None and value.earlier.measure not in GROWTH
        return held or (value.earlier is None and concept.phrase.endswith(_HELD))
    around = value.around
    if reading.measure != "flow" or _SUMMED.search(around.clause_lead) or _ALL_ALONG.search(around.lead):
        return False
    if STEPS.match(around.tail):
        return False
    if value.reached is not None or value.predicate.kind == "reach" or _YEARLY.match(around.lead.strip(" ，,、")):
        return True
    alone = value.predicate.kind in ("none", "be")
    grows = alone and (value.quantity.qualifier == "more_than" or _GROWS_ON.match(text, value.quantity.span.end))
    noun = lexicon.natures.ending(_AMOUNT.sub("", concept.phrase)) if grows else None
    return noun is not None and noun.nature == "flow"


def _mean(context: Context, value: Value, concept: Concept, latest: Carried) -> tuple[Concept, Reading]:
    """What kind of value it is, and of what: a part is completed by its whole, a from-to shares its measure."""
    quantity, lexicon, time = value.quantity, context.lexicon, value.time
    reading = read_meaning(
        context.text, quantity, value.around, concept.phrase, value.earlier, lexicon, value.predicate,
        dated=time is not None and time.edge, spanned=time is not None and time.period.years > 1,
        opposed=value.index > 0 and context.quantities[value.index - 1].negative != quantity.negative,
    )  # fmt: skip
    same = latest.counted is not None and latest.counted[0] == quantity.unit_id
    if value.parts and same and latest.counted and _is_silent(value, reading):
        reading = replace(reading, measure=latest.counted[1])
    if value.reached is not None and reading.measure in ("level", "flow") and reading.direction == "none":
        reading = value.reached
    if reading.measure == "growth_rate":
        concept = replace(concept, phrase=without_pace(concept.phrase))
    if (
        value.parts
        and concept.rule == "noun-before-number"
        and (same or (reading.measure in GROWTH or reading.measure == "share"))
    ):
        whole = complete_part(concept.phrase, latest, lexicon)
        concept = concept if whole == concept.phrase else Concept(whole, "part")
    grown = value.earlier is not None and value.earlier.measure in ("growth_rate", "growth_multiple")
    if reading.measure == "rank" and grown and concept.rule == "carried-subject":
        concept = replace(concept, phrase=f"{concept.phrase}增速")
    if value.index in context.bases:
        reading = reading_before(reading, concept.phrase, quantity, lexicon)
    return concept, reading


def _is_silent(value: Value, reading: Reading) -> bool:
    """Tell whether nothing says what kind of value a part is."""
    alike = reading.measure in ("level", "flow") and value.predicate.kind == "none"
    return reading.guessed or (alike and is_part(value.around.clause_lead))


def _unsure(concept: Concept, quantity: Quantity, reading: Reading) -> str:
    """What the engine is not sure of: it says so instead of guessing in silence."""
    if quantity.unit_id == "unknown":
        return "unit"
    if concept.rule == "no-concept" or not _SHORTEST_CONCEPT <= len(concept.phrase) <= _LONGEST_CONCEPT:
        return "concept"
    return "measure" if reading.guessed else ""


def _opening_place(text: str, clause: Span, subject: Subject) -> str:
    """The place a clause opens with, adverbs aside; 北京市专精特新 names a grade of honour, not a scope."""
    words = clause.of(text).lstrip("全年预计已共并、“”")
    found = [
        (len(name), p.place_id) for p in subject.places if not p.wider for name in p.names if words.startswith(name)
    ]
    return max(found)[1] if found else ""


def _adjacent_place(lead: str, subject: Subject) -> str:
    """The place that stands directly before a number (与平谷区18个乡镇)."""
    found = [(len(name), place.place_id) for place in subject.places for name in place.names if lead.endswith(name)]
    return max(found)[1] if found else ""
