"""A record whose DOI is of another journal, or of another house, than the one that it names: it hangs under the wrong journal.

## Why it matters
Registrants give each journal a prefix and a pattern of DOIs; the work is counted, cited and judged under a journal that
did not publish it.

## How to fix
Resolve the DOI and take the journal from there; where siblings tell it, the proposal is their journal.

## Fix safety
Unsafe: the DOI may be the wrong one of the two.

## What is not flagged
By siblings: patterns are the prefix with the ISSN at the front of the suffix, with the journal's number that Springer
Nature writes there (`10.1007/s10531-`), or with the letters there (`10.1371/journal.pone`). Judged where two siblings with
the ISSN, five with the number or ten with the letters agree, and at most one in ten works with the pattern is in another
journal. Names are compared as `scholint.checks.reference.title_match` does; names that share a telling word pass, as former
titles do, and so do conferences, and names that the reference tables know for the ISSN.

By the journal's usual prefix: the one of ten works of that name or more, and of four in five of them. Another prefix is
told where both registrants are known, they and the journal's publishers in the tables share no name, nothing in the
suffix (an ISSN, letters) stands for the journal, at most one work in fifty has that prefix, and no archive, repository
or preprint server registered it. Journals change publishers, which is most of what is left: so two works under the usual
prefix must be as old, and two as young, or the field must speak against the journal too. Without a usual prefix, a
registrant that does not publish the journal by the tables is told only with the field at its strictest threshold.

Elsewhere undecided. Siblings are the batch's own works, and with an index those of earlier runs; what earlier batches
taught goes into the option `patterns`, a table of pattern (the evidence's `pattern`) to journal, which needs no siblings.

An error where the pattern is an ISSN, and either the tables know the journal as another publisher's, or both names are in
one language (they may be translations else); and where the field at its strictest threshold agrees with siblings or,
between the years, with the usual prefix. A warning for the others, since journals share codes, and publishers use one
journal's DOIs for another of their own. The field is read of the few records that identity speaks against, by title and
the first 400 letters of the abstract (see `JNL002`). Silent where `DOI007` tells the record.

## References
- Crossref: suggestions for DOI suffixes, https://www.crossref.org/documentation/member-setup/constructing-your-dois/
- Crossref: transferring responsibility for DOIs, https://www.crossref.org/documentation/register-maintain-records/creating-and-managing-dois/transferring-responsibility-for-dois/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants
from scholint.checks.reference.titles import title_key
from scholint.checks.rule import Across, Check, Fix, Scan, rule
from scholint.checks.values.doi import bare_doi
from scholint.checks.wrong_journal.evidence import BEHIND, fields_of, is_sure, signals
from scholint.checks.wrong_journal.keys import BY_ISSN, KEYS
from scholint.checks.wrong_journal.siblings import gathered
from scholint.checks.wrong_journal.usual_prefix import borne_out

if TYPE_CHECKING:
    from collections.abc import Mapping

# More names than these, or more of each hundred works, and the pattern is no journal's.
_NAMES, _NAMES_OF_100 = 12, 2
_STEM, _NAME, _USUAL = (pl.col(name) for name in ("doi_stem", "named_journal", "stem_usual"))
_HOME = pl.col("usual_prefix")
_LEARNT = pl.col("own_learnt_journal")
_PREFIX, _YEAR = pl.col("registered_under"), pl.col("stated_year")
# Journals change publishers in time: between two works of before and two of later none did.
_BETWEEN = _YEAR.is_between("usual_from", "usual_to")


@rule(
    code="JNL006",
    severity="error",
    fields=["journal"],
    since="0.1.0",
    needs=["reference", "batch"],
    bad=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Cardiac Imaging Today"},
    ],
    good=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Tidal Lett."},
    ],
)
def journal_unlike_siblings(
    *,
    siblings: int = 2,
    numbered: int = 5,
    lettered: int = 10,
    share: float = 0.1,
    patterns: Mapping[str, str] | None = None,
) -> Check:
    """Compare each journal with the usual one of its DOI pattern, and each prefix with the journal's usual one."""
    works, agreeing = pl.col("stem_works"), pl.col("stem_agreeing")
    least = (
        pl.when(BY_ISSN)
        .then(siblings)
        .when(_STEM.str.contains(r"/s\d{5}$"))
        .then(numbered)
        .otherwise(lettered)
    )
    judged = (agreeing >= least) & (works > least)
    few = pl.max_horizontal(works * _NAMES_OF_100 / 100, _NAMES)
    one = (pl.col("stem_names") <= few) & (pl.col("stem_others") <= pl.max_horizontal(works * share, 1))
    apart = pl.col("stem_apart") & ~pl.col("stem_kin").is_in(["same", "related"]).fill_null(value=False)
    by_stem, elsewhere = pl.col("jnl006_by_stem"), pl.col("jnl006_elsewhere")
    level = pl.col("jnl006_fields").struct.field("level")
    far = (level == "warning").fill_null(value=False)
    between = (_HOME.is_not_null() & _BETWEEN).fill_null(value=False)
    somewhat = _HOME.is_not_null() & (level == "info").fill_null(value=False)
    by_prefix = elsewhere & (between | far | somewhat)
    found = by_stem | by_prefix
    told = by_stem | elsewhere
    settled = (_LEARNT.is_not_null() | judged).fill_null(value=False) | (_PREFIX == _HOME).fill_null(
        value=False
    )
    usual = pl.when(by_stem).then(_USUAL)
    return Check(
        field="journal",
        when=_NAME.is_not_null(),
        undecided=~(settled | found),
        violates=found,
        severity=pl.when((by_stem & (is_sure().fill_null(value=False) | far)) | (between & far))
        .then(pl.lit("error"))
        .otherwise(pl.lit("warning")),
        message=pl.when(by_stem).then(_of_siblings()).otherwise(_of_prefix(found)),
        value=_NAME,
        evidence={"journal": usual, **signals(found, pl.col("jnl006_fields"))},
        fix=Fix(value=usual),
        scan=Scan(
            steps=[
                {
                    "jnl006_by_stem": (apart & (_LEARNT.is_not_null() | (judged & one))).fill_null(
                        value=False
                    ),
                    "jnl006_elsewhere": (pl.col("prefix_foreign") & ~borne_out(*_suspected())).fill_null(
                        value=False
                    ),
                },
                {"jnl006_fields": fields_of(told)},
            ]
        ),
        across=Across(keys={**KEYS, **_taught(patterns)}, frames=gathered, yields_to=BEHIND["JNL006"]),
    )


