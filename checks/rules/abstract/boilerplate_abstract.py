"""A text that is no abstract: `No abstract available`, a copyright line, a cookie notice.

## Why it matters
It counts as an abstract, and joins records that have nothing in common.

## How to fix
Empty the field, or fetch the abstract by the DOI.

## What is not flagged
Only short texts, and those that begin with such words, are looked at. An article about copyright or cookies
passes, since the whole sentence must be the notice. `Publisher Summary` at the front of a real summary is a
label.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# What sites show in an abstract's place.
_SITE = (
    r"(?i)^\W*(?:download (?:the )?pdf|full[- ]text available on request|no summary (?:is )?available|not available|summary not available"
    r"|to read the full-?text of this .{0,120}|log in (?:to|for) .{0,80}|access to this article requires .{0,60}|(?:request|purchase|get) (?:full )?(?:text|access)(?: .{0,40})?"
    r"|本文无摘要|没有摘要|要旨なし|лишен аннотации|аннотации нет|kein(?:e)? zusammenfassung(?: verfügbar)?|no hay resumen.{0,30}|samenvatting ontbreekt)\W*$"
)

_NONE = (
    r"(?i)^\W*(?:(?:there is )?no abstracts?(?: (?:is |are )?(?:available|provided|found|given|supplied|prepared))?(?: for (?:this|the) (?:article|paper|item|document|work))?|abstract (?:is )?(?:not|un)\s?available|abstracts? (?:not|none) (?:provided|available)"
    r"|(?:an )?abstract is not (?:available|included|provided)(?: for (?:this|the) (?:content|article|paper))?|(?:this (?:article|paper|item) )?has no abstract|without abstract|sin resumen|no disponible|resumen no disponible|sem resumo|não disponível|kein abstract(?: verfügbar)?|pas de résumé(?: disponible)?"
    r"|нет аннотации|аннотация отсутствует|无摘要|暂无摘要|抄録なし|초록 없음|özet (?:yok|bulunmamaktadır)|không có tóm tắt"
    r"|click (?:on|here|to|the)\b.{0,100}|(?:please )?(?:see|refer to|read) (?:the )?(?:full text|pdf|article|attached)\b.{0,80}|(?:full[- ]text|pdf)(?: (?:is )?available| file| only)?|first page of (?:the )?article|extract|\[first paragraph\]|(?:this|the) (?:paper|article|manuscript|submission) (?:has been|was|is) withdrawn.{0,120}"
    r"|(?:no )?description (?:not |un)?(?:provided|available)|is missing(?: \(short communication\))?|:un(?:av|kn|as|al|ap)\b.{0,20}|to the editors?|editorial|letter|book review|this article has been retracted.{0,80}|(?:graphical )?abstract|summary|resumen|resumo|r[ée]sum[ée]|zusammenfassung|riassunto|özet|аннотация|摘\s*要|초록)\W*$"
)
_COPYRIGHT = r"(?i)^\W*(?:copyright[\s:]*(?:©|\(c\))?\s*(?:(?:by |held by )?the authors?.{0,60}|(?:19|20)\d\d.{0,60}|(?:by |of )?(?:the )?[A-Z].{0,60}(?:19|20)\d\d)|(?:©|\(c\))\s*(?:the authors?.{0,60}|(?:19|20)\d\d.{0,60}|.{0,60}(?:19|20)\d\d.{0,60})|all rights reserved)(?:\W*all rights reserved)?\W*$"
_PAGE = r"(?i)^\W*(?:(?:we|this (?:web)?site) uses? cookies(?: and [a-z ]{3,30})? (?:to (?:improve|ensure|enhance|personali[sz]e|distinguish|help|give|provide|offer|make|deliver|analy[sz]e)|on )|by continuing to (?:use|browse) this|your browser does not support|javascript (?:is (?:disabled|required|not|turned|currently)|must be)|access (?:denied\W*(?:$|you )|through your institution)|you (?:do not|don.t) have access|page not found|404 not found|enable javascript|please enable (?:javascript|cookies|your browser)|this is a preview of subscription)"

# What stands in all of them.
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
    """Match the whole of short texts, and the front of long ones."""
    # Boilerplate stands at the front, and a slice costs a tenth of the whole.
    front = pl.col("abstract").str.slice(0, 300)
    whole = pl.col("abstract").str.len_bytes() <= short
    bare = (
        pl.when(whole).then(front).otherwise(pl.lit("")).str.replace_all(r"<[^<>]*>", " ").str.strip_chars()
    )
    return Check(
        field="abstract",
        violates=bare.str.contains(_NONE)
        | bare.str.contains(_SITE)
        | bare.str.contains(_COPYRIGHT)
        | front.str.contains(_PAGE),
        message=pl.format("{} is no abstract", quoted(front)),
        value=front,
        scan=Scan(prefilter=whole | front.str.contains(_PAGE_HINT)),
    )
