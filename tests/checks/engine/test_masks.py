"""Shortcuts of the masks flag exactly what the expressions of the checks flag over the whole frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scholint.checks import catalogue, normal_forms
from scholint.checks.contract import RECORDS, provided
from scholint.checks.engine.engine import Engine
from scholint.checks.engine.findings import violating
from scholint.checks.engine.masks import Masks, with_steps
from tests.frames import from_examples, records

if TYPE_CHECKING:
    from scholint.checks.rule import Check

RULES = [r for r in catalogue.catalogue().values() if "reader" not in r.needs]
ROWS = 3_000
# Separators of joined values, values that are empty or look empty, and values that confuse anchors.
ODD = [
    "",
    " ",
    "\x00",
    "\x1e",
    "\x1f",
    "a\x1eb",
    "\n",
    "a\nb",
    "0",
    "true",
    "\u00a0",
    "\u202e",
    "&amp;",
    "10.1/x",
]


def _pools() -> dict[str, list[object]]:
    examples = from_examples([r for r in RULES if "__text__" not in r.bad[0]])
    pools: dict[str, list[object]] = {}
    for name, dtype in RECORDS.schema.items():
        if name in ("source", "line", "id", "format", "provides"):
            continue
        known = examples[name].drop_nulls().unique(maintain_order=True).to_list()
        lists = [[], [""], *([odd] for odd in ODD), ["", "a"], ["a", ""], ["a\x1fb"], ["a", "b"]]
        pools[name] = [None, *known, *(lists if isinstance(dtype, pl.List) else ODD)]
    return pools


POOLS = _pools()


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Records whose fields have few values or many, drawn from the examples of the rules."""
    seed = draw(st.integers(0, 2**32))
    columns = {}
    for i, (name, pool) in enumerate(POOLS.items()):
        share = draw(st.sampled_from((0.0, 0.02, 0.6, 1.0)))
        kept = draw(st.sampled_from((1, 3, len(pool))))
        values = pl.Series(name, pool, RECORDS.schema[name])
        chosen = values.sample(min(kept, len(pool)), seed=seed + i)
        filled = chosen.sample(ROWS, with_replacement=True, seed=seed - i + 99)
        present = pl.int_range(ROWS, eager=True).shuffle(seed=seed + 7 * i) < ROWS * share
        columns[name] = pl.select(pl.when(present).then(filled)).to_series().alias(name)
    frame = pl.DataFrame(columns).with_columns(
        source=pl.lit("records.jsonl"),
        line=pl.int_range(1, ROWS + 1, dtype=pl.UInt32),
        id=pl.format("r{}", pl.int_range(ROWS)),
        format=pl.lit("plain"),
        provides=pl.lit(provided(*RECORDS.columns), pl.UInt64),
    )
    return RECORDS.validate(frame.select(RECORDS.schema.names()))


def _plainly(frame: pl.DataFrame, check: Check) -> list[int]:
    expressions = [violating(check), *(e for step in check.scan.steps for e in step.values())]
    prepared = normal_forms.add(frame.lazy(), expressions).with_columns(record=pl.col("id"))
    flagged = with_steps(prepared, [check]).select("line", flagged=violating(check))
    return flagged.filter("flagged").collect()["line"].to_list()


# Frames come from a seed, so that shrinking would take minutes and make nothing smaller.
@pytest.mark.slow
@settings(
    max_examples=4,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(frame=frames())
def test_shortcuts_flag_what_the_plain_expressions_flag(frame: pl.DataFrame) -> None:
    # Whole-input checks are evaluated over keys, for which there are no shortcuts.
    found = Engine(RULES).check_records(frame).findings
    lines: dict[str, list[int]] = {}
    for code, line in found.select("rule", "line").iter_rows():
        lines.setdefault(code, []).append(line)
    for rule in RULES:
        plainly = [line for check in rule.checks() if not check.keys for line in _plainly(frame, check)]
        assert sorted(lines.get(rule.code, [])) == sorted(plainly), rule.code


def test_rows_that_read_the_same_when_joined_are_distinct() -> None:
    issns = [[], [""], None, ["a", "b"], ["a\x1fb"]]
    journals = [None, "\x00", "", "a\x1eb"]
    rows = [{"journal": journal, "issns": item} for journal in journals for item in issns] * 100
    frame = pl.DataFrame(rows, schema={"journal": pl.String, "issns": pl.List(pl.String)})
    distinct = Masks(frame).distinct
    assert distinct is not None
    firsts, codes = distinct
    assert firsts[codes].select(frame.columns).equals(frame)
    assert firsts.height == len(journals) * len(issns)


def test_a_blank_issn_is_missing_among_thousands_of_records_too() -> None:
    # `[""]` was evaluated as `[]`, which another rule reports.
    frame = records(*([{"title": "T", "issns": []}, {"title": "T", "issns": [""]}] * 1_000))
    for rule in catalogue.matching("EMP"):
        few = {f["line"] % 2 for f in Engine([rule]).check_records(frame[:2]).findings.to_dicts()}
        many = {f["line"] % 2 for f in Engine([rule]).check_records(frame).findings.to_dicts()}
        assert few == many, rule.code
