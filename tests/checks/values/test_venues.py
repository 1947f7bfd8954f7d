"""Names of venues, by the words in them."""

from __future__ import annotations

import polars as pl
import pytest

from scholint.checks.values import absent, kinds, venues


def matches(pattern: str, text: str) -> bool:
    return bool(pl.Series([text]).str.contains(pattern).item())


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (venues.EVENT_NAMES, "International Conference on Tides", True),
        (venues.EVENT_NAMES, "Simpósio de Marés", True),
        (venues.EVENT_NAMES, "Tides 2019", True),
        (venues.EVENT_NAMES, "EMNLP", True),
        (venues.EVENT_NAMES, "Journal of Tides", False),
        (venues.EVENT_NAMES, "Tides", False),
        (venues.PROCEEDINGS, "Proceedings of the Tidal Society", True),
        (venues.PROCEEDINGS, "Tidal Proceedings", False),
        (venues.LEARNED_PROCEEDINGS, "Proceedings of the Royal Society B", True),
        (venues.LEARNED_PROCEEDINGS, "Proceedings of the National Academy of Sciences", True),
        (venues.LEARNED_PROCEEDINGS, "Proceedings of the 3rd Workshop on Tides", False),
        (venues.PREPRINT_NAMES, "bioRxiv", True),
        (venues.PREPRINT_NAMES, "arXiv preprint arXiv:1901.00001", True),
        (venues.PREPRINT_NAMES, "Journal of Preprints", False),
        (venues.CONFERENCE_NAMES, "Lecture Notes in Computer Science", True),
        (venues.CONFERENCE_NAMES, "Journal of Symposia", False),
        (venues.WITHOUT_ISSN, "medRxiv", True),
        (venues.WITHOUT_ISSN, "Tides", False),
        (venues.PLACEHOLDER_JOURNALS, "Unknown journal", True),
        (venues.PLACEHOLDER_JOURNALS, "The Unknown Sea", False),
        (venues.SERVERS_AND_INDEXES, "PubMed", True),
        (venues.SERVERS_AND_INDEXES, "PubMed Letters", False),
        (absent.PLACEHOLDER_OR_PUNCTUATION, "N/A", True),
        (absent.PLACEHOLDER_OR_PUNCTUATION, " -- ", True),
        (absent.PLACEHOLDER_OR_PUNCTUATION, "[null]", True),
        (absent.PLACEHOLDER_OR_PUNCTUATION, "", True),
        (absent.PLACEHOLDER_OR_PUNCTUATION, "Nana", False),
        (absent.PLACEHOLDER_OR_PUNCTUATION, "none of them", False),
        (kinds.FRONT_OR_BACK_MATTER, "Table of Contents", True),
        (kinds.FRONT_OR_BACK_MATTER, "Editorial Board", True),
        (kinds.FRONT_OR_BACK_MATTER, "Erratum", True),
        (kinds.FRONT_OR_BACK_MATTER, "Contents of the stomach of herring", False),
        (kinds.NOTICE_TITLES, "Erratum to: Tides", True),
        (kinds.NOTICE_TITLES, "Retraction: Tides", True),
        (kinds.NOTICE_TITLES, "Department of Error", True),
        (kinds.NOTICE_TITLES, "Retractable awnings", False),
    ],
)
def test_a_pattern_matches_names_of_its_kind_alone(pattern: str, text: str, *, expected: bool) -> None:
    assert matches(pattern, text) is expected
