"""Abbreviations of journal titles: by the rules of ISO 4, as acronyms, and without function words.

All functions compare pairs of forms of two titles. A frame of pairs has the columns `form one` and `form other` (as written),
`normal one` and `normal other` (as `normal_words` returns them), and those that `_prepared` adds.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.titles import ENOUGH_WORDS
from scholint.seeds.words import journal_titles

_FUNCTION_WORDS = rf"\b(?:{'|'.join(journal_titles()['function-words'])})\b"
# Single letters count as function words only between two words. At the end, a letter names a section (`Physical Review E`).
_FUNCTION_LETTERS = r" (?:[adeilosvwyz] )+"
_ALWAYS_ABBREVIATED = f"^(?:{'|'.join(journal_titles()['always-abbreviated'])})"
# A word that ends in a period, or a single letter with a period.
_PERIOD_AFTER_WORD = r"\pL\.(?:\W|$|\pL)"

# ISO 4, section 3: a truncated word loses at least two letters, and ends in a consonant (except `Sci`).
_MIN_LOST = 2
# ISO 4, section 4: a contraction is short, and either keeps the last letter (`Natl`) or has no vowel (`Dtsch`).
_MAX_CONTRACTION = 6
_MIN_ACRONYM = 3


def without_function_words(words: pl.Expr) -> pl.Expr:
    """String: the words that ISO 4 keeps, separated by one space. `words`: as `normal_words` returns them."""
    kept = words.str.replace_all(_FUNCTION_WORDS, " ").str.replace_all(r"\s+", " ").str.strip_chars()
    return kept.str.replace_all(_FUNCTION_LETTERS, " ").str.replace(r"(.) usa$", "$1")


def abbreviated(pairs: pl.DataFrame) -> pl.Series:
    """Return `row` of each pair of forms in which one form abbreviates the other. `pairs`: see the module, and `row`."""
    forms = _prepared(pairs)
    acronyms = forms.filter(_is_acronym("one", "other") | _is_acronym("other", "one"))["row"]
    shortened = forms.filter(_omits_function_words("one", "other") | _omits_function_words("other", "one"))
    aligned = forms.filter(_has_same_initials())
    by_word = aligned.filter(_abbreviates_each_word(aligned))
    return pl.concat([acronyms, shortened["row"], by_word["row"]]).unique()


def _prepared(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with a number, `form`, and two more columns for each side.

    `dots …`: Boolean, a word of the form ends in a period. `words …`: List(String), the words except function words.
    """
    sides = ("one", "other")
    dots = (pl.col(f"form {n}").str.contains(_PERIOD_AFTER_WORD).alias(f"dots {n}") for n in sides)
    words = (without_function_words(pl.col(f"normal {n}")).str.split(" ").alias(f"words {n}") for n in sides)
    return pairs.with_columns(*dots, *words).with_row_index("form")


def _omits_function_words(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is `full` without some of its function words."""
    words = [pl.col(f"normal {n}").str.split(" ") for n in (short, full)]
    is_same = pl.col(f"words {short}") == pl.col(f"words {full}")
    is_long = pl.col(f"words {short}").list.len() >= ENOUGH_WORDS
    return is_same & is_long & (words[0].list.set_difference(words[1]).list.len() == 0)


def _is_acronym(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is one word or single letters, namely the initials of `full`, with or without function words."""
    words = pl.col(f"normal {short}")
    letters = words.str.replace_all(" ", "")
    initials = [_initials(pl.col(f"normal {full}")), _initials(pl.col(f"words {full}").list.join(" "))]
    is_one = ~words.str.contains(" ") | ~words.str.contains(r"\S\S")
    return is_one & (letters.str.len_chars() >= _MIN_ACRONYM) & (letters.is_in(pl.concat_list(initials)))


def _initials(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(r"(\S)\S*\s*", "$1")


def _has_same_initials() -> pl.Expr:
    """Boolean: both forms have the same number of words, and the same initials. ISO 4 does not abbreviate one-word titles."""
    one, other = pl.col("words one"), pl.col("words other")
    is_abbreviable = (one.list.len() > 1) | pl.any_horizontal("dots one", "dots other")
    initials = [_initials(words.list.join(" ")) for words in (one, other)]
    return (one.list.len() == other.list.len()) & (initials[0] == initials[1]) & is_abbreviable


def _abbreviates_each_word(forms: pl.DataFrame) -> pl.Series:
    """Return Boolean for each row: each word of one form abbreviates, or equals, the word in the same position of the other."""
    words = (
        forms.select(
            "form", "dots one", "dots other", one="words one", other="words other", length="words one"
        )
        .with_columns(pl.col("length").list.len())
        .explode("one", "other", empty_as_null=False)
        .with_columns(equal=pl.col("one") == pl.col("other"))
        .with_columns(whole=pl.col("equal") & pl.col("one").str.contains(_ALWAYS_ABBREVIATED))
        .with_columns(
            forth=pl.col("equal") | _is_abbreviation("one", "other"),
            back=pl.col("equal") | _is_abbreviation("other", "one"),
        )
    )
    dots = [pl.col(f"dots {name}").first() for name in ("one", "other")]
    by_form = words.group_by("form").agg(
        # Without periods, a full word that is always abbreviated shows that the title is not an abbreviation.
        forth=pl.col("forth").all() & (dots[0] | ~pl.col("whole").any()),
        back=pl.col("back").all() & (dots[1] | ~pl.col("whole").any()),
        # Two abbreviations of one title may abbreviate different words.
        both=(pl.col("forth") | pl.col("back")).all() & dots[0] & dots[1],
    )
    matching = by_form.filter(pl.any_horizontal("forth", "back", "both"))["form"]
    return forms["form"].is_in(matching.implode())


def _is_abbreviation(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is the word `full`, truncated (`Res.`) or contracted (`Natl.`). See ISO 4, sections 3 and 4."""
    word, whole = pl.col(short), pl.col(full)
    size, length = word.str.len_chars().cast(pl.Int64), whole.str.len_chars().cast(pl.Int64)
    dots = pl.col(f"dots {short}")
    ends_in_consonant = dots | (size == 1) | ~word.str.contains(r"[aeou]$")
    truncated = whole.str.starts_with(word) & (length - size >= pl.when(dots).then(1).otherwise(_MIN_LOST))
    keeps_end = (word.str.slice(-1) == whole.str.slice(-1)) | ~word.str.contains(r"[aeiou]")
    small = (size <= _MAX_CONTRACTION) & (size * 10 <= length * 7) & keeps_end
    pattern = pl.format("^{}", word.str.replace_all(r"(\pL|\pN)", r"${1}.*"))
    # Compiling a pattern for each word is expensive. The pattern that never matches is compiled only once.
    contracted = small & whole.str.contains(pl.when(small & ~truncated).then(pattern).otherwise(pl.lit("^$")))
    return ends_in_consonant & (truncated | contracted)
