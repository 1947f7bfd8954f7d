"""The JSON Lines report, with one finding per line. It is written frame by frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from scholint.reports.projection import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scholint.reports.result import Result


def write(result: Result, stream: TextIO, **_options: Any) -> None:
    """Write all findings."""
    stream.writelines(line + "\n" for line in lines(result))


def lines(result: Result) -> Iterator[str]:
    """Yield each finding as a JSON object, with its keys in the order of the contract FINDINGS."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for frame in result.iter_findings():
        for row in rows(frame):
            yield encode(row)
