"""The engine: order, fingerprints, metrics, and that pandera flags the same records."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pandera.errors
import polars as pl
import pytest

from scholint.checks import catalogue, normal_forms
from scholint.checks.contract import FINDINGS, METRICS
from scholint.checks.engine.engine import Engine
from scholint.checks.engine.findings import ORDER, fingerprint, violating
from scholint.checks.engine.masks import with_steps
from scholint.checks.engine.metrics import summed
from scholint.checks.pandera_schema import schema
from tests.frames import from_examples, records

if TYPE_CHECKING:
    from scholint.checks.rule import Rule

RULES = list(catalogue.catalogue().values())
# Examples as raw bytes need a reader.
ON_FRAMES = [r for r in RULES if "reader" not in r.needs and "__text__" not in r.bad[0]]


def all_findings(frame: pl.DataFrame, rules: list[Rule]) -> pl.DataFrame:
    engine = Engine(rules)
    checked = engine.check_records(frame)
    late = engine.check_across([checked.keys.lazy()])
    return pl.concat([checked.findings, late.findings]).sort(ORDER)


@cache
def examples() -> pl.DataFrame:
    return from_examples(ON_FRAMES)


@cache
def findings_in_examples() -> pl.DataFrame:
    return all_findings(examples(), ON_FRAMES)


@pytest.mark.parametrize("rule", ON_FRAMES, ids=lambda rule: rule.code)
def test_pandera_flags_the_same_records(rule: Rule) -> None:
    # REC007 compares neighbors, so that no other example may be between them; and findings about the DOI that all examples
    # have would be folded.
    frame = from_examples([rule]) if rule.code in {"REC007", "DUP001"} else examples()
    ours = set(all_findings(frame, [rule])["line"])
    try:
        schema([rule]).validate(frame, lazy=True)
        theirs = set()
    except pandera.errors.SchemaErrors as error:
        theirs = {index + 1 for index in error.failure_cases["index"]}
    assert ours == theirs
    assert ours, "the examples hold a bad record for every rule"


@pytest.mark.parametrize("rule", ON_FRAMES, ids=lambda rule: rule.code)
def test_only_a_check_with_on_empty_flags_an_empty_field(rule: Rule) -> None:
    # The engine skips empty fields; pandera evaluates every record, and must not find more.
    frame = examples()
    for check in rule.checks():
        if check.scan.on_empty or check.keys or check.field not in frame.columns:
            continue
        dtype = frame.schema[check.field]
        for empty in (None, [] if isinstance(dtype, pl.List) else ""):
            emptied = frame.with_columns(pl.lit(empty, dtype).alias(check.field))
            prepared = normal_forms.add(
                emptied.lazy(), [violating(check), *(e for step in check.scan.steps for e in step.values())]
            )
            flagged = with_steps(prepared.with_columns(record="id"), [check]).select(violating(check))
            assert not flagged.collect().to_series().any()


def test_findings_keep_the_contract_and_the_order() -> None:
    findings = findings_in_examples()
    assert FINDINGS.validate(findings).equals(findings.sort(ORDER))


def test_the_order_of_records_does_not_change_fingerprints() -> None:
    frame = examples()
    rows = list(range(frame.height))
    random.Random(7).shuffle(rows)
    alone = [rule for rule in ON_FRAMES if "batch" not in rule.needs]
    assert sorted(all_findings(frame, alone)["fingerprint"]) == sorted(
        all_findings(frame[rows], alone)["fingerprint"]
    )


def test_a_fingerprint_never_changes() -> None:
    # Baselines of users contain it.
    assert fingerprint("DOI001", "10.1/x", "doi", "10.1/x") == "665152c5ee3c900d"


def test_metrics_have_a_row_for_every_rule_and_add_up() -> None:
    # DUP001 reports the DOI that all examples have once, and counts every record.
    rules = [rule for rule in ON_FRAMES if rule.code != "DUP001"]
    frame = examples()
    engine = Engine(rules)
    checked = engine.check_records(frame)
    metrics = METRICS.validate(summed([checked.metrics, engine.check_across([checked.keys.lazy()]).metrics]))
    assert set(metrics["rule"]) == {rule.code for rule in rules}
    findings = all_findings(frame, rules)
    assert metrics["findings"].sum() == findings.height
    per_rule = findings.group_by("rule").agg(pl.col("line").n_unique()).sort("rule").rows()
    assert (
        per_rule == metrics.filter(pl.col("violations") > 0).sort("rule").select("rule", "violations").rows()
    )


def test_metrics_are_counted_under_the_name_given() -> None:
    frame = records({"doi": "10.1/x"}, {"doi": "10.1/x", "source": "other.jsonl"})
    named = {"records.jsonl": "feed", "other.jsonl": "feed"}
    metrics = Engine(catalogue.matching("DOI001")).check_records(frame, named).metrics
    assert metrics.select("source", "records", "violations").rows() == [("feed", 2, 2)]


def test_the_severity_of_the_user_takes_precedence() -> None:
    findings = (
        Engine(catalogue.matching("DOI001"), severities={"DOI001": "info"})
        .check_records(records({"doi": "10.1/x"}))
        .findings
    )
    assert findings["severity"].to_list() == ["info"]


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError, match="nonsense"):
        Engine(catalogue.matching("DOI001"), {"DOI001": {"nonsense": 1}})
