"""Planters of wrong dates, pages, volumes, links, and open-access statuses."""

from __future__ import annotations

import datetime as dt

from planting import Draw, Record, put

MONTHS = ("January", "March", "Juni", "octobre", "Dec", "Sept.")


def no_date(record: Record, draw: Draw) -> Record:
    """Write a date without a year, or no date."""
    forms = (
        "n.d.",
        "in press",
        "forthcoming",
        "12-Mar",
        "xx/xx/xxxx",
        "May",
        "00/00/00",
        "2O19",
        "19 March",
        "Published online",
        "03/04",
        "Mar-19",
        "to appear",
        "s.d.",
        "20??",
        "19--",
        "201",
        "12/05/21",
        "Sat, 3 Mar",
        "accepted",
        "Q3",
        "spring",
        "Date unknown",
    )
    return put(record, published=draw.choice(forms), year=None)


def impossible(record: Record, draw: Draw) -> Record:
    """Write a day that no calendar has."""
    year = draw.randint(1990, 2022)
    day = draw.choice(
        ((2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31), (13, 1), (0, 12), (14, 5), (1, 32), (5, 0))
    )
    month, number = day
    forms = (
        f"{year}-{month:02}-{number:02}",
        f"{year}/{month:02}/{number:02}",
        f"{year}-{month:02}-{number:02}T00:00:00Z",
        f"{year}-{month}-{number}",
        f"{year}{month:02}{number:02}",
        f"{number:02}.{month:02}.{year}",
    )
    named = f"{draw.choice((30, 31))} February {year}"
    odd = f"{draw.choice((1997, 1999, 2001, 2019, 2021))}-02-29"
    return put(record, published=draw.choice((*forms, named, odd)), year=None)


def future(record: Record, draw: Draw) -> Record:
    """Date the record years ahead."""
    year = dt.datetime.now(tz=dt.UTC).year + draw.choice((2, 3, 5, 10, 20, 100, 900))
    forms = (
        f"{year}-05-01",
        f"{year}",
        f"{year}-11",
        f"1 {draw.choice(MONTHS[:2])} {year}",
        f"{year}/03/04",
        f"03/04/{year}",
    )
    return put(record, published=draw.choice(forms), year=None)


def early(record: Record, draw: Draw) -> Record:
    """Date the article before the first journals."""
    year = draw.choice(
        ("1066", "1200", "1201", "1012", "1019", "1492", "1202", "1009", "1600", "1018", "1399")
    )
    return put(
        record,
        type="journal-article",
        published=draw.choice(("{}-01-01", "{}", "{}-06", "{}-12-31")).format(year),
        year=None,
    )


def held_place(record: Record, draw: Draw) -> Record:
    """Write a date that programs use as default."""
    forms = (
        "1900-01-01",
        "1970-01-01",
        "0001-01-01",
        "9999-12-31",
        "1970-01-01T00:00:00Z",
        "1899-12-30",
        "01/01/1970",
        "1601-01-01",
        "9999",
        "0000-00-00",
        "1900-01-01T00:00:00",
        "1969-12-31",
        "1900/01/01",
        "1111-11-11",
        "9999-01-01",
        "0000",
        "1970/01/01",
        "0001-01-01T00:00:00",
    )
    return put(record, published=draw.choice(forms), year=None)


def disagree(record: Record, draw: Draw) -> Record:
    """Write a year and a date, or print and online dates, that are years apart."""
    year, off = draw.randint(1990, 2015), draw.choice((-12, -5, -4, -3, 3, 4, 5, 9))
    forms: tuple[Record, ...] = (
        {"published": f"{year}-05-02", "year": str(year + off)},
        {"published": f"{year}", "year": str(year + off)},
        {
            "published": "2013-05-02",
            "year": "2013",
            "published_print": "2013-05-02",
            "published_online": f"{2013 + abs(off)}-05-02",
        },
        {"published": f"{year}-11", "year": f"{year + off}"},
    )
    return put(record, **draw.choice(forms))


def swapped(record: Record, draw: Draw) -> Record:
    """Swap day and month."""
    year, day, month = draw.randint(1990, 2022), draw.randint(13, 31), draw.randint(1, 12)
    forms = (
        f"{year}-{day}-{month:02}",
        f"{year}/{day}/{month:02}",
        f"{year}-{day}-{month:02}T00:00:00",
        f"{year}.{day}.{month:02}",
        f"{month % 12 + 1:02}/{month:02}/{year}",
    )
    return put(record, published=draw.choice(forms), year=None)


