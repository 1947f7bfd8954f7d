"""Measure how many records with a wrong journal are flagged, and how many correct ones, for runs of different sizes.

    python benchmarks/wrong_journal.py RECORDS.jsonl.gz ... [--sizes 300,3500,14000] [--share 0.005] [--draws 4] [--copies 1]

Records are read in any format that scholint reads. Only journal articles with a DOI are used. In each draw, a share of the records
swap their journals (title, ISSNs, publisher) in pairs. `--copies` makes runs that are larger than the data. It adds works of the
same journals with other identifiers, titles, and ends of DOIs, but the same years, prefixes, and patterns. The figures count
records with a finding of `DOI007` or `JNL006`. Findings on unchanged records are printed for review. All draws are seeded, and
the output is Markdown.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from scholint.checks import normal_forms
from scholint.checks.values import text
from scholint.checks.values.venues import NO_JOURNAL
from scholint.flows.formats.declaration import formats
from scholint.flows.pipeline import run
from scholint.flows.reading import reader
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings
from scholint.flows.sources import arguments

RULES = ("DOI007", "JNL006")
SWAPPED = ("journal", "issns", "publisher")
KEPT = ("id", "title", "abstract", "doi", "published", "year", "type", "fields", *SWAPPED)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", nargs="+")
    parser.add_argument("--sizes", default="1000,3500,7000,13500")
    parser.add_argument("--share", type=float, default=0.005)
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--copies", type=int, default=1)
    given = parser.parse_args()
    pool = [copied(record, i) for i in range(given.copies) for record in articles(given.records)]
    print(
        "| records | wrong | flagged | errors of these | correct ones flagged | of correct ones |\n|---|---|---|---|---|---|"
    )
    for size in (min(int(n), len(pool)) for n in given.sizes.split(",")):
        totals: Counter[str] = Counter()
        for seed in range(given.draws):
            random.seed(seed)
            totals += measured(random.sample(pool, size), given.share)
        found = totals["found"] / max(totals["wrong"], 1)
        print(
            f"| {size} | {totals['wrong']} | {found:.2f} | {totals['errors']} | {totals['false']} | {totals['right']} |"
        )


def articles(paths: list[str]) -> list[dict[str, Any]]:
    """Return the records that may get a wrong journal."""
    chosen = arguments.resolve(paths).sources
    batches = reader.read(chosen, formats=formats({}), forced=None, limits=Limits())
    journal = ~text.is_empty("journal") & ~pl.col("journal").str.contains(NO_JOURNAL)
    wanted = pl.col("is_article") & pl.col("doi_prefix").is_not_null() & journal
    found = [
        normal_forms.add(batch.records.lazy(), [wanted]).filter(wanted).select(KEPT).collect()
        for batch in batches
    ]
    return pl.concat(found).to_dicts()


def copied(record: dict[str, Any], number: int) -> dict[str, Any]:
    """Return another work in the record's journal."""
    if number == 0:
        return record
    changed = {"id": f"{record['id']}-{number}", "title": f"{record['title']} {number}"}
    return {**record, **changed, "doi": f"{record['doi']}{number}"}


def measured(batch: list[dict[str, Any]], share: float) -> Counter[str]:
    """Swap journals in a batch, check the batch, and return the counts."""
    batch = [dict(record) for record in batch]
    half = int(share * len(batch) / 2)
    drawn = random.sample(range(len(batch)), 2 * half)
    wrong = set()
    for one, other in zip(drawn[:half], drawn[half:], strict=True):
        if batch[one]["journal"].casefold() != batch[other]["journal"].casefold():
            for name in SWAPPED:
                batch[one][name], batch[other][name] = batch[other][name], batch[one][name]
            wrong |= {one + 1, other + 1}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.jsonl"
        lines = (json.dumps({n: v for n, v in r.items() if v is not None}) for r in batch)
        path.write_text("\n".join(lines), "utf-8")
        result = run.check([str(path)], Settings(select=RULES, source_format="plain"))
        rows = [row for frame in result.iter_findings() for row in frame.to_dicts()]
    for row in rows:
        if row["line"] not in wrong:
            print(f"<!-- {row['rule']} {row['record']}: {row['message']} -->")
    flagged = {row["line"] for row in rows}
    errors = {row["line"] for row in rows if row["severity"] == "error"}
    return Counter(
        wrong=len(wrong),
        found=len(flagged & wrong),
        errors=len(errors & wrong),
        false=len(flagged - wrong),
        right=len(batch) - len(wrong),
    )


if __name__ == "__main__":
    main()
