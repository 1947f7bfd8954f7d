"""The field model's verdicts on records, in two steps, and the words that show the field of a text.

The first step reads the title and the start of the abstract, and clears most records at low cost. The second step reads the
complete text of the other records. On request, a multilingual encoder (`encoder`) reads it too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scholint.checks.field_model import hashing, scoring
from scholint.checks.field_model.journals import KnownJournals, known_journals, model
from scholint.checks.field_model.model import CHUNK, FRONT, FRONTS, NEAR_ODDS, WIDE
from scholint.checks.field_model.schema import NONE

if TYPE_CHECKING:
    from scholint.checks.field_model.encoder import Head
    from scholint.checks.field_model.hashing import Flags, Floats, Labels

# Number of letters. Shorter abstracts give no more information than a title.
_MIN_ABSTRACT = 200
# Maximum number of fields to show, and the minimum probability of each.
_SHOWN, _MIN_SHOWN = 3, 0.1
_WORDS_SHOWN = 5
# The weight of the record's own fields of study; the text has the rest.
_OWN_SHARE = 0.5


def of_records(records: pl.DataFrame, *, whole: bool, encoder: bool) -> pl.DataFrame:
    """Return `row` and the parts of `SIGNAL` for records. Records in a journal of all fields are left out.

    `records`: `row` and the columns `signal.NEEDED`. `whole`, `encoder`: see `signal.field_signal`.
    """
    journals = records.select("journal", "issn_valid").unique(maintain_order=True)
    journals = journals.filter(~pl.col("journal").str.contains(WIDE)).with_row_index("journal_row")
    records = records.join(
        journals, on=["journal", "issn_valid"], how="inner", nulls_equal=True, maintain_order="left"
    )
    if records.is_empty():
        return NONE
    known = known_journals(journals)
    if whole:
        return _scored(records, known, encoder=encoder)
    levels = records.select("row", level=_first_step(records, known))
    open_ = records.filter(levels["level"].is_null())
    scored = [_scored(open_, known, encoder=encoder)] if open_.height else []
    return pl.concat([NONE, levels.drop_nulls("level"), *scored], how="diagonal_relaxed")


def _first_step(records: pl.DataFrame, journals: KnownJournals) -> pl.Series:
    """Return `near` if title and start of the abstract show that the paper fits the journal, null if more must be read.

    Return `undecided` if the field of the journal is uncertain. Also return `undecided` if there is no more text to read, and
    the field or the language of the text is uncertain.
    """
    is_sure = scoring.sure_journals(journals.known)[records["journal_row"].to_numpy()]
    level = np.where(is_sure, "", "undecided")
    if not is_sure.any():
        return pl.Series("level", level)
    texts = records.filter(pl.Series(is_sure)).select(
        "journal_row",
        "fields",
        text=hashing.plain_texts(pl.col("title"), pl.col("abstract_text"), FRONT),
        is_complete=pl.col("abstract_text").str.len_chars().fill_null(0) <= FRONT,
    )
    shares, english = [], []
    for begin in range(0, texts.height, FRONTS):
        chunk = texts["text"][begin : begin + FRONTS]
        words = hashing.words(chunk)
        shares.append(model().text.probabilities(*hashing.text_buckets(words), len(chunk)))
        english.append(scoring.english(words, len(chunk)))
    paper, has_fields = _with_own_fields(np.concatenate(shares), texts["fields"], np.concatenate(english))
    # The record's own fields of study are known in any language.
    is_known = np.concatenate(english) | has_fields
    odds = scoring.field_odds(paper, journals.known, model().prior, texts["journal_row"])
    is_near = is_known & (odds >= NEAR_ODDS)
    is_unsure = texts["is_complete"].to_numpy() & ~(is_known & scoring.sure_texts(paper))
    level[is_sure] = np.select([is_unsure, is_near], ["undecided", "near"], default="")
    return pl.Series("level", level).replace("", None)


def _scored(records: pl.DataFrame, journals: KnownJournals, *, encoder: bool) -> pl.DataFrame:
    """Return `row` and the parts of `SIGNAL`, based on title and complete abstract."""
    records = records.with_columns(
        text=hashing.plain_texts(pl.col("title"), pl.col("abstract_text")),
        name=journals.names.gather(records["journal_row"]),
        full=pl.col("abstract_text").str.len_chars().fill_null(0) >= _MIN_ABSTRACT,
    )
    known, full = journals.known.rows(records["journal_row"].to_numpy()), records["full"].to_numpy()
    by_words, english, sizes, shared = _read_words(records)
    encoded = english & encoder
    if encoded.any():
        # Texts in other languages are scored without the encoder, because no threshold was chosen for them.
        by_words[encoded] = _with_encoder(by_words[encoded], records.filter(pl.Series(encoded)))
    paper, has_fields = _with_own_fields(by_words, records["fields"], english)
    score = model().score(paper, known, shared, sizes, full.astype(np.float32))
    is_comparable = scoring.sure(paper, known) & (english | has_fields)
    is_far = scoring.comparable(paper, known)
    warns, informs = _beyond_thresholds(score, full, encoded)
    level = np.select(
        [~is_comparable, is_far & warns, is_far & informs], ["undecided", "warning", "info"], default="near"
    )
    names = np.array(model().fields)
    return pl.DataFrame(
        {
            "row": records["row"],
            "score": score,
            "level": level,
            "paper": _most_likely(paper, names),
            "paper_field": names[paper.argmax(1)],
            "paper_from": _read_from(has_fields, full, encoded),
            "journal": _most_likely(known.shares, names),
            "journal_field": names[known.shares.argmax(1)],
            "journal_from": journals.sources.gather(records["journal_row"]),
        }
    )


def _read_words(records: pl.DataFrame) -> tuple[Floats, Flags, Floats, Floats]:
    """Return for each text: its fields, whether it is English, its number of words, and `shared_words`. `records`: `text`, `name`."""
    shares, english, sizes, shared = [], [], [], []
    for begin in range(0, records.height, CHUNK):
        chunk = records[begin : begin + CHUNK]
        words, names = hashing.words(chunk["text"]), hashing.words(chunk["name"])
        shares.append(model().text.probabilities(*hashing.text_buckets(words), chunk.height))
        english.append(scoring.english(words, chunk.height))
        sizes.append(np.bincount(words.rows, minlength=chunk.height).astype(np.float32))
        shared.append(scoring.shared_words(words, names, model().stems, chunk.height))
    return np.concatenate(shares), np.concatenate(english), np.concatenate(sizes), np.concatenate(shared)


def _beyond_thresholds(score: Floats, full: Flags, encoded: Flags) -> tuple[Flags, Flags]:
    """Return which scores exceed the threshold of a warning, and which exceed that of an info.

    The name of a threshold is the share of correct records that exceed it. A title without abstract never gives a warning.
    """
    by_words, by_both = model().facts["thresholds"], model().facts["thresholds_with_encoder"]

    def beyond(kind: str, rate: str) -> Flags:
        return np.asarray(score > np.where(encoded, by_both[kind][rate], by_words[kind][rate]))

    informs = np.where(full, beyond("abstract", "0.005"), beyond("title", "0.001"))
    return full & beyond("abstract", "0.001"), informs


def _with_encoder(by_words: Floats, records: pl.DataFrame) -> Floats:
    """Return the shares of fields of each text: the given shares (by words) combined with those of the encoder."""
    from scholint.checks.field_model import encoder  # noqa: PLC0415 - only if the encoder is used

    texts = records.select(encoder.fronts(pl.col("title"), pl.col("abstract_text"))).to_series()
    return encoder.together(by_words, _head().of_texts(texts))


@cache
def _head() -> Head:
    from scholint.checks.field_model.encoder import Head  # noqa: PLC0415 - only if the encoder is used

    return Head.read(model().folder)


def _with_own_fields(paper: Floats, fields: pl.Series, english: Flags) -> tuple[Floats, Flags]:
    """Combine the shares of fields of each paper with the record's own fields of study.

    Return the combined shares, and for each row whether own fields were used. Own fields are used if the model has all of
    them. They then have half of the weight. If the text is not in English, they have the whole weight.
    """
    names = model().fields
    if fields.null_count() == len(fields):
        return paper, np.zeros(len(paper), bool)
    lower = fields.list.eval(pl.element().str.strip_chars().str.to_lowercase())
    known = lower.list.eval(pl.element().is_in(names)).list.all() & (lower.list.len() > 0)
    has_fields: Flags = known.fill_null(value=False).to_numpy()
    if not has_fields.any():
        return paper, has_fields
    own = np.stack([lower.list.contains(name).fill_null(value=False).to_numpy() for name in names], 1)
    # Smoothed, because curators do not assign fields by the same rules as the model.
    own = (0.9 * own / np.maximum(own.sum(1, keepdims=True), 1) + 0.1 * model().prior).astype(np.float32)
    both = np.where(english[:, None], (1 - _OWN_SHARE) * paper + _OWN_SHARE * own, own)
    return np.where(has_fields[:, None], both, paper), has_fields


def _read_from(has_fields: Flags, full: Flags, encoded: Flags) -> Labels:
    text = np.where(full, "title and abstract", "title")
    read = np.where(has_fields, "title, abstract and fields of study", text)
    return np.where(encoded, np.char.add(read, ", by words and encoder"), read)


def _most_likely(shares: Floats, names: Labels) -> pl.Series:
    """Return the most likely fields with their probabilities: `law 0.71, sociology 0.12`."""
    order = np.argsort(-shares, axis=1, kind="stable")[:, :_SHOWN]
    columns: dict[str, Labels | Floats] = {}
    for rank in range(_SHOWN):
        field = order[:, rank]
        columns[f"name{rank}"] = names[field]
        columns[f"share{rank}"] = shares[np.arange(len(shares)), field]
    shown = [
        pl.when((pl.col(f"share{rank}") >= _MIN_SHOWN) | (rank == 0)).then(
            pl.format("{} {}", f"name{rank}", pl.col(f"share{rank}").cast(pl.Float64).round(2))
        )
        for rank in range(_SHOWN)
    ]
    return pl.DataFrame(columns).select(pl.concat_str(shown, separator=", ", ignore_nulls=True)).to_series()


def telling_words(records: pl.DataFrame) -> pl.DataFrame:
    """Return `row` and `word`: up to five words of a text, joined, that are the best evidence for its field against the journal's.

    `records`: `row`, `title`, `abstract_text`, and the fields `paper` and `journal`. Texts without such words are left out.
    """
    words = (
        records.select(
            "row",
            "paper",
            "journal",
            word=hashing.plain_texts(pl.col("title"), pl.col("abstract_text")).str.extract_all(r"\pL{3,}"),
        )
        .explode("word", empty_as_null=True)
        .drop_nulls("word")
        .filter(~pl.col("word").is_in([*scoring.ENGLISH, *scoring.FOREIGN]))
        .unique(["row", "word"], maintain_order=True)
    )
    if words.is_empty():
        return pl.DataFrame(schema={"row": pl.UInt32, "word": pl.String})
    weights = model().text.of_words(words["word"])
    columns = {name: column for column, name in enumerate(model().fields)}
    paper, journal = (
        words[side].replace_strict(columns, return_dtype=pl.Int64).to_numpy() for side in ("paper", "journal")
    )
    rows = np.arange(words.height)
    return (
        words.with_columns(weight=pl.Series(weights[rows, paper] - weights[rows, journal]))
        .filter(pl.col("weight") > 0)
        .sort("weight", descending=True, maintain_order=True)
        .group_by("row", maintain_order=True)
        .agg(pl.col("word").head(_WORDS_SHOWN).str.join(", "))
    )
