"""Records from the whole world: clean ones pass every rule about text, and their defects are found.

A file a language in `world/`. `records`: clean ones; `but` names what is found there all the same, and why. `defects`:
`of` is the number of a clean record, `finds` the rule. What is changed: `with` replaces fields, `front` and `end` add to
a text, `capitals` and `decomposed` name a field, `misread` decodes a field (`written` in UTF-8 where not said) by a table.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scholint.checks import catalogue
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings

LANGUAGES = sorted((Path(__file__).parent / "world").glob("*.yml"))
FAMILIES = ("TTL", "AUT", "ABS", "TXT", "JNL", "PAG", "DAT")
RULES = tuple(
    code
    for code, rule in catalogue.catalogue().items()
    if (rule.family in FAMILIES and "reference" not in rule.needs)
    or code in ("EMP010", "EMP011", "IDN001", "IDN002", "DOI001", "DOI004")
)


@cache
def written(path: Path) -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load(path.read_text("utf-8"))


def found(records: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    path = folder / "world.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    result = run.check([str(path)], Settings(select=RULES, source_format="plain"))
    return [row for frame in result.iter_findings() for row in frame.to_dicts()]


def spoilt(record: dict[str, Any], defect: dict[str, Any]) -> dict[str, Any]:
    changed = {**record, **defect.get("with", {})}
    changed |= {name: text + record[name] for name, text in defect.get("front", {}).items()}
    changed |= {name: record[name] + text for name, text in defect.get("end", {}).items()}
    if name := defect.get("capitals"):
        changed[name] = record[name].upper()
    if name := defect.get("decomposed"):
        changed[name] = unicodedata.normalize("NFD", record[name])
    if misread := defect.get("misread"):
        content = record[misread["field"]].encode(misread.get("written", "utf-8"), "replace")
        changed[misread["field"]] = "".join(as_read(byte, misread["table"]) for byte in content)
    return changed


def as_read(byte: int, table: str) -> str:
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_clean_records_pass(path: Path, tmp_path: Path) -> None:
    cases = written(path)["records"]
    assert len(cases) >= 4
    records = [{name: value for name, value in case.items() if name != "but"} for case in cases]
    allowed = {(i, code) for i, case in enumerate(cases, 1) for code in case.get("but", {})}
    said = {(f["line"], f["rule"]): f["message"] for f in found(records, tmp_path)}
    assert {place: message for place, message in said.items() if place not in allowed} == {}
    assert allowed <= said.keys(), "what `but` names is no longer found: take it out"


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_defects_are_found(path: Path, tmp_path: Path) -> None:
    records, defects = written(path)["records"], written(path)["defects"]
    assert len(defects) >= 2
    planted = [spoilt(records[defect["of"]], defect) for defect in defects]
    said = {(f["line"], f["rule"]) for f in found(planted, tmp_path)}
    missed = [d["why"] for i, d in enumerate(defects, 1) if (i, d["finds"]) not in said]
    assert missed == []
