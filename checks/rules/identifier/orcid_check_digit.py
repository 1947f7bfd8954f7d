"""ORCID iD has a wrong check digit or length.

## Why it matters
Nobody has this identifier, so credit is lost and the link leads nowhere.

## How to fix
Ask the author, or search the ORCID registry for the name.

## What is not flagged
- A correct iD with or without hyphens, with a label, or as a URL.
- Entries without a digit.

## References
- ORCID, structure of the ORCID identifier (ISO 7064, MOD 11-2),
  https://support.orcid.org/hc/en-us/articles/360006897674
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Sixteen characters at the end, after any URL or label.
_NUMBER = r"(?:^|[^\dXx‐-―-])((?:\d{4}[-\s‐-―]?){3}\d{3}[\dXx])\s*(?:/|\(orcid\))?\s*$"


@rule(
    code="IDN004",
    severity="error",
    fields=["orcids"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "orcids": ["0000-0002-1825-0098"]},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "orcids": ["https://orcid.org/0000-0002-1825-0097"],
    },
)
def orcid_check_digit() -> Check:
    """Return a check that flags ORCID iDs with a wrong check digit or length."""
    number = pl.coalesce(pl.element().str.extract(_NUMBER, 1), pl.element())
    bare = number.str.replace_all(r"[-\s‐-―/]", "")
    wrong = pl.col("orcids").list.gather(
        pl.col("orcids").list.eval((pl.element().str.contains(r"\d") & ~_is_valid(bare)).arg_true())
    )
    item = wrong.list.first()
    return Check(
        field="orcids",
        violates=wrong.list.len() > 0,
        message=pl.format("ORCID iD {} {}", quoted(item), _fault(item)),
        value=item,
    )


def _is_valid(bare: pl.Expr) -> pl.Expr:
    """Boolean: true for sixteen characters whose last one is the correct check digit (ISO 7064, MOD 11-2)."""
    total = pl.lit(0)
    for i in range(15):
        total = (total + bare.str.slice(i, 1).cast(pl.Int64, strict=False)) * 2
    check = (12 - total % 11) % 11
    last = bare.str.slice(15).str.to_uppercase().replace("X", "10").cast(pl.Int64, strict=False)
    return (bare.str.contains(r"^\d{15}[\dXx]$") & (check == last)).fill_null(value=False)


def _fault(item: pl.Expr) -> pl.Expr:
    whole = item.str.contains(r"(?:\d{4}-?){3}\d{3}[\dXx]\s*/?$")
    wrong, short = pl.lit("has a wrong check digit"), pl.lit("does not have 16 digits")
    return pl.when(whole).then(wrong).otherwise(short)
