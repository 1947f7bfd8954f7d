"""Measure recall: plant the defect of each rule into clean real records, check them once, and count the findings.

    python benchmarks/recall/measure.py [RECORDS.jsonl.gz ...] [--plants 120] [--seed 7] [--sample 30000] [--misses FILE]

Without files, the example records of scholint are used, with a few plants per rule. README.md explains the figures.
"""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import json
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from planters import PLANTERS
from planting import Draw, File, Planted, Planter, Record

from scholint import seeds
from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.flows.pipeline import finish, run
from scholint.flows.settings import Settings
from scholint.flows.sources import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FIGURES = Path(__file__).parent / "figures.csv"
EXAMPLES = Path(next(iter(seeds.__path__))) / "examples"
FEW, MANY = 5, 120
# Number of records from which to estimate how many records suit a rule.
SHOWN = 1500
# Maximum number of characters of a note about a missed plant.
NOTED = 4000
# Columns that the reader derives. All others are written as JSON under their own names.
DERIVED = ("source", "line", "id", "format", "provides", "journal_names", "doi_url")
Place = tuple[str, int]


@dataclass
class Plants:
    """The planted defects: the rule and the place of each."""

    rules: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    single: list[bool] = field(default_factory=list)
    places: dict[Place, int] = field(default_factory=dict)
    bases: dict[Place, int] = field(default_factory=dict)
    reused: set[int] = field(default_factory=set)


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*")
    parser.add_argument("--plants", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sample", type=int, default=30_000)
    parser.add_argument(
        "--out", type=Path, default=FIGURES, help="the table, written only if files are given"
    )
    parser.add_argument(
        "--misses", type=Path, help="a file for the plants that were not found, and for mistakes"
    )
    given = parser.parse_args()
    files = given.files or sorted(str(path) for path in EXAMPLES.glob("*.*") if path.suffix != ".md")
    draw = Draw(given.seed)
    pool = draw_pool(files, given.sample, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.jsonl"
        base.write_text("".join(as_line(record) for record in pool), "utf-8")
        before = found_in(lint([str(base)]))
        plants = sow(pool, before, draw, Path(folder), given.plants or (MANY if given.files else FEW))
        after = lint(sorted({source for source, _ in plants.places}))
        table, notes = count(plants, before, after)
    if given.misses:
        given.misses.write_text("\n".join(notes) + "\n", "utf-8")
    shown = table.with_columns(pl.lit(dt.datetime.now(tz=dt.UTC).date().isoformat()).alias("date"))
    if given.files:
        shown.write_csv(given.out)
    with pl.Config(tbl_rows=-1, fmt_str_lengths=90, tbl_width_chars=160, tbl_hide_dataframe_shape=True):
        print(shown)


def draw_pool(files: Sequence[str], size: int, seed: int) -> list[Record]:
    """Return `size` random records of the files, drawn with the seed, as plain JSON objects."""
    read = run.check(files, Settings(select=("EMP001",)), keep_records=True)
    names = [file.path for file in arguments.resolve(files).sources]
    frame = read.records_at({(name, n) for name in names for n in range(1, 200_000)})
    frame = frame.sample(min(size, frame.height), seed=seed, shuffle=True)
    kept = [name for name in RECORDS.columns if name not in DERIVED]
    rows = frame.select(kept).iter_rows(named=True)
    pool = [{name: value for name, value in row.items() if value not in (None, [], "")} for row in rows]
    return [{"id": f"record-{i}", **record} for i, record in enumerate(pool)]


def as_line(record: Record) -> str:
    """Return the record as a line of JSON."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def lint(paths: Sequence[str]) -> pl.DataFrame:
    """Return the findings of every rule, including those that are off by default."""
    every = ("ALL", *(code for code, rule in catalogue.catalogue().items() if rule.opt_in))
    settings = Settings(select=every)
    columns = ["source", "line", "rule", "field", "value"]
    found = []
    # Findings are read before file-wide patterns are folded. With `fixing`, each exact copy has its own finding.
    for fixing in (False, True):
        engine = run.engine_of(settings, fixing=fixing)
        part = run.check_sources(arguments.resolve(paths).sources, settings, engine)
        result = finish.finish([part], settings, engine)
        found += [frame.select(columns) for frame in (*part.findings, *result.iter_findings())]
    return pl.concat(found).unique(maintain_order=True)


def found_in(findings: pl.DataFrame) -> dict[int, set[tuple[str, str]]]:
    """Return the rule and field of each finding, grouped by the position of its record in the pool."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for line, rule, name in findings.select("line", "rule", "field").iter_rows():
        found[line - 1].add((rule, name))
    return found


def sow(
    pool: list[Record], before: dict[int, set[tuple[str, str]]], draw: Draw, folder: Path, number: int
) -> Plants:
    """Plant `number` defects per rule, write the records, and return where the plants are."""
    plants, used = Plants(), set[int]()
    lent = {"doi", "title", "abstract", "authors", "journal", "issns", "publisher"}
    draw.others = [r for i, r in enumerate(pool) if lent.isdisjoint(name for _, name in before.get(i, ()))]
    fields = {i: {name for _, name in found} for i, found in before.items()}

    def fits(planter: Planter, i: int) -> bool:
        return fields.get(i, set()).isdisjoint(planter.changes) and planter.suits(pool[i])

    # Rules that fit few records choose first, so that few records get two plants.
    shown = range(min(SHOWN, len(pool)))
    rarity = {rule: sum(fits(planter, i) for i in shown) for rule, planter in PLANTERS.items()}
    lines: list[tuple[bytes, int, int | None]] = []
    for rule in sorted(rarity, key=lambda code: rarity[code]):
        planter = PLANTERS[rule]
        every = draw.sample(range(len(pool)), len(pool))
        order = chain((i for i in every if i not in used), every)
        fitting = (i for i in order if fits(planter, i))
        for i, planted in _grown(planter, pool, fitting, draw, min(number, planter.most)):
            plants.reused |= {len(plants.rules)} if i in used else set()
            used.add(i)
            _set_down(plants, lines, folder, rule, i, planted)
            if isinstance(planted, dict):
                plants.shown[-1] = _difference(pool[i], planted)
    whole = folder / "planted.jsonl"
    untouched = [(as_line(r).encode(), i, None) for i, r in enumerate(pool) if i not in used]
    # The records keep the order of the pool, because rules that compare records report the later of two.
    rows = sorted([*lines, *untouched], key=lambda row: row[1])
    with whole.open("wb") as out:
        for at, (content, i, plant) in enumerate(rows, 1):
            out.write(content.rstrip(b"\n") + b"\n")
            plants.bases[str(whole), at] = i
            if plant is not None:
                plants.places[str(whole), at] = plant
    return plants


def _grown(
    planter: Planter, pool: list[Record], order: Iterable[int], draw: Draw, number: int
) -> Iterator[tuple[int, Planted]]:
    """Yield the position and the planted result of each record that the planter changed, at most `number` of them."""
    for i in order:
        if number == 0:
            return
        planted = planter.plant(copy.deepcopy(pool[i]), draw)
        if planted not in (pool[i], [pool[i]]):
            number -= 1
            yield i, planted


def _difference(before: Record, after: Record) -> str:
    """Return the changed fields with their new values, as JSON."""
    names = sorted({*before, *after})
    changed = {name: after.get(name) for name in names if after.get(name) != before.get(name)}
    return json.dumps(changed, ensure_ascii=False)[:NOTED]


def _set_down(
    plants: Plants,
    lines: list[tuple[bytes, int, int | None]],
    folder: Path,
    rule: str,
    i: int,
    planted: Planted,
) -> None:
    """Add the plant to the list of lines, or write its file."""
    at = len(plants.rules)
    plants.rules.append(rule)
    plants.shown.append(str(planted)[:NOTED])
    plants.single.append(isinstance(planted, dict))
    if isinstance(planted, File):
        path = folder / f"{rule}-{at}{planted.suffix}"
        path.write_bytes(planted.content)
        plants.places[str(path), 1] = at
    elif isinstance(planted, bytes):
        lines.append((planted, i, at))
    else:
        many = planted if isinstance(planted, list) else [planted]
        lines += [(as_line(record).encode(), i, at) for record in many]


def count(
    plants: Plants, before: dict[int, set[tuple[str, str]]], after: pl.DataFrame
) -> tuple[pl.DataFrame, list[str]]:
    """Return the table of figures, and one line for each missed plant and each false finding."""
    files = {
        source: plant for (source, _), plant in plants.places.items() if not source.endswith("planted.jsonl")
    }
    rules = catalogue.catalogue()
    found: set[int] = set()
    otherwise: set[int] = set()
    mistakes: dict[str, Counter[str]] = defaultdict(Counter)
    notes: list[str] = []
    seen: set[tuple[int, str]] = set()
    for source, line, rule, name, value in after.iter_rows():
        plant = files.get(source, plants.places.get((source, line)))
        if plant is None:
            continue
        planted = plants.rules[plant]
        if rule == planted:
            found.add(plant)
            continue
        if rule in PLANTERS[planted].instead:
            otherwise.add(plant)
            continue
        known = (rule, name) in before.get(plants.bases.get((source, line), -1), ())
        crowd = plant in plants.reused and "batch" in rules[rule].needs
        # Separate files and series contain invented records, which may have other defects.
        made = source in files or not plants.single[plant]
        if known or crowd or made or rule in PLANTERS[planted].also or (plant, rule) in seen:
            continue
        seen.add((plant, rule))
        mistakes[planted][rule] += 1
        notes.append(f"MISTAKE {planted} {rule} {name} {str(value)[:160]!r}")
    for plant, rule in enumerate(plants.rules):
        if plant not in found | otherwise:
            notes.append(f"MISSED {rule} {plants.shown[plant]}")
    numbers = Counter(plants.rules)
    hits = Counter(plants.rules[plant] for plant in found)
    elsewhere = Counter(plants.rules[plant] for plant in otherwise - found)
    rows = [
        {
            "rule": rule,
            "planted": numbers[rule],
            "found": hits[rule],
            "otherwise": elsewhere[rule],
            "recall": round((hits[rule] + elsewhere[rule]) / numbers[rule], 3) if numbers[rule] else None,
            "mistakes": " ".join(f"{code}:{n}" for code, n in mistakes[rule].most_common()),
        }
        for rule in PLANTERS
    ]
    return pl.DataFrame(rows), sorted(notes)


if __name__ == "__main__":
    main()
