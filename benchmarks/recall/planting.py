"""What a planter is, and how it finds a place for its defect in a record.

A record is a JSON object in the plain format. A planter gets a copy of one, changes it, and returns it. If there is no place
for the defect (no accent to damage, no second author), it returns the record unchanged, and another record is drawn. A planter
of defects in several records returns a list of records. A planter of defects in bytes returns bytes or a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Record: TypeAlias = dict[str, Any]

# Words in the names of conferences, of their series, and of preprint servers.
EVENT = r"(?i)conf|proc|workshop|symposi|congres|meeting|\b(?:19|20)\d\d\b|arxiv|ssrn|preprint|(?-i:^[A-Z]+$)|lecture notes|findings|coling"
TEXTS = ("title", "abstract", "authors", "journal")


@dataclass(frozen=True)
class File:
    """A separate file, for defects of a complete source."""

    content: bytes
    suffix: str = ".jsonl"


class Draw(Random):
    """A seeded random generator that can also draw other real records."""

    others: Sequence[Record] = ()

    def other(self, *filled: str) -> Record:
        """Return another record with these fields, or an invented one if there is none."""
        for _ in range(200):
            record = self.choice(self.others) if self.others else {}
            if all(record.get(name) for name in filled):
                return record
        return INVENTED

    def journal(self) -> Record:
        """Return another record whose journal has an ISSN and is not a conference or preprint server."""
        for _ in range(200):
            record = self.other("issns", "journal")
            if not re.search(EVENT, record["journal"]):
                return record
        return INVENTED

    def digits(self, number: int) -> str:
        """Return a random number with `number` digits, as text."""
        return str(self.randint(10 ** (number - 1), 10**number - 1))


Planted: TypeAlias = "Record | list[Record] | bytes | File"
Plant: TypeAlias = "Callable[[Record, Draw], Planted]"

INVENTED: Record = {
    "doi": "10.1002/example.77",
    "title": "Ferry timetables of the Frisian islands and the people who missed the boat",
    "abstract": "We asked three hundred passengers why they had come too late, and compared what they said with tides.",
    "journal": "Nature",
    "publisher": "Springer Nature",
    "issns": ["0028-0836"],
    "authors": ["Imke Harms", "Onno de Vries"],
    "year": "2014",
}


@dataclass(frozen=True, kw_only=True)
class Planter:
    """A planter in the table.

    `changes`: the fields that it changes, which must have no findings before. `filled`: the fields that must not be empty, by
    default those in `changes`. `where`: another condition on the record. `instead`: rules that by design report some forms of
    the defect in place of the planter's rule. `also`: other rules that may flag the planted record. `most`: the maximum number of
    plants, if each is a separate file.
    """

    plant: Plant
    changes: tuple[str, ...]
    filled: tuple[str, ...] | None = None
    where: Callable[[Record], bool] = field(default=lambda record: True)
    instead: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    most: int = 10**6

    def suits(self, record: Record) -> bool:
        """Return whether the record has what the planter needs."""
        needed = self.changes if self.filled is None else self.filled
        return all(record.get(name) for name in needed) and self.where(record)


def put(record: Record, **values: Any) -> Record:
    """Return the record with these values. The value None removes a field."""
    return {name: value for name, value in {**record, **values}.items() if value is not None}


def one_of(name: str, *values: Any) -> Plant:
    """Return a planter that writes one of the values into the field; `ABSENT` removes the field."""

    def plant(record: Record, draw: Draw) -> Record:
        value = draw.choice(values)
        if value is ABSENT:
            return {key: kept for key, kept in record.items() if key != name}
        return {**record, name: value}

    return plant


ABSENT = object()


def at_one(text: str, draw: Draw, pattern: str, change: Callable[[str], str]) -> str:
    """Return the text with one random match of the pattern changed."""
    matches = list(re.finditer(pattern, text))
    if not matches:
        return text
    chosen = draw.choice(matches)
    return text[: chosen.start()] + change(chosen[0]) + text[chosen.end() :]


def in_text(change: Callable[[str, Draw], str], names: Sequence[str] = TEXTS) -> Plant:
    """Return a planter that changes a random one of these fields, or a random author."""

    def plant(record: Record, draw: Draw) -> Record:
        held = [name for name in names if record.get(name)]
        for name in draw.sample(held, len(held)):
            before = record[name]
            if isinstance(before, list):
                at = draw.randrange(len(before))
                after = [change(item, draw) if i == at else item for i, item in enumerate(before)]
            else:
                after = change(before, draw)
            if after != before:
                return {**record, name: after}
        return record

    return plant


def is_latin(text: str) -> bool:
    """Return whether most letters of the text are Latin."""
    return len(re.findall(r"[A-Za-zÀ-ÿ]", text)) > 0.8 * len(re.findall(r"\w", text))
