r"""The paths of a format's columns, and the parser schema and Polars expressions that are made from them.

The shipped formats and the formats of users have the same path syntax:

| path | value |
|---|---|
| `a.b` | `b` in the object `a` |
| `a[0].b` | `b` in the first item of the list `a` |
| `a[kind=x].b` | `b` in the first item of `a` whose `kind` is `x` |
| `a[].b` | a list with `b` of every item of `a` |
| `a[]: {given} {family} \| {name}` | a list of texts composed of the fields of each item; the first non-empty template |
| `a as date-parts` | a date: `[2006, 2, 27]` becomes `2006-02-27` |
| `a as inverted-index` | the text of OpenAlex's index of words and their positions |
| `a split ;` | a list: the text split at the separator |

A column has one path, a list of paths (the first path with a value is used), or `{ all = [paths] }` (a list column
with the values of all paths).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_STEP = re.compile(r"([^.\[\]]+)|\[(\d*|[^\]=]+=[^\]]*)\]")
_FIELD = re.compile(r"\{([^}]+)\}")
# A word with its positions, in the JSON text that Polars returns for an inverted index. Polars does not escape
# quotation marks in keys.
_WORD = r'(?s)".*?": \[[\d, ]*\]'


class PathError(ValueError):
    """A path is not valid. The message contains the path."""


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path.

    - `text`: the path as it is written.
    - `steps`: pairs. The first part is `key` or `item`. For `key`, the second part is the key. For `item`, it is an
      index, `*`, or `key=value`.
    - `templates`: lists of fields that a text is composed of. The first non-empty one is used.
    - `way`: `date-parts`, `inverted-index`, or empty.
    - `separator`: where the text is split into a list, or empty.
    """

    text: str
    steps: tuple[tuple[str, str], ...]
    templates: tuple[tuple[str, ...], ...] = ()
    way: str = ""
    separator: str = ""

    @property
    def many(self) -> bool:
        """True if the value of the path is a list."""
        return ("item", "*") in self.steps or bool(self.separator)

    @property
    def root(self) -> str:
        """The top-level key that the path begins with."""
        return self.steps[0][1]


def parse(text: str) -> Path:
    """Parse a path.

    Raises:
        PathError: The path does not have the syntax above.

    """
    head, _, template = text.partition(": ")
    head, _, way = head.partition(" as ")
    head, _, separator = head.partition(" split ")
    steps: list[tuple[str, str]] = []
    position = 0
    for match in _STEP.finditer(head):
        # There is something other than a period between two steps.
        if head[position : match.start()].strip("."):
            break
        key, item = match.groups()
        steps.append(("key", key) if key is not None else ("item", "*" if item == "" else item))
        position = match.end()
    if (
        not steps
        or steps[0][0] != "key"
        or position != len(head)
        or way not in ("", "date-parts", "inverted-index")
    ):
        raise PathError(
            f"invalid path `{text}`, expected for example `a.b`, `a[0]`, `a[].b`, `a[]: {{b}} {{c}}`"
        )
    templates = tuple(tuple(_FIELD.findall(part)) for part in template.split("|")) if template else ()
    return Path(text, tuple(steps), templates, way, separator.strip())


def schema(paths: Iterable[Path]) -> dict[str, pl.DataType]:
    """Return the Polars schema that contains everything the paths lead to: top-level key to dtype.

    The end of a path has the dtype String. If the value is an object or a list, Polars returns its JSON text.
    """
    tree: dict[str, Any] = {}
    for path in paths:
        node = tree
        for kind, name in path.steps:
            node = node.setdefault("[]" if kind == "item" else name, {})
            # The key of a condition must be in the schema, too.
            if kind == "item" and "=" in name:
                node.setdefault(name.partition("=")[0], {})
        for field in (f for template in path.templates for f in template):
            node.setdefault(field, {})
        if path.way == "date-parts":
            node.setdefault("[]", {})
    return {key: _dtype(node) for key, node in tree.items()}


