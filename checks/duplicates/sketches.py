"""Sketches of abstracts, and the clusters of near-duplicates that they help to find.

A text becomes a list of word hashes. Every sequence of three words is a shingle. MinHash over the shingles (64 permutations, by
`rensa`) gives 16 bands of four rows. Two texts with an equal band are candidates. They become a pair only if the exact Jaccard
similarity of their shingle sets is high enough. Two texts of similarity s have an equal band with probability
1 - (1 - s^4)^16: 0.9998 at 0.8, 0.89 at 0.6, 0.002 at 0.1.

The result depends only on the set of texts, not on their order. Runs over parts of a set, with an index, therefore find the
same as one run over the set.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.duplicates.bare_text import bare_texts
from scholint.checks.exchange import MARKS_TOGETHER, ORDER, buckets_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from scholint.checks.exchange import Exchange

    Hashes = NDArray[np.uint64]
    Indices = NDArray[np.int64]

PERMUTATIONS, BANDS = 64, 16
LEAST_BYTES, LEAST_WORDS = 200, 30
BAND_NAMES = tuple(f"band_{i:02}" for i in range(BANDS))
SKETCH = pl.Struct(
    {"words": pl.List(pl.UInt32), "text_hash": pl.UInt64, **dict.fromkeys(BAND_NAMES, pl.UInt64)}
)
"""`words`: the hash of every word, in order. `text_hash`: the hash of that list. `band_…`: the hash of four MinHash rows.
All are null if the text is too short."""

_SEED = 20_261
# Odd constants of splitmix64 and of xxHash. They spread a difference of a few bits over all bits.
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)
_CACHED = 1 << 15
# Texts with more bytes per word have no spaces, and are compared by characters. No language has such long words on average.
_SPACELESS = 40
_CROWD = 48
_PAIRS_AT_ONCE, _PAIRS_HELD = 4_000, 2_000_000
# Maximum number of records in memory with all their words; each takes one or two kilobytes.
_TEXTS_TOGETHER = 15_000
# Small pieces have small words and digests. They are nearly twice as fast as a whole batch, in a tenth of the memory.
_TEXTS_AT_ONCE, _DIGESTS_AT_ONCE = 2_048, 512


def sketched(texts: pl.Series) -> pl.Series:
    """Return SKETCH structs, one sketch per text."""
    parts = [_sketched(texts.slice(i, _TEXTS_AT_ONCE)) for i in range(0, len(texts), _TEXTS_AT_ONCE)]
    return pl.concat(parts) if parts else pl.Series(dtype=SKETCH)


def _sketched(texts: pl.Series) -> pl.Series:
    whole = pl.DataFrame({"text": texts}).with_row_index("row")
    long = whole.filter(pl.col("text").str.len_bytes() >= LEAST_BYTES)
    nothing = pl.DataFrame(schema={"row": pl.UInt32, **dict(SKETCH)})
    found = _sketches(long) if long.height else nothing
    if found.height < whole.height:
        found = whole.select("row").join(found, on="row", how="left", maintain_order="left")
    return found.drop("row").to_struct()


def word_hashes(texts: pl.Series) -> pl.Series:
    """Return List(UInt32): the hash of every word of each bare text, or of every character if the text has no spaces."""
    words = texts.str.split(" ")
    dense = texts.str.len_bytes() > words.list.len() * _SPACELESS
    if dense.any():
        few = texts.zip_with(dense, pl.Series([""]))
        words = words.zip_with(~dense, few.str.split(""))
    return words.list.eval(pl.element().hash(0).cast(pl.UInt32, wrap_numerical=True))


def shingles(words: pl.Series) -> tuple[Hashes, Hashes]:
    """Return the hashes of every three consecutive words, and the offset at which each text begins (rows + 1 offsets).

    A text has as many shingles as words. The last two repeat the first one, which does not change the set.
    """
    import numpy as np  # noqa: PLC0415 - only near-duplicates need it

    a, b, c = (np.uint64(factor) for factor in _MIX)
    lengths = words.list.len().to_numpy().astype(np.int64)
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    flat = words.explode().to_numpy() if len(words) else np.empty(0, np.uint32)
    mixed = np.empty(len(flat), np.uint64)
    # Pieces that fit into the processor's cache are five times as fast as whole arrays.
    for start in range(0, len(flat), _CACHED):
        piece = flat[start : start + _CACHED].astype(np.uint64)
        piece *= a
        for ahead in (1, 2):
            after = flat[start + ahead : start + ahead + len(piece)]
            piece[: len(after)] += after
            piece *= b
        piece ^= piece >> np.uint64(32)
        piece *= c
        piece ^= piece >> np.uint64(29)
        mixed[start : start + len(piece)] = piece
    for back in (1, 2):
        at = np.maximum(offsets[1:] - back, offsets[:-1])
        mixed[at] = mixed[offsets[:-1]]
    return mixed, offsets.astype(np.uint64)


def bands(hashes: Hashes, offsets: Hashes) -> Hashes:
    """Return the hashes of the bands, with one row per text."""
    import numpy as np  # noqa: PLC0415 - only near-duplicates need it
    from rensa import RMinHash  # noqa: PLC0415 - only near-duplicates need it

    # The library returns lists. `array` reads them in a quarter of the time that NumPy takes. A few hundred lists at once fit
    # into the processor's cache, and take half as long as thousands.
    flat = array("I")
    for start in range(0, len(offsets) - 1, _DIGESTS_AT_ONCE):
        some = offsets[start : start + _DIGESTS_AT_ONCE + 1]
        part = hashes[int(some[0]) : int(some[-1])]
        digests = RMinHash.digest_matrix_from_flat_token_hashes(part, some - some[0], PERMUTATIONS, _SEED)
        for row in digests.to_rows():
            flat.fromlist(row)
    rows = np.frombuffer(flat, np.uint32).reshape(-1, BANDS, PERMUTATIONS // BANDS).astype(np.uint64)
    found = np.tile(np.arange(BANDS, dtype=np.uint64), (len(rows), 1))
    for i in range(rows.shape[2]):
        found = (found + rows[:, :, i]) * np.uint64(_MIX[i % 3])
        found ^= found >> np.uint64(31)
    return found


def _sketches(long: pl.DataFrame) -> pl.DataFrame:
    words = word_hashes(bare_texts(long["text"]))
    made = long.select("row").with_columns(words.alias("words"))
    made = made.filter(pl.col("words").list.len() >= LEAST_WORDS)
    found = bands(*shingles(made["words"]))
    return made.with_columns(
        pl.col("words").hash(0).alias("text_hash"),
        *(pl.Series(name, found[:, i], pl.UInt64) for i, name in enumerate(BAND_NAMES)),
    )


def near_clusters(
    exchange: Exchange, rows: int, names: Sequence[str], similarity: float
) -> Iterator[pl.DataFrame]:
    """Yield the rows of key columns that have a near-duplicate. Each frame contains complete clusters.

    `rows`: the number of keys. `names`: the columns to return, including `text_hash` and `words`. `words` is replaced by
    `near_cluster` (UInt64, the smallest text hash of the cluster) and `near_similarity` (Float64, the highest Jaccard
    similarity of the row's text with another text of the cluster). Equal texts count as one text.
    """
    pairs = _candidates(exchange, rows)
    if not pairs.height:
        return
    # Only texts that a chain of candidate pairs connects can be in one cluster.
    components = _connected(pairs).rename({"least": "component"})
    scatter = partial(_by_component, components=components, names=names)
    gather = partial(_clustered, pairs=pairs, similarity=similarity)
    yield from exchange(scatter, gather, buckets_for(components.height, _TEXTS_TOGETHER))


def _candidates(exchange: Exchange, rows: int) -> pl.DataFrame:
    """Return each pair of texts that have an equal band, once.

    Columns: `left`, `right` (UInt64): the hashes of the two texts. `left` is the smaller one.
    """
    found = [pl.DataFrame(schema={"left": pl.UInt64, "right": pl.UInt64})]
    for pairs in exchange(_by_band, _neighbours, buckets_for(rows * BANDS, MARKS_TOGETHER)):
        found.append(pairs)
        if sum(frame.height for frame in found) > _PAIRS_HELD:
            found = [pl.concat(found).unique()]
    return pl.concat(found).unique().sort("left", "right")


def _by_band(keys: pl.LazyFrame, buckets: int) -> pl.LazyFrame:
    some = keys.select("text_hash", *BAND_NAMES).filter(pl.col("text_hash").is_not_null())
    each = some.unpivot(BAND_NAMES, index="text_hash", value_name="band")
    return each.select("text_hash", "band", bucket=pl.col("band") % buckets)


def _by_component(
    keys: pl.LazyFrame, buckets: int, components: pl.DataFrame, names: Sequence[str]
) -> pl.LazyFrame:
    some = keys.select(*names).join(components.lazy(), on="text_hash")
    return some.with_columns(bucket=pl.col("component").hash(7) % buckets).drop("component")


def _clustered(rows: pl.DataFrame, pairs: pl.DataFrame, similarity: float) -> pl.DataFrame:
    """Return the rows that have a near-duplicate in `rows`, sorted by source and line.

    The added columns are `near_cluster` and `near_similarity`, as in `near_clusters`.
    """
    texts = rows.select("text_hash", "words").unique("text_hash").sort("text_hash")
    mine = pairs.join(texts, left_on="left", right_on="text_hash", how="semi", maintain_order="left")
    verified = _verified(mine, texts, similarity)
    ends = [
        verified.select("jaccard", text_hash=side).group_by("text_hash").max() for side in ("left", "right")
    ]
    near = pl.concat(ends).group_by("text_hash").agg(near_similarity=pl.col("jaccard").max())
    clusters = _connected(verified).rename({"least": "near_cluster"}).join(near, on="text_hash")
    return rows.drop("words").join(clusters, on="text_hash").sort(*ORDER)


def _neighbours(bands: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of texts with an equal band: all pairs, or, if very many texts have the band, only some.

    In that case each text is paired with the first text of the band and with the next one.
    """
    text = pl.col("text_hash")
    # Sorting one column finds the few bands that occur more than once. Hash tables take twice the time and memory.
    inner = bands.select(pl.col("band").sort()).filter(pl.col("band") == pl.col("band").shift(1)).unique()
    run = bands.join(inner, on="band", how="semi").unique().sort("band", "text_hash")
    sized = run.with_columns(size=pl.len().over("band"))
    few = sized.filter(pl.col("size") <= _CROWD).select("band", "text_hash")
    every = few.join(few, on="band", suffix="_right").filter(text < pl.col("text_hash_right"))
    crowd = sized.filter(pl.col("size") > _CROWD)
    chained = crowd.select(
        first=text.first().over("band"), before=text.shift(1).over("band"), text_hash="text_hash"
    )
    return pl.concat(
        [
            every.select(left="text_hash", right="text_hash_right"),
            chained.select(left="first", right="text_hash").filter(pl.col("left") < pl.col("right")),
            chained.select(left="before", right="text_hash").drop_nulls(),
        ]
    ).unique()


def _verified(pairs: pl.DataFrame, texts: pl.DataFrame, similarity: float) -> pl.DataFrame:
    """Return `left`, `right` and `jaccard` of the pairs whose similarity is high enough.

    `texts`: `text_hash`, sorted, and `words`.
    """
    import numpy as np  # noqa: PLC0415 - only near-duplicates need it

    flat, offsets = shingles(texts["words"])
    starts = offsets.astype(np.int64)
    known = texts["text_hash"].to_numpy()
    ends = [np.searchsorted(known, pairs[side].to_numpy()) for side in ("left", "right")]
    shares = [np.empty(0)]
    for at in range(0, pairs.height, _PAIRS_AT_ONCE):
        left, right = (end[at : at + _PAIRS_AT_ONCE] for end in ends)
        shares.append(_jaccard(flat, starts, left, right))
    jaccard = pl.Series("jaccard", np.concatenate(shares), pl.Float64)
    return pairs.with_columns(jaccard).filter(pl.col("jaccard") >= similarity)


def _jaccard(flat: Hashes, starts: Indices, left: Indices, right: Indices) -> NDArray[np.float64]:
    """Return the exact Jaccard similarity of each pair's shingle sets."""
    import numpy as np  # noqa: PLC0415 - only near-duplicates need it

    def members(ends: Indices) -> NDArray[np.uint64]:
        """Return sorted, distinct numbers: the pair in the upper half, 32 bits of the shingle in the lower half."""
        lengths = starts[ends + 1] - starts[ends]
        pair = np.repeat(np.arange(len(ends), dtype=np.uint64), lengths)
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = flat[np.repeat(starts[ends], lengths) + within]
        return np.unique((pair << np.uint64(32)) | (entries >> np.uint64(32)))

    one, other = members(left), members(right)
    count = len(left)
    sizes = sum(
        np.bincount((side >> np.uint64(32)).astype(np.int64), minlength=count) for side in (one, other)
    )
    both = np.sort(np.concatenate([one, other]))
    twice = both[1:][both[1:] == both[:-1]]
    shared = np.bincount((twice >> np.uint64(32)).astype(np.int64), minlength=count)
    return shared / np.maximum(sizes - shared, 1)


def _connected(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return `text_hash` and `least`, the smallest hash in the connected component of the text."""
    import numpy as np  # noqa: PLC0415 - only near-duplicates need it

    nodes = pl.concat([pairs["left"], pairs["right"]]).unique().sort().alias("text_hash")
    known = nodes.to_numpy()
    left, right = (np.searchsorted(known, pairs[side].to_numpy()) for side in ("left", "right"))
    labels = np.arange(len(known))
    # Each node takes the smallest label of its neighbors, then the label of that label, until nothing changes.
    while True:
        before = labels.copy()
        least = np.minimum(labels[left], labels[right])
        np.minimum.at(labels, left, least)
        np.minimum.at(labels, right, least)
        labels = labels[labels]
        if (labels == before).all():
            return nodes.to_frame().with_columns(pl.Series("least", known[labels], pl.UInt64))
