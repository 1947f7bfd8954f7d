"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why it matters
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to fix
Resolve the DOI and look at the journal there.

## What is not flagged
Only an ISSN at the front of the suffix with a right check digit is read: elsewhere eight digits are a year and a page.
The journal's name alone proves little, since records name volumes, conferences, translations and former titles, and a
publisher may use one journal's DOIs for another of its own. An error therefore needs two publishers, and that the
prefix's registrant is the one of the DOI's ISSN: either the tables know the record's journal as another publisher's
alone, and it shares no word with the titles of the DOI's ISSN (one of many, where the registrant is a small house); or
the record's own ISSN is its journal's, and another publisher's. A warning where both ISSNs of the record are
others; an error also there where two siblings with that ISSN are in another journal (as `JNL006` tells it), or where the
field speaks against the journal at its strictest threshold. It goes before `JNL006` and `JNL002`: of a record that it tells
these say nothing, and its evidence holds what they know, siblings, usual prefix and the fields on both sides. Undecided otherwise: the one ISSN of a record may be the other medium's, a name that the tables do not know may
be a translation, and names in other scripts than the tables' are not compared.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants, titles_of_issn
from scholint.checks.reference.titles import readable
from scholint.checks.rule import Across, Check, Scan, rule
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.wrong_journal.evidence import BEHIND, PREFIX, fields_of, is_sure, signals
from scholint.checks.wrong_journal.keys import KEYS
from scholint.checks.wrong_journal.siblings import gathered

_FOUND = pl.col("own_verdict").is_in(["error", "warning"]).fill_null(value=False)
_TOLD = pl.col("issn_verdict").is_in(["error", "warning"]).fill_null(value=False)
# As many works with the ISSN in their DOIs, in another journal, prove what two ISSNs only make likely.
_SIBLINGS = 2


@rule(
    code="DOI007",
    severity="error",
    needs=["reference", "batch"],
    fields=["doi"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.46272/2409-3416-2021-9-4-84-100",
        "journal": "Cadernos ibero-americanos de direito sanitário = Cuadernos iberoamericanos de derecho sanitario",
        "type": "article",
    },
    good={
        "title": "A study of tides",
        "doi": "10.46272/2409-3416-2021-9-4-84-100",
        "journal": "Cuadernos Iberoamericanos",
        "type": "article",
    },
)
def doi_issn_conflict() -> Check:
    """Compare a valid ISSN in the suffix with the record's own, in any form, and with its journal's name."""
    issn, journal, fields = pl.col("doi_names_issn"), pl.col("own_journal"), pl.col("doi007_fields")
    titles = titles_of_issn(pl.when(_FOUND).then(issn))
    registrant = registrants(pl.when(_FOUND).then(PREFIX)).list.first()
    siblings = (pl.col("stem_agreeing") >= _SIBLINGS) & is_sure()
    agree = siblings | (fields.struct.field("level") == "warning")
    return Check(
        field="doi",
        when=issn.is_not_null(),
        undecided=pl.col("own_verdict") == "undecided",
        violates=_FOUND,
        value=pl.col("shown_doi"),
        severity=pl.when(agree.fill_null(value=False)).then(pl.lit("error")).otherwise(pl.col("own_verdict")),
        message=pl.format(
            "the DOI's suffix names the ISSN {}{}, {}",
            quoted(issn),
            _of(titles, registrant),
            pl.when(journal.is_null())
            .then(pl.format("the record's ISSNs are {}", quoted("own_issns")))
            .otherwise(pl.format("the record names {}", quoted(journal))),
        ),
        evidence={
            "journal": journal,
            "issns": pl.col("own_issns"),
            **signals(_FOUND, fields, issn),
        },
        scan=Scan(steps=[{"doi007_fields": fields_of(_FOUND)}]),
        across=Across(
            keys={
                **KEYS,
                "doi_names_issn": pl.when(issn_is_valid(pl.col("suffix_issn"))).then(pl.col("suffix_issn")),
                "own_verdict": pl.col("issn_verdict"),
                "own_abstract": pl.when(_TOLD & KEYS["own_text"].is_not_null()).then(pl.col("abstract")),
                "own_journal": pl.when(_TOLD).then(pl.col("journal")),
                "own_issns": pl.when(_TOLD).then(pl.col("issns").list.join(", ")),
            },
            frames=gathered,
            yields_to=BEHIND["DOI007"],
        ),
    )


def _of(titles: pl.Expr, registrant: pl.Expr) -> pl.Expr:
    """String: whose the ISSN is, and the prefix, as far as the tables know."""
    journal = pl.format(" of {}", quoted(readable(titles)))
    prefix = pl.format(" (prefix {} of {})", quoted(PREFIX), quoted(registrant))
    return pl.concat_str(
        pl.when(titles.list.len() > 0).then(journal).otherwise(pl.lit("")),
        pl.when(registrant.is_not_null()).then(prefix).otherwise(pl.lit("")),
    )
