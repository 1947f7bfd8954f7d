"""Planters of bad abstracts."""

from __future__ import annotations

import re

from planting import Draw, Record, at_one, is_latin, put

LABELS = (
    "Abstract: ",
    "ABSTRACT ",
    "Abstract\n",
    "Abstract. ",
    "Abstract—",
    "Abstract ",
    "Summary: ",
    "SUMMARY. ",
    "Resumen: ",
)
LABELS += (
    "Resumo: ",
    "Résumé : ",
    "Zusammenfassung: ",
    "Özet: ",
    "Riassunto: ",
    "Abstrak: ",
    "Tóm tắt: ",
    "RESUMEN ",
    "Abstract - ",
)
LABELS += (
    "[Abstract] ",
    "<b>Abstract</b> ",
    "Streszczenie: ",
    "Summary\n",
    "Abstract:",
    "Objet : ",
    "Samenvatting: ",
    "Sammanfattning: ",
)
OTHER_LABELS = (
    "摘要：",
    "【摘要】",
    "要旨：",
    "초록: ",
    "Аннотация. ",
    "الملخص: ",
    "چکیده: ",
    "सारांश: ",
    "Резюме: ",
    "요약: ",
    "[摘要] ",
    "摘 要 ",
)
NONE = (
    "No abstract available.",
    "Abstract not available",
    "© 2019 Elsevier Ltd. All rights reserved.",
    "Click here to view the full text.",
)
NONE += (
    "This article has no abstract.",
    "No abstract.",
    "An abstract is not available for this content.",
    "Please see the PDF for the abstract.",
)
NONE += (
    "Resumen no disponible.",
    "Download PDF",
    "[First page preview]",
    "Full text available on request.",
    "Abstract unavailable",
)
NONE += (
    "This site uses cookies. By continuing to browse you accept our use of cookies.",
    "Copyright © 2012 The Authors.",
    "Not available.",
)
NONE += (
    "Access to this article requires a subscription.",
    "There is no abstract for this article.",
    "Sem resumo.",
    "本文无摘要",
    "Нет аннотации.",
)
NONE += (
    "Log in to read the full article.",
    "No abstract provided.",
    "Kein Abstract verfügbar.",
    "See full text.",
    "No summary available",
)
NONE += (
    "To read the full-text of this research, you can request a copy directly from the authors.",
    "Pas de résumé disponible.",
)
REST = (
    "\nKeywords: tides; harbours; dikes",
    " Key words: tides, harbours, dikes.",
    " KEYWORDS Tides · Harbours · Dikes",
    " Palabras clave: mareas, puertos.",
)
REST += (
    "\nReferences\n1. Lis A. Tides. 1999.\n2. Rey B. Dikes. 2003.",
    " Corresponding author: Anna Lis, e-mail: lis@example.org",
    " Ключевые слова: приливы, гавани.",
)
REST += (
    "\n关键词：潮汐；港口",
    " Index Terms—tides, harbours",
    " Palavras-chave: marés; portos.",
    " Mots-clés : marées, ports",
    " Schlüsselwörter: Gezeiten, Häfen",
)
REST += (
    " Keywords. tides, harbours",
    " *Corresponding author: lis@example.org",
    "\n\nKeywords:\ntides\nharbours",
    " Keywords tides; harbours; dikes",
    " Anahtar Kelimeler: gelgit, liman",
)
LATEX = (
    "\\emph{{}}",
    "\\textbf{{}}",
    "{} \\cite{lis1999}",
    "{}~\\ref{fig:tides}",
    "\\textit{{}}",
    "{\\it {}}",
    "{}\\footnote{see below}",
    "\\url{http://example.org} {}",
    "{} \\'etude",
)
LATEX += (
    '{} Schr{\\"o}dinger',
    "{} \\citep{lis1999}",
    "{\\bf {}}",
    "{} \\S 3",
    "\\begin{itemize} {}",
    "{}~\\cite{a,b}",
    "{} Erd\\H{o}s",
    "\\texttt{{}}",
    "{\\em {}}",
    "\\mbox{{}}",
)


def markup(record: Record, draw: Draw) -> Record:
    """Add tags: around everything, around a word, or between sentences."""
    text = record["abstract"]
    whole = (
        "<p>{}</p>",
        "<jats:p>{}</jats:p>",
        "<div class='abstract'>{}</div>",
        "<jats:title>Abstract</jats:title><jats:p>{}</jats:p>",
        "<p>{}",
        "<abstract>{}</abstract>",
        "<sec><title>Aims</title><p>{}</p></sec>",
    )
    word = (
        "<i>{}</i>",
        "<b>{}</b>",
        "<sup>{}</sup>",
        "<br/>{}",
        "<br>{}",
        '<span lang="en">{}</span>',
        "<em>{}</em>",
        "<h3>{}</h3>",
        "<strong>{}</strong>",
        "<italic>{}</italic>",
        "<sub>{}</sub>",
    )
    if draw.random() < 0.4:
        return put(record, abstract=draw.choice(whole).replace("{}", text))
    dress = draw.choice(word)
    return put(record, abstract=at_one(text, draw, r"\w{3,}", lambda found: dress.replace("{}", found)))


