"""Records in Parquet files."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import polars as pl

from scholint.flows.formats.detect import recognise
from scholint.flows.reading.defects import defect
from scholint.flows.reading.lines import Block
from scholint.flows.reading.pending import Pending, report_unrecognised, whole_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.limits import Limits


def parquet_blocks(
    path: str, chunks: Iterator[bytes], formats: Mapping[str, Format], limits: Limits, waiting: Pending
) -> Iterator[tuple[Block, Format]]:
    """Yield the rows of a Parquet file as blocks of JSON lines."""
    try:
        frame = pl.read_parquet(io.BytesIO(whole_content(chunks, limits)))
    except pl.exceptions.PolarsError as error:
        waiting.defects.append(
            defect("REC001", path, 1, f"not valid Parquet: {str(error).splitlines()[0]}", records=0)
        )
        waiting.failed.append(path)
        return
    samples = [json.loads(line) for line in frame.head(50).write_ndjson().splitlines()]
    found = recognise(samples or [dict.fromkeys(frame.columns)], formats)
    if found is None:
        report_unrecognised(
            path, f"a Parquet file with the columns {', '.join(frame.columns[:8])}", formats, waiting
        )
        return
    for start in range(0, frame.height, limits.batch_records):
        part = frame[start : start + limits.batch_records]
        yield Block(part.write_ndjson().encode(), range(start + 1, start + 1 + part.height)), found
