"""The field model: the files that it was trained into, and that a record's verdict is its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import polars as pl

from scholint.checks.field_model import NEEDED, field_signal
from scholint.seeds.field_scoring import HOME, added

TEXTS = [
    ("Laparoscopic repair of inguinal hernia in elderly patients", "Journal of Historical Linguistics"),
    (
        "Vowel harmony and the history of consonants in two related languages",
        "Journal of Historical Linguistics",
    ),
    ("Growth of fatigue cracks in welded beams of steel under load", "Annals of Abdominal Surgery"),
    ("Short", "Annals of Abdominal Surgery"),
    ("", "Кардиология сегодня"),
]


def records() -> pl.DataFrame:
    abstract = (
        "We studied this in a sample of cases, and report what was found with the method that was used here. "
        * 3
    )
    rows = [
        {
            **dict.fromkeys(NEEDED),
            "title": title,
            "journal": journal,
            "abstract_text": abstract if i % 2 else None,
        }
        for i, (title, journal) in enumerate(TEXTS)
    ]
    flags = {"is_article": True, "is_matter": False, "is_notice": False, "is_titleless": False}
    return pl.DataFrame(
        [{**row, **flags} for row in rows],
        schema_overrides={"issn_valid": pl.String, "fields": pl.List(pl.String)},
    )


def test_files_are_those_that_were_trained() -> None:
    manifest = json.loads((HOME / "manifest.json").read_text("utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((HOME / name).read_bytes()).hexdigest() == digest, name
    assert sum(path.stat().st_size for path in HOME.iterdir()) < 20e6


def test_a_record_is_judged_as_in_a_batch() -> None:
    frame = records()
    together = frame.select(signal=field_signal())["signal"].to_list()
    alone = [frame[i].select(signal=field_signal())["signal"].item() for i in range(frame.height)]
    assert together == alone
    assert together[3] is not None
    assert together[2]["paper_field"] != "medicine"


def test_bytes_are_added_without_overflow() -> None:
    import numpy as np

    random = np.random.default_rng(1)
    table = random.integers(-127, 128, (64, 24)).astype(np.int8)
    buckets, rows = random.integers(0, 64, 5000), np.sort(random.choice([0, 1, 4], 5000, p=[0.9, 0.05, 0.05]))
    expected = np.stack([table[buckets[rows == row]].astype(int).sum(0) for row in range(6)])
    assert (added(table, buckets, rows, 6) == expected).all()


def test_nothing_is_loaded_without_a_record_worth_judging() -> None:
    code = (
        "import sys, polars as pl\n"
        "from scholint.checks.field_model import NEEDED, field_signal\n"
        "frame = pl.DataFrame({n: [None] for n in NEEDED}, schema_overrides={"
        "**{n: pl.String for n in NEEDED}, 'fields': pl.List(pl.String),"
        "**{n: pl.Boolean for n in NEEDED if n.startswith('is_')}})\n"
        "assert frame.select(field_signal()).item() is None\n"
        "assert 'numpy' not in sys.modules and 'scholint.seeds.field_scoring' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
