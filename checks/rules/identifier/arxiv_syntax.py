"""arXiv ID matches neither the current nor the pre-2007 form.

## Why it matters
The link leads to another work or to none.

## How to fix
1. Search arXiv for the title of the record.
2. Write the arXiv ID as `YYMM.NNNNN`, for example `2101.00001`. For works before April 2007, write `archive/YYMMNNN`,
   for example `hep-th/9901001`.

## What is not flagged
- IDs with a version, a subject class, or a label: `2101.00001v2`, `arXiv:2101.00001 [cs.CL]`.
- arXiv DOIs, OAI identifiers, and arXiv URLs.
- Identifiers of other archives, such as HAL and PubMed, and other URLs, because BibTeX keeps them in the same field.
- Placeholders such as `N/A`.

## References
- arXiv, arXiv identifier scheme, https://info.arxiv.org/help/arxiv_identifier.html
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.absent import PLACEHOLDER_OR_PUNCTUATION
from scholint.checks.values.text import is_empty

_URL = r"(?:https?://)?(?:(?:www|export)\.)?arxiv\.org/(?:abs|pdf|html|format)/"
_DOI = r"(?:https?://doi\.org/)?10\.48550/arxiv\."
_BEFORE = rf"(?:{_URL}|{_DOI}|oai:arxiv\.org:|arxiv:\s*(?:abs/)?|abs/)?"
# The current form (YYMM.NNNNN), and the one before April 2007 (archive/YYMMNNN).
_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z-]{2,})?/\d{7})"
# The version, the file name, and the subject class, `[cs.CL]`.
_AFTER = r"(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?"
_FORM = rf"(?i)^\s*{_BEFORE}{_NUMBER}{_AFTER}\s*$"
# Until the end of 2014, numbers had four digits.
_TOO_LONG = r"(?:^|[:/.]|\s)(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{5}(?:v\d+)?\s*$"

# scholint reads the BibTeX field `eprint` as this field. It also contains URLs, HAL IDs, and PMIDs.
_OTHER_ARCHIVE = r"(?i)^\s*(?:https?://|hal-|halshs-|tel-|inria-|\d{5,9}\s*$)"


@rule(
    code="IDN009",
    severity="warning",
    fields=["arxiv"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "arxiv": "2101.1"},
    good={"title": "A study of tides", "doi": "10.1000/1", "arxiv": "2101.00001v2"},
)
def arxiv_syntax() -> Check:
    """Return a check that flags fields that are not an arXiv ID.

    Fields with an identifier of another archive are skipped.
    """
    return Check(
        field="arxiv",
        when=~is_empty("arxiv"),
        violates=(~pl.col("arxiv").str.contains(_FORM) | pl.col("arxiv").str.contains(_TOO_LONG))
        & ~pl.col("arxiv").str.contains(PLACEHOLDER_OR_PUNCTUATION)
        & ~(pl.col("arxiv").str.contains(_OTHER_ARCHIVE) & ~pl.col("arxiv").str.contains("(?i)arxiv")),
        message=pl.format("{} is not an arXiv ID, expected YYMM.NNNNN or archive/YYMMNNN", quoted("arxiv")),
    )
