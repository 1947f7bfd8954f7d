"""Draw findings for review: a seeded sample of each rule's findings on real records, with the records.

    python benchmarks/precision/sample.py FOLDER --out SHEETS [--size 40] [--rules CODES]

FOLDER has JSON Lines files with real records. In SHEETS, one text file per rule is written for a reviewer. Each entry starts with
the key of the finding, which is stored with the decision in `judged.csv`. The draw uses hashes, so that a finding that
is still reported after a change of its rule stays in the sample. It takes turns among the files, so that the largest one does
not displace the others. Findings that were already reviewed are skipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scholint.reports.result import Result

JUDGED = Path(__file__).parent / "judged.csv"
SHOWN = (
    "title",
    "authors",
    "doi",
    "journal",
    "issns",
    "volume",
    "issue",
    "pages",
    "published",
    "year",
    "type",
)
SHOWN += ("publisher", "open_access", "license", "links", "fields", "language", "abstract")


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=40)
    parser.add_argument("--rules", default="")
    given = parser.parse_args()
    result, findings = linted(given.folder, tuple(code for code in given.rules.split(",") if code))
    given.out.mkdir(parents=True, exist_ok=True)
    judged = set(pl.read_csv(JUDGED, infer_schema=False)["key"]) if JUDGED.exists() else set()
    for (rule,), found in findings.group_by("rule"):
        drawn = [row for row in draw(found, given.size) if key(row) not in judged]
        if drawn:
            places = {(row["source"], row["line"]) for row in drawn}
            records = {(r["source"], r["line"]): r for r in result.records_at(places).iter_rows(named=True)}
            sheet = "".join(
                entry(row, records.get((row["source"], row["line"]), {}))
                for row in sorted(drawn, key=lambda row: (row["severity"], row["source"]))
            )
            (given.out / f"{rule}.txt").write_text(f"# {rule}: {found.height} findings\n{sheet}", "utf-8")


def linted(folder: Path, select: tuple[str, ...] = ()) -> tuple[Result, pl.DataFrame]:
    """Return the result for a folder, and its findings. If no rule is selected, all rules are used."""
    every = ("ALL", *(code for code, rule in catalogue.catalogue().items() if rule.opt_in))
    sources = sorted(str(path) for path in folder.glob("*.jsonl*"))
    result = run.check(sources, Settings(select=select or every), keep_records=True)
    return result, result.findings


def draw(findings: pl.DataFrame, size: int) -> list[dict[str, Any]]:
    """Return `size` findings. They are taken from the files in turn, in the order of the hashes of their keys."""
    rows = findings.unique(["source", "fingerprint"], maintain_order=True).iter_rows(named=True)
    by_source: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        by_source.setdefault((row["source"], row["severity"]), []).append(row)
    for drawn in by_source.values():
        drawn.sort(key=lambda row: hashlib.sha256(row["fingerprint"].encode()).digest())
    turns: Iterator[dict[str, Any] | None] = chain.from_iterable(zip_longest(*by_source.values()))
    return [row for row in turns if row is not None][:size]


def key(row: Mapping[str, Any]) -> str:
    """Return the key of a finding in `judged.csv`: file, rule, and fingerprint."""
    return f"{corpus(row)}:{row['rule']}:{row['fingerprint']}"


def corpus(row: Mapping[str, Any]) -> str:
    """Return the name of the file, without folder and extensions."""
    return Path(row["source"]).name.partition(".")[0]


def entry(row: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """Return the text about one finding that a reviewer reads."""
    lines = [f"\n{key(row)}", f"  {row['field']} = {row['value']}"]
    lines += [f"  says ({row['severity']}): {row['message']}"]
    lines += [f"  evidence: {row['evidence']}"] if row["evidence"] else []
    lines += [f"  fix: {row['fix']}"] if row["fix"] else []
    kept = {n: record[n] for n in SHOWN if n in RECORDS.schema.names() and record.get(n) not in (None, [])}
    short = {n: v if not isinstance(v, str) else v[:160] for n, v in kept.items()}
    lines.append(f"  record: {json.dumps(short, ensure_ascii=False)[:900]}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
