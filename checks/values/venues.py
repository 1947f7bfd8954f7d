"""Words in the names of venues: meetings, proceedings, preprint servers, and names that are not journals."""

from __future__ import annotations

# Meetings, by the words or the year in their names or by a bare acronym; learned journals called proceedings are none.
EVENT_NAMES = (
    r"(?i)conf[eé]ren|workshop|symposi|simp[oó]sio|congres|summit|showcase|\b(?:annual|joint) meeting|shared task|\bactes de|\banais\b|\bcoling\b"
    r"|very large data bases|information processing systems|\bneurips\b|\b(?:19|20)\d\d\b|(?-i:^\s*[A-Z0-9][A-Z0-9/-]{1,7}\s*$|^[A-Z]+ASIA$)"
)
PROCEEDINGS = r"(?i)\b(?:proceedings|findings) of\b"
LEARNED_PROCEEDINGS = r"(?i)proceedings of (?:the )?(?:\w+ ){0,3}(?:royal|academ|society|institut|nutrition|philosophical|zoological|national|IEEE)"
PREPRINT_NAMES = r"(?i)^\W*(?:arxiv|corr\b|[a-z]*rxiv\b|ssrn|preprints?\b)"
CONFERENCE_NAMES = r"(?i)\b(?:proceedings|proc\.|conference|symposium|workshop|meeting of|lecture notes)\b"

NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|lecture notes|research network|supplement|^na$"
