"""What the current data say of themselves: released, or on their way to the next release."""

from __future__ import annotations

from gongbao.citing.citations import release_database
from gongbao.seeds.dataset import load_dataset
from support.paths import SEEDS

CURRENT = load_dataset(SEEDS)
CITED_YEAR = str(CURRENT.released.year) if CURRENT.released else "n.d."
"""The year in a citation of the current data; none before they are released."""
LASTING = release_database(CURRENT) if CURRENT.released else CURRENT.name
"""The database that a permalink of the current data leads to."""
