"""A record whose journal is another than that of all works with the same DOI pattern: it hangs under the wrong journal.

## Why is this bad?
Registrants give each journal a pattern of DOIs; the work is counted, cited and judged under a journal that
did not publish it.

## How to mend
Resolve the DOI and take the journal from there; the proposal is the siblings' journal.

## Fix safety
Unsafe: the DOI may be the wrong one of the two.

## Known limits
Patterns are the prefix with the ISSN at the front of the suffix, or with the letters there
(`10.1371/journal.pone`). Judged from five siblings on that agree to nine in ten; elsewhere undecided. Names
are compared as `scholint.checks.journal_title` does. An error where the pattern is an ISSN and no record of
the named journal has it; a warning for letters, since journals share codes, split and change their names.

## References
- Crossref: suggestions for DOI suffixes, https://www.crossref.org/documentation/member-setup/constructing-your-dois/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import related_names, same_journal, title_key
from scholint.checks.normal import is_empty, issn_is_valid
from scholint.checks.rule import Check, Fix, rule

# More names than these, and the pattern is no journal's.
_NAMES = 12
_NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|lecture notes|research network|supplement|^na$"
_CODE = pl.col("doi_suffix").str.to_lowercase().str.extract(r"^((?:[a-z]+[./_-])*[a-z]{2,})[./_:\d-]", 1)
_STEM = (
    pl.when(issn_is_valid(pl.col("suffix_issn")))
    .then(pl.format("{}/{}", "doi_prefix", "suffix_issn"))
    .when(
        _CODE.is_not_null()
        & ~_CODE.is_in(
            [
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
            ]
        )
    )
    .then(pl.format("{}/{}", "doi_prefix", _CODE))
)


@rule(
    code="JNL006",
    severity="error",
    fields=["journal"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Cardiac Imaging Today"},
    ],
    good=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Tidal Lett."},
    ],
)
def journal_unlike_siblings(*, siblings: int = 5, share: float = 0.1) -> Check:
    """Compare each journal with the usual one of its DOI pattern."""
    stem, name = pl.col("doi_stem"), pl.col("stem_journal")
    known = pl.len().over(stem)
    usual = name.mode().first().over(stem)
    agreeing = (title_key(name) == title_key(usual)).sum().over(stem)
    apart = ~(same_journal(name, usual) | related_names(name, usual)).fill_null(value=True)
    others = apart.sum().over(stem)
    by_issn = stem.str.contains(r"/\d{4}-\d{3}[\dX]$")
    return Check(
        field="journal",
        keys={
            "doi_stem": pl.when(
                ~is_empty("journal") & ~pl.col("journal").str.contains(_NO_JOURNAL) & pl.col("is_article")
            ).then(_STEM),
            "stem_journal": pl.when(_STEM.is_not_null()).then(pl.col("journal")),
        },
        over="doi_stem",
        when=stem.is_not_null(),
        undecided=known <= siblings,
        violates=apart
        & (agreeing >= siblings)
        & (others <= pl.max_horizontal(known * share, 1))
        & (name.is_first_distinct().sum().over(stem) <= _NAMES),
        severity=pl.when(by_issn).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.format(
            "{} of {} works with DOIs like `{}…` are in {}, this one in {}",
            agreeing,
            known,
            stem,
            quoted(usual),
            quoted(name),
        ),
        value=name,
        evidence={"pattern": stem, "siblings": known - 1, "agreeing": agreeing, "journal": usual},
        fix=Fix(value=usual),
    )
