"""What the rules about a record under the wrong journal leave behind for the whole input: one set of keys for all.

So that one record gives one finding: a rule sees what the others know of it. Identity goes first: what the ISSN in the
DOI proves, then what siblings with the same pattern of DOIs say; the field explains, and speaks alone where they are
silent.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.doi_issn import issn_judgement
from scholint.checks.field_model import words_that_spoke
from scholint.checks.normal import is_empty, issn_is_valid
from scholint.checks.reference import publisher_of_issn, registrants

NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|lecture notes|research network|supplement|^na$"
_CODE = pl.col("doi_suffix").str.to_lowercase().str.extract(r"^((?:[a-z]+[./_-])*[a-z]{2,})[./_:\d-]", 1)
# Segments of suffixes that name no journal.
_NO_CODE = [
    *(
        "issn",
        "s",
        "v",
        "vol",
        "art",
        "article",
        "a",
        "b",
        "j",
        "journal",
        "doi",
        "id",
        "p",
        "e",
        "abs",
        "full",
    )
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
LOOKS = ~is_empty("journal") & ~pl.col("journal").str.contains(NO_JOURNAL) & pl.col("is_article")

SIBLINGS = {
    "doi_stem": pl.when(LOOKS).then(_STEM),
    "stem_journal": pl.when(LOOKS & _STEM.is_not_null()).then(pl.col("journal")),
}
"""`doi_stem`: String, the pattern of the DOI: prefix and ISSN, number or letters. `stem_journal`: String."""

_SIGNAL = pl.col("field_signal")
_LEVEL = _SIGNAL.struct.field("level")
_TOLD = _LEVEL.is_in(["info", "warning"]).fill_null(value=False)
_PROVEN = issn_judgement(_TOLD).struct.field("verdict").is_in(["error", "warning"]).fill_null(value=False)


def _note() -> pl.Expr:
    """String: what the field model says, as a JSON object; null where it suspects nothing."""
    signal = pl.when(_TOLD).then(_SIGNAL)
    issn = pl.when(_TOLD).then(pl.col("issn_valid"))
    parts = {
        **{name: signal.struct.field(name) for name in ("paper", "paper_field", "paper_from")},
        **{name: signal.struct.field(name) for name in ("journal", "journal_field", "journal_from")},
        "score": signal.struct.field("score").cast(pl.Float64).round(2).cast(pl.String),
        "words": words_that_spoke(signal),
        "name": pl.col("journal"),
        "issn": issn,
        "publisher": publisher_of_issn(issn).list.first(),
        "registrant": registrants(pl.when(_TOLD).then(pl.col("doi_prefix"))).list.first(),
    }
    named = [part.alias(name) for name, part in parts.items()]
    return pl.when(_TOLD).then(pl.struct(named).struct.json_encode())


FIELDS = {
    # What the ISSN in the DOI proves, its own rule tells, with the fields as evidence.
    "field_level": pl.when(_PROVEN).then(pl.lit("near")).otherwise(_LEVEL),
    "field_note": _note(),
}
"""`field_level`: String, see `checks.field_model`. `field_note`: String, read by `noted`."""


def noted(name: str) -> pl.Expr:
    """String: a part of `field_note`; null where there is none."""
    return pl.col("field_note").str.json_path_match(f"$.{name}")
