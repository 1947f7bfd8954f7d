"""Train the model that tells a paper's field and its journal's, from openly licensed labels.

    python seeds/train_field_model.py --journals journals.tsv.gz --articles journal_articles.jsonl.gz [--out FOLDER]

`--journals` has the columns `issn`, `title`, `title_variants` (with ` || ` between) and `subject_areas` (with `; `
between), of which only subjects with the prefix `CR:` (Crossref's own records) or `DOAJ:` are read. `--articles` are
JSON lines with `title`, `abstract`, `journal` and `issn` (a list). Needs the extra `train`. The texts are used to count
words by their hashes and are not kept; the output holds no text.

Few journals have an open label, so that labels are stretched in three steps: names with open labels teach the model of
names; it labels the journals of the articles; two models of texts, each trained on half of the journals, say of the
other half what is printed in them; names and contents together label the journals, and both models are trained anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import scipy.optimize
import sklearn
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from scholint.seeds import field_scoring as scoring

SEED = 20261124
OPEN = ("CR", "DOAJ")
# Of 100 journals: the first 80 train, the next 10 weigh the stack, the rest measure; thresholds come from both last.
TRAINING, DEVELOPMENT = 80, 90
TEST = 2
# Alarms allowed among true records.
# The first step of Adagrad.
RATE = 1.5
RATES = (0.01, 0.005, 0.001)
MANIFEST, WRITTEN = "manifest.json", (".npy", ".json", ".parquet")


def main() -> None:
    """Write the tables, `model.json`, `journal_fields.parquet` and `manifest.json`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--journals", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=scoring.HOME)
    parser.add_argument("--epochs", type=int, default=5)
    given = parser.parse_args()
    train(given.journals, given.articles, given.out, given.epochs)


@dataclass(frozen=True)
class Subjects:
    """What names of subjects mean: a pattern a field, and one for names of no field."""

    fields: dict[str, re.Pattern[str]]
    several: re.Pattern[str]

    @classmethod
    def read(cls) -> Subjects:
        """Read `subject_fields.toml`."""
        told = tomllib.loads((Path(__file__).parent / "subject_fields.toml").read_text("utf-8"))
        fields = {name: re.compile("|".join(parts)) for name, parts in told["fields"].items()}
        return cls(fields, re.compile("|".join(told["several"])))

    def shares(self, subjects: list[str]) -> np.ndarray[Any, Any] | None:
        """Return a share a field and last of `several`; null where no subject says anything."""
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
    """Return `issn`, `shares` (list of 24), `names` (list) and `source` of the journals with subjects so prefixed."""
    subjects = Subjects.read()
    table = pl.read_csv(path, separator="\t", quote_char=None, infer_schema_length=0)
    rows = []
    for issn, title, variants, areas in table.select(
        "issn", "title", "title_variants", "subject_areas"
    ).iter_rows():
        told = [a.partition(":") for a in (areas or "").split("; ")]
        chosen = [name for prefix, _, name in told if prefix in prefixes]
        shares = subjects.shares(chosen) if chosen else None
        if shares is not None:
            named = sorted({n.strip() for n in [title or "", *(variants or "").split(" || ")]} - {""})
            source = "DOAJ" if any(prefix == "DOAJ" for prefix, _, _ in told) else "Crossref"
            rows.append((issn, shares.tolist(), named, source))
    return pl.DataFrame(rows, ["issn", "shares", "names", "source"], orient="row")


