"""The public lists from which the reference tables are made, and how.

Each list is described by where it is downloaded, what it contains, and its license. Only bare facts are read: an ISSN
with its titles and publisher, a DOI prefix with its registrant. Subject categories and metrics are ignored.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from scholint.checks.reference.tables import SEPARATOR
from scholint.checks.values.issn import issn_is_valid, issn_number, with_hyphen
from scholint.seeds.words import public_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_FACTS = ("issn", "title", "publisher", "title_variants")
_PREFIX = ("prefix", "registrant")
_VARIANTS = " || "


class ListError(ValueError):
    """A list that cannot be read; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """A list that an organization publishes.

    `fetch(get, url)` yields its files, where `get` downloads a URL to a file and decompresses it. `read` returns the
    facts of one file: `issn`, `title`, `publisher`, `title_variants` or `prefix`, `registrant`, all String.
    `least_rows`: a list with fewer is truncated. `hosts`: where its parts may be, beside the host of `url`.
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
    Rows with an ISSN that is malformed or has a wrong check digit are left out, and so are titles with lost
    characters. An ISSN without a title has empty `titles`.
    """
    variants = pl.concat_list(_clean("title"), _clean("title_variants").str.split(_VARIANTS))
    return (
        pl.concat([frame.select(_FACTS) for frame in facts])
        .filter(VALID["journals"])
        .with_columns(issn_number(pl.col("issn")).cast(pl.UInt32), titles=variants)
        .filter(pl.col("issn") > 0)
        .group_by("issn")
        .agg(
            pl.col("titles").explode().str.strip_chars(),
            _clean("publisher").replace("", None).drop_nulls().first(),
        )
        .with_columns(
            pl.col("titles")
            .list.eval(pl.element().filter((pl.element() != "") & ~pl.element().str.contains(LOST)))
            .list.unique(maintain_order=True)
        )
        .with_columns(pl.col("titles").list.join(SEPARATOR))
        .sort("issn")
    )


