"""`scholint reference` as its users meet it: good lists, broken servers, and folders that are not as they should be."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scholint.checks.reference import lookups, tables
from scholint.errors import ConfigurationError
from scholint.flows.pipeline.run import check
from scholint.flows.reference_tables.lists import LISTS
from scholint.flows.settings import Settings, load
from tests import command_line
from tests.flows.network.test_client import reply, serving
from tests.flows.reference_tables.test_lists import ONLINE, OTHER, PRINT, issn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

    Answer = Callable[[Any, int], None]

NAME = "crossref-titles"
KNOWN = "0378-5955"  # an ISSN of the installed table, with a publisher there


def titles(rows: int, title: str = "Journal of Tides") -> bytes:
    """Return Crossref's title list with so many invented journals."""
    header = '"JournalTitle","JournalID","Publisher","pissn","eissn","additionalIssns","doi","(year1)[volume1]issue1"\n'
    row = '"{} {}","{}","Quay Press","{}","","","10.99999/j{}",""\n'
    numbers = [issn(9_000_000 + row).replace("-", "") for row in range(rows)]
    return (header + "".join(row.format(title, i, i, number, i) for i, number in enumerate(numbers))).encode()


LIST = titles(400)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "reference"
    monkeypatch.setenv("SCHOLINT_REFERENCE", str(folder))
    monkeypatch.chdir(tmp_path)
    yield folder
    forget_tables()


def forget_tables() -> None:
    for cached in (tables.table, lookups.keyed_table, lookups.known_title_keys, tables.refuse_changed):
        cached.cache_clear()


def check_file(record: Path, *options: str) -> Result:
    """Run `scholint check` as a new process does, which has read no table yet."""
    forget_tables()
    return command_line.run("check", str(record), *options)


def command(*arguments: str) -> Result:
    return command_line.run("reference", *arguments, cwd=Path.cwd())


def configured(url: str, name: str = NAME, **http: object) -> str:
    limits = {"private-addresses": True, "read-seconds": 2, "retries": 1, "pause-seconds": 0.01, **http}
    lines = [f"{key} = {json.dumps(value)}" for key, value in limits.items()]
    path = Path("scholint.toml")
    path.write_text("\n".join(("[reference]", f'{name} = "{url}"', "[http]", *lines, "")), "utf-8")
    return str(path.absolute())


def updated(answer: Answer, name: str = NAME, **http: object) -> Result:
    with serving(answer) as url:
        return command("update", name, "--config", configured(url, name, **http))


def table(home: Path, name: str = "journals") -> pl.DataFrame:
    return pl.read_parquet(home / f"{name}.parquet")


def snapshot(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and "downloads" not in path.parts
    }


def own_table(name: str, content: str) -> str:
    path = Path(name)
    path.write_text(content, "utf-8")
    return str(path)


def refused(done: Result, sentence: str, status: int) -> None:
    """The last line on standard error is one sentence, and the status is the one that was promised."""
    assert done.exit_code == status, done.output
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert done.output.rstrip("\n").rsplit("\n", 1)[-1].startswith("scholint: ")


def test_what_is_installed_is_shown_with_its_age() -> None:
    done = command()
    assert done.exit_code == 0
    assert "journals              87,767 rows, as of 2026-11-01 (" in done.output
    rows = json.loads(command("--format", "json").output)
    assert [row["name"] for row in rows] == ["journals", "prefixes"]
    assert all(isinstance(row["days"], int) for row in rows)


def test_a_list_is_fetched_kept_and_shown(home: Path) -> None:
    done = updated(lambda h, n: reply(h, body=LIST))
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, f"{NAME}: 400 rows")
    assert table(home).height == 400
    assert not (home / "downloads" / NAME).exists()
    shown = command().output
    assert "journals (user)          400 rows" in shown
    assert f"  {NAME}        400 rows" in shown
    facts = json.loads((home / "manifest.json").read_text("utf-8"))["journals"]
    assert facts["sha256"] == hashlib.sha256((home / "journals.parquet").read_bytes()).hexdigest()
    assert facts["rows"] == 400


def test_a_compressed_list_is_read(home: Path) -> None:
    assert updated(lambda h, n: reply(h, body=gzip.compress(LIST))).exit_code == 0
    assert table(home).height == 400


