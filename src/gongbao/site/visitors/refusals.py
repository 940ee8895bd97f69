"""Requests that are not answered now: too many are waiting, or one visitor asks too often."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Base400


class Later(Base400):  # type: ignore[misc]
    """A request that may be made again after `seconds`."""

    def __init__(self, message: Any, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that say so."""
        return {"retry-after": str(self.seconds), "cache-control": "no-store"}


class Busy(Later):
    """Too many statements are waiting for a worker."""

    status = 503


class TooOften(Later):
    """One visitor asked more often than is allowed."""

    status = 429
