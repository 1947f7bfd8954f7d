"""The form of a DOI, and the extraction of the bare DOI from a URL or labeled text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# ISO 26324 sets no length for a registrant code; Crossref and DataCite assign 4 to 9 digits.
DOI = r"10\.\d{4,9}(?:\.\d+)*/\S+"
PREFIX = r"10\.\d{4,9}/"

# Formats of registration agencies: a DOI in their records is registered exactly as written.
REGISTRY_FORMATS = ("crossref", "datacite")

_HOST = r"(?:https?:)?/*(?:(?:www|dx)\.)?doi\.org(?::\d+)?/+"
_RESOLVER = rf"(?i)^\s*(?:(?:{_HOST}|info:doi/|urn:doi:|doi[\s:=]*/*)\s*)+"
# The braces of BibTeX, and the quotation marks of exported tables.
_QUOTED = r"""^\s*[{"']+(.*?)[}"']+\s*$"""
# Whitespace and format characters that no registrant puts at the start or end of a DOI.
INVISIBLE = r"[\s\x{00AD}\x{180E}\x{200B}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{2064}\x{FEFF}\x{0000}-\x{001F}\x{007F}-\x{009F}]"

# An ISSN is read only at the start of the suffix, before a separator or the end. Eight digits elsewhere are most often
# a year and a page (measured on 537,142 DOIs). Some publishers put `s` or `issn` before the ISSN.
ISSN_AT_FRONT = r"^(?i:s|issn|[a-z]\.)?([0-9]{4}-[0-9]{3}[0-9Xx])"
_YEAR, _VOLUME, _ISSUE, _PAGE = r"((?:18|19|20)[0-9]{2})", r"([0-9]{1,4})", r"([0-9]{1,3})", r"([0-9]{1,5})"
SUFFIX_WITH_PAGES = rf"{ISSN_AT_FRONT}[-._/]{_YEAR}[-._/]{_VOLUME}[-._/]{_ISSUE}[-._/]{_PAGE}[-_]{_PAGE}$"
"""A suffix of ISSN, year, volume, issue, first and last page; each is a group."""


def contains_two_dois(expression: pl.Expr) -> pl.Expr:
    """Boolean: the text contains more than one DOI prefix with its slash."""
    return expression.str.count_matches(PREFIX) > 1


def bare_doi(expression: pl.Expr) -> pl.Expr:
    """String: the bare DOI, 10.prefix/suffix; null if nothing remains.

    It removes resolver, label, quotation marks, whitespace at the ends, the backslashes of TeX, and the percent-encoding
    of the first slash. It keeps letter case and the inside of the suffix, because a registered suffix may contain nearly
    any character (DOI Handbook, 2.2).
    """
    stripped = expression.str.replace(_QUOTED, "$1").str.replace(_RESOLVER, "")
    return (
        stripped.str.replace_all(r"\\([_%#&/])", "$1")
        .str.replace(r"(?i)^(10\.[0-9.]+)%2F", "$1/")
        .str.replace_all(f"^{INVISIBLE}+|{INVISIBLE}+$", "")
        .replace("", None)
    )
