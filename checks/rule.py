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
"""The prefix of key columns that a run needs only for its own records. An index does not store them."""

Severity: TypeAlias = Literal["error", "warning", "info"]
Need: TypeAlias = Literal["reader", "batch", "reference"]
Trait: TypeAlias = Literal["on-with-index", "empties", "per-source"]
"""A property of a rule that code outside `checks` has to know, so that this code does not name rules.

`on-with-index`: the rule is opt-in, but on by default in a run with an index. `empties`: its fix may leave a field empty,
because the value is a placeholder. `per-source`: one finding represents the same fix in every record of its source. The
traits belong to the rule and not to its fix, because building the checks of all rules takes 50 ms.
"""
Record: TypeAlias = Mapping[str, Any]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SECTIONS = ("Why it matters", "How to fix", "Fix safety", "What is not flagged", "Options", "References")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The change that removes a violation.

    `value`: String expression, the new content of the field, or of the entry if the field is a list; null if there is no
    fix. For a list, it may also be a List(String) expression: the entries that replace one entry. `safe`: the fix cannot
    change the meaning. `field`: the field to change, if it is not the field of the check. `removes`: Boolean expression, true
    for the records that the fix deletes. `value` is null for these; records for which it is false have no fix.
    """

    value: pl.Expr
    safe: bool | pl.Expr = False
    field: str | None = None
    removes: pl.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How a check looks at records. The defaults fit most checks.

    `prefilter`: a pattern (Rust's syntax) that matches the field's text, or an entry of its list, in every record that
    violates the check. The patterns of all checks of a field are searched in one pass, and most records match none.
    It may also be a cheap Boolean expression that is true for every violating record.
    `on_empty`: the check also looks at records whose field is empty (null, an empty text or an empty list).
    `every_entry`: the field is a list, and the check reports its first wrong entry. For fixes, each entry is checked as if
    it were the first (`checks.engine.list_entries`).
    `steps`: columns that the other expressions (except `when`) use. Each is computed once, and each step may use the
    columns of earlier steps. With `across`, they are computed only for rows in groups. In checks of single records, their
    names start with the code of the rule.
    """

    prefilter: str | pl.Expr | None = None
    on_empty: bool = False
    every_entry: bool = False
    steps: Sequence[Mapping[str, pl.Expr]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What a check needs to compare all records of the run.

    Such a check runs after the last batch was read. Its other expressions see a frame with one row per record: `source`,
    `line`, `record` and the key columns. They may use windows (`pl.len().over("doi_key")`). They may also use `new`, which is
    false for the records of earlier runs in an index.

    `keys`: the key columns, as expressions over the records frame.
    `group_by`: the key column by which all windows group. Rows whose value is null, and groups of fewer than `min_rows`
    rows, are skipped.
    `frames`: a function that returns the frames, if no single key column groups the rows. Its arguments are an exchange of
    keys (`checks.exchange`), the number of rows, and the names of the key columns.
    `yields_to`: codes of rules with the same `frames`. The check does not report a record that one of them reports.
    """

    keys: Mapping[str, pl.Expr]
    group_by: str | None = None
    min_rows: int = 1
    frames: Callable[[Exchange, int, Sequence[str]], Iterable[pl.DataFrame]] | None = None
    yields_to: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Which findings of a check have the same cause, so that one finding represents them all.

    `alike`: two String expressions, the relation and the other source. Findings of one rule and source with equal values of
    both are folded if there are more than `duplicates.groups.REPORTED_SINGLY` of them. If either is null, the finding is
    never folded. Sources are compared by name, so that a folder of files counts as one source.
    `absent`: column names. If no record of a source fills any of them, the source's findings are folded
    (`engine.folding.absent`).
    `common`: findings are folded if most records of a source have the same problem, or if they report the same value. The
    check reports each record at most once (`engine.folding.common`).
    """

    alike: tuple[pl.Expr, pl.Expr] | None = None
    absent: tuple[str, ...] = ()
    common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One way to violate a rule, in one field, as Polars expressions over the records frame.

    The expressions may use the contract's columns and the normal forms of `checks.normal_forms`. The check of a rule that
    needs the reader runs over the contract's defects frame instead. Its `field` is `*`, because each row names its field.

    `violates`: Boolean; null counts as false. It is not evaluated if the field is empty, unless `scan.on_empty` is true.
    `when`: Boolean, true for the records that the check looks at. `undecided`: Boolean, true for the records that lack data;
    they neither violate nor conform.
    `message`: one clause without a period, with the offending value in backticks. `value`: String, the current value; by
    default that of the field. `evidence`: names and expressions, shown as one JSON object. `severity`: String expression, if
    the severity depends on the record.
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
        """The key columns; empty for a check of single records."""
        return self.across.keys if self.across else {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One problem that records can have. The decorator `rule` creates it, and `checks.catalogue` finds it.

    A pickled rule contains only its code. Unpickling and copying return the rule of the catalogue.
    """

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
        """The letters of the code, such as `DOI` for `DOI001`."""
        return self.code.rstrip("0123456789")

    @property
    def summary(self) -> str:
        """The first sentence of the rule's page."""
        return self.document.split("\n\n", 1)[0].replace("\n", " ").strip()

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The page's sections except the summary: heading to Markdown text."""
        parts = re.split(r"^## (.+)$", self.document, flags=re.MULTILINE)
        return {parts[i].strip(): parts[i + 1].strip() for i in range(1, len(parts), 2)}

    def checks(self, **options: Any) -> tuple[Check, ...]:
        """Return the rule's checks, built with these options.

        Raises:
            TypeError: the rule does not have one of the options.

        """
        return tuple(self.build(**options))


RuleCheck: TypeAlias = tuple[Rule, Check]
"""A rule and one of its checks."""


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

    The rule's name comes from the function's name, its options are the function's keyword-only parameters, and its page is
    the docstring of the module. `bad` and `good` are the examples on the page, and they are tested. Each is one record, as
    JSON in the plain format, or a sequence of records if the rule compares records. A record `{"__text__": "..."}` is raw
    text, for rules about reading. `opt_in`: the rule is off unless the user selects it. `traits`: see `Trait`.
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
