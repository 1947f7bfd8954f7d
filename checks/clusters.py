"""Clusters: what the rules over the whole input share to group records and to tell of a group.

Such a rule sees rows of keys, the oldest knowledge first: rows of an index before the run's own, each in the
order of source and line. It tells of a cluster once, at the first row of this run that adds to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.normal import letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PLACE = ("source", "line", "provides", "id")
# A record without an identifier is named after its place.
_OWN_ID = pl.when(pl.col("id") != pl.format("{}:{}", "source", "line")).then(pl.col("id"))

CONTENT = pl.struct(*(name for name in RECORDS.columns if name not in _PLACE), _OWN_ID.alias("id")).hash(0)
"""UInt64: the same for records that are equal in everything but where they stand."""

MANY = 5
"""As many titles over one text make it a template."""
FOLDED = 50
"""As many findings of one kind, between two sources, are told one by one; from there on, one stands for all."""
_HEAD = 30

# Prefixes of preprint servers, from Crossref's and DataCite's member lists.
_SERVERS = (
    *(
        "10.1101",
        "10.64898",
        "10.48550",
        "10.21203",
        "10.2139",
        "10.20944",
        "10.26434",
        "10.31234",
        "10.31219",
    ),
    *("10.31235", "10.22541", "10.36227", "10.31222", "10.1590/scielopreprints", "10.31223", "10.35542"),
    *("10.12688", "10.14293", "10.33774", "10.2196/preprints", "10.36227", "10.55458", "10.26226"),
)
_FORM = (
    pl.when(pl.col("is_notice"))
    .then(pl.lit("notice"))
    .when(
        (pl.col("kind") == "preprint").fill_null(value=False)
        | pl.col("doi_prefix").is_in(_SERVERS).fill_null(value=False)
        | pl.col("id").str.starts_with("arXiv:")
        | pl.col("journal")
        .str.contains(r"(?i)^\W*(?:arxiv|corr\b|[a-z]*rxiv\b|ssrn|preprints)")
        .fill_null(value=False)
    )
    .then(pl.lit("preprint"))
    .when(
        (pl.col("kind") == "conference").fill_null(value=False)
        | pl.col("journal")
        .str.contains(r"(?i)\b(?:proceedings|proc\.|conference|symposium|workshop|meeting of)\b")
        .fill_null(value=False)
    )
    .then(pl.lit("conference"))
)
_FOREIGN = r"[\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]"
_FIRST = pl.col("authors").list.first()
# `Last, First` and `First Last` alike.
_FAMILY = pl.coalesce(_FIRST.str.extract(r"^\s*([^,]+),", 1), _FIRST.str.extract(r"(\S+)\s*$", 1))


def hashed(text: pl.Expr, seed: int) -> pl.Expr:
    """UInt64: the text's hash; null where the text is null or empty."""
    return pl.when(text != "").then(text.hash(seed))


_TITLE = pl.col("title_key")

WORK: Mapping[str, pl.Expr] = {
    "content": CONTENT,
    "work_doi": hashed(pl.col("doi_key"), 2),
    "work_title": hashed(_TITLE, 1),
    # Subtitles come and go between sources.
    "work_head": hashed(_TITLE.str.slice(0, _HEAD), 1),
    "work_stem": hashed(_TITLE.str.replace_all(r"[0-9ivx]+", ""), 1),
    "work_author": hashed(letters(_FAMILY), 3),
    "work_year": pl.col("year_published").cast(pl.Int16, strict=False),
    "work_form": _FORM,
    "work_language": pl.col("language").str.slice(0, 2).str.to_lowercase(),
    "work_foreign": pl.col("title").str.contains(_FOREIGN),
    "work_filled": pl.sum_horizontal(
        pl.col(name).is_not_null() for name in RECORDS.columns if name not in _PLACE
    ).cast(pl.UInt8),
}
"""Key columns: what is known of the work that a record describes, as hashes and small numbers.

`work_head`: the first letters of the title. `work_stem`: the title without figures, Roman ones too.
`work_author`: the first author's family name. `work_form`: `notice`, `preprint`, `conference` or null.
`work_filled`: how many of the record's fields hold something.
"""


def bare_texts(texts: pl.Series) -> pl.Series:
    """Return String: abstracts without markup, label, typography, extra white space and case.

    Each step is taken only where a cheap test says that there is something to do, and nearly every text passes all
    of them by; hence step by step, not as one expression.
    """
    text, bare = pl.col("text"), pl.col("bare")
    frame = texts.fill_null("").alias("text").to_frame()
    for test, change in _STEPS:
        frame = frame.with_columns(bare=pl.when(test).then(text).otherwise(pl.lit("")))
        frame = frame.select(text=pl.when(bare != "").then(change).otherwise(text))
    plain = text.str.to_lowercase().str.replace(_LABEL, "").str.strip_chars(" .")
    return frame.select(plain).to_series()


def abstract_hashes(texts: pl.Series) -> pl.Series:
    """Return UInt64: the hashes of the bare texts; null below LEAST bytes."""
    long = pl.when(texts.str.len_bytes() >= LEAST).then(texts).otherwise(pl.lit(""))
    bare = bare_texts(pl.select(long).to_series())
    return pl.select(hashed(pl.lit(bare), 0)).to_series()


def has(literal: str) -> pl.Expr:
    """Boolean: the text holds the literal, which is found ten times as quickly as a pattern."""
    return pl.col("text").str.contains(literal, literal=True)


