"""Normal forms: values that several rules need of a record, computed once per batch.

Each normal form is a Polars expression over the records frame, or over normal forms that come before it. Rules use it like a
column. The engine adds only the normal forms that the selected rules use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.field_model.signal import field_signal
from scholint.checks.values.doi import ISSN_AT_FRONT, SUFFIX_WITH_PAGES, bare_doi
from scholint.checks.values.issn import hyphenated, is_real_issn
from scholint.checks.values.kinds import FRONT_OR_BACK_MATTER, KIND_KEY, KINDS, NOTICE_TITLES, TITLELESS
from scholint.checks.values.text import (
    LATIN_BYTES_PER_CHARACTER,
    NON_LATIN,
    TAGS,
    is_empty,
    keep_matching,
    letters,
    script,
)
from scholint.checks.values.venues import EVENT_NAMES, LEARNED_PROCEEDINGS, PROCEEDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def _sketched(texts: pl.Series) -> pl.Series:
    from scholint.checks.duplicates import sketches  # noqa: PLC0415 - only the rule for near-duplicates needs the module

    return sketches.sketched(texts)


def _issn_verdicts(records: pl.Series) -> pl.Series:
    from scholint.checks.wrong_journal import doi_issn  # noqa: PLC0415 - only DOI007 needs it

    return doi_issn.issn_verdicts(records)


NORMAL: Mapping[str, pl.Expr] = {
    "doi_bare": bare_doi(pl.col("doi")),
    "doi_key": pl.when(pl.col("doi_bare").str.contains(r"^10\.[^/]+/.")).then(
        pl.col("doi_bare").str.to_lowercase()
    ),
    "doi_prefix": pl.col("doi_bare").str.extract(r"^(10\.[^/\s]+)/", 1),
    "doi_suffix": pl.col("doi_bare").str.extract(r"(?s)^10\.[^/\s]+/(.+)$", 1),
    "suffix_issn": pl.col("doi_suffix")
    .str.extract(ISSN_AT_FRONT + r"(?:[^0-9A-Za-z]|$)", 1)
    .str.to_uppercase(),
    "suffix_year": pl.col("doi_suffix").str.extract(SUFFIX_WITH_PAGES, 2).cast(pl.Int32),
    "suffix_volume": pl.col("doi_suffix").str.extract(SUFFIX_WITH_PAGES, 3),
    "suffix_issue": pl.col("doi_suffix").str.extract(SUFFIX_WITH_PAGES, 4),
    "suffix_pages": pl.format(
        "{}-{}",
        pl.col("doi_suffix").str.extract(SUFFIX_WITH_PAGES, 5),
        pl.col("doi_suffix").str.extract(SUFFIX_WITH_PAGES, 6),
    ),
    "type_key": KIND_KEY,
    "kind": pl.coalesce(
        pl.col("type_key").replace_strict(KINDS, default=None, return_dtype=pl.String),
        # The kind of the first part that is known: "JournalArticle; Review", "research-article; journal article".
        pl.col("type")
        .str.split(";")
        .list.eval(
            pl.element()
            .str.replace_all(r"[^A-Za-z]+", "")
            .str.to_lowercase()
            .replace_strict(KINDS, default=None, return_dtype=pl.String)
        )
        .list.drop_nulls()
        .list.first(),
    ),
    "is_article": (pl.col("kind") == "article") | (pl.col("kind").is_null() & ~is_empty("journal")),
    "names_event": (
        pl.col("journal").str.contains(EVENT_NAMES)
        | (pl.col("journal").str.contains(PROCEEDINGS) & ~pl.col("journal").str.contains(LEARNED_PROCEEDINGS))
    ).fill_null(value=False),
    "is_titleless": pl.col("type_key").is_in(TITLELESS).fill_null(value=False),
    "is_matter": pl.col("title").str.contains(FRONT_OR_BACK_MATTER).fill_null(value=False),
    "is_notice": (
        (pl.col("kind") == "notice").fill_null(value=False)
        | pl.col("title").str.contains(NOTICE_TITLES).fill_null(value=False)
    ),
    "title_key": letters(pl.col("title").str.replace_all(TAGS, "")),
    "abstract_text": pl.col("abstract").str.replace_all(TAGS, " ").str.strip_chars(),
    "abstract_sketch": pl.col("abstract").map_batches(_sketched, is_elementwise=True),
    # A separate column, because `abstract_script` searches it seventeen times and it is nearly always empty.
    "abstract_foreign": keep_matching(
        pl.when(
            pl.col("abstract").str.len_bytes()
            > pl.col("abstract").str.len_chars() * LATIN_BYTES_PER_CHARACTER
        )
        .then(pl.col("abstract").str.slice(0, 600))
        .otherwise(pl.lit("")),
        NON_LATIN,
    ),
    "abstract_script": script(pl.col("abstract_foreign")),
    "issn_first": hyphenated(pl.col("issns").list.first()),
    # A separate column, because Polars computes an expression again for each branch of a condition that uses it.
    "issn_first_valid": is_real_issn(pl.col("issn_first")),
    "issn_valid": pl.coalesce(
        pl.when("issn_first_valid").then("issn_first"),
        # The first ISSN is usually valid, and list operations are expensive.
        pl.when(~pl.col("issn_first_valid"))
        .then(pl.col("issns").list.slice(1))
        .list.eval(hyphenated(pl.element()).filter(is_real_issn(hyphenated(pl.element()))))
        .list.first(),
    ),
    "year_published": pl.coalesce(
        pl.col("published").str.extract(r"^\D*(\d{4})\b", 1), pl.col("year").str.extract(r"^\s*(\d{4})\b", 1)
    ).cast(pl.Int32, strict=False),
    "field_signal": field_signal(),
    "field_signal_encoded": field_signal(encoder=True),
    "issn_verdict": pl.struct("suffix_issn", "doi_prefix", "issns", "journal", "is_article").map_batches(
        _issn_verdicts, return_dtype=pl.String, is_elementwise=True
    ),
}
"""Names and expressions of the normal forms. Each comes after the ones that it uses.

