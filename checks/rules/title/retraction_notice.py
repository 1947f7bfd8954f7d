"""A notice about another work: a retraction, an erratum, a correction.

## Why it matters
Read as an article it is counted and cited in its place, and the notice does not reach the work that it is
about.

## How to fix
Give the record the type of a notice, and link it to its work.

## What is not flagged
Only the front of the title is read: `Retraction of the tongue` and the like pass where a word of surgery or
nature follows, and so do `Errata and retractions in journals`, `Withdrawal-induced pain` and `Correction to scaling`. A record typed as a notice passes.

## References
- NISO RP-45-2024 (CREC), communication of retractions, removals and expressions of concern
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# How Web of Science and Europe PMC mark them behind a title.
_BEHIND = (
    r"(?i)[\[(]((?:retracted|withdrawn)(?: (?:article|paper|chapter))?|(?:retraction|withdrawal|correction|expression of concern|erratum|corrigendum) of|retraction notice)"
    r"\b[^\])]{0,80}[\])]\.?\s*$|(\(vol\.? \d+,? (?:pg?|art(?:icle)?(?: no)?)\.? \S+, (?:19|20)\d\d\))\s*$|^[\W_]*(editorial expression of concern)\b"
)

_NOTICE = (
    r"(?i)^[\W_]*((?:retract(?:ed|ion)|withdrawn|withdrawal|removed)(?: (?:article|paper|chapter|note|notice))?(?: to)?(?:\s*[:\]]|\s[–—-]\s)|retraction notice\b|retraction (?:to|of)\s*[:\"“‘'«]"
    r"|(?:author |publisher[’']?s? )?(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a))(?: (?:to|for|on|in|et)\b|\s*[:.,()–—\[\]-]|\s*$)|(?:author |publisher[’']?s? )?correction(?: to|\s*[:—–])|correction$|expression of concern\b"
    r"|additions and corrections\b|department of error\b|fe de erratas?\b|errata corrige\b|опечатка|勘误|更正|撤稿|訂正)"
)

# What stands in all of them.
_HINT = (
    r"(?i)retract|withdr|removed|errat|corrig|addend|correction|expression of concern|department of error|\(vol"
    r"|опечатка|勘误|更正|撤稿|訂正"
)

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
    """Match the labels that publishers set before a title."""
    title = pl.col("title")
    label = pl.coalesce(title.str.extract(_NOTICE, 1), *(title.str.extract(_BEHIND, i) for i in (1, 2, 3)))
    return Check(
        field="title",
        when=(pl.col("kind") != "notice").fill_null(value=True),
        violates=label.is_not_null() & ~pl.col("title").str.contains(_PHYSICS),
        message=pl.format("{} marks a notice about another work, or a work withdrawn", quoted(label)),
        scan=Scan(prefilter=_HINT),
    )