_BARE = pl.col("bare")
_TYPOGRAPHY = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00ad": ""}
_STEPS: Sequence[tuple[pl.Expr, pl.Expr]] = (
    (has("<"), _BARE.str.replace_all(r"<[^<>]*>", " ")),
    (
        pl.col("text").str.len_bytes() != pl.col("text").str.len_chars(),
        _BARE.str.normalize("NFKC").str.replace_many(_TYPOGRAPHY),
    ),
    (has("\n") | has("  ") | has("\t"), _BARE.str.replace_all(r"\s+", " ").str.strip_chars()),
)
# The label in any of the languages that scholarly abstracts are in; glued to the first word, or set apart.
_LABEL = (
    r"^\W*(?:abstract|summary|resumen|resumo|résumé|zusammenfassung|riassunto|özet|аннотация|резюме|摘\s*要|要\s*旨|초록|الملخص)"
    r"(?:\s*[:：.—–-]+|\s+)\s*"
)
LEAST, LONG = 60, 200
"""Bytes from which a text can be a shared one at all, and one work's own."""

ABSTRACT: Mapping[str, pl.Expr] = {
    "abstract_hash": pl.col("abstract").map_batches(
        abstract_hashes, return_dtype=pl.UInt64, is_elementwise=True
    ),
    "abstract_long": pl.col("abstract").str.len_bytes() >= LONG,
    "shown": pl.col("abstract").str.slice(0, 60),
}
"""Key columns: the abstract's hash, whether it is long enough to be one work's own, and its beginning."""


def first_of(*names: str) -> pl.Expr:
    """Boolean: no row above has the same values in these columns; nulls are like nothing."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    return pl.struct(names).is_first_distinct() | ~known


def members(group: str, *apart: str) -> pl.Expr:
    """Boolean: the rows that count as members of a group.

    Copies, and further records of one DOI, are other rules' findings; so are those that agree in one of `apart`.
    """
    return pl.all_horizontal(first_of(group, name) for name in ("content", "work_doi", *apart))


def told(group: str, counted: pl.Expr, *, first: int = 2) -> pl.Expr:
    """Boolean: the one row at which the group is told of.

    It is the first of this run's members, from the `first`-th member of the group on.
    """
    adds = counted & (counted.cast(pl.UInt32).cum_sum().over(group) >= first) & pl.col("new")
    return adds & (adds.cast(pl.UInt32).cum_sum().over(group) == 1)


def place(group: str, counted: pl.Expr | None = None) -> pl.Expr:
    """String: where the group's first record stands, and how many others there are."""
    size = pl.len() if counted is None else counted.sum().cast(pl.Int64)
    others = size.over(group).cast(pl.Int64) - 2
    first = pl.format("`{}` ({}:{})", *(pl.col(n).first().over(group) for n in ("record", "source", "line")))
    return pl.when(others > 0).then(pl.format("{} and {} more", first, others)).otherwise(first)


def cluster(group: str, counted: pl.Expr | None = None) -> Mapping[str, pl.Expr]:
    """Return evidence: the size of the group, its first members, and the one to keep.

    To keep: the most complete, of these the oldest.
    """
    mine = pl.col("record") if counted is None else pl.col("record").filter(counted)
    ranks = {"by": ["work_filled", "work_year"], "descending": [True, False], "nulls_last": True}
    return {
        "cluster": pl.format("{}-{}", pl.lit(group.partition("_")[0]), pl.col("record").first().over(group)),
        "size": (pl.len() if counted is None else counted.sum()).over(group),
        "members": mine.str.slice(0, 80).implode().list.head(5).list.join(" | ").over(group),
        "survivor": pl.col("record").sort_by(**ranks).first().over(group),
    }


def titles(group: str, counted: pl.Expr) -> pl.Expr:
    """UInt32: how many titles the group's members have, told apart by their first letters."""
    return _different("work_head", group, counted)


def _different(name: str, group: str, counted: pl.Expr) -> pl.Expr:
    return pl.col(name).filter(counted).drop_nulls().n_unique().over(group)


def relation(group: str, counted: pl.Expr) -> pl.Expr:
    """String: what the records themselves say of how the group's works are related."""

    def forms(form: str) -> tuple[pl.Expr, pl.Expr]:
        mine = counted & (pl.col("work_form").eq_missing(pl.lit(form)))
        return mine.any().over(group), (counted & ~mine).any().over(group)

    notice, _ = forms("notice")
    preprint, published = forms("preprint")
    conference, other = forms("conference")
    one_title = titles(group, counted) <= 1
    dois = _different("work_doi", group, counted)
    one_author = (_different("work_author", group, counted) == 1) & (
        _different("work_year", group, counted) == 1
    )
    languages = (_different("work_language", group, counted) > 1) | (
        _different("work_foreign", group, counted) > 1
    )
    return (
        pl.when(titles(group, counted) >= MANY)
        .then(pl.lit(TEMPLATE))
        .when(notice)
        .then(pl.lit("notice"))
        .when(preprint & published)
        .then(pl.lit("preprint and article"))
        .when((dois <= 1) & (one_title | one_author))
        .then(pl.lit(SAME))
        .when(conference & other)
        .then(pl.lit("conference and journal version"))
        .when(preprint & one_title)
        .then(pl.lit("versions of one preprint"))
        .when(one_title)
        .then(pl.lit("versions or editions of one work"))
        .when(_different("work_stem", group, counted) == 1)
        .then(pl.lit("parts of a series"))
        .when(languages)
        .then(pl.lit("translation"))
        .otherwise(pl.lit(UNEXPLAINED))
    )


TEMPLATE = "template text"
SAME = "the same work, recorded twice"
UNEXPLAINED = "unexplained"