def articles(path: Path, known: pl.DataFrame) -> pl.DataFrame:
    """Return the articles with `journal_id`, `part` (0 training, 1 development, 2 test) and `text`, `name`.

    Journals are one where they share an ISSN or a name; the part hangs on a hash of it, so that it never changes.
    """
    frame = pl.read_ndjson(path).filter(pl.col("journal").is_not_null())
    keyed = frame.with_columns(
        name=scoring.plain_names(pl.col("journal")),
        text=scoring.plain_texts(pl.col("title"), pl.col("abstract")),
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
    """Return the journals of `articles`: `journal_id`, its commonest `name`, `part`, and `issn` (list)."""
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
    """Return a sparse matrix of counts: a row a text, a column a bucket."""
    bits = scoring.TEXT_BITS if kind == "text" else scoring.NAME_BITS
    parts = []
    for chunk in (texts[i : i + scoring.CHUNK] for i in range(0, len(texts), scoring.CHUNK)):
        if kind == "text":
            buckets, rows = scoring.text_buckets(scoring.words(chunk))
        else:
            buckets, rows = scoring.name_buckets(chunk)
        ones = np.ones(len(rows), np.float32)
        parts.append(sparse.csr_matrix((ones, (rows, buckets)), shape=(len(chunk), 1 << bits)))
    return sparse.vstack(parts).tocsr()


def rarity(counts: Any) -> np.ndarray[Any, Any]:
    """Return the weight of each bucket: the logarithm of how rare it is; none where one text alone has it."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.where(seen < 2, 0, np.log((counts.shape[0] + 1) / (seen + 1))).astype(np.float32)  # noqa: PLR2004


def weighed(counts: Any, rare: np.ndarray[Any, Any]) -> Any:
    """Return the counts times rarity, each row divided by the root of its squared rarities, as `Linear` does."""
    size = np.sqrt(np.maximum(counts @ (rare**2), 1e-6))
    return (sparse.diags(1 / size) @ counts @ sparse.diags(rare)).tocsr().astype(np.float32)


def fitted_text(matrix: Any, target: Any, weight: Any, epochs: int) -> tuple[Any, Any]:
    """Return weights and bias of a softmax over the target's shares: Adagrad over small batches, stopped early."""
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
            probable = scoring.softmax(small @ weights[columns] + bias)
            error = (probable - target[rows]) * weight[rows][:, None] / len(rows)
            slope = np.asarray(small.T @ error)
            gathered[columns] += slope**2
            weights[columns] -= RATE * (1 - epoch / epochs) * slope / np.sqrt(gathered[columns])
            bias -= 0.05 * error.sum(0)
    return weights, bias


def fitted_names(matrix: Any, target: Any, weight: Any, damping: float = 5e-5) -> tuple[Any, Any]:
    """Return weights and bias of a softmax over the target's shares, with damped weights, by L-BFGS."""
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
    """Return a weight a row, so that rare fields count nearly as much as common ones."""
    return (target / (target.sum(0) + 1) ** 0.75).sum(1)


def packed(weights: Any, rare: Any) -> tuple[Any, Any]:
    """Return the table of int8 that `Linear` reads, and its scales."""
    whole = np.concatenate([weights * rare[:, None], (rare**2)[:, None]], 1)
    scale = np.abs(whole).max(0) / 127
    scale[:-1] = np.maximum(np.quantile(np.abs(whole[:, :-1]), 0.9999, axis=0) / 127, 1e-9)
    table = np.clip(np.rint(whole / scale), -127, 127).astype(np.int8)
    # `added` reads eight columns at once.
    return np.pad(table, ((0, 0), (0, -table.shape[1] % 8))), scale.astype(np.float32)


def train(journals: Path, article_file: Path, out: Path, epochs: int) -> None:
    """Train, and write everything into `out`."""
    corpus = Corpus.read(journals, article_file)
    labelled = stretched(corpus)
    out.mkdir(parents=True, exist_ok=True)
    facts = models(corpus, labelled, out, epochs)
    references(corpus.known, corpus.each, labelled, corpus.size).write_parquet(
        out / "journal_fields.parquet", compression="zstd", compression_level=19
    )
    stack(corpus, labelled, out, facts)
    parts = {"journals": corpus.each["part"].to_numpy(), "articles": corpus.frame["part"].to_numpy()}
    manifest = {
        "seed": SEED,
        "split": f"journals by hash: {TRAINING} % training, {DEVELOPMENT - TRAINING} % development, the rest test",
        **{name: [int((part == p).sum()) for p in (0, 1, TEST)] for name, part in parts.items()},
        "inputs": {p.name: digest(p) for p in (journals, article_file)},
        "files": {
            p.name: digest(p) for p in sorted(out.iterdir()) if p.suffix in WRITTEN and p.name != MANIFEST
        },
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
            "polars": pl.__version__,
        },
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


@dataclass(frozen=True)
class Corpus:
    """What is trained on.

    `known`: see `labels`. `frame`: see `articles`. `each`: the journals of the articles. `told`: their open labels,
    zero where they have none. `names`, `shares`: names with open labels, without those of held-out journals. `texts`:
    the articles' buckets, weighed by `rare`. `members`: journals by articles, 1 where the article is the journal's.
    """

    known: pl.DataFrame
    frame: pl.DataFrame
    each: pl.DataFrame
    told: Any
    names: pl.Series
    shares: Any
    texts: Any
    rare: Any
    members: Any

    @classmethod
    def read(cls, journals: Path, article_file: Path) -> Corpus:
        """Read both files, and count words."""
        known = labels(journals)
        frame = articles(article_file, known)
        each = journals_of_articles(frame)
        told = _told(each, by_issn(known))
        told /= np.maximum(told.sum(1, keepdims=True), 1e-9)
        hidden = each.filter(pl.col("part") > 0)
        hidden_issns = hidden["issn"].explode(empty_as_null=True).drop_nulls()
        listed = (
            known.filter(~pl.col("issn").is_in(hidden_issns.implode()))
            .explode("names", empty_as_null=True)
            .drop_nulls("names")
            .with_columns(plain=scoring.plain_names(pl.col("names")))
            .unique(["issn", "plain"], maintain_order=True)
            .filter(
                ~pl.col("plain").is_in(hidden["name"].implode()) & (pl.col("plain").str.len_bytes() > 3)  # noqa: PLR2004 - an acronym teaches nothing
            )
        )
        counts = counted(frame["text"], "text")
        rare = rarity(counts[frame["part"].to_numpy() == 0])
        ids = frame["journal_id"].to_numpy()
        ones = np.ones(len(ids), np.float32)
        members = sparse.csr_matrix((ones, (ids, np.arange(len(ids)))), shape=(each.height, len(ids)))
        shares = np.array(listed["shares"].to_list(), np.float32)
        return cls(known, frame, each, told, listed["plain"], shares, weighed(counts, rare), rare, members)

    @property
    def ids(self) -> Any:
        """The journal of each article."""
        return self.frame["journal_id"].to_numpy()

    @property
    def training(self) -> Any:
        """Whether each article may teach."""
        return self.frame["part"].to_numpy() == 0

    @property
    def size(self) -> Any:
        """How many articles each journal has."""
        return np.asarray(self.members.sum(1)).ravel()


def stretched(corpus: Corpus) -> Any:
    """Return labels of the articles' journals, last of `several`: by open labels, by names, and by what they print."""
    counts = counted(corpus.names, "names")
    rare = rarity(counts)
    weights, bias = fitted_names(weighed(counts, rare), corpus.shares, balance(corpus.shares), 1e-4)
    own = weighed(counted(corpus.each["name"], "names"), rare)
    guessed = scoring.softmax(own @ weights + bias)
    has = corpus.told.sum(1, keepdims=True) > 0
    first = np.where(has, 0.7 * corpus.told + 0.3 * guessed, guessed).astype(np.float32)
    fold = np.random.default_rng(SEED).permutation(corpus.each.height) % 2
    seen = np.zeros((len(corpus.ids), first.shape[1] - 1), np.float32)
    prior = np.ones(seen.shape[1], np.float32)
    for half in (0, 1):
        mine = np.flatnonzero(corpus.training & (fold[corpus.ids] == half))
        weights, bias, prior = text_model(corpus, mine, first, 2)
        theirs = np.flatnonzero(fold[corpus.ids] != half)
        seen[theirs] = scoring.softmax(corpus.texts[theirs] @ weights + bias)
    size = corpus.size[:, None]
    printed = np.asarray(corpus.members @ np.log(seen + 1e-3)) / size - np.log(prior)
    both = (first[:, :-1] + 0.01) * np.exp(0.5 * np.sqrt(np.minimum(size, 8)) * printed)
    second = first.copy()
    second[:, :-1] = 0.4 * first[:, :-1] + 0.6 * (1 - first[:, -1:]) * both / both.sum(1, keepdims=True)
    return second


def text_model(corpus: Corpus, rows: Any, by_journal: Any, rounds: int) -> tuple[Any, Any, Any]:
    """Return weights, bias and prior of a model of texts, taught by these articles and their journals' labels."""
    ids = corpus.ids[rows]
    target = by_journal[ids, :-1] + 1e-6
    target = (target / target.sum(1, keepdims=True)).astype(np.float32)
    weight = balance(target) * by_journal[ids, :-1].max(1) / np.sqrt(corpus.size[ids])
    prior = (target * weight[:, None]).sum(0)
    return *fitted_text(corpus.texts[rows], target, weight, rounds), prior / prior.sum()


def models(corpus: Corpus, labelled: Any, out: Path, epochs: int) -> dict[str, Any]:
    """Train the models of texts and of names, write their tables, and return the facts beside them."""
    weights, text_bias, prior = text_model(corpus, np.flatnonzero(corpus.training), labelled, epochs)
    tables = {}
    tables["text"], text_scale = packed(weights, corpus.rare)
    mine = np.flatnonzero(corpus.each["part"].to_numpy() == 0)
    names = pl.concat([corpus.names, corpus.each["name"].gather(mine)])
    target = np.concatenate([corpus.shares, labelled[mine]]).astype(np.float32)
    counts = counted(names, "names")
    rare = rarity(counts)
    weights, names_bias = fitted_names(weighed(counts, rare), target, balance(target))
    tables["names"], names_scale = packed(weights, rare)
    read = corpus.frame.filter(pl.col("part") == 0)["text"]
    tables["stems"], stems_scale, tables["familiar"] = stem_weights(read, names.unique().sort())
    for name, table in tables.items():
        np.save(out / f"{name}.npy", table)
    facts = {
        "fields": list(Subjects.read().fields),
        "prior": prior.tolist(),
        "text_scale": text_scale.tolist(),
        "text_bias": text_bias.tolist(),
        "names_scale": names_scale.tolist(),
        "names_bias": names_bias.tolist(),
        "stems_scale": stems_scale,
        "common": 0.03 * names.n_unique(),
    }
    rounded: dict[str, Any] = json.loads(
        json.dumps(facts), parse_float=lambda text: float(f"{float(text):.6g}")
    )
    (out / "model.json").write_text(json.dumps(rounded) + "\n", "utf-8")
    return rounded


def by_issn(known: pl.DataFrame) -> dict[str, Any]:
    """Return the shares of `labels` by ISSN."""
    return {issn: np.array(shares) for issn, shares in known.select("issn", "shares").iter_rows()}


def _told(each: pl.DataFrame, known: dict[str, Any]) -> Any:
    """Return the sum of what is known of each journal's ISSNs, last of `several`."""
    told = np.zeros((each.height, len(Subjects.read().fields) + 1), np.float32)
    for row, issns in enumerate(each["issn"]):
        for issn in issns:
            told[row] += known.get(issn, 0)
    return told


def digest(path: Path) -> str:
    """Return the file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def references(known: pl.DataFrame, each: pl.DataFrame, labelled: Any, size: Any) -> pl.DataFrame:
    """Return `issn` (seven digits as a number), `shares` in per cent, `names` as `plain_names` gives, `source`.

    Journals with subjects, and those of which the training saw three articles and more; none of the held-out ones.
    """
    mine = np.flatnonzero((each["part"].to_numpy() == 0) & (size >= 3))  # noqa: PLR2004
    printed = each[mine].select(
        pl.col("issn"),
        pl.Series("shares", labelled[mine].astype(float).tolist()),
        pl.concat_list("name").alias("names"),
        pl.lit("subjects and articles").alias("source"),
    )
    told = known.select(
        "issn",
        "shares",
        pl.col("names").list.eval(scoring.plain_names(pl.element())).list.unique(maintain_order=True),
        pl.format("subjects in {}", "source").alias("source"),
    )
    both = pl.concat([printed.explode("issn", empty_as_null=True).drop_nulls("issn"), told])
    whole = both.filter(pl.col("issn").str.contains(r"^\d{4}-\d{3}[\dX]$")).unique(
        "issn", keep="first", maintain_order=True
    )
    return whole.select(
        pl.col("issn").str.slice(0, 8).str.replace("-", "", literal=True).cast(pl.UInt32),
        pl.col("shares").list.eval((pl.element() * 100).round().cast(pl.UInt8)),
        "names",
        "source",
    ).sort("issn")


def stem_weights(texts: pl.Series, names: pl.Series) -> tuple[Any, float, Any]:
    """Return, a bucket, how telling a shared beginning is (uint8), the scale, and in how many names it stands (uint8).

    Telling is what is rare in texts and in names.
    """
    bound = 1 << scoring.STEM_BITS
    seen, named = np.zeros(bound), np.zeros(bound)
    for series, total in ((texts, seen), (names, named)):
        for begin in range(0, len(series), scoring.CHUNK):
            buckets, rows = scoring.stem_buckets(scoring.words(series[begin : begin + scoring.CHUNK]))
            total[:] += np.bincount(
                np.unique((rows << scoring.STEM_BITS) | buckets) & (bound - 1), minlength=bound
            )
    rare = np.clip(np.log(len(texts) / (seen + 1)), 0, 8)
    unusual = np.clip(np.log(len(names) / (named + 1)) / 6, 0, 1)
    telling = np.where(seen > 0, rare * unusual, 0)
    return np.rint(telling / 8 * 255).astype(np.uint8), 8 / 255, np.minimum(named, 255).astype(np.uint8)


def stack(corpus: Corpus, labelled: Any, out: Path, facts: dict[str, Any]) -> None:
    """Weigh the features on journals of development, true pairs against swapped ones; add weights and thresholds."""
    model, each, known = scoring.Model(out), corpus.each, by_issn(corpus.known)
    chosen = corpus.frame.filter(pl.col("part") == 1)
    ids = chosen["journal_id"].to_numpy()
    near = labelled[:, :-1] @ scoring.grouped(model.fields) > 0.2  # noqa: PLR2004 - a group that counts
    random = np.random.default_rng(SEED)
    others, every = np.unique(ids), np.arange(len(ids))
    true, false = [], []
    # Once with the reference, and once as if it knew none of the journals.
    for told in (known, {}):
        sides = Sides.of(model, chosen, each, told)
        true.append(sides.features(every, ids))
        for _ in range(3):
            drawn = random.choice(others, len(ids))
            far = np.flatnonzero(~(near[ids] & near[drawn]).any(1))
            false.append(sides.features(far, drawn[far]))
    pairs, swaps = np.concatenate(true), np.concatenate(false)
    found = np.concatenate([pairs, swaps])
    mean, spread = found.mean(0), found.std(0) + 1e-6
    answer = np.concatenate([np.zeros(len(pairs)), np.ones(len(swaps))])
    weight = np.where(answer > 0, len(pairs) / len(swaps), 1)
    fit = LogisticRegression(C=0.1, max_iter=3000).fit((found - mean) / spread, answer, weight)
    facts["stack"] = {
        "mean": mean.tolist(),
        "spread": spread.tolist(),
        "weights": fit.coef_[0].tolist(),
        "bias": float(fit.intercept_[0]),
    }
    (out / "model.json").write_text(json.dumps(facts) + "\n", "utf-8")
    held = corpus.frame.filter(pl.col("part") > 0)
    facts["thresholds"] = thresholds(held, each, known, scoring.Model(out))
    (out / "model.json").write_text(json.dumps(facts) + "\n", "utf-8")


def thresholds(
    chosen: pl.DataFrame, each: pl.DataFrame, known: dict[str, Any], model: scoring.Model
) -> dict[str, dict[str, float]]:
    """Return the scores that true pairs of held-out journals pass at each rate, by kind of text.

    Judged as the rule does: no alarm for a wide journal, an unsure side, or the same field on both. Once with the
    reference, and once as if it knew none of the journals.
    """
    ids, every = chosen["journal_id"].to_numpy(), np.arange(chosen.height)
    wide, full = chosen["journal"].str.contains(scoring.WIDE).to_numpy(), chosen["full"].to_numpy()
    scores = []
    for told in (known, {}):
        sides = Sides.of(model, chosen, each, told)
        judged = ~wide & scoring.comparable(sides.texts, sides.journals.rows(ids))
        scores.append(np.where(judged, sides.scores(every, ids), -np.inf))
    return {
        kind: {
            str(rate): float(
                np.quantile(np.concatenate([s[which] for s in scores]), 1 - rate, method="higher")
            )
            for rate in RATES
        }
        for kind, which in (("abstract", full), ("title", ~full))
    }


@dataclass(frozen=True)
class Sides:
    """What the model says of texts and of journals' names, so that any text can be paired with any journal."""

    model: scoring.Model
    texts: Any
    journals: Any
    size: Any
    full: Any
    stems: Any
    name_stems: Any

    @classmethod
    def of(
        cls, model: scoring.Model, frame: pl.DataFrame, each: pl.DataFrame, known: dict[str, Any]
    ) -> Sides:
        """Judge the texts of `frame` and the journals `each`; `known`: see `by_issn`."""
        texts, sizes, stems = [], [], []
        for begin in range(0, frame.height, scoring.CHUNK):
            found = scoring.words(frame["text"][begin : begin + scoring.CHUNK])
            count = min(scoring.CHUNK, frame.height - begin)
            texts.append(model.text.probabilities(*scoring.text_buckets(found), count))
            sizes.append(np.bincount(found.rows, minlength=count))
            stems.append(_stems(found, count))
        journals = scoring.journals_of(model, each["name"], _told(each, known))
        name_stems = _stems(scoring.words(each["name"]), each.height)
        return cls(
            model,
            np.concatenate(texts),
            journals,
            np.concatenate(sizes).astype(np.float32),
            frame["full"].to_numpy().astype(np.float32),
            sparse.vstack(stems).tocsr(),
            name_stems,
        )

    def features(self, rows: Any, journals: Any) -> Any:
        """Return the features of texts by row, each with a journal by row."""
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
        """Return the model's scores of texts by row, each with a journal by row."""
        stacked = self.model.facts["stack"]
        found = (self.features(rows, journals) - np.array(stacked["mean"])) / np.array(stacked["spread"])
        return found @ np.array(stacked["weights"]) + stacked["bias"]


def _stems(found: scoring.Words, count: int) -> Any:
    buckets, rows = scoring.stem_buckets(found)
    ones = np.ones(len(rows), np.float32)
    matrix = sparse.csr_matrix((ones, (rows, buckets)), shape=(count, 1 << scoring.STEM_BITS))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


if __name__ == "__main__":
    main()
