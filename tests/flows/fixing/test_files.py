"""Fixes in files: only the fixed values change, and the patch restores the old bytes."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scholint.errors import FixError
from scholint.flows.fixing import files, fixable
from scholint.flows.formats.declaration import formats
from scholint.flows.pipeline import run
from scholint.flows.reading.blocks import BlockReader
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings
from tests.rules.cases import WITH_FIXES

READER = BlockReader.of(formats(), Limits())


def fixed(
    path: Path, *, unsafe: bool = False, select: tuple[str, ...] = WITH_FIXES, into: Path | None = None
) -> int:
    return sum(fixes_by_file([path], unsafe=unsafe, select=select, into=into).values())


def fixes_by_file(
    paths: list[Path], *, unsafe: bool = False, select: tuple[str, ...] = WITH_FIXES, into: Path | None = None
) -> dict[str, int]:
    """Fix the files in one run, and return how many fixes were written into each, by its name."""
    result = run.check([str(path) for path in paths], Settings(select=select, fail_on="never"))
    written = {}
    for change in files.file_changes(result.iter_findings(), READER, unsafe=unsafe):
        if change.applied:
            files.write(change, into)
        written[Path(change.path).name] = change.applied
    return written


def restored(path: Path) -> bytes:
    copy = path.with_name("restored")
    shutil.copy(path, copy)
    patch = path.with_name(path.name + files.UNDO)
    subprocess.run(["patch", "--binary", "--quiet", str(copy), str(patch)], check=True)
    return copy.read_bytes()


FILES = {
    "a.jsonl": (
        b'{"title" : "Bread &amp; water",  "doi":"https://doi.org/10.1000/1", "x": 1.0}\n{"title":"T","doi":"10.1000/2"}\n',
        b'{"title" : "Bread & water",  "doi":"10.1000/1", "x": 1.0}\n{"title":"T","doi":"10.1000/2"}\n',
    ),
    "crlf.jsonl": (
        b'\xef\xbb\xbf{"title":"T","doi":"doi:10.1000/1"}\r\n{"title":"U","doi":"doi:10.1000/2"}',
        b'\xef\xbb\xbf{"title":"T","doi":"10.1000/1"}\r\n{"title":"U","doi":"10.1000/2"}',
    ),
    "list.json": (
        b'[\n  {"title": "T", "doi": "doi:10.1000/1"},\n  {"title": "U", "doi": "10.1000/2"}\n]\n',
        b'[\n  {"title": "T", "doi": "10.1000/1"},\n  {"title": "U", "doi": "10.1000/2"}\n]\n',
    ),
    "mark.json": (
        b'\xef\xbb\xbf[{"title":"T","doi":"doi:10.1000/1"}]\r\n',
        b'\xef\xbb\xbf[{"title":"T","doi":"10.1000/1"}]\r\n',
    ),
    "mark_of_one.json": (
        b'\xef\xbb\xbf{\n "title":"T",\n "doi":"doi:10.1000/1"\n}',
        b'\xef\xbb\xbf{\n "title":"T",\n "doi":"10.1000/1"\n}',
    ),
    # Where other formats keep their records, as the reader looks there too.
    "wrapped.json": (
        b'{"n": 2, "items":[{"title":"T","doi":"doi:10.1000/1"} , {"title":"U","doi":"doi:10.1000/2"}]}',
        b'{"n": 2, "items":[{"title":"T","doi":"10.1000/1"} , {"title":"U","doi":"10.1000/2"}]}',
    ),
    "message.json": (
        b'{"status":"ok","message":{"DOI":"10.1000/1","title":["T &amp; U"],"container-title":["J"],"prefix":"10.1000","member":"1","URL":"https://doi.org/10.1000/1"}}',
        b'{"status":"ok","message":{"DOI":"10.1000/1","title":["T & U"],"container-title":["J"],"prefix":"10.1000","member":"1","URL":"https://doi.org/10.1000/1"}}',
    ),
    # Records before the fault are fixed, the rest is unchanged.
    "truncated.json": (
        b'[{"title":"T","doi":"doi:10.1000/1"},\n {"title":"T","doi":"10.1000/3"}, {"title":"T","doi":"10.1000/3"}, {"title":"U","doi"',
        b'[{"title":"T","doi":"10.1000/1"},\n {"title":"T","doi":"10.1000/3"}, {"title":"U","doi"',
    ),
    "truncated_wrapped.json": (
        b'{"n": 2, "items":[{"title":"T","doi":"doi:10.1000/1"}, {"title":"U","doi"',
        b'{"n": 2, "items":[{"title":"T","doi":"10.1000/1"}, {"title":"U","doi"',
    ),
    # Whitespace that JSON does not have, and a missing comma before the list: the reader accepts both.
    "form_feeds.json": (
        b'{"n": 2 "items":[{"title":"T","doi":"doi:10.1000/1"}\x0c,\x0c{"title":"U","doi":"doi:10.1000/2"}]}',
        b'{"n": 2 "items":[{"title":"T","doi":"10.1000/1"}\x0c,\x0c{"title":"U","doi":"10.1000/2"}]}',
    ),
    "copies.json": (
        b'[\n{"title":"T","doi":"10.1000/1"},\n{"title":"T","doi":"10.1000/1"},\n{"title":"U","doi":"doi:10.1000/2"},\n{"title":"T","doi":"10.1000/1"},\n{"title":"T","doi":"10.1000/1"}\n]',
        b'[\n{"title":"T","doi":"10.1000/1"},\n{"title":"U","doi":"10.1000/2"}\n]',
    ),
    "table.csv": (
        b'title,doi,note\r\n"T, one",doi:10.1000/1,"a\r\nb"\r\nU,10.1000/2,"x"\r\n',
        b'title,doi,note\r\n"T, one",10.1000/1,"a\r\nb"\r\nU,10.1000/2,"x"\r\n',
    ),
    # A cell with a character that str.splitlines takes for the end of a line; other cells keep their quotes.
    "separators.csv": (
        'title,doi,note\nOne\u2028line,10.1000/1,"x"\nTwo,10.1000/2,y\x0cz\n"T",doi:10.1000/3,"x"\n'.encode(),
        b'title,doi,note\nOne line,10.1000/1,"x"\nTwo,10.1000/2,y\x0cz\n"T",10.1000/3,"x"\n',
    ),
    "carriage.csv": (
        b'title,doi,note\n"One\rline",10.1000/1,a\n"T ""so""",doi:10.1000/2,"b"\nU,10.1000/3,c\n',
        b'title,doi,note\n"One line",10.1000/1,a\n"T ""so""",10.1000/2,"b"\nU,10.1000/3,c\n',
    ),
    "old_mac.csv": (
        b'title,doi,note\rT,doi:10.1000/1,"x"\rU,10.1000/2,y\r',
        b'title,doi,note\rT,10.1000/1,"x"\rU,10.1000/2,y\r',
    ),
    "never_closed.csv": (
        b'title,doi,note\n"T,doi:10.1000/1,x\nU,doi:10.1000/2,x\nV,doi:10.1000/3,"a\nb"\n',
        b'title,doi,note\n"T,doi:10.1000/1,x\nU,10.1000/2,x\nV,10.1000/3,"a\nb"\n',
    ),
    "closed_by_the_next.csv": (
        b'title,doi,note\n"T,doi:10.1000/1,x\nA "b" c,doi:10.1000/2,x\n"V"x,doi:10.1000/3,y\n',
        b'title,doi,note\n"T,doi:10.1000/1,x\nA "b" c,10.1000/2,x\n"V"x,doi:10.1000/3,y\n',
    ),
    "two_notes.csv": (
        b"title,doi,note,note\nT,doi:10.1000/1,first,second\n",
        b"title,doi,note,note\nT,10.1000/1,first,second\n",
    ),
    "pages.txt": (
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"J","platform":"S","citationCount":"7"}\nAbstract &amp; text\n',
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"J","platform":"S","citationCount":7}\nAbstract &amp; text\n',
    ),
    # NaN, numbers out of range and half a character, next to a value that is fixed.
    "odd.jsonl": (
        b'{"title":"T","doi":"doi:10.1000/1","x":NaN,"y":-Infinity}\n{"title":"U","doi":"doi:10.1000/2","x":1e400,"note":"\\ud800"}\n',
        b'{"title":"T","doi":"10.1000/1","x":NaN,"y":-Infinity}\n{"title":"U","doi":"10.1000/2","x":1e400,"note":"\\ud800"}\n',
    ),
    "twice.jsonl": (
        b'{"title":"T","doi":"10.1000/1"}\n{"title":"T","doi":"10.1000/1"}\n{"title":"U","doi":"10.1000/2"}\n',
        b'{"title":"T","doi":"10.1000/1"}\n{"title":"U","doi":"10.1000/2"}\n',
    ),
}


