"""The usual DOI prefix of a journal, learned from its records, and good reasons for another prefix.

Journals change publishers, and their prefix changes too. Publishers have several prefixes. Archives and repositories register
works that others published. Another prefix is evidence against the journal only if none of these is the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.exchange import MARKS_TOGETHER, buckets_for, completed
from scholint.checks.reference.lookups import issns_of_title, publisher_of_issn, registrants
from scholint.checks.reference.publishers import publisher_keys, related_publishers
from scholint.checks.reference.relation import title_relation
from scholint.checks.reference.titles import normal_words, title_key

if TYPE_CHECKING:
    from scholint.checks.exchange import Exchange

WORKS, SHARE = 10, 0.8
"""A prefix is a journal's usual prefix if at least this number and this share of its works have it."""
# A prefix with more than this share of the works is also a prefix of the journal: a former or a second publisher's.
_USED_SHARE = 0.02
# Names of registrants, from Crossref's list of members. Archives, aggregators, repositories, and preprint servers register
# works of any journal. For Russian journals, originals and translations each have a DOI.
_ARCHIVES = (
    r"jstor|scielo|persee|cairn|openedition|erudit|project muse|bioone|biodiversity heritage|cnki|wanfang|airiti"
    r"|national library"
)
_REPOSITORIES = (
    r"|zenodo|figshare|social science electronic|preprint|arxiv|rxiv|open science|authorea|dryad|dataverse"
    r"|research square|researchhub|scienceopen|faculty opinions|h1 connect|mendeley|repositor|archiv|digital library"
)
_AGGREGATORS = (
    r"|allen press|test account|unidentified|crossref|\bistic\b|\bovid\b|inter-university consortium|elibrary|redalyc"
    r"|dialnet"
)
_RUSSIAN_PUBLISHERS = (
    r"|akademizdat|pleiades|turpion|steklov|(?:^|\| )(?:the )?russian academy of sciences(?: \||$)"
)
_HOSTS = f"(?i){_ARCHIVES}{_REPOSITORIES}{_AGGREGATORS}{_RUSSIAN_PUBLISHERS}"


def usual_prefixes(exchange: Exchange, rows: int) -> pl.DataFrame:
    """Return one row per journal title and prefix (`named_journal`, `registered_under`).

    - `usual_prefix`: the usual prefix of the journal; null if it has none.
    - `usual_works`, `journal_works`: number of works with the usual prefix, and of all works of the journal.
    - `usual_from`, `usual_to`: years. With the usual prefix, at least two works are from `usual_from` or earlier, and at least
      two are from `usual_to` or later.
    - `usual_registrant`: String.
    - `prefix_foreign`: Boolean. True: the prefix is not the usual one, and there is no good reason for it. False: it is the usual
      one. Null: there is a good reason. If no usual prefix is known, it is a good reason that the registrant of the prefix
      publishes the journal according to the tables, or is unknown.
    """
    found = exchange(_by_name, _name_pairs, buckets_for(rows, MARKS_TOGETHER))
    pairs = pl.concat([_name_pairs(pl.DataFrame(schema=_NAMED)), *found])
    name = pl.col("named_journal")
    # Titles of one journal differ in letter case and punctuation. The key of each title is computed once.
    keyed = pairs.select(name.unique()).with_columns(journal=title_key(name))
    named = pairs.join(keyed, on="named_journal").filter(pl.col("journal") != "")
    prefixed = _with_usual_prefix(named)
    usual = (pl.col("registered_under") == pl.col("usual_prefix")).fill_null(value=False)
    other = _with_reasons(prefixed.filter(~usual))
    foreign = pl.when(~pl.col("explained")).then(pl.lit(value=True))
    return pl.concat(
        [
            prefixed.filter(usual).with_columns(prefix_foreign=pl.lit(value=False)),
            other.with_columns(prefix_foreign=foreign),
        ],
        how="diagonal_relaxed",
    ).select(_COLUMNS)


_NAMED: dict[str, pl.DataType | type[pl.DataType]] = {
    "named_journal": pl.String,
    "registered_under": pl.String,
    "stated_issn": pl.String,
    "stated_year": pl.Int16,
    "own_known_prefix": pl.String,
}


def _by_name(keys: pl.LazyFrame, buckets: int) -> pl.LazyFrame:
    named = pl.col("named_journal").is_not_null() & pl.col("registered_under").is_not_null()
    some = completed(keys, _NAMED).select(*_NAMED).filter(named)
    return some.with_columns(bucket=pl.col("named_journal").hash(7) % buckets)


def _name_pairs(rows: pl.DataFrame) -> pl.DataFrame:
    year = pl.col("stated_year")
    return rows.group_by("named_journal", "registered_under").agg(
        works=pl.len(),
        issn=pl.col("stated_issn").min(),
        known=pl.col("own_known_prefix").min(),
        early=year.bottom_k(2),
        late=year.top_k(2),
    )


_COLUMNS = (
    *("named_journal", "registered_under", "usual_prefix", "usual_works", "journal_works"),
    *("usual_from", "usual_to", "usual_registrant", "prefix_foreign"),
)


