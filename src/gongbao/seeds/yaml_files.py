"""Reads one YAML file of keys and values, strictly: every fault carries its own line, no key stands twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gongbao.errors import SeedError, shorten
from gongbao.seeds.files import CONTROL, Model, Sourced, describe, read_plain, tell_control

_DEEPEST = 20  # levels of nesting; what people write here has three


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader; what it takes in silence or answers with an exception of Python is a fault with a line."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """Compose a node; an alias is refused, since a value may hold itself by one."""
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*) stands for a value: write it out", mark)
        node: Node | None = super().compose_node(parent, index)
        return node

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        """Make the value of a node; a word that is no such value (an impossible date, !!int "abc") is a fault there."""
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as fault:
            why = shorten(fault, 80)
        except (LookupError, AttributeError):  # what PyYAML raises over !!bool "x", !!float "" and !!timestamp "x"
            why = f"the word is no {node.tag.rpartition(':')[2]}"
        raise yaml.constructor.ConstructorError(None, None, why, node.start_mark)


def read_yaml(path: Path, shown: str, model: type[Model]) -> Sourced[Model]:
    """Read a YAML file of one mapping into a model.

    Raises SeedError, with the line, for what is no YAML, a key that stands twice, nesting without end, a value that is
    none of its kind, and what the model refuses.
    """
    node = _compose(read_plain(path, shown, SeedError), shown)
    if not isinstance(node, MappingNode):
        raise SeedError(f"{shown}:1: must hold “key: value” lines")
    _refuse_faults(node, shown)
    try:
        content = _construct(node)
    except yaml.YAMLError as fault:
        raise SeedError(_tell(fault, shown)) from None
    try:
        return Sourced(model.model_validate(content), shown, 1)
    except ValidationError as fault:
        line = _line_of(node, fault.errors()[0]["loc"])
        raise SeedError(f"{shown}:{line}: {describe(fault)}") from None


def line_of(path: Path, key: str) -> int:
    """Return the line on which a key of a YAML file stands that was read before; 1 where it has none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _compose(text: str, shown: str) -> Node | None:
    _refuse_depth(text, shown)
    try:
        return _Loader(text).get_single_node()
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        raise SeedError(f"{shown}:{line}: holds {tell_control(text[fault.position])}: remove it") from None
    except yaml.YAMLError as fault:
        raise SeedError(_tell(fault, shown)) from None


def _refuse_depth(text: str, shown: str) -> None:
    """Count nesting by brackets and indents before anything is parsed: the parser would go as deep as it is told."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        bare, deepest = line.lstrip(" "), depth
        for bracket in re.findall(r"[\[\]{}]", line):
            depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
            deepest = max(deepest, depth)
        if max(deepest, (len(line) - len(bare)) // 2, bare.count("- "), bare.count("? ")) > _DEEPEST:
            raise SeedError(f"{shown}:{number}: is nested more than {_DEEPEST} deep: write plain “key: value” lines")


def _construct(node: MappingNode) -> Any:
    return _Loader("").construct_document(node)


def _tell(fault: yaml.YAMLError, shown: str) -> str:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "it cannot be parsed"
    return f"{shown}:{mark.line + 1 if mark else 1}: is no valid YAML: {shorten(problem, 120)}: correct the line"


def _refuse_faults(node: Node, shown: str) -> None:
    """Refuse a key that stands twice, and a value that no cell could hold."""
    control = CONTROL.search(node.value) if isinstance(node, ScalarNode) else None
    if control:
        raise SeedError(f"{shown}:{node.start_mark.line + 1}: holds {tell_control(control.group())}: remove it")
    if isinstance(node, MappingNode):
        first: dict[object, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                raise SeedError(f"{shown}:{line}: the key is no word: write plain “key: value” lines")
            if key.value in first:
                raise SeedError(
                    f"{shown}:{line}: key “{shorten(key.value)}” stands already in line {first[key.value]}: remove one"
                )
            first[key.value] = line
            _refuse_faults(value, shown)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            _refuse_faults(item, shown)


def _line_of(node: Node, place: tuple[int | str, ...]) -> int:
    """Return the line of what a model refuses: of the value itself, or of the mapping that lacks it."""
    line = 1
    for part in place:
        if isinstance(node, MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
