"""The model that scores how far a paper's field is from its journal's field. It needs only numpy.

A text is split into its words, its pairs of neighboring words and the first six letters of long words. A journal's name is
split into its runs of three to five bytes. Each part is hashed into a bucket. Each bucket has one weight per field, and the
weights of a record's buckets are added up. All steps run over the bytes of a whole batch at once.

Training (`build/train_field_model.py`) and the rule use the same functions, so that their results cannot differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scholint import seeds
from scholint.checks.field_model.hashing import (
    TEXT_BITS,
    Floats,
    Whole,
    added,
    bucket,
    name_buckets,
    stem_buckets,
    text_buckets,
    words,
)
from scholint.checks.field_model.scoring import Journals, features, journal_fields

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

FOLDER = Path(next(iter(seeds.__path__))) / "field_model"
# The reference tables store the shares of fields as integers. The shares of a journal with subjects add up to this number;
# those of a journal that is known only by name and publisher add up to half of it.
PARTS = 200
# Number of rows to hash at once: their bytes fit into the processor's cache.
CHUNK = 512
# For the first step: letters of the abstract to read, rows to hash at once, and the `field_odds` from which on a record is
# cleared. They were chosen on the development journals. There, they miss less than 1 in 100 of the far pairs found without
# this step.
FRONT, FRONTS, NEAR_ODDS = 200, 2048, 1.2
# Number of the last features, which only the nets use: one per field for the text, and three per field for the journal.
LOGARITHMS = 4 * 23
# For the nets, features are clipped at this many standard deviations.
FAR = 6

# Names of journals that cover all fields, and names that are not journals.
WIDE = (
    r"(?i)^\W*(?:plos one|scientific reports|nature|science|heliyon|peerj|f1000\s?research|ieee access|sage open"
    r"|royal society open science|cureus|science advances|nature communications|iscience|data in brief|methodsx"
    r"|current science|scientific data|jove.*|.*multidisciplin.*|.*interdisciplin.*|.*universit.*|.*academy of sciences?.*"
    r"|.*\bconference\b.*|.*workshop.*|.*symposium.*|findings of .*|.*national academy.*|.*arxiv.*|.*preprint.*|.*ssrn.*|.*dissertation.*"
    r"|.*scien(?:ce|tific) (?:journal|reports|bulletin|letters|world)s?.*)\W*$"
)


def softmax(logits: Floats) -> Floats:
    """Return probabilities, one row per record."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Linear:
    """Weights of buckets, as int8. The columns are the classes, then the squared weight of the bucket, then padding.

    The sum over a record is divided by the square root of its sum of squared weights. Long texts thus weigh as much as short
    ones.
    """

    table: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def probabilities(self, buckets: Whole, rows: Whole, count: int) -> Floats:
        """Return probabilities: one row per record, one column per class."""
        total = added(self.table, buckets, rows, count)[:, : len(self.scale)] * self.scale
        return softmax(total[:, :-1] / np.sqrt(np.maximum(total[:, -1:], 1e-6)) + self.bias)

    def of_words(self, texts: pl.Series) -> Floats:
        """Return how strongly each word counts for each class: one row per text, one column per class.

        `texts`: String in lowercase, each a single word of at least three bytes.
        """
        found = words(texts)
        classes = len(self.bias)
        weights = np.zeros((len(texts), classes), np.float32)
        weights[found.rows] = self.table[bucket(found.hashes, TEXT_BITS), :classes] * self.scale[:classes]
        return weights


@dataclass(frozen=True)
class Stack:
    """The models that score the features: a linear model, and nets with two hidden layers. The score is their sum.

    `mean`, `spread`: of each feature. `weights`, `bias`: of the linear model, which uses all features except the last
    `LOGARITHMS`. The other arrays have one row per net.
    """

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    last: Floats
    last_bias: Floats

    def scores(self, found: Floats) -> Floats:
        """Return one score per row. `found`: see `features`."""
        # Sums, not products of matrices: these round differently for different numbers of rows, and a score must not depend
        # on the batch.
        scaled = (found - self.mean) / self.spread
        score = (scaled[:, :-LOGARITHMS] * self.weights).sum(1) + self.bias
        scaled = np.clip(scaled, -FAR, FAR)
        for net in range(len(self.last)):
            layer = np.maximum(np.einsum("ij,jk->ik", scaled, self.first[net]) + self.first_bias[net], 0)
            layer = np.maximum(np.einsum("ij,jk->ik", layer, self.second[net]) + self.second_bias[net], 0)
            score += (layer * self.last[net]).sum(1) + self.last_bias[net]
        return np.asarray(score, np.float32)


