"""scholint: a data-quality linter for scholarly metadata."""

__version__ = "0.1.0"
