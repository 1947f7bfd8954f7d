"""Turn texts into buckets, which the field model counts: split words, take parts of words, and hash them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from scholint.seeds.words import letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"
Whole: TypeAlias = "NDArray[np.int64]"
Hashes: TypeAlias = "NDArray[np.uint64]"
Bytes: TypeAlias = "NDArray[np.uint8]"
Flags: TypeAlias = "NDArray[np.bool_]"
Labels: TypeAlias = "NDArray[np.str_]"
TEXT_BITS, NAME_BITS, STEM_BITS = 18, 17, 17
# Number of letters of the abstract that are read. An abstract shows its field early; more letters take time and change little.
LONGEST = 1500

# The prime of Fowler, Noll and Vo, for rolling hashes of bytes, and the golden ratio in 64 bits, to spread the hashes.
_STEP, _SPREAD = 1099511628211, np.uint64(0x9E3779B97F4A7C15)
_SHORTEST, _STEM, _LONG = 3, 5, 6
_GRAMS = (3, 4, 5)
_LETTERS = np.zeros(256, bool)
_LETTERS[ord("a") : ord("z") + 1] = True
_LETTERS[0x80:] = True
_NEWLINE = 10
# The first bytes, in UTF-8, of general punctuation (three bytes) and of Latin-1 symbols (two bytes).
_PUNCTUATION, _SIGNS = 0xE2, 0xC2


class Words(NamedTuple):
    """The words of a batch: hash, row, first byte and end in `raw`. All arrays except `raw` have one entry per word."""

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
    """Powers of the prime, and their inverses. They are extended when a longer text needs more of them.

    Threads check batches at the same time, so both arrays must grow together and never shrink.
    """

    def __init__(self) -> None:
        self._growing = Lock()
        self._kept = (np.zeros(0, np.uint64), np.zeros(0, np.uint64))

    def reaching(self, length: int) -> tuple[Hashes, Hashes]:
        """Return the powers and their inverses for at least `length` bytes."""
        with self._growing:
            if len(self._kept[0]) <= length:
                most = max(2 * length, 1 << 12) + 1
                self._kept = (_powers(_STEP, most), _powers(pow(_STEP, -1, 1 << 64), most))
            return self._kept


_POWERS = _Powers()


def _rolling(raw: NDArray[Any]) -> tuple[Hashes, Hashes]:
    """Return the running sums of byte times power of the prime, and the inverses of the powers (both UInt64).

    The sums start with 0, so there is one more sum than bytes. The hash of the bytes from `start` to `end` is
    `(sums[end] - sums[start]) * inverses[start]`.
    """
    up, down = _POWERS.reaching(len(raw))
    rolled = np.zeros(len(raw) + 1, np.uint64)
    np.cumsum((raw.astype(np.uint64) + np.uint64(1)) * up[: len(raw)], out=rolled[1:])
    return rolled, down


def _stirred(hashes: Hashes) -> Hashes:
    return (hashes ^ (hashes >> np.uint64(29))) * _SPREAD


def bucket(hashes: Hashes, bits: int) -> Whole:
    """Return the bucket of each hash. There are `2**bits` buckets."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _SPREAD
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def words(texts: pl.Series) -> Words:
    """Return the words that have at least three bytes. `texts`: String in lowercase, without nulls or line breaks."""
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
    """Return bucket and row, in ascending order of rows, of words, pairs of neighboring words, and beginnings of long words."""
    hashes, rows = found.hashes, found.rows
    neighbors = rows[1:] == rows[:-1]
    pairs = ((hashes[:-1] * np.uint64(3)) ^ (hashes[1:] >> np.uint64(7))) + hashes[1:]
    long = found.ends - found.starts > _LONG
    starts = found.starts[long]
    _, undo = _POWERS.reaching(len(found.raw))
    beginnings = (found.rolled[starts + _LONG] - found.rolled[starts]) * undo[starts]
    every = np.concatenate([hashes, pairs[neighbors], _stirred(beginnings ^ np.uint64(_LONG))])
    owner = np.concatenate([rows, rows[1:][neighbors], rows[long]])
    order = np.argsort(owner, kind="stable")
    return bucket(every, TEXT_BITS)[order], owner[order]


def name_buckets(names: pl.Series) -> tuple[Whole, Whole]:
    """Return bucket and row of each run of three to five bytes, in ascending order of rows. `names`: from `plain_names`."""
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
    return bucket(whole, NAME_BITS)[order], owners[order]


def stem_buckets(found: Words) -> tuple[Whole, Whole]:
    """Return bucket and row of the first five letters of each word that has at least four letters."""
    long = found.ends - found.starts >= _STEM - 1
    starts = found.starts[long]
    ends = np.minimum(found.ends[long], starts + _STEM)
    _, undo = _POWERS.reaching(len(found.raw))
    beginnings = (found.rolled[ends] - found.rolled[starts]) * undo[starts]
    return bucket(_stirred(beginnings), STEM_BITS), found.rows[long]


def plain_names(names: pl.Expr) -> pl.Expr:
    """String: the name of a journal in lowercase, without accents and brackets, with Cyrillic written in Latin letters."""
    latin = names.str.to_lowercase().str.replace_many(letters()["cyrillic"])
    return (
        latin.str.normalize("NFKD")
        .str.replace_all(r"\p{M}+|\s*[\[(][^\])]*[\])]", "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def plain_texts(title: pl.Expr, abstract: pl.Expr, longest: int = LONGEST) -> pl.Expr:
    """String: title and start of the abstract in lowercase, on one line. `longest`: number of letters of the abstract."""
    whole = pl.concat_str(title.fill_null(""), pl.lit(" . "), abstract.fill_null("").str.slice(0, longest))
    return whole.str.to_lowercase().str.replace_all("\n", " ", literal=True)


# A mask for every other byte of a 64-bit word. It gives four lanes of 16 bits, which 256 additions of a byte cannot overflow.
_LANES, _RUN, _BIAS = np.uint64(0x00FF00FF00FF00FF), 256, 128


def added(table: NDArray[np.int8], buckets: Whole, rows: Whole, count: int) -> Floats:
    """Return the sum of the table's rows for each of `count` records. `rows` is in ascending order. Other records get zeros.

    Eight columns are added at once, as bytes in 64-bit words (little-endian). This is three times as fast as with floats.
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
