"""The contract: the columns of each frame that scholint passes on, and the conditions that their values meet.

Each table below is the only declaration of its frame. `Contract.validate` checks a frame with Polars expressions, which
need no further import. Only if a check fails does it build the pandera model of the same table, to report which rows are
wrong. A test checks that both agree.
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
"""The columns that say which record a row of findings or of keys is about."""


class ContractError(ValueError):
    """A frame breaks its contract. This is a bug in a reader or in a caller, never a problem of a record."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its dtype, and a condition that every value meets (`holds`, a Boolean expression, never null)."""

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
        import pandera.polars as pa  # noqa: PLC0415 - the import takes a second, so `check` avoids it

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
        """Return the frame, if its columns have the declared names, order and dtypes, and its values meet the conditions.

        Raises:
            ContractError: the frame breaks the contract; the message is pandera's.

        """
        tests = [c.holds.all().alias(name) for name, c in self.columns.items() if c.holds is not None]
        if frame.schema == self.schema and all(frame.select(tests).row(0)):
            return frame
        import pandera.errors  # noqa: PLC0415 - the import takes a second, so `check` avoids it

        try:
            self.model.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases.head(5).to_dicts()
            shown = "; ".join(f"{case['check']}: {str(case['failure_case'])[:120]}" for case in cases)
            raise ContractError(f"the frame breaks the contract {self.name}: {shown}") from error
        raise AssertionError(f"pandera passes what the contract {self.name} does not")

    def empty(self) -> pl.DataFrame:
        """Return a frame with these columns and no rows."""
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
"""The records frame, one row per record. Strings stay as they are in the source. Null means that the field is absent or
JSON null.

`journal_names`: every full name that the record gives for its journal, including `journal`. `doi_url`: the DOI as a link, if
the source has a field for it. `provides`: bit *i* is set if the record's source can have the *i*-th column. A field that a
format does not have is thus not reported as empty.
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
"""The findings frame, one row per finding. `evidence` is a JSON object as text. `value` has at most 200 characters.
`fix.value` is a list of texts. It has one text, or several if the fix replaces one entry of a list by several entries. It is
null if the fix deletes the record. Reports show a list of one text as a text."""

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
"""The metrics frame, one row per source and rule, even if all counts are zero. `records`: number of records that the rule
checked. `violations`: number of records that violate it. `undecided`: number of records that lack the data to decide.
`findings`: number of findings."""

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
"""The defects frame: what a reader found that is not a valid record. It contains only facts. The REC rules run over this
frame, and contain the messages. `record`: the id of the record, or `source:line` if it has none. `reason`: a clause.
`byte`: 0-based position in the decompressed source. `converted`: the value in the expected type, if the conversion is
certain. `records`: number of records that this row is about; 0 for a part of a record, or for no record."""

_POSITION = {name: i for i, name in enumerate(RECORDS.columns)}


def provided(*names: str) -> int:
    """Return the bits of `provides` that stand for these columns of the records frame."""
    return sum(1 << _POSITION[name] for name in set(names))


def is_provided(name: str) -> pl.Expr:
    """Boolean: the record's source can have this column."""
    return (pl.col("provides") & pl.lit(provided(name), pl.UInt64())) != 0
