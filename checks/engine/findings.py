"""From a check and a frame to findings."""

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
"""The total order of findings: two runs over the same input give the same bytes."""


def violating(check: Check) -> pl.Expr:
    """Boolean, never null: the record was looked at, has a verdict, and violates."""
    flag = check.violates
    if check.when is not None:
        flag = check.when & flag
    if check.undecided is not None:
        flag = flag & ~check.undecided.fill_null(value=False)
    return flag.fill_null(value=False)


def described(rule: Rule, check: Check, severity: Severity) -> list[pl.Expr]:
    """Return what findings are made of as expressions over a frame of violating records, for `assembled`.

    The frame has `source`, `line` and `record`.
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
        *_proposed(check),
        value.cast(pl.String).alias("offending"),
    ]


def assembled(parts: pl.LazyFrame, check: Check) -> pl.LazyFrame:
    """Return the findings' columns, of the frame that `described` makes, and whatever else it has.

    In place of `fingerprint` stands `offending`, the whole value, from which `sealed` makes the fingerprint.
    """
    # A step of its own, since Polars computes what stands in a condition and in its branch twice.
    made = parts.with_columns(value=shortened(pl.col("offending")), fix=_fix(check))
    return made.select(*_COLUMNS, pl.exclude(*_COLUMNS, "fixed", "fix_safe"))


FIX_KINDS = (
    pl.col("fix").struct.field("field").alias("field"),
    (pl.col("fix").struct.field("value").list.len() > 1).alias("several"),
    pl.col("fix").struct.field("safe").alias("safe"),
)
"""By what findings with a fix are counted: the fix's field, whether it makes several values of one, and `safe`."""
_COLUMNS = (
    *("rule", "name", "severity", "source", "line", "record", "field"),
    *("value", "message", "evidence", "fix", "offending"),
)


def sealed(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings frame: `offending` turned into the fingerprint, rows in the total order."""
    # A loop, since Polars' own hash differs between versions: 0.7 µs a finding, measured on 400,000.
    parts = (findings[name] for name in ("rule", "record", "field", "offending"))
    prints = [fingerprint(*row) for row in zip(*parts, strict=True)]
    return (
        findings.drop("offending")
        .with_columns(pl.Series("fingerprint", prints, pl.String()))
        .select(FINDINGS.schema.names())
        .sort(ORDER)
    )


def fingerprint(rule: str, record: str, field: str, value: str | None) -> str:
    """Return 16 hexadecimal digits, the same on every machine and for every order of records."""
    whole = "\x1f".join((rule, record, field, "\x00" if value is None else value))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def merged(findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return one findings frame in the total order."""
    return pl.concat([FINDINGS.empty(), *findings]).sort(ORDER)


def _evidence(check: Check) -> pl.Expr:
    if not check.evidence:
        return pl.lit(None, pl.String)
    fields = [e.alias(name) for name, e in check.evidence.items()]
    return pl.struct(fields).struct.json_encode()


def _proposed(check: Check) -> list[pl.Expr]:
    """Return `fixed`, the new content or whether the fix applies, and `fix_safe`; nothing where there is no fix."""
    fix = check.fix
    if fix is None:
        return []
    safe = fix.safe if isinstance(fix.safe, pl.Expr) else pl.lit(fix.safe)
    return [
        (fix.value if fix.removes is None else fix.removes).alias("fixed"),
        safe.alias("fix_safe"),
    ]


def _fix(check: Check) -> pl.Expr:
    """Struct: the findings' `fix`, made of what `_proposed` gives."""
    fix = check.fix
    if fix is None:
        return pl.lit(None, FINDINGS.columns["fix"].dtype)
    proposal = pl.struct(
        (pl.col("field") if check.field == "*" else pl.lit(fix.field or check.field)).alias("field"),
        # Of a text a list of one, of a list the list itself.
        (pl.concat_list("fixed") if fix.removes is None else pl.lit(None, Strings)).alias("value"),
        pl.col("fix_safe").alias("safe"),
    )
    return pl.when(pl.col("fixed").is_not_null() if fix.removes is None else pl.col("fixed")).then(proposal)
