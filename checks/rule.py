"""The declaration of a rule: the one place from which its code, page, check, fix and text come."""

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
"""How the names of key columns begin that a run needs of its own records alone; no index keeps them."""

Severity: TypeAlias = Literal["error", "warning", "info"]
Need: TypeAlias = Literal["reader", "batch", "reference", "registry"]
Record: TypeAlias = Mapping[str, Any]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SECTIONS = ("Why it matters", "How to fix", "Fix safety", "What is not flagged", "References")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What would mend a violation.

    `value`: String expression, the field's new content (for a list column: the item's); null where
    there is no proposal. For a list column also a List(String) expression: the items that take the one's place. `safe`: the meaning cannot change. `field`: another field than the check's.
    `removes`: Boolean, the records that the fix takes out as a whole; `value` is then null, as where it is false.
    """

    value: pl.Expr
    safe: bool | pl.Expr = False
    field: str | None = None
    removes: pl.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One way to violate a rule, in one field, as Polars expressions over the records frame.

    The expressions may name the contract's columns and the normal forms of `checks.normal_forms`.
    A check with `keys` is judged after the whole batch was read: its other expressions run over a
    frame that holds one row a record with `source`, `line`, `record` and those key columns, and may use
    windows (`pl.len().over("doi_key")`). They may also name `new`: false for what an index knew before this run.
    `over`: the key column within whose values all windows stay; rows without a value in it, or whose value fewer
    than `least` rows share, are not looked at closer. `prepare`: makes the frames itself, where no single column brings
    together what belongs together: from an exchange of keys (`checks.grouping`), the number of rows, and the names of
    the key columns. `behind`: codes of rules with the same `prepare`; of a record that one of them tells, this check
    says nothing. `folds`: two String expressions: what is said, and of which source; of findings of one rule and source
    that agree in both, only the first is told, with their number, once they are more than `clusters.FOLDED`; null never
    folds. Sources go by the names under which they are counted here, so that a folder of files is one.

    The check of a rule that needs the reader runs over the contract's defects frame instead; its `field` is
    `*`, since the frame says which.

    `each`: where the field is a list, the check tells of the first wrong entry, and would of any other in its place; to
    mend them, all are told (`checks.entries`).

    A check is not asked where its field is empty (null, an empty text or list), unless it says `blank`.

    `glance`: a pattern (Rust's syntax) that the field's text, or an item of its list, matches wherever the check violates:
    one look for the patterns of all checks of a field spares most records the rest. Or a cheap Boolean expression that is
    true there.

    `violates`: Boolean; null counts as false. `undecided`: Boolean, true where no verdict is possible;
    such a record neither violates nor conforms. `when`: Boolean, the records that the check looks at.
    `message`: one clause, the offending value in backticks, no full stop. `value`: String, what stands
    there. `evidence`: names to expressions, shown as one JSON object.
    `once_without`: columns; in a source of which no record fills any of them, the findings are told once (`checks.absence`).
    `habit`: a record has one finding of the check at most, and those of a source that say the same of most of its
    records, or of one value, are told once (`checks.habits`).
    `severity`: String expression, where it depends on the record. `derived`: columns of the rule's own that the other
    expressions (but `when`) name, each computed once, in steps that build on each other; of a check with keys, for the
    rows that share something alone. Their names begin with the rule's code where records are judged one by one.
    """

    field: str
    violates: pl.Expr
    message: pl.Expr | str
    value: pl.Expr | None = None
    evidence: Mapping[str, pl.Expr] = dataclasses.field(default_factory=dict)
    fix: Fix | None = None
    undecided: pl.Expr | None = None
    when: pl.Expr | None = None
    severity: pl.Expr | None = None
    keys: Mapping[str, pl.Expr] = dataclasses.field(default_factory=dict)
    over: str | None = None
    least: int = 1
    prepare: Callable[[Exchange, int, Sequence[str]], Iterable[pl.DataFrame]] | None = None
    behind: Sequence[str] = ()
    derived: Sequence[Mapping[str, pl.Expr]] = ()
    folds: tuple[pl.Expr, pl.Expr] | None = None
    blank: bool = False
    each: bool = False
    habit: bool = False
    once_without: tuple[str, ...] = ()
    glance: str | pl.Expr | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One thing that can be wrong. Made by the `rule` decorator, found by `checks.catalogue`."""

    code: str
    name: str
    severity: Severity
    fields: tuple[str, ...]
    since: str
    needs: tuple[Need, ...]
    bad: tuple[Record, ...]
    good: tuple[Record, ...]
    opt_in: bool
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
        """Return the rule's checks; a rule of the reader has none, the reader reports it.

        Raises:
            TypeError: an option that the rule does not have.

        """
        return tuple(self.build(**options))


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
) -> Callable[[Callable[..., Check | Sequence[Check]]], Rule]:
    """Declare a rule: decorate the function that returns its checks.

    The function's name gives the rule's name, its keyword-only parameters are the rule's options, and
    its module's docstring is the rule's page. `bad` and `good` are the page's examples and are tested:
    a record as JSON in the plain format, or a sequence of records where the rule looks at a batch.
    A record `{"__text__": "..."}` stands for raw bytes, for rules about reading.
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
            document=inspect.cleandoc(sys.modules[function.__module__].__doc__ or ""),
            options={p.name: p.default for p in parameters},
            build=build,
        )

    return declare


def _records(example: Record | Sequence[Record]) -> tuple[Record, ...]:
    return (example,) if isinstance(example, Mapping) else tuple(example)
