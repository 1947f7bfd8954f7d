"""The cases of the rules: their pages' examples and their YAML files, and what a run finds in each."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from scholint.checks import catalogue
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports import projection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.checks.rule import Rule

HOME = Path(__file__).parent
RULES = list(catalogue.catalogue().values())
WITH_FIXES = tuple(rule.code for rule in RULES if "reader" in rule.needs or any(c.fix for c in rule.checks()))
"""The rules that may change a file. The reader has no checks to ask for a fix."""

Findings = list[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Case:
    """An example of a rule's page, or an entry of its YAML file."""

    rule: Rule
    title: str
    given: Mapping[str, Any]

    @property
    def raw(self) -> bool:
        """Whether the case is the content of a file, not records."""
        return bool({"text", "bytes_hex"} & self.given.keys()) or "__text__" in self.given.get("record", {})

    @property
    def records(self) -> list[dict[str, Any]]:
        return [dict(record) for record in self.given.get("records") or [self.given.get("record", {})]]

    @property
    def content(self) -> bytes:
        if "bytes_hex" in self.given:
            return bytes.fromhex(self.given["bytes_hex"])
        if "__text__" in self.records[0]:
            return str(self.records[0]["__text__"]).encode("utf-8", "surrogateescape")
        if "text" in self.given:
            return str(self.given["text"]).encode()
        return json_lines(self.records)

    @property
    def settings(self) -> Settings:
        return Settings(
            select=(self.rule.code,),
            rules={self.rule.code: self.given.get("options", {})},
            source_format=self.given.get("from", None if self.raw else "plain"),
        )


def json_lines(records: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


@cache
def load_yaml(path: Path) -> dict[str, list[dict[str, Any]]]:
    # The loader in C, where there is one, takes a tenth of the time.
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def fixture_path(rule: Rule) -> Path:
    name = f"{rule.name.replace('-', '_')}.yml"
    return next(HOME.glob(f"*/{name}"), HOME / name)


def fixture(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    return load_yaml(fixture_path(rule)) if fixture_path(rule).exists() else {}


@cache
def cases(rule: Rule, kind: str) -> list[Case]:
    """Return the cases of the kind, `bad` or `good`."""
    examples = rule.bad if kind == "bad" else rule.good
    if "batch" in rule.needs:
        found = [Case(rule, "example", {"records": list(examples)})]
    else:
        found = [Case(rule, f"example-{i}", {"record": example}) for i, example in enumerate(examples)]
    for given in fixture(rule).get(kind, []):
        found.append(Case(rule, re.sub(r"[^a-z0-9]+", "-", given["why"].lower())[:60], given))
    return found


@cache
def findings(rule: Rule) -> dict[Case, Findings]:
    """Return what the rule finds in each of its cases."""
    return check({case: case.content for kind in ("bad", "good") for case in cases(rule, kind)})


def check(contents: Mapping[Case, bytes]) -> dict[Case, Findings]:
    """Return the findings of each case when its file has this content.

    Cases with equal settings are the sources of one run, unless their rule compares records with each other.
    """
    runs: dict[str, list[Case]] = defaultdict(list)
    for i, case in enumerate(contents):
        runs[f"{i}" if "batch" in case.rule.needs else repr(case.settings)].append(case)
    return {
        case: rows
        for together in runs.values()
        for case, rows in zip(
            together,
            run_over(
                [(case.given.get("file", "case.jsonl"), contents[case]) for case in together],
                together[0].settings,
            ),
            strict=True,
        )
    }


def run_over(files: Sequence[tuple[str, bytes]], settings: Settings) -> list[Findings]:
    """Return the findings of each file of one run; the files are given by name and content.

    Each file has a folder of its own, which `source` and `record` of its findings leave out.
    """
    with TemporaryDirectory() as folder:
        found: dict[str, Findings] = {}
        for i, (name, content) in enumerate(files):
            path = Path(folder, str(i), name)
            path.parent.mkdir()
            path.write_bytes(content)
            found[str(path)] = []
        for frame in run.check(list(found), settings).iter_findings():
            for row in projection.rows(frame):
                path = row["source"]
                named = str(row["record"]).replace(path, Path(path).name)
                found[path].append({**row, "source": Path(path).name, "record": named})
    return list(found.values())
