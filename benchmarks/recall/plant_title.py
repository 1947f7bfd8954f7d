"""Planters of bad titles."""

from __future__ import annotations

from planting import Draw, Record, at_one, put


def capitals(record: Record, draw: Draw) -> Record:
    """Write the title in uppercase, except perhaps one letter of an acronym."""
    upper = record["title"].upper()
    return put(
        record,
        title=draw.choice(
            (upper, upper, upper, f"{upper}.", f"  {upper}", at_one(upper, draw, r"\bOF\b", str.lower))
        ),
    )


def markup(record: Record, draw: Draw) -> Record:
    """Put tags around a word, or a tag or a command between two words."""
    dress = draw.choice(
        (
            *(
                "<i>{}</i>",
                "<em>{}</em>",
                "<b>{}</b>",
                "<sub>{}</sub>",
                "<jats:italic>{}</jats:italic>",
                "<I>{}</I>",
            ),
            *(
                '<span class="title">{}</span>',
                "<br/>{}",
                "<p>{}</p>",
                "\\emph{{}}",
                "\\textit{{}}",
                "<scp>{}</scp>",
            ),
            *(
                "{\\it {}}",
                '<a href="#fn1">{}</a>',
                "<inf>{}</inf>",
                "<font size=2>{}</font>",
                "$\\alpha$-{}",
                "<u>{}</u>",
            ),
            *(
                "\\textbf{{}}",
                "<strong>{}</strong>",
                "<br>{}",
                "{}<sup>1</sup>",
                "<mml:math><mml:mi>{}</mml:mi></mml:math>",
            ),
        )
    )
    return put(record, title=at_one(record["title"], draw, r"\w{3,}", lambda word: dress.replace("{}", word)))


def period(record: Record, draw: Draw) -> Record:
    """End the title with a period."""
    return put(
        record,
        title=record["title"]
        + draw.choice((".", ".", " .", ". ", "。" if not record["title"].isascii() else ".")),
    )


def journal(record: Record, draw: Draw) -> Record:
    """Write the journal's name as the title."""
    name = record["journal"]
    return put(
        record,
        title=draw.choice((name, name, name.upper(), f"{name}.", name.lower(), f"The {name}", f" {name}")),
    )


def cut(record: Record, draw: Draw) -> Record:
    """Truncate a long title with an ellipsis, or at the limit of a database column."""
    long = f"{record['title']}: {record['abstract']}"
    at = draw.randint(97, 180)
    forms = (
        *(long[:at].rsplit(" ", 1)[0] + end for end in ("...", "…", " ...", "…", " […]", "..")),
        long[:255],
        long[:250],
        long[:256],
        long[:254],
    )
    return put(record, title=draw.choice(forms))


def notice(record: Record, draw: Draw) -> Record:
    """Mark the title as a notice, in the ways of registries, publishers and indexes."""
    title = record["title"]
    year, n = draw.randint(1999, 2023), draw.randint(2, 90)
    fronts = (
        "RETRACTED: ",
        "Retraction: ",
        "RETRACTED ARTICLE: ",
        "Erratum to: ",
        "Correction to: ",
        "WITHDRAWN: ",
    )
    fronts += (
        "Expression of Concern: ",
        "Author Correction: ",
        "Publisher Correction: ",
        "Erratum: ",
        "Corrigendum: ",
    )
    fronts += (
        "[Retracted] ",
        "Retraction Note: ",
        "Addendum: ",
        "Correction: ",
        "Fe de erratas: ",
        "Errata: ",
        "Erratum for ",
    )
    fronts += (
        "Retraction notice to ",
        "Removed: ",
        "Retracted: ",
        "Corrigendum to ",
        "Editorial Expression of Concern: ",
    )
    forms = (
        *(front + title for front in fronts),
        f"Corrigendum to “{title}”",
        f"Retraction of: {title}",
        f"{title} [Retracted]",
    )
    forms += (
        f"{title} (Retracted article. See vol. {n}, pg. 12, {year})",
        f"{title} (vol {n}, pg 112, {year})",
    )
    return put(record, title=draw.choice(forms))


def label(record: Record, draw: Draw) -> Record:
    """Keep the number or label from a table of contents before the title."""
    n = draw.randint(1, 40)
    fronts = (
        f"{n}. ",
        f"{n}) ",
        f"({n}) ",
        f"Article {n}: ",
        f"Paper {n}: ",
        f"Chapter {n}. ",
        f"{n}.{n % 7 + 1}. ",
        f"Paper No. {n}: ",
    )
    fronts += (
        f"Section {n}: ",
        f"[{n}] ",
        f"Article {n}. ",
        f"{n} - ",
        f"No. {n}: ",
        f"Article No. {n}: ",
        f"Abstract {n}: ",
        f"{n}. ",
        f"{n}. ",
    )
    return put(record, title=draw.choice(fronts) + record["title"])


def twice(record: Record, draw: Draw) -> Record:
    """Write the title twice, with punctuation between, or with the second one in another letter case."""
    title = record["title"]
    again = draw.choice((title, title, title.upper(), title.lower(), f"<i>{title}</i>", f"{title}."))
    return put(
        record, title=title + draw.choice((": ", " - ", " / ", ". ", " ", " | ", "", " = ", "\n")) + again
    )


def citation(record: Record, draw: Draw) -> Record:
    """Write the complete reference instead of the title, in several styles."""
    title, name, author = (
        record["title"],
        record.get("journal") or "Tidal Letters",
        (record.get("authors") or ["Lis, A."])[0],
    )
    year, vol, no, page = (
        draw.randint(1985, 2023),
        draw.randint(2, 90),
        draw.randint(1, 12),
        draw.randint(1, 300),
    )
    forms = (
        f"{author} ({year}). {title}. {name}, {vol}({no}), {page}-{page + 9}.",
        f"{title}, {name} Vol. {vol}, No. {no}, pp. {page}-{page + 9}",
        f"{title}. doi:{record.get('doi') or '10.1002/example.1'}",
        f"{title}. {name}. {year};{vol}({no}):{page}–{page + 9}",
        f"{title}, {name} {vol} ({year}) {page}-{page + 8}",
        f"{author}, {year}. {title}",
        f"{title} / {author} // {name}. – {year}. – № {no}. – С. {page}–{page + 7}",
        f"{title} https://doi.org/{record.get('doi') or '10.1002/example.1'}",
        f"{title}. In: {name}, vol. {vol}, p. {page}-{page + 5}",
        f"{title} [{name} {vol}, {page} ({year})]",
    )
    return put(record, title=draw.choice(forms))


def bracket(record: Record, draw: Draw) -> Record:
    """Open a bracket before a word or close one after it, or remove one."""
    title = record["title"]
    lost = at_one(title, draw, r"[()\[\]]", lambda mark: "")
    if lost != title:
        return put(record, title=lost)
    dress = draw.choice(("({}", "{})", "[{}", "{}]", "（{}"))
    return put(record, title=at_one(title, draw, r"\w{4,}", lambda word: dress.replace("{}", word)))


def length(record: Record, draw: Draw) -> Record:
    """Write the abstract into the title, or keep one letter."""
    long = " ".join([record["title"], record["abstract"], draw.other("abstract")["abstract"] * 3])
    return put(
        record,
        title=draw.choice((long[: draw.randint(1000, 4000)], record["title"][0], record["title"][0].upper())),
    )
