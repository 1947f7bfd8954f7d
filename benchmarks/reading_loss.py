"""Records that the reader loses in silence, in inputs that were damaged on purpose.

    python benchmarks/reading_loss.py [--inputs 50] [--seed 7] [--format NAME ...] [--mutation NAME ...]
    python benchmarks/reading_loss.py --show FORMAT MUTATION

Each input has 1 to 8 records with a marker in every text field. Its bytes are mutated, compressed or not, and read with
random limits on batches and in chunks of random size. The oracle (`reading_loss_oracle.py`) then looks for each marker.

The table has a line for each format and mutation: the number of inputs, of those with records that were lost in silence,
read twice, or invented, and of those that made the reader crash. `refused` counts inputs of which records were not read
because the reader reported the whole source. It is not a failure. Mutations that change nothing are not counted.
The script exits with status 1 if there is any failure. `--show` prints the smallest failing input.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from reading_loss_inputs import FORMATS, HALF, drawn
from reading_loss_mutations import DOUBLE, MUTATIONS, fitting, mutated
from reading_loss_oracle import Verdict, judge

from scholint.flows.formats.declaration import formats, record_paths
from scholint.flows.reading import reader
from scholint.flows.reading.layout import layout_of
from scholint.flows.reading.limits import Limits
from scholint.flows.sources.arguments import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The reader takes the bytes of a URL from a function, so no files are written, and chunks may have any size.
SOURCE = Source("https://example.org/records", "records")
SIZES = (1, 7, 4096)
KINDS = ("lost", "twice", "invented", "crash", "refused")
HEADINGS = ("inputs", "lost in silence", "read twice", "invented", "crashed", "refused")


@dataclass(frozen=True, slots=True)
class Case:
    """An input and how it is read. `chunk`: the size of the chunks in which the reader gets the bytes."""

    data: bytes
    is_compressed: bool
    chunk: int
    batch_records: int
    batch_bytes: int

    def __str__(self) -> str:
        """Return what `--show` prints."""
        way = f"chunks of {self.chunk} bytes, batch-records {self.batch_records}, batch-bytes {self.batch_bytes}"
        lines = "\n".join(f"  {line!r}" for line in self.data.splitlines(keepends=True))
        return f"{'gzip' if self.is_compressed else 'plain'}, {way}\n{len(self.data)} bytes:\n{lines}"


def main() -> None:
    """Print the table, or one input."""
    parser = argparse.ArgumentParser(description="Count the records that the reader loses in silence.")
    parser.add_argument("--inputs", type=int, default=50, help="inputs per format and mutation")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--format", action="append", choices=FORMATS)
    parser.add_argument("--mutation", action="append", choices=[*MUTATIONS, DOUBLE])
    parser.add_argument("--show", nargs=2, metavar=("FORMAT", "MUTATION"))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    if given.show:
        name, mutation = given.show
        show(name, mutation, given.inputs, given.seed)
        return
    totals = measure(given.format or list(FORMATS), given.mutation, given.inputs, given.seed)
    sys.exit(any(totals[kind] for kind in KINDS if kind != "refused"))


def measure(names: Sequence[str], mutations: Sequence[str] | None, inputs: int, seed: int) -> Counter[str]:
    """Print a line for each format and mutation, and return the totals. `mutations`: None means all."""
    print(f"{'format':24}{'mutation':20}" + "".join(f"{heading:>17}" for heading in HEADINGS))
    totals: Counter[str] = Counter()
    for name in names:
        known = [*fitting(is_json=FORMATS[name].is_json), DOUBLE]
        for mutation in [each for each in known if mutations is None or each in mutations]:
            counts: Counter[str] = Counter()
            for case in cases(name, mutation, inputs, seed):
                verdict = verdict_of(case)
                counts["inputs"] += 1
                counts.update(kind for kind in KINDS if getattr(verdict, kind))
            totals += counts
            if counts["inputs"]:
                print(line_of(name, mutation, counts), flush=True)
    print(line_of("all", "", totals))
    return totals


def line_of(name: str, mutation: str, counts: Counter[str]) -> str:
    """Return a line of the table."""
    return f"{name:24}{mutation:20}" + "".join(f"{counts[kind]:>17,}" for kind in ("inputs", *KINDS))


def cases(name: str, mutation: str, inputs: int, seed: int) -> Iterator[Case]:
    """Yield up to `inputs` mutated inputs of a format. The same arguments yield the same inputs."""
    form = FORMATS[name]
    known = fitting(is_json=form.is_json)
    for i in range(inputs):
        draw = random.Random(f"{seed} {name} {mutation} {i}")
        parts = drawn(draw, form)
        chosen = draw.sample(list(known.values()), 2) if mutation == DOUBLE else [known[mutation]]
        data = mutated(draw, parts, chosen)
        if data == parts.data:
            continue
        yield Case(data, draw.random() < HALF, draw.choice(SIZES), draw.choice(SIZES), draw.choice(SIZES))


def verdict_of(case: Case) -> Verdict:
    """Return what the reader does with an input."""
    stored = gzip.compress(case.data, 1, mtime=0) if case.is_compressed else case.data
    limits = Limits(batch_records=case.batch_records, batch_bytes=case.batch_bytes)
    try:
        batches = list(
            reader.read(
                [SOURCE],
                formats=formats(),
                limits=limits,
                opener=lambda _: (stored[i : i + case.chunk] for i in range(0, len(stored), case.chunk)),
            )
        )
        layout = layout_of(case.data, record_paths(formats(), None), limits).layout
    # Any exception is what is measured. A panic of Polars is not an Exception.
    except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001
        return Verdict(crash=f"{type(error).__name__}: {str(error)[:200]}")
    # Zero bytes are escaped in JSON.
    rows = [r.replace(r"\u0000", "") for batch in batches for r in batch.records.write_ndjson().splitlines()]
    defects = [row for batch in batches for row in batch.defects.to_dicts()]
    return judge(case.data, layout, rows, defects, is_failed=any(batch.failed for batch in batches))


def show(name: str, mutation: str, inputs: int, seed: int) -> None:
    """Print the smallest failing input of a format and mutation, and what is wrong. Exit with status 1 if there is one."""
    if name not in FORMATS or mutation not in (*fitting(is_json=FORMATS[name].is_json), DOUBLE):
        sys.exit(
            f"no such pair of a format ({', '.join(FORMATS)}) and a mutation ({', '.join(MUTATIONS)}, {DOUBLE})"
        )
    for case in sorted(cases(name, mutation, inputs, seed), key=lambda each: len(each.data)):
        verdict = verdict_of(case)
        if verdict.is_failure:
            for kind in KINDS:
                found = getattr(verdict, kind)
                if found:
                    print(f"{kind}: {', '.join(sorted(found)) if isinstance(found, frozenset) else found}")
            print(case)
            sys.exit(1)
    print(f"no failures in {inputs} inputs")


if __name__ == "__main__":
    main()
