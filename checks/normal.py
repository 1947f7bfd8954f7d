"""Normal forms: what several rules need of a record, computed once a batch.

Each is a Polars expression over the records frame (or over normal forms above it); a rule names it like a
column. The engine adds those that the chosen rules name, and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.field_model import field_signal
from scholint.checks.text_fields import glanced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# ISO 26324 sets no length for a registrant code; Crossref and DataCite assign 4 to 9 digits.
DOI = r"10\.\d{4,9}(?:\.\d+)*/\S+"

_RESOLVER = (
    r"(?i)^\s*(?:(?:(?:https?:)?/*(?:(?:www|dx)\.)?doi\.org(?::\d+)?/+|info:doi/|urn:doi:|doi[\s:=]*/*)\s*)+"
)
# The braces of BibTeX, and quotes that a table's export left.
_QUOTED = r"""^\s*[{"']+(.*?)[}"']+\s*$"""
# White space and format characters that no registrant puts at the ends of a suffix.
INVISIBLE = r"[\s\x{00AD}\x{180E}\x{200B}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{2064}\x{FEFF}\x{0000}-\x{001F}\x{007F}-\x{009F}]"

KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("article", "journalarticle", "researcharticle", "review", "reviewarticle", "articlejournal"),
            *("casereport", "briefreport", "casereports", "scholarlyarticle", "originalarticle", "j", "jour"),
            *(
                "shortcommunication",
                "rapidcommunication",
                "clinicaltrial",
                "systematicreview",
                "metaanalysis",
            ),
            *("journalpaper", "articlemagazine", "letter", "randomizedcontrolledtrial"),
        ),
        "article",
    ),
    **dict.fromkeys(
        ("preprint", "postedcontent", "workingpaper", "submittedversion", "eprint", "unpublished"), "preprint"
    ),
    **dict.fromkeys(
        (
            *("proceedingsarticle", "conferencepaper", "conference", "inproceedings", "paperconference"),
            *("proceedingspaper", "meetingabstract", "conferenceproceeding", "cpaper", "conf"),
        ),
        "conference",
    ),
    **dict.fromkeys(
        (
            "book",
            "monograph",
            "editedbook",
            "referencebook",
            "bookset",
            "proceedings",
            "conferenceproceedings",
        ),
        "book",
    ),
    **dict.fromkeys(
        (
            "bookchapter",
            "chapter",
            "incollection",
            "inbook",
            "booksection",
            "referenceentry",
            "booktrack",
            "chap",
        ),
        "chapter",
    ),
    **dict.fromkeys(("dataset", "data", "database", "datapaper"), "dataset"),
    **dict.fromkeys(("dissertation", "thesis", "phdthesis", "mastersthesis", "thes"), "thesis"),
    **dict.fromkeys(
        ("report", "techreport", "reportseries", "standard", "reportcomponent", "rprt"), "report"
    ),
    **dict.fromkeys(
        ("editorial", "editorialmaterial", "comment", "news", "newsitem", "commentary", "lettertotheeditor"),
        "editorial",
    ),
    **dict.fromkeys(("bookreview", "reviewbook", "softwarereview"), "book-review"),
    **dict.fromkeys(
        (
            *("erratum", "correction", "retraction", "publishederratum", "retractionofpublication"),
            *(
                "retractionnotice",
                "corrigendum",
                "expressionofconcern",
                "addendum",
                "publishederratumcorrection",
            ),
        ),
        "notice",
    ),
    **dict.fromkeys(
        (
            *("journal", "journalissue", "journalvolume", "bookseries", "proceedingsseries", "paratext"),
            *("issue", "serial", "periodical", "frontmatter", "bookpart", "bookdivision", "peerreview"),
            *("component", "figure", "image", "supplementarymaterials", "grant", "interactiveresource"),
            *("collection", "software", "text", "other", "misc", "webpage", "audiovisual", "physicalobject"),
            *(
                "model",
                "workflow",
                "service",
                "sound",
                "event",
                "film",
                "newspaperarticle",
                "blogpost",
                "patent",
                "datamanagementplan",
            ),
        ),
        "other",
    ),
}
"""Record types as sources write them (letters only, lower case) to the kind that rules ask for. From
Crossref's type list, OpenAlex work types, DataCite's resourceTypeGeneral, CSL 1.0.2 types, RIS type codes,
BibTeX entry types, Web of Science document types and PubMed publication types."""

