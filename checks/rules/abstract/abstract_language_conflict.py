"""Abstract is in a different script than the title or the declared language.

## Why it matters
Language filters and statistics assign the record to the wrong language.

## How to fix
Correct the declared language, or fetch the abstract in the language of the work.

## What is not flagged
- Differences between languages in the same script, such as English and French. The rule distinguishes the scripts
  Latin, Cyrillic, Greek, Arabic, Hebrew, Devanagari, Thai, Hangul, Han, and Kana.
- Abstracts that contain text in two scripts.
- Abstracts in Latin script, because most journals require an English abstract for works in any language.
- Records without a declared language if the title is short or is not in Latin script.

## References
- BCP 47, Tags for identifying languages
- ISO 639-1, Codes for the representation of names of languages
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Minimum number of letters. Shorter titles do not show the language of the work reliably.
_LONG = 20
_LANGUAGES = {
    "Cyrillic": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz", "tt", "bs", "cu"),
    "Greek": ("el", "gr"),
    "Arabic": ("ar", "fa", "ur", "ps", "ug", "ku", "sd", "pe"),
    "Hebrew": ("he", "iw", "yi"),
    "Devanagari": ("hi", "mr", "ne", "sa"),
    "Thai": ("th",),
    "Hangul": ("ko",),
    "Han or Kana": ("zh", "ja", "ch", "cn", "jp", "ko", "vi"),
}
"""Codes of the languages that are written in each script: those of ISO 639, and `gr`, `cn`, `ch`, `jp`, and `pe`, which
some exports use."""
_EXPECTED = [f"{script}:{code}" for script, codes in _LANGUAGES.items() for code in codes]


@rule(
    code="ABS008",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides in eleven harbours of the coast",
        "doi": "10.1000/1",
        "abstract": "本文研究了十一个港口的潮汐,并与港务局印制的潮汐表进行了比较。结果表明九个港口的潮汐表是正确的。",
        "language": "en",
    },
    good={
        "title": "十一个港口的潮汐研究与比较",
        "doi": "10.1000/1",
        "abstract": "We measured the tides of eleven harbours, and compared them with the tables.",
    },
)
def abstract_language_conflict() -> Check:
    """Return a check that flags abstracts in a script other than that of the declared language.

    If the record declares no language, the abstract is compared with the script of the title.
    """
    declared = pl.col("language").str.to_lowercase().str.extract(r"^\s*([a-z]{2})", 1)
    foreign = pl.col("abstract_script")
    expected = pl.format("{}:{}", foreign, declared).is_in(_EXPECTED)
    title = pl.when(foreign.is_not_null()).then(pl.col("title"))
    letters = title.str.count_matches(r"\pL")
    latin_title = (title.str.count_matches(r"\p{Latin}") * 10 >= letters * 9) & (letters >= _LONG)
    return Check(
        field="abstract",
        violates=foreign.is_not_null()
        & ((declared.is_not_null() & ~expected) | (declared.is_null() & latin_title)),
        message=pl.format(
            "abstract is in {} script, but {}",
            foreign,
            pl.when(declared.is_not_null())
            .then(pl.format("the declared language is {}", quoted("language")))
            .otherwise(pl.lit("the title is in Latin script")),
        ),
        value=pl.col("abstract").str.slice(0, 200),
        evidence={"script": foreign, "language": pl.col("language")},
    )
