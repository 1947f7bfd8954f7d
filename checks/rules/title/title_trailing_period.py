"""Title ends with a period.

## Why it matters
Citation styles add their own period, and copies of the title no longer match.

## How to fix
Remove the period.

## Fix safety
Safe. The period is not part of a word.

## What is not flagged
- Titles that end with an ellipsis.
- Titles that end with an abbreviation or an initial: `U.S.`, `et al.`, `Inc.`, `spp.`
- Titles that end with the abbreviated author of a species name: `(Lindb.) Lindb.`, `Getonia floribunda Roxb.`
- Titles of several sentences.
- Records from Europe PMC, since Europe PMC ends every title with a period.

## References
- Citation Style Language 1.0.2, affixes and punctuation
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import last_words, quoted
from scholint.checks.rule import Check, Fix, Scan, rule

# The abbreviated author of a species name: `(Lindb.) Lindb.`, or an author after a genus and an epithet.
_TAXON = (
    r"\(\p{Lu}\pL*\.\)\s\p{Lu}\pL*\.$"
    r"|\p{Lu}\p{Ll}+ \p{Ll}{3,}(?:a|us|um|is|i|ae|ns|ides|x) \p{Lu}\p{Ll}{1,5}\.$"
)
_PERIOD = r"[\pL)\]\d][.。]$"

_GENERAL = (
    r"\pL{1,2}|al|etc|inc|ltd|co|corp|spp?|var|nov|gen|subsp|ssp|vol|nos?|pts?|ed|eds|jr|sr|st|dr|mr|mrs|ca|comb|stat"
    r"|auct|&c"
)
_STATES = r"|calif|conn|penn|mich|minn|wis|colo|ariz|okla|tex|fla"
_TITLES_AND_MONTHS = r"|suppl|figs?|bros|esq|prof|gov|sen|jan|feb|aug|sept|oct|dec"
_BOTANISTS = r"|linn|hook|benth|dc|lam|rchb|willd"
_OTHERS = r"|univ|dept|cf|vs|approx|i\.e|e\.g|p\.m|a\.m|u\.s|u\.k"
_ABBREVIATION = rf"(?i)(?:^|[\s(.-])(?:{_GENERAL}{_STATES}{_TITLES_AND_MONTHS}{_BOTANISTS}{_OTHERS})\.$"


@rule(
    code="TTL003",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides.", "doi": "10.1000/1"},
    good={"title": "Trade with the U.S.", "doi": "10.1000/1"},
)
def title_trailing_period() -> Check:
    """Return a check that flags titles of one sentence that end with a period.

    Titles with an abbreviation before the period are not flagged.
    """
    title = pl.col("title").str.strip_chars()
    return Check(
        field="title",
        when=~pl.col("format").is_in(["europepmc", "europepmc-lite"]),
        violates=title.str.contains(_PERIOD)
        & ~title.str.contains(_ABBREVIATION)
        & ~title.str.contains(_TAXON)
        & ~title.str.contains(r"[.!?…]\s*\pL.*\.$"),
        message=pl.format("title ends with a period; its last words are {}", quoted(last_words(title))),
        fix=Fix(value=title.str.replace(r"\s*[.。]$", ""), safe=True),
        scan=Scan(prefilter=r"[.。]\s*$"),
    )
