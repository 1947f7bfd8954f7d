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

# The first and the last letters of a title: subtitles, labels and names of series come and go between sources.
_HEAD, _TAIL = 24, 30
# Shorter titles are placeholders.
_TITLE_LEAST = 4

_KEPT_TITLE = 300
_FIRST = pl.col("authors").list.first()

WORK: Mapping[str, pl.Expr] = {
    "content": CONTENT,
    "work_doi": pl.col("doi_key"),
    "work_title": pl.col("title").str.slice(0, _KEPT_TITLE),
    "work_author": _FIRST.str.slice(0, 80),
    "work_year": pl.col("year_published").cast(pl.Int16, strict=False),
    "work_kind": pl.when(pl.col("is_notice")).then(pl.lit("notice")).otherwise(pl.col("kind")),
    "work_journal": pl.col("journal").str.slice(0, 80),
    "work_spot": pl.format("{} {} {}", *(pl.col(n).fill_null("") for n in ("volume", "issue", "pages"))).hash(
        5
    ),
    "work_language": pl.col("language").str.slice(0, 2).str.to_lowercase(),
    "work_filled": pl.sum_horizontal(
        pl.col(name).is_not_null() for name in RECORDS.columns if name not in _PLACE
    ).cast(pl.UInt8),
}
"""Key columns: what is known of the work that a record describes, as it stands, since few records share anything.

`work_filled`: how many of the record's fields hold something. `work_spot`: a hash of volume, issue and pages.
"""

# DOIs of preprint servers, from Crossref's and DataCite's member lists; Cold Spring Harbor's journals share a prefix
# with bioRxiv and medRxiv, which number by date or by six digits.
_SERVERS = (
    r"^10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}\b|64898/|48550/arxiv|21203/rs\.|2139/ssrn|20944/preprints|26434/chemrxiv"
    r"|(?:31234|31219|31235|31222|31223|35542)/|22541/|36227/techrxiv|1590/scielopreprints|2196/preprints|33774/)"
)
_PREPRINTS = r"(?i)^\W*(?:arxiv|corr\b|[a-z]*rxiv\b|ssrn|preprints?\b)"
_CONFERENCES = r"(?i)\b(?:proceedings|proc\.|conference|symposium|workshop|meeting of|lecture notes)\b"


def _is(expression: pl.Expr) -> pl.Expr:
    return expression.fill_null(value=False)


def family(name: pl.Expr) -> pl.Expr:
    """String: the family name of `Lumen, Ada`, `Lumen AB`, `Lumen A.` and `Ada Lumen`."""
    return pl.coalesce(
        name.str.extract(r"^\s*([^,]+),", 1),
        name.str.extract(r"^\s*(.+?)(?:\s+(?:\p{Lu}{1,3}|\p{Lu}\.(?:-?\p{Lu}\.)*))+\s*$", 1),
        name.str.extract(r"(\S+)\s*$", 1),
    )