def test_a_server_that_hangs_up_is_asked_for_the_rest(home: Path) -> None:
    asked: list[str | None] = []

    def answer(handler: Any, number: int) -> None:
        asked.append(handler.headers["Range"])
        if number == 1:
            reply(handler, body=LIST[:9000], length=str(len(LIST)), ETag='"v1"', Accept_Ranges="bytes")
        else:
            reply(
                handler,
                206,
                LIST[9000:],
                ETag='"v1"',
                Content_Range=f"bytes 9000-{len(LIST) - 1}/{len(LIST)}",
            )

    assert updated(answer).exit_code == 0
    assert asked == [None, "bytes=9000-"]
    assert table(home).height == 400


def broken_off(later: Answer) -> tuple[Result, Result]:
    """Return an update that breaks off after 9,000 bytes, and the next one, that `later` answers."""

    def answer(handler: Any, number: int) -> None:
        if number == 1:
            reply(handler, body=LIST[:9000], length=str(len(LIST)), ETag='"v1"', Accept_Ranges="bytes")
        elif number == 2:
            reply(handler, 500)
        else:
            later(handler, number)

    with serving(answer) as url:
        config = configured(url)
        return command("update", NAME, "--config", config), command("update", NAME, "--config", config)


def test_the_next_update_resumes_an_interrupted_one(home: Path) -> None:
    def rest(handler: Any, number: int) -> None:
        assert (handler.headers["Range"], handler.headers["If-Range"]) == ("bytes=9000-", '"v1"')
        reply(handler, 206, LIST[9000:], ETag='"v1"', Content_Range=f"bytes 9000-{len(LIST) - 1}/{len(LIST)}")

    first, second = broken_off(rest)
    refused(first, " after 9,000 bytes", 3)
    assert second.exit_code == 0
    assert table(home).height == 400


@pytest.mark.parametrize(
    "later",
    [
        lambda h, n: reply(h, body=LIST, ETag='"v2"', Accept_Ranges="bytes"),
        lambda h, n: reply(h, 416) if h.headers["Range"] else reply(h, body=LIST),
        lambda h, n: (
            reply(h, 206, LIST[50:], ETag='"v1"', Content_Range=f"bytes 50-{len(LIST) - 1}/{len(LIST)}")
            if h.headers["Range"]
            else reply(h, body=LIST)
        ),
    ],
    ids=["the list has changed", "the rest is refused", "the server goes on elsewhere"],
)
def test_what_does_not_fit_to_the_first_part_is_fetched_from_the_start(later: Answer, home: Path) -> None:
    assert broken_off(later)[1].exit_code == 0
    assert table(home).height == 400