SPLIT = {
    "items.jsonl": (
        b'{"doi":"10.1000/1", "title":"T","issns": [ "0317-8471" ,"0012-9658; 1939-9170"], "x": 1.0}\n{"title":"T","doi":"10.1000/2","issns":["0012-9658, 1939-9170"],"authors":["Lis, Anna; Rey, B\\u00e9la"]}\n',
        b'{"doi":"10.1000/1", "title":"T","issns": [ "0317-8471" ,"0012-9658" ,"1939-9170"], "x": 1.0}\n{"title":"T","doi":"10.1000/2","issns":["0012-9658","1939-9170"],"authors":["Lis, Anna","Rey, B\\u00e9la"]}\n',
    ),
    "equal.jsonl": (
        b'{"title":"T","doi":"10.1000/1","authors": ["Lis, Anna; Rey, Bela", "Ito, Chie", "Lis, Anna; Rey, Bela"]}\n',
        b'{"title":"T","doi":"10.1000/1","authors": ["Lis, Anna", "Rey, Bela", "Ito, Chie"]}\n',
    ),
    # An item that the list has already is not written a second time.
    "known.jsonl": (
        b'{"title":"T","doi":"10.1000/1","issns":["1939-9170","0012-9658; 1939-9170"],"authors":["Ito, Chie; Lis, Anna","Ito, Chie","Lis, Anna"]}\n',
        b'{"title":"T","doi":"10.1000/1","issns":["1939-9170","0012-9658"],"authors":["Ito, Chie","Lis, Anna"]}\n',
    ),
    "known.csv": (
        b'title,doi,authors\r\nT,10.1000/1,"Ito, Chie; Lis A., Rey B.; Rey B."\r\nU,10.1000/2,Sol Dana\r\n',
        b'title,doi,authors\r\nT,10.1000/1,"Ito, Chie; Lis A.; Rey B."\r\nU,10.1000/2,Sol Dana\r\n',
    ),
    "long.jsonl": (
        f'{{"title":"T","doi":"10.1000/1","authors": ["{"; ".join(["Lis, Anna"] * 40)}"]}}\n'.encode(),
        f'{{"title":"T","doi":"10.1000/1","authors": [{", ".join(["§Lis, Anna§"] * 40)}]}}\n'.replace(
            "§", '"'
        ).encode(),
    ),
    "indented.json": (
        b'[\n  {\n    "title": "T",\n    "doi": "10.1000/1",\n    "issns": [\n      "0012-9658 1939-9170"\n    ]\n  },\n  {"title": "U", "doi": "10.1000/2"}\n]\n',
        b'[\n  {\n    "title": "T",\n    "doi": "10.1000/1",\n    "issns": [\n      "0012-9658",\n      "1939-9170"\n    ]\n  },\n  {"title": "U", "doi": "10.1000/2"}\n]\n',
    ),
    "crossref.json": (
        b'{"message":{"items":[{"DOI":"10.1000/1","title":["T"],"container-title":["J"],"prefix":"10.1000","member":"1","URL":"https://doi.org/10.1000/1","ISSN":["0012-9658 1939-9170"]}]}}',
        b'{"message":{"items":[{"DOI":"10.1000/1","title":["T"],"container-title":["J"],"prefix":"10.1000","member":"1","URL":"https://doi.org/10.1000/1","ISSN":["0012-9658","1939-9170"]}]}}',
    ),
    "csl.json": (
        b'[{"citation-key":"a","title":"T","DOI":"10.1000/1","container-title":"J","accessed":null,"ISSN":"0012-9658 1939-9170"}]',
        b'[{"citation-key":"a","title":"T","DOI":"10.1000/1","container-title":"J","accessed":null,"ISSN":"0012-9658, 1939-9170"}]',
    ),
    "names.txt": (
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"J","platform":"S","authors":"Ito Chie;Lis A., Rey B."}\nAbstract &amp; text\n',
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"J","platform":"S","authors":"Ito Chie;Lis A.;Rey B."}\nAbstract &amp; text\n',
    ),
    # Half a character, which UTF-8 cannot write, in the part that does not change.
    "half.txt": (
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"\xc3\xa9","platform":"S","authors":"Ito Chie;Lis A., Rey B.;Xa \\uD800"}\n',
        b'{"title":"T","doi":"10.1000/1","DOIUrl":null,"ListUrlMain":null,"PeriodicalName":"\xc3\xa9","platform":"S","authors":"Ito Chie;Lis A.;Rey B.;Xa \\ud800"}\n',
    ),
    "names.csv": (
        b'title,doi,authors,note\r\nT,10.1000/1,"Ito, Chie; Lis A., Rey B.","a\r\nb"\r\nU,10.1000/2,Sol Dana,"x"\r\n',
        b'title,doi,authors,note\r\nT,10.1000/1,"Ito, Chie; Lis A.; Rey B.","a\r\nb"\r\nU,10.1000/2,Sol Dana,"x"\r\n',
    ),
    "names.tsv": (
        b"title\tdoi\tauthors\nT\t10.1000/1\tAnna Lis and Bela Rey\nU\t10.1000/2\tSol Dana\n",
        b"title\tdoi\tauthors\nT\t10.1000/1\tAnna Lis; Bela Rey\nU\t10.1000/2\tSol Dana\n",
    ),
}


