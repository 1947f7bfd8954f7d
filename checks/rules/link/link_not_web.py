"""Link points to a local file or a private host.

## Why it matters
The link fails for readers, and may lead software into a private network.

## How to fix
Replace the link with the public address, or delete it.

## What is not flagged
- Intranet hosts with a public name. The rule recognizes private hosts only by their names and address ranges.
- Hosts that start with `dev.`. Some journals have their public site there.

## References
- RFC 1918, address allocation for private internets
- RFC 6761, special-use domain names
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Loopback addresses, and the address ranges that RFC 1918 and RFC 3927 reserve.
_ADDRESS = (
    r"localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|"
    r"169\.254\.\d+\.\d+|0\.0\.0\.0|\[::1\]"
)
# Top-level domains that do not exist in the public DNS (RFC 6761, RFC 6762, and local custom).
_DOMAIN = r"[^/\s]+\.(?:local|localhost|internal|intranet|lan|corp|invalid|test)"
# `test.` is matched only before two more labels, because `test.de` and others are public.
_STAGING = (
    r"(?:(?:staging|preprod|uat)[.-]|test\.)[^/.\s]+\.[^/\s]+|[^/.\s]+[.-](?:staging|preprod|uat)\.[^/\s]+"
)
_HOST = rf"(?:https?:)?//(?:[^/@\s]+@)?(?:{_ADDRESS}|{_DOMAIN}|{_STAGING})(?::\d+)?(?:/|$)"
_WINDOWS_PATH = r"[A-Z]:\\"
_PRIVATE = rf"(?i)^\s*file:|^\s*{_HOST}|^\s*{_WINDOWS_PATH}"


@rule(
    code="LNK002",
    severity="warning",
    fields=["links", "oa_url"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["http://localhost:8080/paper.pdf"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://example.org/localhost"]},
)
def link_not_web() -> list[Check]:
    """Return checks that flag links with the scheme `file:`, a Windows path, or a private host or address."""
    value = first_matching("links", _PRIVATE)
    return [
        Check(
            field="links",
            violates=value.str.contains(_PRIVATE),
            message=_message("links", value),
            value=value,
            scan=Scan(prefilter=_PRIVATE),
        ),
        Check(
            field="oa_url",
            violates=pl.col("oa_url").str.contains(_PRIVATE),
            message=_message("oa_url", pl.col("oa_url")),
            scan=Scan(prefilter=_PRIVATE),
        ),
    ]


def _message(name: str, link: pl.Expr) -> pl.Expr:
    text = f"{LABELS[name]} {{}} points to a local file or private host that readers cannot reach"
    return pl.format(text, quoted(link))
