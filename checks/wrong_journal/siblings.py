"""Sibling records: works whose DOIs have the same pattern, and the journals that they are assigned to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.exchange import MARKS_TOGETHER, ORDER, TOGETHER, buckets_for, completed
from scholint.checks.reference.relation import title_relation
from scholint.checks.reference.title_match import same_journal
from scholint.checks.reference.title_words import related_names
from scholint.checks.reference.titles import title_key
from scholint.checks.wrong_journal.keys import BY_ISSN, OPTIONAL_KEYS
from scholint.checks.wrong_journal.usual_prefix import usual_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scholint.checks.exchange import Exchange


def collect(exchange: Exchange, rows: int, names: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the rows of this run that a rule can judge, with columns that describe their siblings and their journal.

    `rows`: number of keys. `names`: the columns to return.

    Columns about the DOI pattern: `stem_works` (number of works with it), `stem_usual` (their usual journal), `stem_agreeing`
    (number of works in the usual journal), `stem_names` (journal titles), `stem_others` (number of works in other journals),
    `stem_apart` (Boolean: this work is in another journal), `stem_relation` (see `reference.relation.title_relation`).
    Columns about the journal: see `usual_prefix.usual_prefixes`. Texts are kept only for rows with evidence against the
    journal.
    """
    stems = _stems(exchange, rows)
    wanted = tuple(dict.fromkeys([*names, *OPTIONAL_KEYS]))
    scatter = partial(_judgeable, stems=stems, prefixes=usual_prefixes(exchange, rows), names=wanted)
    yield from exchange(scatter, _in_order, buckets_for(rows, TOGETHER))


def _judgeable(
    keys: pl.LazyFrame, buckets: int, stems: pl.DataFrame, prefixes: pl.DataFrame, names: Sequence[str]
) -> pl.LazyFrame:
    against = pl.any_horizontal(
        pl.col("stem_apart").fill_null(value=False),
        pl.col("prefix_foreign").fill_null(value=False),
        pl.col("own_verdict").is_in(["error", "warning"]).fill_null(value=False),
    )
    some = pl.any_horizontal(
        pl.col(name).is_not_null() for name in ("named_journal", "doi_names_issn", "field_level")
    )
    rows = (
        completed(keys, OPTIONAL_KEYS)
        .select(*names)
        .filter(pl.col("new") & some)
        .join(stems.lazy(), on=["doi_stem", "named_journal"], how="left")
        .join(prefixes.lazy(), on=["named_journal", "registered_under"], how="left")
    )
    # DOI007 decides before the end of the run, so the few records that it flags keep their complete abstract.
    whole = {"own_text": pl.coalesce("own_abstract", "own_text")}
    texts = {
        n: pl.when(against).then(whole.get(n, pl.col(n))) for n in ("own_text", "own_fields", "work_title")
    }
    return rows.with_columns(**texts, bucket=pl.struct("source", "line").hash(7) % buckets)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(*ORDER)


def _by_stem(keys: pl.LazyFrame, buckets: int) -> pl.LazyFrame:
    some = completed(keys, OPTIONAL_KEYS).select("doi_stem", "named_journal", "own_known_journal")
    named = some.filter(pl.col("doi_stem").is_not_null())
    return named.with_columns(bucket=pl.col("doi_stem").hash(7) % buckets)


def _stem_pairs(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("doi_stem", "named_journal").agg(
        works=pl.len(), known=pl.col("own_known_journal").min()
    )


def _stems(exchange: Exchange, rows: int) -> pl.DataFrame:
    """Return one row per pattern and journal, for patterns that several works have."""
    stem, name, works = pl.col("doi_stem"), pl.col("named_journal"), pl.col("works")
    nothing = pl.DataFrame(
        schema={"doi_stem": pl.String, "named_journal": pl.String, "works": pl.UInt32, "known": pl.String}
    )
    found = exchange(_by_stem, _stem_pairs, buckets_for(rows, MARKS_TOGETHER))
    pairs = pl.concat([nothing, *found]).with_columns(
        stem_works=works.sum().over(stem),
        stem_names=pl.len().over(stem),
        stem_usual=pl.coalesce(
            "known", name.sort_by(works, name, descending=[True, False]).first().over(stem)
        ),
    )
    usual = pl.col("stem_usual")
    # Most titles of one journal are identical. Comparing the others is expensive.
    other = pl.when(name != usual).then(name)
    different = ~(same_journal(other, usual) | related_names(other, usual)).fill_null(value=True)
    compared = pairs.with_columns(
        agrees=(name == usual) | (title_key(other) == title_key(pl.when(name != usual).then(usual))),
        stem_apart=(name != usual) & different,
    )
    issn = pl.when(BY_ISSN).then(stem.str.slice(-9))
    return compared.select(
        "doi_stem",
        "named_journal",
        "stem_works",
        "stem_names",
        "stem_usual",
        "stem_apart",
        stem_agreeing=(works * pl.col("agrees").fill_null(value=False)).sum().over(stem),
        stem_others=(works * pl.col("stem_apart")).sum().over(stem),
        stem_relation=title_relation(pl.when(pl.col("stem_apart")).then(name), issn),
    )
