"""Compare the outcomes of both sides of the ledger, and decide which differences are expected."""

from __future__ import annotations

import difflib
import json
import re
import time
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ledger_cases import Case, Step

PARTS = ("status", "findings", "metrics", "fixed", "report", "notices")
WIDTH = 160
_VOLATILE = ("run.started", "run.seconds", "run.version", "scholint")
_TEMPORARY = re.compile(r"/[^\s\"'`<>]*/ledger-\w+/(?:base|head)\b")
_RUN_KEYS = re.compile(r'"(?:started|version|scholint|seconds)": (?:"[^"]*"|[\d.]+)')
_PAGE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\dZ(?: · [\d.]+ s)?")
_PAGE_VERSION = re.compile(r'(<p class="brand">scholint <span>)[^<]*')


@dataclass(frozen=True)
class Difference:
    """One part of one step that differs. `reason`: why the difference is expected; None if it is not."""

    case: str
    step: str
    part: str
    before: Sequence[str]
    after: Sequence[str]
    reason: str | None


@dataclass(frozen=True)
class Expectations:
    """The contents of `ledger_expected.toml`; the file explains its tables."""

    expected: Sequence[Mapping[str, str]] = ()
    renames: Sequence[tuple[re.Pattern[str], str]] = ()
    ignored: frozenset[str] = frozenset()

    @classmethod
    def load(cls, path: Path) -> Expectations:
        """Read the file.

        Raises:
            ValueError: a table has no reason, or contains a part that does not exist.

        """
        tables = tomllib.loads(path.read_text("utf-8"))
        expected, renames, ignored = (tables.pop(kind, []) for kind in ("expected", "rename", "ignore"))
        if tables:
            raise ValueError(f"received tables {', '.join(tables)}, valid are expected, rename, ignore")
        for table in (*expected, *renames, *ignored):
            if not table.get("reason"):
                raise ValueError(f"an expected difference needs a reason: {table}")
        for table in expected:
            if table["part"] not in PARTS:
                raise ValueError(f"received part {table['part']}, valid are {', '.join(PARTS)}")
        return cls(
            expected=expected,
            renames=[(re.compile(table["old"]), table["new"]) for table in renames],
            ignored=frozenset(table["key"] for table in ignored),
        )

    def reason(self, case: str, part: str) -> str | None:
        """Return why this part of this case may differ; None if it must not differ."""
        for table in self.expected:
            if part == table["part"] and fnmatchcase(case, table["cases"]):
                return table["reason"]
        return None

    def unused(self, found: Sequence[Difference]) -> list[str]:
        """Return the reasons that apply to no difference."""
        used = {each.reason for each in found}
        return sorted({table["reason"] for table in self.expected} - used)

    def renamed(self, text: str) -> str:
        """Return an output of BASE with renamed words replaced by those of HEAD."""
        for old, new in self.renames:
            text = old.sub(new, text)
        return text


def differences(
    case: Case,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    expectations: Expectations,
) -> list[Difference]:
    """Return every part of every step that differs."""
    found = []
    for step, old, new in zip(case.steps, before, after, strict=True):
        renamed = {**old, "out": expectations.renamed(old["out"]), "err": expectations.renamed(old["err"])}
        parts = [parts_of(step, outcome, expectations.ignored) for outcome in (renamed, new)]
        changed = [part for part in PARTS if parts[0].get(part, []) != parts[1].get(part, [])]
        if step.document and {"findings", "metrics"} & {*changed}:
            # The bytes of a JSON report then give no further information.
            changed = [part for part in changed if part != "report"]
        found += [
            Difference(
                case=case.name,
                step=step.name,
                part=part,
                before=parts[0].get(part, []),
                after=parts[1].get(part, []),
                reason=expectations.reason(case.name, part),
            )
            for part in changed
        ]
    return found


def parts_of(step: Step, outcome: Mapping[str, Any], ignored: frozenset[str]) -> dict[str, list[str]]:
    """Return each part of an outcome, as lines to compare."""
    parts = {
        "status": [str(outcome["status"])],
        "fixed": [line for name, text in outcome["files"].items() for line in (f"{name}:", *lines(text))],
        "notices": lines(steady(outcome["err"])),
    }
    if step.document and outcome["out"].startswith("{"):
        return parts | document_parts(outcome["out"], ignored)
    # A report also shows messages and other texts. If a key of the findings is ignored, it cannot be compared.
    if not any(key.startswith("findings.") for key in ignored):
        parts["report"] = lines(steady(outcome["out"]))
    return parts


def document_parts(text: str, ignored: frozenset[str]) -> dict[str, list[str]]:
    """Return the findings and the other parts of a JSON report. If no key is ignored, also return its bytes."""
    document = json.loads(_TEMPORARY.sub("", text))
    for key in (*_VOLATILE, *ignored):
        drop(document, key)
    findings = [json.dumps(finding, ensure_ascii=False) for finding in document.pop("findings", [])]
    metrics = [
        f"{section}: {json.dumps(each, ensure_ascii=False)}"
        for section, value in document.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    parts = {"findings": findings, "metrics": metrics}
    return parts if ignored else parts | {"report": lines(steady(text))}


def drop(document: dict[str, Any], key: str) -> None:
    """Remove a key such as `run.seconds` or `findings.message`, the latter from every finding."""
    section, _, name = key.partition(".")
    if not name:
        document.pop(section, None)
        return
    value = document.get(section, [])
    for each in value if isinstance(value, list) else [value]:
        each.pop(name, None)


def steady(text: str) -> str:
    """Return the text without the parts that change from run to run: times, versions, temporary folders."""
    text = _RUN_KEYS.sub("", _TEMPORARY.sub("", text))
    text = _PAGE_VERSION.sub(r"\1", text)
    days = {time.strftime("%Y-%m-%d", time.gmtime(time.time() - ago)) for ago in (0, 86_400)}
    return _PAGE_TIME.sub(lambda found: "" if found[1] in days else found[0], text)


def lines(text: str) -> list[str]:
    """Return the lines of a text with their line endings, so that a changed ending is visible."""
    return text.splitlines(keepends=True)


def shown(difference: Difference, most: int) -> str:
    """Return a difference as text: its place, then at most `most` changed lines."""
    changed = list(changed_lines(difference.before, difference.after))
    more = [f"    … {len(changed) - most:,} more lines"] if len(changed) > most else []
    head = f"{difference.case} [{difference.step}] {difference.part} differs"
    return "\n".join([head, *(f"    {line}" for line in changed[:most]), *more])


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield removed lines with `-` and added lines with `+`. Long lines are clipped to the part that differs."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        old, new = before[start:end], after[other_start:other_end]
        for one, other in zip(old, new, strict=False):
            at = common(one, other)
            yield f"- {clipped(one, at)}"
            yield f"+ {clipped(other, at)}"
        yield from (f"- {clipped(one, 0)}" for one in old[len(new) :])
        yield from (f"+ {clipped(one, 0)}" for one in new[len(old) :])


def common(one: str, other: str) -> int:
    """Return the number of characters that two lines have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def clipped(line: str, at: int) -> str:
    """Return a line as a Python string. A long line is clipped to its start and the part around `at`."""
    if len(line) > WIDTH:
        start = max(0, at - 40)
        front = line[: min(60, start)]
        line = (f"{front} … " if front else "") + line[start : start + WIDTH - len(front)]
    return repr(line)[1:-1]
