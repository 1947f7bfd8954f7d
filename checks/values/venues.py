"""Patterns of venue names: meetings, proceedings, preprint servers, and names that are not journals.

The patterns overlap, but they are not merged, because each was measured for its own purpose.
"""

from __future__ import annotations

_MEETING_WORDS = (
    r"conf[eé]ren|workshop|symposi|simp[oó]sio|congres|summit|showcase|\b(?:annual|joint) meeting|shared task"
    r"|\bactes de|\banais\b|\bcoling\b|very large data bases|information processing systems|\bneurips\b"
)
_BARE_ACRONYM = r"(?-i:^\s*[A-Z0-9][A-Z0-9/-]{1,7}\s*$|^[A-Z]+ASIA$)"
EVENT_NAMES = rf"(?i){_MEETING_WORDS}|\b(?:19|20)\d\d\b|{_BARE_ACRONYM}"
"""Names of meetings: they contain a word for a meeting or a year, or are a bare acronym."""

PROCEEDINGS = r"(?i)\b(?:proceedings|findings) of\b"
LEARNED_PROCEEDINGS = (
    r"(?i)proceedings of (?:the )?(?:\w+ ){0,3}"
    r"(?:royal|academ|society|institut|nutrition|philosophical|zoological|national|IEEE)"
)
"""Proceedings that are the journal of a learned society."""

PREPRINT_NAMES = r"(?i)^\W*(?:arxiv|corr\b|[a-z]*rxiv\b|ssrn|preprints?\b)"
CONFERENCE_NAMES = r"(?i)\b(?:proceedings|proc\.|conference|symposium|workshop|meeting of|lecture notes)\b"

NO_DOI_PATTERN = (
    r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|lecture notes|research network"
    r"|supplement|^na$"
)
"""Venues that use the same DOI patterns as other venues. Their sibling records prove nothing."""

NO_ISSN_IN_DOI = (
    r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|congress|lecture notes"
    r"|\b(?:19|20)\d\d\b"
)
"""Venues whose DOIs contain the ISSN of a series or of another journal."""

WITHOUT_OWN_ISSN = (
    r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|lecture notes|conference|proceedings|symposium|workshop"
    r"|advances in intelligent|\b\d{4}\b|zenodo|pubmed|medline|\bvol(?:ume)?\b"
)
"""Venues that have no ISSN, or the ISSN of a series."""

SERIES_OF_VOLUMES = (
    r"(?i)proceedings|lecture notes|conference series|symposium series|special publication|communications in computer"
    r"|advances in|annals of the new york|contributions to|studies in|methods in"
)
"""Series with a registered title, whose volumes have their own titles."""

NOT_COMPARED = (
    r"(?i)conference|proceedings|workshop|symposium|congress|\bssrn\b|research network|arxiv|preprint|rxiv"
    r"|\b(?:19|20)\d\d\b"
)
"""Venues that sources name in so many ways that names cannot be compared."""

HAS_ISSUE_DATA_BY_NATURE = (
    r"(?i)conf[ée]rence|proceed|\bactes\b|congress|symposi|shared task|workshop|treatise|handbook|encyclop|\bvols\b"
    r"|\bvol(?:ume|\.)?\s\d+\s(?:&|and)\s\d|lecture notes|series|\bin:|meeting|arxiv"
)
"""Venues whose names contain a year, a volume, or a number."""

WITHOUT_ISSN = r"(?i)\bproceedings\b|repositor|open mind|\barchive\b|arxiv|rxiv|\bssrn\b"
"""Venues that usually have no ISSN."""

WITHOUT_ISSUE_DATA = r"(?i)\bssrn\b|rxiv|repositor|\bfeds notes\b"
"""Servers and repositories whose works have no volume and no pages."""

_ENGLISH_PLACEHOLDERS = (
    r"journal|journals|unknown journal|no journal|journal name|journal title|name of journal|unpublished|in press"
    r"|submitted|various|article|articles|journal article|magazine|periodical|periodicals"
)
_MORE_PLACEHOLDERS = (
    r"|revista|zeitschrift|журнал|期刊|杂志|雑誌|untitled journal|test journal|journal not specified|not specified"
    r"|website|webpage|internet|online"
)
PLACEHOLDER_JOURNALS = rf"(?i)^\W*(?:{_ENGLISH_PLACEHOLDERS}{_MORE_PLACEHOLDERS})\W*$"
"""Names that people enter if they have no journal title. The pattern matches the whole name."""

_PREPRINT_SERVERS = (
    r"arxiv(?: e-?prints?| preprint.*|:.*|\.org)?"
    r"|(?:bio|med|chem|psy|soc|eco|edu|engr|earth|africa|agri)\pL*rxiv(?: preprint.*)?|preprints?(?:\.org)?"
    r"|research square|ssrn|zenodo|figshare|osf(?: preprints?)?"
)
_INDEXES = (
    r"|pubmed(?: central)?|medline|scopus|web of science|google scholar|researchgate|academia\.edu|crossref|doaj"
    r"|semantic scholar|europe pmc|jstor|sciencedirect|springerlink|authorea|hal|repec|corr"
)
SERVERS_AND_INDEXES = rf"(?i)^\W*(?:{_PREPRINT_SERVERS}{_INDEXES})\W*$"
"""Preprint servers, repositories, and indexes. The pattern matches the whole name."""
