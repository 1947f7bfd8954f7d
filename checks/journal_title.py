"""One comparison of journal titles, used by every rule that asks whether two names mean one journal.

Two names mean one journal where one of these connects them: the same letters without case, accents, articles and
marks; a parallel title (`A = B`, `A / B`); a subtitle; an ISO 4 abbreviation; an acronym. Letters of other scripts
are compared as they are: nothing is transliterated. Names that only a register connects need reference data.
"""

from __future__ import annotations

import polars as pl

_ARTICLES = r"^(?:the|la|le|les|los|las|il|die|der|das)\s+|^(?:el|o|a)\s+"
# Words that ISO 4 leaves out of abbreviations: articles, conjunctions and prepositions.
_LITTLE = (
    r"\b(?:the|of|and|for|in|on|to|an|a|at|by|with|its|de|del|des|du|la|las|le|les|los|el|y|e|et|und|der|die|das|fur|fuer|des"
    r"|zur|zu|do|da|dos|das|em|en|per|di|della|delle|dei|degli|il|i|van|het|voor|og|och|w|na|po|v|i|dlya|d|l|s)\b"
)
_LEAST = 4
_LONGEST = 120
_MEDIUM = r"(?i)\s*[\[(](?:online|print|internet|en ligne|en línea|electronic(?: resource)?|cd-?rom|[^()\[\]]{2,40})[\])]\s*"


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
    key, their = title_key(one), title_key(other)
    shared = parallel_keys(one).list.set_intersection(parallel_keys(other)).list.len() > 0
    # Names that are already the same need no pattern, and a pattern is compiled for each pair.
    open_pair = (key != their) & ~shared
    first, second = (pl.when(open_pair).then(n) for n in (one, other))
    written_out = _abbreviates(first, second) | _abbreviates(second, first)
    return (key == their) | shared | written_out.fill_null(value=False)


def _words(name: pl.Expr) -> pl.Expr:
    """String: the words that ISO 4 keeps, one space between."""
    return spoken(name).str.replace_all(_LITTLE, " ").str.replace_all(r"\s+", " ").str.strip_chars()


def _abbreviates(short: pl.Expr, full: pl.Expr) -> pl.Expr:
    """Boolean: each word of `short` holds letters of the word in its place in `full`, in order (ISO 4, 3 and 4:
    truncation `Res.`, contraction `Natl.`); or `short` is the initials of `full`."""
    words, theirs = _words(short), _words(full)
    subsequence = words.str.replace_all(r"(\S)", r"${1}[^ ]*")
    pattern = pl.format("^{}$", subsequence)
    initials = full.pipe(spoken).str.replace_all(r"(\S)\S*\s*", "$1")
    kept = theirs.str.replace_all(r"(\S)\S*\s*", "$1")
    letters = spoken(short).str.replace_all(" ", "")
    acronym = (letters == initials) | (letters == kept)
    plain = words.str.contains(r"^[\pL\pN ]+$") & (words.str.len_bytes() <= _LONGEST)
    fits = theirs.str.contains(pl.when(plain).then(pattern).otherwise(pl.lit("^$")))
    return (fits & (theirs != "") & (words.str.len_bytes() < theirs.str.len_bytes())) | (
        acronym & (letters.str.len_bytes() > 1)
    )
