"""The cases of the ledger: files, and the commands that both sides run on them.

All inputs come from BASE, so that both sides read the same bytes.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

REPORTS = ("text", "jsonl", "csv", "markdown", "html")
SAMPLE = 2_000


@dataclass(frozen=True)
class Step:
    """One command.

    `document`: the command prints a JSON report. `collect`: a folder whose files are compared after the command. `only_after`:
    the command runs only if the output of the previous step contains this text.
    """

    name: str
    arguments: tuple[str, ...]
    document: bool = False
    collect: str | None = None
    only_after: str = ""


@dataclass(frozen=True)
class Case:
    """Input files (paths in the folder of the case), and the commands that read them, in order."""

    name: str
    files: Mapping[str, bytes]
    steps: tuple[Step, ...]

    def plan(self) -> str:
        """Return the steps as one line of JSON."""
        return json.dumps([asdict(step) for step in self.steps])


def all_cases(tree: Path, codes: Mapping[str, str], data: Path | None, *, quick: bool) -> Iterator[Case]:
    """Yield every case: the commands, the examples, the YAML cases of rules, and the samples of `data`."""
    reports = () if quick else REPORTS
    examples = {path.name: path.read_bytes() for path in sorted((tree / "seeds" / "examples").iterdir())}
    yield from commands(examples)
    yield whole("examples", examples, reports)
    for folder, paths in itertools.groupby(rule_files(tree), key=lambda path: path.parent):
        yield from family_cases(folder.name, list(paths), codes)
    for name, files in samples(data) if data else ():
        yield whole(f"data/{name}", files, reports)


def commands(examples: Mapping[str, bytes]) -> Iterator[Case]:
    """Yield cases for options that change the output, and for wrong usage, with one command each."""
    files = {f"in/{name}": content for name, content in examples.items()}
    files["wrong.toml"] = b"[limits]\nnonsense = 1\n"
    files["gate.toml"] = b'ignore = ["EMP"]\n[severity]\nDOI = "info"\n'
    for name, options in {
        "plain": "",
        "statistics": "--statistics",
        "quiet": "--quiet",
        "max-findings": "--max-findings 3",
        "diff": "--diff",
        "diff-unsafe": "--diff --unsafe-fixes",
        "never-fails": "--fail-on never",
        "select-ignore": "--select DOI,EMP004 --ignore DOI001",
        "from-plain": "--from plain",
        "configured": "--config commands/configured/gate.toml",
        "fix-into-alone": "--fix-into commands/fix-into-alone/out",
        "unsafe-alone": "--unsafe-fixes",
        "unknown-rule": "--select NONE999",
        "unknown-format": "--from nothing",
        "absent-config": "--config commands/absent-config/absent.toml",
        "wrong-config": "--config commands/wrong-config/wrong.toml",
        "absent-folder": "--output commands/absent-folder/out/report.json",
        "absent-source": "commands/absent-source/absent.jsonl",
    }.items():
        arguments = ("check", f"commands/{name}/in", *options.split())
        yield Case(f"commands/{name}", files, (Step("check", arguments),))
    yield Case("commands/formats", {}, (Step("formats", ("formats",)),))
    yield Case("commands/rule", {}, (Step("rule", ("rule", "NONE999")),))


def whole(name: str, files: Mapping[str, bytes], reports: Sequence[str], *more: str) -> Case:
    """Return a case in which all rules check the files: every report, an index, and fixes in place and in other files.

    With the index, the files are checked one after the other, and the first file is checked again at the end.
    """
    source, fixed, into = f"{name}/in", f"{name}/fixed", f"{name}/into"
    steps = [judging("check", source, *more)]
    steps += [Step(kind, ("check", source, "--format", kind, *more)) for kind in reports]
    turns = [*files, next(iter(files))]
    steps += [
        judging(f"index {turn} {file}", f"{source}/{file}", "--index", f"{name}/index", *more)
        for turn, file in enumerate(turns, 1)
    ]
    steps.append(judging("fix", fixed, "--fix", *more, collect=fixed))
    unsafe = ("--fix", "--unsafe-fixes", "--fix-into", into, *more)
    steps.append(judging("unsafe fix", source, *unsafe, collect=into))
    placed = {f"{folder}/{file}": content for folder in ("in", "fixed") for file, content in files.items()}
    return Case(name, placed, tuple(steps))


def judging(name: str, source: str, *more: str, collect: str | None = None) -> Step:
    """Return a step that prints a JSON report."""
    return Step(name, ("check", source, "--format", "json", *more), document=True, collect=collect)


def rule_files(tree: Path) -> list[Path]:
    """Return the YAML files of the rules' tests."""
    return sorted((tree / "tests" / "rules").glob("*/*.yml"))


