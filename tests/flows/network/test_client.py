"""Sources from the web, against a real server on loopback."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from scholint.errors import FetchError
from scholint.flows.network.limits import FetchLimits
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.flows.sources.web import open_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = b"".join(b'{"title": "T%d", "doi": "10.1000/%d"}\n' % (i, i) for i in range(2000))
LOCAL = FetchLimits(
    private_addresses=True, read_seconds=0.5, connect_seconds=1, total_seconds=5, pause_seconds=0.01
)


@contextmanager
def serving(answer: Callable[[Any, int], None]) -> Iterator[str]:
    """Serve `answer(handler, number_of_the_request)` on loopback; yield the address."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            self.close_connection = True
            answer(self, len(asked))

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign] - a client that leaves is expected
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/feed.jsonl"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler: Any, status: int = 200, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", headers.pop("length", str(len(body))))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def fetched(url: str, settings: FetchLimits = LOCAL, **more: Any) -> bytes:
    return b"".join(open_url(url, settings, **more))


def test_a_body_arrives_whole() -> None:
    with serving(lambda h, n: reply(h, body=BODY)) as url:
        assert fetched(url) == BODY


def test_a_feed_is_linted_from_its_url() -> None:
    with serving(lambda h, n: reply(h, body=gzip.compress(BODY))) as url:
        result = run.check([url], Settings(http=LOCAL))
    assert result.records == 2000
    assert result.run["failed"] == []


def test_a_private_address_is_refused() -> None:
    with serving(lambda h, n: reply(h, body=BODY)) as url, pytest.raises(FetchError, match="private address"):
        fetched(url, FetchLimits())


def test_a_name_of_a_private_address_is_refused_and_the_run_goes_on(tmp_path: Any) -> None:
    good = tmp_path / "good.jsonl"
    good.write_bytes(BODY)
    with serving(lambda h, n: reply(h, body=BODY)) as url:
        named = url.replace("127.0.0.1", "localhost")
        result = run.check([named, str(good)], Settings())
    assert result.records == 2000
    assert result.run["failed"] == [named]
    messages = [row["message"] for frame in result.iter_findings() for row in frame.to_dicts()]
    assert any("private address" in message for message in messages)


def test_a_redirect_on_the_same_host_is_followed() -> None:
    def answer(handler: Any, number: int) -> None:
        reply(handler, 302, Location="/there") if number == 1 else reply(handler, body=BODY)

    with serving(answer) as url:
        assert fetched(url) == BODY


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("file:///etc/passwd", "expected an? http"),
        ("http://example.org/x", "not allowed \\(setting `http.hosts`\\)"),
        ("gopher://127.0.0.1/", "expected an? http"),
        ("http://[broken", "redirects to"),
    ],
)
def test_a_redirect_elsewhere_is_refused(location: str, sentence: str) -> None:
    with (
        serving(lambda h, n: reply(h, 302, Location=location)) as url,
        pytest.raises(FetchError, match=sentence),
    ):
        fetched(url)


def test_a_redirect_loop_ends() -> None:
    with (
        serving(lambda h, n: reply(h, 301, Location="/again")) as url,
        pytest.raises(FetchError, match="redirects more"),
    ):
        fetched(url)


def test_a_missing_page_is_not_asked_for_again() -> None:
    seen: list[int] = []

    def answer(handler: Any, number: int) -> None:
        seen.append(number)
        reply(handler, 404)

    with serving(answer) as url, pytest.raises(FetchError, match="returned HTTP 404"):
        fetched(url)
    assert seen == [1]


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    pauses: list[float] = []

    def answer(handler: Any, number: int) -> None:
        reply(handler, 503, Retry_After="2") if number == 1 else reply(handler, body=BODY)

    with serving(answer) as url:
        assert fetched(url, sleep=pauses.append) == BODY
    assert pauses == [2.0]


def test_a_server_that_stays_busy_is_given_up() -> None:
    with serving(lambda h, n: reply(h, 500)) as url, pytest.raises(FetchError, match="returned HTTP 500"):
        fetched(url, sleep=lambda seconds: None)


def test_a_broken_stream_is_resumed() -> None:
    def answer(handler: Any, number: int) -> None:
        if number == 1:
            reply(handler, body=BODY[:30_000], length=str(len(BODY)), ETag='"v1"', Accept_Ranges="bytes")
        else:
            assert handler.headers["If-Range"] == '"v1"'
            start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
            reply(handler, 206, BODY[start:], ETag='"v1"')

    with serving(answer) as url:
        assert fetched(url, sleep=lambda seconds: None) == BODY


def test_a_broken_stream_that_cannot_be_resumed_says_how_much_came() -> None:
    def answer(handler: Any, number: int) -> None:
        reply(handler, body=BODY[:30_000], length=str(len(BODY)))

    with serving(answer) as url, pytest.raises(FetchError, match=r"after [\d,]+ bytes"):
        fetched(url, sleep=lambda seconds: None)


def test_a_server_that_hangs_is_given_up() -> None:
    with serving(lambda h, n: time.sleep(1.5)) as url, pytest.raises(FetchError, match="cannot read"):
        fetched(url, FetchLimits(private_addresses=True, read_seconds=0.1, retries=0))


def test_a_slow_drip_ends_with_the_time() -> None:
    def answer(handler: Any, number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x" * 70_000)
            handler.wfile.flush()
            time.sleep(0.05)

    settings = FetchLimits(private_addresses=True, total_seconds=0.3, retries=0)
    with serving(answer) as url, pytest.raises(FetchError, match=r"took longer than|cannot read"):
        fetched(url, settings)


def test_a_body_without_end_meets_the_limit() -> None:
    with (
        serving(lambda h, n: reply(h, body=BODY)) as url,
        pytest.raises(FetchError, match="larger than 1,000 bytes"),
    ):
        fetched(url, FetchLimits(private_addresses=True, bytes_limit=1000))
