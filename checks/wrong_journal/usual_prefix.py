"""The prefix under which a journal's DOIs stand, learnt from its records, and whether another one is explained otherwise.

Journals change publishers, and with them prefixes; publishers have several; archives and repositories register what
others published. So another prefix than the usual one speaks against a journal only where none of these explains it.
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

LEAST, SHARE = 10, 0.8
"""So many works of the journal, and such a share of them, make a prefix its usual one."""
# From this share on, another prefix is a habit of the journal: a former or a second publisher's.
_HABIT = 0.02
# Archives, aggregators, repositories and preprint servers, by what their registrants are called: they register works of
# any journal; and the houses of Russian journals, whose originals and translations have a DOI each. From Crossref's list
# of members.
_HOSTS = (
    r"(?i)jstor|scielo|persee|cairn|openedition|erudit|project muse|bioone|biodiversity heritage|cnki|wanfang|airiti"
    r"|national library|zenodo|figshare|social science electronic|preprint|arxiv|rxiv|open science|authorea|dryad|dataverse"
    r"|research square|researchhub|scienceopen|faculty opinions|h1 connect|mendeley|repositor|archiv|digital library"
    r"|allen press|test account|unidentified|crossref|\bistic\b|\bovid\b|inter-university consortium|elibrary|redalyc|dialnet|akademizdat|pleiades|turpion|steklov"
    r"|(?:^|\| )(?:the )?russian academy of sciences(?: \||$)"
)


def homes(exchange: Exchange, rows: int) -> pl.DataFrame:
    """Return a row a journal's name and prefix (`named_journal`, `registered_under`), where something is known of them.

    `usual_prefix`: the journal's, null where it has none; `usual_works` (under it), `journal_works` (in all),
    `usual_from`, `usual_to` (years: two works stand under it before the first or in it, and two after the second or in
    it), `usual_registrant`. `prefix_foreign` (Boolean): it is another than the usual one, or, where none is known,
    another house's than the journal's by the tables, and nothing known explains it; null where something does.
    """
    found = exchange(_by_name, _name_pairs, buckets_for(rows, MARKS_TOGETHER))
    pairs = pl.concat([_name_pairs(pl.DataFrame(schema=_NAMED)), *found])
    name = pl.col("named_journal")
    # Names of one journal differ in case and marks; each is made plain once.
    plain = pairs.select(name.unique()).with_columns(journal=title_key(name))
    named = pairs.join(plain, on="named_journal").filter(pl.col("journal") != "")
    settled = _settled(named)
    usual = (pl.col("registered_under") == pl.col("usual_prefix")).fill_null(value=False)
    other = _explained(settled.filter(~usual))
    foreign = pl.when(~pl.col("explained")).then(pl.lit(value=True))
    return pl.concat(
        [
            settled.filter(usual).with_columns(prefix_foreign=pl.lit(value=False)),
            other.with_columns(prefix_foreign=foreign),
        ],
        how="diagonal_relaxed",
    ).select(_COLUMNS)


_NAMED: dict[str, pl.DataType | type[pl.DataType]] = {
    "named_journal": pl.String,
    "registered_under": pl.String,
    "stated_issn": pl.String,
    "stated_year": pl.Int16,
    "own_learnt_prefix": pl.String,
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
        learnt=pl.col("own_learnt_prefix").min(),
        early=year.bottom_k(2),
        late=year.top_k(2),
    )


_COLUMNS = (
    *("named_journal", "registered_under", "usual_prefix", "usual_works", "journal_works"),
    *("usual_from", "usual_to", "usual_registrant", "prefix_foreign"),
)


def _settled(named: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of names and prefixes with the journal's usual prefix, null where it has none."""
    prefix, works = pl.col("registered_under"), pl.col("works")
    # Names of one journal each bring two years of either end.
    early, late = (pl.col(n).explode().drop_nulls() for n in ("early", "late"))
    each = named.group_by("journal", "registered_under").agg(
        works.sum(),
        pl.col("learnt").min(),
        # Of one dated work nothing can be told.
        usual_from=pl.when(early.len() > 1).then(early.bottom_k(2).max()),
        usual_to=pl.when(late.len() > 1).then(late.top_k(2).min()),
    )
    most = (
        each.sort(works, prefix, descending=[True, False])
        .group_by("journal", maintain_order=True)
        .agg(
            pl.col("learnt").min(),
            pl.col("usual_from", "usual_to").first(),
            most=prefix.first(),
            usual_works=works.first(),
            journal_works=works.sum(),
        )
    )
    usual = (pl.col("usual_works") >= LEAST) & (pl.col("usual_works") >= pl.col("journal_works") * SHARE)
    told = ("usual_works", "journal_works", "usual_from", "usual_to")
    settled = most.with_columns(
        *(pl.when(usual).then(pl.col(n)).alias(n) for n in told),
        all_works=pl.col("journal_works"),
        usual_prefix=pl.when(usual).then(pl.col("most")).otherwise(pl.col("learnt")),
    )
    own = prefix.eq_missing(pl.col("learnt")) | (works > pl.max_horizontal(pl.col("all_works") * _HABIT, 1))
    return (
        named.select("journal", "named_journal", "registered_under", "issn")
        .join(each.select("journal", "registered_under", "works"), on=["journal", "registered_under"])
        .join(settled, on="journal")
        .with_columns(habit=pl.col("usual_prefix").is_not_null() & own)
    )


