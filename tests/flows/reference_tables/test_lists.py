"""The public lists in their keepers' own formats, on invented journals, and the tables that are shipped."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scholint.checks.reference import tables
from scholint.checks.reference.tables import SEPARATOR
from scholint.flows.reference_tables.facts import TABLES, ListError
from scholint.flows.reference_tables.lists import LISTS, of_works
from scholint.flows.reference_tables.user_files import raw_facts

if TYPE_CHECKING:
    from collections.abc import Callable


def issn(number: int) -> str:
    """Return the ISSN of seven digits (ISO 3297: weights 8 to 2, modulo 11)."""
    digits = f"{number:07d}"
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True)) % 11
    return f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"


PRINT, ONLINE, FORMER, OTHER = (issn(9_000_001 + step) for step in range(4))


def facts(name: str, content: str | bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / "list"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return LISTS[name].read(path).to_dicts()


def test_the_title_list_of_crossref(tmp_path: Path) -> None:
    # Its ISSNs have no hyphens; further ones stand in one cell.
    header = '"JournalTitle","JournalID","Publisher","pissn","eissn","additionalIssns","doi","(year1)[volume1]issue1,issue2"'
    bare = [number.replace("-", "") for number in (PRINT, ONLINE, FORMER)]
    row = f'"Journal of Tides, Part A","7","Quay Press","{bare[0]}","{bare[1]}","{bare[2]}; {OTHER}","10.99999/t","(2020)[1]1,2"'
    none = '"Harbour Notes","8","Quay Press","","","","10.99999/h",""'
    read = facts("crossref-titles", f"{header}\n{row}\n{none}\n", tmp_path)
    assert [found["issn"] for found in read] == [PRINT, ONLINE, FORMER, OTHER]
    assert {(found["title"], found["publisher"]) for found in read} == {
        ("Journal of Tides, Part A", "Quay Press")
    }


def test_the_journals_of_the_doaj(tmp_path: Path) -> None:
    header = (
        "Journal title,Journal URL,URL in DOAJ,Alternative title,Journal ISSN (print version),"
        "Journal EISSN (online version),Keywords,Publisher,Country of publisher,APC amount,Subjects"
    )
    row = f'"Marés, e Ondas",https://example.org,,Tides and Waves,{PRINT},{ONLINE},"tides, sea",Quay Press,Brazil,100 USD,Science'
    online_only = f"Notes of Quays,https://example.org,,,,{OTHER},,,Spain,,Science"
    read = facts("doaj", "\ufeff" + f"{header}\n{row}\n{online_only}\n", tmp_path)
    tides = {"title": "Marés, e Ondas", "publisher": "Quay Press", "title_variants": "Tides and Waves"}
    assert read == [
        {"issn": PRINT, **tides},
        {"issn": ONLINE, **tides},
        {"issn": OTHER, "title": "Notes of Quays", "publisher": None, "title_variants": None},
    ]


def test_the_journals_of_the_nlm(tmp_path: Path) -> None:
    rule = "-" * 56
    blocks = (
        (
            f"{rule}\nJrId: 1\nJournalTitle: Tides: a journal\nMedAbbr: Tides\nISSN (Print): {PRINT}\n"
            f"ISSN (Online): {ONLINE}\nIsoAbbr: Tides J.\nNlmId: 900\n"
        ),
        # Trailing spaces are often lost, and so may be a line.
        f"{rule}\nJrId: 2\nJournalTitle: Annals of quays\nMedAbbr:\nISSN (Print): \nISSN (Online): {OTHER}\nNlmId: 901\n",
        f"{rule}\nJrId: 3\nJournalTitle: No number\nMedAbbr: No\nISSN (Print): \nISSN (Online): \nIsoAbbr: \nNlmId: 902\n{rule}\n",
    )
    read = facts("nlm", "".join(blocks), tmp_path)
    assert [(found["issn"], found["title"]) for found in read] == [
        (PRINT, "Tides: a journal"),
        (ONLINE, "Tides: a journal"),
        (OTHER, "Annals of quays"),
    ]
    assert read[0]["title_variants"] == "Tides || Tides J."
    assert {found["publisher"] for found in read} == {None}


def openalex_source(**more: Any) -> dict[str, Any]:
    return {
        "id": "https://openalex.org/S1",
        "issn_l": PRINT,
        "issn": [PRINT, ONLINE],
        "display_name": "Journal of Tides",
        "host_organization_name": "Quay Press",
        "type": "journal",
        "alternate_titles": ["Tides"],
        "works_count": 5,
        "summary_stats": {"h_index": 3},
        "topics": [{"display_name": "Sea"}],
        **more,
    }


def served(pages: dict[str, bytes], folder: Path) -> Callable[[str], Path]:
    def get(url: str) -> Path:
        path = folder / hashlib.sha256(url.encode()).hexdigest()
        path.write_bytes(pages[url])
        return path

    return get


BUCKET = "https://openalex.s3.amazonaws.com"
PART = "data/jsonl/sources/updated_date=2026-06-25/part_0000.gz"


def snapshot(records: int, *sources: dict[str, Any], key: str = "files") -> dict[str, bytes]:
    entry = {"url": f"s3://openalex/{PART}", "meta": {"content_length": 9, "record_count": records}}
    return {
        LISTS["openalex"].url: json.dumps({"format": "jsonl", "entity": "sources", key: [entry]}).encode(),
        f"{BUCKET}/{PART}": "".join(json.dumps(source) + "\n" for source in sources).encode(),
    }


@pytest.mark.parametrize("key", ["files", "entries"], ids=["since 2026", "before"])
def test_the_sources_of_openalex(key: str, tmp_path: Path) -> None:
    series = openalex_source(type="book series", issn=[OTHER])
    bare = openalex_source(
        issn=None, alternate_titles=None, host_organization_name=None, display_name="Nothing"
    )
    listed = LISTS["openalex"]
    get = served(snapshot(3, openalex_source(), series, bare, key=key), tmp_path)
    read = (
        pl.concat([listed.read(path) for path in listed.fetch(get, listed.url)]).drop_nulls("issn").to_dicts()
    )
    tides = {"title": "Journal of Tides", "publisher": "Quay Press", "title_variants": "Tides"}
    assert read == [{"issn": PRINT, **tides}, {"issn": ONLINE, **tides}]


def test_a_part_of_openalex_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    listed = LISTS["openalex"]
    with pytest.raises(ListError, match="contains 1 records, expected 2 according to its manifest"):
        list(listed.fetch(served(snapshot(2, openalex_source()), tmp_path), listed.url))


def members(total: int, *items: dict[str, Any]) -> bytes:
    return json.dumps({"status": "ok", "message": {"total-results": total, "items": items}}).encode()


def test_the_members_of_crossref(tmp_path: Path) -> None:
    first = {"id": 1, "primary-name": "Quay Press", "prefix": [{"value": "10.99999", "name": "Quay Press"}]}
    second = {"id": 2, "primary-name": "Nobody", "prefix": []}
    url = LISTS["crossref-members"].url
    pages = {
        f"{url}?rows=1000&offset=0": members(1001, first, second),
        f"{url}?rows=1000&offset=1000": members(1001, {"id": 3}),
    }
    listed = LISTS["crossref-members"]
    read = pl.concat([listed.read(path) for path in listed.fetch(served(pages, tmp_path), url)])
    assert read.to_dicts() == [{"prefix": "10.99999", "registrant": "Quay Press"}]


def test_a_total_that_never_comes_ends(tmp_path: Path) -> None:
    listed = LISTS["crossref-members"]
    pages = {f"{listed.url}?rows=1000&offset=0": members(10**12)}
    with pytest.raises(ListError, match="received 0 of 1,000,000,000,000 members"):
        list(listed.fetch(served(pages, tmp_path), listed.url))


@pytest.mark.parametrize("name", ["crossref-titles", "doaj"])
def test_a_web_page_is_not_a_list(name: str, tmp_path: Path) -> None:
    with pytest.raises(ListError, match="missing columns"):
        facts(name, "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", tmp_path)
    with pytest.raises(ListError, match="not JSON"):
        facts("crossref-members", "<!DOCTYPE html>", tmp_path)


def journal(
    number: str | None, title: str | None, publisher: str | None = None, variants: str = ""
) -> pl.DataFrame:
    row = {"issn": number, "title": title, "publisher": publisher, "title_variants": variants}
    return pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))


def test_a_table_of_journals_unites_what_lists_say() -> None:
    table = TABLES["journals"](
        [
            journal(PRINT, "Journal of Tides", " ", "Tides || J. Tides"),
            journal(PRINT, "Tides", "Quay Press"),
            journal(PRINT, "Journal of Tides", "Another House"),
        ]
    )
    assert table.to_dicts() == [
        {
            "issn": 9_000_001,
            "titles": SEPARATOR.join(("Journal of Tides", "Tides", "J. Tides")),
            "publisher": "Quay Press",
        }
    ]


@pytest.mark.parametrize("number", ["1234-5678", "0000-0000", "90000012", "n/a", "", None])
def test_an_invalid_issn_is_not_in_the_table(number: str | None) -> None:
    assert TABLES["journals"]([journal(number, "Journal of Tides")]).is_empty()


def test_titles_with_lost_letters_or_control_characters_are_not_taken_as_they_are() -> None:
    table = TABLES["journals"]([journal(PRINT, "Mar\ufffds", None, f"Tides{SEPARATOR}Evil\x00 || Ti\ufffd")])
    assert table["titles"].to_list() == ["Tides Evil"]


def test_a_table_of_prefixes() -> None:
    rows = [("10.99999", " Quay Press "), ("10.99999", "Quay Press"), ("10.99999.5", None), ("doi", "Nobody")]
    table = TABLES["prefixes"]([pl.DataFrame(rows, schema=["prefix", "registrant"], orient="row")])
    assert table.rows() == [("10.99999", "Quay Press"), ("10.99999.5", "")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", f"issn,title\n{PRINT},Tides\n"),
        ("t.csv", f"\ufeffISSN , Title\n{PRINT},Tides\n"),
        ("t.csv", f"ISSN;Title;Other, more\n{PRINT};Tides;x\n"),
        ("t.CSV", f"issn,ISSN,title\n{PRINT},{OTHER},Tides\n"),
        ("t.tsv", f"title\tissn\tsubject\nTides\t{PRINT.replace('-', '')}\tsea\n"),
        ("t.csv", f'issn,title\n"=""{PRINT}""",Tides\n'),
        ("t.csv", f"issn,title\n{PRINT.replace('-', chr(0x2013)).lower()},Tides\n"),
        ("t.tsv.gz", gzip.compress(f"issn\ttitle\n{PRINT}\tTides\n".encode())),
    ],
)
def test_a_users_table_may_be_written_in_several_ways(
    name: str, content: str | bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table, read = raw_facts(path)
    assert table == "journals"
    assert read.select("issn", "title").rows() == [(PRINT, "Tides")]
    assert read["publisher"].to_list() == [None]


def test_a_cell_with_several_issns_gives_a_row_each_and_one_with_none_a_row_too(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'issn,title\n"{PRINT}, {ONLINE}",Tides\nnone,Quays\n')
    assert raw_facts(path)[1]["issn"].to_list() == [PRINT, ONLINE, None]


def test_a_users_parquet_may_hold_columns_of_other_types(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    row = {"issn": PRINT, "title": "Tides", "tags": ["sea"], "rank": 3}
    pl.DataFrame([row]).write_parquet(path)
    assert raw_facts(path)[1].columns == ["issn", "title", "publisher", "title_variants"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.csv", b"", "empty CSV"),
        ("t.csv", f"issn,title\n{PRINT},\xc9tudes\n".encode("latin-1"), "file is not UTF-8"),
        ("t.csv", f"issn,title\n{PRINT},Tides\n".encode("utf-16"), "file is not UTF-8"),
        ("t.csv", b"name,number\na,b\n", "has the columns name, number, expected"),
        ("t.csv", f'issn,title\n{PRINT},"Tides\n'.encode(), "could not parse"),
        ("t.csv.gz", gzip.compress(b"issn,title\n" * 99)[:-9], "ended before"),
        ("t.parquet", b"PAR1 no parquet PAR1", "cannot read"),
    ],
)
def test_a_users_table_that_cannot_be_read_is_one_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ListError, match=sentence) as raised:
        raw_facts(path)
    assert "\n" not in str(raised.value)


