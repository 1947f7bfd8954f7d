"""One comparison of journal titles, used by every rule that asks whether two names mean one journal.

Two names mean one journal where one of these connects them: the same letters without case, accents, articles and
marks; a parallel title (`A = B`, `A / B`); a subtitle that one of them leaves out; an ISO 4 abbreviation, either way
round; an acronym. Nothing is transliterated: names in two scripts are not compared, and the answer is null. Names that
only a register connects (former titles, translations) need reference data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.reference.titles import ENOUGH_WORDS, key_of_words, normal_words
from scholint.checks.values.text import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Callable

# Words that ISO 4 leaves out of abbreviations: articles, conjunctions and prepositions.
_LITTLE = (
    r"\b(?:the|of|and|for|in|on|to|at|by|with|its|from|del|des|du|de|la|las|le|les|los|lo|el|et|con|para|por|sobre"
    r"|sur|pour|dans|par|aux|au|und|der|die|das|dem|den|fur|aus|bei|mit|zur|zum|zu|im|do|da|dos|das|em|en|per|di"
    r"|della|delle|dello|dell|dei|degli|nel|nella|il|van|het|voor|og|och|na|po|dlya)\b"
)
# Between two words only: at an end a letter names a section (`Physical Review E`).
_LITTLE_LETTERS = r" (?:[adeilosvwyz] )+"
_LEAST = 3
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
    ),
    *("adva", "univ", "zeit", "arch", "acta", "naci", "nati", "soci", "asso", "with", "from", "cuad", "annu"),
    *("brit", "cana", "chin", "japa"),
)
# Words that the list of ISO 4 always shortens, by their beginnings: whoever abbreviates a title does not write them out.
_ALWAYS = (
    r"^(?:journal|international|internationale|american|european|british|canadian|review|revue|research|science|scientific"
    r"|biolog|chemi|physics|physical|physiolog|medicine|medical|engineering|society|applied|clinical|molecular|cellular"
    r"|psycholog|pharmacolog|environment|proceedings|transactions|bulletin|archives|annals|annual|advances|letters"
    r"|communications|mathemati|statisti|economic|education|technolog|university|association|academy|quarterly"
    r"|surgery|history|theor|experimental|management|material|comput|national|zeitschrift|revista|giornale|rivista)"
)
# Beginnings of what follows a title and names no part of it: `Gut: an international journal of ...`.
_DESCRIPTION = (
    r"(?i)\b(?:journal|international|official|organ|quarterly|magazine|bulletin|annual|publication|revista|revue"
    r"|rivista|zeitschrift|tidsskrift|tijdschrift)"
)
_PARALLEL = r"\s*[=|]\s*|\s+/\s*|\s*/\s+"
# Without spaces a slash parts two titles only where each has several words.
_SLASH = r"(\s[^\s/]+)/([^\s/]+\s)"
_PART = "\x1f"
_HYPHENED = r"^([^\s-]+\s[^-]*[^\s-]|[^\s-]+)-[^\s-]+(?:\s+\S+){3,}$"

# Letters of a whole title, and of a beginning, that do not agree by chance.
_BEGINNING, _ALIKE = 9, 30
# ISO 4, 3: a truncated word loses two letters or more, and ends in a consonant (`Sci` apart). A contraction is short, and
# keeps the last letter (`Natl`) or has no vowel (`Dtsch`).
_LOST, _CONTRACTED, _ACRONYM = 2, 6, 3


def same_journal(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the two names can mean one journal; null where one is null, or they share no script.

    Symmetric and reflexive.
    """
    return _over_pairs(one, other, same_title)


