"""Facts about journals: their fields by ISSN and by name in the reference tables, and by the words of the name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from scholint.checks.field_model.hashing import plain_names
from scholint.checks.field_model.model import PARTS, Model, journals_of
from scholint.checks.values.issn import issn_number

if TYPE_CHECKING:
    from scholint.checks.field_model.scoring import Journals


@cache
def model() -> Model:
    """Return the trained model that comes with scholint."""
    return Model()


class KnownJournals(NamedTuple):
    """Distinct journals, one per row: plain names, what is known of their fields, and the source of that knowledge."""

    names: pl.Series
    known: Journals
    sources: pl.Series


def known_journals(journals: pl.DataFrame) -> KnownJournals:
    """Return the facts about distinct journals. `journals`: `journal` and `issn_valid` (String)."""
    named = journals.select(
        name=plain_names(pl.col("journal")), issn=issn_number(pl.col("issn_valid")).cast(pl.UInt32)
    )
    by_issn = _references().select("issn", "shares", "source")
    # The ISSN comes first, because different journals may have the same name.
    known = (
        named.join(by_issn, on="issn", how="left", maintain_order="left")
        .join(_references_by_name(), on="name", how="left", suffix="_by_name", maintain_order="left")
        .select(
            shares=pl.coalesce("shares", "shares_by_name"),
            source=pl.coalesce("source", "source_by_name").cast(pl.String),
        )
    )
    listed = np.zeros((named.height, len(model().fields) + 1), np.float32)
    rows = known["shares"].is_not_null().arg_true().to_numpy()
    if len(rows):
        listed[rows] = known["shares"].drop_nulls().list.to_array(listed.shape[1]).to_numpy() / np.float32(
            PARTS
        )
    sources = known.select(
        pl.when(pl.col("source").is_null())
        .then(pl.lit("the journal's name"))
        .otherwise(pl.format("{}, and the journal's name", "source"))
    ).to_series()
    return KnownJournals(named["name"], journals_of(model(), named["name"], listed), sources)


@cache
def _references() -> pl.DataFrame:
    return pl.read_parquet(model().folder / "journal_fields.parquet")


@cache
def _references_by_name() -> pl.DataFrame:
    """Return `name`, `shares` and `source` for each name that only one journal has."""
    named = _references().explode("names", empty_as_null=True).unique("names", keep="none")
    return named.select(pl.col("names").alias("name"), "shares", "source")
