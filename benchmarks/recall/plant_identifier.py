"""Planters of wrong DOIs, ISSNs, ORCID iDs, and other identifiers."""

from __future__ import annotations

import re
from urllib.parse import quote

from planting import Draw, Record, at_one, put


def doi_syntax(record: Record, draw: Draw) -> Record:
    """Remove the slash, the suffix, or digits of the prefix, or add a comma or a letter to it."""
    prefix, _, suffix = record["doi"].partition("/")
    code = prefix[3:]
    forms = (
        prefix,
        f"{prefix}/",
        f"{prefix}.{suffix}",
        f"{prefix}{suffix}",
        f"{prefix}-{suffix}",
        f"{prefix}\\{suffix}",
        f"10.{code[:3]}/{suffix}" if "." not in code else f"10.{code[:2]}/{suffix}",
        f"10.{code}{draw.digits(8)}/{suffix}",
        f"10,{code}/{suffix}",
        f"1O.{code}/{suffix}",
        f"10.{code[0]}O{code[2:]}/{suffix}",
        f"10..{code}/{suffix}",
        f"10-{code}/{suffix}",
        f"0.{code}/{suffix}",
        f"10{code}/{suffix}",
        f"10./{suffix}",
        f"10.{code}:{suffix}",
    )
    return put(record, doi=draw.choice(forms))


def doi_dressed(record: Record, draw: Draw) -> Record:
    """Write a resolver or a label around the DOI, or encode it."""
    doi = record["doi"]
    forms = (
        *(
            f"{front}{doi}"
            for front in ("https://doi.org/", "http://dx.doi.org/", "doi:", "DOI:", "DOI: ", "doi ")
        ),
        *(
            f"{front}{doi}"
            for front in ("info:doi/", "doi.org/", "https://www.doi.org/", "urn:doi:", "dx.doi.org/")
        ),
        f"https://doi.org/{quote(doi, safe='')}",
        doi.replace("/", "%2F", 1),
        f"https://doi-org.ezproxy.example.edu/{doi}",
        f"DOI:https://doi.org/{doi}",
        f"[doi:{doi}]",
        f"HTTPS://DOI.ORG/{doi}",
        f"https://dx.doi.org/doi:{doi}",
        f"<https://doi.org/{doi}>",
    )
    return put(record, doi=draw.choice(forms))


def doi_invisible(record: Record, draw: Draw) -> Record:
    """Add an invisible character or a line break, inside the DOI or at an end."""
    doi = record["doi"]
    mark = draw.choice(
        ("\u200b", "\u00a0", "\u00ad", "\ufeff", "\u2060", "\u200e", " ", "\n", "\t", "\u2009", "\r\n")
    )
    at = draw.choice((0, len(doi), draw.randrange(3, len(doi))))
    dashed = doi.replace("-", draw.choice("‐‑"), 1)
    wide = doi.replace("/", "／", 1)
    return put(record, doi=draw.choice((doi[:at] + mark + doi[at:],) * 8 + (dashed, wide)))


def doi_trailing(record: Record, draw: Draw) -> Record:
    """Keep the text that follows the DOI on a page."""
    ends = (
        ".",
        ",",
        ";",
        ")",
        "/abstract",
        "/full",
        "/pdf",
        ".pdf",
        "?journalCode=abc",
        "#sec1",
        "&lt;",
        "</a>",
    )
    ends += (
        "[doi]",
        " PMID: 123456",
        ". PMID:29301",
        '"',
        "]",
        "/full/html",
        ".html",
        "/epdf",
        "/fulltext",
        "''",
    )
    ends += ("?utm_source=x", "</span>", ".,", "}", "&domain=pdf", "/meta", " [doi]", ".abstract")
    return put(record, doi=record["doi"] + draw.choice(ends))


def doi_doubled(record: Record, draw: Draw) -> Record:
    """Write the DOI into itself, or write two DOIs into one field."""
    doi, other = record["doi"], draw.other("doi")["doi"]
    prefix = doi.partition("/")[0]
    forms = (
        f"{prefix}/{doi}",
        f"{doi} {other}",
        f"{doi}; {other}",
        f"{doi}, {other}",
        f"{doi} {doi}",
        f"{doi}{doi}",
        f"{prefix}/https://doi.org/{doi}",
        f"{doi}|{other}",
        f"https://doi.org/{doi}https://doi.org/{doi}",
        f"{doi} and {other}",
        f"{doi}\n{other}",
        f"{prefix}/doi:{doi}",
    )
    return put(record, doi=draw.choice(forms))


