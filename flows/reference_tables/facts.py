"""Facts about journals and DOI prefixes, and the reference tables that are made from them.

Facts are frames of Strings: `issn`, `title`, `publisher`, `title_variants`, or `prefix`, `registrant`.
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
    """A list that cannot be read; the message is one sentence for the user."""


def journals(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of journals from facts, those of the first frames first.

    `issn` (UInt32, without hyphen and check digit), `titles` (String, U+001F between), `publisher` (String or null).
    Rows with an ISSN that is malformed or has a wrong check digit are left out, and so are titles with lost
    characters. An ISSN without a title has empty `titles`.
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
    """Return a table of DOI prefixes from facts: `prefix` and `registrants` (String, U+001F between)."""
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
    """String: the text without control characters; U+001F would separate two names."""
    return pl.col(column).fill_null("").str.replace_all(r"\p{Cc}+", " ").str.strip_chars()


# Which rows of facts a table accepts.
VALID: dict[str, pl.Expr] = {
    # In lists, a lowercase `x` is a typing mistake.
    "journals": issn_is_valid(pl.col("issn")) & ~pl.col("issn").str.ends_with("x"),
    "prefixes": pl.col("prefix").str.contains(r"^10\.\d{4,9}(?:\.\d+)*$"),
}
# A letter that was lost, since a file was read in another encoding than it is written in.
LOST = "\ufffd"
TABLES: dict[str, Callable[[Sequence[pl.DataFrame]], pl.DataFrame]] = {
    "journals": journals,
    "prefixes": prefixes,
}


def row_per_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return a row per ISSN, and one with null where the columns have none."""
    # Word processors write dashes for hyphens.
    bare = (
        pl.concat_str(columns, separator=" ", ignore_nulls=True)
        .str.to_uppercase()
        .str.replace_all("[-\u2010-\u2015\u2212]", "")
    )
    issns = bare.str.extract_all(r"\b\d{7}[\dX]\b").list.unique(maintain_order=True)
    rows = frame.with_columns(issn=issns).explode("issn", empty_as_null=True)
    return rows.select(with_hyphen(pl.col("issn")), *FACTS[1:])
