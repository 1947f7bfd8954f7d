"""Kinds of records: how sources name articles, preprints, notices and other types."""

from __future__ import annotations

import polars as pl

from scholint.seeds.words import record_types

KINDS, TITLELESS = record_types()
"""KINDS maps a record type as sources write it (letters only, lowercase) to the kind that rules check. TITLELESS has the types
whose works have no title or authors of their own."""

_FRONT_OR_BACK_MATTER = (
    # Covers and pages.
    r"(?:front|back|end|inside)\s*(?:matter|cover|page)s?|(?:outside |inside )?(?:front|back) cover",
    r"cover(?: image| picture| page)?",
    # Contents and indexes, and editorials.
    r"contents|table of contents|inhalt(?:sverzeichnis)?|sumario|sommaire|indice",
    r"editorial(?: board| note| comment| foreword)?|editors?[’']? (?:note|preface|introduction|page)",
    r"(?:author|subject|volume|annual|cumulative|keyword)? ?index(?: to volume.*)?",
    # What comes before and after the articles of an issue.
    r"issue information|masthead|title page|preface|foreword|pr[ée]face|vorwort|pr[óo]logo|presentaci[óo]n",
    r"acknowledge?ments?(?: to (?:reviewers|referees))?|(?:list of )?(?:reviewers|referees|contributors)",
    # Sections that have the same name in every issue.
    r"announcements?|advertisements?|calendar(?: of events)?|obituary|in memoriam",
    r"(?:book|books) (?:reviews?|received|notices?)|news(?: and (?:notes|views|comment))?|correspondence",
    r"letters?(?: to the editors?)?|instructions (?:to|for) authors",
    r"(?:notes|information) (?:for|to|on) (?:authors|contributors)",
    # Notices and replies whose titles do not name a work.
    r"errat(?:um|a)|corrigend(?:um|a)|correction|retraction|addendum|publisher[’']?s? (?:note|correction)",
    r"author correction|expression of concern|discussion|comments?|reply|society news",
    # Texts by the publisher.
    r"publication information|subscription(?:s| page| information)?",
    r"(?:associate|advisory|consulting|section) editors?|nomenclature|copyright(?: page)?",
    r"full issue(?: pdf)?|blank page|volume \d+.*|issue \d+.*",
    # Longer forms of all these.
    r"(?:volume )?contents(?: list| pages?|:.*| (?:of )?.*\bvolume \d+)?|in this issue|title page [ivxl]+",
    r"series page|[ifb]bc|ifc",
    r"(?:editorial|advisory|editorial advisory|advisory editorial) board(?: (?:and|&) (?:barcode|publication information))?",
    r"aims (?:and|&) scope(?: (?:and|&) editorial board)?|cover \d, editorial board.*",
    r"guide for authors|membership application|supplemental images|dedication",
    r"(?:reviewers?|editors?[’']?s?) acknowledge?ments?(?: \d{4})?|acknowledge?ments? to reviewers of .*",
    r"(?:\d{4} )?index to volume.*",
)
FRONT_OR_BACK_MATTER = rf"(?i)^\W*(?:{'|'.join(_FRONT_OR_BACK_MATTER)})\W*$"
"""A title that names only front matter, back matter or a section."""

_NOTICE_FIRST = (
    r"errat(?:um|a)|corrigend(?:um|a)|(?:author |publisher )?correction|retract(?:ion|ed)|addendum",
    r"expression of concern|withdrawn|withdrawal|corrected|incorrect [a-z ]{1,40} in",
)
NOTICE_TITLES = (
    rf"(?i)^\W*(?:{'|'.join(_NOTICE_FIRST)})\b"
    r"|(?i)^department of errors?\.?$"
    r"|(?i)^(?:errors?|incorrect|omitted|omission|missing) [a-z’' ]{1,80} in: "
)
"""A title that begins like that of an erratum, a correction, a retraction or a similar notice."""

KIND_KEY = pl.col("type").str.replace_all(r"[^A-Za-z]+", "").str.to_lowercase()
"""String: the record's type in the form of the keys of KINDS."""