def label(record: Record, draw: Draw) -> Record:
    """Put a label before the text, in the script of the text."""
    labels = LABELS if is_latin(record["abstract"]) else OTHER_LABELS
    return put(record, abstract=draw.choice(labels) + record["abstract"])


def title(record: Record, draw: Draw) -> Record:
    """Write the title as the abstract."""
    text = record["title"]
    return put(
        record,
        abstract=draw.choice(
            (
                text,
                text,
                f"{text}.",
                text.upper(),
                f"<p>{text}</p>",
                f" {text} ",
                text.lower(),
                f"{text}. {text}.",
            )
        ),
    )


def cut(record: Record, draw: Draw) -> Record:
    """Truncate the text with an ellipsis, or at the limit of a database column or an index."""
    text = record["abstract"]
    at = draw.randint(len(text) // 3, len(text) - 20)
    marked = [
        text[:at] + end
        for end in (
            "…",
            "...",
            " ...",
            " […]",
            "… [truncated]",
            " (ABSTRACT TRUNCATED AT 250 WORDS)",
            "... Read more",
            " (more)",
            "[...]",
            "…",
        )
    ]
    long = (text + " " + draw.other("abstract")["abstract"]) * 3
    limited = [long[:n] for n in (255, 500, 1000, 2000, 4000)]
    return put(record, abstract=draw.choice((*marked, *limited, text[:at].rstrip())))


def none(record: Record, draw: Draw) -> Record:
    """Write the boilerplate of sites that have no abstract."""
    return put(record, abstract=draw.choice(NONE))


def glued(record: Record, draw: Draw) -> Record:
    """Remove spaces before uppercase letters, between sentences, or after the heading of a section."""
    text = record["abstract"]
    forms = (
        re.sub(r"(?<=[a-z]{3}) (?=[A-Z][a-z]{2})", lambda gap: "" if draw.random() < 0.7 else gap[0], text),
        at_one(text, draw, r"(?<=[a-z]{3})\. (?=[A-Z][a-z])", lambda gap: ""),
        at_one(text, draw, r"(?<=[a-z]{3}) (?=[A-Z][a-z]{3})", lambda gap: ""),
        f"{draw.choice(('Background', 'Objective', 'Introduction', 'Purpose'))}{text}",
    )
    return put(record, abstract=draw.choice(forms))


def short(record: Record, draw: Draw) -> Record:
    """Keep only a few words."""
    words = record["abstract"].split()
    own = " ".join(words[: draw.randint(1, 4)])
    return put(
        record,
        abstract=draw.choice(
            (
                own,
                own,
                "Review.",
                "See article.",
                "A reply.",
                "Letter",
                "Book review",
                "Introduction",
                "Article",
            )
        ),
    )


FOREIGN = (
    "Мы сравнили таблицы приливов одиннадцати гаваней с показаниями самописцев за девяносто лет. Девять таблиц оказались верны, две опережали прилив на четверть часа.",
    "我们比较了十一个港口的潮汐表与九十年来的验潮记录。其中九个港口的潮汐表是正确的，另外两个提前了一刻钟，因为验潮仪曾被移动过。",
    "十一の港の潮汐表を九十年間の検潮記録と比較した。九つの港では正しかったが、二つの港では検潮儀が移されたため十五分早かった。",
    "قارنّا جداول المدّ في أحد عشر ميناءً بسجلّات المقاييس على مدى تسعين سنة، فكانت صحيحة في تسعة موانئ، ومتقدّمة ربع ساعة في ميناءين.",
    "ग्यारह बंदरगाहों की ज्वार-सारणियों की तुलना नब्बे वर्षों के अभिलेखों से की गई। नौ बंदरगाहों में सारणियाँ सही थीं, दो में वे पंद्रह मिनट आगे थीं।",
    "열한 개 항구의 조석표를 구십 년 동안의 검조 기록과 비교하였다. 아홉 항구에서는 정확하였으나 두 항구에서는 십오 분이 빨랐다.",
    "Συγκρίναμε τους πίνακες παλίρροιας έντεκα λιμανιών με τις καταγραφές ενενήντα ετών. Σε εννέα λιμάνια ήταν σωστοί, σε δύο προηγούνταν κατά ένα τέταρτο.",
)


def language(record: Record, draw: Draw) -> Record:
    """Write a text in a script other than that of the title. The declared language is that of the title, or missing."""
    declared = draw.choice(("en", "eng", "de", "es", "English", None))
    return put(record, abstract=draw.choice(FOREIGN), language=declared)


def other_section(record: Record, draw: Draw) -> Record:
    """Add the next section of the page."""
    return put(record, abstract=record["abstract"] + draw.choice(REST))


def latex(record: Record, draw: Draw) -> Record:
    """Add LaTeX commands, as in a manuscript."""
    dress = draw.choice(LATEX)
    return put(
        record,
        abstract=at_one(record["abstract"], draw, r"\b[a-z]{4,}", lambda word: dress.replace("{}", word)),
    )
