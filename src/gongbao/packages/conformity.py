"""Does a package fit its own descriptor and schemas? Frictionless answers, table by table; references are asked beside.

What fits is asked once a process, as long as its file, its schema and its words in the descriptor stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frictionless

from gongbao.packages.faults import Fault
from gongbao.packages.references import check_references
from gongbao.packages.remembering import key_of

DESCRIPTOR = "datapackage.json"
_FITTING: set[str] = set()  # the keys of what was asked and is without a fault; a fault is told anew each time


def check_conformity(root: Path) -> Iterator[Fault]:
    """Yield everything in which `root`/datapackage.json, its schemas and its files are not what they must be.

    Raises whatever frictionless raises for a descriptor it has no error for.
    """
    described = _Described(root)
    yield from described.faults()
    if not described.broken:
        for resource in described.resources():
            yield from described.check(resource)
        yield from check_references(root, described.resources())


class _Described:
    """A descriptor and its schemas; frictionless reads them when a table is asked that was not asked before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.broken = False
        self._package: Any = None

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with the descriptor and the schemas; then no table can be asked."""
        found = _unless_known(self._key(), self._judge)
        self.broken = bool(found)
        return found

    def resources(self) -> list[dict[str, Any]]:
        """Return what the descriptor says of every file."""
        return list(json.loads((self.root / DESCRIPTOR).read_text(encoding="utf-8"))["resources"])

    def check(self, resource: dict[str, Any]) -> tuple[Fault, ...]:
        """Return what frictionless finds in one file."""
        return _unless_known(self._key_of(resource), lambda: self._ask(resource))

    def _judge(self) -> tuple[Fault, ...]:
        try:
            self._open().to_descriptor(validate=True)
        except frictionless.FrictionlessException as fault:
            return tuple(Fault(None, f"frictionless {each.type}", each.message) for each in fault.to_errors())
        return ()

    def _open(self) -> Any:
        if self._package is None:
            source = frictionless.Resource(str(self.root / DESCRIPTOR), datatype="package")
            self._package = source.read_metadata()
        return self._package

    def _ask(self, resource: dict[str, Any]) -> tuple[Fault, ...]:
        asked = self._open().get_resource(resource["name"])
        if asked.schema:
            asked.schema.foreign_keys = []
        outcome = asked.validate()
        errors = [*outcome.errors, *(error for task in outcome.tasks for error in task.errors)]
        return tuple(_fault(resource["name"], error) for error in errors)

    def _key(self) -> str | None:
        """Return the key of descriptor and schemas; None where one of them is no plain file."""
        try:
            told = (self.root / DESCRIPTOR).read_bytes()
            named = [resource.get("schema", {}) for resource in json.loads(told)["resources"]]
            return key_of(told, *(self._bytes(name) for name in named if isinstance(name, str)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _key_of(self, resource: dict[str, Any]) -> str | None:
        """Return the key of a file, its schema and its words; None where they are not all plain files."""
        schema = resource.get("schema", {})
        if "extrapaths" in resource or isinstance(resource.get("dialect"), str):
            return None
        try:
            told = self._bytes(schema) if isinstance(schema, str) else b""
            return key_of(json.dumps(resource), told, self._bytes(resource["path"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _bytes(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


def _unless_known(key: str | None, ask: Callable[[], tuple[Fault, ...]]) -> tuple[Fault, ...]:
    if key in _FITTING:
        return ()
    found = ask()
    if key and not found:
        _FITTING.add(key)
    return found


def _fault(name: str, error: Any) -> Fault:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    return Fault(name, f"frictionless {error.type}", error.message, row, column)
