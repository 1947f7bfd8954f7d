"""DOI contains whitespace, invisible characters, or look-alikes of ASCII characters.

## Why it matters
The DOI looks correct but does not resolve or match, so the work is imported again.

## How to fix
Remove the whitespace and invisible characters. Replace look-alikes, such as an en dash or a fullwidth letter, with
the ASCII character.

## Fix safety
Safe at the start and end of the DOI. Unsafe inside the DOI, where a registrant may have registered the character.

## What is not flagged
- Characters inside a DOI from Crossref or DataCite, because the DOI is registered with them.
- Letters of other scripts in the suffix: `10.1000/日本-ü`.
- Two DOIs in one field (reported by DOI005).
- A label before the DOI, and the space after the label (reported by DOI002).
- Words after the DOI (reported by DOI004).

Plain whitespace before or after the DOI is only a warning, because most programs remove it. Look-alikes are also only a
warning, because a few registered DOIs contain them.

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Unicode Standard, chapter 23 (format characters)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.message import named_character, quoted, visible
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.doi import INVISIBLE, REGISTRY_FORMATS, bare_doi, contains_two_dois
from scholint.checks.values.text import keep_matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Dashes that word processors write instead of a hyphen, and fullwidth ASCII characters, which East Asian keyboards write.
_DASH = r"[\x{2010}-\x{2015}\x{2212}]"
_FULLWIDTH = r"[\x{FF01}-\x{FF5E}]"
# DOI004 reports words after a DOI, such as `(in press)`.
_WORDS = r"/\S*[\pL\pN)\]>]\s+[(\[]?(?:\pL{2}\s|\pL{3})"
# First and last code points of the characters that INVISIBLE matches.
_INVISIBLE_RANGES = (
    *((0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F)),
    *((0x2028, 0x202F), (0x205F, 0x2064), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
# First and last code points of the characters that _DASH and _FULLWIDTH match.
_LOOKALIKE_RANGES = ((0x2010, 0x2015), (0x2212, 0x2212), (0xFF01, 0xFF5E))


def _names(ranges: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Return a dictionary from each character in the ranges to its code point, such as `U+200B`."""
    return {chr(n): f"U+{n:04X}" for first, last in ranges for n in range(first, last + 1)}


_CODE_POINTS = _names((*_INVISIBLE_RANGES, *_LOOKALIKE_RANGES))
_NAMED = {character: named_character(character) for character in _CODE_POINTS}
_MARKED_LOOKALIKES = {character: f"<{name}>" for character, name in _names(_LOOKALIKE_RANGES).items()}
_registered = pl.col("format").is_in(REGISTRY_FORMATS)
# Most DOIs consist of printable ASCII and are not searched further.
_NOT_ASCII = r"[^\x21-\x7E]"
_two_dois = contains_two_dois(pl.col("doi"))
# DOI002 reports the space of a label such as `doi: `.
_labeled = pl.col("doi").str.contains(r"(?i)^(?:doi|https?)[\s:]\s*") & ~pl.col("doi_bare").str.contains(
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
    """Return two checks that flag DOIs with invisible characters or look-alikes.

    Look-alikes are characters that look like ASCII characters.
    """
    return [_invisible(), _lookalike()]


def _invisible() -> Check:
    doi = keep_matching(pl.col("doi"), _NOT_ASCII)
    clean = doi.str.replace_all(INVISIBLE, "")
    inside = doi.str.contains(rf"\S{INVISIBLE}+\S")
    plain = doi.str.strip_chars() == clean
    surplus = doi.str.len_chars() - clean.str.len_chars()
    return Check(
        field="doi",
        when=pl.col("doi_bare").str.contains(r"^10\.") & ~_two_dois,
        violates=bare_doi(clean).str.contains(r"^10\.\d{4,9}")
        & (doi != clean)
        & ~(inside & _registered)
        & ~_labeled
        & ~doi.str.contains(_WORDS),
        severity=pl.when(plain).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format(
            "DOI {} contains {} whitespace or invisible {}: {}",
            quoted(visible(doi).str.replace_all(" ", "<U+0020>", literal=True)),
            surplus,
            pl.when(surplus == 1).then(pl.lit("character")).otherwise(pl.lit("characters")),
            _listed(doi, INVISIBLE, _NAMED),
        ),
        evidence={"characters": _listed(doi, INVISIBLE, _CODE_POINTS)},
        fix=Fix(value=clean, safe=~inside),
        scan=Scan(prefilter=_NOT_ASCII),
    )


def _lookalike() -> Check:
    doi = keep_matching(pl.col("doi"), _NOT_ASCII)
    found = doi.str.contains(_DASH) | doi.str.contains(_FULLWIDTH)
    narrow = pl.when(doi.str.contains(_FULLWIDTH)).then(doi.str.normalize("NFKC")).otherwise(doi)
    plain = narrow.str.replace_all(_DASH, "-")
    lookalike = f"{_DASH}|{_FULLWIDTH}"
    return Check(
        field="doi",
        when=pl.col("doi").is_not_null() & ~_registered,
        violates=found & bare_doi(plain).str.contains(r"^10\.\d{4,9}(?:\.\d+)*/.") & ~_two_dois,
        severity=pl.lit("warning"),
        message=pl.format(
            "DOI {} contains look-alikes of ASCII characters: {}",
            quoted(doi.str.replace_many(_MARKED_LOOKALIKES)),
            _listed(doi, lookalike, _NAMED),
        ),
        evidence={"characters": _listed(doi, lookalike, _CODE_POINTS)},
        fix=Fix(value=plain),
        scan=Scan(prefilter=_NOT_ASCII),
    )


def _listed(doi: pl.Expr, characters: str, names: Mapping[str, str]) -> pl.Expr:
    """Return the names of the matching characters, each once (String), such as `U+200B, U+00A0`."""
    return (
        doi.str.extract_all(characters)
        .list.unique(maintain_order=True)
        .list.eval(pl.element().replace(names))
        .list.join(", ")
    )
