"""The version of scholint. This module imports nothing."""

from __future__ import annotations

VERSION = "0.1.0"
