"""Limits on downloads, as plain data: this import loads no other package."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Limits on downloads, in seconds and bytes; the table `[http]` of the configuration.

    `hosts`: patterns of hosts that redirects may lead to, besides the host that was requested.
    `private_addresses`: allow addresses that are not public. `mailto`: an e-mail address that is sent with each request,
    for which registries give faster answers.
    """

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 600
    bytes_limit: int = 2 << 30
    retries: int = 3
    pause_seconds: float = 0.5
    redirects: int = 5
    hosts: tuple[str, ...] = ()
    private_addresses: bool = False
    mailto: str = ""
