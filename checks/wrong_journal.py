"""A record under the wrong journal: what the rules that tell it leave behind for the whole input, and one frame for all.

Three rules tell it, in this order: `DOI007` (what the ISSN in the DOI proves), `JNL006` (what siblings with the same
pattern of DOIs, and the journal's usual prefix, say), `JNL002` (what text and journal are about). A rule is silent about a
record that one before it tells (`BEHIND`), and whichever of the selected rules speaks gives all that is known
(`signals`), so that one record makes one finding.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks import grouping
from scholint.checks.clusters import WORK
from scholint.checks.field_model import field_signal, words_that_spoke
from scholint.checks.journal_title import related_names, same_journal, shares_any_word, title_key
from scholint.checks.normal import is_empty, issn_is_valid
from scholint.checks.reference import as_of, kinship, publisher_of_issn, registrants, titles_of_issn
from scholint.checks.usual_prefix import homes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.checks.grouping import Exchange

ORDER = ("DOI007", "JNL006", "JNL002")
BEHIND: Mapping[str, tuple[str, ...]] = {code: ORDER[:place] for place, code in enumerate(ORDER)}
"""The codes of the rules whose finding about a record makes a rule's own superfluous."""

NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|lecture notes|research network|supplement|^na$"
_CODE = pl.col("doi_suffix").str.to_lowercase().str.extract(r"^((?:[a-z]+[./_-])*[a-z]{2,})[./_:\d-]", 1)
# Segments of suffixes that name no journal.
_NO_CODE = [
    *("issn", "s", "v", "vol", "art", "article", "a", "b", "j"),
    *("journal", "doi", "id", "p", "e", "abs", "full"),
]
# Springer Nature's number of the journal, in its prefixes.
_NUMBERED = ["10.1007", "10.1186", "10.1038"]
_NUMBER = pl.when(pl.col("doi_prefix").is_in(_NUMBERED)).then(
    pl.col("doi_suffix").str.to_lowercase().str.extract(r"^(s\d{5})-", 1)
)
_STEM = (
    pl.when(issn_is_valid(pl.col("suffix_issn")))
    .then(pl.format("{}/{}", "doi_prefix", "suffix_issn"))
    .when(_NUMBER.is_not_null())
    .then(pl.format("{}/{}", "doi_prefix", _NUMBER))
    .when(_CODE.is_not_null() & ~_CODE.is_in(_NO_CODE))
    .then(pl.format("{}/{}", "doi_prefix", _CODE))
)
_LOOKS = ~is_empty("journal") & ~pl.col("journal").str.contains(NO_JOURNAL) & pl.col("is_article")
_REGISTERED = _LOOKS & pl.col("doi_prefix").is_not_null()
_READABLE = pl.col("is_article") & ~(pl.col("is_matter") | pl.col("is_notice") | pl.col("is_titleless"))
# Letters of an abstract that are kept for the end of the run: what a text is about stands at its front.
_FRONT = 400

KEYS: Mapping[str, pl.Expr] = {
    "doi_stem": pl.when(_LOOKS).then(_STEM),
    "named_journal": pl.when(_REGISTERED).then(pl.col("journal")),
    "registered_under": pl.when(_REGISTERED).then(pl.col("doi_prefix")),
    "stated_issn": pl.when(_REGISTERED).then(pl.col("issn_valid")),
    "stated_year": pl.when(_REGISTERED).then(pl.col("year_published").cast(pl.Int16, strict=False)),
    "shown_doi": pl.col("doi"),
    "work_title": WORK["work_title"],
    "own_text": pl.when(_READABLE & pl.col("doi_prefix").is_not_null()).then(
        pl.col("abstract").str.slice(0, _FRONT).fill_null("")
    ),
    "own_fields": pl.when(_READABLE & pl.col("doi_prefix").is_not_null()).then(pl.col("fields")),
}
"""Key columns of all three rules. `doi_stem`: String, the pattern of the DOI: prefix and ISSN, number or letters.
`named_journal`, `registered_under`, `stated_issn`, `stated_year`: journal, prefix, ISSN and year, of articles in journals
alone. `own_text`: String, the front of the abstract, null where no field is to be told of it."""

# What `gathered` needs of the keys that only some rules have, and so are not in every run.
_OPTIONAL: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "own_learnt_journal": pl.String,
    "own_learnt_prefix": pl.String,
    "own_verdict": pl.String,
    "own_abstract": pl.String,
    "field_level": pl.String,
    "doi_names_issn": pl.String,
}
BY_ISSN = pl.col("doi_stem").str.contains(r"/\d{4}-\d{3}[\dX]$")
"""Boolean: the pattern is an ISSN, null where there is none."""


