"""How far a paper's field lies from its journal's: hashed words, linear models and one score, in numpy alone.

A text becomes its words, its pairs of neighbouring words and the first six letters of long words; a journal's name
becomes its runs of three to five bytes. Each is hashed into a bucket, each bucket has one weight a field, and the
weights of a record's buckets are added up. All of it runs over the bytes of a whole batch at once.

Training (`build/train_field_model.py`) and the rule use the same functions, so that they cannot drift apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"
Whole: TypeAlias = "NDArray[np.int64]"
Hashes: TypeAlias = "NDArray[np.uint64]"
Bytes: TypeAlias = "NDArray[np.uint8]"
Flags: TypeAlias = "NDArray[np.bool_]"
Labels: TypeAlias = "NDArray[np.str_]"

HOME = Path(__file__).parent / "field_model"
TEXT_BITS, NAME_BITS, STEM_BITS = 18, 17, 17
# Abstracts say what they are about at the front; reading on costs time and changes little.
LONGEST = 1500
# Both sides must be as sure as this of one field: texts, journals in the reference, and journals known by name alone.
SURE_TEXT, SURE_JOURNAL, SURE_NAME = 0.15, 0.1, 0.3
# The reference's shares are in parts of so many, of which all say that subjects tell, and half that name and publisher do.
PARTS = 200
# Rows whose bytes are hashed at once: small enough to stay in the processor's cache.
CHUNK = 512
# The first look: letters of the abstract that it reads, rows that it hashes at once, and the kinship that clears a
# record. Chosen on the development journals, where they cost less than one point of the far pairs found.
FRONT, FRONTS, KIN = 200, 2048, 1.2

# Fowler, Noll and Vo's prime, to roll over bytes; the golden ratio of 64 bits, to spread what comes out.
_STEP, _SPREAD = 1099511628211, np.uint64(0x9E3779B97F4A7C15)
_SHORTEST, _STEM, _LONG = 3, 5, 6
_FEW_WORDS = 5
# Fields of the text and, three times, of the journal: the last features, for the nets alone.
LOGARITHMS = 4 * 23
# Features beyond so many standard deviations say no more to the nets.
FAR = 6
# Shares below this are as good as none.
_LEAST = 0.003
# Enough that no two words of `ENGLISH` and `FOREIGN` share their first bits.
_VOTER_BITS = 17
# In so many names must a word stand, to say something of a journal.
_FAMILIAR = 3
_GRAMS = (3, 4, 5)
_LETTERS = np.zeros(256, bool)
_LETTERS[ord("a") : ord("z") + 1] = True
_LETTERS[0x80:] = True
_NEWLINE = 10
# First bytes, in UTF-8, of general punctuation (three bytes) and of Latin-1 signs (two).
_PUNCTUATION, _SIGNS = 0xE2, 0xC2

# Names that publish everything, and names that are no journal's.
WIDE = (
    r"(?i)^\W*(?:plos one|scientific reports|nature|science|heliyon|peerj|f1000\s?research|ieee access|sage open"
    r"|royal society open science|cureus|science advances|nature communications|iscience|data in brief|methodsx"
    r"|current science|scientific data|jove.*|.*multidisciplin.*|.*interdisciplin.*|.*universit.*|.*academy of sciences?.*"
    r"|.*\bconference\b.*|.*workshop.*|.*symposium.*|findings of .*|.*national academy.*|.*arxiv.*|.*preprint.*|.*ssrn.*|.*dissertation.*"
    r"|.*scien(?:ce|tific) (?:journal|reports|bulletin|letters|world)s?.*)\W*$"
)

# Words that tell a language and nothing else.
ENGLISH = [
    "the",
    "and",
    "for",
    "with",
    "from",
    "that",
    "this",
    "are",
    "was",
    "were",
    "which",
    "their",
    "these",
    "has",
    "have",
    "been",
    "between",
    "into",
]
FOREIGN = [
    "los",
    "las",
    "del",
    "por",
    "para",
    "una",
    "con",
    "que",
    "más",
    "como",
    "entre",
    "sobre",
    "dos",
    "das",
    "uma",
    "com",
    "não",
    "são",
    "pela",
    "pelo",
    "dans",
    "les",
    "des",
    "une",
    "sur",
    "par",
    "pour",
    "est",
    "aux",
    "und",
    "der",
    "die",
    "das",
    "von",
    "für",
    "mit",
    "eine",
    "auf",
    "dem",
    "den",
    "yang",
    "dan",
    "dengan",
    "untuk",
    "dari",
    "pada",
    "dalam",
    "adalah",
    "nella",
    "della",
    "delle",
    "degli",
    "per",
    "che",
    "het",
    "een",
    "van",
    "voor",
    "ile",
    "için",
    "olan",
    "dla",
    "oraz",
    "jest",
]


class Words(NamedTuple):
    """The words of a batch: hash, row, first byte and byte after the last in `raw`; all of one length but `raw`."""

    hashes: Hashes
    rows: Whole
    starts: Whole
    ends: Whole
    raw: Bytes
    rolled: Hashes


def _powers(base: int, length: int) -> Hashes:
    powers = np.full(length, base & (2**64 - 1), np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


class _Powers:
    """Rising powers, and those that undo them.

    Batches are judged at once: what another thread has grown must not shrink again, nor one kind lag behind the other.
    """

    def __init__(self) -> None:
        self._growing = Lock()
        self._kept = (np.zeros(0, np.uint64), np.zeros(0, np.uint64))

    def reaching(self, length: int) -> tuple[Hashes, Hashes]:
        """Return both for so many bytes and more."""
        with self._growing:
            if len(self._kept[0]) <= length:
                most = max(2 * length, 1 << 12) + 1
                self._kept = (_powers(_STEP, most), _powers(pow(_STEP, -1, 1 << 64), most))
            return self._kept


_POWERS = _Powers()


def _rolling(raw: NDArray[Any]) -> tuple[Hashes, Hashes]:
    """Return sums of bytes times rising powers, one more than there are bytes, and the powers that undo them."""
    up, down = _POWERS.reaching(len(raw))
    rolled = np.zeros(len(raw) + 1, np.uint64)
    np.cumsum((raw.astype(np.uint64) + np.uint64(1)) * up[: len(raw)], out=rolled[1:])
    return rolled, down


def _stirred(hashes: Hashes) -> Hashes:
    return (hashes ^ (hashes >> np.uint64(29))) * _SPREAD


def _bucket(hashes: Hashes, bits: int) -> Whole:
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _SPREAD
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def words(texts: pl.Series) -> Words:
    """Return the words of three bytes and more. `texts`: String in lower case, without nulls or line breaks."""
    raw = np.frombuffer(("\n".join(texts.to_list()) + "\n").encode(), np.uint8)
    ends_of_rows = np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64) + 1)
    letter = _LETTERS[raw]
    for lead, width in ((_PUNCTUATION, 3), (_SIGNS, 2)):
        at = np.flatnonzero(raw == lead)
        for offset in range(width):
            letter[at + offset] = False
    turns = np.flatnonzero(letter[1:] != letter[:-1]) + 1
    if letter[0]:
        turns = np.concatenate([[0], turns])
    starts, ends = turns[0::2], turns[1::2]
    long = ends - starts >= _SHORTEST
    starts, ends = starts[long], ends[long]
    rolled, undo = _rolling(raw)
    hashes = _stirred((rolled[ends] - rolled[starts]) * undo[starts])
    sizes = np.diff(np.searchsorted(starts, ends_of_rows), prepend=0)
    return Words(hashes, np.repeat(np.arange(len(texts)), sizes), starts, ends, raw, rolled)


def text_buckets(found: Words) -> tuple[Whole, Whole]:
    """Return bucket and row of each word, each pair of neighbours and each long word's beginning, rows in order."""
    hashes, rows = found.hashes, found.rows
    neighbours = rows[1:] == rows[:-1]
    pairs = ((hashes[:-1] * np.uint64(3)) ^ (hashes[1:] >> np.uint64(7))) + hashes[1:]
    long = found.ends - found.starts > _LONG
    starts = found.starts[long]
    _, undo = _POWERS.reaching(len(found.raw))
    beginnings = (found.rolled[starts + _LONG] - found.rolled[starts]) * undo[starts]
    every = np.concatenate([hashes, pairs[neighbours], _stirred(beginnings ^ np.uint64(_LONG))])
    owner = np.concatenate([rows, rows[1:][neighbours], rows[long]])
    order = np.argsort(owner, kind="stable")
    return _bucket(every, TEXT_BITS)[order], owner[order]


