"""ISSN is not written as NNNN-NNNC.

## Why it matters
Journals are matched by ISSN, and a malformed ISSN matches nothing.

The severity depends on the entry:

- info: only the hyphen is missing, or the check digit is a lowercase `x`. Most programs correct this themselves.
- warning: the entry contains several ISSNs, an ISSN and other text, or an ISBN, which some formats keep in this field.
- error: the entry contains none of these.

## How to fix
1. Write `NNNN-NNNC`: four digits, a hyphen, three digits, and the check digit, which is a digit or an uppercase `X`.
2. Give each of several ISSNs its own entry.
3. Move an ISBN to its own field.

## Fix safety
Safe if the check digit is correct: the fix changes the label, whitespace, hyphen, and letter case, and keeps the
digits. It splits an entry that contains several ISSNs if all their check digits are correct. Unsafe if the fix restores
leading zeros, which spreadsheets delete.

## What is not flagged
- Entries without a digit, such as `N/A`.
- A wrong check digit in an ISSN of the correct form (reported by IDN002).
- Individual records, if most records of a source have the same problem, or many have it with the same value. They are
  reported once for the source.

## References
- ISO 3297:2022, section 4 (structure of the ISSN)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Folding, Scan, rule
from scholint.checks.values.issn import issn_is_valid, with_hyphen

_FORM = r"^[0-9]{4}-[0-9]{3}[0-9X]$"
# An ISSN that only lacks the hyphen, or whose check digit is a lowercase x.
_NEARLY_FORM = r"^\s*[0-9]{4}-?[0-9]{3}[0-9Xx]\s*$"
# PubMed and library exports write the medium or the label after the number. Web pages leave a line break.
_MEDIUM = r"(?:\((?:print|online|electronic|linking|issn|p|e)\)|<br ?/?>)?"
# Text before an ISSN: an opening brace of BibTeX, the address of the ISSN Portal, or a label.
_BEFORE = r"\{?(?:https?://portal\.issn\.org/resource/issn/)?(?:(?:e-?|p-?)?issn[-:\s]*)?"
_DIGITS = r"\d{4}\s*[-‐-―−]?\s*\d{3}[\dx]"
_ONE_WITH_LABELS = rf"(?i)^\s*{_BEFORE}{_DIGITS}\s*{_MEDIUM}\}}?\s*$"
_ISSN = r"\d{4}-?\d{3}[\dXx]"
# An ISSN anywhere in the entry. A second ISSN may follow it without a space.
_CONTAINS_ISSN = r"(?:^|[^\d-])\d{4}-?\d{3}[\dXx](?:[^\d-]|\d{4}-|$)"
_SEVERAL = rf"(?i)^\W*(?:(?:e-?|p-?)?(?:issn[-:\s]*)?{_ISSN}\s*{_MEDIUM}(?:\W+and\b)?\W*){{2,}}$"
# ISBNs with hyphens. Ten characters without hyphens count as an ISBN only if the check digit is correct.
_ISBN_13 = r"97[89][- ]?(?:\d[- ]?){9}\d"
_ISBN_10 = r"\d[- ](?:\d[- ]?){8}[\dX]|\d{2,5}[- ](?:\d[- ]?){4,7}[\dX]"
_ISBN = rf"(?i)^\s*(?:isbn[-:\s]*)?(?:{_ISBN_13}|{_ISBN_10})\s*$"
_ISBN_10_LENGTH = 10


@rule(
    code="IDN001",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-847"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8471", "2434-561X"]},
)
def issn_syntax() -> Check:
    """Return a check that flags malformed ISSNs.

    The first malformed entry of a record is compared with common mistakes.
    """
    wrong = pl.col("issns").list.eval(
        pl.element().filter(~pl.element().str.contains(_FORM) & pl.element().str.contains(r"\d"))
    )
    item = pl.col("idn001_item")
    bare = item.str.to_uppercase().str.replace(r"^.*?(\d{4})\D*?(\d{3})\W*?([\dX]).*$", "$1$2$3")
    # Most malformed entries only lack the hyphen. The expensive patterns do not search them.
    odd = pl.when(item.str.contains(_NEARLY_FORM)).then(pl.lit("")).otherwise(item)
    short = odd.str.extract(r"^\s*(\d{5,7}[\dXx]?)\s*$", 1).str.to_uppercase().str.zfill(8)
    digits = pl.when(item.str.contains(_ONE_WITH_LABELS)).then(bare).otherwise(short)
    fixed = with_hyphen(digits)
    each = odd.str.extract_all(_ISSN).list.eval(_hyphenated(pl.element().str.to_uppercase()))
    split = each.list.eval(issn_is_valid(pl.element())).list.all() & odd.str.contains(_SEVERAL)
    isbn = _is_isbn(odd)
    contains_issn = odd.str.contains(_ONE_WITH_LABELS) | odd.str.contains(_CONTAINS_ISSN)
    return Check(
        field="issns",
        violates=item.is_not_null(),
        severity=pl.when(item.str.contains(_NEARLY_FORM))
        .then(pl.lit("info"))
        .when(contains_issn | isbn)
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        message=pl.when(isbn)
        .then(pl.format("{} is an ISBN, not an ISSN", quoted(item)))
        .when(odd.str.contains(_SEVERAL))
        .then(pl.format("ISSN entry {} contains {} ISSNs", quoted(item), each.list.len()))
        .when(issn_is_valid(fixed) & item.str.contains(r"^\s*\d{7}[\dXx]\s*$"))
        .then(pl.format("ISSN {} has no hyphen, expected NNNN-NNNC", quoted(item)))
        .when(issn_is_valid(fixed) & item.str.contains(r"^\d{4}-\d{3}x$"))
        .then(pl.format("ISSN {} has a lowercase check digit, expected X", quoted(item)))
        .otherwise(pl.format("ISSN {} is malformed, expected NNNN-NNNC", quoted(item))),
        value=item,
        fix=Fix(
            value=pl.when(issn_is_valid(fixed))
            .then(pl.concat_list(fixed))
            .when(split)
            .then(each.list.unique(maintain_order=True)),
            safe=item.str.contains(_ONE_WITH_LABELS) | split,
        ),
        scan=Scan(every_entry=True, steps=[{"idn001_item": wrong.list.first()}]),
        folding=Folding(common=True),
    )


def _hyphenated(item: pl.Expr) -> pl.Expr:
    return item.str.replace(r"^(\d{4})-?", "${1}-")


def _is_isbn(item: pl.Expr) -> pl.Expr:
    """Boolean: true for the form of an ISBN, or ten characters with a correct check digit (ISO 2108:2005, modulus 11)."""
    value = [
        item.str.slice(i, 1).replace("X", "10").cast(pl.Int32, strict=False) for i in range(_ISBN_10_LENGTH)
    ]
    right = pl.sum_horizontal(v * (_ISBN_10_LENGTH - i) for i, v in enumerate(value)) % 11 == 0
    return item.str.contains(_ISBN) | (item.str.contains(r"^\d{9}[\dX]$") & right)