def gathered(exchange: Exchange, rows: int, names: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield this run's rows of which a rule can say something, with what all rows together say of each.

    `rows`: how many keys there are. `names`: the columns that are wanted.

    Of the pattern: `stem_works`, `stem_usual` (journal), `stem_agreeing`, `stem_names`, `stem_others` (works in another
    journal than the usual), `stem_apart` (Boolean: this one is), `stem_kin` (see `reference.kinship`). Of the journal:
    the columns of `usual_prefix.homes`. Texts are left only where something stands against the journal.
    """
    stems = _stems(exchange, rows)
    wanted = tuple(dict.fromkeys([*names, *_OPTIONAL]))
    scatter = partial(_told, stems=stems, prefixes=homes(exchange, rows), names=wanted)
    yield from exchange(scatter, _in_order, grouping.buckets_for(rows, grouping.TOGETHER))


def _told(
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
    told = (
        grouping.completed(keys, _OPTIONAL)
        .select(*names)
        .filter(pl.col("new") & some)
        .join(stems.lazy(), on=["doi_stem", "named_journal"], how="left")
        .join(prefixes.lazy(), on=["named_journal", "registered_under"], how="left")
    )
    # Where the rule about ISSNs knows at once what it tells, it keeps the whole abstract.
    whole = {"own_text": pl.coalesce("own_abstract", "own_text")}
    texts = {
        n: pl.when(against).then(whole.get(n, pl.col(n))) for n in ("own_text", "own_fields", "work_title")
    }
    return told.with_columns(**texts, bucket=pl.struct("source", "line").hash(7) % buckets)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(*grouping.ORDER)


def _by_stem(keys: pl.LazyFrame, buckets: int) -> pl.LazyFrame:
    some = grouping.completed(keys, _OPTIONAL).select("doi_stem", "named_journal", "own_learnt_journal")
    named = some.filter(pl.col("doi_stem").is_not_null())
    return named.with_columns(bucket=pl.col("doi_stem").hash(7) % buckets)


def _stem_pairs(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("doi_stem", "named_journal").agg(
        works=pl.len(), learnt=pl.col("own_learnt_journal").min()
    )


def _stems(exchange: Exchange, rows: int) -> pl.DataFrame:
    """Return a row a pattern and journal, of patterns that several works have."""
    stem, name, works = pl.col("doi_stem"), pl.col("named_journal"), pl.col("works")
    nothing = pl.DataFrame(
        schema={"doi_stem": pl.String, "named_journal": pl.String, "works": pl.UInt32, "learnt": pl.String}
    )
    found = exchange(_by_stem, _stem_pairs, grouping.buckets_for(rows, grouping.MARKS_TOGETHER))
    pairs = pl.concat([nothing, *found]).with_columns(
        stem_works=works.sum().over(stem),
        stem_names=pl.len().over(stem),
        stem_usual=pl.coalesce(
            "learnt", name.sort_by(works, name, descending=[True, False]).first().over(stem)
        ),
    )
    usual = pl.col("stem_usual")
    # Names of one journal mostly agree to the letter, and comparing the others is dear.
    other = pl.when(name != usual).then(name)
    apart = ~(same_journal(other, usual) | related_names(other, usual)).fill_null(value=True)
    known = pairs.with_columns(
        agrees=(name == usual) | (title_key(other) == title_key(pl.when(name != usual).then(usual))),
        stem_apart=(name != usual) & apart,
    )
    issn = pl.when(BY_ISSN).then(stem.str.slice(-9))
    return known.select(
        "doi_stem",
        "named_journal",
        "stem_works",
        "stem_names",
        "stem_usual",
        "stem_apart",
        stem_agreeing=(works * pl.col("agrees").fill_null(value=False)).sum().over(stem),
        stem_others=(works * pl.col("stem_apart")).sum().over(stem),
        stem_kin=kinship(pl.when(pl.col("stem_apart")).then(name), issn),
    )


def fields_of(asked: pl.Expr) -> pl.Expr:
    """Struct of `checks.field_model.SIGNAL` and `words`, of those rows of `gathered` that are asked for (Boolean).

    The model is loaded where there is one. Texts are read as far as they were kept.
    """
    columns = ("work_title", "own_text", "named_journal", "stated_issn", "own_fields")
    return pl.struct(asked.alias("asked"), *columns).map_batches(
        _read, return_dtype=FIELDS_READ, is_elementwise=True
    )


FIELDS_READ = pl.Struct(
    dict.fromkeys(
        ("level", "paper", "paper_field", "journal", "journal_field", "journal_from", "words"), pl.String()
    )
)


def _read(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    few = rows.filter(pl.col("asked").fill_null(value=False) & pl.col("own_text").is_not_null())
    if few.is_empty():
        return pl.Series(records.name, [None] * records.len(), FIELDS_READ)
    tags = r"</?[A-Za-z][^<>]*>"
    known = few.select(
        "row",
        title=pl.col("work_title"),
        abstract_text=pl.col("own_text").str.replace_all(tags, " ").str.strip_chars(),
        journal=pl.col("named_journal"),
        issn_valid=pl.col("stated_issn"),
        fields=pl.col("own_fields"),
        is_article=pl.lit(value=True),
        **{name: pl.lit(value=False) for name in ("is_matter", "is_notice", "is_titleless")},
    ).with_columns(pl.col("abstract_text").replace("", None))
    signal = pl.col("signal")
    names = [name for name in FIELDS_READ.to_schema() if name != "words"]
    read = known.with_columns(signal=field_signal(whole=True)).select(
        "row",
        *(signal.struct.field(name) for name in names),
        words=words_that_spoke(signal),
    )
    joined = rows.select("row").join(read, on="row", how="left", maintain_order="left")
    return joined.select(
        pl.struct(*(pl.col(n) for n in FIELDS_READ.to_schema())).alias(records.name)
    ).to_series()


def signals(found: pl.Expr, fields: pl.Expr, issn: pl.Expr | None = None) -> dict[str, pl.Expr]:
    """Return evidence of all kinds, from the columns of `gathered`; null where a kind says nothing.

    `found`: Boolean, the rows that are told, since the tables are asked for them alone. `fields`: as `fields_of` says.
    `issn`: String, the one in the DOI; by default that of its pattern.
    """
    issn = pl.when(found).then(
        pl.when(BY_ISSN).then(pl.col("doi_stem").str.slice(-9)) if issn is None else issn
    )
    siblings = found & (pl.col("stem_works") > 1)
    home = found & (pl.col("usual_prefix") != pl.col("registered_under"))
    return {
        "issn": issn,
        "registered_titles": titles_of_issn(issn).list.head(_SHOWN).list.join(" | "),
        "publisher_of_issn": publisher_of_issn(issn).list.first(),
        "pattern": pl.when(found).then(pl.col("doi_stem")),
        "siblings": pl.when(siblings).then(pl.col("stem_works") - 1),
        "agreeing": pl.when(siblings).then(pl.col("stem_agreeing")),
        "journal_of_siblings": pl.when(siblings).then(pl.col("stem_usual")),
        "usual_prefix": pl.when(home).then(pl.col("usual_prefix")),
        "usual_registrant": pl.when(home).then(pl.col("usual_registrant")),
        "works_under_it": pl.when(home).then(pl.format("{} of {}", "usual_works", "journal_works")),
        "publisher_of_journal": publisher_of_issn(pl.when(found).then(pl.col("stated_issn"))).list.first(),
        "registrant": registrants(pl.when(found).then(PREFIX)).list.first(),
        "paper_fields": fields.struct.field("paper"),
        "words": fields.struct.field("words"),
        "journal_fields": fields.struct.field("journal"),
        "journal_fields_from": fields.struct.field("journal_from"),
        "reference": pl.lit("journals, prefixes"),
        "as_of": pl.lit(as_of("journals")),
    }


def is_sure() -> pl.Expr:
    """Boolean: the pattern's ISSN is surely another journal's than the named one.

    The tables know the name as another publisher's, or both names are in one language: they may be translations else.
    """
    kin = pl.col("stem_kin")
    alike = shares_any_word(pl.col("named_journal"), pl.col("stem_usual"))
    return BY_ISSN & pl.col("stem_apart") & (kin.is_in(["another", "akin"]) | (kin.is_null() & alike))


_SHOWN = 4
PREFIX = pl.col("shown_doi").str.extract(r"\b(10\.\d{4,9}(?:\.\d+)*)/", 1)
"""String: the prefix of a row's DOI, also of records that name no journal."""
FIELDS_AGREE = ("warning", "info")
"""Levels of the field's signal that speak against the journal."""


def fields_told(*, encoder: bool) -> Mapping[str, pl.Expr]:
    """Return the key columns of `JNL002`; `encoder`: see `checks.field_model`.

    `field_level`: String, see `checks.field_model`. `field_note`: String, what the field model says, as a JSON object
    read by `noted`; null where it suspects nothing.
    """
    whole = pl.col("field_signal_encoded" if encoder else "field_signal")
    level = whole.struct.field("level")
    told = level.is_in(["info", "warning"]).fill_null(value=False)
    signal = pl.when(told).then(whole)
    issn = pl.when(told).then(pl.col("issn_valid"))
    parts = {
        **{name: signal.struct.field(name) for name in ("paper", "paper_field", "paper_from")},
        **{name: signal.struct.field(name) for name in ("journal", "journal_field", "journal_from")},
        "score": signal.struct.field("score").cast(pl.Float64).round(2).cast(pl.String),
        "words": words_that_spoke(signal),
        "name": pl.col("journal"),
        "issn": issn,
        "publisher": publisher_of_issn(issn).list.first(),
    }
    named = [part.alias(name) for name, part in parts.items()]
    return {"field_level": level, "field_note": pl.when(told).then(pl.struct(named).struct.json_encode())}


def noted(name: str) -> pl.Expr:
    """String: a part of `field_note`; null where there is none."""
    return pl.col("field_note").str.json_path_match(f"$.{name}")