def _taught(patterns: Mapping[str, str] | None) -> Mapping[str, pl.Expr]:
    """Return key columns of what earlier batches taught: the pattern's journal, and the named journal's prefix."""
    if not patterns:
        return {}
    homes = dict(
        pl.DataFrame({"journal": patterns.values(), "prefix": [stem.partition("/")[0] for stem in patterns]})
        .group_by(title_key(pl.col("journal")).alias("key"))
        .agg(pl.col("prefix").unique())
        .filter(pl.col("prefix").list.len() == 1)
        .select("key", pl.col("prefix").list.first())
        .iter_rows()
    )
    return {
        "own_learnt_journal": KEYS["doi_stem"].replace_strict(patterns, default=None, return_dtype=pl.String),
        "own_learnt_prefix": title_key(KEYS["named_journal"]).replace_strict(
            homes, default=None, return_dtype=pl.String
        ),
    }


def _suspected() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return suffix, journal and ISSN of the records whose prefix is not the journal's."""
    suffix = bare_doi(pl.col("shown_doi")).str.extract(r"(?s)^10\.[^/\s]+/(.+)$", 1)
    foreign = pl.col("prefix_foreign").fill_null(value=False)
    return pl.when(foreign).then(suffix), _NAME, pl.col("stated_issn")


def _of_siblings() -> pl.Expr:
    return (
        pl.when(_LEARNT.is_null())
        .then(
            pl.format(
                "{} of {} works with DOIs like `{}…` are in {}, this one in {}",
                "stem_agreeing",
                "stem_works",
                _STEM,
                quoted(_USUAL),
                quoted(_NAME),
            )
        )
        .otherwise(
            pl.format(
                "works with DOIs like `{}…` were in {} before, this one is in {}",
                _STEM,
                quoted(_USUAL),
                quoted(_NAME),
            )
        )
    )


def _of_prefix(found: pl.Expr) -> pl.Expr:
    registrant = registrants(pl.when(found).then(_PREFIX)).list.first()
    counted = pl.format("{} of {} works in {} have", "usual_works", "journal_works", quoted(_NAME))
    by_works = pl.format(
        "{} DOIs under {} ({}), this one under {} ({})",
        pl.coalesce(counted, pl.format("works in {} had", quoted(_NAME))),
        quoted(_HOME),
        quoted("usual_registrant"),
        quoted(_PREFIX),
        quoted(registrant),
    )
    fields = pl.col("jnl006_fields").struct
    by_house = pl.format(
        "the DOI's prefix {} is of {}, which does not publish {}, and the paper is about {}, not {}",
        quoted(_PREFIX),
        quoted(registrant),
        quoted(_NAME),
        fields.field("paper_field"),
        fields.field("journal_field"),
    )
    return pl.when(_HOME.is_not_null()).then(by_works).otherwise(by_house)