@pytest.mark.parametrize("name", SPLIT)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_one_item_becomes_several_and_the_patch_makes_them_one(
    tmp_path: Path, name: str, *, packed: bool
) -> None:
    before, after = SPLIT[name]
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(before) if packed else before)
    assert fixed(path, select=("AUT006", "IDN001"), unsafe=True)
    written = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    assert written == after
    if not packed:
        assert restored(path) == before
    assert fixed(path, select=("AUT006", "IDN001"), unsafe=True) == 0


LONE = {
    "a.csv": b"title,doi,issn\nT,10.1000/1,0012-9658 1939-9170\n",
    # The other keys of the object belong to one of the two.
    "doaj.jsonl": b'{"id":"d","created_date":"","last_updated":"","admin":{},"bibjson":{"title":"T","author":[{"name":"Lis, A.; Rey, B.","orcid_id":"x"}]}}\n',
    # A name is read from whichever fields the object has.
    "objects.jsonl": b'{"title":"T","doi":"10.1000/1","authors":[{"name":"Lis, A.; Rey, B."}]}\n',
}


@pytest.mark.parametrize("name", LONE)
def test_a_value_outside_a_list_is_not_split(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(LONE[name])
    result = run.check([str(path)], Settings(select=("IDN001", "AUT006")))
    (change,) = files.file_changes(result.iter_findings(), READER)
    assert (change.applied, change.not_applied.total()) == (0, 1)
    assert change.after == change.before


@pytest.fixture(scope="module")
def fixed_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], dict[str, int]]:
    """Fix FILES twice, each time in one run: their folder, and the fixes that either run wrote."""
    folder = tmp_path_factory.mktemp("fixed")
    paths = [folder / name for name in FILES]
    for path in paths:
        path.write_bytes(FILES[path.name][0])
    return folder, fixes_by_file(paths), fixes_by_file(paths)


