"""Sources at a URL."""

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
    """Yield the bytes of a URL, as they come from the server.

    An interrupted download is resumed if the server can do that; otherwise it starts again only if nothing was yielded
    yet. `sleep`: waits for so many seconds before a retry.

    Raises:
        FetchError: the URL cannot be read, or a limit was reached.

    """
    for chunk, _ in stream_chunks(url, settings or FetchLimits(), sleep):
        yield chunk