_TITLE = letters(pl.col("work_title").str.replace_all(r"<[^<>]*>", ""))
_KNOWN_TITLE = pl.when(_TITLE.str.len_chars() >= _TITLE_LEAST).then(_TITLE)
_FOREIGN = (
    r"[\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]"
)
# Words that titles in English cannot do without, and that titles in other languages of Latin script cannot.
_ENGLISH = r"(?i)\b(?:the|of|and|with|for|from|by|its|between|an)\b"
_OTHERS = r"(?i)\b(?:de|del|des|la|las|los|les|el|le|y|et|und|der|die|das|von|zur|im|da|do|dos|em|um|uma|il|della|di|nella|per|van|het|een|och|av|og|en una?)\b"
DERIVED: Mapping[str, pl.Expr] = {
    "title_head": _KNOWN_TITLE.str.slice(0, _HEAD),
    "title_tail": _KNOWN_TITLE.str.slice(-_TAIL),
    "title_stem": _KNOWN_TITLE.str.replace_all(r"[0-9ivx]+", ""),
    "family": letters(family(pl.col("work_author"))),
    "tongue": pl.when(_is(pl.col("work_title").str.contains(_FOREIGN)))
    .then(pl.lit("script"))
    .when(_is(pl.col("work_title").str.contains(_ENGLISH) & ~pl.col("work_title").str.contains(_OTHERS)))
    .then(pl.lit("english"))
    .when(_is(pl.col("work_title").str.contains(_OTHERS) & ~pl.col("work_title").str.contains(_ENGLISH)))
    .then(pl.lit("other")),
    "form": pl.when(_is(pl.col("work_kind") == "notice"))
    .then(pl.lit("notice"))
    .when(
        _is(pl.col("work_kind") == "preprint")
        | _is(pl.col("work_doi").str.contains(_SERVERS))
        | _is(pl.col("work_journal").str.contains(_PREPRINTS))
        | pl.col("record").str.starts_with("arXiv:")
    )
    .then(pl.lit("preprint"))
    .when(_is(pl.col("work_kind") == "conference") | _is(pl.col("work_journal").str.contains(_CONFERENCES)))
    .then(pl.lit("conference"))
    .when(_is(pl.col("work_kind") == "dataset"))
    .then(pl.lit("dataset")),
    "outlet": letters(pl.col("work_journal")),
}
"""What follows from WORK, computed for the few rows that share something: the title's ends, and the title without
figures; the first author's family name; the title's language, roughly; `notice`, `preprint`, `conference`, `dataset`
or null; the journal's letters."""


def hashed(text: pl.Expr, seed: int) -> pl.Expr:
    """UInt64: the text's hash; null where the text is null or empty."""
    return pl.when(text != "").then(text.hash(seed))


def bare_texts(texts: pl.Series) -> pl.Series:
    """Return String: abstracts without markup, label, typography, extra white space and case.

    Each step is taken only where a cheap test says that there is something to do. Nearly every text passes all of
    them by; the few others are set apart, since to put texts back among others copies all of them.
    """
    frame = texts.fill_null("").alias("text").to_frame()
    odd = frame.select(_ODD).to_series()
    if not odd.any():
        return _plain(frame["text"])
    few = frame.filter(odd)
    for test, change in _STEPS:
        # Where the test fails, the change is asked about nothing.
        few = few.with_columns(bare=pl.when(test).then(_TEXT).otherwise(pl.lit("")))
        few = few.select(text=pl.when(_BARE != "").then(change).otherwise(_TEXT))
    rows = pl.concat([(~odd).arg_true(), odd.arg_true()])
    return _plain(pl.concat([frame.filter(~odd), few])["text"]).gather(rows.arg_sort())


def _plain(texts: pl.Series) -> pl.Series:
    return texts.str.to_lowercase().str.replace(_LABEL, "").str.strip_chars(" .{}")


def abstract_hashes(texts: pl.Series) -> pl.Series:
    """Return UInt64: the hashes of the bare texts; null below LEAST bytes."""
    long = pl.when(texts.str.len_bytes() >= LEAST).then(texts).otherwise(pl.lit(""))
    bare = bare_texts(pl.select(long).to_series())
    return pl.select(hashed(pl.lit(bare), 0)).to_series()


def has(literal: str) -> pl.Expr:
    """Boolean: the text holds the literal, which is found ten times as quickly as a pattern."""
    return pl.col("text").str.contains(literal, literal=True)


_TEXT, _BARE = pl.col("text"), pl.col("bare")
_TYPOGRAPHY = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00ad": ""}
_WIDE = _TEXT.str.len_bytes() != _TEXT.str.len_chars()
# All but letters and marks that NFKC leaves as they are (UnicodeData.txt): of texts with such letters, one in seven
# holds others.
_CHANGED = (
    r"[^\x00-\x{9F}\x{A1}-\x{A7}\x{A9}\x{AB}-\x{AE}\x{B0}\x{B1}\x{B6}\x{B7}\x{BB}\x{BF}-\x{131}\x{134}-\x{13E}"
    r"\x{141}-\x{148}\x{14A}-\x{17E}\x{391}-\x{3CE}\x{400}-\x{44F}\x{2010}\x{2012}-\x{2016}\x{2018}-\x{2022}]"
)
_STEPS: Sequence[tuple[pl.Expr, pl.Expr]] = (
    (has("<"), _BARE.str.replace_all(r"<[^<>]*>", " ")),
    (_WIDE & _TEXT.str.contains(_CHANGED), _BARE.str.normalize("NFKC")),
    (_WIDE, _BARE.str.replace_many(_TYPOGRAPHY)),
    (has("\n") | has("  ") | has("\t"), _BARE.str.replace_all(r"\s{2,}|[^\S ]", " ").str.strip_chars()),
)
_ODD = has("<") | _WIDE | has("\n") | has("  ") | has("\t")
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


