"""What the field model says of a record: the field of its text, the field of its journal, and how far apart they lie.

The journal's field comes from what the reference knows of it, which are the subjects that Crossref or the Directory of
Open Access Journals give it, and its publisher, and from its name; the paper's from title and abstract, and from the record's own fields of study where it has some. Judged are
articles with an English text, since the model has read no other (see `seeds/field_model/MODEL_CARD.md`).

Two looks: title and front of the abstract clear most records cheaply, and only the others are read whole; these also by
a multilingual encoder (`seeds/text_encoder.py`), where that is asked for.

Neither numpy nor the model is loaded before the first record is worth judging.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from scholint.checks.values.issn import issn_number

if TYPE_CHECKING:
    from scholint.checks.field_model import encoder as text_encoder
    from scholint.checks.field_model import hashing
    from scholint.checks.field_model import model as model_module
    from scholint.checks.field_model.scoring import Journals

SIGNAL = pl.Struct(
    {
        "score": pl.Float32,
        "level": pl.String,
        "paper": pl.String,
        "paper_field": pl.String,
        "paper_from": pl.String,
        "journal": pl.String,
        "journal_field": pl.String,
        "journal_from": pl.String,
    }
)
_NONE = pl.DataFrame(schema={"row": pl.UInt32, **SIGNAL.to_schema()})
NEEDED = (
    *("title", "abstract_text", "journal", "issn_valid", "fields"),
    *("is_article", "is_matter", "is_notice", "is_titleless"),
)
# Shorter titles say nothing of a field, and shorter abstracts no more than a title; in letters.
_SHORT_TITLE, _SHORT_ABSTRACT = 40, 200
_SHOWN, _LEAST_SHOWN = 3, 0.1


def field_signal(*, whole: bool = False, encoder: bool = False) -> pl.Expr:
    """Struct `SIGNAL`, null where the record is not worth judging.

    `score`: log-odds that the text does not belong into the journal. `level`: `warning`, `info`, `near` (judged, and
    not far apart) or `undecided`. `paper`, `journal`: the likeliest fields with their probabilities; `..._field`: the
    first of them; `..._from`: where it comes from.

    Title and abstract are read where title and the front of the abstract do not clear the record; of a cleared one, and
    of one in a journal whose field is unsure, only `level` is known. `whole` reads all, as evidence for a few records.
    `encoder`: what is read whole is read by the encoder too, of the extra `scholint[encoder]`.
    """
    judged = partial(_judged, whole=whole, encoder=encoder)
    return pl.struct(*NEEDED).map_batches(judged, return_dtype=SIGNAL, is_elementwise=True)


def telling_words(signal: pl.Expr) -> pl.Expr:
    """String: up to five words of the text that speak for its field and against the journal's. For a few records."""
    asked = pl.struct(
        "title",
        "abstract_text",
        paper=signal.struct.field("paper_field"),
        journal=signal.struct.field("journal_field"),
    )
    return asked.map_batches(_spoken, return_dtype=pl.String, is_elementwise=True)


@cache
def _model() -> model_module.Model:
    from scholint.checks.field_model.model import Model  # noqa: PLC0415 - numpy only where the rule runs

    return Model()


@cache
def _references() -> pl.DataFrame:
    return pl.read_parquet(_model().home / "journal_fields.parquet")


@cache
def _references_by_name() -> pl.DataFrame:
    """Return `name`, `shares` and `source` of the names that one journal alone has."""
    named = _references().explode("names", empty_as_null=True).unique("names", keep="none")
    return named.select(pl.col("names").alias("name"), "shares", "source")


def _judged(records: pl.Series, *, whole: bool, encoder: bool) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    worth = rows.filter(
        pl.col("is_article").fill_null(value=False)
        & ~(pl.col("is_matter") | pl.col("is_notice") | pl.col("is_titleless"))
        & (pl.col("journal").str.len_chars() > 3)  # noqa: PLR2004 - an acronym says nothing
        & ((pl.col("title").str.len_chars() >= _SHORT_TITLE) | pl.col("abstract_text").is_not_null())
    )
    found = _looked(worth, whole=whole, encoder=encoder) if worth.height else _NONE
    joined = rows.select("row").join(found, on="row", how="left", maintain_order="left")
    struct = pl.struct(*(pl.col(name).cast(dtype) for name, dtype in SIGNAL.to_schema().items()))
    signal = joined.select(pl.when(pl.col("level").is_not_null()).then(struct)).to_series()
    return signal.alias(records.name)


