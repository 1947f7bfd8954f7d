"""The public lists that the reference tables are made of, and how a table is made of them.

Each list is a fact about the world: where it is fetched, what it holds, under which licence. What is read of it are
bare facts: an ISSN with its titles and publisher, a DOI prefix with its registrant. Subject categories and metrics
are left aside, also where a list has them.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SEPARATOR = "\x1f"
Fetch = "Callable[[str], Path]"
_FACTS = ("issn", "title", "publisher", "title_variants")
_VARIANTS = " || "


class ListError(ValueError):
    """A list that cannot be read; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """A list that its keeper publishes.

    `fetch(get, url)` yields its files, `get` being what downloads a URL to a file, decompressed; `read` returns the
    facts of one file: `issn`, `title`, `publisher`, `title_variants` or `prefix`, `registrant`, all String.
    `least_rows`: a list with fewer was cut short. `hosts`: where its parts may lie beyond the host of `url`.
    """

    table: str
    what: str
    licence: str
    url: str
    least_rows: int
    fetch: Callable[[Callable[[str], Path], str], Iterator[Path]]
    read: Callable[[Path], pl.DataFrame]
    hosts: tuple[str, ...] = ()


def journals(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of journals from facts, those of the first frames first.

    `issn` (UInt32, without hyphen and check digit), `titles` (String, U+001F between), `publisher` (String or null).
    Rows whose ISSN is not written as one are left out; an ISSN that is known without a title has empty `titles`.
    """
    variants = pl.concat_list(
        pl.col("title").fill_null(""), pl.col("title_variants").fill_null("").str.split(_VARIANTS)
    )
    return (
        pl.concat([frame.select(_FACTS) for frame in facts])
        .filter(pl.col("issn").str.contains(r"^\d{4}-\d{3}[\dX]$"))
        .with_columns(pl.col("issn").str.replace("-", "").str.slice(0, 7).cast(pl.UInt32), titles=variants)
        .filter(pl.col("issn") > 0)
        .group_by("issn")
        .agg(
            pl.col("titles").explode().str.strip_chars(),
            pl.col("publisher").drop_nulls().first(),
        )
        .with_columns(
            pl.col("titles")
            .list.eval(pl.element().filter(pl.element() != ""))
            .list.unique(maintain_order=True)
        )
        .with_columns(pl.col("titles").list.join(SEPARATOR))
        .sort("issn")
    )


def prefixes(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of DOI prefixes from facts: `prefix` and `registrants` (String, U+001F between)."""
    return (
        pl.concat([frame.select("prefix", "registrant") for frame in facts])
        .filter(pl.col("prefix").str.contains(r"^10\.\d{4,9}(?:\.\d+)*$"))
        .group_by("prefix")
        .agg(
            pl.col("registrant")
            .drop_nulls()
            .str.strip_chars()
            .unique(maintain_order=True)
            .str.join(SEPARATOR)
            .alias("registrants")
        )
        .sort("prefix")
    )


TABLES: dict[str, Callable[[Sequence[pl.DataFrame]], pl.DataFrame]] = {
    "journals": journals,
    "prefixes": prefixes,
}


def raw_facts(path: Path) -> tuple[str, pl.DataFrame]:
    """Return which table a user's file belongs to, and its facts.

    The file is CSV, TSV (by its ending, `.gz` too) or Parquet, with the columns `issn` and `title`, and `publisher`
    and `title_variants` (with ` || ` between) if it likes, or `prefix` and `registrant`. Other columns are left aside.

    Raises:
        ListError: it cannot be read, or has other columns.

    """
    try:
        frame = _frame(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ListError(f"cannot read {path}: {str(error).splitlines()[0]}") from None
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    if {"issn", "title"} <= set(frame.columns):
        missing = [pl.lit(None, pl.String).alias(name) for name in _FACTS if name not in frame.columns]
        issn = (
            pl.col("issn").str.strip_chars().str.to_uppercase().str.replace(r"^(\d{4})([\dX]{4})$", "$1-$2")
        )
        return "journals", frame.with_columns(missing).with_columns(issn).select(_FACTS)
    if {"prefix", "registrant"} <= set(frame.columns):
        return "prefixes", frame.select("prefix", "registrant")
    raise ListError(
        f"received {path} with the columns {', '.join(frame.columns)[:200]}; "
        "valid are `issn` and `title` (with `publisher`, `title_variants`), or `prefix` and `registrant`"
    )


def _frame(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path).cast(pl.String)
    tabs = any(path.name.endswith(ending) for ending in (".tsv", ".tsv.gz"))
    if tabs:
        return pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
    return pl.read_csv(path, infer_schema=False)


def of_works(path: Path) -> pl.DataFrame:
    """Return the journals' facts in a JSON-lines file of Crossref works: ISSN, container title, publisher."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        works = [
            json.loads(line) for line in lines
        ]  # a script's loop: the types of recorded works differ by line
    rows = [
        (issn, work["container-title"][0], work.get("publisher"), _VARIANTS.join(work["container-title"]))
        for work in works
        if work.get("type") == "journal-article"
        and work.get("container-title")
        and not str(work.get("DOI", "")).startswith("10.5555/")
        for issn in work.get("ISSN") or []
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_FACTS, pl.String), orient="row")


def _whole(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    yield get(url)


def _member_pages(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    """Yield pages of Crossref's members, 1,000 a page: the most that its interface gives."""
    total, offset, size = 1, 0, 1000
    while offset < total:
        page = get(f"{url}?rows={size}&offset={offset}")
        total = int(_json(page)["message"]["total-results"])
        yield page
        offset += size


def _snapshot_parts(get: Callable[[str], Path], url: str) -> Iterator[Path]:
    """Yield the parts of OpenAlex's snapshot, which its manifest lists by their place in the bucket."""
    bucket = url.partition("/data/")[0]
    for entry in _json(get(url))["entries"]:
        yield get(f"{bucket}/{entry['url'].removeprefix('s3://openalex/')}")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        raise ListError("the server's answer is not JSON") from None


def _csv(path: Path, columns: dict[str, str]) -> pl.DataFrame:
    """Return the columns of a CSV file that `columns` names, by the names it gives them."""
    frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
    if missing := [name for name in columns if name not in frame.columns]:
        raise ListError(f"the columns {', '.join(missing)} are missing")
    return frame.select(pl.col(name).alias(wanted) for name, wanted in columns.items())


def _each_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return a row an ISSN, from columns that hold one or several, with or without hyphens."""
    bare = (
        pl.concat_str(columns, separator=" ", ignore_nulls=True).str.to_uppercase().str.replace_all("-", "")
    )
    issns = bare.str.extract_all(r"\b\d{7}[\dX]\b")
    rows = (
        frame.with_columns(issn=issns)
        .explode("issn", empty_as_null=True)
        .filter(pl.col("issn").is_not_null())
    )
    return rows.select(pl.col("issn").str.replace(r"^(\d{4})", "$1-"), *_FACTS[1:])


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
    """Return the facts of NLM's list: blocks of `Name: value`, between lines of hyphens."""
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
    variants = pl.concat_str("medline", "iso", separator=_VARIANTS, ignore_nulls=True)
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
        title_variants=pl.col("alternate_titles").list.join(_VARIANTS),
    )


LISTS = {
    "crossref-titles": PublicList(
        table="journals",
        what="Crossref's title list",
        licence="bare facts, no restriction (Crossref)",
        url="https://ftp.crossref.org/titlelist/titleFile.csv",
        least_rows=80_000,
        fetch=_whole,
        read=_crossref_titles,
    ),
    "nlm": PublicList(
        table="journals",
        what="journals that the NLM's databases cite",
        licence="public domain (United States government work)",
        url="https://ftp.ncbi.nlm.nih.gov/pubmed/J_Entrez.txt",
        least_rows=30_000,
        fetch=_whole,
        read=_nlm,
    ),
    "doaj": PublicList(
        table="journals",
        what="journals of the Directory of Open Access Journals",
        licence="CC BY-SA 4.0 (DOAJ)",
        url="https://doaj.org/csv",
        least_rows=15_000,
        fetch=_whole,
        read=_doaj,
        hosts=("doaj.org", "*.doaj.org", "*.amazonaws.com"),
    ),
    "openalex": PublicList(
        table="journals",
        what="sources of OpenAlex that are journals",
        licence="CC0 (OpenAlex)",
        url="https://openalex.s3.amazonaws.com/data/sources/manifest",
        least_rows=100_000,
        fetch=_snapshot_parts,
        read=_openalex,
    ),
    "crossref-members": PublicList(
        table="prefixes",
        what="prefixes of Crossref's members",
        licence="bare facts, CC0 (Crossref)",
        url="https://api.crossref.org/members",
        least_rows=20_000,
        fetch=_member_pages,
        read=_crossref_members,
    ),
}
