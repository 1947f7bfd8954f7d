"""The reader: the fields of every format, every layout, and that no record is missing from the counts."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholint.checks.contract import RECORDS
from scholint.flows.formats.declaration import formats
from scholint.flows.reading import reader
from scholint.flows.reading.json_text import json_fault
from scholint.flows.reading.limits import Limits
from scholint.flows.reading.reader import Batch
from scholint.flows.reading.table import table_rows
from scholint.flows.sources import arguments
from scholint.flows.sources.arguments import Source

SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "aggregator": (
        {"title": "T", "authors": "A. Lis; B. Rey", "doi": "10.1/1", "DOIUrl": None, "ListUrlMain": "https://doi.org/10.1/1", "journal": {"name": "J", "volume": "9", "pages": "1-2"}, "PeriodicalName": "J", "publicationDate": "2020-01-02", "PeriodicalIF": 0.0, "platform": "S"},
        {"title": "T", "authors": ["A. Lis", "B. Rey"], "doi": "10.1/1", "journal": "J", "volume": "9", "pages": "1-2", "published": "2020-01-02", "links": ["https://doi.org/10.1/1"], "journal_names": ["J"]},
    ),
    "crossref": (
        {"DOI": "10.1/1", "type": "journal-article", "title": ["T"], "container-title": ["J"], "ISSN": ["0317-8471"], "author": [{"given": "A", "family": "Lis", "ORCID": "x"}, {"name": "Group"}], "issued": {"date-parts": [[2020, 2, 3]]}, "prefix": "10.1", "member": "1", "is-referenced-by-count": 3, "URL": "http://dx.doi.org/10.1/1"},
        {"title": "T", "journal": "J", "authors": ["A Lis", "Group"], "published": "2020-02-03", "issns": ["0317-8471"], "cited_by": "3", "links": ["http://dx.doi.org/10.1/1"], "orcids": ["x"]},
    ),
    "openalex": (
        {"id": "W1", "doi": "https://doi.org/10.1/1", "display_name": "T", "title": "T", "authorships": [{"author": {"display_name": "A Lis", "orcid": None}}], "primary_location": {"source": {"display_name": "J", "issn": ["0317-8471"]}}, "abstract_inverted_index": {"One": [0], "\"two'": [1, 3], "three": [2]}, "cited_by_count": 1, "publication_year": 2020, "type": "article", "open_access": {"is_oa": True}},
        {"id": "W1", "title": "T", "authors": ["A Lis"], "journal": "J", "issns": ["0317-8471"], "abstract": "One \"two' three \"two'", "year": "2020", "open_access": "true"},
    ),
    "semanticscholar": (
        {"paperId": "p", "externalIds": {"DOI": "10.1/1"}, "corpusId": 1, "title": "T", "authors": [{"name": "A Lis"}], "venue": "V", "journal": {"name": "J", "pages": "1-2"}, "year": 2020, "fieldsOfStudy": ["Geology"], "s2FieldsOfStudy": [], "publicationVenue": None},
        {"id": "p", "doi": "10.1/1", "authors": ["A Lis"], "journal": "J", "year": "2020", "fields": ["Geology"], "pages": "1-2"},
    ),
    "datacite": (
        {"id": "10.1/1", "type": "dois", "attributes": {"doi": "10.1/1", "titles": [{"title": "T"}], "creators": [{"name": "Lis, A", "givenName": "A", "familyName": "Lis"}, {"name": "Group"}], "publicationYear": 2020, "descriptions": [{"descriptionType": "Other", "description": "no"}, {"descriptionType": "Abstract", "description": "A."}], "types": {"resourceTypeGeneral": "Dataset"}, "dates": [{"dateType": "Issued", "date": "2020-01"}]}, "relationships": {}},
        {"doi": "10.1/1", "title": "T", "authors": ["A Lis", "Group"], "year": "2020", "abstract": "A.", "type": "Dataset", "published": "2020-01"},
    ),
    "doaj": (
        {"id": "d", "created_date": "2020", "last_updated": "2020", "admin": {}, "bibjson": {"title": "T", "author": [{"name": "A Lis", "orcid_id": "x"}], "identifier": [{"type": "eissn", "id": "0317-8471"}, {"type": "doi", "id": "10.1/1"}], "journal": {"title": "J", "volume": "9", "issns": ["0317-8471"]}, "year": "2020", "subject": [{"term": "Geology"}]}},
        {"id": "d", "doi": "10.1/1", "title": "T", "authors": ["A Lis"], "journal": "J", "issns": ["0317-8471"], "volume": "9", "year": "2020", "fields": ["Geology"], "orcids": ["x"]},
    ),
    "europepmc": (
        {"id": "1", "source": "MED", "pmid": "1", "doi": "10.1/1", "title": "T", "authorString": "Lis A, Rey B.", "authorList": {"author": [{"fullName": "Lis A"}, {"collectiveName": "Group"}]}, "journalInfo": {"volume": "9", "journal": {"title": "J", "issn": "0317-8471", "essn": "2434-561X"}}, "pubTypeList": {"pubType": ["Journal Article"]}, "pubYear": "2020", "abstractText": "A.", "inEPMC": "Y", "hasPDF": "N", "citedByCount": 2},
        {"id": "1", "doi": "10.1/1", "authors": ["Lis A", "Group"], "journal": "J", "volume": "9", "year": "2020", "abstract": "A.", "type": "Journal Article", "issns": ["0317-8471", "2434-561X"], "cited_by": "2"},
    ),
    "europepmc-lite": (
        {"id": "1", "source": "MED", "pmid": "1", "doi": "10.1/1", "title": "T", "authorString": "Lis A, Rey B.", "journalTitle": "J", "pubYear": "2020", "journalIssn": "0317-8471; 2434-561x; ", "inEPMC": "Y", "hasPDF": "N", "citedByCount": 2},
        {"id": "1", "doi": "10.1/1", "authors": ["Lis A", "Rey B."], "journal": "J", "year": "2020", "issns": ["0317-8471", "2434-561x"], "cited_by": "2"},
    ),
    "csl-json": (
        {"id": "z", "citation-key": "z", "type": "article-journal", "title": "T", "container-title": "J", "DOI": "10.1/1", "ISSN": "0317-8471, 2434-561X", "author": [{"given": "A", "family": "Lis"}, {"literal": "Group"}], "issued": {"date-parts": [["2020", 5]]}, "page": "1-2"},
        {"id": "z", "doi": "10.1/1", "journal": "J", "authors": ["A Lis", "Group"], "published": "2020-05", "issns": ["0317-8471", "2434-561X"], "pages": "1-2"},
    ),
    "plain": (
        {"Title": "T", "Authors": "A Lis; B Rey", "DOI": "10.1/1", "Source_Title": "J", "Publication Year": 2020, "ISSN": ["0317-8471"]},
        {"title": "T", "authors": ["A Lis", "B Rey"], "doi": "10.1/1", "journal": "J", "year": "2020", "issns": ["0317-8471"]},
    ),
}  # fmt: skip


def batches(path: Path, forced: str | None = None, **limits: int) -> list[Batch]:
    found = arguments.resolve([str(path)]).sources
    return list(reader.read(found, formats=formats(), limits=Limits(**limits), forced=forced))


def rows(path: Path, **more: Any) -> list[dict[str, Any]]:
    return [row for batch in batches(path, **more) for row in batch.records.to_dicts()]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", SHAPES)
def test_every_format_is_detected_and_mapped(tmp_path: Path, name: str) -> None:
    source, expected = SHAPES[name]
    path = written(tmp_path, "x.json", json.dumps(source).encode() + b"\n")
    (row,) = rows(path)
    assert row["format"] == name
    assert {key: row[key] for key in expected} == expected


def test_every_shipped_format_has_a_test() -> None:
    assert set(SHAPES) == set(formats())


@pytest.mark.parametrize("name", ["crossref", "openalex", "europepmc", "datacite"])
def test_the_answer_of_an_api_is_opened(tmp_path: Path, name: str) -> None:
    record = SHAPES[name][0]
    around = {
        "crossref": {"status": "ok", "message": {"total-results": 2, "items": [record, record]}},
        "openalex": {"meta": {"count": 2}, "results": [record, record]},
        "europepmc": {"version": "6", "resultList": {"result": [record, record]}},
        "datacite": {"data": [record, record], "meta": {}},
    }[name]
    for text in (json.dumps(around), json.dumps(around, indent=2)):
        found = rows(written(tmp_path, "answer.json", text.encode()))
        assert [(row["format"], row["line"]) for row in found] == [(name, 1), (name, 2)]


def test_compressed_sources_are_read_like_others(tmp_path: Path) -> None:
    data = b"".join(b'{"title": "T%d", "doi": "10.1/%d"}\n' % (i, i) for i in range(500))
    plain = rows(written(tmp_path, "a.jsonl", data))
    half = len(data) // 2
    two = gzip.compress(data[:half]) + gzip.compress(data[half:])
    for name, content in (("a.jsonl.gz", two), ("a.jsonl.zst", zstandard.compress(data))):
        assert [{**row, "source": ""} for row in rows(written(tmp_path, name, content))] == [
            {**row, "source": "", "id": row["id"]} for row in plain
        ]


def test_page_dumps_with_their_text(tmp_path: Path) -> None:
    record = SHAPES["aggregator"][0]
    text = (
        json.dumps(record)
        + "\nAbstract\nText {not: a record}\n"
        + json.dumps({**record, "title": "U"}, indent=1)
        + "\nmore text\n{broken\n"
    )
    (batch,) = batches(written(tmp_path, "pages.txt", text.encode()))
    assert batch.records.select("title", "line").rows() == [("T", 1), ("U", 4)]
    assert batch.defects["rule"].to_list() == ["REC001"]
    assert list(batch.seen.values()) == [3]


def test_an_indented_object_of_a_page_dump_is_read_to_its_end(tmp_path: Path) -> None:
    text = "Abstract\n   " + json.dumps(SHAPES["aggregator"][0], indent=1)
    first = json.dumps(SHAPES["aggregator"][0]) + "\n"
    (batch,) = batches(written(tmp_path, "pages.txt", (first + text + "\nmore text\n").encode()))
    assert batch.records.select("title", "line").rows() == [("T", 1), ("T", 3)]
    assert batch.defects.is_empty()


def test_a_unit_separator_spoils_its_own_line_alone(tmp_path: Path) -> None:
    content = b'{"title":"A\x1fB","doi":"1"}\n{"title":"T","doi":"2"}\n'
    (batch,) = batches(written(tmp_path, "a.jsonl", content))
    assert batch.records["title"].to_list() == ["T"]
    assert batch.defects.select("rule", "line").rows() == [("REC001", 1)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_works_of_openalex_that_the_fast_read_refuses_keep_their_abstracts(
    tmp_path: Path, count: int
) -> None:
    work = json.dumps(SHAPES["openalex"][0])
    refused = work.replace('"cited_by_count": 1', '"cited_by_count": NaN')
    without = work.replace('{"One": [0], "\\"two\'": [1, 3], "three": [2]}', "{}")
    assert len({work, refused, without}) == 3
    path = written(tmp_path, "a.jsonl", ("\n".join([refused] * count + [without, work]) + "\n").encode())
    abstract = SHAPES["openalex"][1]["abstract"]
    assert [row["abstract"] for row in rows(path)] == [abstract] * count + [None, abstract]


def test_numbers_within_a_text_stay_as_they_are_in_the_source(tmp_path: Path) -> None:
    text = '{"title": "T", "doi": {"a": 1.50, "b": [true, 12345678901234567890]}, "authors": "A"}\n'
    usual = '{"title": "T", "doi": "10.1/1", "authors": "A"}\n'
    path = written(tmp_path, "a.jsonl", (usual * 3 + text).encode())
    assert rows(path, forced="plain")[3]["doi"] == '{"a": 1.50, "b": [true, 12345678901234567890]}'


def test_a_key_given_twice_with_half_a_character_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", b'{"doi": "10.1/1", "title": "A", "title": "\\ud800x"}\nNaN\n')
    (batch,) = batches(path)
    assert batch.defects.sort("line").select("rule", "line").rows() == [("REC005", 1), ("REC002", 2)]
    assert "\ufffd" in batch.defects.sort("line")["value"][0]


def test_many_small_files_share_a_batch(tmp_path: Path) -> None:
    for i in range(200):
        written(tmp_path, f"{i:03}.txt", json.dumps({**SHAPES["aggregator"][0], "title": f"T{i}"}).encode())
    (batch,) = batches(tmp_path)
    assert batch.records["title"].to_list() == [f"T{i}" for i in range(200)]
    assert batch.records["line"].unique().to_list() == [1]


def test_a_value_that_begins_like_a_list_in_one_of_many_small_files(tmp_path: Path) -> None:
    years = ["in press", "Journal of Tides", "19XX", "[199-?]"]
    for i, year in enumerate(years):
        written(tmp_path, f"{i}.jsonl", json.dumps({"title": "T", "year": year}).encode() + b"\n")
    assert [row["year"] for row in rows(tmp_path, forced="plain")] == years


def test_a_parquet_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pl.DataFrame(
        {"title": ["T", "U"], "doi": ["10.1/1", None], "authors": [["A", "B"], []], "year": [2020, 2021]}
    ).write_parquet(stream)
    found = rows(written(tmp_path, "a.parquet", stream.getvalue()))
    assert [(r["title"], r["authors"], r["year"], r["line"]) for r in found] == [
        ("T", ["A", "B"], "2020", 1),
        ("U", [], "2021", 2),
    ]


def test_a_table_with_line_breaks_in_cells(tmp_path: Path) -> None:
    found = rows(written(tmp_path, "a.tsv", b'Title\tDOI\tAuthors\n"T\nx"\t10.1/1\tA; B\nU\t10.1/2\t\n'))
    assert [(r["title"], r["authors"], r["line"]) for r in found] == [("T\nx", ["A", "B"], 2), ("U", [], 4)]


TABLES = {
    # No row can be read: the header alone shows the format.
    "no_row_is_whole": (b"doi,title,year\n10.1/1,T\n10.1/2,U,2020,\n10.1/3\n", {}, [2, 3, 4]),
    "one_of_three": (
        b"doi,title,year\n10.1/1,T,2020\n10.1/2,U,and more,2020\n10.1/3,V,2021\n",
        {2: "T", 4: "V"},
        [3],
    ),
    "never_closed": (
        b'doi,title,year\n10.1/1,"T,2020\n10.1/2,U,2020\n10.1/3,V,2021\n',
        {3: "U", 4: "V"},
        [2],
    ),
    "closed_by_the_next": (
        b'doi;title;year\r\n10.1/1;"T;2020\r\n10.1/2;U;2020\r\n10.1/3;V;2021\r\n10.1/4;W;"2021\r\n10.1/5;X;2021\r\n10.1/6;"Y;\r\n""Z""";2021\r\n10.1/7;A;2021\r\n10.1/8;B;2021\r\n',
        {3: "U", 4: "V", 6: "X", 7: 'Y;\r\n"Z"', 9: "A", 10: "B"},
        [2, 5],
    ),
    "several_lines": (b'doi,title,year\n10.1/1,"T\nof\ntides",2020,\n10.1/2,U,2020\n', {5: "U"}, [2]),
    "closed_before_other_text": (
        b'doi,title,year\n10.1/1,"A title,2020\n10.1/2,B "c" x,2020\n10.1/3,"Third"x,2021\n10.1/4,V,2021\n',
        {3: 'B "c" x', 5: "V"},
        [2, 4],
    ),
    "closed_by_the_next_cell": (
        b'doi,title,year\r\n10.1/1,"T,2020\r\n10.1/2,"U\r\nof tides",2020\r\n10.1/3,V,2021\r\n',
        {3: "U\r\nof tides", 5: "V"},
        [2],
    ),
    "never_closed_in_the_last_cell": (
        b'doi,year,title\n10.1/1,2020,"T\n10.1/2,2020,U\n10.1/3,2021,"V\n',
        {3: "U"},
        [2, 4],
    ),
    "text_after_a_name": (b'doi,"title" ,year\n10.1/1,T,2020\n', {2: "T"}, []),
    "zero_byte": (b"doi,title,year\n10.1/1,T\x00U,2020\n10.1/2,V,2020\n", {2: "T\x00U", 3: "V"}, []),
}


