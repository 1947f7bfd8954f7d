"""A table with one planter for each rule: the defect that it plants, what it changes, and which records it fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import plant_abstract as abstract
import plant_author as author
import plant_empty as empty
import plant_identifier as identifier
import plant_journal as journal
import plant_number as number
import plant_reading as reading
import plant_text as text
import plant_title as title
from planting import EVENT, TEXTS, Plant, Planter, Record, in_text, is_latin, one_of, put

if TYPE_CHECKING:
    from collections.abc import Mapping

ARTICLE = {"article", "journal-article", "journalarticle", "research-article"}


def is_article(record: Record) -> bool:
    """Return whether the record is a journal article with a real title, according to its type and its journal."""
    kind = re.sub(r"[^a-z-]", "", str(record.get("type") or "journal-article").lower())
    journal = str(record.get("journal") or "")
    return (
        kind in ARTICLE
        and len(journal) > 5
        and not re.search(EVENT, journal)
        and len(str(record.get("title") or "").split()) > 4
    )


def long_abstract(record: Record) -> bool:
    """Return whether the abstract is long enough and in Latin letters."""
    return len(record["abstract"]) > 400 and is_latin(record["abstract"])


def latin_title(record: Record) -> bool:
    """Return whether the title has at least five words, in Latin letters."""
    return len(record["title"].split()) > 4 and is_latin(record["title"])


def latin_article(record: Record) -> bool:
    """Return whether the record is an article with a Latin title."""
    return is_article(record) and is_latin(record["title"])


def latin_authors(record: Record) -> bool:
    """Return whether all authors have two words, in Latin letters."""
    return all(is_latin(name) and len(name.split()) > 1 for name in record["authors"])


def dated(record: Record) -> bool:
    """Return whether the record is an article with a year."""
    return is_article(record) and identifier.years(record)


TEXT = ("title", "abstract", "authors", "journal")
DATE = ("published", "year")
PLACE = ("volume", "issue", "pages")


def nameless(name: str, *values: str) -> Plant:
    """Return a planter of placeholder titles. It removes the authors, because a real work may have the title `Untitled`."""
    plant = one_of(name, *values)
    return lambda record, draw: put(cast("Record", plant(record, draw)), authors=None)


PLANTERS: Mapping[str, Planter] = {
    "REC001": Planter(plant=reading.unreadable, changes=("title", "doi")),
    "REC002": Planter(plant=reading.no_object, changes=("title",)),
    "REC003": Planter(plant=reading.wrong_type, changes=("title", "journal", "doi"), most=60),
    "REC004": Planter(plant=reading.foreign_bytes, changes=("title",)),
    "REC005": Planter(plant=reading.key_twice, changes=("title",)),
    "REC006": Planter(plant=reading.no_format, changes=("title",), most=60),
    "REC007": Planter(plant=reading.drift, changes=("title", "journal"), most=50),
    "EMP001": Planter(plant=empty.missing("title"), changes=("title",), where=is_article),
    "EMP002": Planter(plant=empty.missing("doi"), changes=("doi",), where=is_article, also=("EMP012",)),
    "EMP003": Planter(plant=empty.missing_list("authors"), changes=("authors",), where=is_article),
    "EMP004": Planter(plant=empty.missing("abstract"), changes=("abstract",), where=is_article),
    "EMP005": Planter(
        also=("EMP002",),
        plant=lambda record, draw: put(empty.missing("journal")(record, draw), type="journal-article"),
        changes=("journal",),
        where=is_article,
    ),
    "EMP006": Planter(plant=empty.no_date, changes=DATE, filled=("year",)),
    "EMP007": Planter(
        plant=empty.missing_list("issns"), changes=("issns",), where=is_article, also=("EMP012",)
    ),
    "EMP008": Planter(
        plant=empty.no_place, changes=PLACE, filled=("volume",), where=is_article, also=("EMP012",)
    ),
    "EMP009": Planter(plant=empty.missing_list("fields"), changes=("fields",), where=is_article),
    "EMP010": Planter(
        instead=("EMP011", "PAG002", "AUT002", "TTL006", "IDN001"),
        also=("DOI012", "ABS007", "EMP007", "JNL006"),
        plant=empty.placeholder,
        changes=("title", "journal", "doi", "publisher", *PLACE),
        filled=("title", "journal", "doi"),
        where=is_article,
    ),
    "EMP011": Planter(
        also=("EMP002", "EMP007", "EMP008", "EMP009", "TTL008"),
        instead=("EMP010", "PAG002", "TXT003", "EMP001", "EMP004"),
        plant=empty.blank,
        changes=(*TEXT, *PLACE, "publisher", "language", "type"),
        filled=("title",),
    ),
    "EMP012": Planter(
        also=("EMP002", "LNK003", "DOI012", "EMP006", "EMP007"),
        plant=empty.elsewhere,
        changes=("doi", "links", *PLACE, "issns"),
        filled=("doi", "journal"),
        where=dated,
    ),
    "DOI001": Planter(also=("DOI006",), instead=("DOI013",), plant=identifier.doi_syntax, changes=("doi",)),
    "DOI002": Planter(instead=("DOI013",), plant=identifier.doi_dressed, changes=("doi",)),
    "DOI003": Planter(
        also=("DOI006",), instead=("DOI001",), plant=identifier.doi_invisible, changes=("doi",)
    ),
    "DOI004": Planter(also=("DOI006",), instead=("DOI003",), plant=identifier.doi_trailing, changes=("doi",)),
    "DOI005": Planter(
        also=("DOI002", "DOI006"),
        instead=("DOI004", "DOI013", "DOI001"),
        plant=identifier.doi_doubled,
        changes=("doi",),
    ),
    "DOI006": Planter(also=("LNK003",), plant=identifier.doi_link, changes=("doi", "links"), filled=("doi",)),
    "DOI007": Planter(
        also=("DOI006",),
        instead=("JNL006",),
        plant=identifier.doi_issn,
        changes=("doi", "journal", "issns"),
        where=dated,
    ),
    "DOI008": Planter(
        also=("DOI012", "DOI006"),
        plant=identifier.doi_year,
        changes=("doi", "issns", *DATE),
        filled=("doi", "issns"),
        where=dated,
    ),
    "DOI009": Planter(
        also=("DOI012", "DOI006"),
        plant=identifier.doi_numbers,
        changes=("doi", "issns", *PLACE),
        filled=("doi", "issns"),
        where=dated,
    ),
    "DOI010": Planter(
        also=("DUP001", "DOI006", "DOI011"),
        instead=("DOI001",),
        plant=identifier.doi_held_place,
        changes=("doi",),
    ),
    "DOI011": Planter(also=("DOI006",), plant=identifier.doi_nobodys_prefix, changes=("doi",)),
    "DOI012": Planter(plant=identifier.other_publisher, changes=("doi", "publisher")),
    "DOI013": Planter(plant=identifier.no_doi, changes=("doi",)),
    "DOI014": Planter(instead=("DOI013",), plant=identifier.short_doi, changes=("doi",)),
    "IDN001": Planter(also=("IDN003",), plant=identifier.issn_form, changes=("issns",)),
    "IDN002": Planter(also=("IDN003",), plant=identifier.issn_digit, changes=("issns",)),
    "IDN003": Planter(plant=identifier.unknown_issn, changes=("issns",)),
    "IDN004": Planter(plant=identifier.orcid_digit, changes=("orcids", "title"), filled=("title",)),
    "IDN005": Planter(plant=identifier.orcid_twice, changes=("orcids", "authors"), filled=("authors",)),
    "IDN006": Planter(plant=identifier.pmid, changes=("pmid",), filled=("doi",)),
    "IDN007": Planter(plant=identifier.pmcid, changes=("pmcid",), filled=("doi",)),
    "IDN008": Planter(plant=identifier.isbn, changes=("isbns",), filled=("title",)),
    "IDN009": Planter(plant=identifier.arxiv, changes=("arxiv",), filled=("title",)),
    "IDN010": Planter(
        instead=("TTL012", "PAG004"),
        plant=identifier.misplaced,
        changes=("title", "journal", "doi", *PLACE),
        filled=("title", "journal", "doi", "authors"),
    ),
    "IDN011": Planter(plant=identifier.ror, changes=("rors",), filled=("title",)),
    "TTL001": Planter(also=("TTL003", "TXT005"), plant=title.capitals, changes=("title",), where=latin_title),
    "TTL002": Planter(plant=title.markup, changes=("title",), where=latin_title),
    "TTL003": Planter(
        also=("TXT005",),
        plant=title.period,
        changes=("title",),
        where=lambda record: bool(re.search(r"\w{4}$", record["title"])),
    ),
    "TTL004": Planter(
        also=("TXT005", "TTL003", "TTL001"),
        plant=title.journal,
        changes=("title", "journal"),
        where=is_article,
    ),
    "TTL005": Planter(also=("TTL013",), plant=title.cut, changes=("title", "abstract"), where=long_abstract),
    "TTL006": Planter(
        instead=("EMP010", "TTL007"),
        also=("EMP003",),
        plant=nameless(
            "title",
            *(
                "Untitled",
                "No title",
                "[No Title]",
                "Title not available",
                "(untitled)",
                "Sans titre",
                "无标题",
                "Titel",
                "Title",
                "Article",
            ),
            *(
                "Original article",
                "Research Article",
                "Manuscript",
                "Untitled Document",
                "No title available",
                "Missing title",
                "TITLE",
            ),
            *(
                "[Title missing]",
                "title unavailable",
                "No Title Available",
                "Article Title",
                "Paper Title",
                "Unknown title",
                "Ohne Titel",
            ),
            *(
                "Sin título",
                "Без названия",
                "Sem título",
                "(no title)",
                "no title.",
                "[untitled]",
                "Full paper",
                "Document1",
            ),
        ),
        changes=("title", "authors"),
        where=is_article,
    ),
    "TTL007": Planter(
        plant=one_of(
            "title",
            *(
                "Front Matter",
                "Editorial Board",
                "Table of Contents",
                "Issue Information",
                "Back Matter",
                "Inside front cover",
                "Cover",
            ),
            *(
                "Contents",
                "Masthead",
                "Volume 12, Issue 3",
                "Index to Volume 34",
                "Subject Index",
                "List of reviewers",
                "Title Page",
            ),
            *(
                "Instructions for Authors",
                "Call for Papers",
                "Índice",
                "Inhaltsverzeichnis",
                "Sommaire",
                "目次",
                "目录",
                "Cover Page",
            ),
            *(
                "Aims and Scope",
                "Author Index",
                "Reviewers 2019",
                "Contents of Volume 35",
                "Inside Back Cover",
                "Содержание",
                "Colophon",
            ),
            *(
                "Editorial Advisory Board",
                "Advertisement",
                "Information for Authors",
                "Front cover",
                "Contributors",
                "Notes on Contributors",
            ),
            *(
                "Copyright Page",
                "Frontmatter",
                "Backmatter",
                "FRONT MATTER",
                "Acknowledgement to Reviewers",
                "In This Issue",
                "Impressum",
            ),
        ),
        changes=("title",),
        where=is_article,
    ),
    "TTL008": Planter(
        also=("TTL003",),
        plant=title.length,
        changes=("title",),
        filled=("title", "abstract"),
        where=long_abstract,
    ),
    "TTL009": Planter(plant=title.notice, changes=("title",), where=is_article),
    "TTL010": Planter(plant=title.label, changes=("title",), where=latin_article),
    "TTL011": Planter(also=("TTL002", "TTL003", "TXT005"), plant=title.twice, changes=("title",)),
    "TTL012": Planter(plant=title.citation, changes=("title",), where=latin_article),
    "TTL013": Planter(plant=title.bracket, changes=("title",)),
    "AUT001": Planter(also=("TXT005",), plant=author.et_al, changes=("authors",)),
    "AUT002": Planter(instead=("EMP010",), plant=author.nobody, changes=("authors",)),
    "AUT003": Planter(
        instead=("IDN010", "AUT006"),
        plant=author.entry(author.not_a_name),
        changes=("authors",),
        where=latin_authors,
    ),
    "AUT004": Planter(plant=author.capitals, changes=("authors",), where=latin_authors),
    "AUT005": Planter(
        also=("TXT005", "AUT004"), plant=author.repeated, changes=("authors",), where=latin_authors
    ),
    "AUT006": Planter(plant=author.joined, changes=("authors",), where=latin_authors),
    "AUT007": Planter(plant=author.entry(author.swapped), changes=("authors",), where=latin_authors),
    "AUT008": Planter(plant=author.entry(author.initials), changes=("authors",), where=latin_authors),
    "AUT009": Planter(
        also=("AUT004",),
        plant=author.publisher,
        changes=("authors", "journal", "publisher"),
        filled=("authors", "journal"),
        where=is_article,
    ),
    "ABS001": Planter(plant=abstract.markup, changes=("abstract",), where=long_abstract),
    "ABS002": Planter(also=("ABS001",), plant=abstract.label, changes=("abstract",)),
    "ABS003": Planter(
        also=("ABS001",), plant=abstract.title, changes=("abstract", "title"), where=latin_title
    ),
    "ABS004": Planter(plant=abstract.cut, changes=("abstract",), where=long_abstract),
    "ABS005": Planter(
        also=("ABS008",), instead=("ABS007", "EMP010"), plant=abstract.none, changes=("abstract",)
    ),
    "ABS006": Planter(plant=abstract.glued, changes=("abstract",), where=long_abstract),
    "ABS007": Planter(
        also=("ABS005",),
        instead=("ABS005",),
        plant=abstract.short,
        changes=("abstract",),
        where=long_abstract,
    ),
    "ABS008": Planter(plant=abstract.language, changes=("abstract", "title"), where=latin_title),
    "ABS009": Planter(plant=abstract.other_section, changes=("abstract",), where=long_abstract),
    "ABS010": Planter(plant=abstract.latex, changes=("abstract",), where=long_abstract),
    "JNL001": Planter(
        also=("JNL006",),
        plant=journal.other_issn,
        changes=("journal", "issns", "doi"),
        filled=("journal", "issns"),
        where=is_article,
    ),
    "JNL002": Planter(
        also=("EMP007", "EMP002", "DOI011"),
        instead=("JNL006",),
        plant=journal.other_field,
        changes=("journal", "issns", "doi"),
        filled=("journal", "abstract"),
        where=lambda record: is_article(record) and long_abstract(record),
    ),
    "JNL003": Planter(plant=journal.second_name, changes=("journal",), where=is_article, most=60),
    "JNL004": Planter(
        also=("JNL008", "JNL006"), plant=journal.no_journal, changes=("journal",), where=is_article
    ),
    "JNL005": Planter(plant=journal.issue_data, changes=("journal",), where=is_article),
    "JNL006": Planter(
        instead=("DOI007",), plant=journal.unlike_siblings, changes=("journal",), where=is_article, most=60
    ),
    "JNL007": Planter(
        also=("JNL008", "JNL006"),
        plant=journal.publisher,
        changes=("journal", "publisher"),
        filled=("journal",),
        where=is_article,
    ),
    "JNL008": Planter(
        plant=journal.letter_case,
        changes=("journal",),
        where=lambda record: (
            is_article(record) and len(record["journal"].split()) > 2 and is_latin(record["journal"])
        ),
    ),
    "JNL009": Planter(plant=journal.unknown_field, changes=("fields",), filled=("title", "journal"), most=60),
    "DAT001": Planter(instead=("EMP010",), plant=number.no_date, changes=DATE, filled=("title",)),
    "DAT002": Planter(instead=("DAT001", "DAT007"), plant=number.impossible, changes=DATE, filled=("title",)),
    "DAT003": Planter(plant=number.future, changes=DATE, filled=("title",)),
    "DAT004": Planter(plant=number.early, changes=DATE, filled=("title", "journal"), where=is_article),
    "DAT005": Planter(
        instead=("EMP010", "DAT001", "DAT003", "DAT004"),
        plant=number.held_place,
        changes=DATE,
        filled=("title",),
    ),
    "DAT006": Planter(plant=number.disagree, changes=DATE, filled=("title", "journal"), where=is_article),
    "DAT007": Planter(instead=("DAT002",), plant=number.swapped, changes=DATE, filled=("title",)),
    "PAG001": Planter(
        also=("PAG007",),
        plant=number.reversed_pages,
        changes=("pages",),
        filled=("title", "journal"),
        where=is_article,
    ),
    "PAG002": Planter(
        instead=("EMP010", "EMP011"),
        plant=number.malformed_pages,
        changes=("pages",),
        filled=("title", "journal"),
        where=is_article,
    ),
    "PAG003": Planter(plant=number.volume_and_issue, changes=PLACE, filled=("volume",), where=is_article),
    "PAG004": Planter(
        instead=("IDN010",),
        plant=number.no_volume,
        changes=PLACE,
        filled=("title", "journal"),
        where=is_article,
    ),
    "PAG005": Planter(
        also=("PAG007",),
        plant=number.many_pages,
        changes=PLACE,
        filled=("title", "journal"),
        where=is_article,
    ),
    "PAG006": Planter(
        also=("PAG007",), plant=number.zeros, changes=PLACE, filled=("title", "journal"), where=is_article
    ),
    "PAG007": Planter(plant=number.separator, changes=PLACE, filled=("title", "journal"), where=is_article),
    "LNK001": Planter(
        instead=("EMP010", "LNK004"), plant=number.bad_url, changes=("links",), filled=("title",)
    ),
    "LNK002": Planter(instead=("LNK001",), plant=number.private_place, changes=("links",), filled=("title",)),
    "LNK003": Planter(also=("DUP001",), plant=number.old_resolver, changes=("links", "doi"), filled=("doi",)),
    "LNK004": Planter(also=("LNK001",), plant=number.spaced_link, changes=("links",), filled=("title",)),
    "OAC001": Planter(
        also=("EMP002",),
        plant=number.open_or_not,
        changes=("open_access", "oa_url", "links"),
        filled=("title",),
        where=is_article,
    ),
    "OAC002": Planter(plant=number.no_licence, changes=("license",), filled=("title",)),
    "TXT001": Planter(also=("TXT005",), plant=in_text(text.mojibake), changes=TEXTS, filled=("title",)),
    "TXT002": Planter(plant=in_text(text.entity), changes=TEXTS, filled=("title",)),
    "TXT003": Planter(also=("TXT005",), plant=in_text(text.control), changes=TEXTS, filled=("title",)),
    "TXT004": Planter(instead=("TXT001",), plant=in_text(text.replaced), changes=TEXTS, filled=("title",)),
    "TXT005": Planter(
        plant=in_text(text.spaces, ("title", "authors", "journal")), changes=TEXTS, filled=("title",)
    ),
    "TXT006": Planter(plant=in_text(text.decomposed), changes=TEXTS, filled=("title",)),
    "TXT007": Planter(plant=in_text(text.printers_forms), changes=TEXTS, filled=("title",)),
    "TXT008": Planter(
        plant=in_text(text.lookalike, ("title", "authors", "journal")), changes=TEXTS, filled=("title",)
    ),
    "TXT009": Planter(plant=in_text(text.private), changes=TEXTS, filled=("title",)),
    "TXT010": Planter(plant=in_text(text.turned), changes=TEXTS, filled=("title",)),
    "DUP001": Planter(plant=journal.same_doi, changes=("doi",)),
    "DUP002": Planter(plant=journal.same_record, changes=("title",)),
    # If there are more pairs with the same relation between two sources, they are reported once.
    "DUP003": Planter(plant=journal.same_abstract, changes=("abstract",), where=long_abstract, most=45),
    "DUP004": Planter(
        also=("DUP003",), plant=journal.near_abstract, changes=("abstract",), where=long_abstract, most=60
    ),
    "DUP005": Planter(
        plant=journal.same_work, changes=("title",), filled=("authors", "year"), where=is_article, most=60
    ),
    "DUP006": Planter(
        also=("DUP003",), plant=journal.template, changes=("abstract",), where=long_abstract, most=30
    ),
}
