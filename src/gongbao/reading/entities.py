"""Finds organizations, places and terms by their names: longest match, one after another, never overlapping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongbao.errors import SeedError
from gongbao.reading.text import Span


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with names; `kind` is organization, place or term, `source` the file and line it stands at."""

    kind: str
    entity_id: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A place in the text where an entity is named."""

    span: Span
    kind: str
    entity_id: str
    origin: str


def index_names(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Return the owner of every name; a name two entities claim is a SeedError naming both lines."""
    owners: dict[str, Entity] = {}
    for entity in entities:
        for name in entity.names:
            other = owners.get(name)
            if other is not None and (other.kind, other.entity_id) != (entity.kind, entity.entity_id):
                raise SeedError(
                    f"{entity.source}: “{name}” is a name of {entity.kind} {entity.entity_id} and of {other.kind} "
                    f"{other.entity_id} ({other.source}): leave it to one of them"
                )
            owners[name] = entity
    return owners


def find_mentions(text: str, owners: dict[str, Entity], *, dismissed: Iterable[Span] = ()) -> list[EntityMention]:
    """Return the mentions in the order of the text; where names compete, the longest wins.

    >>> bank = Entity("organization", "bank-of-beijing", ("北京银行",), "a:1")
    >>> city = Entity("place", "beijing", ("北京",), "b:1")
    >>> [m.entity_id for m in find_mentions("与北京银行在北京合作", index_names([bank, city]))]
    ['bank-of-beijing', 'beijing']
    """
    if not owners:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in sorted(owners, key=lambda n: (-len(n), n))))
    not_meant = list(dismissed)
    found = []
    for match in pattern.finditer(text):
        span = Span(*match.span())
        if any(other.covers(span) for other in not_meant):
            continue
        owner = owners[match.group()]
        found.append(EntityMention(span, owner.kind, owner.entity_id, "rule:name"))
    return found
