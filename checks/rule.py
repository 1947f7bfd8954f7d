"""The declaration of a rule: its code, page, checks, fix and texts, in one place."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import polars as pl

    from scholint.checks.exchange import Exchange

OWN = "own_"
"""The prefix of key columns that a run needs only of its own records; an index does not keep them."""

Severity: TypeAlias = Literal["error", "warning", "info"]
Need: TypeAlias = Literal["reader", "batch", "reference"]
Trait: TypeAlias = Literal["on-with-index", "empties", "per-source"]
"""What code outside `checks` has to know of a rule, so that it need not know codes.

`on-with-index`: an opt-in rule that is on by default in a run with an index. `empties`: its fix may leave a field empty,
since the value is a placeholder. `per-source`: one finding represents the same fix in every record of its source. They
are declared with the rule, and not with its fix, since building the checks of all rules takes 50 ms.
"""
Record: TypeAlias = Mapping[str, Any]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SECTIONS = ("Why it matters", "How to fix", "Fix safety", "What is not flagged", "Options", "References")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The change that removes a violation.

    `value`: String expression, the field's new content (for a list column: the entry's); null where there is no fix.
    For a list column, it may be a List(String) expression: the entries that replace the one. `safe`: the meaning cannot
    change. `field`: another field than the check's. `removes`: Boolean, the records that the fix deletes;
    `value` is then null, as where it is false.
    """

    value: pl.Expr
    safe: bool | pl.Expr = False
    field: str | None = None
    removes: pl.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How a check looks at records; the defaults fit most checks.

    `prefilter`: a pattern (Rust's syntax) that the field's text, or an entry of its list, matches wherever the check
    violates; the patterns of all checks of a field are searched in one pass, and most records need no more. Or a cheap
    Boolean expression that is true there.
    `on_empty`: look also where the field is empty (null, an empty text or list).
    `every_entry`: the field is a list, and the check reports its first wrong entry; to fix them, each entry is checked
    as if it were the first (`checks.engine.list_entries`).
    `steps`: columns of the rule's own that the other expressions (except `when`) use, each computed once, in steps that
    build on each other; with `across`, only for rows that share a key. In checks of single records, their names start with
    the code of the rule.
    """

    prefilter: str | pl.Expr | None = None
    on_empty: bool = False
    every_entry: bool = False
    steps: Sequence[Mapping[str, pl.Expr]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What a check needs that compares all records of the run.

    It runs after all batches were read. Its other expressions see a frame with one row per record, `source`, `line`,
    `record` and the key columns, and may use windows (`pl.len().over("doi_key")`). They may also use `new`: false for the
    records of earlier runs, which an index has.

    `keys`: the key columns, as expressions over the records frame.
    `group_by`: the key column by which all windows group; rows whose value is null, or shared by fewer than `min_rows` rows,
    are skipped.
    `frames`: returns the frames, if no single column groups the rows: from an exchange of keys (`checks.exchange`), the number
    of rows, and the names of the key columns.
    `yields_to`: codes of rules with the same `frames`; the check does not report a record that one of them reports.
    """

    keys: Mapping[str, pl.Expr]
    group_by: str | None = None
    min_rows: int = 1
    frames: Callable[[Exchange, int, Sequence[str]], Iterable[pl.DataFrame]] | None = None
    yields_to: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Which findings of a check have the same cause, so that one of them is reported for all.

    `alike`: two String expressions, the relation and the other source; findings of one rule and source with the same
    values of both, if they are more than `duplicates.groups.REPORTED_SINGLY`; null: never. Sources count by
    name, so that a folder of files is one.
    `absent`: column names; the findings of a source in which no record fills any of them (`engine.folding.absent`).
    `common`: the findings of a source that report the same problem in most of its records, or one value; the check reports
    each record at most once (`engine.folding.common`).
    """

    alike: tuple[pl.Expr, pl.Expr] | None = None
    absent: tuple[str, ...] = ()
    common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One way to violate a rule, in one field, as Polars expressions over the records frame.

    The expressions may use the contract's columns and the normal forms of `checks.normal_forms`. The check of a rule
    that needs the reader runs over the contract's defects frame instead; its `field` is `*`, since the frame has the field.

    `violates`: Boolean; null counts as false. It is not evaluated where the field is empty, unless `scan.on_empty`.
    `when`: Boolean, the records that the check looks at. `undecided`: Boolean, the records for which data is missing; they
    neither violate nor conform.
    `message`: one clause, the offending value in backticks, no period. `value`: String, the current value; by
    default the field's. `evidence`: names to expressions, shown as one JSON object. `severity`: String expression,
    where it depends on the record.
    """

    field: str
    violates: pl.Expr
    message: pl.Expr | str
    value: pl.Expr | None = None
    when: pl.Expr | None = None
    undecided: pl.Expr | None = None
    severity: pl.Expr | None = None
    evidence: Mapping[str, pl.Expr] = dataclasses.field(default_factory=dict)
    fix: Fix | None = None
    scan: Scan = dataclasses.field(default_factory=Scan)
    across: Across | None = None
    folding: Folding = dataclasses.field(default_factory=Folding)

    @property
    def keys(self) -> Mapping[str, pl.Expr]:
        """The key columns; none for a check of single records."""
        return self.across.keys if self.across else {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One thing that can be wrong. The `rule` decorator makes it, `checks.catalogue` finds it."""

    code: str
    name: str
    severity: Severity
    fields: tuple[str, ...]
    since: str
    needs: tuple[Need, ...]
    bad: tuple[Record, ...]
    good: tuple[Record, ...]
    opt_in: bool
    traits: frozenset[Trait]
    document: str
    options: Mapping[str, Any]
    build: Callable[..., Sequence[Check]]

    @property
    def family(self) -> str:
        """The letters of the code: `DOI` of `DOI001`."""
        return self.code.rstrip("0123456789")

    @property
    def summary(self) -> str:
        """The first sentence of the rule's page."""
        return self.document.split("\n\n", 1)[0].replace("\n", " ").strip()

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The page's sections, heading to Markdown text, without the summary."""
        parts = re.split(r"^## (.+)$", self.document, flags=re.MULTILINE)
        return {parts[i].strip(): parts[i + 1].strip() for i in range(1, len(parts), 2)}

    def checks(self, **options: Any) -> tuple[Check, ...]:
        """Return the rule's checks with these options.

        Raises:
            TypeError: an option that the rule does not have.

        """
        return tuple(self.build(**options))


RuleCheck: TypeAlias = tuple[Rule, Check]
"""A rule, and one of its checks."""


def rule(  # noqa: PLR0913 - a declaration names every part of a rule
    *,
    code: str,
    severity: Severity,
    fields: Sequence[str],
    since: str,
    bad: Record | Sequence[Record],
    good: Record | Sequence[Record],
    needs: Sequence[Need] = (),
    opt_in: bool = False,
    traits: Sequence[Trait] = (),
) -> Callable[[Callable[..., Check | Sequence[Check]]], Rule]:
    """Declare a rule: decorate the function that returns its checks.

    The function's name gives the rule's name, its keyword-only parameters are the rule's options, and the docstring of its
    module is the rule's page. `bad` and `good` are the examples of the page, and are tested: a record as JSON in the plain
    format, or a sequence of records if the rule compares records. A record `{"__text__": "..."}` is text, for rules about
    reading. `opt_in`: off unless it is selected. `traits`: see `Trait`.
    """

    def declare(function: Callable[..., Check | Sequence[Check]]) -> Rule:
        def build(**options: Any) -> Sequence[Check]:
            found = function(**options)
            return (found,) if isinstance(found, Check) else tuple(found)

        parameters = inspect.signature(function).parameters.values()
        return Rule(
            code=code,
            name=function.__name__.strip("_").replace("_", "-"),
            severity=severity,
            fields=tuple(fields),
            since=since,
            needs=tuple(needs),
            bad=_records(bad),
            good=_records(good),
            opt_in=opt_in,
            traits=frozenset(traits),
            document=inspect.cleandoc(sys.modules[function.__module__].__doc__ or ""),
            options={p.name: p.default for p in parameters},
            build=build,
        )

    return declare


def _records(example: Record | Sequence[Record]) -> tuple[Record, ...]:
    return (example,) if isinstance(example, Mapping) else tuple(example)
