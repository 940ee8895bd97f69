"""What the values of a text are read with, its subject, a sentence, a value, and what comes of each: a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.reading.concepts import Concept, Surroundings
from gongbao.reading.dating import Dating
from gongbao.reading.frames import chains, find_bases, held_against, joins, share_bounds, share_units
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.meaning import Reading
from gongbao.reading.periods import Period, Time
from gongbao.reading.predicates import Predicate
from gongbao.reading.quantities import Quantity
from gongbao.reading.state import Scope
from gongbao.reading.text import Sentence, Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the registry with the names it goes by in prose; `wider` ones hold the report's own place."""

    place_id: str
    names: tuple[str, ...]
    wider: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a text before its numbers are read."""

    year_covered: int
    year_planned: int | None
    place_id: str
    places: tuple[Place, ...] = ()


@dataclass(slots=True, init=False)
class Proposal:
    """One value of one concept as the machine reads it; `part` is a, b … where one numeral serves several.

    `event` is the verb that says what happened to what a flow counts, empty where none does. `unsure` says what the
    engine doubts itself: the concept, the unit, or whether it is a level or a flow (measure).
    """

    quantity: Quantity
    sentence: Sentence
    part: str
    concept: Concept
    reading: Reading
    period: Period
    place_id: str
    status: str
    event: str = ""
    unsure: str = ""

    def __init__(
        self,
        quantity: Quantity,
        sentence: Sentence,
        part: str,
        concept: Concept,
        reading: Reading,
        period: Period,
        place_id: str,
        status: str,
        event: str = "",
        unsure: str = "",
    ) -> None:
        self.quantity = quantity
        self.sentence = sentence
        self.part = part
        self.concept = concept
        self.reading = reading
        self.period = period
        self.place_id = place_id
        self.status = status
        self.event = event
        self.unsure = unsure

    def at(self, quantity: Quantity, sentence: Sentence) -> Proposal:
        """Return the value as it stands at another place."""
        return Proposal(
            quantity, sentence, self.part, self.concept, self.reading, self.period, self.place_id, self.status,
            self.event, self.unsure,
        )  # fmt: skip


class Context:
    """What a sentence is read with: the whole folded text, its values, their rows and times, and what is known."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        quantities: list[Quantity],
        scope: Scope,
        subject: Subject,
        lexicon: Lexicon,
    ) -> None:
        """Find what the values of a sentence share; `scope` is what part and time hold where it begins."""
        joined = joins(text, quantities)
        if any(joined):
            quantities = share_units(share_bounds(text, quantities, joined), joined)
        self.text, self.sentence, self.quantities = text, sentence, quantities
        self.subject, self.lexicon = subject, lexicon
        self.chains = chains(joined)
        self.bases = find_bases(text, sentence.core.start, quantities)
        self.dating = Dating(text, sentence, quantities, self.bases, scope, lexicon)
        self.against = held_against(text, sentence.core)


class Value:
    """One quantity on its way to a meaning: where it stands, the words around it, the verb, and what was read before.

    `reached` is the reading of the value that something rose from, where this is the one it rose to; `beside` is the
    value before it in its row (48018元和17719元).
    """

    def __init__(
        self,
        quantity: Quantity,
        index: int,
        clause: Span,
        around: Surroundings,
        time: Time | None,
        predicate: Predicate,
        earlier: Reading | None,
        reached: Reading | None,
        beside: Proposal | None,
        *,
        parts: bool,
    ) -> None:
        self.quantity, self.index, self.clause, self.around = quantity, index, clause, around
        self.time, self.predicate = time, predicate
        self.earlier, self.reached, self.beside, self.parts = earlier, reached, beside, parts