@pytest.mark.parametrize("name", FILES)
def test_only_the_fixed_values_change_and_the_patch_undoes_it(
    name: str, fixed_twice: tuple[Path, dict[str, int], dict[str, int]]
) -> None:
    before, after = FILES[name]
    folder, first, second = fixed_twice
    assert first[name]
    assert (folder / name).read_bytes() == after
    assert restored(folder / name) == before
    assert second.get(name, 0) == 0


DIFFERING = {
    "a.jsonl": b'{"title":"T","doi":"10.1000/1","note":"a"}\n{"title":"T","doi":"10.1000/1","note":"b"}\n',
    "a.json": b'[{"title":"T","doi":"10.1000/1","note":"a"},{"title":"T","doi":"10.1000/1","note":"b"}]',
    "a.csv": b"title,doi,note\nT,10.1000/1,a\nT,10.1000/1,b\n",
}


@pytest.mark.parametrize("name", DIFFERING)
def test_a_record_with_other_values_than_its_copy_is_not_removed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(DIFFERING[name])
    assert fixed(path, select=("DUP002",)) == 0
    assert path.read_bytes() == DIFFERING[name]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_the_second_of_two_equal_records_is_removed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(DIFFERING[name].replace(b'"b"', b'"a"').replace(b",b\n", b",a\n"))
    assert fixed(path, select=("DUP002",)) == 1
    assert path.read_bytes().count(b"10.1000/1") == 1


def test_a_copy_in_another_file_stays(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text('{"title":"T","doi":"10.1000/1"}\n', "utf-8")
    result = run.check([str(tmp_path)], Settings(select=("DUP002",)))
    assert int(result.counts["findings"].sum()) == 1
    assert list(files.file_changes(result.iter_findings(), READER)) == []


def test_fixes_after_a_fault_in_a_document_are_not_applied(tmp_path: Path) -> None:
    data = b'[{"title":"T","doi":"doi:10.1000/1"}, {"title" 5}, {"title":"U","doi":"doi:10.1000/2"}]'
    path = tmp_path / "a.json"
    path.write_bytes(data)
    result = run.check([str(path)], Settings(select=("DOI",)))
    (change,) = files.file_changes(result.iter_findings(), READER)
    assert b"".join(change.after) == data.replace(b"doi:10.1000/1", b"10.1000/1")
    assert (change.applied, change.not_applied.total()) == (1, 1)


def test_a_value_with_half_a_character_is_not_fixed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title":"Bread \\ud800 &amp; water","doi":"10.1000/1"}\n')
    result = run.check([str(path)], Settings(select=("TXT002",)))
    (change,) = files.file_changes(result.iter_findings(), READER)
    assert (change.applied, change.not_applied.total()) == (0, 1)


def test_a_packed_file_stays_packed(tmp_path: Path) -> None:
    before, after = FILES["a.jsonl"]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(before))
    assert fixed(path)
    assert gzip.decompress(path.read_bytes()) == after
    # Without a time, so that the same fix makes the same bytes.
    assert path.read_bytes()[4:8] == bytes(4)


