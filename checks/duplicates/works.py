"""The columns by which records are compared: what a record says about the work that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.values.absent import never_null
from scholint.checks.values.names import family
from scholint.checks.values.text import letters
from scholint.checks.values.venues import CONFERENCE_NAMES, PREPRINT_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = ("source", "line", "provides", "id")
# The id of a record without an identifier is its place, which does not describe its content.
_OWN_ID = pl.when(pl.col("id") != pl.format("{}:{}", "source", "line")).then(pl.col("id"))

CONTENT = pl.struct(*(name for name in RECORDS.columns if name not in _PLACE), _OWN_ID.alias("id")).hash(0)
"""UInt64: a hash of the record's content. Records that differ only in their place have the same hash."""

# Only letters at the start and at the end of a title are compared: sources add and drop subtitles, labels, and series names.
_HEAD, _TAIL = 24, 30
# Titles with fewer letters are placeholders.
_SHORTEST_TITLE = 4

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
"""Key columns: what a record says about its work. They are not processed further, because few records are in a group.

`work_filled`: number of fields of the record that are not null. `work_spot`: a hash of volume, issue, and pages.
"""

# DOIs of preprint servers, from the member lists of Crossref and DataCite. The journals of Cold Spring Harbor have the same
# prefix, 10.1101, as bioRxiv and medRxiv; the suffixes of these two are a date, or six digits or more.
_SERVERS = (
    r"^10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}\b|64898/|48550/arxiv|21203/rs\.|2139/ssrn|20944/preprints|26434/chemrxiv"
    r"|(?:31234|31219|31235|31222|31223|35542)/|22541/|36227/techrxiv|1590/scielopreprints|2196/preprints|33774/)"
)


_TITLE = letters(pl.col("work_title").str.replace_all(r"<[^<>]*>", ""))
_KNOWN_TITLE = pl.when(_TITLE.str.len_chars() >= _SHORTEST_TITLE).then(_TITLE)
_NON_LATIN = (
    r"[\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]"
)
# Function words of English, and of other languages in Latin script.
_ENGLISH = r"(?i)\b(?:the|of|and|with|for|from|by|its|between|an)\b"
_OTHERS = r"(?i)\b(?:de|del|des|la|las|los|les|el|le|y|et|und|der|die|das|von|zur|im|da|do|dos|em|um|uma|il|della|di|nella|per|van|het|een|och|av|og|en una?)\b"
DERIVED: Mapping[str, pl.Expr] = {
    "title_head": _KNOWN_TITLE.str.slice(0, _HEAD),
    "title_tail": _KNOWN_TITLE.str.slice(-_TAIL),
    "title_stem": _KNOWN_TITLE.str.replace_all(r"[0-9ivx]+", ""),
    "family": letters(family(pl.col("work_author"))),
    "title_language": pl.when(never_null(pl.col("work_title").str.contains(_NON_LATIN)))
    .then(pl.lit("script"))
    .when(
        never_null(pl.col("work_title").str.contains(_ENGLISH) & ~pl.col("work_title").str.contains(_OTHERS))
    )
    .then(pl.lit("english"))
    .when(
        never_null(pl.col("work_title").str.contains(_OTHERS) & ~pl.col("work_title").str.contains(_ENGLISH))
    )
    .then(pl.lit("other")),
    "form": pl.when(never_null(pl.col("work_kind") == "notice"))
    .then(pl.lit("notice"))
    .when(
        never_null(pl.col("work_kind") == "preprint")
        | never_null(pl.col("work_doi").str.contains(_SERVERS))
        | never_null(pl.col("work_journal").str.contains(PREPRINT_NAMES))
        | pl.col("record").str.starts_with("arXiv:")
    )
    .then(pl.lit("preprint"))
    .when(
        never_null(pl.col("work_kind") == "conference")
        | never_null(pl.col("work_journal").str.contains(CONFERENCE_NAMES))
    )
    .then(pl.lit("conference"))
    .when(never_null(pl.col("work_kind") == "dataset"))
    .then(pl.lit("dataset")),
    "journal_letters": letters(pl.col("work_journal")),
}
"""Columns computed from WORK, for the few rows that are in groups.

`title_head`, `title_tail`: letters at the start and at the end of the title. `title_stem`: the title without digits and
Roman numerals. `family`: family name of the first author. `title_language`: `script` (not Latin), `english`, `other`,
or null. `form`: `notice`, `preprint`, `conference`, `dataset`, or null. `journal_letters`: letters of the journal title.
"""
