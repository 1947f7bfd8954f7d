"""A title that ends in a full stop.

## Why it matters
It breaks citation styles, which set their own stop, and two copies of a title differ by it.

## How to fix
Take the full stop off.

## Fix safety
Safe: the stop is no part of the words.

## What is not flagged
An ellipsis, the author of a taxon (`(Lindb.) Lindb.`, `Getonia floribunda Roxb.`), an abbreviation or initial before the stop (`U.S.`, `et al.`, `Inc.`, `spp.`), other stops
inside the last word, and titles with a stop in their middle, which are whole sentences, pass. PubMed sets a
full stop after each title: there it is the format.

## References
- Citation Style Language 1.0.2: affixes and punctuation
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule

# A genus, an epithet, and the abbreviated name of who described the species.
_TAXON = r"\(\p{Lu}\pL*\.\)\s\p{Lu}\pL*\.$|\p{Lu}\p{Ll}+ \p{Ll}{3,}(?:a|us|um|is|i|ae|ns|ides|x) \p{Lu}\p{Ll}{1,5}\.$"
_STOP = r"[\pL)\]\d][.。]$"
_SHORT = r"(?i)(?:^|[\s(.-])(?:\pL{1,2}|al|etc|inc|ltd|co|corp|spp?|var|nov|gen|subsp|ssp|vol|nos?|pts?|ed|eds|jr|sr|st|dr|mr|mrs|ca|comb|stat|auct|&c|calif|conn|penn|mich|minn|wis|colo|ariz|okla|tex|fla|suppl|figs?|bros|esq|prof|gov|sen|jan|feb|aug|sept|oct|dec|linn|hook|benth|dc|lam|rchb|willd|univ|dept|cf|vs|approx|i\.e|e\.g|p\.m|a\.m|u\.s|u\.k)\.$"


@rule(
    code="TTL003",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides.", "doi": "10.1000/1"},
    good={"title": "Trade with the U.S.", "doi": "10.1000/1"},
)
def title_trailing_period() -> Check:
    """Look for one stop after a word of three letters."""
    title = pl.col("title").str.strip_chars()
    return Check(
        field="title",
        when=~pl.col("format").is_in(["europepmc", "europepmc-lite"]),
        violates=title.str.contains(_STOP)
        & ~title.str.contains(_SHORT)
        & ~title.str.contains(_TAXON)
        & ~title.str.contains(r"[.!?…]\s*\pL.*\.$"),
        message=pl.format("the title ends in a full stop: {}", quoted(title.str.tail(40))),
        fix=Fix(value=title.str.replace(r"\s*[.。]$", ""), safe=True),
        scan=Scan(prefilter=r"[.。]\s*$"),
    )
