"""The key columns of the rules about wrong journals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.duplicates.works import WORK
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.text import is_empty
from scholint.checks.values.venues import NO_DOI_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = pl.col("doi_suffix").str.to_lowercase().str.extract(r"^((?:[a-z]+[./_-])*[a-z]{2,})[./_:\d-]", 1)
# Letters at the start of suffixes that do not identify a journal.
_GENERIC_CODES = [
    *("issn", "s", "v", "vol", "art", "article", "a", "b", "j"),
    *("journal", "doi", "id", "p", "e", "abs", "full"),
]
# Prefixes of Springer Nature. The suffixes begin with the number of the journal.
_NUMBERED = ["10.1007", "10.1186", "10.1038"]
_NUMBER = pl.when(pl.col("doi_prefix").is_in(_NUMBERED)).then(
    pl.col("doi_suffix").str.to_lowercase().str.extract(r"^(s\d{5})-", 1)
)
_PATTERN = (
    pl.when(issn_is_valid(pl.col("suffix_issn")))
    .then(pl.format("{}/{}", "doi_prefix", "suffix_issn"))
    .when(_NUMBER.is_not_null())
    .then(pl.format("{}/{}", "doi_prefix", _NUMBER))
    .when(_CODE.is_not_null() & ~_CODE.is_in(_GENERIC_CODES))
    .then(pl.format("{}/{}", "doi_prefix", _CODE))
)
_IN_JOURNAL = ~is_empty("journal") & ~pl.col("journal").str.contains(NO_DOI_PATTERN) & pl.col("is_article")
_REGISTERED = _IN_JOURNAL & pl.col("doi_prefix").is_not_null()
_READABLE = pl.col("is_article") & ~(pl.col("is_matter") | pl.col("is_notice") | pl.col("is_titleless"))
# Number of letters of an abstract that are kept until the end of the run. The start shows what the text is about.
_KEPT_ABSTRACT = 400

KEYS: Mapping[str, pl.Expr] = {
    "doi_stem": pl.when(_IN_JOURNAL).then(_PATTERN),
    "named_journal": pl.when(_REGISTERED).then(pl.col("journal")),
    "registered_under": pl.when(_REGISTERED).then(pl.col("doi_prefix")),
    "stated_issn": pl.when(_REGISTERED).then(pl.col("issn_valid")),
    "stated_year": pl.when(_REGISTERED).then(pl.col("year_published").cast(pl.Int16, strict=False)),
    "shown_doi": pl.col("doi"),
    "work_title": WORK["work_title"],
    "own_text": pl.when(_READABLE & pl.col("doi_prefix").is_not_null()).then(
        pl.col("abstract").str.slice(0, _KEPT_ABSTRACT).fill_null("")
    ),
    "own_fields": pl.when(_READABLE & pl.col("doi_prefix").is_not_null()).then(pl.col("fields")),
}
"""Key columns of all three rules. `doi_stem`: String, the pattern of the DOI, namely its prefix with an ISSN, a number, or letters.
`named_journal`, `registered_under`, `stated_issn`, `stated_year`: journal, prefix, ISSN, and year; null except for articles in
journals. `own_text`: String, the start of the abstract; null if the field of the record is not judged."""

# Key columns that `siblings.collect` needs but only some rules have. A run may therefore lack them.
OPTIONAL_KEYS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "own_known_journal": pl.String,
    "own_known_prefix": pl.String,
    "own_verdict": pl.String,
    "own_abstract": pl.String,
    "field_level": pl.String,
    "doi_names_issn": pl.String,
}
BY_ISSN = pl.col("doi_stem").str.contains(r"/\d{4}-\d{3}[\dX]$")
"""Boolean: the pattern contains an ISSN; null if there is no pattern."""
