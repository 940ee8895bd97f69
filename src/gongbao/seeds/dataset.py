"""What the dataset says of itself: name, version, licences, people; read from seeds/dataset.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from gongbao.seeds.yaml_files import read_yaml


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Licence(_Strict):
    """A licence with the part of the package it covers."""

    name: str
    title: str
    path: str
    covers_zh: str
    covers_en: str


class Contributor(_Strict):
    """A person or body with Data Package roles; `title` is the English name."""

    title: str
    title_zh: str
    roles: tuple[str, ...]


class Dataset(_Strict):
    """seeds/dataset.yml.

    `released` is the day a version is released, absent while it is not. `doi`, `homepage` (the address the dataset is
    served at) and `contact` (an address of mail or a page to write to) are absent until there are any.
    """

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    keywords_zh: tuple[str, ...]
    keywords_en: tuple[str, ...]
    licences: tuple[Licence, ...]
    contributors: tuple[Contributor, ...]
    released: date | None = None
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$")
    homepage: str | None = Field(default=None, pattern=r"^https?://\S+[^/]$")
    contact: str | None = Field(default=None, pattern=r"^(https?://\S+|[^\s@/:]+@[^\s@/:]+)$")

    @property
    def publisher(self) -> str:
        """Return who publishes the dataset, as an English citation names them."""
        return "; ".join(person.title for person in self.contributors)

    @property
    def publisher_zh(self) -> str:
        """Return who publishes the dataset, as a Chinese citation names them."""
        return "；".join(person.title_zh for person in self.contributors)


def load_dataset(folder: Path) -> Dataset:
    """Read seeds/dataset.yml; raises SeedError with the line of the fault."""
    return read_yaml(folder / "dataset.yml", "seeds/dataset.yml", Dataset).item
