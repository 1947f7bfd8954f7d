"""Field contains only punctuation or invisible characters.

## Why it matters
The field counts as filled but contains nothing readable.

## How to fix
Clear the field, and find out why the source has no value.

## Fix safety
Safe. The fix clears the field (null in JSON, an empty cell in a table), which contained nothing readable.

## What is not flagged
- Fields that contain only whitespace, because they count as empty (reported by EMP001 to EMP009).
- Placeholders such as `-` or `?` (reported by EMP010).
- Titles with visible characters, such as `?!`, because works of art and papers on logic have such titles.

## References
- Unicode Standard, section 4.5 (general categories P, S, Cf, Z)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted, visible
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.doi import INVISIBLE
from scholint.checks.values.text import keep_matching
from scholint.seeds.words import placeholders

_FIELDS = ("title", "abstract", "journal", "publisher", "doi", "volume", "issue", "pages")
_NO_LETTER_OR_DIGIT = rf"^(?:[\pP\pS\pZ\pC]|{INVISIBLE})+$"


@rule(
    code="EMP011",
    severity="warning",
    fields=["title", "abstract", "journal", "publisher", "doi", "volume", "issue", "pages"],
    since="0.1.0",
    traits=["empties"],
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "\u200b"},
    good={"title": "?!", "doi": "10.1000/1", "journal": "Tides"},
)
def blank_value() -> list[Check]:
    """Return checks that flag fields that contain no letter or digit of any script."""
    return [_check(name) for name in _FIELDS]


def _check(name: str) -> Check:
    value = keep_matching(pl.col(name), _NO_LETTER_OR_DIGIT)
    is_visible = value.str.contains(r"[\pP\pS]")
    placeholder = value.str.strip_chars().is_in([*placeholders()["dashes"], *placeholders()["machine"]])
    blank = (value.str.strip_chars() != "") & ~placeholder
    return Check(
        field=name,
        violates=blank & ~is_visible if name == "title" else blank,
        message=pl.format(
            f"{TEXT_LABELS[name]} contains only punctuation or invisible characters: {{}}",
            quoted(visible(pl.col(name))),
        ),
        fix=Fix(value=pl.lit(""), safe=True),
    )
