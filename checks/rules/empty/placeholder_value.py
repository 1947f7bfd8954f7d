"""A word that stands for nothing, written where a value is due: `N/A`, `null`, `undefined`, `0` for an impact factor.

## Why it matters
It counts as filled, is shown to readers, and joins records that have nothing in common but `N/A`.

## How to fix
Empty the field, and find out why the source had nothing.

## Fix safety
Safe: the field is emptied (null in JSON, an empty cell in a table), and the word said nothing.

## What is not flagged
The whole field must be the word. Words that are also names or titles (Null, None, Unknown, Untitled) are flagged
only where nobody is called so: never among authors or journals, and in titles only without an author. A volume or
issue 0 exists. DataCite's codes such as `(:unav)` are its standard, and pass. Pairs such as `n/a-n/a` and dashes for
pages are `PAG002`. Of typesetters' Latin the first words are enough, in titles and abstracts.

## References
- The words and where they come from: `seeds/placeholders.toml`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.seeds.words import placeholders

if TYPE_CHECKING:
    from collections.abc import Sequence

# Real people are called so.
_NAMES = ("null", "nan")
# Bytes of the longest word with spaces around: abstracts need no closer look.
_LONGEST = 80
# Two and more are a range of nothing, which is PAG002.
_LINES = ("--", "---")
_LATIN = r"(?i)^\s*lorem ipsum dolor\b"


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
    bad={"title": "A study of tides", "doi": "10.1000/1", "volume": "N/A"},
    good={"title": "A study of tides", "doi": "10.1000/1", "volume": "0", "authors": ["Anna Null"]},
)
def placeholder_value() -> list[Check]:
    """Compare each field with its own list of words."""
    words = placeholders()
    common = [*words["machine"], *words["people"], *words["dashes"]]
    single = [word for word in common if word not in _LINES]
    no_author = (pl.col("authors").list.len() == 0) | pl.col("authors").is_null()
    title = pl.col("title").str.strip_chars().str.to_lowercase()
    return [
        _check(
            "title",
            _is_one_of("title", [*words["machine"], "lorem ipsum"])
            | pl.col("title").str.contains(_LATIN)
            | (title.is_in(words["soft_titles"]) & no_author),
        ),
        _check("journal", _is_one_of("journal", words["machine"])),
        _check("doi", _is_one_of("doi", [*common, *words["filler"]])),
        _check(
            "abstract",
            _is_one_of("abstract", [*common, *words["filler"]]) | pl.col("abstract").str.contains(_LATIN),
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
    message = pl.format("{} stands for nothing", quoted(name))
    return Check(
        field=name, violates=violates, message=message, fix=Fix(value=pl.lit(""), safe=True, empties=True)
    )


def _author_check(words: Sequence[str]) -> Check:
    # Most lists hold none of them: only those whose joined text does are looked through.
    joined = pl.col("authors").list.join("\n").str.to_lowercase()
    likely = pl.when(joined.str.contains_any(list(words))).then(pl.col("authors"))
    found = likely.list.eval(
        pl.element().filter(pl.element().str.strip_chars().str.to_lowercase().is_in(list(words)))
    )
    first = found.list.first()
    return Check(
        field="authors",
        violates=found.list.len() > 0,
        message=pl.format("{} stands for nothing", quoted(first)),
        value=first,
    )
