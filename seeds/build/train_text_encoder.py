"""Compute the encoder's vectors of the training data, and fit linear models to them; see `train_field_model.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import scipy.optimize

from scholint.checks.field_model import encoder as text_encoder

if TYPE_CHECKING:
    from pathlib import Path

# Number of texts to read at a time. It affects their rounding, which does not matter for training.
TOGETHER = 1000


def encoded(texts: pl.Series) -> Any:
    """Return the encoder's vectors of texts, one row per text. The vector of a null is zero."""
    encoder = text_encoder.encoder()
    each = texts.drop_nulls().unique(maintain_order=True)
    parts = [encoder.encode(each[i : i + TOGETHER].to_list()) for i in range(0, len(each), TOGETHER)]
    vectors = np.concatenate([*parts, np.zeros((1, parts[0].shape[1]))]).astype(np.float32)
    place = texts.replace_strict(each, np.arange(len(each)), default=len(each), return_dtype=pl.Int64)
    return vectors[place.to_numpy()]


def encoded_articles(frame: pl.DataFrame, kept: Path | None) -> Any:
    """Return the encoder's vectors of articles, one row per article, as float16. This takes minutes.

    `frame`: has `title` and `abstract`. `kept`: a file (.npy) with these vectors; it is written if it does not exist.

    Raises:
        ValueError: the number of vectors in the file is not the number of articles.

    """
    if kept and kept.exists():
        vectors = np.load(kept)
        if len(vectors) != frame.height:
            raise ValueError(f"{kept} has {len(vectors)} vectors, and there are {frame.height} articles")
        return vectors
    read = frame.select(text_encoder.fronts(pl.col("title"), pl.col("abstract"))).to_series()
    vectors = encoded(read).astype(np.float16)
    if kept:
        np.save(kept, vectors)
    return vectors


def fitted_vectors(seen: Any, target: Any, weight: Any, damping: float = 1e-5) -> tuple[Any, Any]:
    """Return weights and bias of a softmax regression from dense vectors to shares of fields, fitted by L-BFGS."""
    width, classes = seen.shape[1], target.shape[1]
    part = (weight / weight.sum())[:, None].astype(np.float32)

    def loss(flat: Any) -> tuple[float, Any]:
        weights, bias = flat[:-classes].reshape(width, classes).astype(np.float32), flat[-classes:]
        logits = seen @ weights + bias.astype(np.float32)
        logits -= logits.max(1, keepdims=True)
        total = np.log(np.exp(logits).sum(1, keepdims=True))
        error = part * (np.exp(logits - total) - target)
        slope = np.concatenate([(seen.T @ error).ravel() + damping * flat[:-classes], error.sum(0)])
        return float(
            -(part * target * (logits - total)).sum() + damping / 2 * (flat[:-classes] ** 2).sum()
        ), slope.astype(float)

    best = scipy.optimize.minimize(
        loss,
        np.zeros(width * classes + classes),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 80, "maxcor": 8},
    ).x
    return best[:-classes].reshape(width, classes).astype(np.float32), best[-classes:].astype(np.float32)


def fitted_head(seen: Any, target: Any, weight: Any) -> text_encoder.Head:
    """Return the encoder's head for texts. For the arguments, see `fitted_vectors`."""
    return text_encoder.Head(*fitted_vectors(seen.astype(np.float32), target, weight))
