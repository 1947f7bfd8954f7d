"""The rules' pages, made from their declarations: for the terminal, for programs, and for `docs/`."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint import seeds
from scholint.checks import catalogue
from scholint.checks.rule import SECTIONS

if TYPE_CHECKING:
    from scholint.checks.rule import Record, Rule

NEEDS = {
    "reader": "the reader, which reports it while it reads",
    "batch": "the whole input",
    "reference": "reference data",
    "registry": "a registry (`--online`)",
}

# Rules over a batch have long examples.
EXAMPLES = 8


def listing(output_format: str = "text") -> str:
    """Return every rule, a line each, or a JSON list."""
    rules = catalogue.catalogue().values()
    if output_format == "json":
        return json.dumps([facts(rule) for rule in rules], ensure_ascii=False, indent=2) + "\n"
    width = max(len(rule.name) for rule in rules)
    return "".join(f"{r.code}  {r.severity:7}  {r.name:{width}}  {r.summary}\n" for r in rules)


def page(rule: Rule, output_format: str = "text") -> str:
    """Return the page of a rule as `text`, `markdown` or `json`."""
    if output_format == "json":
        return json.dumps(facts(rule), ensure_ascii=False, indent=2) + "\n"
    markdown = _markdown(rule)
    return markdown if output_format == "markdown" else markdown.replace("## ", "").replace("# ", "", 1)


def facts(rule: Rule) -> dict[str, Any]:
    """Return what a rule declares, as JSON values."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "fields": list(rule.fields),
        "summary": rule.summary,
        "since": rule.since,
        "needs": list(rule.needs),
        "on_by_default": not rule.opt_in,
        "options": dict(rule.options),
        "precision": precision(rule.code),
        "sections": dict(rule.sections),
        "bad": list(rule.bad),
        "good": list(rule.good),
    }


def precision(code: str) -> list[dict[str, Any]]:
    """Return what reading a rule's findings on real records gave: `severity`, `judged`, `true`, `date`."""
    return [figure for figure in _figures() if figure["rule"] == code]


@cache
def _figures() -> list[dict[str, Any]]:
    text = (Path(next(iter(seeds.__path__))) / "precision.csv").read_text("utf-8")
    return [
        {**row, "judged": int(row["judged"]), "true": int(row["true"])}
        for row in csv.DictReader(text.splitlines())
    ]


# Below it even a rule that is right nine times in ten is likely to show no mistake.
_ENOUGH = 20


def _precision_line(figure: dict[str, Any]) -> str:
    judged = figure["judged"]
    told = f"{judged} finding{'s' * (judged != 1)} ({figure['severity']})"
    few = "; too few to promise anything" if judged < _ENOUGH else ""
    return (
        f"- Measured: {figure['true']} of {told} on real records true, read one by one, {figure['date']}{few}"
    )


def _markdown(rule: Rule) -> str:
    parts = [
        f"# {rule.code} {rule.name}",
        rule.summary,
        _declared(rule),
        *(f"## {name}\n{rule.sections[name]}" for name in SECTIONS[:3] if name in rule.sections),
        f"## Example\nFlagged:\n{_shown(rule.bad)}\nPasses:\n{_shown(rule.good)}",
        *(f"## {name}\n{rule.sections[name]}" for name in SECTIONS[3:] if name in rule.sections),
    ]
    return "\n\n".join(parts) + "\n"


def _declared(rule: Rule) -> str:
    lines = [
        f"- Severity: {rule.severity}",
        f"- Fields: {', '.join(rule.fields)}",
        f"- Since: {rule.since}",
        *([f"- Needs: {', '.join(NEEDS[need] for need in rule.needs)}"] if rule.needs else []),
        *(
            [f"- Options: {', '.join(f'`{k}` = `{_default(v)}`' for k, v in rule.options.items())}"]
            if rule.options
            else []
        ),
        *(["- Off unless selected"] if rule.opt_in else []),
        *(_precision_line(figure) for figure in precision(rule.code)),
    ]
    return "\n".join(lines)


def _default(value: object) -> str:
    """Return an option's default; true and false as a configuration has them."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _shown(records: tuple[Record, ...]) -> str:
    rest = f"\n… and {len(records) - EXAMPLES} more like these\n" if len(records) > EXAMPLES else ""
    return "".join(f"\n    {_line(record)}\n" for record in records[:EXAMPLES]) + rest


def _line(record: Record) -> str:
    text = record.get("__text__")
    return repr(text)[1:-1] if isinstance(text, str) else json.dumps(record, ensure_ascii=False)