def doi_link(record: Record, draw: Draw) -> Record:
    """Link the record to another work's DOI."""
    other = draw.other("doi")["doi"]
    forms = ("https://doi.org/{}", "http://dx.doi.org/{}", "https://dx.doi.org/{}", "http://www.doi.org/{}")
    link = draw.choice(forms).replace("{}", draw.choice((other, other.upper(), quote(other, safe="/"))))
    return record if other == record["doi"] else put(record, links=[link])


def issn(draw: Draw) -> str:
    """Return an ISSN with a correct check digit."""
    digits = draw.digits(7)
    check = -sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=True)) % 11
    return f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"


def _spelled(record: Record, draw: Draw, own: str, year: int) -> tuple[str, tuple[str, str, str, str]]:
    parts = (
        str(draw.randint(1, 60)),
        str(draw.randint(1, 6)),
        str(draw.randint(1, 90)),
        str(draw.randint(91, 199)),
    )
    return f"10.46272/{own}-{year}-{parts[0]}-{parts[1]}-{parts[2]}-{parts[3]}", parts


def _year(record: Record) -> int:
    return int(str(record.get("year") or record["published"])[:4])


def doi_issn(record: Record, draw: Draw) -> Record:
    """Give the record a DOI that begins with the ISSN of another journal."""
    other = draw.journal()
    if other["journal"] == record["journal"]:
        return record
    prefix = record["doi"].partition("/")[0]
    form = draw.choice(
        ("{p}/{i}.{y}.{n}", "{p}/{i}-{y}-{n}", "{p}/{i}/{n}", "{p}/s{i}({y}){n}", "{p}/issn.{i}.{n}")
    )
    filled = form.format(p=prefix, i=other["issns"][0], y=_year(record), n=draw.digits(4))
    return put(record, doi=filled, links=None)


def doi_year(record: Record, draw: Draw) -> Record:
    """Give the record a DOI that contains another year."""
    off = draw.choice((-9, -4, -3, -2, 2, 3, 4, 9))
    doi, (volume, number, first, last) = _spelled(record, draw, record["issns"][0], _year(record) + off)
    return put(record, doi=doi, volume=volume, issue=number, pages=f"{first}-{last}", links=None)


def doi_numbers(record: Record, draw: Draw) -> Record:
    """Give the record a DOI that contains another volume, issue, or page."""
    doi, (volume, number, first, last) = _spelled(record, draw, record["issns"][0], _year(record))
    wrong = draw.choice(
        (
            {"volume": str(int(volume) + draw.randint(1, 9))},
            {"issue": str(int(number) + draw.randint(1, 5))},
            {"pages": f"{int(first) + 100}-{int(last) + 100}"},
            {"pages": f"{first}-{int(last) + draw.randint(1, 9)}"},
        )
    )
    return put(
        record,
        **{"doi": doi, "volume": volume, "issue": number, "pages": f"{first}-{last}", "links": None, **wrong},
    )


def doi_held_place(record: Record, draw: Draw) -> Record:
    """Write a test prefix, or a placeholder as the suffix."""
    prefix, _, suffix = record["doi"].partition("/")
    ends = (
        "xxxx",
        "XXXXX",
        "xxxxxxx.xxxx",
        "TBD",
        "TBA",
        "to be assigned",
        "tobeassigned",
        "undefined",
        "null",
        "n/a",
    )
    ends += (
        "your-doi-here",
        "insert-doi",
        "none",
        "placeholder",
        "xxx-xxxx-xx",
        "to-be-determined",
        "jtl.xxxx.xxxx",
    )
    forms = (*(f"{prefix}/{end}" for end in ends), f"10.5555/{suffix}", "10.1234/12345", "10.1234/example")
    forms += (
        "10.9999/1",
        f"10.0000/{suffix}",
        "10.xxxx/xxxxx",
        "10.5555/12345678",
        f"10.00000/{suffix}",
        "10.XXXX/abcd",
    )
    return put(record, doi=draw.choice(forms))


def doi_nobodys_prefix(record: Record, draw: Draw) -> Record:
    """Give the DOI a prefix that no agency has assigned."""
    prefixes = (
        f"10.{draw.randint(70000, 99998)}",
        f"10.{draw.digits(6)}",
        "10.0123",
        f"10.0{draw.digits(4)}",
        f"10.{draw.digits(8)}",
    )
    return put(record, doi=f"{draw.choice(prefixes)}/{record['doi'].partition('/')[2]}")


