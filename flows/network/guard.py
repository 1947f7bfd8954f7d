"""Checks of the hosts and addresses that a download may connect to."""

from __future__ import annotations

import ipaddress
import socket
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from scholint.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from scholint.flows.network.limits import FetchLimits


class RetryableError(Exception):
    """A failure that may be temporary. `wait`: the delay in seconds that the server asked for, or None."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def check_host(asked: httpx.URL, first: httpx.URL, settings: FetchLimits) -> None:
    """Check that a download may connect to a host.

    The URL must begin with `http` or `https`, the setting `hosts` must allow the host, and its addresses must be
    public.

    `asked`: the URL of the request. `first`: the URL that the user named, which may redirect to `asked`.

    Raises:
        FetchError: The download may not connect to the host.
        RetryableError: The name of the host cannot be resolved now.

    """
    if asked.scheme not in ("http", "https") or not asked.host:
        if asked == first:
            raise FetchError(f"unsupported URL `{first}`, expected http:// or https://")
        raise FetchError(f"{first} redirects to `{asked}`, expected an http:// or https:// URL")
    allowed = (first.host, *settings.hosts)
    if not any(fnmatchcase(asked.host, pattern) for pattern in allowed):
        raise FetchError(
            f"{first} redirects to the host `{asked.host}`, which is not allowed (setting `http.hosts`)"
        )
    if settings.private_addresses:
        return
    try:
        found = socket.getaddrinfo(asked.host, asked.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RetryableError(f"cannot resolve host name `{asked.host}` ({error})") from None
    for *_, address in found:
        _check_address(asked, str(address[0]))


def peer_guard(asked: httpx.URL, settings: FetchLimits) -> Callable[[str, dict[str, Any]], None]:
    """Return a trace function for httpx that checks the address of the connection before a request is sent.

    This is needed because a name may resolve to another address after `check_host` (DNS rebinding). The function raises
    FetchError if the address is private.
    """

    def trace(event: str, info: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete" and not settings.private_addresses:
            peer = info["return_value"].get_extra_info("server_addr")
            _check_address(asked, str(peer[0]))

    return trace


def _check_address(asked: httpx.URL, address: str) -> None:
    # Remove the zone of an IPv6 address.
    found = ipaddress.ip_address(address.partition("%")[0])
    # Connections to an IPv6 address that contains an IPv4 address reach the IPv4 address.
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    embedded = ipaddress.ip_address(int(found) & 0xFFFFFFFF) if found in _NAT64 else mapped
    if not embedded.is_global or embedded.is_multicast:
        raise FetchError(
            f"host `{asked.host}` has the private address {address} (setting `http.private-addresses`)"
        )


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
