"""The places that --on names."""

from __future__ import annotations

import pytest

from scholint.errors import PlaceError
from scholint.flows.orchestration import places


@pytest.mark.parametrize("on", ["", "dask://", "processes:0", "spark://host:1"])
def test_a_place_that_cannot_be_understood_is_one_sentence(on: str) -> None:
    with pytest.raises(PlaceError, match=r"expected dask://HOST:PORT or processes:N"):
        places.parse(on)
