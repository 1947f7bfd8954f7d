"""Planters of empty fields: missing, blank, or filled with a placeholder."""

from __future__ import annotations

from planting import ABSENT, Draw, Plant, Record, one_of, put

NOTHING = (
    "N/A",
    "n/a",
    "NA",
    "null",
    "NULL",
    "None",
    "none",
    "nan",
    "NaN",
    "undefined",
    "unknown",
    "Unknown",
    "TBD",
    "not available",
)
NOTHING += (
    "#N/A",
    "#REF!",
    "[object Object]",
    "(none)",
    "Not specified",
    "not applicable",
    "[null]",
    "N.A.",
    "Lorem ipsum dolor sit amet",
    "#VALUE!",
)
BLANK = (
    ".",
    "-",
    "--",
    "\u200b",
    "...",
    "?",
    "\ufeff",
    "—",
    " , ",
    "[]",
    "()",
    '""',
    "/",
    "…",
    "***",
    "_",
    "\u00ad",
    "|",
    ";",
    "- -",
    "{}",
)

text_missing = (ABSENT, None, "", " ", "\t", "\u00a0", "\n")


def missing(name: str) -> Plant:
    """Return a planter that empties a text field, in each way that sources do."""
    return one_of(name, *text_missing)


def missing_list(name: str) -> Plant:
    """Return a planter that empties a list."""
    return one_of(name, ABSENT, None, [], [""], [" "])


def no_date(record: Record, draw: Draw) -> Record:
    """Clear date and year."""
    value = draw.choice((None, "", " "))
    kept = {
        n: v
        for n, v in record.items()
        if n not in ("published", "year", "published_print", "published_online")
    }
    return kept if value is None else {**kept, "published": value, "year": value}


def no_place(record: Record, draw: Draw) -> Record:
    """Clear volume, issue, and pages."""
    value = draw.choice((None, "", " "))
    kept = {n: v for n, v in record.items() if n not in ("volume", "issue", "pages")}
    return kept if value is None else {**kept, "volume": value, "issue": value, "pages": value}


def placeholder(record: Record, draw: Draw) -> Record:
    """Write a placeholder into one of the fields, as exports do."""
    names = (
        "journal",
        "publisher",
        "volume",
        "issue",
        "pages",
        "abstract",
        "title",
        "published",
        "doi",
    )
    forms: tuple[Record, ...] = (
        *({name: draw.choice(NOTHING)} for name in names),
        *(
            {"impact_factor": "0"},
            {"year": "0"},
            {"issns": ["0000-0000"]},
            {"impact_factor": "N/A"},
            {"year": "0000", "published": None},
        ),
        *(
            {"authors": [draw.choice(NOTHING)]},
            {"publisher": draw.choice(NOTHING)},
            {"abstract": "test"},
        ),
    )
    return put(record, **draw.choice(forms))


def blank(record: Record, draw: Draw) -> Record:
    """Replace the text by a punctuation mark or an invisible character."""
    name = draw.choice(("title", "abstract", "journal", "publisher", "volume", "issue", "pages"))
    return {**record, name: draw.choice(BLANK)}


def elsewhere(record: Record, draw: Draw) -> Record:
    """Clear a field whose value is also in a link or in the DOI."""
    doi, front = record["doi"], draw.choice(("https://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/"))
    own, year = (
        (record.get("issns") or ["2409-3416"])[0],
        str(record.get("year") or record.get("published") or "2018")[:4],
    )
    volume, issue, first = draw.randint(1, 60), draw.randint(1, 6), draw.randint(1, 200)
    spelled = {"doi": f"10.46272/{own}-{year}-{volume}-{issue}-{first}-{first + 9}", "links": None}
    full: Record = {
        "volume": str(volume),
        "issue": str(issue),
        "pages": f"{first}-{first + 9}",
        "issns": [own],
        "year": year,
    }
    lost = draw.choice(("volume", "issue", "pages", "issns", "year"))
    holes: Record = {**spelled, **full, lost: None}
    if lost == "year":
        holes["published"] = None
    return put(
        record,
        **draw.choice(
            (
                {"doi": None, "links": [front + doi]},
                {"doi": None, "doiurl": None, "links": ["https://example.org/7", front + doi]},
                holes,
            )
        ),
    )