def test_a_quotation_mark_between_tabs_is_text_unless_it_quotes_a_cell(tmp_path: Path) -> None:
    content = b'doi\ttitle\tyear\n10.1/1\t"Tides" and time\t2020\n10.1/2\t"U"\t2021\n10.1/3\t"V" or "W\t2022\n10.1/4\tX\t2023\n'
    (batch,) = batches(written(tmp_path, "a.tsv", content))
    assert batch.records["title"].to_list() == ['"Tides" and time', "U", '"V" or "W', "X"]
    assert batch.defects.is_empty()


@pytest.mark.parametrize("name", TABLES)
def test_the_other_rows_of_a_table_with_a_broken_one_are_read(tmp_path: Path, name: str) -> None:
    content, titles, broken = TABLES[name]
    path = written(tmp_path, f"{name}.csv", content)
    (batch,) = batches(path)
    assert {row["line"]: row["title"] for row in batch.records.iter_rows(named=True)} == titles
    assert batch.defects.select("rule", "line").rows() == [("REC001", line) for line in broken]
    assert (batch.failed, batch.seen[str(path)]) == ((), len(titles) + len(broken))


def test_text_after_a_closing_quotation_mark_is_reported_with_its_line(tmp_path: Path) -> None:
    (batch,) = batches(written(tmp_path, "a.csv", b'doi,title\n10.1/1,"Third"x\n10.1/2,U\n'))
    assert batch.defects.select("line", "reason", "value").rows() == [
        (2, "text after a closing quotation mark", '10.1/1,"Third"x')
    ]


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ('{"title": "Tides', "unterminated string"),
        ('{"title": "Ti\x01des"}', "invalid control character"),
        (r'{"title": "Ti\udes"}', "invalid Unicode escape sequence"),
        (r'{"title": "Ti\des"}', "invalid escape sequence"),
        ('{"title": }', "expected a value"),
        ("{title: 1}", "expected a key in double quotes"),
        ('{"title" "Tides"}', "expected a colon after a key"),
        ('{"title": "Tides" "year": 1}', "expected a comma or a closing bracket"),
        ('{"title": "Tides"}}', "unexpected text after the value"),
    ],
)
def test_invalid_json_is_described_in_the_words_of_scholint(tmp_path: Path, record: str, fault: str) -> None:
    whole = '{"title": "Waves", "doi": "10.1000/1"}\n'
    (batch,) = batches(written(tmp_path, "a.jsonl", f"{whole}{record}\n{whole}".encode()))
    assert batch.defects["reason"].to_list() == [f"invalid JSON: {fault}"]


