"""Field contains a placeholder, such as `N/A`, `null`, or `undefined`.

## Why it matters
The field counts as filled, readers see the placeholder, and unrelated records appear to match.

## How to fix
Clear the field, and find out why the source has no value.

## Fix safety
Safe. The fix clears the field (null in JSON, an empty cell in a table). The placeholder contains no information.

## What is not flagged
- Placeholders that are only a part of the value, except for titles and abstracts that start with `Lorem ipsum dolor`.
- Words that may be names: `None` and `Unknown` as a journal, and `None`, `Unknown`, `Null`, and `Nan` as an author.
- `Untitled`, `Unknown`, and similar words as a title, if the record has an author.
- Volume 0 and issue 0, because they exist. An impact factor of 0 is flagged.
- The codes that the DataCite schema defines, such as `(:unav)`.
- Pages such as `n/a-n/a` and `--` (reported by PAG002).

## References
- DataCite, standard values for unknown information, https://datacite-metadata-schema.readthedocs.io/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.seeds.words import placeholders

if TYPE_CHECKING:
    from collections.abc import Sequence

# Real people have these names.
_NAMES = ("null", "nan")
# Maximum length in bytes, including outer spaces. Longer values, such as most abstracts, are not compared.
_LONGEST = 80
# PAG002 reports these in volume, issue, and pages.
_DOUBLE_DASHES = ("--", "---")
_LOREM_IPSUM = r"(?i)^\s*lorem ipsum dolor\b"


@rule(
    code="EMP010",
    severity="warning",
    fields=[
        "title",
        "abstract",
        "journal",
        "publisher",
        "doi",
        "volume",
        "issue",
        "pages",
        "published",
        "year",
        "impact_factor",
        "authors",
    ],
    since="0.1.0",
    traits=["empties"],
    bad={"title": "A study of tides", "doi": "10.1000/1", "volume": "N/A"},
    good={"title": "A study of tides", "doi": "10.1000/1", "volume": "0", "authors": ["Anna Null"]},
)
def placeholder_value() -> list[Check]:
    """Return checks that flag fields with a placeholder that is never a real value of the field."""
    words = placeholders()
    common = [*words["machine"], *words["people"], *words["dashes"]]
    single = [word for word in common if word not in _DOUBLE_DASHES]
    no_author = (pl.col("authors").list.len() == 0) | pl.col("authors").is_null()
    title = pl.col("title").str.strip_chars().str.to_lowercase()
    return [
        _check(
            "title",
            _is_one_of("title", [*words["machine"], "lorem ipsum"])
            | pl.col("title").str.contains(_LOREM_IPSUM)
            | (title.is_in(words["soft_titles"]) & no_author),
        ),
        _check("journal", _is_one_of("journal", words["machine"])),
        _check("doi", _is_one_of("doi", [*common, *words["filler"]])),
        _check(
            "abstract",
            _is_one_of("abstract", [*common, *words["filler"]])
            | pl.col("abstract").str.contains(_LOREM_IPSUM),
        ),
        _check("publisher", _is_one_of("publisher", common)),
        *(_check(name, _is_one_of(name, single)) for name in ("volume", "issue", "pages")),
        *(
            _check(name, _is_one_of(name, [*common, "0", "0000", "0000-00-00"]))
            for name in ("published", "year")
        ),
        _check(
            "impact_factor",
            _is_one_of("impact_factor", common) | pl.col("impact_factor").str.contains(r"^\s*0(\.0*)?\s*$"),
        ),
        _author_check([word for word in words["machine"] if word not in _NAMES]),
    ]


def _is_one_of(name: str, words: Sequence[str]) -> pl.Expr:
    short = pl.when(pl.col(name).str.len_bytes() <= _LONGEST).then(pl.col(name)).otherwise(pl.lit(" "))
    return short.str.strip_chars().str.to_lowercase().is_in(list(words))


def _check(name: str, violates: pl.Expr) -> Check:
    message = pl.format(f"{TEXT_LABELS[name]} {{}} is a placeholder", quoted(name))
    return Check(field=name, violates=violates, message=message, fix=Fix(value=pl.lit(""), safe=True))


def _author_check(words: Sequence[str]) -> Check:
    # Most lists contain no placeholder; searching the joined text first is faster than comparing each entry.
    joined = pl.col("authors").list.join("\n").str.to_lowercase()
    likely = pl.when(joined.str.contains_any(list(words))).then(pl.col("authors"))
    found = likely.list.eval(
        pl.element().filter(pl.element().str.strip_chars().str.to_lowercase().is_in(list(words)))
    )
    first = found.list.first()
    return Check(
        field="authors",
        violates=found.list.len() > 0,
        message=pl.format("author {} is a placeholder", quoted(first)),
        value=first,
    )
