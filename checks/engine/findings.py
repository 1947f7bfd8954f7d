"""Build findings from a check and a frame."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS, Strings
from scholint.checks.message import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scholint.checks.rule import Check, Rule, Severity

ORDER = ("source", "line", "rule", "field", "message", "fingerprint")
"""The order of findings. It is complete, so that two runs over the same input give the same bytes."""


def violating(check: Check) -> pl.Expr:
    """Boolean, never null: the check looks at the record, can decide about it, and the record violates it."""
    flag = check.violates
    if check.when is not None:
        flag = check.when & flag
    if check.undecided is not None:
        flag = flag & ~check.undecided.fill_null(value=False)
    return flag.fill_null(value=False)


def described(rule: Rule, check: Check, severity: Severity) -> list[pl.Expr]:
    """Return the parts of findings, as expressions, for `assembled`.

    They are for a frame of violating records with `source`, `line`, `record`, and the columns of the check.
    """
    value = pl.col("value" if check.field == "*" else check.field) if check.value is None else check.value
    return [
        pl.lit(rule.code).alias("rule"),
        pl.lit(rule.name).alias("name"),
        (pl.lit(severity) if check.severity is None else check.severity).alias("severity"),
        pl.col("source"),
        pl.col("line"),
        pl.col("record"),
        (pl.col("field") if check.field == "*" else pl.lit(check.field)).alias("field"),
        (pl.lit(check.message) if isinstance(check.message, str) else check.message).alias("message"),
        _evidence(check).alias("evidence"),
        *_fix_parts(check),
        value.cast(pl.String).alias("offending"),
    ]


def assembled(parts: pl.LazyFrame, check: Check) -> pl.LazyFrame:
    """Return the columns of findings. `parts`: a frame with the expressions of `described`, and any other columns.

    The result has no `fingerprint`. Instead it has `offending`, the complete value, from which `sealed` computes it.
    """
    # A separate step, because Polars computes an expression twice if both a condition and its branch use it.
    made = parts.with_columns(value=shortened(pl.col("offending")), fix=_fix(check))
    return made.select(*_COLUMNS, pl.exclude(*_COLUMNS, "fixed", "fix_safe"))


FIX_KINDS = (
    pl.col("fix").struct.field("field").alias("field"),
    (pl.col("fix").struct.field("value").list.len() > 1).alias("several"),
    pl.col("fix").struct.field("safe").alias("safe"),
)
"""The columns by which fixes are counted: the field, whether the fix replaces one value by several, and `safe`."""
_COLUMNS = (
    *("rule", "name", "severity", "source", "line", "record", "field"),
    *("value", "message", "evidence", "fix", "offending"),
)


def sealed(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings frame: compute fingerprints from `offending`, and sort the rows by ORDER."""
    # A loop, because Polars' own hash differs between versions. It takes 0.7 µs per finding, measured on 400,000.
    parts = (findings[name] for name in ("rule", "record", "field", "offending"))
    prints = [fingerprint(*row) for row in zip(*parts, strict=True)]
    return (
        findings.drop("offending")
        .with_columns(pl.Series("fingerprint", prints, pl.String()))
        .select(FINDINGS.schema.names())
        .sort(ORDER)
    )


def fingerprint(rule: str, record: str, field: str, value: str | None) -> str:
    """Return 16 hexadecimal digits. They are the same on every machine and for every order of records."""
    whole = "\x1f".join((rule, record, field, "\x00" if value is None else value))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def merged(findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return all findings as one frame, sorted by ORDER."""
    return pl.concat([FINDINGS.empty(), *findings]).sort(ORDER)


def _evidence(check: Check) -> pl.Expr:
    if not check.evidence:
        return pl.lit(None, pl.String)
    fields = [e.alias(name) for name, e in check.evidence.items()]
    return pl.struct(fields).struct.json_encode()


def _fix_parts(check: Check) -> list[pl.Expr]:
    """Return `fixed` (the new content, or whether to delete the record) and `fix_safe`; an empty list without a fix."""
    fix = check.fix
    if fix is None:
        return []
    safe = fix.safe if isinstance(fix.safe, pl.Expr) else pl.lit(fix.safe)
    return [
        (fix.value if fix.removes is None else fix.removes).alias("fixed"),
        safe.alias("fix_safe"),
    ]


def _fix(check: Check) -> pl.Expr:
    """Struct: the `fix` of a finding, from the columns of `_fix_parts`."""
    fix = check.fix
    if fix is None:
        return pl.lit(None, FINDINGS.columns["fix"].dtype)
    fix_struct = pl.struct(
        (pl.col("field") if check.field == "*" else pl.lit(fix.field or check.field)).alias("field"),
        # A text becomes a list with one entry; a list does not change.
        (pl.concat_list("fixed") if fix.removes is None else pl.lit(None, Strings)).alias("value"),
        pl.col("fix_safe").alias("safe"),
    )
    return pl.when(pl.col("fixed").is_not_null() if fix.removes is None else pl.col("fixed")).then(fix_struct)
