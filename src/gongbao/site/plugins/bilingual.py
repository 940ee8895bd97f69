"""Datasette's interface in both languages: its own templates, with the phrases of site/interface.csv put in.

Datasette 0.65 has no translations. A phrase is replaced in the template's source as it is loaded; a phrase that
is no longer there (after an upgrade) is left out of the page and fails a test.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from jinja2 import BaseLoader, Environment

PHRASES = Path(__file__).resolve().parents[1] / "interface.csv"


def read_phrases() -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of phrases of every template."""
    phrases: dict[str, list[tuple[str, str]]] = {}
    with PHRASES.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            phrases.setdefault(line["template"], []).append((line["english"], line["bilingual"]))
    return phrases


class BilingualLoader(BaseLoader):
    """Loads what another loader finds and puts the bilingual phrases in."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader
        self.phrases = read_phrases()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's source with its phrases replaced; raises TemplateNotFound like any loader."""
        source, name, fresh = self.loader.get_source(environment, template)
        for english, bilingual in self.phrases.get(template.removeprefix("default:"), ()):
            source = source.replace(english, bilingual)
        return source, name, fresh

    def list_templates(self) -> list[str]:
        """Return the names of all templates, which Datasette asks for when it starts."""
        return self.loader.list_templates()


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Wrap the loader of the templates."""
    env.loader = BilingualLoader(env.loader)
