"""Generated inputs for `reading_loss.py`: records with markers, laid out in each way that the reader supports.

A record has its marker in most of its fields, so that it can be found after one field is damaged. It has one at its start
and one at its end, because the value of a defect shows only a part of a record.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

MOST_RECORDS = 8
"""Inputs are small, because a reader that loses records does so in small inputs, too, and these are easier to read."""
INDENT, HALF = 2, 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an input: `head`, then the records with `separator` in between, then `tail`."""

    head: bytes
    records: tuple[bytes, ...]
    separator: bytes
    tail: bytes

    @classmethod
    def of(cls, data: bytes) -> Parts:
        """Return an input whose records are no longer known."""
        return cls(b"", (data,), b"", b"")

    @property
    def data(self) -> bytes:
        """The bytes of the input."""
        return self.head + self.separator.join(self.records) + self.tail

    def with_record(self, i: int, record: bytes) -> Parts:
        """Return the input with another record at index `i`."""
        return replace(self, records=(*self.records[:i], record, *self.records[i + 1 :]))


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A format of inputs. `build` returns the parts of an input with these record numbers."""

    build: Callable[[Sequence[int]], Parts]
    is_json: bool = True


def marker(number: int) -> str:
    """Return the marker of a record. Its number (0 to 99) is repeated, so that a flipped bit makes no other marker."""
    return f"mk{number:02}{number:02}x"


def drawn(draw: random.Random, form: InputFormat) -> Parts:
    """Return an input with 1 to 8 records."""
    return form.build(sorted(draw.sample(range(100), draw.randint(1, MOST_RECORDS))))


def _plain(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "doi": f"10.5555/{m}", "authors": f"{m} Müller; Ana Lis",
        "journal": f"{m} Annals", "year": "2014", "abstract": f"{m} Harbour tables, and gauges", "publisher": f"{m} Press",
    }  # fmt: skip


def _crossref(m: str) -> dict[str, Any]:
    return {
        "title": [f"{m} Tides of Emden"], "DOI": f"10.5555/{m}", "container-title": [f"{m} Annals"],
        "publisher": f"{m} Press", "prefix": "10.5555", "member": "7", "type": "journal-article",
        "author": [{"given": "Imke", "family": f"{m} Müller"}], "issued": {"date-parts": [[2014, 5, 2]]},
        "URL": f"https://doi.org/10.5555/{m}", "is-referenced-by-count": 3, "abstract": f"{m} Harbour tables",
    }  # fmt: skip


def _openalex(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "id": f"https://openalex.org/{m}", "doi": f"https://doi.org/10.5555/{m}",
        "display_name": f"{m} Tides of Emden", "authorships": [{"author": {"display_name": f"{m} Müller"}}],
        "primary_location": {"source": {"display_name": f"{m} Annals"}}, "publication_year": 2014,
        "cited_by_count": 3, "abstract_inverted_index": {"Harbour": [1, 3], "tables": [2], m: [0]},
    }  # fmt: skip


def _semanticscholar(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "paperId": m, "externalIds": {"DOI": f"10.5555/{m}"}, "corpusId": 7,
        "venue": f"{m} Annals", "authors": [{"name": f"{m} Müller"}], "year": 2014, "abstract": f"{m} Harbour tables",
        "s2FieldsOfStudy": [{"category": f"{m} History"}],
    }  # fmt: skip


def _datacite(m: str) -> dict[str, Any]:
    attributes = {
        "titles": [{"title": f"{m} Tides of Emden"}], "doi": f"10.5555/{m}", "creators": [{"name": f"{m} Müller"}],
        "publisher": f"{m} Press", "publicationYear": 2014, "types": {"resourceTypeGeneral": "Dataset"},
        "descriptions": [{"descriptionType": "Abstract", "description": f"{m} Harbour tables"}],
    }  # fmt: skip
    return {"attributes": attributes, "id": f"10.5555/{m}", "type": "dois", "relationships": {}, "doi": m}


def _doaj(m: str) -> dict[str, Any]:
    bibjson = {
        "title": f"{m} Tides of Emden", "identifier": [{"type": "doi", "id": f"10.5555/{m}"}], "year": "2014",
        "author": [{"name": f"{m} Müller"}], "journal": {"title": f"{m} Annals", "publisher": f"{m} Press"},
        "abstract": f"{m} Harbour tables",
    }  # fmt: skip
    return {
        "bibjson": bibjson,
        "created_date": "2014-05-02",
        "last_updated": "2014-05-02",
        "admin": {},
        "id": m,
    }


def _europepmc(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "id": m, "source": "MED", "doi": f"10.5555/{m}", "pubYear": "2014",
        "authorString": f"{m} Müller", "journalInfo": {"volume": "9", "journal": {"title": f"{m} Annals"}},
        "inEPMC": "Y", "hasPDF": "N", "citedByCount": 2, "abstractText": f"{m} Harbour tables",
    }  # fmt: skip


def _csl(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "id": m, "citation-key": m, "type": "article-journal", "DOI": f"10.5555/{m}",
        "container-title": f"{m} Annals", "author": [{"given": "Imke", "family": f"{m} Müller"}],
        "issued": {"date-parts": [[2014]]}, "page": "1-2", "abstract": f"{m} Harbour tables",
    }  # fmt: skip


def _aggregator(m: str) -> dict[str, Any]:
    return {
        "title": f"{m} Tides of Emden", "paperid": m, "doi": f"10.5555/{m}", "authors": f"{m} Müller",
        "DOIUrl": f"https://doi.org/10.5555/{m}", "PeriodicalName": f"{m} Annals", "platform": "S",
        "ListUrlMain": f"https://example.org/{m}", "publicationDate": "2014-05-02", "abstract": f"{m} Harbour tables",
    }  # fmt: skip


def lines(record: Callable[[str], Mapping[str, Any]], after: str = "\n") -> InputFormat:
    """Return the format with one JSON object per line. `after`: what follows each line."""

    def build(numbers: Sequence[int]) -> Parts:
        records = tuple(_json(record(marker(n))) for n in numbers)
        return Parts(b"", records, after.encode(), after.encode())

    return InputFormat(build)


def document(
    record: Callable[[str], Mapping[str, Any]], path: Sequence[str] = (), *, pretty: bool = False
) -> InputFormat:
    """Return the format of a JSON document with a list of records at `path`. It is on one line unless `pretty`."""
    around: Any = ["@"]
    for key in reversed(path):
        around = {key: around}
    template = json.dumps(around, indent=INDENT if pretty else None)
    head, tail = template.split('"@"')

    def build(numbers: Sequence[int]) -> Parts:
        margin = " " * (INDENT * (len(path) + 1))
        records = tuple(
            _json(record(marker(n)), INDENT).replace(b"\n", f"\n{margin}".encode())
            if pretty
            else _json(record(marker(n)))
            for n in numbers
        )
        return Parts(head.encode(), records, f",\n{margin}".encode() if pretty else b", ", tail.encode())

    return InputFormat(build)


def table(delimiter: str) -> InputFormat:
    """Return the format of a table with a header and one line per record."""

    def build(numbers: Sequence[int]) -> Parts:
        records = tuple(_row(_plain(marker(n)).values(), delimiter) for n in numbers)
        return Parts(_row(_plain(""), delimiter) + b"\n", records, b"\n", b"\n")

    return InputFormat(build, is_json=False)


def _json(record: Mapping[str, Any], indent: int | None = None) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=indent).encode()


def _row(cells: Any, delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="").writerow(cells)
    return stream.getvalue().encode()


FORMATS: Mapping[str, InputFormat] = {
    "lines": lines(_plain),
    "list": document(_plain),
    "list-pretty": document(_plain, pretty=True),
    "csv": table(","),
    "csv-semicolon": table(";"),
    "tsv": table("\t"),
    "crossref-lines": lines(_crossref),
    "crossref-message": document(_crossref, ["message", "items"]),
    "crossref-message-pretty": document(_crossref, ["message", "items"], pretty=True),
    "crossref-items": document(_crossref, ["items"]),
    "crossref-items-pretty": document(_crossref, ["items"], pretty=True),
    "openalex-lines": lines(_openalex),
    "openalex-results": document(_openalex, ["results"]),
    "semanticscholar-lines": lines(_semanticscholar),
    "datacite-data": document(_datacite, ["data"]),
    "doaj-results": document(_doaj, ["results"]),
    "europepmc-results": document(_europepmc, ["resultList", "result"]),
    "csl-list-pretty": document(_csl, pretty=True),
    "aggregator-pages": lines(_aggregator, "\nHarbour Society, all volumes\nNext page\n"),
}
"""Every text format that the reader supports. Parquet is not among them: its bytes are compressed."""
