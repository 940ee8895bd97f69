"""The static edition that all tests of this room look at."""

from __future__ import annotations

from support.editions import edition as edition
from support.editions import few as few
