"""The field model's estimates for a record: the field of the paper, the field of the journal, and how far apart they are.

The field of the journal is estimated from its name and from its entry in the reference tables. The entry has its publisher,
and the subjects from Crossref or the Directory of Open Access Journals. The field of the paper is estimated from its title
and abstract, and from its fields of study if the record has any. Only articles in English are scored, because the model was
trained on English texts (see `seeds/field_model/MODEL_CARD.md`).

This module contains the Polars expressions. They import numpy and the model (`verdicts`) only when a record is scored.
"""

from __future__ import annotations

from functools import partial

import polars as pl

from scholint.checks.field_model.schema import NONE, SIGNAL

NEEDED = (
    *("title", "abstract_text", "journal", "issn_valid", "fields"),
    *("is_article", "is_matter", "is_notice", "is_titleless"),
)
"""The columns and normal forms that the model reads."""
# Numbers of letters. Shorter titles do not show a field; shorter journal names are acronyms.
_MIN_TITLE, _MIN_JOURNAL = 40, 4


def field_signal(*, whole: bool = False, encoder: bool = False) -> pl.Expr:
    """Struct `SIGNAL`: the field model's estimates; null if the record is not an article, or has too little text.

    `score`: log-odds that the text does not belong in the journal. `level`: `warning`, `info`, `near` (scored, and not far
    apart) or `undecided`. `paper`, `journal`: the most likely fields with their probabilities. `…_field`: the most likely
    field. `…_from`: what the fields were estimated from.

    The complete abstract is read only if the title and the start of the abstract do not show that the paper fits the
    journal. For records that fit, and for journals whose field is uncertain, only `level` is set. `whole`: read the complete
    abstract of every record; this is for the evidence of a few records. `encoder`: also use the sentence encoder
    (extra `scholint[encoder]`) for abstracts that are read completely.
    """
    signals = partial(_signals, whole=whole, encoder=encoder)
    return pl.struct(*NEEDED).map_batches(signals, return_dtype=SIGNAL, is_elementwise=True)


def telling_words(signal: pl.Expr) -> pl.Expr:
    """String: up to five words of the text that are typical of its field, and not of the journal's field.

    This is expensive, for a few records only. `signal`: as `field_signal(whole=True)` returns it.
    """
    needed = pl.struct(
        "title",
        "abstract_text",
        paper=signal.struct.field("paper_field"),
        journal=signal.struct.field("journal_field"),
    )
    return needed.map_batches(_telling_words, return_dtype=pl.String, is_elementwise=True)


def _signals(records: pl.Series, *, whole: bool, encoder: bool) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    scorable = rows.filter(
        pl.col("is_article").fill_null(value=False)
        & ~(pl.col("is_matter") | pl.col("is_notice") | pl.col("is_titleless"))
        & (pl.col("journal").str.len_chars() >= _MIN_JOURNAL)
        & ((pl.col("title").str.len_chars() >= _MIN_TITLE) | pl.col("abstract_text").is_not_null())
    )
    found = NONE
    if scorable.height:
        from scholint.checks.field_model import verdicts  # noqa: PLC0415 - numpy is imported only if there is a text to read

        found = verdicts.of_records(scorable, whole=whole, encoder=encoder)
    joined = rows.select("row").join(found, on="row", how="left", maintain_order="left")
    struct = pl.struct(*(pl.col(name).cast(dtype) for name, dtype in SIGNAL.to_schema().items()))
    signal = joined.select(pl.when(pl.col("level").is_not_null()).then(struct)).to_series()
    return signal.alias(records.name)


def _telling_words(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    scored = rows.filter(pl.col("paper").is_not_null())
    if scored.is_empty():
        return pl.Series(records.name, [None] * records.len(), pl.String)
    from scholint.checks.field_model import verdicts  # noqa: PLC0415 - numpy is imported only if there is a text to read

    words = verdicts.telling_words(scored)
    return rows.join(words, on="row", how="left", maintain_order="left")["word"].alias(records.name)
