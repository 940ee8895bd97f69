"""The base of every row class, and what can be asked of it."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict

from gongbao.model import columns as c
from gongbao.model.cells import to_cell
from gongbao.model.column import Column


class Row(BaseModel):
    """Base of all rows: frozen, unknown columns forbidden.

    `foreign_keys` maps a column to the table (and column of the same role) it points to, those of the class it
    inherits from first; `unique_keys` are sets of columns no two rows may share beside the primary key;
    `behind_key` names columns that follow the primary key before all others; `columns` is the order of the columns in
    every published file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    caption_en: ClassVar[str]
    caption_zh: ClassVar[str]
    about_en: ClassVar[str]
    about_zh: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    foreign_keys: ClassVar[dict[str, str]] = {}
    unique_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    label: ClassVar[str | None] = None
    text_columns: ClassVar[tuple[str, ...]] = ()
    behind_key: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Add the inherited references, and put the columns in order."""
        super().__pydantic_init_subclass__(**kwargs)
        inherited = next(base.foreign_keys for base in cls.__mro__[1:] if issubclass(base, Row))
        cls.foreign_keys = {**inherited, **cls.foreign_keys}
        head = (*cls.primary_key, *cls.behind_key) if cls.behind_key and hasattr(cls, "primary_key") else ()
        cls.columns = (*head, *(name for name in cls.model_fields if name not in head))

    @property
    def key(self) -> str:
        """Return the primary key as one word, the parts of a compound key joined by a slash."""
        return "/".join(str(getattr(self, name)) for name in self.primary_key)

    def cells(self) -> list[str]:
        """Return the row as the text cells of its columns."""
        return [to_cell(getattr(self, name)) for name in self.columns]


class Receipt(Row):
    """A row drawn from a text: the characters it stands at, which spell its quote.

    Its columns come right behind the row's own key: `text[char_start:char_end] == quote` in the frozen text.
    """

    foreign_keys: ClassVar[dict[str, str]] = {"report_id": "reports", "sentence_id": "sentences"}
    behind_key = ("report_id", "sentence_id", "char_start", "char_end", "quote")
    label: ClassVar[str | None] = "quote"
    text_columns: ClassVar[tuple[str, ...]] = ("quote",)

    report_id: c.ReportId
    sentence_id: c.SentenceId
    char_start: c.CharStart
    char_end: c.CharEnd
    quote: c.Quote


@cache
def column_of(row: type[Row], name: str) -> Column:
    """Return what is known of one column of a table; raises KeyError for an unknown one. Asked once a column."""
    field = row.model_fields[name]
    inner = [meta for arg in get_args(field.annotation) for meta in getattr(arg, "__metadata__", ())]
    return next(item for item in [*field.metadata, *inner] if isinstance(item, Column))


def is_required(row: type[Row], name: str) -> bool:
    """Tell whether a column may never be empty (a list column may)."""
    optional = type(None) in get_args(row.model_fields[name].annotation)
    return column_of(row, name).type != "list" and not optional