def reversed_pages(record: Record, draw: Draw) -> Record:
    """Write a range that ends before it starts."""
    low, high = draw.randint(100, 480), draw.randint(520, 990)
    forms = (
        f"{high}-{low}",
        f"S{high}-S{low}",
        f"{high}–{low}",
        f"pp. {high}-{low}",
        f"e{high}-e{low}",
        f"{high}--{low}",
        f"A{high}-A{low}",
        f"{high} - {low}",
        f"{low + 1}-{low}",
        f"{high * 10}-{low * 10}",
        "xiv-ix",
    )
    return put(record, pages=draw.choice(forms))


def malformed_pages(record: Record, draw: Draw) -> Record:
    """Write pages that consist of placeholders or separators."""
    n = draw.randint(2, 300)
    forms = (
        "n/a-n/a",
        "undefined-undefined",
        "--",
        f"{n}-",
        f"-{n}",
        "null-null",
        "NaN-NaN",
        "?-?",
        f"{n}-n/a",
        "0-0",
        "pp.",
        "-1",
        f"{n}--",
        f"{n}-undefined",
        "None-None",
        ",",
        "p. –",
        "-",
        f"{n}-null",
        "()",
        f"{n}-?",
        "pp. -",
        "–",
        "nan-nan",
        f"None-{n}",
        "?–?",
        f"{n}---{n + 9}",
        "p.",
    )
    return put(record, pages=draw.choice(forms))


def volume_and_issue(record: Record, draw: Draw) -> Record:
    """Write the issue into the volume."""
    n, k = draw.randint(2, 90), draw.randint(1, 12)
    forms = (
        f"{n}({k})",
        f"{n} ({k})",
        f"{n}, no. {k}",
        f"{n}:{k}",
        f"Vol. {n} Issue {k}",
        f"{n} No {k}",
        f"{n} № {k}",
        f"{n}({k}-{k + 1})",
        f"Vol. {n}, No. {k}",
        f"{n} (Suppl {k})",
        f"{n}, Issue {k}",
        f"{n} no.{k}",
        f"vol {n} iss {k}",
        f"{n}, nr {k}",
        f"{n}, n. {k}",
    )
    return put(record, volume=draw.choice(forms), issue=None)


def no_volume(record: Record, draw: Draw) -> Record:
    """Write a number that is too long, a date, a DOI or a sentence as volume."""
    value = draw.choice(
        (
            draw.digits(6),
            draw.digits(8),
            draw.digits(5),
            record.get("doi") or "10.1002/x.1",
            f"{draw.randint(1990, 2022)}0{draw.randint(1, 9)}11",
            record["title"],
            "the spring issue of the journal of the society",
            "volume and issue of the journal",
            draw.digits(12),
        )
    )
    return put(record, **{draw.choice(("volume", "issue")): value})


def many_pages(record: Record, draw: Draw) -> Record:
    """Make the article longer than a book."""
    first = draw.randint(1, 400)
    return put(
        record,
        pages=f"{draw.choice(('', '', 'pp. ', 'p. '))}{first}{draw.choice(('-', '-', '–', ' - ', '--'))}{first + draw.randint(1200, 90000)}",
    )


def zeros(record: Record, draw: Draw) -> Record:
    """Pad the pages with zeros."""
    first = draw.randint(1, 900)
    forms = (
        f"{first:04}-{first + 9:04}",
        f"{first:05}-{first + 9:05}",
        f"{first:04}",
        f"0{first}-0{first + 8}",
        f"{first:05}–{first + 9:05}",
        f"0{first}",
        f"pp. 0{first}-0{first + 3}",
        f"{first}-0{first + 5}",
    )
    return put(record, pages=draw.choice(forms))


def separator(record: Record, draw: Draw) -> Record:
    """Write the page range with the dash of printed texts."""
    first, last = draw.randint(10, 300), draw.randint(301, 400)
    forms = (
        f"{first}–{last}",
        f"pp. {first}-{last}",
        f"{first}--{last}",
        f"{first}—{last}",
        f"p. {first}-{last}",
        f"{first}, {last}",
        f"pp {first}–{last}",
        f"S. {first}-{last}",
        f"{first}−{last}",
        f"pp.{first}-{last}",
        f"{first} – {last}",
        f"С. {first}–{last}",
        f"{first}‐{last}",
        f"{first}~{last}",
        f"Pages {first}-{last}",
        f"{first} to {last}",
        f"{first} - {last}",
        f"P.{first}-{last}",
    )
    return put(record, pages=draw.choice(forms))