def test_a_server_without_ranges_that_hangs_up_once_is_asked_again(home: Path) -> None:
    def answer(handler: Any, number: int) -> None:
        reply(handler, body=LIST[: 9000 if number == 1 else None], length=str(len(LIST)))

    assert updated(answer).exit_code == 0
    assert table(home).height == 400


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda h, n: reply(h, body=LIST[:9000], length=str(len(LIST))), " after 9,000 bytes"),
        (lambda h, n: reply(h, body=LIST, length="9000"), "was not updated: list has 118 usable rows"),
        (lambda h, n: reply(h, body=b"<!DOCTYPE html>\n<p>Sign in</p>"), "missing columns"),
        (lambda h, n: reply(h, body=gzip.compress(LIST)[:-90]), "truncated gzip stream"),
        (
            lambda h, n: reply(h, body=titles(200)),
            "list has 200 usable rows, expected at least 320",
        ),
        (lambda h, n: reply(h, body=titles(0)), "list has 0 usable rows"),
        (lambda h, n: reply(h, body=b""), "empty CSV"),
        (
            lambda h, n: reply(h, body=titles(400, "\xc9tudes").decode().encode("latin-1")),
            "probably not UTF-8",
        ),
        (lambda h, n: reply(h, body=LIST.decode().encode("utf-16")), "missing columns"),
        (
            lambda h, n: reply(h, 302, Location="http://example.org/list"),
            "redirects to the host `example.org`",
        ),
        (lambda h, n: reply(h, 302, Location="file:///etc/passwd"), "expected an http:// or https:// URL"),
        (lambda h, n: reply(h, 404), "server returned HTTP 404"),
        (lambda h, n: reply(h, 206, LIST), "server returned only part of the content"),
        (
            lambda h, n: reply(h, body=gzip.compress(b" " * 3_000_000)),
            "decompressed size exceeds 1,000,000 bytes",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_answer_leaves_everything_as_it_was(answer: Answer, sentence: str, home: Path) -> None:
    """And nothing of it is kept: the next update, from the same server, is a good one."""
    good = False

    def changing(handler: Any, number: int) -> None:
        reply(handler, body=LIST) if good else answer(handler, number)

    assert updated(lambda h, n: reply(h, body=LIST)).exit_code == 0
    before = snapshot(home)
    with serving(changing) as url:
        arguments = ("update", NAME, "--config", configured(url, **{"bytes-limit": 1_000_000}))
        refused(command(*arguments), sentence, 3)
        assert snapshot(home) == before
        good = True
        assert command(*arguments).exit_code == 0


def test_a_list_that_really_shrank_can_be_taken(home: Path) -> None:
    assert updated(lambda h, n: reply(h, body=LIST)).exit_code == 0
    assert command("remove", NAME).exit_code == 0
    assert not (home / "journals.parquet").exists()
    assert updated(lambda h, n: reply(h, body=titles(100))).exit_code == 0


def test_what_the_keeper_publishes_is_never_so_short(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda h, n: reply(h, body=LIST)) as url:
        monkeypatch.setitem(LISTS, NAME, _at(url))
        path = Path("scholint.toml")
        path.write_text("[http]\nprivate-addresses = true\n", "utf-8")
        refused(command("update", NAME, "--config", str(path)), "expected at least 80,000", 3)


def _at(url: str) -> Any:
    from dataclasses import replace

    return replace(LISTS[NAME], url=url)


def test_a_redirect_to_a_host_that_is_allowed_is_followed(home: Path) -> None:
    def answer(handler: Any, number: int) -> None:
        there = f"http://localhost:{handler.server.server_address[1]}/there"
        reply(handler, 302, Location=there) if number == 1 else reply(handler, body=LIST)

    refused(updated(answer), "redirects to the host `localhost`", 3)
    assert updated(answer, hosts=["localhost"]).exit_code == 0
    assert table(home).height == 400


def test_pages_that_came_are_not_fetched_again(home: Path) -> None:
    asked: list[str] = []

    def answer(handler: Any, number: int) -> None:
        asked.append(handler.path.partition("?")[2])
        if number == 2:
            reply(handler, 403)
            return
        offset = int(handler.path.rpartition("=")[2])
        prefix = {"value": f"10.{90000 + offset}", "name": "Quay Press"}
        page = {"message": {"total-results": 1500, "items": [{"id": offset, "prefix": [prefix]}]}}
        reply(handler, body=json.dumps(page).encode())

    with serving(answer) as url:
        arguments = ("update", "crossref-members", "--config", configured(url, "crossref-members"))
        refused(command(*arguments), "server returned HTTP 403", 3)
        assert command(*arguments).exit_code == 0
    assert asked == ["rows=1000&offset=0", "rows=1000&offset=1000", "rows=1000&offset=1000"]
    assert table(home, "prefixes")["prefix"].to_list() == ["10.90000", "10.91000"]


def test_parts_of_another_day_are_downloaded_again(home: Path) -> None:
    stale = home / "downloads" / NAME
    stale.mkdir(parents=True)
    with serving(lambda h, n: reply(h, body=LIST)) as url:
        (stale / (hashlib.sha256(url.encode()).hexdigest()[:16] + ".whole")).write_bytes(titles(3))
        os.utime(stale, (time.time() - 200_000,) * 2)
        assert command("update", NAME, "--config", configured(url)).exit_code == 0
    assert table(home).height == 400


def test_without_a_network_it_says_so(home: Path) -> None:
    refused(
        command("update", NAME, "--config", configured("http://127.0.0.1:9/list")),
        "cannot read http://127.0.0.1:9/list",
        3,
    )
    assert snapshot(home) == {}


def test_one_list_that_fails_does_not_keep_the_others_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(LISTS) - {NAME, "nlm"}:
        monkeypatch.delitem(LISTS, name)

    def answer(handler: Any, number: int) -> None:
        reply(handler, body=LIST) if "titles" in handler.path else reply(handler, 404)

    with serving(answer) as url:
        config = Path(configured(f"{url}?titles"))
        config.write_text(config.read_text("utf-8").replace("[http]", f'nlm = "{url}"\n[http]'), "utf-8")
        done = command("update", "--config", str(config))
    assert done.exit_code == 3
    assert f"{NAME}: 400 rows" in done.output
    assert "nlm was not updated" in done.output
    assert table(home).height == 400


def test_an_unknown_list_is_a_wrong_usage() -> None:
    done = command("update", "nml")
    assert done.exit_code == 2
    assert "invalid list `nml`, expected one of crossref-titles, nlm" in done.output


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('[reference]\nnml = "https://example.org"', "invalid list `nml`.*did you mean `nlm`"),
        ('[reference]\nnlm = "file:///etc/passwd"', "expected an http:// or https:// URL"),
        ("[reference]\nnlm = 3", "expected an http:// or https:// URL"),
        ("[http]\nretry = 3", "`retry` .did you mean `retries`"),
        ('[http]\nretries = "3"', "invalid value '3' for `http.retries`, expected an integer"),
        ('[http]\nhosts = "example.org"', "expected a list of strings"),
        ("[http]\nread-seconds = true", "expected a number"),
    ],
)
def test_settings_that_cannot_be_followed(lines: str, sentence: str) -> None:
    path = Path("scholint.toml")
    path.write_text(lines, "utf-8")
    with pytest.raises(ConfigurationError, match=sentence):
        load(path)


