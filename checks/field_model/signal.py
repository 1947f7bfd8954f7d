"""What the field model finds about a record: the field of its text, the field of its journal, and how far apart they are.

The field of the journal comes from its name and from what the reference has on it: the subjects that Crossref or the
Directory of Open Access Journals list, and its publisher. The field of the paper comes from title and abstract, and from the
record's own fields of study if it has some. Only articles with an English text are scored, since the model was trained on no
other language (see `seeds/field_model/MODEL_CARD.md`).

This module only has the expressions. Neither numpy nor the model is loaded before a record needs them (`verdicts`).
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
# In letters. Shorter titles do not show a field; shorter journal names are acronyms.
_MIN_TITLE, _MIN_JOURNAL = 40, 4


def field_signal(*, whole: bool = False, encoder: bool = False) -> pl.Expr:
    """Struct `SIGNAL`; null where the record is not an article, or has too little text.

    `score`: log-odds that the text does not belong in the journal. `level`: `warning`, `info`, `near` (scored, and not far
    apart) or `undecided`. `paper`, `journal`: the most likely fields with their probabilities; `…_field`: the first of them;
    `…_from`: where they come from.

    Title and abstract are read where title and the start of the abstract do not clear the record. Of a cleared record, and
    of one in a journal whose field is uncertain, only `level` is known. `whole` reads every record, for the evidence of a few.
    `encoder`: what is read as a whole is also read by the encoder, of the extra `scholint[encoder]`.
    """
    signals = partial(_signals, whole=whole, encoder=encoder)
    return pl.struct(*NEEDED).map_batches(signals, return_dtype=SIGNAL, is_elementwise=True)


def telling_words(signal: pl.Expr) -> pl.Expr:
    """String: up to five words of the text that are most typical of its field and least of the journal's. For a few records.

    `signal`: as `field_signal(whole=True)` returns it.
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
        from scholint.checks.field_model import verdicts  # noqa: PLC0415 - numpy only if there is a text to read

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
    from scholint.checks.field_model import verdicts  # noqa: PLC0415 - numpy only if there is a text to read

    words = verdicts.telling_words(scored)
    return rows.join(words, on="row", how="left", maintain_order="left")["word"].alias(records.name)
