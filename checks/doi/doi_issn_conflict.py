"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why is this bad?
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to mend
Resolve the DOI and look at the journal there.

## Known limits
Only an ISSN at the front of the suffix with a right check digit is read: elsewhere eight digits are a year and a page.
The journal's name alone proves little, since records name volumes, conferences, translations and former titles, and a
publisher may use one journal's DOIs for another of its own. An error therefore needs two publishers, and that the
prefix's registrant is the one of the DOI's ISSN: either the tables know the record's journal as another publisher's
alone, and it shares no word with the titles of the DOI's ISSN (one of many, where the registrant is a small house); or
the record's own ISSN is its journal's, and another publisher's. A warning where both ISSNs of the record are
others. Undecided otherwise: the one ISSN of a record may be the other medium's, a name that the tables do not know may
be a translation, and names in other scripts than the tables' are not compared.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.doi_issn import issn_judgement
from scholint.checks.field_model import field_signal, words_that_spoke
from scholint.checks.findings import quoted
from scholint.checks.journal_title import readable
from scholint.checks.normal import issn_is_valid
from scholint.checks.reference import as_of
from scholint.checks.rule import Check, rule

_SHOWN = 4


@rule(
    code="DOI007",
    severity="error",
    needs=["reference"],
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
    judged = pl.col("doi007_judged")
    # As evidence only, and so computed for what is found alone.
    signal = field_signal(whole=True)
    verdict, titles, registrant = (judged.struct.field(name) for name in ("verdict", "titles", "registrant"))
    return Check(
        field="doi",
        derived=[{"doi007_judged": issn_judgement()}],
        when=issn_is_valid(pl.col("suffix_issn")),
        undecided=verdict == "undecided",
        violates=verdict.is_in(["error", "warning"]),
        severity=verdict,
        message=pl.format(
            "the DOI's suffix names the ISSN {}{}, {}",
            quoted("suffix_issn"),
            _of(titles, registrant),
            pl.when(pl.col("journal").is_null())
            .then(pl.format("the record's ISSNs are {}", quoted(pl.col("issns").list.join(", "))))
            .otherwise(pl.format("the record names {}", quoted("journal"))),
        ),
        evidence={
            "issn": pl.col("suffix_issn"),
            "registered_titles": titles.list.head(_SHOWN).list.join(" | "),
            "issns": pl.col("issns").list.join(", "),
            "journal": pl.col("journal"),
            "registrant": registrant,
            "publisher_of_issn": judged.struct.field("house"),
            "paper_fields": signal.struct.field("paper"),
            "words": words_that_spoke(signal),
            "journal_fields": signal.struct.field("journal"),
            "journal_fields_from": signal.struct.field("journal_from"),
            "reference": pl.lit("journals, prefixes"),
            "as_of": pl.lit(as_of("journals")),
        },
    )


def _of(titles: pl.Expr, registrant: pl.Expr) -> pl.Expr:
    """String: whose the ISSN is, and the prefix, as far as the tables know."""
    journal = pl.format(" of {}", quoted(readable(titles)))
    prefix = pl.format(" (prefix {} of {})", quoted("doi_prefix"), quoted(registrant))
    return pl.concat_str(
        pl.when(titles.list.len() > 0).then(journal).otherwise(pl.lit("")),
        pl.when(registrant.is_not_null()).then(prefix).otherwise(pl.lit("")),
    )
