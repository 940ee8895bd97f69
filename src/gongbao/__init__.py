"""gongbao (公报): reads a Chinese government work report into validated, traceable tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongbao.errors import GongbaoError
from gongbao.version import __version__

if TYPE_CHECKING:
    from gongbao.api import ReportValue, load, read_report

__all__ = ["GongbaoError", "ReportValue", "__version__", "load", "read_report"]


def __getattr__(name: str) -> Any:
    """Load the engine when it is asked for, so that a command can say something before it is there."""
    if name in __all__:
        from gongbao import api

        return getattr(api, name)
    raise AttributeError(f"module 'gongbao' has no attribute {name!r}")
