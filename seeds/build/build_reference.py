"""Build the reference tables that scholint contains, from tables of facts and from the public lists.

    python seeds/build/build_reference.py [TABLE.tsv[.gz] ...] [--list NAME=FILE ...] [--works FILE ...] --as-of YYYY-MM-DD

A TABLE has the columns `issn`, `title`, `publisher`, `title_variants` (separated by ` || `), or `prefix` and `registrant`. All
other columns are ignored, especially subject categories and metrics, because the package contains only bare facts. `--list`
names a public list, as in `scholint reference`, and a file as its publisher provides it. `--works` are files of Crossref
works; they give ISSN, container title and publisher. `additions.tsv`, next to the tables, has facts that were added by hand,
each with its source.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import polars as pl

from scholint.checks.reference.lookups import title_keys
from scholint.flows.reference_tables.facts import TABLES
from scholint.flows.reference_tables.lists import LISTS, of_works
from scholint.flows.reference_tables.user_files import raw_facts

_GROUP = 4_096
FOLDER = Path(__file__).parents[1] / "reference"


def main() -> None:
    """Write `journals.parquet`, its `titles.parquet`, `prefixes.parquet` and `manifest.json`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", type=Path, nargs="*")
    parser.add_argument("--list", nargs="*", default=[], metavar="NAME=FILE")
    parser.add_argument("--works", type=Path, nargs="*", default=[])
    parser.add_argument("--as-of", required=True)
    given = parser.parse_args()
    facts = [raw_facts(path) for path in given.tables]
    for name, _, file in (entry.partition("=") for entry in given.list):
        facts.append((LISTS[name].table, LISTS[name].read(Path(file))))
    facts.append(raw_facts(FOLDER / "additions.tsv"))
    facts += [("journals", of_works(path)) for path in given.works]
    manifest = {}
    for name, compile_table in TABLES.items():
        table = compile_table([frame for belongs, frame in facts if belongs == name])
        path = FOLDER / f"{name}.parquet"
        # Small groups of rows, so that a lookup of one ISSN does not read the whole table.
        table.write_parquet(path, compression="zstd", compression_level=19, row_group_size=_GROUP)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest[name] = {"rows": table.height, "as_of": given.as_of, "sha256": digest, **SOURCES[name]}
    keys = title_keys(pl.read_parquet(FOLDER / "journals.parquet"))
    keys.write_parquet(FOLDER / "titles.parquet", compression="zstd", compression_level=19)
    digest = hashlib.sha256((FOLDER / "titles.parquet").read_bytes()).hexdigest()
    manifest["titles"] = {"rows": keys.height, "as_of": given.as_of, "sha256": digest, **SOURCES["titles"]}
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


SOURCES = {
    "journals": {
        "what": "ISSN, titles and publisher of journals",
        "sources": "Crossref works and title list, NLM catalogue, DOAJ, OpenAPC, title lists of indexes",
        "licence": "bare facts; Crossref and OpenAPC CC0, NLM public domain",
    },
    "titles": {
        "what": "keys of the journals' titles, by which they are found",
        "sources": "made of the table of journals",
        "licence": "as the table of journals",
    },
    "prefixes": {
        "what": "DOI prefixes and the registrants that they were assigned to",
        "sources": "Crossref members (2023-09), publisher lists made from them",
        "licence": "bare facts; Crossref CC0",
        "as_of": "2023-09-01",
    },
}


if __name__ == "__main__":
    main()
