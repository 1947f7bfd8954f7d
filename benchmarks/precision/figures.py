"""Store the decisions of reviewers, and count them for the pages of rules.

    python benchmarks/precision/figures.py FOLDER [VERDICTS.tsv ...] --date YYYY-MM-DD

FOLDER has the real records that `sample.py` used. A line of VERDICTS has the key of a finding, `T` or `F`, and a reason, separated
by tabs. The lines are added to `judged.csv`, which never contains the text of a record. A decision counts as long as scholint
still reports the finding (`stands`). A false finding that a corrected rule no longer reports is kept, but not counted.
`seeds/precision.csv` has the counts per rule and severity.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from sample import JUDGED, key, linted

from scholint import seeds

FIGURES = Path(next(iter(seeds.__path__))) / "precision.csv"
COLUMNS = {"key": pl.String, "record": pl.String, "field": pl.String, "severity": pl.String}
COLUMNS |= {"verdict": pl.String, "reason": pl.String, "date": pl.String, "stands": pl.String}


def main() -> None:
    """Write `judged.csv` and `seeds/precision.csv`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("verdicts", type=Path, nargs="*")
    parser.add_argument("--date", required=True)
    given = parser.parse_args()
    _, findings = linted(given.folder)
    keys = [key(row) for row in findings.select("source", "rule", "fingerprint").iter_rows(named=True)]
    # A record without an identifier is named after its place, here without the folder.
    record = pl.col("record").str.replace(f"{given.folder}/", "", literal=True)
    now = findings.select(pl.Series("key", keys), record, "field", "severity", stands=pl.lit("yes")).unique(
        "key"
    )
    before = pl.read_csv(JUDGED, schema=COLUMNS) if JUDGED.exists() else pl.DataFrame(schema=COLUMNS)
    fresh = pl.concat([_verdicts(path, given.date) for path in given.verdicts] or [_NONE])
    rows = (
        pl.concat([before.select(fresh.columns), fresh])
        .unique("key", keep="last")
        .join(now, on="key", how="left")
    )
    known = before.select(
        "key", *(pl.col(name).alias(f"{name}_then") for name in ("record", "field", "severity"))
    )
    rows = rows.join(known, on="key", how="left").with_columns(
        *(pl.coalesce(name, f"{name}_then").alias(name) for name in ("record", "field", "severity")),
        stands=pl.col("stands").fill_null("no"),
    )
    judged = rows.select(list(COLUMNS)).sort("key")
    judged.write_csv(JUDGED)
    figures(judged).write_csv(FIGURES)


def figures(judged: pl.DataFrame) -> pl.DataFrame:
    """Return `rule`, `severity`, `judged`, `true`, and `date` of the decisions whose finding is still reported."""
    return (
        judged.filter(pl.col("stands") == "yes")
        .group_by(rule=pl.col("key").str.split(":").list.get(1), severity="severity")
        .agg(judged=pl.len(), true=(pl.col("verdict") == "true").sum(), date=pl.col("date").max())
        .sort("rule", "severity")
    )


def _verdicts(path: Path, date: str) -> pl.DataFrame:
    rows = [(*line.split("\t"), "", "")[:3] for line in path.read_text("utf-8").splitlines() if line.strip()]
    words = {"T": "true", "F": "false"}
    listed = [(name.strip(), words[verdict.strip()], reason.strip(), date) for name, verdict, reason in rows]
    return pl.DataFrame(listed, schema=_NONE.schema, orient="row")


_NONE = pl.DataFrame(schema=dict.fromkeys(("key", "verdict", "reason", "date"), pl.String))


if __name__ == "__main__":
    main()
