"""What the reference tables say of a value: whose an ISSN is, and who registered a DOI prefix.

The tables lie in `seeds/reference`; a user's own, added or fetched, lie in the folder that `user_folder` names and
go before them. Each is read when the first batch asks for it, and not at all where no record has such a value.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from scholint import seeds
from scholint.checks.journal_title import (
    SAME_BEGINNING,
    SHARES_WORD,
    WORD_OVERLAP,
    judge,
    paired,
    related_names,
    title_key,
)
from scholint.seeds.public_lists import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INSTALLED = Path(next(iter(seeds.__path__))) / "reference"
OWN = " (own)"
"""What the names of the user's own tables end in, where they are listed beside those installed."""
REMEDY = "add or update a table anew"
_ANOTHER_FOLDER = "set SCHOLINT_REFERENCE to a folder"
Names = pl.List(pl.String)
_Read = TypeVar("_Read")
# From this share of common words on, two names are spellings of one, or a former and a later title.
_NEAR = 0.65
# Up to this many keys, reading their rows alone is quicker than reading the table.
_FEW = 50


class TableError(ValueError):
    """A reference table that cannot be read, fetched or added; the message is one sentence for the user."""

    def __init__(self, sentence: str) -> None:
        # Raised inside an expression, it is raised anew by Polars with the whole expression behind the sentence.
        super().__init__(sentence.partition("\n")[0])


def user_folder() -> Path:
    """Return the folder of the user's own tables: `SCHOLINT_REFERENCE`, else by the XDG base directories.

    Raises:
        TableError: no folder is named, and the user has no home.

    """
    try:
        if chosen := os.environ.get("SCHOLINT_REFERENCE"):
            return Path(chosen).expanduser()
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    except RuntimeError:
        raise TableError(f"there is no home folder to keep tables in, {_ANOTHER_FOLDER}") from None
    return Path(home) / "scholint" / "reference"


def folders() -> list[Path]:
    """Return the folders with tables, those installed first; a user without a home has no own.

    Raises:
        TableError: what is named as the user's folder is something else.

    """
    try:
        own = user_folder()
    except TableError:
        return [INSTALLED]
    # Unlike Path.exists, this is false below a folder that may not be looked into.
    if os.path.exists(own) and not own.is_dir():  # noqa: PTH110
        raise TableError(f"{own}, where your own tables should lie, is not a folder; {_ANOTHER_FOLDER}")
    return [INSTALLED, own]


def manifest() -> dict[str, dict[str, Any]]:
    """Return what each table is: `rows`, `as_of`, `what`, `sources`, `licence`, `path`; the user's own last.

    Raises:
        TableError: a manifest cannot be read.

    """
    found = {}
    for folder in folders():
        for name, facts in read_facts(folder / "manifest.json").items():
            own = name if folder == INSTALLED else f"{name}{OWN}"
            found[own] = {**facts, "path": str(folder / f"{name}.parquet")}
    return found


def read_facts(path: Path) -> dict[str, dict[str, Any]]:
    """Return a JSON file of names and the facts about each; nothing where there is no such file.

    Raises:
        TableError: the file cannot be read, or lacks facts that every table has.

    """
    # Unlike Path.exists, this is false below a folder that may not be looked into.
    return _read(path, _facts) if os.path.isfile(path) else {}  # noqa: PTH113


def _facts(path: Path) -> dict[str, dict[str, Any]]:
    read: Any = json.loads(path.read_text("utf-8"))
    entries = list(read.values()) if isinstance(read, dict) else [None]
    if not all(isinstance(facts, dict) and _FACTS.items() <= _types(facts).items() for facts in entries):
        raise ValueError(f"each table needs {', '.join(_FACTS)}")
    return dict(read)


def _types(facts: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in facts.items()}


_FACTS: dict[str, type] = {"rows": int, "as_of": str, "what": str, "licence": str}


def as_of(name: str) -> str:
    """Return the date of the newest table of this name."""
    return max(str(facts["as_of"]) for own, facts in manifest().items() if own.split(" ")[0] == name)