def expression(paths: Sequence[Path], *, many: bool, merged: bool) -> pl.Expr:
    """Return an expression for a column: String, or List(String) if `many`.

    It is the value of the first path that has one. If `merged`, it is a list of the values of all paths.
    """
    found = [_value(path) for path in paths]
    if not many:
        # An empty text is used only if no later path has a value.
        return (
            pl.coalesce([e.replace("", None) for e in found[:-1]] + found[-1:])
            if len(found) > 1
            else found[0]
        )
    lists = [
        e.list.drop_nulls() if path.many else pl.concat_list(e).list.drop_nulls()
        for e, path in zip(found, paths, strict=True)
    ]
    if merged:
        return pl.concat_list([e.fill_null([]) for e in lists]).list.unique(maintain_order=True)
    return pl.coalesce([*(pl.when(e.list.len() > 0).then(e) for e in lists[:-1]), *lists[-1:]])


def _dtype(node: Mapping[str, Any]) -> pl.DataType:
    # This is the end of a path.
    if not node:
        return pl.String()
    if "[]" in node:
        return pl.List(_dtype(node["[]"]))
    return pl.Struct({name: _dtype(child) for name, child in node.items()})


def _value(path: Path) -> pl.Expr:
    value = _walk(pl.col(path.root), path.steps[1:], path.templates)
    if path.separator:
        return (
            value.str.split(path.separator)
            .list.eval(pl.element().str.strip_chars())
            .list.eval(pl.element().filter(pl.element() != ""))
        )
    if path.way == "date-parts":
        return _date(value)
    if path.way == "inverted-index":
        return value.map_batches(_running_text, return_dtype=pl.String)
    return value


def _walk(value: pl.Expr, steps: Sequence[tuple[str, str]], templates: Sequence[Sequence[str]]) -> pl.Expr:
    if not steps:
        return _text(value, templates) if templates else value
    (kind, name), rest = steps[0], steps[1:]
    if kind == "key":
        return _walk(value.struct.field(name), rest, templates)
    if name == "*":
        return value.list.eval(_walk(pl.element(), rest, templates))
    if "=" in name:
        key, _, wanted = name.partition("=")
        right = pl.element().filter(pl.element().struct.field(key).str.to_lowercase() == wanted.lower())
        return _walk(value.list.eval(right).list.first(), rest, templates)
    return _walk(value.list.get(int(name), null_on_oob=True), rest, templates)


def _text(item: pl.Expr, templates: Sequence[Sequence[str]]) -> pl.Expr:
    texts = [
        pl.concat_str(
            [item.struct.field(f) for f in fields], separator=" ", ignore_nulls=True
        ).str.strip_chars()
        for fields in templates
    ]
    return pl.coalesce([text.replace("", None) for text in texts])


def _date(parts: pl.Expr) -> pl.Expr:
    # The parts are numbers read as text, so leading zeros are missing.
    padded = parts.list.eval(pl.element().str.zfill(2).filter(pl.element().is_not_null()))
    return padded.list.join("-").replace("", None)


def _running_text(index: pl.Series) -> pl.Series:
    """Return the text of each inverted index (String), or null if it has no words.

    `index` (String): JSON objects from word to a list of positions. Polars writes a space after each colon.
    """
    rows = pl.DataFrame({"row": range(index.len()), "pair": index.str.extract_all(_WORD)})
    words = (
        rows.filter(pl.col("pair").list.len() > 0)
        .explode("pair")
        .with_columns(
            word=pl.col("pair").str.extract(r'(?s)^"(.*)": \['),
            at=pl.col("pair").str.extract(r"\[([\d, ]*)\]$").str.split(", "),
        )
        .explode("at")
        .with_columns(pl.col("at").cast(pl.Int32, strict=False))
        .sort("row", "at")
        .group_by("row", maintain_order=True)
        .agg(pl.col("word").str.join(" "))
    )
    # An index without words has no row here, and the column needs one for each record.
    joined = rows.select("row").join(words, on="row", how="left", maintain_order="left")
    return joined["word"].replace("", None)
