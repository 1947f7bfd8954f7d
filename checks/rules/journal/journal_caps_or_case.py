"""Journal title is all uppercase or all lowercase.

## Why it matters
One journal appears under two spellings in every list.

## How to fix
Write the title as the ISSN register spells it. There is a fix if the reference tables list a title for the ISSN of the
record, and the two titles differ only in letter case, punctuation, or accents.

## Fix safety
Safe. Only letter case, punctuation, and accents change, and no accent is lost.

## What is not flagged
- Titles of one word: `OECOLOGIA`.
- Uppercase titles without a word of five or more letters, since they may be acronyms: `PLOS ONE`.
- Uppercase titles that start with an acronym such as `IEEE` and contain a year.
- Titles in scripts without letter case.
- Lowercase titles that contain an HTML entity (reported by TXT002).

If most records of a source have such titles, or if many records have the same title, the problem is reported once.

## Options
- `words`: minimum number of words with three or more letters. Titles with fewer are not checked.

## References
- ISO 3297, International standard serial number (ISSN)
- ISO 4, Rules for the abbreviation of title words
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import titles_of_issn
from scholint.checks.reference.titles import title_among
from scholint.checks.rule import Check, Fix, Folding, rule

# A title in mixed case without brackets. The register adds qualifiers in brackets, such as `(Paris, France : 1945)`.
_SPELLED = r"^\p{Lu}[^(\[]*\p{Ll}[^(\[]*$"


@rule(
    code="JNL008",
    severity="info",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "JOURNAL OF TIDAL RESEARCH"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "PLOS ONE"},
)
def journal_caps_or_case(*, words: int = 2) -> Check:
    """Return a check that flags journal titles of several words that are all uppercase or all lowercase."""
    issn = pl.col("issn_valid")
    name = pl.col("journal")
    uppercase = (
        ~name.str.contains(r"\p{Ll}")
        & name.str.contains(r"\p{Lu}{5}")
        & (name.str.count_matches(r"\p{Lu}{3,}") >= words)
        & ~name.str.contains(r"^(?:ACM|IEEE|IFIP|SIAM|AIP|SPIE)\b.{0,30}\b(?:19|20)\d\d\b")
    )
    lowercase = name.str.contains(r"^\p{Ll}[\p{Ll}\s,.:&'-]*$") & (
        name.str.count_matches(r"\p{Ll}{3,}") >= words
    )
    titles = titles_of_issn(pl.when(uppercase | lowercase).then(issn))
    # The tables list several titles for an ISSN, such as former titles and titles with the subtitle.
    spelled = titles.list.eval(pl.element().filter(pl.element().str.contains(_SPELLED)))
    return Check(
        field="journal",
        violates=uppercase | lowercase,
        message=pl.format(
            "journal title {} is all {}",
            quoted("journal"),
            pl.when(uppercase).then(pl.lit("uppercase")).otherwise(pl.lit("lowercase")),
        ),
        fix=Fix(value=title_among(name, spelled), safe=True),
        folding=Folding(common=True),
    )