def derived(group: str, counted: pl.Expr) -> Sequence[Mapping[str, pl.Expr]]:
    """Return the steps that make DERIVED, `counted`, and `titles` and `related` of the group's members."""
    return (
        DERIVED,
        {"counted": counted},
        {"titles": titles(group, COUNTED), "related": relation(group, COUNTED)},
    )


COUNTED, RELATED, TITLES = pl.col("counted"), pl.col("related"), pl.col("titles")


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
    best = pl.col("record").sort_by(
        "work_filled", "work_year", descending=[True, False], nulls_last=True, maintain_order=True
    )
    return {
        "cluster": pl.format("{}-{}", pl.lit(group.partition("_")[0]), pl.col("record").first().over(group)),
        "size": (pl.len() if counted is None else counted.sum()).over(group),
        "members": mine.str.slice(0, 80).implode().list.head(5).list.join(" | ").over(group),
        "survivor": best.first().over(group),
    }


def titles(group: str, counted: pl.Expr) -> pl.Expr:
    """UInt32: how many titles the group's members have.

    Those that begin alike are one, and in small groups those that end alike, as a template's titles often do.
    """
    heads, tails = (_different(name, group, counted) for name in ("title_head", "title_tail"))
    return pl.when(heads >= MANY).then(heads).otherwise(pl.min_horizontal(heads, tails))


def agrees(group: str) -> pl.Expr:
    """Boolean: the record tells of the same work as the group's first: by its title, or by author and year."""

    def same(name: str) -> pl.Expr:
        return _is(pl.col(name) == pl.col(name).first().over(group))

    return same("title_head") | same("title_tail") | (same("family") & same("work_year"))


def _different(name: str, group: str, counted: pl.Expr) -> pl.Expr:
    return pl.col(name).filter(counted).drop_nulls().n_unique().over(group)


def relation(group: str, counted: pl.Expr) -> pl.Expr:
    """String: what the records themselves say of how the group's works are related."""

    def forms(form: str) -> tuple[pl.Expr, pl.Expr]:
        mine = counted & pl.col("form").eq_missing(pl.lit(form))
        return mine.any().over(group), (counted & ~mine).any().over(group)

    def number(name: str) -> pl.Expr:
        return _different(name, group, counted)

    notice, _ = forms("notice")
    preprint, published = forms("preprint")
    conference, other = forms("conference")
    dataset, no_dataset = forms("dataset")
    one_title = titles(group, counted) <= 1
    one_work = one_title | ((number("family") == 1) & (number("work_year") == 1))
    relations = (
        (titles(group, counted) >= MANY, TEMPLATE),
        (notice, "notice"),
        (preprint & published, "preprint and article"),
        ((number("work_doi") <= 1) & one_work, SAME),
        (dataset & ~no_dataset, "parts of a dataset"),
        (conference & other, "conference and journal version"),
        (preprint & one_title, "versions of one preprint"),
        (one_title, "versions or editions of one work"),
        (number("title_stem") == 1, "parts of a series"),
        ((number("tongue") > 1) | (number("work_language") > 1), "translation"),
    )
    named = pl.lit(UNEXPLAINED)
    for holds, name in reversed(relations):
        named = pl.when(holds).then(pl.lit(name)).otherwise(named)
    return named


TEMPLATE = "template text"
SAME = "the same work, recorded twice"
UNEXPLAINED = "unexplained"