TITLELESS = (
    "journal",
    "journalissue",
    "journalvolume",
    "component",
    "issue",
    "serial",
    "bookset",
    "paratext",
    "grant",
    "attachment",
    "annotation",
)
"""Types (letters only) that have no title or authors of their own, by Crossref's deposit schema (a grant's title is its
project's) and by what reference managers hang on a work."""

_MATTER = (
    r"(?i)^\W*(?:(?:front|back|end|inside)\s*(?:matter|cover|page)s?|(?:outside |inside )?(?:front|back) cover"
    r"|cover(?: image| picture| page)?|contents|table of contents|inhalt(?:sverzeichnis)?|sumario|sommaire|indice"
    r"|editorial(?: board| note| comment| foreword)?|editors?[’']? (?:note|preface|introduction|page)"
    r"|(?:author|subject|volume|annual|cumulative|keyword)? ?index(?: to volume.*)?"
    r"|issue information|masthead|title page|preface|foreword|pr[ée]face|vorwort|pr[óo]logo|presentaci[óo]n"
    r"|acknowledge?ments?(?: to (?:reviewers|referees))?|(?:list of )?(?:reviewers|referees|contributors)"
    r"|announcements?|advertisements?|calendar(?: of events)?|obituary|in memoriam|(?:book|books) (?:reviews?|received|notices?)"
    r"|news(?: and (?:notes|views|comment))?|correspondence|letters?(?: to the editors?)?|instructions (?:to|for) authors"
    r"|(?:notes|information) (?:for|to|on) (?:authors|contributors)|errat(?:um|a)|corrigend(?:um|a)|correction|retraction|addendum"
    r"|publisher[’']?s? (?:note|correction)|author correction|expression of concern|discussion|comments?|reply|society news"
    r"|publication information|subscription(?:s| page| information)?|(?:associate|advisory|consulting|section) editors?|nomenclature|copyright(?: page)?|full issue(?: pdf)?|blank page|volume \d+.*|issue \d+.*"
    r"|(?:volume )?contents(?: list| pages?|:.*| (?:of )?.*\bvolume \d+)?|in this issue|title page [ivxl]+|series page|[ifb]bc|ifc"
    r"|(?:editorial|advisory|editorial advisory|advisory editorial) board(?: (?:and|&) (?:barcode|publication information))?"
    r"|aims (?:and|&) scope(?: (?:and|&) editorial board)?|cover \d, editorial board.*"
    r"|guide for authors|membership application|supplemental images|dedication"
    r"|(?:reviewers?|editors?[’']?s?) acknowledge?ments?(?: \d{4})?|acknowledge?ments? to reviewers of .*|(?:\d{4} )?index to volume.*)\W*$"
)
_NOTICE = (
    r"(?i)^\W*(?:errat(?:um|a)|corrigend(?:um|a)|(?:author |publisher )?correction|retract(?:ion|ed)|addendum"
    r"|expression of concern|withdrawn|withdrawal|corrected|incorrect [a-z ]{1,40} in)\b"
    r"|(?i)^department of errors?\.?$|(?i)^(?:errors?|incorrect|omitted|omission|missing) [a-z’' ]{1,80} in: "
)
# Meetings, by the words or the year in their names or by a bare acronym; learned journals called proceedings are none.
_EVENT = (
    r"(?i)conf[eé]ren|workshop|symposi|simp[oó]sio|congres|summit|showcase|\b(?:annual|joint) meeting|shared task|\bactes de|\banais\b|\bcoling\b"
    r"|very large data bases|information processing systems|\bneurips\b|\b(?:19|20)\d\d\b|(?-i:^\s*[A-Z0-9][A-Z0-9/-]{1,7}\s*$|^[A-Z]+ASIA$)"
)
_PROCEEDINGS = r"(?i)\b(?:proceedings|findings) of\b"
_LEARNED = r"(?i)proceedings of (?:the )?(?:\w+ ){0,3}(?:royal|academ|society|institut|nutrition|philosophical|zoological|national|IEEE)"

