"""A citation in one line, for a cell of a table: dataset, version, day and the row with its words."""

from __future__ import annotations

from gongbao.citing.citations import QUOTED
from gongbao.seeds.dataset import Dataset


def cite_dataset(dataset: Dataset) -> tuple[str, str]:
    """Return the citation of the dataset in English and in Chinese."""
    day = f" ({dataset.released})" if dataset.released else ""
    doi = f" https://doi.org/{dataset.doi}" if dataset.doi else ""
    english = f"{dataset.publisher}. {dataset.title_en}, version {dataset.version}{day}."
    return f"{english}{doi}", f"{dataset.publisher_zh}. {dataset.title_zh}，{dataset.version}版{day}。{doi}"


def cite_row(dataset: Dataset, table: str, row_id: str, quote: str) -> tuple[str, str]:
    """Return the citation of a row of a table in English and in Chinese; a long quote is cut."""
    words = quote if len(quote) <= QUOTED else quote[: QUOTED - 1] + "…"
    day = f" ({dataset.released})" if dataset.released else ""
    doi = f" https://doi.org/{dataset.doi}" if dataset.doi else ""
    english = f"{dataset.publisher}. {dataset.title_en}, version {dataset.version}{day}. Row {row_id} of table {table}"
    chinese = f"{dataset.publisher_zh}. {dataset.title_zh}，{dataset.version}版{day}。{table}表{row_id}行"
    return f"{english}{f', “{words}”' if words else ''}.{doi}", f"{chinese}{f'“{words}”' if words else ''}。{doi}"