def _explained(settled: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with both registrants, and whether these, or the journal's habit, explain the other prefix."""
    looked = settled.with_columns(
        all_registrants=registrants(_asked("registered_under")),
        usual_registrants=registrants(_asked("usual_prefix")),
        # Every serial of that name, since one of them may be the journal's former or other medium.
        issns=issns_of_title(_asked("named_journal")),
    ).with_row_index("row")
    serials = pl.concat(
        [
            looked.select("row", "issn"),
            looked.select("row", issn="issns").explode("issn", empty_as_null=True),
        ]
    ).drop_nulls()
    houses = serials.select("row", house=publisher_of_issn(pl.col("issn")).list.first()).unique()
    usual = looked.select("row", house="usual_registrants").explode("house", empty_as_null=True)
    theirs = looked.select("row", theirs="all_registrants").explode("theirs", empty_as_null=True)
    both = theirs.join(pl.concat([houses, usual]), on="row").drop_nulls()
    pairs = both.select("theirs", "house").unique()
    keys = publisher_keys(pairs["theirs"], pairs["house"])
    pairs = pairs.join(keys, left_on="theirs", right_on="house").join(keys, on="house", suffix="_of_house")
    pairs = pairs.with_columns(same=pl.col("key") == pl.col("key_of_house"))
    # Most are of one house, and comparing names is dear.
    open_ = pl.when(~pl.col("same")).then(pl.col("theirs"))
    pairs = pairs.with_columns(
        kin=pl.col("same") | related_publishers(open_, pl.col("house")).fill_null(value=False)
    )
    judged = both.join(pairs, on=["theirs", "house"]).group_by("row").agg(pl.col("kin").any())
    return looked.join(judged, on="row", how="left").with_columns(
        usual_registrant=pl.col("usual_registrants").list.first(),
        # Nothing can be told where a registrant is unknown.
        explained=pl.col("habit")
        | pl.col("kin").fill_null(value=True)
        | (pl.col("usual_prefix").is_not_null() & (pl.col("usual_registrants").list.len() > 0).not_())
        | pl.col("all_registrants").list.join(" | ").str.contains(_HOSTS),
    )


def _asked(name: str) -> pl.Expr:
    """String: of those rows alone that the journal's habit does not explain."""
    return pl.when(~pl.col("habit")).then(pl.col(name))


def borne_out(suffix: pl.Expr, name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """Boolean: a DOI's suffix holds an ISSN of the journal, or letters that abbreviate its name.

    `issn`: the record's own (NNNN-NNNC). Any eight digits count, since only an agreement is looked for.
    """
    found = pl.struct(suffix.alias("suffix"), name.alias("name"), issn.alias("issn"))
    # A Python call a batch: a record's runs of letters are compared one by one, and only few records are asked.
    return found.map_batches(_borne_out, return_dtype=pl.Boolean, is_elementwise=True)


def _borne_out(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row").drop_nulls("suffix")
    if rows.is_empty():
        return pl.Series(records.name, [False] * records.len(), pl.Boolean)
    eight = pl.col("suffix").str.extract(r"(\d{4}-?\d{3}[\dXx])").str.to_uppercase()
    hyphened = eight.str.replace(r"^(\d{4})-?", "$1-")
    by_issn = rows.filter(
        (hyphened == pl.col("issn")).fill_null(value=False)
        | title_relation(pl.col("name"), hyphened).is_in(["same", "related"]).fill_null(value=False)
    )["row"]
    codes = rows.select(
        "row",
        said=normal_words(pl.col("name")),
        code=pl.col("suffix").str.to_lowercase().str.extract_all(r"[a-z]{2,}"),
    ).explode("code", empty_as_null=True)
    # Each letter stands beside the one before it, or begins a later word.
    pattern = pl.format(r"\b{}", pl.col("code").str.replace_all(r"([a-z])", r"$1(?:\S* (?:\S+ )*)?"))
    by_code = codes.drop_nulls().filter(pl.col("said").str.contains(pattern))["row"]
    every = pl.int_range(records.len(), dtype=pl.get_index_type(), eager=True)
    return (every.is_in(by_issn.implode()) | every.is_in(by_code.implode())).alias(records.name)