@dataclass(frozen=True)
class Model:
    """The trained model, as `build/train_field_model.py` writes it. Its tables are mapped into memory, not read."""

    folder: Path = FOLDER

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The parts of the model that are not tables: fields, scales, biases, prior, thresholds."""
        facts: dict[str, Any] = json.loads((self.folder / "model.json").read_text("utf-8"))
        return facts

    @cached_property
    def fields(self) -> list[str]:
        """The names of the fields, in the order of columns."""
        return [str(name) for name in self.facts["fields"]]

    @cached_property
    def prior(self) -> Floats:
        """The frequency of each field."""
        return np.array(self.facts["prior"], np.float32)

    @cached_property
    def text(self) -> Linear:
        """The model that predicts the research field of a text."""
        return self._linear("text")

    @cached_property
    def name(self) -> Linear:
        """The model that predicts the research field of a journal from its name.

        It has one class per field, and a last class, `several`, for journals that cover several fields.
        """
        return self._linear("names")

    @cached_property
    def stems(self) -> Floats:
        """The weight of a word beginning that is in both the text and the journal's name, by bucket."""
        table: NDArray[np.uint8] = np.load(self.folder / "stems.npy", mmap_mode="r")
        return np.asarray(table, np.float32) * np.float32(self.facts["stems_scale"])

    def _linear(self, name: str) -> Linear:
        table: NDArray[np.int8] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        scale, bias = (np.array(self.facts[f"{name}_{part}"], np.float32) for part in ("scale", "bias"))
        return Linear(table, scale, bias)

    @cached_property
    def familiar(self) -> Floats:
        """The number of names in the training data that contain a word beginning, at most 255, by bucket."""
        table: NDArray[np.uint8] = np.load(self.folder / "familiar.npy", mmap_mode="r")
        return np.asarray(table, np.float32)

    def score(self, texts: Floats, journals: Journals, shared: Floats, size: Floats, full: Floats) -> Floats:
        """Return the log-odds that text and journal do not belong together, one per row. For the arguments, see `features`."""
        return self.stack.scores(features(texts, journals, self.prior, shared, size, full))

    @cached_property
    def stack(self) -> Stack:
        """The models that score the features."""
        with np.load(self.folder / "stack.npz") as read:
            return Stack(**read)


def journals_of(model: Model, names: pl.Series, listed: Floats) -> Journals:
    """Return what is known of journals. `names`: from `plain_names`. `listed`: see `journal_fields`.

    A name is read in two ways. The model of names reads its letters; it learned from few journals. The model of texts reads
    its words; it knows them from papers in other journals. If both agree, both are more likely to be right.
    """
    count, prior = len(names), model.prior
    with_several = model.name.probabilities(*name_buckets(names), count)
    found = words(names)
    by_words = model.text.probabilities(*text_buckets(found), count)
    by_letters = with_several[:, :-1] + with_several[:, -1:] * prior
    product = (with_several[:, :-1] + 1e-3) * ((by_words + 1e-3) / prior) ** 0.7
    together = (1 - with_several[:, -1:]) * product / product.sum(1, keepdims=True)
    shares = journal_fields(np.concatenate([together, with_several[:, -1:]], 1), listed, prior)
    buckets, rows = stem_buckets(found)
    known = model.familiar[buckets]
    distinctive = known < model.facts["common"]
    familiar = np.zeros(count, np.float32)
    np.maximum.at(familiar, rows[distinctive], np.log1p(known[distinctive]))
    softened = [0.9 * side + 0.1 * prior for side in (by_letters, by_words)]
    facts = np.stack(
        [
            listed.sum(1),
            np.log1p(np.bincount(found.rows, minlength=count)),
            np.minimum(np.bincount(rows[distinctive], minlength=count), 5),
            np.minimum(
                np.bincount(rows[distinctive], np.minimum(known[distinctive], 20) / 20, minlength=count), 3
            ),
            familiar,
            -np.log(np.sqrt(softened[0] * softened[1]).sum(1)),
            by_words.max(1),
        ],
        1,
    )
    return Journals(shares, by_letters, by_words, facts.astype(np.float32))