def test_a_users_table_is_added_shown_and_read(home: Path, tmp_path: Path) -> None:
    record = tmp_path / "r.jsonl"
    line = {"title": "A study of tides", "doi": "10.0999/1", "journal": "Journal of Tides", "issn": PRINT}
    record.write_text(json.dumps(line) + "\n", "utf-8")
    arguments = ("--select", "doi-unknown-prefix", "--fail-on", "info")
    unknown = check_file(record, *arguments)
    assert "DOI prefix `10.0999` is not assigned by any registration agency" in unknown.stdout
    done = command("add", own_table("own.csv", "prefix,registrant\n10.0999,Quay Press\ntides,Nobody\n"))
    assert done.output == "own: added 1 row to the prefixes table, 1 skipped with an invalid ISSN or prefix\n"
    assert "  own                       1 row, as of" in command().output
    assert check_file(record, *arguments).exit_code == 0
    assert command("remove", "own").output == "own: removed\n"
    assert [path.name for path in home.rglob("*.parquet")] == []
    assert check_file(record, *arguments).stdout == unknown.stdout


def test_a_users_table_goes_before_lists_and_both_before_what_is_installed(home: Path) -> None:
    installed = pl.read_parquet(tables.INSTALLED / "journals.parquet")
    key = int(KNOWN.replace("-", "")[:7])
    before = installed.row(by_predicate=pl.col("issn") == key, named=True)
    assert before["publisher"]
    first = issn(9_000_000)
    own = f"issn,title,publisher\n{KNOWN},Hearing of Tides,\n{first},Tides,Another House\n"
    assert command("add", own_table("own.csv", own)).exit_code == 0
    assert updated(lambda h, n: reply(h, body=LIST)).exit_code == 0
    rows = {row["issn"]: row for row in table(home).to_dicts()}
    # The installed names follow the user's, and its publisher stays where the user names none.
    assert rows[key]["titles"].split("\x1f")[0] == "Hearing of Tides"
    assert set(before["titles"].split("\x1f")) < set(rows[key]["titles"].split("\x1f"))
    assert rows[key]["publisher"] == before["publisher"]
    assert rows[9_000_000]["publisher"] == "Another House"
    assert tables.table("journals").height == installed.height + 400


def test_formulas_stay_text(home: Path) -> None:
    content = f'issn,title\n{PRINT},"=HYPERLINK(""http://example.org"",""Tides"")"\n{ONLINE},@SUM(1)\n{OTHER},-1+1\n'
    assert command("add", own_table("own.csv", content)).exit_code == 0
    kept = ['=HYPERLINK("http://example.org","Tides")', "@SUM(1)", "-1+1"]
    assert table(home)["titles"].to_list() == kept


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("own.csv", "issn,title\nabc,Tides\n1234-5678,Tides\n", "has no usable rows"),
        ("own.csv", "issn,title\n", "has no usable rows"),
        ("own.csv", "name\nx\n", "expected `issn` and `title`"),
        ("own.csv", "", "empty CSV"),
        ("own.parquet", "PAR1", "cannot read `own.parquet`"),
        ("nlm.csv", f"issn,title\n{PRINT},Tides\n", "file name `nlm` is reserved for a public list"),
        (".csv", f"issn,title\n{PRINT},Tides\n", "cannot derive a table name"),
        ("a\x1b[31m.csv", f"issn,title\n{PRINT},Tides\n", r"'a\x1b[31m.csv'"),
    ],
)
def test_a_table_that_cannot_be_added(name: str, content: str, sentence: str, home: Path) -> None:
    refused(command("add", own_table(name, content)), sentence, 2)
    assert not home.exists()


