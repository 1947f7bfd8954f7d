"""The check of words: what it reads of each kind of file, and what it prints."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(HOME))

import vocabulary  # noqa: E402 - docs/ holds scripts, not a package

sys.path.remove(str(HOME))

LISTED = vocabulary.load()


def found(path: str, text: str) -> list[tuple[int, str]]:
    return [(one.line, one.word) for one in vocabulary.search(path, text, LISTED)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mended = 1\n", "mended"),
        ("is_told = 1\n", "told"),
        ("class MendError: ...\n", "Mend"),
        ("MENDABLE = 1\n", "MENDABLE"),
        ("x = 1  # told once\n", "told"),
        ('"""Write the file anew."""\n', "anew"),
        ('x = f"{n} findings mended"\n', "mended"),
        ("import x  # noqa: E402 - likewise\n", "likewise"),
        ('x = "`a` is no PubMed identifier"\n', "is no PubMed identifier"),
    ],
)
def test_names_comments_and_strings_of_python_are_checked(text: str, word: str) -> None:
    assert found("a.py", text) == [(1, word)]


@pytest.mark.parametrize(
    "text",
    [
        "recommended = 1\n",
        "KINDS = 1\n",
        "x = 1  # the value `told`\n",
        "x = 1  # there is no ISSN identifier\n",
        'rule(\n    bad={"title": "é told"},\n    good=({"title": "told"},),\n)\n',
    ],
)
def test_other_words_quotations_and_examples_are_not(text: str) -> None:
    assert found("a.py", text) == []


def test_what_follows_an_example_is_checked() -> None:
    assert found("a.py", 'rule(bad={"title": "é told"}, told=1)\n') == [(1, "told")]


def test_a_phrase_is_found_over_two_lines_of_a_comment() -> None:
    assert found("a.py", "x = 1\n# the journal whose\n# it is\n") == [(2, "whose it is")]


def test_documents_are_checked_without_their_quotations() -> None:
    text = "# Told\n\n`told`\n\n```text\ntold\n```\n\n    told\n\nThis is dear.\n"
    assert found("a.md", text) == [(1, "Told"), (11, "dear")]


def test_of_yaml_comments_and_reasons_are_checked() -> None:
    text = "bad:\n  - why: told once\n    record: {title: What I told}\n# anew\n"
    assert found("a.yml", text) == [(2, "told"), (4, "anew")]


def test_allowed_phrases_pass() -> None:
    assert found("a.py", '"to the poor house"\n') == []


def test_every_word_has_a_replacement_that_is_not_refused() -> None:
    for word in LISTED.words:
        assert word.use
        assert not list(vocabulary.search("a.md", word.use, LISTED))


def test_data_and_generated_pages_are_not_read() -> None:
    read = set(vocabulary.files(LISTED))
    assert {"README.md", "docs/vocabulary.py", "checks/rule.py", "reports/page/page.js"} <= read
    assert not {"CHANGELOG.md", "docs/rules.md", "docs/rules/DOI001.md", "seeds/placeholders.toml"} & read


def test_it_names_the_place_and_the_replacement(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["vocabulary.py", "CHANGELOG.md"])
    assert vocabulary.main() == 1
    assert re.match(r"CHANGELOG\.md:\d+: \w+ → \w+", capsys.readouterr().out)
    monkeypatch.setattr(sys, "argv", ["vocabulary.py", "LICENSE"])
    assert vocabulary.main() == 0
