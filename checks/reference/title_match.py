"""The comparison of journal titles, used by every rule that decides whether two names mean one journal.

Two names mean one journal in any of these cases: they have the same letters, ignoring case, accents, articles and
punctuation; one is a parallel title of the other (`A = B`, `A / B`); one omits a subtitle; one is an ISO 4 abbreviation or an
acronym of the other. Nothing is transliterated: names in two scripts are not compared, and the result is null. Names that
only a register connects (former titles, translations) need reference data.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.abbreviations import abbreviated, without_function_words
from scholint.checks.reference.title_words import over_pairs
from scholint.checks.reference.titles import key_of_words, normal_words
from scholint.checks.values.text import SCRIPTS
from scholint.seeds.words import journal_titles

_DESCRIPTION = rf"(?i)\b(?:{'|'.join(journal_titles()['descriptions'])})"
_PARALLEL = r"\s*[=|]\s*|\s+/\s*|\s*/\s+"
# A slash without spaces separates two titles only if each has several words.
_SLASH = r"(\s[^\s/]+)/([^\s/]+\s)"
_SEPARATOR = "\x1f"
_SUBTITLE = r"(?s)\s*(?:[:;]\s|\s[-–—]\s|[–—]|:).*$"
# A period ends a title only if no other period is before it. Otherwise it ends an abbreviated word.
_SENTENCE = r"^([^.]*\S\s\S[^.]*)\.\s.*$"
# `LWT-Food Science and Technology`, as Web of Science writes it. A hyphen before fewer words is part of a compound
# (`Socio-Economic Review`).
_HYPHENATED = r"^([^\s-]+\s[^-]*[^\s-]|[^\s-]+)-[^\s-]+(?:\s+\S+){3,}$"
# Shorter keys may be equal by chance.
_MIN_KEY = 3


def same_journal(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the two names can mean one journal; null if one is null, or if they are in different scripts.

    Symmetric and reflexive.
    """
    return over_pairs(one, other, same_title)


def same_words(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the names differ only in function words, as `Frontiers in Physics` and `Frontiers of Physics` do."""
    return without_function_words(normal_words(one)) == without_function_words(normal_words(other))


def same_title(pairs: pl.DataFrame) -> pl.Series:
    """Return Boolean for each row of a frame from `paired`: the names mean one journal; null for names in two scripts."""
    # Each step only looks at the pairs that cheaper steps did not decide.
    rows = pairs.with_row_index("row")
    open_ = rows.filter(pl.col("key one") != pl.col("key other"))
    two_scripts = open_.filter(~_share_script())["row"]
    open_ = open_.filter(~pl.col("row").is_in(two_scripts.implode()))
    different = open_["row"]
    if open_.height:
        forms = _forms(pl.concat([open_["one"], open_["other"]]).unique())
        open_ = open_.filter(~pl.col("row").is_in(_share_form(open_, forms).implode()))
        different = open_["row"].filter(~open_["row"].is_in(_abbreviated(open_, forms).implode()))
    is_same = ~pl.col("row").is_in(different.implode())
    return rows.select(pl.when(~pl.col("row").is_in(two_scripts.implode())).then(is_same)).to_series()


def _share_script() -> pl.Expr:
    """Boolean: both names have words in one script. Four Latin letters next to another script are a name; one is a section."""
    others = "|".join(SCRIPTS.values())
    # Normal words, because `ß` has one letter or two depending on case, and an accent may be a separate mark.
    words = [pl.col("normal one"), pl.col("normal other")]
    latin = [text.str.contains(r"\p{Latin}{4}") | ~text.str.contains(others) for text in words]
    shared = (words[0].str.contains(script) & words[1].str.contains(script) for script in SCRIPTS.values())
    return pl.any_horizontal(latin[0] & latin[1], *shared)


def _forms(names: pl.Series) -> pl.DataFrame:
    """Return the forms of each name: `name`, `form`, `short`, and the form's `normal` words and `key`.

    The forms are the complete title, its parallel titles, and each of these without its subtitle. `short`: Boolean, the
    subtitle was removed.
    """
    name = pl.col("name")
    separated = (
        name.str.normalize("NFKC")
        .str.replace_all(_PARALLEL, _SEPARATOR)
        .str.replace_all(_SLASH, f"$1{_SEPARATOR}$2")
    )
    whole = (
        names.to_frame("name")
        .with_columns(form=pl.concat_list(name, separated.str.split(_SEPARATOR)))
        .explode("form", empty_as_null=False)
        .unique(maintain_order=True)
    )
    form = pl.col("form").str.normalize("NFKC")
    without_subtitle = form.str.replace(_SUBTITLE, "").str.replace(_SENTENCE, "$1")
    before_hyphen = form.str.replace(_HYPHENATED, "$1")
    short = whole.with_columns(form=form, less=pl.concat_list(without_subtitle, before_hyphen)).explode(
        "less", empty_as_null=False
    )
    short = short.filter(pl.col("less") != pl.col("form")).select("name", form="less").unique()
    forms = pl.concat([whole.with_columns(short=pl.lit(value=False)), short.with_columns(short=True)])
    normal = forms.select("form").unique().with_columns(normal=normal_words(pl.col("form")))
    return forms.join(normal.with_columns(key=key_of_words(pl.col("normal"))), on="form")


def _share_form(pairs: pl.DataFrame, forms: pl.DataFrame) -> pl.Series:
    """Return `row` of each pair whose names have a form in common. At most one of the two forms may omit a subtitle.

    `Journal of Geophysical Research: Oceans` and `...: Atmospheres` only agree before the subtitle, so they differ. A subtitle
    that describes the journal (`Gut: an international journal of ...`) may be omitted from both.
    """
    long = forms.filter(pl.col("key").str.len_chars() >= _MIN_KEY).select("name", "key", "short")
    one = pairs.select("row", "one").join(long, left_on="one", right_on="name")
    other = pairs.select("row", "other").join(long, left_on="other", right_on="name")
    shared = one.join(other, on=["row", "key"])
    is_described = pl.any_horizontal(
        pl.col(n).str.contains(r"[:;=/.-].*" + _DESCRIPTION) for n in ("one", "other")
    )
    both_short = pl.col("short") & pl.col("short_right")
    return shared.filter(~both_short | is_described)["row"].unique()


def _abbreviated(pairs: pl.DataFrame, forms: pl.DataFrame) -> pl.Series:
    """Return `row` of each pair in which a form of one name abbreviates a form of the other."""
    by_form = pairs.select("row", "one", "other")
    for side in ("one", "other"):
        own = forms.select(
            **{side: "name", f"form {side}": "form", f"normal {side}": "normal", f"short {side}": "short"}
        )
        by_form = by_form.join(own, on=side)
    # Two forms that both omit their subtitles are not compared; see `_share_form`.
    by_form = by_form.filter(~(pl.col("short one") & pl.col("short other")))
    return abbreviated(by_form.unique(["row", "form one", "form other"]))
