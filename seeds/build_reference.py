"""Build the reference tables from tables of raw facts.

    python seeds/build_reference.py JOURNALS.tsv[.gz] PREFIXES.tsv[.gz] --as-of YYYY-MM-DD [--records WORKS.jsonl[.gz] ...]

JOURNALS has the columns `issn`, `title`, `publisher`, `title_variants` (with ` || ` between), PREFIXES `prefix` and
`registrant`. Every other column is left aside, subject categories and metrics above all: only bare facts are shipped.
`--records` are Crossref works, from which ISSN, container title and publisher are read. `additions.tsv`, beside
the tables, holds facts added by hand, each with its source.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path

import polars as pl

HOME = Path(__file__).parent / "reference"


def main() -> None:
    """Write `journals.parquet`, `prefixes.parquet` and `manifest.json`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("journals", type=Path)
    parser.add_argument("prefixes", type=Path)
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--records", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    tables = {
        "journals": journals([given.journals, HOME / "additions.tsv"], given.records),
        "prefixes": prefixes(given.prefixes),
    }
    manifest = {}
    for name, table in tables.items():
        path = HOME / f"{name}.parquet"
        table.write_parquet(path, compression="zstd", compression_level=19)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest[name] = {"rows": table.height, "as_of": given.as_of, "sha256": digest, **SOURCES[name]}
    (HOME / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


SOURCES = {
    "journals": {
        "what": "ISSN, titles and publisher of journals",
        "sources": "Crossref works and title list, NLM catalogue, DOAJ, OpenAPC, title lists of indexes",
        "licence": "bare facts; Crossref and OpenAPC CC0, NLM public domain",
    },
    "prefixes": {
        "what": "DOI prefixes and the registrants that they were assigned to",
        "sources": "Crossref members (2023-09), publisher lists made from them",
        "licence": "bare facts; Crossref CC0",
        "as_of": "2023-09-01",
    },
}


def journals(paths: list[Path], records: list[Path]) -> pl.DataFrame:
    """Return `issn` (UInt32, without hyphen and check digit), `titles` (String, U+001F between), `publisher`."""
    columns = ["issn", "title", "publisher", "title_variants"]
    listed = [_table(path).select(columns) for path in paths if path.exists()]
    seen = [_works(path).select(columns) for path in records]
    variants = pl.concat_list(pl.col("title"), pl.col("title_variants").str.split(" || ")).list.drop_nulls()
    return (
        pl.concat([*listed, *seen])
        .filter(pl.col("issn").str.contains(r"^\d{4}-\d{3}[\dX]$"))
        .with_columns(pl.col("issn").str.replace("-", "").str.slice(0, 7).cast(pl.UInt32), titles=variants)
        .filter(pl.col("issn") > 0)
        .group_by("issn")
        .agg(
            pl.col("titles").explode().drop_nulls().str.strip_chars(),
            pl.col("publisher").drop_nulls().first(),
        )
        .with_columns(
            pl.col("titles")
            .list.eval(pl.element().filter(pl.element() != ""))
            .list.unique(maintain_order=True)
        )
        .filter(pl.col("titles").list.len() > 0)
        .with_columns(pl.col("titles").list.join("\x1f"))
        .sort("issn")
    )


def prefixes(path: Path) -> pl.DataFrame:
    """Return `prefix` (String) and `registrants` (String, U+001F between)."""
    return (
        _table(path)
        .filter(pl.col("prefix").str.contains(r"^10\.\d{4,9}(?:\.\d+)*$"))
        .group_by("prefix")
        .agg(
            pl.col("registrant")
            .drop_nulls()
            .str.strip_chars()
            .unique(maintain_order=True)
            .str.join("\x1f")
            .alias("registrants")
        )
        .sort("prefix")
    )


def _table(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)


def _works(path: Path) -> pl.DataFrame:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    rows = [
        (issn, work["container-title"][0], work.get("publisher"), " || ".join(work["container-title"]))
        for work in works
        if work.get("type") == "journal-article"
        and work.get("container-title")
        and not str(work.get("DOI", "")).startswith("10.5555/")
        for issn in work.get("ISSN") or []
    ]
    columns = dict.fromkeys(("issn", "title", "publisher", "title_variants"), pl.String)
    return pl.DataFrame(rows, schema=columns, orient="row")


if __name__ == "__main__":
    main()
