"""Records from the whole world: clean ones pass every rule about text, and their defects are found.

A file a language in `world/`. `records`: clean ones; `but` names what is found there all the same, and why. `defects`:
`of` is the number of a clean record, `finds` the rule. What is changed: `with` replaces fields, `front` and `end` add to
a text, `capitals` and `decomposed` name a field, `misread` decodes a field (`written` in UTF-8 where not said) by a table.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scholint.checks import catalogue
from scholint.flows.settings import Settings
from tests.rules.cases import Findings, json_lines, load_yaml, run_over

LANGUAGES = sorted((Path(__file__).parent / "world").glob("*.yml"))
FAMILIES = ("TTL", "AUT", "ABS", "TXT", "JNL", "PAG", "DAT")
RULES = tuple(
    code
    for code, rule in catalogue.catalogue().items()
    if (rule.family in FAMILIES and "reference" not in rule.needs)
    or code in ("EMP010", "EMP011", "IDN001", "IDN002", "DOI001", "DOI004")
)


def clean_records(path: Path) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in case.items() if name != "but"} for case in load_yaml(path)["records"]
    ]


def defective_records(path: Path) -> list[dict[str, Any]]:
    language = load_yaml(path)
    return [with_defect(language["records"][defect["of"]], defect) for defect in language["defects"]]


@cache
def findings() -> dict[tuple[Path, str], Findings]:
    """Return what is found in the clean and in the defective records of each language, each a file of one run."""
    files = {
        (path, kind): (f"{path.stem}-{kind}.jsonl", json_lines(records(path)))
        for path in LANGUAGES
        for kind, records in (("clean", clean_records), ("defective", defective_records))
    }
    found = run_over(list(files.values()), Settings(select=RULES, source_format="plain"))
    return dict(zip(files, found, strict=True))


def with_defect(record: dict[str, Any], defect: dict[str, Any]) -> dict[str, Any]:
    changed = {**record, **defect.get("with", {})}
    changed |= {name: text + record[name] for name, text in defect.get("front", {}).items()}
    changed |= {name: record[name] + text for name, text in defect.get("end", {}).items()}
    if name := defect.get("capitals"):
        changed[name] = record[name].upper()
    if name := defect.get("decomposed"):
        changed[name] = unicodedata.normalize("NFD", record[name])
    if misread := defect.get("misread"):
        content = record[misread["field"]].encode(misread.get("written", "utf-8"), "replace")
        changed[misread["field"]] = "".join(decoded(byte, misread["table"]) for byte in content)
    return changed


def decoded(byte: int, table: str) -> str:
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_clean_records_pass(path: Path) -> None:
    cases = load_yaml(path)["records"]
    assert len(cases) >= 4
    allowed = {(i, code) for i, case in enumerate(cases, 1) for code in case.get("but", {})}
    found = {(f["line"], f["rule"]): f["message"] for f in findings()[path, "clean"]}
    assert {place: message for place, message in found.items() if place not in allowed} == {}
    assert allowed <= found.keys(), "what `but` names is no longer found: take it out"


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_defects_are_found(path: Path) -> None:
    defects = load_yaml(path)["defects"]
    assert len(defects) >= 2
    found = {(f["line"], f["rule"]) for f in findings()[path, "defective"]}
    missed = [d["why"] for i, d in enumerate(defects, 1) if (i, d["finds"]) not in found]
    assert missed == []
