"""An ISSN that is not written as four digits, a hyphen, three digits and a check character.

## Why it matters
Journals are matched by ISSN: what is not written like one matches nothing, or two in one field match neither.

## How to fix
Write NNNN-NNNC, each ISSN by itself.

## Fix safety
Safe where the check digit is right: the digits stay; label, white space, hyphen and case are set right, and several
in one entry become as many entries where the check digits of all are right. Unsafe where zeros are put back that a
spreadsheet took away.

## What is not flagged
Where only the hyphen is missing or the x is small, the severity is info: most programs mend that themselves.
Several ISSNs in one field, one with other text around it, and an ISBN, which some formats keep in the same field, are
a warning: only what holds neither is an error. Words that stand for nothing pass here.
What most records of a file have in common is told once, and so is one value in many records.

## References
- ISO 3297:2022, 4 (structure of the ISSN)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Grouping, Scan, rule
from scholint.checks.values.issn import issn_is_valid

_RIGHT = r"^[0-9]{4}-[0-9]{3}[0-9X]$"
_MILD = r"^\s*[0-9]{4}-?[0-9]{3}[0-9Xx]\s*$"
_MEDIUM = r"(?:\((?:print|online|electronic|linking|issn|p|e)\)|<br ?/?>)?"
_NEAR = rf"(?i)^\s*\{{?(?:https?://portal\.issn\.org/resource/issn/)?(?:(?:e-?|p-?)?issn[-:\s]*)?\d{{4}}\s*[-‐-―−]?\s*\d{{3}}[\dx]\s*{_MEDIUM}\}}?\s*$"
_HELD = r"(?:^|[^\d-])\d{4}-?\d{3}[\dXx](?:[^\d-]|\d{4}-|$)"
_ONE = r"\d{4}-?\d{3}[\dXx]"
_SEVERAL = rf"(?i)^\W*(?:(?:e-?|p-?)?(?:issn[-:\s]*)?{_ONE}\s*{_MEDIUM}(?:\W+and\b)?\W*){{2,}}$"
# Ten digits or thirteen, with hyphens; ten without are counted as one only where the check digit is right.
_ISBN = r"(?i)^\s*(?:isbn[-:\s]*)?(?:97[89][- ]?(?:\d[- ]?){9}\d|\d[- ](?:\d[- ]?){8}[\dX]|\d{2,5}[- ](?:\d[- ]?){4,7}[\dX])\s*$"
_DIGITS = 10


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
        pl.element().filter(~pl.element().str.contains(_RIGHT) & pl.element().str.contains(r"\d"))
    )
    item = pl.col("idn001_item")
    bare = item.str.to_uppercase().str.replace(r"^.*?(\d{4})\D*?(\d{3})\W*?([\dX]).*$", "$1$2$3")
    # Most lack the hyphen alone, and are not searched further.
    odd = pl.when(item.str.contains(_MILD)).then(pl.lit("")).otherwise(item)
    short = odd.str.extract(r"^\s*(\d{5,7}[\dXx]?)\s*$", 1).str.to_uppercase().str.zfill(8)
    digits = pl.when(item.str.contains(_NEAR)).then(bare).otherwise(short)
    mended = pl.concat_str(digits.str.slice(0, 4), pl.lit("-"), digits.str.slice(4))
    each = odd.str.extract_all(_ONE).list.eval(_hyphenated(pl.element().str.to_uppercase()))
    split = each.list.eval(issn_is_valid(pl.element())).list.all() & odd.str.contains(_SEVERAL)
    isbn = _is_isbn(odd)
    held = odd.str.contains(_NEAR) | odd.str.contains(_HELD)
    return Check(
        field="issns",
        violates=item.is_not_null(),
        severity=pl.when(item.str.contains(_MILD))
        .then(pl.lit("info"))
        .when(held | isbn)
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        message=pl.format(
            "{} {}",
            quoted(item),
            pl.when(isbn)
            .then(pl.lit("is an ISBN, not an ISSN"))
            .when(odd.str.contains(_SEVERAL))
            .then(
                pl.format(
                    "holds {} ISSNs in one entry",
                    each.list.len().replace_strict({2: "two"}, default="several"),
                )
            )
            .when(issn_is_valid(mended) & item.str.contains(r"^\s*\d{7}[\dXx]\s*$"))
            .then(pl.lit("is an ISSN without its hyphen"))
            .when(issn_is_valid(mended) & item.str.contains(r"^\d{4}-\d{3}x$"))
            .then(pl.lit("is an ISSN with a small x"))
            .otherwise(pl.lit("is not written as an ISSN")),
        ),
        value=item,
        fix=Fix(
            value=pl.when(issn_is_valid(mended))
            .then(pl.concat_list(mended))
            .when(split)
            .then(each.list.unique(maintain_order=True)),
            safe=item.str.contains(_NEAR) | split,
        ),
        scan=Scan(every_entry=True, steps=[{"idn001_item": wrong.list.first()}]),
        grouping=Grouping(common=True),
    )


def _hyphenated(item: pl.Expr) -> pl.Expr:
    return item.str.replace(r"^(\d{4})-?", "${1}-")


def _is_isbn(item: pl.Expr) -> pl.Expr:
    """Boolean: written as an ISBN is, or ten characters with an ISBN's check digit (ISO 2108:2005, modulus 11)."""
    value = [item.str.slice(i, 1).replace("X", "10").cast(pl.Int32, strict=False) for i in range(_DIGITS)]
    right = pl.sum_horizontal(v * (_DIGITS - i) for i, v in enumerate(value)) % 11 == 0
    return item.str.contains(_ISBN) | (item.str.contains(r"^\d{9}[\dX]$") & right)
