"""The version of the code: its public face by Semantic Versioning; the data have a version of their own."""

__version__ = "1.1.0"
