"""Unified diffs without context, in about linear time, with which `patch --binary` makes exactly the new lines.

Fixes change lines in place, remove some and add a few. The standard library's difflib compares every changed line with
every other. Here the lines that occur once on either side are paired first, as in the patience diff, and then the lines
between two pairs in the same way; a block of as many lines on both sides is compared line by line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

_Span = tuple[int, int, int, int]


def unified(old: Sequence[bytes], new: Sequence[bytes], names: tuple[str, str]) -> Iterator[bytes]:
    """Yield a unified diff that turns the old lines into the new ones; nothing if they are equal.

    An empty item is a line that was removed.
    """
    head = b"--- %b\n+++ %b\n" % tuple(name.encode("utf-8", "surrogateescape") for name in names)
    before, after = ([line for line in lines if line] for lines in (old, new))
    for start, stop, low, high in _joined(_differing(before, after)):
        yield head
        head = b""
        yield f"@@ -{_range(start, stop)} +{_range(low, high)} @@\n".encode()
        yield from _marked(b"-", before[start:stop])
        yield from _marked(b"+", after[low:high])


def _range(start: int, stop: int) -> str:
    """Return a range of lines as the head of a hunk writes it: an empty one by the line before it."""
    size = stop - start
    return f"{start + 1}" if size == 1 else f"{start + (size > 0)},{size}"


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def _joined(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Yield the spans, adjacent ones as one."""
    joined: _Span | None = None
    for span in spans:
        if joined and joined[1] == span[0] and joined[3] == span[2]:
            joined = (joined[0], span[1], joined[2], span[3])
            continue
        if joined:
            yield joined
        joined = span
    if joined:
        yield joined


def _differing(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Span]:
    """Yield the blocks of lines that differ, in order: start and end in `before`, then start and end in `after`."""
    # A stack in place of recursion, whose depth is limited.
    waiting: list[_Span] = [(0, len(before), 0, len(after))]
    while waiting:
        start, stop, low, high = waiting.pop()
        while start < stop and low < high and before[start] == after[low]:
            start, low = start + 1, low + 1
        while start < stop and low < high and before[stop - 1] == after[high - 1]:
            stop, high = stop - 1, high - 1
        if start == stop or low == high:
            if start < stop or low < high:
                yield start, stop, low, high
            continue
        old, new = before[start:stop], after[low:high]
        pairs = _paired(_once(old), _once(new))
        # Fixes mostly change lines one by one.
        if not pairs and len(old) == len(new):
            yield from (
                (start + i, start + i + 1, low + i, low + i + 1)
                for i, (line, other) in enumerate(zip(old, new, strict=True))
                if line != other
            )
            continue
        # No line occurs once on both sides: pair equal lines by their count.
        pairs = pairs or _paired(_ranked(old), _ranked(new))
        if not pairs:
            yield start, stop, low, high
            continue
        ends = [(start + i, low + j) for i, j in pairs]
        begins = [(start, low), *((i + 1, j + 1) for i, j in ends)]
        gaps = zip(begins, [*ends, (stop, high)], strict=True)
        waiting += reversed([(a, c, b, d) for (a, b), (c, d) in gaps if a < c or b < d])


def _once(lines: Sequence[bytes]) -> dict[Hashable, int]:
    """Return the position of each line that occurs once."""
    counts = Counter(lines)
    return {line: i for i, line in enumerate(lines) if counts[line] == 1}


def _ranked(lines: Sequence[bytes]) -> dict[Hashable, int]:
    """Return the position of each line's first occurrence, of its second, and so on."""
    ranks: defaultdict[bytes, count[int]] = defaultdict(count)
    return {(line, next(ranks[line])): i for i, line in enumerate(lines)}


def _paired(before: dict[Hashable, int], after: dict[Hashable, int]) -> list[tuple[int, int]]:
    """Return positions of common lines: the longest run whose order is the same on both sides."""
    common = [(i, after[line]) for line, i in before.items() if line in after]
    # The longest increasing subsequence of positions in the new lines; `tops`: the lowest position that ends one of
    # each length.
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, (_, place) in enumerate(common):
        length = bisect_left(tops, place)
        back.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(common[at])
        at = back[at]
    return chain[::-1]
