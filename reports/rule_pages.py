"""Pages about rules, generated from the rules' declarations: for the terminal, for programs, and for `docs/`."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint import seeds
from scholint.checks import catalogue
from scholint.checks.rule import SECTIONS

if TYPE_CHECKING:
    from scholint.checks.rule import Record, Rule

NEEDS = {
    "reader": "reader (reported while reading)",
    "batch": "all records of the run",
    "reference": "reference tables",
}

EXAMPLE_RECORDS = 8
"""A page shows at most this many records of an example. Rules that compare records have long examples."""

EXAMPLE_VALUE = 80
"""A page shows at most this many characters of a value in an example, unless the rule checks this value."""


def listing(output_format: str = "text") -> str:
    """Return a list of all rules: one rule per line, or a JSON list if `output_format` is `json`."""
    rules = catalogue.catalogue().values()
    if output_format == "json":
        # Non-ASCII characters are escaped, because examples may contain invalid bytes, which UTF-8 cannot encode.
        return json.dumps([facts(rule) for rule in rules], indent=2) + "\n"
    width = max(len(rule.name) for rule in rules)
    return "".join(f"{r.code}  {r.severity:7}  {r.name:{width}}  {r.summary}\n" for r in rules)


def page(rule: Rule, output_format: str = "text", finding: str = "") -> str:
    """Return the page of a rule.

    `output_format`: `text`, `markdown`, or `json`. `finding`: the text report's output for the bad example, which the
    page shows below it.
    """
    if output_format == "json":
        return json.dumps(facts(rule), indent=2) + "\n"
    markdown = _markdown(rule, finding)
    return markdown if output_format == "markdown" else _plain(markdown)


def _plain(markdown: str) -> str:
    """Return Markdown as plain text for a terminal: without `#` before headings, and with indented code."""
    lines, in_code = [], False
    for line in markdown.splitlines():
        if line.startswith("```"):
            in_code = not in_code
        else:
            lines.append(f"    {line}" if in_code else re.sub(r"^#+ ", "", line))
    return "\n".join(lines) + "\n"


def facts(rule: Rule) -> dict[str, Any]:
    """Return the declaration of a rule as JSON values."""
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
    """Return how precise a rule was on real records, one row per review.

    Keys: `rule`, `severity`, `judged` (how many findings were reviewed), `true` (how many of them were correct), and
    `date`.
    """
    return [figure for figure in _figures() if figure["rule"] == code]


@cache
def _figures() -> list[dict[str, Any]]:
    text = (Path(next(iter(seeds.__path__))) / "precision.csv").read_text("utf-8")
    return [
        {**row, "judged": int(row["judged"]), "true": int(row["true"])}
        for row in csv.DictReader(text.splitlines())
    ]


# With fewer findings, even a rule of which one finding in ten is wrong may show no mistake.
_SMALL_SAMPLE = 20


def _precision_line(figure: dict[str, Any]) -> str:
    findings = f"{figure['judged']} finding{'s' * (figure['judged'] != 1)} ({figure['severity']})"
    reviewed = f"reviewed by hand on real records, {figure['date']}"
    small = " (small sample)" if figure["judged"] < _SMALL_SAMPLE else ""
    return f"- Precision: {figure['true']} of {findings} correct, {reviewed}{small}"


def _markdown(rule: Rule, finding: str) -> str:
    sections = {**rule.sections, **({"Options": _options(rule)} if rule.options else {})}
    parts = [
        f"# {rule.code} {rule.name}",
        rule.summary,
        _facts(rule),
        _example(rule, finding),
        *(f"## {name}\n\n{sections[name]}" for name in SECTIONS if name in sections),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(rule: Rule) -> str:
    lines = [
        f"- Severity: {rule.severity}",
        f"- Fields: {', '.join(f'`{field}`' for field in rule.fields)}",
        f"- Fix: {_fix(rule)}",
        *([f"- Requires: {', '.join(NEEDS[need] for need in rule.needs)}"] if rule.needs else []),
        *([f"- Off by default, enable with `--select {rule.code}`"] if rule.opt_in else []),
        f"- Since: {rule.since}",
        *(_precision_line(figure) for figure in precision(rule.code)),
    ]
    return "\n".join(lines)


def _fix(rule: Rule) -> str:
    """Return the kinds of fixes that the rule has. Whether a fix is safe may depend on the value."""
    safe = [check.fix.safe for check in rule.checks() if check.fix]
    if not safe:
        return "none"
    if all(each is True for each in safe):
        return "safe"
    return "unsafe" if all(each is False for each in safe) else "safe or unsafe"


def _options(rule: Rule) -> str:
    """Return the section `Options` of the rule, with the default value added to each option."""
    text = rule.sections.get("Options", "")
    for name, default in rule.options.items():
        text = text.replace(f"- `{name}`:", f"- `{name}` (default {_default(default)}):")
    return text


def _default(value: object) -> str:
    """Return the default value of an option in TOML syntax, or `none`."""
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else repr(value)}`"


def _example(rule: Rule, finding: str) -> str:
    reported = f"\n\n```text\n{finding.rstrip()}\n```" if finding else ""
    return (
        f"## Example\n\nBad:\n\n{_records(rule, rule.bad)}{reported}\n\nGood:\n\n{_records(rule, rule.good)}"
    )


def _records(rule: Rule, records: tuple[Record, ...]) -> str:
    lines = [_line(rule, record) for record in records[:EXAMPLE_RECORDS]]
    language = "text" if "__text__" in records[0] else "json"
    left = len(records) - EXAMPLE_RECORDS
    rest = f"\n\n… and {left} more similar records" if left > 0 else ""
    return f"```{language}\n" + "\n".join(lines) + f"\n```{rest}"


def _line(rule: Rule, record: Record) -> str:
    text = record.get("__text__")
    if isinstance(text, str):
        return repr(text)[1:-1]
    compared = "batch" in rule.needs
    shown = {
        name: value if name in rule.fields and not compared else _cut(value) for name, value in record.items()
    }
    return json.dumps(shown, ensure_ascii=False)


def _cut(value: Any) -> Any:
    return (
        value[: EXAMPLE_VALUE - 1] + "…" if isinstance(value, str) and len(value) > EXAMPLE_VALUE else value
    )
