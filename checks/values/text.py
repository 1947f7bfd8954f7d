"""Texts: markup, letters, scripts, and searches with patterns."""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import RECORDS

# Three patterns of markup, from strict to loose. They are not merged, because each was measured for its own use.
TAGS = r"</?[A-Za-z][A-Za-z0-9:_-]*(?:\s[^<>]*)?/?>"
"""Well-formed tags only. Other text between angle brackets stays: `p<0.05 and q>1`."""
MALFORMED_TAGS = r"</?[A-Za-z][^<>]*>"
"""Tags, including those with a malformed name or malformed attributes."""
ANGLE_BRACKETS = r"<[^<>]*>"
"""Everything between angle brackets. It is for comparing texts, where a lost part does no harm."""


def is_empty(name: str) -> pl.Expr:
    """Boolean, never null: the String column is null, empty or whitespace."""
    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "").fill_null(value=False)


def letters(expression: pl.Expr) -> pl.Expr:
    """String: the letters and digits of the text, of any script, in lowercase. It is for comparing words."""
    # Most texts are ASCII, which needs no normalization. Removing spaces first halves the work of the pattern.
    ascii_ = expression.str.len_bytes() == expression.str.len_chars()
    narrow = pl.when(ascii_).then(expression).otherwise(pl.lit("")).str.replace_all(" ", "", literal=True)
    wide = pl.when(ascii_).then(pl.lit("")).otherwise(expression).str.normalize("NFKD")
    return (
        narrow.str.replace_all(r"[^A-Za-z0-9]+", "") + wide.str.replace_all(r"[^\pL\pN]+", "")
    ).str.to_lowercase()


SCRIPTS = {
    "Cyrillic": r"\p{Cyrillic}",
    "Greek": r"\p{Greek}",
    "Arabic": r"\p{Arabic}",
    "Hebrew": r"\p{Hebrew}",
    "Devanagari": r"\p{Devanagari}",
    "Thai": r"\p{Thai}",
    "Hangul": r"\p{Hangul}",
    "Han or Kana": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
}
"""Scripts other than Latin, each with the pattern of its letters."""
NON_LATIN = r"[\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]|\p{Greek}{3}"


def script(text: pl.Expr) -> pl.Expr:
    """String: the script in SCRIPTS that nine in ten letters belong to; null for Latin and for mixed scripts."""
    total = text.str.count_matches(r"\pL")
    own = {name: text.str.count_matches(pattern) for name, pattern in SCRIPTS.items()}
    return pl.coalesce(
        *(pl.when((n > 0) & (n * 10 >= total * 9)).then(pl.lit(name)) for name, n in own.items())
    )


# A text in a script other than Latin takes nearly two bytes per character. Counting both is cheap.
LATIN_BYTES_PER_CHARACTER = 1.15


def keep_matching(text: pl.Expr, pattern: str) -> pl.Expr:
    """String: the text if a cheap pattern matches it, or an empty text, so that expensive patterns search less.

    It is empty and not null, because string functions also search the text behind a null (measured with Polars 2.1).
    """
    return pl.when(text.str.contains(pattern)).then(text).otherwise(pl.lit(""))


def first_matching(name: str, pattern: str) -> pl.Expr:
    """String: the field, or the first matching entry of a list; empty or null if nothing matches."""
    if not isinstance(RECORDS.schema[name], pl.List):
        return keep_matching(pl.col(name), pattern)
    # Searching the joined list takes a third of the time of searching every entry, and most records have no match. Each
    # entry is a line, so that anchors match at its ends.
    joined = pl.col(name).list.join("\n")
    listed = pl.when(joined.str.contains(f"(?m:{pattern})")).then(pl.col(name))
    return listed.list.eval(pl.element().filter(pl.element().str.contains(pattern))).list.first()
