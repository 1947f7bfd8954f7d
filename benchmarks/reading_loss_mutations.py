"""The mutations of `reading_loss.py`: what goes wrong when files are written, joined, cut, and copied."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reading_loss_inputs import HALF, INDENT, Parts

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

_NEWLINES = (b"\n", b"\r\n", b"\r")
_TEXTS_AFTER_THE_END = (
    b"\n-- end of export --\n",
    b"]",
    b"}",
    b"\nHTTP 504: upstream timed out\n",
    b"\n\x1a",
    b" null",
)
_OTHER_TYPES: Sequence[Callable[[Any], Any]] = (
    lambda _: None,
    lambda _: True,
    lambda _: 7,
    lambda _: 2.5,
    lambda _: {},
    lambda value: [value],
    lambda value: [value, 7],
    lambda value: {"value": value},
    json.dumps,
)


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutation. `is_bytes`: it changes bytes anywhere, so the records are no longer known after it."""

    change: Callable[[random.Random, Parts], Parts]
    is_json: bool = False
    is_bytes: bool = False


def mutated(draw: random.Random, parts: Parts, mutations: Sequence[Mutation]) -> bytes:
    """Return the bytes of an input after these mutations. Mutations of bytes come last."""
    for mutation in sorted(mutations, key=lambda each: each.is_bytes):
        parts = mutation.change(draw, parts)
    return parts.data


def on_bytes(change: Callable[[random.Random, bytes], bytes]) -> Mutation:
    """Return a mutation of the whole input."""
    return Mutation(lambda draw, parts: Parts.of(change(draw, parts.data)), is_bytes=True)


def on_records(change: Callable[[random.Random, str], str]) -> Mutation:
    """Return a mutation of one to all records of a JSON input."""

    def on_parts(draw: random.Random, parts: Parts) -> Parts:
        for i in draw.sample(range(len(parts.records)), draw.randint(1, len(parts.records))):
            text = parts.records[i].decode("utf-8", "surrogateescape")
            parts = parts.with_record(i, change(draw, text).encode("utf-8", "surrogateescape"))
        return parts

    return Mutation(on_parts, is_json=True)


def on_json(change: Callable[[random.Random, Parts], Parts]) -> Mutation:
    """Return a mutation of how the records of a JSON input are laid out."""
    return Mutation(change, is_json=True)


def _truncated(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(1, len(data))]


def _flipped(draw: random.Random, data: bytes) -> bytes:
    i = draw.randrange(len(data))
    return data[:i] + bytes([data[i] ^ 1 << draw.randrange(8)]) + data[i + 1 :]


def _inserted(mark: bytes) -> Callable[[random.Random, bytes], bytes]:
    def change(draw: random.Random, data: bytes) -> bytes:
        i = draw.randrange(len(data) + 1)
        return data[:i] + mark + data[i:]

    return change


def _one_newline(newline: bytes) -> Callable[[random.Random, bytes], bytes]:
    """Return a change that replaces one newline."""

    def change(draw: random.Random, data: bytes) -> bytes:
        places = [found.start() for found in re.finditer(rb"\n", data)]
        if not places:
            return data
        i = draw.choice(places)
        return data[:i] + newline + data[i + 1 :]

    return change


def _mixed_newlines(draw: random.Random, data: bytes) -> bytes:
    return re.sub(rb"\n", lambda _: draw.choice(_NEWLINES), data)


def _mixed_encodings(draw: random.Random, parts: Parts) -> Parts:
    for i in draw.sample(range(len(parts.records)), draw.randint(1, len(parts.records))):
        text = parts.records[i].decode("utf-8", "replace")
        encoding = draw.choice(("cp1252", "cp850", "utf-16-le", "utf-8-sig"))
        parts = parts.with_record(i, text.encode(encoding, "replace"))
    return parts


def _other_encoding(draw: random.Random, data: bytes) -> bytes:
    encoding = draw.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _text_after(draw: random.Random, parts: Parts) -> Parts:
    return replace(parts, tail=parts.tail + draw.choice(_TEXTS_AFTER_THE_END))


def _record_after(_: random.Random, parts: Parts) -> Parts:
    *records, last = parts.records
    if not records:
        return parts  # without a list, the record would be the only value
    return replace(parts, records=tuple(records), tail=parts.tail + last)


def _pretty_in_a_row(_: random.Random, parts: Parts) -> Parts:
    records = tuple(_indented(record) for record in parts.records)
    return Parts(b"", records, b"\n", b"\n")


def _indented(record: bytes) -> bytes:
    try:
        return json.dumps(json.loads(record), ensure_ascii=False, indent=INDENT).encode(
            "utf-8", "surrogatepass"
        )
    except ValueError:
        return record  # an earlier mutation made it invalid


