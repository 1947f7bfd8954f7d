"""An ISSN whose check digit is wrong: no journal can have it.

## Why it matters
One digit was mistyped: the record matches no journal, or another one.

## How to fix
Look the journal up in the ISSN portal and copy its ISSN from there.

## What is not flagged
Looked at in any writing (without hyphen, with a small x); ISSNs that are not written as such are `IDN001`.
Nothing but zeros is told too: the sum is right, yet no journal has it.

## References
- ISO 3297:2022, Annex A (check character, modulus 11)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.issn import issn_is_valid

# Right by its check digit, and assigned to nobody.
_ZEROS = "0000-0000"


@rule(
    code="IDN002",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8472"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8471"]},
)
def issn_check_digit() -> Check:
    """Compute the check digit of every item that is written like an ISSN."""
    items = pl.col("issns").list.eval(_written(pl.element()))
    wrong = pl.col("issns").list.gather(
        items.list.eval(
            (
                pl.element().is_not_null()
                & (~issn_is_valid(pl.element()) | (pl.element() == _ZEROS)).fill_null(value=False)
            ).arg_true()
        )
    )
    item = wrong.list.first()
    return Check(
        field="issns",
        violates=wrong.list.len() > 0,
        message=pl.format(
            "{} {}",
            quoted(item),
            pl.when(item.str.contains(r"^[\s0-]*$"))
            .then(pl.lit("stands for no journal"))
            .otherwise(pl.lit("has a wrong check digit")),
        ),
        value=item,
    )


def _written(item: pl.Expr) -> pl.Expr:
    """String: NNNN-NNNC, null for what is not written like an ISSN."""
    bare = item.str.extract(r"^\s*(\d{4}-?\d{3}[\dXx])\s*$", 1).str.replace("-", "", literal=True)
    return pl.concat_str(bare.str.slice(0, 4), pl.lit("-"), bare.str.slice(4))
