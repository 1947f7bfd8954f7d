"""The documents match the code: generated pages are current, and every option, setting and module is documented."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from scholint.checks.contract import RECORDS
from scholint.errors import ExitStatus
from scholint.flows.cli import main as command_line
from scholint.flows.formats.declaration import formats
from scholint.flows.network.limits import FetchLimits
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import KEYS
from scholint.reports.gate.thresholds import Threshold
from scholint.reports.writers.formats import FORMATS

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import write  # noqa: E402 - docs/ holds scripts, not a package

sys.path.remove(str(ROOT / "docs"))

WRITTEN = [path for path in (ROOT / "docs").glob("*.md") if path.name not in {"cli.md", "rules.md"}]


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def test_the_generated_pages_match_the_code() -> None:
    pages = write.pages()
    for name, text in pages.items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name} is outdated: make docs"
    assert {f"docs/rules/{path.name}" for path in (ROOT / "docs" / "rules").glob("*.md")} <= set(pages)


def test_every_command_and_every_option_is_in_the_command_reference() -> None:
    reference = page("cli")
    for name, _ in write.commands(command_line, "scholint"):
        assert f"## {name}\n" in reference


def test_every_option_of_check_is_explained_in_a_page() -> None:
    options = {option for each in command_line.commands["check"].params for option in each.opts}  # type: ignore[attr-defined]
    explained = "".join(path.read_text("utf-8") for path in WRITTEN)
    assert {option for option in options if option.startswith("--") and option not in explained} == set()


@pytest.mark.parametrize(
    "key", [*KEYS, *(f.name.replace("_", "-") for t in (Limits, FetchLimits) for f in fields(t))]
)
def test_every_setting_is_explained(key: str) -> None:
    assert re.search(rf"`{key}`|\b{key} =|\[{key}[\].]", page("configuration"))


@pytest.mark.parametrize("key", [f.name for f in fields(Threshold)])
def test_every_key_of_a_threshold_is_explained(key: str) -> None:
    assert f"`{key}`" in page("gate")


def test_every_format_and_every_column_is_named() -> None:
    names = set(formats()) | set(RECORDS.columns) - {"source", "line", "format", "provides"}
    assert {name for name in names if f"`{name}`" not in page("formats")} == set()


def test_every_report_format_is_named() -> None:
    assert {name for name in FORMATS if f"`{name}`" not in page("reports")} == set()


def test_every_exit_status_is_explained() -> None:
    statuses = set(ExitStatus) - {ExitStatus.INTERRUPTED}
    assert {status for status in statuses if f"| {status.value} |" not in page("gate")} == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in WRITTEN)]
)
def test_links_and_paths_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert ((ROOT / document).parent / target).exists(), f"{document} links to {target}"
    for path in re.findall(r"`((?:checks|flows|reports|seeds|tests|benchmarks|docs)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"{document} names {path}"


@pytest.mark.parametrize("document", ["README.md", "docs/library.md"])
def test_the_first_example_in_python_runs(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "records.jsonl").write_text('{"title": "Tides", "doi": "doi:10.1000/1"}\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    exec(blocks[0], names)
    assert names["result"].records == 1