def test_every_message_of_the_json_parser_becomes_a_clause() -> None:
    for message in ("Illegal trailing comma before end of object", "Invalid control character '\\x01' at"):
        fault = json_fault(json.JSONDecodeError(message, "", 0)).removeprefix("invalid JSON: ")
        assert fault[0].islower()
        assert not fault.endswith(" at")


@given(table=st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=6))
def test_a_table_that_is_well_formed_is_read_as_it_was_written(table: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table)
    read = list(table_rows(stream.getvalue(), ","))
    assert [(cells, fault) for _, _, cells, fault in read] == [(row, None) for row in table]


@given(text=st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_every_line_of_a_table_belongs_to_a_row(text: str) -> None:
    lines = [line for first, last, _, _ in table_rows(text, ",") for line in range(first, last + 1)]
    assert lines == list(range(1, len(list(io.StringIO(text, newline=""))) + 1))


def test_a_table_without_rows_has_no_records_and_a_known_format(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", b"doi,title,year\n")
    pl.DataFrame(schema=dict.fromkeys(("doi", "title", "year"), pl.String)).write_parquet(
        tmp_path / "b.parquet"
    )
    for name in ("a.csv", "b.parquet"):
        (batch,) = batches(tmp_path / name)
        assert (batch.failed, batch.defects.height, batch.records.height) == ((), 0, 0)
    (batch,) = batches(written(tmp_path, "c.csv", b"colour,size\n"))
    assert batch.failed == (str(tmp_path / "c.csv"),)


def test_a_list_with_one_record_a_line_is_a_document(tmp_path: Path) -> None:
    records = [json.dumps({"title": f"T{i}", "doi": f"10.1000/{i}"}) for i in range(3)]
    for opened, closed in (("[", "]"), ('{"items": [', "]}"), ('{"status": "ok", "items":[', "]}")):
        text = f"{opened}\n" + ",\n".join(records) + f"\n{closed}\n"
        (batch,) = batches(written(tmp_path, "a.json", text.encode()))
        assert (batch.records["title"].to_list(), batch.defects.height) == (["T0", "T1", "T2"], 0)


def test_half_a_character_is_read_as_a_lost_one(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, "a.jsonl", b'{"title":"Bread \\udc80 and","doi":"10.1000/1"}\n'))
    assert row["title"] == "Bread \ufffd and"


@pytest.mark.parametrize("limits", [{}, {"batch_records": 10}, {"batch_bytes": 2_000}])
@pytest.mark.parametrize("damage", ["truncated", "text after", "checksum"])
def test_a_damaged_stream_is_reported_after_any_batch(
    tmp_path: Path, damage: str, limits: dict[str, int]
) -> None:
    lines = "".join(json.dumps({"title": f"T{i}", "doi": f"10.1000/{i}"}) + "\n" for i in range(100))
    whole = gzip.compress(lines.encode())
    data = {
        "truncated": whole[:-6],
        "text after": whole + b"garbage",
        "checksum": whole[:-8] + b"\0\0\0\0" + whole[-4:],
    }[damage]
    path = written(tmp_path, "a.jsonl.gz", data)
    found = batches(path, **limits)
    assert sum(batch.seen[str(path)] for batch in found) == 100
    defects = pl.concat([batch.defects for batch in found])
    assert defects.select("rule", "records").rows() == [("REC001", 0)]


def test_mixed_types_survive(tmp_path: Path) -> None:
    records = [
        {"title": "A", "doi": "1", "issn": ["1"], "authors": ['O\'Brien "q"']},
        {"title": ["B"], "doi": 2, "issn": "2", "authors": "X; Y"},
        {"title": {"value": "C"}, "doi": None, "issn": [3, None], "authors": [{"name": "Z"}]},
    ] * 3
    found = rows(written(tmp_path, "a.jsonl", "".join(json.dumps(r) + "\n" for r in records).encode()))
    assert [r["title"] for r in found[:3]] == ["A", "B", '{"value": "C"}']
    assert [r["issns"] for r in found[:3]] == [["1"], ["2"], ["3"]]
    assert found[0]["authors"] == ['O\'Brien "q"']


def test_a_key_that_one_record_in_thousands_has_is_bound(tmp_path: Path) -> None:
    path = tmp_path / "late.jsonl"
    lines = [{"title": f"Tides {i}", "doi": f"10.1000/{i}"} for i in range(5_000)]
    lines[4_321] |= {"ISBN": ["0-306-40615-2"]}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    found = pl.concat(batch.records for batch in batches(path))
    assert found.filter(pl.col("isbns").list.len() > 0)["line"].to_list() == [4_322]


def test_batches_stream(tmp_path: Path) -> None:
    data = b"".join(b'{"title": "%s", "doi": "10.1/%d"}\n' % (b"T" * 800, i) for i in range(5000))
    found = batches(written(tmp_path, "a.jsonl", data), batch_bytes=500_000)
    assert len(found) > 3
    assert [line for b in found for line in b.records["line"]] == list(range(1, 5001))


def test_a_file_that_disappears_is_reported(tmp_path: Path) -> None:
    gone = Source(path=str(tmp_path / "gone.jsonl"), name="gone.jsonl")
    (batch,) = reader.read([gone], formats=formats(), limits=Limits())
    assert batch.failed == (gone.path,)
    assert "no such file" in batch.defects["reason"][0]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_record_is_lost_between_the_counts(tmp_path: Path, data: st.DataObject) -> None:
    lines = [b'{"title": "T%d", "doi": "10.1/%d", "authors": ["A"]}' % (i, i) for i in range(12)]
    wrong = [
        b"7",
        b"{",
        b"}",
        b'{"title": "\xff"}',
        b"[]",
        b"null",
        b'{"title": 1, "doi": {"a": 1}}',
        b'{"title": "\\ud800"}',
        b"{} {}",
        b"\x00",
        b'{"authors": "x"}',
    ]
    for at in data.draw(st.lists(st.integers(2, 11), max_size=6)):
        lines[at] = data.draw(st.sampled_from(wrong))
    content = data.draw(st.sampled_from([b"\n", b"\r\n", b"\n\n"])).join(lines) + data.draw(
        st.sampled_from([b"", b"\n"])
    )
    found = batches(written(tmp_path, "m.jsonl", content), forced="plain")
    seen = sum(n for b in found for n in b.seen.values())
    read = sum(b.records.height for b in found)
    lost = sum(
        b.defects.filter(pl.col("rule").is_in(["REC001", "REC002", "REC004"]))["records"].sum() for b in found
    )
    assert seen == read + lost == 12
    assert all(RECORDS.validate(b.records).height == b.records.height for b in found)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=200).map(str.encode)
    | st.lists(st.sampled_from(["{", "}", "[", "]", '"title"', ":", ",", '"x"', "\n", "1"]), max_size=40).map(
        lambda p: "".join(p).encode()
    )
)
@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.txt"])
def test_nothing_stops_a_reader(tmp_path: Path, name: str, content: bytes) -> None:
    for batch in batches(written(tmp_path, name, content)):
        assert batch.defects.height + batch.records.height >= len(batch.failed)
