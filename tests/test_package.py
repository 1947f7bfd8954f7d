"""The wheel: everything lives under one import name, and what is installed is what was tested."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_four_rooms_under_one_name(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"scholint"}
    for name in (
        "py.typed",
        "checks/doi/doi_syntax.py",
        "flows/formats/crossref.toml",
        "reports/page.html",
        "seeds/placeholders.toml",
        "seeds/field_model/encoder.npz",
    ):
        assert f"scholint/{name}" in names
    sources = {
        p.relative_to(ROOT).as_posix()
        for room in ("checks", "flows", "reports", "seeds")
        for p in (ROOT / room).rglob("*.py")
    }
    assert {f"scholint/{source}" for source in sources} <= set(names)


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


def test_the_readme_names_every_command_and_exit_status() -> None:
    from scholint.flows.commandline import main

    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"scholint {name}" in readme for name in main.commands)
    assert all(f"| {status} |" in readme for status in range(5))
