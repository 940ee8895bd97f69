"""Rows of a file that anybody may have written: whatever is wrong with it is one line with file and row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from gongbao.errors import GongbaoError, ReleaseError
from gongbao.packages.content import Rows, Table, Value

_PLAIN = (str, int, float, Decimal, date)


class Untrusted:
    """The rows a reader gives of files that may be corrupt; raises ReleaseError in one line where they are.

    `open_rows` opens the reader, `shown` names the file of a table. The libraries behind the readers have no common
    error for a corrupt file (zipfile's, expat's, Arrow's, KeyError, TypeError and others are met), so that whatever
    they raise while they read is taken for it.
    """

    def __init__(self, open_rows: Callable[[], Rows], shown: Callable[[Table], str]) -> None:
        self.open_rows, self.shown = open_rows, shown
        self.reader: Rows | None = None

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        number = 0
        try:
            self.reader = self.reader or self.open_rows()
            for row in self.reader.rows(table):
                yield _checked(row)
                number += 1
        except GongbaoError:
            raise
        except Exception as fault:
            where = f"{self.shown(table)}: row {number + 1}" if number else self.shown(table)
            raise ReleaseError(f"{where}: cannot be read ({tell(fault)}): fetch the release again") from None

    def close(self) -> None:
        """Close what was opened, where it can be closed."""
        getattr(self.reader, "close", lambda: None)()


def tell(fault: Exception) -> str:
    """Say a library's fault in a few words on one line.

    >>> tell(KeyError("甲")), tell(ValueError("a\\nb"))
    ("KeyError: '甲'", 'ValueError: a b')
    """
    words = " ".join(str(fault).split())
    return f"{type(fault).__name__}: {words[:80]}" if words else type(fault).__name__


def _checked(row: Sequence[Value]) -> Sequence[Value]:
    """Return the row; raises TypeError for a cell that no table of this dataset can hold."""
    for cell in row:
        whole = cell is None or isinstance(cell, _PLAIN)
        if not whole and not (isinstance(cell, list | tuple) and all(isinstance(part, str) for part in cell)):
            raise TypeError(f"a cell of type {type(cell).__name__}")
    return row