def related_names(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, null where either is null: the names share a telling word, as former and later titles do."""
    return _over_pairs(one, other, lambda pairs: pairs.select(SHARES_WORD).to_series())


def same_words(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the names differ in little words alone, as `Frontiers in Physics` and `Frontiers of Physics` do."""
    return _without_function_words(normal_words(one)) == _without_function_words(normal_words(other))


def shares_any_word(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the names share any word, common ones too, as titles in one language mostly do."""
    return _shared(*(normal_words(name).str.split(" ") for name in (one, other))) > 0


def telling_overlap(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Float64 from 0 to 1: the share of telling words that the two names have in common (Jaccard)."""
    return _jaccard(*(_stems(normal_words(name).str.split(" ")) for name in (one, other)))


def _stems(words: pl.Expr) -> pl.Expr:
    """List(String): the beginnings of those words that do not stand in every second title."""
    word = pl.element()
    stem = word.filter(word.str.len_chars() >= _STEM).str.slice(0, _STEM)
    return words.list.eval(stem.filter(~stem.is_in(list(_COMMON))))


def _shared(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return one.list.set_intersection(other).list.len()


def _jaccard(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return _shared(one, other) / one.list.set_union(other).list.len()


def paired(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with `one` and `other`, names without nulls, and what is asked of each of the two.

    `normal one`, `normal other`, as `normal_words` makes them; `key one`, `key other`, as `title_key` does. Rows keep their
    order.
    """
    # Once for every name: there are thirteen patterns in it, and compiling them takes longer than a hundred names do.
    names = pl.concat([pairs["one"], pairs["other"]]).unique().to_frame("name")
    made = names.with_columns(normal=normal_words(pl.col("name"))).with_columns(
        key=key_of_words(pl.col("normal"))
    )
    for side in ("one", "other"):
        known = made.rename({"name": side, "normal": f"normal {side}", "key": f"key {side}"})
        pairs = pairs.join(known, on=side, how="left", maintain_order="left")
    return pairs


def _words(side: str) -> pl.Expr:
    return pl.col(f"normal {side}").str.split(" ")


SHARES_WORD = (_shared(*(_stems(_words(side)) for side in ("one", "other"))) > 0).alias("shares_word")
"""Boolean, of a frame that `paired` made: the names have a word in common that does not stand in every second title."""

WORD_OVERLAP = _jaccard(_words("one"), _words("other")).alias("word_overlap")
"""Float64 from 0 to 1, of a frame that `paired` made: the share of words that the names have in common (Jaccard)."""


def _same_beginning() -> pl.Expr:
    one, other = pl.col("key one"), pl.col("key other")
    whole = one.str.starts_with(other) | other.str.starts_with(one)
    long = pl.min_horizontal(one.str.len_chars(), other.str.len_chars()) >= _BEGINNING
    return (whole & long) | (one.str.slice(0, _ALIKE) == other.str.slice(0, _ALIKE))


SAME_BEGINNING = _same_beginning().alias("same_beginning")
"""Boolean, of a frame that `paired` made: one name begins as the other does, for its whole length or 30 letters."""


def _over_pairs(one: pl.Expr, other: pl.Expr, verdict: Callable[[pl.DataFrame], pl.Series]) -> pl.Expr:
    def compared(pairs: pl.Series) -> pl.Series:
        frame = pairs.struct.unnest()
        known = frame.filter(pl.col("one").is_not_null() & pl.col("other").is_not_null()).unique()
        judged = known.with_columns(
            verdict(paired(known)).alias("verdict")
            if known.height
            else pl.lit(None, pl.Boolean).alias("verdict")
        )
        joined = frame.join(judged, on=["one", "other"], how="left", maintain_order="left")
        return joined["verdict"].alias(pairs.name)

    # A Python call a batch: each step stands on the last one's columns, and only over pairs that differ.
    pair = pl.struct(one.alias("one"), other.alias("other"))
    return pair.map_batches(compared, return_dtype=pl.Boolean, is_elementwise=True)


def same_title(pairs: pl.DataFrame) -> pl.Series:
    """Return Boolean for each row of a frame that `paired` made: one journal; null: in two scripts."""
    # Each step only looks at the pairs that the cheaper one before it left open.
    rows = pairs.with_row_index("row")
    left = rows.filter(pl.col("key one") != pl.col("key other"))
    alone = left.filter(~_comparable())["row"]
    left = left.filter(~pl.col("row").is_in(alone.implode()))
    forms = _forms(pl.concat([left["one"], left["other"]]).unique()) if left.height else None
    apart = left["row"]
    if forms is not None:
        left = left.filter(~pl.col("row").is_in(_parallel(left, forms).implode()))
        apart = left["row"].filter(~left["row"].is_in(_abbreviated(left, forms).implode()))
    verdict = pl.when(~pl.col("row").is_in(alone.implode())).then(~pl.col("row").is_in(apart.implode()))
    return rows.select(verdict).to_series()


def _comparable() -> pl.Expr:
    """Boolean: some script is in both names. Four Latin letters among others' are a name, one is a section."""
    others = "|".join(SCRIPTS.values())
    # Words, since `ß` is one letter or two by its case, and an accent a letter or a mark.
    words = [pl.col("normal one"), pl.col("normal other")]
    latin = [said.str.contains(r"\p{Latin}{4}") | ~said.str.contains(others) for said in words]
    shared = (words[0].str.contains(script) & words[1].str.contains(script) for script in SCRIPTS.values())
    return pl.any_horizontal(latin[0] & latin[1], *shared)


def _forms(names: pl.Series) -> pl.DataFrame:
    """Return `name`, `form`, `short`, and the form's `normal` and `key`.

    The whole title, its parallel titles where there are several, and, `short`, each of them without its subtitle.
    """
    name = pl.col("name")
    marked = (
        name.str.normalize("NFKC").str.replace_all(_PARALLEL, _PART).str.replace_all(_SLASH, f"$1{_PART}$2")
    )
    whole = (
        names.to_frame("name")
        .with_columns(form=pl.concat_list(name, marked.str.split(_PART)))
        .explode("form", empty_as_null=False)
        .unique(maintain_order=True)
    )
    form = pl.col("form").str.normalize("NFKC")
    # Behind a full stop only where no other stands before it: else it ends an abbreviated word.
    bare = form.str.replace(r"(?s)\s*(?:[:;]\s|\s[-–—]\s|[–—]|:).*$", "").str.replace(
        r"^([^.]*\S\s\S[^.]*)\.\s.*$", "$1"
    )
    # `LWT-Food Science and Technology`, as Web of Science writes it; few words make a compound (`Socio-Economic Review`).
    hyphened = form.str.replace(_HYPHENED, "$1")
    short = whole.with_columns(form=form, less=pl.concat_list(bare, hyphened)).explode(
        "less", empty_as_null=False
    )
    short = short.filter(pl.col("less") != pl.col("form")).select("name", form="less").unique()
    forms = pl.concat([whole.with_columns(short=pl.lit(value=False)), short.with_columns(short=True)])
    made = forms.select("form").unique().with_columns(normal=normal_words(pl.col("form")))
    return forms.join(made.with_columns(key=key_of_words(pl.col("normal"))), on="form")


def _parallel(pairs: pl.DataFrame, forms: pl.DataFrame) -> pl.Series:
    """Return `row` where a form of one is a form of the other, whereby at most one of the two leaves out a subtitle.

    `Journal of Geophysical Research: Oceans` and `...: Atmospheres` only share what stands before the subtitle.
    """
    long = forms.filter(pl.col("key").str.len_chars() >= _LEAST).select("name", "key", "short")
    sides = [
        pairs.select("row", *sides).join(long, left_on=sides[0], right_on="name")
        for sides in (("one",), ("other",))
    ]
    met = sides[0].join(sides[1], on=["row", "key"])
    described = pl.any_horizontal(
        pl.col(n).str.contains(r"[:;=/.-].*" + _DESCRIPTION) for n in ("one", "other")
    )
    both = pl.col("short") & pl.col("short_right")
    return pl.concat([met.filter(~both)["row"], met.filter(both).filter(described)["row"]]).unique()


def _abbreviated(pairs: pl.DataFrame, forms: pl.DataFrame) -> pl.Series:
    """Return `row` of those pairs of which one name abbreviates the other, in one of their forms."""
    each = pairs.select("row", "one", "other")
    for side in ("one", "other"):
        own = forms.select(
            **{side: "name", f"form {side}": "form", f"normal {side}": "normal", f"short {side}": "short"}
        )
        each = each.join(own, on=side)
    each = (
        each.filter(~(pl.col("short one") & pl.col("short other")))
        .unique(["row", "form one", "form other"])
        .with_columns(
            *(
                pl.col(f"form {n}").str.contains(r"\pL\.(?:\W|$|\pL)").alias(f"dots {n}")
                for n in ("one", "other")
            ),
            *(
                _without_function_words(pl.col(f"normal {n}")).str.split(" ").alias(f"words {n}")
                for n in ("one", "other")
            ),
        )
        .with_row_index("form")
    )
    acronyms = each.filter(_is_acronym("one", "other") | _is_acronym("other", "one"))["row"]
    dropped = each.filter(_drops("one", "other") | _drops("other", "one"))["row"]
    alike = each.filter(_word_for_word())
    return pl.concat([acronyms, dropped, alike.filter(_word_by_word(alike))["row"]]).unique()


def _without_function_words(words: pl.Expr) -> pl.Expr:
    """String: the words that ISO 4 keeps, one space between."""
    kept = words.str.replace_all(_LITTLE, " ").str.replace_all(r"\s+", " ").str.strip_chars()
    return kept.str.replace_all(_LITTLE_LETTERS, " ").str.replace(r"(.) usa$", "$1")


def _drops(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is `full` without some of its little words."""
    words = [pl.col(f"normal {n}").str.split(" ") for n in (short, full)]
    same = pl.col(f"words {short}") == pl.col(f"words {full}")
    enough = pl.col(f"words {short}").list.len() >= ENOUGH_WORDS
    return same & enough & (words[0].list.set_difference(words[1]).list.len() == 0)


def _is_acronym(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is one word, or letters, and these are the initials of `full`, with or without little words."""
    said = pl.col(f"normal {short}")
    letters = said.str.replace_all(" ", "")
    initials = [_initials(pl.col(f"normal {full}")), _initials(pl.col(f"words {full}").list.join(" "))]
    one = ~said.str.contains(" ") | ~said.str.contains(r"\S\S")
    return one & (letters.str.len_chars() >= _ACRONYM) & (letters.is_in(pl.concat_list(initials)))


def _initials(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(r"(\S)\S*\s*", "$1")


def _word_for_word() -> pl.Expr:
    """Boolean: as many words, with the same first letters; ISO 4 does not shorten a title of one word."""
    one, other = pl.col("words one"), pl.col("words other")
    several = (one.list.len() > 1) | pl.any_horizontal("dots one", "dots other")
    first = [_initials(words.list.join(" ")) for words in (one, other)]
    return (one.list.len() == other.list.len()) & (first[0] == first[1]) & several


def _word_by_word(alike: pl.DataFrame) -> pl.Series:
    """Return Boolean for each row: each word of one shortens the word in its place in the other, or is it."""
    words = (
        alike.select(
            "form", "dots one", "dots other", one="words one", other="words other", length="words one"
        )
        .with_columns(pl.col("length").list.len())
        .explode("one", "other", empty_as_null=False)
        .with_columns(equal=pl.col("one") == pl.col("other"))
        .with_columns(whole=pl.col("equal") & pl.col("one").str.contains(_ALWAYS))
        .with_columns(
            forth=pl.col("equal") | _shortens("one", "other"),
            back=pl.col("equal") | _shortens("other", "one"),
        )
    )
    dots = [pl.col(f"dots {name}").first() for name in ("one", "other")]
    told = words.group_by("form").agg(
        forth=pl.col("forth").all() & (dots[0] | ~pl.col("whole").any()),
        back=pl.col("back").all() & (dots[1] | ~pl.col("whole").any()),
        # Two abbreviations may shorten different words.
        both=(pl.col("forth") | pl.col("back")).all() & dots[0] & dots[1],
    )
    yes = told.filter(pl.any_horizontal("forth", "back", "both"))["form"]
    return alike["form"].is_in(yes.implode())


def _shortens(short: str, full: str) -> pl.Expr:
    """Boolean: `short` is the word `full` truncated (`Res.`) or contracted (`Natl.`): ISO 4, sections 3 and 4."""
    word, whole = pl.col(short), pl.col(full)
    size, length = word.str.len_chars().cast(pl.Int64), whole.str.len_chars().cast(pl.Int64)
    dots = pl.col(f"dots {short}")
    ends_well = dots | (size == 1) | ~word.str.contains(r"[aeou]$")
    truncated = whole.str.starts_with(word) & (length - size >= pl.when(dots).then(1).otherwise(_LOST))
    ends = (word.str.slice(-1) == whole.str.slice(-1)) | ~word.str.contains(r"[aeiou]")
    small = (size <= _CONTRACTED) & (size * 10 <= length * 7) & ends
    pattern = pl.format("^{}", word.str.replace_all(r"(\pL|\pN)", r"${1}.*"))
    contracted = small & whole.str.contains(pl.when(small & ~truncated).then(pattern).otherwise(pl.lit("^$")))
    return ends_well & (truncated | contracted)
