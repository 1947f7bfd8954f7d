"""ROR ID has a wrong checksum or form.

## Why it matters
The affiliation is credited to no organization, or to a different one.

## How to fix
Search for the organization at https://ror.org, and copy its ROR ID.

## What is not flagged
- A correct ROR ID with or without `https://ror.org/`, in any letter case.
- Empty entries.

A ROR ID consists of `0`, six letters or digits (without `i`, `l`, `o`, and `u`), and a checksum of two digits.

## References
- ROR, ROR identifier pattern (ISO 7064, MOD 97-10), https://ror.readme.io/docs/ror-identifier-pattern
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Crockford's alphabet for numbers of base 32.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@rule(
    code="IDN011",
    severity="info",
    fields=["rors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "rors": ["https://ror.org/02mhbdp95"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "rors": ["https://ror.org/02mhbdp94"]},
)
def ror_check_digit() -> Check:
    """Return a check that flags ROR IDs with a wrong checksum or form."""
    wrong = (
        pl.col("rors")
        .list.eval(
            pl.element().filter(
                ~_is_valid(pl.element().str.to_lowercase().str.strip_chars())
                & pl.element().str.contains(r"\S")
            )
        )
        .list.first()
    )
    return Check(
        field="rors",
        when=pl.col("rors").list.len() > 0,
        violates=wrong.is_not_null(),
        message=pl.format("ROR ID {} has a wrong checksum or form", quoted(wrong)),
        value=wrong,
    )


def _is_valid(ror: pl.Expr) -> pl.Expr:
    bare = ror.str.extract(r"^(?:https?://)?(?:ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6}\d\d)$", 1)
    digits = [
        bare.str.slice(i, 1).replace_strict(
            {c: n for n, c in enumerate(_ALPHABET)}, default=None, return_dtype=pl.Int64
        )
        for i in range(7)
    ]
    number = pl.sum_horizontal(d * 32 ** (6 - i) for i, d in enumerate(digits))
    check = bare.str.slice(7, 2).cast(pl.Int64, strict=False)
    return (98 - (number * 100) % 97 == check).fill_null(value=False)
