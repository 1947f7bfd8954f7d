"""Reading sources from URLs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scholint.flows.network.client import stream_chunks
from scholint.flows.network.limits import FetchLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def open_url(
    url: str, settings: FetchLimits | None = None, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[bytes]:
    """Yield the bytes of a URL while they are downloaded.

    An interrupted download is resumed if the server supports it. Otherwise it is restarted, but only if no bytes were
    yielded yet.

    `sleep`: waits for the given number of seconds before a retry.

    Raises:
        FetchError: The URL cannot be read, or a limit was reached.

    """
    for chunk, _ in stream_chunks(url, settings or FetchLimits(), sleep):
        yield chunk