- `doi_bare`, `doi_prefix`, `doi_suffix`: String, as written. `doi_key`: String, lowercase; null if it does not have the form of
  a DOI. Two DOIs are the same if their keys are equal (DOI Handbook: case-insensitive in ASCII).
- `suffix_…`: the parts of a DOI suffix of the form ISSN-year-volume-issue-page-page. `suffix_issn` is also set if the suffix has
  no other part. Its check digit is not tested.
- `type_key`: see `values.kinds.KIND_KEY`. `kind`: String, a value of KINDS; null if the type is absent or unknown.
- `is_article`: Boolean, the type is an article, or there is a journal and no type. `names_event`: Boolean, the journal title
  names a conference, or may be the acronym of one. `is_titleless`: Boolean, works of this type have no title. `is_matter`:
  Boolean, the title is that of front or back matter, an editorial or the like. `is_notice`: Boolean, the title is that of an
  erratum, a correction or a retraction.
- `title_key`: String, letters and digits only. `abstract_text`: String without markup. `abstract_sketch`: see
  `duplicates.sketches`. `abstract_foreign`: String, the first 600 characters; empty if they have no letter of SCRIPTS.
  `abstract_script`: String, the script of these letters.
- `issn_first`: String, the first ISSN, with hyphen if it has the form of an ISSN. `issn_first_valid`: Boolean. `issn_valid`:
  String, the first ISSN with a correct check digit, as NNNN-NNNC. `year_published`: Int32.
- `field_signal`: Struct, see `field_model.signal`. `field_signal_encoded`: the same, computed with the encoder. `issn_verdict`:
  String, see `wrong_journal.doi_issn`.
"""


def needed(expressions: Iterable[pl.Expr]) -> list[str]:
    """Return the names of the normal forms that the expressions use, in the order of computation."""
    wanted = {name for e in expressions for name in e.meta.root_names()}
    for name in reversed(list(NORMAL)):
        if name in wanted:
            wanted.update(NORMAL[name].meta.root_names())
    return [name for name in NORMAL if name in wanted]


def add(frame: pl.LazyFrame, expressions: Iterable[pl.Expr]) -> pl.LazyFrame:
    """Return the frame with the normal forms that the expressions use."""
    for level in _levels(needed(expressions)):
        frame = frame.with_columns(**{name: NORMAL[name] for name in level})
    return frame


def _levels(names: list[str]) -> list[list[str]]:
    """Return the names in levels, each of which only uses earlier levels: Polars computes a level in one pass, on all cores."""
    levels: list[list[str]] = []
    placed: dict[str, int] = {}
    for name in names:
        depth = max((placed[n] + 1 for n in NORMAL[name].meta.root_names() if n in placed), default=0)
        placed[name] = depth
        if depth == len(levels):
            levels.append([])
        levels[depth].append(name)
    return levels