def test_into_a_folder_the_source_stays(tmp_path: Path) -> None:
    before, after = FILES["a.jsonl"]
    path = tmp_path / "a.jsonl"
    path.write_bytes(before)
    fixed(path, into=tmp_path / "out")
    assert path.read_bytes() == before
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == after
    with pytest.raises(FixError, match="not overwritten"):
        fixed(path, into=tmp_path / "out")


def test_unsafe_fixes_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "T", "doi": "10.1000/tides.1."}) + "\n", "utf-8")
    assert fixed(path) == 0
    assert fixed(path, unsafe=True) == 1
    assert json.loads(path.read_text("utf-8"))["doi"] == "10.1000/tides.1"


def test_the_diff_shows_both_sides_and_changes_nothing(tmp_path: Path) -> None:
    before, _ = FILES["a.jsonl"]
    path = tmp_path / "a.jsonl"
    path.write_bytes(before)
    result = run.check([str(path)], Settings())
    (change,) = files.file_changes(result.iter_findings(), READER)
    shown = files.diff(change)
    assert b'-{"title" : "Bread &amp; water"' in shown
    assert b'+{"title" : "Bread & water"' in shown
    assert path.read_bytes() == before


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, files.FileChange]:
    """Return the changes to each file of FILES and SPLIT, by its name; those of either from one run."""
    found = {}
    for several, select in ((FILES, WITH_FIXES), (SPLIT, ("AUT006", "IDN001"))):
        folder = tmp_path_factory.mktemp("files")
        for name, (before, _) in several.items():
            (folder / name).write_bytes(before)
        result = run.check([str(folder / name) for name in several], Settings(select=select))
        for change in files.file_changes(result.iter_findings(), READER, unsafe=several is SPLIT):
            found[Path(change.path).name] = change
    return found


@pytest.mark.parametrize("name", [*FILES, *SPLIT])
def test_the_diff_makes_the_fixed_file_and_undoes_it(
    tmp_path: Path, name: str, changes: dict[str, files.FileChange]
) -> None:
    before, after = (FILES | SPLIT)[name]
    path = tmp_path / name
    path.write_bytes(before)
    (tmp_path / "diff").write_bytes(files.diff(changes[name]))
    for arguments, expected in (((), after), (("-R",), before)):
        command = ["patch", "--binary", "--quiet", *arguments, str(path), str(tmp_path / "diff")]
        subprocess.run(command, check=True)
        assert path.read_bytes() == expected


def test_standard_input_cannot_be_fixed() -> None:
    assert "save it to a file" in str(fixable.why_not_fixable("-"))


def test_every_run_leaves_a_patch_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "T", "doi": "doi:10.1000/1"}) + "\n", "utf-8")
    assert fixed(path) == 1
    path.write_text(json.dumps({"title": "A &amp; B", "doi": "10.1000/1"}) + "\n", "utf-8")
    second = path.read_bytes()
    assert fixed(path) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "a.jsonl",
        "a.jsonl.2.undo.patch",
        "a.jsonl.undo.patch",
    ]
    subprocess.run(
        ["patch", "--binary", "--quiet", str(path), str(tmp_path / "a.jsonl.2.undo.patch")], check=True
    )
    assert path.read_bytes() == second


def test_a_list_read_as_csl_is_split_into_items(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    work = {"title": "A study", "type": "article-journal", "DOI": "10.1000/3", "id": "a"}
    path.write_text(json.dumps({**work, "ISSN": ["0317-8471 2434-561X"]}) + "\n", "utf-8")
    result = run.check([str(path)], Settings(select=("IDN001",), source_format="csl-json"))
    for change in files.file_changes(result.iter_findings(), BlockReader.of(formats(), Limits(), "csl-json")):
        files.write(change)
    assert json.loads(path.read_text("utf-8"))["ISSN"] == ["0317-8471", "2434-561X"]
