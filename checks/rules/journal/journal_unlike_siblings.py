"""Journal differs from the one that the DOI's pattern or prefix points to.

## Why it matters
The work is counted, cited, and assessed under a journal that did not publish it.

Registrants give each journal its own DOI prefix and pattern. The rule compares the journal of a record with two things
that it learns from all records of the run, and with `--index` from earlier runs:

- **Sibling records:** records whose DOIs have the same pattern. A pattern is the DOI prefix and the start of the DOI
  suffix: an ISSN (`10.46272/2409-3416`), a Springer Nature journal number (`10.1007/s10531`), or letters
  (`10.1371/journal.pone`).
- **Usual prefix:** the DOI prefix of most works in the journal.

A finding is an error in two cases:

- The pattern is an ISSN, and the reference tables list the journal with another publisher, or both titles are in the
  same language. (In two languages, one may be a translation of the other.)
- The subject of the paper is so far from the field of the journal that JNL002 would report a warning. In addition,
  either sibling records disagree with the journal, or the journal has works with its usual prefix from before and after
  this work.

All other findings are warnings. Several journals may use the same letters, and publishers may give a work of one journal
a DOI in the pattern of another.

## How to fix
1. Open the DOI, and take the journal from the landing page.
2. If the landing page shows another title than the record, correct the DOI instead.

If sibling records point to a journal, the unsafe fix sets that journal. For the usual prefix there is no fix.

If you know the journal of a pattern, set it in the option `patterns`. Such a pattern requires no sibling records. The
key is the `pattern` in the evidence of a finding:

    [rules.JNL006.patterns]
    "10.1000/2409-3416" = "Tidal Letters"

## Fix safety
Unsafe. The DOI may be wrong, and the journal correct.

## What is not flagged
By sibling records:

- Patterns with too few sibling records that agree: fewer than 2 for an ISSN (option `siblings`), 5 for a journal number
  (`numbered`), or 10 for letters (`lettered`). They are undecided.
- Patterns that several journals use: more than 10% of the works are in other journals (option `share`), or the works
  name more than 12 journal titles. For more than 600 works, the limit is 2 titles per 100 works instead of 12.
- Titles that have a distinctive word in common with the journal of the sibling records, as former titles often do.
- Abbreviations and parallel titles of that journal, and titles that the reference tables list for the ISSN.
- Conferences, proceedings, preprint servers, and supplements.

By usual prefix:

- Journals without a usual prefix: no prefix has 10 works and 80% of the works of the journal. They are undecided, unless
  the reference tables show that the registrant does not publish the journal, and the subject of the paper is far from
  it.
- Prefixes whose registrant is unknown.
- Prefixes whose registrant has a name related to that of the usual registrant or the publisher of the journal.
- Suffixes that contain an ISSN of the journal, or letters that abbreviate its title.
- Prefixes that more than 2% of the works of the journal use.
- Prefixes of archives, repositories, and preprint servers.
- Works from before or after a possible change of publisher. They are flagged only if two works under the usual prefix
  are as old and two are as recent, or if the subject is far from the journal.

Records that DOI007 reports are not reported again.

## Options
- `siblings`: minimum number of sibling records that agree, for a pattern with an ISSN.
- `numbered`: the same number for a pattern with a Springer Nature journal number.
- `lettered`: the same number for a pattern with letters.
- `share`: largest share of the works of a pattern that may be in other journals.
- `patterns`: known patterns and their journals. They require no sibling records.

## References
- Crossref, suggestions for DOI suffixes, https://www.crossref.org/documentation/member-setup/constructing-your-dois/
- Crossref, transferring responsibility for DOIs, https://www.crossref.org/documentation/register-maintain-records/creating-and-managing-dois/transferring-responsibility-for-dois/
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants
from scholint.checks.reference.titles import title_key
from scholint.checks.rule import Across, Check, Fix, Scan, rule
from scholint.checks.values.absent import never_null
from scholint.checks.values.doi import bare_doi
from scholint.checks.wrong_journal.evidence import YIELDS_TO, fields_of, is_sure, signals
from scholint.checks.wrong_journal.keys import BY_ISSN, KEYS
from scholint.checks.wrong_journal.siblings import collect
from scholint.checks.wrong_journal.usual_prefix import suffix_matches
from scholint.errors import shown

# Largest number of journal titles of a pattern that belongs to one journal: 12, or 2 per 100 works if that is more.
_NAMES, _NAMES_OF_100 = 12, 2
_STEM, _NAME, _USUAL = (pl.col(name) for name in ("doi_stem", "named_journal", "stem_usual"))
_USUAL_PREFIX = pl.col("usual_prefix")
_KNOWN = pl.col("own_known_journal")
_PREFIX, _YEAR = pl.col("registered_under"), pl.col("stated_year")
# The journal has works with its usual prefix both before and after this work, so its publisher did not change.
_BETWEEN = _YEAR.is_between("usual_from", "usual_to")

_SIBLINGS = [
    {"title": f"Tides {i}", "doi": f"10.1000/2409-3416-2021-{i}", "journal": "Tidal Letters"}
    for i in range(6)
]
"""The works of the examples that have the same pattern of DOI and one journal."""


@rule(
    code="JNL006",
    severity="error",
    fields=["journal"],
    since="0.1.0",
    needs=["reference", "batch"],
    bad=[
        *_SIBLINGS,
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Cardiac Imaging Today"},
    ],
    good=[
        *_SIBLINGS,
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
    """Return a check that flags journals and DOI prefixes that differ from those of similar records.

    A journal is compared with the usual journal of its DOI pattern, and a DOI prefix with the usual one of
    its journal.
    """
    works = pl.col("stem_works")
    least = (
        pl.when(BY_ISSN)
        .then(siblings)
        .when(_STEM.str.contains(r"/s\d{5}$"))
        .then(numbered)
        .otherwise(lettered)
    )
    enough = (pl.col("stem_agreeing") >= least) & (works > least)
    few = pl.max_horizontal(works * _NAMES_OF_100 / 100, _NAMES)
    one = (pl.col("stem_names") <= few) & (pl.col("stem_others") <= pl.max_horizontal(works * share, 1))
    apart = pl.col("stem_apart") & ~pl.col("stem_relation").is_in(["same", "related"]).fill_null(value=False)
    by_stem, elsewhere = pl.col("jnl006_by_stem"), pl.col("jnl006_elsewhere")
    level = pl.col("jnl006_fields").struct.field("level")
    far = never_null(level == "warning")
    between = never_null(_USUAL_PREFIX.is_not_null() & _BETWEEN)
    somewhat = _USUAL_PREFIX.is_not_null() & never_null(level == "info")
    found = by_stem | (elsewhere & (between | far | somewhat))
    decided = never_null(_KNOWN.is_not_null() | enough) | never_null(_PREFIX == _USUAL_PREFIX)
    usual = pl.when(by_stem).then(_USUAL)
    return Check(
        field="journal",
        when=_NAME.is_not_null(),
        undecided=~(decided | found),
        violates=found,
        severity=pl.when((by_stem & (never_null(is_sure()) | far)) | (between & far))
        .then(pl.lit("error"))
        .otherwise(pl.lit("warning")),
        message=pl.when(by_stem).then(_of_siblings()).otherwise(_of_prefix(found)),
        value=_NAME,
        evidence={"journal": usual, **signals(found, pl.col("jnl006_fields"))},
        fix=Fix(value=usual),
        scan=Scan(
            steps=[
                {
                    "jnl006_by_stem": never_null(apart & (_KNOWN.is_not_null() | (enough & one))),
                    "jnl006_elsewhere": never_null(pl.col("prefix_foreign") & ~suffix_matches(*_foreign())),
                },
                {"jnl006_fields": fields_of(by_stem | elsewhere)},
            ]
        ),
        across=Across(
            keys={**KEYS, **_known_patterns(patterns)}, frames=collect, yields_to=YIELDS_TO["JNL006"]
        ),
    )


def _known_patterns(patterns: object) -> Mapping[str, pl.Expr]:
    """Return the key columns of the option `patterns`, both String.

    `own_known_journal` is the journal of the record's DOI pattern. `own_known_prefix` is the DOI prefix of the record's
    journal, if all patterns of the journal have the same prefix.

    Raises:
        ValueError: `patterns` does not map strings to strings.

    """
    if patterns is None:
        return {}
    if not isinstance(patterns, Mapping) or not all(isinstance(title, str) for title in patterns.values()):
        raise ValueError(f"invalid value {shown(patterns)} for `patterns`, expected a table of strings")
    if not patterns:
        return {}
    prefixes = dict(
        pl.DataFrame({"journal": patterns.values(), "prefix": [stem.partition("/")[0] for stem in patterns]})
        .group_by(title_key(pl.col("journal")).alias("key"))
        .agg(pl.col("prefix").unique())
        .filter(pl.col("prefix").list.len() == 1)
        .select("key", pl.col("prefix").list.first())
        .iter_rows()
    )
    return {
        "own_known_journal": KEYS["doi_stem"].replace_strict(patterns, default=None, return_dtype=pl.String),
        "own_known_prefix": title_key(KEYS["named_journal"]).replace_strict(
            prefixes, default=None, return_dtype=pl.String
        ),
    }


def _foreign() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return three String expressions: DOI suffix, journal, and ISSN.

    The suffix is null for records whose DOI prefix belongs to the journal.
    """
    suffix = bare_doi(pl.col("shown_doi")).str.extract(r"(?s)^10\.[^/\s]+/(.+)$", 1)
    foreign = pl.col("prefix_foreign").fill_null(value=False)
    return pl.when(foreign).then(suffix), _NAME, pl.col("stated_issn")