_TAGS = r"</?[A-Za-z][A-Za-z0-9:_-]*(?:\s[^<>]*)?/?>"


# An ISSN counts only at the front of the suffix, followed by a separator or the end: elsewhere eight digits
# are most often a year and a page. Measured on 537,142 DOIs; `s` and `issn` are publishers' own habits.
_ISSN_FRONT = r"^(?i:s|issn|[a-z]\.)?([0-9]{4}-[0-9]{3}[0-9Xx])"
_FULL = (
    _ISSN_FRONT
    + r"[-._/]((?:18|19|20)[0-9]{2})[-._/]([0-9]{1,4})[-._/]([0-9]{1,3})[-._/]([0-9]{1,5})[-_]([0-9]{1,5})$"
)


def issn_is_valid(expression: pl.Expr) -> pl.Expr:
    """Boolean: NNNN-NNNC with the right check digit (ISO 3297: weights 8 to 2, modulo 11, `X` for 10)."""
    number = expression.str.extract(r"^([0-9]{4}-[0-9]{3})[0-9Xx]$", 1).str.replace("-", "", literal=True)
    digits = number.cast(pl.Int32, strict=False)
    total = pl.sum_horizontal(digits // 10 ** (6 - i) % 10 * (8 - i) for i in range(7))
    check = expression.str.slice(8, 1)
    value = pl.when(check.is_in(["X", "x"])).then(10).otherwise(check.cast(pl.Int32, strict=False))
    return digits.is_not_null() & ((total + value) % 11 == 0)


def is_empty(name: str) -> pl.Expr:
    """Boolean, never null: the String column is null, empty or white space."""
    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "").fill_null(value=False)


def letters(expression: pl.Expr) -> pl.Expr:
    """String, lower case, letters and digits of any script only: for comparing words."""
    # Most texts are ASCII, which is its own NFKD; taking out spaces first halves what the pattern has to do.
    ascii_ = expression.str.len_bytes() == expression.str.len_chars()
    narrow = pl.when(ascii_).then(expression).otherwise(pl.lit("")).str.replace_all(" ", "", literal=True)
    wide = pl.when(ascii_).then(pl.lit("")).otherwise(expression).str.normalize("NFKD")
    return (
        narrow.str.replace_all(r"[^A-Za-z0-9]+", "") + wide.str.replace_all(r"[^\pL\pN]+", "")
    ).str.to_lowercase()


def bare_doi(expression: pl.Expr) -> pl.Expr:
    """Return a DOI as it should be written.

    Taken off: resolver, label, quotes, white space, TeX's backslashes, percent-encoding of `/`. Not changed: letter case, and whatever stands inside the suffix, since a registered suffix may hold
    nearly anything (DOI Handbook, 2.2).
    """
    stripped = expression.str.replace(_QUOTED, "$1").str.replace(_RESOLVER, "")
    return (
        stripped.str.replace_all(r"\\([_%#&/])", "$1")
        .str.replace(r"(?i)^(10\.[0-9.]+)%2F", "$1/")
        .str.replace_all(f"^{INVISIBLE}+|{INVISIBLE}+$", "")
        .replace("", None)
    )


SCRIPTS = {
    "Cyrillic": r"\p{Cyrillic}",
    "Greek": r"\p{Greek}",
    "Arabic": r"\p{Arabic}",
    "Hebrew": r"\p{Hebrew}",
    "Devanagari": r"\p{Devanagari}",
    "Thai": r"\p{Thai}",
    "Hangul": r"\p{Hangul}",
    "Han or Kana": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
}
"""Scripts other than Latin to the letters that are their own."""
_FOREIGN = r"[\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]|\p{Greek}{3}"


