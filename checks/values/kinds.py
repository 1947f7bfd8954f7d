"""Kinds of records: what sources call an article, a preprint or a notice."""

from __future__ import annotations

import polars as pl

from scholint.seeds.words import record_types

KINDS, TITLELESS = record_types()
"""Record types as sources write them (letters only, lowercase) to the kind that rules ask for, and the types that have no
title or authors of their own."""

FRONT_OR_BACK_MATTER = (
    r"(?i)^\W*(?:(?:front|back|end|inside)\s*(?:matter|cover|page)s?|(?:outside |inside )?(?:front|back) cover"
    r"|cover(?: image| picture| page)?|contents|table of contents|inhalt(?:sverzeichnis)?|sumario|sommaire|indice"
    r"|editorial(?: board| note| comment| foreword)?|editors?[’']? (?:note|preface|introduction|page)"
    r"|(?:author|subject|volume|annual|cumulative|keyword)? ?index(?: to volume.*)?"
    r"|issue information|masthead|title page|preface|foreword|pr[ée]face|vorwort|pr[óo]logo|presentaci[óo]n"
    r"|acknowledge?ments?(?: to (?:reviewers|referees))?|(?:list of )?(?:reviewers|referees|contributors)"
    r"|announcements?|advertisements?|calendar(?: of events)?|obituary|in memoriam|(?:book|books) (?:reviews?|received|notices?)"
    r"|news(?: and (?:notes|views|comment))?|correspondence|letters?(?: to the editors?)?|instructions (?:to|for) authors"
    r"|(?:notes|information) (?:for|to|on) (?:authors|contributors)|errat(?:um|a)|corrigend(?:um|a)|correction|retraction|addendum"
    r"|publisher[’']?s? (?:note|correction)|author correction|expression of concern|discussion|comments?|reply|society news"
    r"|publication information|subscription(?:s| page| information)?|(?:associate|advisory|consulting|section) editors?|nomenclature|copyright(?: page)?|full issue(?: pdf)?|blank page|volume \d+.*|issue \d+.*"
    r"|(?:volume )?contents(?: list| pages?|:.*| (?:of )?.*\bvolume \d+)?|in this issue|title page [ivxl]+|series page|[ifb]bc|ifc"
    r"|(?:editorial|advisory|editorial advisory|advisory editorial) board(?: (?:and|&) (?:barcode|publication information))?"
    r"|aims (?:and|&) scope(?: (?:and|&) editorial board)?|cover \d, editorial board.*"
    r"|guide for authors|membership application|supplemental images|dedication"
    r"|(?:reviewers?|editors?[’']?s?) acknowledge?ments?(?: \d{4})?|acknowledge?ments? to reviewers of .*|(?:\d{4} )?index to volume.*)\W*$"
)
NOTICE_TITLES = (
    r"(?i)^\W*(?:errat(?:um|a)|corrigend(?:um|a)|(?:author |publisher )?correction|retract(?:ion|ed)|addendum"
    r"|expression of concern|withdrawn|withdrawal|corrected|incorrect [a-z ]{1,40} in)\b"
    r"|(?i)^department of errors?\.?$|(?i)^(?:errors?|incorrect|omitted|omission|missing) [a-z’' ]{1,80} in: "
)
KIND_KEY = pl.col("type").str.replace_all(r"[^A-Za-z]+", "").str.to_lowercase()
