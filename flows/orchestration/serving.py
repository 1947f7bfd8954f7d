"""Running the flow on a schedule. If no Prefect server is configured, a local one is started."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.errors import ScheduleError, ServerError
from scholint.flows.pipeline import report_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START_SECONDS = 90


def serve(
    sources: Sequence[str],
    *,
    cron: str | None,
    name: str,
    config: str | None = None,
    outputs: Sequence[str] = (),
) -> None:
    """Serve the flow until the process is interrupted. Without `cron`, only runs that are started by hand take place.

    Raises:
        ServerError: The local Prefect server could not be started.
        ScheduleError: `cron` is not a valid schedule.

    """
    with server():
        from prefect.client.schemas.schedules import CronSchedule  # noqa: PLC0415 - after the server's address is known
        from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415 - after the server's address is known

        from scholint.flows.orchestration.flow import lint  # noqa: PLC0415 - it imports Prefect

        # Prefect would report an invalid schedule in many lines.
        if cron is not None:
            try:
                CronSchedule(cron=cron)
            except ValueError:
                raise ScheduleError(
                    f'invalid value `{cron}` for --cron, expected five fields, for example "0 6 * * *" for every day at 06:00 UTC'
                ) from None
        parameters: dict[str, Any] = {
            "sources": [_absolute(source) for source in sources],
            "config": _absolute(config) if config else None,
            "outputs": [f"{file.format}={file.path.resolve()}" for file in report_files.parse(outputs)],
        }
        lint.serve(name=name, cron=cron, parameters=parameters, entrypoint_type=EntrypointType.MODULE_PATH)


@contextmanager
def server(host: str = "127.0.0.1", port: int = 4200) -> Iterator[str]:
    """Yield the address of a Prefect API.

    If none is configured, a local server is started, and stopped at the end of the context.

    Raises:
        ServerError: The local server exited, or did not respond within 90 seconds.

    """
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - Prefect costs a second

    configured = PREFECT_API_URL.value()
    if configured:
        yield configured
        return
    address = f"http://{host}:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    # The log of the server is not shown. The exit status and the health check show a failure.
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - the interpreter of this process
    try:
        _wait(process, address)
        # Processes that run the flow read the address from the environment.
        os.environ["PREFECT_API_URL"] = address
        with temporary_settings({PREFECT_API_URL: address}):
            yield address
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    import httpx  # noqa: PLC0415 - with Prefect

    # The first start takes longer, because it creates the database.
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ServerError(f"Prefect server at {address} exited with status {process.returncode}")
        try:
            if httpx.get(f"{address}/health", timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise ServerError(f"Prefect server at {address} did not respond within {START_SECONDS} s")


def _absolute(argument: str) -> str:
    """Return the absolute path of a source, so that it does not depend on the working directory.

    URLs and `-` are returned unchanged.
    """
    return argument if "://" in argument or argument == "-" else str(Path(argument).resolve())