def script(text: pl.Expr) -> pl.Expr:
    """String: the name in SCRIPTS to which nine in ten letters belong; null for Latin and for mixtures."""
    total = text.str.count_matches(r"\pL")
    own = {name: text.str.count_matches(pattern) for name, pattern in SCRIPTS.items()}
    return pl.coalesce(
        *(pl.when((n > 0) & (n * 10 >= total * 9)).then(pl.lit(name)) for name, n in own.items())
    )


def _hyphened(issn: pl.Expr) -> pl.Expr:
    return issn.str.replace(r"^\s*([0-9]{4})-?([0-9]{3}[0-9Xx])\s*$", "$1-$2").str.to_uppercase()


def _is_real_issn(issn: pl.Expr) -> pl.Expr:
    return (issn_is_valid(issn) & (issn != "0000-0000")).fill_null(value=False)


# A text in another script than Latin takes nearly two bytes a character, and counting both is cheap.
_BYTES_PER_CHARACTER = 1.15
_KIND_KEY = pl.col("type").str.replace_all(r"[^A-Za-z]+", "").str.to_lowercase()
_YEAR = r"\b(1[5-9]\d\d|20\d\d)\b"


def _sketched(texts: pl.Series) -> pl.Series:
    from scholint.checks import sketches  # noqa: PLC0415 - only near-duplicates need them

    return sketches.sketched(texts)


def _issn_judged(records: pl.Series) -> pl.Series:
    from scholint.checks import doi_issn  # noqa: PLC0415 - it stands on this module

    return doi_issn.judged(records)