def bad_url(record: Record, draw: Draw) -> Record:
    """Damage the scheme or the host."""
    path = f"article/{draw.digits(4)}"
    forms = (
        f"htp://example.org/{path}",
        f"http:/example.org/{path}",
        f"https//example.org/{path}",
        f"www.example.org/{path}",
        "http://",
        f"https://https://example.org/{path}",
        f"example.org/{path}",
        f"http;//example.org/{path}",
        f"http://example..org/{path}",
        f"//example.org/{path}",
        f"http://example/{path}",
        f"http:example.org/{path}",
        f"hhttps://example.org/{path}",
        f"http://http//example.org/{path}",
        "see website",
        f"http:///{path}",
        f"ttp://example.org/{path}",
        "[object Object]",
    )
    return _linked(record, draw, draw.choice(forms))


def private_place(record: Record, draw: Draw) -> Record:
    """Link to an address that only its author can reach."""
    n = draw.randint(2, 250)
    forms = (
        "file:///C:/Users/lis/article.pdf",
        "http://localhost:8080/article/7",
        "http://127.0.0.1/ojs/7",
        f"http://192.168.1.{n}/view/7",
        f"http://10.0.{n}.8/view/7",
        "C:\\Users\\lis\\article.pdf",
        "https://staging.publisher.com/a/7",
        f"https://dev.journals.org/a/{n}",
        "http://journal.local/7",
        "https://test.publisher.com/article/7",
        f"http://172.16.{n}.1/x.pdf",
        "/home/lis/article.pdf",
        "file://server/share/7.pdf",
        "http://intranet/articles/7",
        "http://[::1]/7",
        "\\\\server\\share\\article.pdf",
        "about:blank",
        "https://uat.publisher.com/7",
        "http://localhost/7",
        "blob:https://publisher.com/6f1e",
    )
    return _linked(record, draw, draw.choice(forms))


def old_resolver(record: Record, draw: Draw) -> Record:
    """Link to the old address of the resolver."""
    return put(
        record,
        links=[
            draw.choice(
                (
                    "http://dx.doi.org/",
                    "https://dx.doi.org/",
                    "http://doi.org/",
                    "http://www.doi.org/",
                    "http://DX.DOI.ORG/",
                )
            )
            + record["doi"]
        ],
    )


def spaced_link(record: Record, draw: Draw) -> Record:
    """Add whitespace to the link."""
    mark = draw.choice((" ", "\n", "\t", "\u00a0", "  "))
    forms = (
        f"https://example.org/{mark}article/7",
        f"https://example.org/article{mark}7.pdf",
        f"https:// example.org/7{mark}",
        f"https://example.org/art{mark}icle/7",
    )
    return _linked(record, draw, draw.choice(forms))


def _linked(record: Record, draw: Draw, link: str) -> Record:
    held = record.get("links") or []
    return put(record, links=draw.choice(([link], [*held, link], [link, *held])))


def open_or_not(record: Record, draw: Draw) -> Record:
    """State in one field that the work is open access, and deny it in another."""
    pdf = f"https://journal.example.org/{draw.digits(5)}.pdf"
    forms: tuple[Record, ...] = (
        {"open_access": "false", "oa_url": pdf},
        {"open_access": "False", "oa_url": pdf},
        {"open_access": "true", "oa_url": None, "links": None, "doi": None},
        {"open_access": "no", "oa_url": pdf},
        {"open_access": "0", "oa_url": pdf},
        {"open_access": "closed", "oa_url": pdf},
    )
    return put(record, **draw.choice(forms))


def no_licence(record: Record, draw: Draw) -> Record:
    """Write a placeholder or an unknown license."""
    forms = (
        "see website",
        "Copyright 2019",
        "All rights reserved",
        "free",
        "proprietary",
        "© The Authors",
        "open",
        "CC",
        "creative commons",
        "yes",
        "license.txt",
        "Open Access",
        "CC-BY-XY",
        "Some rights reserved",
        "https://creativecommons.org/",
        "public",
    )
    return put(record, license=draw.choice(forms))
