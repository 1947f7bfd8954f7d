"""The contract: the columns of the frames that scholint passes on, and what is true of their values.

Each table below is the only declaration of its frame. `Contract.validate` checks it with plain Polars expressions, which
need no import. Only if something fails is the pandera model used, made from the same table, to report which rows break what.
A test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandera.polars as pa

Strings = pl.List(pl.String)
VALUE_LIMIT = 200
PLACE = ("source", "line", "record")
"""The columns that say which record a row of findings, or of keys, is about."""


class ContractError(ValueError):
    """A frame breaks its contract: a bug in a reader or in a caller, never a fault of a record."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its dtype, and what is true of every value (`holds`, a Boolean expression, never null)."""

    dtype: pl.DataType | type[pl.DataType]
    holds: pl.Expr | None = None


@dataclass(frozen=True)
class Contract:
    """The columns of a frame, in order."""

    name: str
    columns: Mapping[str, Column]

    @cached_property
    def schema(self) -> pl.Schema:
        """The frame's Polars schema."""
        return pl.Schema({name: column.dtype for name, column in self.columns.items()})

    @cached_property
    def model(self) -> type[pa.DataFrameModel]:
        """The frame as a pandera model."""
        import pandera.polars as pa  # noqa: PLC0415 - importing pandera takes a second, which `check` must not pay

        body: dict[str, Any] = {
            "__annotations__": {name: column.dtype for name, column in self.columns.items()},
            "__module__": __name__,
            "__doc__": f"The {self.name.lower()} frame.",
            "Config": type("Config", (), {"strict": True, "ordered": True}),
        }
        for name, column in self.columns.items():
            body[name] = pa.Field(nullable=True)
            if column.holds is not None:
                body[f"{name}_holds"] = pa.check(name, name=name)(_check(column.holds))
        return type(self.name, (pa.DataFrameModel,), body)

    def validate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame if names, order, dtypes and data are as declared.

        Raises:
            ContractError: with what fails, as pandera reports it.

        """
        tests = [c.holds.all().alias(name) for name, c in self.columns.items() if c.holds is not None]
        if frame.schema == self.schema and all(frame.select(tests).row(0)):
            return frame
        import pandera.errors  # noqa: PLC0415 - importing pandera takes a second, which `check` must not pay

        try:
            self.model.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases.head(5).to_dicts()
            shown = "; ".join(f"{case['check']}: {str(case['failure_case'])[:120]}" for case in cases)
            raise ContractError(f"the frame breaks the contract {self.name}: {shown}") from error
        raise AssertionError(f"pandera passes what the contract {self.name} does not")

    def empty(self) -> pl.DataFrame:
        """Return the frame with no rows."""
        return pl.DataFrame(schema=self.schema)


def _check(expression: pl.Expr) -> Any:
    def check(cls: type, data: Any) -> Any:  # noqa: ARG001 - pandera passes the model
        return data.lazyframe.select(expression)

    return check


def _filled(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & (pl.col(name) != "").fill_null(value=True)


def _whole(name: str) -> pl.Expr:
    return ~pl.col(name).list.contains(pl.lit(None, pl.String)).fill_null(value=False)


def _known(name: str) -> pl.Expr:
    return pl.col(name).is_in(SEVERITIES).fill_null(value=False)


def _at_least(name: str, other: pl.Expr) -> pl.Expr:
    return (pl.col(name) >= other).fill_null(value=False)


_TEXTS = (
    *("doi", "title", "abstract", "journal", "publisher", "volume", "issue", "pages"),
    *("published", "year", "type", "language", "license"),
)
_LISTS = ("authors", "orcids", "issns", "fields", "links")

RECORDS = Contract(
    "Records",
    {
        "source": Column(pl.String(), _filled("source")),
        "line": Column(pl.UInt32(), _at_least("line", pl.lit(1))),
        "id": Column(pl.String(), _filled("id")),
        **{name: Column(pl.String()) for name in _TEXTS},
        **{name: Column(Strings, _whole(name)) for name in _LISTS},
        **{name: Column(pl.String()) for name in ("open_access", "oa_url", "cited_by")},
        # What EMP010, EMP012, JNL003, DAT006 and the IDN rules compare.
        **{
            n: Column(pl.String())
            for n in ("doi_url", "impact_factor", "published_print", "published_online")
        },
        **{n: Column(pl.String()) for n in ("pmid", "pmcid", "arxiv")},
        **{n: Column(Strings, _whole(n)) for n in ("isbns", "rors")},
        "journal_names": Column(Strings, _whole("journal_names")),
        "format": Column(pl.String(), _filled("format")),
        "provides": Column(pl.UInt64(), pl.col("provides").is_not_null()),
    },
)
"""The records frame, one row per record. Strings stay as they are in the source; null means absent or JSON null.

