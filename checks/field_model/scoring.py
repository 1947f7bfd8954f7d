"""Turn the model's outputs into features: which texts and journals have a certain field, and how far apart the fields are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from scholint.checks.field_model.hashing import (
    STEM_BITS,
    Flags,
    Floats,
    Hashes,
    Whole,
    Words,
    stem_buckets,
    words,
)
from scholint.seeds.words import field_groups, function_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Minimum probability of the most likely field for a comparison: of texts, of journals in the reference tables, and of journals
# known only by name.
SURE_TEXT, SURE_JOURNAL, SURE_NAME = 0.15, 0.1, 0.3
# The language of a text with fewer words is not determined.
_MIN_WORDS = 5
# Smaller shares are noise. The logarithm needs a minimum.
_MIN_SHARE = 0.003
# Number of first bits by which the hashes of `ENGLISH` and `FOREIGN` all differ.
_WORD_BITS = 17
# A word is evidence about a journal only if it is in at least this many names.
_MIN_NAMES = 3

ENGLISH, FOREIGN = function_words()["english"], function_words()["foreign"]


def grouped(fields: list[str]) -> Floats:
    """Return a matrix with one row per field and one column per group: 1 where the field is in the group, 0 elsewhere."""
    groups = field_groups().values()
    return np.array([[float(f in members) for members in groups] for f in fields], np.float32)


def shared_words(texts: Words, names: Words, weights: Floats, count: int) -> Floats:
    """Return Float32 of length `count`: the total weight of the stems that are in both the text and the journal's name.

    A stem is the first five letters of a word. `weights`: the weight of each stem, by bucket.
    """
    (one, one_rows), (other, other_rows) = stem_buckets(texts), stem_buckets(names)
    theirs = np.unique((other_rows << STEM_BITS) | other)
    # Only a few stems are in any name of the batch, and only these need sorting.
    named = np.zeros(1 << STEM_BITS, bool)
    named[other] = True
    is_named = named[one]
    ours = np.unique((one_rows[is_named] << STEM_BITS) | one[is_named])
    both = theirs[np.isin(theirs, ours, assume_unique=True)]
    return np.bincount(both >> STEM_BITS, weights[both & ((1 << STEM_BITS) - 1)], minlength=count).astype(
        np.float32
    )


def english(found: Words, count: int) -> Flags:
    """Return whether each text is English: it has enough words, and more English than foreign function words."""
    listed, slots = _language_words()
    slot = slots[(found.hashes >> np.uint64(64 - _WORD_BITS)).astype(np.int64)]
    maybe = np.flatnonzero(slot >= 0)
    listed_words = maybe[listed[slot[maybe]] == found.hashes[maybe]]
    votes = np.where(slot[listed_words] < len(ENGLISH), 1, -1)
    long = np.bincount(found.rows, minlength=count) >= _MIN_WORDS
    return np.asarray(long & (np.bincount(found.rows[listed_words], votes, minlength=count) > 0))


@cache
def _language_words() -> tuple[Hashes, NDArray[np.int8]]:
    """Return the hashes of the words in `ENGLISH` and `FOREIGN`, and a lookup table for them.

    The index of the lookup table is the first `_WORD_BITS` bits of a hash. Its value is the position of the listed hash that
    begins with these bits, or -1 if there is none.
    """
    listed = words(pl.Series([*ENGLISH, *FOREIGN])).hashes
    slots = np.full(1 << _WORD_BITS, -1, np.int8)
    slots[(listed >> np.uint64(64 - _WORD_BITS)).astype(np.int64)] = np.arange(len(listed))
    return listed, slots


class Journals(NamedTuple):
    """Journals, one per row: shares of fields by all that is known, by the letters of the name, and by the words of the name.

    `facts`: the reliability of the reference (1 by subjects, 0.5 by name and publisher, 0 if the journal is not in it), and
    the reliability of the name.
    """

    shares: Floats
    by_letters: Floats
    by_words: Floats
    facts: Floats

    def rows(self, places: Whole) -> Journals:
        """Return the journals in these rows."""
        return Journals(*(part[places] for part in self))


def sure_texts(texts: Floats) -> Flags:
    """Return which texts have a certain field. `texts`: shares of fields."""
    return np.asarray(texts.max(1) >= SURE_TEXT)


def sure_journals(journals: Journals) -> Flags:
    """Return which journals have a certain field.

    A journal that is not in the reference tables must have a distinctive word in its name that is also in other names. The
    name model is unreliable for names such as `Levant` and `Quarterly Review`.
    """
    known, sure = journals.facts[:, 0] > 0, journals.shares.max(1)
    familiar = journals.facts[:, 4] >= np.float32(np.log1p(_MIN_NAMES))
    return np.asarray(np.where(known, sure >= SURE_JOURNAL, familiar & (sure >= SURE_NAME)))


def sure(texts: Floats, journals: Journals) -> Flags:
    """Return the rows in which both sides have a certain field, so that they can be compared. `texts`: shares of fields."""
    return sure_texts(texts) & sure_journals(journals)


def field_odds(texts: Floats, journals: Journals, prior: Floats, places: pl.Series) -> Floats:
    """Return how many times more likely than by chance a text has its journal's field. `places`: row in `journals` of each text."""
    odds = (journals.shares / prior).astype(np.float32)
    return np.asarray((texts * odds[places.to_numpy()]).sum(1), np.float32)