def _with_usual_prefix(named: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of names and prefixes with the journal's usual prefix; null if the journal has none."""
    prefix, works = pl.col("registered_under"), pl.col("works")
    # `early` has the two first years of each title of a journal, `late` the two last ones.
    early, late = (pl.col(n).explode().drop_nulls() for n in ("early", "late"))
    each = named.group_by("journal", "registered_under").agg(
        works.sum(),
        pl.col("known").min(),
        # One dated work is not enough to show when the prefix was used.
        usual_from=pl.when(early.len() > 1).then(early.bottom_k(2).max()),
        usual_to=pl.when(late.len() > 1).then(late.top_k(2).min()),
    )
    most = (
        each.sort(works, prefix, descending=[True, False])
        .group_by("journal", maintain_order=True)
        .agg(
            pl.col("known").min(),
            pl.col("usual_from", "usual_to").first(),
            most=prefix.first(),
            usual_works=works.first(),
            journal_works=works.sum(),
        )
    )
    usual = (pl.col("usual_works") >= WORKS) & (pl.col("usual_works") >= pl.col("journal_works") * SHARE)
    counts = ("usual_works", "journal_works", "usual_from", "usual_to")
    journals = most.with_columns(
        *(pl.when(usual).then(pl.col(n)).alias(n) for n in counts),
        all_works=pl.col("journal_works"),
        usual_prefix=pl.when(usual).then(pl.col("most")).otherwise(pl.col("known")),
    )
    own = prefix.eq_missing(pl.col("known")) | (
        works > pl.max_horizontal(pl.col("all_works") * _USED_SHARE, 1)
    )
    return (
        named.select("journal", "named_journal", "registered_under", "issn")
        .join(each.select("journal", "registered_under", "works"), on=["journal", "registered_under"])
        .join(journals, on="journal")
        .with_columns(used=pl.col("usual_prefix").is_not_null() & own)
    )


def _with_reasons(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with both registrants, and with `explained` (Boolean): there is a good reason for the other prefix."""
    rows = rows.with_columns(
        all_registrants=registrants(_unless_used("registered_under")),
        usual_registrants=registrants(_unless_used("usual_prefix")),
        # All serials with that title, because one may be the journal's predecessor or its other medium (print or online).
        issns=issns_of_title(_unless_used("named_journal")),
    ).with_row_index("row")
    serials = pl.concat(
        [
            rows.select("row", "issn"),
            rows.select("row", issn="issns").explode("issn", empty_as_null=True),
        ]
    ).drop_nulls()
    publishers = serials.select("row", publisher=publisher_of_issn(pl.col("issn")).list.first()).unique()
    usual = rows.select("row", publisher="usual_registrants").explode("publisher", empty_as_null=True)
    theirs = rows.select("row", theirs="all_registrants").explode("theirs", empty_as_null=True)
    both = theirs.join(pl.concat([publishers, usual]), on="row").drop_nulls()
    pairs = both.select("theirs", "publisher").unique()
    keys = publisher_keys(pairs["theirs"], pairs["publisher"])
    pairs = pairs.join(keys, left_on="theirs", right_on="publisher").join(
        keys, on="publisher", suffix="_of_publisher"
    )
    pairs = pairs.with_columns(same=pl.col("key") == pl.col("key_of_publisher"))
    # In most pairs the publisher is the same, and comparing names is expensive.
    unlike = pl.when(~pl.col("same")).then(pl.col("theirs"))
    pairs = pairs.with_columns(
        related=pl.col("same") | related_publishers(unlike, pl.col("publisher")).fill_null(value=False)
    )
    reasons = both.join(pairs, on=["theirs", "publisher"]).group_by("row").agg(pl.col("related").any())
    return rows.join(reasons, on="row", how="left").with_columns(
        usual_registrant=pl.col("usual_registrants").list.first(),
        # If a registrant is unknown, this counts as a good reason.
        explained=pl.col("used")
        | pl.col("related").fill_null(value=True)
        | (pl.col("usual_prefix").is_not_null() & (pl.col("usual_registrants").list.len() > 0).not_())
        | pl.col("all_registrants").list.join(" | ").str.contains(_HOSTS),
    )


def _unless_used(name: str) -> pl.Expr:
    """String: the column, null in the rows where the journal uses the prefix."""
    return pl.when(~pl.col("used")).then(pl.col(name))


def suffix_matches(suffix: pl.Expr, name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """Boolean: a DOI suffix contains an ISSN of the journal, or letters that abbreviate its title.

    `issn`: the record's own (NNNN-NNNC). Any eight digits are read as an ISSN, because only agreement counts.
    """
    found = pl.struct(suffix.alias("suffix"), name.alias("name"), issn.alias("issn"))
    # A Python call per batch: it compares a record's sequences of letters one by one, and only few records need it.
    return found.map_batches(_suffix_matches, return_dtype=pl.Boolean, is_elementwise=True)


def _suffix_matches(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row").drop_nulls("suffix")
    if rows.is_empty():
        return pl.Series(records.name, [False] * records.len(), pl.Boolean)
    eight = pl.col("suffix").str.extract(r"(\d{4}-?\d{3}[\dXx])").str.to_uppercase()
    hyphenated = eight.str.replace(r"^(\d{4})-?", "$1-")
    by_issn = rows.filter(
        (hyphenated == pl.col("issn")).fill_null(value=False)
        | title_relation(pl.col("name"), hyphenated).is_in(["same", "related"]).fill_null(value=False)
    )["row"]
    codes = rows.select(
        "row",
        words=normal_words(pl.col("name")),
        code=pl.col("suffix").str.to_lowercase().str.extract_all(r"[a-z]{2,}"),
    ).explode("code", empty_as_null=True)
    # Each letter follows the one before it, or starts a later word.
    pattern = pl.format(r"\b{}", pl.col("code").str.replace_all(r"([a-z])", r"$1(?:\S* (?:\S+ )*)?"))
    by_code = codes.drop_nulls().filter(pl.col("words").str.contains(pattern))["row"]
    every = pl.int_range(records.len(), dtype=pl.get_index_type(), eager=True)
    return (every.is_in(by_issn.implode()) | every.is_in(by_code.implode())).alias(records.name)