@cache
def parsed(path: Path) -> dict[str, Any]:
    """Return the contents of a YAML file. The loader in C is ten times as fast."""
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def family_cases(family: str, paths: Sequence[Path], codes: Mapping[str, str]) -> Iterator[Case]:
    """Yield the cases of a folder: each case with its own rule only, then all their records together with all rules."""
    name = f"rules/{family}"
    records: list[dict[str, Any]] = []
    for path in paths:
        content = parsed(path)
        records += content.get("records", ())
        code = codes.get(path.stem.replace("_", "-"), "")
        for kind in ("bad", "good"):
            for number, case in enumerate(content.get(kind, ()), 1):
                records += [] if is_raw(case) else records_of(case)
                yield rule_case(f"{name}/{path.stem}/{kind}-{number}", code, case, fixing=kind == "bad")
    yield whole(f"{name}/all", {"all.jsonl": json_lines(records)}, (), "--from", "plain")


def rule_case(name: str, code: str, case: Mapping[str, Any], *, fixing: bool) -> Case:
    """Return one YAML case with its own rule only. A bad case also includes the fixes."""
    file = case.get("file", "case.jsonl")
    files = {file: input_of(case)}
    more = ["--select", code]
    if form := case.get("from", None if is_raw(case) else "plain"):
        more += ["--from", form]
    if options := case.get("options"):
        files["scholint.toml"] = f"[rules]\n{code} = {toml(options)}\n".encode()
        more += ["--config", f"{name}/scholint.toml"]
    steps = [judging("check", f"{name}/{file}", *more)]
    if fixing:
        into = f"{name}/into"
        unsafe = ("--fix", "--unsafe-fixes", "--fix-into", into, *more)
        fix = judging("unsafe fix", f"{name}/{file}", *unsafe, collect=into)
        steps.append(replace(fix, only_after='"fix": {'))
    return Case(name, files, tuple(steps))


def is_raw(case: Mapping[str, Any]) -> bool:
    """Return whether the case contains bytes or a text instead of records."""
    return bool({"text", "bytes_hex"} & case.keys()) or "__text__" in case.get("record", {})


def records_of(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the records in a case."""
    return case.get("records") or [case.get("record", {})]


def input_of(case: Mapping[str, Any]) -> bytes:
    """Return the input of a case as bytes, written as in the tests of the rules."""
    if "bytes_hex" in case:
        return bytes.fromhex(case["bytes_hex"])
    records = records_of(case)
    if "__text__" in records[0]:
        return str(records[0]["__text__"]).encode("utf-8", "surrogateescape")
    return str(case["text"]).encode() if "text" in case else json_lines(records)


def json_lines(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def toml(value: Any) -> str:
    """Return a value as TOML on one line. A JSON string is a valid TOML string."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def samples(data: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield the name and the files of each sample: a text file, or the first records of a JSON Lines file in two halves."""
    for path in sorted(data.glob("*.jsonl.gz")):
        with gzip.open(path) as stream:
            lines = list(itertools.islice(stream, SAMPLE))
        middle = len(lines) // 2
        files = {"first.jsonl": b"".join(lines[:middle]), "second.jsonl": b"".join(lines[middle:])}
        yield path.name.removesuffix(".jsonl.gz"), files
    for path in sorted(data.glob("*.txt")):
        yield path.stem, {path.name: path.read_bytes()}


def new_in(head: Path, base: Path) -> set[str]:
    """Return the inputs of YAML cases that are only in `head`."""
    return inputs(head) - inputs(base)


def inputs(tree: Path) -> set[str]:
    """Return the inputs of all YAML cases, as texts to compare."""
    return {
        json.dumps([path.stem, {k: v for k, v in case.items() if k not in ("found", "why")}], default=str)
        for path in rule_files(tree)
        for kind, cases in parsed(path).items()
        if kind in ("bad", "good")
        for case in cases
    }


def sources_of(cases: Sequence[Case]) -> Counter[str]:
    """Return how many cases come from each place."""
    return Counter(case.name.partition("/")[0] for case in cases)
