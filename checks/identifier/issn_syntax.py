"""An ISSN that is not written as four digits, a hyphen, three digits and a check character.

## Why is this bad?
Journals are matched by ISSN: what is not written like one matches nothing, or two in one field match neither.

## How to mend
Write NNNN-NNNC, each ISSN by itself.

## Fix safety
Safe: the digits stay; label, white space, hyphen and case are set right. Two ISSNs in one are left alone.

## Known limits
Where only the hyphen is missing or the x is small, the severity is info: most programs mend that themselves.
Several ISSNs in one field, or one with a label or a medium around it, are a warning: only what holds no ISSN at all
is an error. Words that stand for nothing pass here.

## References
- ISO 3297:2022, 4 (structure of the ISSN)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, Fix, rule

_RIGHT = r"^\d{4}-\d{3}[\dX]$"
_MILD = r"^\s*\d{4}-?\d{3}[\dXx]\s*$"
_NEAR = r"(?i)^\s*\{?(?:https?://portal\.issn\.org/resource/issn/)?(?:(?:e-?|p-?)?issn[-:\s]*)?\d{4}\s*[-‐-―−]?\s*\d{3}[\dx]\s*(?:\((?:print|online|electronic|linking|issn|p|e)\))?\}?\s*$"
_SEVERAL = r"\d{3}[\dXx]\D+\d{4}-?\d{3}[\dXx]"


@rule(
    code="IDN001",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-847"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8471", "2434-561X"]},
)
def issn_syntax() -> Check:
    """Take the first item that is not an ISSN; say how far off it is."""
    wrong = pl.col("issns").list.eval(
        pl.element().filter(~pl.element().str.contains(_RIGHT) & pl.element().str.contains(r"[0-9]"))
    )
    item = wrong.list.first()
    bare = item.str.to_uppercase().str.replace(r"^.*?(\d{4})\D*?(\d{3})\W*?([\dX]).*$", "$1$2$3")
    mended = pl.when(item.str.contains(_NEAR)).then(
        pl.concat_str(bare.str.slice(0, 4), pl.lit("-"), bare.str.slice(4))
    )
    return Check(
        field="issns",
        violates=wrong.list.len() > 0,
        severity=pl.when(item.str.contains(_MILD))
        .then(pl.lit("info"))
        .when(mended.is_not_null() | item.str.contains(_SEVERAL))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        message=pl.format("{} is not written as an ISSN", quoted(item)),
        value=item,
        fix=Fix(value=mended, safe=True),
    )