def titles_of_issn(issn: pl.Expr) -> pl.Expr:
    """List(String): every title that the tables know for an ISSN (NNNN-NNNC); null where they do not know it."""
    return _looked_up(issn, "journals", "titles")


def publisher_of_issn(issn: pl.Expr) -> pl.Expr:
    """List(String) of one: the publisher that the tables give for an ISSN; null where they know none."""
    return _looked_up(issn, "journals", "publisher")


def issns_of_title(name: pl.Expr) -> pl.Expr:
    """List(String): the ISSNs (NNNN-NNNC) whose journals the tables call so; null where they know none."""
    return name.map_batches(_issns_by_title, return_dtype=Names, is_elementwise=True)


def _issns_by_title(names: pl.Series) -> pl.Series:
    if names.null_count() == names.len():
        return pl.Series(names.name, [None] * names.len(), Names)
    # The key is made once a name, since records of one journal share it.
    asked = names.alias("name").to_frame()
    keyed = asked.unique().drop_nulls().with_columns(key=title_key(pl.col("name")))
    found = (
        keyed.filter(pl.col("key") != "")
        .join(_title_keys(), on="key")
        .group_by("name")
        .agg(issns=_issn(pl.col("issn")).unique().sort())
    )
    return asked.join(found, on="name", how="left", maintain_order="left")["issns"].alias(names.name)


@cache
def _title_keys() -> pl.DataFrame:
    """Return what `title_keys` makes of the tables; where they come with it, as they do when installed, it is read."""
    keys = [_titles_beside(path) for path in _paths("journals")]
    return keys[0] if len(keys) == 1 else pl.concat(keys).unique()


def _titles_beside(path: Path) -> pl.DataFrame:
    kept = path.with_name("titles.parquet")
    _refuse_changed(kept)
    if not kept.exists():
        return title_keys(_read(path, pl.read_parquet))
    return _read(kept, pl.read_parquet)


def title_keys(journals: pl.DataFrame) -> pl.DataFrame:
    """Return `key` (String, as `title_key` makes it) of every title of a table of journals, and `issn` (UInt32).

    Making the keys takes seconds, so they are kept beside the table, as `titles.parquet`, sorted by key.
    """
    titles = journals.select("issn", title=pl.col("titles").str.split(SEPARATOR))
    each = titles.explode("title", empty_as_null=True).select(key=title_key(pl.col("title")), issn="issn")
    return each.filter(pl.col("key") != "").unique().sort("key", "issn")


