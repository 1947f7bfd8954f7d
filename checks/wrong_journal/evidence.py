"""Evidence that a record is assigned to the wrong journal, for the three rules that report it.

The order of precedence is: `DOI007` (the ISSN in the DOI), `JNL006` (sibling records with the same DOI pattern, and the usual
prefix of the journal), `JNL002` (the subjects of paper and journal). A rule does not report a record that an earlier rule
reports (`YIELDS_TO`). The rule that reports the record shows all evidence (`signals`), so that there is one finding per
record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.field_model.signal import field_signal, telling_words
from scholint.checks.reference.lookups import publisher_of_issn, registrants, titles_of_issn
from scholint.checks.reference.tables import as_of
from scholint.checks.reference.title_words import shares_any_word
from scholint.checks.values.text import MALFORMED_TAGS
from scholint.checks.wrong_journal.keys import BY_ISSN

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDER = ("DOI007", "JNL006", "JNL002")
YIELDS_TO: Mapping[str, tuple[str, ...]] = {code: ORDER[:place] for place, code in enumerate(ORDER)}
"""Rule code to the codes of the rules that take precedence over it."""


def fields_of(flagged: pl.Expr) -> pl.Expr:
    """Struct FIELDS_READ: the field model's estimates for rows from `siblings.collect`; null unless `flagged` is true.

    `flagged`: Boolean. The model is loaded only if a row is flagged. It reads the abstract from the key columns. They contain
    the complete abstract for records that `DOI007` flags, and only its start for all others.
    """
    columns = ("work_title", "own_text", "named_journal", "stated_issn", "own_fields")
    return pl.struct(flagged.alias("flagged"), *columns).map_batches(
        _read, return_dtype=FIELDS_READ, is_elementwise=True
    )


FIELDS_READ = pl.Struct(
    dict.fromkeys(
        ("level", "paper", "paper_field", "journal", "journal_field", "journal_from", "words"), pl.String()
    )
)


def _read(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    few = rows.filter(pl.col("flagged").fill_null(value=False) & pl.col("own_text").is_not_null())
    if few.is_empty():
        return pl.Series(records.name, [None] * records.len(), FIELDS_READ)
    known = few.select(
        "row",
        title=pl.col("work_title"),
        abstract_text=pl.col("own_text").str.replace_all(MALFORMED_TAGS, " ").str.strip_chars(),
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
        words=telling_words(signal),
    )
    joined = rows.select("row").join(read, on="row", how="left", maintain_order="left")
    return joined.select(
        pl.struct(*(pl.col(n) for n in FIELDS_READ.to_schema())).alias(records.name)
    ).to_series()


def signals(found: pl.Expr, fields: pl.Expr, issn: pl.Expr | None = None) -> dict[str, pl.Expr]:
    """Return all evidence as columns, for rows from `siblings.collect`. A column is null if there is no evidence of its kind.

    `found`: Boolean, true for the rows to report; only these are looked up in the tables. `fields`: see `fields_of`.
    `issn`: String, the ISSN in the DOI; by default the one in the DOI pattern.
    """
    issn = pl.when(found).then(
        pl.when(BY_ISSN).then(pl.col("doi_stem").str.slice(-9)) if issn is None else issn
    )
    siblings = found & (pl.col("stem_works") > 1)
    other = found & (pl.col("usual_prefix") != pl.col("registered_under"))
    return {
        "issn": issn,
        "registered_titles": titles_of_issn(issn).list.head(_SHOWN).list.join(" | "),
        "publisher_of_issn": publisher_of_issn(issn).list.first(),
        "pattern": pl.when(found).then(pl.col("doi_stem")),
        "siblings": pl.when(siblings).then(pl.col("stem_works") - 1),
        "agreeing": pl.when(siblings).then(pl.col("stem_agreeing")),
        "journal_of_siblings": pl.when(siblings).then(pl.col("stem_usual")),
        "usual_prefix": pl.when(other).then(pl.col("usual_prefix")),
        "usual_registrant": pl.when(other).then(pl.col("usual_registrant")),
        "works_under_it": pl.when(other).then(pl.format("{} of {}", "usual_works", "journal_works")),
        "publisher_of_journal": publisher_of_issn(pl.when(found).then(pl.col("stated_issn"))).list.first(),
        "registrant": registrants(pl.when(found).then(PREFIX)).list.first(),
        "paper_fields": fields.struct.field("paper"),
        "words": fields.struct.field("words"),
        "journal_fields": fields.struct.field("journal"),
        "journal_fields_from": fields.struct.field("journal_from"),
        "reference": pl.lit("journals, prefixes"),
        "as_of": as_of("journals"),
    }


def is_sure() -> pl.Expr:
    """Boolean: the ISSN of the pattern certainly belongs to another journal than the one that the record names.

    True if the tables list the title with another publisher, or if both titles are in one language. If the titles are in two
    languages, one may be a translation of the other.
    """
    relation = pl.col("stem_relation")
    alike = shares_any_word(pl.col("named_journal"), pl.col("stem_usual"))
    return (
        BY_ISSN
        & pl.col("stem_apart")
        & (relation.is_in(["another", "similar"]) | (relation.is_null() & alike))
    )


_SHOWN = 4
PREFIX = pl.col("shown_doi").str.extract(r"\b(10\.\d{4,9}(?:\.\d+)*)/", 1)
"""String: the prefix of a row's DOI. Records without a journal have it too."""


def field_keys(*, encoder: bool) -> Mapping[str, pl.Expr]:
    """Return the key columns of `JNL002`. `encoder`: see `checks.field_model`.

    `field_level`: String, see `checks.field_model`. `field_note`: String, the signal of the field model as a JSON object
    (`noted` reads it); null if the model has no evidence against the journal.
    """
    whole = pl.col("field_signal_encoded" if encoder else "field_signal")
    level = whole.struct.field("level")
    suspected = level.is_in(["info", "warning"]).fill_null(value=False)
    signal = pl.when(suspected).then(whole)
    issn = pl.when(suspected).then(pl.col("issn_valid"))
    parts = {
        **{name: signal.struct.field(name) for name in ("paper", "paper_field", "paper_from")},
        **{name: signal.struct.field(name) for name in ("journal", "journal_field", "journal_from")},
        "score": signal.struct.field("score").cast(pl.Float64).round(2).cast(pl.String),
        "words": telling_words(signal),
        "name": pl.col("journal"),
        "issn": issn,
        "publisher": publisher_of_issn(issn).list.first(),
    }
    named = [part.alias(name) for name, part in parts.items()]
    return {
        "field_level": level,
        "field_note": pl.when(suspected).then(pl.struct(named).struct.json_encode()),
    }


def noted(name: str) -> pl.Expr:
    """String: the value of a key of `field_note`; null if there is no note."""
    return pl.col("field_note").str.json_path_match(f"$.{name}")
