"""How messages about duplicates name the other record: never by what both records share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scholint.flows.pipeline import run
from scholint.flows.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "A study of tides in eleven harbours"
TITLES = [TITLE, "A history of bread", "Copper roofs of the north", "Songs for a harvest"]
ABSTRACT = (
    "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the"
    " pressure of the air, and compared them with the tables that the harbour offices had printed."
    " The tables were right in nine of the harbours, and they were early in two."
)


def record(title: str, doi: str | None = "10.1000/1", **fields: Any) -> dict[str, Any]:
    return {"title": title, "doi": doi, **fields}


@pytest.mark.parametrize(
    ("code", "records", "message"),
    [
        (
            "DUP001",
            [record(TITLE), record("A history of bread")],
            f"DOI `10.1000/1` is also used by a different work: `{TITLE}` (a.jsonl:1)",
        ),
        (
            "DUP001",
            [record(TITLE), record(TITLE, year="2020")],
            "DOI `10.1000/1` is also used by another record of the same work: a.jsonl:1",
        ),
        (
            "DUP001",
            [record("T" * 100), record("A history of bread")],
            f"DOI `10.1000/1` is also used by a different work: `{'T' * 59}…` (a.jsonl:1)",
        ),
        (
            "DUP002",
            [record(TITLE)] * 2,
            "record is an exact copy of a.jsonl:1",
        ),
        (
            "DUP003",
            [record(title, f"10.{1000 + i}/1", abstract=ABSTRACT) for i, title in enumerate(TITLES[:3])],
            f"abstract is identical to that of `{TITLE}` (a.jsonl:1) and 1 more record: no known relation",
        ),
        (
            "DUP003",
            [record(title, f"10.{1000 + i}/1", abstract=ABSTRACT) for i, title in enumerate(TITLES[:4])],
            f"abstract is identical to that of `{TITLE}` (a.jsonl:1) and 2 more records: no known relation",
        ),
        (
            "DUP003",
            [record(TITLE, abstract=ABSTRACT), record("A history of bread", "10.1000/2", abstract=ABSTRACT)],
            f"abstract is identical to that of `{TITLE}` (a.jsonl:1): no known relation",
        ),
        (
            "DUP003",
            [record(TITLE, abstract=ABSTRACT), record(TITLE.upper(), "10.1000/2", abstract=ABSTRACT)],
            "abstract is identical to that of `10.1000/1` (a.jsonl:1): versions or editions of one work",
        ),
        (
            "DUP003",
            [record(TITLE, None, abstract=ABSTRACT), record(TITLE, "10.1000/2", abstract=ABSTRACT)],
            "abstract is identical to that of the record at a.jsonl:1: same work, recorded twice",
        ),
        (
            "DUP004",
            [
                record(TITLE, abstract=ABSTRACT),
                record("A history of bread", "10.1000/2", abstract=ABSTRACT.replace("early", "late")),
            ],
            f"abstract is nearly identical to that of `{TITLE}` (a.jsonl:1): no known relation, similarity 0.88",
        ),
        (
            "DUP005",
            [
                record(TITLE, f"10.{1000 + i}/1", authors=["Ada Lumen"], year="2020", journal=f"Tides {i}")
                for i in range(2)
            ],
            f"title `{TITLE}` by the same first author also has the DOI `10.1000/1` (a.jsonl:1)",
        ),
        (
            "DUP005",
            [record(TITLE, f"10.{1000 + i}/1", authors=["Ada Lumen"], year="2020") for i in range(6)],
            (
                f"title `{TITLE}` by the same first author also has the DOI `10.1000/1` (a.jsonl:1)"
                " and 4 more: recurring title, 6 works"
            ),
        ),
    ],
)
def test_message_names_the_other_record(
    code: str, records: list[dict[str, Any]], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    result = run.check(["a.jsonl"], Settings(select=(code,), source_format="plain"))
    assert result.findings["message"].to_list() == [message]
