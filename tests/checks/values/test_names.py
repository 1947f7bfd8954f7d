"""Family names in the forms that sources use."""

from __future__ import annotations

import pytest

from scholint.checks.values.names import family
from tests.expressions import evaluate


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lumen, Ada", "Lumen"),
        ("van der Lumen, Ada B.", "van der Lumen"),
        ("Lumen AB", "Lumen"),
        ("Lumen A.", "Lumen"),
        ("Lumen A.-B.", "Lumen"),
        ("van der Lumen A. B.", "van der Lumen"),
        ("Ada Lumen", "Lumen"),
        ("Ada B. Lumen", "Lumen"),
        ("Lumen", "Lumen"),
        (" Ada Lumen ", "Lumen"),
        ("Øst Å", "Øst"),
        ("", None),
        (None, None),
    ],
)
def test_the_family_name_is_found(name: str | None, expected: str | None) -> None:
    assert evaluate(family, [name]) == [expected]
