"""DOI contains the ISSN of a journal other than the record's.

## Why it matters
Publishers put a journal's own ISSN in its DOIs, so the record is probably in the wrong journal.

The finding is an error if, according to the reference tables, the registrant of the DOI prefix publishes the journal with
the ISSN in the DOI, and one of these conditions is met:

- The tables list the record's journal under other publishers only, and its title has no distinctive word in common with
  the titles of the ISSN in the DOI. If the registrant is a small publisher, the titles may share a few distinctive words,
  but most of these words must differ.
- According to the tables, the record's own ISSN belongs to the record's journal, and to a publisher other than the
  registrant.

The finding is a warning if the record has two ISSNs and the ISSN in the DOI is neither of them. This warning becomes an
error if two sibling records (records with the same ISSN in their DOIs) are in another journal, or if the subject of the
paper is so far from the subject of the journal that JNL002 would report a warning.

## How to fix
1. Open the DOI, and compare the journal on the landing page with the record.
2. If the landing page shows another work, correct the DOI instead of the journal.

## What is not flagged
- Digits that look like an ISSN but are not at the start of the suffix, or have a wrong check digit. They are usually a
  year and a page.
- Titles of volumes, conferences, and translations, former titles, and titles that are not in the same script as those of
  the reference tables: undecided, unless an ISSN of the record proves the conflict.
- DOIs of another journal of the same publisher.
- Records whose only ISSN may be that of the journal's other medium (print or online): undecided.
- Journal titles that the reference tables do not list: undecided.

This rule takes precedence over JNL006 and JNL002: they do not report the same record again. Its evidence contains
what they found: sibling records, the usual prefix, and the subjects of paper and journal.

## References
- ISO 3297, International standard serial number (ISSN)
- Crossref, journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants, titles_of_issn
from scholint.checks.reference.titles import readable
from scholint.checks.rule import Across, Check, Scan, rule
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.wrong_journal.evidence import PREFIX, YIELDS_TO, fields_of, is_sure, signals
from scholint.checks.wrong_journal.keys import KEYS
from scholint.checks.wrong_journal.siblings import collect

_FOUND = pl.col("own_verdict").is_in(["error", "warning"]).fill_null(value=False)
_CONFLICT = pl.col("issn_verdict").is_in(["error", "warning"]).fill_null(value=False)
# Number of works with the same ISSN in their DOIs, but in another journal, that makes a warning an error.
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
    """Return a check that flags DOIs whose suffix contains the ISSN of another journal.

    The ISSN is compared with the ISSNs of the record, in any form, and with its journal title.
    """
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
            "DOI contains ISSN {}{}, but the record {}",
            quoted(issn),
            _owner(titles, registrant),
            pl.when(journal.is_null())
            .then(pl.format("has ISSN {}", quoted("own_issns")))
            .otherwise(pl.format("names the journal {}", quoted(journal))),
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
                "own_abstract": pl.when(_CONFLICT & KEYS["own_text"].is_not_null()).then(pl.col("abstract")),
                "own_journal": pl.when(_CONFLICT).then(pl.col("journal")),
                "own_issns": pl.when(_CONFLICT).then(pl.col("issns").list.join(", ")),
            },
            frames=collect,
            yields_to=YIELDS_TO["DOI007"],
        ),
    )


def _owner(titles: pl.Expr, registrant: pl.Expr) -> pl.Expr:
    """Return the end of the message (String): the journal of the ISSN and the registrant of the prefix.

    It omits names that the reference tables do not contain.
    """
    journal = pl.format(" of {}", quoted(readable(titles)))
    prefix = pl.format(" (prefix {}, registrant {})", quoted(PREFIX), quoted(registrant))
    return pl.concat_str(
        pl.when(titles.list.len() > 0).then(journal).otherwise(pl.lit("")),
        pl.when(registrant.is_not_null()).then(prefix).otherwise(pl.lit("")),
    )
