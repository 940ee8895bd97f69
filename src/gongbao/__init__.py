"""gongbao (公报): reads a Chinese government work report into validated, traceable tables."""
