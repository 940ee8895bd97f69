"""Which version number the changes call for, and why.

The rules follow the Data Package version recipe with one exception: a new column is MINOR here, because every file
names its columns and a program that reads by name is not disturbed; the recipe counts it as MAJOR. `RULES` holds
both levels, so that a reader of either convention can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from gongbao.errors import ReleaseError
from gongbao.releases.schema_differences import SchemaChange


class Level(IntEnum):
    """Which part of the version number goes up."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """Return the level as the tables of this dataset write it."""
        return self.name.lower()


class Rule(NamedTuple):
    """What one kind of change asks for, here and in the Data Package recipe, in words."""

    level: Level
    recipe: Level
    en: str
    zh: str


RULES: dict[str, Rule] = {
    "package_renamed": Rule(Level.MAJOR, Level.MAJOR, "the package has another name", "数据包更名"),
    "licence_changed": Rule(Level.MAJOR, Level.PATCH, "the licence changed", "许可变更"),
    "table_removed": Rule(Level.MAJOR, Level.MAJOR, "a table was removed", "删除数据表"),
    "column_removed": Rule(Level.MAJOR, Level.MAJOR, "a column was removed", "删除列"),
    "columns_reordered": Rule(Level.MAJOR, Level.MAJOR, "columns stand in another order", "列的次序改变"),
    "column_type_changed": Rule(Level.MAJOR, Level.MAJOR, "a column has another type or unit", "列的类型或单位改变"),
    "key_changed": Rule(Level.MAJOR, Level.MAJOR, "a table has another primary key", "主键改变"),
    "constraint_tightened": Rule(Level.MAJOR, Level.MAJOR, "a column allows less than before", "列的约束收紧"),
    "code_removed": Rule(Level.MAJOR, Level.MAJOR, "a code was removed", "删除代码"),
    "row_removed": Rule(Level.MAJOR, Level.MAJOR, "an id was removed", "删除编号"),
    "redefined": Rule(Level.MAJOR, Level.MAJOR, "an id or column means something else", "编号或列的含义改变"),
    "table_added": Rule(Level.MINOR, Level.MINOR, "a table was added", "新增数据表"),
    "column_added": Rule(Level.MINOR, Level.MAJOR, "a column was added", "新增列"),
    "row_added": Rule(Level.MINOR, Level.MINOR, "rows were added", "新增行"),
    "code_added": Rule(Level.MINOR, Level.MINOR, "a code was added", "新增代码"),
    "constraint_loosened": Rule(Level.MINOR, Level.MINOR, "a column allows more than before", "列的约束放宽"),
    "reference_changed": Rule(Level.MINOR, Level.MINOR, "a column refers to another table", "列引用另一数据表"),
    "row_changed": Rule(Level.PATCH, Level.PATCH, "values or texts were corrected", "更正数值或文字"),
    "rows_reordered": Rule(Level.PATCH, Level.PATCH, "rows stand in another order", "行的次序改变"),
    "words_changed": Rule(Level.PATCH, Level.PATCH, "titles or descriptions changed", "标题或说明改变"),
    "table_moved": Rule(Level.NONE, Level.NONE, "a file stands at another path", "文件路径改变"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that applies, how often, and where first."""

    rule: Rule
    count: int
    example: str

    def line(self) -> str:
        """Return the reason in words, English and Chinese."""
        recipe = "" if self.rule.level == self.rule.recipe else f" [the Data Package recipe: {self.rule.recipe.name}]"
        times = f" × {self.count}" if self.count > 1 else ""
        return f"{self.rule.level.name}: {self.rule.en} {self.rule.zh}{times}: {self.example}{recipe}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level the changes call for, the reasons, and the numbers a release may have."""

    previous: str | None
    level: Level
    reasons: tuple[Reason, ...]
    allowed: tuple[str, ...]

    @property
    def version(self) -> str | None:
        """Return the number to take, or nothing when there is nothing to release."""
        return self.allowed[0] if self.allowed else None

    def lines(self) -> list[str]:
        """Return the verdict in words: what it is, then the reasons, the weightiest first."""
        if self.previous is None:
            return [f"first release: {' or '.join(self.allowed)} (0.1.0 while the data are open for consultation)"]
        if self.version is None:
            return [f"nothing to release: the data are those of {self.previous} 与{self.previous}内容相同，无可发布"]
        head = f"{self.level.name}: {self.previous} -> {self.version}"
        more = f" (or {', '.join(self.allowed[1:])})" if self.allowed[1:] else ""
        return [head + more, *(f"  {reason.line()}" for reason in self.reasons)]


def weigh(
    schema: Iterable[SchemaChange], rows: Iterable[tuple[str, str, int]], redefined: Iterable[str] = ()
) -> tuple[Reason, ...]:
    """Return the reasons a set of changes gives, the weightiest first.

    `rows` are a table, the change of its rows and how often; `redefined` names what means something else now.
    Raises ReleaseError for a change no rule knows.
    """
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    named = [(c.change, ".".join(w for w in (c.table, c.column) if w) or c.new, 1) for c in schema]
    named += [(change, table, number) for table, change, number in rows]
    named += [("redefined", what, 1) for what in redefined]
    for change, where, number in named:
        if change not in RULES:
            raise ReleaseError(f"version rules: no rule for the change {change!r}: add one to RULES")
        counts[change] += number
        examples.setdefault(change, where)
    reasons = [Reason(RULES[change], counts[change], examples[change]) for change in RULES if counts[change]]
    return tuple(sorted(reasons, key=lambda reason: -reason.rule.level))


def decide(previous: str | None, reasons: tuple[Reason, ...]) -> Verdict:
    """Return the verdict: the numbers a release of these changes may have.

    A first release is 1.0.0, or 0.1.0 while the data are open for consultation; from 0.y.z the step to 1.0.0 is
    always open, and there a MAJOR change raises the MINOR number, as Semantic Versioning has it.
    """
    if previous is None:
        return Verdict(None, Level.NONE, (), ("1.0.0", "0.1.0"))
    level = max((reason.rule.level for reason in reasons), default=Level.NONE)
    if level is Level.NONE:
        return Verdict(previous, level, reasons, ())
    number = raise_version(previous, level)
    return Verdict(previous, level, reasons, (number, "1.0.0") if previous.startswith("0.") else (number,))


def raise_version(version: str, level: Level) -> str:
    """Return the next version number.

    >>> raise_version("1.2.3", Level.MINOR), raise_version("0.4.1", Level.MAJOR), raise_version("1.9.9", Level.MAJOR)
    ('1.3.0', '0.5.0', '2.0.0')
    """
    major, minor, patch = (int(part) for part in version.split("."))
    if level is Level.MAJOR and major:
        return f"{major + 1}.0.0"
    if level >= Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def order(version: str) -> tuple[int, ...]:
    """Return a version number as it sorts.

    >>> sorted(["1.10.0", "1.9.0"], key=order)
    ['1.9.0', '1.10.0']
    """
    return tuple(int(part) for part in version.split("."))