def other_publisher(record: Record, draw: Draw) -> Record:
    """Name the publisher of another work."""
    return put(record, publisher=draw.other("publisher")["publisher"])


def no_doi(record: Record, draw: Draw) -> Record:
    """Write another identifier into the field of the DOI."""
    forms = (
        *(
            f"arXiv:{draw.randint(10, 24)}{draw.randint(1, 12):02}.{draw.digits(5)}",
            f"PMID: {draw.digits(8)}",
        ),
        *(draw.digits(8), f"PMC{draw.digits(7)}", issn(draw), "978-3-16-148410-0", "9783161484100"),
        *(
            f"http://hdl.handle.net/11858/{draw.digits(5)}",
            f"https://www.journal.example.org/article/{draw.digits(4)}",
        ),
        *(f"S0140-6736(20){draw.digits(5)}-5", f"WOS:000{draw.digits(12)}", f"2-s2.0-{draw.digits(11)}"),
        *(
            f"hdl:2027/mdp.{draw.digits(8)}",
            f"https://arxiv.org/abs/2101.{draw.digits(5)}",
            f"hep-th/{draw.digits(7)}",
        ),
        *(f"ISSN {issn(draw)}", f"www.journal.example.org/view/{draw.digits(3)}", f"hal-0{draw.digits(7)}"),
        *(
            f"https://pubmed.ncbi.nlm.nih.gov/{draw.digits(8)}/",
            f"urn:nbn:de:101:1-{draw.digits(10)}",
            "0000-0002-1825-0097",
        ),
    )
    return put(record, doi=draw.choice(forms))


def short_doi(record: Record, draw: Draw) -> Record:
    """Write a short DOI."""
    code = "".join(draw.choice("bcdfghjkmnpqrstvwxz23456789") for _ in range(draw.randint(3, 6)))
    return put(
        record,
        doi=draw.choice(("10/{}", "https://doi.org/10/{}", "doi:10/{}", "http://doi.org/{}")).format(code),
    )


def issn_form(record: Record, draw: Draw) -> Record:
    """Write the ISSN as people, spreadsheets and exports do."""
    own = record["issns"][0]
    digits = own.replace("-", "")
    forms = (digits, own[:-1], own.replace("-", " "), f"ISSN {own}", own.replace("-", "–"), f"{own} (Online)")
    forms += (
        f"{own};{issn(draw)}",
        own[1:],
        digits.lstrip("0") + ".0",
        own.replace("-", "."),
        f"{own[:-1]}l",
        own + "0",
    )
    forms += (
        f"{own}, {issn(draw)}",
        f"e{own}",
        own.replace("-", "--"),
        f"{digits[:2]}-{digits[2:]}",
        f"http://issn.org/{own}",
    )
    return put(record, issns=[draw.choice(forms), *record["issns"][1:]])


def issn_digit(record: Record, draw: Draw) -> Record:
    """Change a digit, or swap two neighboring digits."""
    items = list(record["issns"])
    at = draw.randrange(len(items))
    items[at] = _wrong(items[at], draw, 9 if items[at][4] == "-" else 8)
    return put(record, issns=items)


def _wrong(text: str, draw: Draw, length: int) -> str:
    if draw.random() < 0.5:
        return at_one(text, draw, r"\d", lambda digit: str((int(digit) + draw.randint(1, 9)) % 10))
    places = [
        i for i in range(length - 2) if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]
    ]
    if not places:
        return text
    i = draw.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def unknown_issn(record: Record, draw: Draw) -> Record:
    """Write a random valid ISSN."""
    return put(record, issns=[issn(draw)])


def orcid(draw: Draw) -> str:
    """Return an ORCID iD with a correct check digit."""
    digits = f"00000{draw.choice('123')}{draw.digits(9)}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[i : i + 4] for i in range(0, 16, 4))


def orcid_digit(record: Record, draw: Draw) -> Record:
    """Change a digit of an ORCID iD, swap two digits, or remove one."""
    wrong = draw.choice((_wrong(orcid(draw), draw, 19), orcid(draw)[:-1], orcid(draw) + "1", orcid(draw)[1:]))
    return put(
        record, orcids=[draw.choice(("{}", "https://orcid.org/{}", "http://orcid.org/{}")).format(wrong)]
    )