def comparable(texts: Floats, journals: Journals) -> Flags:
    """Return the rows in which both sides have a certain field, and these fields differ. `texts`: shares of fields."""
    return np.asarray(sure(texts, journals) & (texts.argmax(1) != journals.shares.argmax(1)))


def features(
    texts: Floats, journals: Journals, prior: Floats, shared: Floats, size: Floats, full: Floats
) -> Floats:
    """Return the features that the stack scores, one row per record.

    `texts`: probabilities of fields. `shared`: see `shared_words`. `size`: number of words in the text. `full`: 1 if the
    record has an abstract, 0 if not.
    """
    every, theirs = np.arange(len(texts)), journals.shares
    softened = 0.9 * texts + 0.1 * prior

    def distances(side: Floats) -> tuple[Floats, Floats]:
        other = 0.9 * side + 0.1 * prior
        return -np.log((softened * other / prior).sum(1)), -np.log(np.sqrt(softened * other).sum(1))

    doubts = [
        -np.log((texts * ((1 - doubt) * theirs + doubt * prior) / prior).sum(1)) for doubt in (0.02, 0.1, 0.3)
    ]
    distance, overlap = distances(theirs)
    from_letters, _ = distances(journals.by_letters)
    from_words, overlap_words = distances(journals.by_words)
    sure, journal_sure = texts.max(1), theirs.max(1)
    few, long = np.minimum(shared, 8), np.log1p(size)
    columns = [
        *doubts,
        *(distance, overlap, from_letters, from_words, overlap_words, np.minimum(from_letters, from_words)),
        np.log(texts[every, theirs.argmax(1)] + 1e-3),
        np.log(theirs[every, texts.argmax(1)] + 1e-3),
        *(sure, journal_sure, few, (shared > 2).astype(np.float32), full, long),  # noqa: PLR2004 - the weight of one distinctive word
        -(texts * np.log(texts + 1e-9)).sum(1),
        -(theirs * np.log(theirs + 1e-9)).sum(1),
        *(distance * other for other in (sure, journal_sure, full, long, few)),
        *(overlap * sure * journal_sure, from_words * sure),
        *(np.maximum(distance, 0) ** 2, np.minimum(distance, 0) ** 2),
        *journals.facts.T,
        *(distance * fact for fact in journals.facts.T),
        *(overlap * fact for fact in journals.facts.T),
        *(
            column
            for shares in (texts, theirs, journals.by_letters, journals.by_words)
            for column in np.log(shares + _MIN_SHARE).T
        ),
    ]
    return np.stack(columns, 1).astype(np.float32)


def journal_fields(named: Floats, listed: Floats, prior: Floats) -> Floats:
    """Return the shares of fields of each journal, one row per journal and one column per field.

    A journal in the reference gets 70 % of its shares from the reference and 30 % from its name. Another journal gets all of
    them from its name.

    `named`, `listed`: the shares from the name and from the reference, with one more column at the end for `several` (more
    than one field). A row of `listed` adds up to the reliability of the reference, or to 0 if the journal is not in it. The
    share of `several` is distributed over the fields in proportion to `prior`.
    """
    total = listed.sum(1, keepdims=True)
    both = np.where(total > 0, 0.7 * listed / np.maximum(total, 1e-6) + 0.3 * named, named)
    return np.asarray(both[:, :-1] + both[:, -1:] * prior, np.float32)
