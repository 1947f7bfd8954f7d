"""Values that say that there is no value."""

from __future__ import annotations

PLACEHOLDER_OR_PUNCTUATION = r"(?i)^\W*(?:n/?a|null|none|nan|unknown|undefined)?\W*$"
"""The whole value is a placeholder that programs write, or has no letter or digit at all.

Rules about the form of identifiers and URLs do not flag it: such an entry is empty rather than malformed.
"""
