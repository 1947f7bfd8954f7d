"""Planters of bad author lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planting import Draw, Plant, Record, put

if TYPE_CHECKING:
    from collections.abc import Callable

ET_AL = (
    "et al.",
    "et al",
    "and others",
    "others",
    "et. al.",
    "Et Al",
    "[et al.]",
    "et alii",
    "и др.",
    "等",
    "y otros",
)
ET_AL += (
    "e outros",
    "u.a.",
    "et coll.",
    "ve ark.",
    "و همکاران",
    "他",
    "и другие",
    " et al",
    "и соавт.",
    "et autres",
    "y cols.",
)
NOBODY = (
    "Anonymous",
    "[Anonymous]",
    "Anon",
    "Anon.",
    "Unknown",
    "Unknown author",
    "No author",
    "NULL",
    "&NA;",
    "anonymous",
)
NOBODY += (
    "Author unknown",
    "No authors listed",
    "[No authors listed]",
    "Anónimo",
    "Anonyme",
    "Аноним",
    "佚名",
    "Various authors",
)
NOBODY += (
    "Not Available, Not Available",
    "Not available",
    "Author",
    "Unknown, Unknown",
    "None",
    "Anonymous, A.",
    "Anonym",
    "Anonimo",
)
NOBODY += (
    "Various",
    "No Author Given",
    "Author, No",
    "anonymous author",
    "Author(s) not stated",
    "n/a",
    "The Author",
)


def entry(change: Callable[[str, Draw], str]) -> Plant:
    """Return a planter that changes a random author."""

    def plant(record: Record, draw: Draw) -> Record:
        at = draw.randrange(len(record["authors"]))
        return put(
            record,
            authors=[change(name, draw) if i == at else name for i, name in enumerate(record["authors"])],
        )

    return plant


def et_al(record: Record, draw: Draw) -> Record:
    """End the list with `et al.`, as an entry or after the last name."""
    names, mark = record["authors"], draw.choice(ET_AL)
    if draw.random() < 0.6:
        return put(record, authors=[*names, mark])
    return put(
        record, authors=[*names[:-1], f"{names[-1]}{draw.choice((' ', ', '))}{draw.choice(ET_AL[:3])}"]
    )


def nobody(record: Record, draw: Draw) -> Record:
    """Add a placeholder: as the only author, or with other authors."""
    return put(record, authors=[*draw.choice(([], record["authors"])), draw.choice(NOBODY)])


def not_a_name(name: str, draw: Draw) -> str:
    """Keep text that is printed next to the name, or take another line of the page."""
    n = draw.randint(1, 9)
    forms = (
        *(
            f"{name.rsplit(maxsplit=1)[-1].lower()}@university.example.edu",
            f"{name}, PhD",
            f"{name} MD",
            f"{name}{n}",
            f"{name}¹",
        ),
        *(
            "Department of Physics",
            "University of Somewhere",
            f"{name}*",
            f"{name}†",
            "https://www.example.org/people/12",
        ),
        *(
            f"{name} ({n})",
            f"{name} {n},{n + 1}",
            f"{name}[a]",
            "School of Law, Aarhus",
            f"Corresponding author: {name}",
        ),
        *(
            f"Prof. {name}",
            f"Dr. {name}",
            f"{name}, Ph.D.",
            f"{name} (University of Somewhere)",
            f"{name}<sup>{n}</sup>",
        ),
        *(
            "Faculty of Medicine, Cairo University",
            f"{name}, M.D., Ph.D.",
            f"By {name}",
            f"{name}‡",
            f"{name} a,*",
            f"{name}²",
        ),
        *(
            f"{name} - University of Somewhere",
            f"{name}; email: x@example.org",
            "Institute of Botany, Academy of Sciences",
        ),
    )
    return draw.choice(forms)


def capitals(record: Record, draw: Draw) -> Record:
    """Write one author, or all, in uppercase."""
    names = record["authors"]
    fit = [
        i for i, name in enumerate(names) if len(re.findall(r"[^\W\d_]{3,}", name)) > 1 and not name.isupper()
    ]
    if not fit:
        return record
    chosen = fit if draw.random() < 0.5 else [draw.choice(fit)]
    return put(record, authors=[name.upper() if i in chosen else name for i, name in enumerate(names)])


def repeated(record: Record, draw: Draw) -> Record:
    """List one author again: identical, in another case, in another order, or with other punctuation."""
    names = record["authors"]
    name = draw.choice(names)
    words = name.replace(",", "").split()
    if len(words) < 2:
        return record
    turned = (
        f"{words[-1]}, {' '.join(words[:-1])}"
        if "," not in name
        else f"{' '.join(name.split(',')[::-1]).strip()}"
    )
    again = draw.choice(
        (name, name, name.upper(), f"{name} ", turned, name.replace(".", ""), name.replace(" ", "  "))
    )
    at = draw.randrange(len(names) + 1)
    return put(record, authors=[*names[:at], again, *names[at:]])


def joined(record: Record, draw: Draw) -> Record:
    """Write several authors into one entry."""
    names = [name for name in record["authors"] if len(name.split()) > 1]
    if len(names) < 2:
        return record
    many = names if draw.random() < 0.5 else names[: draw.randint(2, len(names))]
    comma = ", " if not any("," in name for name in names) else "; "
    mark = draw.choice(("; ", ";", " and ", " & ", comma, comma, " | ", "; ", " / ", " · "))
    glued = mark.join(many)
    return put(record, authors=draw.choice(([glued], [glued, *names[len(many) :]])))


def swapped(name: str, draw: Draw) -> str:
    """Put the initials in place of the family name, or omit one of the two."""
    family, _, given = (
        name.partition(",")
        if "," in name
        else (name.rsplit(maxsplit=1)[-1], ",", " ".join(name.split()[:-1]))
    )
    initial = given.strip()[:1].upper() or "J"
    forms = (
        f"{initial}., {family}",
        f"{initial}. {initial}., {family}",
        f", {given.strip() or 'Anna'}",
        f"{family},",
        f"{initial}.-P., {family}",
        f"{initial}, {family}",
        f", {initial}.",
    )
    return draw.choice(forms)


def initials(name: str, draw: Draw) -> str:
    """Keep only the initials."""
    letters = [word[0].upper() for word in re.findall(r"[^\W\d_]+", name)][:3] or ["J"]
    return draw.choice(
        (
            ". ".join(letters) + ".",
            " ".join(letters),
            "".join(f"{c}." for c in letters),
            f"{letters[0]}.",
            "-".join(f"{c}." for c in letters),
        )
    )


def publisher(record: Record, draw: Draw) -> Record:
    """Name the journal or the publisher as an author."""
    held = [record[name] for name in ("journal", "publisher") if record.get(name)]
    name = draw.choice(held)
    name = draw.choice((name, name, name.upper(), f"{name}.", f"The {name}"))
    return put(record, authors=[*draw.choice(([], record["authors"])), name])
