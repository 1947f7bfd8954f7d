"""What is packed: everything lives under one import name, once, and what is installed is what was tested."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


FOLDERS = ("checks", "flows", "reports", "seeds")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """Return the paths in the source distribution, and those in the wheel that is built from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    with tarfile.open(sdist) as tar, zipfile.ZipFile(wheel) as archive:
        return [name.partition("/")[2] for name in tar.getnames()], archive.namelist()


@pytest.mark.slow
def test_the_wheel_holds_the_four_folders_under_one_name(built: tuple[list[str], list[str]]) -> None:
    _, names = built
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"scholint"}
    for name in (
        "py.typed",
        "checks/rules/doi/doi_syntax.py",
        "flows/formats/crossref.toml",
        "reports/page/page.html",
        "seeds/placeholders.toml",
        "seeds/field_model/encoder.npz",
        "seeds/field_model/MODEL_CARD.md",
    ):
        assert f"scholint/{name}" in names
    scripts = {p.relative_to(ROOT).as_posix() for p in (ROOT / "seeds" / "build").glob("*")}
    sources = {p.relative_to(ROOT).as_posix() for folder in FOLDERS for p in (ROOT / folder).rglob("*.py")}
    assert {f"scholint/{source}" for source in sources - scripts} <= set(names)
    assert {f"scholint/{p.name}" for p in (ROOT / "scholint").glob("*.py")} <= set(names)
    assert not any("seeds/build" in name for name in names)


@pytest.mark.slow
def test_the_source_distribution_holds_everything_once(built: tuple[list[str], list[str]]) -> None:
    names, _ = built
    below = [name.removeprefix("scholint/") for name in names]
    assert sorted(below) == sorted(set(below))
    assert {"scholint/__init__.py", "checks/rule.py", "seeds/build/train_field_model.py"} <= set(names)


def test_the_package_holds_links_to_the_four_folders() -> None:
    assert all((ROOT / "scholint" / folder).is_symlink() for folder in FOLDERS)


@pytest.mark.parametrize("statement", ["import scholint", "from scholint.flows.cli import main"])
def test_a_checkout_without_links_says_so_in_one_sentence(tmp_path: Path, statement: str) -> None:
    shutil.copytree(ROOT / "scholint", tmp_path / "scholint", symlinks=True)
    for folder in FOLDERS:
        # As Git writes a link where it cannot make one.
        (tmp_path / "scholint" / folder).unlink()
        (tmp_path / "scholint" / folder).write_text(f"../{folder}")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", statement]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: scholint/checks is not a link to the folder checks: install scholint, or check it out again "
        "with symbolic links (git config core.symlinks true)"
    )


def test_importing_scholint_loads_nothing_heavy() -> None:
    script = "import sys, scholint; print(sorted({'polars', 'prefect', 'pandera', 'great_expectations'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/", check=True)
    assert done.stdout.strip() == "[]"


def test_the_library_call_gives_a_result() -> None:
    import scholint

    result = scholint.check([str(ROOT / "seeds" / "examples")], select=["DOI"])
    assert result.records == 14
    assert not result.passed
    assert set(result.metrics["rule"]) == {r for r in result.run["rules"] if r.startswith("DOI")}
