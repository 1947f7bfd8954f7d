"""How far a paper's field is from its journal's: hashed words, linear models and one score, with numpy alone.

A text becomes its words, its pairs of neighboring words and the first six letters of long words; a journal's name
becomes its runs of three to five bytes. Each is hashed into a bucket, each bucket has one weight per field, and the
weights of a record's buckets are added up. All of it runs over the bytes of a whole batch at once.

Training (`build/train_field_model.py`) and the rule use the same functions, so that they cannot drift apart.
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
# The reference tables store the shares of fields as integers. Those of a journal with subjects sum to this number, those of a
# journal that is known only by name and publisher to half of it.
PARTS = 200
# Rows whose bytes are hashed at once: small enough to stay in the processor's cache.
CHUNK = 512
# The first step: letters of the abstract that it reads, rows that it hashes at once, and the `field_odds` that clear a record.
# Chosen on the development journals, where they miss less than 1 in 100 of the far pairs that are found without it.
FRONT, FRONTS, NEAR_ODDS = 200, 2048, 1.2
# Fields of the text and, three times, of the journal: the last features, for the nets alone.
LOGARITHMS = 4 * 23
# Features are clipped at this many standard deviations for the networks.
FAR = 6

# Journals of all fields, and names that are not of a journal.
WIDE = (
    r"(?i)^\W*(?:plos one|scientific reports|nature|science|heliyon|peerj|f1000\s?research|ieee access|sage open"
    r"|royal society open science|cureus|science advances|nature communications|iscience|data in brief|methodsx"
    r"|current science|scientific data|jove.*|.*multidisciplin.*|.*interdisciplin.*|.*universit.*|.*academy of sciences?.*"
    r"|.*\bconference\b.*|.*workshop.*|.*symposium.*|findings of .*|.*national academy.*|.*arxiv.*|.*preprint.*|.*ssrn.*|.*dissertation.*"
    r"|.*scien(?:ce|tific) (?:journal|reports|bulletin|letters|world)s?.*)\W*$"
)


def softmax(logits: Floats) -> Floats:
    """Return probabilities, a row per record."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Linear:
    """Weights of buckets as int8: a column per class, then the squared weight of the bucket itself, then padding.

    The sum over a record is divided by the root of that column, so that long texts weigh as much as short ones.
    """

    table: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def probabilities(self, buckets: Whole, rows: Whole, count: int) -> Floats:
        """Return a row per record, a column per class."""
        total = added(self.table, buckets, rows, count)[:, : len(self.scale)] * self.scale
        return softmax(total[:, :-1] / np.sqrt(np.maximum(total[:, -1:], 1e-6)) + self.bias)

    def of_words(self, lone: pl.Series) -> Floats:
        """Return the weight of single words, a row per word, a column per class. `lone`: words of three bytes and more."""
        found = words(lone)
        classes = len(self.bias)
        weights = np.zeros((len(lone), classes), np.float32)
        weights[found.rows] = self.table[bucket(found.hashes, TEXT_BITS), :classes] * self.scale[:classes]
        return weights


@dataclass(frozen=True)
class Stack:
    """What scores the features: a linear model, and nets of two hidden layers; the score is their sum.

    `mean`, `spread`: of each feature. `weights`, `bias`: of the linear model, which has all features but the last `LOGARITHMS`.
    The other arrays have a row per net.
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
        """Return a score per row; see `features`."""
        # Sums, not products of matrices, which round differently by the number of rows: a score must not depend on the batch.
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
    """The trained model, as `build/train_field_model.py` writes it; the tables are mapped into memory, not read."""

    folder: Path = FOLDER

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is not a table: fields, scales, biases, prior, thresholds."""
        facts: dict[str, Any] = json.loads((self.folder / "model.json").read_text("utf-8"))
        return facts

    @cached_property
    def fields(self) -> list[str]:
        """The names of the fields, in the order of columns."""
        return [str(name) for name in self.facts["fields"]]

    @cached_property
    def prior(self) -> Floats:
        """How frequent each field is."""
        return np.array(self.facts["prior"], np.float32)

    @cached_property
    def text(self) -> Linear:
        """From texts to fields."""
        return self._linear("text")

    @cached_property
    def name(self) -> Linear:
        """From names of journals to fields, the last of which is `several`."""
        return self._linear("names")

    @cached_property
    def stems(self) -> Floats:
        """The weight of a word beginning that text and journal's name share, by bucket."""
        table: NDArray[np.uint8] = np.load(self.folder / "stems.npy", mmap_mode="r")
        return np.asarray(table, np.float32) * np.float32(self.facts["stems_scale"])

    def _linear(self, name: str) -> Linear:
        table: NDArray[np.int8] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        scale, bias = (np.array(self.facts[f"{name}_{part}"], np.float32) for part in ("scale", "bias"))
        return Linear(table, scale, bias)

    @cached_property
    def familiar(self) -> Floats:
        """In how many names of the training data a word beginning is, up to 255, by bucket."""
        table: NDArray[np.uint8] = np.load(self.folder / "familiar.npy", mmap_mode="r")
        return np.asarray(table, np.float32)

    def score(self, texts: Floats, journals: Journals, shared: Floats, size: Floats, full: Floats) -> Floats:
        """Return the log-odds that texts and journals do not belong together, one for each row; see `features`."""
        return self.stack.scores(features(texts, journals, self.prior, shared, size, full))

    @cached_property
    def stack(self) -> Stack:
        """What scores the features."""
        with np.load(self.folder / "stack.npz") as read:
            return Stack(**read)


def journals_of(model: Model, names: pl.Series, listed: Floats) -> Journals:
    """Return what is known of journals. `names`: as `plain_names` returns them. `listed`: see `journal_fields`.

    A name is read twice: its letters by the model of names, which learned from few journals, and its words by the model of
    texts, which knows them from the papers of other journals. Where the two agree, both are more likely to be right.
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
