"""Publishers: whether two names mean the same publisher, or publishers that merged."""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.tables import table
from scholint.checks.reference.title_words import related_names
from scholint.checks.reference.titles import title_key


def journals_of_publisher(publisher: pl.Expr) -> pl.Expr:
    """UInt32: the number of ISSNs that the tables list for a publisher (String, as `publisher_of_issn` returns it)."""
    return publisher.map_batches(_publisher_sizes, return_dtype=pl.UInt32, is_elementwise=True)


def _publisher_sizes(publishers: pl.Series) -> pl.Series:
    # The table is read only if a record needs it.
    if publishers.null_count() == publishers.len():
        return pl.Series(publishers.name, [None] * publishers.len(), pl.UInt32)
    sizes = table("journals").group_by("publisher").agg(size=pl.len())
    wanted = publishers.alias("publisher").to_frame()
    return wanted.join(sizes, on="publisher", how="left", maintain_order="left")["size"].alias(
        publishers.name
    )


def publisher_key(publisher: pl.Expr) -> pl.Expr:
    """String: a key of the publisher. Publishers that merged have the same key, because the tables have different dates."""
    key = title_key(publisher)
    for names in _MERGED:
        key = key.str.replace(f"^.*(?:{names}).*$", names)
    return key


def publisher_keys(*publishers: pl.Series) -> pl.DataFrame:
    """Return each distinct publisher: `publisher`, and its `key` as `publisher_key` returns it."""
    names = pl.concat(publishers).unique().to_frame("publisher")
    return names.lazy().with_columns(key=publisher_key(pl.col("publisher"))).collect()


def related_publishers(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: two names of publishers (String) have a distinctive word in common; null if either is null."""
    return related_names(*(name.str.replace_all(_PUBLISHER_WORDS, " ") for name in (one, other)))


# Words that names of unrelated publishers have in common.
_PUBLISHER_WORDS = r"(?i)\b(?:press|publish\w*|publications?|verlag|institut\w*|academ\w*|college|group|limited|center|centre|research)\b"

# Publishers with the imprints that they bought, as in the keys of their titles.
_MERGED = (
    "wiley|blackwell|munksgaard",
    "springer|kluweracademic|biomedcentral|naturepublishing|palgrave|plenum|birkhauser",
    "taylorfrancis|informa|routledge|gordonbreach|dove",
    "elsevier|academicpress|pergamon|cellpress|northholland",
)
