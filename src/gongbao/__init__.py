"""gongbao (公报): reads a Chinese government work report into validated, traceable tables."""

from gongbao.api import ReportValue, load, read_report
from gongbao.errors import GongbaoError
from gongbao.version import __version__

__all__ = ["GongbaoError", "ReportValue", "__version__", "load", "read_report"]
