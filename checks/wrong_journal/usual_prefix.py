"""The usual DOI prefix of a journal, learned from its records, and whether there is a good reason for another prefix.

Journals change publishers, and with them prefixes. Publishers have several prefixes. Archives and repositories register
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
"""A prefix is the usual one of a journal if at least this many of its works, and this share of them, have it."""
# Above this share of the works, a further prefix is one that the journal uses: of a former or a second publisher.
_USED_SHARE = 0.02
# Names of registrants, from Crossref's list of members: archives, aggregators, repositories, and preprint servers, which
# register works of any journal, and publishers of Russian journals, whose originals and translations have a DOI each.
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
    """Return a row per journal title and prefix (`named_journal`, `registered_under`).

    `usual_prefix`: that of the journal, null if it has none. `usual_works`, `journal_works`: works with it, and in all.
    `usual_from`, `usual_to`: years; at least two works with the usual prefix are from the first or before, and two from
    the second or after. `usual_registrant`: String. `prefix_foreign` (Boolean): the prefix is not the usual one, or,
    where none is known, its registrant does not publish the journal according to the tables, and there is no good reason
    for it; null if there is one.
    """
    found = exchange(_by_name, _name_pairs, buckets_for(rows, MARKS_TOGETHER))
    pairs = pl.concat([_name_pairs(pl.DataFrame(schema=_NAMED)), *found])
    name = pl.col("named_journal")
    # Titles of one journal differ in letter case and punctuation; the key of each is made once.
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
    """Return the rows of names and prefixes with the journal's usual prefix, null where it has none."""
    prefix, works = pl.col("registered_under"), pl.col("works")
    # Each title of a journal has its two first and two last years.
    early, late = (pl.col(n).explode().drop_nulls() for n in ("early", "late"))
    each = named.group_by("journal", "registered_under").agg(
        works.sum(),
        pl.col("known").min(),
        # One dated work is not enough to say when the prefix was used.
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
    """Return the rows with both registrants, and with `explained`: there is a good reason for the other prefix."""
    rows = rows.with_columns(
        all_registrants=registrants(_asked("registered_under")),
        usual_registrants=registrants(_asked("usual_prefix")),
        # All serials of that title, since one may be the journal's predecessor or other medium.
        issns=issns_of_title(_asked("named_journal")),
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
    # Most are the same publisher, and comparing names is expensive.
    unlike = pl.when(~pl.col("same")).then(pl.col("theirs"))
    pairs = pairs.with_columns(
        related=pl.col("same") | related_publishers(unlike, pl.col("publisher")).fill_null(value=False)
    )
    reasons = both.join(pairs, on=["theirs", "publisher"]).group_by("row").agg(pl.col("related").any())
    return rows.join(reasons, on="row", how="left").with_columns(
        usual_registrant=pl.col("usual_registrants").list.first(),
        # Undecided where a registrant is unknown.
        explained=pl.col("used")
        | pl.col("related").fill_null(value=True)
        | (pl.col("usual_prefix").is_not_null() & (pl.col("usual_registrants").list.len() > 0).not_())
        | pl.col("all_registrants").list.join(" | ").str.contains(_HOSTS),
    )


def _asked(name: str) -> pl.Expr:
    """String: the column, null in the rows where the journal uses the prefix."""
    return pl.when(~pl.col("used")).then(pl.col(name))


def suffix_matches(suffix: pl.Expr, name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """Boolean: a DOI suffix contains an ISSN of the journal, or letters that abbreviate its title.

    `issn`: the record's own (NNNN-NNNC). Any eight digits may be an ISSN, since only agreement counts.
    """
    found = pl.struct(suffix.alias("suffix"), name.alias("name"), issn.alias("issn"))
    # A Python call per batch: a record's sequences of letters are compared one by one, and only few records are asked.
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
