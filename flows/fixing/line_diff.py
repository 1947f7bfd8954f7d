"""Unified diffs without context lines, in about linear time. `patch --binary` applies them exactly.

Fixes change lines in place, remove some, and add a few. For such files the standard library's difflib is slow, because
it compares every changed line with every other. This module uses the patience diff: it pairs the lines that occur once
in the old and once in the new text, and then repeats this between each two pairs. If no line can be paired and both
sides have the same number of lines, they are compared line by line.
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
    """Yield a unified diff that turns the old lines into the new lines. Yield nothing if they are equal.

    Empty items of `old` and `new` are removed lines, and are ignored. `names`: the file names in the header.
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
    """Return a range of lines in the syntax of a hunk's header.

    An empty range is written with the number of the line before it and the size 0.
    """
    size = stop - start
    return f"{start + 1}" if size == 1 else f"{start + (size > 0)},{size}"


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def _joined(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Yield the spans, with adjacent spans joined into one."""
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
    """Yield the blocks of lines that differ, in order.

    A block is (start in `before`, end in `before`, start in `after`, end in `after`).
    """
    # A stack is used because the depth of recursion is limited.
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
        # Most fixes change a line in place, so the lines are compared one by one.
        if not pairs and len(old) == len(new):
            yield from (
                (start + i, start + i + 1, low + i, low + i + 1)
                for i, (line, other) in enumerate(zip(old, new, strict=True))
                if line != other
            )
            continue
        # No line occurs once on both sides. Pair the first occurrences of equal lines, then the second ones, and so on.
        pairs = pairs or _paired(_ranked(old), _ranked(new))
        if not pairs:
            yield start, stop, low, high
            continue
        ends = [(start + i, low + j) for i, j in pairs]
        begins = [(start, low), *((i + 1, j + 1) for i, j in ends)]
        gaps = zip(begins, [*ends, (stop, high)], strict=True)
        waiting += reversed([(a, c, b, d) for (a, b), (c, d) in gaps if a < c or b < d])


def _once(lines: Sequence[bytes]) -> dict[Hashable, int]:
    """Return the position of each line that occurs exactly once."""
    counts = Counter(lines)
    return {line: i for i, line in enumerate(lines) if counts[line] == 1}


def _ranked(lines: Sequence[bytes]) -> dict[Hashable, int]:
    """Return the position of each occurrence of a line. The key is the line and the number of the occurrence."""
    ranks: defaultdict[bytes, count[int]] = defaultdict(count)
    return {(line, next(ranks[line])): i for i, line in enumerate(lines)}


def _paired(before: dict[Hashable, int], after: dict[Hashable, int]) -> list[tuple[int, int]]:
    """Return pairs of positions of equal lines. It is the longest sequence that has the same order on both sides."""
    common = [(i, after[line]) for line, i in before.items() if line in after]
    # Find the longest increasing subsequence of the positions in `after`. `tops[n]` is the lowest position that ends
    # an increasing subsequence of length n + 1.
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
