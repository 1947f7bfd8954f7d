"""The bare form of DOIs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.checks.values.doi import DOI, ISSN_AT_FRONT, SUFFIX_WITH_PAGES, bare_doi, contains_two_dois
from tests.expressions import evaluate

RESOLVERS = st.sampled_from(
    [
        "",
        "https://doi.org/",
        "http://dx.doi.org/",
        "HTTPS://WWW.DOI.ORG:443//",
        "//doi.org/",
        "doi:",
        "DOI: ",
        "doi ",
        "info:doi/",
        "urn:doi:",
        "https://doi.org/doi:",
    ]
)
SUFFIXES = st.text(
    st.characters(categories=["L", "N"], include_characters="-._;()/<>#&"), min_size=1, max_size=12
)
BARE = st.builds("10.{}/{}".format, st.integers(1000, 999_999_999), SUFFIXES)
SPACES = st.sampled_from(["", " ", "\t", "\u00a0"])
INVISIBLE = st.sampled_from(["", "\u200b", "\ufeff \n", "\u00ad"])


@given(st.lists(st.tuples(SPACES, RESOLVERS, INVISIBLE, BARE, INVISIBLE), min_size=1, max_size=20))
def test_resolver_label_and_space_around_a_doi_are_removed(written: list[tuple[str, ...]]) -> None:
    given_, bare = ["".join(parts) for parts in written], [parts[3] for parts in written]
    assert evaluate(bare_doi, given_) == bare


@given(st.lists(st.tuples(RESOLVERS, BARE), min_size=1, max_size=20))
def test_the_bare_form_of_a_bare_form_is_itself(written: list[tuple[str, str]]) -> None:
    once = evaluate(bare_doi, ["".join(parts) for parts in written])
    assert evaluate(bare_doi, once) == once


@pytest.mark.parametrize(
    ("given_", "bare"),
    [
        (None, None),
        ("", None),
        ("https://doi.org/", None),
        ("{10.1000/a}", "10.1000/a"),
        ('"10.1000/a"', "10.1000/a"),
        (r"10.1000/a\_b\%c", "10.1000/a_b%c"),
        ("10.1000%2Fa%2Fb", "10.1000/a%2Fb"),
        ("10.1000/AbC", "10.1000/AbC"),
        ("10.1000/a b", "10.1000/a b"),
        ("https://example.org/10.1000/a", "https://example.org/10.1000/a"),
        ("N/A", "N/A"),
    ],
)
def test_the_inside_of_a_doi_stays(given_: str | None, bare: str | None) -> None:
    assert evaluate(bare_doi, [given_]) == [bare]


@pytest.mark.parametrize(
    ("text", "is_doi"),
    [
        ("10.1000/1", True),
        ("10.123456789/x", True),
        ("10.1000.10/x", True),
        ("10.100/1", False),
        ("10.1234567890/x", False),
        ("10.1000/", False),
        ("10.1000/a b", False),
        ("11.1000/1", False),
    ],
)
def test_a_doi_has_a_registrant_code_of_four_to_nine_digits_and_a_suffix(text: str, *, is_doi: bool) -> None:
    assert bool(re.fullmatch(DOI, text)) == is_doi


def test_two_prefixes_make_two_dois() -> None:
    texts = ["10.1000/a", "10.1000/a, 10.1000/b", "10.1000/https://doi.org/10.1000/a", "10.100/a 10.1000/b"]
    assert evaluate(contains_two_dois, texts) == [False, True, True, False]


@pytest.mark.parametrize(
    ("suffix", "issn"),
    [
        ("0028-0836.2020.1", "0028-0836"),
        ("s0028-0836(20)1", "0028-0836"),
        ("ISSN0028-083X", "0028-083X"),
        ("j.0028-0836", "0028-0836"),
        ("x-0028-0836", None),
        ("tides.0028-0836", None),
        ("00280836", None),
    ],
)
def test_an_issn_counts_at_the_front_of_a_suffix(suffix: str, issn: str | None) -> None:
    found = re.search(ISSN_AT_FRONT, suffix)
    assert (found[1] if found else None) == issn


def test_a_suffix_with_issn_year_volume_issue_and_pages_is_taken_apart() -> None:
    found = re.search(SUFFIX_WITH_PAGES, "2409-3416-2021-9-4-84-100")
    assert found
    assert found.groups() == ("2409-3416", "2021", "9", "4", "84", "100")
    assert not re.search(SUFFIX_WITH_PAGES, "2409-3416-1721-9-4-84-100")
