"""A record in the wrong journal has one finding with all evidence, whichever rules are selected."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scholint.checks.wrong_journal.evidence import ORDER
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

POLICY = {
    "title": "Trade and foreign policy between two republics after the end of the cold war",
    "abstract": (
        "This article examines the foreign policy of both states and their diplomatic relations since the end of the cold"
        " war. It asks how governments, parties and presidents have changed the bilateral relationship, and which role"
        " international organisations, trade agreements and the balance of power in the region have played."
    ),
    "doi": "10.46272/2409-3416-2021-9-4-84-100",
    "journal": "American Journal of Cardiology",
    "year": "2010",
    "type": "article",
}
SIBLINGS = [
    {"title": f"Tides {i}", "doi": f"10.46272/2409-3416-20{i}", "journal": "Cuadernos Iberoamericanos"}
    for i in range(3)
]
HOME = [
    {
        "title": f"Hearts {i}",
        "doi": f"10.1016/s{i}",
        "journal": "American Journal of Cardiology",
        "year": str(2000 + 2 * i),
    }
    for i in range(10)
]
BATCH = [*HOME, *SIBLINGS, POLICY]


def found(records: list[dict[str, Any]], folder: Path, *select: str, **how: Any) -> list[dict[str, Any]]:
    path = folder / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    result = run.check([str(path)], Settings(select=select, source_format="plain"), **how)
    rows = [row for frame in result.iter_findings() for row in frame.to_dicts()]
    metrics = result.metrics
    assert metrics["violations"].sum() == len(rows)
    assert (metrics["violations"] + metrics["undecided"] <= metrics["records"]).all()
    return [{**row, "evidence": json.loads(row["evidence"])} for row in rows]


@pytest.mark.parametrize(
    "select", [chosen for n in (1, 2, 3) for chosen in itertools.combinations(ORDER, n)], ids="+".join
)
def test_only_the_first_of_the_selected_rules_reports_a_record(
    select: tuple[str, ...], tmp_path: Path
) -> None:
    (finding,) = found(BATCH, tmp_path, *select)
    assert finding["rule"] == select[0]
    assert finding["line"] == len(BATCH)


@pytest.mark.parametrize("rule", ["DOI007", "JNL006"])
def test_the_evidence_contains_every_signal(rule: str, tmp_path: Path) -> None:
    (finding,) = found(BATCH, tmp_path, rule)
    assert finding["severity"] == "error"
    evidence = finding["evidence"]
    assert evidence["issn"] == "2409-3416"
    assert "Cuadernos Iberoamericanos" in evidence["registered_titles"]
    assert (evidence["pattern"], evidence["siblings"], evidence["agreeing"]) == ("10.46272/2409-3416", 3, 3)
    assert evidence["journal_of_siblings"] == "Cuadernos Iberoamericanos"
    assert (evidence["usual_prefix"], evidence["works_under_it"]) == ("10.1016", "10 of 11")
    assert evidence["usual_registrant"] == "Elsevier"
    assert evidence["registrant"] == "Moscow State Institute of International Relations"
    assert evidence["paper_fields"].startswith("political science")
    assert evidence["journal_fields"].startswith("medicine")
    assert "policy" in evidence["words"] or "foreign" in evidence["words"]
    assert evidence["reference"]
    assert evidence["as_of"]


def test_an_index_keeps_siblings_and_prefixes_but_no_text(tmp_path: Path) -> None:
    index = tmp_path / "index"
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    assert found([*HOME, *SIBLINGS], earlier, "JNL006", index=index) == []
    (finding,) = found([POLICY], tmp_path, "JNL006", index=index)
    assert (finding["evidence"]["agreeing"], finding["evidence"]["works_under_it"]) == (3, "10 of 11")
    kept = pl.concat([pl.read_parquet(path) for path in index.rglob("keys-*.parquet")])
    assert "doi_stem" in kept.columns
    assert "balance of power" not in kept.write_json()


def test_no_model_is_loaded_without_evidence_against_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "clean.jsonl"
    path.write_text(
        "".join(json.dumps({**POLICY, **record}) + "\n" for record in [*HOME, *SIBLINGS]), "utf-8"
    )
    code = (
        "import sys; from scholint import check; n = sum(check([sys.argv[1]], select=['DOI007', 'JNL006']).counts['findings']);"
        "print(n, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False"]