def _arrays_in_a_row(draw: random.Random, parts: Parts) -> Parts:
    """Split the records over several documents, as `cat page*.json` does."""
    is_document = parts.head.rstrip().endswith(b"[")
    head, tail = (parts.head, parts.tail) if is_document else (b"[", b"]")
    size = draw.randint(1, len(parts.records))
    pages = [parts.records[i : i + size] for i in range(0, len(parts.records), size)]
    documents = tuple(head + b", ".join(page) + tail for page in pages)
    return Parts(b"", documents, draw.choice((b"\n", b"", b" ")), draw.choice((b"\n", b"")))


def _array_per_line(_: random.Random, parts: Parts) -> Parts:
    return Parts(b"", tuple(b"[" + _one_line(record) + b"]" for record in parts.records), b"\n", b"\n")


def _one_line(record: bytes) -> bytes:
    return re.sub(rb"\n *", b" ", record)


def _trailing_commas(_: random.Random, parts: Parts) -> Parts:
    if parts.head:
        return replace(parts, tail=b"," + parts.tail)
    return replace(parts, separator=b"," + parts.separator, tail=b"," + parts.tail)


def _duplicate_key(draw: random.Random, text: str) -> str:
    """Give a key of the record a second value, which has no marker. Objects may hold all markers, so they are kept."""
    keys = re.findall(r'[{,]\s*"([^"]+)"\s*:(?!\s*\{)', text)
    value = draw.choice(('"Tides"', "null", "[]", "7", '"\\ud83d"'))
    return _with_member(text, draw.choice(keys or ["title"]), value)


def _nan(draw: random.Random, text: str) -> str:
    value = draw.choice(("NaN", "Infinity", "-Infinity", "None", "undefined"))
    return _with_member(text, draw.choice(("year", "cited_by_count", "score")), value)


def _with_member(text: str, key: str, value: str) -> str:
    """Return an object with another member at its end, or the text if it does not end like an object."""
    return f'{text[:-1]}, "{key}": {value}}}' if text.endswith("}") else text


def _other_type(draw: random.Random, text: str) -> str:
    try:
        record = json.loads(text)
    except ValueError:
        return text  # an earlier mutation made it invalid
    if not isinstance(record, dict):
        return text
    inside, key = record, draw.choice(list(record))
    # An object may hold all markers, so a value in it is changed more often than the object itself.
    while isinstance(inside[key], dict) and inside[key] and (inside is record or draw.random() < HALF):
        inside = inside[key]
        key = draw.choice(list(inside))
    inside[key] = draw.choice(_OTHER_TYPES)(inside[key])
    return json.dumps(record)


def _lone_surrogate(draw: random.Random, text: str) -> str:
    """Put a lone surrogate behind a marker: as an escape, or as the three bytes of CESU-8."""
    places = [found.end() for found in re.finditer(r"mk\d{4}x", text)]
    if not places:
        return text
    i = draw.choice(places)
    raw = b"\xed\xa0\xbd".decode("utf-8", "surrogateescape")
    return text[:i] + draw.choice(("\\ud83d", "\\udc00", raw)) + text[i:]


MUTATIONS: Mapping[str, Mutation] = {
    "truncated": on_bytes(_truncated),
    "bit-flipped": on_bytes(_flipped),
    "newline-missing": on_bytes(_one_newline(b"")),
    "newline-swapped": on_bytes(_one_newline(b"\n\r")),
    "newlines-mixed": on_bytes(_mixed_newlines),
    "newlines-cr": on_bytes(lambda _, data: data.replace(b"\n", b"\r")),
    "nul": on_bytes(_inserted(b"\0")),
    "unit-separator": on_bytes(_inserted(b"\x1f")),
    "other-encoding": on_bytes(_other_encoding),
    "mixed-encodings": Mutation(_mixed_encodings),
    "text-after-the-end": Mutation(_text_after),
    "record-after-the-end": on_json(_record_after),
    "concatenated": on_json(lambda _, parts: replace(parts, separator=b"")),
    "pretty-in-a-row": on_json(_pretty_in_a_row),
    "arrays-in-a-row": on_json(_arrays_in_a_row),
    "array-per-line": on_json(_array_per_line),
    "trailing-commas": on_json(_trailing_commas),
    "comma-in-object": on_records(lambda _, text: re.sub(r"\}$", ",}", text)),
    "single-quotes": on_records(lambda _, text: text.replace('"', "'")),
    "lone-surrogate": on_records(_lone_surrogate),
    "duplicate-key": on_records(_duplicate_key),
    "nan": on_records(_nan),
    "mixed-types": on_records(_other_type),
}
DOUBLE = "double"
"""The name of two mutations at once, drawn from those that fit the format."""


def fitting(*, is_json: bool) -> dict[str, Mutation]:
    """Return the mutations that make sense for JSON, or for tables."""
    return {name: mutation for name, mutation in MUTATIONS.items() if is_json or not mutation.is_json}
