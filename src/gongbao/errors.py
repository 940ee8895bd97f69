"""The exception tree: every message is one line that names the place and the remedy."""

from __future__ import annotations

_BREAKS = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x85\u2028\u2029", "⏎") | {"\t": "⇥"})


def shorten(words: object, width: int = 60) -> str:
    """Quote what a file holds on one line: line breaks shown, what is longer than `width` cut, the rest as it is.

    >>> shorten("第一行\\n第二行"), shorten("长" * 100, 5)
    ('第一行⏎第二行', '长长长长…')
    """
    line = str(words).translate(_BREAKS)
    line = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in line)
    return line if len(line) <= width else line[: width - 1] + "…"


def counted(number: int, noun: str) -> str:
    """Say a number of things.

    >>> counted(1, "row"), counted(2, "row"), counted(0, "row")
    ('1 row', '2 rows', '0 rows')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class GongbaoError(Exception):
    """Base of every error a person can act on; the doors print it and exit with status 1."""


class RootError(GongbaoError):
    """There is no dataset where a command was started."""


class SourceError(GongbaoError):
    """The frozen text is not what report.yml says it is, or is no plain UTF-8 text."""


class SeedError(GongbaoError):
    """A file written by people (registry, lexicon, curated lines) cannot be used as it stands."""


class LexiconError(SeedError):
    """The engine's vocabulary lacks a table, so that no text can be read."""


class AnchorError(SeedError):
    """A quote does not match exactly once in the frozen text."""


class CoverageError(GongbaoError):
    """A numeral or a sentence of the text has no decision."""


class CheckError(GongbaoError):
    """Published rows break a declared rule; `failures` holds one line for each."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__("\n".join(failures))
        self.failures = failures


class PublishError(GongbaoError):
    """The finished files could not be written or swapped in."""


class PackageError(GongbaoError):
    """A file of the published package cannot be read as it stands."""


class ServeError(GongbaoError):
    """The site cannot be served: nothing built yet, or the address is not free."""


class StaticError(GongbaoError):
    """The static edition cannot be written: an address leads nowhere, or the folder is not its own."""


class ReleaseError(GongbaoError):
    """A release cannot be made, read or trusted as it stands."""


class GitError(GongbaoError):
    """Git cannot be run (`missing`), or refuses in words of its own."""

    def __init__(self, reason: str, *, missing: bool = False) -> None:
        super().__init__(reason)
        self.missing = missing
