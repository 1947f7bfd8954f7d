"""Measure near-duplicates: recall and precision for planted ones, speed as ratios, and memory and time at scale.

    python benchmarks/duplicates.py planted RECORDS.jsonl[.gz]
    python benchmarks/duplicates.py speed RECORDS.jsonl[.gz]
    python benchmarks/duplicates.py scale RECORDS.jsonl[.gz] FOLDER 1000000 3000000 10000000

RECORDS has real records with abstracts. All random choices are seeded.

`planted` changes words of real abstracts until their exact Jaccard similarity, counted on Python sets of word triples, has the
intended value.

`scale` writes records into FOLDER: copies of the real records in which every word has the number of the copy, so that texts of
different copies have nothing in common. Of these records, 4.7% repeat a record of the previous copy, and 1% nearly do. This
needs 2 kB per record in FOLDER, and 1.3 kB for keys in the temporary folder. Memory is the peak that the kernel reports.

`speed` compares CPU times from one run. It requires `datasketch`. Three baselines use rensa with the same number of permutations
over precomputed hashes. Two return digests that a program can read (one list per text, the only form that the library
returns): one from a flat array, one from lists. The third, from the array, keeps the digests inside the library, where only the
library's own index can use them.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scholint.checks import exchange, normal_forms
from scholint.checks.duplicates import sketches
from scholint.checks.duplicates.bare_text import bare_texts
from scholint.flows.formats.declaration import formats
from scholint.flows.reading import reader
from scholint.flows.reading.limits import Limits
from scholint.flows.sources.arguments import Source

if TYPE_CHECKING:
    from collections.abc import Callable

SEED, RUNS = 7, 5
REPEATED, NEARLY = 0.047, 0.01


def main() -> None:
    """Run the part that the first argument selects."""
    part, path, *rest = sys.argv[1:]
    {"planted": planted, "speed": speed, "scale": scale}[part](path, *rest)


def records(path: str) -> pl.DataFrame:
    """Return the records frame of a file."""
    batches = reader.read([Source(path=path, name=path)], formats=formats({}), limits=Limits())
    return pl.concat([batch.records for batch in batches])


def abstracts(path: str) -> pl.Series:
    """Return the distinct long abstracts of a file."""
    texts = records(path)["abstract"].drop_nulls().unique(maintain_order=True)
    return texts.filter(texts.str.len_bytes() >= sketches.LEAST_BYTES)


def triples(text: str) -> set[tuple[str, ...]]:
    """Return the set of word triples of a bare text. It is counted without the code that is measured."""
    words = text.split(" ")
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: str, other: str) -> float:
    """Return the exact similarity of two bare texts."""
    a, b = triples(one), triples(other)
    return len(a & b) / len(a | b)


def planted(path: str) -> None:
    """Plant 4,000 near-duplicates among real abstracts, and count how many are found and how many are missed."""
    draw = random.Random(SEED)
    bare = bare_texts(abstracts(path))
    bare = bare.filter(bare.str.count_matches(" ", literal=True) >= sketches.LEAST_WORDS)
    chosen = draw.sample(range(len(bare)), 4000)
    copies, wanted = [], []
    for i in chosen:
        words = bare[i].split(" ")
        share = draw.uniform(0.0, 0.07)
        changed = " ".join(w if draw.random() > share else draw.choice(("other", w + "s", "")) for w in words)
        changed = " ".join(changed.split())
        copies.append(changed)
        wanted.append(jaccard(bare[i], changed))
    texts = [*bare.to_list(), *copies]
    keys = keys_of(texts)
    began = time.perf_counter()
    found = pl.concat(near(keys))
    seconds = time.perf_counter() - began
    group = dict(found.select("line", "near_cluster").rows())
    hits = {0.8: [0, 0], 0.9: [0, 0]}
    for k, (i, similarity) in enumerate(zip(chosen, wanted, strict=True)):
        met = group.get(i + 1) is not None and group.get(i + 1) == group.get(len(bare) + k + 1)
        for least, counts in hits.items():
            if least <= similarity < 1:
                counts[0] += met
                counts[1] += 1
    print(f"{len(texts):,} texts, clusters in {seconds:.1f} s")
    for least, (met, of) in hits.items():
        print(f"recall at a Jaccard similarity of {least} or more: {met / of:.4f} ({met} of {of})")
        # A row is correct if another text of its cluster is similar enough.
    rows = found.select("line", "near_cluster").group_by("near_cluster").agg("line")["line"].to_list()
    right = total = 0
    for lines in rows:
        members = [texts[line - 1] for line in lines]
        for j, text in enumerate(members):
            total += 1
            right += any(jaccard(text, other) >= 0.8 for o, other in enumerate(members) if o != j)  # noqa: PLR2004
    print(f"precision: {right / total:.4f} ({right} of {total} records in {len(rows)} clusters)")


def keys_of(texts: list[str]) -> pl.DataFrame:
    """Return the keys that a run computes for these texts."""
    frame = pl.DataFrame({"source": "-", "line": range(1, len(texts) + 1), "abstract": texts})
    sketch = sketches.sketched(frame["abstract"]).struct.unnest()
    placed = frame.select("source", "line", record=pl.col("line").cast(pl.String), new=pl.lit(value=True))
    return placed.hstack(sketch)


def near(keys: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the keys that have a near-duplicate, with their clusters. Each cluster is in one frame."""
    names = ["source", "line", "record", "new", "text_hash", "words"]
    return list(sketches.near_clusters(exchange.local_exchange([keys.lazy()]), keys.height, names, 0.8))


