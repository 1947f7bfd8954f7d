"""Facts about journals and DOI prefixes, and the reference tables that are made from them.

Facts are frames whose columns are all String. Facts about journals have `issn`, `title`, `publisher`, and
`title_variants`. Facts about DOI prefixes have `prefix` and `registrant`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.reference.tables import SEPARATOR
from scholint.checks.values.issn import issn_is_valid, issn_number, with_hyphen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FACTS = ("issn", "title", "publisher", "title_variants")
PREFIX = ("prefix", "registrant")
VARIANTS = " || "


class ListError(ValueError):
    """A list cannot be read. The message is one sentence for the user."""


def journals(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of journals from facts. If several frames have a publisher for an ISSN, the first is used.

    Columns: `issn` (UInt32, without hyphen and check digit), `titles` (String, separated by U+001F), and `publisher`
    (String or null). Rows with a malformed ISSN or a wrong check digit are skipped, and so are titles with lost
    characters. `titles` is empty if there is no title.
    """
    variants = pl.concat_list(_clean("title"), _clean("title_variants").str.split(VARIANTS))
    return (
        pl.concat([frame.select(FACTS) for frame in facts])
        .filter(VALID["journals"])
        .with_columns(issn_number(pl.col("issn")).cast(pl.UInt32), titles=variants)
        .filter(pl.col("issn") > 0)
        .group_by("issn")
        .agg(
            pl.col("titles").explode().str.strip_chars(),
            _clean("publisher").replace("", None).drop_nulls().first(),
        )
        .with_columns(
            pl.col("titles")
            .list.eval(pl.element().filter((pl.element() != "") & ~pl.element().str.contains(LOST)))
            .list.unique(maintain_order=True)
        )
        .with_columns(pl.col("titles").list.join(SEPARATOR))
        .sort("issn")
    )


def prefixes(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of DOI prefixes from facts. Rows with a malformed prefix are skipped.

    Columns: `prefix` (String) and `registrants` (String, separated by U+001F).
    """
    return (
        pl.concat([frame.select(PREFIX) for frame in facts])
        .filter(VALID["prefixes"])
        .group_by("prefix")
        .agg(
            _clean("registrant")
            .replace("", None)
            .drop_nulls()
            .unique(maintain_order=True)
            .str.join(SEPARATOR)
            .alias("registrants")
        )
        .sort("prefix")
    )


def _clean(column: str) -> pl.Expr:
    """String: the text without control characters. One of them, U+001F, is the separator of names in the tables."""
    return pl.col(column).fill_null("").str.replace_all(r"\p{Cc}+", " ").str.strip_chars()


# By table: the condition for rows of facts that the table accepts.
VALID: dict[str, pl.Expr] = {
    # A lowercase `x` in a list is a typing mistake.
    "journals": issn_is_valid(pl.col("issn")) & ~pl.col("issn").str.ends_with("x"),
    "prefixes": pl.col("prefix").str.contains(r"^10\.\d{4,9}(?:\.\d+)*$"),
}
# A lost character: the file was decoded with the wrong encoding.
LOST = "\ufffd"
TABLES: dict[str, Callable[[Sequence[pl.DataFrame]], pl.DataFrame]] = {
    "journals": journals,
    "prefixes": prefixes,
}


def row_per_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return one row of facts per ISSN. A row without ISSNs is kept, with null as `issn`.

    `columns`: the columns that contain ISSNs, with or without hyphens, one or several per cell.
    """
    # Word processors replace hyphens by dashes.
    bare = (
        pl.concat_str(columns, separator=" ", ignore_nulls=True)
        .str.to_uppercase()
        .str.replace_all("[-\u2010-\u2015\u2212]", "")
    )
    issns = bare.str.extract_all(r"\b\d{7}[\dX]\b").list.unique(maintain_order=True)
    rows = frame.with_columns(issn=issns).explode("issn", empty_as_null=True)
    return rows.select(with_hyphen(pl.col("issn")), *FACTS[1:])
