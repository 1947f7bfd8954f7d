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
    """Yield the bytes behind a URL, as they are on the wire.

    A stream that breaks is resumed where the server can; where it cannot, it is begun again only if nothing
    was yielded yet.

    Raises:
        FetchError: it cannot be read, or a limit was reached.

    """
    for chunk, _ in stream_chunks(url, settings or FetchLimits(), sleep):
        yield chunk
