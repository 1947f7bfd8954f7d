"""Limits on downloads. This module imports no other package, so that reading settings is fast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Limits on downloads, in seconds and bytes. They are the table `[http]` of the configuration.

    `hosts`: glob patterns of hosts that redirects may lead to, in addition to the requested host. `private_addresses`:
    allow addresses that are not public. `mailto`: an e-mail address that is sent with each request. Registries respond
    faster to such requests.
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
