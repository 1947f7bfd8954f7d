"""The contract and its pandera model agree, on frames that keep it and on frames that break it."""

from __future__ import annotations

from typing import Any

import pandera.errors
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scholint.checks.contract import (
    DEFECTS,
    FINDINGS,
    METRICS,
    RECORDS,
    Contract,
    ContractError,
    is_provided,
    provided,
)

CONTRACTS = (RECORDS, FINDINGS, METRICS, DEFECTS)
SAMPLES: dict[Any, st.SearchStrategy[Any]] = {
    pl.String: st.none() | st.sampled_from(["", "x", "error", "0123456789abcdef", "y" * 201]),
    pl.UInt32: st.none() | st.integers(0, 3),
    pl.UInt64: st.none() | st.integers(0, 3),
    pl.List: st.none() | st.lists(st.none() | st.just("a"), max_size=2),
    pl.Struct: st.none() | st.just({"field": "doi", "value": ["x"], "safe": True}),
}


def frames(contract: Contract) -> st.SearchStrategy[pl.DataFrame]:
    row = st.fixed_dictionaries({n: SAMPLES[c.dtype.base_type()] for n, c in contract.columns.items()})
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: pl.DataFrame(rows, schema=contract.schema))


def passes_pandera(contract: Contract, frame: pl.DataFrame) -> bool:
    try:
        contract.model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        return False
    return True


def passes(contract: Contract, frame: pl.DataFrame) -> bool:
    try:
        contract.validate(frame)
    except ContractError:
        return False
    return True


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: c.name)
@settings(max_examples=40)
@given(data=st.data())
def test_verdicts_agree(contract: Contract, data: st.DataObject) -> None:
    frame = data.draw(frames(contract))
    assert passes(contract, frame) == passes_pandera(contract, frame)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: c.name)
def test_an_empty_frame_passes(contract: Contract) -> None:
    assert passes(contract, contract.empty())
    assert passes_pandera(contract, contract.empty())


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ContractError, match="fingerprint"):
        FINDINGS.validate(FINDINGS.empty().drop("fingerprint"))


def test_data_is_validated_not_only_the_schema() -> None:
    frame = pl.DataFrame({n: [None] for n in DEFECTS.columns}, schema=DEFECTS.schema)
    with pytest.raises(ContractError, match="Defects"):
        DEFECTS.validate(frame)


@given(st.sets(st.sampled_from(list(RECORDS.columns))))
def test_provides_has_a_bit_for_each_provided_column(names: set[str]) -> None:
    frame = pl.DataFrame({"provides": [provided(*names)]}, schema={"provides": pl.UInt64})
    provided_columns = frame.select(is_provided(name).alias(name) for name in RECORDS.columns).row(
        0, named=True
    )
    assert {name for name, is_there in provided_columns.items() if is_there} == names
