"""Hostile records: no rule may fail on them or take minutes for one."""

from __future__ import annotations

import polars as pl
import pytest

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.checks.engine.engine import Engine
from tests.frames import from_examples

RULES = [r for r in catalogue.catalogue().values() if "reader" not in r.needs]
PLACE = ("source", "line", "id", "format", "provides")


@pytest.mark.slow
@pytest.mark.parametrize("zero", ["\u0660", "\u0966", "\uff10", "\U0001d7d8"])
@pytest.mark.parametrize("digits", ["0123456789", "02"])
def test_digits_of_other_scripts_fail_no_rule(zero: str, digits: str) -> None:
    # `\\d` matches them all, but none can be parsed as a number.
    other = {digit: chr(ord(zero) + int(digit)) for digit in digits}
    frame = from_examples([r for r in RULES if "__text__" not in r.bad[0]]).with_columns(
        pl.col(name).list.eval(pl.element().str.replace_many(other))
        if isinstance(dtype, pl.List)
        else pl.col(name).str.replace_many(other)
        for name, dtype in RECORDS.schema.items()
        if name not in PLACE
    )
    engine = Engine(RULES)
    engine.check_across([engine.check_records(frame).keys.lazy()])
