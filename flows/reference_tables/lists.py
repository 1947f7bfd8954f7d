"""The public lists from which the reference tables are made, and how each is downloaded and read.

Only bare facts are read: the titles and publisher of an ISSN, and the registrant of a DOI prefix. Subject categories
and metrics are ignored.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.reference_tables.facts import FACTS, VARIANTS, ListError, row_per_issn
from scholint.seeds.words import public_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """A list that an organization publishes.

    - `table`: the reference table that it belongs to, `journals` or `prefixes`.
    - `what`: what the list contains, as text.
    - `licence`: the license of the list.
    - `url`: where the list is downloaded.
    - `least_rows`: the minimum number of rows. A shorter list is truncated.
    - `fetch`: `fetch(get, url)` yields the files of the list. `get` downloads a URL to a file and decompresses it.
    - `read`: returns the facts of one file, in the columns of `FACTS` or `PREFIX` in `facts`.
    - `hosts`: hosts from which parts of the list may be downloaded, in addition to the host of `url`.
    """

    table: str
    what: str
    licence: str
    url: str
    least_rows: int
    fetch: Callable[[Callable[[str], Path], str], Iterator[Path]]
    read: Callable[[Path], pl.DataFrame]
    hosts: tuple[str, ...] = ()


def of_works(path: Path) -> pl.DataFrame:
    """Return the facts about journals from a JSON Lines file of Crossref works: ISSN, container title, and publisher."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        works = [
            json.loads(line) for line in lines
        ]  # a Python loop, because the types of values differ by line; only a build script uses it
    rows = [
        (issn, work["container-title"][0], work.get("publisher"), VARIANTS.join(work["container-title"]))
        for work in works
        if work.get("type") == "journal-article"
        and work.get("container-title")
        and not str(work.get("DOI", "")).startswith("10.5555/")
        for issn in work.get("ISSN") or []
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(FACTS, pl.String), orient="row")


def _whole(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    yield get(url)


def _member_pages(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    """Yield the pages of Crossref's members, with 1,000 members per page, the maximum of Crossref's API."""
    total, offset, size = 1, 0, 1000
    while offset < total:
        page = get(f"{url}?rows={size}&offset={offset}")
        message = _json(page)["message"]
        total = int(message["total-results"])
        if not message["items"]:
            raise ListError(f"received {offset:,} of {total:,} members, then an empty page")
        yield page
        offset += size


def _snapshot_parts(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    """Yield the parts of OpenAlex's snapshot. The manifest of the snapshot lists their locations in the bucket.

    Since June 2026, the manifest is in `data/jsonl` and lists the parts under `files`. Older snapshots, which a mirror
    may still have, list them under `entries`.
    """
    bucket = url.partition("/data/")[0]
    manifest = _json(get(url))
    for entry in manifest["files"] if "files" in manifest else manifest["entries"]:
        part = get(f"{bucket}/{entry['url'].removeprefix('s3://openalex/')}")
        listed = int(entry["meta"]["record_count"])
        with part.open("rb") as lines:
            records = sum(1 for line in lines if line.strip())
        if records != listed:
            raise ListError(
                f"{entry['url']} contains {records:,} records, expected {listed:,} according to its manifest"
            )
        yield part


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        raise ListError("server response is not JSON") from None


def _csv(path: Path, columns: dict[str, str]) -> pl.DataFrame:
    """Return columns of a CSV file under new names. `columns`: name in the file to the new name.

    Raises:
        ListError: A column is missing.

    """
    frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
    if missing := [name for name in columns if name not in frame.columns]:
        raise ListError(f"missing columns {', '.join(missing)}")
    return frame.select(pl.col(name).alias(wanted) for name, wanted in columns.items())


def _each_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return one row of facts per ISSN. Rows without ISSNs are dropped. `columns`: as for `row_per_issn`."""
    return row_per_issn(frame, *columns).filter(pl.col("issn").is_not_null())


def _crossref_titles(path: Path) -> pl.DataFrame:
    names = {
        "JournalTitle": "title",
        "Publisher": "publisher",
        "pissn": "p",
        "eissn": "e",
        "additionalIssns": "a",
    }
    frame = _csv(path, names).with_columns(title_variants=pl.lit(None, pl.String))
    return _each_issn(frame, "p", "e", "a")


def _doaj(path: Path) -> pl.DataFrame:
    names = {
        "Journal title": "title",
        "Alternative title": "title_variants",
        "Publisher": "publisher",
        "Journal ISSN (print version)": "p",
        "Journal EISSN (online version)": "e",
    }
    return _each_issn(_csv(path, names), "p", "e")


def _nlm(path: Path) -> pl.DataFrame:
    """Return the facts of NLM's list. The file has one block of `Name: value` lines per journal."""
    pairs = (
        pl.DataFrame({"line": path.read_text("utf-8", errors="replace").splitlines()})
        .with_columns(block=(pl.col("line").str.starts_with("JrId:")).cum_sum())
        .with_columns(
            pl.col("line").str.splitn(": ", 2).struct.rename_fields(["name", "value"]).alias("pair")
        )
        .unnest("pair")
    )
    value = {name: pl.col("value").filter(pl.col("name") == key).first() for name, key in _NLM.items()}
    frame = pairs.group_by("block", maintain_order=True).agg(**value).filter(pl.col("title").is_not_null())
    variants = pl.concat_str("medline", "iso", separator=VARIANTS, ignore_nulls=True)
    return _each_issn(
        frame.with_columns(title_variants=variants, publisher=pl.lit(None, pl.String)), "p", "e"
    )


_NLM = {
    "title": "JournalTitle",
    "medline": "MedAbbr",
    "iso": "IsoAbbr",
    "p": "ISSN (Print)",
    "e": "ISSN (Online)",
}


def _crossref_members(path: Path) -> pl.DataFrame:
    items = _json(path)["message"]["items"]
    pairs = [(prefix["value"], prefix["name"]) for item in items for prefix in item.get("prefix", [])]
    return pl.DataFrame(pairs, schema={"prefix": pl.String, "registrant": pl.String}, orient="row")


def _openalex(path: Path) -> pl.DataFrame:
    columns: dict[str, Any] = dict.fromkeys(("issn", "alternate_titles"), pl.List(pl.String))
    columns |= dict.fromkeys(("display_name", "host_organization_name", "type"), pl.String)
    sources = pl.read_ndjson(path, schema=columns).filter(pl.col("type") == "journal")
    return sources.explode("issn", empty_as_null=True).select(
        "issn",
        title="display_name",
        publisher="host_organization_name",
        title_variants=pl.col("alternate_titles").list.join(VARIANTS),
    )


_PARSERS = {
    "crossref-titles": (_whole, _crossref_titles),
    "nlm": (_whole, _nlm),
    "doaj": (_whole, _doaj),
    "openalex": (_snapshot_parts, _openalex),
    "crossref-members": (_member_pages, _crossref_members),
}
"""By list: the function that downloads its files, and the function that reads a file."""
LISTS = {
    name: PublicList(**facts, fetch=_PARSERS[name][0], read=_PARSERS[name][1])
    for name, facts in public_lists().items()
}