def name_buckets(names: pl.Series) -> tuple[Whole, Whole]:
    """Return bucket and row of every run of three to five bytes, rows in order. `names`: as `plain_names` gives."""
    raw = np.frombuffer((" " + " \n ".join(names.to_list()) + " \n").encode(), np.uint8)
    rows = np.repeat(np.arange(len(names)), names.str.len_bytes().to_numpy().astype(np.int64) + 3)
    breaks = np.concatenate([[0], np.cumsum(raw == _NEWLINE)])
    rolled, undo = _rolling(np.where(_LETTERS[raw] | (raw == _NEWLINE), raw, 32))
    hashes, owner = [], []
    for size in _GRAMS:
        inside = breaks[size:] == breaks[:-size]
        gram = (rolled[size:] - rolled[:-size]) * undo[: len(raw) + 1 - size]
        hashes.append(_stirred(gram[inside] ^ np.uint64(size)))
        owner.append(rows[: len(raw) + 1 - size][inside])
    whole, owners = np.concatenate(hashes), np.concatenate(owner)
    order = np.argsort(owners, kind="stable")
    return _bucket(whole, NAME_BITS)[order], owners[order]


def stem_buckets(found: Words) -> tuple[Whole, Whole]:
    """Return bucket and row of the first five letters of each word of four letters and more."""
    telling = found.ends - found.starts >= _STEM - 1
    starts = found.starts[telling]
    ends = np.minimum(found.ends[telling], starts + _STEM)
    _, undo = _POWERS.reaching(len(found.raw))
    beginnings = (found.rolled[ends] - found.rolled[starts]) * undo[starts]
    return _bucket(_stirred(beginnings), STEM_BITS), found.rows[telling]