NORMAL: Mapping[str, pl.Expr] = {
    "doi_bare": bare_doi(pl.col("doi")),
    "doi_key": pl.when(pl.col("doi_bare").str.contains(r"^10\.[^/]+/.")).then(
        pl.col("doi_bare").str.to_lowercase()
    ),
    "doi_prefix": pl.col("doi_bare").str.extract(r"^(10\.[^/\s]+)/", 1),
    "doi_suffix": pl.col("doi_bare").str.extract(r"(?s)^10\.[^/\s]+/(.+)$", 1),
    "suffix_issn": pl.col("doi_suffix")
    .str.extract(_ISSN_FRONT + r"(?:[^0-9A-Za-z]|$)", 1)
    .str.to_uppercase(),
    "suffix_year": pl.col("doi_suffix").str.extract(_FULL, 2).cast(pl.Int32),
    "suffix_volume": pl.col("doi_suffix").str.extract(_FULL, 3),
    "suffix_issue": pl.col("doi_suffix").str.extract(_FULL, 4),
    "suffix_pages": pl.format(
        "{}-{}", pl.col("doi_suffix").str.extract(_FULL, 5), pl.col("doi_suffix").str.extract(_FULL, 6)
    ),
    "type_key": _KIND_KEY,
    "kind": pl.coalesce(
        pl.col("type_key").replace_strict(KINDS, default=None, return_dtype=pl.String),
        # "JournalArticle; Review", "research-article; journal article": the first part that is known.
        pl.col("type")
        .str.split(";")
        .list.eval(
            pl.element()
            .str.replace_all(r"[^A-Za-z]+", "")
            .str.to_lowercase()
            .replace_strict(KINDS, default=None, return_dtype=pl.String)
        )
        .list.drop_nulls()
        .list.first(),
    ),
    "is_article": (pl.col("kind") == "article") | (pl.col("kind").is_null() & ~is_empty("journal")),
    "names_event": (
        pl.col("journal").str.contains(_EVENT)
        | (pl.col("journal").str.contains(_PROCEEDINGS) & ~pl.col("journal").str.contains(_LEARNED))
    ).fill_null(value=False),
    "is_titleless": pl.col("type_key").is_in(TITLELESS).fill_null(value=False),
    "is_matter": pl.col("title").str.contains(_MATTER).fill_null(value=False),
    "is_notice": (
        (pl.col("kind") == "notice").fill_null(value=False)
        | pl.col("title").str.contains(_NOTICE).fill_null(value=False)
    ),
    "title_key": letters(pl.col("title").str.replace_all(_TAGS, "")),
    "abstract_text": pl.col("abstract").str.replace_all(_TAGS, " ").str.strip_chars(),
    "abstract_sketch": pl.col("abstract").map_batches(_sketched, is_elementwise=True),
    # A column of its own, since the next asks seventeen questions of it, and nearly all answers are empty texts.
    "abstract_foreign": glanced(
        pl.when(
            pl.col("abstract").str.len_bytes() > pl.col("abstract").str.len_chars() * _BYTES_PER_CHARACTER
        )
        .then(pl.col("abstract").str.slice(0, 600))
        .otherwise(pl.lit("")),
        _FOREIGN,
    ),
    "abstract_script": script(pl.col("abstract_foreign")),
    "issn_first": _hyphened(pl.col("issns").list.first()),
    # A column of its own, since Polars computes what stands in several branches of a condition for each of them.
    "issn_first_valid": _is_real_issn(pl.col("issn_first")),
    "issn_valid": pl.coalesce(
        pl.when("issn_first_valid").then("issn_first"),
        # The first is mostly right, and looking into lists is dear.
        pl.when(~pl.col("issn_first_valid"))
        .then(pl.col("issns").list.slice(1))
        .list.eval(_hyphened(pl.element()).filter(_is_real_issn(_hyphened(pl.element()))))
        .list.first(),
    ),
    "year_published": pl.coalesce(
        pl.col("published").str.extract(r"^\D*(\d{4})\b", 1), pl.col("year").str.extract(r"^\s*(\d{4})\b", 1)
    ).cast(pl.Int32, strict=False),
    "field_signal": field_signal(),
    "field_signal_encoded": field_signal(encoder=True),
    "issn_verdict": pl.struct("suffix_issn", "doi_prefix", "issns", "journal", "is_article").map_batches(
        _issn_judged, return_dtype=pl.String, is_elementwise=True
    ),
}
"""Name to expression, in the order in which they may build on each other.

`doi_bare`, `doi_prefix`, `doi_suffix`: String, as written. `doi_key`: String, lower case, null unless it
looks like a DOI; two DOIs are the same where their keys are (DOI Handbook: case-insensitive in ASCII).
`suffix_…`: what the DOI's suffix says where it is written as ISSN-year-volume-issue-page-page; the ISSN
also alone, its check digit untested. `is_article`: by its type, or untyped with a journal.
`names_event`: the journal's name is that of a conference, or looks like its acronym.
`kind`: String, a value of KINDS, null where the type is absent or unknown. `is_matter`: front and back
matter, editorials and the like, by title. `is_notice`: errata, corrections, retractions. `title_key`:
String, letters and digits only. `abstract_text`: String without markup. `abstract_foreign`: String, its first
600 characters, empty where they hold no letter of SCRIPTS; `abstract_script`: String, of SCRIPTS, by these.
`issn_first`: String, the first of the record's ISSNs, hyphened where it can be; `issn_first_valid`: Boolean.
`issn_valid`: String, the first of the record's ISSNs with a right check digit, as NNNN-NNNC. `year_published`: Int32.
`field_signal`: Struct, see `checks.field_model`; `field_signal_encoded`: with the encoder. `issn_verdict`: String,
see `checks.doi_issn`.
"""


def needed(expressions: Iterable[pl.Expr]) -> list[str]:
    """Return the names of the normal forms that the expressions use, in the order of computing them."""
    wanted = {name for e in expressions for name in e.meta.root_names()}
    for name in reversed(list(NORMAL)):
        if name in wanted:
            wanted.update(NORMAL[name].meta.root_names())
    return [name for name in NORMAL if name in wanted]


def add(frame: pl.LazyFrame, expressions: Iterable[pl.Expr]) -> pl.LazyFrame:
    """Return the frame with the normal forms that the expressions use."""
    for level in _levels(needed(expressions)):
        frame = frame.with_columns(**{name: NORMAL[name] for name in level})
    return frame


def _levels(names: list[str]) -> list[list[str]]:
    levels: list[list[str]] = []
    placed: dict[str, int] = {}
    for name in names:
        depth = max((placed[n] + 1 for n in NORMAL[name].meta.root_names() if n in placed), default=0)
        placed[name] = depth
        if depth == len(levels):
            levels.append([])
        levels[depth].append(name)
    return levels
