"""A link to a place that only its author can reach: a file, localhost, a private or staging host.

## Why it matters
It leads nowhere for readers, and may lead a program into a private network.

## How to fix
Replace it with the public address.

## What is not flagged
Hosts are known by their names and address ranges; an intranet host with a public name is not seen. `dev.` is
the name of journals' own sites, and passes.

## References
- RFC 1918, RFC 6761 (reserved addresses and names)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_PRIVATE = r"(?i)^\s*file:|^\s*(?:https?:)?//(?:[^/@\s]+@)?(?:localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|0\.0\.0\.0|\[::1\]|[^/\s]+\.(?:local|localhost|internal|intranet|lan|corp|invalid|test)|(?:(?:staging|preprod|uat)[.-]|test\.)[^/.\s]+\.[^/\s]+|[^/.\s]+[.-](?:staging|preprod|uat)\.[^/\s]+)(?::\d+)?(?:/|$)|^\s*[A-Z]:\\"


@rule(
    code="LNK002",
    severity="warning",
    fields=["links", "oa_url"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["http://localhost:8080/paper.pdf"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://example.org/localhost"]},
)
def link_not_web() -> list[Check]:
    """Match schemes, names and addresses."""
    value = first_matching("links", _PRIVATE)
    return [
        Check(
            field="links",
            violates=value.str.contains(_PRIVATE),
            message=pl.format("{} cannot be reached by readers", quoted(value)),
            value=value,
            scan=Scan(prefilter=_PRIVATE),
        ),
        Check(
            field="oa_url",
            violates=pl.col("oa_url").str.contains(_PRIVATE),
            message=pl.format("{} cannot be reached by readers", quoted("oa_url")),
            scan=Scan(prefilter=_PRIVATE),
        ),
    ]
