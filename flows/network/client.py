"""Streamed downloads over HTTP, with limits on time and size, and only from hosts that the user allows.

Problems such as a wrong response, a private address, or a redirect to another host raise an error with one sentence
for the user. The run then continues with the other sources.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import httpx

from scholint.errors import FetchError
from scholint.flows.network.guard import RetryableError, check_host, peer_guard
from scholint.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scholint.flows.network.limits import FetchLimits

_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))
_LONGEST_WAIT = 60.0


def download(url: str, path: Path, settings: FetchLimits) -> None:
    """Download a URL to a file. If an earlier download was interrupted, resume it.

    The content is written to `<path>.part`, and the validator of the server to `<path>.tag`. When the download is
    complete, the partial file is renamed to `path`.

    Raises:
        FetchError: The URL cannot be read, or a limit was reached.
        OSError: The file cannot be written.

    """
    part, kept = path.with_name(path.name + ".part"), path.with_name(path.name + ".tag")
    tag = kept.read_text("utf-8") if kept.exists() and part.exists() else ""
    given = part.stat().st_size if tag else 0
    for left in reversed(range(settings.retries + 1)):
        try:
            _append(url, part, kept, settings, given, tag)
            break
        except _ChangedError:
            # The content on the server has changed since the partial file was downloaded: start again.
            kept.unlink(missing_ok=True)
            given, tag = 0, ""
            if not left:
                raise
    part.replace(path)
    kept.unlink(missing_ok=True)


def _append(url: str, part: Path, kept: Path, settings: FetchLimits, given: int, tag: str) -> None:
    with part.open("ab" if given else "wb") as file:
        for chunk, current in stream_chunks(url, settings, time.sleep, given, tag):
            file.write(chunk)
            if current != tag:
                tag = current
                kept.write_text(tag, "utf-8")


def stream_chunks(
    url: str, settings: FetchLimits, sleep: Callable[[float], None], given: int = 0, tag: str = ""
) -> Iterator[tuple[bytes, str]]:
    """Download a URL, and yield each chunk with its HTTP validator. A later call can resume with that validator.

    `sleep`: waits for a number of seconds before a retry. `given`: the number of bytes that an earlier call downloaded;
    the download resumes after them. `tag`: the validator that came with those bytes, or an empty string.

    Raises:
        FetchError: The URL cannot be read, or a limit was reached.

    """
    until = time.monotonic() + settings.total_seconds
    tries = 0
    with _client(settings) as client:
        while True:
            try:
                for chunk, current in _stream(client, url, settings, given, tag, until):
                    tag = current
                    given += len(chunk)
                    if given > settings.bytes_limit:
                        raise FetchError(
                            f"{url} is larger than {settings.bytes_limit:,} bytes (setting `http.bytes-limit`)"
                        )
                    yield chunk, tag
            except RetryableError as error:
                tries += 1
                if tries > settings.retries or (given and not tag):
                    broken = f" after {given:,} bytes" if given else ""
                    kind = _ChangedError if given and not tag else FetchError
                    raise kind(f"cannot read {url}{broken}: {error}") from None
                pause = error.wait or settings.pause_seconds * 2**tries * random.uniform(0.5, 1)  # noqa: S311 - jitter
                if time.monotonic() + pause > until:
                    raise FetchError(
                        f"cannot read {url}: {error}, time limit reached (setting `http.total-seconds`)"
                    ) from None
                sleep(pause)
            else:
                return


class _ChangedError(FetchError):
    """The server cannot resume the download, or the content has changed."""


def _client(settings: FetchLimits) -> httpx.Client:
    timeout = httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds)
    contact = f"; mailto:{settings.mailto}" if settings.mailto else ""
    headers = {
        "User-Agent": f"scholint/{VERSION} (metadata linter{contact})",
        "Accept-Encoding": "identity",
    }
    # Proxies of the environment are not used, because the guard must check the address of the server itself.
    return httpx.Client(timeout=timeout, headers=headers, follow_redirects=False, trust_env=False)


def _stream(
    client: httpx.Client, url: str, settings: FetchLimits, given: int, tag: str, until: float
) -> Iterator[tuple[bytes, str]]:
    """Try once to download a URL, and yield each chunk with its HTTP validator.

    `given`, `tag`: see `stream_chunks`. `until`: the time (`time.monotonic`) at which the download is stopped.

    Raises:
        FetchError: The URL cannot be read, or a limit was reached.
        RetryableError: The attempt failed, but another one may succeed.

    """
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"invalid URL `{url}`: {error}") from None
    headers = {"Range": f"bytes={given}-", "If-Range": tag} if given else {}
    for _ in range(settings.redirects + 1):
        check_host(asked, httpx.URL(url), settings)
        extensions = {"trace": peer_guard(asked, settings)}
        try:
            with client.stream("GET", asked, headers=headers, extensions=extensions) as response:
                if response.status_code in _MOVED:
                    asked = _next(asked, response)
                    continue
                _check_status(url, response, given)
                tag = _validator(response)
                for chunk in response.iter_raw():
                    if time.monotonic() > until:
                        raise FetchError(
                            f"{url} took longer than {settings.total_seconds:g} s (setting `http.total-seconds`)"
                        )
                    yield chunk, tag
                return
        except httpx.TransportError as error:
            raise RetryableError(str(error) or type(error).__name__) from None
    raise FetchError(f"{url} redirects more than {settings.redirects} times (setting `http.redirects`)")


def _next(asked: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        return asked.join(response.headers.get("location", ""))
    except httpx.InvalidURL as error:
        raise FetchError(f"{asked} redirects to an invalid URL: {error}") from None


def _check_status(url: str, response: httpx.Response, given: int) -> None:
    status = response.status_code
    if status in _AGAIN:
        raise RetryableError(f"server returned HTTP {status}", _retry_after(response))
    # Status 416 means that no bytes remain to request, or that the content is shorter than before.
    refused = given and status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE
    if not response.is_success and not refused:
        raise FetchError(
            f"cannot read {url}: server returned HTTP {status} {response.reason_phrase}".rstrip()
        )
    # If the server resumes at another byte, the file would have a gap or an overlap.
    start = response.headers.get("content-range", f"bytes {given}-").partition("-")[0].removeprefix("bytes ")
    if given and (status != httpx.codes.PARTIAL_CONTENT or start != str(given)):
        raise _ChangedError(f"cannot read {url}: download interrupted, and the server cannot resume it")
    if not given and status == httpx.codes.PARTIAL_CONTENT:
        raise FetchError(f"cannot read {url}: server returned only part of the content")


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("retry-after", "")
    return min(float(value), _LONGEST_WAIT) if value.isdigit() else None


def _validator(response: httpx.Response) -> str:
    """Return the value for the header If-Range (RFC 9110). Empty if the server cannot resume or has a weak tag."""
    ranged = (
        response.headers.get("accept-ranges") == "bytes"
        or response.status_code == httpx.codes.PARTIAL_CONTENT
    )
    tag: str = response.headers.get("etag") or response.headers.get("last-modified") or ""
    return tag if ranged and not tag.startswith("W/") else ""