def _issn(number: pl.Expr) -> pl.Expr:
    """String: the seven digits of an ISSN (UInt32) with hyphen and check digit (ISO 3297: weights 8 to 2, modulo 11)."""
    total = pl.sum_horizontal(number // 10 ** (6 - i) % 10 * (8 - i) for i in range(7)).cast(pl.Int64)
    check = ((11 - total % 11) % 11).cast(pl.String).replace("10", "X")
    digits = number.cast(pl.String).str.zfill(7)
    return pl.concat_str(digits.str.slice(0, 4), pl.lit("-"), digits.str.slice(4), check)


def registrants(prefix: pl.Expr) -> pl.Expr:
    """List(String): the registrants of a DOI prefix, none where only its assignment is known; null where unknown."""
    return _looked_up(prefix, "prefixes", "registrants")


def journals_of_house(publisher: pl.Expr) -> pl.Expr:
    """UInt32: how many ISSNs the tables give to a publisher (String, spelled as `publisher_of_issn` spells it)."""
    return publisher.map_batches(_house_sizes, return_dtype=pl.UInt32, is_elementwise=True)


def _house_sizes(publishers: pl.Series) -> pl.Series:
    if publishers.null_count() == publishers.len():
        return pl.Series(publishers.name, [None] * publishers.len(), pl.UInt32)
    sizes = table("journals").group_by("publisher").agg(size=pl.len())
    asked = publishers.alias("publisher").to_frame()
    return asked.join(sizes, on="publisher", how="left", maintain_order="left")["size"].alias(publishers.name)


def same_serial(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: two ISSNs (NNNN-NNNC) are of one serial, as print and online are: they share a title, or it is akin.

    False where the tables do not know one of them.
    """
    first = titles_of_issn(one)
    kin = kinship(first.list.first(), other).is_in(["same", "akin", "related"])
    keys = [titles.list.eval(title_key(pl.element())) for titles in (first, titles_of_issn(other))]
    shared = keys[0].list.set_intersection(keys[1]).list.len() > 0
    return (kin | shared).fill_null(value=False)


def kinship(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """String: how a journal's name (String) stands to the titles that the tables know for an ISSN (NNNN-NNNC).

    `same`: it is one of them. `another`: the tables know it as a journal of another publisher. `akin`: that too,
    yet it shares a telling word with them. `related`: it only shares such a word, or most words. `known`: the tables know it as
    another journal. `different`: none of these. Null where name or titles are unknown.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    # A Python call a batch: records of one journal share the answer, and few names need more than a look at the titles.
    # Not element-wise, since each of the pieces would compile all patterns anew; and so not for windows, group by group.
    return pair.map_batches(_kinship, return_dtype=pl.String)


def named_elsewhere(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """Boolean: the tables call other ISSNs than this one (NNNN-NNNC) so, of which a journal has two; null where unknown.

    One look into the index of titles, which spares most names the comparison that `kinship` makes.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    return pair.map_batches(_named_elsewhere, return_dtype=pl.Boolean)


def _named_elsewhere(pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    names = frame.select("name").drop_nulls().unique().with_columns(part=pl.col("name").str.split("="))
    if names.is_empty():
        return pl.Series(pairs.name, [None] * pairs.len(), pl.Boolean)
    parts = names.explode("part", empty_as_null=True).select("name", key=title_key(pl.col("part")))
    known = parts.join(_title_keys(), on="key").group_by("name").agg(issns="issn")
    asked = frame.join(known, on="name", how="left", maintain_order="left")
    return (
        asked.select(~pl.col("issns").list.contains(_issn_key(pl.col("issn")))).to_series().alias(pairs.name)
    )


def _kinship(pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    known = frame.drop_nulls().unique().with_row_index()
    if known.is_empty():
        return pl.Series(pairs.name, [None] * pairs.len(), pl.String)
    answered = known.with_columns(_kin(known).alias("kin"))
    return frame.join(answered, on=["name", "issn"], how="left", maintain_order="left")["kin"].alias(
        pairs.name
    )


def _kin(asked: pl.DataFrame) -> pl.Series:
    one = asked.with_columns(
        titles=titles_of_issn(pl.col("issn")), publisher=publisher_of_issn(pl.col("issn"))
    ).filter(pl.col("titles").list.len() > 0)
    listed = one.explode("titles", empty_as_null=True).filter(pl.col("titles").is_not_null())
    exact = listed.filter(pl.col("name").str.to_lowercase() == pl.col("titles").str.to_lowercase())["index"]
    if exact.n_unique() == one.height:
        return asked.select(pl.when(pl.col("index").is_in(exact.implode())).then(pl.lit("same"))).to_series()
    listed = paired(
        listed.filter(~pl.col("index").is_in(exact.implode())).select("index", one="name", other="titles")
    )
    same = pl.concat([exact, listed.filter(judge(listed))["index"]])
    rest = one.filter(~pl.col("index").is_in(same.implode()))
    listed = listed.filter(~pl.col("index").is_in(same.implode()))
    related = listed.filter(SHARES_WORD)["index"]
    near = listed.filter((WORD_OVERLAP >= _NEAR) | SAME_BEGINNING)["index"]
    another, known_too = _known_elsewhere(rest) if rest.height else (rest["index"], rest["index"])
    kin = (
        pl.when(pl.col("index").is_in(same.implode()))
        .then(pl.lit("same"))
        .when(pl.col("index").is_in(near.implode()))
        .then(pl.lit("related"))
        .when(pl.col("index").is_in(another.implode()) & pl.col("index").is_in(related.implode()))
        .then(pl.lit("akin"))
        .when(pl.col("index").is_in(another.implode()))
        .then(pl.lit("another"))
        .when(pl.col("index").is_in(related.implode()))
        .then(pl.lit("related"))
        .when(pl.col("index").is_in(known_too.implode()))
        .then(pl.lit("known"))
        .when(pl.col("index").is_in(rest["index"].implode()))
        .then(pl.lit("different"))
    )
    return asked.select(kin).to_series()


def _known_elsewhere(asked: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return the `index` of those rows whose `name` the tables know, first those known of other publishers alone.

    Of parallel titles (`A = B`) each counts.
    """
    names = (
        asked.select("index", pl.col("name").str.split("="), theirs=pl.col("publisher").list.first())
        .explode("name", empty_as_null=True)
        .with_columns(key=title_key(pl.col("name")))
    )
    known = names.join(_title_keys(), on="key").join(_keyed("journals"), left_on="issn", right_on="key")
    # Once for every house: patterns take longer to compile than to match.
    keys = house_keys(known["theirs"], known["publisher"])
    found = known.join(keys, left_on="theirs", right_on="house", how="left", suffix=" theirs")
    found = found.join(keys, left_on="publisher", right_on="house", how="left", suffix=" publisher")
    theirs, publisher = pl.col("key theirs"), pl.col("key publisher")
    apart = (theirs != "") & (publisher != "") & (theirs != publisher)
    judged = found.group_by("index").agg(apart=apart.all())
    return judged.filter("apart")["index"], judged["index"]


def house_key(publisher: pl.Expr) -> pl.Expr:
    """String: a key of the publishing house; houses that merged share it, since tables differ in when they looked."""
    key = title_key(publisher)
    for names in _MERGED:
        key = key.str.replace(f"^.*(?:{names}).*$", names)
    return key


def house_keys(*houses: pl.Series) -> pl.DataFrame:
    """Return every publisher of these once, as `house`, with its `key`, as `house_key` makes it."""
    each = pl.concat(houses).unique().to_frame("house")
    return each.lazy().with_columns(key=house_key(pl.col("house"))).collect()


def related_houses(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, null where either is null: two publishers' names (String) share a word that is not any publisher's."""
    return related_names(*(name.str.replace_all(_HOUSE_WORDS, " ") for name in (one, other)))


# They stand in the names of unrelated publishers.
_HOUSE_WORDS = r"(?i)\b(?:press|publish\w*|publications?|verlag|institut\w*|academ\w*|college|group|limited|center|centre|research)\b"


_MERGED = (
    "wiley|blackwell|munksgaard",
    "springer|kluweracademic|biomedcentral|naturepublishing|palgrave|plenum|birkhauser",
    "taylorfrancis|informa|routledge|gordonbreach|dove",
    "elsevier|academicpress|pergamon|cellpress|northholland",
)


@cache
def table(name: str) -> pl.DataFrame:
    """Return a table by its key: the user's own rows, then those installed.

    Raises:
        TableError: one of the two cannot be read.

    """
    frames = [read_table(path, name) for path in _paths(name)]
    if len(frames) == 1:
        return frames[0]
    return pl.concat(frames).unique(next(iter(SCHEMAS[name])), keep="first", maintain_order=True)


# The columns of each table; the first is the key.
SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "journals": {"issn": pl.UInt32, "titles": pl.String, "publisher": pl.String},
    "prefixes": {"prefix": pl.String, "registrants": pl.String},
}


def read_table(path: Path, name: str, keys: list[Any] | None = None) -> pl.DataFrame:
    """Return a compiled table from its file, with the columns of `SCHEMAS`; of some keys, without reading it whole.

    Raises:
        TableError: the file cannot be read, or holds something else.

    """

    def read(path: Path) -> pl.DataFrame:
        frame = pl.scan_parquet(path, glob=False)
        if frame.collect_schema() != SCHEMAS[name]:
            raise ValueError(f"its columns are not {', '.join(SCHEMAS[name])}")
        wanted = frame.select(SCHEMAS[name].keys())
        return (wanted if keys is None else wanted.filter(pl.nth(0).is_in(keys))).collect()

    return _read(path, read)


def _paths(name: str) -> list[Path]:
    paths = [folder / f"{name}.parquet" for folder in reversed(folders())]
    for path in paths:
        _refuse_changed(path)
    return [path for path in paths if os.path.isfile(path)]  # noqa: PTH113


@cache
def _refuse_changed(path: Path) -> None:
    """Refuse a user's table that is not as it was written, though it may parse, is gone, or is known to no manifest.

    Those installed are not asked.
    """
    if path.parent == INSTALLED:
        return
    facts = read_facts(path.with_name("manifest.json")).get(path.stem)
    if facts is None:
        refuse_unknown(path)
    elif not is_untouched(path, facts) and (sentence := fault(path, facts, REMEDY)):
        raise TableError(sentence)


def refuse_unknown(path: Path) -> None:
    """Refuse a table that lies there and that the manifest beside it does not name.

    Raises:
        TableError: there is such a file.

    """
    if os.path.isfile(path):  # noqa: PTH113
        raise TableError(f"no manifest names the reference table {path}; take the file away, or {REMEDY}")


def is_untouched(path: Path, facts: Mapping[str, Any]) -> bool:
    """Tell whether a table's file has the size, and the time of its last change, that it was written with.

    This spares a run to hash the file; where it is false, the file may be a copy.
    """
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (facts.get("bytes"), facts.get("changed"))


def fault(path: Path, facts: Mapping[str, Any], remedy: str) -> str | None:
    """Return what is wrong with a table's file and what helps; None where it is as it was written.

    The file is not parsed: of bytes that changed, Parquet reads most as other facts.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot read the reference table {path} ({error.strerror or error}); {remedy}"
    if facts.get("sha256", digest) == digest:
        return None
    return f"the reference table {path} is not as it was written; {remedy}"


def _read(path: Path, read: Callable[[Path], _Read]) -> _Read:
    try:
        return read(path)
    # Of bytes that changed inside a file the parser makes anything, and at times it panics.
    except (OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TableError(
            f"cannot read the reference table {path} ({first}); take the file away, or add or update a table anew"
        ) from None


def _looked_up(value: pl.Expr, name: str, column: str) -> pl.Expr:
    # A Python call a batch, since the table must not be read before a record asks for it.
    return value.map_batches(_lookup(name, column), return_dtype=Names, is_elementwise=True)


def _lookup(name: str, column: str) -> Callable[[pl.Series], pl.Series]:
    def look(values: pl.Series) -> pl.Series:
        if values.null_count() == values.len():
            return pl.Series(values.name, [None] * values.len(), Names)
        asked = values.to_frame("asked")
        key = pl.col("asked") if name == "prefixes" else _issn_key(pl.col("asked"))
        once = asked.drop_nulls().unique().with_columns(key=key)
        found = once.join(_rows_of(name, once["key"]), on="key").select("asked", _listed(column))
        return asked.join(found, on="asked", how="left", maintain_order="left")[column].alias(values.name)

    return look


def _rows_of(name: str, keys: pl.Series) -> pl.DataFrame:
    """Return the table's rows of these keys, as `key` and its other columns; of few keys without the whole table."""
    if keys.len() > _FEW or table.cache_info().currsize:
        return _keyed(name)
    found = pl.concat(read_table(path, name, keys.to_list()) for path in _paths(name))
    return found.rename({found.columns[0]: "key"}).unique("key", keep="first", maintain_order=True)


def _listed(column: str) -> pl.Expr:
    text = pl.col(column)
    return pl.when(text == "").then(pl.lit([], Names)).otherwise(text.str.split(SEPARATOR)).alias(column)


@cache
def _keyed(name: str) -> pl.DataFrame:
    return table(name).rename({table(name).columns[0]: "key"})


def _issn_key(issn: pl.Expr) -> pl.Expr:
    return issn.str.extract(r"^([0-9]{4}-[0-9]{3})[0-9Xx]$", 1).str.replace("-", "").cast(pl.UInt32)