def _looked(worth: pl.DataFrame, *, whole: bool, encoder: bool) -> pl.DataFrame:
    """Return `row` and the parts of `SIGNAL` for records that are worth it."""
    from scholint.checks.field_model.model import WIDE  # noqa: PLC0415 - numpy only where the rule runs

    journals = worth.select("journal", "issn_valid").unique(maintain_order=True)
    journals = journals.filter(~pl.col("journal").str.contains(WIDE)).with_row_index("place")
    asked = worth.join(
        journals, on=["journal", "issn_valid"], how="inner", nulls_equal=True, maintain_order="left"
    )
    if asked.is_empty():
        return _NONE
    each = _known(journals)
    if whole:
        return _scored(asked, each, encoder=encoder)
    levels = asked.select("row", level=_first_look(asked, each))
    left = asked.filter(levels["level"].is_null())
    scored = [_scored(left, each, encoder=encoder)] if left.height else []
    parts = [_NONE, levels.drop_nulls("level"), *scored]
    return pl.concat(parts, how="diagonal_relaxed")


def _first_look(asked: pl.DataFrame, each: _Journals) -> pl.Series:
    """Return `near` where title and front of the abstract clear the record, else null where more must be read.

    `undecided` where the journal's field is unsure, or where there is no more to read and text or language are unsure.
    """
    import numpy as np  # noqa: PLC0415 - numpy only where the rule runs

    from scholint.checks.field_model import hashing, scoring  # noqa: PLC0415
    from scholint.checks.field_model.model import FRONT, FRONTS, KIN  # noqa: PLC0415

    model = _model()
    sure = scoring.sure_journals(each.known)[asked["place"].to_numpy()]
    level = np.where(sure, "", "undecided")
    if not sure.any():
        return pl.Series("level", level)
    read = asked.filter(pl.Series(sure)).select(
        "place",
        "fields",
        text=hashing.plain_texts(pl.col("title"), pl.col("abstract_text"), FRONT),
        ended=pl.col("abstract_text").str.len_chars().fill_null(0) <= FRONT,
    )
    texts, readable = [], []
    for begin in range(0, read.height, FRONTS):
        chunk = read["text"][begin : begin + FRONTS]
        found = hashing.words(chunk)
        texts.append(model.text.probabilities(*hashing.text_buckets(found), len(chunk)))
        readable.append(scoring.english(found, len(chunk)))
    paper, told = _with_own_fields(np.concatenate(texts), read["fields"], np.concatenate(readable))
    readable_or_told = np.concatenate(readable) | told
    cleared = readable_or_told & (scoring.field_odds(paper, each.known, model.prior, read["place"]) >= KIN)
    unsure = read["ended"].to_numpy() & ~(readable_or_told & scoring.sure_texts(paper))
    level[sure] = np.select([unsure, cleared], ["undecided", "near"], default="")
    return pl.Series("level", level).replace("", None)


