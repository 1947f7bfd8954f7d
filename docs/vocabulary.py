"""Refuse words that the project does not use, in code and in documents: a part of `make check`.

The words and their replacements are in `docs/vocabulary.toml`. Identifiers, comments, docstrings and messages are
checked, and the text of documents. Quotations (between backticks, or in a block of code), the records of tests and
of rules' examples, and the files that the list names are not. `--report` only counts, and never fails.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = Path(__file__).parent

# A string of Python 3.12 and later comes in parts.
_TEXT_TOKENS = {tokenize.NAME, tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}

_FENCED = re.compile(r"^( *)(```+|~~~+).*?^\1\2", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"(`+)[^`]+?\1")
_CODE_BLOCK = re.compile(r"(?<=\n\n)(?: {4}.*\n)+")
_YAML_PROSE = re.compile(r"(?:#|\bwhy:).*")


@dataclass(frozen=True, slots=True)
class Word:
    """A pattern of words that are refused, and what to write instead."""

    pattern: re.Pattern[str]
    use: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that are refused, phrases that are right all the same, and globs of files that are not read."""

    words: tuple[Word, ...]
    allowed: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A refused word: the file's path below the repository, the line from 1, the word as written, its replacement."""

    path: str
    line: int
    word: str
    use: str


def load(path: Path = HOME / "vocabulary.toml") -> Vocabulary:
    """Read the list of words."""
    listed: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    words = tuple(Word(_compiled(entry["pattern"]), entry["use"]) for entry in listed["word"])
    return Vocabulary(words, tuple(listed["allowed"]), tuple(listed["data"]))


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that it also matches the words of `snake_case` and `CamelCase` names."""
    start = r"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))"
    end = r"(?:(?<=[a-z])(?![a-z])|(?<![a-z])(?![A-Za-z]))"
    return re.compile(f"{start}(?i:{pattern}){end}")


def search(path: str, text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield every refused word in the checked parts of a file, by position."""
    checked = _CHECKED_PARTS.get(Path(path).suffix, _without_quotations)(text)
    for phrase in vocabulary.allowed:
        checked = checked.replace(phrase, " " * len(phrase))
    joined, starts, lines = _joined(checked)
    for word in vocabulary.words:
        for match in word.pattern.finditer(joined):
            line = lines[bisect_right(starts, match.start()) - 1]
            yield Found(path, line, match.group(), word.use)


def _joined(text: str) -> tuple[str, list[int], list[int]]:
    """Return the text with single spaces, the offset of each of its words in it, and the line of each word."""
    words, starts, lines, offset, line, end = [], [], [], 0, 1, 0
    for match in re.finditer(r"\S+", text):
        line += text.count("\n", end, match.start())
        end = match.start()
        words.append(match.group())
        starts.append(offset)
        lines.append(line)
        offset += len(match.group()) + 1
    return " ".join(words), starts, lines


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match.group())


def _without_quotations(text: str) -> str:
    return _QUOTED.sub(_blank, text)


def _document(text: str) -> str:
    for quotation in (_FENCED, _CODE_BLOCK, _QUOTED):
        text = quotation.sub(_blank, text)
    return text


def _yaml(text: str) -> str:
    """Keep comments and reasons: all else is records, and what is found in them."""
    kept, end = [], 0
    for match in _YAML_PROSE.finditer(text):
        kept += [re.sub(r"\S", " ", text[end : match.start()]), match.group()]
        end = match.end()
    return "".join(kept)


def _python(text: str) -> str:
    """Keep names, comments and strings, without quotations and the records of rules' examples."""
    lines = [[" "] * len(line) for line in text.splitlines()]
    source = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _TEXT_TOKENS:
            _copy(source, lines, token.start, token.end)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg in {"bad", "good"}:
            _copy([" " * len(line) for line in source], lines, *_span(node.value, source))
    return _without_quotations("\n".join("".join(line) for line in lines)).replace("#", " ")


def _span(node: ast.expr, source: list[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where an expression starts and ends, in characters; `ast` counts bytes."""
    rows = (node.lineno, node.end_lineno or node.lineno)
    columns = (node.col_offset, node.end_col_offset or node.col_offset)
    start, end = (
        (row, len(source[row - 1].encode()[:column].decode()))
        for row, column in zip(rows, columns, strict=True)
    )
    return start, end


def _copy(source: list[str], lines: list[list[str]], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Copy what is between two positions, as `tokenize` counts them, from the source to the lines."""
    for row in range(start[0] - 1, end[0]):
        first = start[1] if row == start[0] - 1 else 0
        last = end[1] if row == end[0] - 1 else len(source[row])
        lines[row][first:last] = source[row][first:last]


_CHECKED_PARTS: dict[str, Callable[[str], str]] = {
    ".py": _python,
    ".md": _document,
    ".yml": _yaml,
    ".yaml": _yaml,
}

_SUFFIXES = {*_CHECKED_PARTS, "", ".toml", ".js", ".html", ".css", ".sh"}


def files(vocabulary: Vocabulary, root: Path = HOME.parent) -> Iterator[str]:
    """Yield the paths below the repository that are checked, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is on the path
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    for name in sorted(filter(None, listed)):
        path = Path(name)
        data = any(path.match(glob) for glob in vocabulary.data)
        if path.suffix in _SUFFIXES and not data and (root / path).is_file():
            yield name


def main() -> int:
    """Print what was found, one word a line; return 1 where there is something, unless it is only counted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--report", action="store_true", help="only count by folder; exit with 0")
    options.add_argument("paths", nargs="*", help="files below the repository; all, where none is given")
    arguments = options.parse_args()
    vocabulary = load()
    found = [
        one
        for path in arguments.paths or files(vocabulary)
        for one in search(path, (HOME.parent / path).read_text("utf-8"), vocabulary)
    ]
    if arguments.report:
        by_folder = Counter("/".join(Path(one.path).parts[:2]) for one in found)
        sys.stdout.writelines(f"{count:5}  {folder}\n" for folder, count in by_folder.most_common())
        sys.stdout.write(f"{len(found):5}  in all\n")
        return 0
    sys.stdout.writelines(f"{one.path}:{one.line}: {one.word} → {one.use}\n" for one in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
