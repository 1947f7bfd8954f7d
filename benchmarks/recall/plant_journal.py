"""Planters of wrong journals and of duplicates."""

from __future__ import annotations

import json

from plant_identifier import issn
from planting import Draw, File, Planted, Record, put

NO_JOURNAL = (
    "Journal",
    "Unknown Journal",
    "SSRN Electronic Journal",
    "arXiv",
    "arXiv preprint arXiv:2101.00001",
    "bioRxiv",
    "Preprint",
)
NO_JOURNAL += (
    "Zenodo",
    "ResearchGate",
    "Google Scholar",
    "PubMed",
    "Scopus",
    "medRxiv",
    "Research Square",
    "figshare",
    "Preprints.org",
)
NO_JOURNAL += (
    "HAL",
    "Working paper",
    "Unpublished",
    "Web of Science",
    "Academia.edu",
    "OSF Preprints",
    "Authorea",
    "ChemRxiv",
    "CoRR",
)
NO_JOURNAL += (
    "ArXiv",
    "arXiv.org",
    "Repository",
    "Journal Name",
    "SSRN",
    "journal title",
    "No journal",
    "arXiv: Quantum Physics",
    "Preprints",
    "DOAJ",
)
UNKNOWN_FIELDS = (
    "Tidalogy",
    "Category 7",
    "asdf",
    "Uncategorised",
    "Topic 12",
    "Quantum Basket Weaving",
    "N/A",
    "xx",
    "12345",
    "my tags",
    "To be classified",
    "journal article",
    "Test",
    "Peer reviewed",
)
PUBLISHERS = (
    "Elsevier",
    "Springer",
    "Wiley",
    "MDPI AG",
    "Elsevier BV",
    "Taylor & Francis",
    "Wiley-Blackwell",
    "SAGE Publications",
)


def other_issn(record: Record, draw: Draw) -> Record:
    """Give the record the ISSN of another journal."""
    other = draw.journal()
    if other["journal"].casefold() == record["journal"].casefold() or set(other["issns"]) & set(
        record["issns"]
    ):
        return record
    return put(record, issns=[other["issns"][0]])


def page(record: Record, **values: object) -> File:
    """Return the record as a page of an aggregator. This format has two keys for the journal, and typed keys."""
    whole: Record = {
        "paperid": record["id"],
        "title": record["title"],
        "doi": record.get("doi"),
        "DOIUrl": None,
        "PeriodicalName": record["journal"],
        "journal": {"name": record["journal"], "volume": "3", "pages": "1-9"},
        "fieldsOfStudy": ["Law"],
        "platform": "web",
    }
    return File(json.dumps({**whole, **values}, ensure_ascii=False).encode(), ".txt")


def second_name(record: Record, draw: Draw) -> Planted:
    """Name another journal in the second field for it."""
    other = draw.journal()["journal"]
    return record if other.casefold() == record["journal"].casefold() else page(record, PeriodicalName=other)


def no_journal(record: Record, draw: Draw) -> Record:
    """Name a repository, an index, or a placeholder as the journal."""
    return put(record, journal=draw.choice(NO_JOURNAL), type="journal-article")


def issue_data(record: Record, draw: Draw) -> Record:
    """Add volume, issue, year, or pages to the journal title."""
    n, year = draw.randint(2, 80), draw.randint(1970, 2023)
    ends = (
        f", vol. {n}",
        f" {n}({n % 6 + 1})",
        f" {year}",
        f", Vol. {n} No. 2 ({year})",
        f" {n}, 123-145",
        f" ({year})",
        f" Vol. {n}",
        f". – {year}. – № {n % 12 + 1}",
        f" Bd. {n}",
        f" {n}:345",
        f"; {n} (3)",
        f", t. {n}",
    )
    ends += (
        f" {n} ({year}) 11-19",
        f", Volume {n}, Issue {n % 6 + 1}",
        f" vol.{n} no.{n % 6 + 1}",
        f", {year}, {n}(2)",
        f", {n} (2)",
        f" - Vol {n}",
        f", pp. {n}-{n + 9}",
        f" Volume {n}",
        f" {year};{n}",
    )
    return put(record, journal=record["journal"] + draw.choice(ends))


def unlike_siblings(record: Record, draw: Draw) -> list[Record]:
    """Assign one record of a small series to another journal."""
    other = draw.journal()["journal"]
    prefix, own = (
        f"10.{draw.randint(20000, 59999)}",
        record["issns"][0] if record.get("issns") else issn(draw),
    )
    code = "".join(draw.choice("bcdfghklmnprstv") for _ in range(4))
    stem = draw.choice(
        (
            f"{prefix}/{own}.",
            f"{prefix}/{own}-",
            f"{prefix}/{code}.",
            f"{prefix}/{code}-",
            f"{prefix}/journal.{code}.",
        )
    )
    number = draw.randint(10, 40)
    # A record and its siblings have the ISSN of the journal in common. Their texts are halves of other records' texts.
    series = [
        put(
            {name: record[name] for name in ("year", "published", "type", "publisher") if record.get(name)},
            id=f"{record['id']}-{i}",
            doi=f"{stem}{draw.digits(5)}",
            title=f"{draw.other('title')['title'][:70]}, a part {draw.digits(6)}",
            authors=[f"Anna Lis {chr(65 + i % 26)}. Rey"],
            journal=record["journal"],
            issns=record.get("issns") or None,
        )
        for i in range(number)
    ]
    at = draw.randrange(number)
    series[at] = put(series[at], journal=other, issns=None)
    return series if other.casefold() != record["journal"].casefold() else [record]


