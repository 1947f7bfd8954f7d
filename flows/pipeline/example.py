"""Checking the bad example of a rule, for the rule's page."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports.projection import rows
from scholint.reports.writers.text import finding_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.checks.rule import Record, Rule

FILE = "records.jsonl"


def file_content(records: Sequence[Record]) -> bytes:
    """Return the content of a file with the records of an example.

    It is JSON Lines. If the example is `{"__text__": "…"}`, it is this text.
    """
    text = records[0].get("__text__")
    if isinstance(text, str):
        return text.encode("utf-8", "surrogateescape")
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def reported_finding(rule: Rule) -> str:
    """Check the bad example of a rule, and return its first finding in the form of the text report."""
    is_text = "__text__" in rule.bad[0]
    settings = Settings(select=(rule.code,), source_format=None if is_text else "plain")
    with TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        file.write_bytes(file_content(rule.bad if "batch" in rule.needs else rule.bad[:1]))
        result = run.check([str(file)], settings)
        row = next(rows(result.findings))
        return finding_text(row).replace(f"{folder}/", "")