def _scored(asked: pl.DataFrame, each: _Journals, *, encoder: bool) -> pl.DataFrame:
    """Return `row` and the parts of `SIGNAL`, by title and abstract, read by the encoder too if it is asked for."""
    import numpy as np  # noqa: PLC0415

    from scholint.checks.field_model import hashing, scoring  # noqa: PLC0415
    from scholint.checks.field_model.model import CHUNK  # noqa: PLC0415

    model = _model()
    asked = asked.with_columns(
        text=hashing.plain_texts(pl.col("title"), pl.col("abstract_text")),
        name=each.names.gather(asked["place"]),
        full=pl.col("abstract_text").str.len_chars().fill_null(0) >= _SHORT_ABSTRACT,
    )
    journals, sources = each.known.rows(asked["place"].to_numpy()), each.sources.gather(asked["place"])
    theirs, full = journals.shares, asked["full"].to_numpy()
    texts, readable, sizes, shared = [], [], [], []
    for begin in range(0, asked.height, CHUNK):
        chunk = asked[begin : begin + CHUNK]
        found = hashing.words(chunk["text"])
        texts.append(model.text.probabilities(*hashing.text_buckets(found), chunk.height))
        readable.append(scoring.english(found, chunk.height))
        sizes.append(np.bincount(found.rows, minlength=chunk.height).astype(np.float32))
        shared.append(scoring.shared_words(found, hashing.words(chunk["name"]), model.stems, chunk.height))
    read, english = np.concatenate(texts), np.concatenate(readable)
    # Other languages stay undecided, or are told by the record's own fields: as without the encoder.
    encoded = english & encoder
    if encoded.any():
        read[encoded] = _encoded_too(read[encoded], asked.filter(pl.Series(encoded)))
    paper, told = _with_own_fields(read, asked["fields"], english)
    score = model.score(
        paper, journals, np.concatenate(shared), np.concatenate(sizes), full.astype(np.float32)
    )
    clear = scoring.sure(paper, journals) & (english | told)
    by_words, by_both = model.facts["thresholds"], model.facts["thresholds_with_encoder"]

    def beyond(kind: str, rate: str) -> hashing.Flags:
        return np.asarray(score > np.where(encoded, by_both[kind][rate], by_words[kind][rate]))

    warns = full & beyond("abstract", "0.001")
    informs = np.where(full, beyond("abstract", "0.005"), beyond("title", "0.001"))
    apart = scoring.comparable(paper, journals)
    level = np.select(
        [~clear, apart & warns, apart & informs], ["undecided", "warning", "info"], default="near"
    )
    names = np.array(model.fields)
    read_from = np.where(
        told, "title, abstract and fields of study", np.where(full, "title and abstract", "title")
    )
    return pl.DataFrame(
        {
            "row": asked["row"],
            "score": score,
            "level": level,
            "paper": _listed(paper, names),
            "paper_field": names[paper.argmax(1)],
            "paper_from": np.where(encoded, np.char.add(read_from, ", by words and encoder"), read_from),
            "journal": _listed(theirs, names),
            "journal_field": names[theirs.argmax(1)],
            "journal_from": sources,
        }
    )


def _encoded_too(read: hashing.Floats, asked: pl.DataFrame) -> hashing.Floats:
    """Return the fields of texts as the model of texts, which gave `read`, and the encoder tell them together."""
    from scholint.checks.field_model import encoder as text_encoder  # noqa: PLC0415 - only where the encoder is asked for

    texts = asked.select(text_encoder.fronts(pl.col("title"), pl.col("abstract_text"))).to_series()
    return text_encoder.together(read, _head().of_texts(texts))


@cache
def _head() -> text_encoder.Head:
    from scholint.checks.field_model.encoder import Head  # noqa: PLC0415 - likewise

    return Head.read(_model().home)


class _Journals(NamedTuple):
    """Distinct journals: their plain names, what is known of their fields, and where that comes from."""

    names: pl.Series
    known: Journals
    sources: pl.Series


def _known(journals: pl.DataFrame) -> _Journals:
    """Return what is known of distinct journals, of which `journal` and `issn_valid` are given."""
    import numpy as np  # noqa: PLC0415

    from scholint.checks.field_model import hashing  # noqa: PLC0415
    from scholint.checks.field_model.model import PARTS, journals_of  # noqa: PLC0415

    model = _model()
    each = journals.select(
        name=hashing.plain_names(pl.col("journal")),
        issn=issn_number(pl.col("issn_valid")).cast(pl.UInt32),
    )
    by_issn = _references().select("issn", "shares", "source")
    known = (
        each.join(by_issn, on="issn", how="left", maintain_order="left")
        .join(_references_by_name(), on="name", how="left", suffix="_by_name", maintain_order="left")
        .select(
            shares=pl.coalesce("shares", "shares_by_name"),
            source=pl.coalesce("source", "source_by_name").cast(pl.String),
        )
    )
    told = np.zeros((each.height, len(model.fields) + 1), np.float32)
    where = known["shares"].is_not_null().arg_true().to_numpy()
    if len(where):
        told[where] = known["shares"].drop_nulls().list.to_array(told.shape[1]).to_numpy() / np.float32(PARTS)
    sources = known.select(
        pl.when(pl.col("source").is_null())
        .then(pl.lit("the journal's name"))
        .otherwise(pl.format("{}, and the journal's name", "source"))
    ).to_series()
    judged = journals_of(model, each["name"], told)
    return _Journals(each["name"], judged, sources)