def test_works_of_crossref_give_journals_but_not_those_of_its_test_prefix(tmp_path: Path) -> None:
    work = {
        "type": "journal-article",
        "DOI": "10.99999/1",
        "ISSN": [PRINT],
        "container-title": ["Tides"],
        "publisher": "Quay Press",
    }
    path = tmp_path / "works.jsonl"
    path.write_text(
        "".join(json.dumps(w) + "\n" for w in (work, {**work, "DOI": "10.5555/1", "ISSN": [OTHER]}))
    )
    assert of_works(path).rows() == [(PRINT, "Tides", "Quay Press", "Tides")]


SHIPPED = json.loads((tables.INSTALLED / "manifest.json").read_text("utf-8"))


def test_the_manifest_lists_every_shipped_table() -> None:
    assert sorted(SHIPPED) == sorted(path.stem for path in tables.INSTALLED.glob("*.parquet"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_manifest_matches_the_tables(name: str) -> None:
    path = tables.INSTALLED / f"{name}.parquet"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHIPPED[name]["sha256"]
    assert pl.read_parquet(path).height == SHIPPED[name]["rows"]
    assert {"as_of", "what", "sources", "licence"} <= SHIPPED[name].keys()


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_no_shipped_table_has_categories_or_metrics(name: str) -> None:
    """Bare facts alone: a key, names, and who publishes or registered; nothing that ranks or classifies."""
    table = tables.read_table(tables.INSTALLED / f"{name}.parquet", name)
    key, *names = tables.SCHEMAS[name]
    assert set(tables.SCHEMAS[name]) <= {"issn", "titles", "publisher", "prefix", "registrants"}
    assert table[key].is_unique().all()
    for column in names:
        # A figure or a list of subjects would stand as a name; titles that are years or numbers are rare.
        figures = table[column].str.contains(r"^\s*\d+(?:[.,]\d+)?%?\s*$").sum()
        assert figures < 20
        assert (
            table[column].str.contains(r"(?i)\bquartile\b|\bimpact factor\b|\bh-index\b|\bQ[1-4]\b").sum()
            == 0
        )


def test_the_additions_name_their_sources() -> None:
    table = pl.read_csv(tables.INSTALLED / "additions.tsv", separator="\t", infer_schema=False)
    assert table.filter(pl.col("source").fill_null("") == "").is_empty()
