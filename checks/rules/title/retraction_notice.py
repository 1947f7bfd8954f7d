"""Title marks a retraction, a correction, or another notice.

## Why it matters
If the notice is counted as an article, it is cited in place of the work that it concerns.

## How to fix
- If the record is a notice, give it the type of a notice, and link it to the work that it concerns.
- If the record is a withdrawn work, mark it as withdrawn.

## What is not flagged
- Such words in other meanings: `Retraction of the tongue`, `Errata and retractions in journals`,
  `Withdrawal-induced pain`, `Correction to scaling`.
- Such words after the start of the title. The labels that indexes append are flagged: `(Retracted article. …)`,
  `(vol 53, pg 789, 2015)`.
- Records with the type of a notice.

## References
- NISO RP-45-2024 (CREC), Communication of Retractions, Removals, and Expressions of Concern
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# Labels that publishers put before a title.
_RETRACTION = (
    r"(?:retract(?:ed|ion)|withdrawn|withdrawal|removed)(?: (?:article|paper|chapter|note|notice))?(?: to)?(?:\s*[:\]]|\s[–—-]\s)"
    r"|retraction notice\b|retraction (?:to|of)\s*[:\"“‘'«]"
)
_CORRECTION = (
    r"|(?:author |publisher[’']?s? )?(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a))"
    r"(?: (?:to|for|on|in|et)\b|\s*[:.,()–—\[\]-]|\s*$)"
    r"|(?:author |publisher[’']?s? )?correction(?: to|\s*[:—–])|correction$"
)
_OTHER_NOTICES = (
    r"|expression of concern\b|additions and corrections\b|department of error\b|fe de erratas?\b|errata corrige\b"
    r"|опечатка|勘误|更正|撤稿|訂正"
)
_LABEL = rf"(?i)^[\W_]*({_RETRACTION}{_CORRECTION}{_OTHER_NOTICES})"

# Labels that Web of Science and Europe PMC append to a title.
_IN_BRACKETS = (
    r"(?i)[\[(]((?:retracted|withdrawn)(?: (?:article|paper|chapter))?"
    r"|(?:retraction|withdrawal|correction|expression of concern|erratum|corrigendum) of|retraction notice)"
    r"\b[^\])]{0,80}[\])]\.?\s*$"
)
_VOLUME_AND_PAGE = r"|(\(vol\.? \d+,? (?:pg?|art(?:icle)?(?: no)?)\.? \S+, (?:19|20)\d\d\))\s*$"
_EDITORIAL = r"|^[\W_]*(editorial expression of concern)\b"
_APPENDED = f"{_IN_BRACKETS}{_VOLUME_AND_PAGE}{_EDITORIAL}"

# Every label contains one of these.
_HINT = (
    r"(?i)retract|withdr|removed|errat|corrig|addend|correction|expression of concern|department of error|\(vol"
    r"|опечатка|勘误|更正|撤稿|訂正"
)

# Corrections of a physical quantity, not of a paper.
_PHYSICS = r"(?i)^\W*correction to (?:the )?(?:scaling|leading|finite)"


@rule(
    code="TTL009",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "RETRACTED: A study of tides", "doi": "10.1000/1"},
    good={"title": "Correction of refractive errors in children", "doi": "10.1000/1"},
)
def retraction_notice() -> Check:
    """Return a check that flags titles with the label of a notice.

    The label is at the start, or an index has appended it.
    """
    title = pl.col("title")
    label = pl.coalesce(title.str.extract(_LABEL, 1), *(title.str.extract(_APPENDED, i) for i in (1, 2, 3)))
    return Check(
        field="title",
        when=(pl.col("kind") != "notice").fill_null(value=True),
        violates=label.is_not_null() & ~pl.col("title").str.contains(_PHYSICS),
        message=pl.format(
            "title contains {}, which marks a notice (such as a correction) or a withdrawn work",
            quoted(label),
        ),
        scan=Scan(prefilter=_HINT),
    )