def _of_siblings() -> pl.Expr:
    works = pl.format("{} of {} works with DOIs like `{}…` are in", "stem_agreeing", "stem_works", _STEM)
    earlier = pl.format("earlier works with DOIs like `{}…` were in", _STEM)
    return pl.format(
        "journal {} does not match the DOI: {} {}",
        quoted(_NAME),
        pl.when(_KNOWN.is_null()).then(works).otherwise(earlier),
        quoted(_USUAL),
    )


def _of_prefix(found: pl.Expr) -> pl.Expr:
    registrant = quoted(registrants(pl.when(found).then(_PREFIX)).list.first())
    works = pl.format("{} of {} works in this journal use", "usual_works", "journal_works")
    by_works = pl.format(
        "journal {} does not match the DOI prefix {} ({}): {} {} ({})",
        quoted(_NAME),
        quoted(_PREFIX),
        registrant,
        # A usual prefix from the option `patterns` has no number of works.
        works.fill_null("earlier works in this journal used"),
        quoted(_USUAL_PREFIX),
        quoted("usual_registrant"),
    )
    fields = pl.col("jnl006_fields").struct
    by_registrant = pl.format(
        "journal {} is not published by {}, the registrant of the DOI prefix {}, and the paper is about {}, not {}",
        quoted(_NAME),
        registrant,
        quoted(_PREFIX),
        fields.field("paper_field"),
        fields.field("journal_field"),
    )
    return pl.when(_USUAL_PREFIX.is_not_null()).then(by_works).otherwise(by_registrant)