# ISO 9 as journals' own transliterations simplify it.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def plain_names(names: pl.Expr) -> pl.Expr:
    """String: a journal's name in lower case, without accents and brackets, Cyrillic in Latin letters."""
    latin = names.str.to_lowercase().str.replace_many(list(_CYRILLIC), list(_CYRILLIC.values()))
    return (
        latin.str.normalize("NFKD")
        .str.replace_all(r"\p{M}+|\s*[\[(][^\])]*[\])]", "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def plain_texts(title: pl.Expr, abstract: pl.Expr, longest: int = LONGEST) -> pl.Expr:
    """String: title and the front of the abstract in lower case, on one line. `longest`: letters of the front."""
    whole = pl.concat_str(title.fill_null(""), pl.lit(" . "), abstract.fill_null("").str.slice(0, longest))
    return whole.str.to_lowercase().str.replace_all("\n", " ", literal=True)


# Bytes of a word of 64 bits, every other one: four lanes of 16 bits, which 256 additions of a byte cannot overflow.
_LANES, _RUN, _BIAS = np.uint64(0x00FF00FF00FF00FF), 256, 128


def added(table: NDArray[np.int8], buckets: Whole, rows: Whole, count: int) -> Floats:
    """Return the sum of the table's rows for each of `count` records. `rows` ascend; records without any get zeros.

    Eight columns are added at once, as bytes in words of 64 bits (little-endian): three times as fast as floats.
    """
    total = np.zeros((count, table.shape[1]), np.float32)
    if not len(rows):
        return total
    words_of_8 = (table.take(buckets, axis=0).view(np.uint8) ^ np.uint8(_BIAS)).view(np.uint64)
    lanes = np.concatenate([words_of_8 & _LANES, (words_of_8 >> np.uint64(8)) & _LANES], 1)
    begins = np.concatenate([[True], rows[1:] != rows[:-1]])
    runs = np.flatnonzero(begins | (np.arange(len(rows)) % _RUN == 0))
    sums = np.add.reduceat(lanes, runs, axis=0).view(np.uint16).reshape(len(runs), 2, -1, 4)
    whole = sums.transpose(0, 2, 3, 1).reshape(len(runs), -1).astype(np.int32)
    whole -= _BIAS * np.diff(runs, append=len(rows))[:, None].astype(np.int32)
    total[rows[begins]] = np.add.reduceat(whole, np.flatnonzero(begins[runs]), axis=0)
    return total


def softmax(logits: Floats) -> Floats:
    """Return probabilities, a row a record."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Linear:
    """Weights of buckets as int8: a column a class, then the squared weight of the bucket itself, then padding.

    The sum over a record is divided by the root of that column: long texts then weigh as short ones.
    """

    table: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def probabilities(self, buckets: Whole, rows: Whole, count: int) -> Floats:
        """Return a row a record, a column a class."""
        total = added(self.table, buckets, rows, count)[:, : len(self.scale)] * self.scale
        return softmax(total[:, :-1] / np.sqrt(np.maximum(total[:, -1:], 1e-6)) + self.bias)

    def of_words(self, lone: pl.Series) -> Floats:
        """Return what each lone word weighs, a row a word, a column a class. `lone`: words of three bytes and more."""
        found = words(lone)
        classes = len(self.bias)
        weights = np.zeros((len(lone), classes), np.float32)
        weights[found.rows] = self.table[_bucket(found.hashes, TEXT_BITS), :classes] * self.scale[:classes]
        return weights


@dataclass(frozen=True)
class Stack:
    """What weighs the features: a line, and nets of two hidden layers, a row of each array a net; their sum is the score.

    `mean`, `spread`: of each feature; `weights` and `bias` of the line, which sees all features but the last
    `LOGARITHMS`.
    """

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    last: Floats
    last_bias: Floats

    def scores(self, found: Floats) -> Floats:
        """Return a score a row; see `features`."""
        # Sums, not products of matrices, which round by the number of rows: a record's score is its own.
        even = (found - self.mean) / self.spread
        score = (even[:, :-LOGARITHMS] * self.weights).sum(1) + self.bias
        even = np.clip(even, -FAR, FAR)
        for net in range(len(self.last)):
            layer = np.maximum(np.einsum("ij,jk->ik", even, self.first[net]) + self.first_bias[net], 0)
            layer = np.maximum(np.einsum("ij,jk->ik", layer, self.second[net]) + self.second_bias[net], 0)
            score += (layer * self.last[net]).sum(1) + self.last_bias[net]
        return np.asarray(score, np.float32)


@dataclass(frozen=True)
class Model:
    """The trained model, as `build/train_field_model.py` writes it; the tables are mapped into memory, not read."""

    home: Path = HOME

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is no table: fields, scales, biases, prior, the stack's weights, thresholds."""
        facts: dict[str, Any] = json.loads((self.home / "model.json").read_text("utf-8"))
        return facts

    @cached_property
    def fields(self) -> list[str]:
        """The names of the fields, in the order of columns."""
        return [str(name) for name in self.facts["fields"]]

    @cached_property
    def prior(self) -> Floats:
        """How frequent each field is."""
        return np.array(self.facts["prior"], np.float32)

    @cached_property
    def text(self) -> Linear:
        """From texts to fields."""
        return self._linear("text")

    @cached_property
    def name(self) -> Linear:
        """From journals' names to fields, and last to `several`."""
        return self._linear("names")

    @cached_property
    def stems(self) -> Floats:
        """How telling it is that text and journal's name share a word's beginning, by bucket."""
        table: NDArray[np.uint8] = np.load(self.home / "stems.npy", mmap_mode="r")
        return np.asarray(table, np.float32) * np.float32(self.facts["stems_scale"])

    def _linear(self, name: str) -> Linear:
        table: NDArray[np.int8] = np.load(self.home / f"{name}.npy", mmap_mode="r")
        scale, bias = (np.array(self.facts[f"{name}_{part}"], np.float32) for part in ("scale", "bias"))
        return Linear(table, scale, bias)

    @cached_property
    def familiar(self) -> Floats:
        """In how many names the model has seen a word's beginning, up to 255, by bucket."""
        table: NDArray[np.uint8] = np.load(self.home / "familiar.npy", mmap_mode="r")
        return np.asarray(table, np.float32)

    def score(self, texts: Floats, journals: Journals, shared: Floats, size: Floats, full: Floats) -> Floats:
        """Return the log-odds that texts and journals do not belong together, one for each row; see `features`."""
        return self.stack.scores(features(texts, journals, self.prior, shared, size, full))

    @cached_property
    def stack(self) -> Stack:
        """What weighs the features."""
        with np.load(self.home / "stack.npz") as read:
            return Stack(**read)


# Fields whose papers stand in each other's journals: `far` means that two journals share no group.
GROUPS: dict[str, tuple[str, ...]] = {
    "technical": (
        "computer science",
        "physics",
        "mathematics",
        "engineering",
        "materials science",
        "chemistry",
        "geology",
    ),
    "living": (
        "chemistry",
        "medicine",
        "biology",
        "agricultural and food sciences",
        "environmental science",
        "psychology",
    ),
    "earth": ("agricultural and food sciences", "environmental science", "geology", "geography"),
    "social": (
        "geography",
        "psychology",
        "sociology",
        "business",
        "political science",
        "economics",
        "law",
        "education",
    ),
    "human": ("history", "art", "philosophy", "linguistics"),
}


def grouped(fields: list[str]) -> Floats:
    """Return a row a field, a column a group, 1 where the field is of the group."""
    return np.array([[float(f in members) for members in GROUPS.values()] for f in fields], np.float32)


def shared_words(texts: Words, names: Words, weights: Floats, count: int) -> Floats:
    """Return for each of `count` records the weight of the beginnings of words that text and journal's name share."""
    (one, one_rows), (other, other_rows) = stem_buckets(texts), stem_buckets(names)
    theirs = np.unique((other_rows << STEM_BITS) | other)
    # Few beginnings stand in any name of the batch: only these are worth sorting.
    named = np.zeros(1 << STEM_BITS, bool)
    named[other] = True
    worth = named[one]
    ours = np.unique((one_rows[worth] << STEM_BITS) | one[worth])
    both = theirs[np.isin(theirs, ours, assume_unique=True)]
    return np.bincount(both >> STEM_BITS, weights[both & ((1 << STEM_BITS) - 1)], minlength=count).astype(
        np.float32
    )


def english(found: Words, count: int) -> Flags:
    """Return whether each record's text is English: it has words to read, and more of English than of others."""
    listed, slots = _voters()
    slot = slots[(found.hashes >> np.uint64(64 - _VOTER_BITS)).astype(np.int64)]
    maybe = np.flatnonzero(slot >= 0)
    said = maybe[listed[slot[maybe]] == found.hashes[maybe]]
    votes = np.where(slot[said] < len(ENGLISH), 1, -1)
    long = np.bincount(found.rows, minlength=count) >= _FEW_WORDS
    return np.asarray(long & (np.bincount(found.rows[said], votes, minlength=count) > 0))


@cache
def _voters() -> tuple[Hashes, NDArray[np.int8]]:
    """Return the hashes of `ENGLISH` and `FOREIGN`, and which of them has these first bits; -1 for none."""
    listed = words(pl.Series([*ENGLISH, *FOREIGN])).hashes
    slots = np.full(1 << _VOTER_BITS, -1, np.int8)
    slots[(listed >> np.uint64(64 - _VOTER_BITS)).astype(np.int64)] = np.arange(len(listed))
    return listed, slots


class Journals(NamedTuple):
    """Journals, a row each: shares of fields by all that is known, by the name's letters, by the name read as a text.

    `facts`: how far the reference can be trusted (1 by subjects, a half by name and publisher, 0 if it knows nothing), and
    how far the name.
    """

    shares: Floats
    by_letters: Floats
    by_words: Floats
    facts: Floats

    def rows(self, places: Whole) -> Journals:
        """Return the journals at these places."""
        return Journals(*(part[places] for part in self))


def sure_texts(texts: Floats) -> Flags:
    """Return where a text is sure enough of a field; `texts`: shares of fields."""
    return np.asarray(texts.max(1) >= SURE_TEXT)


def sure_journals(journals: Journals) -> Flags:
    """Return where a journal is sure enough of a field.

    A journal that the reference does not know must have a telling word that other names have too: of `Levant` and of
    `Quarterly Review` the model of names only dreams.
    """
    known, sure = journals.facts[:, 0] > 0, journals.shares.max(1)
    familiar = journals.facts[:, 4] >= np.float32(np.log1p(_FAMILIAR))
    return np.asarray(np.where(known, sure >= SURE_JOURNAL, familiar & (sure >= SURE_NAME)))


def sure(texts: Floats, journals: Journals) -> Flags:
    """Return where both sides are sure enough to be compared; `texts`: shares of fields."""
    return sure_texts(texts) & sure_journals(journals)


def kinship(texts: Floats, journals: Journals, prior: Floats, places: pl.Series) -> Floats:
    """Return how many times likelier than by chance each text has its journal's field. `places`: rows of `journals`."""
    odds = (journals.shares / prior).astype(np.float32)
    return np.asarray((texts * odds[places.to_numpy()]).sum(1), np.float32)


def comparable(texts: Floats, journals: Journals) -> Flags:
    """Return where both sides are sure of a field, and not of the same one; `texts`: shares of fields."""
    return np.asarray(sure(texts, journals) & (texts.argmax(1) != journals.shares.argmax(1)))


def journals_of(model: Model, names: pl.Series, told: Floats) -> Journals:
    """Return what is known of journals. `names`: as `plain_names` gives. `told`: see `journal_fields`.

    A name is read twice: its letters by the model of names, which few journals have taught, and its words by the model
    of texts, which knows them from what is printed under other names. Where the two agree, both are more likely right.
    """
    count, prior = len(names), model.prior
    with_several = model.name.probabilities(*name_buckets(names), count)
    found = words(names)
    by_words = model.text.probabilities(*text_buckets(found), count)
    by_letters = with_several[:, :-1] + with_several[:, -1:] * prior
    product = (with_several[:, :-1] + 1e-3) * ((by_words + 1e-3) / prior) ** 0.7
    together = (1 - with_several[:, -1:]) * product / product.sum(1, keepdims=True)
    shares = journal_fields(np.concatenate([together, with_several[:, -1:]], 1), told, prior)
    buckets, rows = stem_buckets(found)
    known = model.familiar[buckets]
    telling = known < model.facts["common"]
    familiar = np.zeros(count, np.float32)
    np.maximum.at(familiar, rows[telling], np.log1p(known[telling]))
    softened = [0.9 * side + 0.1 * prior for side in (by_letters, by_words)]
    facts = np.stack(
        [
            told.sum(1),
            np.log1p(np.bincount(found.rows, minlength=count)),
            np.minimum(np.bincount(rows[telling], minlength=count), 5),
            np.minimum(np.bincount(rows[telling], np.minimum(known[telling], 20) / 20, minlength=count), 3),
            familiar,
            -np.log(np.sqrt(softened[0] * softened[1]).sum(1)),
            by_words.max(1),
        ],
        1,
    )
    return Journals(shares, by_letters, by_words, facts.astype(np.float32))


def features(
    texts: Floats, journals: Journals, prior: Floats, shared: Floats, size: Floats, full: Floats
) -> Floats:
    """Return what the stack weighs, a row a record.

    `texts`: probabilities of fields. `shared`: see `shared_words`. `size`: words in the text. `full`: 1 with an
    abstract, else 0.
    """
    every, theirs = np.arange(len(texts)), journals.shares
    softened = 0.9 * texts + 0.1 * prior

    def apart_from(side: Floats) -> tuple[Floats, Floats]:
        other = 0.9 * side + 0.1 * prior
        return -np.log((softened * other / prior).sum(1)), -np.log(np.sqrt(softened * other).sum(1))

    doubts = [
        -np.log((texts * ((1 - doubt) * theirs + doubt * prior) / prior).sum(1)) for doubt in (0.02, 0.1, 0.3)
    ]
    apart, overlap = apart_from(theirs)
    from_letters, _ = apart_from(journals.by_letters)
    from_words, overlap_words = apart_from(journals.by_words)
    sure, journal_sure = texts.max(1), theirs.max(1)
    few, long = np.minimum(shared, 8), np.log1p(size)
    columns = [
        *doubts,
        *(apart, overlap, from_letters, from_words, overlap_words, np.minimum(from_letters, from_words)),
        np.log(texts[every, theirs.argmax(1)] + 1e-3),
        np.log(theirs[every, texts.argmax(1)] + 1e-3),
        *(sure, journal_sure, few, (shared > 2).astype(np.float32), full, long),  # noqa: PLR2004 - one telling word
        -(texts * np.log(texts + 1e-9)).sum(1),
        -(theirs * np.log(theirs + 1e-9)).sum(1),
        *(apart * other for other in (sure, journal_sure, full, long, few)),
        *(overlap * sure * journal_sure, from_words * sure),
        *(np.maximum(apart, 0) ** 2, np.minimum(apart, 0) ** 2),
        *journals.facts.T,
        *(apart * fact for fact in journals.facts.T),
        *(overlap * fact for fact in journals.facts.T),
        *(
            column
            for shares in (texts, theirs, journals.by_letters, journals.by_words)
            for column in np.log(shares + _LEAST).T
        ),
    ]
    return np.stack(columns, 1).astype(np.float32)


def journal_fields(named: Floats, told: Floats, prior: Floats) -> Floats:
    """Return the fields of journals: 7 parts what the reference says where it says anything, 3 what the name says.

    `named`, `told`: shares with `several` last; `told` add up to how far they can be trusted, which is 0 where the
    reference is silent. What a journal of several fields prints is left to the prior.
    """
    total = told.sum(1, keepdims=True)
    both = np.where(total > 0, 0.7 * told / np.maximum(total, 1e-6) + 0.3 * named, named)
    return np.asarray(both[:, :-1] + both[:, -1:] * prior, np.float32)