@pytest.mark.parametrize("argument", ["nowhere.csv", "."])
def test_only_a_file_can_be_added(argument: str) -> None:
    refused(command("add", argument), f"cannot read `{argument}`: ", 2)


def test_an_unknown_table_cannot_be_removed() -> None:
    sentence = "cannot remove `own`: no tables have been added or updated\n"
    refused(command("remove", "own"), sentence, 2)
    command("add", own_table("tides.csv", f"issn,title\n{PRINT},Tides\n{ONLINE},Tides\n"))
    for name in ("own", "journals", "journals (user)"):
        sentence = f"no added or updated table is named `{name}`, expected one of tides\n"
        refused(command("remove", name), sentence, 2)


JUNK = {
    "junk": b"PAR1junk",
    "empty": b"",
    "no table": b"{",
    "a list": b"[]",
    "facts that lack": b'{"own": {}}',
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
@pytest.mark.parametrize("name", ["manifest.json", "sources.json"])
def test_a_broken_list_of_tables_is_one_sentence(name: str, junk: bytes, home: Path) -> None:
    command("add", own_table("own.csv", f"issn,title\n{PRINT},Tides\n"))
    (home / name).write_bytes(junk)
    refused(command(), f"cannot read reference table `{home / name}` (", 2)


def test_a_broken_table_is_one_sentence_and_can_be_made_again(home: Path, tmp_path: Path) -> None:
    path = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    command("add", path)
    record = tmp_path / "r.jsonl"
    line = {
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Quays",
        "issn": PRINT,
        "pages": "1-9",
    }
    record.write_text(json.dumps(line) + "\n", "utf-8")
    others = {"junk": b"PAR1junk", "another table": (tables.INSTALLED / "prefixes.parquet").read_bytes()}
    for content in others.values():
        (home / "journals.parquet").write_bytes(content)
        done = check_file(record, "--fail-on", "never")
        assert (done.exit_code, done.stdout) == (2, "")
        table = home / "journals.parquet"
        assert (
            done.stderr
            == f"scholint: reference table `{table}` was changed after it was written; add or update the table again\n"
        )
    # Nor one that nothing is known of, though it is sound.
    assert command("add", path).exit_code == 0
    (home / "manifest.json").unlink()
    sentence = f"scholint: reference table `{table}` is missing from the manifest; delete the file, or add or update the table again\n"
    done = check_file(record, "--fail-on", "never")
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", sentence)
    refused(command(), sentence, 2)
    # Rules that do not ask for it do not read it.
    assert check_file(record, "--select", "PAG,DAT,TXT").exit_code == 0
    assert command("add", path).exit_code == 0
    assert check_file(record, "--fail-on", "never").exit_code == 0


def test_a_table_that_changed_is_not_shown_as_sound(home: Path) -> None:
    path = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    command("add", path)
    assert [row["fault"] for row in json.loads(command("--format", "json").output)] == [None] * 4
    files = {
        home / "journals.parquet": "add or update the table again",
        home / "titles.parquet": "add or update the table again",
        home / "sources" / "own.parquet": "run `scholint reference remove own`, then add or update it again",
    }
    for file, remedy in files.items():
        sound = file.read_bytes()
        # One bit of the data, which the parser reads as another ISSN or title.
        file.write_bytes(sound[:20] + bytes([sound[20] ^ 1]) + sound[21:])
        done = command()
        refused(done, f"scholint: reference table `{file}` was changed after it was written; {remedy}\n", 2)
        assert done.output.count("damaged") == 1
        assert "journals              87,767 rows" in done.output
        file.unlink()
        refused(command(), f"cannot read reference table `{file}` (No such file or directory); {remedy}", 2)
        assert command("add", path).exit_code == 0
        assert command().exit_code == 0


def test_a_check_refuses_a_table_that_changed_though_it_parses(home: Path, tmp_path: Path) -> None:
    record = tmp_path / "a.jsonl"
    work = {"title": "A study", "doi": "10.1000/1", "journal": "Tidal Letters", "issns": [PRINT]}
    record.write_text(json.dumps(work) + "\n", "utf-8")
    command("add", own_table("own.csv", f"issn,title\n{PRINT},Tides\n"))
    for name in ("journals", "titles"):
        file = home / f"{name}.parquet"
        sound, changed = file.read_bytes(), file.stat().st_mtime_ns
        file.write_bytes(sound[:20] + bytes([sound[20] ^ 1]) + sound[21:])
        done = check_file(record, "--fail-on", "never")
        assert (done.exit_code, done.stdout) == (2, "")
        assert (
            done.stderr
            == f"scholint: reference table `{file}` was changed after it was written; add or update the table again\n"
        )
        # A copy that is sound, made later, will do.
        file.write_bytes(sound)
        os.utime(file, ns=(changed + 1, changed + 1))
        assert check_file(record, "--fail-on", "never").exit_code == 0


def test_a_check_refuses_a_table_that_is_gone_as_the_list_does(home: Path, tmp_path: Path) -> None:
    record = tmp_path / "a.jsonl"
    work = {"title": "A study", "doi": "10.1000/1", "journal": "Tidal Letters", "issns": [PRINT]}
    record.write_text(json.dumps(work) + "\n", "utf-8")
    path = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    for name in ("journals", "titles"):
        command("add", path)
        file = home / f"{name}.parquet"
        file.unlink()
        sentence = f"scholint: cannot read reference table `{file}` (No such file or directory); add or update the table again\n"
        done = check_file(record, "--fail-on", "never")
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", sentence)
        refused(command(), sentence, 2)
    assert command("remove", "own").exit_code == 0
    assert check_file(record, "--fail-on", "never").exit_code == 0


def test_a_broken_source_leaves_the_tables_as_they_were_and_can_be_removed(home: Path) -> None:
    command("add", own_table("own.csv", f"issn,title\n{PRINT},Tides\n"))
    (home / "sources" / "own.parquet").write_bytes(b"junk")
    before = (home / "journals.parquet").read_bytes()
    another = own_table("another.csv", f"issn,title\n{ONLINE},Tides\n")
    refused(command("add", another), "run `scholint reference remove own`, then add or update it again", 2)
    assert (home / "journals.parquet").read_bytes() == before
    assert command("remove", "own").exit_code == 0
    assert command("add", another).exit_code == 0
    assert table(home).height == 1


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", "utf-8")
    monkeypatch.setenv("SCHOLINT_REFERENCE", str(in_the_way))
    refused(command("add", own), f"cannot write `{in_the_way}`: Not a directory", 2)
    refused(updated(lambda h, n: reply(h, body=LIST)), f"cannot write `{in_the_way}`: Not a directory", 3)
    sentence = (
        f"`{in_the_way}` is not a directory; set SCHOLINT_REFERENCE to a directory for your own tables\n"
    )
    refused(command(), sentence, 2)
    refused(command("remove", "own"), sentence, 2)
    record = tmp_path / "a.jsonl"
    record.write_text('{"title": "A study", "doi": "10.1000/1"}\n', "utf-8")
    done = check_file(record, "--fail-on", "never")
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"scholint: {sentence}")
    # One that is not there yet is as one that is empty.
    monkeypatch.setenv("SCHOLINT_REFERENCE", str(tmp_path / "nowhere"))
    assert command().exit_code == 0
    assert check_file(record, "--fail-on", "never").exit_code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_one_sentence(home: Path) -> None:
    own = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    home.mkdir()
    home.chmod(0o500)
    refused(command("add", own), f"cannot write `{home}`: Permission denied", 2)
    refused(updated(lambda h, n: reply(h, body=LIST)), f"cannot write `{home}`: Permission denied", 3)
    # A folder that may not be looked into is as one that is empty.
    home.chmod(0)
    assert command().exit_code == 0
    home.chmod(0o700)


def test_a_user_without_a_home_has_the_installed_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("SCHOLINT_REFERENCE")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert command().exit_code == 0
    assert tables.table("prefixes").height == 34_335
    own = own_table("own.csv", f"issn,title\n{PRINT},Tides\n")
    refused(command("add", own), "set SCHOLINT_REFERENCE to a directory", 2)


@pytest.mark.parametrize(
    ("record", "select"),
    [
        (
            {"title": "A study of tides", "doi": "10.1000/1", "issn": "0378-5955", "journal": "Quays"},
            ("EMP", "TTL", "PAG"),
        ),
        ({"title": "A study of tides", "pages": "1-9", "year": "2020"}, ()),
    ],
    ids=["no rule asks", "no record has what is asked for"],
)
def test_tables_that_no_rule_needs_are_not_read(
    record: dict[str, str], select: tuple[str, ...], home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    for name in tables.SCHEMAS:
        (home / f"{name}.parquet").write_bytes(b"junk")
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(record) + "\n", "utf-8")
    tables.table.cache_clear()
    assert check([str(path)], Settings(select=select)).records == 1
    assert tables.table.cache_info().currsize == 0
