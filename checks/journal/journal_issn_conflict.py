"""An ISSN that belongs to another journal than the record names.

## Why is this bad?
Either the name or the ISSN is wrong: the work is counted and cited under two journals.

## How to mend
Resolve the DOI and take journal and ISSN from there.

## Known limits
Compared with every title that the reference tables know for the ISSN, as `scholint.checks.journal_title`
compares: case, accents, parallel titles, subtitles, abbreviations. An error only where the tables know the
record's journal under ISSNs of its own and no word of four letters is shared by the two names; elsewhere a
warning, since tables miss former titles and translations. Undecided where the ISSN is unknown.

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import is_abbreviated, same_journal, spoken
from scholint.checks.normal import is_empty, issn_is_valid
from scholint.checks.reference import as_of, titles_of_issn
from scholint.checks.rule import Check, rule

_VARIANTS = 6
_STEM = 4
_NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|lecture notes|conference|proceedings|symposium|workshop|advances in intelligent|\b\d{4}\b|zenodo|pubmed|medline"


@rule(
    code="JNL001",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    needs=["reference"],
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Revista de la Facultad de Derecho",
        "issns": ["0028-0836"],
    },
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Nature", "issns": ["0028-0836"]},
)
def journal_issn_conflict() -> Check:
    """Compare the journal's name with all titles of the record's first valid ISSN."""
    issn = _first_valid()
    titles = titles_of_issn(issn)
    # One row a title would be needed to ask each: the first six hold all but a few journals' variants.
    agrees = pl.any_horizontal(
        same_journal(pl.col("journal"), titles.list.get(i, null_on_oob=True)).fill_null(value=False)
        for i in range(_VARIANTS)
    )
    names = titles.list.head(_VARIANTS).list.join(" | ")
    related = (
        spoken(pl.col("journal"))
        .str.split(" ")
        .list.eval(_stem())
        .list.set_intersection(spoken(names).str.split(" ").list.eval(_stem()))
        .list.len()
        > 0
    )
    return Check(
        field="issns",
        when=issn.is_not_null()
        & ~is_empty("journal")
        & ~pl.col("journal").str.contains(_NO_JOURNAL)
        & pl.col("is_article"),
        undecided=titles.is_null(),
        violates=~agrees
        & ~(related & is_abbreviated(pl.col("journal")))
        & _latin(pl.col("journal"))
        & _latin(titles.list.first()),
        severity=pl.when(~related & ~is_abbreviated(pl.col("journal")))
        .then(pl.lit("error"))
        .otherwise(pl.lit("warning")),
        message=pl.format(
            "the ISSN {} belongs to {}, the record names {}",
            quoted(issn),
            quoted(titles.list.first()),
            quoted("journal"),
        ),
        value=issn,
        evidence={
            "issn": issn,
            "registered_titles": names,
            "journal": pl.col("journal"),
            "reference": pl.lit("journals"),
            "as_of": pl.lit(as_of("journals")),
        },
    )


def _first_valid() -> pl.Expr:
    hyphened = pl.element().str.replace(r"^\s*(\d{4})-?(\d{3}[\dXx])\s*$", "$1-$2").str.to_uppercase()
    return (
        pl.col("issns")
        .list.eval(hyphened.filter(issn_is_valid(hyphened) & (hyphened != "0000-0000")))
        .list.first()
    )


def _stem() -> pl.Expr:
    long = pl.element().filter(pl.element().str.len_chars() >= _STEM)
    return long.str.slice(0, _STEM).filter(~long.is_in(list(_COMMON)))


def _latin(name: pl.Expr) -> pl.Expr:
    """Boolean: compared are only names in Latin letters, since tables hold transliterations and translations."""
    return name.str.contains(r"\p{Latin}") & ~name.str.contains(
        r"[\p{Cyrillic}\p{Han}\p{Arabic}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Thai}\p{Devanagari}\p{Greek}\p{Hebrew}]"
    )


# They stand in half of all titles, and tell nothing of one.
_COMMON = (
    "journal",
    "international",
    "review",
    "reviews",
    "research",
    "science",
    "sciences",
    "revista",
    "annals",
    "studies",
    "letters",
    "bulletin",
    "american",
    "european",
)
