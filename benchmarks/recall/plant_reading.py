"""Planters of defects that are found during reading: malformed lines, wrong types, wrong encodings, and files of other formats."""

from __future__ import annotations

import json

from planting import Draw, File, Planted, Record


def line(record: Record) -> bytes:
    """Return the record as a line of JSON, without the line break."""
    return json.dumps(record, ensure_ascii=False).encode()


def unreadable(record: Record, draw: Draw) -> bytes:
    """Truncate a line, remove a quote or a comma, join two lines, or write Python or HTML instead."""
    whole = line(record)
    forms = (
        whole[: draw.randrange(len(whole) // 4, len(whole) - 1)],
        whole[draw.randrange(1, len(whole) // 2) :],
        whole.replace(b'": ', b": ", 1),
        whole.replace(b'", "', b'" "', 1),
        whole[:-1] + b",}",
        repr(record).encode(),
        b"<html><body>502 Bad Gateway</body></html>",
        whole.replace(b": ", b": NULL, ", 1),
        whole[:-1],
        b"2021-04-05 12:00:01 WARN retrying page 17",
    )
    return draw.choice(forms)


def no_object(record: Record, draw: Draw) -> bytes:
    """Write valid JSON that is not a record."""
    forms: tuple[object, ...] = (
        42,
        record.get("title", "A title"),
        [record.get("title", "A title"), record.get("doi")],
        True,
        [],
        3.14,
        {"error": "resource not found", "status": 404},
        {"took": 12, "timed_out": False},
        [record],
        "",
    )
    return json.dumps(draw.choice(forms)).encode()


def wrong_type(record: Record, draw: Draw) -> File:
    """Give one field another type. This needs a separate file, because the defect is reported once per file."""
    title, journal = record["title"], record["journal"]
    plain: tuple[Record, ...] = (
        {"title": [title]},
        {"title": {"en": title}},
        {"journal": {"name": journal}},
        {"doi": [record["doi"]]},
        {"abstract": {"text": title}},
        {"abstract": True},
        {"title": 1984},
        {"volume": {"value": "3"}},
        {"authors": {"name": "Anna Lis"}},
        {"issns": {"print": "0317-8471"}},
    )
    page: Record = {
        "paperid": "p1",
        "title": title,
        "doi": record["doi"],
        "DOIUrl": None,
        "PeriodicalName": journal,
        "journal": {"name": journal, "volume": "3", "pages": "1-9"},
        "citationCount": 3,
        "isOpenAccess": False,
        "fieldsOfStudy": ["Law"],
        "platform": "web",
    }
    aggregated: tuple[Record, ...] = (
        {"citationCount": "3"},
        {"isOpenAccess": "false"},
        {"isOpenAccess": 1},
        {"journal": journal},
        {"fieldsOfStudy": "Law"},
        {"citationCount": 3.5},
    )
    if draw.random() < 0.5:
        return File(json.dumps({**page, **draw.choice(aggregated)}).encode(), ".txt")
    return File(line({**record, **draw.choice(plain)}) + b"\n")


def foreign_bytes(record: Record, draw: Draw) -> Planted:
    """Write a line in another encoding, or damage one character."""
    encoded = line(
        {**record, "publisher": draw.choice(("Éditions du Littoral", "Müller & Söhne", "Ålborg Forlag"))}
    )
    latin = [encoded.decode().encode(name, "replace") for name in ("latin-1", "cp1252", "cp850", "mac-roman")]
    middle = encoded.rindex(b"\xc3")
    broken = (encoded[:middle] + encoded[middle + 1 :], encoded[: middle + 1] + encoded[middle + 2 :])
    return draw.choice((*latin, *broken, encoded.replace(b" ", b"\xff", 1), encoded[:-1] + b'\xa0"}'))


def key_twice(record: Record, draw: Draw) -> bytes:
    """Repeat one key with another value: at the start, at the end, or next to the first one."""
    other = draw.other("title")
    name = draw.choice([n for n in ("title", "year", "doi", "journal", "volume") if record.get(n)])
    extra = json.dumps({name: other.get(name) or f"{record[name]} again"}, ensure_ascii=False).encode()[1:-1]
    whole = line(record)
    return b"{" + extra + b", " + whole[1:] if draw.random() < 0.5 else whole[:-1] + b", " + extra + b"}"


def no_format(record: Record, draw: Draw) -> File:
    """Write a file that has no records."""
    title = str(record["title"])
    forms = (
        (
            f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>",
            ".html",
        ),
        (f"2021-03-01 12:00:00 INFO harvest of `{title}` began\n2021-03-01 12:00:03 INFO done\n", ".log"),
        (
            f"<?xml version='1.0'?><article><front><article-title>{title}</article-title></front></article>",
            ".xml",
        ),
        (json.dumps([{"colour": "red", "size": n} for n in range(3)]), ".json"),
        (json.dumps({"message": {"status": "failed", "reason": title}}), ".json"),
        (f"{title}\n\nby the staff of the library\n", ".txt"),
        ("x,y,z\n1,2,3\n4,5,6\n", ".csv"),
        ("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", ".pdf"),
        (f"- heading: {title}\n  weight: 3\n", ".yml"),
    )
    content, suffix = draw.choice(forms)
    return File(content.encode(), suffix)


def drift(record: Record, draw: Draw) -> File:
    """Rename, remove, empty, or add a field in all records after a certain one."""
    name = draw.choice(("journal", "authors", "year", "title", "doi"))
    end = draw.choice(("drop", "null", "rename"))
    late = draw.randrange(130, 260)
    rows = []
    for number in range(400):
        row: Record = {
            "title": f"{record['title']} {number}",
            "doi": f"10.1002/drift.{number}",
            "journal": record["journal"],
            "authors": ["Anna Lis"],
            "year": 2000 + number % 20,
        }
        if number >= late:
            value = row.pop(name)
            row |= {"drop": {}, "null": {name: None}, "rename": {f"new_{name}_value": value}}[end]
        rows.append(line(row))
    return File(b"\n".join(rows[::-1] if draw.random() < 0.3 else rows) + b"\n")