def prefixes(facts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table of DOI prefixes from facts: `prefix` and `registrants` (String, U+001F between)."""
    return (
        pl.concat([frame.select(_PREFIX) for frame in facts])
        .filter(VALID["prefixes"])
        .group_by("prefix")
        .agg(
            _clean("registrant")
            .replace("", None)
            .drop_nulls()
            .unique(maintain_order=True)
            .str.join(SEPARATOR)
            .alias("registrants")
        )
        .sort("prefix")
    )


def _clean(column: str) -> pl.Expr:
    """String: the text without control characters; U+001F would separate two names."""
    return pl.col(column).fill_null("").str.replace_all(r"\p{Cc}+", " ").str.strip_chars()


# Which rows of facts a table accepts.
VALID: dict[str, pl.Expr] = {
    # In lists, a lowercase `x` is a typing mistake.
    "journals": issn_is_valid(pl.col("issn")) & ~pl.col("issn").str.ends_with("x"),
    "prefixes": pl.col("prefix").str.contains(r"^10\.\d{4,9}(?:\.\d+)*$"),
}
# A letter that was lost, since a file was read in another encoding than it is written in.
LOST = "\ufffd"


TABLES: dict[str, Callable[[Sequence[pl.DataFrame]], pl.DataFrame]] = {
    "journals": journals,
    "prefixes": prefixes,
}


def raw_facts(path: Path) -> tuple[str, pl.DataFrame]:
    """Return which table a user's file belongs to, and its facts.

    The file is CSV, TSV (by its extension, `.gz` too) or Parquet, with the columns `issn` and `title`, optionally
    `publisher` and `title_variants` (with ` || ` between), or with `prefix` and `registrant`. Other columns are
    ignored. CSV may have semicolons as delimiters, as spreadsheets write it. A cell with several ISSNs gives a row
    for each.

    Raises:
        ListError: it cannot be read, or has other columns.

    """
    try:
        with path.open("rb") as file:
            frame = _frame(path.name.lower(), file)
        return _known_columns(frame, path)
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, pl.exceptions.PolarsError) as error:
        raise ListError(f"cannot read {path}: {_clause(error)}") from None


def _clause(error: Exception) -> str:
    first = " ".join(str(error).partition("\n\n")[0].split())[:200] or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "file is not UTF-8; save it as UTF-8" if isinstance(error, UnicodeDecodeError) else first


def _known_columns(frame: pl.DataFrame, path: Path) -> tuple[str, pl.DataFrame]:
    # Of columns whose names differ in case alone, the first.
    named = {name.strip().lower(): name for name in reversed(frame.columns)}
    for table, needed, wanted in (("journals", _FACTS[:2], _FACTS), ("prefixes", _PREFIX, _PREFIX)):
        if set(needed) <= set(named):
            has = [
                pl.col(named[name]).cast(pl.String).str.strip_chars().alias(name)
                for name in wanted
                if name in named
            ]
            lacks = [pl.lit(None, pl.String).alias(name) for name in wanted if name not in named]
            facts = frame.select(has).with_columns(lacks)
            return table, _row_an_issn(facts, "issn") if table == "journals" else facts
    columns = "".join(letter for letter in ", ".join(frame.columns)[:200] if letter.isprintable())
    raise ListError(
        f"{path} has the columns {columns}, "
        "expected `issn` and `title` (optionally `publisher`, `title_variants`), or `prefix` and `registrant`"
    )


def _check_text(content: bytes) -> None:
    """Raise UnicodeDecodeError if the content is not text in UTF-8; Polars checks only the columns that it reads."""
    content.decode()
    if (place := content.find(b"\0")) >= 0:
        raise UnicodeDecodeError("utf-8", content, place, place + 1, "no text holds such a byte")


def _frame(name: str, file: BinaryIO) -> pl.DataFrame:
    if name.endswith(".parquet"):
        return pl.read_parquet(file)
    content = file.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    _check_text(content)
    if name.removesuffix(".gz").endswith(".tsv"):
        return pl.read_csv(content, separator="\t", infer_schema=False, quote_char=None)
    header = content.partition(b"\n")[0]
    separator = ";" if header.count(b";") > header.count(b",") else ","
    return pl.read_csv(content, separator=separator, infer_schema=False)


def of_works(path: Path) -> pl.DataFrame:
    """Return the journals' facts in a JSON-lines file of Crossref works: ISSN, container title, publisher."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        works = [
            json.loads(line) for line in lines
        ]  # a loop for a build script: the types of recorded works differ by line
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
    """Yield pages of Crossref's members, 1,000 per page, the maximum of its API."""
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
    """Yield the parts of OpenAlex's snapshot, whose locations in the bucket are listed in its manifest.

    Since June 2026 the manifest is in `data/jsonl` and calls them `files`; a mirror may have an older snapshot, whose
    manifest calls them `entries`.
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
    """Return columns of a CSV file under new names: `columns` has the file's names and ours."""
    frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
    if missing := [name for name in columns if name not in frame.columns]:
        raise ListError(f"missing columns {', '.join(missing)}")
    return frame.select(pl.col(name).alias(wanted) for name, wanted in columns.items())


def _each_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return a row per ISSN, from columns with one or several, with or without hyphens."""
    return _row_an_issn(frame, *columns).filter(pl.col("issn").is_not_null())


def _row_an_issn(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return a row per ISSN, and one with null where the columns have none."""
    # Word processors write dashes for hyphens.
    bare = (
        pl.concat_str(columns, separator=" ", ignore_nulls=True)
        .str.to_uppercase()
        .str.replace_all("[-\u2010-\u2015\u2212]", "")
    )
    issns = bare.str.extract_all(r"\b\d{7}[\dX]\b").list.unique(maintain_order=True)
    rows = frame.with_columns(issn=issns).explode("issn", empty_as_null=True)
    return rows.select(with_hyphen(pl.col("issn")), *_FACTS[1:])


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


_PARSERS = {
    "crossref-titles": (_whole, _crossref_titles),
    "nlm": (_whole, _nlm),
    "doaj": (_whole, _doaj),
    "openalex": (_snapshot_parts, _openalex),
    "crossref-members": (_member_pages, _crossref_members),
}
"""How each list is downloaded, and how its files are read."""

LISTS = {
    name: PublicList(**facts, fetch=_PARSERS[name][0], read=_PARSERS[name][1])
    for name, facts in public_lists().items()
}
