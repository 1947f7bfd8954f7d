"""Measure the CPU time of the engine and of pandera for the first batch of a file, with the same rules; see `bench.py`.

    python benchmarks/bench_engine.py RECORDS.jsonl PAIRS

Prints a JSON list of pairs of seconds. Rules that compare records or read reference tables are left out, because pandera
checks each frame separately.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import pandera.errors

from scholint.checks import catalogue
from scholint.checks.engine.engine import Engine
from scholint.checks.pandera_schema import schema
from scholint.flows.formats.declaration import formats
from scholint.flows.reading import reader
from scholint.flows.reading.limits import Limits
from scholint.flows.sources.arguments import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl


def main() -> None:
    """Measure and print the pairs."""
    path, pairs = sys.argv[1:]
    ours, theirs = contenders(path)
    ours(), theirs()
    print(json.dumps([(seconds(ours), seconds(theirs)) for _ in range(int(pairs))]))


def contenders(path: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the engine and pandera, each ready to check the same frame with the same rules."""
    rules = [rule for rule in catalogue.select() if not rule.needs]
    batches = reader.read([Source(path=path, name=path)], formats=formats({}), limits=Limits())
    frame: pl.DataFrame = next(batch.records for batch in batches if batch.records.height)
    contract = schema(rules)
    engine = Engine(rules)

    def validate() -> None:
        try:
            contract.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            assert error.failure_cases.height

    return lambda: engine.check_records(frame), validate


def seconds(call: Callable[[], object]) -> float:
    """Return the CPU time of a call, in seconds, summed over all threads."""
    began = time.process_time()
    call()
    return time.process_time() - began


if __name__ == "__main__":
    main()