def speed(path: str) -> None:
    """Print our throughput relative to MinHash alone on precomputed hashes, and to datasketch for the same task."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - only `speed` requires it
    from rensa import RMinHash  # noqa: PLC0415 - only `speed` requires it

    texts = abstracts(path)
    words = sketches.word_hashes(bare_texts(texts))
    hashes, offsets = sketches.shingles(words)

    def alone() -> None:
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, sketches.PERMUTATIONS, 1)
        matrix.to_rows()

    def matrix_alone() -> None:
        RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, sketches.PERMUTATIONS, 1)

    few = texts[:4000]

    def datasketch_job() -> None:
        index = MinHashLSH(threshold=0.8, num_perm=sketches.PERMUTATIONS, params=(sketches.BANDS, 4))
        for i, text in enumerate(few.to_list()):
            minhash = MinHash(num_perm=sketches.PERMUTATIONS)
            minhash.update_batch([" ".join(t).encode() for t in triples(text.lower())])
            index.query(minhash)
            index.insert(i, minhash)

    def ours_job() -> None:
        near(keys_of(few.to_list()))

    print(f"{len(texts):,} abstracts, {len(hashes):,} word triples, {sketches.PERMUTATIONS} permutations")
    frame = pl.DataFrame({"abstract": texts}).lazy()

    def ours() -> None:
        # As in the engine.
        normal_forms.add(frame, [pl.col("abstract_sketch")]).select("abstract_sketch").collect(
            engine="streaming"
        )

    show("text to sketch / MinHash alone, ready flat hashes, digests out", len(texts), ours, alone)
    show("text to sketch / MinHash alone, digests left in the library", len(texts), ours, matrix_alone)
    show("whole job / datasketch", len(few), ours_job, datasketch_job)

    # Last, because millions of Python integers slow down garbage collection, and thus everything that returns lists.
    sets = [hashes[a:b].tolist() for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]

    def by_sets() -> None:
        RMinHash.digest_matrix_from_token_hash_sets(sets, sketches.PERMUTATIONS, 1).to_rows()

    show("text to sketch / MinHash alone, ready sets of hashes, digests out", len(texts), ours, by_sets)


def show(name: str, count: int, ours: Callable[[], object], baseline: Callable[[], object]) -> None:
    """Print the ratio of the throughputs per second of CPU time: the median over pairs of runs."""
    ours(), baseline()
    pairs = [(timed(ours), timed(baseline)) for _ in range(RUNS)]
    ratio = statistics.median(b / a for a, b in pairs)
    a, b = (count / statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name:66} {ratio:6.2f}   {a:,.0f}/s against {b:,.0f}/s")


def timed(call: Callable[[], object]) -> float:
    """Return the CPU time of a call, in seconds, summed over all threads."""
    began = time.process_time()
    call()
    return time.process_time() - began


def scale(path: str, folder: str, *sizes: str) -> None:
    """Check increasing numbers of records for exact and near duplicates only, and print time and peak memory."""
    home = Path(folder)
    base = records(path).filter(pl.col("abstract").str.len_bytes() >= sketches.LEAST_BYTES)
    base = base.select("title", "abstract", "journal", "year", pl.col("authors"))
    for size in map(int, sizes):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        write(base, size, home)
        began = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "scholint",
            "check",
            str(home),
            "--select",
            "DUP",
            "--fail-on",
            "never",
        ]
        process = subprocess.Popen([*command, "--output", str(home.parent / "found.json")])
        peak = 0.0
        # The kernel's figure for a child process includes the memory of its parent at the start.
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            peak = max(peak, resident(process.pid))
            time.sleep(0.2)
        usage = ended[2]
        seconds = time.perf_counter() - began
        print(
            f"{size:>12,} records {seconds:8.1f} s {seconds / size * 1e6:6.1f} s per million"
            f"  {usage.ru_utime + usage.ru_stime:8.1f} s of CPU time {peak:8,.0f} MB peak",
            flush=True,
        )


def resident(process: int) -> float:
    """Return the peak memory of a process so far, in MB; 0 if it has ended."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else 0.0


def write(base: pl.DataFrame, size: int, home: Path) -> None:
    """Write `size` records: one file per copy of `base`."""
    draw = np.random.default_rng(SEED)
    before = base
    for copy in range(-(-size // base.height)):
        number = pl.int_range(pl.len())
        fresh = base.with_columns(
            abstract=pl.col("abstract").str.replace_all(" ", f"{copy} ", literal=True),
            title=pl.format("{} {}", "title", pl.lit(f"of copy {copy}")),
            doi=pl.format("10.5555/{}.{}", pl.lit(copy), number),
        )
        lot = pl.Series(draw.random(base.height))
        again = before.with_columns(doi=pl.lit(None, pl.String)).select(fresh.columns)
        nearly = again.with_columns(abstract=pl.col("abstract").str.replace(r"\S+ \S+$", "in the end"))
        chosen = {
            name: pl.when(lot < REPEATED)
            .then(again[name])
            .when(lot < REPEATED + NEARLY)
            .then(nearly[name])
            .otherwise(fresh[name])
            for name in fresh.columns
        }
        mixed = fresh.select(**chosen).with_columns(id=pl.format("{}-{}", pl.lit(copy), number))
        mixed.head(size - copy * base.height).write_ndjson(home / f"{copy:04}.jsonl")
        before = fresh


if __name__ == "__main__":
    main()
