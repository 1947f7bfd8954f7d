"""One comparison of journal titles, used by every rule that asks whether two names mean one journal.

Two names mean one journal where one of these connects them: the same letters without case, accents, articles and
marks; a parallel title (`A = B`, `A / B`); a subtitle; an ISO 4 abbreviation; an acronym. Letters of other scripts
are compared as they are: nothing is transliterated. Names that only a register connects need reference data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

_ARTICLES = r"^(?:the|la|le|les|los|las|il|die|der|das)\s+|^(?:el|o|a)\s+"
# Words that ISO 4 leaves out of abbreviations: articles, conjunctions and prepositions.
_LITTLE = (
    r"\b(?:the|of|and|for|in|on|to|an|a|at|by|with|its|de|del|des|du|la|las|le|les|los|el|y|e|et|und|der|die|das|fur|fuer|des"
    r"|zur|zu|do|da|dos|das|em|en|per|di|della|delle|dei|degli|il|i|van|het|voor|og|och|w|na|po|v|i|dlya|d|l|s)\b"
)
_LEAST = 4
_LONGEST = 120
_STEM = 4
# They stand in half of all titles, and tell nothing of one.
_COMMON = (
    *(
        "jour",
        "inte",
        "revi",
        "rese",
        "scie",
        "annal",
        "stud",
        "lett",
        "bull",
        "amer",
        "euro",
        "proc",
        "tran",
        "adva",
        "univ",
    ),
    *(
        "zeit",
        "arch",
        "acta",
        "naci",
        "nati",
        "soci",
        "asso",
        "with",
        "from",
        "cuad",
        "annu",
        "brit",
        "cana",
        "chin",
        "japa",
    ),
)
_MEDIUM = r"(?i)\s*[\[(](?:online|print|internet|en ligne|en línea|electronic(?: resource)?|cd-?rom|[^()\[\]]{2,40})[\])]\s*"


# Letters of a whole title, and of a beginning, that do not agree by chance.
_BEGINNING, _ALIKE = 9, 30


def spoken(name: pl.Expr) -> pl.Expr:
    """String: the words of the title, without case, accents and marks; `&` as `and`; brackets dropped."""
    plain = name.str.replace_all(_MEDIUM, " ").str.replace_all(r"(?i)&(?:amp;)?", " and ")
    folded = plain.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    words = folded.str.replace_all(r"['’`]", "").str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()
    return words.str.replace(r"\bunited states of america\b", "usa")


def title_key(name: pl.Expr) -> pl.Expr:
    """String: the title's letters and digits, without its leading article; empty where there are none."""
    return (
        spoken(name)
        .str.replace(_ARTICLES, "")
        .str.replace_all(r"\s(?:and|y|e|et|und)\s", "")
        .str.replace_all(" ", "")
    )


def parallel_keys(name: pl.Expr) -> pl.Expr:
    """List(String): the key of the title, of each parallel title, and of each without its subtitle."""
    parts = name.str.replace_all(r"\s*(?:=|/|\|)\s*", "\x1f").str.split("\x1f")
    short = (
        name.str.replace_all(r"\s*(?:=|/|\|)\s*", "\x1f")
        .str.replace_all(r"\s*(?::|;|\s[-–—]\s|\.\s)[^\x1f]*", "")
        .str.split("\x1f")
    )
    hyphened = name.str.replace(r"\s*[-–—].*\s.*$", "")
    keys = pl.concat_list(name, hyphened, parts, short).list.eval(title_key(pl.element()))
    return keys.list.eval(pl.element().filter(pl.element().str.len_bytes() >= _LEAST)).list.unique()


def is_abbreviated(name: pl.Expr) -> pl.Expr:
    """Boolean: the name is an abbreviation or an acronym, which only reference data can surely write out."""
    return (
        name.str.contains(r"\pL\.(?:\s|$)")
        | name.str.contains(r"^\S*\p{Lu}\S*\p{Lu}\S*$")
        | ~name.str.strip_chars().str.contains(" ")
    )