`journal_names`: every full name of the journal in the record, `journal` among them. `doi_url`: the DOI as a link, where the
source has a field for it. `provides`: bit *i* is set if the record's source has the *i*-th column at all, so that a field that
a format does not have is not reported as empty.
"""

FINDINGS = Contract(
    "Findings",
    {
        "rule": Column(pl.String(), _filled("rule")),
        "name": Column(pl.String(), _filled("name")),
        "severity": Column(pl.String(), _known("severity")),
        "source": Column(pl.String(), _filled("source")),
        "line": Column(pl.UInt32(), _at_least("line", pl.lit(1))),
        "record": Column(pl.String(), _filled("record")),
        "field": Column(pl.String(), _filled("field")),
        "value": Column(pl.String(), (pl.col("value").str.len_chars() <= VALUE_LIMIT).fill_null(value=True)),
        "message": Column(pl.String(), _filled("message")),
        "evidence": Column(pl.String()),
        "fix": Column(pl.Struct({"field": pl.String(), "value": Strings, "safe": pl.Boolean()})),
        "fingerprint": Column(
            pl.String(), pl.col("fingerprint").str.contains("^[0-9a-f]{16}$").fill_null(value=False)
        ),
    },
)
"""The findings frame, one row per finding. `evidence` is a JSON object as text; `value` has at most 200 characters.
`fix.value` has one text, several if one entry of a list becomes several, or is null if the record is deleted; reports show a
single one as a text."""

METRICS = Contract(
    "Metrics",
    {
        "source": Column(pl.String(), _filled("source")),
        "rule": Column(pl.String(), _filled("rule")),
        "name": Column(pl.String(), _filled("name")),
        "severity": Column(pl.String(), _known("severity")),
        "records": Column(pl.UInt64(), pl.col("records").is_not_null()),
        "violations": Column(pl.UInt64(), _at_least("records", pl.col("violations"))),
        "undecided": Column(pl.UInt64(), _at_least("records", pl.col("undecided") + pl.col("violations"))),
        "findings": Column(pl.UInt64(), _at_least("findings", pl.col("violations"))),
    },
)
"""The metrics frame, one row per source and rule, also where all counts are zero. `records`: those that the rule looked at.
`violations`: records that violate it. `undecided`: records for which data was missing. `findings`: instances."""

DEFECTS = Contract(
    "Defects",
    {
        "rule": Column(pl.String(), _filled("rule")),
        "source": Column(pl.String(), _filled("source")),
        "line": Column(pl.UInt32(), _at_least("line", pl.lit(1))),
        "record": Column(pl.String(), _filled("record")),
        "field": Column(pl.String(), _filled("field")),
        "value": Column(pl.String()),
        "reason": Column(pl.String(), _filled("reason")),
        "byte": Column(pl.UInt64()),
        "expected": Column(pl.String()),
        "found": Column(pl.String()),
        "converted": Column(pl.String()),
        "records": Column(pl.UInt64(), pl.col("records").is_not_null()),
    },
)
"""The defects frame: what a reader found that is not a record of its format. Facts only; the texts are
in the REC rules, whose checks run over this frame. `record`: the id, else `source:line`. `reason`: a clause.
`byte`: 0-based position in the decompressed source. `converted`: the value in the expected type, where that
is certain. `records`: how many records this row is about (0: a part of a record, or none)."""

_POSITION = {name: i for i, name in enumerate(RECORDS.columns)}


def provided(*names: str) -> int:
    """Return the `provides` bits of these columns of the records frame."""
    return sum(1 << _POSITION[name] for name in set(names))


def is_provided(name: str) -> pl.Expr:
    """Boolean: the record's source has this column at all."""
    return (pl.col("provides") & pl.lit(provided(name), pl.UInt64())) != 0
