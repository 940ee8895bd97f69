"""What changed between two packages' descriptors and schemas, each change by the name the version rules know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gongbao.packages.content import Field, Package, Table

_WORDS = ("title", "titles", "description", "descriptions")
_PACKAGE_WORDS = ("title", "titles", "description", "descriptions", "keywords", "contributors", "sources", "homepage")
_FLOORS, _CEILINGS = ("minimum", "minLength", "exclusiveMinimum"), ("maximum", "maxLength", "exclusiveMaximum")


class SchemaChange(NamedTuple):
    """One change of shape or words: its name in the version rules, where it is, and what it was and is."""

    change: str
    table: str
    column: str
    old: str
    new: str


def compare_schemas(old: Package, new: Package) -> Iterator[SchemaChange]:
    """Yield every change between the descriptors and schemas of two packages."""
    yield from _package_changes(old.descriptor, new.descriptor)
    before, after = ({table.name: table for table in package.tables} for package in (old, new))
    for name in before:
        if name not in after:
            yield SchemaChange("table_removed", name, "", name, "")
    for name, table in after.items():
        if name not in before:
            yield SchemaChange("table_added", name, "", "", name)
        else:
            yield from _table_changes(before[name], table)


def _package_changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[SchemaChange]:
    if old["name"] != new["name"]:
        yield SchemaChange("package_renamed", "", "", old["name"], new["name"])
    if _licences(old) != _licences(new):
        yield SchemaChange("licence_changed", "", "", _licences(old), _licences(new))
    for name in _PACKAGE_WORDS:
        if old.get(name) != new.get(name):
            yield SchemaChange("words_changed", "", name, str(old.get(name, "")), str(new.get(name, "")))


def _licences(descriptor: dict[str, Any]) -> str:
    return ";".join(str(licence["name"]) for licence in descriptor.get("licenses", ()))


def _table_changes(old: Table, new: Table) -> Iterator[SchemaChange]:
    name = new.name
    if old.path != new.path:
        yield SchemaChange("table_moved", name, "", old.path, new.path)
    if old.primary_key != new.primary_key:
        yield SchemaChange("key_changed", name, "", ",".join(old.primary_key), ",".join(new.primary_key))
    yield from _reference_changes(old, new)
    yield from _word_changes(old.schema, new.schema, name, "")
    before, after = ({field.name: field for field in table.fields} for table in (old, new))
    for column in before:
        if column not in after:
            yield SchemaChange("column_removed", name, column, column, "")
    for column, field in after.items():
        if column not in before:
            yield SchemaChange("column_added", name, column, "", column)
        else:
            yield from _field_changes(name, before[column], field)
    left, right = [c for c in before if c in after], [c for c in after if c in before]
    if left != right:
        yield SchemaChange("columns_reordered", name, "", ",".join(left), ",".join(right))


def _reference_changes(old: Table, new: Table) -> Iterator[SchemaChange]:
    before, after = (
        {",".join(key["fields"]): str(key["reference"]["resource"]) for key in table.schema.get("foreignKeys", ())}
        for table in (old, new)
    )
    for column in sorted({*before, *after}):
        if column not in before:
            yield SchemaChange("constraint_tightened", new.name, column, "", f"refers to {after[column] or new.name}")
        elif column not in after:
            yield SchemaChange("constraint_loosened", new.name, column, f"refers to {before[column] or old.name}", "")
        elif before[column] != after[column]:
            yield SchemaChange("reference_changed", new.name, column, before[column], after[column])


def _word_changes(old: dict[str, Any], new: dict[str, Any], table: str, column: str) -> Iterator[SchemaChange]:
    for name in _WORDS:
        if old.get(name) != new.get(name):
            yield SchemaChange("words_changed", table, column, str(old.get(name, "")), str(new.get(name, "")))


def _field_changes(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    for name in ("type", "format", "delimiter", "itemType", "unit"):
        if old.descriptor.get(name) != new.descriptor.get(name):
            words = str(old.descriptor.get(name, "")), str(new.descriptor.get(name, ""))
            yield SchemaChange("column_type_changed", table, new.name, *words)
    yield from _word_changes(old.descriptor, new.descriptor, table, new.name)
    yield from _constraint_changes(table, old, new)
    if old.labels != new.labels and set(old.labels) == set(new.labels):
        yield SchemaChange("words_changed", table, new.name, "labels of codes", "labels of codes")


def _constraint_changes(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = (field.descriptor.get("constraints", {}) for field in (old, new))
    for name in sorted({*before, *after}):
        left, right = before.get(name), after.get(name)
        if left == right:
            continue
        words = f"{name} {left}", f"{name} {right}"
        if name == "enum" and left is not None and right is not None:
            for code in [code for code in left if code not in right]:
                yield SchemaChange("code_removed", table, new.name, str(code), "")
            for code in [code for code in right if code not in left]:
                yield SchemaChange("code_added", table, new.name, "", str(code))
            continue
        change = "constraint_tightened" if is_tighter(name, left, right) else "constraint_loosened"
        yield SchemaChange(change, table, new.name, *words)


def is_tighter(name: str, old: Any, new: Any) -> bool:
    """Tell whether a constraint allows less than before; a changed pattern counts as tighter.

    >>> is_tighter("minimum", 0, 1), is_tighter("maximum", 5, 9), is_tighter("required", None, True)
    (True, False, True)
    """
    if old is None or new is None or isinstance(old, bool):
        return bool(new)
    if name in _FLOORS:
        return bool(new > old)
    if name in _CEILINGS:
        return bool(new < old)
    return True
