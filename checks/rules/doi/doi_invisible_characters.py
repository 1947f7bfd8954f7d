"""White space or invisible characters inside or around a DOI, or typographic dashes and wide letters in it.

## Why it matters
It looks right and matches nothing: links break, and the record is imported a second time.

## How to fix
Take the characters out.

## Fix safety
Safe at the ends. Inside, a proposal: a registrant may have registered the character.

## What is not flagged
A typographic dash or a fullwidth sign inside a suffix is a warning, since a few are registered so. Where the record
comes from the registry (Crossref, DataCite) what stands inside is registered, and passes. Plain white space around a field is a warning, since
most readers trim it. Words behind the DOI are `DOI004`.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Unicode Standard, 23 (format characters)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.doi import INVISIBLE, bare_doi
from scholint.checks.values.text import keep_matching

# Dashes that word processors put for the hyphen, and the wide forms of ASCII that East Asian keyboards give.
_TYPOGRAPHIC = r"[\x{2010}-\x{2015}\x{2212}]"
_WIDE = r"[\x{FF01}-\x{FF5E}]"
_WORDS = r"/\S*[\pL\pN)\]>]\s+[(\[]?(?:\pL{2}\s|\pL{3})"
_registered = pl.col("format").is_in(["crossref", "datacite"])
# What is not printing ASCII; most DOIs have none of it, and are not looked at twice.
_ODD = r"[^\x21-\x7E]"
_several = pl.col("doi").str.count_matches(r"10\.\d{4,9}/") > 1
_labelled = pl.col("doi").str.contains(r"(?i)^(?:doi|https?)[\s:]\s*") & ~pl.col("doi_bare").str.contains(
    INVISIBLE
)


@rule(
    code="DOI003",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/\u200b1"},
    good={"title": "A study of tides", "doi": "10.1000/1-2"},
)
def doi_invisible_characters() -> list[Check]:
    """Look inside and at the ends of what would else be a DOI."""
    return [_invisible(), _lookalike()]


def _invisible() -> Check:
    doi = keep_matching(pl.col("doi"), _ODD)
    clean = doi.str.replace_all(INVISIBLE, "")
    inside = doi.str.contains(rf"\S{INVISIBLE}+\S")
    plain = doi.str.strip_chars() == clean
    surplus = doi.str.len_chars() - clean.str.len_chars()
    return Check(
        field="doi",
        when=pl.col("doi_bare").str.contains(r"^10\.") & ~_several,
        violates=bare_doi(clean).str.contains(r"^10\.\d{4,9}")
        & (doi != clean)
        & ~(inside & _registered)
        & ~_labelled
        & ~doi.str.contains(_WORDS),
        severity=pl.when(plain).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format(
            "{} holds {} ({})",
            quoted(clean),
            pl.when(surplus == 1)
            .then(pl.lit("a blank or invisible character"))
            .otherwise(pl.format("{} blank or invisible characters", surplus)),
            _names(doi),
        ),
        evidence={"characters": _names(doi)},
        fix=Fix(value=clean, safe=~inside),
        scan=Scan(prefilter=_ODD),
    )


def _lookalike() -> Check:
    doi = keep_matching(pl.col("doi"), _ODD)
    looks = doi.str.contains(_TYPOGRAPHIC) | doi.str.contains(_WIDE)
    wide = pl.when(doi.str.contains(_WIDE)).then(doi.str.normalize("NFKC")).otherwise(doi)
    plain = wide.str.replace_all(_TYPOGRAPHIC, "-")
    return Check(
        field="doi",
        when=pl.col("doi").is_not_null() & ~_registered,
        violates=looks & bare_doi(plain).str.contains(r"^10\.\d{4,9}(?:\.\d+)*/.") & ~_several,
        severity=pl.lit("warning"),
        message=pl.format(
            "the DOI holds {}, where registrants write ASCII", _names(doi, f"{_TYPOGRAPHIC}|{_WIDE}")
        ),
        evidence={"characters": _names(doi, f"{_TYPOGRAPHIC}|{_WIDE}")},
        fix=Fix(value=plain),
        scan=Scan(prefilter=_ODD),
    )


def _names(doi: pl.Expr, characters: str = INVISIBLE) -> pl.Expr:
    """String: the code points found, such as `U+200B`."""
    return (
        doi.str.extract_all(characters)
        .list.unique(maintain_order=True)
        .list.eval(pl.format("U+{}", pl.element().str.encode("hex").replace(_POINTS)))
        .list.join(", ")
    )


# UTF-8 bytes, in hexadecimal, to the code point that people look up.
_POINTS = {
    chr(n).encode().hex(): f"{n:04X}"
    for n in (
        *(*range(33), *range(127, 160), 160, 173, 6158, *range(8192, 8304), 8722),
        *(65279, *range(0xFF01, 0xFF5F)),
    )
}
