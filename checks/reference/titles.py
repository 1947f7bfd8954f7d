"""Journal titles: the forms by which they are compared, namely normal words and keys."""

from __future__ import annotations

import polars as pl

from scholint.checks.values.text import SCRIPTS
from scholint.seeds.words import letters

_ARTICLES = r"^(?:the|la|le|les|los|las|il|die|der|das)\s+|^(?:el|o|a|l)\s+"
_CONJUNCTIONS = r"\s(?:and|y|e|et|und|och|og|en|i)\s"
# A title may lack its article or its `and` if it has at least this many other words. With fewer, it is another title:
# `Science Education` and `Science & Education` are two journals.
ENOUGH_WORDS = 3
_MEDIUM = r"(?i)\s*[\[(](?:online|print|internet|en ligne|en línea|electronic(?: resource)?|cd-?rom|[^()\[\]]{2,40})[\])]\s*"
_ELISION = r"(?i)\b(l|d|dell|all|nell|sull|un|qu)['’]"
_SECTION = r"\b(?:section|sect|sec|part|pt|series|ser) ([a-z]|\d{1,2}|[ivx]{1,4})\b"
# Letters that Unicode does not decompose.
_PLAIN = letters()["plain"]


def normal_words(name: pl.Expr) -> pl.Expr:
    """String: the words of the title in lowercase, without accents, punctuation and brackets. `&` becomes `and`."""
    plain = (
        name.str.normalize("NFKC")
        .str.replace_all(_MEDIUM, " ")
        .str.replace_all(r"(?i)\\?&(?:amp;)?|\s\+\s", " and ")
        .str.replace_all(_ELISION, "$1 ")
    )
    without_accents = plain.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    spelled = without_accents.str.replace_many(_PLAIN).str.replace_all(r"['’`]", "")
    words = spelled.str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()
    return (
        words.str.replace(r"\b(?:united states of america|u s a)\b", "usa")
        .str.replace(r"\bn ?y\b", "new york")
        .str.replace_all(_SECTION, "$1")
    )


def title_key(name: pl.Expr) -> pl.Expr:
    """String: the title's letters and digits, without its leading article; empty if there are no letters and digits.

    `ae`, `oe` and `ue` equal `ä`, `ö` and `ü`.
    """
    return key_of_words(normal_words(name))


def key_of_words(normal: pl.Expr) -> pl.Expr:
    """String: the key of a title. `normal`: its normal words."""
    words = normal.str.replace(_ARTICLES, "")
    without = words.str.replace_all(_CONJUNCTIONS, " ")
    bound = (
        pl.when(without.str.count_matches(r"\S+") >= ENOUGH_WORDS)
        .then(without)
        .otherwise(words.str.replace_all(_CONJUNCTIONS, " and "))
    )
    return bound.str.replace_all(r"([aou])e", "$1").str.replace_all(" ", "")


def is_among(name: pl.Expr, titles: pl.Expr) -> pl.Expr:
    """Boolean: the titles (List of String) include the name (String), ignoring case; null if either is null."""
    return _lines(titles.list.join("\n")).str.contains(_lines(name), literal=True)


def _lines(text: pl.Expr) -> pl.Expr:
    return pl.format("\n{}\n", text.str.to_lowercase())


def title_among(name: pl.Expr, titles: pl.Expr) -> pl.Expr:
    """String: the first of the titles (List of String) with the same key as the name (String); null if there is none.

    A title is skipped if letters of the name would lose their accents.
    """
    # A Python call per batch, so that each key is computed only once.
    pair = pl.struct(name.alias("name"), titles.alias("titles"))
    return pair.map_batches(_title_among, return_dtype=pl.String, is_elementwise=True)


def _title_among(pairs: pl.Series) -> pl.Series:
    rows = pairs.struct.unnest().with_row_index("row")
    listed = rows.filter(pl.col("titles").list.len() > 0)
    # Keys are expensive, and the first title usually differs from the name only in case.
    first = pl.col("titles").list.first()
    same_case = listed.with_columns(first).filter(
        pl.col("name").str.to_lowercase() == pl.col("titles").str.to_lowercase()
    )
    rest = listed.filter(~pl.col("row").is_in(same_case["row"].implode())).explode(
        "titles", empty_as_null=True
    )
    plain_letters = [
        pl.col(n).str.normalize("NFC").str.to_lowercase().str.replace_all(r"[^\pL\pN]+", "")
        for n in ("name", "titles")
    ]
    alike = (
        rest.filter(title_key(pl.col("name")) == title_key(pl.col("titles")))
        .with_columns(accented=pl.col("name").str.contains(r"[\pL&&[^\x00-\x7F]]"))
        .filter(~pl.col("accented") | (plain_letters[0] == plain_letters[1]))
    )
    best = alike.unique("row", keep="first", maintain_order=True).drop("accented")
    found = pl.concat([same_case, best])
    return (
        rows.select("row")
        .join(found, on="row", how="left", maintain_order="left")["titles"]
        .alias(pairs.name)
    )


def is_abbreviated(name: pl.Expr) -> pl.Expr:
    """Boolean: the name is an abbreviation or an acronym, which only reference data can expand."""
    return (
        name.str.contains(r"\pL\.(?:\s|$)")
        | name.str.contains(r"^\S*\p{Lu}\S*\p{Lu}\S*$")
        | ~name.str.strip_chars().str.contains(" ")
    )


def in_latin(name: pl.Expr) -> pl.Expr:
    """Boolean: the name has only Latin letters. For names in other scripts, the tables have transliterations and translations."""
    return name.str.contains(r"\p{Latin}") & ~name.str.contains("|".join(SCRIPTS.values()))


def readable(titles: pl.Expr) -> pl.Expr:
    """String: the first of the titles (List of String) that is not in uppercase, or the first title if all are."""
    small = titles.list.eval(pl.element().filter(pl.element().str.contains(r"\p{Ll}")))
    return pl.coalesce(small.list.first(), titles.list.first())