def _with_own_fields(
    paper: hashing.Floats, stated: pl.Series, english: hashing.Flags
) -> tuple[hashing.Floats, hashing.Flags]:
    """Return the paper's fields, half of them by the record's own fields of study where all are known, and where.

    A text in a language that the model cannot read counts nothing beside them.
    """
    import numpy as np  # noqa: PLC0415

    names = _model().fields
    if stated.null_count() == len(stated):
        return paper, np.zeros(len(paper), bool)
    lower = stated.list.eval(pl.element().str.strip_chars().str.to_lowercase())
    known = lower.list.eval(pl.element().is_in(names)).list.all() & (lower.list.len() > 0)
    told: hashing.Flags = known.fill_null(value=False).to_numpy()
    if not told.any():
        return paper, told
    own = np.stack([lower.list.contains(name).fill_null(value=False).to_numpy() for name in names], 1)
    own = (0.9 * own / np.maximum(own.sum(1, keepdims=True), 1) + 0.1 * _model().prior).astype(np.float32)
    both = np.where(english[:, None], 0.5 * paper + 0.5 * own, own)
    return np.where(told[:, None], both, paper), told


def _listed(shares: hashing.Floats, names: hashing.Labels) -> pl.Series:
    """Return the likeliest fields with their probabilities: `law 0.71, sociology 0.12`."""
    import numpy as np  # noqa: PLC0415

    order = np.argsort(-shares, axis=1, kind="stable")[:, :_SHOWN]
    columns: dict[str, hashing.Labels | hashing.Floats] = {}
    for rank in range(_SHOWN):
        top = order[:, rank]
        columns[f"name{rank}"] = names[top]
        columns[f"share{rank}"] = shares[np.arange(len(shares)), top]
    one = (
        pl.when((pl.col(f"share{rank}") >= _LEAST_SHOWN) | (rank == 0)).then(
            pl.format("{} {}", f"name{rank}", pl.col(f"share{rank}").cast(pl.Float64).round(2))
        )
        for rank in range(_SHOWN)
    )
    return (
        pl.DataFrame(columns).select(pl.concat_str(list(one), separator=", ", ignore_nulls=True)).to_series()
    )


def _spoken(records: pl.Series) -> pl.Series:
    rows = records.struct.unnest().with_row_index("row")
    if rows["paper"].null_count() == rows.height:
        return pl.Series(records.name, [None] * records.len(), pl.String)
    import numpy as np  # noqa: PLC0415 - numpy only where there is a field

    from scholint.checks.field_model import hashing, scoring  # noqa: PLC0415

    model = _model()
    each = (
        rows.filter(pl.col("paper").is_not_null())
        .select(
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
    if each.is_empty():
        return pl.Series(records.name, [None] * records.len(), pl.String)
    weights = model.text.of_words(each["word"])
    at = {name: place for place, name in enumerate(model.fields)}
    ours, theirs = (
        each[side].replace_strict(at, return_dtype=pl.Int64).to_numpy() for side in ("paper", "journal")
    )
    every = np.arange(each.height)
    best = (
        each.with_columns(speaks=pl.Series(weights[every, ours] - weights[every, theirs]))
        .filter(pl.col("speaks") > 0)
        .sort("speaks", descending=True, maintain_order=True)
        .group_by("row", maintain_order=True)
        .agg(pl.col("word").head(5).str.join(", "))
    )
    return rows.join(best, on="row", how="left", maintain_order="left")["word"].alias(records.name)