def orcid_twice(record: Record, draw: Draw) -> Record:
    """Give two authors the same ORCID iD."""
    one = orcid(draw)
    if len(record["authors"]) < 2:
        return record
    return put(
        record,
        orcids=draw.choice(
            (
                [one, f"http://orcid.org/{one}"],
                [one, f"https://orcid.org/{one}"],
                [orcid(draw), one, f"http://orcid.org/{one}"][: len(record["authors"])],
            )
        ),
    )


def pmid(record: Record, draw: Draw) -> Record:
    """Write another value as the PMID."""
    n = draw.digits
    forms = (
        f"PMC{n(7)}",
        record["doi"],
        n(9),
        n(11),
        f"{n(1)}.{n(4)}E+07",
        f"{n(4)}-{n(4)}",
        f"MED{n(6)}x",
        f"{n(2)},{n(3)},{n(3)}",
        f"0{n(7)}",
        f"{n(8)}; {n(8)}",
        "see doi",
    )
    return put(record, pmid=draw.choice(forms))


def pmcid(record: Record, draw: Draw) -> Record:
    """Write another value as the PMCID."""
    n = draw.digits
    forms = (
        f"PMC {n(3)}a",
        record["doi"],
        "PMC",
        f"P{n(7)}",
        f"NIHMS{n(6)}",
        f"{n(1)}.{n(3)}E+06",
        f"PMC{n(3)}-{n(4)}",
        f"PMC0{n(6)}",
        f"PCM{n(7)}",
        f"PMC{n(7)};PMC{n(7)}",
    )
    return put(record, pmcid=draw.choice(forms))


def isbn(record: Record, draw: Draw) -> Record:
    """Write an ISBN with a wrong digit or length."""
    right = draw.choice(
        ("978-3-16-148410-0", "9780306406157", "0-306-40615-2", "0306406152", "978-1-86197-876-9")
    )
    return put(
        record, isbns=[draw.choice((_wrong(right, draw, len(right)), right[:-1], right + "0", right[1:]))]
    )


def arxiv(record: Record, draw: Draw) -> Record:
    """Write a malformed arXiv ID."""
    n = draw.digits
    forms = (
        f"21{draw.randint(13, 99)}.{n(5)}",
        f"1501.{n(3)}",
        f"hep-th/{n(5)}",
        n(8),
        f"arXiv:1999.{n(6)}",
        f"{n(4)}/{n(5)}",
        f"math{n(7)}",
        f"1501{n(5)}",
        f"0704.{n(5)}",
        f"arXiv {n(3)}.{n(5)}",
    )
    return put(record, arxiv=draw.choice(forms))


def misplaced(record: Record, draw: Draw) -> Record:
    """Write an identifier into a field of text or numbers."""
    doi = record["doi"]
    forms: tuple[Record, ...] = (
        *({"title": doi}, {"title": f"https://doi.org/{doi}"}, {"title": "https://example.org/article/12"}),
        *({"journal": issn(draw)}, {"journal": f"ISSN {issn(draw)}"}, {"pages": f"https://doi.org/{doi}"}),
        *(
            {"volume": doi},
            {"publisher": issn(draw)},
            {"pages": doi},
            {"journal": f"https://example.org/{draw.digits(4)}"},
        ),
        *(
            {"issue": issn(draw)},
            {"title": f"arXiv:2101.{draw.digits(5)}"},
            {"title": f"PMID: {draw.digits(8)}"},
        ),
        *({"publisher": "https://www.example.org"}, {"authors": [*record["authors"], orcid(draw)]}),
    )
    return put(record, **draw.choice(forms))


def ror(record: Record, draw: Draw) -> Record:
    """Change a character of a ROR ID."""
    right = draw.choice(("02mhbdp94", "04gyf1771", "05dxps055", "03vek6s52", "052gg0110"))
    wrong = draw.choice((at_one(right[1:], draw, r"\d", lambda d: str((int(d) + 1) % 10)), right[1:-1]))
    return put(record, rors=[draw.choice(("https://ror.org/0{}", "0{}", "ror.org/0{}")).format(wrong)])


def years(record: Record) -> bool:
    """Return whether the record has a year to compare with a DOI."""
    return bool(re.match(r"\d{4}", str(record.get("year") or record.get("published") or "")))
