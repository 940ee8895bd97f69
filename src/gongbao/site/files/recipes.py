"""How a file is read by its address in the tools people have, from recipes.csv."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from gongbao.resources import SITE
from gongbao.site.files.published import Published, latest_path
from gongbao.site.wording.languages import plain

_RECIPES = SITE / "files" / "recipes.csv"


class Recipe(NamedTuple):
    """A tool, what of the newest release it reads best, what it is for, its code with {address} or {base}."""

    tool: str
    latest: str
    language: str
    for_en: str
    for_zh: str
    code: str

    @property
    def about(self) -> str:
        """Return what the tool is for, in the reader's language."""
        return plain(self.for_en, self.for_zh)

    def filled(self, base: str, folder: str) -> str:
        """Return the code for a site at `base`, its file in the folder of addresses `folder`."""
        return self.code.replace("{address}", f"{base}{folder}/{self.latest}").replace("{base}", base)


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return the recipes in their order."""
    with _RECIPES.open(encoding="utf-8", newline="") as handle:
        return tuple(Recipe(**line) for line in csv.DictReader(handle, strict=True))


def recipes_for(release: Published, name: str) -> list[Recipe]:
    """Return the recipes whose file a release has."""
    return [recipe for recipe in recipes() if latest_path(release, recipe.latest, name)]
