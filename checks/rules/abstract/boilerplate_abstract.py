"""Abstract is boilerplate, such as `No abstract available` or a copyright line.

## Why it matters
The field counts as filled, and unrelated records appear to share an abstract.

## How to fix
Clear the field, or use the DOI to fetch the abstract.

## What is not flagged
- Boilerplate within a longer text. A text of up to 300 bytes (option `short`) is flagged only if all of it is
  boilerplate. A longer text is flagged only if it starts with a notice of a web page, such as one about cookies.
- Abstracts about copyright, cookies, or scripts. A single word is not enough: the text must have the form of a notice.
- `Publisher Summary` before a real summary (reported by ABS002).

## Options
- `short`: maximum length in bytes of a text that is flagged only if all of it is boilerplate.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# Texts that web pages show in place of an abstract: links, and instructions for getting access.
_SITE_LINKS = (
    "download (?:the )?pdf|full[- ]text available on request|no summary (?:is )?available"
    "|not available|summary not available|to read the full-?text of this .{0,120}"
    "|log in (?:to|for) .{0,80}|access to this article requires .{0,60}"
    "|(?:request|purchase|get) (?:full )?(?:text|access)(?: .{0,40})?"
)
# Statements of web pages that there is no abstract, in languages other than English.
_SITE_ELSEWHERE = (
    "本文无摘要|没有摘要|要旨なし|лишен аннотации|аннотации нет|kein(?:e)? zusammenfassung(?: verfügbar)?"
    "|no hay resumen.{0,30}|samenvatting ontbreekt"
)
_SITE = rf"(?i)^\W*(?:{_SITE_LINKS}|{_SITE_ELSEWHERE})\W*$"

# Statements that there is no abstract, in English.
_NO_ABSTRACT = (
    "(?:there is )?no abstracts?(?: (?:is |are )?(?:available|provided|found|given|supplied|prepared))?(?: for (?:this|the) (?:article|paper|item|document|work))?"
    r"|abstract (?:is )?(?:not|un)\s?available|abstracts? (?:not|none) (?:provided|available)"
    "|(?:an )?abstract is not (?:available|included|provided)(?: for (?:this|the) (?:content|article|paper))?"
    "|(?:this (?:article|paper|item) )?has no abstract|without abstract"
)
# Statements that there is no abstract, in languages other than English.
_NO_ABSTRACT_ELSEWHERE = (
    "sin resumen|no disponible|resumen no disponible|sem resumo|não disponível"
    "|kein abstract(?: verfügbar)?|pas de résumé(?: disponible)?|нет аннотации|аннотация отсутствует"
    "|无摘要|暂无摘要|抄録なし|초록 없음|özet (?:yok|bulunmamaktadır)|không có tóm tắt"
)
# Instructions for finding the full text.
_FULL_TEXT = (
    r"click (?:on|here|to|the)\b.{0,100}"
    r"|(?:please )?(?:see|refer to|read) (?:the )?(?:full text|pdf|article|attached)\b.{0,80}"
    "|(?:full[- ]text|pdf)(?: (?:is )?available| file| only)?"
)
# Notes that only the first page or paragraph is shown.
_EXTRACT = r"first page of (?:the )?article|extract|\[first paragraph\]"
# Notices of withdrawn works or missing descriptions, and DataCite's codes for missing values.
_MISSING = (
    "(?:this|the) (?:paper|article|manuscript|submission) (?:has been|was|is) withdrawn.{0,120}"
    r"|(?:no )?description (?:not |un)?(?:provided|available)|is missing(?: \(short communication\))?"
    r"|:un(?:av|kn|as|al|ap)\b.{0,20}"
)
# The kind of work without other text, or a notice of retraction.
_KIND = "to the editors?|editorial|letter|book review|this article has been retracted.{0,80}"
# A label without an abstract.
_LABEL = (
    "(?:graphical )?abstract|summary|resumen|resumo|r[ée]sum[ée]|zusammenfassung|riassunto|özet"
    r"|аннотация|摘\s*要|초록"
)
_NONE = rf"(?i)^\W*(?:{_NO_ABSTRACT}|{_NO_ABSTRACT_ELSEWHERE}|{_FULL_TEXT}|{_EXTRACT}|{_MISSING}|{_KIND}|{_LABEL})\W*$"

# A copyright line, with the authors, a year, or a publisher and a year.
_YEAR = r"(?:19|20)\d\d"
_COPYRIGHT_HOLDER = (
    rf"(?:by |held by )?the authors?.{{0,60}}|{_YEAR}.{{0,60}}|(?:by |of )?(?:the )?[A-Z].{{0,60}}{_YEAR}"
)
_COPYRIGHT_SIGN = rf"the authors?.{{0,60}}|{_YEAR}.{{0,60}}|.{{0,60}}{_YEAR}.{{0,60}}"
_COPYRIGHT = (
    rf"(?i)^\W*(?:copyright[\s:]*(?:©|\(c\))?\s*(?:{_COPYRIGHT_HOLDER})|(?:©|\(c\))\s*(?:{_COPYRIGHT_SIGN})"
    r"|all rights reserved)(?:\W*all rights reserved)?\W*$"
)

# Notices about cookies.
_COOKIES = (
    "(?:we|this (?:web)?site) uses? cookies(?: and [a-z ]{3,30})? (?:to (?:improve|ensure|enhance|personali[sz]e|distinguish|help|give|provide|offer|make|deliver|analy[sz]e)|on )"
    "|by continuing to (?:use|browse) this"
)
# Notices about the browser, about access, and about missing pages.
_ACCESS = (
    "your browser does not support"
    "|javascript (?:is (?:disabled|required|not|turned|currently)|must be)"
    r"|access (?:denied\W*(?:$|you )|through your institution)|you (?:do not|don.t) have access"
    "|page not found|404 not found|enable javascript"
    "|please enable (?:javascript|cookies|your browser)|this is a preview of subscription"
)
_PAGE = rf"(?i)^\W*(?:{_COOKIES}|{_ACCESS})"

# Every notice contains one of these texts. Most long abstracts contain none of them and are not searched further.
_PAGE_HINT = r"(?i)cookie|continuing to|your browser|javascript|access|not found|preview of"


@rule(
    code="ABS005",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "abstract": "No abstract available."},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "Cookie notices and their readers: we asked 300 of them.",
    },
)
def boilerplate_abstract(*, short: int = 300) -> Check:
    """Return a check that flags short abstracts that consist of boilerplate, and long ones that start with it."""
    # Boilerplate is at the start, and searching only the start takes a tenth of the time.
    start = pl.col("abstract").str.slice(0, 300)
    whole = pl.col("abstract").str.len_bytes() <= short
    bare = (
        pl.when(whole).then(start).otherwise(pl.lit("")).str.replace_all(r"<[^<>]*>", " ").str.strip_chars()
    )
    return Check(
        field="abstract",
        violates=bare.str.contains(_NONE)
        | bare.str.contains(_SITE)
        | bare.str.contains(_COPYRIGHT)
        | start.str.contains(_PAGE),
        message=pl.format("abstract is boilerplate: {}", quoted(start)),
        value=start,
        scan=Scan(prefilter=whole | start.str.contains(_PAGE_HINT)),
    )