def same_journal(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, null where either is null: the two names can mean one journal. Symmetric and reflexive."""
    return _over_pairs(one, other, judge)


def related_names(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, null where either is null: the names share a telling word, as former and later titles do."""
    return _over_pairs(one, other, lambda pairs: pairs.select(shares_word("one", "other")).to_series())


def shares_word(one: str, other: str) -> pl.Expr:
    """Boolean: the two String columns have a word in common that does not stand in every second title."""
    stems = [spoken(pl.col(n)).str.split(" ").list.eval(_telling(pl.element())) for n in (one, other)]
    return stems[0].list.set_intersection(stems[1]).list.len() > 0


def word_overlap(one: str, other: str) -> pl.Expr:
    """Float64 from 0 to 1: the share of words that the two String columns have in common (Jaccard)."""
    words = [spoken(pl.col(n)).str.split(" ") for n in (one, other)]
    return words[0].list.set_intersection(words[1]).list.len() / words[0].list.set_union(words[1]).list.len()


def same_beginning(one: str, other: str) -> pl.Expr:
    """Boolean: one of the two String columns begins as the other does, for its whole length or 30 letters."""
    keys = [title_key(pl.col(n)) for n in (one, other)]
    whole = keys[0].str.starts_with(keys[1]) | keys[1].str.starts_with(keys[0])
    long = pl.min_horizontal(key.str.len_chars() for key in keys) >= _BEGINNING
    return (whole & long) | (keys[0].str.slice(0, _ALIKE) == keys[1].str.slice(0, _ALIKE))


def _telling(word: pl.Expr) -> pl.Expr:
    stem = word.filter(word.str.len_chars() >= _STEM).str.slice(0, _STEM)
    return stem.filter(~stem.is_in(list(_COMMON)))


def _over_pairs(one: pl.Expr, other: pl.Expr, verdict: Callable[[pl.DataFrame], pl.Series]) -> pl.Expr:
    def compared(pairs: pl.Series) -> pl.Series:
        frame = pairs.struct.unnest()
        known = frame.filter(pl.col("one").is_not_null() & pl.col("other").is_not_null()).unique()
        judged = known.with_columns(
            verdict(known).alias("verdict") if known.height else pl.lit(None, pl.Boolean).alias("verdict")
        )
        joined = frame.join(judged, on=["one", "other"], how="left", maintain_order="left")
        return joined["verdict"].alias(pairs.name)

    # A Python call a batch: each step stands on the last one's columns, and only over pairs that differ.
    pair = pl.struct(one.alias("one"), other.alias("other"))
    return pair.map_batches(compared, return_dtype=pl.Boolean, is_elementwise=True)


def judge(pairs: pl.DataFrame) -> pl.Series:
    """Return Boolean for each row of a frame with `one` and `other`, names without nulls."""
    # Each step only looks at the pairs that the cheaper one before it left open.
    rows = pairs.with_row_index("row")
    left = rows.filter(title_key(pl.col("one")) != title_key(pl.col("other")))
    parallel = [parallel_keys(pl.col(name)) for name in ("one", "other")]
    left = left.filter(parallel[0].list.set_intersection(parallel[1]).list.len() == 0)
    words = [spoken(pl.col(name)).alias(f"spoken {name}") for name in ("one", "other")]
    kept = [_kept(pl.col(f"spoken {name}")).alias(f"words {name}") for name in ("one", "other")]
    apart = (
        left.with_columns(words)
        .with_columns(kept)
        .filter(~(_abbreviates("one", "other") | _abbreviates("other", "one")).fill_null(value=False))
    )
    return rows.select(~pl.col("row").is_in(apart["row"].implode())).to_series()


def _kept(words: pl.Expr) -> pl.Expr:
    """String: the words that ISO 4 keeps, one space between."""
    return words.str.replace_all(_LITTLE, " ").str.replace_all(r"\s+", " ").str.strip_chars()


def _abbreviates(short: str, full: str) -> pl.Expr:
    """Boolean: each word of `short` holds, in order, letters of the word in its place in `full`, or `short` its initials.

    Truncation (`Res.`) and contraction (`Natl.`) are the two ways to shorten a word in ISO 4, sections 3 and 4.
    """
    words, theirs = pl.col(f"words {short}"), pl.col(f"words {full}")
    letters = pl.col(f"spoken {short}").str.replace_all(" ", "")
    acronym = (letters == _initials(pl.col(f"spoken {full}"))) | (letters == _initials(theirs))
    plain = words.str.contains(r"^[\pL\pN ]+$") & (words.str.len_bytes() <= _LONGEST)
    pattern = pl.format("^{}$", words.str.replace_all(r"(\S)", r"${1}[^ ]*"))
    fits = theirs.str.contains(pl.when(plain).then(pattern).otherwise(pl.lit("^$")))
    shorter = words.str.len_bytes() < theirs.str.len_bytes()
    return (fits & (theirs != "") & shorter) | (acronym & (letters.str.len_bytes() > 1))


def _initials(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(r"(\S)\S*\s*", "$1")
