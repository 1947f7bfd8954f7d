"""One comparison of journal titles, used by every rule that asks whether two names mean one journal."""

from __future__ import annotations

import polars as pl

# Names of one journal that no spelling rule connects are not known here: that takes reference data.
_ARTICLES = r"^(?:the|la|le|les|el|los|il|die|der|das|o|a)\s+"


def title_key(name: pl.Expr) -> pl.Expr:
    """String: the title without case, accents, leading article, marks and spaces; `&` as `and`."""
    folded = name.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase().str.strip_chars()
    spoken = folded.str.replace_all(r"&(?:amp;)?", " and ").str.replace(_ARTICLES, "")
    return spoken.str.replace_all(r"\(.*?\)", "").str.replace_all(r"[^\pL\pN]+", "")


def parallel_keys(name: pl.Expr) -> pl.Expr:
    """List(String): the key of each parallel title, of `A = B` or `A / B`, and of the title before a colon."""
    parts = name.str.split("=").list.eval(
        pl.concat_list(pl.element(), pl.element().str.replace(r"\s*[:/].*$", ""))
    )
    return (
        parts.list.eval(pl.element().list.explode(empty_as_null=True))
        .list.eval(title_key(pl.element()))
        .list.unique()
    )


def is_abbreviated(name: pl.Expr) -> pl.Expr:
    """Boolean: the name is an abbreviation or an acronym, which only reference data can write out."""
    return (
        name.str.contains(r"\pL\.(?:\s|$)")
        | name.str.contains(r"^\S*\p{Lu}\S*\p{Lu}\S*$")
        | ~name.str.contains(" ")
    )