def publisher(record: Record, draw: Draw) -> Record:
    """Name the publisher as the journal."""
    publisher = draw.choice((*PUBLISHERS, record.get("publisher") or PUBLISHERS[0]))
    return put(record, publisher=publisher, journal=draw.choice((publisher, publisher, publisher.upper())))


def letter_case(record: Record, draw: Draw) -> Record:
    """Write the journal title in uppercase, or in lowercase."""
    return put(record, journal=draw.choice((record["journal"].upper(), record["journal"].lower())))


def unknown_field(record: Record, draw: Draw) -> Planted:
    """Add a field of study that is in no vocabulary."""
    return page(
        record, fieldsOfStudy=[*draw.sample(["Law", "Physics", "Medicine"], 2), draw.choice(UNKNOWN_FIELDS)]
    )


def same_doi(record: Record, draw: Draw) -> list[Record]:
    """Give another work the record's DOI, in several forms."""
    doi, other = record["doi"], draw.other("title", "authors")
    form = draw.choice((doi, doi, doi.upper(), f"https://doi.org/{doi}", f"doi:{doi}", f" {doi}"))
    twin = {name: other[name] for name in ("title", "authors", "journal", "year") if other.get(name)}
    return [record, put(twin, id=f"{record['id']}-twin", doi=form)]


def same_record(record: Record, draw: Draw) -> list[Record]:
    """Add the record again, with its keys in another order, and empty fields absent or null."""
    names = draw.sample(list(record), len(record))
    again: Record = {name: record[name] for name in names}
    return [record, draw.choice((dict(record), again, {**again, "volume": record.get("volume")}))]


def near_abstract(record: Record, draw: Draw) -> list[Record]:
    """Give another work the abstract of the record, with 1 of 25 words changed, added, or removed."""
    words = record["abstract"].split()
    for place in draw.sample(range(len(words)), max(1, len(words) // 25)):
        words[place] = draw.choice((f"{words[place]} also", "another", ""))
    twin, again = same_abstract(record, draw)
    return [twin, put(again, abstract=" ".join(words))]


def same_work(record: Record, draw: Draw) -> list[Record]:
    """Add the record again with another DOI, as a second registrant or a manual import does."""
    title = draw.choice((record["title"], record["title"].upper(), f"{record['title']}."))
    kept = {name: record[name] for name in ("authors", "journal", "year", "published") if record.get(name)}
    return [
        record,
        put(kept, id=f"{record['id']}-again", title=title, doi=f"10.1002/again.{draw.digits(9)}"),
    ]


def template(record: Record, draw: Draw) -> list[Record]:
    """Give seven more works the abstract of the record."""
    return [
        record,
        *(
            put(same_abstract(record, draw)[1], abstract=record["abstract"], id=f"{record['id']}-{i}")
            for i in range(7)
        ),
    ]


def other_field(record: Record, draw: Draw) -> Record:
    """Assign the record to a journal of another field, by title only, as a wrong match does."""
    return put(record, journal=draw.choice(_FAR), issns=None, doi=f"10.1002/{draw.digits(9)}")


_FAR = (
    "Journal of Cardiovascular Surgery",
    "Annals of Pure Mathematics and Number Theory",
    "Journal of Medieval Literature and Philology",
    "International Journal of Petroleum Geology",
    "Journal of Criminal Law and Jurisprudence",
    "Journal of Quantum Optics and Atomic Physics",
)


def same_abstract(record: Record, draw: Draw) -> list[Record]:
    """Give another work the abstract of the record, with different whitespace, punctuation, or letter case."""
    text, other = record["abstract"], draw.other("title", "authors")
    again = draw.choice(
        (
            text,
            text,
            text.replace(" ", "  "),
            f"<p>{text}</p>",
            text.upper(),
            f"Abstract: {text}",
            text.replace("-", "–"),
            f"{text} ",
        )
    )
    twin = {name: other[name] for name in ("authors", "journal", "year") if other.get(name)}
    title = f"{other['title']}, revisited {draw.digits(3)}"
    return [
        record,
        put(
            twin, id=f"{record['id']}-twin", title=title, abstract=again, doi=f"10.1002/twin.{draw.digits(9)}"
        ),
    ]
